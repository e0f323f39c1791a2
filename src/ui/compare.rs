//! Two to four photos side by side: zoomed and moved together, their captions below with the words marked that differ.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::{self, Align, Label, Layout, Rect, Role, ScrollArea, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::large::{Zoom, ZoomStep};
use crate::catalog::PhotoIndex;
use crate::photo::Photo;
use crate::text::difference::differing_words;
use crate::ui::caption_text;
use crate::ui::loupe::percent;
use crate::ui::loupe::picture_view::{PictureView, Wish, shows_picture};
use crate::ui::textures::Textures;
use crate::ui::theme::{self, BODY_PT, SMALL_PT};

/// Height of the bar below, in points.
const BAR_PT: f32 = 44.0;
/// Space between photos, in points.
const GAP_PT: f32 = 8.0;
/// Height of a caption, in points, at most a third of the photo's place.
const CAPTION_PT: f32 = 150.0;
/// How wide photos are against their height, to choose how many stand in a row.
const ASPECT: f32 = 1.5;
/// How much of a caption is compared and laid out, in bytes.
const SHOWN_BYTES: usize = 16 * 1024;
/// The share of the captions' words that may be marked.
const MARKED_SHARE_MAX: f32 = 0.6;
/// What the photos take together at most when every pixel of each is asked for; beyond it previews must do.
const FULL_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// What the view keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct CompareView {
    /// A change of the zoom that was asked for by key or menu.
    pub step: Option<ZoomStep>,
    /// Whether animations are to be played, or paused.
    pub play: bool,
    pictures: Vec<PictureView>,
    /// The photos compared last, and the words of each that differ.
    differences: Differences,
}

/// In what captions differ.
#[derive(Debug, Default)]
struct Differences {
    /// The photos compared.
    of: Vec<PhotoIndex>,
    /// The words of each that differ; none where most do.
    marks: Vec<Vec<Range<usize>>>,
    /// What the bar says of them.
    summary: &'static str,
}

/// A photo and its place.
struct Pane<'a> {
    index: PhotoIndex,
    photo: &'a Photo,
    rect: Rect,
    /// The words that differ.
    marks: &'a [Range<usize>],
}

impl CompareView {
    /// Draws the view and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, textures: &mut Textures, commands: &mut Vec<Command>) {
        let Some(compare) = app.compare() else { return };
        let photos: Vec<(PhotoIndex, Arc<Photo>)> =
            compare.photos.iter().filter_map(|index| Some((*index, app.photo(*index)?))).collect();
        self.pictures.resize_with(photos.len(), PictureView::default);
        self.compare_captions(&compare.photos, &photos);
        let area = ui.available_rect_before_wrap();
        let body = area.with_max_y(area.bottom() - BAR_PT).shrink(GAP_PT);
        let rects = places(body, photos.len());
        let pointer = ui.input(|input| input.pointer.hover_pos());
        let active = rects.iter().position(|rect| pointer.is_some_and(|pointer| rect.contains(pointer))).unwrap_or(0);
        let mut step = self.step.take();
        let play = std::mem::take(&mut self.play);
        let may_be_full = self.full_bytes() <= FULL_BYTES_MAX;
        let Differences { marks: differences, summary, .. } = &self.differences;
        let mut scale = None;
        for (at, ((index, photo), rect)) in photos.iter().zip(rects).enumerate() {
            let pane = Pane { index: *index, photo, rect, marks: differences.get(at).map_or(&[], Vec::as_slice) };
            let Some(view) = self.pictures.get_mut(at) else { break };
            let step = if at == active { step.take() } else { None };
            let linked = Linked { zoom: compare.zoom, step, play, may_be_full, away: app.is_away(photo) };
            let found = pane.ui(ui, view, linked, textures, commands);
            scale = if at == active { found } else { scale };
        }
        bar_ui(ui, area.with_min_y(area.bottom() - BAR_PT), app, summary, scale, commands);
    }

    /// What every pixel of all photos takes, as far as their sizes are known.
    fn full_bytes(&self) -> u64 {
        let sizes = self.pictures.iter().filter_map(|view| view.original_px);
        sizes.map(|[width, height]| u64::from(width) * u64::from(height) * 4).sum()
    }

    /// Every caption is compared with every other: a word is marked that is not in all of them.
    fn compare_captions(&mut self, compared: &[PhotoIndex], photos: &[(PhotoIndex, Arc<Photo>)]) {
        if self.differences.of == compared {
            return;
        }
        let captions: Vec<&str> = photos.iter().map(|(_, photo)| shown(photo)).collect();
        let marks = marks(&captions);
        let n_words: usize = captions.iter().map(|caption| crate::text::words(caption).len()).sum();
        let n_marked: usize = marks.iter().map(Vec::len).sum();
        // Where most words differ, marking them marks nothing.
        let share_little = n_marked as f32 > n_words as f32 * MARKED_SHARE_MAX;
        let summary = match () {
            () if n_marked == 0 => "their captions say the same",
            () if share_little => "their captions have few words in common",
            () => "words that differ are marked",
        };
        let marks = if share_little { Vec::new() } else { marks };
        self.differences = Differences { of: compared.to_vec(), marks, summary };
    }
}

/// What all photos share, and whether this one is not there just now.
struct Linked {
    zoom: Zoom,
    step: Option<ZoomStep>,
    play: bool,
    may_be_full: bool,
    away: bool,
}

impl Pane<'_> {
    /// Draws the photo; returns the screen's pixels for each of the picture's.
    fn ui(
        &self,
        ui: &mut Ui,
        view: &mut PictureView,
        linked: Linked,
        textures: &mut Textures,
        commands: &mut Vec<Command>,
    ) -> Option<f32> {
        let source = textures.source(self.photo).filter(|source| shows_picture(ui, source, self.edge_px(ui), textures));
        // Captions without a picture have all the place.
        let caption_pt = if source.is_some() { CAPTION_PT.min(self.rect.height() / 3.0) } else { self.rect.height() };
        let caption = self.rect.with_min_y(self.rect.bottom() - caption_pt);
        let mut scale = None;
        if let Some(source) = &source {
            let area = self.rect.with_max_y(caption.top());
            ui.painter().rect_filled(area, 0.0, theme::palette(ui).ground);
            let label = format!("Photo {}: {}", self.index.0 + 1, self.photo.text());
            let Linked { zoom, step, play, may_be_full, away } = linked;
            let wish = Wish { source, zoom, step, play, edge_px: self.edge_px(ui), may_be_full, away, label };
            let seen = view.ui(ui, area, wish, textures);
            scale = seen.scale;
            commands.extend(seen.zoom.map(Command::SetZoom));
            if seen.response.double_clicked() {
                commands.push(Command::OpenLoupe(self.index));
            }
        }
        self.caption_ui(ui, caption, source.is_some());
        scale
    }

    fn edge_px(&self, ui: &Ui) -> f32 {
        self.rect.size().max_elem() * ui.pixels_per_point()
    }

    fn caption_ui(&self, ui: &mut Ui, rect: Rect, has_picture: bool) {
        let palette = theme::palette(ui);
        ui.painter().rect_filled(rect, 0.0, palette.card);
        let size_pt = if has_picture { BODY_PT + 1.0 } else { 20.0 };
        let text = shown(self.photo);
        let mut job = caption_text::marked(text, self.marks, theme::regular(size_pt), palette.text, palette.mark);
        for section in &mut job.sections {
            section.format.line_height = Some(size_pt * 1.4);
        }
        let words: Vec<&str> = self.marks.iter().filter_map(|range| text.get(range.clone())).collect();
        let number = self.index.0 + 1;
        let label = if words.is_empty() {
            format!("Caption of photo {number}: {text}")
        } else {
            format!("Caption of photo {number}: {text}; its own words: {}", words.join(", "))
        };
        ui.scope_builder(UiBuilder::new().max_rect(rect.shrink2(vec2(12.0, 8.0))), |ui| {
            ui.label(
                egui::RichText::new(format!("Photo {number}")).font(theme::strong(SMALL_PT)).color(palette.text_weak),
            );
            ScrollArea::vertical().id_salt(("compared", number)).auto_shrink(false).show(ui, |ui| {
                let response = ui.add(Label::new(job).wrap().selectable(true));
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label.as_str()));
            });
        });
    }
}

/// The words of each caption that another one lacks.
fn marks(captions: &[&str]) -> Vec<Vec<Range<usize>>> {
    let mut marks = vec![Vec::new(); captions.len()];
    for (a, caption) in captions.iter().enumerate() {
        for (b, other) in captions.iter().enumerate().skip(a + 1) {
            for (at, found) in [a, b].into_iter().zip(differing_words(caption, other)) {
                marks.get_mut(at).into_iter().for_each(|marks| marks.extend(found.iter().cloned()));
            }
        }
    }
    for marks in &mut marks {
        marks.sort_by_key(|range: &Range<usize>| range.start);
        marks.dedup();
    }
    marks
}

/// What is compared of a photo.
fn shown(photo: &Photo) -> &str {
    crate::text::truncated(if photo.text().is_empty() { photo.line() } else { photo.text() }, SHOWN_BYTES)
}

/// The places of so many photos: as many in a row as leaves each the most room.
fn places(body: Rect, n_photos: usize) -> Vec<Rect> {
    let n_photos = n_photos.max(1);
    let size = |n_columns: usize| {
        let n_rows = n_photos.div_ceil(n_columns);
        let side = |span: f32, n: usize| (span - GAP_PT * (n - 1) as f32) / n as f32;
        vec2(side(body.width(), n_columns), side(body.height(), n_rows))
    };
    let picture_width = |n_columns: usize| {
        let pane = size(n_columns);
        pane.x.min((pane.y - CAPTION_PT.min(pane.y / 3.0)) * ASPECT)
    };
    // Of equals the last counts: as few in a row as will do.
    let widest = (1..=n_photos).rev().max_by(|a, b| picture_width(*a).total_cmp(&picture_width(*b)));
    let n_columns = widest.unwrap_or(n_photos);
    let pane = size(n_columns);
    (0..n_photos)
        .map(|at| {
            let (column, row) = ((at % n_columns) as f32, (at / n_columns) as f32);
            let corner = pos2(body.left() + column * (pane.x + GAP_PT), body.top() + row * (pane.y + GAP_PT));
            Rect::from_min_size(corner, pane)
        })
        .collect()
}

fn bar_ui(ui: &mut Ui, rect: Rect, app: &App, words: &str, scale: Option<f32>, commands: &mut Vec<Command>) {
    let Some(compare) = app.compare() else { return };
    let palette = theme::palette(ui);
    ui.painter().rect_filled(rect, 0.0, palette.bar);
    let builder = UiBuilder::new().max_rect(rect.shrink2(vec2(16.0, 0.0))).layout(Layout::right_to_left(Align::Center));
    ui.scope_builder(builder, |ui| {
        crate::ui::verb_button(ui, Verb::Back, "Close", app, commands);
        crate::ui::verb_button(ui, Verb::ToggleListed, "Add to list", app, commands);
        let zoom_label = if compare.zoom == Zoom::Fit { "Full size" } else { "Fit" };
        crate::ui::verb_button(ui, Verb::ToggleZoom, zoom_label, app, commands);
        let zoomed = scale.map_or(String::new(), |scale| format!(" · {} %", percent(scale)));
        let text = format!("{} photos compared{zoomed} · {words}", compare.photos.len());
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            ui.label(egui::RichText::new(text).size(BODY_PT));
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_that_say_the_same_are_marked_the_same() {
        let check = |captions: &[&str], expected: &[&str]| {
            let marked = |(caption, marks): (&&str, Vec<Range<usize>>)| {
                marks.into_iter().map(|range| &caption[range]).collect::<Vec<_>>().join(" ")
            };
            assert_eq!(captions.iter().zip(marks(captions)).map(marked).collect::<Vec<_>>(), expected);
        };
        check(&["a dog waits", "a cat waits", "a dog waits"], &["dog", "cat", "dog"]);
        check(&["a dog", "a dog", "a dog"], &["", "", ""]);
        check(&["a dog", "a dog barks", "a cat", "a dog"], &["dog", "dog barks", "cat", "dog"]);
    }

    #[test]
    fn photos_stand_so_that_each_is_as_large_as_can_be() {
        let check = |width, height, n_photos, expected_columns| {
            let body = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height));
            let rects = places(body, n_photos);
            let n_columns = rects.iter().filter(|rect| rect.top() == body.top()).count();
            assert_eq!((rects.len(), n_columns), (n_photos, expected_columns), "{width} × {height}");
            assert!(rects.iter().all(|rect| body.expand(0.1).contains_rect(*rect)));
        };
        check(1600.0, 900.0, 2, 2);
        check(1600.0, 900.0, 4, 2);
        check(3400.0, 700.0, 4, 4);
        check(700.0, 1200.0, 2, 1);
        check(600.0, 420.0, 3, 2);
    }
}
