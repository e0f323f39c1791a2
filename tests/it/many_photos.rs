//! The screen with more photos than anybody scrolls through: every one of them can be reached, what is looked at stays in
//! place, and sections with thousands of values show the few that matter.

use std::fmt::Write as _;

use cutline::app::command::Command;
use cutline::catalog::PhotoIndex;
use cutline::readers::Input;
use cutline::settings::{Settings, View};
use cutline::ui::window::Window;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Role, Vec2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

use crate::screen::{click, command, key, labels, node, window};

const N_PHOTOS: usize = 1_500;

/// Captions of many photos. The credits are in no order; a keyword of its own for each photo makes a facet of as many.
fn desk(settings: Settings) -> Harness<'static, Window> {
    desk_of(settings, Vec2::new(1280.0, 800.0))
}

/// The same in a window so high that every section of the filter panel is in sight.
fn high_desk() -> Harness<'static, Window> {
    desk_of(Settings::default(), Vec2::new(1280.0, 2_000.0))
}

fn desk_of(settings: Settings, size: Vec2) -> Harness<'static, Window> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("captions.csv");
    let mut rows = "id,caption,credit,keywords,date\n".to_owned();
    for number in 1..=N_PHOTOS {
        let (credit, year) = ((number * 7) % 26, 1935 + number % 8);
        let credit = char::from(b'A' + u8::try_from(credit).unwrap());
        writeln!(rows, "{number},Number {number} stands here.,{credit}gency,word {number};all,{year}-05-01").unwrap();
    }
    cutline::files::write_whole(&path, cutline::files::Existing::Keep, |file| file.write_all(rows.as_bytes())).unwrap();
    let harness = window(settings, vec![Input::File(path)], size);
    assert_eq!(harness.state().app().results().order.len(), N_PHOTOS);
    harness
}

fn in_view_of(view: View) -> Harness<'static, Window> {
    let mut settings = Settings::default();
    settings.view = view;
    desk(settings)
}

fn in_list_view() -> Harness<'static, Window> {
    in_view_of(View::List)
}

/// The numbers of the photos in view, in order.
fn in_view(harness: &Harness<'_, Window>) -> Vec<usize> {
    let spoken = labels(harness, Role::ListBoxOption);
    spoken.iter().filter_map(|spoken| spoken.split("Number ").nth(1)?.split(' ').next()?.parse().ok()).collect()
}

fn focus(harness: &Harness<'_, Window>) -> Option<u32> {
    harness.state().app().selection().focus().map(|index| index.0 + 1)
}

/// How far down the screen a photo stands.
fn top_of(harness: &Harness<'_, Window>, number: u32) -> f32 {
    let wanted = format!("Number {number} ");
    let mut rows = harness.root().children_recursive().filter(|node| {
        let accesskit = node.accesskit_node();
        accesskit.role() == Role::ListBoxOption && accesskit.label().is_some_and(|label| label.contains(&wanted))
    });
    rows.next().unwrap_or_else(|| panic!("{number} is not in {:?}", in_view(harness))).rect().top()
}

fn press(harness: &mut Harness<'_, Window>, at: Pos2, modifiers: Modifiers, pressed: bool) {
    harness.event_modifiers(Event::PointerMoved(at), modifiers);
    harness.event_modifiers(
        Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers },
        modifiers,
    );
    harness.run_steps(2);
}

fn scroll_bar(harness: &Harness<'_, Window>) -> eframe::egui::Rect {
    node(harness, Role::ScrollBar, "Scroll the photos").rect()
}

#[test]
fn the_ends_and_a_page_are_a_key_away() {
    for view in [View::Grid, View::List] {
        let mut harness = in_view_of(view);
        key(&mut harness, Modifiers::NONE, Key::End);
        assert_eq!(focus(&harness), Some(1_500));
        assert_eq!(in_view(&harness).last(), Some(&N_PHOTOS));
        key(&mut harness, Modifiers::NONE, Key::PageUp);
        let page = in_view(&harness);
        assert!(page.contains(&usize::try_from(focus(&harness).unwrap()).unwrap()) && page.len() < 100);
        key(&mut harness, Modifiers::NONE, Key::Home);
        assert_eq!((focus(&harness), in_view(&harness).first()), (Some(1), Some(&1)));
    }
}

#[test]
fn the_scroll_bar_goes_everywhere_by_click_drag_key_and_screen_reader() {
    let mut harness = in_list_view();
    let bar = scroll_bar(&harness);
    // A click in the track goes there.
    let middle = pos2(bar.center().x, bar.center().y);
    press(&mut harness, middle, Modifiers::NONE, true);
    press(&mut harness, middle, Modifiers::NONE, false);
    let half = in_view(&harness)[0];
    assert!((600..900).contains(&half), "{half}");
    // The handle is dragged to the end.
    press(&mut harness, middle, Modifiers::NONE, true);
    harness.event(Event::PointerMoved(bar.center_bottom() + Vec2::new(0.0, 50.0)));
    harness.run_steps(2);
    assert_eq!(in_view(&harness).last(), Some(&N_PHOTOS));
    press(&mut harness, bar.center_bottom() + Vec2::new(0.0, 50.0), Modifiers::NONE, false);
    // A screen reader sets it, and goes on by rows.
    node(&harness, Role::ScrollBar, "Scroll the photos").set_value_accesskit(0.0);
    harness.run_steps(2);
    node(&harness, Role::ScrollBar, "Scroll the photos").increment_accesskit();
    harness.run_steps(2);
    assert_eq!(in_view(&harness)[0], 2);
    // With the keyboard focus its own keys move it.
    node(&harness, Role::ScrollBar, "Scroll the photos").focus();
    harness.run_steps(2);
    for (press, first) in [(Key::ArrowDown, 3), (Key::ArrowUp, 2), (Key::Home, 1)] {
        key(&mut harness, Modifiers::NONE, press);
        assert_eq!(in_view(&harness)[0], first, "{press:?}");
    }
    key(&mut harness, Modifiers::NONE, Key::End);
    assert_eq!(in_view(&harness).last(), Some(&N_PHOTOS));
    assert_eq!(focus(&harness), Some(1), "scrolling is not selecting");
}

#[test]
fn with_shift_the_scroll_bar_is_dragged_row_by_row() {
    let mut harness = in_list_view();
    let bar = scroll_bar(&harness);
    let handle = pos2(bar.center().x, bar.top() + 5.0);
    press(&mut harness, handle, Modifiers::SHIFT, true);
    harness.event_modifiers(Event::PointerMoved(handle + Vec2::new(0.0, 18.0)), Modifiers::SHIFT);
    harness.run_steps(2);
    assert_eq!(in_view(&harness)[0], 4, "18 points are three rows");
}

#[test]
fn the_photo_in_focus_stays_where_it_is_through_filter_sort_and_resize() {
    let mut harness = in_list_view();
    command(&mut harness, Command::Select(PhotoIndex(776), cutline::app::selection::SelectMode::Only));
    command(
        &mut harness,
        Command::MoveFocus(cutline::app::selection::Motion::Forward, 1, cutline::app::selection::SelectMode::Only),
    );
    let before = top_of(&harness, 778);
    command(&mut harness, Command::SetQueryText("date:1935..1938".to_owned()));
    assert!((top_of(&harness, 778) - before).abs() < 0.5, "filtered");
    command(&mut harness, Command::SetQueryText(String::new()));
    assert!((top_of(&harness, 778) - before).abs() < 0.5, "and no longer");
    click(&mut harness, Role::ColumnHeader, "Credit");
    assert!((top_of(&harness, 778) - before).abs() < 0.5, "sorted");
    harness.set_size(Vec2::new(1_000.0, 640.0));
    harness.run_steps(4);
    let after = top_of(&harness, 778);
    assert!(after > 0.0 && after < 640.0, "in view in a smaller window");
}

#[test]
fn cards_of_another_size_keep_the_photo_in_focus_in_place() {
    let mut harness = desk(Settings::default());
    for _ in 0..40 {
        harness.key_press(Key::ArrowDown);
    }
    harness.run_steps(4);
    let number = focus(&harness).unwrap();
    let before = top_of(&harness, number);
    for width_pt in [120.0, 400.0, 220.0] {
        command(&mut harness, Command::SetCellWidth(width_pt));
        let after = top_of(&harness, number);
        assert!((after - before).abs() < 400.0 && after > 40.0 && after < 760.0, "{width_pt}: {before} {after}");
    }
}

#[test]
fn what_is_typed_is_gone_to_in_the_sorted_column() {
    let mut harness = in_list_view();
    click(&mut harness, Role::ColumnHeader, "Credit");
    key(&mut harness, Modifiers::NONE, Key::J);
    node(&harness, Role::TextInput, "Jump in Credit").type_text("m");
    harness.run_steps(4);
    let photo = harness.state().app().photo(PhotoIndex(focus(&harness).unwrap() - 1)).unwrap();
    assert_eq!(photo.caption.credit_line.as_deref(), Some("Mgency"));
    let number = focus(&harness).unwrap();
    top_of(&harness, number);
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().app().jump().is_none());
    key(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert_ne!(focus(&harness), Some(number), "the keys are the table's again");
}

#[test]
fn columns_keep_the_width_they_were_given() {
    let mut harness = in_list_view();
    let edge = node(&harness, Role::Splitter, "Width of Credit").rect().center();
    let before = node(&harness, Role::ColumnHeader, "Credit").rect().width();
    press(&mut harness, edge, Modifiers::NONE, true);
    harness.event(Event::PointerMoved(edge - Vec2::new(40.0, 0.0)));
    harness.run_steps(2);
    press(&mut harness, edge - Vec2::new(40.0, 0.0), Modifiers::NONE, false);
    let after = node(&harness, Role::ColumnHeader, "Credit").rect().width();
    assert!((after - before - 40.0).abs() < 2.0, "{before} {after}");
    // As after a restart.
    let harness = desk(harness.state().app().settings().clone());
    assert!((node(&harness, Role::ColumnHeader, "Credit").rect().width() - after).abs() < 1.0);
}

#[test]
fn of_many_values_the_top_ones_are_shown_and_the_others_found() {
    let mut harness = high_desk();
    let words = |harness: &Harness<'_, Window>| {
        labels(harness, Role::CheckBox).into_iter().filter(|label| label.starts_with("word ")).count()
    };
    node(&harness, Role::CheckBox, "all, 1,500 photos");
    assert_eq!(words(&harness), 11, "eleven beside the one that all have");
    click(&mut harness, Role::Button, "Show 50 more, keyword");
    assert!(words(&harness) > 11 && words(&harness) < 100, "{}", words(&harness));
    click(&mut harness, Role::Button, "Show all 1,501, keyword");
    assert!(words(&harness) < 150, "only those in sight are laid out: {}", words(&harness));
    click(&mut harness, Role::Button, "Show fewer, keyword");
    node(&harness, Role::TextInput, "Search keyword").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "Search keyword").type_text("word 1234");
    harness.run_steps(4);
    click(&mut harness, Role::CheckBox, "word 1234, 1 photo");
    assert_eq!(in_view(&harness), [1_234]);
}

#[test]
fn a_range_of_dates_is_dragged_and_its_end_moved() {
    let mut harness = high_desk();
    let bar = |harness: &Harness<'_, Window>, year: &str| node(harness, Role::CheckBox, year).rect();
    let (from, to) = (bar(&harness, "1936-05").center(), bar(&harness, "1938-05").center());
    press(&mut harness, from, Modifiers::NONE, true);
    harness.event(Event::PointerMoved(from + (to - from) / 2.0));
    harness.run_steps(2);
    harness.event(Event::PointerMoved(to));
    harness.run_steps(2);
    press(&mut harness, to, Modifiers::NONE, false);
    harness.run_steps(4);
    let text = harness.state().app().query_text().to_owned();
    assert!(text.starts_with("date:1936-05") && text.contains("..1938-05"), "{text}");
    let edge = bar(&harness, "1938-05").right_center();
    let beyond = bar(&harness, "1940-05").center();
    press(&mut harness, edge, Modifiers::NONE, true);
    harness.event(Event::PointerMoved(edge + (beyond - edge) / 2.0));
    harness.run_steps(2);
    harness.event(Event::PointerMoved(beyond));
    harness.run_steps(2);
    press(&mut harness, beyond, Modifiers::NONE, false);
    harness.run_steps(4);
    let text = harness.state().app().query_text().to_owned();
    assert!(text.starts_with("date:1936-05") && text.contains("..1940-05"), "{text}");
}

#[test]
fn a_value_that_is_cut_is_shown_whole_under_the_pointer() {
    let long = "The Agency of Photographers Who Have Long Names and Write All of Them";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("captions.csv");
    let rows = format!("id,caption,credit\n1,One.,{long}\n2,Two.,Short\n");
    cutline::files::write_whole(&path, cutline::files::Existing::Keep, |file| file.write_all(rows.as_bytes())).unwrap();
    let mut harness = window(Settings::default(), vec![Input::File(path)], Vec2::new(1280.0, 800.0));
    for (value, is_cut) in [(long, true), ("Short", false)] {
        let label = format!("{value}, 1 photo");
        let n_shown =
            |harness: &Harness<'_, Window>| labels(harness, Role::Label).iter().filter(|label| *label == value).count();
        let before = n_shown(&harness);
        let middle = node(&harness, Role::CheckBox, &label).rect().center();
        harness.hover_at(middle);
        harness.run_steps(8);
        assert_eq!(n_shown(&harness) - before, usize::from(is_cut), "{value}");
    }
}
