//! Datelines: a place's name that opens a caption, before a date, an agency, a dash or a colon.

use crate::place::signs::Stand;
use crate::place::wording::is_blank;
use crate::place::words::WordClass;

/// The most words of a dateline: "CITY, STATE, COUNTRY - MONTH DAY, YEAR:" has no more.
const DATELINE_WORDS_MAX: usize = 14;

impl Stand<'_, '_> {
    /// "WASHINGTON, DC - JANUARY 06:", "PARIS (AP) —", "Berlin, 1945".
    pub(super) fn is_dateline(&self) -> bool {
        let wording = self.wording;
        if !(self.start() == 0 || self.follows_file_mark())
            || wording.gap_before(self.start()).contains(['(', '"', '“'])
        {
            return false;
        }
        let capitals = self.town.words.clone().all(|word| wording.is_all_capitals(word)) && !wording.shouted;
        let mut at = self.after() - 1;
        let mut in_parentheses = false;
        let mut agency = false;
        let mut dated = false;
        for _ in 0..DATELINE_WORDS_MAX {
            let gap = wording.gap(at);
            if gap.contains('(') {
                in_parentheses = true;
                agency = true;
            }
            if gap.contains(')') {
                in_parentheses = false;
            }
            let dash = gap.contains(['—', '–']) || gap.contains(" -") || gap.contains("- ") || gap.contains("--");
            if dash && !in_parentheses {
                return capitals || agency || dated || !self.town.name.is_personal();
            }
            if gap.contains(':') {
                return capitals || dated || self.is_linked || !self.town.name.is_personal();
            }
            let next = at + 1;
            if next >= wording.n_words() {
                return false;
            }
            let is_date = wording.is_number(next) || wording.is(next, WordClass::Date);
            // "Berlin, 1945": a date right after the name, as archives write.
            if is_date && gap.trim_start_matches(')').starts_with(',') && next == self.after() && self.ends_dated(next)
            {
                return true;
            }
            dated |= is_date;
            let may_stand = in_parentheses
                || is_date
                || wording.is_all_capitals(next)
                || gap.starts_with(',') && wording.begins_with_capital(next)
                || matches!(wording.folded(next), "le" | "den" | "el" | "de" | "th" | "st" | "nd" | "rd");
            if !may_stand {
                return false;
            }
            at = next;
        }
        false
    }

    /// Whether a date that begins at a word ends a sentence or a part of one.
    fn ends_dated(&self, start: usize) -> bool {
        let wording = self.wording;
        let mut at = start;
        while wording.is_number(at + 1) || wording.is(at + 1, WordClass::Date) {
            at += 1;
        }
        wording.ends_sentence(at) || !is_blank(wording.gap(at)) || !self.town.name.is_personal()
    }

    fn follows_file_mark(&self) -> bool {
        let start = self.start();
        let is_mark = |at: usize| self.wording.is(at, WordClass::FileMark);
        let is_code = |at: usize| self.wording.folded(at).bytes().any(|byte| byte.is_ascii_digit());
        (1..=2).contains(&start)
            && (0..start).all(|at| is_mark(at) || is_code(at) && self.wording.is_all_capitals(at))
            && !is_blank(self.wording.gap_before(start))
    }
}
