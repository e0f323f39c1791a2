//! The map of the world: land, coasts and borders, and the places as clusters that split while one zooms in.
//! Nothing is fetched; what is drawn comes with the program.

mod land;
mod view;

use std::sync::Arc;

use eframe::egui::{self, Align2, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};

use self::land::outline_shapes;
use self::view::{Frame, View, ZOOM_STEP, moved};
use crate::app::App;
use crate::app::command::Command;
use crate::app::effect::Generation;
use crate::query::{FacetName, Query};
use crate::text;
use crate::ui::places::clusters::{Cluster, Point, clustered, own_counts};
use crate::ui::places::projection::project;
use crate::ui::places::spot::Spot;
use crate::ui::places::{Walk, focus_ring};
use crate::ui::theme::{self, Palette, SMALL_PT};

/// How near two places are one cluster, in points: the circles of two clusters may touch, but none covers another's number.
const CLUSTER_PT: f32 = 52.0;
/// The smallest and the largest circle of a cluster: its radius, in points.
const RADIUS_PT: [f32; 2] = [11.0, 30.0];
/// The most places of a cluster that a click ticks; a larger one is zoomed into.
const TICKED_MAX: usize = 24;
/// The most places on the map, those with the most photos: more cannot be told apart and would take longer than a frame.
const PLACES_MAX: usize = 4_000;
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
