use super::*;

fn value(name: &str, depth: usize, has_children: bool) -> FacetValue {
    let folded_names = vec![text::fold(name)];
    FacetValue { value: name.to_owned(), label: name.to_owned(), depth, has_children, folded_names }
}

fn made_for(search: &str, shown_max: usize, ticks: &[&str]) -> MadeFor {
    let ticks = ticks.iter().map(|tick| (*tick).to_owned()).collect();
    MadeFor { answer: 0, search: search.to_owned(), shown_max: Some(shown_max), n_turns: 0, ticks, is_scale: false }
}

/// The names of the rows that are shown, and how many are left.
fn check(values: Vec<FacetValue>, n_photos: &[usize], of: &MadeFor, turned: &[&str], expected: &[&str], n_left: usize) {
    let mut facet = Facet::default();
    facet.values = values;
    let count = FacetCount { n_photos: n_photos.to_vec(), n_without: 0 };
    let turned = turned.iter().map(|name| (*name).to_owned()).collect();
    let made = Made::of(&facet, &count, of, &turned);
    let names: Vec<&str> = made.rows.iter().map(|row| facet.values[row.value].label.as_str()).collect();
    assert_eq!((names.as_slice(), made.n_left), (expected, n_left), "{of:?}");
}

fn people(n_people: usize) -> (Vec<FacetValue>, Vec<usize>) {
    let values = (0..n_people).map(|number| value(&format!("Person {number}"), 0, false));
    // The one in the middle has the most photos.
    let n_photos = (0..n_people).map(|number| n_people - number.abs_diff(n_people / 2));
    (values.collect(), n_photos.collect())
}

#[test]
fn stars_stand_in_their_order_whatever_their_photos_and_ticks() {
    let stars = ["5", "3", "1"].map(|stars| value(stars, 0, false));
    let of = MadeFor { is_scale: true, ..made_for("", 12, &["1"]) };
    check(stars.to_vec(), &[1, 9, 4], &of, &[], &["5", "3", "1"], 0);
}

#[test]
fn of_twenty_thousand_people_those_with_the_most_photos_come_first_and_the_ticked_before_them() {
    let (values, n_photos) = people(20_000);
    check(
        values,
        &n_photos,
        &made_for("", 4, &["person 7"]),
        &[],
        &["Person 7", "Person 10000", "Person 9999", "Person 10001"],
        19_996,
    );
}

#[test]
fn the_box_finds_values_by_any_part_of_any_of_their_names() {
    let (mut values, n_photos) = people(2_000);
    values[1_234].folded_names.push("elise".to_owned());
    check(values.clone(), &n_photos, &made_for("1234", 12, &[]), &[], &["Person 1234"], 0);
    check(values.clone(), &n_photos, &made_for("lis", 12, &[]), &[], &["Person 1234"], 0);
    check(values, &n_photos, &made_for("nobody", 12, &[]), &[], &[], 0);
}

#[test]
fn a_small_tree_is_open_and_a_branch_can_be_closed() {
    let tree =
        || vec![value("USA", 0, true), value("Ohio", 1, true), value("Akron", 2, false), value("Texas", 1, false)];
    check(tree(), &[3, 2, 1, 1], &made_for("", 12, &[]), &[], &["USA", "Ohio", "Akron", "Texas"], 0);
    check(tree(), &[3, 2, 1, 1], &made_for("", 12, &[]), &["Ohio"], &["USA", "Ohio", "Texas"], 0);
    check(tree(), &[3, 2, 1, 1], &made_for("", 12, &["akron"]), &["USA"], &["USA", "Ohio", "Akron"], 0);
    check(tree(), &[3, 2, 1, 1], &made_for("akr", 12, &[]), &["USA"], &["USA", "Ohio", "Akron"], 0);
}

#[test]
fn of_a_large_tree_only_the_top_is_open() {
    let mut tree = vec![value("World", 0, true)];
    for country in 0..20 {
        tree.push(value(&format!("Country {country}"), 1, true));
        tree.extend((0..30).map(|town| value(&format!("Town {country}/{town}"), 2, false)));
    }
    let n_photos = vec![1; tree.len()];
    let countries: Vec<String> = (0..20).map(|country| format!("Country {country}")).collect();
    let mut expected = vec!["World"];
    expected.extend(countries.iter().map(String::as_str));
    check(tree.clone(), &n_photos, &made_for("", 21, &[]), &[], &expected, 0);
    let opened: Vec<String> = (0..30).map(|town| format!("Town 0/{town}")).collect();
    let mut expected = vec!["World", "Country 0"];
    expected.extend(opened.iter().map(String::as_str));
    expected.extend(countries.iter().skip(1).map(String::as_str));
    check(tree, &n_photos, &made_for("", 21, &[]), &["Country 0"], &expected, 0);
}

#[test]
fn of_a_long_tree_the_values_with_the_most_photos_are_shown_with_what_they_stand_inside_of_and_what_is_ticked() {
    let tree = || {
        let mut tree: Vec<FacetValue> = (0..200).map(|number| value(&format!("Word {number}"), 0, false)).collect();
        tree.extend([value("People", 0, true), value("Senators", 1, true), value("Ted Cruz", 2, false)]);
        tree
    };
    let mut n_photos = vec![1; 203];
    (n_photos[7], n_photos[150]) = (5, 9);
    check(tree(), &n_photos, &made_for("", 2, &[]), &[], &["Word 7", "Word 150"], 199);
    check(tree(), &n_photos, &made_for("", 2, &["word 90"]), &[], &["Word 7", "Word 90", "Word 150"], 198);
    let of_ticked = ["Word 7", "Word 150", "People", "Senators", "Ted Cruz"];
    check(tree(), &n_photos, &made_for("", 2, &["ted cruz"]), &[], &of_ticked, 198);
}

#[test]
fn what_is_opened_by_hand_in_a_long_tree_takes_the_place_of_nothing() {
    let tree = || vec![value("A", 0, false), value("B", 0, true), value("C", 1, false), value("D", 0, false)];
    let mut long: Vec<FacetValue> = tree();
    long.extend((0..60).map(|number| value(&format!("Word {number}"), 0, false)));
    let mut n_photos = vec![1; long.len()];
    (n_photos[1], n_photos[3]) = (9, 8);
    check(long.clone(), &n_photos, &made_for("", 2, &[]), &[], &["B", "D"], 61);
    check(long, &n_photos, &made_for("", 2, &[]), &["B"], &["B", "C", "D"], 61);
}
