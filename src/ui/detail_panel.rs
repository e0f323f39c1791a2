//! All that is known of the photo in focus: its picture, its caption whole, with what was read in it, and every field that
//! has a value.

pub mod caption_view;
mod statements;

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::{self, Color32, CornerRadius, Label, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::inspecting::stated_field;
use crate::caption::field::FIELDS;
use crate::caption::{Person, PersonRole};
use crate::catalog::PhotoIndex;
use crate::lint::{self, Finding};
use crate::metadata::merged::{Field, Merged};
use crate::photo::Photo;
use crate::photo::facts::{Facts, Rating};
use crate::place::rules::PlaceRule;
use crate::ui::detail_panel::caption_view::CaptionView;
use crate::ui::grid::face::Face;
use crate::ui::textures::{Textures, letterboxed};
use crate::ui::theme::{self, BODY_PT, Palette, ROUNDING_PT, SMALL_PT};
use crate::ui::{caption_text, findings};

/// A panel narrower than this, in points, has its buttons below its title.
const HEAD_MIN_PT: f32 = 300.0;
/// Width of the column of labels, in points, and what it takes of a narrow panel at most.
const LABELS_PT: f32 = 96.0;
const LABELS_SHARE: f32 = 0.32;
/// The highest a picture stands against the panel's width: most portraits are whole at it, and leave room for the caption.
const PICTURE_ASPECT_MAX: f32 = 1.0;
/// How high a picture's place is against the panel's width until its shape is known.
const PICTURE_ASPECT: f32 = 2.0 / 3.0;
/// How much of a finding's color stands behind the words that it is about: they stay as readable as the others.
const FLAG_STRENGTH: f32 = 0.28;

/// Where a value comes from that no field states.
const READ_IN_CAPTION: &str = "read in the caption";

/// What the panel keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct DetailPanel {
    /// The caption whole.
    pub caption: CaptionView,
    /// What is amiss with the photo last shown, by the style of that name.
    checked: Option<(Arc<Photo>, String, Vec<Finding>)>,
}

impl DetailPanel {
    /// Draws the panel and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, textures: &mut Textures, commands: &mut Vec<Command>) {
        let index = app.selection().focus();
        let Some((index, photo)) = index.and_then(|index| Some((index, app.photo(index)?))) else {
            ui.centered_and_justified(|ui| {
                ui.label(egui::RichText::new("No photo in focus").color(theme::palette(ui).text_weak))
            });
            return;
        };
        self.check(&photo, app);
        let photo = &*photo;
        head_ui(ui, index, photo, app, commands);
        ui.separator();
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            picture_ui(ui, index, photo, textures, commands);
            let flags = self.flags(theme::palette(ui));
            self.caption.ui(ui, app, index, photo, &flags, commands);
            let stated = app.provenance(photo).and_then(|merged| stated_field(merged, "description"));
            if let Some(field) = stated.filter(|field| !field.badges.is_empty()) {
                statements::origin_ui(ui, "Caption", field);
            }
            ui.add_space(10.0);
            if let Some((_, _, found)) = self.checked.as_ref().filter(|(.., found)| !found.is_empty()) {
                findings::findings_ui(ui, found, &app.lint().style.title, app.query(), commands);
                ui.add_space(10.0);
            }
            fields_ui(ui, photo, app.provenance(photo).map(|merged| &**merged), &self.caption);
            if let Some(path) = app.lists().attached.get(&photo.key) {
                row_ui(ui, "Attached", &path.display().to_string(), "the picture that you gave it");
            }
            if let Some(merged) = app.provenance(photo) {
                ui.add_space(6.0);
                statements::ui(ui, merged);
            }
        });
    }

    /// Checks the photo again where another is shown, or another style is chosen.
    fn check(&mut self, photo: &Arc<Photo>, app: &App) {
        let style = &app.lint().style.name;
        let is_checked = matches!(&self.checked, Some((checked, by, _)) if by == style && (Arc::ptr_eq(checked, photo) || checked == photo));
        if !is_checked {
            let found = lint::findings(photo, app.lint());
            self.checked = Some((Arc::clone(photo), style.clone(), found));
        }
    }

    /// The parts of the caption that findings are about, each with its ground.
    fn flags(&self, palette: &Palette) -> Vec<(Range<usize>, Color32)> {
        let found = self.checked.iter().flat_map(|(.., found)| found);
        let flag = |finding: &Finding| {
            let color = findings::color(finding.severity, palette).gamma_multiply(FLAG_STRENGTH);
            Some((finding.span.clone()?, color))
        };
        found.filter_map(flag).collect()
    }
}

/// Which photo it is, and what can be done with it; in a narrow panel one below the other.
fn head_ui(ui: &mut Ui, index: PhotoIndex, photo: &Photo, app: &App, commands: &mut Vec<Command>) {
    let list_label = if app.is_listed(photo) { "On list" } else { "Add to list" };
    let buttons = [(Verb::CopyCaption, "Copy"), (Verb::ToggleListed, list_label)];
    let title = egui::RichText::new(format!("Photo {}", index.0 + 1)).font(theme::strong(BODY_PT));
    if ui.available_width() < HEAD_MIN_PT {
        ui.label(title);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (verb, label) in buttons {
                crate::ui::verb_button(ui, verb, label, app, commands);
            }
            more_ui(ui, app, commands);
        });
        return;
    }
    let title_ui = |ui: &mut Ui| {
        ui.label(title);
    };
    crate::ui::row_ui(ui, "detail head", title_ui, |ui| {
        for (verb, label) in buttons {
            crate::ui::verb_button(ui, verb, label, app, commands);
        }
        more_ui(ui, app, commands);
    });
}

/// What else can be done with the photo.
fn more_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let button = ui.menu_button("More", |ui| {
        ui.set_min_width(230.0);
        for verb in [
            Verb::CopyWithFields,
            Verb::CopyTable,
            Verb::CopyFormatted,
            Verb::CopyPicture,
            Verb::ShowInFolder,
            Verb::Loupe,
        ] {
            crate::ui::verb_menu_item(ui, verb, app, commands);
        }
    });
    button.response.on_hover_text("What else can be done with this photo");
}

/// The photo's picture, as wide as the panel; a click shows it large.
fn picture_ui(ui: &mut Ui, index: PhotoIndex, photo: &Photo, textures: &mut Textures, commands: &mut Vec<Command>) {
    let width = ui.available_width();
    let most = Rect::from_min_size(ui.cursor().min, vec2(width, width * PICTURE_ASPECT_MAX));
    let face = Face::of(ui, photo, most, 0, textures);
    let height = match &face {
        Face::Type => return,
        Face::Waiting | Face::Failed(_) => width * PICTURE_ASPECT,
        Face::Shown(_, facts) => letterboxed(most, facts.original_px, ui.pixels_per_point()).height(),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let label = match &face {
        Face::Failed(why) => format!("No picture of photo {}: {why}", index.0 + 1),
        Face::Type | Face::Waiting | Face::Shown(..) => format!("Open photo {} large", index.0 + 1),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_str()));
    ui.painter().rect_filled(rect, CornerRadius::same(ROUNDING_PT), theme::palette(ui).ground);
    face.paint(ui, rect, textures);
    if response.on_hover_text(Verb::Loupe.tooltip()).clicked() {
        commands.push(Command::OpenLoupe(index));
    }
    ui.add_space(8.0);
}

fn fields_ui(ui: &mut Ui, photo: &Photo, merged: Option<&Merged>, caption: &CaptionView) {
    let field = |name: &str| merged.and_then(|merged| stated_field(merged, name));
    for mention in &photo.places {
        let origin = match mention.span {
            Some(_) if mention.rule == PlaceRule::Corrected => mention.rule.explanation(),
            Some(_) => READ_IN_CAPTION,
            None => "stated",
        };
        let origin = format!("{} · {origin}", mention.relation.name());
        row_ui(ui, "Place", &mention.place.path().join(" › "), &origin);
    }
    for person in &photo.persons {
        row_ui(
            ui,
            person_label(person),
            &person_text(person),
            if person.span.is_some() { READ_IN_CAPTION } else { "stated" },
        );
    }
    if let Some(date) = &photo.caption.date_created {
        match caption.date_origin(date).filter(|_| field("date_created").is_none()) {
            Some(read) => row_ui(ui, "Date created", &caption_text::shown_date(date), read),
            None => stated_ui(ui, "Date created", &caption_text::shown_date(date), field("date_created")),
        }
    }
    if let Some(date) = &photo.published {
        row_ui(ui, "Published", &caption_text::shown_date(date), "stated by the article");
    }
    for row in FIELDS.iter().filter(|row| !matches!(row.name, "description" | "persons_shown")) {
        let values = row.values(&photo.caption);
        if values.is_empty() {
            continue;
        }
        let value = values.join("; ");
        let is_read = match row.name {
            "credit_line" => photo.text().contains(&value),
            "creator" => field("creator").is_none() && values.iter().all(|name| photo.text().contains(name)),
            _ => false,
        };
        match is_read {
            true => row_ui(ui, row.label, &value, READ_IN_CAPTION),
            false => stated_ui(ui, row.label, &value, field(row.name)),
        }
    }
    facts_ui(ui, photo, &field);
    for location in photo.caption.location_created.iter() {
        row_ui(ui, "Location created", &location.path().join(" › "), "stated");
    }
    for (label, value) in [("File", &photo.file), ("Picture", &photo.picture)] {
        if let Some(value) = value {
            row_ui(ui, label, value, "stated");
        }
    }
    row_ui(ui, "Key", &photo.key.to_string(), "Cutline's name for the photo");
}

/// What is known beside the caption.
fn facts_ui<'a>(ui: &mut Ui, photo: &Photo, field: &dyn Fn(&str) -> Option<&'a Field>) {
    let Facts { rating, label, picked, camera, gps, file_type, folder: _, keyword_paths: _, size_px } = &photo.facts;
    let rating = rating.map(|rating| match rating {
        Rating::REJECTED => "Rejected".to_owned(),
        rating => format!("{rating} of 5"),
    });
    let gps = gps.map(|[latitude, longitude]| format!("{latitude:.5}, {longitude:.5}"));
    let file = file_type.as_ref().map(|file_type| match size_px {
        Some([width, height]) => format!("{file_type}, {width} × {height}"),
        None => file_type.clone(),
    });
    let rows = [
        // A mark of picking may be what rejects it.
        ("Rating", rating, if field("rating").is_some() { "rating" } else { "picked" }),
        ("Label", label.clone(), "label"),
        ("Picked", picked.then(|| "Yes".to_owned()), "picked"),
        ("Camera", camera.clone(), "camera_model"),
        ("Position", gps, "gps"),
    ];
    for (label, value, name) in rows {
        if let Some(value) = value {
            stated_ui(ui, label, &value, field(name));
        }
    }
    if let Some(file) = file {
        row_ui(ui, "Format", &file, "by content");
    }
}

fn person_label(person: &Person) -> &'static str {
    match person.role {
        PersonRole::Shown => "Shown",
        PersonRole::Mentioned => "Mentioned",
    }
}

fn person_text(person: &Person) -> String {
    let title = person.title.as_ref().map(|title| format!("{title} ")).unwrap_or_default();
    let affiliation = person
        .party
        .as_ref()
        .zip(person.state.as_ref())
        .map(|(party, state)| format!(", {party}-{state}"))
        .unwrap_or_default();
    format!("{title}{}{affiliation}", person.name)
}

/// A value that came with the photo, and what its file says of it.
fn stated_ui(ui: &mut Ui, label: &str, value: &str, field: Option<&Field>) {
    row_of_ui(ui, label, value, |ui| match field {
        Some(field) => statements::origin_ui(ui, label, field),
        None => small_ui(ui, "stated"),
    });
}

fn row_ui(ui: &mut Ui, label: &str, value: &str, origin: &str) {
    row_of_ui(ui, label, value, |ui| small_ui(ui, origin));
}

/// A label, and beside it a value with what is known of it below.
fn row_of_ui(ui: &mut Ui, label: &str, value: &str, below: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    let labels_pt = LABELS_PT.min(ui.available_width() * LABELS_SHARE);
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(labels_pt, 18.0), |ui| {
            ui.set_width(labels_pt);
            let label = egui::RichText::new(label).color(palette.text_weak).size(SMALL_PT + 0.5);
            ui.add(Label::new(label).wrap());
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(Label::new(egui::RichText::new(value).color(palette.text)).wrap().selectable(true));
            below(ui);
        });
    });
}

fn small_ui(ui: &mut Ui, text: &str) {
    ui.label(egui::RichText::new(text).color(theme::palette(ui).text_weak).size(SMALL_PT - 1.0));
}
