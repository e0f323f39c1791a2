//! Pictures of the screen, compared with those kept in `tests/snapshots`: one per panel and state that matters.
//! They need a Vulkan driver, and so the feature `snapshots`; the pictures are made on lavapipe.

use cutline::app::command::{Command, Verb};
use cutline::catalog::PhotoIndex;
use cutline::readers::Input;
use cutline::settings::{Settings, Theme, View};
use eframe::egui::Vec2;
use egui_kittest::SnapshotOptions;

use crate::screen::window;

/// A picture of the window, on the bundled collection, after some commands.
fn picture(name: &str, settings: Settings, size: Vec2, commands: Vec<Command>) {
    picture_of(name, Input::Bundled, settings, size, commands);
}

fn picture_of(name: &str, input: Input, settings: Settings, size: Vec2, commands: Vec<Command>) {
    let mut harness = window(settings, vec![input], size);
    let ctx = harness.ctx.clone();
    for command in commands {
        harness.state_mut().command(&ctx, command);
        harness.run_steps(3);
    }
    harness.run_steps(6);
    // Drivers differ in the last bit of a blend.
    let options = SnapshotOptions::new().threshold(1.0).max_failed_pixels(40_usize);
    harness.snapshot_options(name, &options);
}

const SMALL: Vec2 = Vec2::new(900.0, 600.0);

fn light() -> Settings {
    let mut settings = Settings::default();
    settings.theme = Theme::Light;
    settings
}

#[test]
fn grid_dark() {
    picture("grid_dark", Settings::default(), SMALL, vec![]);
}

#[test]
fn small_window() {
    picture("small_window", Settings::default(), Vec2::new(700.0, 500.0), vec![Command::Do(Verb::ToggleListed)]);
}

#[test]
fn grid_light_filtered() {
    let query = Command::SetQueryText("place:senate trump".to_owned());
    picture("grid_light_filtered", light(), SMALL, vec![query]);
}

#[test]
fn list_view() {
    let commands = vec![Command::SetView(View::List), Command::Do(Verb::ToggleListed)];
    picture("list_view", Settings::default(), SMALL, commands);
}

#[test]
fn loupe() {
    picture("loupe", Settings::default(), SMALL, vec![Command::OpenLoupe(PhotoIndex(4))]);
}

#[test]
fn export_dialog() {
    picture("export_dialog", Settings::default(), SMALL, vec![Command::Do(Verb::Export)]);
}

#[test]
fn empty_result() {
    picture("empty_result", light(), SMALL, vec![Command::SetQueryText("place:house zebra".to_owned())]);
}

#[test]
fn places_plan() {
    let ticked = Command::SetQueryText("place:senate".to_owned());
    picture("places_plan", light(), SMALL, vec![Command::SetView(View::Places), ticked]);
}

#[test]
fn places_map() {
    let text = "A man waves in Paris, France. Image: Getty.\n\nA woman waves in Berlin, Germany. Image: Getty.\n\n\
                A child waves in Tokyo, Japan. Image: Getty.\n\nA dog runs in Munich, Germany. Image: Getty.\n";
    let input = Input::Pasted(text.to_owned());
    picture_of("places_map", input, Settings::default(), SMALL, vec![Command::SetView(View::Places)]);
}
