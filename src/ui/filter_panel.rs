//! The facets: places as a tree, persons, credits, keywords and dates, each value with the number of photos it has.
//! What is ticked is the query; there is no second filter state.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{
    self, Align, CollapsingHeader, Layout, Rect, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::catalog::facets::{Facet, FacetCount, FacetValue};
use crate::query::{FacetName, Query};
use crate::text;
use crate::ui::theme::{self, SMALL_PT};

/// Values shown of a facet before "Show all".
const VALUES_SHOWN: usize = 12;
/// Values shown of a facet after "Show all": what a person can still look through; its search box finds the others.
const VALUES_MAX: usize = 500;
/// Height of the date histogram, in points.
const HISTOGRAM_PT: f32 = 44.0;

/// What the panel keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct FilterPanel {
    searches: BTreeMap<FacetName, String>,
    expanded: BTreeSet<FacetName>,
    closed: BTreeSet<(FacetName, String)>,
    /// The bar of the histogram at which a drag began.
    drag_start: Option<usize>,
}

/// A value as the panel shows it.
#[derive(Clone, Debug, PartialEq)]
struct Shown<'a> {
    value: &'a FacetValue,
    n_photos: usize,
    /// The condition of the query that ticks it, as it is written there.
    tick: Option<String>,
}

impl FilterPanel {
    /// Draws the panel and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
        let Some(catalog) = app.catalog() else { return };
        ui.horizontal(|ui| {
            ui.label(egui::RichText::new("Filter").font(theme::strong(theme::BODY_PT)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                crate::ui::verb_button(ui, Verb::ClearFilters, "Clear", app, commands);
            });
        });
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = 21.0;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for name in FacetName::ALL {
                let facet = catalog.facets().get(name);
                let count = app.results().counts.of(name);
                if let (Some(facet), Some(count)) = (facet, count)
                    && (is_always_shown(name) || facet.values.len() >= fewest_values(name))
                {
                    self.section_ui(ui, name, facet, count, app, commands);
                }
            }
        });
    }

    fn section_ui(
        &mut self,
        ui: &mut Ui,
        name: FacetName,
        facet: &Facet,
        count: &FacetCount,
        app: &App,
        commands: &mut Vec<Command>,
    ) {
        let ticks = app.query().ticks(name);
        let open = matches!(name, FacetName::Place | FacetName::Person | FacetName::Credit)
            || !facet.values.is_empty() && !is_closed_at_first(name);
        let title =
            if ticks.is_empty() { label(name).to_owned() } else { format!("{} · {}", label(name), ticks.len()) };
        let header = egui::RichText::new(title).font(theme::strong(theme::BODY_PT));
        CollapsingHeader::new(header).id_salt(("facet", name)).default_open(open).show_unindented(ui, |ui| {
            if facet.values.is_empty() {
                ui.label(egui::RichText::new("Nothing stated").color(theme::palette(ui).text_weak));
                return;
            }
            if name == FacetName::Date {
                self.histogram_ui(ui, facet, count, app.query(), commands);
            } else {
                self.values_ui(ui, name, facet, count, &ticks, commands);
            }
            without_ui(ui, name, count.n_without, app.query(), commands);
        });
        ui.add_space(4.0);
    }

    fn values_ui(
        &mut self,
        ui: &mut Ui,
        name: FacetName,
        facet: &Facet,
        count: &FacetCount,
        ticks: &[String],
        commands: &mut Vec<Command>,
    ) {
        let search = self.searches.entry(name).or_default();
        if facet.values.len() > VALUES_SHOWN {
            let hint = format!("Search {}", label(name).to_lowercase());
            ui.add(TextEdit::singleline(search).hint_text(hint.clone()).desired_width(f32::INFINITY))
                .accessible_name(hint);
        }
        let shown = shown_values(facet, count, ticks, search, &|value| self.closed.contains(&(name, value.to_owned())));
        let limit = if self.expanded.contains(&name) || name == FacetName::Place { VALUES_MAX } else { VALUES_SHOWN };
        let is_tree = facet.values.iter().any(|value| value.has_children);
        for value in shown.iter().take(limit) {
            self.value_ui(ui, name, value, is_tree, commands);
        }
        if shown.len() > limit && limit < VALUES_MAX {
            if ui.button(format!("Show all {}", shown.len())).clicked() {
                self.expanded.insert(name);
            }
        } else if shown.len() > limit {
            ui.label(
                egui::RichText::new(format!("and {} more: search for them", shown.len() - limit))
                    .color(theme::palette(ui).text_weak),
            );
        }
    }

    fn value_ui(
        &mut self,
        ui: &mut Ui,
        name: FacetName,
        shown: &Shown<'_>,
        is_tree: bool,
        commands: &mut Vec<Command>,
    ) {
        let palette = theme::palette(ui);
        let FacetValue { value, label: shown_label, depth, has_children, folded_names: _ } = shown.value;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.add_space(*depth as f32 * 14.0);
            if is_tree {
                self.disclosure_ui(ui, name, value, shown_label, *has_children);
            }
            let mut ticked = shown.tick.is_some();
            let color = if shown.n_photos == 0 && !ticked { palette.text_weak } else { palette.text };
            // Right to left, so that the count keeps its place and the name is cut where there is no room.
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(egui::RichText::new(shown.n_photos.to_string()).color(palette.text_weak).size(SMALL_PT));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                    let text = egui::RichText::new(shown_label.as_str()).color(color);
                    let response = ui.checkbox(&mut ticked, text);
                    let spoken = format!("{shown_label}, {}", photos_in_words(shown.n_photos));
                    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked, &spoken));
                    if response.changed() {
                        commands.push(Command::ToggleTick(name, shown.tick.clone().unwrap_or_else(|| value.clone())));
                    }
                });
            });
        });
    }

    fn disclosure_ui(&mut self, ui: &mut Ui, facet: FacetName, id: &str, name: &str, has_children: bool) {
        let (rect, response) =
            ui.allocate_exact_size(vec2(14.0, 18.0), if has_children { Sense::click() } else { Sense::hover() });
        if !has_children {
            return;
        }
        let closed = self.closed.contains(&(facet, id.to_owned()));
        response.widget_info(|| {
            WidgetInfo::selected(Role::DisclosureTriangle, true, !closed, format!("{} in {name}", label(facet)))
        });
        let (a, b) = (rect.center(), 3.5);
        let points = if closed {
            vec![a + vec2(-b / 2.0, -b), a + vec2(b, 0.0), a + vec2(-b / 2.0, b)]
        } else {
            vec![a + vec2(-b, -b / 2.0), a + vec2(b, -b / 2.0), a + vec2(0.0, b)]
        };
        let color = theme::palette(ui).text_weak;
        ui.painter().add(egui::Shape::convex_polygon(points, color, egui::Stroke::NONE));
        if response.clicked() && !self.closed.remove(&(facet, id.to_owned())) {
            self.closed.insert((facet, id.to_owned()));
        }
    }

    /// Bars by year, month or day; a click ticks one, a drag ticks a range.
    fn histogram_ui(
        &mut self,
        ui: &mut Ui,
        facet: &Facet,
        count: &FacetCount,
        query: &Query,
        commands: &mut Vec<Command>,
    ) {
        let palette = theme::palette(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HISTOGRAM_PT), Sense::hover());
        let n_bars = facet.values.len().max(1);
        let most = count.n_photos.iter().copied().max().unwrap_or(0).max(1);
        let bar_width = rect.width() / n_bars as f32;
        let bar_at = |x: f32| (((x - rect.left()) / bar_width).floor().max(0.0) as usize).min(n_bars - 1);
        let ticks = query.ticks(FacetName::Date);
        for (at, (value, n_photos)) in facet.values.iter().zip(&count.n_photos).enumerate() {
            let left = rect.left() + at as f32 * bar_width;
            let column = Rect::from_min_max(pos2(left, rect.top()), pos2(left + bar_width, rect.bottom()));
            let response = ui.interact(column, ui.scope_id().with(("date", at)), Sense::click_and_drag());
            let ticked = ticks.iter().any(|tick| covers(tick, &value.value));
            response.widget_info(|| {
                WidgetInfo::selected(
                    Role::CheckBox,
                    true,
                    ticked,
                    format!("{}, {}", value.label, photos_in_words(*n_photos)),
                )
            });
            let height =
                (*n_photos as f32 / most as f32 * (rect.height() - 2.0)).max(if *n_photos > 0 { 2.0 } else { 0.0 });
            let bar = column.shrink2(vec2((bar_width * 0.12).min(2.0), 0.0)).with_min_y(rect.bottom() - height);
            let dragged = self.drag_start.zip(response.interact_pointer_pos()).is_some();
            let color = if ticked || dragged || response.hovered() { palette.accent } else { palette.text_weak };
            ui.painter().rect_filled(bar, 1.0, color);
            if response.drag_started() {
                self.drag_start = Some(at);
            }
            if response.drag_stopped()
                && let (Some(start), Some(pointer)) = (self.drag_start.take(), response.interact_pointer_pos())
            {
                let end = bar_at(pointer.x);
                let ends = (facet.values.get(start.min(end)), facet.values.get(start.max(end)));
                if let (Some(from), Some(to)) = ends {
                    let range = if from == to { from.value.clone() } else { format!("{}..{}", from.value, to.value) };
                    commands.push(Command::SetQuery(query.with_only_tick(FacetName::Date, &range)));
                }
            }
            if response
                .on_hover_text(format!("{}: {}; drag for a range", value.label, photos_in_words(*n_photos)))
                .clicked()
            {
                commands.push(Command::ToggleTick(FacetName::Date, value.value.clone()));
            }
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.line));
        let ends = facet.values.first().zip(facet.values.last());
        if let Some((first, last)) = ends {
            ui.horizontal(|ui| {
                let small = |text: &str| egui::RichText::new(text).size(SMALL_PT).color(palette.text_weak);
                ui.label(small(&first.label));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(small(&last.label)));
            });
        }
        for tick in ticks {
            if ui.button(format!("{tick} ×")).on_hover_text("Drop this date from the filter").clicked() {
                commands.push(Command::ToggleTick(FacetName::Date, tick));
            }
        }
    }
}

/// The facets that every collection may have; the others are shown where there is something to choose.
fn is_always_shown(name: FacetName) -> bool {
    use FacetName::{Credit, Date, Keyword, Person, Place};
    matches!(name, Place | Person | Credit | Keyword | Date)
}

/// The facets that are asked for seldom, and wait under their titles.
fn is_closed_at_first(name: FacetName) -> bool {
    matches!(name, FacetName::Organization | FacetName::Agency | FacetName::Distributor | FacetName::Lint)
}

/// How many values make a facet worth a section: one folder or format says nothing.
fn fewest_values(name: FacetName) -> usize {
    if matches!(name, FacetName::Folder | FacetName::Type) { 2 } else { 1 }
}

/// A number of photos, as it is said.
fn photos_in_words(n_photos: usize) -> String {
    format!("{n_photos} {}", if n_photos == 1 { "photo" } else { "photos" })
}

fn label(name: FacetName) -> &'static str {
    match name {
        FacetName::Place => "Place",
        FacetName::Person => "Person",
        FacetName::Credit => "Credit",
        FacetName::Keyword => "Keyword",
        FacetName::Date => "Date",
        FacetName::Creator => "Creator",
        FacetName::Rating => "Rating",
        FacetName::Label => "Label",
        FacetName::Folder => "Folder",
        FacetName::Camera => "Camera",
        FacetName::Type => "File type",
        FacetName::Caption => "Captioned",
        FacetName::Organization => "Organization",
        FacetName::Agency => "Agency",
        FacetName::Distributor => "Distributor",
        FacetName::Lint => "Findings",
    }
}

/// The values that the search box and the closed parts of the tree leave, those with photos first where they are no tree.
fn shown_values<'a>(
    facet: &'a Facet,
    count: &FacetCount,
    ticks: &[String],
    search: &str,
    is_closed: &dyn Fn(&str) -> bool,
) -> Vec<Shown<'a>> {
    let wanted = text::fold(search);
    let mut closed_depth: Option<usize> = None;
    let mut shown = Vec::new();
    for (value, n_photos) in facet.values.iter().zip(&count.n_photos) {
        if closed_depth.is_some_and(|depth| value.depth > depth) && wanted.is_empty() {
            continue;
        }
        closed_depth = (value.has_children && is_closed(&value.value)).then_some(value.depth);
        let tick = ticks.iter().find(|tick| value.is_meant_by(tick)).cloned();
        if wanted.is_empty() || text::fold(&value.label).contains(&wanted) {
            shown.push(Shown { value, n_photos: *n_photos, tick });
        }
    }
    let is_tree = facet.values.iter().any(|value| value.has_children);
    if !is_tree {
        // Ticked values stay in sight; then those with the most photos.
        shown.sort_by_key(|value| (value.tick.is_none(), std::cmp::Reverse(value.n_photos)));
    }
    shown
}

/// A row for the photos that state nothing.
fn without_ui(ui: &mut Ui, name: FacetName, n_without: usize, query: &Query, commands: &mut Vec<Command>) {
    let Ok(without) = format!("-has:{}", name.name()).parse::<Query>() else { return };
    let text = without.to_string();
    let mut ticked = query.has_part(&text);
    if n_without == 0 && !ticked {
        return;
    }
    let palette = theme::palette(ui);
    let none = if name == FacetName::Lint { "Nothing amiss" } else { "Not stated" };
    let spoken = if name == FacetName::Lint { none.to_owned() } else { format!("{} not stated", label(name)) };
    ui.horizontal(|ui| {
        if name == FacetName::Place {
            ui.add_space(18.0);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(egui::RichText::new(n_without.to_string()).color(palette.text_weak).size(SMALL_PT));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let response = ui.checkbox(&mut ticked, egui::RichText::new(none).italics().color(palette.text_weak));
                response.widget_info(|| {
                    WidgetInfo::selected(
                        Role::CheckBox,
                        true,
                        ticked,
                        format!("{spoken}, {}", photos_in_words(n_without)),
                    )
                });
                if response.changed() {
                    let query = if ticked { query.without_ticks(name).and(without) } else { query.without_part(&text) };
                    commands.push(Command::SetQuery(query));
                }
            });
        });
    });
}

/// Whether a ticked date or range holds a bar of the histogram.
fn covers(tick: &str, bar: &str) -> bool {
    let range = |text: &str| crate::query::parse::date_range(text).map(|range| range.days());
    let (Ok((from, to)), Ok((Some(first), Some(last)))) = (range(tick), range(bar)) else { return false };
    from.is_none_or(|from| last >= from) && to.is_none_or(|to| first <= to)
}
