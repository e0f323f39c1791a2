//! Countries, regions and cities where a text names them: which names stand there, which of them tell where another lies,
//! and which place each one means. What speaks for a name being a place's at all is `signs`.

use std::ops::Range;
use std::sync::Arc;

use crate::place::beside::{containers, follows_outer, is_quarter, lies_in, lies_unknown_in};
use crate::place::recognize::Recognized;
use crate::place::relation::relation_before;
use crate::place::rules::PlaceRule;
use crate::place::signs::{self, Sign};
use crate::place::surroundings::{Standing, Surroundings};
use crate::place::wording::Wording;
use crate::place::words::WordClass;
use crate::place::world::{Meaning, World, WorldName, WorldPlace};
use crate::place::{PlaceKind, PlaceMention, unlisted};

/// Points, in the measure of `WorldPlace::size`, that one place must be ahead of the next to be far better known: three
/// times as many people.
pub(crate) const FAR_BETTER: i32 = 12;
/// Points for lying in a region, or in a country, that the caption names, and for the rest.
const IN_NAMED_REGION: i32 = 80;
const IN_NAMED_COUNTRY: i32 = 40;
const AMERICAN: i32 = 32;
const INSIDE_STATED: i32 = 160;
const IN_COLLECTION: i32 = 40;
const UNCHECKED: i32 = -24;
/// `WorldPlace::size` of some 100,000 people: what follows a town's name after a hyphen and is larger is another town.
const QUARTER_SIZE_MAX: i32 = 133;
/// How many of a caption's names say where the others are: more are a list of places, which says nothing of each.
const NAMED_MAX: usize = 100;

/// The names found in a text, in order.
#[derive(Debug, Default)]
pub(crate) struct Found {
    towns: Vec<Town>,
    around: Vec<WorldPlace>,
}

/// A name of the world's table where it stands in a text.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    /// The words it takes.
    pub(crate) words: Range<usize>,
    /// The name.
    pub(crate) name: WorldName,
}

/// The place that a name means, and how that is known.
#[derive(Clone, Copy)]
struct Choice {
    place: WorldPlace,
    rule: PlaceRule,
}

/// A place that the text names for sure.
#[derive(Clone, Copy)]
struct Named {
    place: WorldPlace,
    /// Which of the names says so, where one of the world's table does: it says nothing of itself.
    town: Option<usize>,
}

/// The places that the text and all else speak of.
struct Scene<'s> {
    surroundings: &'s Surroundings,
    /// Places that the text names for sure, and the countries of peoples it names.
    named: Vec<Named>,
    is_american: bool,
}

impl Found {
    /// Adds a name.
    pub(crate) fn push(&mut self, town: Town) {
        self.towns.push(town);
    }

    /// How many names were found.
    pub(crate) fn len(&self) -> usize {
        self.towns.len()
    }

    /// Takes note of where a place of the lists lies.
    pub(crate) fn note_around(&mut self, place: Option<WorldPlace>) {
        self.around.extend(place);
    }
}

/// The longest name of the world's table that begins at a word.
pub(crate) fn name_at(wording: &Wording<'_>, at: usize) -> Option<Town> {
    if !wording.begins_with_capital(at) || wording.gap_before(at).ends_with(['-', '@', '#', '/', '_']) && at > 0 {
        return None;
    }
    if wording.is(at, WordClass::Abbreviation) && wording.gap(at).starts_with('.') && at + 1 < wording.n_words() {
        return None;
    }
    let is_written_so = |name: WorldName| {
        let words = at..at + name.n_words;
        let joined = (words.start..words.end - 1).all(|word| joins(wording, word, name.may_hold_comma()));
        let last_is_name =
            name.n_words == 1 || wording.begins_with_capital(words.end - 1) || is_elided(wording, &words);
        joined && last_is_name && name.meanings().any(|meaning| is_spelled(wording, &words, meaning))
    };
    let name = World::get().longest_name(wording.words(), at, is_written_so)?;
    Some(Town { words: at..at + name.n_words, name })
}

/// The bytes of a name; "Frankfurt (Oder)" has the bracket that closes it.
fn span_of(wording: &Wording<'_>, words: &Range<usize>) -> Range<usize> {
    let span = wording.span(words);
    let bracket = usize::from(wording.text_of(words).contains('('));
    span.start..span.end + bracket
}

/// What may stand between two words of one name.
fn joins(wording: &Wording<'_>, at: usize, comma: bool) -> bool {
    let gap = wording.gap(at);
    match gap {
        " " | "-" | "'" | "’" | "\u{a0}" | "‑" | "/" => true,
        "." | ". " | ".\u{a0}" => wording.written(at).chars().count() <= 2,
        // "Frankfurt (Oder)"
        " (" => wording.gap(at + 1).starts_with(')'),
        ", " => comma,
        _ => false,
    }
}

/// "N'Djamena", "L'Aquila": the last word need not begin with a capital after an apostrophe or hyphen.
fn is_elided(wording: &Wording<'_>, words: &Range<usize>) -> bool {
    matches!(wording.gap(words.end.saturating_sub(2)), "'" | "’" | "-")
}

/// Whether it is spelled as the name must be: "US" in capitals.
pub(crate) fn is_spelled(wording: &Wording<'_>, words: &Range<usize>, meaning: Meaning) -> bool {
    !meaning.needs_capitals() || words.clone().all(|word| wording.is_all_capitals(word))
}

/// Whether it is spelled so, and shortened names have their full stop or capitals: "La." is Louisiana, "La Guajira" is not.
pub(crate) fn is_written(wording: &Wording<'_>, words: &Range<usize>, meaning: Meaning) -> bool {
    let last = words.end - 1;
    let shortened =
        wording.gap(last).starts_with('.') || wording.is_all_capitals(last) || wording.written(last).len() > 3;
    is_spelled(wording, words, meaning) && (!meaning.is_short() || shortened)
}

/// Decides what each name means, and adds it to what was recognized.
pub(crate) fn resolve(wording: &Wording<'_>, found: &Found, surroundings: &Surroundings, recognized: &mut Recognized) {
    let towns = &found.towns;
    if towns.is_empty() {
        return;
    }
    let inside = containers(wording, towns);
    let named = found.around.iter().map(|place| Named { place: *place, town: None }).collect();
    let mut scene = Scene { surroundings, named, is_american: false };
    scene.is_american =
        (0..wording.n_words()).any(|at| wording.begins_with_capital(at) && wording.is(at, WordClass::American));
    let is_container =
        |n: usize| n.checked_sub(1).is_some_and(|before| inside.get(before).is_some_and(Option::is_some));
    for (n, town) in towns.iter().enumerate().take(NAMED_MAX) {
        scene.note(wording, n, town, is_container(n), inside.get(n).copied().flatten());
    }
    let mut signs_found: Vec<Sign> = Vec::with_capacity(towns.len());
    let mut chosen = Vec::with_capacity(towns.len());
    for (n, town) in towns.iter().enumerate() {
        let previous = n.checked_sub(1).and_then(|before| Some((towns.get(before)?, *signs_found.get(before)?)));
        let linked = inside.get(n).copied().flatten();
        let chain_end = (n..towns.len()).find(|n| inside.get(*n).is_none_or(Option::is_none)).unwrap_or(n);
        let mut chain = town.words.start..towns.get(chain_end).map_or(town.words.end, |last| last.words.end);
        if chain.end == town.words.end && names_quarter(wording, towns, n) {
            chain.end += 1;
        }
        let sign = if is_container(n) {
            // It tells where the name before it lies; in a list it passes on what speaks for that name.
            previous.map_or(Sign::Nothing, |(_, sign)| sign)
        } else {
            let inside_previous = previous.is_some_and(|(outer, _)| follows_outer(wording, outer, town));
            let sign =
                signs::of(wording, town, &chain, linked.is_some(), previous.map(|(town, sign)| (&town.words, sign)));
            if inside_previous { sign.max(Sign::Fair) } else { sign }
        };
        signs_found.push(sign);
        let sure = !is_container(n) && sign >= Sign::Fair;
        chosen.push(if sure { scene.choose(wording, (n, town), linked, sign) } else { None });
    }
    // Places chosen for sure say where the others are.
    let sure = chosen.iter().enumerate().filter_map(|(n, choice)| {
        let choice = choice.as_ref().filter(|choice| choice.rule.is_filtered())?;
        Some(Named { place: choice.place, town: Some(n) })
    });
    let n_named = scene.named.len();
    scene.named.extend(sure.take(NAMED_MAX));
    let tells_of_another = |n: usize| scene.named.iter().skip(n_named).any(|named| named.town != Some(n));
    let mut seen: Vec<WorldPlace> = Vec::new();
    let mut unlisted: Vec<String> = Vec::new();
    for (n, town) in towns.iter().enumerate() {
        if is_container(n) {
            let head_is_place = (0..n).rev().take_while(|n| inside.get(*n).is_some_and(Option::is_some)).last();
            if head_is_place.and_then(|head| signs_found.get(head)).is_some_and(|sign| *sign >= Sign::Fair) {
                recognized.around.push(wording.span(&town.words));
                continue;
            }
        }
        let linked = inside.get(n).copied().flatten();
        let Some(sign) = signs_found.get(n).copied() else { continue };
        if let Some(place) = unlisted::place_before(wording, (n, town), is_container(n), towns) {
            recognized.around.push(wording.span(&town.words));
            unlisted.push(place.place.id.clone());
            recognized.places.push(place);
            continue;
        }
        let next = towns.get(n + 1);
        if linked.is_none() && next.is_some_and(|next| lies_unknown_in(wording, town, next, towns.get(n + 2))) {
            continue;
        }
        if sign <= Sign::Nothing {
            continue;
        }
        let first = chosen.get(n).copied().flatten().filter(|_| !tells_of_another(n));
        let Some(choice) = first.or_else(|| scene.choose(wording, (n, town), linked, sign)) else { continue };
        if linked.is_none() && is_quarter(wording, towns, n, choice.place, &inside) {
            continue;
        }
        let Some(place) = choice.place.place() else { continue };
        let rule = match sign {
            Sign::Blocked | Sign::Nothing => continue,
            Sign::Weak => PlaceRule::Doubtful,
            Sign::Fair | Sign::Strong => choice.rule,
            Sign::Dateline if choice.rule.is_filtered() && choice.rule != PlaceRule::Beside => PlaceRule::Dateline,
            Sign::Dateline => choice.rule,
        };
        let relation = relation_before(wording, town.words.start);
        let mention =
            PlaceMention { place: Arc::clone(place), relation, span: Some(span_of(wording, &town.words)), rule };
        if !rule.is_filtered() {
            recognized.doubtful.push(mention);
        } else if !seen.contains(&choice.place) && !unlisted.contains(&mention.place.id) {
            // The same place again tells nothing new.
            seen.push(choice.place);
            recognized.places.push(mention);
        }
    }
}

/// "Berlin-Wilhelmsruh": a quarter's name follows the town's after a hyphen; not so in "Paris-Nice".
fn names_quarter(wording: &Wording<'_>, towns: &[Town], n: usize) -> bool {
    let Some(town) = towns.get(n) else { return false };
    let quarter = town.words.end;
    wording.gap(quarter - 1) == "-"
        && wording.begins_with_capital(quarter)
        && !wording.is_all_capitals(quarter)
        // "Saint-Jean-Pied-de-Port" is one name.
        && wording.gap(quarter) != "-"
        && towns.get(n + 1).is_none_or(|next| next.words.start != quarter)
        && World::get()
            .longest_name(wording.words(), quarter, |_| true)
            .is_none_or(|name| name.meanings().all(|meaning| meaning.place.size() < QUARTER_SIZE_MAX))
}

impl Scene<'_> {
    /// Takes note of a name that has but one meaning worth thinking of: it says where the others are.
    fn note(&mut self, wording: &Wording<'_>, n: usize, town: &Town, is_container: bool, linked: Option<WorldPlace>) {
        self.named.extend(linked.map(|place| Named { place, town: Some(n) }));
        if is_container {
            return;
        }
        let meanings = town.name.meanings().filter(|meaning| is_spelled(wording, &town.words, *meaning));
        let mut wide = meanings.filter(|it| !it.is_short() && it.place.kind() != PlaceKind::City);
        if let (Some(meaning), None) = (wide.next(), wide.next())
            && !town.name.is_word()
            && !town.name.is_personal()
        {
            self.named.push(Named { place: meaning.place, town: Some(n) });
        }
    }

    fn points(&self, n: usize, place: WorldPlace) -> (i32, PlaceRule) {
        let standing = if self.surroundings.is_empty() { Standing::Unknown } else { self.surroundings.standing(place) };
        match standing {
            Standing::InsideStated => return (INSIDE_STATED, PlaceRule::InsideStated),
            Standing::SameRegion => return (IN_COLLECTION + 8, PlaceRule::Collection),
            Standing::SameCountry => return (IN_COLLECTION, PlaceRule::Collection),
            Standing::Unknown => {}
        }
        let region = place.parent().filter(|parent| parent.kind() == PlaceKind::Region);
        let shares_region = |other: &WorldPlace| {
            *other != place
                && (region.is_some_and(|region| *other == region || other.parent() == Some(region))
                    || other.is_inside(place))
        };
        let others = || self.named.iter().filter(|named| named.town != Some(n)).map(|named| named.place);
        if others().any(|other| other == place || shares_region(&other)) {
            return (IN_NAMED_REGION, PlaceRule::NearOther);
        }
        let country = place.country();
        if others().any(|other| other != place && other.country() == country) {
            return (IN_NAMED_COUNTRY, PlaceRule::NearOther);
        }
        if self.is_american && country.name() == "United States" {
            return (AMERICAN, PlaceRule::NearOther);
        }
        (0, PlaceRule::BestKnown)
    }

    /// The place that a name means most likely.
    fn choose(
        &self,
        wording: &Wording<'_>,
        (n, town): (usize, &Town),
        linked: Option<WorldPlace>,
        sign: Sign,
    ) -> Option<Choice> {
        let mut ranked: Vec<(i32, PlaceRule, WorldPlace)> = Vec::new();
        let last = town.words.end - 1;
        let is_region = |meaning: Meaning| meaning.place.kind() == PlaceKind::Region;
        // "Kherson region", "Washington state"
        let wide =
            wording.touches(last) && wording.is(last + 1, WordClass::Wide) && town.name.meanings().any(is_region);
        let fits = |meaning: Meaning| if wide { is_region(meaning) } else { !meaning.is_short() };
        let meanings = town.name.meanings().filter(|it| fits(*it) && is_spelled(wording, &town.words, *it));
        for meaning in meanings {
            let place = meaning.place;
            if linked.is_some_and(|outer| !lies_in(place, outer)) {
                continue;
            }
            let (points, rule) = self.points(n, place);
            let unchecked = if meaning.is_unchecked() { UNCHECKED } else { 0 };
            ranked.push((place.fame() + points + unchecked, rule, place));
        }
        ranked.sort_by_key(|(points, _, place)| (std::cmp::Reverse(*points), *place));
        let (points, rule, place) = *ranked.first()?;
        // A city and the region around it that is named as the city are one answer, and it is the city.
        let city = ranked.iter().find(|(_, _, other)| other.kind() == PlaceKind::City && other.is_inside(place));
        let place = city.filter(|_| place.kind() == PlaceKind::Region).map_or(place, |(_, _, city)| *city);
        let rival =
            ranked.iter().find(|(_, _, other)| *other != place && !other.is_inside(place) && !place.is_inside(*other));
        let lead = rival.map(|(other, ..)| points - other);
        let rule = match (linked, lead) {
            (Some(_), _) => PlaceRule::Beside,
            (None, None) => {
                if rule == PlaceRule::BestKnown {
                    PlaceRule::OnlyOne
                } else {
                    rule
                }
            }
            (None, Some(lead)) if lead >= FAR_BETTER || lead >= FAR_BETTER / 3 && sign == Sign::Dateline => rule,
            (None, Some(_)) => PlaceRule::Ambiguous,
        };
        Some(Choice { place, rule })
    }
}
