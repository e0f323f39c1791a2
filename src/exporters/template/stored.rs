//! The shape of a template's file, version 1: JSON that people may write by hand and send to each other.
//! What is not known is an error, so that a slip of the pen is seen.

use serde::{Deserialize, Serialize};

use crate::caption::date::printed::DateForm;
use crate::exporters::fields::{Column, ExportField};
use crate::exporters::template::{FIELDS_MAX, Template, WORDS_BYTES_MAX};

/// The version of the file this program writes, and the latest it knows.
const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredTemplate {
    /// Says what the file is, and in which version.
    cutline_template: u64,
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    about: String,
    #[serde(default = "usual_caption")]
    caption: String,
    #[serde(default = "usual_dates")]
    dates: String,
    #[serde(default)]
    fields: Vec<StoredField>,
}

/// A field by its name alone, or with a label of its own.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum StoredField {
    Name(String),
    Labelled(LabelledField),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelledField {
    field: String,
    label: String,
}

/// The version alone, asked before anything else: a newer file may have another shape.
#[derive(Deserialize)]
struct Version {
    cutline_template: Option<u64>,
}

fn usual_caption() -> String {
    "{caption}".to_owned()
}

fn usual_dates() -> String {
    DateForm::default().name().to_owned()
}

/// Reads a template's file; or says what is wrong with it.
pub fn parse(text: &str) -> Result<Template, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let no_json = |error: serde_json::Error| format!("it is not the JSON of a template: {error}");
    let Version { cutline_template } = serde_json::from_str(text).map_err(no_json)?;
    match cutline_template {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            return Err(format!("it is of the newer version {newer}, this program knows {VERSION}"));
        }
        Some(_) => return Err("its version is not a known one".to_owned()),
        None => return Err("it is not a template: it has no “cutline_template”".to_owned()),
    }
    let StoredTemplate { cutline_template: _, name, about, caption, dates, fields } =
        serde_json::from_str(text).map_err(no_json)?;
    let name = name.trim().to_owned();
    if name.is_empty() {
        return Err("its name is empty".to_owned());
    }
    if fields.len() > FIELDS_MAX {
        return Err(format!("it has more than {FIELDS_MAX} fields"));
    }
    checked_words(&name)?;
    checked_words(&about)?;
    let caption = caption.parse().map_err(|error| format!("its pattern cannot be read: {error}"))?;
    let dates = DateForm::named(&dates).ok_or_else(|| {
        let known: Vec<&str> = DateForm::ALL.iter().map(|form| form.name()).collect();
        format!("“{dates}” is not a form of dates: use {}", known.join(", "))
    })?;
    let fields = fields.into_iter().map(column).collect::<Result<_, _>>()?;
    Ok(Template { name, about, caption, dates, fields })
}

/// The template as its file has it.
pub fn print(template: &Template) -> String {
    let Template { name, about, caption, dates, fields } = template;
    let stored = StoredTemplate {
        cutline_template: VERSION,
        name: name.clone(),
        about: about.clone(),
        caption: caption.source().to_owned(),
        dates: dates.name().to_owned(),
        fields: fields.iter().map(stored_field).collect(),
    };
    // Texts and a number under names can always be written as JSON.
    let mut text = serde_json::to_string_pretty(&stored).unwrap_or_default();
    text.push('\n');
    text
}

fn column(stored: StoredField) -> Result<Column, String> {
    let (name, label) = match stored {
        StoredField::Name(name) => (name, String::new()),
        StoredField::Labelled(LabelledField { field, label }) => (field, label),
    };
    let field = ExportField::parse(&name).ok_or_else(|| {
        let known: Vec<&str> = ExportField::ALL.into_iter().map(ExportField::name).collect();
        format!("there is no field “{name}”: use {}", known.join(", "))
    })?;
    checked_words(&label)?;
    Ok(Column { field, label })
}

fn stored_field(column: &Column) -> StoredField {
    let Column { field, label } = column;
    let name = field.name().to_owned();
    match label.as_str() {
        "" => StoredField::Name(name),
        label => StoredField::Labelled(LabelledField { field: name, label: label.to_owned() }),
    }
}

/// Names, labels and notes stand on one line of the screen.
fn checked_words(words: &str) -> Result<(), String> {
    if words.len() > WORDS_BYTES_MAX {
        return Err(format!("a name, label or note has more than {WORDS_BYTES_MAX} bytes"));
    }
    if words.chars().any(char::is_control) {
        return Err("a name, label or note has a control character".to_owned());
    }
    Ok(())
}
