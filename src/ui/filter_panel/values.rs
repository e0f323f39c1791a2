//! The values of a section: those with the most photos first, more on demand, and a box to search them where they are many.
//! What is shown is worked out once for each answer of the search, not once a frame, and only values in sight are drawn.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use eframe::egui::{self, Rect, Role, Sense, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::App;
use crate::app::command::Command;
use crate::catalog::facets::{Facet, FacetCount, FacetValue};
use crate::query::FacetName;
use crate::text;
use crate::ui::filter_panel::{counted_box_ui, label};
use crate::ui::theme::{self, SMALL_PT};

/// Values shown of a list before more are asked for; with more there is a box to search them.
const FEW: usize = 12;
/// How many more each click shows.
const MORE: usize = 50;
/// The same of a tree, whose values are of use with what they stand inside of.
const FEW_OF_TREE: usize = 20;
/// Values of a tree that are open at first: branches that would show more are closed.
const TREE_OPEN_MAX: usize = 40;
/// The most values shown; positions on the screen are exact enough for so many, and the box finds the others.
const VALUES_MAX: usize = 100_000;
/// From more rows than this only those in sight are drawn.
const DRAWN_WHOLE_MAX: usize = 60;
/// Height of a row with the space below it, in points.
const ROW_PT: f32 = 23.0;
/// How far the values within a value stand to the right, in points.
const INDENT_PT: f32 = 14.0;
/// The same where there is less room than this, in points, which the names need.
const NARROW_INDENT_PT: f32 = 9.0;
const NARROW_PT: f32 = 205.0;

/// What a section keeps, and a restart may forget.
#[derive(Debug, Default)]
pub(super) struct Values {
    search: String,
    /// How many values of a list are shown, when more were asked for.
    shown_max: Option<usize>,
    /// Branches of the tree that are not as they are at first: opened or closed.
    turned: BTreeSet<String>,
    /// Counts the changes of what is turned.
    n_turns: u64,
    made: Option<(MadeFor, Made)>,
}

/// What the rows depend on.
#[derive(Debug, PartialEq)]
struct MadeFor {
    answer: u64,
    search: String,
    shown_max: Option<usize>,
    n_turns: u64,
    ticks: Vec<String>,
    /// Whether values have an order of their own, which says more than the number of their photos: stars.
    is_scale: bool,
}

/// The rows to show.
#[derive(Debug, Default, PartialEq)]
struct Made {
    rows: Vec<Row>,
    /// Values that are meant but not among the rows.
    n_left: usize,
    is_tree: bool,
    /// Values so deep in the tree are shown at first.
    open_depth: usize,
}

/// A value, by its place in the facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    value: usize,
    n_photos: usize,
    /// Which of the ticks ticks it.
    tick: Option<usize>,
}

impl Values {
    #[expect(clippy::too_many_arguments, reason = "a section's own, and what every panel takes")]
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        name: FacetName,
        facet: &Facet,
        count: &FacetCount,
        ticks: Vec<String>,
        app: &App,
        commands: &mut Vec<Command>,
    ) {
        if facet.values.len() > FEW {
            let hint = format!("Search {}", label(name).to_lowercase());
            ui.add(TextEdit::singleline(&mut self.search).hint_text(hint.clone()).desired_width(f32::INFINITY))
                .accessible_name(hint);
        }
        let made_for = MadeFor {
            answer: app.answer(),
            search: text::fold(self.search.trim()),
            shown_max: self.shown_max,
            n_turns: self.n_turns,
            ticks,
            is_scale: name == FacetName::Rating,
        };
        let (made_for, made) = match self.made.take() {
            Some((of, made)) if of == made_for => (of, made),
            _ => {
                let made = Made::of(facet, count, &made_for, &self.turned);
                (made_for, made)
            }
        };
        if made.rows.is_empty() {
            ui.label(egui::RichText::new("None of that name").color(theme::palette(ui).text_weak));
        }
        self.rows_ui(ui, name, facet, &made, &made_for.ticks, commands);
        self.more_ui(ui, name, &made);
        self.made = Some((made_for, made));
    }

    /// Draws the rows, or those of many that are in sight and one more at each end, so that the keyboard can go on.
    fn rows_ui(
        &mut self,
        ui: &mut Ui,
        name: FacetName,
        facet: &Facet,
        made: &Made,
        ticks: &[String],
        commands: &mut Vec<Command>,
    ) {
        let n_rows = made.rows.len();
        if n_rows <= DRAWN_WHOLE_MAX {
            for row in &made.rows {
                self.row_ui(ui, name, facet, made, *row, ticks, commands);
            }
            return;
        }
        let size = vec2(ui.available_width(), n_rows as f32 * ROW_PT);
        let (all, _) = ui.allocate_exact_size(size, Sense::hover());
        let seen = ui.clip_rect();
        let at = |y: f32| ((y - all.top()) / ROW_PT).floor().max(0.0) as usize;
        let in_sight = at(seen.top()).saturating_sub(1)..(at(seen.bottom()) + 2).min(n_rows);
        for (at, row) in made.rows.iter().enumerate().take(in_sight.end).skip(in_sight.start) {
            let top = all.top() + at as f32 * ROW_PT;
            let place = Rect::from_min_size(pos2(all.left(), top), vec2(all.width(), ROW_PT));
            let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt(("value", row.value)));
            self.row_ui(&mut child, name, facet, made, *row, ticks, commands);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a row's own, and what every panel takes")]
    fn row_ui(
        &mut self,
        ui: &mut Ui,
        name: FacetName,
        facet: &Facet,
        made: &Made,
        row: Row,
        ticks: &[String],
        commands: &mut Vec<Command>,
    ) {
        let palette = theme::palette(ui);
        let Some(value) = facet.values.get(row.value) else { return };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let indent_pt = if ui.available_width() < NARROW_PT { NARROW_INDENT_PT } else { INDENT_PT };
            ui.add_space(value.depth as f32 * indent_pt);
            if made.is_tree {
                self.disclosure_ui(ui, name, value, made.open_depth);
            }
            let mut ticked = row.tick.is_some();
            let color = if row.n_photos == 0 && !ticked { palette.text_weak } else { palette.text };
            let text = egui::RichText::new(value.label.as_str()).color(color);
            if counted_box_ui(ui, &mut ticked, text, &value.label, row.n_photos) {
                let tick = row.tick.and_then(|tick| ticks.get(tick)).unwrap_or(&value.value);
                commands.push(Command::ToggleTick(name, tick.clone()));
            }
        });
    }

    fn disclosure_ui(&mut self, ui: &mut Ui, facet: FacetName, value: &FacetValue, open_depth: usize) {
        let sense = if value.has_children { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(INDENT_PT, 18.0), sense);
        if !value.has_children {
            return;
        }
        let open = Fold::of(value, open_depth, &self.turned) != Fold::Closed;
        response.widget_info(|| {
            let spoken = format!("{} in {}", label(facet), value.label);
            WidgetInfo::selected(Role::DisclosureTriangle, true, open, spoken)
        });
        let (a, b) = (rect.center(), 3.5);
        let points = if open {
            vec![a + vec2(-b, -b / 2.0), a + vec2(b, -b / 2.0), a + vec2(0.0, b)]
        } else {
            vec![a + vec2(-b / 2.0, -b), a + vec2(b, 0.0), a + vec2(-b / 2.0, b)]
        };
        let color = theme::palette(ui).text_weak;
        ui.painter().add(egui::Shape::convex_polygon(points, color, egui::Stroke::NONE));
        if response.clicked() {
            self.n_turns += 1;
            if !self.turned.remove(&value.value) {
                self.turned.insert(value.value.clone());
            }
        }
    }

    /// Buttons that show more values, or fewer again.
    fn more_ui(&mut self, ui: &mut Ui, name: FacetName, made: &Made) {
        let n_rows = made.rows.len();
        let weak = theme::palette(ui).text_weak;
        if n_rows >= VALUES_MAX && made.n_left > 0 {
            let text = format!("and {} more: search for them", text::grouped(made.n_left));
            ui.label(egui::RichText::new(text).color(weak));
        }
        let can_be_fewer = self.shown_max.is_some() && n_rows > few(made.is_tree);
        if made.n_left == 0 && !can_be_fewer {
            return;
        }
        ui.horizontal(|ui| {
            let button = |ui: &mut Ui, words: String| {
                let response = ui.button(egui::RichText::new(&words).size(SMALL_PT));
                let spoken = format!("{words}, {}", label(name).to_lowercase());
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
                response.clicked()
            };
            if made.n_left > MORE && button(ui, format!("Show {MORE} more")) {
                self.shown_max = Some(n_rows + MORE);
            }
            if made.n_left > 0 && n_rows < VALUES_MAX {
                let n_all = (n_rows + made.n_left).min(VALUES_MAX);
                if button(ui, format!("Show all {}", text::grouped(n_all))) {
                    self.shown_max = Some(VALUES_MAX);
                }
            }
            if can_be_fewer && button(ui, "Show fewer".to_owned()) {
                self.shown_max = None;
            }
        });
    }
}

impl Made {
    fn of(facet: &Facet, count: &FacetCount, made_for: &MadeFor, turned: &BTreeSet<String>) -> Self {
        let is_tree = facet.values.iter().any(|value| value.has_children);
        let ticks: Vec<String> = made_for.ticks.iter().map(|tick| text::fold(tick)).collect();
        let rows = facet.values.iter().zip(&count.n_photos).enumerate().map(|(at, (value, n_photos))| {
            let tick = ticks.iter().position(|tick| value.folded_names.contains(tick));
            (value, Row { value: at, n_photos: *n_photos, tick })
        });
        let shown_max = made_for.shown_max.unwrap_or(few(is_tree));
        if is_tree {
            let open_depth = open_depth(facet);
            let branches = branches(rows, &made_for.search, |value| Fold::of(value, open_depth, turned));
            let n_all = branches.len();
            let rows = largest_of_tree(branches, shown_max);
            return Self { n_left: n_all - rows.len(), rows, is_tree, open_depth };
        }
        let wanted = made_for.search.as_str();
        let meant = rows.filter(|(value, _)| is_named(value, wanted)).map(|(_, row)| row);
        let mut rows: Vec<Row> = meant.collect();
        let n_meant = rows.len();
        // Ticked values stay in sight; then those with the most photos.
        let order = |row: &Row| match made_for.is_scale {
            true => (true, Reverse(0), row.value),
            false => (row.tick.is_none(), Reverse(row.n_photos), row.value),
        };
        let n_shown = shown_max.min(n_meant);
        if n_shown < n_meant {
            rows.select_nth_unstable_by_key(n_shown, order);
            rows.truncate(n_shown);
        }
        rows.sort_unstable_by_key(order);
        Self { rows, n_left: n_meant - n_shown, is_tree, open_depth: 0 }
    }
}

/// Whether a value's name, or another that it answers to, holds what is looked for.
fn is_named(value: &FacetValue, wanted: &str) -> bool {
    wanted.is_empty() || value.folded_names.iter().any(|name| name.contains(wanted))
}

/// How many values are shown before more are asked for.
fn few(is_tree: bool) -> usize {
    if is_tree { FEW_OF_TREE } else { FEW }
}

/// A row of a tree.
struct Branch {
    row: Row,
    depth: usize,
    /// Whether it is shown however many others there are: it is ticked, or in a branch that was opened by hand.
    is_kept: bool,
}

/// The rows of a tree: without what closed branches hide, or, where something is looked for, what is named so with what it
/// stands inside of. What is ticked is always among them.
fn branches<'a>(
    values: impl Iterator<Item = (&'a FacetValue, Row)>,
    wanted: &str,
    fold: impl Fn(&FacetValue) -> Fold,
) -> Vec<Branch> {
    let mut shown: Vec<Branch> = Vec::new();
    let mut closed_depth: Option<usize> = None;
    let mut unfolded_depth: Option<usize> = None;
    // What the value stands inside of, and whether it is shown yet.
    let mut above: Vec<(Row, bool)> = Vec::new();
    for (value, row) in values {
        above.truncate(value.depth);
        let is_below = |depth: Option<usize>| depth.is_some_and(|depth| value.depth > depth);
        let (is_hidden, is_unfolded) = (is_below(closed_depth), is_below(unfolded_depth));
        let fold = if value.has_children { fold(value) } else { Fold::Open };
        if !is_hidden {
            closed_depth = (fold == Fold::Closed).then_some(value.depth);
        }
        if !is_unfolded {
            unfolded_depth = (fold == Fold::Unfolded).then_some(value.depth);
        }
        let is_meant = if wanted.is_empty() { !is_hidden } else { is_named(value, wanted) };
        let is_shown = is_meant || row.tick.is_some();
        if is_shown {
            for (depth, (row, is_shown)) in above.iter_mut().enumerate() {
                if !std::mem::replace(is_shown, true) {
                    shown.push(Branch { row: *row, depth, is_kept: false });
                }
            }
            shown.push(Branch { row, depth: value.depth, is_kept: is_unfolded || row.tick.is_some() });
        }
        above.push((row, is_shown));
    }
    shown
}

/// Of the rows of a tree those that are kept and of the others those with the most photos, with all that these stand inside of.
fn largest_of_tree(mut branches: Vec<Branch>, shown_max: usize) -> Vec<Row> {
    let order = |at: usize, branch: &Branch| (Reverse(branch.row.n_photos), at);
    let free = branches.iter().enumerate().filter(|(_, branch)| !branch.is_kept);
    let mut free: Vec<_> = free.map(|(at, branch)| order(at, branch)).collect();
    let first_left = (shown_max < free.len()).then(|| *free.select_nth_unstable(shown_max).1);
    let mut inside_depth = 0;
    for (at, branch) in branches.iter_mut().enumerate().rev() {
        let is_large = first_left.is_none_or(|first_left| order(at, branch) < first_left);
        branch.is_kept |= is_large || branch.depth < inside_depth;
        if branch.is_kept {
            inside_depth = branch.depth;
        }
    }
    branches.into_iter().filter(|branch| branch.is_kept).map(|branch| branch.row).take(VALUES_MAX).collect()
}

/// How deep a tree is open at first: as deep as a person can look through.
fn open_depth(facet: &Facet) -> usize {
    let mut n_values: Vec<usize> = Vec::new();
    for value in &facet.values {
        if n_values.len() <= value.depth {
            n_values.resize(value.depth + 1, 0);
        }
        if let Some(n_values) = n_values.get_mut(value.depth) {
            *n_values += 1;
        }
    }
    let mut n_shown = 0;
    let fits = |n_values: &&usize| {
        n_shown += **n_values;
        n_shown <= TREE_OPEN_MAX
    };
    // What is open at a depth shows the values one deeper.
    n_values.iter().take_while(fits).count().saturating_sub(1)
}

/// How a branch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fold {
    Closed,
    Open,
    /// Opened by hand.
    Unfolded,
}

impl Fold {
    fn of(value: &FacetValue, open_depth: usize, turned: &BTreeSet<String>) -> Self {
        match (value.depth < open_depth, turned.contains(&value.value)) {
            (true, false) => Self::Open,
            (false, true) => Self::Unfolded,
            (true, true) | (false, false) => Self::Closed,
        }
    }
}

#[cfg(test)]
mod tests;
