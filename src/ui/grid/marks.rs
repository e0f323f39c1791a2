//! The desk's marks on a photo, as other programs left them: picked or rejected, a colour label, stars.

use eframe::egui::{Align2, Color32, Pos2, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::photo::facts::{Facts, Rating};
use crate::ui::theme::{self, SMALL_PT};

/// Width of the flag, and of the dot of a label, in points.
const MARK_PT: f32 = 9.0;
/// Space behind each mark, in points.
const GAP_PT: f32 = 5.0;
/// So many stars are drawn as stars; who gives more is believed, and read.
const STARS_MAX: usize = 5;

/// What marks a photo has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Marks<'a> {
    picked: bool,
    label: Option<&'a str>,
    rating: Option<Rating>,
}

impl<'a> Marks<'a> {
    /// The marks among what is known of a photo.
    pub(crate) fn of(facts: &'a Facts) -> Self {
        Self { picked: facts.picked, label: facts.label.as_deref(), rating: facts.rating }
    }

    /// The marks in words: "picked", "label Red", "3 stars".
    pub(crate) fn words(self) -> Vec<String> {
        let rating = self.rating.map(|rating| match rating {
            Rating::REJECTED => "rejected".to_owned(),
            rating if rating == Rating::ONE => "1 star".to_owned(),
            rating => format!("{rating} stars"),
        });
        let picked = self.picked.then(|| "picked".to_owned());
        let label = self.label.map(|label| format!("label {label}"));
        picked.into_iter().chain(label).chain(rating).collect()
    }

    /// The marks as a screen reader says them, behind other words.
    pub(crate) fn spoken(self) -> String {
        self.words().iter().map(|words| format!(", {words}")).collect()
    }

    /// Paints the marks, and says where they end; where there is little room the stars are a number.
    pub(crate) fn paint(self, ui: &Ui, left: Pos2, is_narrow: bool) -> f32 {
        let palette = theme::palette(ui);
        let mut x = left.x;
        if self.picked {
            ui.painter().extend(flag(pos2(x, left.y), palette.text));
            x += MARK_PT + GAP_PT;
        }
        if let Some(label) = self.label {
            let center = pos2(x + MARK_PT / 2.0, left.y);
            let square = eframe::egui::Rect::from_center_size(center, vec2(MARK_PT, MARK_PT));
            // A label of the user's own says nothing of a colour.
            ui.painter().rect_filled(square, 2.0, theme::label_color(label).unwrap_or(Color32::TRANSPARENT));
            ui.painter().rect_stroke(square, 2.0, Stroke::new(1.0, palette.edge), StrokeKind::Inside);
            x += MARK_PT + GAP_PT;
        }
        let Some(rating) = self.rating else { return x };
        let (text, color) = match (rating, usize::try_from(rating.whole_stars())) {
            (Rating::REJECTED, _) => ("×".to_owned(), palette.error),
            (_, Ok(n_stars @ 1..=STARS_MAX)) if !is_narrow => ("★".repeat(n_stars), palette.text_weak),
            (rating, _) => (format!("{rating}★"), palette.text_weak),
        };
        let painted = ui.painter().text(pos2(x, left.y), Align2::LEFT_CENTER, text, theme::regular(SMALL_PT), color);
        painted.right() + GAP_PT
    }
}

/// A flag on its pole.
fn flag(left: Pos2, color: Color32) -> [Shape; 2] {
    let at = |x: f32, y: f32| left + vec2(x, y);
    let pole = Shape::line_segment([at(1.0, -5.5), at(1.0, 5.5)], Stroke::new(1.5, color));
    let cloth = vec![at(1.0, -5.5), at(MARK_PT, -2.5), at(1.0, 0.5)];
    [pole, Shape::convex_polygon(cloth, color, Stroke::NONE)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_in_words() {
        let check = |picked: bool, label: Option<&str>, stars: Option<f64>, expected: &str| {
            let rating = stars.and_then(Rating::of_stars);
            let facts = Facts { picked, label: label.map(str::to_owned), rating, ..Facts::default() };
            assert_eq!(Marks::of(&facts).words().join(", "), expected);
        };
        check(false, None, None, "");
        check(true, Some("Red"), Some(3.5), "picked, label Red, 3.5 stars");
        check(false, None, Some(1.0), "1 star");
        check(false, Some("Winner"), Some(-1.0), "label Winner, rejected");
    }
}
