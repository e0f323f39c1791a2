//! Which photos of a collection someone else's list means: a line each, with a file's name, an id, a number or a caption.
//! First as it stands, then case, accents, folder and extension aside, then by likeness. Photos pass by one at a time;
//! what is kept grows with the list, not with the collection.

pub mod wanted;

use std::collections::{HashMap, HashSet};

use crate::finding::wanted::Wanted;
use crate::photo::Photo;
use crate::text;

/// The most photos that are told of one line.
pub const CANDIDATES_MAX: usize = 20;
/// How much of the words must be the same for a caption to be meant by another.
const LIKENESS_LEAST: f32 = 0.4;
/// The beginning of a caption of at least so many words stands for the whole.
const BEGINNING_WORDS_LEAST: usize = 5;
/// How many of its words the caption must have, and what that counts for.
const BEGINNING_SHARE_LEAST: f32 = 0.8;
/// Likenesses that differ by no more than this are equally good, in thousandths.
const EQUAL_MILLIS: u16 = 20;
/// The most words of a line or a caption that are compared.
const WORDS_MAX: usize = 400;
/// The most lines that are looked for by likeness: beyond it every photo would take long.
const LIKENESS_LINES_MAX: usize = 20_000;
/// A word that more lines have tells nothing.
const LINES_PER_WORD_MAX: usize = 64;

/// Why a photo is meant by a line, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its key, its file, its title or its caption is the line, as it stands.
    Exact,
    /// The same, but for case, accents, punctuation, the folder or the extension.
    Folded,
    /// The line is its number.
    Number,
    /// They have so many words in common, in thousandths.
    Likeness(u16),
}

/// A photo that a line may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The photo, as it was numbered when it passed by.
    pub photo: u32,
    /// Why.
    pub reason: Reason,
}

/// What was found for a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// The photos, those that are equally good, in the order in which they passed by; at most `CANDIDATES_MAX`.
    pub candidates: Vec<Candidate>,
    /// How many more there are.
    pub n_more: usize,
}

/// Looks for the photos of a list while they pass by, twice: `see` each of them, and then `see_likeness`.
pub struct Finder<'a> {
    wanted: &'a [Wanted],
    exact: HashMap<&'a str, Vec<usize>>,
    folded: HashMap<String, Vec<usize>>,
    numbers: HashMap<usize, Vec<usize>>,
    findings: Vec<Finding>,
    likeness: Option<Likeness>,
}

/// What is needed to look by likeness.
struct Likeness {
    lines: HashMap<usize, LineWords>,
    /// The lines that have a word, but for words that many have.
    by_word: HashMap<String, Vec<usize>>,
}

struct LineWords {
    words: HashSet<String>,
    /// The words that are numbers: files whose numbers differ are different files.
    numbers: HashSet<String>,
}

impl Reason {
    /// As the screen says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Folded => "but for case, folder or extension",
            Self::Number => "by number",
            Self::Likeness(_) => "by likeness",
        }
    }

    /// Whether two photos are meant equally well.
    fn equals(self, other: Self) -> bool {
        match (self, other) {
            (Self::Likeness(a), Self::Likeness(b)) => a.abs_diff(b) <= EQUAL_MILLIS,
            _ => self == other,
        }
    }

    /// Whether this is surer.
    fn is_better(self, other: Self) -> bool {
        match (self, other) {
            (Self::Likeness(a), Self::Likeness(b)) => a > b,
            _ => self < other,
        }
    }
}

impl<'a> Finder<'a> {
    /// Looks for the lines of a list.
    pub fn new(wanted: &'a [Wanted]) -> Self {
        let mut finder = Self {
            wanted,
            exact: HashMap::new(),
            folded: HashMap::new(),
            numbers: HashMap::new(),
            findings: vec![Finding::default(); wanted.len()],
            likeness: None,
        };
        for (at, line) in wanted.iter().enumerate() {
            let text = line.text.as_str();
            let variants = [text, without_marker(text)];
            for variant in variants {
                note(&mut finder.exact, variant, at);
            }
            let folded = variants.into_iter().map(text::fold).chain(variants.into_iter().map(joined_words));
            for variant in folded.chain(looks_like_file(text).then(|| stem(text))) {
                note(&mut finder.folded, variant, at);
            }
            if let Ok(number) = text.trim_start_matches('#').parse() {
                note(&mut finder.numbers, number, at);
            }
        }
        finder
    }

    /// A photo passes by, with its number in the collection's own order and its position in its input.
    pub fn see(&mut self, photo: &Photo, number: u32, position: usize) {
        for (at, reason) in self.meant(photo, position) {
            if let Some(finding) = self.findings.get_mut(at) {
                finding.add(Candidate { photo: number, reason });
            }
        }
    }

    /// The lines that mean a photo surely, each with its best reason.
    fn meant(&self, photo: &Photo, position: usize) -> HashMap<usize, Reason> {
        let key = photo.key.to_string();
        let caption = &photo.caption;
        let files = [photo.file.as_deref(), photo.picture.as_deref()];
        let names = files.into_iter().flatten().flat_map(|file| [file, last_part(file)]);
        let stated = [Some(key.as_str()), Some(photo.key.name.as_str()), Some(last_part(&photo.key.name))];
        let captions = [Some(photo.text().trim()), caption.description.as_deref(), caption.headline.as_deref()];
        let others = [caption.title.as_deref()];
        let texts: Vec<&str> = stated.into_iter().chain(captions).chain(others).flatten().chain(names).collect();
        let mut meant = HashMap::new();
        let mut put = |lines: Option<&Vec<usize>>, reason: Reason| {
            for at in lines.into_iter().flatten() {
                let best = meant.entry(*at).or_insert(reason);
                *best = (*best).min(reason);
            }
        };
        for text in texts.iter().filter(|text| !text.is_empty()) {
            put(self.exact.get(text), Reason::Exact);
            put(self.folded.get(text::fold(text).as_str()), Reason::Folded);
        }
        for text in captions.into_iter().flatten() {
            put(self.folded.get(joined_words(text).as_str()), Reason::Folded);
        }
        for file in files.into_iter().flatten().chain([photo.key.name.as_str()]) {
            if looks_like_file(file) {
                put(self.folded.get(stem(file).as_str()), Reason::Folded);
            }
        }
        put(self.numbers.get(&position), Reason::Number);
        meant
    }

    /// Whether photos should pass by again, to be looked at for likeness.
    pub fn wants_likeness(&mut self) -> bool {
        let open = |(at, finding): (usize, &Finding)| finding.candidates.is_empty().then_some(at);
        let open: Vec<usize> = self.findings.iter().enumerate().filter_map(open).take(LIKENESS_LINES_MAX).collect();
        let mut likeness = Likeness { lines: HashMap::new(), by_word: HashMap::new() };
        for at in open {
            let Some(line) = self.wanted.get(at) else { continue };
            let words = words(&line.text);
            if words.len() < 2 {
                continue;
            }
            for word in &words {
                likeness.by_word.entry(word.clone()).or_default().push(at);
            }
            let numbers = words.iter().filter(|word| is_number(word)).cloned().collect();
            likeness.lines.insert(at, LineWords { words, numbers });
        }
        likeness.by_word.retain(|_, lines| lines.len() <= LINES_PER_WORD_MAX);
        let wants = !likeness.lines.is_empty();
        self.likeness = wants.then_some(likeness);
        wants
    }

    /// A photo passes by again.
    pub fn see_likeness(&mut self, photo: &Photo, number: u32) {
        let Some(likeness) = &self.likeness else { return };
        let caption = words(photo.line());
        let named = photo.file.as_deref().map(|file| words(&stem(file))).unwrap_or_default();
        let lines: HashSet<usize> =
            caption.iter().chain(&named).filter_map(|word| likeness.by_word.get(word)).flatten().copied().collect();
        let mut alike: Vec<(usize, u16)> = Vec::new();
        for at in lines {
            let Some(line) = likeness.lines.get(&at) else { continue };
            let score = line.likeness(&caption).max(line.name_likeness(&named));
            if score >= LIKENESS_LEAST {
                // From 0 to 1, so that the cast cuts nothing off but fractions of thousandths.
                alike.push((at, (score * 1000.0) as u16));
            }
        }
        for (at, millis) in alike {
            if let Some(finding) = self.findings.get_mut(at) {
                finding.add(Candidate { photo: number, reason: Reason::Likeness(millis) });
            }
        }
    }

    /// What was found, for each line in order.
    pub fn findings(self) -> Vec<Finding> {
        self.findings
    }
}

impl Finding {
    fn add(&mut self, candidate: Candidate) {
        if let Some(best) =
            self.candidates.iter().map(|other| other.reason).reduce(|a, b| if b.is_better(a) { b } else { a })
        {
            if !candidate.reason.equals(best) {
                if !candidate.reason.is_better(best) {
                    return;
                }
                (self.candidates, self.n_more) = (Vec::new(), 0);
            } else if candidate.reason.is_better(best) {
                self.candidates.retain(|other| other.reason.equals(candidate.reason));
            }
        }
        if self.candidates.len() < CANDIDATES_MAX {
            self.candidates.push(candidate);
        } else {
            self.n_more += 1;
        }
    }

    /// The photos that go on a list: all that are meant surely, and of those that are alike the best.
    pub fn chosen(&self) -> impl Iterator<Item = u32> {
        let best = self.candidates.iter().copied().reduce(|a, b| if b.reason.is_better(a.reason) { b } else { a });
        let sure = self.candidates.iter().filter(|candidate| !matches!(candidate.reason, Reason::Likeness(_)));
        let alike = best.filter(|best| matches!(best.reason, Reason::Likeness(_)));
        sure.map(|candidate| candidate.photo).chain(alike.map(|best| best.photo))
    }
}

impl LineWords {
    /// From 0 to 1: the share of words that both have; the beginning of a caption counts nearly as much as the whole.
    fn likeness(&self, caption: &HashSet<String>) -> f32 {
        let n_both = self.words.intersection(caption).count() as f32;
        let n_line = self.words.len() as f32;
        let of_all = n_both / (n_line + caption.len() as f32 - n_both).max(1.0);
        let share = n_both / n_line.max(1.0);
        let is_beginning = self.words.len() >= BEGINNING_WORDS_LEAST && share >= BEGINNING_SHARE_LEAST;
        if is_beginning { of_all.max(share * BEGINNING_SHARE_LEAST) } else { of_all }
    }

    /// The same for the name of a file, whose numbers must be the same.
    fn name_likeness(&self, name: &HashSet<String>) -> f32 {
        let numbers = name.iter().filter(|word| is_number(word));
        let n_numbers = numbers.clone().count();
        if n_numbers == 0 || n_numbers != self.numbers.len() || !numbers.clone().all(|word| self.numbers.contains(word))
        {
            return 0.0;
        }
        let n_both = self.words.intersection(name).count() as f32;
        n_both / (self.words.len() as f32 + name.len() as f32 - n_both).max(1.0)
    }
}

fn note<K: std::hash::Hash + Eq>(lines: &mut HashMap<K, Vec<usize>>, key: K, at: usize) {
    let lines = lines.entry(key).or_default();
    if lines.last() != Some(&at) {
        lines.push(at);
    }
}

/// A line without the number or sign that lists put before their lines.
fn without_marker(line: &str) -> &str {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let after_number = (digits.len() < line.len()).then(|| digits.strip_prefix(['.', ')', ':'])).flatten();
    let after_sign = line.strip_prefix(['-', '*', '•', '–', '—']);
    match after_number.or(after_sign) {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => line,
    }
}

fn joined_words(text: &str) -> String {
    text::words(text).join(" ")
}

fn words(text: &str) -> HashSet<String> {
    text::words(text).into_iter().take(WORDS_MAX).collect()
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The last part of a path or an address.
fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A text without blanks, or one that ends as files do.
fn looks_like_file(text: &str) -> bool {
    let extension = last_part(text).rsplit_once('.').map_or("", |(_, extension)| extension);
    let has_extension =
        (2..=5).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    has_extension || !text.contains(char::is_whitespace)
}

/// A file's own name, folded, without folders and extension.
fn stem(path: &str) -> String {
    let name = last_part(path);
    let extension =
        name.rsplit_once('.').filter(|(stem, extension)| !stem.is_empty() && (1..=5).contains(&extension.len()));
    text::fold(extension.map_or(name, |(stem, _)| stem))
}

#[cfg(test)]
mod tests;
