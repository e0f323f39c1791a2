//! The bar below a photo shown large: which photo it is, its caption and its facts, and what can be done.

use std::sync::Arc;

use eframe::egui::{self, Align, Galley, Label, Layout, Rect, Role, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::large::{Loupe, Slideshow, Zoom};
use crate::photo::Photo;
use crate::ui::caption_text;
use crate::ui::grid::card;
use crate::ui::grid::marks::Marks;
use crate::ui::theme::{self, BODY_PT, SMALL_PT};

/// Height of the line with the buttons, in points.
const HEAD_PT: f32 = 30.0;
/// Height of the line of facts, in points.
const FACTS_PT: f32 = 18.0;
/// Space around, in points.
const MARGIN_PT: f32 = 8.0;
/// The most lines of a caption.
const CAPTION_ROWS_MAX: usize = 3;
/// How much of a caption is laid out, in bytes: more never fits.
const SHOWN_BYTES: usize = 2_000;
/// Lines of more than some 140 letters are hard to follow, in points.
const CAPTION_WIDTH_MAX_PT: f32 = 1_100.0;

/// What the bar shows.
pub(super) struct Bar<'a> {
    app: &'a App,
    loupe: Loupe,
    photo: &'a Photo,
    /// The caption, where the photo's picture takes its place above.
    caption: Option<Arc<Galley>>,
}

impl<'a> Bar<'a> {
    /// The bar of a photo, for a width.
    pub(super) fn of(ui: &Ui, app: &'a App, photo: &'a Photo, has_picture: bool, width_pt: f32) -> Option<Self> {
        let loupe = *app.loupe()?;
        let caption = has_picture.then(|| {
            let text =
                crate::text::truncated(if photo.text().is_empty() { photo.line() } else { photo.text() }, SHOWN_BYTES);
            let color = theme::palette(ui).text;
            let width_pt = (width_pt - 4.0 * MARGIN_PT).min(CAPTION_WIDTH_MAX_PT);
            let mut job =
                egui::text::LayoutJob::simple(text.to_owned(), theme::regular(BODY_PT + 1.0), color, width_pt);
            job.wrap.max_rows = CAPTION_ROWS_MAX;
            ui.painter().layout_job(job)
        });
        Some(Self { app, loupe, photo, caption })
    }

    /// How high it is, in points.
    pub(super) fn height_pt(&self) -> f32 {
        let caption_pt = self.caption.as_ref().map_or(0.0, |caption| caption.size().y + MARGIN_PT / 2.0);
        2.0 * MARGIN_PT + HEAD_PT + caption_pt + FACTS_PT
    }

    /// Draws the bar and appends what is asked for. `scale` is the screen's pixels for each of the picture's.
    pub(super) fn ui(self, ui: &mut Ui, rect: Rect, scale: Option<f32>, commands: &mut Vec<Command>) {
        let palette = theme::palette(ui);
        ui.painter().rect_filled(rect, 0.0, palette.bar);
        let inner = rect.shrink2(vec2(2.0 * MARGIN_PT, MARGIN_PT));
        let head = inner.with_max_y(inner.top() + HEAD_PT);
        let builder = UiBuilder::new().max_rect(head).layout(Layout::right_to_left(Align::Center));
        ui.scope_builder(builder, |ui| self.head_ui(ui, scale, commands));
        let mut top = head.bottom();
        if let Some(caption) = &self.caption {
            let size = vec2(inner.width(), caption.size().y);
            let at = Rect::from_min_size(pos2(inner.left(), top), size);
            ui.scope_builder(UiBuilder::new().max_rect(at), |ui| {
                // A label, so that the words can be marked and copied.
                let response = ui.add(Label::new(Arc::clone(caption)).selectable(true));
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.photo.text()));
            });
            top += caption.size().y + MARGIN_PT / 2.0;
        }
        let facts = Rect::from_min_max(pos2(inner.left(), top), inner.max);
        let builder = UiBuilder::new().max_rect(facts).layout(Layout::left_to_right(Align::Center));
        ui.scope_builder(builder, |ui| {
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            ui.label(egui::RichText::new(self.facts()).size(SMALL_PT).color(palette.text_weak));
        });
    }

    fn head_ui(&self, ui: &mut Ui, scale: Option<f32>, commands: &mut Vec<Command>) {
        let Self { app, loupe, photo, .. } = self;
        crate::ui::verb_button(ui, Verb::Back, "Close", app, commands);
        let list_label = if app.is_listed(photo) { "On list" } else { "Add to list" };
        crate::ui::verb_button(ui, Verb::ToggleListed, list_label, app, commands);
        let (pause_label, slideshow_label) = match loupe.slideshow {
            Slideshow::Off => (None, "Slideshow"),
            Slideshow::Running => (Some("Pause"), "Stop"),
            Slideshow::Paused => (Some("Go on"), "Stop"),
        };
        crate::ui::verb_button(ui, Verb::Slideshow, slideshow_label, app, commands);
        if let Some(label) = pause_label {
            crate::ui::verb_button(ui, Verb::Loupe, label, app, commands);
        }
        let zoom_label = if loupe.zoom == Zoom::Fit { "Full size" } else { "Fit" };
        crate::ui::verb_button(ui, Verb::ToggleZoom, zoom_label, app, commands);
        let position = app.rank(loupe.photo).map_or(0, |at| at + 1);
        let zoomed = scale.map_or(String::new(), |scale| format!(" · {} %", percent(scale)));
        let text = format!(
            "Photo {} · {position} of {}{zoomed}",
            loupe.photo.0 + 1,
            crate::text::grouped(app.results().order.len())
        );
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            ui.label(egui::RichText::new(text).size(BODY_PT));
        });
    }

    fn facts(&self) -> String {
        let photo = self.photo;
        let place = card::tag(photo).map(|(place, relation)| card::tag_text(place, relation));
        let persons: Vec<&str> = photo.persons.iter().map(|person| person.name.as_str()).collect();
        let mut facts: Vec<String> = Marks::of(&photo.facts).words();
        facts.extend(place);
        facts.extend((!persons.is_empty()).then(|| persons.join(", ")));
        facts.extend(photo.caption.date_created.as_ref().map(caption_text::shown_date));
        facts.extend(photo.caption.credit_line.clone());
        facts.join(" · ")
    }
}

/// A scale as it is read: "100", "33", "0.5".
pub(crate) fn percent(scale: f32) -> String {
    if scale >= 0.01 { format!("{:.0}", scale * 100.0) } else { format!("{:.1}", scale * 100.0) }
}
