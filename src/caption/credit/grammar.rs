//! The words of credits, read from `assets/credits/grammar.csv`: labels, agencies with their usual names, pools, noise and
//! notes to editors. Misspelled and cut names are folded into the ones they are.

use std::sync::LazyLock;

use crate::text;
use crate::text::word_map::{Beginnings, WordMap};

/// The grammar that comes with the program.
pub(super) static GRAMMAR: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::parse(include_str!("../../../assets/credits/grammar.csv")));

/// The shortest agency name that may be misspelled: shorter ones are too like others. "Corbin" is not Corbis.
const MISSPELLED_MIN_BYTES: usize = 8;
/// The shortest beginning of an agency's name that tells which it is, where a container cut it ("Press Association Ima").
const CUT_MIN_BYTES: usize = 9;

/// The longest way in which an agency is written: "epa european pressphoto agency b.v."
const AGENCY_MAX_BYTES: usize = 40;

/// What a name in a credit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Label,
    Feature,
    Agency,
    Pool,
    Noise,
    Note,
    /// An agency's name as it is often misspelled.
    Misspelled,
    /// A word that may stand in lower case inside the names of a credit.
    Joining,
    /// Ends the name of an organization.
    Ending,
    /// Ends the name of a picture agency, and says so without more.
    AgencyEnding,
    /// Begins the name of an archive or library.
    Opening,
    /// Begins the name of an archive, museum or public office, which is no person; alone it is no credit.
    Keeper,
}

/// The words of credits.
pub(super) struct Grammar {
    /// What each folded name is, and its canonical name.
    names: WordMap<String, Vec<(Kind, String)>>,
    /// Labels by their first words, those with the most words first.
    labels: WordMap<String, Vec<(Kind, Vec<String>)>>,
    /// How those first words begin: most words of a text begin no label, and are passed over quickly.
    label_beginnings: Beginnings,
    /// The length of the longest of them, with room for accents.
    label_max_bytes: usize,
    /// Notes to editors, as written in capitals.
    pub(super) notes: Vec<String>,
    /// Agencies' folded names by their first letter, to find misspelled ones.
    agencies: WordMap<char, Vec<String>>,
}

impl Grammar {
    fn parse(data: &str) -> Self {
        let mut grammar = Self {
            names: WordMap::default(),
            labels: WordMap::default(),
            label_beginnings: Beginnings::default(),
            label_max_bytes: 0,
            notes: Vec::new(),
            agencies: WordMap::default(),
        };
        let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(data.as_bytes());
        // A test reads every row of the data, so that none is skipped here.
        for row in rows.records().flatten() {
            let (Some(kind), Some(name), Some(canonical)) = (row.get(0).and_then(Kind::parse), row.get(1), row.get(2))
            else {
                continue;
            };
            let canonical = if canonical.is_empty() { name } else { canonical };
            grammar.add(kind, name, canonical);
        }
        for labels in grammar.labels.values_mut() {
            labels.sort_by_key(|(_, words)| std::cmp::Reverse(words.len()));
        }
        grammar
    }

    fn add(&mut self, kind: Kind, name: &str, canonical: &str) {
        let folded = normalized(name);
        match kind {
            Kind::Label | Kind::Feature => {
                let words = text::words(name);
                if let Some(first) = words.first() {
                    self.label_beginnings.add(first);
                    self.label_max_bytes = self.label_max_bytes.max(first.len() * 2);
                    self.labels.entry(first.clone()).or_default().push((kind, words));
                }
            }
            Kind::Note => self.notes.push(name.to_owned()),
            Kind::Misspelled => {
                self.names.entry(folded.clone()).or_default().push((Kind::Agency, canonical.to_owned()));
            }
            Kind::Agency => {
                if let Some(first) = folded.chars().next() {
                    self.agencies.entry(first).or_default().push(folded.clone());
                }
            }
            Kind::Pool
            | Kind::Noise
            | Kind::Joining
            | Kind::Ending
            | Kind::AgencyEnding
            | Kind::Opening
            | Kind::Keeper => {}
        }
        self.names.entry(folded).or_default().push((kind, canonical.to_owned()));
    }

    /// Whether a name is of a kind.
    pub(super) fn is(&self, kind: Kind, name: &str) -> bool {
        self.canonical(kind, name).is_some()
    }

    /// Whether a name is of one of some kinds that no agency is.
    pub(super) fn is_any(&self, kinds: &[Kind], name: &str) -> bool {
        with_normalized(name, |folded| {
            self.names.get(folded).is_some_and(|known| known.iter().any(|(kind, _)| kinds.contains(kind)))
        })
    }

    /// The labels that begin with a word as it is written, those with the most words first.
    pub(super) fn labels_from(&self, word: &str) -> &[(Kind, Vec<String>)] {
        if word.is_empty() || word.len() > self.label_max_bytes {
            return &[];
        }
        let known = text::with_folded(word, |folded| {
            if self.label_beginnings.may_hold(folded) { self.labels.get(folded) } else { None }
        });
        known.map_or(&[], Vec::as_slice)
    }

    /// What a name in a chain is, and its usual name; the first that is known of agency, pool, noise.
    pub(super) fn meaning(&self, name: &str) -> Option<(Kind, &str)> {
        with_normalized(name, |folded| {
            [Kind::Agency, Kind::Pool, Kind::Noise]
                .into_iter()
                .find_map(|kind| Some((kind, self.canonical_of(kind, folded)?)))
        })
    }

    /// The usual name of what is written, where it is of the kind.
    pub(super) fn canonical(&self, kind: Kind, name: &str) -> Option<&str> {
        with_normalized(name, |folded| self.canonical_of(kind, folded))
    }

    fn canonical_of(&self, kind: Kind, folded: &str) -> Option<&str> {
        if let Some(known) = self.names.get(folded) {
            return known.iter().find(|(known, _)| *known == kind).map(|(_, canonical)| canonical.as_str());
        }
        if kind != Kind::Agency {
            return None;
        }
        // EPA anywhere as a word is the agency: "EPA/JIM LO SCALZO", "epa european pressphoto agency b.v.".
        let short = folded.len() <= AGENCY_MAX_BYTES && !(folded.contains('.') && folded.contains(". "));
        let may_hold = folded.as_bytes().windows(3).any(|three| three == b"epa");
        if short && may_hold && text::words(folded).iter().any(|word| word == "epa") {
            return Some("European Pressphoto Agency");
        }
        let meant = self.misspelled(folded)?;
        self.names.get(meant)?.iter().find(|(known, _)| *known == kind).map(|(_, canonical)| canonical.as_str())
    }

    /// The usual name of an agency whose name is misspelled or cut.
    pub(super) fn misspelling(&self, name: &str) -> Option<&str> {
        let folded = normalized(name);
        match self.names.get(&folded) {
            Some(known) => {
                let misspelled = known.iter().find(|(kind, _)| *kind == Kind::Misspelled)?;
                Some(misspelled.1.as_str())
            }
            None => self.canonical_of(Kind::Agency, &folded).filter(|_| self.misspelled(&folded).is_some()),
        }
    }

    /// The agency whose name is written with one mistake, or cut.
    fn misspelled(&self, folded: &str) -> Option<&str> {
        if folded.len() < MISSPELLED_MIN_BYTES - 1 {
            return None;
        }
        let known = self.agencies.get(&folded.chars().next()?)?;
        // Most names are too long or too short for most agencies.
        let is_meant = |name: &&String| {
            name.len() >= folded.len() && folded.len() >= CUT_MIN_BYTES && name.starts_with(folded)
                || name.len().abs_diff(folded.len()) <= 1
                    && name.len() >= MISSPELLED_MIN_BYTES
                    && is_one_mistake_away(name, folded)
        };
        known.iter().find(is_meant).map(String::as_str)
    }
}

impl Kind {
    /// The word for it in the grammar's file.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "label" => Self::Label,
            "feature" => Self::Feature,
            "agency" => Self::Agency,
            "pool" => Self::Pool,
            "noise" => Self::Noise,
            "note" => Self::Note,
            "misspelled" => Self::Misspelled,
            "joining" => Self::Joining,
            "ending" => Self::Ending,
            "agencyending" => Self::AgencyEnding,
            "opening" => Self::Opening,
            "keeper" => Self::Keeper,
            _ => return None,
        })
    }
}

/// Folded, with the white space made single and a closing full stop dropped: what two names are compared by.
fn normalized(name: &str) -> String {
    let mut folded = text::fold(name.trim());
    let plain = !folded.contains("  ") && !folded.contains(|c: char| c.is_whitespace() && c != ' ');
    if !plain {
        folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    if folded.len() > 1 && folded.ends_with('.') {
        folded.pop();
    }
    folded
}

/// The same of a name, in most cases without allocating.
fn with_normalized<T>(name: &str, use_it: impl FnOnce(&str) -> T) -> T {
    let trimmed = name.trim();
    let bytes = trimmed.as_bytes();
    let plain = bytes.is_ascii()
        && bytes.iter().all(|byte| *byte == b' ' || !byte.is_ascii_whitespace() && *byte != 0x0b)
        && bytes.windows(2).all(|two| two != b"  ");
    if !plain {
        return use_it(&normalized(name));
    }
    text::with_folded(trimmed, |folded| {
        use_it(folded.strip_suffix('.').filter(|rest| !rest.is_empty()).unwrap_or(folded))
    })
}

/// Whether two texts differ by one letter too many, missing, wrong, or swapped with its neighbour.
fn is_one_mistake_away(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    fn rest(of: &[u8], from: usize) -> &[u8] {
        of.get(from..).unwrap_or_default()
    }
    let swapped = a.len() == b.len()
        && a.get(same) == b.get(same + 1)
        && a.get(same + 1) == b.get(same)
        && rest(a, same + 2) == rest(b, same + 2);
    rest(a, same + 1) == rest(b, same + 1) && a.len() == b.len()
        || a.len() + 1 == b.len() && rest(a, same) == rest(b, same + 1)
        || b.len() + 1 == a.len() && rest(a, same + 1) == rest(b, same)
        || swapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_and_cut_names_are_the_agencies_they_are() {
        let agency = |name: &str| GRAMMAR.canonical(Kind::Agency, name);
        assert_eq!(agency("Retuers"), Some("Reuters"));
        assert_eq!(agency("Gettty Images"), Some("Getty Images"));
        assert_eq!(agency("Shuterstock"), Some("Shutterstock"));
        assert_eq!(agency("Press Association Ima"), Some("PA Media"));
        assert_eq!(agency("Asociated Press"), Some("Associated Press"));
        assert_eq!(agency("Jane Doe"), None);
        assert_eq!(agency("AB"), None);
        assert_eq!((agency("Corbin"), agency("Grangers")), (None, None));
        assert_eq!(agency("U.S. EPA"), Some("U.S. Environmental Protection Agency"));
        assert_eq!(agency("epa european pressphoto agency b.v."), Some("European Pressphoto Agency"));
    }

    #[test]
    fn every_row_of_the_grammar_is_read() {
        let data = include_str!("../../../assets/credits/grammar.csv");
        let rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(data.as_bytes()).into_records();
        let mut seen = std::collections::BTreeSet::new();
        for row in rows {
            let row = row.unwrap();
            let kind = Kind::parse(&row[0]).unwrap_or_else(|| panic!("unknown kind in {row:?}"));
            assert!(GRAMMAR.is(kind, &row[1]), "{row:?}");
            let name = if kind == Kind::Note { row[1].to_owned() } else { normalized(&row[1]) };
            assert!(seen.insert((format!("{kind:?}"), name)), "twice: {row:?}");
        }
    }
}
