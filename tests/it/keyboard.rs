//! What the screen offers to those who use keys or a screen reader: menus, parts of captions, findings, small windows.

use cutline::readers::Input;
use cutline::settings::Settings;
use cutline::ui::window::Window;
use eframe::egui::{Key, Modifiers, Role, Vec2, accesskit};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

use crate::screen::{click, key, labels, node, window};

const SIZE: Vec2 = Vec2::new(1280.0, 800.0);

fn bundled(size: Vec2) -> Harness<'static, Window> {
    window(Settings::default(), vec![Input::Bundled], size)
}

fn pasted(text: &str) -> Harness<'static, Window> {
    window(Settings::default(), vec![Input::Pasted(text.to_owned())], SIZE)
}

fn shown(harness: &Harness<'_, Window>) -> Vec<u32> {
    harness.state().app().results().order.iter().map(|index| index.0 + 1).collect()
}

fn listed(harness: &Harness<'_, Window>) -> usize {
    harness.state().app().listed_photos().len()
}

fn has(harness: &Harness<'_, Window>, role: Role, label: &str) -> bool {
    labels(harness, role).iter().any(|found| found.starts_with(label))
}

fn query<'a>(harness: &'a Harness<'_, Window>) -> &'a str {
    harness.state().app().query_text()
}

fn focused(harness: &Harness<'_, Window>) -> Option<String> {
    let focused = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
    focused.and_then(|node| node.accesskit_node().label())
}

#[test]
fn a_part_of_a_caption_is_corrected_by_keys_alone() {
    for (modifiers, menu_key) in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        let mut harness = bundled(SIZE);
        click(&mut harness, Role::ListBoxOption, "5, A pro-Trump protester carries");
        node(&harness, Role::Button, "Rotunda: Place").focus();
        harness.run_steps(2);
        key(&mut harness, modifiers, menu_key);
        assert_eq!(focused(&harness).as_deref(), Some("Filter by this"), "the first entry has the focus");
        node(&harness, Role::Button, "Not a place").focus();
        harness.run_steps(2);
        key(&mut harness, Modifiers::NONE, Key::Enter);
        harness.run_steps(4);
        assert!(!has(&harness, Role::CheckBox, "Rotunda"), "the filter is gone");
        node(&harness, Role::Button, "Rotunda: Not a place, corrected by you");
    }
}

#[test]
fn a_menu_that_is_left_gives_the_focus_back() {
    let mut harness = bundled(SIZE);
    click(&mut harness, Role::ListBoxOption, "5, A pro-Trump protester carries");
    node(&harness, Role::Button, "Rotunda: Place").focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::SHIFT, Key::F10);
    assert!(has(&harness, Role::Button, "Not a place"));
    key(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run_steps(4);
    assert!(!has(&harness, Role::Button, "Not a place"));
    assert!(focused(&harness).is_some_and(|label| label.starts_with("Rotunda: Place")), "{:?}", focused(&harness));
}

#[test]
fn a_screen_reader_opens_the_menu_of_a_part_of_a_caption() {
    let mut harness = bundled(SIZE);
    click(&mut harness, Role::ListBoxOption, "5, A pro-Trump protester carries");
    let part = node(&harness, Role::Button, "Rotunda: Place");
    assert!(part.accesskit_node().data().supports_action(accesskit::Action::ShowContextMenu));
    let (target_node, target_tree) = part.accesskit_node().locate();
    let request =
        accesskit::ActionRequest { action: accesskit::Action::ShowContextMenu, target_tree, target_node, data: None };
    harness.event(eframe::egui::Event::AccessKitActionRequest(request));
    harness.run_steps(4);
    assert!(has(&harness, Role::Button, "Not a place"));
}

#[test]
fn the_photo_in_focus_has_its_menu_by_key() {
    let mut harness = bundled(SIZE);
    click(&mut harness, Role::ListBoxOption, "3, A pro-Trump group");
    key(&mut harness, Modifiers::SHIFT, Key::F10);
    assert!(focused(&harness).is_some_and(|label| label.starts_with("Open large")));
    node(&harness, Role::Button, "Add to list").focus();
    harness.run_steps(2);
    let before = listed(&harness);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!((before, listed(&harness)), (0, 1));
}

#[test]
fn shift_and_arrows_select_on_the_way() {
    let mut harness = bundled(SIZE);
    for press in [Key::Home, Key::ArrowRight, Key::ArrowRight] {
        let modifiers = if press == Key::Home { Modifiers::NONE } else { Modifiers::SHIFT };
        key(&mut harness, modifiers, press);
    }
    assert_eq!(harness.state().app().selection().n_photos(), 3);
}

#[test]
fn an_organization_in_a_caption_filters() {
    let mut harness = pasted(
        "Members of the Oath Keepers gather. Image: Getty.\n\nA man waves. Image: Getty.\n\n\
         A sign of the World Health Organization is seen. Image: Getty.\n",
    );
    assert_eq!(shown(&harness).len(), 3);
    click(&mut harness, Role::ListBoxOption, "3, A sign of");
    click(&mut harness, Role::Button, "World Health Organization: Organization");
    assert_eq!(query(&harness), "organization:\"World Health Organization\"");
    assert_eq!(shown(&harness), [3]);
    click(&mut harness, Role::Button, "World Health Organization: Organization");
    assert_eq!(query(&harness), "");
}

#[test]
fn a_date_in_a_caption_filters_by_the_date_that_was_clicked() {
    let mut harness = pasted(
        "A man waves on January 6, 2021, a year after the fire of May 2, 2020. Image: Getty.\n\n\
         A woman waves on May 2, 2020. Image: Getty.\n",
    );
    click(&mut harness, Role::ListBoxOption, "1, A man waves");
    click(&mut harness, Role::Button, "May 2, 2020: Date");
    assert_eq!(query(&harness), "date:2020-05-02");
    assert_eq!(shown(&harness), [2]);
}

#[test]
fn findings_are_listed_filter_and_are_counted() {
    let mut harness = pasted(
        "Name to come waves in Paris, France, on Tuesday, January 6, 2021. Image: Getty.\n\n\
         A man waves in Paris, France, on January 6, 2021. Image: Getty.\n",
    );
    click(&mut harness, Role::ListBoxOption, "1, Name to come");
    let finding = "Weekday";
    assert!(has(&harness, Role::Button, finding), "{:?}", labels(&harness, Role::Button));
    click(&mut harness, Role::Button, finding);
    assert!(query(&harness).starts_with("lint:"), "{}", query(&harness));
    assert_eq!(shown(&harness), [1]);
    // The same stands in the filter panel, ticked, with its count.
    click(&mut harness, Role::DisclosureTriangle, "Findings");
    let ticked = labels(&harness, Role::CheckBox);
    assert!(ticked.iter().any(|label| label.starts_with(finding) && label.ends_with("1 photo")), "{ticked:?}");
    click(&mut harness, Role::Button, finding);
    assert_eq!(query(&harness), "");
}

#[test]
fn findings_are_reached_by_keys() {
    let mut harness = bundled(SIZE);
    click(&mut harness, Role::ListBoxOption, "8, A protester sits");
    node(&harness, Role::Button, "People without names, note").focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(query(&harness), "lint:unnamed-people");
}

#[test]
fn places_are_filtered_on_the_plan_by_keys() {
    let mut harness = bundled(SIZE);
    key(&mut harness, Modifiers::COMMAND, Key::Num4);
    key(&mut harness, Modifiers::NONE, Key::Backslash);
    node(&harness, Role::CheckBox, "Senate, 5 photos").focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::NONE, Key::Space);
    assert_eq!(shown(&harness), [3, 6, 7, 8, 9]);
    key(&mut harness, Modifiers::NONE, Key::Space);
    assert_eq!(shown(&harness).len(), 20);
}

#[test]
fn nothing_in_the_bar_stands_over_another_in_a_narrow_window() {
    for width in [640.0, 700.0, 860.0, 900.0, 1280.0] {
        let harness = bundled(Vec2::new(width, 420.0));
        let search = node(&harness, Role::TextInput, "Search captions").rect();
        let count = node(&harness, Role::Status, "20 of 20 photos shown").rect();
        let sort = node(&harness, Role::ComboBox, "Sort by").rect();
        let grid = node(&harness, Role::RadioButton, "Grid").rect();
        let places = node(&harness, Role::RadioButton, "Places").rect();
        assert!(search.width() >= 120.0, "{width}: {search}");
        assert!(search.right() <= count.left() && count.right() <= sort.left(), "{width}: {search} {count} {sort}");
        assert!(sort.right() <= grid.left() && places.right() <= width, "{width}: {sort} {grid} {places}");
    }
}

#[test]
fn in_a_narrow_window_every_command_is_in_one_menu() {
    let mut harness = bundled(Vec2::new(700.0, 500.0));
    click(&mut harness, Role::Button, "Menu");
    for menu in ["File", "Edit", "List", "View", "Help", "Settings"] {
        assert!(has(&harness, Role::Button, menu), "{menu}: {:?}", labels(&harness, Role::Button));
    }
}

#[test]
fn an_empty_list_takes_a_line_and_says_how_it_is_filled() {
    let mut harness = bundled(SIZE);
    node(&harness, Role::Label, "Put photos on the list with T");
    let empty = node(&harness, Role::ListBox, "Photos").rect();
    key(&mut harness, Modifiers::NONE, Key::T);
    let filled = node(&harness, Role::ListBox, "Photos").rect();
    assert!(empty.height() > filled.height() + 60.0, "{empty} {filled}");
    node(&harness, Role::ListItem, "1 on the list");
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(node(&harness, Role::ListBox, "Photos").rect(), empty);
}

#[test]
fn a_command_is_found_by_its_words_and_done_by_enter() {
    let mut harness = bundled(SIZE);
    key(&mut harness, Modifiers::NONE, Key::Questionmark);
    node(&harness, Role::Dialog, "Commands and keys");
    assert_eq!(focused(&harness).as_deref(), Some("Find a command"));
    node(&harness, Role::TextInput, "Find a command").type_text("results not selected");
    harness.run_steps(4);
    assert!(has(&harness, Role::Button, "Invert selection") && !has(&harness, Role::Button, "Export… Ctrl+E"));
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().app().dialog(), None);
    assert_eq!(harness.state().app().selection().n_photos(), 20);
}

#[test]
fn a_command_that_is_not_possible_is_not_done() {
    let mut harness = bundled(SIZE);
    key(&mut harness, Modifiers::NONE, Key::Questionmark);
    node(&harness, Role::TextInput, "Find a command").type_text("detach");
    harness.run_steps(4);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.state().app().dialog().is_some(), "the dialog stays");
    node(&harness, Role::TextInput, "Find a command").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "Find a command").type_text(" nothing of these words");
    harness.run_steps(4);
    node(&harness, Role::Label, "No command has these words");
}

#[test]
fn f6_goes_through_every_area_and_round_again() {
    let mut harness = bundled(SIZE);
    let mut walked = Vec::new();
    for _ in 0..5 {
        key(&mut harness, Modifiers::NONE, Key::F6);
        harness.run_steps(2);
        walked.push(focused(&harness).unwrap_or_default());
    }
    let [detail, list, bar, filter, photos] = walked.as_slice() else { panic!("{walked:?}") };
    assert_eq!([detail, list, bar], ["Copy caption", "Current list: List 1", "File"]);
    assert!(filter.starts_with("Place") || filter == "Clear filters", "{filter}");
    assert!(photos.starts_with("Photos, 20 shown"), "{photos}");
    for area in ["Menus and search", "Filter", "Photos", "Details", "List"] {
        node(&harness, Role::Region, area);
    }
}

#[test]
fn a_choice_begins_at_what_is_chosen_and_gives_the_focus_back() {
    let mut harness = bundled(SIZE);
    key(&mut harness, Modifiers::COMMAND, Key::E);
    assert_eq!(focused(&harness).as_deref(), Some("Destination"));
    let combo = |harness: &Harness<'_, Window>| node(harness, Role::ComboBox, "Format: ").accesskit_node().label();
    node(&harness, Role::ComboBox, "Format: ").focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(2);
    assert_eq!(focused(&harness).as_deref(), Some("CSV for spreadsheets"));
    key(&mut harness, Modifiers::NONE, Key::ArrowDown);
    let next = focused(&harness).unwrap();
    assert_ne!(next, "CSV for spreadsheets");
    key(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(4);
    assert_eq!(combo(&harness), Some(format!("Format: {next}")));
    assert_eq!(focused(&harness), combo(&harness), "the list is closed");
    key(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run_steps(2);
    key(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run_steps(4);
    assert_eq!(focused(&harness), combo(&harness), "what is left gives the focus back");
    assert!(harness.state().app().dialog().is_some(), "and only the list is left");
}

#[test]
fn the_view_by_place_has_the_keyboard_when_it_comes() {
    let mut harness = bundled(SIZE);
    key(&mut harness, Modifiers::COMMAND, Key::Num4);
    harness.run_steps(2);
    let first = focused(&harness).unwrap();
    assert!(first.contains(" photo"), "{first}");
    key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    let second = focused(&harness).unwrap();
    assert!(second.contains(" photo") && second != first, "{second}");
}
