//! The facets: places as a tree, persons, credits, keywords and dates, each value with the number of photos it has.
//! What is ticked is the query; there is no second filter state. A closed section costs nothing, and an open one no more
//! than the values in sight, however many there are.

mod histogram;
mod values;

use std::collections::BTreeMap;

use eframe::egui::{self, Align, Align2, CollapsingHeader, Layout, Role, ScrollArea, Ui, UiBuilder, WidgetInfo};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::catalog::facets::{Facet, FacetCount};
use crate::query::{FacetName, Query};
use crate::text;
use crate::ui::filter_panel::histogram::Histogram;
use crate::ui::filter_panel::values::Values;
use crate::ui::theme::{self, SMALL_PT};

/// Space between a name and its number of photos, in points.
const COUNT_GAP_PT: f32 = 4.0;

/// What the panel keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct FilterPanel {
    values: BTreeMap<FacetName, Values>,
    dates: Histogram,
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
        theme::mark_edges(ui);
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = 21.0;
        // The numbers at the edge are not covered while the bar is wide.
        ui.spacing_mut().scroll.floating_allocated_width = ui.spacing().scroll.bar_width;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for name in FacetName::ALL {
                if let Some(count) = app.results().counts.of(name)
                    && let Some(facet) = catalog.facets().get(name)
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
                self.dates.ui(ui, facet, count, &ticks, app, commands);
            } else {
                self.values.entry(name).or_default().ui(ui, name, facet, count, ticks, app, commands);
            }
            without_ui(ui, name, count.n_without, app.query(), commands);
        });
        ui.add_space(4.0);
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
        FacetName::Picked => "Picked",
        FacetName::Caption => "Captioned",
        FacetName::Organization => "Organization",
        FacetName::Agency => "Agency",
        FacetName::Distributor => "Distributor",
        FacetName::Lint => "Findings",
    }
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
        let none = egui::RichText::new(none).italics().color(palette.text_weak);
        if counted_box_ui(ui, &mut ticked, none, &spoken, n_without) {
            let query = if ticked { query.without_ticks(name).and(without) } else { query.without_part(&text) };
            commands.push(Command::SetQuery(query));
        }
    });
}

/// A box to tick with a number of photos at the edge, which the name is cut for where there is no room, and then shown
/// whole under the pointer; whether it was ticked or unticked just now. The number is spoken with the name, and so it is only painted.
fn counted_box_ui(ui: &mut Ui, ticked: &mut bool, text: egui::RichText, spoken: &str, n_photos: usize) -> bool {
    let edge = ui.max_rect().right_center();
    let (font, color) = (theme::regular(SMALL_PT), theme::palette(ui).text_weak);
    let count = ui.painter().text(edge, Align2::RIGHT_CENTER, text::grouped(n_photos), font, color);
    let room = ui.available_rect_before_wrap().with_max_x(count.left() - COUNT_GAP_PT);
    let builder = UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center));
    let whole = text.text().to_owned();
    let checkbox = ui.scope_builder(builder, |ui| {
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
        ui.checkbox(ticked, text)
    });
    let mut response = checkbox.inner;
    let spoken = || format!("{spoken}, {}", text::counted(n_photos, "photo"));
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, *ticked, spoken()));
    // Half a point may be lost to rounding.
    if response.intrinsic_size().is_some_and(|size| size.x > response.rect.width() + 0.5) {
        response = response.on_hover_text(whole);
    }
    response.changed()
}
