//! The dialog that gives pictures of a folder to photos of a caption list: a table to check and to correct.

mod row;

use eframe::egui::{Button, ScrollArea, TextEdit, Ui};

use crate::app::App;
use crate::app::attaching::{AttachDialog, Found};
use crate::app::command::Command;
use crate::app::dialog::{Dialog, Side};
use crate::attachment::{Method, PictureFile, Proposal};
use crate::catalog::PhotoIndex;
use crate::text;
use crate::ui::choice;
use crate::ui::dialogs::at_hand::AtHand;
use crate::ui::dialogs::attach::row::{ROW_PT, Row};
use crate::ui::textures::Textures;

/// What the dialog takes of the window's height beside the table, in points.
const AROUND_PT: f32 = 280.0;
/// The least and the greatest height of the table, in points.
const TABLE_LEAST_PT: f32 = 3.0 * ROW_PT;
const TABLE_MOST_PT: f32 = 700.0;
/// Width of the choice of methods, in points.
const METHOD_PT: f32 = 220.0;

/// What the dialog keeps, and a restart may forget.
#[derive(Debug, Default)]
pub(super) struct Attach {
    /// What is looked for among the pictures.
    search: String,
    /// Only photos without a picture are shown.
    only_open: bool,
}

impl Attach {
    /// Draws the dialog and appends what is asked for.
    #[expect(clippy::too_many_arguments, reason = "what every dialog takes, and the pictures it shows")]
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        dialog: &AttachDialog,
        at_hand: &mut AtHand,
        textures: &mut Textures,
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
            Found::Looking => super::busy_ui(ui, app, commands),
            Found::Failed(why) => super::error_ui(ui, why),
            Found::Pictures { files, choices } => {
                self.summary_ui(ui, files.len(), choices);
                let table = Table { app, dialog, files, choices };
                textures.apart(|textures| self.table_ui(ui, &table, at_hand, textures, commands));
            }
        }
        let n_given = dialog.n_given();
        let label = if n_given == 0 { "Attach".to_owned() } else { format!("Attach {n_given}") };
        if super::buttons_ui(ui, &label, n_given > 0, commands) {
            commands.push(Command::AcceptPictures);
        }
    }

    fn summary_ui(&mut self, ui: &mut Ui, n_files: usize, choices: &[Proposal]) {
        let n_given = choices.iter().flatten().count();
        let n_open = choices.len() - n_given;
        ui.horizontal(|ui| {
            let given =
                format!("{} of {} get a picture", text::grouped(n_given), text::counted(choices.len(), "photo"));
            let left = text::counted(n_files.saturating_sub(n_given), "picture");
            ui.label(format!("{given} · {left} left over"));
            self.only_open &= n_open > 0;
            if n_open > 0 && n_given > 0 {
                ui.checkbox(&mut self.only_open, format!("Only the {} without", text::grouped(n_open)));
            }
        });
        if n_given == 0 {
            ui.weak("Nothing tells which picture belongs to which photo: match by order, or choose for each.");
        }
    }

    fn table_ui(
        &mut self,
        ui: &mut Ui,
        table: &Table<'_>,
        at_hand: &mut AtHand,
        textures: &mut Textures,
        commands: &mut Vec<Command>,
    ) {
        let open = self.only_open.then(|| {
            let open = table.choices.iter().enumerate().filter(|(_, choice)| choice.is_none());
            open.map(|(at, _)| at).collect::<Vec<_>>()
        });
        let n_rows = open.as_ref().map_or(table.choices.len(), Vec::len);
        let height = (ui.ctx().content_rect().height() - AROUND_PT).clamp(TABLE_LEAST_PT, TABLE_MOST_PT);
        let area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
        area.show_rows(ui, ROW_PT, n_rows, |ui, rows| {
            for row in rows {
                let at = open.as_ref().map_or(Some(row), |open| open.get(row).copied());
                let Some((at, choice)) = at.and_then(|at| Some((at, *table.choices.get(at)?))) else { continue };
                let index = PhotoIndex(u32::try_from(at).unwrap_or(u32::MAX));
                let photo = at_hand.photo(table.app, Side::Open, index);
                Row { at, photo: photo.as_deref(), choice, table }.ui(ui, &mut self.search, textures, commands);
            }
        });
    }
}

/// What the rows are of.
struct Table<'a> {
    app: &'a App,
    dialog: &'a AttachDialog,
    files: &'a [PictureFile],
    choices: &'a [Proposal],
}

impl Table<'_> {
    /// The dialog with another picture, or none, for a photo.
    fn choose(&self, photo: usize, file: Option<usize>) -> Command {
        Command::SetDialog(Dialog::Attach(self.dialog.with_choice(photo, file)))
    }
}

fn folder_ui(ui: &mut Ui, dialog: &AttachDialog, focused: &mut bool, commands: &mut Vec<Command>) {
    let mut asked = None;
    let field_ui = |ui: &mut Ui| {
        let mut folder = dialog.folder.clone();
        let edit = TextEdit::singleline(&mut folder.text).desired_width(f32::INFINITY).hint_text("Folder");
        let response = ui.add(edit).accessible_name("Folder");
        super::focus_first(&response, &dialog.folder.text, focused);
        let is_blank = folder.is_blank();
        if response.changed() {
            commands.push(Command::SetDialog(Dialog::Attach(dialog.with_folder(folder))));
        }
        if super::was_entered(&response) && !is_blank {
            commands.push(Command::MatchPictures(dialog.method));
        }
    };
    crate::ui::row_ui(ui, "folder", field_ui, |ui| {
        if ui.button("Choose…").clicked() {
            asked = Some(Command::PickPictureFolder);
        }
        if ui.add_enabled(!dialog.folder.is_blank(), Button::new("Look")).clicked() {
            asked = Some(Command::MatchPictures(dialog.method));
        }
    });
    commands.extend(asked);
}

fn method_ui(ui: &mut Ui, dialog: &AttachDialog, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label("Match by");
        let spoken = format!("Match by {}", dialog.method.label());
        choice::ui(ui, "method", dialog.method.label(), &spoken, METHOD_PT, |ui, entries| {
            for method in Method::ALL {
                let chosen = method == dialog.method;
                if entries.entry_ui(ui, chosen, method.label()).clicked() && !chosen {
                    commands.push(Command::MatchPictures(method));
                }
            }
        });
    });
}
