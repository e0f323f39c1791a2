//! A photo's card: what it shows, as plain data, and how that is painted.

use eframe::egui::{
    Align2, Color32, CornerRadius, Galley, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    epaint::text::{Glyph, PlacedRow},
    pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};

use crate::app::command::{Command, Verb};
use crate::app::selection::SelectMode;
use crate::catalog::PhotoIndex;
use crate::photo::Photo;
use crate::place::{Place, Relation};
use crate::query::Query;
use crate::text;
use crate::ui::caption_text;
use crate::ui::grid::face::Face;
use crate::ui::grid::marks::Marks;
use crate::ui::textures::Textures;
use crate::ui::theme::{self, BODY_PT, CARD_FOOT_PT, CARD_MARGIN_PT, Palette, ROUNDING_PT, SMALL_PT, TINT_BAND_PT};

/// How much of a caption is laid out on a card, in bytes: more never fits.
const SHOWN_BYTES: usize = 1_000;
/// Where Unicode's ideographs begin.
const FIRST_IDEOGRAPH: char = '\u{2e80}';
/// Height of a picture's box against its width: the common 3:2.
const PICTURE_ASPECT: f32 = 2.0 / 3.0;
/// Neutral grey around a picture in its box, in points.
const PICTURE_MARGIN_PT: f32 = 5.0;
/// Size of the caption under a picture, in points, and the height of its lines.
const UNDER_PT: f32 = 12.5;
const UNDER_LINE_PT: f32 = 16.5;
/// Less room than this, in points, tells no place: its first letters say nothing.
const PLACE_LEAST_PT: f32 = 36.0;
/// A card narrower than this, in points, has two lines of caption under its picture; others have three.
const NARROW_PT: f32 = 170.0;
/// Space behind the number in the foot of a card, in points.
const FOOT_GAP_PT: f32 = 10.0;

/// What a card shows.
pub struct Card<'a> {
    number: u32,
    line: &'a str,
    marks: Vec<std::ops::Range<usize>>,
    marked: Marks<'a>,
    place: Option<(&'a Place, Relation)>,
    state: State,
    face: Face,
}

/// The state of a photo on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// In the selection.
    pub selected: bool,
    /// In focus.
    pub focused: bool,
    /// On the current list.
    pub listed: bool,
    /// Under the pointer.
    pub hovered: bool,
    /// Something in its words is an error by the house style.
    pub flawed: bool,
    /// Its file, or its input, is not there just now.
    pub away: bool,
}

impl<'a> Card<'a> {
    /// The card of a photo.
    pub(crate) fn of(photo: &'a Photo, index: PhotoIndex, state: State, query: &Query, face: Face) -> Self {
        let line = text::truncated(photo.line(), SHOWN_BYTES);
        let marked = Marks::of(&photo.facts);
        Self { number: index.0 + 1, line, marks: query.marks(line), marked, place: tag(photo), state, face }
    }

    /// What a screen reader says.
    pub fn spoken(&self) -> String {
        let place = self.place.map_or(String::new(), |(place, relation)| format!(", {}", tag_text(place, relation)));
        let marked = self.marked.spoken();
        let listed = if self.state.listed { ", on the list" } else { "" };
        let failed = match &self.face {
            Face::Failed(why) => format!(", no picture: {why}"),
            Face::Type | Face::Waiting | Face::Shown(..) => String::new(),
        };
        let away = if self.state.away { ", not there just now" } else { "" };
        let flawed = if self.state.flawed { ", error in its words" } else { "" };
        format!("{}, {}{place}{marked}{listed}{failed}{flawed}{away}", self.number, self.line)
    }

    /// Paints the card.
    pub(crate) fn paint(
        &self,
        ui: &mut Ui,
        rect: Rect,
        index: PhotoIndex,
        textures: &mut Textures,
        commands: &mut Vec<Command>,
    ) {
        let palette = theme::palette(ui);
        let fill = match self.state {
            State { selected: true, .. } => palette.card_selected,
            State { hovered: true, .. } => palette.card_hovered,
            _ => palette.card,
        };
        let rounding = CornerRadius::same(ROUNDING_PT);
        ui.painter().rect_filled(rect, rounding, fill);
        let tint = self.place.map_or(palette.line, |(place, _)| theme::tint(palette, place));
        let foot = rect.with_min_y(rect.bottom() - CARD_FOOT_PT);
        if self.face == Face::Type {
            let band = rect.with_max_x(rect.left() + TINT_BAND_PT);
            ui.painter().rect_filled(band, CornerRadius { nw: ROUNDING_PT, sw: ROUNDING_PT, ne: 0, se: 0 }, tint);
            let body = rect.with_max_y(foot.top()).shrink2(vec2(CARD_MARGIN_PT + 2.0, CARD_MARGIN_PT));
            let size_pt = (body.width() / 13.0).clamp(13.0, 24.0);
            self.paint_caption(ui, body, size_pt, size_pt * 1.36, palette);
        } else {
            let picture = picture_box(rect);
            let corners = CornerRadius { nw: ROUNDING_PT, ne: ROUNDING_PT, sw: 0, se: 0 };
            ui.painter().rect_filled(picture, corners, palette.ground);
            self.face.paint(ui, picture_frame(rect), textures);
            let body = Rect::from_min_max(picture.left_bottom(), foot.right_top());
            let body = body.shrink2(vec2(CARD_MARGIN_PT + 2.0, 0.0)).with_min_y(body.top() + UNDER_LINE_PT / 2.0);
            self.paint_caption(ui, body, UNDER_PT, UNDER_LINE_PT, palette);
        }
        self.paint_foot(ui, foot, tint, palette);
        if self.state.away {
            ui.painter().rect_filled(rect, rounding, palette.veil());
        }
        let width_pt = if self.state.focused { 2.0 } else { 1.0 };
        if self.state.selected || self.state.focused {
            ui.painter().rect_stroke(rect, rounding, Stroke::new(width_pt, palette.accent), StrokeKind::Inside);
        }
        self.list_badge_ui(ui, foot, index, palette, commands);
    }

    fn paint_caption(&self, ui: &Ui, body: Rect, size_pt: f32, line_pt: f32, palette: &Palette) {
        let laid_out = |size_pt: f32| {
            let font = theme::regular(size_pt);
            let mut job = caption_text::marked(self.line, &self.marks, font, palette.text, palette.mark);
            for section in &mut job.sections {
                section.format.line_height = Some(line_pt);
            }
            job.wrap.max_width = body.width();
            job.wrap.max_rows = ((body.height() / line_pt).floor() as usize).max(1);
            ui.painter().layout_job(job)
        };
        let mut galley = laid_out(size_pt);
        // A word too long for its line is broken: smaller letters may spare it that.
        if breaks_word(&galley) {
            galley = laid_out(SMALL_PT);
        }
        ui.painter().with_clip_rect(body.expand(2.0).intersect(ui.clip_rect())).galley(body.min, galley, palette.text);
    }

    fn paint_foot(&self, ui: &Ui, foot: Rect, tint: Color32, palette: &Palette) {
        let left = pos2(foot.left() + CARD_MARGIN_PT + 2.0, foot.center().y);
        let number =
            ui.painter().text(left, Align2::LEFT_CENTER, self.number, theme::strong(SMALL_PT), palette.text_weak);
        let marks_at = pos2(number.right() + FOOT_GAP_PT, foot.center().y);
        let left_pt = self.marked.paint(ui, marks_at, foot.width() < NARROW_PT).max(marks_at.x);
        let flaw_pt = if self.state.flawed { CARD_FOOT_PT / 2.0 } else { 0.0 };
        if self.state.flawed {
            let at = pos2(foot.right() - CARD_FOOT_PT - flaw_pt / 2.0, foot.center().y);
            ui.painter().text(at, Align2::CENTER_CENTER, "!", theme::strong(BODY_PT), palette.error);
        }
        let Some((place, relation)) = self.place else { return };
        let mut job = LayoutJob::default();
        job.append(&tag_text(place, relation), 0.0, TextFormat::simple(theme::regular(SMALL_PT), tint));
        let taken_pt = CARD_MARGIN_PT + CARD_FOOT_PT + flaw_pt;
        job.wrap.max_width = foot.right() - left_pt - taken_pt;
        if job.wrap.max_width < PLACE_LEAST_PT {
            return;
        }
        job.wrap.max_rows = 1;
        job.wrap.break_anywhere = true;
        let galley = ui.painter().layout_job(job);
        let at = pos2(left_pt, foot.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, tint);
    }

    /// A tick that says whether the photo is on the list; a click puts it on or takes it off.
    fn list_badge_ui(
        &self,
        ui: &mut Ui,
        foot: Rect,
        index: PhotoIndex,
        palette: &Palette,
        commands: &mut Vec<Command>,
    ) {
        let center = pos2(foot.right() - CARD_FOOT_PT / 2.0 - 2.0, foot.center().y);
        let target = Rect::from_center_size(center, vec2(26.0, 26.0));
        let response = ui.interact(target, super::id().with((index.0, "list")), Sense::click());
        let listed = self.state.listed;
        response.widget_info(|| {
            WidgetInfo::selected(Role::CheckBox, true, listed, format!("Photo {} on the list", self.number))
        });
        let stroke = match (listed, response.hovered(), self.state.hovered || self.state.focused) {
            (_, true, _) | (true, ..) => palette.accent,
            (false, false, true) => palette.text_weak,
            (false, false, false) => palette.text_weak.gamma_multiply(0.7),
        };
        if listed {
            ui.painter().circle_filled(center, 7.5, palette.accent);
            let tick = [center + vec2(-3.4, 0.2), center + vec2(-0.9, 2.8), center + vec2(3.6, -2.6)];
            ui.painter().line(tick.to_vec(), Stroke::new(1.6, palette.on_accent));
        } else {
            ui.painter().circle_stroke(center, 7.0, Stroke::new(1.2, stroke));
        }
        if response.on_hover_text(Verb::ToggleListed.tooltip()).clicked() {
            commands.push(Command::Select(index, SelectMode::Only));
            commands.push(Command::Do(Verb::ToggleListed));
        }
    }
}

/// Whether a word goes on in the next line without a hyphen; in scripts without blanks between words all do.
fn breaks_word(galley: &Galley) -> bool {
    let is_letter =
        |glyph: Option<&Glyph>| glyph.is_some_and(|glyph| glyph.chr.is_alphanumeric() && glyph.chr < FIRST_IDEOGRAPH);
    let goes_on = |rows: &[PlacedRow]| match rows {
        [row, next] => !row.ends_with_newline && is_letter(row.glyphs.last()) && is_letter(next.glyphs.first()),
        _ => false,
    };
    galley.rows.windows(2).any(goes_on)
}

/// How high a card with a picture is at a width, in points.
pub(super) fn height_with_picture_pt(width_pt: f32) -> f32 {
    let n_lines = if width_pt < NARROW_PT { 2.0 } else { 3.0 };
    width_pt * PICTURE_ASPECT + UNDER_LINE_PT / 2.0 + n_lines * UNDER_LINE_PT + CARD_FOOT_PT
}

/// The grey box of a card's picture.
pub(super) fn picture_box(card: Rect) -> Rect {
    card.with_max_y(card.top() + card.width() * PICTURE_ASPECT)
}

/// What a card's picture is fitted into.
pub(super) fn picture_frame(card: Rect) -> Rect {
    picture_box(card).shrink(PICTURE_MARGIN_PT)
}

/// The place that stands for the photo: the narrowest one that is named, with how it is named.
pub fn tag(photo: &Photo) -> Option<(&Place, Relation)> {
    let depth = |place: &Place| place.ancestry().count();
    // Of equally narrow places the first named stands for the photo.
    let narrowest = photo.places.iter().rev().max_by_key(|mention| depth(&mention.place))?;
    Some((&narrowest.place, narrowest.relation))
}

/// A place and its relation, as the tag says it: "Senate chamber", "outside Senate chamber".
pub fn tag_text(place: &Place, relation: Relation) -> String {
    match relation {
        Relation::In => place.name.clone(),
        // "outside Outside" would be said twice.
        Relation::Outside if place.kind == crate::place::PlaceKind::Outside => {
            place.parent.as_ref().map_or_else(|| place.name.clone(), |parent| format!("outside {}", parent.name))
        }
        Relation::At | Relation::Outside | Relation::Near | Relation::Through => {
            format!("{} {}", relation.name(), place.name)
        }
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui;

    use super::*;

    #[test]
    fn a_word_that_goes_on_in_the_next_line_is_broken() {
        let check = |text: &str, width_pt: f32, expected: bool| {
            egui::__run_test_ui(|ui| {
                let font = egui::FontId::proportional(12.0);
                let job = LayoutJob::simple(text.to_owned(), font, Color32::WHITE, width_pt);
                let galley = ui.painter().layout_job(job);
                assert!(galley.rows.len() > 1, "{text}");
                assert_eq!(breaks_word(&galley), expected, "{text}");
            });
        };
        check("photographer", 40.0, true);
        check("a photographer", 40.0, true);
        check("a man waves at us", 40.0, false);
        check("pro-Trump", 40.0, false);
        check("one\ntwo", 400.0, false);
    }
}
