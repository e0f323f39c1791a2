//! Lists of names: a run of words that is no name by itself is one between names, and "Bill and Hillary Clinton" are two.

use std::ops::Range;

use super::{Found, PersonRule, Search, is_list_gap};
use crate::anatomy::ground::{Ground, Mark};
use crate::anatomy::reading::Gap;
use crate::caption::lexicon::Class;

/// How many names before and after a run are its neighbours: only a few words lie between those of a list.
const NEIGHBOURS: usize = 10;

/// Adds the names that only their neighbours prove.
pub(crate) fn complete(search: &mut Search<'_, '_, '_>) {
    search.found.sort_by_key(|found| found.words.start);
    // A name proves its neighbour, which proves the next: twice reaches as far as a caption's lists go.
    for _ in 0..2 {
        let doubtful = std::mem::take(&mut search.doubtful);
        for run in doubtful {
            let after = search.found.partition_point(|found| found.words.start <= run.start);
            let nearest = after.saturating_sub(NEIGHBOURS)..(after + NEIGHBOURS).min(search.found.len());
            let proved = search.found.get(nearest).unwrap_or_default().iter().any(|found| {
                search.ground.follows_in_list(&found.words, run.start)
                    || found.words.start > run.start
                        && search
                            .ground
                            .follows_in_list(&run, found.title.as_ref().map_or(found.words.start, |title| title.start))
            });
            if proved {
                let found = Found { words: run, title: None, rule: PersonRule::List, whole: None };
                search.found.insert(after, found);
            } else {
                search.doubtful.push(run);
            }
        }
    }
    add_couples(search);
    complete_given_names(search);
    add_single_companions(search);
}

/// "Bill and Hillary Clinton", "Barack and Michelle Obama".
fn add_couples(search: &mut Search<'_, '_, '_>) {
    let ground = &*search.ground;
    let reading = ground.reading;
    let mut added = Vec::new();
    for found in search.found.iter().filter(|found| found.words.len() >= 2 && found.title.is_none()) {
        let start = found.words.start;
        let joins = start >= 2 && reading.is(start - 1, Class::Conjunction) && reading.gap(start - 1).is_blank();
        if !joins || !reading.gap(start - 2).is_blank() {
            continue;
        }
        let first = start - 2;
        // "Kate Winslet as Rose and Leonardo DiCaprio as Jack"
        let part = reading.touching_before(first).is_some_and(|before| reading.folded(before) == "as");
        let alone = reading.is(first, Class::Given)
            && !part
            && ground.may_be_in_name(first)
            && matches!(ground.mark_of(first), Mark::Free)
            && !reading.touching_before(first).is_some_and(|before| ground.may_be_in_name(before))
            && !search.covers(first);
        if alone && reading.is(start, Class::Given) {
            let mut family_start = found.words.end - 1;
            while family_start > start + 1
                && (reading.is(family_start, Class::Suffix) || reading.is(family_start - 1, Class::Particle))
            {
                family_start -= 1;
            }
            let family = reading.range(&(family_start..found.words.end));
            let family = reading.text.get(family).unwrap_or("");
            let whole = Some(format!("{} {family}", reading.written(first)));
            added.push(Found { words: first..first + 1, title: None, rule: PersonRule::Couple, whole });
        }
    }
    search.found.extend(added);
    search.found.sort_by_key(|found| found.words.start);
}

/// "President Barack and Michelle Obama", "Tom, Will and Jack Sheridan": given names before another whose family name they
/// share.
fn complete_given_names(search: &mut Search<'_, '_, '_>) {
    let ground = &*search.ground;
    let reading = ground.reading;
    for at in (0..search.found.len()).rev() {
        let (Some(found), Some(next)) = (search.found.get(at), search.found.get(at + 1)) else { continue };
        let first = found.words.start;
        let single = found.words.len() == 1 && found.whole.is_none() && reading.is(first, Class::Given);
        let joined = reading.gap(first).is_blank()
            && reading.is(first + 1, Class::Conjunction)
            && next.title.is_none()
            && next.words.start == first + 2;
        let listed = reading.gap(first) == Gap::COMMA && next.words.start == first + 1 && next.whole.is_some();
        if !single || !(joined || listed) || !reading.is(next.words.start, Class::Given) {
            continue;
        }
        let family = match &next.whole {
            Some(whole) => whole.split_once(' ').map(|(_, family)| family.to_owned()),
            None if next.words.len() >= 2 => {
                reading.text.get(reading.range(&(next.words.start + 1..next.words.end))).map(str::to_owned)
            }
            None => None,
        };
        let whole = family.map(|family| format!("{} {family}", reading.written(first)));
        if let Some(found) = search.found.get_mut(at) {
            found.whole = whole;
        }
    }
}

/// "Presidents Obama and Bush", "Prince William and Kate": a single name beside a single name.
fn add_single_companions(search: &mut Search<'_, '_, '_>) {
    let ground = &*search.ground;
    let reading = ground.reading;
    let mut added: Vec<Found> = Vec::new();
    for found in &search.found {
        let next = found.words.end + 1;
        let joins = reading.is(found.words.end, Class::Conjunction)
            && reading.gap(found.words.end - 1).is_blank()
            && reading.gap(found.words.end).is_blank();
        let single = found.words.len() == 1 || found.rule == PersonRule::Title && found.title.is_none();
        let named = reading.is_any(next, &[Class::Given, Class::Surname])
            && !reading.is_any(next, &[Class::Job, Class::Facility]);
        let alone = ground.run_end(next) == next + 1 && matches!(ground.mark_of(next), Mark::Free);
        let covered = search.covers(next);
        if joins && single && named && alone && !covered && found.rule != PersonRule::Couple {
            added.push(Found { words: next..next + 1, title: None, rule: PersonRule::List, whole: None });
        }
    }
    search.found.extend(added);
}

impl Ground<'_, '_> {
    /// Whether a name begins where the next of a list does: after a comma or "and", an age or place in the picture between.
    pub(crate) fn follows_in_list(&self, before: &Range<usize>, start: usize) -> bool {
        let reading = self.reading;
        if start < before.end || start > before.end + 8 {
            return false;
        }
        let mut end = before.end;
        if let Some(after) = self.age_after(end).or_else(|| self.position_after(end)) {
            end = after;
        } else if self.affiliation(before).is_some() {
            // Party and state are one word, or two: "D-Calif.", "R-N.C."
            end += 1;
        } else if reading.gap(end - 1).has(Gap::NUMBER) {
            end += 1;
        }
        if reading.sentence(before.start) != reading.sentence(start) {
            return false;
        }
        let joins = |at: usize| {
            let gap = reading.gap(at);
            is_list_gap(gap) || gap.has(Gap::CLOSE.or(Gap::COMMA)) || gap.has(Gap::AND)
        };
        start == end && joins(end - 1)
            || start == end + 1 && reading.is(end, Class::Conjunction) && reading.gap(end).is_blank()
    }
}
