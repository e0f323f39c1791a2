//! The map of the world: land, coasts and borders, and the places as clusters that split while one zooms in.
//! Nothing is fetched; what is drawn comes with the program.

use std::sync::Arc;

use eframe::egui::epaint::{Mesh, PathShape, PathStroke};
use eframe::egui::{
    self, Align2, Color32, Key, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::app::App;
use crate::app::command::Command;
use crate::app::effect::Generation;
use crate::query::{FacetName, Query};
use crate::text;
use crate::ui::places::clusters::{Cluster, Point, clustered, own_counts};
use crate::ui::places::outlines::OUTLINES;
use crate::ui::places::projection::{edge, half_width, project, world};
use crate::ui::places::spot::Spot;
use crate::ui::places::{Walk, focus_ring};
use crate::ui::theme::{self, Palette, SMALL_PT};

/// How near two places are one cluster, in points.
const CLUSTER_PT: f32 = 38.0;
/// The smallest and the largest circle of a cluster: its radius, in points.
const RADIUS_PT: [f32; 2] = [11.0, 30.0];
/// The closest zoom, against the whole world in the window: a town is then as wide as a hand.
const ZOOM_MAX: f32 = 400.0;
/// How much closer a step of zooming comes.
const ZOOM_STEP: f32 = 1.6;
/// How close the map comes by itself to show what there is.
const ZOOM_FIT_MAX: f32 = 12.0;
/// Space kept free around the clusters when the map fits itself to them, in points.
const FIT_MARGIN_PT: f32 = 60.0;
/// Points nearer to each other than this are one point of a line.
const DETAIL_PT: f32 = 0.8;
/// The most places of a cluster that a click ticks; a larger one is zoomed into.
const TICKED_MAX: usize = 24;
/// The most places on the map, those with the most photos: more cannot be told apart and would take longer than a frame.
const PLACES_MAX: usize = 4_000;
/// A way longer than this on the plane leads over the date line.
const LEAP: f32 = 0.9;
/// The most names beside clusters.
const NAMES_MAX: usize = 40;

/// What the map keeps, and a restart may forget.
#[derive(Debug, Default)]
pub(super) struct Map {
    view: Option<View>,
    /// The opening that the view was fitted to.
    fitted: Option<Generation>,
    drawn: Option<Drawn>,
    /// The clusters, and what they were made for: they stay until that changes.
    clustered: Option<(ClusteredFor, Vec<Cluster>)>,
    /// Where the places are, of which catalog: looking all of them up takes longer than a frame should.
    placed: Option<(usize, Vec<Option<Pos2>>)>,
}

/// What is in the window.
#[derive(Clone, Copy, Debug, PartialEq)]
struct View {
    /// The point of the plane in the middle.
    center: Pos2,
    /// Against the whole world in the window.
    zoom: f32,
}

/// What is asked of the map from outside.
pub(super) struct Asked {
    /// The opening that is shown.
    pub(super) opening: Generation,
    /// A step closer, or further away.
    pub(super) zoom: Option<bool>,
}

/// What clusters depend on.
#[derive(Debug, PartialEq)]
struct ClusteredFor {
    answer: u64,
    ticks: Vec<String>,
    area: Rect,
    view: View,
}

/// The outlines as they were last drawn: they stay until the view changes.
#[derive(Debug)]
struct Drawn {
    area: Rect,
    view: View,
    dark: bool,
    shapes: Vec<Shape>,
}

/// From the plane to the screen.
#[derive(Clone, Copy)]
struct Frame {
    area: Rect,
    view: View,
}

impl Map {
    /// Draws the map and appends what is asked for; returns the places without a position.
    #[expect(clippy::too_many_arguments, reason = "the map is of all of these")]
    pub(super) fn ui<'a, 's>(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        spots: &'s [Spot<'a>],
        position: &dyn Fn(&Spot<'_>) -> Option<[f64; 2]>,
        asked: Asked,
        app: &App,
        walk: &mut Walk,
        commands: &mut Vec<Command>,
    ) -> Vec<&'s Spot<'a>> {
        let catalog = app.catalog().map_or(0, |catalog| Arc::as_ptr(catalog).addr());
        let known = self.placed.take().filter(|(of, placed)| *of == catalog && placed.len() == spots.len());
        let placed: Vec<Option<Pos2>> = known.map_or_else(
            || {
                let on_plane = |[latitude, longitude]: [f64; 2]| project(latitude, longitude);
                spots.iter().map(|spot| position(spot).map(on_plane)).collect()
            },
            |(_, placed)| placed,
        );
        if self.fitted != Some(asked.opening) || self.view.is_none() {
            self.view = Some(View::fitting(area, placed.iter().flatten().copied()));
            self.fitted = Some(asked.opening);
        }
        let mut view = self.view.unwrap_or(View::WHOLE);
        let sea = ui.interact(area, ui.scope_id().with("map"), Sense::click_and_drag());
        sea.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Map of the world"));
        view = moved(ui, &sea, Frame { area, view }, asked.zoom);
        let painter = ui.painter().with_clip_rect(area);
        self.draw(ui, &painter, Frame { area, view });
        view = self.clusters_ui(ui, Frame { area, view }, spots, &placed, app, walk, commands);
        view = buttons_ui(ui, Frame { area, view });
        self.view = Some(view);
        let beside = spots.iter().zip(&placed).filter(|(spot, at)| at.is_none() && !spot.value.has_children);
        let beside = beside.map(|(spot, _)| spot).collect();
        self.placed = Some((catalog, placed));
        beside
    }

    /// Land, coasts and borders.
    fn draw(&mut self, ui: &Ui, painter: &egui::Painter, frame: Frame) {
        let Frame { area, view } = frame;
        let dark = ui.visuals().dark_mode;
        let is_drawn = |drawn: &Drawn| drawn.area == area && drawn.view == view && drawn.dark == dark;
        if !self.drawn.as_ref().is_some_and(is_drawn) {
            let shapes = outline_shapes(frame, theme::palette(ui), ui.pixels_per_point());
            self.drawn = Some(Drawn { area, view, dark, shapes });
        }
        painter.extend(self.drawn.iter().flat_map(|drawn| drawn.shapes.iter().cloned()));
    }

    #[expect(clippy::too_many_arguments, reason = "the clusters are of all of these")]
    fn clusters_ui(
        &mut self,
        ui: &mut Ui,
        frame: Frame,
        spots: &[Spot<'_>],
        placed: &[Option<Pos2>],
        app: &App,
        walk: &mut Walk,
        commands: &mut Vec<Command>,
    ) -> View {
        let Frame { area, view } = frame;
        let made_for = ClusteredFor { answer: app.answer(), ticks: app.query().ticks(FacetName::Place), area, view };
        let known = self.clustered.take().filter(|(of, _)| *of == made_for);
        let clusters = known.map_or_else(|| clusters(frame, spots, placed), |(_, clusters)| clusters);
        let most = clusters.iter().map(|cluster| cluster.n_photos).max().unwrap_or(0).max(1);
        // Read and walked from west to east; painted so that the largest lies below.
        let mut view = frame.view;
        let (mut taken, mut named): (Vec<Rect>, Vec<Shown<'_, '_>>) = Default::default();
        for (n, cluster) in clusters.iter().enumerate() {
            let members: Vec<&Spot<'_>> = cluster.spots.iter().filter_map(|at| spots.get(*at)).collect();
            let shown = Shown { cluster, members, most };
            if let Some(closer) = shown.ui(ui, frame, app, walk, commands) {
                view = closer;
            }
            taken.push(shown.rect());
            if n < NAMES_MAX {
                named.push(shown);
            }
        }
        // A name stands where no circle does, and so only after all of them.
        let painter = ui.painter().with_clip_rect(frame.area);
        for shown in named {
            shown.name_ui(&painter, frame.area, theme::palette(ui), &mut taken);
        }
        self.clustered = Some((made_for, clusters));
        view
    }
}

/// The clusters in the window.
fn clusters(frame: Frame, spots: &[Spot<'_>], placed: &[Option<Pos2>]) -> Vec<Cluster> {
    let depths: Vec<usize> = spots.iter().map(|spot| spot.value.depth).collect();
    let counts: Vec<usize> = spots.iter().map(|spot| spot.n_photos).collect();
    let shown: Vec<bool> = placed.iter().map(Option::is_some).collect();
    let own = own_counts(&depths, &counts, &shown);
    let mut points: Vec<Point> = Vec::new();
    for ((spot, at), n_photos) in spots.iter().zip(placed).zip(own) {
        // A place all of whose photos name something inside of it is only in the way there.
        let is_path = n_photos == 0 && spot.value.has_children && !spot.ticked();
        if let Some(at) = at.filter(|_| !is_path) {
            points.push(Point { spot: spot.at, at: frame.to_screen(at), n_photos });
        }
    }
    points.sort_by_key(|point| std::cmp::Reverse(point.n_photos));
    points.truncate(PLACES_MAX);
    let mut clusters = clustered(points, CLUSTER_PT);
    clusters.retain(|cluster| frame.area.expand(RADIUS_PT[1]).contains(cluster.at));
    clusters
}

/// A cluster with its places.
struct Shown<'s, 'a> {
    cluster: &'s Cluster,
    members: Vec<&'s Spot<'a>>,
    most: usize,
}

impl Shown<'_, '_> {
    /// Draws the cluster; returns the view that a click asked for.
    fn ui(&self, ui: &mut Ui, frame: Frame, app: &App, walk: &mut Walk, commands: &mut Vec<Command>) -> Option<View> {
        let first = self.members.first()?;
        let palette = theme::palette(ui);
        let rect = self.rect();
        let radius = rect.width() / 2.0;
        let n_ticked = self.members.iter().filter(|spot| spot.ticked()).count();
        let ticked = n_ticked == self.members.len();
        let id = ui.scope_id().with(("cluster", first.value.value.as_str()));
        let response = walk.control(ui, id, rect, self.cluster.at, ticked, &self.spoken(ticked));
        let mut closer = None;
        if response.clicked() {
            if self.members.len() > TICKED_MAX && !ticked {
                closer = Some(frame.zoomed(ZOOM_STEP * ZOOM_STEP, self.cluster.at).view);
            } else {
                commands.push(self.toggled(app.query(), ticked));
            }
        }
        if response.double_clicked() {
            closer = Some(frame.zoomed(ZOOM_STEP * ZOOM_STEP, self.cluster.at).view);
        }
        let painter = ui.painter().with_clip_rect(frame.area);
        let strength = if response.hovered() { 1.0 } else { 0.88 };
        let (fill, text) = match (ticked, self.cluster.n_photos) {
            (true, _) => (palette.accent, palette.on_accent),
            (false, 0) => (palette.panel, palette.text_weak),
            (false, _) => (palette.card, palette.text),
        };
        let edge = if n_ticked > 0 || self.cluster.n_photos > 0 { palette.accent } else { palette.line };
        painter.circle(
            self.cluster.at,
            radius,
            fill.gamma_multiply(strength),
            Stroke::new(if n_ticked > 0 { 2.5 } else { 1.5 }, edge),
        );
        let count = self.cluster.n_photos.to_string();
        painter.text(self.cluster.at, Align2::CENTER_CENTER, count, theme::strong(SMALL_PT), text);
        if response.has_focus() {
            focus_ring(ui, rect, radius);
        }
        response.on_hover_text_at_pointer(self.help(ticked));
        closer
    }

    /// Where the circle is.
    fn rect(&self) -> Rect {
        let radius = radius(self.cluster.n_photos, self.most);
        Rect::from_center_size(self.cluster.at, Vec2::splat(radius * 2.0))
    }

    /// The name beside the circle: on the right, on the left or below, where nothing else stands and all of it is seen.
    fn name_ui(&self, painter: &egui::Painter, area: Rect, palette: &Palette, taken: &mut Vec<Rect>) {
        const GAP_PT: f32 = 4.0;
        let Some(first) = self.members.first() else { return };
        let more = self.members.len() - 1;
        let name = if more == 0 { first.label().to_owned() } else { format!("{} +{more}", first.label()) };
        let galley = painter.layout_no_wrap(name, theme::regular(SMALL_PT), palette.text);
        let (rect, size) = (self.rect(), galley.size());
        let middle = rect.center() - size / 2.0;
        let places = [
            pos2(rect.right() + GAP_PT, middle.y),
            pos2(rect.left() - GAP_PT - size.x, middle.y),
            pos2(middle.x, rect.bottom() + 1.0),
        ];
        let room_of = |at: Pos2| Rect::from_min_size(at, size).expand2(vec2(3.0, 0.0));
        let is_free = |at: &Pos2| {
            let room = room_of(*at);
            area.contains_rect(room) && !taken.iter().any(|other| other.intersects(room))
        };
        let Some(at) = places.into_iter().find(is_free) else { return };
        let room = room_of(at);
        painter.rect_filled(room, 3.0, palette.surround.gamma_multiply(0.72));
        painter.galley(at, galley, palette.text);
        taken.push(room);
    }

    /// Ticks every place of the cluster, or none.
    fn toggled(&self, query: &Query, ticked: bool) -> Command {
        let mut query = query.clone();
        for spot in self.members.iter().filter(|spot| spot.ticked() == ticked) {
            let value = spot.tick.as_ref().unwrap_or(&spot.value.value);
            query = query.toggled(FacetName::Place, value);
        }
        Command::SetQuery(query)
    }

    fn spoken(&self, ticked: bool) -> String {
        match self.members.as_slice() {
            [only] => only.spoken(),
            [first, ..] => {
                let ticked = if ticked { ", ticked" } else { "" };
                let n_places = self.members.len();
                let photos = text::counted(self.cluster.n_photos, "photo");
                format!("{n_places} places around {}, {photos}{ticked}", first.label())
            }
            [] => String::new(),
        }
    }

    fn help(&self, ticked: bool) -> String {
        const NAMED_MAX: usize = 8;
        let mut lines: Vec<String> = self
            .members
            .iter()
            .take(NAMED_MAX)
            .map(|spot| format!("{} · {}", spot.label(), text::counted(spot.n_photos, "photo")))
            .collect();
        if self.members.len() > NAMED_MAX {
            lines.push(format!("and {} more", self.members.len() - NAMED_MAX));
        }
        lines.push(match (ticked, self.members.len()) {
            (true, _) => "Click to no longer filter by it".to_owned(),
            (false, 1) => "Click to filter by it".to_owned(),
            (false, n) if n <= TICKED_MAX => "Click to filter by all of them; double-click to zoom in".to_owned(),
            (false, _) => "Click to zoom in".to_owned(),
        });
        lines.join("\n")
    }
}

impl View {
    /// The whole world.
    const WHOLE: Self = Self { center: Pos2::ZERO, zoom: 1.0 };

    /// What shows every point, no closer than makes sense.
    fn fitting(area: Rect, points: impl Iterator<Item = Pos2>) -> Self {
        let bounds = points.fold(Rect::NOTHING, |bounds, point| bounds.union(Rect::from_pos(point)));
        if !bounds.is_finite() {
            return Self::WHOLE;
        }
        let room = (area.size() - Vec2::splat(2.0 * FIT_MARGIN_PT)).max(Vec2::splat(1.0));
        let whole = Frame { area, view: Self::WHOLE }.scale();
        let size = bounds.size() * whole;
        let zoom = (room.x / size.x.max(1.0)).min(room.y / size.y.max(1.0)).clamp(1.0, ZOOM_FIT_MAX);
        Frame { area, view: Self { center: bounds.center(), zoom } }.bounded().view
    }
}

impl Frame {
    /// Points of the screen a unit of the plane.
    fn scale(&self) -> f32 {
        let world = world().size();
        (self.area.width() / world.x).min(self.area.height() / world.y) * self.view.zoom
    }

    fn to_screen(self, point: Pos2) -> Pos2 {
        self.area.center() + (point - self.view.center) * self.scale()
    }

    fn to_plane(self, point: Pos2) -> Pos2 {
        self.view.center + (point - self.area.center()) / self.scale()
    }

    /// Closer or further away, with what is at a point of the screen staying there.
    fn zoomed(&self, factor: f32, at: Pos2) -> Self {
        let fixed = self.to_plane(at);
        let zoom = (self.view.zoom * factor).clamp(1.0, ZOOM_MAX);
        let zoomed = Self { view: View { zoom, ..self.view }, ..*self };
        let center = self.view.center + (fixed - zoomed.to_plane(at));
        Self { view: View { center, zoom }, ..*self }.bounded()
    }

    /// The world does not leave the window.
    fn bounded(&self) -> Self {
        let half = self.area.size() / self.scale() / 2.0;
        let world = world();
        let clamp =
            |value: f32, low: f32, high: f32| if low > high { (low + high) / 2.0 } else { value.clamp(low, high) };
        let center = pos2(
            clamp(self.view.center.x, world.left() + half.x, world.right() - half.x),
            clamp(self.view.center.y, world.top() + half.y, world.bottom() - half.y),
        );
        Self { view: View { center, ..self.view }, ..*self }
    }

    /// What of the plane is in the window.
    fn shown(&self) -> Rect {
        Rect::from_two_pos(self.to_plane(self.area.min), self.to_plane(self.area.max))
    }
}

/// The view after what the pointer and the keys did.
fn moved(ui: &Ui, sea: &egui::Response, frame: Frame, asked: Option<bool>) -> View {
    let mut frame = frame;
    if sea.dragged() {
        let by = sea.drag_delta() / frame.scale();
        frame = Frame { view: View { center: frame.view.center - by, ..frame.view }, ..frame }.bounded();
    }
    let center = frame.area.center();
    if let Some(pointer) = sea.hover_pos().or_else(|| {
        // A cluster under the pointer takes the hovering, not the wheel.
        ui.input(|input| input.pointer.hover_pos()).filter(|at| frame.area.contains(*at) && sea.contains_pointer())
    }) {
        let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        // Four hundred points of scrolling are a factor of e.
        let factor = pinch * (wheel / 400.0).exp();
        if (factor - 1.0).abs() > 1e-4 {
            frame = frame.zoomed(factor, pointer);
        }
        if sea.double_clicked() {
            frame = frame.zoomed(ZOOM_STEP, pointer);
        }
    }
    if let Some(closer) = asked {
        frame = frame.zoomed(if closer { ZOOM_STEP } else { 1.0 / ZOOM_STEP }, center);
    }
    if !ui.ctx().text_edit_focused() && ui.input(|input| input.modifiers.is_none() && input.key_pressed(Key::Num0)) {
        frame = Frame { view: View::WHOLE, ..frame };
    }
    frame.view
}

/// Closer, further away, and the whole world, for those who have no wheel.
fn buttons_ui(ui: &mut Ui, frame: Frame) -> View {
    let mut view = frame.view;
    let corner = frame.area.right_bottom() - vec2(10.0, 10.0);
    let center = frame.area.center();
    let buttons = [
        ("World", "Show the whole world (0)", View::WHOLE),
        ("−", "Zoom out (−)", frame.zoomed(1.0 / ZOOM_STEP, center).view),
        ("+", "Zoom in (+)", frame.zoomed(ZOOM_STEP, center).view),
    ];
    let mut right = corner.x;
    for (label, help, wanted) in buttons {
        let width = if label.len() > 3 { 56.0 } else { 28.0 };
        let rect = Rect::from_min_max(pos2(right - width, corner.y - 26.0), pos2(right, corner.y));
        right -= width + 6.0;
        let response = ui.put(rect, egui::Button::new(label));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, help));
        if response.on_hover_text(help).clicked() {
            view = wanted;
        }
    }
    view
}

fn radius(n_photos: usize, most: usize) -> f32 {
    let share = ((n_photos as f32 + 1.0).ln() / (most as f32 + 1.0).ln().max(1.0)).clamp(0.0, 1.0);
    RADIUS_PT[0] + (RADIUS_PT[1] - RADIUS_PT[0]) * share * if most > 9 { 1.0 } else { 0.5 }
}

/// The sea, the land and its lines as they are painted.
fn outline_shapes(frame: Frame, palette: &Palette, pixels_per_point: f32) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let globe: Vec<Pos2> = edge().into_iter().map(|point| frame.to_screen(point)).collect();
    shapes.push(Shape::convex_polygon(globe.clone(), palette.ground, Stroke::NONE));
    shapes.push(Shape::mesh(land_mesh(frame, palette.card, pixels_per_point)));
    let shown = frame.shown().expand(4.0 / frame.scale());
    let (coast, border) = (palette.text_weak.gamma_multiply(0.75), palette.line);
    for line in OUTLINES.lines.iter().filter(|line| line.bounds.intersects(shown)) {
        // An island smaller than a point is none.
        if line.bounds.size().max_elem() * frame.scale() < DETAIL_PT {
            continue;
        }
        let stroke = if line.is_border { Stroke::new(0.7, border) } else { Stroke::new(0.9, coast) };
        add_line(&line.points, &line.cuts, frame, shown, stroke, &mut shapes);
    }
    shapes.push(Shape::closed_line(globe, Stroke::new(1.0, palette.line)));
    shapes
}

/// A line in as many pieces as it enters the window, without points that cannot be told apart.
fn add_line(points: &[Pos2], cuts: &[bool], frame: Frame, shown: Rect, stroke: Stroke, shapes: &mut Vec<Shape>) {
    let mut piece: Vec<Pos2> = Vec::new();
    let mut finish = |piece: &mut Vec<Pos2>| {
        let points = std::mem::take(piece);
        if points.len() > 1 {
            let path =
                PathShape { points, closed: false, fill: Color32::TRANSPARENT, stroke: PathStroke::from(stroke) };
            shapes.push(Shape::Path(path));
        }
    };
    for (at, pair) in points.windows(2).enumerate() {
        let [from, to] = pair else { continue };
        let is_cut = cuts.get(at).is_some_and(|is_cut| *is_cut);
        if is_cut || !Rect::from_two_pos(*from, *to).expand(1e-6).intersects(shown) {
            finish(&mut piece);
            continue;
        }
        if piece.is_empty() {
            piece.push(frame.to_screen(*from));
        }
        let next = frame.to_screen(*to);
        let is_last = at + 2 == points.len();
        if is_last || piece.last().is_none_or(|last| last.distance(next) >= DETAIL_PT) {
            piece.push(next);
        }
    }
    finish(&mut piece);
}

/// The land as rows of one pixel: between every other crossing of a ring's line there is land.
fn land_mesh(frame: Frame, color: Color32, pixels_per_point: f32) -> Mesh {
    let area = frame.area;
    let row_pt = 1.0 / pixels_per_point.max(0.5);
    let n_rows = (area.height() / row_pt).ceil().max(0.0) as usize;
    let mut crossings: Vec<Vec<f32>> = vec![Vec::new(); n_rows];
    let shown = frame.shown();
    // What goes over the date line ends at one edge of the world and goes on at the other: both bound the land there.
    let mut leaps: Vec<f32> = Vec::new();
    let row_of = |y: f32| (y - area.top()) / row_pt - 0.5;
    for ring in &OUTLINES.rings {
        let bounds = OUTLINES.ring_bounds(ring);
        // A ring over the date line is as wide as the world, and so are its bounds.
        if !bounds.intersects(shown) {
            continue;
        }
        let mut before: Option<Pos2> = None;
        for point in OUTLINES.ring_points(ring) {
            let to = frame.to_screen(point);
            let Some(from) = before.replace(to) else { continue };
            if (from.x - to.x).abs() > LEAP * frame.scale() {
                leaps.push((from.y + to.y) / 2.0);
                continue;
            }
            let (upper, lower) = if from.y <= to.y { (from, to) } else { (to, from) };
            let first = row_of(upper.y).ceil().max(0.0) as usize;
            let end = (row_of(lower.y).ceil().max(0.0) as usize).min(n_rows);
            for row in first..end {
                let y = area.top() + (row as f32 + 0.5) * row_pt;
                let share = (y - upper.y) / (lower.y - upper.y);
                if let Some(crossings) = crossings.get_mut(row) {
                    crossings.push(upper.x + share * (lower.x - upper.x));
                }
            }
        }
    }
    for (row, crossings) in crossings.iter_mut().enumerate().filter(|_| !leaps.is_empty()) {
        let y = area.top() + (row as f32 + 0.5) * row_pt;
        // Two ways over the date line cancel each other beyond both.
        if leaps.iter().filter(|leap| **leap < y).count() % 2 == 1 {
            let at = frame.to_plane(pos2(area.center().x, y)).y;
            let half = half_width(at);
            crossings.extend([-half, half].map(|x| frame.to_screen(pos2(x, at)).x));
        }
    }
    let mut mesh = Mesh::default();
    for (row, crossings) in crossings.iter_mut().enumerate() {
        crossings.sort_unstable_by(f32::total_cmp);
        let top = area.top() + row as f32 * row_pt;
        for pair in crossings.chunks_exact(2) {
            let [from, to] = pair else { continue };
            let (from, to) = (from.max(area.left()), to.min(area.right()));
            if from < to {
                mesh.add_colored_rect(Rect::from_min_max(pos2(from, top), pos2(to, top + row_pt)), color);
            }
        }
    }
    mesh
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(zoom: f32) -> Frame {
        let area = Rect::from_min_size(pos2(10.0, 20.0), vec2(800.0, 400.0));
        Frame { area, view: View { center: Pos2::ZERO, zoom } }
    }

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let paris = project(48.85, 2.35);
        let before = frame(8.0);
        let at = before.to_screen(paris);
        let after = before.zoomed(3.0, at);
        assert!(after.to_screen(paris).distance(at) < 0.1);
        assert_eq!(frame(1.0).zoomed(0.1, at).view, View::WHOLE, "the world does not become smaller");
        assert!(frame(1.0).zoomed(1e9, at).view.zoom <= ZOOM_MAX);
    }

    #[test]
    fn the_map_fits_what_there_is() {
        let area = frame(1.0).area;
        let europe = [project(40.0, -5.0), project(60.0, 25.0)];
        let view = View::fitting(area, europe.into_iter());
        let fitted = Frame { area, view };
        assert!(view.zoom > 2.0);
        assert!(europe.iter().all(|point| area.contains(fitted.to_screen(*point))));
        assert_eq!(View::fitting(area, std::iter::empty()), View::WHOLE);
        assert!(View::fitting(area, std::iter::once(europe[0])).zoom <= ZOOM_FIT_MAX);
    }

    #[test]
    fn land_and_lines_are_drawn_within_the_window_only() {
        let palette = theme::palette_of(true);
        for zoom in [1.0, 30.0] {
            let frame = Frame { view: View { center: project(48.0, 8.0), zoom }, ..frame(1.0) }.bounded();
            let shapes = outline_shapes(frame, palette, 1.0);
            let Some(Shape::Mesh(land)) = shapes.iter().find(|shape| matches!(shape, Shape::Mesh(_))) else { panic!() };
            assert!(land.vertices.len() > 400, "{zoom}");
            assert!(land.vertices.iter().all(|vertex| frame.area.expand(1.0).contains(vertex.pos)), "{zoom}");
            assert!(shapes.len() > 20 && shapes.len() < 3_000, "{zoom}: {}", shapes.len());
        }
    }
}
