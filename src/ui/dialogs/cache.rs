//! The dialog that shows what the cache holds, and empties it.

use std::time::SystemTime;

use eframe::egui::{self, Grid, ScrollArea, Ui};

use crate::app::App;
use crate::app::command::Command;
use crate::cache::{Contents, Index, Part, ago_in_words, bytes_in_words};
use crate::text;
use crate::ui::choice;
use crate::ui::theme::{self, SMALL_PT};

/// The most indexes listed one by one.
const LISTED_MAX: usize = 200;
/// Width of the choice of a size, in points.
const CHOICE_PT: f32 = 100.0;
/// The sizes offered for the indexes.
const SIZES: [u64; 7] = [256 << 20, 1 << 30, 2 << 30, 4 << 30, 8 << 30, 16 << 30, 64 << 30];

/// Draws the dialog and appends what is asked for.
pub(super) fn ui(ui: &mut Ui, app: &App, contents: Option<&Contents>, focused: &mut bool, commands: &mut Vec<Command>) {
    ui.label("What is read is kept, so that it opens at once the next time. All of it can be made again.");
    ui.add_space(6.0);
    let Some(contents) = contents else {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label("Looking at the cache");
        });
        super::focus_button(&super::close_ui(ui, commands), focused);
        return;
    };
    let indexes = counted("Indexes", contents.indexes.len(), contents.indexes_bytes());
    part_ui(ui, &indexes, "Empty indexes", Part::Indexes, contents.indexes.is_empty(), commands);
    indexes_ui(ui, &contents.indexes);
    size_ui(ui, app, commands);
    ui.add_space(8.0);
    let thumbnails = counted("Thumbnails", contents.thumbnails.n_files, contents.thumbnails.n_bytes);
    let none = contents.thumbnails.n_files == 0;
    part_ui(ui, &thumbnails, "Empty thumbnails", Part::Thumbnails, none, commands);
    let palette = theme::palette(ui);
    let words = "Only those made by Cutline: the folder is shared with other programs, whose thumbnails stay.";
    ui.label(egui::RichText::new(words).size(SMALL_PT).color(palette.text_weak));
    super::focus_button(&super::close_ui(ui, commands), focused);
}

fn counted(what: &str, n_files: usize, n_bytes: u64) -> String {
    format!("{what}: {}, {}", text::grouped(n_files), bytes_in_words(n_bytes))
}

/// A heading with the button that empties what is below it.
fn part_ui(ui: &mut Ui, heading: &str, button: &str, part: Part, none: bool, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(heading).font(theme::strong(theme::BODY_PT)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.add_enabled(!none, egui::Button::new(button)).clicked() {
                commands.push(Command::EmptyCache(part));
            }
        });
    });
}

fn indexes_ui(ui: &mut Ui, indexes: &[Index]) {
    let palette = theme::palette(ui);
    let small = |text: String| egui::RichText::new(text).size(SMALL_PT).color(palette.text_weak);
    let now = SystemTime::now();
    ScrollArea::vertical().id_salt("indexes").max_height(180.0).show(ui, |ui| {
        Grid::new("indexes").num_columns(3).striped(true).spacing([14.0, 3.0]).show(ui, |ui| {
            for index in indexes.iter().take(LISTED_MAX) {
                ui.label(small(bytes_in_words(index.n_bytes)));
                ui.label(small(ago_in_words(index.used, now)));
                let name = index.name.clone().unwrap_or_else(|| index.path.display().to_string());
                ui.add(egui::Label::new(egui::RichText::new(name).size(SMALL_PT)).truncate());
                ui.end_row();
            }
        });
        if indexes.len() > LISTED_MAX {
            ui.label(small(format!("and {} more", text::grouped(indexes.len() - LISTED_MAX))));
        }
    });
}

fn size_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let chosen = app.settings().cache_bytes_max;
    ui.horizontal(|ui| {
        ui.label("Indexes take at most");
        let shown = bytes_in_words(chosen);
        let spoken = format!("Indexes take at most {shown}");
        let response = choice::ui(ui, "cache size", &shown, &spoken, CHOICE_PT, |ui, entries| {
            for size in SIZES {
                if entries.entry_ui(ui, chosen == size, &bytes_in_words(size)).clicked() {
                    commands.push(Command::SetCacheBytes(size));
                }
            }
        });
        response.on_hover_text("Those of inputs that were not open for the longest leave first");
    });
}
