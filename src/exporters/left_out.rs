//! What an export could not include, and how that is told: every photo by name, those that miss the same thing together.

use std::collections::BTreeMap;

/// Something of a photo that an export does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The photo's name.
    pub photo: String,
    /// What is missing, and why.
    pub why: String,
}

/// A line for each reason, with the photos that it concerns; where it concerns all of them, one word says so.
pub fn lines(left_out: &[LeftOut], n_photos: usize) -> Vec<String> {
    let mut photos_of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for LeftOut { photo, why } in left_out {
        photos_of.entry(why).or_default().push(photo);
    }
    let line = |(why, photos): (&str, Vec<&str>)| match photos.len() {
        n if n == n_photos && n > 1 => format!("{why}: all {n} photos"),
        _ => format!("{why}: {}", photos.join(", ")),
    };
    photos_of.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_that_miss_the_same_are_told_together() {
        let left_out = |photo: &str, why: &str| LeftOut { photo: photo.to_owned(), why: why.to_owned() };
        let some = [left_out("a", "no picture"), left_out("b", "no date"), left_out("c", "no picture")];
        assert_eq!(lines(&some, 3), ["no date: b", "no picture: a, c"]);
        assert_eq!(lines(&some, 2), ["no date: b", "no picture: all 2 photos"]);
        assert_eq!(lines(&some[..1], 1), ["no picture: a"]);
        assert!(lines(&[], 3).is_empty());
    }
}
