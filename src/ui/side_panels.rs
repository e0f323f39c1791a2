//! The panels around the photos: filters, details, the list. Each has the size the user gave it as long as the photos keep
//! their share of the window; in a small window the panels become smaller, and get their sizes back with the room.

use eframe::egui::{Frame, Vec2};
use eframe::egui::{IdSalt, Margin, Panel as EdgePanel, PanelState, Rect, Ui, UiBuilder};

use crate::app::command::Command;
use crate::app::{App, Panel};
use crate::settings::Panel as PanelSettings;
use crate::ui::areas::Area;
use crate::ui::{Panels, theme};

/// The narrowest and widest the filters get, in points.
const FILTER_PT: [f32; 2] = [204.0, 480.0];
/// The narrowest and widest the details get, in points.
const DETAIL_PT: [f32; 2] = [232.0, 640.0];
/// The lowest and highest the list gets, in points.
const LIST_PT: [f32; 2] = [96.0, 360.0];
/// Height of the list while it is empty, in points: its head, which says how photos get there.
const EMPTY_LIST_PT: f32 = 42.0;
/// What is left for the photos of the window's width at least, and of its height.
const PHOTOS_SHARE: Vec2 = Vec2::new(0.46, 0.5);

/// A panel as it is shown: its least size, the size the user gave it, and the size there is room for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fitted {
    least_pt: f32,
    wanted_pt: f32,
    shown_pt: f32,
    most_pt: f32,
}

/// Draws the panels that are visible and appends what is asked for.
pub(super) fn ui(ui: &mut Ui, app: &App, panels: &mut Panels, commands: &mut Vec<Command>) {
    let settings = app.settings();
    let window = ui.ctx().content_rect().size();
    if settings.list_panel.visible {
        list_ui(ui, app, panels, window, commands);
    }
    let [filter, detail] = fitted(
        window.x,
        [(settings.filter_panel, FILTER_PT), (settings.detail_panel, DETAIL_PT)].map(|(panel, [least_pt, most_pt])| {
            let wanted_pt = if panel.visible { panel.size_pt.clamp(least_pt, most_pt) } else { 0.0 };
            Fitted { least_pt, wanted_pt, shown_pt: wanted_pt, most_pt }
        }),
    );
    if settings.filter_panel.visible {
        let size_pt = sized_ui(ui, EdgePanel::left("filter panel"), "filter panel", filter, |ui| {
            panels.areas.enter(ui, Area::Filter);
            panels.filter.ui(ui, app, commands);
        });
        keep_size(filter, size_pt, Panel::Filter, commands);
    }
    if settings.detail_panel.visible {
        let size_pt = sized_ui(ui, EdgePanel::right("detail panel"), "detail panel", detail, |ui| {
            panels.areas.enter(ui, Area::Detail);
            panels.detail.ui(ui, app, &mut panels.textures, commands);
        });
        keep_size(detail, size_pt, Panel::Detail, commands);
    }
}

/// The list: as high as it was made while it holds photos, a line where it holds none.
fn list_ui(ui: &mut Ui, app: &App, panels: &mut Panels, window: Vec2, commands: &mut Vec<Command>) {
    let is_empty = app.lists().current_list().is_none_or(|list| list.photos.is_empty());
    if is_empty {
        let panel = EdgePanel::bottom("empty list").resizable(false).exact_size(EMPTY_LIST_PT).frame(frame(ui, 0));
        panel.show(ui, |ui| {
            panels.areas.enter(ui, Area::List);
            panels.list.empty_ui(ui, app, commands);
        });
        return;
    }
    let PanelSettings { size_pt, .. } = app.settings().list_panel;
    let [least_pt, most_pt] = LIST_PT;
    let wanted_pt = size_pt.clamp(least_pt, most_pt);
    let shown_pt = wanted_pt.min(window.y * (1.0 - PHOTOS_SHARE.y)).max(least_pt);
    let list = Fitted { least_pt, wanted_pt, shown_pt, most_pt };
    let size_pt = sized_ui(ui, EdgePanel::bottom("list panel"), "list panel", list, |ui| {
        panels.areas.enter(ui, Area::List);
        panels.list.ui(ui, app, &mut panels.textures, commands);
    });
    keep_size(list, size_pt, Panel::List, commands);
}

/// The sizes of the panels beside the photos, so that these keep their share: what a panel has beyond its least goes first,
/// the same part of each.
fn fitted(window_pt: f32, panels: [Fitted; 2]) -> [Fitted; 2] {
    let room_pt = window_pt * (1.0 - PHOTOS_SHARE.x);
    let (mut least_pt, mut wanted_pt) = (0.0, 0.0);
    for panel in panels {
        least_pt += panel.least_pt.min(panel.wanted_pt);
        wanted_pt += panel.wanted_pt;
    }
    if wanted_pt <= room_pt || wanted_pt <= least_pt {
        return panels;
    }
    let share = ((room_pt - least_pt) / (wanted_pt - least_pt)).clamp(0.0, 1.0);
    panels.map(|panel| {
        let least_pt = panel.least_pt.min(panel.wanted_pt);
        Fitted { shown_pt: (least_pt + (panel.wanted_pt - least_pt) * share).round(), ..panel }
    })
}

/// Draws a panel at its size; returns the size it has, which is another one while its edge is dragged.
fn sized_ui(ui: &mut Ui, panel: EdgePanel, salt: &str, size: Fitted, contents: impl FnOnce(&mut Ui)) -> f32 {
    // The toolkit remembers sizes of its own, which would stay small when the window has grown again.
    let id = ui.scope_id().with_salt(IdSalt::new(salt));
    let outer_rect = Rect::from_min_size(ui.max_rect().min, Vec2::splat(size.shown_pt));
    ui.ctx().data_mut(|data| data.insert_persisted(id, PanelState { outer_rect }));
    let is_high = salt == "list panel";
    let panel = panel.resizable(true).default_size(size.shown_pt).size_range(size.least_pt..=size.most_pt);
    let shown = panel.frame(frame(ui, 8)).show(ui, |ui| {
        // A panel keeps the size the user gave it, however little or much it shows.
        let inner = ui.available_rect_before_wrap();
        ui.set_min_size(inner.size());
        contents(&mut ui.new_child(UiBuilder::new().max_rect(inner)));
    });
    let rect = shown.response.rect;
    if is_high { rect.height() } else { rect.width() }
}

fn frame(ui: &Ui, vertical: i8) -> Frame {
    Frame::NONE.fill(theme::palette(ui).panel).inner_margin(Margin::symmetric(10, vertical))
}

/// A panel whose edge was dragged has another size than the one it was given.
fn keep_size(given: Fitted, size_pt: f32, panel: Panel, commands: &mut Vec<Command>) {
    if (given.shown_pt - size_pt).abs() > 1.0 {
        commands.push(Command::SetPanelSize(panel, size_pt.round()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_keep_their_share_of_any_window() {
        let shown = |window_pt: f32, filter_pt: f32, detail_pt: f32| {
            let panel =
                |[least_pt, most_pt]: [f32; 2], wanted_pt| Fitted { least_pt, wanted_pt, shown_pt: wanted_pt, most_pt };
            fitted(window_pt, [panel(FILTER_PT, filter_pt), panel(DETAIL_PT, detail_pt)]).map(|panel| panel.shown_pt)
        };
        assert_eq!(shown(1280.0, 236.0, 330.0), [236.0, 330.0], "there is room");
        assert_eq!(shown(640.0, 236.0, 330.0), [204.0, 232.0], "no panel gets narrower than it can be");
        assert_eq!(shown(640.0, 236.0, 0.0), [236.0, 0.0], "a panel that is hidden takes no room");
        let [filter, detail] = shown(900.0, 236.0, 330.0);
        assert!((204.0..236.0).contains(&filter) && (232.0..330.0).contains(&detail), "{filter} {detail}");
        assert!((filter + detail - 900.0 * (1.0 - PHOTOS_SHARE.x)).abs() < 2.0, "{filter} {detail}");
    }
}
