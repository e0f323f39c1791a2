//! The second reading of a collection: what one caption leaves open, the others may tell.
//! All photos of a collection are noted first, and then those completed of which others may tell more; no text changes,
//! and nothing that an input states.

use crate::anatomy::collection::CollectionContext;
use crate::anatomy::when::{self, Known};
use crate::photo::Photo;
use crate::text;

/// Whether other captions may tell more about a photo: it names a person by one word, or a day without its year.
pub fn may_be_completed(photo: &Photo) -> bool {
    photo.persons.iter().any(|person| text::words(&person.name).len() == 1)
        || photo.caption.date_created.is_none() && photo.text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Makes short names whole ("Trump", where another caption names Donald Trump and no other Trump is) and dates a day that
/// lacks its year, where all photos of the collection are of one year. Whether anything changed.
pub fn complete(photo: &mut Photo, context: &CollectionContext) -> bool {
    let mut changed = context.complete(&mut photo.persons);
    let known = Known { year: context.year(), ..Known::default() };
    let may_have_day = known.year.is_some() && photo.text.bytes().any(|byte| byte.is_ascii_digit());
    if photo.caption.date_created.is_none() && may_have_day {
        photo.caption.date_created = when::date_of(&photo.text, &known);
        changed |= photo.caption.date_created.is_some();
    }
    changed
}

/// The photos of a small collection, completed by each other.
pub fn completed(mut photos: Vec<Photo>) -> Vec<Photo> {
    let mut context = CollectionContext::default();
    for photo in &photos {
        context.note(&photo.persons, photo.caption.date_created.as_ref());
    }
    for photo in &mut photos {
        complete(photo, &context);
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
        completed(texts.iter().map(photo).collect())
    }

    #[test]
    fn a_short_name_is_made_whole_by_another_caption() {
        let photos = read(&["Donald Trump speaks.", "Supporters of President Trump cheer.", "A Trump flag."]);
        let names = |n: usize| photos[n].persons.iter().map(|person| person.name.as_str()).collect::<Vec<_>>();
        assert_eq!(names(0), ["Donald Trump"]);
        assert_eq!(names(1), ["Donald Trump"]);
        assert!(names(2).is_empty());
        let photos = read(&["Donald Trump speaks.", "Melania Trump waves.", "Mr. Trump sits."]);
        assert_eq!(photos[2].persons[0].name, "Trump");
    }

    #[test]
    fn a_day_takes_the_year_on_which_all_agree() {
        let date = |texts: &[&str], n: usize| read(texts)[n].caption.date_created.as_ref().map(ToString::to_string);
        let texts = ["A man waves on Jan. 6, 2021.", "A woman waves on Thursday, Jan. 7."];
        assert_eq!(date(&texts, 1).as_deref(), Some("2021-01-07"));
        assert_eq!(date(&["A man in 1936.", "A man in 1937.", "A woman on Jan. 7."], 2), None);
        assert_eq!(date(&["A man waves.", "A woman waves on Jan. 7."], 1), None);
    }
}
