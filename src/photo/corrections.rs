//! The user's corrections of what is read in captions, and where in a text they stand.
//! They are kept by `lists`; what a correction does to a reading is told by `anatomy::told`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::anatomy;
use crate::anatomy::told::{Told, ToldAs};
use crate::photo::PhotoKey;
use crate::photo::correction::{Correction, NamedPlace, Verdict};
use crate::place::gazetteer::Gazetteer;
use crate::place::{Place, PlaceKind};
use crate::text::{self, Token};

/// The longest gap between two words of a correction, in bytes: a blank, a comma, a dash.
const GAP_MAX_BYTES: usize = 4;

/// Corrections, each once, in the order of their words.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    all: Vec<Correction>,
    /// The positions in `all` by the first word, folded.
    by_first_word: HashMap<String, Vec<usize>>,
    /// The folded words of each.
    words: Vec<Vec<String>>,
    fingerprint: u64,
}

/// A correction at work in a photo's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// Where the words stand.
    pub range: Range<usize>,
    /// What they are said to be.
    pub verdict: Verdict,
}

impl PartialEq for Corrections {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Eq for Corrections {}

impl Corrections {
    /// The corrections given, in any order; those without a word are left out.
    pub fn new(corrections: impl IntoIterator<Item = Correction>) -> Self {
        let mut keyed: Vec<(String, Correction)> =
            corrections.into_iter().map(|correction| (correction.folded(), correction)).collect();
        keyed.retain(|(folded, _)| !folded.is_empty());
        keyed.sort_by(|(a, one), (b, other)| {
            (a, &one.photo, &one.verdict, &one.words).cmp(&(b, &other.photo, &other.verdict, &other.words))
        });
        keyed.dedup();
        let mut corrections = Self::default();
        let mut written = Vec::new();
        for (at, (folded, correction)) in keyed.into_iter().enumerate() {
            write_for_fingerprint(&correction, &mut written);
            let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
            if let Some(first) = words.first() {
                corrections.by_first_word.entry(first.clone()).or_default().push(at);
            }
            corrections.words.push(words);
            corrections.all.push(correction);
        }
        corrections.fingerprint = if written.is_empty() { 0 } else { text::stable_hash(&written) };
        corrections
    }

    /// Every correction, in the order of its words.
    pub fn all(&self) -> &[Correction] {
        &self.all
    }

    /// Whether nothing was corrected.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The same number for the same corrections in every run and version of the program; another one for others.
    /// 0 where nothing was corrected.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Where corrections stand in a photo's text. Those for the photo itself go first, then those of more words; where two
    /// overlap, the first counts, and several count of the same words.
    pub fn in_text(&self, text: &str, key: &PhotoKey) -> Vec<Corrected> {
        if self.all.is_empty() {
            return Vec::new();
        }
        // What stands further on is not read either.
        let text = text::truncated(text, anatomy::READ_MAX_BYTES);
        let tokens = text::tokens(text);
        let mut found: Vec<(bool, usize, Range<usize>, &Correction)> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            for position in self.by_first_word.get(&token.folded).into_iter().flatten() {
                let (Some(correction), Some(words)) = (self.all.get(*position), self.words.get(*position)) else {
                    continue;
                };
                let here = correction.photo.as_ref().is_none_or(|photo| photo == key);
                if let Some(range) = range_of(text, &tokens, at, words).filter(|_| here)
                    && capitals_fit(&correction.words, text, &range)
                {
                    found.push((correction.photo.is_none(), words.len(), range, correction));
                }
            }
        }
        found.sort_by_key(|(everywhere, n_words, range, _)| (*everywhere, std::cmp::Reverse(*n_words), range.start));
        // Ranges that are claimed do not overlap, unless they are the same: the last that begins before an end tells.
        let mut claimed: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
        let mut corrected = Vec::new();
        for (everywhere, _, range, correction) in found {
            let before = claimed.range(..range.end).next_back();
            let blocked = before.is_some_and(|(start, (end, other_everywhere))| {
                let same = (*start..*end) == range && *other_everywhere == everywhere;
                !same && range.start < *end
            });
            if !blocked {
                claimed.insert(range.start, (range.end, everywhere));
                corrected.push(Corrected { range, verdict: correction.verdict.clone() });
            }
        }
        corrected.sort_by(|a, b| (a.range.start, &a.verdict).cmp(&(b.range.start, &b.verdict)));
        corrected
    }

    /// The corrections that stand in a photo's text at some bytes, for the menu that removes them.
    pub fn at(&self, text: &str, key: &PhotoKey, range: &Range<usize>) -> Vec<&Correction> {
        let standing = self.in_text(text, key);
        let here: BTreeSet<(String, &Verdict)> = standing
            .iter()
            .filter(|corrected| corrected.range.start < range.end && range.start < corrected.range.end)
            .filter_map(|corrected| {
                Some((text::words(text.get(corrected.range.clone())?).join(" "), &corrected.verdict))
            })
            .collect();
        let meant = |correction: &&Correction| {
            correction.photo.as_ref().is_none_or(|photo| photo == key)
                && here.contains(&(correction.folded(), &correction.verdict))
        };
        self.all.iter().filter(meant).collect()
    }
}

impl Corrected {
    /// What the reading is told, with the place from the gazetteer where it has it.
    pub(crate) fn told(&self, gazetteer: &Gazetteer) -> Told {
        let what = match &self.verdict {
            Verdict::NotPlace => ToldAs::NotPlace,
            Verdict::NotPerson => ToldAs::NotPerson,
            Verdict::NotOrganization => ToldAs::NotOrganization,
            Verdict::Person => ToldAs::Person,
            Verdict::Organization => ToldAs::Organization,
            Verdict::Place(named) => ToldAs::Place(known_place(named, gazetteer)),
        };
        Told { range: self.range.clone(), what }
    }
}

/// The gazetteer's place, or else one made of the names.
fn known_place(named: &NamedPlace, gazetteer: &Gazetteer) -> Arc<Place> {
    if let Some(place) = gazetteer.by_id(&named.id) {
        return Arc::clone(place);
    }
    let path: Vec<&str> = named.path.iter().map(String::as_str).collect();
    let parents = path.split_last().map_or(&[][..], |(_, parents)| parents);
    let name = path.last().copied().unwrap_or(&named.id).to_owned();
    Arc::new(Place {
        id: named.id.clone(),
        name,
        aliases: Vec::new(),
        kind: PlaceKind::Stated,
        parent: Place::stated(parents),
        coordinates: None,
    })
}

/// The bytes of some words, if they stand at a token.
fn range_of(text: &str, tokens: &[Token], at: usize, words: &[String]) -> Option<Range<usize>> {
    let tokens = tokens.get(at..at + words.len())?;
    let same = tokens.iter().zip(words).all(|(token, word)| token.folded == *word);
    let joined = tokens.windows(2).all(|pair| match pair {
        [a, b] => {
            b.range.start - a.range.end <= GAP_MAX_BYTES && text.get(a.range.end..b.range.start).is_some_and(is_gap)
        }
        _ => true,
    });
    let (first, last) = (tokens.first()?, tokens.last()?);
    (same && joined).then_some(first.range.start..last.range.end)
}

/// Words of one name are not parted by what ends a sentence or an aside.
fn is_gap(gap: &str) -> bool {
    !gap.contains(['!', '?', ';', '(', ')', '"', '“', '”']) && !gap.contains("\n\n")
}

/// "Hope" is not meant by "hope"; a correction of small letters means both.
fn capitals_fit(words: &str, text: &str, range: &Range<usize>) -> bool {
    let is_capital = |text: &str| text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    !is_capital(words) || text.get(range.clone()).is_some_and(is_capital)
}

/// Every part of a correction, none running into the next.
fn write_for_fingerprint(correction: &Correction, out: &mut Vec<u8>) {
    let Correction { words, photo, verdict } = correction;
    let mut part = |text: &str| {
        out.extend_from_slice(&(text.len() as u64).to_le_bytes());
        out.extend_from_slice(text.as_bytes());
    };
    part(words);
    part(photo.as_ref().map_or("", |key| key.input.as_str()));
    part(photo.as_ref().map_or("", |key| key.name.as_str()));
    part(verdict.name());
    if let Verdict::Place(NamedPlace { id, path }) = verdict {
        part(id);
        path.iter().for_each(|name| part(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> PhotoKey {
        PhotoKey { input: "i".to_owned(), name: name.to_owned() }
    }

    fn correction(words: &str, photo: Option<&str>, verdict: Verdict) -> Correction {
        Correction { words: words.to_owned(), photo: photo.map(key), verdict }
    }

    /// The corrections that stand in a text of photo "n", as `verdict "words"`.
    fn check(corrections: &[Correction], text: &str, expected: &[&str]) {
        let corrections = Corrections::new(corrections.to_vec());
        let found = corrections.in_text(text, &key("n"));
        let found: Vec<String> =
            found.iter().map(|found| format!("{} “{}”", found.verdict.name(), &text[found.range.clone()])).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_are_found_whole_folded_and_in_capitals_where_they_had_some() {
        let hope = [correction("Hope", None, Verdict::Person)];
        check(&hope, "Hope hopes, HOPE said; hope.", &["person “Hope”", "person “HOPE”"]);
        check(&hope, "Hopes rise.", &[]);
        check(&[correction("café", None, Verdict::NotPlace)], "The Cafe.", &["not-place “Cafe”"]);
        let georgia = [correction("Georgia O'Keeffe", None, Verdict::Person)];
        check(&georgia, "By Georgia O’Keeffe.", &["person “Georgia O’Keeffe”"]);
        check(&georgia, "In Georgia! O'Keeffe waves.", &[]);
    }

    #[test]
    fn a_correction_of_the_photo_itself_and_one_of_more_words_go_first() {
        let general = correction("House", None, Verdict::NotPlace);
        let own = correction("House", Some("n"), Verdict::Person);
        check(&[general.clone(), own], "The House.", &["person “House”"]);
        check(&[general.clone(), correction("House", Some("other"), Verdict::Person)], "House", &["not-place “House”"]);
        check(
            &[general.clone(), correction("White House", None, Verdict::NotPerson)],
            "The White House, the House",
            &["not-person “White House”", "not-place “House”"],
        );
        let both = [general, correction("House", None, Verdict::NotPerson)];
        check(&both, "House", &["not-place “House”", "not-person “House”"]);
    }

    #[test]
    fn the_fingerprint_is_that_of_the_set() {
        let (a, b) = (correction("A", None, Verdict::NotPlace), correction("B", Some("n"), Verdict::Person));
        let of = |corrections: &[&Correction]| Corrections::new(corrections.iter().copied().cloned()).fingerprint();
        assert_eq!(of(&[&a, &b]), of(&[&b, &a, &a]));
        assert_ne!(of(&[&a]), of(&[&a, &b]));
        assert_ne!(of(&[&a]), of(&[&correction("A", Some("n"), Verdict::NotPlace)]));
        assert_eq!(of(&[]), 0);
        assert_ne!(of(&[&a]), 0);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_search(text in "[ -~“”éß中\u{200d}]{0,80}", words in "[ -~é]{0,8}") {
            let corrections = Corrections::new([correction(&words, None, Verdict::Person)]);
            for found in corrections.in_text(&text, &key("n")) {
                let here = text.get(found.range.clone()).unwrap();
                proptest::prop_assert_eq!(text::words(here), text::words(&words));
            }
        }
    }
}
