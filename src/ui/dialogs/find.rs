//! The dialog that finds photos from someone else's list: the list, what was found, and the new list for it.

use eframe::egui::{Label, RichText, ScrollArea, TextEdit, Ui};

use crate::app::App;
use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::app::handover::finding::{FindDialog, FindState};
use crate::app::handover::{FileFor, HandoverCommand};
use crate::tasks::finding::{FoundPhotos, Reach, RemarkKind};
use crate::text;
use crate::ui::theme::{self, SMALL_PT};

/// Height of the list, in points.
const LIST_PT: f32 = 130.0;
/// Height of the report, in points.
const REPORT_PT: f32 = 190.0;

/// Draws the dialog and appends what is asked for.
pub(super) fn ui(ui: &mut Ui, app: &App, dialog: &FindDialog, focused: &mut bool, commands: &mut Vec<Command>) {
    let mut new = dialog.clone();
    let height = ui.ctx().content_rect().height() - 150.0;
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
        list_ui(ui, &mut new, focused, commands);
        options_ui(ui, &mut new);
        state_ui(ui, app, &mut new, commands);
    });
    let (label, possible) = match &new.state {
        FindState::Found(found) => {
            (format!("Make a list of {}", text::counted(found.photos.len(), "photo")), !found.photos.is_empty())
        }
        FindState::Asking | FindState::Failed(_) => ("Find".to_owned(), new.has_list()),
        FindState::Looking => ("Find".to_owned(), false),
    };
    let is_found = matches!(new.state, FindState::Found(_));
    let done = super::buttons_ui(ui, &label, possible, commands);
    if new != *dialog {
        // Another list: what was found before no longer counts.
        if (&new.text, &new.file, &new.column, new.reach) != (&dialog.text, &dialog.file, &dialog.column, dialog.reach)
        {
            new.state = FindState::Asking;
        }
        commands.push(Command::SetDialog(Dialog::Find(new)));
    }
    if done {
        let command = if is_found { HandoverCommand::AcceptFound } else { HandoverCommand::Find };
        commands.push(Command::Handover(command));
    }
}

fn list_ui(ui: &mut Ui, dialog: &mut FindDialog, focused: &mut bool, commands: &mut Vec<Command>) {
    ui.add(
        Label::new(
            "Paste or open a list: file names, ids, numbers or captions, one a line, or a table with a column of them.",
        )
        .wrap(),
    );
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if ui.button("Open a list…").on_hover_text("Choose with the system's dialog").clicked() {
            commands.push(Command::Handover(HandoverCommand::PickFile(FileFor::FindList)));
        }
        if let Some(file) = dialog.file.clone() {
            ui.add(Label::new(file.display().to_string()).truncate());
            if ui.button("Use pasted text").clicked() {
                dialog.file = None;
            }
        }
    });
    if dialog.file.is_none() {
        ScrollArea::vertical().id_salt("list text").max_height(LIST_PT).show(ui, |ui| {
            let edit = TextEdit::multiline(&mut dialog.text)
                .desired_rows(7)
                .desired_width(f32::INFINITY)
                .hint_text("IMG_0012.JPG\nIMG_0013.JPG\n…");
            let response = ui.add(edit).accessible_name("List");
            super::focus_first(&response, &dialog.text, focused);
        });
    }
}

fn options_ui(ui: &mut Ui, dialog: &mut FindDialog) {
    ui.horizontal_wrapped(|ui| {
        let mut likeness = dialog.reach == Reach::Likeness;
        ui.checkbox(&mut likeness, "Also captions that are only alike");
        dialog.reach = if likeness { Reach::Likeness } else { Reach::Sure };
        ui.label("Column of a table");
        let edit = TextEdit::singleline(&mut dialog.column).desired_width(140.0).hint_text("found by its name");
        ui.add(edit).accessible_name("Column of a table");
    });
}

fn state_ui(ui: &mut Ui, app: &App, dialog: &mut FindDialog, commands: &mut Vec<Command>) {
    ui.add_space(4.0);
    match dialog.state.clone() {
        FindState::Asking => {}
        FindState::Failed(why) => {
            super::error_ui(ui, &why);
        }
        FindState::Looking => {
            super::busy_ui(ui, app, commands);
        }
        FindState::Found(found) => {
            found_ui(ui, &found, commands);
            ui.horizontal(|ui| {
                ui.label("New list");
                ui.add(TextEdit::singleline(&mut dialog.name).desired_width(220.0))
                    .accessible_name("Name of the new list");
            });
        }
    }
}

fn found_ui(ui: &mut Ui, found: &FoundPhotos, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(found.summary()).font(theme::strong(theme::BODY_PT)));
        if !found.remarks.is_empty() && ui.button("Copy report").clicked() {
            commands.push(Command::Copy(found.report()));
        }
    });
    if found.remarks.is_empty() {
        return;
    }
    super::inset_ui(ui, |ui| {
        let area = ScrollArea::vertical().id_salt("report").max_height(REPORT_PT).auto_shrink([false, true]);
        area.show(ui, |ui| {
            for kind in RemarkKind::ALL {
                let mut remarks = found.remarks.iter().filter(|remark| remark.kind == kind).peekable();
                if remarks.peek().is_some() {
                    ui.label(RichText::new(kind.label()).font(theme::strong(SMALL_PT)).color(palette.warning));
                }
                for remark in remarks {
                    let line = format!("line {}: {}", remark.line, remark.text);
                    ui.add(Label::new(RichText::new(line).size(SMALL_PT)).wrap());
                    for candidate in &remark.candidates {
                        let candidate = RichText::new(format!("     {candidate}")).size(SMALL_PT);
                        ui.add(Label::new(candidate.color(palette.text_weak)).wrap());
                    }
                }
            }
            if found.n_more_remarks > 0 {
                ui.label(RichText::new(format!("and {} lines more", found.n_more_remarks)).size(SMALL_PT));
            }
        });
    });
}
