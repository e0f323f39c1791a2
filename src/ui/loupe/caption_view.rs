//! A photo without a picture shown large: its caption, set as large as fits, with its place's tint as a band.

use std::sync::Arc;

use eframe::egui::{self, Galley, Rect, Ui, vec2};

use crate::app::large::{Zoom, ZoomStep};
use crate::photo::Photo;
use crate::ui::grid::card;
use crate::ui::theme;

/// The sizes a caption is fitted with, in points.
const SIZES_PT: [f32; 9] = [64.0, 54.0, 46.0, 39.0, 33.0, 28.0, 24.0, 20.0, 16.0];
/// Ordinary size of a caption at full size, in points.
const FULL_SIZE_PT: f32 = 24.0;
/// How much larger or smaller than that a caption can be made.
const SCALES: std::ops::RangeInclusive<f32> = 0.5..=4.0;
/// How much of a caption is laid out, in bytes.
const SHOWN_BYTES: usize = 32 * 1024;

/// What the view keeps, and a restart may forget.
#[derive(Debug, Default)]
pub(super) struct CaptionView {
    /// How far a caption too long for the window is scrolled, in points.
    scrolled_pt: f32,
}

impl CaptionView {
    /// Draws the caption.
    pub(super) fn ui(&mut self, ui: &mut Ui, body: Rect, photo: &Photo, zoom: Zoom) {
        let palette = theme::palette(ui);
        let text =
            crate::text::truncated(if photo.text().is_empty() { photo.line() } else { photo.text() }, SHOWN_BYTES);
        let column = body.shrink2(vec2((body.width() * 0.12).max(56.0), 40.0));
        let galley = match zoom {
            Zoom::At { scale, .. } => layout(ui, text, FULL_SIZE_PT * bounded(scale), column.width()),
            Zoom::Fit => fitted(ui, text, column),
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
}

/// The zoom of a caption after a step: there is nothing to point at, only a size.
pub(super) fn stepped(zoom: Zoom, step: ZoomStep) -> Zoom {
    let scale = match zoom {
        Zoom::Fit => 1.0,
        Zoom::At { scale, .. } => bounded(scale),
    };
    let at = |scale| Zoom::At { scale: bounded(scale), center: [0.5, 0.5] };
    match (step, zoom) {
        (ZoomStep::Toggle, Zoom::At { .. }) => Zoom::Fit,
        (ZoomStep::Toggle, Zoom::Fit) | (ZoomStep::Full, _) => at(1.0),
        (ZoomStep::By(factor), _) => at(scale * factor),
    }
}

fn bounded(scale: f32) -> f32 {
    scale.clamp(*SCALES.start(), *SCALES.end())
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
