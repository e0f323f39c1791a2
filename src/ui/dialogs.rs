//! What stands in front of everything: export, paths and names to type, the keys, and about.

mod about;
mod attach;
mod cache;
mod collections;
mod correct;
mod encoding;
mod export;
mod export_choices;
mod find;
mod print;
mod template;

use std::path::PathBuf;

use eframe::egui::{self, Align, Context, Id, Key, Layout, Modal, ScrollArea, TextEdit, Ui};

use crate::app::command::table::TABLE;
use crate::app::command::{Command, Menu};
use crate::app::{App, Dialog};
use crate::lists::change::Change;
use crate::ui::theme::{self, SMALL_PT};

/// Width of a dialog, in points.
const WIDTH_PT: f32 = 520.0;
/// Height of the row of buttons, in points.
const BUTTONS_PT: f32 = 28.0;
/// Width of a dialog with a table, in points.
const WIDE_PT: f32 = 860.0;

/// What the dialogs keep, and a restart may forget.
#[derive(Debug, Default)]
pub struct Dialogs {
    /// Where files are kept, for the page about the program.
    pub folders: Vec<(&'static str, PathBuf)>,
    /// Whether the first field has been given the cursor.
    focused: bool,
    preview: export::Preview,
    attach: attach::Attach,
    template: template::TemplateEditor,
    collections: collections::Collections,
    /// Corrections, one and all.
    pub corrects: correct::Corrects,
}

impl Dialogs {
    /// Draws the dialog that is open and appends what is asked for.
    pub fn ui(&mut self, ctx: &Context, app: &App, commands: &mut Vec<Command>) {
        let Some(dialog) = app.dialog() else {
            self.focused = false;
            self.corrects.close();
            return;
        };
        let is_wide = matches!(dialog, Dialog::Attach(_) | Dialog::Find(_) | Dialog::Compare(_) | Dialog::Template(_));
        let width_pt = if is_wide { WIDE_PT } else { WIDTH_PT };
        let width = width_pt.min(ctx.content_rect().width() - 48.0);
        // Each kind has a size of its own.
        let modal = Modal::new(Id::unique(("dialog", std::mem::discriminant(dialog)))).show(ctx, |ui| {
            ui.set_width(width);
            theme::mark_edges(ui);
            match dialog {
                Dialog::Export(export) => self.preview.ui(ui, app, export, commands),
                Dialog::OpenPath(path) => self.open_path_ui(ui, path, commands),
                Dialog::PasteText(text) => self.paste_ui(ui, text, commands),
                Dialog::NewList(name) => {
                    self.name_ui(ui, "New list", "Make list", name, commands, Dialog::NewList, |name| Change::Create {
                        name: Some(name),
                        photos: Vec::new(),
                    })
                }
                Dialog::RenameList(name) => {
                    let list = app.lists().current;
                    self.name_ui(ui, "Rename list", "Rename", name, commands, Dialog::RenameList, |name| {
                        Change::Rename { list, name }
                    });
                }
                Dialog::Attach(attach) => self.attach.ui(ui, app, attach, commands),
                Dialog::Template(template) => self.template.ui(ui, app, template, &mut self.focused, commands),
                Dialog::Find(find) => find::ui(ui, app, find, &mut self.focused, commands),
                Dialog::Compare(compare) => self.collections.ui(ui, app, compare, &mut self.focused, commands),
                Dialog::Print(print) => print::ui(ui, app, print, commands),
                Dialog::Correct(correct) => self.corrects.correct_ui(ui, app, correct, commands),
                Dialog::Corrections(all) => self.corrects.list_ui(ui, app, all, commands),
                Dialog::IimEncoding(encoding) => encoding::ui(ui, app, *encoding, commands),
                Dialog::Cache(contents) => cache::ui(ui, app, contents.as_deref(), commands),
                Dialog::Keys => keys_ui(ui, commands),
                Dialog::About => about::ui(ui, app, &self.folders, commands),
            }
        });
        if modal.backdrop_response.clicked() {
            commands.push(Command::CloseDialog);
        }
    }

    fn open_path_ui(&mut self, ui: &mut Ui, path: &str, commands: &mut Vec<Command>) {
        heading_ui(ui, "Open");
        ui.label("The system's file dialog does not answer. Type the path of a folder, a photo, an article, a saved page, a CSV or a JSON file.");
        let mut path = path.to_owned();
        let entered = self.field_ui(ui, &mut path, "Path", Dialog::OpenPath, commands);
        let possible = !path.trim().is_empty();
        if buttons_ui(ui, "Open", possible, commands) || entered && possible {
            commands.push(Command::OpenPaths(vec![PathBuf::from(path.trim())]));
        }
    }

    fn paste_ui(&mut self, ui: &mut Ui, text: &str, commands: &mut Vec<Command>) {
        heading_ui(ui, "Paste caption text");
        ui.label("Paste an article or a list of captions. A caption is a line that ends in a credit, such as “A man waves. Image: Getty.”");
        let mut text = text.to_owned();
        let response = ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            let edit =
                TextEdit::multiline(&mut text).desired_rows(10).desired_width(f32::INFINITY).hint_text("Caption text");
            ui.add(edit)
        });
        let response = response.inner;
        let response = response.accessible_name("Caption text");
        if !std::mem::replace(&mut self.focused, true) {
            response.request_focus();
        }
        if response.changed() {
            commands.push(Command::SetDialog(Dialog::PasteText(text.clone())));
        }
        if buttons_ui(ui, "Read captions", !text.trim().is_empty(), commands) {
            commands.push(Command::OpenText(text));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "two dialogs that differ in all of these")]
    fn name_ui(
        &mut self,
        ui: &mut Ui,
        title: &str,
        button: &str,
        name: &str,
        commands: &mut Vec<Command>,
        dialog: fn(String) -> Dialog,
        change: impl FnOnce(String) -> Change,
    ) {
        heading_ui(ui, title);
        let mut name = name.to_owned();
        let entered = self.field_ui(ui, &mut name, "Name", dialog, commands);
        let possible = !name.trim().is_empty();
        if buttons_ui(ui, button, possible, commands) || entered && possible {
            commands.push(Command::ChangeLists(change(name)));
            commands.push(Command::CloseDialog);
        }
    }

    /// A line to type in, which has the cursor when the dialog opens; says whether Enter was pressed in it.
    fn field_ui(
        &mut self,
        ui: &mut Ui,
        text: &mut String,
        label: &str,
        dialog: fn(String) -> Dialog,
        commands: &mut Vec<Command>,
    ) -> bool {
        let response = ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY).hint_text(label));
        let response = response.accessible_name(label);
        if !std::mem::replace(&mut self.focused, true) {
            response.request_focus();
        }
        if response.changed() {
            commands.push(Command::SetDialog(dialog(text.clone())));
        }
        response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    }
}

fn keys_ui(ui: &mut Ui, commands: &mut Vec<Command>) {
    heading_ui(ui, "Keys");
    ScrollArea::vertical().max_height(ui.ctx().content_rect().height() - 180.0).show(ui, |ui| {
        for menu in Menu::ALL {
            ui.add_space(6.0);
            ui.label(
                egui::RichText::new(menu.label()).font(theme::strong(theme::BODY_PT)).color(theme::palette(ui).accent),
            );
            for row in TABLE.iter().filter(|row| row.menu == menu) {
                let keys: Vec<String> = row.shortcuts.iter().map(|shortcut| shortcut.label()).collect();
                key_row_ui(ui, &keys.join(", "), row.label, row.help);
            }
        }
        ui.add_space(6.0);
        ui.label(egui::RichText::new("Moving").font(theme::strong(theme::BODY_PT)).color(theme::palette(ui).accent));
        key_row_ui(
            ui,
            "Arrows, Home, End, Page Up, Page Down",
            "Move",
            "Move the focus; with Shift, select on the way",
        );
        key_row_ui(ui, "Ctrl+click, Shift+click", "Select", "Select one more photo, or everything up to it");
        key_row_ui(ui, "Ctrl+wheel", "Card size", "Make the cards larger or smaller");
        key_row_ui(
            ui,
            "Shift+F10, Menu key",
            "Menu",
            "Open the menu of what has the focus: a photo, a part of a caption, a photo of the list",
        );
        key_row_ui(ui, "Ctrl+Left, Ctrl+Right", "Reorder", "Move a photo of the list that has the focus");
    });
    close_ui(ui, commands);
}

fn key_row_ui(ui: &mut Ui, keys: &str, label: &str, help: &str) {
    let palette = theme::palette(ui);
    ui.horizontal_top(|ui| {
        ui.allocate_ui(egui::vec2(150.0, 18.0), |ui| {
            ui.set_width(150.0);
            ui.add(egui::Label::new(egui::RichText::new(keys).font(theme::strong(SMALL_PT))).wrap());
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(label);
            ui.add(egui::Label::new(egui::RichText::new(help).size(SMALL_PT).color(palette.text_weak)).wrap());
        });
    });
}

fn heading_ui(ui: &mut Ui, text: &str) {
    ui.heading(text);
    ui.add_space(6.0);
}

fn close_ui(ui: &mut Ui, commands: &mut Vec<Command>) {
    ui.add_space(10.0);
    let size = egui::vec2(ui.available_width(), BUTTONS_PT);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        if ui.button("Close").clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

/// Cancel and the button that does it; says whether that was clicked.
fn buttons_ui(ui: &mut Ui, label: &str, possible: bool, commands: &mut Vec<Command>) -> bool {
    ui.add_space(10.0);
    let size = egui::vec2(ui.available_width(), BUTTONS_PT);
    let row = ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        let palette = theme::palette(ui);
        let text = egui::RichText::new(label).color(if possible { palette.on_accent } else { palette.text_weak });
        let fill = if possible { palette.accent } else { palette.card };
        let done = ui.add_enabled(possible, egui::Button::new(text).fill(fill)).clicked();
        if ui.button("Cancel").clicked() {
            commands.push(Command::CloseDialog);
        }
        done
    });
    row.inner
}
