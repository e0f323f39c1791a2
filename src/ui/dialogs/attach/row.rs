//! A row of the table: a photo's caption, the picture it is given with the caption that one carries, and why; and the list
//! from which it is given another.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{Align, Key, Label, Layout, Rect, RichText, Sense, TextEdit, Ui, UiBuilder, vec2};

use crate::app::command::Command;
use crate::attachment::{PictureFile, Proposal};
use crate::photo::Photo;
use crate::pictures::Source;
use crate::text;
use crate::ui::choice::{self, Entries};
use crate::ui::dialogs::attach::Table;
use crate::ui::grid;
use crate::ui::grid::face::Face;
use crate::ui::textures::Textures;
use crate::ui::theme::{self, SMALL_PT};

/// Height of a row, in points.
pub(super) const ROW_PT: f32 = 48.0;
/// Width of the column of numbers, in points.
const NUMBER_PT: f32 = 34.0;
/// Width of the column of pictures, in points.
const PICTURE_PT: f32 = 66.0;
/// Width of the column of reasons, in points.
const REASON_PT: f32 = 116.0;
/// Width of the column of names, in points.
const NAME_PT: f32 = 200.0;
/// Space between columns, in points.
const GAP_PT: f32 = 8.0;
/// How much of a caption a row shows, in bytes.
const SHOWN_BYTES: usize = 160;
/// The most pictures a list offers; its search finds the others.
const OFFERED_MAX: usize = 200;

/// A row.
pub(super) struct Row<'a> {
    /// The photo's place in the collection.
    pub(super) at: usize,
    /// The photo, once it is at hand.
    pub(super) photo: Option<&'a Photo>,
    /// What it is given.
    pub(super) choice: Proposal,
    pub(super) table: &'a Table<'a>,
}

impl Row<'_> {
    /// Draws the row and appends what is asked for.
    pub(super) fn ui(&self, ui: &mut Ui, search: &mut String, textures: &mut Textures, commands: &mut Vec<Command>) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_PT), Sense::hover());
        let file = self.choice.and_then(|(file, _)| self.table.files.get(file));
        let mut right = rect.right() - GAP_PT;
        let mut column = |width_pt: f32| {
            let column = rect.with_max_x(right).with_min_x(right - width_pt);
            right = column.left() - GAP_PT;
            column
        };
        let (name, reason, picture) = (column(NAME_PT), column(REASON_PT), column(PICTURE_PT));
        let number = rect.with_max_x(rect.left() + NUMBER_PT);
        let words = rect.with_min_x(number.right() + GAP_PT).with_max_x(picture.left() - GAP_PT);
        let weak = theme::palette(ui).text_weak;
        let right_to_left = Layout::right_to_left(Align::Center);
        let position = RichText::new(text::grouped(self.at + 1)).font(theme::strong(SMALL_PT)).color(weak);
        self.column_ui(ui, "number", number, right_to_left, |ui| ui.label(position));
        self.column_ui(ui, "words", words, Layout::top_down(Align::LEFT), |ui| self.words_ui(ui, file));
        if let Some(file) = file {
            let source = Source { path: Arc::from(file.path.as_path()), seen: true };
            let frame = picture.shrink2(vec2(0.0, 3.0));
            let face = Face::of_source(ui, &source, frame, grid::distance(ui, frame), textures);
            face.paint(ui, frame, textures);
        }
        let left_to_right = Layout::left_to_right(Align::Center);
        let why = self.choice.map_or("", |(_, reason)| reason.label());
        let why = RichText::new(why).size(SMALL_PT).color(weak);
        self.column_ui(ui, "reason", reason, left_to_right, |ui| ui.add(Label::new(why).truncate()));
        self.column_ui(ui, "name", name, left_to_right, |ui| {
            let shown = file.map_or("no picture", |file| file.name.as_str());
            let spoken = format!("Picture of photo {}: {shown}", self.at + 1);
            choice::ui(ui, &format!("picture {}", self.at), shown, &spoken, NAME_PT, |ui, entries| {
                self.offers_ui(ui, entries, search, commands);
            });
        });
    }

    fn column_ui<R>(&self, ui: &mut Ui, salt: &str, rect: Rect, layout: Layout, contents: impl FnOnce(&mut Ui) -> R) {
        let salt = (salt, self.at);
        let mut column = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).id_salt(salt));
        contents(&mut column);
    }

    /// What the list says of the photo, and below it what the picture says of itself.
    fn words_ui(&self, ui: &mut Ui, file: Option<&PictureFile>) {
        let weak = theme::palette(ui).text_weak;
        let caption = file.and_then(|file| file.caption.as_deref());
        // Both lines stand in the middle together, or one alone.
        ui.add_space(if caption.is_some() { 6.0 } else { 15.0 });
        ui.spacing_mut().item_spacing.y = 2.0;
        let line = self.photo.map_or("…", |photo| text::truncated(photo.line(), SHOWN_BYTES));
        ui.add(Label::new(line).truncate());
        if let Some(caption) = caption {
            let caption = text::truncated(caption, SHOWN_BYTES).replace('\n', " ");
            ui.add(Label::new(RichText::new(caption).size(SMALL_PT).color(weak)).truncate());
        }
    }

    /// The pictures the photo may be given; Enter takes the first that is found.
    fn offers_ui(&self, ui: &mut Ui, entries: &mut Entries, search: &mut String, commands: &mut Vec<Command>) {
        let Table { files, choices, .. } = self.table;
        if entries.is_new() {
            search.clear();
        }
        let line = ui.add(TextEdit::singleline(search).hint_text("Search pictures"));
        let line = line.accessible_name("Search pictures");
        if entries.is_new() {
            line.request_focus();
        }
        let mut chosen = None;
        if ui.selectable_label(self.choice.is_none(), "no picture").clicked() {
            chosen = Some(None);
        }
        let wanted = text::fold(search);
        let found = files.iter().enumerate().filter(|(_, file)| text::fold(&file.name).contains(&wanted));
        let found: Vec<(usize, &PictureFile)> = found.take(OFFERED_MAX).collect();
        let owners = choices.iter().enumerate().filter_map(|(at, choice)| Some((choice.as_ref()?.0, at)));
        let owners: HashMap<usize, usize> = owners.collect();
        for (file, picture) in &found {
            let owner = owners.get(file).filter(|owner| **owner != self.at);
            let label = match owner {
                Some(owner) => format!("{} · photo {}", picture.name, text::grouped(owner + 1)),
                None => picture.name.clone(),
            };
            let is_chosen = self.choice.is_some_and(|(at, _)| at == *file);
            if ui.selectable_label(is_chosen, label).clicked() {
                chosen = Some(Some(*file));
            }
        }
        if found.is_empty() {
            ui.weak("None of that name");
        }
        if line.lost_focus() && !wanted.is_empty() && ui.input(|input| input.key_pressed(Key::Enter)) {
            chosen = found.first().map(|(file, _)| Some(*file));
        }
        if let Some(file) = chosen {
            commands.push(self.table.choose(self.at, file));
            ui.close();
        }
    }
}
