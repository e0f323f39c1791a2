//! A picture in a place of the screen: fitted or zoomed at the pointer, dragged, played when it is an animation.
//! What there is shows at once, stretched to where the sharp one will be, and every pixel is asked for only when the preview
//! no longer has one for each of the screen's.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{
    self, Align2, CursorIcon, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::app::large::{Zoom, ZoomStep};
use crate::pictures::{PictureKey, Size, Source};
use crate::pixels::Animation;
use crate::ui::loupe::player::Player;
use crate::ui::loupe::zoom::Stage;
use crate::ui::textures::{Facts, Look, Textures};
use crate::ui::theme::{self, BODY_PT, SMALL_PT};

/// How much the wheel turns, in points, for the picture to become e times as large.
const WHEEL_PT: f32 = 260.0;
/// How fast a picture goes to where it is wanted: e times as near in this many seconds.
const EASE_SECONDS: f32 = 0.05;
/// How long nothing is said about a picture that is waited for, in seconds.
const PATIENCE_SECONDS: f64 = 0.5;
/// A preview that is enlarged by less than this looks the same as every pixel would.
const ENLARGED_UNSEEN: f32 = 1.05;

/// What a place keeps of its picture.
#[derive(Debug, Default)]
pub(crate) struct PictureView {
    /// Where the picture was painted last.
    painted: Option<Painted>,
    player: Option<Player>,
    /// Since when a picture is waited for, in seconds.
    waiting: Option<(Arc<Path>, f64)>,
    /// Width and height of the whole picture, once known.
    pub original_px: Option<[u32; 2]>,
}

#[derive(Debug)]
struct Painted {
    path: Arc<Path>,
    area: Rect,
    rect: Rect,
}

/// What is to be shown.
pub(crate) struct Wish<'a> {
    /// The picture.
    pub source: &'a Source,
    /// How large, and which part.
    pub zoom: Zoom,
    /// A change of that, by key or button.
    pub step: Option<ZoomStep>,
    /// Whether an animation is to be played, or paused, by key.
    pub play: bool,
    /// The longest edge that may have to be filled, in pixels of the screen.
    pub edge_px: f32,
    /// Whether every pixel may be asked for.
    pub may_be_full: bool,
    /// Whether the file is not there just now.
    pub away: bool,
    /// What a screen reader says.
    pub label: String,
}

/// What came of it.
pub(crate) struct Seen {
    /// What was done with the pointer.
    pub response: Response,
    /// The zoom, where it has changed.
    pub zoom: Option<Zoom>,
    /// The screen's pixels for each of the picture's, where there is a picture.
    pub scale: Option<f32>,
}

/// The key of the preview that fills an edge.
pub(crate) fn preview_key(source: &Source, edge_px: f32, frame: u32) -> PictureKey {
    PictureKey { path: Arc::clone(&source.path), size: Size::preview(edge_px), frame }
}

/// Whether there is a picture to show, or will be as far as is known.
pub(crate) fn shows_picture(ui: &Ui, source: &Source, edge_px: f32, textures: &mut Textures) -> bool {
    match textures.look(ui.ctx(), &preview_key(source, edge_px, 0), 0) {
        Look::Shown(_) | Look::Failed(_) => true,
        Look::Waiting => source.seen || textures.has_pictures(),
        Look::Missing => source.seen,
    }
}

impl PictureView {
    /// Draws the picture.
    pub(crate) fn ui(&mut self, ui: &mut Ui, area: Rect, wish: Wish<'_>, textures: &mut Textures) -> Seen {
        let response = ui.interact(
            area,
            ui.scope_id().with(("picture", area.min.x as i32, area.min.y as i32)),
            Sense::click_and_drag(),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, wish.label.as_str()));
        let seen = self.picture_ui(ui, area, response, wish, textures);
        if seen.response.has_focus() {
            let stroke = Stroke::new(2.0, theme::palette(ui).accent);
            ui.painter().rect_stroke(area, 0.0, stroke, StrokeKind::Inside);
        }
        seen
    }

    fn picture_ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        response: Response,
        wish: Wish<'_>,
        textures: &mut Textures,
    ) -> Seen {
        let px_per_pt = ui.pixels_per_point();
        let key = preview_key(wish.source, wish.edge_px, self.frame(&wish.source.path));
        let look = textures.look(ui.ctx(), &key, 0);
        let sharp = matches!(look, Look::Shown(facts) if facts.complete && !facts.provisional);
        let base = if sharp { None } else { textures.best(&key) };
        let facts = match look {
            Look::Shown(facts) => Some(facts),
            Look::Waiting | Look::Failed(_) | Look::Missing => base.as_ref().map(|(_, facts)| *facts),
        };
        if let (Some(facts), Look::Waiting | Look::Shown(_)) = (facts, &look) {
            self.waiting = None;
            let picture_px =
                original_px(&facts, base.as_ref().map(|(key, _)| key.size).filter(|_| !matches!(look, Look::Shown(_))));
            let stage = Stage { area, picture_px, px_per_pt };
            self.original_px = Some(picture_px);
            let zoom = changed_zoom(ui, &response, stage, &wish);
            let wanted = zoom.unwrap_or(wish.zoom);
            let rect = self.eased(ui, &wish.source.path, area, stage.rect(wanted), response.dragged());
            let painter = ui.painter().with_clip_rect(area.intersect(ui.clip_rect()));
            let palette = theme::palette(ui);
            for layer in base.iter().map(|(key, _)| key).chain([&key]) {
                textures.paint(&painter, layer, rect, palette);
            }
            let full = PictureKey { size: Size::Full, ..key.clone() };
            if wish.may_be_full && needs_full(&key, picture_px, stage.scale(wanted)) {
                textures.look(ui.ctx(), &full, 0);
                textures.paint(&painter, &full, rect, palette);
            } else {
                textures.keep(&full);
            }
            if facts.animation.n_frames > 1 || key.frame > 0 {
                if wish.play {
                    self.player(&key.path).toggle(facts.animation, ui.input(|input| input.time));
                }
                self.play_ui(ui, area, &key, facts.animation, textures);
            }
            return Seen { response, zoom, scale: Some(stage.scale(wanted)) };
        }
        match look {
            _ if wish.away => message_ui(ui, area, "The file is not there just now", &wish.source.path),
            Look::Failed(why) => message_ui(ui, area, &why, &wish.source.path),
            Look::Missing => message_ui(ui, area, "The file is no longer there", &wish.source.path),
            Look::Waiting | Look::Shown(_) => self.waiting_ui(ui, area, &wish.source.path),
        }
        Seen { response, zoom: None, scale: None }
    }

    /// The frame of an animation to be shown.
    fn frame(&self, path: &Arc<Path>) -> u32 {
        self.player.as_ref().filter(|player| player.path == *path).map_or(0, |player| player.frame)
    }

    /// A picture glides to where a key or the wheel wants it; it is dragged at once.
    fn eased(&mut self, ui: &Ui, path: &Arc<Path>, area: Rect, wanted: Rect, dragged: bool) -> Rect {
        let before = self.painted.as_ref().filter(|before| before.path == *path && before.area == area && !dragged);
        let mut rect = wanted;
        if let Some(before) = before {
            let share = 1.0 - (-ui.input(|input| input.stable_dt).min(0.1) / EASE_SECONDS).exp();
            let between = |from: Pos2, to: Pos2| from + (to - from) * share;
            let nearer = Rect::from_min_max(between(before.rect.min, wanted.min), between(before.rect.max, wanted.max));
            let left = (nearer.min - wanted.min).abs().max((nearer.max - wanted.max).abs());
            if left.max_elem() > 0.5 {
                rect = nearer;
                ui.ctx().request_repaint();
            }
        }
        self.painted = Some(Painted { path: Arc::clone(path), area, rect });
        rect
    }

    fn waiting_ui(&mut self, ui: &Ui, area: Rect, path: &Arc<Path>) {
        let now = ui.input(|input| input.time);
        let since = match &self.waiting {
            Some((waited_for, since)) if waited_for == path => *since,
            _ => now,
        };
        self.waiting = Some((Arc::clone(path), since));
        let left_seconds = PATIENCE_SECONDS - (now - since);
        if left_seconds > 0.0 {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left_seconds));
            return;
        }
        let color = theme::palette(ui).text_weak;
        ui.painter().text(
            area.center(),
            Align2::CENTER_CENTER,
            "The picture is being read …",
            theme::regular(BODY_PT),
            color,
        );
    }

    /// What plays a file.
    fn player(&mut self, path: &Arc<Path>) -> &mut Player {
        let player = self.player.take().filter(|player| player.path == *path);
        self.player.insert(player.unwrap_or_else(|| Player::new(path)))
    }

    /// The button that plays an animation, and the frame that is due.
    fn play_ui(&mut self, ui: &mut Ui, area: Rect, key: &PictureKey, animation: Animation, textures: &mut Textures) {
        let player = self.player(&key.path);
        let rect = Align2::CENTER_BOTTOM.align_size_within_rect(Vec2::splat(44.0), area.shrink(14.0));
        let label = if player.running { "Pause the animation" } else { "Play the animation" };
        let response = disc_button_ui(ui, rect, label);
        paint_play(ui, rect.center(), player.running);
        let now = ui.input(|input| input.time);
        if response.clicked() {
            player.toggle(animation, now);
        }
        if !player.running {
            return;
        }
        // What comes late is shown late.
        let next = PictureKey { frame: player.next(animation), ..key.clone() };
        let has_come =
            matches!(textures.look(ui.ctx(), &next, 1), Look::Shown(next) if next.complete && !next.provisional);
        let left_seconds = player.left_seconds(animation, now);
        if left_seconds > 0.0 {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left_seconds));
        } else if has_come {
            player.advance(animation, now);
            ui.ctx().request_repaint();
        }
    }
}

/// Two bars, or a triangle.
fn paint_play(ui: &Ui, center: Pos2, running: bool) {
    let color = theme::OVER_PICTURE_TEXT;
    if running {
        for x in [-4.0, 4.0] {
            ui.painter().rect_filled(Rect::from_center_size(center + vec2(x, 0.0), vec2(4.0, 14.0)), 1.0, color);
        }
    } else {
        let triangle = vec![center + vec2(-5.0, -8.0), center + vec2(9.0, 0.0), center + vec2(-5.0, 8.0)];
        ui.painter().add(egui::Shape::convex_polygon(triangle, color, Stroke::NONE));
    }
}

/// A round button over a picture; what it shows is painted by the caller.
pub(crate) fn disc_button_ui(ui: &mut Ui, rect: Rect, label: &str) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(label), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    let ground = if response.hovered() { theme::OVER_PICTURE_HOVERED } else { theme::OVER_PICTURE };
    let radius = rect.width().min(rect.height()) / 2.0;
    ui.painter().circle_filled(rect.center(), radius, ground);
    let stroke = if response.has_focus() {
        Stroke::new(2.5, theme::palette(ui).accent)
    } else {
        Stroke::new(1.0, theme::OVER_PICTURE_EDGE)
    };
    ui.painter().circle_stroke(rect.center(), radius - stroke.width / 2.0, stroke);
    response.on_hover_text(label)
}

/// The zoom after wheel, keys and drags; none when it stays.
fn changed_zoom(ui: &Ui, response: &Response, stage: Stage, wish: &Wish<'_>) -> Option<Zoom> {
    let hovered = ui.input(|input| input.pointer.hover_pos()).filter(|pointer| stage.area.contains(*pointer));
    let pointer = hovered.unwrap_or(stage.area.center());
    let mut zoom = wish.zoom;
    if let Some(step) = wish.step {
        zoom = stage.stepped(zoom, step, pointer);
    }
    if ui.rect_contains_pointer(stage.area) {
        let (wheel_pt, factor) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let factor = factor * (wheel_pt / WHEEL_PT).exp();
        if factor != 1.0 {
            zoom = stage.stepped(zoom, ZoomStep::By(factor), pointer);
        }
    }
    if response.dragged() {
        zoom = stage.moved(zoom, response.drag_delta());
    }
    if let (Zoom::At { .. }, true) = (zoom, response.hovered()) {
        ui.ctx().set_cursor_icon(if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab });
    }
    (zoom != wish.zoom).then_some(zoom)
}

/// Whether the preview has fewer pixels than the screen shows and the picture has.
fn needs_full(preview: &PictureKey, picture_px: [u32; 2], scale: f32) -> bool {
    let Size::Preview { edge_px } = preview.size else { return false };
    let longest_px = picture_px.into_iter().max().unwrap_or(0);
    longest_px > edge_px && longest_px as f32 * scale > edge_px as f32 * ENLARGED_UNSEEN
}

/// Width and height of the whole picture. Some programs' thumbnails do not say; one that fills its size was larger then, and
/// is taken for large enough to fill the screen until its preview comes.
fn original_px(facts: &Facts, stand_in: Option<Size>) -> [u32; 2] {
    let fills = |size: Size| matches!(size, Size::Thumbnail(size) if facts.size_px.contains(&size.edge_px()));
    if facts.original_px == facts.size_px && stand_in.is_some_and(fills) {
        facts.size_px.map(|side| side.saturating_mul(64))
    } else {
        facts.original_px
    }
}

/// What failed and why, and with which file.
fn message_ui(ui: &mut Ui, area: Rect, why: &str, path: &Path) {
    let palette = theme::palette(ui);
    let width = (area.width() - 32.0).clamp(40.0, 560.0);
    let layout = |text: &str, size_pt: f32, color| {
        let mut job = egui::text::LayoutJob::simple(text.to_owned(), theme::regular(size_pt), color, width);
        job.halign = egui::Align::Center;
        job.wrap.max_rows = 4;
        ui.painter().layout_job(job)
    };
    let why_galley = layout(why, BODY_PT + 2.0, palette.warning);
    let path_galley = layout(&path.display().to_string(), SMALL_PT, palette.text_weak);
    let top = area.center().y - (why_galley.size().y + path_galley.size().y + 8.0) / 2.0;
    let painter = ui.painter().with_clip_rect(area.intersect(ui.clip_rect()));
    let below = top + why_galley.size().y + 8.0;
    painter.galley(pos2(area.center().x, top), why_galley, palette.warning);
    painter.galley(pos2(area.center().x, below), path_galley, palette.text_weak);
}
