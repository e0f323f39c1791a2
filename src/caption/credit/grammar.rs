//! The words of credits, read from `assets/credits/grammar.csv`: labels, agencies with their usual names, pools, noise and
//! notes to editors. Misspelled and cut names are folded into the ones they are.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text;

/// The grammar that comes with the program.
pub(super) static GRAMMAR: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::parse(include_str!("../../../assets/credits/grammar.csv")));

/// The shortest agency name that may be misspelled: shorter ones are too like others.
const MISSPELLED_MIN_BYTES: usize = 6;
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
}

/// The words of credits.
pub(super) struct Grammar {
    /// What each folded name is, and its canonical name.
    names: HashMap<String, Vec<(Kind, String)>>,
    /// Labels with the most words first.
    pub(super) labels: Vec<(Kind, Vec<String>)>,
    /// The words that labels begin with: most words of a text begin none, and are passed over quickly.
    label_beginnings: HashSet<String>,
    /// Their first bytes.
    label_letters: Vec<u8>,
    /// The length of the longest, with room for accents.
    label_max_bytes: usize,
    /// Notes to editors, as written in capitals.
    pub(super) notes: Vec<String>,
    /// Agencies' folded names by their first letter, to find misspelled ones.
    agencies: HashMap<char, Vec<String>>,
}

impl Grammar {
    fn parse(data: &str) -> Self {
        let mut grammar = Self {
            names: HashMap::new(),
            labels: Vec::new(),
            label_beginnings: HashSet::new(),
            label_letters: Vec::new(),
            label_max_bytes: 0,
            notes: Vec::new(),
            agencies: HashMap::new(),
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
        let letters: HashSet<u8> = grammar.label_beginnings.iter().filter_map(|word| word.bytes().next()).collect();
        grammar.label_letters = letters.into_iter().collect();
        grammar.label_max_bytes = grammar.label_beginnings.iter().map(|word| word.len() * 2).max().unwrap_or(0);
        grammar.labels.sort_by_key(|(_, words)| std::cmp::Reverse(words.len()));
        grammar
    }

    fn add(&mut self, kind: Kind, name: &str, canonical: &str) {
        let folded = normalized(name);
        match kind {
            Kind::Label | Kind::Feature => {
                let words = text::words(name);
                self.label_beginnings.extend(words.first().cloned());
                self.labels.push((kind, words));
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
            Kind::Pool | Kind::Noise | Kind::Joining | Kind::Ending => {}
        }
        self.names.entry(folded).or_default().push((kind, canonical.to_owned()));
    }

    /// Whether a name is of a kind.
    pub(super) fn is(&self, kind: Kind, name: &str) -> bool {
        self.canonical(kind, name).is_some()
    }

    /// Whether a word begins a label.
    pub(super) fn begins_label(&self, word: &str) -> bool {
        let first = word.bytes().next().unwrap_or(0).to_ascii_lowercase();
        self.label_letters.contains(&first)
            && word.len() <= self.label_max_bytes
            && self.label_beginnings.contains(&text::fold(word))
    }

    /// What a name in a chain is, and its usual name; the first that is known of agency, pool, noise.
    pub(super) fn meaning(&self, name: &str) -> Option<(Kind, &str)> {
        let folded = normalized(name);
        [Kind::Agency, Kind::Pool, Kind::Noise]
            .into_iter()
            .find_map(|kind| Some((kind, self.canonical_of(kind, &folded)?)))
    }

    /// The usual name of what is written, where it is of the kind.
    pub(super) fn canonical(&self, kind: Kind, name: &str) -> Option<&str> {
        self.canonical_of(kind, &normalized(name))
    }

    fn canonical_of(&self, kind: Kind, folded: &str) -> Option<&str> {
        if let Some(known) = self.names.get(folded) {
            return known.iter().find(|(known, _)| *known == kind).map(|(_, canonical)| canonical.as_str());
        }
        if kind != Kind::Agency {
            return None;
        }
        // EPA anywhere as a word is the agency: "EPA/JIM LO SCALZO", "epa european pressphoto agency b.v.".
        let short = folded.len() <= AGENCY_MAX_BYTES && !folded.contains(". ");
        if short && folded.contains("epa") && text::words(folded).iter().any(|word| word == "epa") {
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
        if folded.len() < MISSPELLED_MIN_BYTES {
            return None;
        }
        let known = self.agencies.get(&folded.chars().next()?)?;
        let is_meant = |name: &&String| {
            folded.len() >= CUT_MIN_BYTES && name.starts_with(folded)
                || name.len() >= MISSPELLED_MIN_BYTES && is_one_mistake_away(name, folded)
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
            _ => return None,
        })
    }
}

/// Folded, with the white space made single and a closing full stop dropped: what two names are compared by.
pub(super) fn normalized(name: &str) -> String {
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
    }

    #[test]
    fn every_row_of_the_grammar_is_read() {
        let data = include_str!("../../../assets/credits/grammar.csv");
        let rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(data.as_bytes()).into_records();
        for row in rows {
            let row = row.unwrap();
            let kind = Kind::parse(&row[0]).unwrap_or_else(|| panic!("unknown kind in {row:?}"));
            assert!(GRAMMAR.is(kind, &row[1]), "{row:?}");
        }
    }
}
