//! Finds the captions in running text: lines that end in a credit, and captions in brackets where a book had pictures.
//! Prose, headings and agency lines are not photos.
//! A date line, a heading and an agency line ("— With AAP.") tell about the whole collection.

mod illustration;

use crate::anatomy::when;
use crate::caption::credit::{self, ClosingCredit};
use crate::caption::date::Date;
use crate::caption::date::words::weekday;
use crate::readers::columns::Target;
use crate::readers::draft::Draft;
use crate::readers::gathering::{Gathering, Heading};
use crate::readers::source::TextSource;
use crate::readers::{Options, ReadError, VALUE_MAX_BYTES};
use crate::text;

/// Lines from the beginning among which a title and a date are looked for: an article states them at its head.
const HEADING_LINES_MAX: usize = 40;
/// The fewest words before its credit that a caption has.
const CAPTION_MIN_WORDS: usize = 3;
/// The longest line that names nothing but an agency, in words: "The New York Times".
const AGENCY_MAX_WORDS: usize = 5;
/// The longest heading, in words; a longer line is prose.
const HEADING_MAX_WORDS: usize = 16;
/// The longest line that is looked at for a date or an agency, in bytes.
const NOTE_MAX_BYTES: usize = 200;

/// How much of the text is read before the lines in it: what a line needs of those below stands well within.
const AHEAD_BYTES: usize = 64 * 1024;

/// Reads the captions of an article.
pub(crate) fn read(
    source: &mut TextSource<'_>,
    options: &Options,
    gathering: &mut Gathering<'_>,
) -> Result<Heading, ReadError> {
    if !options.column_map.is_empty() {
        gathering.warnings.add("", "an article has no columns: the mapping of columns has no effect");
    }
    let mut article = Article { mark: line_mark(source.window()), ..Article::default() };
    loop {
        let n_read = article.read(source.window(), source.line(), source.is_last(), gathering);
        if source.is_last() {
            break;
        }
        if n_read > 0 {
            source.advance(n_read, &mut gathering.progress)?;
        } else if !source.grow(&mut gathering.progress)? {
            // A line as long as a window may be holds no caption.
            let problem = "the line is longer than any caption, and is left out";
            gathering.warnings.add(&place(source.line()), problem);
            source.advance(source.window().len(), &mut gathering.progress)?;
        }
    }
    article.finish(gathering)
}

/// Reads the captions of an article whose text is there as a whole.
pub(crate) fn read_whole(text: &str, gathering: &mut Gathering<'_>) -> Result<Heading, ReadError> {
    let mut article = Article { mark: line_mark(text), ..Article::default() };
    article.read(text, 1, true, gathering);
    article.finish(gathering)
}

/// What was found so far.
#[derive(Default)]
struct Article {
    /// What ends a line.
    mark: char,
    heading: Heading,
    n_captions: usize,
    n_written: usize,
    /// The credit of the next line, where it was looked for already.
    carried: Option<Option<ClosingCredit>>,
}

impl Article {
    /// Reads the lines of a part of the text; how much of it was read, the rest being left for when more has come.
    fn read(&mut self, text: &str, first_line: usize, is_last: bool, gathering: &mut Gathering<'_>) -> usize {
        let lines = lines(text, self.mark);
        let end = if is_last { text.len() } else { text.len().saturating_sub(AHEAD_BYTES) };
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            // Of a part that is not the last, the last line may go on.
            if !is_last && (line.start >= end || at + 1 == lines.len()) {
                return line.start;
            }
            at += 1;
            let number = first_line + at - 1;
            let written = line.of(text);
            let carried_here = self.carried.take();
            if written.trim().is_empty() {
                continue;
            }
            self.n_written += 1;
            if let Some(caption) = illustration::caption(text, line.start) {
                self.add(number, text.get(caption.clone()).unwrap_or_default(), gathering);
                at += lines.iter().skip(at).take_while(|line| line.start < caption.end).count();
                continue;
            }
            if written.len() > VALUE_MAX_BYTES {
                let problem = format!("the line has {} bytes, and at most {VALUE_MAX_BYTES} are read", written.len());
                gathering.warnings.add(&place(number), problem);
                continue;
            }
            let below = lines.get(at).map_or("", |below| below.of(text));
            let credit = carried_here.unwrap_or_else(|| credit::closing(written));
            let credit = credit.filter(|_| !goes_on_below(written, below));
            if let Some(below) = lines.get(at).filter(|below| is_short(below.of(text))) {
                let credit_below = credit::closing(below.of(text));
                let both = text.get(line.start..below.end).unwrap_or(written);
                if joins_credit_below(both, written, credit.as_ref(), below.of(text), credit_below.as_ref()) {
                    self.add(number, both, gathering);
                    at += 1;
                    continue;
                }
                self.carried = Some(credit_below);
            }
            if credit.is_some_and(|credit| is_caption(written, &credit)) {
                self.add(number, written, gathering);
            } else if let Some(agencies) = agency_line(written) {
                self.heading.credit = Some(agencies.to_owned());
            } else if self.n_captions == 0 && self.n_written <= HEADING_LINES_MAX {
                self.heading.take(written, self.n_written == 1);
            }
        }
        text.len()
    }

    /// Takes a caption; what stands above the first of them has been read by then.
    fn add(&mut self, number: usize, caption: &str, gathering: &mut Gathering<'_>) {
        self.n_captions += 1;
        let mut draft = Draft::default();
        draft.push(Target::Caption, 0, vec![caption.to_owned()]);
        draft.published.clone_from(&self.heading.published);
        gathering.add(draft, &place(number));
    }

    fn finish(self, gathering: &Gathering<'_>) -> Result<Heading, ReadError> {
        if self.n_captions == 0 {
            return Err(ReadError::NoCaptions { input: gathering.input.clone() });
        }
        Ok(self.heading)
    }
}

/// Where a line stands in the text, without its line end.
struct Line {
    start: usize,
    end: usize,
}

impl Line {
    fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

impl Heading {
    /// Takes the title or the date from a line above the captions, where it states one.
    fn take(&mut self, line: &str, is_first: bool) {
        let date = date_line(line);
        if date.is_none() && is_first && is_heading(line) {
            self.title = Some(line.trim().trim_start_matches('#').trim_start().to_owned());
        }
        self.published = self.published.take().or(date);
    }
}

/// What ends the lines of a text: a line feed, with or without a carriage return before it, or, where there is none, a
/// carriage return.
fn line_mark(text: &str) -> char {
    if text.contains('\n') { '\n' } else { '\r' }
}

fn lines(text: &str, mark: char) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for piece in text.split(mark) {
        let end = start + piece.trim_end_matches('\r').len();
        lines.push(Line { start, end });
        start += piece.len() + 1;
    }
    lines
}

fn place(number: usize) -> String {
    format!("line {number}")
}

/// Whether a line with a credit is a caption: the credit stands after words, and is not the article's own picture's.
fn is_caption(line: &str, credit: &ClosingCredit) -> bool {
    !credit.feature && line.get(..credit.sentence.start).is_some_and(|caption| n_words(caption) >= CAPTION_MIN_WORDS)
}

/// Whether a line and the line below it are a caption and nothing but its credit.
fn joins_credit_below(
    both: &str,
    line: &str,
    credit: Option<&ClosingCredit>,
    below: &str,
    credit_below: Option<&ClosingCredit>,
) -> bool {
    let is_credit_alone = |credit: &ClosingCredit| {
        !credit.feature && below.get(..credit.sentence.start).is_some_and(|rest| rest.trim().is_empty())
    };
    let caption_end = credit.map_or(line.len(), |credit| credit.sentence.start);
    credit_below.is_some_and(is_credit_alone)
        && line.get(..caption_end).is_some_and(|caption| n_words(caption) >= CAPTION_MIN_WORDS)
        && credit::closing(both).is_some_and(|credit| credit.sentence.start >= line.len())
}

/// Whether a line is prose that goes on in the line below: both where it ends and where that begins are words in small
/// letters, as in "… the storm ceased. The sun" above "shone out", which is no credit of The Sun's.
fn goes_on_below(line: &str, below: &str) -> bool {
    let begins_small = |word: &str| word.starts_with(char::is_lowercase);
    let ends_small = line
        .split_whitespace()
        .next_back()
        .is_some_and(|word| begins_small(word) && word.ends_with(char::is_alphabetic));
    ends_small && begins_small(below)
}

/// Whether a line can be a note: a date, a credit, an agency.
fn is_short(line: &str) -> bool {
    line.len() <= NOTE_MAX_BYTES && !line.trim().is_empty()
}

/// The words of a text, as far as they matter here.
fn n_words(text: &str) -> usize {
    text::words(text::truncated(text, NOTE_MAX_BYTES))
        .iter()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count()
}

/// The credit of an agency line: "With AAP" of "— With AAP."
fn agency_line(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.len() > NOTE_MAX_BYTES {
        return None;
    }
    let opens_as_one =
        line.starts_with(['—', '–', '-', '*', '•']) || line.starts_with("With ") || line.starts_with("with ");
    // A line of prose is told by its length before its words are looked up.
    let n_words_max = if opens_as_one { HEADING_MAX_WORDS } else { AGENCY_MAX_WORDS };
    if line.split_whitespace().nth(n_words_max).is_some() {
        return None;
    }
    let line = line.trim_start_matches(['—', '–', '-', '*', '•', ' ']).trim_end_matches(['.', ' ']);
    let names = line.strip_prefix("With ").or_else(|| line.strip_prefix("with ")).unwrap_or(line);
    credit::names_agencies_only(names).then_some(line)
}

/// The date that a line states as the article's: "date 2021-01-07 …", "Published: 7 January 2021", or a day alone.
fn date_line(line: &str) -> Option<Date> {
    const LABELS: [&str; 12] = [
        "date",
        "dated",
        "published",
        "first",
        "posted",
        "updated",
        "on",
        "at",
        "publie",
        "veroffentlicht",
        "publicado",
        "pubblicato",
    ];
    let line = text::truncated(line.trim(), NOTE_MAX_BYTES);
    let tokens = text::tokens(line);
    let n_labels = tokens.iter().take_while(|token| LABELS.contains(&token.folded.as_str())).count();
    let passed = |token: &&text::Token| LABELS.contains(&token.folded.as_str()) || weekday(&token.folded).is_some();
    let start = tokens.iter().find(|token| !passed(token))?.range.start;
    let rest = line.get(start..)?;
    if n_labels == 0 {
        return Date::from_written(line).filter(|date| date.days().0 == date.days().1);
    }
    let at_start =
        || -> Option<Date> { when::find(rest).into_iter().next().filter(|when| when.range.start == 0)?.date };
    Date::from_written(rest).or_else(at_start)
}

/// Whether the first line of a text is a heading: short, and no sentence.
fn is_heading(line: &str) -> bool {
    let line = line.trim();
    line.len() <= NOTE_MAX_BYTES
        && (1..=HEADING_MAX_WORDS).contains(&line.split_whitespace().count())
        && !line.ends_with(['.', ':', ',', ';', '…'])
        && line.chars().any(char::is_alphabetic)
        && credit::closing(line).is_none()
}

#[cfg(test)]
mod tests;
