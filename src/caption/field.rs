//! The table of a caption's text fields: name, label and how to reach the value.
//! Readers, exporters, search and the detail panel walk this table instead of naming every field again.
//! Dates, persons and locations have shapes of their own and are not in it.

use crate::caption::Caption;

/// A field of a caption that holds text, once or several times.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name in JSON, CSV and `has:`.
    pub name: &'static str,
    /// The name on the screen.
    pub label: &'static str,
    access: Access,
}

#[derive(Clone, Copy, Debug)]
enum Access {
    One { get: fn(&Caption) -> &Option<String>, get_mut: fn(&mut Caption) -> &mut Option<String> },
    Many { get: fn(&Caption) -> &Vec<String>, get_mut: fn(&mut Caption) -> &mut Vec<String> },
}

/// A row of the table for a field that holds one text.
macro_rules! one {
    ($name:ident, $label:literal) => {
        Field {
            name: stringify!($name),
            label: $label,
            access: Access::One { get: |c| &c.$name, get_mut: |c| &mut c.$name },
        }
    };
}

/// A row of the table for a field that repeats.
macro_rules! many {
    ($name:ident, $label:literal) => {
        Field {
            name: stringify!($name),
            label: $label,
            access: Access::Many { get: |c| &c.$name, get_mut: |c| &mut c.$name },
        }
    };
}

/// Every text field of a caption, in the order in which the screen shows them.
pub const FIELDS: [Field; 19] = [
    one!(headline, "Headline"),
    one!(title, "Title"),
    one!(description, "Caption"),
    one!(description_writer, "Caption writer"),
    one!(alt_text, "Alt text"),
    one!(extended_description, "Extended description"),
    many!(keywords, "Keywords"),
    one!(event, "Event"),
    many!(creator, "Creator"),
    one!(creator_job_title, "Creator’s job title"),
    one!(credit_line, "Credit line"),
    one!(source, "Source"),
    one!(copyright_notice, "Copyright notice"),
    one!(usage_terms, "Usage terms"),
    one!(web_statement, "Web statement of rights"),
    one!(instructions, "Instructions"),
    one!(job_id, "Job"),
    many!(persons_shown, "Persons shown"),
    many!(organizations_shown, "Organizations shown"),
];

impl Field {
    /// The field of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.name == name)
    }

    /// The values the caption holds: none, one or several.
    pub fn values(self, caption: &Caption) -> &[String] {
        match self.access {
            Access::One { get, .. } => get(caption).as_slice(),
            Access::Many { get, .. } => get(caption),
        }
    }

    /// Whether the field may hold several values.
    pub fn repeats(self) -> bool {
        matches!(self.access, Access::Many { .. })
    }

    /// Puts values in; of a field that does not repeat, the last stays.
    pub fn set(self, caption: &mut Caption, values: Vec<String>) {
        match self.access {
            Access::One { get_mut, .. } => *get_mut(caption) = values.into_iter().next_back(),
            Access::Many { get_mut, .. } => *get_mut(caption) = values,
        }
    }
}
