//! The screen, used as a person or a screen reader uses it: controls are found by role and label, work is done at once.

use std::sync::Arc;

use cutline::app::App;
use cutline::app::command::{Command, Verb};
use cutline::jobs::Jobs;
use cutline::lists::database::Database;
use cutline::photo::knowledge::Knowledge;
use cutline::pictures::Pictures;
use cutline::readers::Input;
use cutline::settings::{Settings, Theme, View};
use cutline::ui::window::Window;
use eframe::egui::{self, Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

/// A window on some text, or on the bundled collection.
pub(crate) fn window(settings: Settings, inputs: Vec<Input>, size: Vec2) -> Harness<'static, Window> {
    // The harness sets a theme of its own after the window has chosen one.
    let theme = match settings.theme {
        Theme::Light => egui::Theme::Light,
        Theme::Dark | Theme::System => egui::Theme::Dark,
    };
    let builder = Harness::builder().with_size(size).with_theme(theme).with_max_steps(40);
    let mut harness = builder.build_eframe(move |creation| {
        let database = Database::open(None).unwrap().0;
        let lists = Arc::new(database.snapshot().unwrap());
        let knowledge = Knowledge::built_in();
        let jobs = Jobs::inline(knowledge.clone(), database);
        let pictures = Arc::new(Pictures::inline(crate::pictures::decode()));
        let mut app = App::new(settings, lists);
        let effects = app.open(inputs);
        let mut window = Window::new(&creation.egui_ctx, app, jobs, pictures, knowledge, Vec::new());
        window.perform(&creation.egui_ctx, effects);
        window
    });
    harness.run_steps(4);
    harness
}

fn bundled() -> Harness<'static, Window> {
    window(Settings::default(), vec![Input::Bundled], Vec2::new(1280.0, 800.0))
}

fn shown(harness: &Harness<'_, Window>) -> Vec<u32> {
    harness.state().app().results().order.iter().map(|index| index.0 + 1).collect()
}

fn listed(harness: &Harness<'_, Window>) -> Vec<u32> {
    let listed = harness.state().app().listed_photos();
    listed.iter().filter_map(|(_, index)| *index).map(|index| index.0 + 1).collect()
}

/// Clicks the control whose role is given and whose label begins so.
pub(crate) fn click(harness: &mut Harness<'_, Window>, role: Role, label: &str) {
    node(harness, role, label).click();
    harness.run_steps(4);
}

pub(crate) fn node<'a>(harness: &'a Harness<'_, Window>, role: Role, label: &'a str) -> egui_kittest::Node<'a> {
    let begins = move |node: &egui_kittest::Node<'a>| {
        let accesskit = node.accesskit_node();
        accesskit.role() == role && name(&accesskit).is_some_and(|found| found.starts_with(label))
    };
    let mut all: Vec<_> = harness.root().children_recursive().filter(begins).collect();
    assert!(!all.is_empty(), "no {role:?} “{label}”; there are: {:?}", labels(harness, role));
    all.remove(0)
}

/// What a node is called: a text that is only read is its own value.
fn name(node: &egui_kittest::kittest::AccessKitNode<'_>) -> Option<String> {
    node.label().or_else(|| node.value())
}

pub(crate) fn labels(harness: &Harness<'_, Window>, role: Role) -> Vec<String> {
    let nodes = harness.root().children_recursive();
    nodes.filter(|node| node.accesskit_node().role() == role).filter_map(|node| name(&node.accesskit_node())).collect()
}

/// Asks for a command as a control does.
pub(crate) fn command(harness: &mut Harness<'_, Window>, command: Command) {
    let ctx = harness.ctx.clone();
    harness.state_mut().command(&ctx, command);
    harness.run_steps(6);
}

/// Asks for a command as its menu entry does.
pub(crate) fn ask(harness: &mut Harness<'_, Window>, verb: Verb) {
    command(harness, Command::Do(verb));
}

pub(crate) fn key(harness: &mut Harness<'_, Window>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(4);
}

fn type_query(harness: &mut Harness<'_, Window>, text: &str) {
    key(harness, Modifiers::COMMAND, Key::F);
    node(harness, Role::TextInput, "Search captions").type_text(text);
    harness.run_steps(6);
}

#[test]
fn the_first_start_shows_the_twenty_captions() {
    let harness = bundled();
    assert_eq!(shown(&harness), (1..=20).collect::<Vec<_>>());
    node(&harness, Role::ListBoxOption, "1, Protesters gather at the US Capitol Building in Washington, DC.");
    node(&harness, Role::Status, "US Capitol, 7 January 2021 · published 2021-01-07 · With AAP · 20 photos");
}

#[test]
fn places_are_filtered_by_mouse_alone() {
    for (label, expected) in [
        ("Senate, 5 photos", vec![3, 6, 7, 8, 9]),
        ("House, 4 photos", vec![12, 13, 16, 20]),
        ("Rotunda, 1 photo", vec![5]),
        ("Outside, 2 photos", vec![17, 18]),
        ("Place not stated, 3 photos", vec![14, 15, 19]),
    ] {
        let mut harness = bundled();
        click(&mut harness, Role::CheckBox, label);
        assert_eq!(shown(&harness), expected, "{label}");
        click(&mut harness, Role::CheckBox, label);
        assert_eq!(shown(&harness).len(), 20, "{label} unticked");
    }
}

#[test]
fn places_are_filtered_by_keyboard_alone() {
    let mut harness = bundled();
    type_query(&mut harness, "place:senate");
    assert_eq!(shown(&harness), [3, 6, 7, 8, 9]);
    key(&mut harness, Modifiers::NONE, Key::Escape);
    key(&mut harness, Modifiers::NONE, Key::Escape);
    key(&mut harness, Modifiers::NONE, Key::End);
    key(&mut harness, Modifiers::NONE, Key::T);
    key(&mut harness, Modifiers::NONE, Key::Home);
    key(&mut harness, Modifiers::NONE, Key::T);
    assert_eq!(listed(&harness), [9, 3]);
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(listed(&harness), [9]);
    key(&mut harness, Modifiers::COMMAND, Key::Y);
    assert_eq!(listed(&harness), [9, 3]);
}

#[test]
fn arrows_walk_on_after_a_click() {
    let mut harness = bundled();
    click(&mut harness, Role::ListBoxOption, "1, Protesters gather");
    for expected in [1, 2, 3] {
        key(&mut harness, Modifiers::NONE, Key::ArrowRight);
        assert_eq!(harness.state().app().selection().focus().map(|index| index.0), Some(expected));
    }
    node(&harness, Role::ListBox, "Photos, 20 shown; in focus 4, Protesters break into the US Capitol.");
}

#[test]
fn delete_takes_the_photo_off_the_list_that_was_clicked_there() {
    let mut harness = bundled();
    click(&mut harness, Role::CheckBox, "Photo 1 on the list");
    click(&mut harness, Role::CheckBox, "Photo 2 on the list");
    click(&mut harness, Role::CheckBox, "Photo 3 on the list");
    click(&mut harness, Role::CheckBox, "Senate, 5 photos");
    click(&mut harness, Role::ListItem, "1 on the list");
    key(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(listed(&harness), [2, 3]);
    // The focus goes on to the next photo of the list, and at the end back to the one before.
    click(&mut harness, Role::CheckBox, "Photo 6 on the list");
    click(&mut harness, Role::ListItem, "2 on the list");
    key(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(listed(&harness), [2, 6]);
    key(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(listed(&harness), [2]);
    key(&mut harness, Modifiers::NONE, Key::Delete);
    assert!(listed(&harness).is_empty());
}

#[test]
fn a_photo_of_the_list_is_dropped_before_or_after_another() {
    let mut harness = bundled();
    for photo in 1..=4 {
        click(&mut harness, Role::CheckBox, &format!("Photo {photo} on the list"));
    }
    for (from, to, side, expected) in [
        (1, 2, 1.0, [2, 1, 3, 4]),
        (1, 2, -1.0, [2, 1, 3, 4]),
        (4, 1, -1.0, [4, 2, 1, 3]),
        (1, 4, 1.0, [2, 1, 3, 4]),
        (2, 2, 1.0, [2, 1, 3, 4]),
    ] {
        let card = |at: usize| node(&harness, Role::ListItem, &format!("{at} on the list")).rect();
        let (start, end) = (card(from).center(), card(to).center() + Vec2::new(side * card(to).width() / 4.0, 0.0));
        harness.drag_at(start);
        harness.run_steps(2);
        harness.hover_at(start + Vec2::splat(10.0));
        harness.run_steps(2);
        harness.hover_at(end);
        harness.run_steps(2);
        harness.drop_at(end);
        harness.run_steps(4);
        assert_eq!(listed(&harness), expected, "{from} to {to}");
    }
}

#[test]
fn an_edge_between_columns_follows_the_pointer_where_there_is_no_room_to_spare() {
    let mut settings = Settings::default();
    settings.view = View::List;
    let mut harness = window(settings, vec![Input::Bundled], Vec2::new(1_240.0, 700.0));
    let widths = |harness: &Harness<'_, Window>| {
        ["Place", "Credit"].map(|label| node(harness, Role::ColumnHeader, label).rect().width())
    };
    let before = widths(&harness);
    let edge = node(&harness, Role::Splitter, "Width of Place").rect().center();
    harness.drag_at(edge);
    harness.run_steps(2);
    for way in [20.0, 40.0] {
        harness.hover_at(edge - Vec2::new(way, 0.0));
        harness.run_steps(2);
    }
    harness.drop_at(edge - Vec2::new(40.0, 0.0));
    harness.run_steps(2);
    let after = widths(&harness);
    assert!((after[0] - before[0] - 40.0).abs() < 2.0 && (after[1] - before[1]).abs() < 1.0, "{before:?} {after:?}");
}

#[test]
fn arrow_keys_enter_the_plan_when_nothing_has_the_focus() {
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND, Key::Num4);
    key(&mut harness, Modifiers::NONE, Key::Escape);
    key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    let focused = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
    let role = focused.map(|node| node.accesskit_node().role());
    assert_eq!(role, Some(Role::CheckBox), "a part of the plan");
}

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

#[test]
fn the_large_view_is_entered_walked_and_left() {
    let mut harness = bundled();
    key(&mut harness, Modifiers::NONE, Key::End);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    node(&harness, Role::Figure, "Photo 20: Rep. Jason Crow comforts Rep. Susan Wild");
    key(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    node(&harness, Role::Figure, "Photo 19: Trump supporters stand");
    click(&mut harness, Role::Button, "Previous photo");
    node(&harness, Role::Figure, "Photo 18: A protester stands on scaffolding");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().app().loupe().is_none());
    assert_eq!(harness.state().app().selection().focus().map(|index| index.0), Some(17));
}

#[test]
fn the_list_view_speaks_position_caption_credit_and_state() {
    let mut harness = bundled();
    key(&mut harness, Modifiers::NONE, Key::T);
    click(&mut harness, Role::RadioButton, "List view");
    node(
        &harness,
        Role::ListBoxOption,
        "1, Protesters gather at the US Capitol Building in Washington, DC., Getty, on the list",
    );
    click(&mut harness, Role::ColumnHeader, "Place");
    assert_eq!(shown(&harness)[..5], [1, 2, 4, 9, 10], "the whole sorts before its parts");
    click(&mut harness, Role::ColumnHeader, "Place");
    assert_eq!(shown(&harness)[17..], [14, 15, 19], "photos without a place stay last");
}

#[test]
fn the_list_says_what_the_filter_hides_and_shows_it() {
    let mut harness = bundled();
    click(&mut harness, Role::CheckBox, "Photo 1 on the list");
    click(&mut harness, Role::CheckBox, "Senate, 5 photos");
    node(&harness, Role::Label, "1 hidden by filter");
    click(&mut harness, Role::Button, "Show it");
    assert_eq!(shown(&harness), [1]);
}

#[test]
fn lists_are_made_named_and_deleted() {
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND, Key::N);
    node(&harness, Role::TextInput, "Name").type_text("Monday page 3");
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Make list");
    node(&harness, Role::ComboBox, "Current list: Monday page 3");
    key(&mut harness, Modifiers::COMMAND, Key::Delete);
    node(&harness, Role::ComboBox, "Current list: List 1");
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    node(&harness, Role::ComboBox, "Current list: Monday page 3");
}

#[test]
fn a_list_is_exported_by_the_dialog() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let mut harness = bundled();
    key(&mut harness, Modifiers::NONE, Key::T);
    key(&mut harness, Modifiers::COMMAND, Key::E);
    node(&harness, Role::TextInput, "Destination").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "Destination").type_text(&path.display().to_string());
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Export 1 photo");
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(
        written.contains("Protesters gather at the US Capitol Building in Washington, DC. Image: Getty."),
        "{written}"
    );
    node(&harness, Role::Alert, "Exported 1 photo to");
}

#[test]
fn every_command_stands_on_the_help_page_with_its_key() {
    let mut harness = bundled();
    key(&mut harness, Modifiers::SHIFT, Key::Questionmark);
    node(&harness, Role::Dialog, "Commands and keys");
    let (helps, buttons) = (labels(&harness, Role::Label), labels(&harness, Role::Button));
    for row in cutline::app::command::table::TABLE {
        assert!(helps.iter().any(|label| label == row.help), "{:?} is on the page", row.verb);
        let keys: Vec<String> = row.shortcuts.iter().map(|shortcut| shortcut.label()).collect();
        let button = format!("{} {}", row.label, keys.join(", "));
        assert!(buttons.contains(&button), "{button}");
    }
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().app().dialog().is_none());
}

#[test]
fn pasted_text_is_read_for_captions() {
    let mut harness = bundled();
    harness.event(eframe::egui::Event::Paste("A man waves to his dog. Image: Getty.".to_owned()));
    harness.run_steps(4);
    node(&harness, Role::ListBoxOption, "1, A man waves to his dog.");
    harness.event(eframe::egui::Event::Paste("nothing of the kind".to_owned()));
    harness.run_steps(4);
    node(&harness, Role::Alert, "No captions found");
    node(&harness, Role::ListBoxOption, "1, A man waves to his dog.");
}

#[test]
fn every_control_has_a_name() {
    for view in [Key::Num2, Key::Num3] {
        let mut harness = bundled();
        key(&mut harness, Modifiers::COMMAND, view);
        key(&mut harness, Modifiers::NONE, Key::T);
        let named = [
            Role::Button,
            Role::CheckBox,
            Role::RadioButton,
            Role::TextInput,
            Role::ComboBox,
            Role::ListBox,
            Role::ListBoxOption,
            Role::ListItem,
            Role::ColumnHeader,
            Role::DisclosureTriangle,
        ];
        for node in harness.root().children_recursive() {
            let accesskit = node.accesskit_node();
            if named.contains(&accesskit.role()) {
                assert!(
                    accesskit.label().is_some_and(|label| !label.trim().is_empty()),
                    "{:?} has no name",
                    accesskit.role()
                );
            }
        }
    }
}

#[test]
fn a_small_window_and_strange_captions_do_no_harm() {
    let long = "word ".repeat(3_000);
    let text = format!(
        "{long}. Image: Getty.\n<b>bold</b> & [marked] caption. Image: Getty.\n=1+1 is no formula here. (Photo by Jane Doe/AFP)"
    );
    let mut harness = window(Settings::default(), vec![Input::Pasted(text)], Vec2::new(640.0, 420.0));
    assert_eq!(shown(&harness).len(), 3);
    for press in [Key::Enter, Key::ArrowRight, Key::ArrowRight, Key::Z, Key::Plus, Key::Escape] {
        key(&mut harness, Modifiers::NONE, press);
    }
    assert!(harness.state().app().loupe().is_none());
}

fn node_exists(harness: &Harness<'_, Window>, role: Role, label: &str) -> bool {
    labels(harness, role).iter().any(|found| found.starts_with(label))
}

#[test]
fn the_parts_of_a_caption_filter_and_say_why() {
    let mut harness = bundled();
    click(&mut harness, Role::ListBoxOption, "3, A pro-Trump group");
    let part = "Senate chamber: Place: outside, United States › Washington, DC › US Capitol › Senate › Senate chamber";
    click(&mut harness, Role::Button, part);
    assert_eq!(harness.state().app().query_text(), "place:senate-chamber");
    assert_eq!(shown(&harness), [3, 6, 7, 8, 9]);
    // By the keyboard too, and back.
    node(&harness, Role::Button, part).focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().app().query_text(), "");
}

#[test]
fn the_details_tell_what_was_read_in_the_caption_from_what_is_stated() {
    let table = "caption,published,date_created\n\
                 A man waves on January 6. (Photo by Jane Doe/AP),2021-01-07,\n\
                 A man waves on Jan. 6 2021. (Photo by Jane Doe/AP),,2020-05-05\n";
    let mut harness = window(Settings::default(), vec![Input::Pasted(table.to_owned())], Vec2::new(1280.0, 800.0));
    let origin = |harness: &Harness<'_, Window>, of: &str| {
        let labels = labels(harness, Role::Label);
        let at = labels.iter().position(|label| label == of).unwrap();
        labels[at + 1..at + 3].to_vec()
    };
    assert_eq!(origin(&harness, "Date created"), ["2021-01-06", "read in the caption · year taken from the rest"]);
    assert_eq!(origin(&harness, "Creator"), ["Jane Doe", "read in the caption"]);
    click(&mut harness, Role::ListBoxOption, "2, A man waves");
    assert_eq!(origin(&harness, "Date created"), ["2020-05-05", "stated"]);
}

#[test]
fn a_part_of_a_caption_is_corrected_by_its_menu_and_taken_back() {
    let mut harness = bundled();
    click(&mut harness, Role::ListBoxOption, "5, A pro-Trump protester carries");
    node(&harness, Role::Button, "Rotunda: Place").click_secondary();
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Not a place");
    harness.run_steps(4);
    assert!(!node_exists(&harness, Role::CheckBox, "Rotunda"), "the filter is gone");
    node(&harness, Role::Button, "Rotunda: Not a place, corrected by you");
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    harness.run_steps(4);
    assert!(node_exists(&harness, Role::CheckBox, "Rotunda, 1 photo"));
}

#[test]
fn words_are_said_to_be_a_place_that_is_looked_for() {
    let mut harness = bundled();
    click(&mut harness, Role::ListBoxOption, "5, A pro-Trump protester carries");
    node(&harness, Role::Button, "Rotunda: Place").click_secondary();
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Is another place…");
    node(&harness, Role::TextInput, "Search places").type_text("");
    harness.run_steps(2);
    // The words themselves are looked for first; others are typed.
    click(&mut harness, Role::RadioButton, "United States › Washington, DC › US Capitol › Rotunda");
    key(&mut harness, Modifiers::COMMAND, Key::A);
    node(&harness, Role::TextInput, "Search places").focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::COMMAND, Key::A);
    node(&harness, Role::TextInput, "Search places").type_text("crypt");
    harness.run_steps(4);
    click(&mut harness, Role::RadioButton, "United States › Washington, DC › US Capitol › Crypt");
    click(&mut harness, Role::Button, "Correct");
    harness.run_steps(4);
    assert!(node_exists(&harness, Role::CheckBox, "Crypt, 1 photo"), "{:?}", labels(&harness, Role::CheckBox));
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    click(&mut harness, Role::Button, "Remove: “Rotunda” is the place");
    harness.run_steps(4);
    assert!(!node_exists(&harness, Role::CheckBox, "Crypt"));
    click(&mut harness, Role::Button, "Close");
    assert!(node_exists(&harness, Role::CheckBox, "Rotunda, 1 photo"));
}

#[test]
fn corrections_are_exported_and_imported_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.csv").display().to_string();
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    click(&mut harness, Role::Button, "Add…");
    node(&harness, Role::TextInput, "Words of captions").type_text("Senate chamber");
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Correct");
    harness.run_steps(4);
    let senate = |harness: &Harness<'_, Window>| {
        labels(harness, Role::CheckBox).iter().any(|l| l.starts_with("Senate chamber, 5 photos"))
    };
    assert!(!senate(&harness));
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    node(&harness, Role::TextInput, "File of corrections").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "File of corrections").type_text(&path);
    harness.run_steps(4);
    click(&mut harness, Role::Button, "Write corrections");
    node(&harness, Role::Alert, "Exported 1 correction to");
    click(&mut harness, Role::Button, "Write corrections");
    node(&harness, Role::Alert, "There is a file of that name already");
    click(&mut harness, Role::Button, "Replace the file");
    click(&mut harness, Role::Button, "Remove: “Senate chamber” not a place");
    harness.run_steps(4);
    assert!(senate(&harness));
    click(&mut harness, Role::Button, "Read corrections");
    harness.run_steps(4);
    assert!(!senate(&harness));
}

fn at_places(size: Vec2) -> Harness<'static, Window> {
    let mut harness = window(Settings::default(), vec![Input::Bundled], size);
    key(&mut harness, Modifiers::COMMAND, Key::Num4);
    harness
}

#[test]
fn the_parts_of_the_plan_filter_by_a_click_as_the_filter_panel_does() {
    for (label, n_photos, query, expected) in [
        ("Senate", "5 photos", "place:senate", vec![3, 6, 7, 8, 9]),
        ("House", "4 photos", "place:house", vec![12, 13, 16, 20]),
        ("Rotunda", "1 photo", "place:rotunda", vec![5]),
        ("Outside", "2 photos", "place:exterior", vec![17, 18]),
        ("US Capitol", "17 photos", "place:us-capitol", (1..=20).filter(|n| ![14, 15, 19].contains(n)).collect()),
        ("No place stated", "3 photos", "-has:place", vec![14, 15, 19]),
    ] {
        let mut harness = at_places(Vec2::new(1280.0, 800.0));
        key(&mut harness, Modifiers::NONE, Key::Backslash);
        press(&mut harness, &format!("{label}, {n_photos}"));
        assert_eq!((harness.state().app().query_text(), shown(&harness)), (query, expected), "{label}");
        if label != "No place stated" {
            press(&mut harness, &format!("{label}, {n_photos}, ticked"));
            assert_eq!(shown(&harness).len(), 20, "{label}");
        }
    }
}

/// Presses a part of the plan as a screen reader does: in the middle of a wing lies a room of it.
fn press(harness: &mut Harness<'_, Window>, label: &str) {
    node(harness, Role::CheckBox, label).click_accesskit();
    harness.run_steps(4);
}

#[test]
fn the_rotunda_is_in_the_middle_of_the_plan() {
    let mut harness = at_places(Vec2::new(1280.0, 800.0));
    key(&mut harness, Modifiers::NONE, Key::Backslash);
    click(&mut harness, Role::CheckBox, "Rotunda, 1 photo");
    assert_eq!(shown(&harness), [5]);
}

#[test]
fn arrow_keys_walk_over_the_plan_and_enter_ticks() {
    let mut harness = at_places(Vec2::new(1280.0, 800.0));
    key(&mut harness, Modifiers::NONE, Key::Backslash);
    node(&harness, Role::CheckBox, "Rotunda, 1 photo").focus();
    harness.run_steps(3);
    // The plan is wider than high: north is to the right.
    key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    let query = harness.state().app().query_text().to_owned();
    assert!(query.starts_with("place:senate"), "{query}");
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().app().query_text(), "");
    key(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    key(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    let query = harness.state().app().query_text().to_owned();
    assert!(!query.is_empty() && !query.starts_with("place:senate"), "{query}");
}

#[test]
fn the_world_is_a_click_away_and_says_what_has_no_position() {
    let mut harness = at_places(Vec2::new(1280.0, 800.0));
    click(&mut harness, Role::RadioButton, "Show where on the world the places are");
    node(&harness, Role::Image, "Map of the world");
    for button in ["Zoom in (+)", "Zoom out (−)", "Show the whole world (0)"] {
        click(&mut harness, Role::Button, button);
    }
    click(&mut harness, Role::RadioButton, "Show the plan of the Capitol");
    node(&harness, Role::CheckBox, "Rotunda, 1 photo");
}

#[test]
fn places_of_the_world_are_clusters_that_filter() {
    let text = "A man waves in Paris, France. Image: Getty.\n\nA woman waves in Berlin, Germany. Image: Getty.\n\n\
                A child waves in Tokyo, Japan. Image: Getty.\n";
    let inputs = vec![Input::Pasted(text.to_owned())];
    let mut harness = window(Settings::default(), inputs, Vec2::new(1280.0, 800.0));
    key(&mut harness, Modifiers::COMMAND, Key::Num4);
    key(&mut harness, Modifiers::NONE, Key::Backslash);
    node(&harness, Role::Image, "Map of the world");
    press(&mut harness, "Tokyo, 1 photo");
    assert_eq!(shown(&harness), [3]);
    press(&mut harness, "Tokyo, 1 photo, ticked");
    assert_eq!(shown(&harness), [1, 2, 3]);
    // Europe's towns are one cluster until one zooms in.
    for _ in 0..12 {
        key(&mut harness, Modifiers::NONE, Key::Plus);
    }
    assert!(harness.state().app().query_text().is_empty());
}

#[test]
fn a_window_of_any_size_comes_to_rest() {
    // So many values that a section has a box to search them, and years enough for a histogram.
    let rows = (0..200).map(|at| format!("{},A flag.,subject number {at},Jane Doe the {at}th\n", 1900 + at % 100));
    let table = format!("date_created,caption,keywords,creator\n{}", rows.collect::<String>());
    for width in (640..1500).step_by(60) {
        for height in [480, 520, 640, 800] {
            let size = Vec2::new(width as f32, height as f32);
            for input in [Input::Bundled, Input::Pasted(table.clone())] {
                let mut harness = window(Settings::default(), vec![input], size);
                assert!(harness.try_run().is_ok(), "{size} goes on drawing itself");
            }
        }
    }
}
