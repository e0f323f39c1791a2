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

pub(crate) fn bundled() -> Harness<'static, Window> {
    window(Settings::default(), vec![Input::Bundled], Vec2::new(1280.0, 800.0))
}

pub(crate) fn shown(harness: &Harness<'_, Window>) -> Vec<u32> {
    harness.state().app().results().order.iter().map(|index| index.0 + 1).collect()
}

pub(crate) fn listed(harness: &Harness<'_, Window>) -> Vec<u32> {
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
pub(crate) fn name(node: &egui_kittest::kittest::AccessKitNode<'_>) -> Option<String> {
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

pub(crate) fn type_query(harness: &mut Harness<'_, Window>, text: &str) {
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

pub(crate) fn node_exists(harness: &Harness<'_, Window>, role: Role, label: &str) -> bool {
    labels(harness, role).iter().any(|found| found.starts_with(label))
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
