//! What a caption says, as spans over its untouched text: who, where, when and the credit.
//! The last step of reading a caption; what the parts mean is told by `place`, `caption::credit` and `caption::date`.

pub mod collection;
mod covered;
mod ground;
pub mod persons;
mod phrases;
mod reading;
pub mod told;
pub mod when;

use std::ops::Range;

use self::covered::Covered;
use self::ground::Ground;
use self::persons::{PersonMention, Persons};
use self::reading::Reading;
use self::told::Told;
use self::when::{Known, When};
use crate::caption::credit::{self, ClosingCredit};
use crate::caption::date::Date;
use crate::caption::{Person, PersonRole};
use crate::place::gazetteer::{Gazetteer, NotPlace};
use crate::place::recognize::{Recognized, recognize_in};
use crate::place::surroundings::Surroundings;
use crate::place::{PlaceMention, Relation};

/// The most of a caption that is read for names, in bytes: a caption is a paragraph, and reading takes time.
pub const READ_MAX_BYTES: usize = 64 * 1024;

/// What was found in a text.
#[derive(Clone, Debug, Default)]
pub struct Anatomy {
    /// The persons named, each once.
    pub persons: Vec<Person>,
    /// Where they are named, in order.
    pub person_mentions: Vec<PersonMention>,
    /// Organizations, which are neither persons nor places, in order.
    pub organizations: Vec<Range<usize>>,
    /// Places of the gazetteer.
    pub places: Vec<PlaceMention>,
    /// Names that may be places and are not sure enough to be filtered on.
    pub doubtful_places: Vec<PlaceMention>,
    /// Names that only say in what a place lies: "Texas" in "Paris, Texas".
    pub around_places: Vec<Range<usize>>,
    /// Names that hold a place's name and are none.
    pub not_places: Vec<(Range<usize>, NotPlace)>,
    /// The dates stated, in order.
    pub dates: Vec<When>,
    /// When the picture was taken, as far as the text says so.
    pub date: Option<Date>,
    /// The credit.
    pub credit: Option<ClosingCredit>,
}

/// A part of a caption, for the screen: what it is and why it was read so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: SpanKind,
    /// What was read, and by which rule, in a few words.
    pub explanation: String,
}

/// What a part of a caption is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpanKind {
    /// A person.
    Who,
    /// An organization.
    Organization,
    /// A place.
    Where,
    /// A date.
    When,
    /// The credit.
    Credit,
    /// A title or body that only looks like a place.
    NotPlace,
}

/// Reads a caption's text, with nothing known of its time from elsewhere.
pub fn read(text: &str, gazetteer: &Gazetteer) -> Anatomy {
    read_with(text, gazetteer, &Known::default())
}

/// Reads a caption's text, with nothing known of where the photo was taken but its words.
pub fn read_with(text: &str, gazetteer: &Gazetteer, known: &Known) -> Anatomy {
    read_in(text, gazetteer, known, &Surroundings::default())
}

/// Reads a caption's text.
///
/// Where two readings overlap, the credit stands before dates, dates before names, and a name before a place inside it:
/// "Paris Hilton" is a person and no Paris. A person's name that is a place's as well is the place's, unless a title, an
/// age or the like says otherwise ("Mayor Houston").
fn read_in(text: &str, gazetteer: &Gazetteer, known: &Known, surroundings: &Surroundings) -> Anatomy {
    read_told(text, gazetteer, known, surroundings, &[])
}

/// Reads a caption's text, of which some words are told what they are: that stands above every rule, but the credit's.
pub fn read_told(
    text: &str,
    gazetteer: &Gazetteer,
    known: &Known,
    surroundings: &Surroundings,
    told: &[Told],
) -> Anatomy {
    let credit = credit::find(text);
    let described = before_credit(text, credit.as_ref());
    let reading = Reading::new(described);
    let told: Vec<Told> = told.iter().filter(|told| told.range.end <= described.len()).cloned().collect();
    let mut recognized = recognize_in(described, gazetteer, surroundings);
    told::correct_places(&mut recognized, described, &told);
    let Recognized { mut places, doubtful: mut doubtful_places, around: mut around_places, mut not_places } =
        recognized;
    let mut dates = when::find_in(&reading, known);
    dates.retain(|when| !told::refuses_date(&told, &when.range));
    let mut taken: Vec<Range<usize>> = dates.iter().map(|when| when.range.clone()).collect();
    taken.extend(credit.as_ref().map(|credit| credit.sentence.clone()));
    let covered = Covered::by(&taken);
    places.retain(|mention| mention.span.as_ref().is_none_or(|span| !covered.overlaps(span)));
    not_places.retain(|(range, _)| !covered.overlaps(range));
    around_places.retain(|range| !covered.overlaps(range));
    let mut place_spans: Vec<_> = places.iter().filter_map(|mention| mention.span.clone()).collect();
    place_spans.extend(around_places.iter().cloned());
    let mut ground = Ground::new(&reading, &taken, &place_spans);
    for (range, kind) in &not_places {
        if *kind == NotPlace::Body {
            ground.add_organization(reading.words_in(range));
        }
    }
    told::mark(&mut ground, &told);
    let mut found = persons::find(&mut ground);
    told::correct_persons(&mut found, &told);
    let Persons { persons, mentions } = found;
    let named: Vec<_> = mentions.iter().map(|mention| mention.range.clone()).collect();
    let mut organizations = organizations(&ground, &named, &place_spans);
    organizations.retain(|range| !told::refuses_organization(&told, range));
    let covered = Covered::by(named.iter().chain(&organizations));
    places.retain(|mention| mention.span.as_ref().is_none_or(|span| !covered.overlaps(span)));
    not_places.retain(|(range, _)| !covered.overlaps(range));
    around_places.retain(|range| !covered.overlaps(range));
    doubtful_places.retain(|mention| mention.span.as_ref().is_none_or(|span| !covered.overlaps(span)));
    Anatomy {
        persons,
        person_mentions: mentions,
        organizations,
        places,
        doubtful_places,
        around_places,
        not_places,
        date: when::picture_date(&reading, &dates, known.latest),
        dates,
        credit,
    }
}

/// What a caption says of its picture: its text without the credit at its end, as far as it is read.
pub(crate) fn described(text: &str) -> &str {
    before_credit(text, credit::find(text).as_ref())
}

fn before_credit<'t>(text: &'t str, credit: Option<&ClosingCredit>) -> &'t str {
    let described = match credit {
        Some(credit) if credit.sentence.end == text.trim_end().len() => {
            text.get(..credit.sentence.start).unwrap_or(text)
        }
        _ => text,
    };
    without_first_credit(crate::text::truncated(described, READ_MAX_BYTES))
}

/// "(Photo by Jane Doe / AFP) (Photo credit should read …)": a credit in parentheses that stands before the credit.
fn without_first_credit(described: &str) -> &str {
    let body = described.trim_end();
    if !body.ends_with(')') {
        return described;
    }
    match credit::closing_in_parentheses(body).filter(|credit| credit.rule == "credit in parentheses") {
        Some(credit) => described.get(..credit.sentence.start).unwrap_or(described),
        None => described,
    }
}

/// The parts of a text in order, none overlapping another.
pub fn spans(text: &str, gazetteer: &Gazetteer) -> Vec<Span> {
    spans_with(text, gazetteer, &Known::default())
}

/// The parts of a text in order, none overlapping another, with what is known of its time.
fn spans_with(text: &str, gazetteer: &Gazetteer, known: &Known) -> Vec<Span> {
    spans_told(text, gazetteer, known, &[])
}

/// The same, of a text of which some words are told what they are; words that are told what they are not have spans too.
pub fn spans_told(text: &str, gazetteer: &Gazetteer, known: &Known, told: &[Told]) -> Vec<Span> {
    let anatomy = read_told(text, gazetteer, known, &Surroundings::default(), told);
    let mut spans = Vec::new();
    for mention in &anatomy.person_mentions {
        let explanation = explained_person(mention, anatomy.persons.get(mention.person));
        spans.push(Span { range: mention.range.clone(), kind: SpanKind::Who, explanation });
    }
    for range in anatomy.organizations {
        spans.push(Span { range, kind: SpanKind::Organization, explanation: "Organization".to_owned() });
    }
    for mention in &anatomy.places {
        let explanation = explained_place(mention);
        spans.extend(mention.span.clone().map(|range| Span { range, kind: SpanKind::Where, explanation }));
    }
    for mention in &anatomy.doubtful_places {
        let path = mention.place.path().join(" › ");
        let explanation = format!("Not filtered as a place: perhaps {path}, but {}", mention.rule.explanation());
        spans.extend(mention.span.clone().map(|range| Span { range, kind: SpanKind::NotPlace, explanation }));
    }
    for range in anatomy.around_places {
        let explanation = "Place: says in what the place beside it lies".to_owned();
        spans.push(Span { range, kind: SpanKind::Where, explanation });
    }
    for (range, kind) in anatomy.not_places {
        let what = match kind {
            NotPlace::Body => "an organization",
            NotPlace::Title => "a title",
            NotPlace::Elsewhere => "another place",
        };
        spans.push(Span { range, kind: SpanKind::NotPlace, explanation: format!("Not filtered as a place: {what}") });
    }
    for when in &anatomy.dates {
        spans.push(Span { range: when.range.clone(), kind: SpanKind::When, explanation: explained_date(when) });
    }
    if let Some(credit) = anatomy.credit {
        let explanation = format!("Credit: {}", credit.rule);
        spans.push(Span { range: credit.sentence, kind: SpanKind::Credit, explanation });
    }
    for told in told {
        let here = |span: &Span| span.range.start < told.range.end && told.range.start < span.range.end;
        let read = spans.iter().position(|span| span.range == told.range).or_else(|| spans.iter().position(here));
        let explanation = told::explanation(told);
        match read.and_then(|at| spans.get_mut(at)) {
            Some(span) if told.what.is_name() && span.range == told.range => span.explanation = explanation,
            Some(span) if !told.what.is_name() => {
                span.explanation = format!("{}; {}", span.explanation, explanation.to_lowercase());
            }
            Some(_) => {}
            None => spans.push(Span { range: told.range.clone(), kind: SpanKind::NotPlace, explanation }),
        }
    }
    spans.sort_by_key(|span| (span.range.start, std::cmp::Reverse(span.range.end)));
    let mut end = 0;
    spans.retain(|span| {
        let free = span.range.start >= end;
        if free {
            end = span.range.end;
        }
        free
    });
    spans
}

/// The organizations that are no persons, and not as long as or shorter than a place's name.
fn organizations(ground: &Ground<'_, '_>, named: &[Range<usize>], places: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<_> =
        ground.organizations.iter().chain(&ground.names_of_both).map(|words| ground.reading.range(words)).collect();
    if found.is_empty() {
        return found;
    }
    let (named, places) = (Covered::by(named), Covered::by(places));
    found.retain(|range| !named.overlaps(range) && !places.holds(range));
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|range| {
        let free = range.start >= end;
        if free {
            end = range.end;
        }
        free
    });
    found
}

fn explained_person(mention: &PersonMention, person: Option<&Person>) -> String {
    let role = match mention.role {
        PersonRole::Shown => "shown",
        PersonRole::Mentioned => "mentioned, not said to be in the picture",
    };
    let why = match mention.role {
        PersonRole::Shown => String::new(),
        PersonRole::Mentioned => format!(" ({})", mention.role_rule.explanation()),
    };
    let title =
        person.and_then(|person| person.title.as_deref()).filter(|_| mention.rule == persons::PersonRule::Title);
    let rule = match title {
        Some(title) => format!("a name after the title “{title}”"),
        None => mention.rule.explanation().to_owned(),
    };
    format!("Person, {role}: {rule}{why}")
}

/// What a mention of a place says, and by which rule.
pub fn explained_place(mention: &PlaceMention) -> String {
    let path = mention.place.path().join(" › ");
    format!("Place: {}, {path} ({})", relation_in_words(mention.relation), mention.rule.explanation())
}

fn explained_date(when: &When) -> String {
    match &when.date {
        Some(date) if when.inferred => format!("Date: {date}, a day whose year is taken from the rest"),
        Some(date) => format!("Date: {date}, {}", when.rule.explanation()),
        None => "A day without its year: nothing says which".to_owned(),
    }
}

fn relation_in_words(relation: Relation) -> &'static str {
    match relation {
        Relation::In => "inside",
        Relation::At => "at",
        Relation::Outside => "outside",
        Relation::Near => "near",
        Relation::Through => "through",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_cover_a_caption_without_overlap() {
        let text = "A protester carries the lectern of US Speaker of the House Nancy Pelosi through the Rotunda. Image: Getty.";
        let shown: Vec<_> =
            spans(text, &Gazetteer::built_in()).iter().map(|span| (span.kind, &text[span.range.clone()])).collect();
        let expected = [
            (SpanKind::NotPlace, "Speaker of the House"),
            (SpanKind::Who, "Nancy Pelosi"),
            (SpanKind::Where, "Rotunda"),
            (SpanKind::Credit, "Image: Getty."),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_caption_twice_as_long_takes_twice_as_long() {
        let parts = [
            "Rep. Lou Correa, D-Calif., left, and Nancy Pelosi wave in Paris, Texas, on Jan. 6, 2021. ",
            "Trump, 74, met Angela Merkel (R) on the floor of the Senate chamber, and supporters of Bill and Hillary ",
            "Portrait of Jane Doe in Berlin, Germany, since 1999 - \"Lee\" Smith, ",
        ];
        let gazetteer = Gazetteer::built_in();
        for part in parts.iter().copied().chain([parts.concat().as_str()]) {
            let of_bytes = |n_bytes: usize| {
                let text = part.repeat(n_bytes / part.len());
                crate::text::steps::of(|| read(&text, &gazetteer))
            };
            let (once, twice) = (of_bytes(READ_MAX_BYTES / 4), of_bytes(READ_MAX_BYTES / 2));
            assert!(twice < once * 5 / 2, "{once} looks, then {twice}: {part}");
            assert!(of_bytes(100_000) < once * 6, "what is beyond the limit is not read: {part}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "[ -~“”éß中\u{200d}]{0,200}") {
            let mut end = 0;
            for span in spans(&text, &Gazetteer::built_in()) {
                proptest::prop_assert!(span.range.start >= end && text.get(span.range.clone()).is_some());
                end = span.range.end;
            }
        }
    }
}
