//! Checks of how a caption is written: boilerplate, broken characters, markup, stray spaces, open brackets, repeated words.
//! One walk over the characters finds what one character shows; most captions hold none of it.

use std::ops::Range;

use crate::lint::Report;
use crate::lint::style::{PhraseUse, WordUse};
use crate::lint::words::Words;
use crate::photo::finding::FindingKind;
use crate::text;

/// The longest caption that may be nothing but boilerplate, in bytes.
const WHOLE_MAX_BYTES: usize = 80;
/// The longest name of an entity, "&thetasym;".
const ENTITY_MAX_BYTES: usize = 10;
/// The longest tag, with its attributes.
const TAG_MAX_BYTES: usize = 300;
/// The fewest letters of a caption of which all are capitals: shorter ones may be names.
const CAPITALS_MIN: usize = 16;
/// Words that stand twice in good English, French and German.
const MAY_REPEAT: [&str; 12] = ["had", "that", "is", "nous", "vous", "die", "der", "das", "sie", "no", "bye", "very"];

/// Checks a caption's text.
pub(super) fn check(text: &str, words: &Words<'_>, report: &mut Report<'_>) {
    boilerplate(text, words, report);
    characters(text, report);
    repeated(words, report);
}

fn boilerplate(text: &str, words: &Words<'_>, report: &mut Report<'_>) {
    if !report.wants(FindingKind::Boilerplate) {
        return;
    }
    let whole = text.trim();
    let style = &report.lint.style;
    if !whole.is_empty() && whole.len() <= WHOLE_MAX_BYTES && style.whole.iter().any(|form| form.fits(whole)) {
        let start = text.len() - text.trim_start().len();
        report.add(FindingKind::Boilerplate, Some(start..start + whole.len()), || {
            format!("“{whole}” is no caption: a camera, a program or nobody wrote it")
        });
        return;
    }
    for (at, _) in words.iter().filter(|(_, word)| word.says.has(WordUse::PHRASE)) {
        if let Some((PhraseUse::Boilerplate, n)) = style.phrase(words.folded(at), words.folded_from(at + 1)) {
            let range = words.range(at..at + n);
            report.add(FindingKind::Boilerplate, Some(range.clone()), || {
                format!("“{}” stands where somebody still has to write", text.get(range).unwrap_or(""))
            });
        }
    }
}

/// What one walk over the characters sees.
#[derive(Default)]
struct Seen {
    spaces: Option<Range<usize>>,
    hidden: Option<(Range<usize>, char)>,
    markup: Option<Range<usize>>,
    n_capitals: usize,
    n_lower: usize,
    beyond_ascii: bool,
}

fn characters(text: &str, report: &mut Report<'_>) {
    let mut seen = Seen::default();
    let mut open = Brackets::default();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            'a'..='z' => seen.n_lower += 1,
            'A'..='Z' => seen.n_capitals += 1,
            ' ' if before == ' ' && at > 0 => stretch(&mut seen.spaces, at - 1..at + 1),
            ' ' => {}
            ',' | ';' | ')' if before == ' ' && at > 1 => stretch(&mut seen.spaces, at - 1..at),
            '<' | '&' if seen.markup.is_none() => seen.markup = markup_at(text, at),
            '\n' | '\r' | '\t' => {}
            c if c.is_ascii() => {
                if c.is_ascii_control() {
                    seen.hidden.get_or_insert((at..at + 1, c));
                }
            }
            c => {
                seen.beyond_ascii = true;
                if is_hidden(c) {
                    seen.hidden.get_or_insert((at..at + c.len_utf8(), c));
                }
                seen.n_lower += usize::from(c.is_lowercase());
                seen.n_capitals += usize::from(c.is_uppercase());
            }
        }
        open.see(at, c, before);
        before = c;
    }
    if text.starts_with(' ') || text.ends_with(' ') && text.trim_end().len() + 1 < text.len() {
        seen.spaces.get_or_insert(0..text.len() - text.trim_start().len());
    }
    tell(text, seen, report);
    if let Some((at, mark)) = open.unbalanced() {
        report.add(FindingKind::Unbalanced, Some(at..at + mark.len_utf8()), || format!("“{mark}” has no other half"));
    }
}

fn tell(text: &str, seen: Seen, report: &mut Report<'_>) {
    let Seen { spaces, hidden, markup, n_capitals, n_lower, beyond_ascii } = seen;
    if let Some(range) = spaces {
        report.add(FindingKind::Spaces, Some(range), || "A space too many".to_owned());
    }
    if let Some((range, c)) = hidden {
        report.add(FindingKind::HiddenCharacters, Some(range), || {
            format!("A character that is not seen: U+{:04X}", u32::from(c))
        });
    }
    if let Some(range) = markup {
        let written = text.get(range.clone()).unwrap_or("").to_owned();
        report.add(FindingKind::Markup, Some(range), || format!("“{written}” is markup of a web page"));
    }
    if n_lower == 0 && n_capitals >= CAPITALS_MIN {
        report.add(FindingKind::AllCapitals, None, || "The caption is in capitals throughout".to_owned());
    }
    if beyond_ascii
        && report.wants(FindingKind::Mojibake)
        && let Some((range, meant)) = mojibake(text)
    {
        let written = text.get(range.clone()).unwrap_or("").to_owned();
        report.add(FindingKind::Mojibake, Some(range), || match meant {
            Some(meant) => format!("“{written}” was “{meant}” before it went through a wrong encoding"),
            None => "A character was lost in a wrong encoding".to_owned(),
        });
    }
}

/// Makes the first range longer where the next touches it.
fn stretch(known: &mut Option<Range<usize>>, range: Range<usize>) {
    match known {
        Some(known) if known.end >= range.start => known.end = range.end,
        Some(_) => {}
        None => *known = Some(range),
    }
}

/// Characters without a glyph, that nobody means to print: zero widths, marks of direction, soft hyphens, old controls.
fn is_hidden(c: char) -> bool {
    matches!(u32::from(c), 0x80..=0x9F | 0xAD | 0x180E | 0x200B | 0x200E..=0x200F | 0x2028..=0x202E | 0x2060..=0x2069 | 0xFEFF | 0xFFF9..=0xFFFC)
}

/// A tag or an entity that begins at a byte.
fn markup_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    if let Some(inside) = rest.strip_prefix('&') {
        let name = text::truncated(inside, ENTITY_MAX_BYTES + 1).split(';').next()?;
        let named = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let numbered = name.strip_prefix('#').is_some_and(|number| {
            let digits = number.strip_prefix(['x', 'X']).unwrap_or(number);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        let closed = inside.as_bytes().get(name.len()) == Some(&b';');
        return (closed && name.len() <= ENTITY_MAX_BYTES && (named || numbered)).then_some(at..at + name.len() + 2);
    }
    let inside = rest.strip_prefix('<')?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let letters = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic()) && letters <= ENTITY_MAX_BYTES;
    let after = name.as_bytes().get(letters).copied();
    let close = text::truncated(inside, TAG_MAX_BYTES).find('>')?;
    let tag = starts && matches!(after, Some(b'>' | b' ' | b'/' | b'\n')) || inside.starts_with("!--");
    (tag && !inside.get(..close)?.contains('<')).then_some(at..at + close + 2)
}

/// Brackets and curly quotation marks that stand open. Straight ones and apostrophes tell nothing of their halves.
#[derive(Default)]
struct Brackets {
    /// Where each that is open stands: round, square, curly quotes.
    open: [Vec<usize>; 3],
    closed: Option<(usize, char)>,
}

impl Brackets {
    const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('“', '”')];
    /// What nests deeper is no caption, and is not followed.
    const DEPTH_MAX: usize = 16;

    fn see(&mut self, at: usize, c: char, before: char) {
        if !matches!(c, '(' | ')' | '[' | ']' | '“' | '”') {
            return;
        }
        for ((opening, closing), open) in Self::PAIRS.into_iter().zip(&mut self.open) {
            if c == opening && open.len() < Self::DEPTH_MAX {
                open.push(at);
            } else if c == closing && open.pop().is_none() {
                // German closes with the mark that English opens with, and ":)" and "1)" are no brackets.
                let numbered = closing == ')' && (before.is_alphanumeric() || matches!(before, ':' | ';' | '-' | '='));
                if closing != '”' && !numbered {
                    self.closed.get_or_insert((at, c));
                }
            }
        }
    }

    fn unbalanced(self) -> Option<(usize, char)> {
        let [round, square, _quotes] = &self.open;
        let open = round.first().map(|at| (*at, '(')).or_else(|| square.first().map(|at| (*at, '[')));
        open.or(self.closed)
    }
}

/// A run of characters that are another text's bytes read in Windows-1252, and what they were; or a lost character.
fn mojibake(text: &str) -> Option<(Range<usize>, Option<String>)> {
    if let Some(at) = text.find('\u{fffd}') {
        return Some((at..at + '\u{fffd}'.len_utf8(), None));
    }
    // The first byte of two or three, as Windows-1252 has them.
    let mut characters = text.char_indices().peekable();
    while let Some((start, c)) = characters.next() {
        if !matches!(c, 'Â'..='ô') {
            continue;
        }
        let mut bytes = vec![text::windows_1252_byte(c)?];
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = characters.peek().copied().filter(|(_, next)| !next.is_ascii())
            && let Some(byte) = text::windows_1252_byte(next)
        {
            bytes.push(byte);
            end = at + next.len_utf8();
            characters.next();
        }
        // Of what follows ASCII may be part: "Ã " was "à" whose second byte is a hard space, often made a plain one.
        if bytes.len() > 1
            && let Ok(meant) = String::from_utf8(bytes)
        {
            return Some((start..end, Some(meant)));
        }
    }
    None
}

fn repeated(words: &Words<'_>, report: &mut Report<'_>) {
    if !report.wants(FindingKind::RepeatedWord) {
        return;
    }
    for (at, word) in words.iter() {
        let folded = words.folded(at);
        let same = folded.len() > 1 && folded == words.folded(at + 1) && words.gap(at) == " ";
        // Names may be of one word twice ("Duran Duran", "Walla Walla"), and then begin with capitals.
        if same && word.number.is_none() && !MAY_REPEAT.contains(&folded) {
            let range = words.range(at..at + 2);
            let capital = |at: usize| {
                let start = words.range(at..at + 1).start;
                text::truncated_end(words.text().get(..start + 1).unwrap_or(""), 1)
                    .starts_with(|c: char| c.is_uppercase())
            };
            if !capital(at + 1) {
                report.add(FindingKind::RepeatedWord, Some(range), || format!("“{folded}” stands twice"));
            }
        }
    }
}
