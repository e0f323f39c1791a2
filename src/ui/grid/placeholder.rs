//! What stands in place of a photo whose words are still on their way: still, neutral, and of the same size, so that nothing
//! jumps when they come.

use eframe::egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use crate::catalog::PhotoIndex;
use crate::ui::grid::{self, card};
use crate::ui::theme::{self, CARD_FOOT_PT, CARD_MARGIN_PT, ROUNDING_PT, SMALL_PT};

/// Height of a line that stands for words, in points.
const LINE_PT: f32 = 7.0;
/// From one such line to the next, in points.
const LINE_STEP_PT: f32 = 16.5;
/// How long the lines are against the room there is, as lines of text end.
const LINE_SHARES: [f32; 3] = [0.94, 0.82, 0.46];

/// A card.
pub(crate) fn card_ui(ui: &Ui, rect: Rect, index: PhotoIndex, has_pictures: bool) {
    let palette = theme::palette(ui);
    speak(ui, rect, index);
    ui.painter().rect_filled(rect, CornerRadius::same(ROUNDING_PT), palette.card);
    let foot = rect.with_min_y(rect.bottom() - CARD_FOOT_PT);
    let mut body = rect.with_max_y(foot.top()).shrink(CARD_MARGIN_PT);
    if has_pictures {
        let picture = card::picture_box(rect);
        let corners = CornerRadius { nw: ROUNDING_PT, ne: ROUNDING_PT, sw: 0, se: 0 };
        ui.painter().rect_filled(picture, corners, palette.ground);
        body = body.with_min_y(picture.bottom() + LINE_STEP_PT / 2.0);
    }
    for (line, share) in LINE_SHARES.into_iter().enumerate() {
        let top = body.top() + 4.0 + line as f32 * LINE_STEP_PT;
        let line = Rect::from_min_max(pos2(body.left(), top), pos2(body.left() + body.width() * share, top + LINE_PT));
        if line.bottom() <= body.bottom() {
            ui.painter().rect_filled(line, CornerRadius::same(3), palette.line);
        }
    }
    let number = pos2(foot.left() + CARD_MARGIN_PT + 2.0, foot.center().y);
    ui.painter().text(number, Align2::LEFT_CENTER, index.0 + 1, theme::strong(SMALL_PT), palette.text_weak);
}

/// A row of the table.
pub(crate) fn row_ui(ui: &Ui, rect: Rect, caption: Rect, index: PhotoIndex) {
    let palette = theme::palette(ui);
    speak(ui, rect, index);
    ui.painter().rect_filled(rect, 0.0, palette.card);
    let number = pos2(rect.left() + 8.0, rect.center().y);
    ui.painter().text(number, Align2::LEFT_CENTER, index.0 + 1, theme::regular(SMALL_PT), palette.text_weak);
    let line = Rect::from_center_size(caption.center(), caption.size()).shrink2(eframe::egui::vec2(8.0, 0.0));
    let line = line.with_max_x(line.left() + line.width() * LINE_SHARES[1]);
    let top = rect.center().y - LINE_PT / 2.0;
    let line = Rect::from_x_y_ranges(line.x_range(), top..=top + LINE_PT);
    ui.painter().rect_filled(line, CornerRadius::same(3), palette.line);
}

fn speak(ui: &Ui, rect: Rect, index: PhotoIndex) {
    let response = ui.interact(rect, grid::id().with(("waiting", index.0)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, format!("{}, being read", index.0 + 1)));
}
