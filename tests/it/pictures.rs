//! Photos with pictures on the screen, in every view. Pictures are made by the tests, and decoded by a decoder of theirs.

use std::path::Path;
use std::sync::Arc;

use cutline::app::command::{Command, Verb};
use cutline::app::large::Zoom;
use cutline::catalog::PhotoIndex;
use cutline::pictures::Decode;
use cutline::pixels::{Animation, Picture, PixelsError, Wanted};
use cutline::readers::Input;
use cutline::settings::Settings;
use cutline::ui::window::Window;
use eframe::egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

use crate::screen::{click, command, key, labels, node, window};

/// Reads what `write_picture` writes: width, height and the number of frames; anything else is damaged.
pub(crate) fn decode() -> Decode {
    Arc::new(|path, wanted, frame, _| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let numbers: Vec<u32> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [width, height, n_frames] = numbers[..] else {
            return Err(PixelsError::Damaged("it ends after 12 of 400 rows".to_owned()).into());
        };
        let edge_px = match wanted {
            Wanted::Embedded => return Err(PixelsError::NoPreview.into()),
            Wanted::Fit { edge_px } => edge_px,
            Wanted::Full => u32::MAX,
        };
        let scale = (f64::from(edge_px) / f64::from(width.max(height))).min(1.0);
        let [width_px, height_px] = [width, height].map(|side| ((f64::from(side) * scale) as u32).max(1));
        let tone = |x: u32, y: u32| [(x * 255 / width_px) as u8, (y * 255 / height_px) as u8, (frame * 60) as u8, 255];
        let rgba = (0..height_px).flat_map(|y| (0..width_px).flat_map(move |x| tone(x, y))).collect();
        let original_px = [width, height];
        let animation = Animation { n_frames, n_plays: 2, frame_millis: 40 };
        Ok(Picture { width_px, height_px, original_px, rgba, has_transparency: false, animation })
    })
}

/// A window on three photos, the second of which is damaged, the third never had a picture; and two more.
fn desk(folder: &Path) -> Harness<'static, Window> {
    let files = [
        ("senate.jpg", "3000 2000 1"),
        ("broken.jpg", "oh no"),
        ("moving.gif", "300 200 12"),
        ("house.jpg", "2000 3000 1"),
    ];
    for (name, text) in files {
        write(folder, name, text);
    }
    let captions = "file,caption\n\
        senate.jpg,A man waves in the Senate on Monday.\n\
        broken.jpg,A woman reads.\n\
        gone.jpg,A dog waits for its owner.\n\
        moving.gif,A flag moves.\n\
        house.jpg,A man waves in the House on Tuesday.\n";
    write(folder, "captions.csv", captions);
    window(Settings::default(), vec![Input::File(folder.join("captions.csv"))], Vec2::new(1280.0, 800.0))
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    cutline::files::write_whole(&path, cutline::files::Existing::Keep, |file| file.write_all(text.as_bytes())).unwrap();
}

fn zoom(harness: &Harness<'_, Window>) -> Zoom {
    let app = harness.state().app();
    app.loupe().map(|loupe| loupe.zoom).or_else(|| app.compare().map(|compare| compare.zoom)).unwrap()
}

#[test]
fn a_damaged_picture_says_why_and_the_others_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = desk(folder.path());
    let spoken = |harness: &Harness<'_, Window>| labels(harness, Role::ListBoxOption);
    let failed: Vec<bool> = spoken(&harness).iter().map(|label| label.contains("no picture")).collect();
    assert_eq!(failed, [false, true, false, false, false], "{:?}", spoken(&harness));
    node(
        &harness,
        Role::ListBoxOption,
        "2, A woman reads., no picture: The picture is damaged: it ends after 12 of 400 rows",
    );
    click(&mut harness, Role::RadioButton, "List view");
    node(
        &harness,
        Role::ListBoxOption,
        "2, A woman reads., no credit, no picture: The picture is damaged: it ends after 12 of 400 rows",
    );
    node(&harness, Role::ColumnHeader, "Picture");
}

#[test]
fn the_detail_panels_picture_opens_the_photo_large() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = desk(folder.path());
    click(&mut harness, Role::ListBoxOption, "5, A man waves");
    click(&mut harness, Role::Button, "Open photo 5 large");
    node(&harness, Role::Figure, "Photo 5: A man waves in the House on Tuesday.");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    click(&mut harness, Role::ListBoxOption, "2, A woman reads");
    node(&harness, Role::Button, "No picture of photo 2: The picture is damaged");
}

#[test]
fn a_picture_is_zoomed_and_moved_and_fitted_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = desk(folder.path());
    key(&mut harness, Modifiers::NONE, Key::Enter);
    node(&harness, Role::Label, "A man waves in the Senate on Monday.");
    assert_eq!(zoom(&harness), Zoom::Fit);
    key(&mut harness, Modifiers::NONE, Key::Z);
    assert!(matches!(zoom(&harness), Zoom::At { scale: 1.0, .. }), "{:?}", zoom(&harness));
    node(&harness, Role::Label, "Photo 1 · 1 of 5 · 100 %");
    key(&mut harness, Modifiers::NONE, Key::Plus);
    assert!(matches!(zoom(&harness), Zoom::At { scale, .. } if scale > 1.1));
    let before = zoom(&harness);
    let middle = eframe::egui::pos2(640.0, 300.0);
    harness.drag_at(middle);
    harness.run_steps(1);
    harness.hover_at(middle + Vec2::new(-80.0, -40.0));
    harness.run_steps(1);
    harness.drop_at(middle + Vec2::new(-80.0, -40.0));
    harness.run_steps(4);
    let (Zoom::At { center: before, .. }, Zoom::At { center: after, .. }) = (before, zoom(&harness)) else { panic!() };
    assert!(after[0] > before[0] && after[1] > before[1], "{before:?} to {after:?}");
    key(&mut harness, Modifiers::COMMAND, Key::Num0);
    assert_eq!(zoom(&harness), Zoom::Fit);
    key(&mut harness, Modifiers::COMMAND, Key::Num1);
    key(&mut harness, Modifiers::NONE, Key::Z);
    assert_eq!(zoom(&harness), Zoom::Fit);
    key(&mut harness, Modifiers::NONE, Key::I);
    assert!(
        !labels(&harness, Role::Label).iter().any(|label| label.starts_with("A man waves")),
        "the caption is hidden"
    );
}

#[test]
fn the_large_view_walks_over_photos_with_and_without_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = desk(folder.path());
    key(&mut harness, Modifiers::NONE, Key::Enter);
    for expected in
        ["Photo 2: A woman reads.", "Photo 3: A dog waits", "Photo 4: A flag moves.", "Photo 5: A man waves"]
    {
        key(&mut harness, Modifiers::NONE, Key::ArrowRight);
        node(&harness, Role::Figure, expected);
    }
    click(&mut harness, Role::Button, "Previous photo");
    node(&harness, Role::Figure, "Photo 4: A flag moves.");
}

#[test]
fn an_animation_is_played_as_often_as_it_asks_and_paused_by_button_and_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = desk(folder.path());
    command(&mut harness, Command::OpenLoupe(PhotoIndex(3)));
    click(&mut harness, Role::Button, "Play the animation");
    click(&mut harness, Role::Button, "Pause the animation");
    key(&mut harness, Modifiers::NONE, Key::K);
    node(&harness, Role::Button, "Pause the animation");
    key(&mut harness, Modifiers::NONE, Key::K);
    key(&mut harness, Modifiers::NONE, Key::K);
    harness.run_steps(40);
    node(&harness, Role::Button, "Play the animation");
}

#[test]
fn space_pauses_a_slideshow_and_escape_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = desk(folder.path());
    key(&mut harness, Modifiers::NONE, Key::F5);
    node(&harness, Role::Label, "A man waves in the Senate on Monday.");
    key(&mut harness, Modifiers::NONE, Key::Space);
    // Longer than a photo stays.
    harness.run_steps(40);
    node(&harness, Role::Figure, "Photo 1: A man waves in the Senate");
    click(&mut harness, Role::Button, "Go on");
    harness.run_steps(40);
    assert_ne!(harness.state().app().loupe().map(|loupe| loupe.photo), Some(PhotoIndex(0)));
    node(&harness, Role::Button, "Pause");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!harness.state().app().is_large());
}

#[test]
fn photos_are_compared_with_the_words_marked_that_differ() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = desk(folder.path());
    click(&mut harness, Role::ListBoxOption, "1, A man waves");
    assert!(!(Verb::Compare.row().possible)(harness.state().app()), "one photo is not compared");
    node(&harness, Role::ListBoxOption, "5, A man waves").click_modifiers(Modifiers::COMMAND);
    harness.run_steps(4);
    key(&mut harness, Modifiers::NONE, Key::C);
    let captions: Vec<String> =
        labels(&harness, Role::Label).into_iter().filter(|label| label.starts_with("Caption of")).collect();
    assert_eq!(
        captions,
        [
            "Caption of photo 1: A man waves in the Senate on Monday.; its own words: Senate, Monday",
            "Caption of photo 5: A man waves in the House on Tuesday.; its own words: House, Tuesday",
        ]
    );
    key(&mut harness, Modifiers::NONE, Key::Z);
    assert!(matches!(zoom(&harness), Zoom::At { scale: 1.0, .. }));
    key(&mut harness, Modifiers::NONE, Key::T);
    assert_eq!(harness.state().app().listed_photos().len(), 2, "both are put on the list");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().app().compare().is_none());
    assert_eq!(harness.state().app().selection().n_photos(), 2);
}

#[test]
fn every_control_over_a_picture_has_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = desk(folder.path());
    for verbs in [&[Verb::Loupe][..], &[Verb::Back, Verb::SelectAll, Verb::Compare]] {
        for verb in verbs {
            command(&mut harness, Command::Do(*verb));
        }
        for node in harness.root().children_recursive() {
            let accesskit = node.accesskit_node();
            let named = [Role::Button, Role::Figure, Role::Label].contains(&accesskit.role());
            assert!(!named || accesskit.label().or(accesskit.value()).is_some_and(|label| !label.is_empty()));
        }
    }
}

#[test]
fn a_small_window_shows_pictures_too() {
    let folder = tempfile::tempdir().unwrap();
    drop(desk(folder.path()));
    let inputs = vec![Input::File(folder.path().join("captions.csv"))];
    let mut harness = window(Settings::default(), inputs, Vec2::new(640.0, 420.0));
    for press in [Key::Enter, Key::ArrowRight, Key::Z, Key::Plus, Key::ArrowLeft, Key::Minus, Key::F5, Key::Escape] {
        key(&mut harness, Modifiers::NONE, press);
    }
    assert!(harness.state().app().loupe().is_none());
}
