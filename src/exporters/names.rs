//! Names of files made of what photos state: by a template, safe on every system, and no two alike.
//! A name is one component of a path, whatever a caption says.

use std::collections::HashMap;
use std::fmt::Write as _;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;

use crate::exporters::fields::ExportField;
use crate::photo::Photo;
use crate::text::fold;

/// The longest name, its extension and what makes it different from others included.
pub const NAME_MAX_BYTES: usize = 200;
/// How many characters of a text a name takes when the template does not say.
const TEXT_CHARS: usize = 60;
/// The most digits or characters that a template may ask for.
const WIDTH_MAX: usize = 200;
/// The longest extension of a file that is kept.
const EXTENSION_MAX: usize = 8;
/// What Windows does not let be a file's name, with whatever extension (Naming Files, Paths, and Namespaces).
const RESERVED: [&str; 7] = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];

/// A template of names: text with fields in braces, `{position:03}-{place}-{headline:40}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameTemplate {
    parts: Vec<Part>,
}

/// What is wrong with a template.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TemplateError {
    /// A brace is never closed, or never opened.
    #[error("a brace stands alone; write {{{{ or }}}} for a brace itself")]
    Brace,
    /// No field is called so.
    #[error("there is no field “{0}”: use position, place, person, name, date, or a field such as headline or credit")]
    Field(String),
    /// What follows the colon is no number.
    #[error("“{0}” is no width: write digits, as in {{position:03}} or {{headline:40}}")]
    Width(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Value { value: Value, width: Option<usize> },
}

/// What a field in braces stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    /// The photo's number in the export.
    Position,
    /// The narrowest place that is named first.
    Place,
    /// The first person shown or named.
    Person,
    /// The photo's own name, or that of its file without extension.
    Name,
    Field(ExportField),
}

impl NameTemplate {
    /// Reads a template.
    pub fn parse(written: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut rest = written.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '{' | '}' if rest.next_if_eq(&c).is_some() => text.push(c),
                '}' => return Err(TemplateError::Brace),
                '{' => {
                    let mut inside = String::new();
                    loop {
                        match rest.next() {
                            Some('}') => break,
                            Some('{') | None => return Err(TemplateError::Brace),
                            Some(c) => inside.push(c),
                        }
                    }
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text)));
                    }
                    parts.push(value(&inside)?);
                }
                c => text.push(c),
            }
        }
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Ok(Self { parts })
    }

    /// What the template makes of a photo; not yet safe, nor different from others.
    fn filled(&self, photo: &Photo, number: usize, position: usize) -> String {
        let mut name = String::new();
        for part in &self.parts {
            let (value, width) = match part {
                Part::Text(text) => {
                    name.push_str(text);
                    continue;
                }
                Part::Value { value, width } => (*value, *width),
            };
            let text = match value {
                Value::Position => {
                    // Writing to a string does not fail.
                    write!(name, "{number:0width$}", width = width.unwrap_or(0)).ok();
                    continue;
                }
                Value::Place => photo.places.first().map(|mention| mention.place.name.clone()).unwrap_or_default(),
                Value::Person => photo.persons.first().map(|person| person.name.clone()).unwrap_or_default(),
                Value::Name => own_name(photo).to_owned(),
                // Where there is no headline, the caption's beginning is the next best.
                Value::Field(ExportField::Headline) => {
                    let stated = photo.caption.headline.as_deref().filter(|headline| !headline.trim().is_empty());
                    match stated.unwrap_or(crate::exporters::best_line(photo)) {
                        // What has no words goes by its file's name, without the extension that is added later.
                        line if Some(line) == photo.file.as_deref() || line == photo.key.name => {
                            own_name(photo).to_owned()
                        }
                        line => line.to_owned(),
                    }
                }
                Value::Field(field) => field.value(photo, number, position),
            };
            name.push_str(shortened(&text, width.unwrap_or(TEXT_CHARS)));
        }
        name
    }
}

fn value(inside: &str) -> Result<Part, TemplateError> {
    let (name, width) = match inside.split_once(':') {
        None => (inside, None),
        Some((name, width)) => {
            let parsed = width.parse().ok().filter(|width| *width <= WIDTH_MAX);
            (name, Some(parsed.ok_or_else(|| TemplateError::Width(width.to_owned()))?))
        }
    };
    let value = match name.trim() {
        "position" | "number" => Value::Position,
        "place" => Value::Place,
        "person" => Value::Person,
        "name" => Value::Name,
        other => Value::Field(ExportField::parse(other).ok_or_else(|| TemplateError::Field(other.to_owned()))?),
    };
    Ok(Part::Value { value, width })
}

fn own_name(photo: &Photo) -> &str {
    let file = photo.file.as_deref().unwrap_or(&photo.key.name);
    let last = file.rsplit(['/', '\\']).next().unwrap_or(file);
    last.rsplit_once('.').map_or(last, |(stem, _)| stem)
}

/// So many characters of a text, whole words of it as far as they go.
fn shortened(text: &str, n_chars: usize) -> &str {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(n_chars) else { return text };
    let cut = text.get(..end).unwrap_or_default();
    match cut.rfind(char::is_whitespace) {
        // A word that is most of it is cut.
        Some(space)
            if space * 2 > end && !text.get(end..).is_some_and(|rest| rest.starts_with(char::is_whitespace)) =>
        {
            cut.get(..space).unwrap_or(cut).trim_end()
        }
        _ => cut.trim_end(),
    }
}

/// Gives files their names, each another one.
pub struct Names {
    template: NameTemplate,
    /// How often each name was given, as file systems compare them that fold case, accents and forms.
    taken: HashMap<String, usize>,
}

impl Names {
    /// Names by a template.
    pub fn new(template: NameTemplate) -> Self {
        Self { template, taken: HashMap::new() }
    }

    /// Names that are made elsewhere, and only have to differ.
    pub(super) fn without_template() -> Self {
        Self::new(NameTemplate { parts: Vec::new() })
    }

    /// The name of a photo's file with an extension; never one that was given before.
    pub fn name(&mut self, photo: &Photo, number: usize, position: usize, extension: &str) -> String {
        let extension = safe_extension(extension);
        let filled = self.template.filled(photo, number, position);
        // A file's whole name brings its extension along.
        let stem = match filled.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && safe_extension(ending) == extension => stem,
            _ => &filled,
        };
        let stem = safe_stem(stem, NAME_MAX_BYTES - EXTENSION_MAX - 1);
        self.free(&stem, &extension)
    }

    /// The first free of a name, the name with `-2`, with `-3` …
    pub(super) fn free(&mut self, stem: &str, extension: &str) -> String {
        let mut number = self.taken.get(&fold(stem)).copied().unwrap_or(0);
        loop {
            number += 1;
            let tried = match number {
                1 => stem.to_owned(),
                number => {
                    let suffix = format!("-{number}");
                    format!("{}{suffix}", safe_stem(stem, NAME_MAX_BYTES - EXTENSION_MAX - 1 - suffix.len()))
                }
            };
            self.taken.insert(fold(stem), number);
            // Extensions do not tell files apart, so that what lies beside a picture can have its name.
            if number == 1 || !self.taken.contains_key(&fold(&tried)) {
                self.taken.entry(fold(&tried)).or_insert(1);
                return match extension {
                    "" => tried,
                    extension => format!("{tried}.{extension}"),
                };
            }
        }
    }
}

/// A text as the name of a file without extension, on every system.
pub(super) fn safe_stem(text: &str, max_bytes: usize) -> String {
    let mut stem = String::new();
    for c in text.nfc() {
        let c = match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\'' | '`' | '$' | '%' | ';' | '#' => '-',
            c if c.is_whitespace() || c.is_control() => '-',
            // Marks of direction and joiners could make a name look like another.
            c if is_invisible(c) => continue,
            c => c,
        };
        if c == '-' && stem.ends_with('-') {
            continue;
        }
        if stem.len() + c.len_utf8() > max_bytes {
            break;
        }
        stem.push(c);
    }
    let trimmed = stem.trim_matches(['-', '.', ' ', '~']);
    let stem = if trimmed.is_empty() { "photo" } else { trimmed };
    // What stands before the first dot counts.
    let first = stem.split('.').next().unwrap_or(stem).trim_end().to_lowercase();
    let is_port = ["com", "lpt"].iter().any(|port| {
        first.strip_prefix(port).is_some_and(|n| n.chars().count() == 1 && n.contains(|c: char| c.is_numeric()))
    });
    if RESERVED.contains(&first.as_str()) || is_port {
        return format!("_{}", stem.get(..stem.len().min(max_bytes.saturating_sub(1))).unwrap_or("photo"));
    }
    stem.to_owned()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// An extension of letters and digits; none where it is anything else.
fn safe_extension(extension: &str) -> String {
    let is_plain = extension.len() <= EXTENSION_MAX && extension.chars().all(|c| c.is_ascii_alphanumeric());
    if is_plain { extension.to_ascii_lowercase() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::record::generated::{any_photo, hostile_text};

    fn check_stem(text: &str, expected: &str) {
        assert_eq!(safe_stem(text, 100), expected, "{text:?}");
    }

    #[test]
    fn names_are_safe_on_every_system() {
        check_stem("Senate chamber: a man, waving", "Senate-chamber-a-man,-waving");
        check_stem("../../etc/passwd", "etc-passwd");
        check_stem("...", "photo");
        check_stem("", "photo");
        check_stem("CON", "_CON");
        check_stem("con.b", "_con.b");
        check_stem("COM1", "_COM1");
        check_stem("com¹", "_com¹");
        check_stem("common", "common");
        check_stem("a\0b\nc", "a-b-c");
        check_stem("invoice\u{202e}gpj.exe", "invoicegpj.exe");
        check_stem("e\u{301}", "é");
        check_stem("name. ", "name");
    }

    #[test]
    fn templates_are_read_as_written() {
        fn check(written: &str, expected: Result<&str, TemplateError>) {
            let photo = crate::exporters::tests::photo("p", "A man waves in the Rotunda.", Default::default());
            let name = NameTemplate::parse(written).map(|template| template.filled(&photo, 7, 3));
            assert_eq!(name, expected.map(str::to_owned), "{written:?}");
        }
        check("{position:03}-{place}-{headline}", Ok("007-Rotunda-A man waves in the Rotunda."));
        check("{{{position}}}", Ok("{7}"));
        check("{headline:8}x", Ok("A manx"));
        check("{name}", Ok("p"));
        check("{", Err(TemplateError::Brace));
        check("a}", Err(TemplateError::Brace));
        check("{nonsense}", Err(TemplateError::Field("nonsense".to_owned())));
        check("{position:x}", Err(TemplateError::Width("x".to_owned())));
        check("{position:99999999}", Err(TemplateError::Width("99999999".to_owned())));
    }

    #[test]
    fn no_two_names_are_alike() {
        let mut names = Names::new(NameTemplate::parse("x").unwrap());
        let mut check = |stem: &str, expected: &str| assert_eq!(names.free(stem, "jpg"), expected);
        check("Photo", "Photo.jpg");
        check("photo", "photo-2.jpg");
        check("PHOTO", "PHOTO-3.jpg");
        check("photo-2", "photo-2-2.jpg");
        check("Caf\u{e9}", "Café.jpg");
        check("Cafe\u{301}", "Café-2.jpg");
    }

    proptest! {
        #[test]
        fn hostile_names_stay_apart_and_inside(photos in vec(any_photo(), 1..6), template in hostile_text()) {
            let template = template.replace(['{', '}'], "") + "{headline}{place}{credit}";
            let mut names = Names::new(NameTemplate::parse(&template).unwrap());
            let mut seen = BTreeSet::new();
            for (number, photo) in (1..).zip(photos.iter().chain(&photos)) {
                let name = names.name(photo, number, number, "jpg");
                prop_assert!(name.len() <= NAME_MAX_BYTES, "{}", name.len());
                prop_assert!(!name.contains(['/', '\\', ':', '\0', '<', '>', '"', '|', '?', '*']), "{:?}", name);
                prop_assert!(!name.starts_with(['.', '-', ' ']) && !name.chars().any(char::is_control), "{:?}", name);
                prop_assert!(seen.insert(fold(&name)), "{:?}", name);
                prop_assert_eq!(std::path::Path::new(&name).components().count(), 1);
            }
        }
    }
}
