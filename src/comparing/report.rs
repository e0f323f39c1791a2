//! A comparison written out: a table for the terminal, JSON for programs, a web page for colleagues.
//! One row is in memory at a time; what differs is found again when it is written.

use std::io::{self, Write};
use std::sync::Arc;

use askama::Template as _;
use serde_json::{Value, json};

use crate::comparing::{Change, Comparison, Kind, Row, Side, changes};
use crate::markup::Head;
use crate::photo::Photo;
use crate::text::difference::{Piece, pieces};
use crate::text::with_visible_controls;

/// How the page looks; it stands in the page's head.
const STYLE: &str = include_str!("../../assets/export/comparison.css");

/// A form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// A line for each photo that differs, and below it what.
    Table,
    /// One object: counts and rows.
    Json,
    /// A page that needs nothing else.
    Html,
}

impl ReportFormat {
    /// The form that a file's name asks for.
    pub fn of_extension(extension: &str) -> Self {
        match extension.to_ascii_lowercase().as_str() {
            "json" => Self::Json,
            "html" | "htm" => Self::Html,
            _ => Self::Table,
        }
    }
}

/// Writes the rows that are of one of the kinds.
pub fn write(
    comparison: &Comparison,
    sides: [Side<'_>; 2],
    kinds: &[Kind],
    format: ReportFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = comparison.rows.iter().filter(|row| kinds.iter().any(|kind| row.is(*kind)));
    let entries = rows.map(|row| Entry::of(row, sides));
    match format {
        ReportFormat::Table => write_table(comparison, sides, entries, out),
        ReportFormat::Json => write_json(comparison, sides, entries, out),
        ReportFormat::Html => write_page(comparison, sides, entries, out),
    }
}

/// A photo of the report.
struct Entry {
    row: Row,
    a: Option<Arc<Photo>>,
    b: Option<Arc<Photo>>,
    changes: Vec<Change>,
}

impl Entry {
    fn of(row: &Row, [a, b]: [Side<'_>; 2]) -> Self {
        let (a, b) = (row.a.and_then(a.photo), row.b.and_then(b.photo));
        let changes = match (&a, &b) {
            (Some(a), Some(b)) if row.changed => changes(a, b),
            _ => Vec::new(),
        };
        Self { row: *row, a, b, changes }
    }

    /// The photo as it is now, or else as it was.
    fn photo(&self) -> Option<&Photo> {
        self.b.as_deref().or(self.a.as_deref())
    }

    fn line(&self) -> &str {
        self.photo().map_or("", |photo| match photo.line() {
            "" => photo.key.name.as_str(),
            line => line,
        })
    }

    /// "3 → 5", from 1.
    fn places(&self) -> String {
        let place = |place: Option<u32>| place.map(|place| (u64::from(place) + 1).to_string());
        match (place(self.row.a), place(self.row.b)) {
            (Some(a), Some(b)) => format!("{a} → {b}"),
            (Some(a), None) => format!("{a} →"),
            (None, Some(b)) => format!("→ {b}"),
            (None, None) => String::new(),
        }
    }
}

/// A change in one line: `[-old-]{+new+}`, as programs that compare texts write it.
pub fn marked(change: &Change) -> String {
    let pieces = pieces(&change.a, &change.b);
    if pieces.iter().all(|piece| matches!(piece, Piece::Same(_))) {
        return format!("[-{}-]{{+{}+}}", change.a, change.b);
    }
    pieces.iter().fold(String::new(), |line, piece| match piece {
        Piece::Same(text) => line + text,
        Piece::Removed(text) => format!("{line}[-{text}-]"),
        Piece::Added(text) => format!("{line}{{+{text}+}}"),
    })
}

fn write_table(
    comparison: &Comparison,
    [a, b]: [Side<'_>; 2],
    entries: impl Iterator<Item = Entry>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let on_one_line = |text: &str| text.split(['\n', '\r', '\t']).collect::<Vec<_>>().join(" ");
    for entry in entries {
        let sign = match entry.row {
            Row { a: None, .. } => '+',
            Row { b: None, .. } => '-',
            Row { changed: true, .. } => '~',
            Row { moved: true, .. } => '>',
            _ => '=',
        };
        writeln!(out, "{sign} {:>11}  {}", entry.places(), on_one_line(entry.line()))?;
        for change in &entry.changes {
            writeln!(out, "               {}: {}", change.field, on_one_line(&marked(change)))?;
        }
    }
    writeln!(out, "{} → {}: {}", on_one_line(a.name), on_one_line(b.name), comparison.summary())
}

fn write_json(
    comparison: &Comparison,
    [a, b]: [Side<'_>; 2],
    entries: impl Iterator<Item = Entry>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let counts: serde_json::Map<String, Value> =
        Kind::ALL.into_iter().map(|kind| (kind.name().to_owned(), json!(comparison.count(kind)))).collect();
    write!(out, "{{\"a\":{},\"b\":{},\"counts\":", json!(a.name), json!(b.name))?;
    serde_json::to_writer(&mut *out, &counts)?;
    out.write_all(b",\"photos\":[")?;
    let mut before: &[u8] = b"\n";
    for entry in entries {
        out.write_all(before)?;
        before = b",\n";
        serde_json::to_writer(&mut *out, &json_of(&entry))?;
    }
    out.write_all(b"\n]}\n")
}

fn json_of(entry: &Entry) -> Value {
    let Entry { row, a, b, changes } = entry;
    let kinds: Vec<&str> = Kind::ALL.into_iter().filter(|kind| row.is(*kind)).map(Kind::name).collect();
    let side = |photo: &Option<Arc<Photo>>, place: Option<u32>| {
        let photo = photo.as_ref()?;
        let position = place.map(|place| u64::from(place) + 1);
        Some(json!({"key": photo.key.to_string(), "position": position, "text": photo.text()}))
    };
    let changes: Vec<Value> = changes
        .iter()
        .map(|change| {
            let pieces: Vec<Value> = pieces(&change.a, &change.b)
                .iter()
                .map(|piece| match piece {
                    Piece::Same(text) => json!({"same": text}),
                    Piece::Removed(text) => json!({"removed": text}),
                    Piece::Added(text) => json!({"added": text}),
                })
                .collect();
            json!({"field": change.field, "a": change.a, "b": change.b, "words": pieces})
        })
        .collect();
    let by = row.by.map(super::Sameness::name);
    json!({"kinds": kinds, "by": by, "a": side(a, row.a), "b": side(b, row.b), "changes": changes})
}

fn write_page(
    comparison: &Comparison,
    [a, b]: [Side<'_>; 2],
    entries: impl Iterator<Item = Entry>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (a, b) = (&with_visible_controls(a.name), &with_visible_controls(b.name));
    Head { title: &format!("{a} → {b}"), images: "", style: STYLE }.write(out)?;
    PageTop { a, b, summary: &comparison.summary() }.write_into(out)?;
    for entry in entries {
        let changes =
            entry.changes.iter().map(|change| PageChange { field: change.field, pieces: page_pieces(change) });
        let by = entry.row.by.map_or("", super::Sameness::label);
        PageRow {
            class: entry.row.kinds().replace(", ", " "),
            kinds: entry.row.kinds(),
            places: entry.places(),
            by,
            line: with_visible_controls(entry.line()).into_owned(),
            changes: changes.collect(),
        }
        .write_into(out)?;
    }
    out.write_all(b"</ol>\n</main>\n</body>\n</html>\n")
}

/// The pieces of a change; of one without a word that differs, both texts.
fn page_pieces(change: &Change) -> Vec<(&'static str, String)> {
    let pieces = pieces(&change.a, &change.b);
    if pieces.iter().all(|piece| matches!(piece, Piece::Same(_))) {
        return vec![
            ("del", with_visible_controls(&change.a).into_owned()),
            ("ins", with_visible_controls(&change.b).into_owned()),
        ];
    }
    let piece = |piece: &Piece<'_>| match piece {
        Piece::Same(text) => ("", with_visible_controls(text).into_owned()),
        Piece::Removed(text) => ("del", with_visible_controls(text).into_owned()),
        Piece::Added(text) => ("ins", with_visible_controls(text).into_owned()),
    };
    pieces.iter().map(piece).collect()
}

#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"<header>
<h1><bdi lang="">{{ a }}</bdi> → <bdi lang="">{{ b }}</bdi></h1>
<p>{{ summary }}</p>
</header>
<main>
<ol>
"#
)]
struct PageTop<'a> {
    a: &'a str,
    b: &'a str,
    summary: &'a str,
}

#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r##"<li class="{{ class }}">
<p class="kind"><strong>{{ kinds }}</strong> <span>{{ places }}</span>{% if !by.is_empty() %} <span>{{ by }}</span>{% endif %}</p>
<p class="line" lang="" dir="auto">{{ line }}</p>
{%- if !changes.is_empty() %}
<dl>
{%- for change in changes %}
<div><dt>{{ change.field }}</dt><dd lang="" dir="auto">
{%- for (tag, text) in change.pieces %}
{%- if *tag == "del" %}<del>{{ text }}</del>{% else if *tag == "ins" %}<ins>{{ text }}</ins>{% else %}{{ text }}{% endif %}
{%- endfor %}</dd></div>
{%- endfor %}
</dl>
{%- endif %}
</li>
"##
)]
struct PageRow<'a> {
    class: String,
    kinds: String,
    places: String,
    by: &'a str,
    line: String,
    changes: Vec<PageChange>,
}

struct PageChange {
    field: &'static str,
    pieces: Vec<(&'static str, String)>,
}
