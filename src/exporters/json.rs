//! Photos as JSON, one a line: the records of `record`, which open again as the same photos, or a template's fields,
//! members under its labels.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::exporters::Numbered;
use crate::exporters::fields::ExportField;
use crate::exporters::template::Template;
use crate::photo::Photo;
use crate::record::Record;

/// Writes the items of an array, each on its line, with a comma before all but the first.
pub(super) fn write_items(photos: Numbered<'_>, template: Option<&Template>, out: &mut dyn Write) -> io::Result<()> {
    let objects = Objects::of(template);
    for (number, position, photo) in photos {
        out.write_all(if number == 1 { b"\n" } else { b",\n" })?;
        objects.write(&photo, number, position, out)?;
    }
    Ok(())
}

/// Writes an object for each photo, each on its line.
pub(super) fn write_lines(photos: Numbered<'_>, template: Option<&Template>, out: &mut dyn Write) -> io::Result<()> {
    let objects = Objects::of(template);
    for (number, position, photo) in photos {
        objects.write(&photo, number, position, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes photos as objects, of every field or a template's.
pub(super) struct Objects<'a> {
    template: Option<(&'a Template, Vec<String>)>,
}

/// The members of an object, in order.
struct Members<'a>(Vec<(&'a str, Member)>);

#[derive(Serialize)]
#[serde(untagged)]
enum Member {
    Number(usize),
    Text(String),
}

impl<'a> Objects<'a> {
    pub(super) fn of(template: Option<&'a Template>) -> Self {
        Self { template: template.map(|template| (template, template.labels())) }
    }

    pub(super) fn write(&self, photo: &Photo, number: usize, position: usize, out: &mut dyn Write) -> io::Result<()> {
        let Some((template, labels)) = &self.template else {
            return Ok(serde_json::to_writer(out, &Record::of(photo, position))?);
        };
        let values = template.values(photo, number, position);
        let members = labels.iter().zip(&template.fields).zip(values).filter_map(|((label, column), value)| {
            let member = match (column.field, value?) {
                (ExportField::Number, _) => Member::Number(number),
                (ExportField::Position, _) => Member::Number(position),
                (_, value) => Member::Text(value),
            };
            Some((label.as_str(), member))
        });
        Ok(serde_json::to_writer(out, &Members(members.collect()))?)
    }
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(label, member)| (label, member)))
    }
}
