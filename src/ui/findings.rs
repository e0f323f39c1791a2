//! What is amiss with the words of the photo in focus: a line for each finding, which filters by it when clicked.

use eframe::egui::{self, Color32, Label, Role, Ui, WidgetInfo, vec2};

use crate::app::command::Command;
use crate::lint::Finding;
use crate::lint::style::Severity;
use crate::query::{FacetName, Query};
use crate::text;
use crate::ui::theme::{self, BODY_PT, Palette, SMALL_PT};

/// Width of the marks, in points: what they are of begins at one edge.
const MARK_PT: f32 = 8.0;

/// Draws the findings and appends what is asked for.
pub fn findings_ui(ui: &mut Ui, findings: &[Finding], style: &str, query: &Query, commands: &mut Vec<Command>) {
    if findings.is_empty() {
        return;
    }
    let palette = theme::palette(ui);
    let title = format!("{} by the style {style}", text::counted(findings.len(), "finding"));
    ui.label(egui::RichText::new(title).font(theme::strong(BODY_PT)));
    let ticks = query.ticks(FacetName::Lint);
    for finding in findings {
        let Finding { kind, severity, words, span: _ } = finding;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let mark = egui::RichText::new(mark(*severity)).color(color(*severity, palette));
            ui.allocate_ui(vec2(MARK_PT, 0.0), |ui| {
                ui.set_min_width(MARK_PT);
                ui.label(mark).on_hover_text(severity.name());
            });
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                let ticked = ticks.iter().any(|tick| tick == kind.name());
                let response = ui.link(egui::RichText::new(kind.label()).color(palette.text));
                response.widget_info(|| {
                    let spoken = format!("{}, {}: {words}; filter by it", kind.label(), severity.name());
                    WidgetInfo::selected(Role::Button, true, ticked, spoken)
                });
                let help = if ticked { "Filtered by it; click to drop" } else { "Show the photos with this finding" };
                if response.on_hover_text(help).clicked() {
                    commands.push(Command::ToggleTick(FacetName::Lint, kind.name().to_owned()));
                }
                let said = egui::RichText::new(words.as_str()).color(palette.text_weak).size(SMALL_PT);
                ui.add(Label::new(said).wrap().selectable(true));
            });
        });
    }
}

/// The color of a finding.
pub fn color(severity: Severity, palette: &Palette) -> Color32 {
    match severity {
        Severity::Error => palette.error,
        Severity::Warning => palette.warning,
        Severity::Note => palette.text_weak,
    }
}

/// A mark that tells severities apart without their color.
fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "×",
        Severity::Warning => "!",
        Severity::Note => "·",
    }
}
