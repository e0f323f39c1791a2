//! The dialog that compares the open collection with another: what differs, a row each, and the words that do.

use std::sync::Arc;

use eframe::egui::{
    self, Align, Key, Label, Layout, RichText, Role, ScrollArea, Sense, TextEdit, TextFormat, Ui, WidgetInfo,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use crate::app::App;
use crate::app::command::Command;
use crate::app::dialog::{Dialog, Side};
use crate::app::handover::comparing::{CompareDialog, CompareState, Compared};
use crate::app::handover::{FileFor, HandoverCommand};
use crate::catalog::PhotoIndex;
use crate::comparing::{Change, Kind, Row, changes};
use crate::photo::Photo;
use crate::text::difference::{Piece, pieces};
use crate::ui::dialogs::at_hand::AtHand;
use crate::ui::theme::{self, BODY_PT, Palette, SMALL_PT};

/// Height of a row, in points.
const ROW_PT: f32 = 24.0;
/// Width of the column of kinds, in points.
const KIND_PT: f32 = 110.0;
/// Width of the column of places, in points.
const PLACE_PT: f32 = 70.0;
/// Height of what is told of the chosen row, in points.
const DETAIL_PT: f32 = 130.0;
/// How much of a caption a row shows, in bytes.
const SHOWN_BYTES: usize = 200;
/// How much of a field is compared word by word, in bytes.
const COMPARED_BYTES: usize = 16 * 1024;

/// What the dialog keeps, and a restart may forget.
#[derive(Default)]
pub(super) struct Collections {
    /// The rows shown, of which comparison and which kinds.
    shown: Option<(usize, Vec<Kind>, Vec<usize>)>,
    /// The row whose words are shown, by its place in the comparison.
    chosen: Option<usize>,
    /// What is told of it.
    detail: Option<(usize, usize, Vec<Change>)>,
}

impl std::fmt::Debug for Collections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Collections").field("chosen", &self.chosen).finish_non_exhaustive()
    }
}

impl Collections {
    /// Draws the dialog and appends what is asked for.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        dialog: &CompareDialog,
        at_hand: &mut AtHand,
        focused: &mut bool,
        commands: &mut Vec<Command>,
    ) {
        let mut new = dialog.clone();
        // What is asked for is asked of the dialog as it is then: something may be typed and entered in one frame.
        let mut asked = Vec::new();
        path_ui(ui, &mut new, focused, &mut asked);
        match (&dialog.state, app.compared()) {
            (CompareState::Asking, _) => {
                let help = "The open collection is the first, such as the archive; the other is what it is compared with, such as what was published.";
                ui.add(Label::new(help).wrap());
            }
            (CompareState::Comparing, _) => {
                super::busy_ui(ui, app, &mut asked);
            }
            (CompareState::Failed(why), _) => {
                super::error_ui(ui, why);
            }
            (CompareState::Done, Some(compared)) => {
                let mut photos = Photos { app, at_hand };
                self.compared_ui(ui, compared, &mut photos, &mut new, &mut asked);
            }
            (CompareState::Done, None) => {}
        }
        if new != *dialog {
            if new.report != dialog.report {
                (new.report_error, new.report_exists) = (None, false);
            }
            commands.push(Command::SetDialog(Dialog::Compare(new)));
        }
        commands.append(&mut asked);
        super::close_ui(ui, commands);
    }

    fn compared_ui(
        &mut self,
        ui: &mut Ui,
        compared: &Arc<Compared>,
        photos: &mut Photos<'_>,
        dialog: &mut CompareDialog,
        commands: &mut Vec<Command>,
    ) {
        let comparison = &compared.comparison;
        ui.horizontal_wrapped(|ui| {
            for kind in Kind::ALL {
                let mut is_shown = dialog.kinds.contains(&kind);
                if ui.checkbox(&mut is_shown, format!("{} {}", comparison.count(kind), kind.name())).changed() {
                    dialog.kinds.retain(|shown| *shown != kind);
                    if is_shown {
                        dialog.kinds.push(kind);
                    }
                    dialog.kinds.sort_unstable();
                }
            }
        });
        let of = Arc::as_ptr(compared) as usize;
        if !self.shown.as_ref().is_some_and(|(shown, kinds, _)| *shown == of && *kinds == dialog.kinds) {
            let is_shown = |row: &Row| dialog.kinds.iter().any(|kind| row.is(*kind));
            let rows = comparison.rows.iter().enumerate().filter(|(_, row)| is_shown(row)).map(|(at, _)| at);
            self.shown = Some((of, dialog.kinds.clone(), rows.collect()));
            self.chosen = self.chosen.filter(|chosen| comparison.rows.get(*chosen).is_some_and(is_shown));
            self.chosen = self.chosen.or(self.shown.as_ref().and_then(|(.., rows)| rows.first().copied()));
        }
        let height = (ui.ctx().content_rect().height() - DETAIL_PT - 290.0).clamp(3.0 * ROW_PT, 420.0);
        let rows = self.shown.as_ref().map_or(&[][..], |(.., rows)| rows.as_slice());
        let mut chosen = self.chosen;
        if rows.is_empty() {
            ui.label("Nothing of these kinds differs");
        }
        let area = ScrollArea::vertical().id_salt("rows").max_height(height).auto_shrink([false, true]);
        area.show_rows(ui, ROW_PT, rows.len(), |ui, range| {
            for at in rows.get(range).unwrap_or_default() {
                let Some(row) = comparison.rows.get(*at) else { continue };
                if row_ui(ui, photos, row, chosen == Some(*at)) {
                    chosen = Some(*at);
                }
            }
        });
        self.chosen = chosen;
        self.detail_ui(ui, of, compared, photos, commands);
        report_ui(ui, dialog, commands);
    }

    fn detail_ui(
        &mut self,
        ui: &mut Ui,
        of: usize,
        compared: &Compared,
        photos: &mut Photos<'_>,
        commands: &mut Vec<Command>,
    ) {
        let Some(chosen) = self.chosen else {
            ui.label(RichText::new("Click a row for the words that differ").color(theme::palette(ui).text_weak));
            return;
        };
        let Some(row) = compared.comparison.rows.get(chosen) else { return };
        let a = row.a.and_then(|at| photos.at(Side::Open, at));
        let b = row.b.and_then(|at| photos.at(Side::Other, at));
        if (a.is_some(), b.is_some()) != (row.a.is_some(), row.b.is_some()) {
            // It comes with a later frame.
            return;
        }
        if self.detail.as_ref().is_none_or(|(shown, at, _)| (*shown, *at) != (of, chosen)) {
            let differing = match (&a, &b) {
                (Some(a), Some(b)) => changes(a, b),
                _ => Vec::new(),
            };
            self.detail = Some((of, chosen, differing));
        }
        let Some((.., differing)) = &self.detail else { return };
        let palette = theme::palette(ui);
        super::inset_ui(ui, |ui| {
            let area = ScrollArea::vertical().id_salt("detail").max_height(DETAIL_PT).auto_shrink([false, true]);
            area.show(ui, |ui| {
                let by = row.by.map_or("", |by| by.label());
                ui.label(RichText::new(format!("{}  {by}", row.kinds())).size(SMALL_PT).color(palette.text_weak));
                if differing.is_empty() {
                    let photo = b.as_ref().or(a.as_ref());
                    ui.add(Label::new(photo.map_or("", |photo| photo.line())).wrap().selectable(true));
                }
                for change in differing {
                    ui.label(RichText::new(change.field).size(SMALL_PT).color(palette.text_weak));
                    ui.add(Label::new(marked(change, palette, ui.available_width())).selectable(true));
                }
            });
            if let Some(a) = &a
                && ui.button("Show in the collection").clicked()
            {
                commands.push(Command::CloseDialog);
                commands.push(Command::Reveal(a.key.clone()));
            }
        });
    }
}

fn path_ui(ui: &mut Ui, dialog: &mut CompareDialog, focused: &mut bool, commands: &mut Vec<Command>) {
    let possible = !dialog.path.is_blank();
    let entered = std::cell::Cell::new(false);
    let field_ui = |ui: &mut Ui| {
        let hint = "File or folder of the other collection";
        let edit = TextEdit::singleline(&mut dialog.path.text).desired_width(f32::INFINITY).hint_text(hint);
        let response = ui.add(edit).accessible_name("Other collection");
        super::focus_first(&response, &dialog.path.text, focused);
        entered.set(response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)));
    };
    let clicked = crate::ui::row_ui(ui, "other", field_ui, |ui| {
        if ui.button("Choose…").on_hover_text("Choose with the system's dialog").clicked() {
            commands.push(Command::Handover(HandoverCommand::PickFile(FileFor::Comparing)));
        }
        ui.add_enabled(possible, egui::Button::new("Compare")).clicked()
    });
    if (entered.get() || clicked) && !dialog.path.is_blank() {
        commands.push(Command::Handover(HandoverCommand::Compare));
    }
    ui.add_space(4.0);
}

/// A row, and whether it was clicked.
fn row_ui(ui: &mut Ui, photos: &mut Photos<'_>, row: &Row, is_chosen: bool) -> bool {
    let palette = theme::palette(ui);
    let photo = match row.b {
        Some(at) => photos.at(Side::Other, at),
        None => row.a.and_then(|at| photos.at(Side::Open, at)),
    };
    let line = photo.as_ref().map_or("…", |photo| crate::text::truncated(photo.line(), SHOWN_BYTES));
    let kinds = row.kinds();
    let place = |place: Option<u32>| place.map_or(String::new(), |place| (u64::from(place) + 1).to_string());
    let places = format!("{} → {}", place(row.a), place(row.b));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_PT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, format!("{kinds}, {line}")));
    let fill = match (is_chosen, response.hovered()) {
        (true, _) => palette.card_selected,
        (false, true) => palette.card_hovered,
        (false, false) => palette.card,
    };
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.rect_filled(rect.shrink2(vec2(0.0, 0.5)), 3.0, fill);
    let middle = rect.left_center() + vec2(8.0, 0.0);
    let color = if row.is(Kind::Removed) { palette.warning } else { palette.accent };
    painter.text(middle, egui::Align2::LEFT_CENTER, kinds, theme::strong(SMALL_PT), color);
    let at = middle + vec2(KIND_PT, 0.0);
    painter.text(at, egui::Align2::LEFT_CENTER, places, theme::regular(SMALL_PT), palette.text_weak);
    let at = at + vec2(PLACE_PT, 0.0);
    let mut job = LayoutJob::simple_singleline(line.replace('\n', " "), theme::regular(BODY_PT), palette.text);
    job.wrap = TextWrapping::truncate_at_width(rect.right() - at.x - 8.0);
    let galley = ui.painter().layout_job(job);
    painter.galley(at - vec2(0.0, galley.size().y / 2.0), galley, palette.text);
    response.clicked()
}

/// Where the photos of rows come from.
struct Photos<'a> {
    app: &'a App,
    at_hand: &'a mut AtHand,
}

impl Photos<'_> {
    fn at(&mut self, side: Side, at: u32) -> Option<Arc<Photo>> {
        self.at_hand.photo(self.app, side, PhotoIndex(at))
    }
}

/// The words of a change: what was taken away struck through, what was added on a ground of its own.
fn marked(change: &Change, palette: &Palette, width: f32) -> LayoutJob {
    let (a, b) = (crate::text::truncated(&change.a, COMPARED_BYTES), crate::text::truncated(&change.b, COMPARED_BYTES));
    let same = TextFormat::simple(theme::regular(BODY_PT), palette.text);
    let removed = TextFormat {
        strikethrough: egui::Stroke::new(1.0, palette.error),
        ..TextFormat::simple(theme::regular(BODY_PT), palette.text_weak)
    };
    let added = TextFormat { background: palette.mark, ..TextFormat::simple(theme::regular(BODY_PT), palette.text) };
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let pieces = pieces(a, b);
    if pieces.iter().all(|piece| matches!(piece, Piece::Same(_))) {
        // Only signs or blanks differ.
        job.append(a, 0.0, removed);
        job.append(b, 8.0, added);
        return job;
    }
    for piece in pieces {
        match piece {
            Piece::Same(text) => job.append(text, 0.0, same.clone()),
            Piece::Removed(text) => job.append(text, 0.0, removed.clone()),
            Piece::Added(text) => job.append(text, 0.0, added.clone()),
        }
    }
    job
}

fn report_ui(ui: &mut Ui, dialog: &mut CompareDialog, commands: &mut Vec<Command>) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.label("Report to");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let label = if dialog.report_exists { "Replace the file" } else { "Write report" };
            if ui.add_enabled(!dialog.report.is_blank(), egui::Button::new(label)).clicked() {
                commands.push(Command::Handover(HandoverCommand::WriteComparison));
            }
            let edit = TextEdit::singleline(&mut dialog.report.text)
                .desired_width(f32::INFINITY)
                .hint_text("path/to/report.html, .json or .txt");
            ui.add(edit).accessible_name("Report to");
        });
    });
    if let Some(error) = &dialog.report_error {
        super::error_ui(ui, error);
    }
}
