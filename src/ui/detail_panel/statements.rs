//! What a photo's file states: where a value comes from, what else is stated of it, and all of it in rows.

use std::borrow::Cow;

use eframe::egui::{Button, CollapsingHeader, Id, Label, Response, RichText, Role, Stroke, Ui, WidgetInfo, vec2};

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
                small_ui(ui, &format!("{}{}", field.rule, in_words(&field.badges, " · ")));
                let is_told = |(n, candidate): &(usize, &Candidate)| {
                    field.candidates.len() > 1 || field.winner != Some(*n) || !candidate.badges.is_empty()
                };
                for (n, candidate) in field.candidates.iter().enumerate().filter(is_told) {
                    candidate_ui(ui, candidate, field.winner == Some(n));
                }
            });
        }
    });
}

/// Draws where a value comes from, with a badge for everything that is odd; each shows what the places in the file state.
pub(super) fn origin_ui(ui: &mut Ui, label: &str, field: &Field) {
    if field.badges.is_empty() {
        small_ui(ui, &field.rule);
        return;
    }
    let id = Id::unique(("statements", property::row(field.property).name));
    let is_open: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 3.0);
        ui.spacing_mut().interact_size.y = 0.0;
        small_ui(ui, &field.rule);
        for badge in &field.badges {
            if badge_ui(ui, label, field, *badge, is_open).clicked() {
                ui.data_mut(|data| data.insert_temp(id, !is_open));
            }
        }
    });
    if is_open {
        for (n, candidate) in field.candidates.iter().enumerate() {
            candidate_ui(ui, candidate, field.winner == Some(n));
        }
    }
}

fn badge_ui(ui: &mut Ui, label: &str, field: &Field, badge: Badge, is_open: bool) -> Response {
    let palette = theme::palette(ui);
    let (text, color) = match badge {
        Badge::Disagree => (format!("{} statements disagree", field.candidates.len()), palette.warning),
        Badge::CutAtLimit | Badge::MojibakeRepaired | Badge::DoubleEncoded | Badge::VendorJunk => {
            (badge.name().to_owned(), palette.text_weak)
        }
    };
    let shown = RichText::new(&text).color(color).size(SMALL_PT - 1.0);
    let response = ui.add(Button::new(shown).small().stroke(Stroke::new(1.0, color)));
    let spoken = format!("{label}: {text}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, &spoken));
    let help =
        if is_open { "Click to hide what is stated" } else { "Click to show what each place in the file states" };
    response.on_hover_text(format!("{}. {help}.", explanation(badge)))
}

/// What a badge means, for somebody who meets it first.
fn explanation(badge: Badge) -> &'static str {
    match badge {
        Badge::Disagree => "Places in the file state different things",
        Badge::CutAtLimit => "IPTC-IIM has no room for more: the rest is lost there, or stands in another place",
        Badge::MojibakeRepaired => {
            "The bytes are not in the encoding that the file names; they are read as what they are"
        }
        Badge::DoubleEncoded => "The text went through UTF-8 twice; it is shown as it was before",
        Badge::VendorJunk => "A camera or a program wrote this, and nobody did",
    }
}

/// What one container states; the one that was chosen stands out.
fn candidate_ui(ui: &mut Ui, candidate: &Candidate, is_winner: bool) {
    let palette = theme::palette(ui);
    let language = candidate.language.as_ref().map(|language| format!(" ({language})")).unwrap_or_default();
    let value = plain(&candidate.value);
    let value = text::truncated(&value, VALUE_BYTES);
    let chosen = if is_winner { ", chosen" } else { "" };
    let badges = in_words(&candidate.badges, ", ");
    let line = format!("{}{language}{chosen}{badges}: {value}", candidate.from.label());
    let color = if is_winner { palette.text } else { palette.text_weak };
    ui.add_space(3.0);
    ui.add(Label::new(RichText::new(line).size(SMALL_PT).color(color)).wrap().selectable(true));
}

/// What is odd, but for disagreement, which is seen; each after a separator.
fn in_words(badges: &[Badge], separator: &str) -> String {
    let odd = badges.iter().filter(|badge| **badge != Badge::Disagree);
    odd.map(|badge| format!("{separator}{}", badge.name())).collect()
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
