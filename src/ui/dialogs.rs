//! What stands in front of everything: export, paths and names to type, the keys, and about.

mod about;
mod at_hand;
mod attach;
mod cache;
mod collections;
mod correct;
mod encoding;
mod export;
mod export_choices;
mod find;
mod keys;
mod print;
mod template;

use std::mem::{Discriminant, discriminant};
use std::path::PathBuf;

use eframe::egui::{
    self, Context, Frame, Id, Key, Margin, Modal, ProgressBar, Response, Role, ScrollArea, TextEdit, Ui, UiKind,
    WidgetInfo, text::CCursor, text::CCursorRange, text_edit::TextEditState,
};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::dialog::{Dialog, Typed};
use crate::lists::change::Change;
use crate::ui::textures::Textures;
use crate::ui::theme;

/// Width of a dialog, in points.
const WIDTH_PT: f32 = 520.0;
/// Space between a dialog's edge and what is in it, in points.
const MARGIN_PT: i8 = 16;
/// Width of a dialog with a table, in points.
const WIDE_PT: f32 = 860.0;

/// What the dialogs keep, and a restart may forget.
#[derive(Debug, Default)]
pub struct Dialogs {
    /// Where files are kept, for the page about the program.
    pub folders: Vec<(&'static str, PathBuf)>,
    /// Which dialog was shown last.
    shown: Option<Discriminant<Dialog>>,
    /// Whether its first field has been given the cursor.
    focused: bool,
    /// Whether anything was typed or chosen in it, which a click beside it must not cost.
    changed: bool,
    /// The photos that the dialog shows.
    at_hand: at_hand::AtHand,
    keys: keys::Keys,
    preview: export::Preview,
    attach: attach::Attach,
    template: template::TemplateEditor,
    collections: collections::Collections,
    /// Corrections, one and all.
    pub corrects: correct::Corrects,
}

impl Dialogs {
    /// Draws the dialog that is open and appends what is asked for.
    pub fn ui(&mut self, ctx: &Context, app: &App, textures: &mut Textures, commands: &mut Vec<Command>) {
        let Some(dialog) = app.dialog() else {
            self.shown = None;
            return;
        };
        let kind = discriminant(dialog);
        let before = self.shown.replace(kind);
        if before != Some(kind) {
            self.focused = false;
            // One that another returns to is as it was left.
            self.changed = before.is_some();
            self.keys = keys::Keys::default();
            self.corrects.begin();
        }
        let is_wide = matches!(dialog, Dialog::Attach(_) | Dialog::Find(_) | Dialog::Compare(_) | Dialog::Template(_));
        let width_pt = if is_wide { WIDE_PT } else { WIDTH_PT };
        let width = width_pt.min(ctx.content_rect().width() - 4.0 * f32::from(MARGIN_PT));
        let frame = Frame::popup(&ctx.global_style()).inner_margin(Margin::same(MARGIN_PT));
        let n_before = commands.len();
        // Each kind has a size of its own.
        let modal = Modal::new(Id::unique(("dialog", kind))).frame(frame);
        let modal = modal.show(ctx, |ui| {
            ui.set_width(width);
            theme::mark_edges(ui);
            heading_ui(ui, title(dialog));
            match dialog {
                Dialog::Export(export) => {
                    self.preview.ui(ui, app, export, &mut self.at_hand, &mut self.focused, commands);
                }
                Dialog::OpenPath(path) => self.open_path_ui(ui, path, commands),
                Dialog::PasteText(text) => self.paste_ui(ui, text, commands),
                Dialog::NewList(name) => self.name_ui(ui, "Make list", name, commands, Dialog::NewList, |name| {
                    Change::Create { name: Some(name), photos: Vec::new() }
                }),
                Dialog::RenameList(name) => {
                    let list = app.lists().current;
                    self.name_ui(ui, "Rename", name, commands, Dialog::RenameList, |name| Change::Rename {
                        list,
                        name,
                    });
                }
                Dialog::Attach(attach) => {
                    self.attach.ui(ui, app, attach, &mut self.at_hand, textures, &mut self.focused, commands);
                }
                Dialog::Template(template) => {
                    self.template.ui(ui, app, template, &mut self.at_hand, &mut self.focused, commands);
                }
                Dialog::Find(find) => find::ui(ui, app, find, &mut self.focused, commands),
                Dialog::Compare(compare) => {
                    self.collections.ui(ui, app, compare, &mut self.at_hand, &mut self.focused, commands);
                }
                Dialog::Print(print) => print::ui(ui, app, print, &mut self.focused, commands),
                Dialog::Correct(correct) => self.corrects.correct_ui(ui, app, correct, &mut self.focused, commands),
                Dialog::Corrections(all) => self.corrects.list_ui(ui, app, all, &mut self.focused, commands),
                Dialog::IimEncoding(encoding) => encoding::ui(ui, app, *encoding, commands),
                Dialog::Cache(contents) => cache::ui(ui, app, contents.as_deref(), &mut self.focused, commands),
                Dialog::Keys => self.keys.ui(ui, app, &mut self.focused, commands),
                Dialog::About => about::ui(ui, app, &self.folders, &mut self.focused, commands),
            }
        });
        self.at_hand.ask(commands);
        let asked = commands.iter().skip(n_before);
        self.changed |= asked.into_iter().any(|command| matches!(command, Command::SetDialog(_)));
        if modal.backdrop_response.clicked() && !self.changed {
            commands.push(Command::CloseDialog);
        }
    }

    fn open_path_ui(&mut self, ui: &mut Ui, path: &Typed, commands: &mut Vec<Command>) {
        ui.label("The system's file dialog does not answer. Type the path of a folder, a photo, an article, a saved page, a CSV or a JSON file.");
        let (path, entered) = self.field_ui(ui, path, "Path", Dialog::OpenPath, commands);
        let possible = !path.is_empty();
        if buttons_ui(ui, "Open", possible, commands) || entered && possible {
            commands.push(Command::OpenPaths(vec![PathBuf::from(path)]));
        }
    }

    fn paste_ui(&mut self, ui: &mut Ui, typed: &Typed, commands: &mut Vec<Command>) {
        ui.label("Paste an article or a list of captions. A caption is a line that ends in a credit, such as “A man waves. Image: Getty.”");
        let mut text = typed.text.clone();
        let response = ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            let edit =
                TextEdit::multiline(&mut text).desired_rows(10).desired_width(f32::INFINITY).hint_text("Caption text");
            ui.add(edit)
        });
        let response = response.inner;
        let response = response.accessible_name("Caption text");
        focus_first(&response, &text, &mut self.focused);
        if response.changed() {
            commands.push(Command::SetDialog(Dialog::PasteText(text.clone().into())));
        }
        if let Some(error) = &typed.error {
            error_ui(ui, error);
        }
        if buttons_ui(ui, "Read captions", !text.trim().is_empty(), commands) {
            commands.push(Command::OpenText(text));
        }
    }

    fn name_ui(
        &mut self,
        ui: &mut Ui,
        button: &str,
        name: &Typed,
        commands: &mut Vec<Command>,
        dialog: fn(Typed) -> Dialog,
        change: impl FnOnce(String) -> Change,
    ) {
        let (name, entered) = self.field_ui(ui, name, "Name", dialog, commands);
        let possible = !name.is_empty();
        if buttons_ui(ui, button, possible, commands) || entered && possible {
            // Where the name is not possible, the dialog comes back with it.
            commands.push(Command::CloseDialog);
            commands.push(Command::ChangeLists(change(name)));
        }
    }

    /// A line to type in, which has the cursor when the dialog opens, with what is wrong with it below; what stands in it,
    /// and whether Enter was pressed.
    fn field_ui(
        &mut self,
        ui: &mut Ui,
        typed: &Typed,
        label: &str,
        dialog: fn(Typed) -> Dialog,
        commands: &mut Vec<Command>,
    ) -> (String, bool) {
        let mut text = typed.text.clone();
        let response = ui.add(TextEdit::singleline(&mut text).desired_width(f32::INFINITY).hint_text(label));
        let response = response.accessible_name(label);
        focus_first(&response, &text, &mut self.focused);
        if response.changed() {
            commands.push(Command::SetDialog(dialog(text.clone().into())));
        }
        let entered = was_entered(&response);
        if let Some(error) = &typed.error {
            error_ui(ui, error);
        }
        (text.trim().to_owned(), entered)
    }
}

/// Whether Enter was pressed in a line, which keeps the cursor: what was typed may have to be mended.
fn was_entered(line: &Response) -> bool {
    let entered = line.lost_focus() && line.ctx.input(|input| input.key_pressed(Key::Enter));
    if entered {
        line.request_focus();
    }
    entered
}

/// Gives the focus to the button of a dialog that has nothing to type, and gives it back where nothing has it.
fn focus_button(button: &Response, focused: &mut bool) {
    let is_lost = button.ctx.memory(|memory| memory.focused()).is_none();
    if !std::mem::replace(focused, true) || is_lost {
        button.request_focus();
    }
}

/// Gives the cursor to the field that a dialog begins with, once; what stands in it is marked, so that typing replaces it.
fn focus_first(field: &Response, text: &str, focused: &mut bool) {
    if !std::mem::replace(focused, true) {
        field.request_focus();
        let mut state = TextEditState::load(&field.ctx, field.id).unwrap_or_default();
        let whole = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
        state.cursor.set_char_range(Some(whole));
        state.store(&field.ctx, field.id);
    }
}

/// What went wrong, said aloud.
fn error_ui(ui: &mut Ui, error: &str) {
    let response = ui.add(egui::Label::new(egui::RichText::new(error).color(theme::palette(ui).error)).wrap());
    response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, error));
}

/// How far work is that takes long, and a button that stops it.
fn busy_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let Some(busy) = app.busy() else { return };
    ui.horizontal(|ui| {
        if busy.n_all > 0 {
            let share = busy.n_done as f32 / busy.n_all as f32;
            ui.add(ProgressBar::new(share).desired_width(160.0).show_percentage());
        } else {
            ui.spinner();
        }
        ui.label(busy.what);
        crate::ui::verb_button(ui, Verb::CancelJob, "Stop", app, commands);
    });
}

/// A ground of its own for what is shown of photos or files.
fn inset_ui(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let frame = Frame::NONE.fill(theme::palette(ui).field).inner_margin(8.0).corner_radius(theme::ROUNDING_PT);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        contents(ui);
    });
}

/// The title, which is the dialog's name for screen readers too.
fn heading_ui(ui: &mut Ui, title: &str) {
    let dialog = ui.stack().iter().find(|stack| stack.kind() == Some(UiKind::Modal)).map(|stack| stack.unique_id);
    if let Some(dialog) = dialog {
        ui.ctx().accesskit_node_builder(dialog, |node| node.set_label(title));
    }
    ui.heading(title);
    ui.add_space(6.0);
}

fn title(dialog: &Dialog) -> &'static str {
    match dialog {
        Dialog::Export(_) => "Export",
        Dialog::OpenPath(_) => "Open",
        Dialog::PasteText(_) => "Paste caption text",
        Dialog::NewList(_) => "New list",
        Dialog::RenameList(_) => "Rename list",
        Dialog::Attach(_) => "Attach pictures",
        Dialog::Correct(_) => "Correct what was read",
        Dialog::Corrections(_) => "Corrections",
        Dialog::Template(_) => "Export template",
        Dialog::Find(_) => "Find from a list",
        Dialog::Compare(_) => "Compare with another collection",
        Dialog::Print(_) => "Print",
        Dialog::IimEncoding(_) => "Encoding of old captions",
        Dialog::Cache(_) => "Cache",
        Dialog::Keys => "Commands and keys",
        Dialog::About => "About Cutline",
    }
}

fn close_ui(ui: &mut Ui, commands: &mut Vec<Command>) -> Response {
    ui.add_space(10.0);
    let button = crate::ui::row_at_edge_ui(ui, "close", |ui| ui.button("Close"));
    if button.clicked() {
        commands.push(Command::CloseDialog);
    }
    button
}

/// Cancel and the button that does it; says whether that was clicked.
fn buttons_ui(ui: &mut Ui, label: &str, possible: bool, commands: &mut Vec<Command>) -> bool {
    ui.add_space(10.0);
    crate::ui::row_at_edge_ui(ui, "buttons", |ui| {
        if ui.button("Cancel").clicked() {
            commands.push(Command::CloseDialog);
        }
        main_button_ui(ui, label, possible).clicked()
    })
}

/// The button that does what the dialog is for.
fn main_button_ui(ui: &mut Ui, label: &str, possible: bool) -> Response {
    let palette = theme::palette(ui);
    let (color, fill) = if possible { (palette.on_accent, palette.accent) } else { (palette.text_weak, palette.card) };
    ui.add_enabled(possible, egui::Button::new(egui::RichText::new(label).color(color)).fill(fill))
}
