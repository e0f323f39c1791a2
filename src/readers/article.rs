//! Finds the captions in running text: lines that end in a credit. Prose, headings and agency lines are not photos.
//! A date line, a heading and an agency line ("— With AAP.") tell about the whole collection.

use crate::anatomy::when;
use crate::caption::credit::{self, ClosingCredit};
use crate::caption::date::{Date, weekday};
use crate::readers::columns::Target;
use crate::readers::draft::Draft;
use crate::readers::gathering::{Gathering, Heading};
use crate::readers::{Options, ReadError, VALUE_MAX_BYTES};
use crate::text;

/// The fewest words before its credit that a caption has.
const CAPTION_MIN_WORDS: usize = 3;
/// The longest heading, in words; a longer line is prose.
const HEADING_MAX_WORDS: usize = 16;
/// The longest line that is looked at for a date or an agency, in bytes.
const NOTE_MAX_BYTES: usize = 200;

/// Reads the captions of an article.
pub(crate) fn read(text: &str, options: &Options, gathering: &mut Gathering<'_>) -> Result<Heading, ReadError> {
    if !options.column_map.is_empty() {
        gathering.warnings.add("", "an article has no columns: the mapping of columns has no effect");
    }
    let lines = lines(text);
    let mut heading = Heading::default();
    let mut n_written = 0;
    let mut captions = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        gathering.progress.report_read(line.end, text.len())?;
        at += 1;
        let written = text.get(line.start..line.end).unwrap_or_default();
        if written.trim().is_empty() {
            continue;
        }
        n_written += 1;
        if written.len() > VALUE_MAX_BYTES {
            let problem = format!("the line has {} bytes, and at most {VALUE_MAX_BYTES} are read", written.len());
            gathering.warnings.add(&place(at), problem);
            continue;
        }
        let below = lines.get(at).and_then(|below| Some((text.get(line.start..below.end)?, line.end - line.start)));
        if let Some((both, _)) = below.filter(|(both, n_bytes)| joins_credit_below(both, *n_bytes)) {
            captions.push((at, both));
            at += 1;
        } else if is_caption(written) {
            captions.push((at, written));
        } else if let Some(agencies) = agency_line(written) {
            heading.credit = Some(agencies.to_owned());
        } else if captions.is_empty() {
            let date = date_line(written);
            if date.is_none() && n_written == 1 && is_heading(written) {
                heading.title = Some(written.trim().trim_start_matches('#').trim_start().to_owned());
            }
            heading.published = heading.published.or(date);
        }
    }
    if captions.is_empty() {
        return Err(ReadError::NoCaptions { input: gathering.input.clone() });
    }
    for (number, caption) in captions {
        let mut draft = Draft::default();
        draft.push(Target::Caption, 0, vec![caption.to_owned()]);
        draft.published.clone_from(&heading.published);
        gathering.add(draft, &place(number));
    }
    Ok(heading)
}

/// Where a line stands in the text, without its line end.
struct Line {
    start: usize,
    end: usize,
}

/// The lines of a text; a line ends in a line feed, with or without a carriage return before it, or, where there is
/// none in the whole text, in a carriage return.
fn lines(text: &str) -> Vec<Line> {
    let mark = if text.contains('\n') { '\n' } else { '\r' };
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

/// Whether a line is a caption: words, and a credit at its end that is not the article's own picture's.
fn is_caption(line: &str) -> bool {
    credit::closing(line).is_some_and(|credit| !credit.feature && has_words_before(line, &credit))
}

/// Whether two lines, of which the first has so many bytes, are a caption and the credit below it.
fn joins_credit_below(both: &str, first_bytes: usize) -> bool {
    let (Some(first), Some(below)) = (both.get(..first_bytes), both.get(first_bytes..)) else { return false };
    let below = below.trim_start_matches(['\r', '\n']);
    if below.len() > NOTE_MAX_BYTES || below.trim().is_empty() {
        return false;
    }
    let is_credit_alone =
        |credit: &ClosingCredit| below.get(..credit.sentence.start).unwrap_or(below).trim().is_empty();
    let Some(_) = credit::closing(below).filter(|credit| !credit.feature && is_credit_alone(credit)) else {
        return false;
    };
    let caption_ends = credit::closing(first).map_or(first.len(), |credit| credit.sentence.start);
    let has_words = first.get(..caption_ends).is_some_and(|caption| n_words(caption) >= CAPTION_MIN_WORDS);
    has_words && credit::closing(both).is_some_and(|credit| credit.sentence.start >= first_bytes)
}

fn has_words_before(line: &str, credit: &ClosingCredit) -> bool {
    line.get(..credit.sentence.start).is_some_and(|caption| n_words(caption) >= CAPTION_MIN_WORDS)
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
    let at_start = || when::find(rest).into_iter().next().filter(|(range, _)| range.start == 0).map(|(_, date)| date);
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
