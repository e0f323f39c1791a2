//! What an export holds of each photo, and how: the fields, their order and labels, the form of dates, and the pattern
//! of captions. Templates that ship are data in `assets/export/templates`; the user's are files in the settings folder.

pub mod folder;
pub mod stored;

use std::sync::{Arc, LazyLock};

use crate::caption::date::printed::DateForm;
use crate::exporters::fields::{At, Column, ExportField};
use crate::exporters::pattern::Pattern;
use crate::photo::Photo;
use crate::text::fold;

/// The most fields of a template: more than there are.
pub const FIELDS_MAX: usize = 200;
/// The longest name of a template, label or note.
pub const WORDS_BYTES_MAX: usize = 500;

/// The templates that ship.
const SHIPPED: [&str; 4] = [
    include_str!("../../assets/export/templates/web-desk.json"),
    include_str!("../../assets/export/templates/print-page.json"),
    include_str!("../../assets/export/templates/ap-style-list.json"),
    include_str!("../../assets/export/templates/archive-table.json"),
];

static BUILT_IN: LazyLock<Vec<Arc<Template>>> = LazyLock::new(|| {
    // A test shows that all of them can be read.
    SHIPPED.iter().filter_map(|text| stored::parse(text).ok()).map(Arc::new).collect()
});

/// What an export holds of each photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What it is known by; never empty.
    pub name: String,
    /// What it is for, in a sentence; may be empty.
    pub about: String,
    /// The caption's text, in formats that people read, and wherever the field `composed` is chosen.
    pub caption: Pattern,
    /// How dates are printed.
    pub dates: DateForm,
    /// The fields, in order: the columns of a table; the lines below the caption elsewhere.
    pub fields: Vec<Column>,
}

/// A photo as a template shows it, in formats that people read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The caption; the photo's best line or name where the pattern makes nothing of it.
    pub caption: String,
    /// Label and value of each field that the photo has.
    pub facts: Vec<(String, String)>,
}

impl Template {
    /// The templates that ship, in the order in which the screen offers them.
    pub fn built_in() -> &'static [Arc<Self>] {
        &BUILT_IN
    }

    /// A template without a name, of fields alone.
    pub fn of_fields(fields: Vec<Column>) -> Self {
        // The pattern is ours, and a test reads it.
        let caption = "{caption}".parse().unwrap_or_default();
        Self { name: "Fields".to_owned(), about: String::new(), caption, dates: DateForm::Iso, fields }
    }

    /// Whether it has that name; case does not count.
    pub fn is_named(&self, name: &str) -> bool {
        fold(self.name.trim()) == fold(name.trim())
    }

    /// What stands above the columns of a table: no two the same.
    pub fn labels(&self) -> Vec<String> {
        let mut labels: Vec<String> = Vec::with_capacity(self.fields.len());
        for column in &self.fields {
            let mut label = column.label().to_owned();
            let is_taken = |label: &str| labels.iter().any(|other| other == label);
            if is_taken(&label) {
                let numbered = (2..=FIELDS_MAX + 1).map(|number| format!("{label} {number}"));
                label = numbered.into_iter().find(|label| !is_taken(label)).unwrap_or(label);
            }
            labels.push(label);
        }
        labels
    }

    /// The cells of a photo's row, one for each field; empty where the photo has no value.
    pub fn cells(&self, photo: &Photo, number: usize, position: usize) -> Vec<String> {
        self.values(photo, number, position).into_iter().map(Option::unwrap_or_default).collect()
    }

    /// The value of each field, where the photo has one.
    pub fn values(&self, photo: &Photo, number: usize, position: usize) -> Vec<Option<String>> {
        let needs_caption = self.fields.iter().any(|column| column.field == ExportField::Composed);
        let composed = needs_caption.then(|| self.composed_caption(photo, number, position));
        let at = At { number, position, dates: self.dates, composed: composed.as_deref() };
        self.fields.iter().map(|column| column.field.shown(photo, at)).collect()
    }

    /// The photo's caption by the pattern.
    pub fn composed_caption(&self, photo: &Photo, number: usize, position: usize) -> String {
        let at = At { number, position, dates: self.dates, composed: None };
        let made = self.caption.rendered(photo, at);
        if made.trim().is_empty() { super::best_line(photo).to_owned() } else { made }
    }

    /// The photo for a format that people read: its caption, and below it the fields that it has.
    /// What the format shows by itself, the number and the caption, is not among the fields.
    pub fn composed(&self, photo: &Photo, number: usize, position: usize) -> Composed {
        let caption = self.composed_caption(photo, number, position);
        let at = At { number, position, dates: self.dates, composed: Some(&caption) };
        let facts = self
            .fields
            .iter()
            .filter(|column| !matches!(column.field, ExportField::Number | ExportField::Composed))
            .filter_map(|column| Some((column.label().to_owned(), column.field.shown(photo, at)?)))
            .collect();
        Composed { caption, facts }
    }
}

#[cfg(test)]
mod tests;
