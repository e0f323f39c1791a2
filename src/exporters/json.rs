//! Photos as JSON, one a line: the records of `record`, which open again as the same photos, or a template's fields,
//! members under its labels.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::exporters::Photos;
use crate::exporters::fields::ExportField;
use crate::exporters::template::Template;
use crate::photo::Photo;
use crate::record::Record;

/// Writes one array, with a line for each photo.
pub(super) fn write_array(photos: Photos<'_>, template: Option<&Template>, out: &mut dyn Write) -> io::Result<()> {
    let mut before: &[u8] = b"[\n";
    let mut objects = Objects::of(template);
    for (position, photo) in photos {
        out.write_all(before)?;
        objects.write(&photo, position, out)?;
        before = b",\n";
    }
    let empty = before == b"[\n";
    out.write_all(if empty { b"[]\n" } else { b"\n]\n" })
}

/// Writes an object for each photo, each on its line.
pub(super) fn write_lines(photos: Photos<'_>, template: Option<&Template>, out: &mut dyn Write) -> io::Result<()> {
    let mut objects = Objects::of(template);
    for (position, photo) in photos {
        objects.write(&photo, position, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes photos as objects, of every field or a template's.
pub(super) struct Objects<'a> {
    template: Option<(&'a Template, Vec<String>)>,
    n_written: usize,
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
        Self { template: template.map(|template| (template, template.labels())), n_written: 0 }
    }

    pub(super) fn write(&mut self, photo: &Photo, position: usize, out: &mut dyn Write) -> io::Result<()> {
        self.n_written += 1;
        let Some((template, labels)) = &self.template else {
            return Ok(serde_json::to_writer(out, &Record::of(photo, position))?);
        };
        let values = template.values(photo, self.n_written, position);
        let members = labels.iter().zip(&template.fields).zip(values).filter_map(|((label, column), value)| {
            let member = match (column.field, value?) {
                (ExportField::Number, _) => Member::Number(self.n_written),
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
