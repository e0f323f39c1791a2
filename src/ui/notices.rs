//! Notices, in the lower right corner of the photos: what was done, what went wrong, what to do about it. What
//! went wrong can be copied.

use eframe::egui::{self, Align2, Area, Context, Frame, Id, Margin, Order, Rect, Role, WidgetInfo, vec2};

use crate::app::App;
use crate::app::command::Command;
use crate::app::notices::{Notice, Severity};
use crate::ui::theme::{self, SMALL_PT};

/// How long a notice that something was done stays, in seconds.
const DONE_SECONDS: f64 = 6.0;
/// The same of one that something is not possible, which takes longer to read.
const REFUSED_SECONDS: f64 = 12.0;
/// The most notices shown at once.
const SHOWN_MAX: usize = 4;
/// Lines of details shown.
const DETAILS_MAX: usize = 200;
/// Width of a notice, in points, and what its frame and the space beside it take.
const WIDTH_PT: f32 = 380.0;
const ROOM_PT: f32 = 54.0;

/// Draws the notices in the corner of the photos, so that they cover no panel, and appends what is asked for.
pub fn ui(ctx: &Context, app: &App, photos: Rect, commands: &mut Vec<Command>) {
    let shown: Vec<&Notice> = app.notices().all().iter().rev().take(SHOWN_MAX).collect();
    if shown.is_empty() {
        return;
    }
    let window = ctx.content_rect();
    // Photos that leave no room for a notice are narrower than the panels beside them.
    let right_pt = photos.right().max(window.left() + WIDTH_PT + ROOM_PT).min(window.right());
    let offset = vec2(right_pt - window.right() - 14.0, photos.bottom() - window.bottom() - 10.0);
    let area = Area::new(Id::unique("notices")).order(Order::Foreground).anchor(Align2::RIGHT_BOTTOM, offset);
    area.show(ctx, |ui| {
        for notice in shown.into_iter().rev() {
            notice_ui(ui, notice, commands);
            expire(ui, notice, commands);
        }
    });
}

fn notice_ui(ui: &mut egui::Ui, notice: &Notice, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    let color = match notice.severity {
        Severity::Done => palette.accent,
        Severity::Warning | Severity::Refused => palette.warning,
        Severity::Error => palette.error,
    };
    let frame = Frame::popup(ui.style())
        .fill(palette.bar)
        .stroke(egui::Stroke::new(1.0, color))
        .inner_margin(Margin::symmetric(12, 9));
    frame.show(ui, |ui| {
        ui.set_width(WIDTH_PT);
        let response = ui.label(&notice.text);
        response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, &notice.text));
        if !notice.details.is_empty() {
            ui.collapsing("Details", |ui| {
                egui::ScrollArea::vertical().max_height(160.0).show(ui, |ui| {
                    for line in notice.details.iter().take(DETAILS_MAX) {
                        ui.label(egui::RichText::new(line).size(SMALL_PT));
                    }
                });
            });
        }
        ui.horizontal(|ui| {
            if ui.button("Dismiss").clicked() {
                commands.push(Command::DismissNotice(notice.id));
            }
            let is_told = notice.severity == Severity::Done && notice.path.is_none() && notice.details.is_empty();
            if !is_told && ui.button("Copy").on_hover_text("Copy this message").clicked() {
                let lines = std::iter::once(&notice.text).chain(&notice.details).map(String::as_str);
                commands.push(Command::Copy(lines.collect::<Vec<_>>().join("\n")));
            }
            if let Some(path) = &notice.path {
                if ui.button("Show").on_hover_text("Show the file in its folder").clicked()
                    && let Some(folder) = path.parent()
                {
                    commands.push(Command::ShowPath(folder.to_owned()));
                }
                if ui.button("Open").on_hover_text("Open the file with the system's program for it").clicked() {
                    commands.push(Command::ShowPath(path.clone()));
                }
            }
        });
    });
    ui.add_space(4.0);
}

/// A notice that something was done, or is not possible, goes by itself, unless the pointer is on it.
fn expire(ui: &egui::Ui, notice: &Notice, commands: &mut Vec<Command>) {
    let seconds = match notice.severity {
        Severity::Done => DONE_SECONDS,
        Severity::Refused => REFUSED_SECONDS,
        Severity::Warning | Severity::Error => return,
    };
    if ui.ui_contains_pointer() {
        return;
    }
    let now = ui.input(|input| input.time);
    let id = Id::unique(("notice since", notice.id));
    let since = ui.data_mut(|data| *data.get_temp_mut_or(id, now));
    let left = seconds - (now - since);
    if left <= 0.0 {
        commands.push(Command::DismissNotice(notice.id));
    } else {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
    }
}
