#![expect(clippy::string_slice, reason = "a panic in a test is a failure of the test")]

use proptest::collection::vec;
use proptest::prelude::*;

use super::report::{ReportFormat, write};
use super::*;
use crate::photo::facts::FileStamp;
use crate::photo::{PhotoKey, Stated};
use crate::place::gazetteer::Gazetteer;
use crate::record::generated::any_photo;

fn photo(key: &str, text: &str, file: Option<&str>) -> Photo {
    let (input, name) = key.split_once('#').unwrap();
    let key = PhotoKey { input: input.to_owned(), name: name.to_owned() };
    let stated = Stated { text: text.to_owned(), file: file.map(str::to_owned), ..Stated::default() };
    Photo::read(key, stated, &Gazetteer::built_in())
}

fn with_sides<T>(a: &[Photo], b: &[Photo], use_them: impl FnOnce([Side<'_>; 2]) -> T) -> T {
    let photo = |photos: &[Photo], at: u32| photos.get(at as usize).cloned().map(Arc::new);
    let (photo_a, photo_b) = (|at| photo(a, at), |at| photo(b, at));
    let (n_a, n_b) = (u32::try_from(a.len()).unwrap(), u32::try_from(b.len()).unwrap());
    use_them([
        Side { name: "archive", n_photos: n_a, photo: &photo_a },
        Side { name: "published <b>", n_photos: n_b, photo: &photo_b },
    ])
}

const WORLD: World<'static> = World { file_sum: &|_| None, progress: &|_| true };

fn compared(a: &[Photo], b: &[Photo]) -> Comparison {
    with_sides(a, b, |[a, b]| compare(a, b, WORLD)).unwrap()
}

fn written(a: &[Photo], b: &[Photo], format: ReportFormat) -> String {
    let mut out = Vec::new();
    let comparison = compared(a, b);
    with_sides(a, b, |sides| write(&comparison, sides, &Kind::ALL[..4], format, &mut out)).unwrap();
    String::from_utf8(out).unwrap()
}

fn archive() -> Vec<Photo> {
    vec![
        photo("a#1", "Police stand in the Rotunda.", None),
        photo("a#2", "A man waves a flag in the Senate chamber.", None),
        photo("a#3", "A woman waves a flag.", Some("x/IMG_3.jpg")),
        photo("a#4", "Nobody is left.", None),
    ]
}

fn published() -> Vec<Photo> {
    vec![
        photo("b#7", "A dog sleeps before the Capitol.", None),
        photo("b#3", "A woman raises her fist.", Some("IMG_3.JPG")),
        photo("b#8", "Police stand in the Rotunda!", None),
        photo("b#9", "A man waves the flag in the House chamber.", None),
    ]
}

#[test]
fn photos_are_paired_by_the_surest_sign() {
    let comparison = compared(&archive(), &published());
    let rows: Vec<_> = comparison.rows.iter().map(|row| (row.a, row.b, row.by, row.kinds())).collect();
    let text = |kinds: &str| kinds.to_owned();
    assert_eq!(
        rows,
        [
            (None, Some(0), None, text("added")),
            (Some(2), Some(1), Some(Sameness::Name), text("changed, moved")),
            (Some(3), None, None, text("removed")),
            (Some(0), Some(2), Some(Sameness::Caption), text("changed")),
            (Some(1), Some(3), Some(Sameness::Likeness), text("changed")),
        ]
    );
    assert_eq!(comparison.summary(), "1 added, 1 removed, 3 changed, 1 moved, 0 the same");
    let same = compared(&archive(), &archive());
    assert!(same.is_same() && same.rows.iter().all(|row| row.by == Some(Sameness::Key)));
}

#[test]
fn a_name_that_two_photos_have_joins_nobody() {
    let twice = [photo("a#x", "One.", None), photo("b#x", "Two.", None)];
    let once = [photo("c#x", "Three.", None)];
    assert_eq!(compared(&twice, &once).count(Kind::Added), 1);
    // Captions that are there twice are joined in order.
    let again = [photo("d#1", "Two.", None), photo("d#2", "Two.", None)];
    let before = [photo("e#3", "Two.", None), photo("e#4", "Two.", None)];
    assert!(compared(&before, &again).is_same());
}

#[test]
fn the_same_file_is_the_same_photo() {
    let with_file = |key: &str, text: &str, path: &str| {
        let mut photo = photo(key, text, None);
        photo.photo_file = Some(Box::new(crate::photo::facts::PhotoFile {
            path: path.into(),
            stamp: FileStamp { size_bytes: 9, ..FileStamp::default() },
            sidecar: None,
            problem: None,
            disagrees: false,
            picture_hash: None,
        }));
        photo
    };
    let (a, b) = ([with_file("a#1", "One.", "x")], [with_file("b#2", "Quite another.", "y")]);
    let world = World { file_sum: &|_| Some([7; 16]), ..WORLD };
    let comparison = with_sides(&a, &b, |[a, b]| compare(a, b, world)).unwrap();
    assert_eq!(comparison.rows[0].by, Some(Sameness::File));
    assert_eq!(compared(&a, &b).rows.len(), 2);
}

#[test]
fn a_comparison_can_be_stopped() {
    let world = World { progress: &|_| false, ..WORLD };
    assert_eq!(with_sides(&archive(), &published(), |[a, b]| compare(a, b, world)), None);
}

#[test]
fn a_report_tells_what_differs() {
    let table = written(&archive(), &published(), ReportFormat::Table);
    let expected = "\
+         → 1  A dog sleeps before the Capitol.
~       3 → 2  A woman raises her fist.
               Caption: A woman [-waves a flag-]{+raises her fist+}.
-         4 →  Nobody is left.
~       1 → 3  Police stand in the Rotunda!
               Caption: [-Police stand in the Rotunda.-]{+Police stand in the Rotunda!+}
~       2 → 4  A man waves the flag in the House chamber.
               Caption: A man waves [-a-]{+the+} flag in the [-Senate-]{+House+} chamber.
archive → published <b>: 1 added, 1 removed, 3 changed, 1 moved, 0 the same
";
    assert_eq!(table, expected);
    let json: serde_json::Value = serde_json::from_str(&written(&archive(), &published(), ReportFormat::Json)).unwrap();
    assert_eq!(json["counts"]["changed"], 3);
    assert_eq!(json["photos"][1]["kinds"], serde_json::json!(["changed", "moved"]));
    assert_eq!(json["photos"][1]["a"]["key"], "a#3");
    assert_eq!(json["photos"][4]["changes"][0]["words"][1], serde_json::json!({"removed": "a"}));
    let page = written(&archive(), &published(), ReportFormat::Html);
    assert!(page.contains("flag in the <del>Senate</del><ins>House</ins> chamber."), "{page}");
    assert!(page.contains("published &#60;b&#62;") && page.ends_with("</html>\n"));
}

/// The tags of a page without their attributes.
fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).map(|rest| &rest[..rest.find(|c: char| " >\n".contains(c)).unwrap_or(rest.len())]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_photo_stands_in_one_row(a in vec(any_photo(), 0..5), b in vec(any_photo(), 0..5)) {
        let comparison = compared(&a, &b);
        let mut in_a: Vec<u32> = comparison.rows.iter().filter_map(|row| row.a).collect();
        let mut in_b: Vec<u32> = comparison.rows.iter().filter_map(|row| row.b).collect();
        in_a.sort_unstable();
        in_b.sort_unstable();
        prop_assert_eq!(in_a, (0..u32::try_from(a.len()).unwrap()).collect::<Vec<_>>());
        prop_assert_eq!(in_b, (0..u32::try_from(b.len()).unwrap()).collect::<Vec<_>>());
        let known = ["!doctype", "html", "head", "meta", "title", "/title", "style", "/style", "/head", "body", "header",
            "h1", "/h1", "p", "/p", "/header", "main", "ol", "li", "strong", "/strong", "span", "/span", "dl", "div", "dt",
            "/dt", "dd", "/dd", "/div", "/dl", "/li", "/ol", "/main", "/body", "/html", "del", "/del", "ins", "/ins",
            "bdi", "/bdi"];
        let page = written(&a, &b, ReportFormat::Html);
        for tag in tags(&page) {
            prop_assert!(known.contains(&tag), "{tag}");
        }
        prop_assert!(page.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t')));
        let json = written(&a, &b, ReportFormat::Json);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
    }

    #[test]
    fn what_is_shuffled_is_moved_and_nothing_else(order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let photos: Vec<Photo> = (0..8).map(|at| photo(&format!("i#{at}"), &format!("Caption {at}."), None)).collect();
        let shuffled: Vec<Photo> = order.iter().map(|at| photos[*at].clone()).collect();
        let comparison = compared(&photos, &shuffled);
        let stay: Vec<u32> = comparison.rows.iter().filter(|row| !row.moved).filter_map(|row| row.a).collect();
        prop_assert!(stay.is_sorted(), "{stay:?}");
        prop_assert_eq!(comparison.count(Kind::Changed) + comparison.count(Kind::Added) + comparison.count(Kind::Removed), 0);
    }
}
