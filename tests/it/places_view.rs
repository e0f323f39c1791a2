//! The places view on the screen: the plan of the Capitol, and the map of the world.

use cutline::readers::Input;
use cutline::settings::Settings;
use cutline::ui::window::Window;
use eframe::egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

use crate::screen::{bundled, click, key, node, shown, window};

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
fn arrow_keys_enter_the_plan_when_nothing_has_the_focus() {
    let mut harness = bundled();
    key(&mut harness, Modifiers::COMMAND, Key::Num4);
    key(&mut harness, Modifiers::NONE, Key::Escape);
    key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    let focused = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
    let role = focused.map(|node| node.accesskit_node().role());
    assert_eq!(role, Some(Role::CheckBox), "a part of the plan");
}
