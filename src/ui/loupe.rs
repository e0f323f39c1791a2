//! The large view: one photo fills the window. A photo without a picture shows its caption, set as large as fits.

use std::sync::Arc;

use eframe::egui::{self, Align, Align2, Galley, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::selection::{Motion, SelectMode};
use crate::photo::Photo;
use crate::ui::grid::{self, card};
use crate::ui::theme::{self, BODY_PT, SMALL_PT};

/// Seconds a photo stays in a slideshow.
const SLIDE_SECONDS: f64 = 5.0;
/// The sizes a caption is fitted with, in points.
const SIZES_PT: [f32; 9] = [64.0, 54.0, 46.0, 39.0, 33.0, 28.0, 24.0, 20.0, 16.0];
/// Ordinary size of a caption at full size, in points.
const FULL_SIZE_PT: f32 = 24.0;
/// Height of the bar below, in points.
const BAR_PT: f32 = 64.0;
/// How much of a caption is laid out, in bytes.
const SHOWN_BYTES: usize = 32 * 1024;

/// What the view keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct LoupeView {
    /// When the slideshow's photo came, in seconds, and which it is.
    slide: Option<(f64, u32)>,
    /// How far a caption too long for the window is scrolled, in points.
    scrolled_pt: f32,
}

impl LoupeView {
    /// Draws the view and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
        let Some(loupe) = app.loupe() else { return };
        let Some(photo) = app.photo(loupe.photo) else { return };
        let area = ui.available_rect_before_wrap();
        if app.dialog().is_none() {
            grid::keys_ui(ui, 1, 10, commands);
        }
        let bar = if loupe.facts { BAR_PT } else { 0.0 };
        let body = area.with_max_y(area.bottom() - bar);
        let response = ui.interact(body, ui.scope_id().with("loupe"), Sense::click());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Figure, true, format!("Photo {}: {}", loupe.photo.0 + 1, photo.text()))
        });
        if response.double_clicked() {
            commands.push(Command::Do(Verb::Back));
        }
        self.caption_ui(ui, body, photo, (!loupe.fit).then_some(loupe.scale));
        step_ui(ui, body, commands);
        if loupe.facts {
            facts_ui(ui, area.with_min_y(body.bottom()), app, photo, commands);
        }
        self.slideshow(ui, loupe.slideshow, loupe.photo.0, commands);
    }

    fn caption_ui(&mut self, ui: &mut Ui, body: Rect, photo: &Photo, scale: Option<f32>) {
        let palette = theme::palette(ui);
        let text =
            crate::text::truncated(if photo.text().is_empty() { photo.line() } else { photo.text() }, SHOWN_BYTES);
        let column = body.shrink2(vec2((body.width() * 0.12).max(56.0), 40.0));
        let galley = match scale {
            Some(scale) => layout(ui, text, FULL_SIZE_PT * scale, column.width()),
            None => fitted(ui, text, column),
        };
        let overflow = (galley.size().y - column.height()).max(0.0);
        if ui.rect_contains_pointer(body) {
            self.scrolled_pt -= ui.input(|input| input.smooth_scroll_delta().y);
        }
        self.scrolled_pt = self.scrolled_pt.clamp(0.0, overflow);
        let top =
            if overflow > 0.0 { column.top() - self.scrolled_pt } else { column.center().y - galley.size().y / 2.0 };
        let left = column.center().x - galley.size().x / 2.0;
        let painter = ui.painter().with_clip_rect(body);
        if let Some((place, _)) = card::tag(photo) {
            let band = Rect::from_min_size(egui::pos2(left - 22.0, top), vec2(4.0, galley.size().y));
            painter.rect_filled(band, 2.0, theme::tint(palette, place));
        }
        painter.galley(egui::pos2(left, top), galley, palette.text);
    }

    fn slideshow(&mut self, ui: &Ui, running: bool, photo: u32, commands: &mut Vec<Command>) {
        if !running {
            self.slide = None;
            return;
        }
        let now = ui.input(|input| input.time);
        let (since, shown) = *self.slide.get_or_insert((now, photo));
        if shown != photo {
            self.slide = Some((now, photo));
        } else if now - since >= SLIDE_SECONDS {
            commands.push(Command::SlideshowNext);
        }
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(250));
    }
}

/// The caption in the largest size that fits the column.
fn fitted(ui: &Ui, text: &str, column: Rect) -> Arc<Galley> {
    let mut galley = layout(ui, text, SIZES_PT[0], column.width());
    for size_pt in SIZES_PT {
        galley = layout(ui, text, size_pt, column.width());
        if galley.size().y <= column.height() {
            break;
        }
    }
    galley
}

fn layout(ui: &Ui, text: &str, size_pt: f32, width_pt: f32) -> Arc<Galley> {
    let palette = theme::palette(ui);
    // Lines of more than some 60 letters are hard to follow.
    let width_pt = width_pt.min(size_pt * 28.0);
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), theme::regular(size_pt), palette.text, width_pt);
    for section in &mut job.sections {
        section.format.line_height = Some(size_pt * 1.35);
    }
    ui.painter().layout_job(job)
}

/// Buttons at the sides, for those who do not use the keys.
fn step_ui(ui: &mut Ui, body: Rect, commands: &mut Vec<Command>) {
    let steps = [
        ("Previous photo", "‹", Align2::LEFT_CENTER, Motion::Backward),
        ("Next photo", "›", Align2::RIGHT_CENTER, Motion::Forward),
    ];
    for (label, mark, side, motion) in steps {
        let rect = side.align_size_within_rect(vec2(44.0, 88.0), body);
        let response = ui.interact(rect, ui.scope_id().with(label), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
        let palette = theme::palette(ui);
        let color = if response.hovered() { palette.text } else { palette.text_weak };
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, mark, theme::regular(34.0), color);
        if response.on_hover_text(label).clicked() {
            commands.push(Command::MoveFocus(motion, 1, SelectMode::Only));
        }
    }
}

fn facts_ui(ui: &mut Ui, bar: Rect, app: &App, photo: &Photo, commands: &mut Vec<Command>) {
    let palette = theme::palette(ui);
    ui.painter().rect_filled(bar, 0.0, palette.bar);
    let Some(loupe) = app.loupe() else { return };
    let position = app.rank(loupe.photo).map_or(0, |at| at + 1);
    let builder = UiBuilder::new().max_rect(bar.shrink2(vec2(16.0, 8.0))).layout(Layout::right_to_left(Align::Center));
    ui.scope_builder(builder, |ui| {
        crate::ui::verb_button(ui, Verb::Back, "Close", app, commands);
        let list_label = if app.is_listed(photo) { "On list" } else { "Add to list" };
        crate::ui::verb_button(ui, Verb::ToggleListed, list_label, app, commands);
        crate::ui::verb_button(ui, Verb::Slideshow, if loupe.slideshow { "Stop" } else { "Slideshow" }, app, commands);
        crate::ui::verb_button(ui, Verb::ToggleZoom, if loupe.fit { "Full size" } else { "Fit" }, app, commands);
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            let place = card::tag(photo).map(|(place, relation)| card::tag_text(place, relation));
            let persons: Vec<&str> = photo.persons.iter().map(|person| person.name.as_str()).collect();
            let mut facts: Vec<String> = place.into_iter().collect();
            facts.extend((!persons.is_empty()).then(|| persons.join(", ")));
            facts.extend(photo.caption.date_created.as_ref().map(ToString::to_string));
            facts.extend(photo.caption.credit_line.clone());
            ui.label(
                egui::RichText::new(format!(
                    "Photo {} · {position} of {}",
                    loupe.photo.0 + 1,
                    app.results().order.len()
                ))
                .size(BODY_PT),
            );
            ui.label(egui::RichText::new(facts.join(" · ")).size(SMALL_PT).color(palette.text_weak));
        });
    });
}
