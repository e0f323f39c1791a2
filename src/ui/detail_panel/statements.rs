//! What a photo's file states: where a value comes from, what else is stated of it, and all of it in rows.

use std::borrow::Cow;

use eframe::egui::{Button, CollapsingHeader, Id, Label, RichText, Role, Stroke, Ui, WidgetInfo};

use crate::caption::field::FIELDS;
use crate::metadata::candidate::{Badge, Candidate};
use crate::metadata::inspect::plain;
use crate::metadata::merged::{Field, Merged};
use crate::metadata::property::{self, Property};
use crate::text;
use crate::ui::detail_panel::{row_of_ui, small_ui};
use crate::ui::theme::{self, SMALL_PT};

/// How much of a value is laid out, in bytes.
const VALUE_BYTES: usize = 2_000;

/// Draws every field with all that is stated of it, folded at first.
pub(super) fn ui(ui: &mut Ui, merged: &Merged) {
    let n_disagree = merged.fields.iter().filter(|field| field.badges.contains(&Badge::Disagree)).count();
    let title = match n_disagree {
        0 => "Everything the file states".to_owned(),
        1 => "Everything the file states · 1 field disagrees".to_owned(),
        n => format!("Everything the file states · {n} fields disagree"),
    };
    let palette = theme::palette(ui);
    let title = RichText::new(title).color(if n_disagree > 0 { palette.warning } else { palette.text });
    CollapsingHeader::new(title).id_salt("candidates").show_unindented(ui, |ui| {
        for field in &merged.fields {
            let value = field.value.as_ref().map_or("–".to_owned(), plain);
            row_of_ui(ui, &label(field.property), text::truncated(&value, VALUE_BYTES), |ui| {
                small_ui(ui, &origin(field));
                let is_told = |(n, _): &(usize, &Candidate)| field.candidates.len() > 1 || field.winner != Some(*n);
                for (n, candidate) in field.candidates.iter().enumerate().filter(is_told) {
                    candidate_ui(ui, candidate, field.winner == Some(n));
                }
            });
        }
    });
}

/// Draws where a value comes from; where containers disagree, a button shows what each of them states.
pub(super) fn origin_ui(ui: &mut Ui, label: &str, field: &Field) {
    if !field.badges.contains(&Badge::Disagree) {
        small_ui(ui, &origin(field));
        return;
    }
    let id = Id::unique(("statements", property::row(field.property).name));
    let is_open: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        small_ui(ui, &origin(field));
        let palette = theme::palette(ui);
        let n = field.candidates.len();
        let text = RichText::new(format!("{n} statements disagree")).color(palette.warning).size(SMALL_PT - 1.0);
        let response = ui.add(Button::new(text).small().stroke(Stroke::new(1.0, palette.warning)));
        let spoken = format!("{label}: {n} statements disagree");
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, &spoken));
        let help = if is_open { "Hide what else is stated" } else { "Show what each place in the file states" };
        if response.on_hover_text(help).clicked() {
            ui.data_mut(|data| data.insert_temp(id, !is_open));
        }
    });
    if is_open {
        for (n, candidate) in field.candidates.iter().enumerate() {
            candidate_ui(ui, candidate, field.winner == Some(n));
        }
    }
}

/// What one container states; the one that was chosen stands out.
fn candidate_ui(ui: &mut Ui, candidate: &Candidate, is_winner: bool) {
    let palette = theme::palette(ui);
    let language = candidate.language.as_ref().map(|language| format!(" ({language})")).unwrap_or_default();
    let value = plain(&candidate.value);
    let value = text::truncated(&value, VALUE_BYTES);
    let chosen = if is_winner { ", chosen" } else { "" };
    let line = format!("{}{language}{chosen}: {value}{}", candidate.from.label(), in_words(&candidate.badges));
    let color = if is_winner { palette.text } else { palette.text_weak };
    ui.add_space(3.0);
    ui.add(Label::new(RichText::new(line).size(SMALL_PT).color(color)).wrap().selectable(true));
}

/// Where a value comes from, and what is odd about it.
fn origin(field: &Field) -> String {
    format!("{}{}", field.rule, in_words(&field.badges))
}

/// What is odd, but for disagreement, which is shown.
fn in_words(badges: &[Badge]) -> String {
    let names = badges.iter().filter(|badge| **badge != Badge::Disagree).map(|badge| format!(" · {}", badge.name()));
    names.collect()
}

/// What a property is called above, or its name in words.
fn label(property: Property) -> Cow<'static, str> {
    let name = property::row(property).name;
    if let Some(field) = FIELDS.iter().find(|field| field.name == name) {
        return field.label.into();
    }
    match property {
        Property::Gps => "Position".into(),
        Property::PictureId => "Picture ID".into(),
        _ => {
            let mut characters = name.chars();
            let first = characters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(characters).map(|c| if c == '_' { ' ' } else { c }).collect::<String>().into()
        }
    }
}
