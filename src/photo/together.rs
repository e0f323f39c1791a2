//! The second reading of a collection: what one caption leaves open, the others may tell.
//! All photos of a collection are noted first, and then those completed of which others may tell more; no text changes,
//! and nothing that an input states.

use crate::anatomy;
use crate::anatomy::collection::CollectionContext;
use crate::anatomy::persons::is_short;
use crate::anatomy::when::{self, Known};
use crate::caption::date::DayNumber;
use crate::photo::Photo;
use crate::place::rules::PlaceRule;

/// Whether other captions may tell more about a photo: it names a person by one word, a day without its year, or a place
/// that has namesakes.
pub fn may_be_completed(photo: &Photo) -> bool {
    photo.persons.iter().any(|person| is_short(&person.name))
        || photo.caption.date_created.is_none() && photo.text.bytes().any(|byte| byte.is_ascii_digit())
        || photo.doubtful_places.iter().any(|mention| mention.rule == PlaceRule::Ambiguous)
}

/// Takes note of what a photo says for the others.
pub fn note(photo: &Photo, context: &mut CollectionContext) {
    context.note(&photo.persons, photo.caption.date_created.as_ref());
    context.places.note(&photo.places);
}

/// Makes short names whole ("Trump", where another caption names Donald Trump and no other Trump is) and dates a day that
/// lacks its year, where all photos of the collection are of one year; of namesakes, a place is the one that lies where the
/// other photos do. Whether anything changed. No day after the latest is taken.
pub fn complete(photo: &mut Photo, context: &CollectionContext, latest: Option<DayNumber>) -> bool {
    let mut changed = context.complete(&mut photo.persons);
    changed |= settle_places(photo, context);
    let known = Known { year: context.year(), latest, ..Known::default() };
    let may_have_day = known.year.is_some() && photo.text.bytes().any(|byte| byte.is_ascii_digit());
    if photo.caption.date_created.is_none() && may_have_day {
        let names = photo.corrected.iter().filter(|corrected| corrected.verdict.is_name());
        let names: Vec<_> = names.map(|corrected| corrected.range.clone()).collect();
        photo.caption.date_created = when::date_of(anatomy::described(&photo.text), &known, &names);
        changed |= photo.caption.date_created.is_some();
    }
    changed
}

fn settle_places(photo: &mut Photo, context: &CollectionContext) -> bool {
    let n_before = photo.doubtful_places.len();
    let (text, places) = (&photo.text, &mut photo.places);
    photo.doubtful_places.retain(|mention| match context.places.settled(text, mention) {
        Some(settled) => {
            places.push(settled);
            false
        }
        None => true,
    });
    let changed = photo.doubtful_places.len() < n_before;
    if changed {
        // In the order of the text; those that only fields state come last.
        photo.places.sort_by_key(|mention| mention.span.as_ref().map_or(usize::MAX, |span| span.start));
    }
    changed
}

/// The photos of a small collection, completed by each other.
pub fn completed(mut photos: Vec<Photo>, latest: Option<DayNumber>) -> Vec<Photo> {
    let mut context = CollectionContext::default();
    for photo in &photos {
        note(photo, &mut context);
    }
    for photo in &mut photos {
        complete(photo, &context, latest);
    }
    photos
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::knowledge::Knowledge;
    use crate::photo::{PhotoKey, Stated};

    fn read(texts: &[&str]) -> Vec<Photo> {
        let photo = |text: &&str| {
            let key = PhotoKey { input: "i".to_owned(), name: "n".to_owned() };
            let stated = Stated { text: (*text).to_owned(), ..Stated::default() };
            Photo::read(key, stated, &Knowledge::built_in())
        };
        completed(texts.iter().map(photo).collect(), None)
    }

    #[test]
    fn a_short_name_is_made_whole_by_another_caption() {
        let photos = read(&["Donald Trump speaks.", "Supporters of President Trump cheer.", "A Trump flag."]);
        let names = |n: usize| photos[n].persons.iter().map(|person| person.name.as_str()).collect::<Vec<_>>();
        assert_eq!(names(0), ["Donald Trump"]);
        assert_eq!(names(1), ["Donald Trump"]);
        assert!(names(2).is_empty());
        let photos = read(&["Alexandria Ocasio-Cortez speaks.", "Rep. Ocasio-Cortez waves."]);
        assert_eq!(photos[1].persons[0].name, "Alexandria Ocasio-Cortez");
        let photos = read(&["Pat O'Brien speaks.", "Sen. O’Brien waves.", "Mr. O'Brien sits."]);
        let names = [1, 2].map(|n: usize| photos[n].persons[0].name.as_str());
        assert_eq!(names, ["Pat O'Brien", "Pat O'Brien"]);
        let photos = read(&["Donald Trump speaks.", "Melania Trump waves.", "Mr. Trump sits.", "Rep. Trump sits."]);
        let names = [2, 3].map(|n: usize| photos[n].persons[0].name.as_str());
        assert_eq!(names, ["Donald Trump", "Trump"]);
    }

    #[test]
    fn a_place_with_namesakes_is_the_one_where_the_others_are() {
        let ids = |texts: &[&str], n: usize| {
            read(texts)[n].places.iter().map(|mention| (mention.place.id.clone(), mention.rule)).collect::<Vec<_>>()
        };
        let texts = ["A parade in Boston.", "Rain in Salem, Massachusetts.", "Snow in Springfield.", "A man in Paris."];
        assert_eq!(ids(&texts, 2), [("springfield-massachusetts".to_owned(), PlaceRule::Collection)]);
        assert_eq!(ids(&texts, 3)[0].0, "paris");
        assert_eq!(ids(&["Snow in Springfield.", "A woman reads."], 0), []);
    }

    #[test]
    fn a_day_takes_the_year_on_which_all_agree() {
        let date = |texts: &[&str], n: usize| read(texts)[n].caption.date_created.as_ref().map(ToString::to_string);
        let texts = ["A man waves on Jan. 6, 2021.", "A woman waves on Thursday, Jan. 7."];
        assert_eq!(date(&texts, 1).as_deref(), Some("2021-01-07"));
        assert_eq!(date(&["A man in 1936.", "A man in 1937.", "A woman on Jan. 7."], 2), None);
        assert_eq!(date(&["A man waves.", "A woman waves on Jan. 7."], 1), None);
        // The day of a credit is not the picture's.
        let texts = ["A man waves on Jan. 6, 2021.", "A woman waves. (Photo by Jane Doe/AP, March 3)"];
        assert_eq!(date(&texts, 1), None);
    }
}
