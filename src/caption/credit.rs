//! Credits: where a caption's closing credit stands, and who is named in it.
//! The grammar (labels, agencies, noise) is data: `assets/credits/grammar.csv`.
//! A lone agency names no photographer, and none is guessed.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::text;

/// The longest credit, in bytes; what is longer is prose.
const CREDIT_MAX_BYTES: usize = 200;
/// The most words a credit has; what has more is prose.
const CREDIT_MAX_WORDS: usize = 16;

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::parse(include_str!("../../assets/credits/grammar.csv")));

/// Who stands behind a photo, in the order of a credit: person, pool or handout, agency, distributor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreditChain {
    /// The photographers named; empty where only an agency is.
    pub persons: Vec<String>,
    /// "Pool", "Handout" or "Stringer", when the credit says so.
    pub pool: Option<String>,
    /// The agency, by its usual name.
    pub agency: Option<String>,
    /// The agency that passes on another's picture: "AFP via Getty Images".
    pub distributor: Option<String>,
}

/// A credit found at the end of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosingCredit {
    /// Byte range of the whole credit, with label, parentheses and full stop.
    pub sentence: Range<usize>,
    /// Byte range of the credit line proper: "Getty" in "Image: Getty."
    pub line: Range<usize>,
    /// Who is named.
    pub chain: CreditChain,
    /// Whether the credit belongs to an article's own feature picture.
    pub feature: bool,
    /// What made it a credit, for the reader of the screen.
    pub rule: &'static str,
}

/// Reads a credit line, such as "Jim Watson/AFP via Getty Images".
pub fn chain(line: &str) -> CreditChain {
    read_chain(line, Introduction::Bare)
}

/// Finds the credit that closes a text, in any of the forms newsrooms use.
pub fn closing(text: &str) -> Option<ClosingCredit> {
    let end = text.trim_end().len();
    let body = text.get(..end)?;
    in_parentheses(body).or_else(|| after_label(body)).or_else(|| after_bar(body)).or_else(|| by_agency_alone(body))
}

/// Whether a text is made of nothing but agencies' names.
pub fn names_agencies_only(text: &str) -> bool {
    let mut names = split_chain(text).peekable();
    names.peek().is_some() && names.all(|name| GRAMMAR.is(Kind::Agency, name))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Label,
    Feature,
    Agency,
    Pool,
    Noise,
}

/// What stood before the chain: "Photo by" promises a person, the others do not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Introduction {
    Bare,
    By,
}

struct Grammar {
    /// Folded name to canonical name, by kind.
    names: HashMap<(Kind, String), String>,
    /// Labels with the most words first.
    labels: Vec<(Kind, Vec<String>)>,
    /// The words that labels begin with: most words of a text begin none, and are passed over quickly.
    label_beginnings: HashSet<String>,
}

impl Grammar {
    fn parse(data: &str) -> Self {
        let mut grammar = Self { names: HashMap::new(), labels: Vec::new(), label_beginnings: HashSet::new() };
        let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(data.as_bytes());
        // A test reads every row of the data, so that none is skipped here.
        for row in rows.records().flatten() {
            let (Some(kind), Some(name), Some(canonical)) = (row.get(0).and_then(Kind::parse), row.get(1), row.get(2))
            else {
                continue;
            };
            if matches!(kind, Kind::Label | Kind::Feature) {
                let words = text::words(name);
                grammar.label_beginnings.extend(words.first().cloned());
                grammar.labels.push((kind, words));
            }
            let canonical = if canonical.is_empty() { name } else { canonical };
            grammar.names.insert((kind, normalized(name)), canonical.to_owned());
        }
        grammar.labels.sort_by_key(|(_, words)| std::cmp::Reverse(words.len()));
        grammar
    }

    fn is(&self, kind: Kind, name: &str) -> bool {
        self.canonical(kind, name).is_some()
    }

    fn canonical(&self, kind: Kind, name: &str) -> Option<&str> {
        let folded = normalized(name);
        let known = self.names.get(&(kind, folded.clone())).map(String::as_str);
        // EPA anywhere as a word is the agency: "EPA/JIM LO SCALZO", "epa european pressphoto agency b.v.".
        known.or_else(|| {
            (kind == Kind::Agency && text::words(&folded).iter().any(|word| word == "epa"))
                .then_some("European Pressphoto Agency")
        })
    }
}

impl Kind {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "label" => Self::Label,
            "feature" => Self::Feature,
            "agency" => Self::Agency,
            "pool" => Self::Pool,
            "noise" => Self::Noise,
            _ => return None,
        })
    }
}

/// Folded, with the white space made single: what two names are compared by.
fn normalized(name: &str) -> String {
    text::fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `(Photo by Jane Doe/Agency)`, `(AP Photo/Jane Doe)`, `(Image: Getty)`, a full stop after it or not.
fn in_parentheses(body: &str) -> Option<ClosingCredit> {
    let inner_end = body.strip_suffix('.').unwrap_or(body).strip_suffix(')')?.len();
    let open = body.get(..inner_end)?.rfind('(')?;
    let inner = open + 1..inner_end;
    let inside = body.get(inner.clone())?;
    let (line, introduction, feature) = match strip_label(inside) {
        Some(label) => (inner.start + label.length..inner.end, label.introduction, label.feature),
        None if has_agency(inside) => (inner, Introduction::Bare, false),
        // "Mandatory Credit: Photo by X/Shutterstock (16512200n)" closes with the picture's number.
        None if is_number(inside) => {
            return after_label(body.get(..open)?.trim_end())
                .map(|found| ClosingCredit { sentence: found.sentence.start..body.len(), ..found });
        }
        None => return None,
    };
    found(body, open..body.len(), line, introduction, feature, "credit in parentheses")
}

/// `Image: Getty.`, `Photo by Jane Doe.`, `Photograph courtesy of the museum`.
fn after_label(body: &str) -> Option<ClosingCredit> {
    let tail_start = body.len() - text::truncated_end(body, CREDIT_MAX_BYTES).len();
    let mut at = body.len();
    let mut best = None;
    // Walk back over the words; the label nearest the beginning of the closing credit wins ("Photo credit: Image by …").
    while let Some(start) = word_start_before(body, at) {
        if start < tail_start {
            break;
        }
        at = start;
        let Some(rest) = body.get(start..) else { break };
        let Some(label) = strip_label(rest) else { continue };
        let boundary = label.colon || ends_sentence(body.get(..start)?);
        if boundary
            && let Some(found) = found(
                body,
                start..body.len(),
                start + label.length..body.len(),
                label.introduction,
                label.feature,
                "credit label",
            )
        {
            best = Some(found);
        }
    }
    best
}

/// `Caption | Jane Doe/Agency`.
fn after_bar(body: &str) -> Option<ClosingCredit> {
    let bar = body.rfind('|')?;
    let rest = body.get(bar + 1..)?;
    let line = bar + 1 + (rest.len() - rest.trim_start().len())..body.len();
    let written = body.get(line.clone())?;
    let n_words = written.split_whitespace().count();
    let is_name = (2..=4).contains(&n_words)
        && written.split_whitespace().all(|word| word.chars().next().is_some_and(char::is_uppercase));
    let left_is_caption = body.get(..bar)?.split_whitespace().count() >= 4;
    if !left_is_caption || !(has_agency(written) || is_name) {
        return None;
    }
    found(body, bar..body.len(), line, Introduction::Bare, false, "credit after a bar")
}

/// `… on Monday. REUTERS/Jane Doe`, `AP Photo/Jane Doe`: an agency and a name joined by a stroke, with no label.
fn by_agency_alone(body: &str) -> Option<ClosingCredit> {
    let tail_start = body.len() - text::truncated_end(body, CREDIT_MAX_BYTES).len();
    let mut at = body.len();
    let mut best = None;
    while let Some(start) = word_start_before(body, at) {
        if start < tail_start {
            break;
        }
        at = start;
        let Some(rest) = body.get(start..) else { break };
        if rest.contains('/') && ends_sentence(body.get(..start)?) && has_agency(rest) {
            best = found(body, start..body.len(), start..body.len(), Introduction::Bare, false, "agency and name")
                .or(best);
        }
    }
    best
}

fn found(
    body: &str,
    sentence: Range<usize>,
    line: Range<usize>,
    introduction: Introduction,
    feature: bool,
    rule: &'static str,
) -> Option<ClosingCredit> {
    let written = body.get(line.clone())?;
    let start = line.start + (written.len() - written.trim_start().len());
    let written = written.trim().trim_end_matches(['.', ')', ']']).trim_end();
    if !looks_like_chain(written) {
        return None;
    }
    let chain = read_chain(written, introduction);
    Some(ClosingCredit { sentence, line: start..start + written.len(), chain, feature, rule })
}

struct Label {
    /// Bytes to skip from the beginning of the text: label, its mark, and labels nested in it.
    length: usize,
    introduction: Introduction,
    feature: bool,
    colon: bool,
}

/// The label a text begins with: "Photo by ", "Image: ", "Mandatory Credit: Photo by ", "Photo/".
fn strip_label(text: &str) -> Option<Label> {
    let text_start = text::truncated(text, CREDIT_MAX_BYTES);
    let first_word = text_start.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).next()?;
    if !GRAMMAR.label_beginnings.contains(&text::fold(first_word)) {
        return None;
    }
    let tokens = text::tokens(text_start);
    let (kind, words) = GRAMMAR.labels.iter().find(|(_, words)| starts_with_label(text, &tokens, words))?;
    let first = tokens.first()?;
    if first.range.start != 0 {
        return None;
    }
    let after = tokens.get(words.len() - 1)?.range.end;
    let rest = text.get(after..)?;
    let (mark, introduction, colon) = mark_after_label(rest)?;
    let length = after + mark;
    let outer = Label { length, introduction, feature: *kind == Kind::Feature, colon };
    // A label may introduce another: "Mandatory Credit: Photo by …".
    let inner_text = text.get(length..)?;
    let inner_start = length + inner_text.len() - inner_text.trim_start().len();
    match text.get(inner_start..).and_then(strip_label) {
        Some(inner) => Some(Label { length: inner_start + inner.length, introduction: inner.introduction, ..outer }),
        None => Some(outer),
    }
}

/// Whether the tokens of a text begin with a label; its words stand side by side: "take cover. Image: Getty" has no
/// cover image.
fn starts_with_label(text: &str, tokens: &[text::Token], words: &[String]) -> bool {
    let Some(tokens) = tokens.get(..words.len()) else { return false };
    let touch = tokens.windows(2).all(|pair| match pair {
        [a, b] => text.get(a.range.end..b.range.start).is_some_and(|gap| gap.chars().all(char::is_whitespace)),
        _ => true,
    });
    touch && words.iter().zip(tokens).all(|(word, token)| *word == token.folded)
}

/// What joins a label to its credit: how many bytes, what it promises, and whether it is a colon.
fn mark_after_label(rest: &str) -> Option<(usize, Introduction, bool)> {
    let blank = rest.len() - rest.trim_start().len();
    let trimmed = rest.trim_start();
    let folded = text::fold(text::truncated(trimmed, 16));
    if trimmed.starts_with(':') {
        let mut length = blank + 1;
        let after = trimmed.get(1..)?;
        let by = text::fold(text::truncated(after.trim_start(), 4));
        if by.starts_with("by ") {
            length += after.len() - after.trim_start().len() + 3;
            return Some((length, Introduction::By, true));
        }
        return Some((length, Introduction::Bare, true));
    }
    if trimmed.starts_with('/') && blank == 0 {
        return Some((1, Introduction::By, false));
    }
    if blank == 0 {
        return None;
    }
    for (word, introduction) in [
        ("by ", Introduction::By),
        ("by: ", Introduction::By),
        ("courtesy of ", Introduction::Bare),
        ("via ", Introduction::Bare),
    ] {
        if folded.starts_with(word) {
            return Some((blank + word.len(), introduction, false));
        }
    }
    None
}

/// Whether a text can be a chain of names: short, and every word a name, a joining word or a mark.
fn looks_like_chain(text: &str) -> bool {
    const JOINING: [&str; 28] = [
        "via", "and", "for", "the", "of", "courtesy", "by", "de", "da", "di", "del", "della", "du", "la", "le", "van",
        "von", "der", "den", "ter", "bin", "ibn", "al", "el", "dos", "y", "e", "et",
    ];
    if text.is_empty() || text.len() > CREDIT_MAX_BYTES || text.split_whitespace().count() > CREDIT_MAX_WORDS {
        return false;
    }
    let ends_midway = ["! ", "? ", "; ", ": "].iter().any(|mark| text.contains(mark));
    let mut words = text.split_whitespace().peekable();
    let mut all_names = true;
    while let Some(word) = words.next() {
        let first = word.chars().find(|c| c.is_alphanumeric());
        let is_name = first.is_none_or(|c| !c.is_lowercase());
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        // A full stop inside is an initial or an abbreviation ("J.", "Jr.", "St.") or the end of a sentence.
        let ends_sentence =
            words.peek().is_some() && word.ends_with('.') && letters.chars().count() > 3 && !letters.contains('.');
        all_names &= (is_name || JOINING.contains(&text::fold(letters).as_str()) || GRAMMAR.is(Kind::Agency, letters))
            && !ends_sentence;
    }
    all_names && !ends_midway
}

fn read_chain(line: &str, introduction: Introduction) -> CreditChain {
    let mut chain = CreditChain::default();
    let mut unknown = Vec::new();
    let mut agencies = Vec::new();
    for name in split_chain(line) {
        if let Some(agency) = GRAMMAR.canonical(Kind::Agency, name) {
            agencies.push(agency.to_owned());
        } else if let Some(pool) = GRAMMAR.canonical(Kind::Pool, name) {
            chain.pool = Some(pool.to_owned());
        } else if !is_noise(name) {
            unknown.push(name.to_owned());
        }
    }
    agencies.dedup();
    let stated_person = introduction == Introduction::By || !agencies.is_empty() || chain.pool.is_some();
    match (unknown.as_slice(), stated_person) {
        // One unknown name alone is whom the picture comes from; that he took it is not said.
        ([only], false) => agencies.push(only.clone()),
        // Two unknown names: a person's full name before another name is the photographer; two bare words are left alone.
        ([person, other], false) if person.contains(' ') => {
            chain.persons.push(person.clone());
            agencies.push(other.clone());
        }
        ([_, _], false) => {}
        // With no agency known the last of several names after "by" is the agency or publication.
        ([persons @ .., last], true) if agencies.is_empty() && !persons.is_empty() && line.contains('/') => {
            chain.persons = persons.to_vec();
            agencies.push(last.clone());
        }
        _ => chain.persons = unknown,
    }
    let mut agencies = agencies.into_iter();
    chain.agency = agencies.next();
    chain.distributor = agencies.next_back();
    chain
}

/// The names of a chain: joined by strokes, "via", "and", a spaced dash, a number sign or a comma.
/// Whom a picture was made for ("Invision for Netflix/AP") is a client and not in the chain.
fn split_chain(line: &str) -> impl Iterator<Item = &str> {
    let mut names: Vec<&str> = line.split('/').map(|name| name.split(" for ").next().unwrap_or(name)).collect();
    for mark in [" via ", " Via ", " - ", " – ", " — ", "#", ", ", " and ", " | ", " + "] {
        names = names
            .into_iter()
            .flat_map(|name| {
                // An agency's name may hold a joining word: "The Associated Press" stays whole.
                if GRAMMAR.names.contains_key(&(Kind::Agency, normalized(name))) {
                    vec![name]
                } else {
                    name.split(mark).collect::<Vec<_>>()
                }
            })
            .collect();
    }
    names.into_iter().map(strip_ownership).filter(|name| !name.is_empty())
}

/// The name without a copyright mark, "via" or "courtesy of" before it.
fn strip_ownership(name: &str) -> &str {
    let mut name = name.trim();
    for mark in
        ["©", "(c)", "(C)", "Copyright", "copyright", "via ", "Via ", "courtesy of ", "Courtesy of ", "by ", "By "]
    {
        name = name.strip_prefix(mark).unwrap_or(name).trim_start();
    }
    name
}

fn is_noise(name: &str) -> bool {
    GRAMMAR.is(Kind::Noise, name) || is_number(name) || !name.chars().any(char::is_alphabetic)
}

fn has_agency(text: &str) -> bool {
    split_chain(text.trim().trim_end_matches('.')).any(|name| GRAMMAR.is(Kind::Agency, name))
}

/// A picture's number at an agency: digits, perhaps with a letter after them.
fn is_number(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    digits.len() >= 4 && text.len() - digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a new sentence may begin after this text.
fn ends_sentence(before: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    last.is_none_or(|c| {
        matches!(c, '.' | '!' | '?' | ')' | ']' | '"' | '”' | '’' | '\'' | '»' | '|' | '—' | '–' | '-' | '…' | '。')
    }) || before.ends_with('\n')
}

/// Where the word before a position begins.
fn word_start_before(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?.trim_end();
    if before.is_empty() {
        return None;
    }
    let space = before.char_indices().rev().find(|(_, c)| c.is_whitespace());
    Some(space.map_or(0, |(at, c)| at + c.len_utf8()))
}

#[cfg(test)]
mod tests;
