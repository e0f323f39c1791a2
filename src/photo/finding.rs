//! What can be amiss with a photo's words: the table of kinds, and a set of them that a photo carries.
//! What each means and how it is found is told by `lint`.

/// A kind of thing that is amiss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// There is no caption.
    NoCaption,
    /// No place is stated.
    NoPlace,
    /// No date is stated.
    NoDate,
    /// No credit is stated.
    NoCredit,
    /// The credit names no photographer.
    NoCreator,
    /// There is no headline.
    NoHeadline,
    /// There are no keywords.
    NoKeywords,
    /// There is no alt text.
    NoAltText,
    /// People are shown whom the caption does not name.
    UnnamedPeople,
    /// Several names, and nothing says who is who.
    NoPositions,
    /// More names than positions.
    MoreNames,
    /// An order of names, and fewer than two names.
    MorePositions,
    /// The weekday is not that of the date.
    Weekday,
    /// A day that no month has.
    ImpossibleDate,
    /// A date that is still to come.
    FutureDate,
    /// A date before there were photographs.
    TooOld,
    /// The caption and the field state different dates.
    DatesDisagree,
    /// A day without its year.
    NoYear,
    /// A picture from the files whose date is not told.
    UndatedFile,
    /// The credit and the field state different photographers.
    CreditDisagrees,
    /// An agency whose name is misspelled or cut.
    AgencySpelling,
    /// Words that stand where nobody wrote a caption yet.
    Boilerplate,
    /// Another picture has the same caption.
    SameCaption,
    /// The same picture stands elsewhere with another caption.
    SamePicture,
    /// Characters that went through a wrong encoding.
    Mojibake,
    /// A text that is exactly as long as its container allows.
    CutAtLimit,
    /// An alt text longer than screen readers are patient.
    LongAltText,
    /// An alt text that repeats the caption.
    AltRepeats,
    /// Double spaces, or spaces where none belong.
    Spaces,
    /// Tags or entities of a web page.
    Markup,
    /// Characters that are not seen.
    HiddenCharacters,
    /// A bracket or quotation mark without its other half.
    Unbalanced,
    /// A word that stands twice.
    RepeatedWord,
    /// A caption in capitals throughout.
    AllCapitals,
    /// A caption longer than the style allows.
    LongCaption,
    /// A caption shorter than the style asks for.
    ShortCaption,
    /// A caption without a full stop at its end.
    NoFullStop,
    /// A date in another form than the style's.
    DateForm,
    /// A credit in another form than the style's.
    CreditForm,
    /// A dateline that the style does not have, or none where it asks for one.
    Dateline,
    /// The first sentence is told in the past.
    Tense,
}

/// What the screen and the command line say of a kind.
struct Row {
    kind: FindingKind,
    name: &'static str,
    label: &'static str,
}

const fn row(kind: FindingKind, name: &'static str, label: &'static str) -> Row {
    Row { kind, name, label }
}

/// Every kind, in the order in which findings are told.
const TABLE: [Row; FindingKind::N] = [
    row(FindingKind::NoCaption, "no-caption", "No caption"),
    row(FindingKind::NoPlace, "no-place", "No place"),
    row(FindingKind::NoDate, "no-date", "No date"),
    row(FindingKind::NoCredit, "no-credit", "No credit"),
    row(FindingKind::NoCreator, "no-creator", "No photographer"),
    row(FindingKind::NoHeadline, "no-headline", "No headline"),
    row(FindingKind::NoKeywords, "no-keywords", "No keywords"),
    row(FindingKind::NoAltText, "no-alt-text", "No alt text"),
    row(FindingKind::UnnamedPeople, "unnamed-people", "People without names"),
    row(FindingKind::NoPositions, "no-positions", "Names without positions"),
    row(FindingKind::MoreNames, "more-names", "More names than positions"),
    row(FindingKind::MorePositions, "more-positions", "More positions than names"),
    row(FindingKind::Weekday, "weekday", "Weekday contradicts the date"),
    row(FindingKind::ImpossibleDate, "impossible-date", "Date that does not exist"),
    row(FindingKind::FutureDate, "future-date", "Date still to come"),
    row(FindingKind::TooOld, "too-old", "Date before photography"),
    row(FindingKind::DatesDisagree, "dates-disagree", "Dates disagree"),
    row(FindingKind::NoYear, "no-year", "Day without its year"),
    row(FindingKind::UndatedFile, "undated-file", "File photo without a date"),
    row(FindingKind::CreditDisagrees, "credit-disagrees", "Credit and photographer disagree"),
    row(FindingKind::AgencySpelling, "agency-spelling", "Agency misspelled"),
    row(FindingKind::Boilerplate, "boilerplate", "Boilerplate"),
    row(FindingKind::SameCaption, "same-caption", "Same caption, other picture"),
    row(FindingKind::SamePicture, "same-picture", "Same picture, other caption"),
    row(FindingKind::Mojibake, "mojibake", "Broken characters"),
    row(FindingKind::CutAtLimit, "cut-at-limit", "Cut at a limit"),
    row(FindingKind::LongAltText, "long-alt-text", "Alt text too long"),
    row(FindingKind::AltRepeats, "alt-repeats", "Alt text repeats the caption"),
    row(FindingKind::Spaces, "spaces", "Stray spaces"),
    row(FindingKind::Markup, "markup", "Stray markup"),
    row(FindingKind::HiddenCharacters, "hidden-characters", "Hidden characters"),
    row(FindingKind::Unbalanced, "unbalanced", "Bracket or quote left open"),
    row(FindingKind::RepeatedWord, "repeated-word", "Repeated word"),
    row(FindingKind::AllCapitals, "all-capitals", "All capitals"),
    row(FindingKind::LongCaption, "long-caption", "Caption too long"),
    row(FindingKind::ShortCaption, "short-caption", "Caption too short"),
    row(FindingKind::NoFullStop, "no-full-stop", "No full stop"),
    row(FindingKind::DateForm, "date-form", "Date not in the style's form"),
    row(FindingKind::CreditForm, "credit-form", "Credit not in the style's form"),
    row(FindingKind::Dateline, "dateline", "Dateline not in the style's form"),
    row(FindingKind::Tense, "tense", "Told in the past tense"),
];

impl FindingKind {
    /// How many kinds there are.
    const N: usize = 41;

    /// Every kind, in the order in which findings are told.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.kind)
    }

    /// The word for it in queries, styles and JSON.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// The words for it on the screen.
    pub fn label(self) -> &'static str {
        self.row().map_or("", |row| row.label)
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.kind)
    }

    fn row(self) -> Option<&'static Row> {
        // A test says that the table is in the order of the kinds.
        TABLE.get(self as usize)
    }

    fn bit(self) -> u64 {
        1 << (self as u64)
    }
}

/// The kinds of things that are amiss with a photo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Findings(u64);

impl Findings {
    /// Whether nothing is amiss.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether there is one of the kind.
    pub fn has(self, kind: FindingKind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// Adds a kind.
    pub fn insert(&mut self, kind: FindingKind) {
        self.0 |= kind.bit();
    }

    /// The kinds, in the order in which findings are told.
    pub fn kinds(self) -> impl Iterator<Item = FindingKind> {
        FindingKind::all().filter(move |kind| self.has(*kind))
    }

    /// The set as a number, for an index.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The reverse of `bits`; what stands for no kind is dropped.
    pub fn from_bits(bits: u64) -> Self {
        Self(bits & ((1 << FindingKind::N) - 1))
    }
}

impl FromIterator<FindingKind> for Findings {
    fn from_iter<I: IntoIterator<Item = FindingKind>>(kinds: I) -> Self {
        let mut findings = Self::default();
        kinds.into_iter().for_each(|kind| findings.insert(kind));
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_kinds_and_names_are_its_own() {
        for (at, row) in TABLE.iter().enumerate() {
            assert_eq!(row.kind as usize, at, "{}", row.name);
            assert_eq!(FindingKind::parse(row.name), Some(row.kind));
            assert_eq!(row.kind.name(), row.name);
        }
    }

    #[test]
    fn a_set_is_what_was_put_in() {
        let findings: Findings = [FindingKind::Tense, FindingKind::NoDate].into_iter().collect();
        assert_eq!(findings.kinds().collect::<Vec<_>>(), [FindingKind::NoDate, FindingKind::Tense]);
        assert_eq!(Findings::from_bits(findings.bits()), findings);
        assert_eq!(Findings::from_bits(u64::MAX).kinds().count(), FindingKind::N);
    }
}
