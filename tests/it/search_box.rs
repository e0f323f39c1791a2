//! The search box and what it does with the filter, on the screen.

use eframe::egui::{Key, Modifiers, Role};

use crate::screen::{bundled, click, key, labels, listed, node, shown, type_query};

#[test]
fn the_cross_in_the_search_box_empties_it() {
    let mut harness = bundled();
    assert!(!labels(&harness, Role::Button).contains(&"Clear the search".to_owned()));
    type_query(&mut harness, "senate");
    click(&mut harness, Role::Button, "Clear the search");
    assert_eq!((harness.state().app().query_text(), shown(&harness).len()), ("", 20));
    harness.run_steps(2);
    type_query(&mut harness, "house");
    assert_eq!(harness.state().app().query_text(), "house");
}

#[test]
fn a_place_written_by_its_alias_is_ticked_and_can_be_unticked() {
    let mut harness = bundled();
    type_query(&mut harness, "place:\"Senate wing\"");
    assert_eq!(shown(&harness), [3, 6, 7, 8, 9]);
    click(&mut harness, Role::CheckBox, "Senate, 5 photos");
    assert_eq!((harness.state().app().query_text(), shown(&harness).len()), ("", 20));
}

#[test]
fn a_place_and_not_stated_exclude_each_other() {
    let mut harness = bundled();
    click(&mut harness, Role::CheckBox, "Place not stated, 3 photos");
    click(&mut harness, Role::CheckBox, "Senate, 5 photos");
    assert_eq!(shown(&harness), [3, 6, 7, 8, 9]);
}

#[test]
fn the_search_box_completes_fields_and_values() {
    let mut harness = bundled();
    type_query(&mut harness, "place:hous");
    assert!(labels(&harness, Role::Button).contains(&"place:house".to_owned()));
    key(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(harness.state().app().query_text(), "place:house ");
    assert_eq!(shown(&harness), [12, 13, 16, 20]);
}

#[test]
fn letters_typed_in_the_search_box_are_no_commands() {
    let mut harness = bundled();
    type_query(&mut harness, "t");
    assert_eq!((listed(&harness), harness.state().app().query_text()), (vec![], "t"));
    let visible = harness.state().app().settings().list_panel.visible;
    assert!(visible, "“l” would have hidden the list panel");
}

#[test]
fn an_error_in_the_query_is_said_and_the_results_stay() {
    let mut harness = bundled();
    type_query(&mut harness, "place:rotunda");
    node(&harness, Role::TextInput, "Search captions").type_text(" \"");
    harness.run_steps(6);
    assert_eq!(shown(&harness), [5]);
    node(&harness, Role::Label, "this quotation mark is not closed (at character 15)");
}

#[test]
fn an_empty_result_offers_buttons_that_loosen_it() {
    let mut harness = bundled();
    type_query(&mut harness, "place:house zebra");
    assert_eq!(shown(&harness), Vec::<u32>::new());
    click(&mut harness, Role::Button, "Drop “zebra”: 4 photos");
    assert_eq!(shown(&harness), [12, 13, 16, 20]);
}
