//! What a word says about the words beside it: that it begins a person's name, is an occupation, ends the name of an
//! organization, is ordinary; or that the name beside it is somebody who need not be in the picture. Credits and persons
//! are both found by it.
//! The words are data, `assets/people/`; this module only knows the classes.

mod table;

use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use self::table::{N_SLOTS, Table};
use crate::text;
use crate::text::word_classes::word_classes;
use crate::text::word_map::WordMap;

/// The words with their classes: what they are, and what they say of the words beside them.
const ROWS: [&str; 2] = [include_str!("../../assets/people/words.csv"), include_str!("../../assets/people/cues.csv")];

/// What long German words end in that are occupations, by the last two letters.
static JOB_ENDINGS: LazyLock<Vec<([u8; 2], Vec<&'static str>)>> = LazyLock::new(|| {
    let mut by_end: Vec<([u8; 2], Vec<&'static str>)> = Vec::new();
    let rows = ROWS.iter().flat_map(|rows| lines(rows)).filter_map(|row| row.strip_prefix("jobending,"));
    for ending in rows.flat_map(str::split_whitespace) {
        let Some(last) = ending.as_bytes().last_chunk::<2>() else { continue };
        match by_end.iter_mut().find(|(other, _)| other == last) {
            Some((_, endings)) => endings.push(ending),
            None => by_end.push((*last, vec![ending])),
        }
    }
    by_end
});

/// The first class that says nothing of what a word is.
const FIRST_CUE: Class = Class::TitleOrWord;

static LEXICON: LazyLock<Table> = LazyLock::new(built_in);

word_classes! {
    /// What a word may be; a word may be several things.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Class {
        /// Begins a person's name: "Nancy".
        Given,
        /// Ends a person's name: "Smith".
        Surname,
        /// A family name that stands first: "Xi".
        Leading,
        /// Not a name, though it may begin with a capital letter: "Protesters".
        Ordinary,
        /// Stands inside names in lower case: "van", "bin".
        Particle,
        /// Follows a name: "Jr.", "III".
        Suffix,
        /// Stands before a title or occupation: "former", "veteran".
        Descriptor,
        /// A people or their language: "French".
        Demonym,
        /// What somebody does or is to another: "actor", "wife".
        Job,
        /// Makes an organization's name of what holds it: "University".
        Organization,
        /// Makes a place's or building's name of what holds it: "Bridge".
        Facility,
        /// Makes an event's name of what holds it: "Cup".
        Event,
        /// Makes a thing's name of what holds it: "Airbus".
        Thing,
        /// Begins names of places: "San", "New".
        Saint,
        /// "a group of": those after it are in the picture.
        Group,
        /// "a portrait of": a picture of somebody.
        Depiction,
        /// "about", "supporting": the one after it need not be in the picture.
        About,
        /// "painted", before "by".
        MadeBy,
        /// "supporters", after a name.
        Follower,
        /// "left", "standing": where somebody is in the picture.
        Position,
        /// "the", "his".
        Determiner,
        /// A preposition before places: "in", "at".
        PlaceWord,
        /// Its full stop ends no sentence: "Sen."
        Abbreviation,
        /// The English name of a month, which may be a person's: "April".
        Month,
        /// A day of the week.
        Weekday,
        /// A figure of faith or fable, who is in no photograph: "Jesus".
        Quiet,
        /// What somebody in a picture does, in the present tense.
        Verb,
        /// What is told of somebody who need not be in the picture: "said", "was".
        Said,
        /// A word of grammar: "with", "and".
        Function,
        /// Before "of" and the like: those after it are in the picture too: "entourée de", "umgeben von".
        Company,
        /// What works of art are made of: "canvas", "bronze".
        Medium,
        /// Looks like somebody who is not there, or bears a likeness: "bust", "mask", "T-shirt".
        Likeness,
        /// What a long German word ends in that is an occupation: "meisterin".
        JobEnding,
        /// A title that is a word too: in lower case it is none: "miss", "general".
        TitleOrWord,
        /// A title after which a single word is a name: "Judge", "Herr".
        PersonalTitle,
        /// Stands before the name of a ship: "HMS".
        ShipPrefix,
        /// A rank that follows a first name and a comma: "Duchess" in "Catherine, Duchess of Cambridge".
        Rank,
        /// Says by itself where in the picture somebody is: "left", "seated".
        Side,
        /// Stands in what says where somebody is: "second" and "from" in "second from left".
        SidePart,
        /// How somebody is spoken with who is somewhere else: "phone".
        Remote,
        /// Makes an adjective of what stands before its hyphen: "London-based".
        AdjectiveEnding,
        /// Where works of art are kept: "museum".
        Gallery,
        /// Begins a clause that tells of somebody: "who".
        Relative,
        /// Before "against": what two do who are both in the picture: "competes".
        Contest,
        /// Says that what stands beside it is a company: "headquarters", "logo".
        OfCompany,
        /// Before "at" and whom somebody looks at: "smiles".
        Look,
        /// A part of the body: whose hand is seen is in the picture.
        BodyPart,
        /// Before "to" and a name: something meant for somebody who need not be there: "tribute", "shot".
        ToSomebody,
        /// Before "on" and a name: "book", "verdict".
        OnSomebody,
        /// Before "from" and a name: "letter", "pardon".
        FromSomebody,
        /// Before "over" and a name: "victory".
        OverSomebody,
        /// Before "as" and a name: "dressed", "starring".
        AsSomebody,
        /// Begins a clause that tells of another time or place: "when", "which".
        Clause,
        /// After "to": what is meant to be done to somebody who need not be there: "to replace".
        Aim,
        /// Looks as if told of the past, and is said of those in the picture too: "joined", "left".
        SaidOfShown,
        /// After "photo": how it came: "issued", "supplied".
        Issued,
        /// Says of a portrait where it is: "hangs", "is".
        OnDisplay,
        /// Before "with" or "between": what two meet in: "match", "talks".
        Encounter,
        /// Says that something is at another time: "ahead", "upcoming".
        AnotherTime,
        /// Ends in "ed" and tells of the picture: "seated", "flanked".
        SeenSo,
        /// Is said of somebody at the time of the picture: "hopes", "will".
        SaidNow,
        /// Says that a sentence is about the picture: "pictured", "beside".
        InPicture,
        /// Stands before a year: "since", "early".
        BeforeYear,
        /// Stands before a number that is no year: "No.", "page".
        BeforeNumber,
        /// What is counted or measured: a number before it is no year: "people", "miles".
        Unit,
        /// Begins a sentence that tells how a work came to where it is: "Gift of".
        Acquired,
        /// Stands between a date and what it belongs to: "on", "early", "evening".
        BeforeDate,
        /// Before a date: it is the picture's: "photographed".
        Taken,
        /// Before a date: it is not the picture's: "since", "born", "anniversary".
        Elsewhen,
        /// What somebody is to another: "wife", "Sohn".
        Relation,
        /// Letters after a name that are no part of it, in capitals: "OBE", "TD".
        PostNominal,
        /// A state as it is shortened after the name of a town: "D.C.", "Calif."
        State,
        /// A word of French, German or Spanish, whose writers put the day before the month.
        DayFirst,
        /// A country where English is written so: "Ireland".
        DayFirstLand,
        /// A given name as it is shortened, with a full stop: "Chas."
        ShortName,
        /// Joins names or days: "and", "und".
        Conjunction,
        /// Stands between the first day and the last: "to", "bis".
        Until,
        /// Before what is somebody's own: "her", "seiner".
        Owner,
        /// After a name, before what is the person's own: "in" her shop.
        BeforeOwn,
        /// An article: "the", "les".
        Article,
        /// A person's name may follow: "alongside".
        BeforePerson,
        /// A place's name follows: "inside", "nach".
        BeforePlace,
        /// A place's name follows rather than a person's: "toward".
        BeforeEither,
        /// A thing's name follows: "the", "zum".
        BeforeThing,
        /// "of", in any language.
        OfLike,
        /// "by", in any language.
        ByLike,
        /// "to", in other languages, and much else.
        ToLike,
        /// "with", in any language.
        WithLike,
        /// "between", in any language.
        BetweenLike,
        /// "against", in any language.
        AgainstLike,
        /// Before somebody else who is in the picture: "beside", "and".
        Alongside,
        /// Begins what may be told of another time: "after", "who".
        Subordinate,
        /// Says that somebody is seen, or with "not" that he is not: "pictured".
        Visible,
        /// Says that somebody is not seen: "offscreen".
        Unseen,
        /// A picture: "photograph".
        PictureNoun,
        /// After an age: "ans".
        Years,
        /// Before a date that is about then: "circa".
        Circa,
        /// The same, and much else: "around", "vers".
        Roughly,
        /// Says of a picture that it has no date: "undatiert".
        Undated,
    }
}

/// The classes of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Classes(u128);

impl Classes {
    /// Whether the word is of the class.
    pub(crate) fn has(self, class: Class) -> bool {
        self.0 & bit(class) != 0
    }

    /// Whether the word is of any of the classes.
    pub(crate) fn has_any(self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }

    /// The same word, of one class more.
    pub(crate) fn with(self, class: Class) -> Self {
        Self(self.0 | bit(class))
    }

    /// Whether nothing is known of what the word is, whatever it says of the words beside it.
    pub(crate) fn is_empty(self) -> bool {
        self.0 & (bit(FIRST_CUE) - 1) == 0
    }
}

/// The classes of a folded word. Of a word with hyphens that is not listed whole, the first part says whether it begins
/// a name and the last whether it ends one: "Jean-Luc", "Ocasio-Cortez".
pub(crate) fn classes(folded: &str) -> Classes {
    let whole = LEXICON.classes(folded);
    if !whole.is_empty() {
        return whole;
    }
    let Some((first, last)) = folded.split_once('-') else { return long_occupation(folded, whole) };
    let last = last.rsplit('-').next().unwrap_or(last);
    let (first, last) = (LEXICON.classes(first), LEXICON.classes(last));
    let mut joined = whole;
    let of_first = [Class::Given, Class::Demonym, Class::Leading, Class::Organization, Class::Facility, Class::Event];
    for class in of_first.into_iter().filter(|class| first.has(*class)) {
        joined = joined.with(class);
    }
    if last.has(Class::Surname) || first.has(Class::Surname) {
        joined = joined.with(Class::Surname);
    }
    long_occupation(folded, joined)
}

/// German joins words to one: what ends in an occupation is one, "Ortsbürgermeisterin".
fn long_occupation(folded: &str, known: Classes) -> Classes {
    const BEFORE_MIN_BYTES: usize = 3;
    let Some(end) = folded.as_bytes().last_chunk::<2>() else { return known };
    // Most words are told by their last two letters.
    let fits = |ending: &&str| folded.len() >= ending.len() + BEFORE_MIN_BYTES && folded.ends_with(*ending);
    let is_one = JOB_ENDINGS.iter().any(|(last, endings)| last == end && endings.iter().any(fits));
    if is_one { known.with(Class::Job) } else { known }
}

/// The classes of a word as it is written.
pub(crate) fn classes_of(written: &str) -> Classes {
    text::with_folded(written, classes)
}

fn bit(class: Class) -> u128 {
    1 << class as u32
}

/// The words of the lists.
fn built_in() -> Table {
    let mut words: WordMap<&'static str, Classes> =
        WordMap::with_capacity_and_hasher(N_SLOTS / 3, BuildHasherDefault::default());
    let mut add = |class: Class, list: &'static str| {
        for word in list.split_whitespace() {
            let classes = words.entry(word).or_default();
            *classes = classes.with(class);
        }
    };
    let lists = [
        (Class::Given, include_str!("../../assets/people/given-names.txt")),
        (Class::Surname, include_str!("../../assets/people/surnames.txt")),
        (Class::Leading, include_str!("../../assets/people/leading-surnames.txt")),
        (Class::Ordinary, include_str!("../../assets/people/ordinary-words.txt")),
    ];
    for (class, list) in lists {
        lines(list).for_each(|line| add(class, line));
    }
    for row in ROWS.iter().flat_map(|rows| lines(rows)) {
        if let Some((class, words)) = row.split_once(',')
            && let Some(class) = Class::parse(class)
        {
            add(class, words);
        }
    }
    Table::of(&words)
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_classes_of_the_lists() {
        assert!(classes("nancy").has(Class::Given));
        assert!(classes("smith").has(Class::Surname));
        assert!(classes("protesters").has(Class::Ordinary) && !classes("protesters").has(Class::Given));
        assert!(classes("jean-luc").has(Class::Given));
        assert!(classes("ocasio-cortez").has(Class::Surname));
        assert!(classes("university").has(Class::Organization));
        assert!(classes("qwxyz").is_empty());
    }

    #[test]
    fn every_row_of_the_words_is_of_a_known_class() {
        for row in ROWS.iter().flat_map(|rows| lines(rows).skip(1)) {
            let (class, words) = row.split_once(',').unwrap();
            let class = Class::parse(class).unwrap_or_else(|| panic!("{row}"));
            for word in words.split_whitespace() {
                assert_eq!(text::fold(word), word, "not folded: {row}");
                assert!(classes(word).has(class), "{word}: {row}");
            }
        }
    }

    #[test]
    fn words_that_only_say_something_of_others_are_nothing_themselves() {
        assert!(classes("offscreen").is_empty() && !classes("senator").is_empty());
        assert!(classes("2nd").has(Class::SidePart) && classes("2nd").is_empty());
        assert!(classes("centre-left").has(Class::Side));
    }
}
