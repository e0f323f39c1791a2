//! The bar below: what is open, how much of it is selected, and work under way with its progress and Cancel.

use eframe::egui::{self, Align, Layout, ProgressBar, Role, Ui, WidgetInfo};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::readers::Input;
use crate::tasks::exporting::Step;
use crate::tasks::opening::Stage;
use crate::text;
use crate::ui::caption_text;
use crate::ui::theme::{self, SMALL_PT};

/// The least room between what is open and a hint, in points.
const HINT_GAP_PT: f32 = 24.0;
/// What a new user may not know, as long as nothing of theirs is open.
const HINT: &str = "Drop a folder of photos or a file of captions here, or open it by the File menu · ? for keys";
/// What takes no room.
const SHORT_HINT: &str = "? for keys";

/// Draws the bar and appends what is asked for.
pub fn ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    ui.horizontal_centered(|ui| {
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = summary(app);
            work_ui(ui, app, &text, commands);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if let Some(away) = away(app) {
                    let response = ui.label(egui::RichText::new(&away).size(SMALL_PT).color(palette.warning));
                    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &away));
                    response.on_hover_text("Nothing is taken out. What is shown comes back to life with its disk.");
                }
                let response = ui.label(egui::RichText::new(&text).size(SMALL_PT).color(palette.text_weak));
                response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &text));
                if let Some(page) = page(app) {
                    response.on_hover_text(page);
                }
            });
        });
    });
}

/// What is open, in a line.
fn summary(app: &App) -> String {
    let Some(catalog) = app.catalog() else { return "Nothing open".to_owned() };
    let heading = catalog.heading();
    let mut parts = vec![heading.title.clone()];
    parts.extend(heading.published.as_ref().map(|date| format!("published {}", caption_text::shown_date(date))));
    parts.extend(heading.credit.clone());
    parts.push(text::counted(catalog.n_photos(), "photo"));
    // A part is never taken for the whole.
    if app.is_part() && app.opening().is_none() {
        parts.push("the rest was not read".to_owned());
    }
    match app.selection().n_photos() {
        0 => {}
        n_selected => parts.push(format!("{} selected", text::grouped(n_selected))),
    }
    parts.extend(app.refresh_outcome().filter(|_| !app.is_refreshing()).map(str::to_owned));
    parts.extend(app.watch_limit().map(str::to_owned));
    parts.join(" · ")
}

/// What is not there just now, in a line.
fn away(app: &App) -> Option<String> {
    match app.away() {
        [] => None,
        [path] => Some(format!("Not there just now: {}", path.display())),
        [path, others @ ..] => Some(format!("Not there just now: {} and {} more", path.display(), others.len())),
    }
}

/// The lead and the address of the page that is open, if it is one.
fn page(app: &App) -> Option<String> {
    let heading = app.catalog()?.heading();
    let lines: Vec<&str> = [&heading.lead, &heading.address].into_iter().filter_map(|line| line.as_deref()).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// How far an export is, in words.
pub fn step_words(step: Step) -> String {
    match step {
        Step::Written(n_done) => format!("{} photos written", text::grouped(n_done)),
        Step::Verified(n_done) => format!("{} photos read again", text::grouped(n_done)),
    }
}

/// How much of some work is done; a share of nothing says only that it goes on.
fn share_ui(ui: &mut Ui, share: f32) {
    if share.is_finite() {
        ui.add(ProgressBar::new(share).desired_width(120.0).show_percentage());
    } else {
        ui.spinner();
    }
}

/// Work under way; where there is none, a hint beside what is open.
fn work_ui(ui: &mut Ui, app: &App, summary: &str, commands: &mut Vec<Command>) {
    let label = |text: String| egui::RichText::new(text).size(SMALL_PT);
    if let Some(opening) = app.opening() {
        crate::ui::verb_button(ui, Verb::CancelJob, "Cancel", app, commands);
        share_ui(ui, opening.done_bytes as f32 / opening.total_bytes as f32);
        let verb = match opening.stage {
            Stage::Checking => "Checking for changes in",
            Stage::Reading if app.is_refreshing() => "Updating",
            Stage::Reading => "Reading",
        };
        ui.label(label(format!("{verb} {}", opening.name)));
    } else if let Some(step) = app.exporting() {
        crate::ui::verb_button(ui, Verb::CancelJob, "Cancel", app, commands);
        ui.spinner();
        ui.label(label(format!("Exporting, {}", step_words(step))));
    } else if let Some(busy) = app.busy() {
        crate::ui::verb_button(ui, Verb::CancelJob, "Cancel", app, commands);
        share_ui(ui, busy.n_done as f32 / busy.n_all as f32);
        ui.label(label(busy.what.to_owned()));
    } else if app.is_part() {
        crate::ui::verb_button(ui, Verb::Reload, "Read the rest", app, commands);
    } else {
        let at_start = app.inputs() == [Input::Bundled];
        let color = theme::palette(ui).text_weak;
        let width = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), theme::regular(SMALL_PT), color).size().x;
        let has_room = at_start && width(HINT) + HINT_GAP_PT + width(summary) <= ui.available_width();
        ui.label(label(if has_room { HINT } else { SHORT_HINT }.to_owned()).color(color));
    }
}
