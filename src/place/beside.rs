//! Names of places that stand right beside each other: which of them says where the other lies ("Paris, Texas"), and
//! which decides against every namesake that the gazetteer has ("Berlin, Connecticut").

use crate::place::PlaceKind;
use crate::place::towns::{FAR_BETTER, Town, is_spelled, is_written};
use crate::place::wording::{Wording, is_blank};
use crate::place::words::WordClass;
use crate::place::world::{Meaning, WorldPlace};

/// How far a city's surroundings reach: a town in them is no quarter that is only called as a town is.
const NEAR_CITY_KM: f64 = 60.0;

/// For each name, the meaning of the next that it lies in, where that stands right beside it: "Paris, Texas".
pub(crate) fn containers(wording: &Wording<'_>, towns: &[Town]) -> Vec<Option<WorldPlace>> {
    let mut containers: Vec<Option<WorldPlace>> = Vec::with_capacity(towns.len());
    for (n, town) in towns.iter().enumerate() {
        let next = towns.get(n + 1).filter(|next| stands_beside(wording, town, next));
        containers.push(next.and_then(|next| {
            let outer = next.name.meanings().filter(|meaning| is_spelled(wording, &next.words, *meaning));
            let may_be_inner = |meaning: &Meaning| !meaning.is_short() && is_spelled(wording, &town.words, *meaning);
            outer
                .map(|meaning| meaning.place)
                .find(|outer| town.name.meanings().filter(may_be_inner).any(|inner| lies_in(inner.place, *outer)))
        }));
    }
    containers
}

/// Whether a town's name is that of a quarter of the city it is qualified by, which a town elsewhere is called too: "in Soho,
/// New York.", "Oakland (Pittsburgh)", "Pittsburgh's Oakland neighborhood". A town that lies near the city is itself:
/// "Versailles (Paris)"; and "Lyon, Paris, Rome" is a list.
pub(crate) fn is_quarter(
    wording: &Wording<'_>,
    towns: &[Town],
    n: usize,
    place: WorldPlace,
    inside: &[Option<WorldPlace>],
) -> bool {
    let Some(town) = towns.get(n).filter(|_| place.kind() == PlaceKind::City) else { return false };
    let outer = |n: usize| inside.get(n).copied().flatten();
    let city = |n: usize| {
        let cities = towns.get(n)?.name.meanings().filter(|it| !it.is_short() && it.place.kind() == PlaceKind::City);
        let mut cities = cities.map(|it| it.place).filter(|city| outer(n).is_none_or(|outer| lies_in(*city, outer)));
        // Beside the city itself, or a town near it, the name is that one's.
        cities.next().filter(|city| town.name.meanings().all(|it| it.place.km_to(*city) > NEAR_CITY_KM))
    };
    let is_owned = n.checked_sub(1).and_then(|before| towns.get(before)).is_some_and(|city| {
        // The "s" of "'s" is a word of its own.
        (city.words.end..=city.words.end + 1).contains(&town.words.start)
            && wording.is_possessive(city.words.end - 1)
            && wording.is(town.words.end, WordClass::Quarter)
    });
    if is_owned {
        return city(n - 1).is_some();
    }
    let (Some(next), Some(city)) = (towns.get(n + 1), city(n + 1)) else { return false };
    if is_qualified(wording, (town, place), next, outer(n + 1)) {
        return city.fame() + FAR_BETTER > place.fame();
    }
    let last = next.words.end - 1;
    wording.gap(town.words.end - 1) == ", "
        && next.words.start == town.words.end
        && (wording.ends_sentence(last) || wording.gap(last).starts_with(" ("))
        && city.country() != place.country()
        && city.fame() > place.fame()
}

/// "Oakland (Pittsburgh)", "Oakland, Pittsburgh, Pennsylvania", "the Oakland neighborhood, Pittsburgh", "Oakland, a section of
/// Pittsburgh": the next name says in which city; `outer` is what that lies in. "Dallas, Austin, Texas" are two cities.
fn is_qualified(
    wording: &Wording<'_>,
    (town, place): (&Town, WorldPlace),
    next: &Town,
    outer: Option<WorldPlace>,
) -> bool {
    let end = town.words.end;
    let gap = wording.gap(end - 1);
    if next.words.start == end {
        let closes = outer.is_some() || wording.gap(next.words.end - 1).starts_with(')');
        return gap == " (" && closes || gap == ", " && outer.is_some_and(|outer| !place.is_inside(outer));
    }
    let noun = end + usize::from(gap == ", " && wording.is(end, WordClass::Determiner));
    let leads_on = next.words.start == noun + 1 && wording.gap(noun) == ", "
        || next.words.start == noun + 2 && wording.is(noun + 1, WordClass::Of);
    leads_on && wording.is(noun, WordClass::Quarter) && (noun > end || gap == " ")
}

/// "08.07.2014, Brasilien, Belo Horizonte:": agencies put the country or region first.
pub(crate) fn follows_outer(wording: &Wording<'_>, outer: &Town, town: &Town) -> bool {
    outer.words.end == town.words.start
        && wording.gap(outer.words.end - 1) == ", "
        && wording.gap(town.words.end - 1).starts_with(':')
        && outer.name.meanings().any(|outer| {
            outer.place.kind() != PlaceKind::City && town.name.meanings().any(|town| lies_in(town.place, outer.place))
        })
}

/// "Berlin, Connecticut" where the gazetteer has no Berlin there: the name is that of a small place in the next.
/// "Berlin, Bavaria and Saxony" is a list.
pub(crate) fn lies_unknown_in(wording: &Wording<'_>, town: &Town, next: &Town, after: Option<&Town>) -> bool {
    let last = next.words.end - 1;
    let is_wide = |meaning: Meaning| meaning.place.kind() != PlaceKind::City && !meaning.is_unchecked();
    let widest = |town: &Town| town.name.meanings().find(|meaning| is_written(wording, &town.words, *meaning));
    let listed = after.is_some_and(|after| {
        after.words.start <= next.words.end + 1
            && !wording.gap(last).starts_with('.')
            && !widest(after).is_some_and(|meaning| meaning.place.kind() == PlaceKind::Country)
    });
    // "on the island of Rhodes, Greece, 25 July": of a country only what closes the place.
    let follows_list = after.is_some_and(|after| after.words.start <= next.words.end + 1);
    let in_country = region_in(wording, next, after).is_some();
    let is_country = widest(next).is_some_and(|meaning| meaning.place.kind() == PlaceKind::Country);
    let is_region = || {
        widest(next).is_some_and(|meaning| is_wide(meaning) && meaning.place.kind() == PlaceKind::Region)
            && next.name.meanings().all(|meaning| meaning.place.kind() != PlaceKind::City || meaning.is_unchecked())
    };
    let goes_on = town
        .words
        .start
        .checked_sub(1)
        .is_some_and(|before| wording.gap(before) == ", " && wording.begins_with_capital(before));
    let closes = is_country && !follows_list && !goes_on && !is_blank(wording.gap(last));
    wording.gap(town.words.end - 1) == ", "
        && next.words.start == town.words.end
        && !listed
        && !wording.is(next.words.end, WordClass::And)
        && widest(town).is_some_and(|meaning| meaning.place.kind() == PlaceKind::City)
        && (closes || in_country || is_region())
}

/// The region that a name means whose country stands right after it: "Faizabad, Badakhshan province, Afghanistan".
pub(crate) fn region_in(wording: &Wording<'_>, town: &Town, after: Option<&Town>) -> Option<WorldPlace> {
    let after = after.filter(|after| after.words.start <= town.words.end + 1)?;
    let country = after.name.meanings().find(|meaning| meaning.place.kind() == PlaceKind::Country)?;
    let regions = town.name.meanings().filter(|meaning| is_written(wording, &town.words, *meaning));
    let mut regions = regions.map(|meaning| meaning.place).filter(|place| place.kind() == PlaceKind::Region);
    regions.find(|region| region.is_inside(country.place))
}

/// Whether a place lies in another, or in the same nation as a county: "Dover, Kent".
pub(crate) fn lies_in(inner: WorldPlace, outer: WorldPlace) -> bool {
    let is_county = outer.kind() == PlaceKind::Region && inner.kind() == PlaceKind::City;
    let nation = outer.parent().filter(|nation| is_county && nation.kind() == PlaceKind::Region);
    inner.is_inside(outer) || nation.is_some() && inner.parent() == nation
}

fn stands_beside(wording: &Wording<'_>, town: &Town, next: &Town) -> bool {
    let last = town.words.end - 1;
    let gap = wording.gap(last);
    // "Tripoli, northern Lebanon"
    let between = town.words.end..next.words.start;
    if gap == ", "
        && between.len() == 1
        && wording.touches(between.start)
        && wording.is(between.start, WordClass::Direction)
        && !wording.begins_with_capital(between.start)
    {
        return true;
    }
    // "Rio de Janeiro state, Brazil"
    if gap == " "
        && between.len() == 1
        && wording.gap(between.start) == ", "
        && wording.is(between.start, WordClass::Wide)
    {
        return true;
    }
    // "Valencia, Bukidnon, Philippines": a region that the gazetteer lacks between the two.
    if gap == ", "
        && (between.len() == 1 || between.len() == 2 && wording.is(between.end - 1, WordClass::Wide))
        && wording.begins_with_capital(between.start)
        && wording.gap(between.end - 1) == ", "
        && !is_blank(wording.gap(next.words.end - 1))
        && next.name.meanings().next().is_some_and(|meaning| meaning.place.kind() == PlaceKind::Country)
    {
        return true;
    }
    // "Nyssa. Oregon. Shelters": archives end each part with a stop.
    if gap == ". " && next.words.start == town.words.end && wording.begins_sentence(town.words.start) {
        return wording.ends_sentence(next.words.end - 1) || wording.gap(next.words.end - 1).starts_with(',');
    }
    if next.words.start == town.words.end {
        return matches!(gap, ", " | "," | " (" | ",\u{a0}" | "/" | " / " | " | " | ",  " | " , ")
            || gap == " "
                && (next.name.meanings().any(|meaning| !meaning.is_short()) || wording.is_all_capitals(last));
    }
    false
}
