//! Finds the place in an order where a value would stand that is typed into the sorted column: a few photos are looked at,
//! however many there are.

use crate::catalog::order::runs::sort_value;
use crate::catalog::order::{Sort, SortKey};
use crate::catalog::{Catalog, PhotoIndex};
use crate::query::FacetName;
use crate::text;

/// Where something typed leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// The first photo whose value begins with it; or else the one that stands where such a value would.
    pub photo: PhotoIndex,
    /// Whether its value begins with it.
    pub begins: bool,
}

impl Catalog {
    /// Where something typed leads to in photos that stand in the order given.
    pub fn locate(&self, order: &[PhotoIndex], sort: Sort, typed: &str) -> Option<Located> {
        let wanted = self.sort_text(sort, typed.trim())?;
        let value = |index: PhotoIndex| match sort.key {
            SortKey::Input => Some(input_value(index.0 + 1)),
            _ => self.photo(index).and_then(|photo| sort_value(sort.key, &photo)),
        };
        // The sorted form of a file's name says how long its numbers are, so that "p2" is no beginning of that of "p20".
        let folded = text::fold(typed.trim());
        let begins = |index: PhotoIndex| match sort.key {
            SortKey::File => self
                .photo(index)
                .is_some_and(|photo| photo.file.as_deref().is_some_and(|file| text::fold(file).starts_with(&folded))),
            _ => value(index).is_some_and(|value| value.starts_with(&wanted)),
        };
        let stands_before = |index: &PhotoIndex| match (value(*index), sort.descending) {
            // Photos without a value stand last, whichever way.
            (None, _) => false,
            (Some(value), false) => value < wanted,
            (Some(value), true) => value > wanted && !begins(*index),
        };
        let at = order.partition_point(stands_before).min(order.len().checked_sub(1)?);
        let photo = *order.get(at)?;
        Some(Located { photo, begins: begins(photo) })
    }

    /// What is typed, as values of the key are compared; none where nothing can be meant by it.
    fn sort_text(&self, sort: Sort, typed: &str) -> Option<String> {
        if typed.is_empty() {
            return None;
        }
        match sort.key {
            SortKey::Input => typed.replace([',', '.', ' '], "").parse().ok().map(input_value),
            // Of what fits best there is nothing to type.
            SortKey::Relevance => None,
            SortKey::Caption => Some(text::words(typed).join(" ")),
            SortKey::Place => Some(self.place_path(typed, sort.descending)),
            SortKey::Date => Some(typed.chars().filter(char::is_ascii_digit).collect()),
            SortKey::Credit => Some(text::fold(typed)),
            SortKey::File => Some(text::natural_key(typed)),
            SortKey::Rating => {
                typed.parse().ok().map(|stars: f64| format!("{:06}", (stars * 100.0).round() as i64 + 100))
            }
        }
    }

    /// The path of the place that is meant by the beginning of its name, wherever it lies: places stand in the order of
    /// their paths.
    fn place_path(&self, typed: &str, descending: bool) -> String {
        let typed = text::fold(typed);
        let mut path: Vec<String> = Vec::new();
        let mut found: Option<String> = None;
        for value in self.facets().get(FacetName::Place).map_or(&[][..], |facet| facet.values.as_slice()) {
            path.truncate(value.depth);
            path.push(text::fold(&value.label));
            if path.last().is_some_and(|name| name.starts_with(&typed)) {
                let path = path.join("\u{1}");
                let is_first = found.as_ref().is_none_or(|found| (path < *found) != descending);
                found = if is_first { Some(path) } else { found };
            }
        }
        found.unwrap_or(typed)
    }
}

/// A photo's number, so that it sorts as text.
fn input_value(number: u32) -> String {
    format!("{number:010}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::catalog::Heading;
    use crate::photo::knowledge::Knowledge;
    use crate::photo::{Photo, PhotoKey, Stated};

    fn catalog() -> Catalog {
        let knowledge = Knowledge::built_in();
        let rows = [
            ("A dog barks in the Rotunda.", "Getty", "1943-05-02", "p10.jpg"),
            ("Birds fly over the Senate chamber.", "AFP", "1941-01-01", "p2.jpg"),
            ("Élan of a crowd.", "Reuters", "1943-06-01", "p1.jpg"),
            ("Crowds gather.", "", "", ""),
        ];
        let photos = rows.into_iter().enumerate().map(|(at, (caption, credit, date, file))| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let mut stated = Stated { text: caption.to_owned(), file: some(file), ..Stated::default() };
            stated.caption.credit_line = some(credit);
            stated.caption.date_created = some(date).and_then(|date| crate::caption::date::Date::parse(&date).ok());
            Photo::read(PhotoKey { input: "x".to_owned(), name: at.to_string() }, stated, &knowledge)
        });
        Catalog::build(Heading::default(), photos.collect()).unwrap().0
    }

    /// The number of the photo that is gone to, negative when it only stands where the value would.
    fn check(sort: &str, typed: &str, expected: i64) {
        let catalog = catalog();
        let sort = Sort::parse(sort).unwrap();
        let order = catalog.search(&Default::default(), sort, &HashSet::new()).unwrap().order;
        let found = catalog.locate(&order, sort, typed).unwrap();
        let number = i64::from(found.photo.0) + 1;
        assert_eq!(if found.begins { number } else { -number }, expected, "{typed} in {sort:?}: {found:?}");
    }

    #[test]
    fn what_is_typed_is_found_in_every_order() {
        check("caption", "crow", 4);
        check("caption", "ELAN", 3);
        check("-caption", "b", 2);
        check("credit", "get", 1);
        check("-credit", "a", 2);
        check("credit", "b", -1);
        check("credit", "z", -4);
        check("date", "1943", 1);
        check("-date", "1943", 3);
        check("date", "1943-06", 3);
        check("place", "rot", 1);
        check("-place", "senate ch", 2);
        check("file", "p2", 2);
        check("-file", "P1.", 3);
        check("input", "3", 3);
        check("-input", "2", 2);
        check("input", "900", -4);
    }

    #[test]
    fn nothing_typed_leads_nowhere() {
        let catalog = catalog();
        assert_eq!(catalog.locate(&[PhotoIndex(0)], Sort::default(), " "), None);
        assert_eq!(catalog.locate(&[PhotoIndex(0)], Sort::default(), "dog"), None);
        assert_eq!(catalog.locate(&[], Sort::parse("credit").unwrap(), "a"), None);
    }
}
