//! House styles: which findings matter how much, and what a style wants of dates, credits and datelines.
//! A style is data, `assets/lint/`, and the user's own file in the settings folder is of the same form.

pub mod rows;

use std::sync::OnceLock;

use crate::lint::form::Form;
use crate::lint::style::rows::{Row, RowError};
use crate::photo::finding::FindingKind;
use crate::text;
use crate::text::word_map::{self, WordMap};

/// The styles that come with the program: name and rows. The first is what the others build on.
const BUILT_IN: [(&str, &str); 5] = [
    (COMMON, include_str!("../../assets/lint/common.csv")),
    ("ap", include_str!("../../assets/lint/ap.csv")),
    ("getty", include_str!("../../assets/lint/getty.csv")),
    ("reuters", include_str!("../../assets/lint/reuters.csv")),
    ("web", include_str!("../../assets/lint/web.csv")),
];
/// What cameras, scanners and programs write where a caption belongs.
const JUNK: &str = include_str!("../../assets/metadata/junk.csv");
/// The name of the style that is used where none is chosen.
pub const COMMON: &str = "common";
/// The name of the user's own style.
pub const OWN: &str = "own";
/// The longest word or phrase of a style, in words: what is longer is prose.
const PHRASE_MAX_WORDS: usize = 12;

/// What a desk asks of captions.
#[derive(Clone, Debug)]
pub struct HouseStyle {
    /// The name in the settings and on the command line.
    pub name: String,
    /// What the screen calls it.
    pub title: String,
    /// How much each kind of finding matters, in the order of the kinds; one that is off is none.
    severities: Vec<Option<Severity>>,
    /// The numbers.
    pub(super) limits: Limits,
    /// Captions that nobody wrote, as patterns of the whole.
    pub(super) whole: Vec<Form>,
    /// Phrases by their first word, folded; the longest first.
    phrases: WordMap<String, Vec<Phrase>>,
    /// What single words say, folded.
    words: WordMap<String, WordUse>,
    pub(super) dates: Vec<Form>,
    pub(super) credits: Vec<Form>,
    pub(super) datelines_required: Vec<Form>,
    pub(super) datelines_forbidden: Vec<Form>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look.
    Note,
    /// To be mended where there is time.
    Warning,
    /// Not to be printed so.
    Error,
}

/// The numbers of a style.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) caption_least: usize,
    pub(super) caption_most: usize,
    pub(super) alt_most: usize,
    pub(super) positions_from: usize,
    pub(super) first_year: usize,
    /// Whether an article's day counts as its photos' where they have none: 1 or 0.
    pub(super) publication_dates: usize,
}

/// What a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhraseUse {
    Boilerplate,
    Unknown,
    Order,
}

#[derive(Clone, Debug)]
struct Phrase {
    words: Vec<String>,
    says: PhraseUse,
}

/// What a word says; it may say several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WordUse(u8);

impl WordUse {
    /// Begins a phrase.
    pub(super) const PHRASE: Self = Self(1);
    /// Somebody without a name.
    pub(super) const PEOPLE: Self = Self(1 << 1);
    /// A place in the picture.
    pub(super) const POSITION: Self = Self(1 << 2);
    /// A verb in the past.
    pub(super) const PAST: Self = Self(1 << 3);
    /// Stands before people who are counted or not known: "two" girls.
    pub(super) const COUNTED: Self = Self(1 << 4);
    /// Stands before a place in the picture: "at" left.
    pub(super) const LEADING: Self = Self(1 << 5);
    /// Counts from a side: "second" from left.
    pub(super) const ORDINAL: Self = Self(1 << 6);

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Severity {
    /// The word for it in styles and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Note, Self::Warning, Self::Error].into_iter().find(|severity| severity.name() == name)
    }
}

impl Default for HouseStyle {
    fn default() -> Self {
        Self::built_in(COMMON).unwrap_or_else(|| Self::empty(COMMON))
    }
}

impl HouseStyle {
    /// The style of that name, if it comes with the program.
    pub fn built_in(name: &str) -> Option<Self> {
        // Each is read once: a user's own style begins with one of them.
        static READ: [OnceLock<HouseStyle>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];
        let ((name, rows), read) = BUILT_IN.iter().zip(&READ).find(|((known, _), _)| *known == name)?;
        let style = read.get_or_init(|| {
            let common = if *name == COMMON { None } else { Self::built_in(COMMON) };
            let mut style = common.unwrap_or_else(|| Self::empty(COMMON));
            (*name).clone_into(&mut style.name);
            // A test reads every row of the data, so that none is wrong here.
            style.add_rows(rows);
            if *name == COMMON {
                style.add_junk();
            }
            style
        });
        Some(style.clone())
    }

    /// The names and titles of the styles that come with the program.
    pub fn all_built_in() -> impl Iterator<Item = (&'static str, String)> {
        BUILT_IN.iter().filter_map(|(name, _)| Some((*name, Self::built_in(name)?.title)))
    }

    /// The user's own style, of rows like those of the built-in ones; rows that make no sense are left out and told.
    pub fn own(rows: &str) -> (Self, Vec<RowError>) {
        let base = rows::read(rows).find_map(|row| row.ok().filter(|row| row.kind == "base").map(|row| row.value));
        let known = base.as_deref().and_then(Self::built_in);
        let mut errors = Vec::new();
        if let (Some(base), None) = (&base, &known) {
            let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
            errors.push(RowError { line: 1, why: format!("there is no style “{base}”: use {}", names.join(", ")) });
        }
        let mut style = known.unwrap_or_default();
        OWN.clone_into(&mut style.name);
        "Own".clone_into(&mut style.title);
        errors.extend(style.add_rows(rows));
        (style, errors)
    }

    /// How much a kind of finding matters; none where it is not looked for.
    pub fn severity(&self, kind: FindingKind) -> Option<Severity> {
        self.severities.get(kind as usize).copied().flatten()
    }

    /// A number that is another when what the style finds may be another: for indexes made with it.
    pub fn fingerprint(&self) -> u64 {
        text::stable_hash(format!("{self:?}").as_bytes())
    }

    pub(super) fn word(&self, folded: &str) -> WordUse {
        self.words.get(folded).copied().unwrap_or_default()
    }

    /// The longest phrase whose words stand at the beginning of some words, with how many they are.
    pub(super) fn phrase<'w>(
        &self,
        first: &str,
        rest: impl Iterator<Item = &'w str> + Clone,
    ) -> Option<(PhraseUse, usize)> {
        let stands = |phrase: &&Phrase| {
            let mut rest = rest.clone();
            phrase.words.iter().skip(1).all(|word| rest.next() == Some(word.as_str()))
        };
        self.phrases.get(first)?.iter().find(stands).map(|phrase| (phrase.says, phrase.words.len()))
    }

    fn empty(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            title: name.to_owned(),
            severities: FindingKind::all().map(|_| None).collect(),
            limits: Limits {
                caption_least: 0,
                caption_most: usize::MAX,
                alt_most: usize::MAX,
                positions_from: 3,
                first_year: 0,
                publication_dates: 0,
            },
            whole: Vec::new(),
            phrases: WordMap::default(),
            words: WordMap::default(),
            dates: Vec::new(),
            credits: Vec::new(),
            datelines_required: Vec::new(),
            datelines_forbidden: Vec::new(),
        }
    }

    fn add_rows(&mut self, rows: &str) -> Vec<RowError> {
        let mut errors = Vec::new();
        for row in rows::read(rows) {
            let added = row.and_then(|row| self.add(&row).map_err(|why| RowError { line: row.line, why }));
            errors.extend(added.err());
        }
        for phrases in self.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        errors
    }

    /// What cameras and programs write is boilerplate in every style.
    fn add_junk(&mut self) {
        for row in word_map::rows(JUNK) {
            let pattern = match row.split_once(',') {
                Some(("whole", text)) => text.to_owned(),
                Some(("ending", text)) => format!("*{text}"),
                _ => continue,
            };
            self.whole.extend(Form::of_whole(&pattern));
        }
    }

    fn add(&mut self, row: &Row) -> Result<(), String> {
        let value = row.value.as_str();
        match (row.kind.as_str(), row.name.as_str()) {
            ("title", _) => value.clone_into(&mut self.title),
            ("base", _) => {}
            ("check", name) => self.add_check(name, value)?,
            ("limit", name) => self.add_limit(name, value)?,
            ("boilerplate", "anywhere") => self.add_phrase(value, PhraseUse::Boilerplate)?,
            ("boilerplate", "whole") => self.whole.push(Form::of_whole(value)?),
            ("people", "unknown") => self.add_phrase(value, PhraseUse::Unknown)?,
            ("people", "noun") => self.add_words(value, WordUse::PEOPLE),
            ("people", "counted") => self.add_words(value, WordUse::COUNTED),
            ("position", "before") => self.add_words(value, WordUse::LEADING),
            ("position", "ordinal") => self.add_words(value, WordUse::ORDINAL),
            ("position", "word") => self.add_words(value, WordUse::POSITION),
            ("position", "order") => self.add_phrase(value, PhraseUse::Order)?,
            ("past", "word") => self.add_words(value, WordUse::PAST),
            ("date", "form") => self.dates.push(Form::parse(value)?),
            ("credit", "form") => self.credits.push(Form::parse(value)?),
            ("dateline", "required") => self.datelines_required.push(Form::parse(value)?),
            ("dateline", "forbidden") => self.datelines_forbidden.push(Form::parse(value)?),
            (kind, name) => {
                return Err(format!(
                    "there is no row “{kind},{name}”: use title, base, check, limit, boilerplate, people, position, past, \
                     date, credit or dateline, as the styles that come with the program do"
                ));
            }
        }
        Ok(())
    }

    fn add_check(&mut self, name: &str, value: &str) -> Result<(), String> {
        let kind = FindingKind::parse(name).ok_or_else(|| {
            let known: Vec<&str> = FindingKind::all().map(FindingKind::name).collect();
            format!("there is no check “{name}”: use {}", known.join(", "))
        })?;
        let severity = match value {
            "off" => None,
            value => Some(
                Severity::parse(value)
                    .ok_or_else(|| format!("“{value}” is no severity: use error, warning, note or off"))?,
            ),
        };
        if let Some(slot) = self.severities.get_mut(kind as usize) {
            *slot = severity;
        }
        Ok(())
    }

    fn add_limit(&mut self, name: &str, value: &str) -> Result<(), String> {
        let number = value.parse().map_err(|_| format!("“{value}” is no number"))?;
        let limit = match name {
            "caption-least" => &mut self.limits.caption_least,
            "caption-most" => &mut self.limits.caption_most,
            "alt-most" => &mut self.limits.alt_most,
            "positions-from" => &mut self.limits.positions_from,
            "first-year" => &mut self.limits.first_year,
            "publication-dates" => &mut self.limits.publication_dates,
            _ => {
                return Err(format!(
                    "there is no limit “{name}”: use caption-least, caption-most, alt-most, positions-from, first-year \
                     or publication-dates"
                ));
            }
        };
        *limit = number;
        Ok(())
    }

    fn add_phrase(&mut self, value: &str, says: PhraseUse) -> Result<(), String> {
        let words = text::words(value);
        if words.len() > PHRASE_MAX_WORDS {
            return Err(format!("a phrase has at most {PHRASE_MAX_WORDS} words"));
        }
        let first = words.first().ok_or_else(|| "a phrase is missing".to_owned())?.clone();
        self.add_use(first.clone(), WordUse::PHRASE);
        self.phrases.entry(first).or_default().push(Phrase { words, says });
        Ok(())
    }

    fn add_words(&mut self, value: &str, says: WordUse) {
        for word in text::words(value) {
            self.add_use(word, says);
        }
    }

    fn add_use(&mut self, word: String, says: WordUse) {
        let known = self.words.entry(word).or_default();
        *known = known.with(says);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_that_comes_with_the_program_is_good() {
        for (name, rows) in BUILT_IN {
            assert_eq!(HouseStyle::empty(name).add_rows(rows), [], "{name}");
            let style = HouseStyle::built_in(name).unwrap();
            assert_eq!(style.name, name);
            assert!(style.severity(FindingKind::NoCaption).is_some(), "{name} builds on the common style");
        }
        assert_eq!(HouseStyle::built_in("nonsense").map(|style| style.name), None);
    }

    #[test]
    fn the_common_style_says_something_of_every_kind() {
        let (_, rows) = BUILT_IN.first().unwrap();
        for kind in FindingKind::all() {
            assert!(rows.contains(&format!("check,{},", kind.name())), "{}", kind.name());
        }
    }

    #[test]
    fn rows_that_make_no_sense_are_told_one_by_one() {
        let rows = "row,name,value\ntitle,,Morning Post\nbase,,ap\ncheck,no-plaice,error\ncheck,no-place,loud\n\
                    limit,alt-most,many\nfish,and,chips\ncheck,no-date,off\ndate,form,{Moon} {d}\ntoo,many,cells,here\n";
        let (style, errors) = HouseStyle::own(rows);
        let lines: Vec<u64> = errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [4, 5, 6, 7, 9, 10], "{errors:?}");
        assert!(errors[0].to_string().starts_with("line 4: there is no check “no-plaice”: use no-caption,"));
        assert_eq!((style.name.as_str(), style.title.as_str()), (OWN, "Morning Post"));
        assert_eq!(style.severity(FindingKind::NoDate), None);
        assert_eq!(style.severity(FindingKind::Tense), Some(Severity::Warning), "from its base");
        let (_, errors) = HouseStyle::own("base,,herald\n");
        assert_eq!(errors.len(), 1, "{errors:?}");
    }

    #[test]
    fn styles_have_fingerprints_of_their_own() {
        let prints: Vec<u64> =
            BUILT_IN.iter().map(|(name, _)| HouseStyle::built_in(name).unwrap().fingerprint()).collect();
        let distinct: std::collections::BTreeSet<_> = prints.iter().collect();
        assert_eq!(distinct.len(), prints.len());
    }

    proptest::proptest! {
        #[test]
        fn no_file_breaks_the_reader(rows in "[a-z,\\-\"{}#\n ]{0,200}") {
            HouseStyle::own(&rows);
        }
    }
}
