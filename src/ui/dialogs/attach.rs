//! The dialog that gives pictures of a folder to photos of a caption list: a table to check and to correct.

use eframe::egui::{self, Align, ComboBox, Label, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::app::App;
use crate::app::attaching::{AttachDialog, Found};
use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::attachment::{Method, PictureFile, Proposal};
use crate::catalog::PhotoIndex;
use crate::text;
use crate::ui::choice;
use crate::ui::theme::{self, SMALL_PT};

/// Height of a row of the table, in points.
const ROW_PT: f32 = 26.0;
/// Height of the table, in points.
const TABLE_PT: f32 = 340.0;
/// Width of the column of pictures, in points.
const PICTURE_PT: f32 = 220.0;
/// How much of a caption a row shows, in bytes.
const SHOWN_BYTES: usize = 160;
/// The most pictures a menu offers; the search box finds the others.
const OFFERED_MAX: usize = 200;

/// What the dialog keeps, and a restart may forget.
#[derive(Debug, Default)]
pub(super) struct Attach {
    /// What is looked for among the pictures.
    search: String,
}

impl Attach {
    /// Draws the dialog and appends what is asked for.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        dialog: &AttachDialog,
        focused: &mut bool,
        commands: &mut Vec<Command>,
    ) {
        ui.label("Pictures of a folder are given to the photos of the open collection. The files stay where they are.");
        ui.add_space(6.0);
        folder_ui(ui, dialog, focused, commands);
        method_ui(ui, dialog, commands);
        ui.add_space(6.0);
        match &dialog.found {
            Found::Nothing => {
                ui.label("Choose the folder that holds the pictures.");
            }
            Found::Looking => {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label("Looking through the folder…");
                });
            }
            Found::Failed(why) => {
                ui.colored_label(theme::palette(ui).warning, why);
            }
            Found::Pictures { files, choices } => self.table_ui(ui, app, dialog, files, choices, commands),
        }
        let n_given = dialog.n_given();
        let label = if n_given == 0 { "Attach".to_owned() } else { format!("Attach {n_given}") };
        if super::buttons_ui(ui, &label, n_given > 0, commands) {
            commands.push(Command::AcceptPictures);
        }
    }

    fn table_ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        dialog: &AttachDialog,
        files: &[PictureFile],
        choices: &[Proposal],
        commands: &mut Vec<Command>,
    ) {
        let n_given = dialog.n_given();
        let rest = choices.len().saturating_sub(n_given);
        ui.label(format!("{} pictures; {n_given} photos are given one, {rest} are not", files.len()));
        let Some(catalog) = app.catalog() else { return };
        let area = ScrollArea::vertical().max_height(TABLE_PT).auto_shrink([false, true]);
        area.show_rows(ui, ROW_PT, choices.len().min(catalog.n_photos()), |ui, rows| {
            for at in rows {
                let index = PhotoIndex(u32::try_from(at).unwrap_or(u32::MAX));
                let (Some(photo), Some(choice)) = (catalog.photo(index), choices.get(at)) else { continue };
                let line = text::truncated(photo.line(), SHOWN_BYTES);
                self.row_ui(ui, at, line, *choice, files, dialog, commands);
            }
        });
    }

    #[expect(clippy::too_many_arguments, reason = "a row of the table is all of these")]
    fn row_ui(
        &mut self,
        ui: &mut Ui,
        at: usize,
        line: &str,
        choice: Proposal,
        files: &[PictureFile],
        dialog: &AttachDialog,
        commands: &mut Vec<Command>,
    ) {
        let weak = theme::palette(ui).text_weak;
        ui.horizontal(|ui| {
            ui.set_height(ROW_PT);
            let (_, number) = ui.allocate_space(vec2(34.0, ROW_PT));
            let font = theme::strong(SMALL_PT);
            ui.painter().text(number.right_center(), egui::Align2::RIGHT_CENTER, at + 1, font, weak);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = choice.and_then(|(file, _)| files.get(file)).map(|file| file.name.as_str());
                ComboBox::from_id_salt(("picture", at))
                    .width(PICTURE_PT)
                    .truncate()
                    .selected_text(name.unwrap_or("no picture"))
                    .show_ui(ui, |ui| self.offers_ui(ui, at, choice, files, dialog, commands))
                    .response
                    .accessible_name(format!("Picture of photo {}", at + 1));
                let reason = choice.map_or("", |(_, reason)| reason.label());
                ui.add_sized([116.0, ROW_PT], Label::new(RichText::new(reason).size(SMALL_PT).color(weak)));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(line).truncate());
                });
            });
        });
    }

    /// The pictures a photo may be given.
    fn offers_ui(
        &mut self,
        ui: &mut Ui,
        at: usize,
        choice: Proposal,
        files: &[PictureFile],
        dialog: &AttachDialog,
        commands: &mut Vec<Command>,
    ) {
        let mut choose = |file| commands.push(Command::SetDialog(Dialog::Attach(dialog.with_choice(at, file))));
        ui.add(TextEdit::singleline(&mut self.search).hint_text("Search pictures")).accessible_name("Search pictures");
        if ui.selectable_label(choice.is_none(), "no picture").clicked() {
            choose(None);
            ui.close();
        }
        let wanted = text::fold(&self.search);
        let found = files.iter().enumerate().filter(|(_, file)| text::fold(&file.name).contains(&wanted));
        for (file, picture) in found.take(OFFERED_MAX) {
            let chosen = choice.is_some_and(|(at, _)| at == file);
            if ui.selectable_label(chosen, &picture.name).clicked() {
                choose(Some(file));
                ui.close();
            }
        }
    }
}

fn folder_ui(ui: &mut Ui, dialog: &AttachDialog, focused: &mut bool, commands: &mut Vec<Command>) {
    let mut asked = None;
    let field_ui = |ui: &mut Ui| {
        let mut folder = dialog.folder.clone();
        let edit = TextEdit::singleline(&mut folder.text).desired_width(f32::INFINITY).hint_text("Folder");
        let response = ui.add(edit).accessible_name("Folder");
        super::focus_first(&response, &dialog.folder.text, focused);
        if response.changed() {
            commands.push(Command::SetDialog(Dialog::Attach(dialog.with_folder(folder))));
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            commands.push(Command::MatchPictures(dialog.method));
        }
    };
    crate::ui::row_ui(ui, "folder", field_ui, |ui| {
        if ui.button("Choose…").clicked() {
            asked = Some(Command::PickPictureFolder);
        }
        if ui.add_enabled(!dialog.folder.is_blank(), egui::Button::new("Look")).clicked() {
            asked = Some(Command::MatchPictures(dialog.method));
        }
    });
    commands.extend(asked);
}

fn method_ui(ui: &mut Ui, dialog: &AttachDialog, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label("Match by");
        let spoken = format!("Match by {}", dialog.method.label());
        choice::ui(ui, "method", dialog.method.label(), &spoken, PICTURE_PT, |ui, entries| {
            for method in Method::ALL {
                let chosen = method == dialog.method;
                if entries.entry_ui(ui, chosen, method.label()).clicked() && !chosen {
                    commands.push(Command::MatchPictures(method));
                }
            }
        });
    });
}
