//! One object of a JSON input: its members, mended where JSON allows what text does not, and its photo.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::photo::PhotoKey;
use crate::readers::VALUE_MAX_BYTES;
use crate::readers::columns::{Column, listed};
use crate::readers::draft::Draft;
use crate::readers::gathering::Gathering;
use crate::readers::json::{Members, Use};
use crate::record;

/// How deep names are looked for in the values of a member.
const NAMES_MAX_DEPTH: usize = 16;
/// The most values taken from one member.
const VALUES_MAX: usize = 1000;
/// Members that name an object, the first first: "fc" is the full name in Tate's catalogue.
const NAME_MEMBERS: [&str; 14] = [
    "name",
    "full_name",
    "fullName",
    "fc",
    "title",
    "text",
    "label",
    "value",
    "caption",
    "url",
    "image_url",
    "imageUrl",
    "src",
    "href",
];

/// An object of a JSON input.
pub(crate) struct Record<'a> {
    members: Vec<(Cow<'a, str>, &'a str)>,
    whole: &'a str,
    repeats_member: bool,
}

/// Why an object is broken, and where in it.
pub(crate) struct Broken {
    /// What is wrong.
    pub why: String,
    /// Line in the object, from 1.
    pub line: usize,
    /// Column in the line, from 1.
    pub column: usize,
}

impl<'a> Record<'a> {
    /// Reads the members of an object, which has no half characters any more.
    pub(crate) fn parse(whole: &'a str, place: &str, gathering: &mut Gathering<'_>) -> Result<Self, Broken> {
        let parsed: RawMembers<'a> = serde_json::from_str(whole).map_err(|error| Broken::of(&error))?;
        let mut members: Vec<_> = parsed.0.into_iter().map(|(name, value)| (name, value.get())).collect();
        let repeats_member = has_repeated(&members);
        if repeats_member {
            let names = listed(join_repeated(&mut members).iter().map(|name| &**name));
            gathering.warnings.add(place, format!("stated more than once, the last being taken: {names}"));
        }
        Ok(Self { members, whole, repeats_member })
    }

    /// Gathers the object's photo.
    pub(crate) fn read(self, members: &mut Members, place: &str, gathering: &mut Gathering<'_>) {
        if let Some((name, value)) =
            self.members.iter().find(|(_, value)| value.len() > VALUE_MAX_BYTES && value.starts_with('"'))
        {
            let name = listed(std::iter::once(&**name));
            let n_bytes = value.len();
            gathering
                .warnings
                .add(place, format!("left out: {name} has {n_bytes} bytes, and at most {VALUE_MAX_BYTES} are read"));
            return;
        }
        if self.is_our_own() {
            match self.restored(gathering) {
                Ok(photo) => return gathering.add_restored(photo, place),
                Err(why) => gathering
                    .warnings
                    .add(place, format!("not quite a record of an export: {why}; read as any other object")),
            }
        }
        let mut draft = Draft::default();
        for (name, value) in &self.members {
            let was_used = push_member(&mut draft, members, name, value);
            let use_of_it = if was_used {
                Use::Used
            } else if *value == "null" {
                Use::Null
            } else {
                Use::None
            };
            members.note(name, use_of_it);
        }
        gathering.add(draft, place);
    }

    /// Whether the object has the members that every record of our exports has.
    fn is_our_own(&self) -> bool {
        let value =
            |wanted: &str| self.members.iter().find(|(name, _)| name == wanted).and_then(|(_, value)| string(value));
        value("key").is_some_and(|key| PhotoKey::parse(&key).is_some()) && value("text").is_some()
    }

    fn restored(&self, gathering: &Gathering<'_>) -> Result<crate::photo::Photo, String> {
        // A general value keeps the last of repeated members, where a record's own reading refuses them.
        let record: Result<record::Record, _> = if self.repeats_member {
            serde_json::from_str::<serde_json::Value>(self.whole).and_then(serde_json::from_value)
        } else {
            serde_json::from_str(self.whole)
        };
        record.map_err(|error| Broken::of(&error).why)?.into_photo(&gathering.knowledge.gazetteer)
    }
}

/// Whether two members have one name.
fn has_repeated(members: &[(Cow<'_, str>, &str)]) -> bool {
    let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    !names.is_sorted_by(|before, after| before < after)
}

/// Makes one member of those with the same name, which keeps the place of the first and the value of the last; the names.
fn join_repeated<'a>(members: &mut Vec<(Cow<'a, str>, &'a str)>) -> Vec<Cow<'a, str>> {
    let mut places: HashMap<Cow<'a, str>, usize> = HashMap::new();
    let mut joined: Vec<(Cow<'a, str>, &'a str)> = Vec::new();
    let mut repeated = Vec::new();
    for (name, value) in members.drain(..) {
        match places.get(&name).and_then(|at| joined.get_mut(*at)) {
            Some(member) => {
                member.1 = value;
                repeated.push(name);
            }
            None => {
                places.insert(name.clone(), joined.len());
                joined.push((name, value));
            }
        }
    }
    *members = joined;
    repeated
}

impl Broken {
    fn of(error: &serde_json::Error) -> Self {
        let written = error.to_string();
        let why = written.split(" at line ").next().unwrap_or(&written).to_owned();
        Self { why, line: error.line(), column: error.column() }
    }
}

/// A JSON string's value.
pub(crate) fn string(json: &str) -> Option<String> {
    json.starts_with('"').then(|| serde_json::from_str(json).ok()).flatten()
}

/// Adds a member's values to the draft; whether it held anything known.
fn push_member(draft: &mut Draft, members: &mut Members, name: &str, value: &str) -> bool {
    let mut was_used = false;
    if value.starts_with('{') {
        // Members of an object within are named with it: "date range start year".
        for (inner, value) in object(value) {
            if let Some(Column { target, rank }) = members.column(&format!("{name} {inner}")) {
                draft.push(target, rank, values(value, 0));
                was_used = true;
            }
        }
    }
    if was_used {
        return true;
    }
    let Some(Column { target, rank }) = members.column(name) else { return false };
    let found = match string(value) {
        Some(text) => target.split(text),
        None => values(value, 0),
    };
    draft.push(target, rank, found);
    true
}

/// The values in a piece of JSON: a string's text, a number as written, of arrays those of their items, of objects
/// their names, of trees the names of the leaves.
fn values(json: &str, depth: usize) -> Vec<String> {
    if depth > NAMES_MAX_DEPTH {
        return Vec::new();
    }
    match json.bytes().next() {
        Some(b'"') => string(json).into_iter().collect(),
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
            items.iter().flat_map(|item| values(item.get(), depth + 1)).take(VALUES_MAX).collect()
        }
        Some(b'{') => {
            let members = object(json);
            let member = |wanted: &str| members.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
            let leaves = member("children").map(|children| values(children, depth + 1)).unwrap_or_default();
            if !leaves.is_empty() {
                return leaves;
            }
            let scalar = |name: &&str| member(name).filter(|value| !value.starts_with(['[', '{', 'n']));
            let only = match members.as_slice() {
                [(_, only)] => Some(*only),
                _ => None,
            };
            let name = NAME_MEMBERS.iter().find_map(scalar).or(only);
            name.map(|name| values(name, depth + 1)).unwrap_or_default()
        }
        Some(b'n') | None => Vec::new(),
        Some(_) => vec![json.to_owned()],
    }
}

/// The members of an object; none when it is broken.
fn object(json: &str) -> Vec<(Cow<'_, str>, &str)> {
    let members: Option<RawMembers<'_>> = serde_json::from_str(json).ok();
    let members = members.map_or(Vec::new(), |members| members.0);
    members.into_iter().map(|(name, value)| (name, value.get())).collect()
}

/// An object's members as they stand, repeated ones too.
struct RawMembers<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A member's name, borrowed where it has no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for RawMembers<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = RawMembers<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(16);
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(RawMembers(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;

        impl<'de> Visitor<'de> for Written {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(Written)
    }
}

/// The JSON with escapes of half characters, which stand for nothing, replaced by U+FFFD.
pub(crate) fn without_lone_surrogates(json: &str) -> Cow<'_, str> {
    if !json.contains("\\ud") && !json.contains("\\uD") {
        return Cow::Borrowed(json);
    }
    let unit = |at: usize| {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut lone = Vec::new();
    let mut at = 0;
    let bytes = json.as_bytes();
    while let Some(byte) = bytes.get(at) {
        if *byte != b'\\' {
            at += 1;
            continue;
        }
        match unit(at) {
            Some(0xD800..=0xDBFF) if unit(at + 6).is_some_and(|low| (0xDC00..=0xDFFF).contains(&low)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                lone.push(at);
                at += 6;
            }
            Some(_) => at += 6,
            None => at += 2,
        }
    }
    if lone.is_empty() {
        return Cow::Borrowed(json);
    }
    let mut mended = String::with_capacity(json.len());
    let mut from = 0;
    for at in lone {
        mended.push_str(json.get(from..at).unwrap_or_default());
        mended.push_str("\\ufffd");
        from = at + 6;
    }
    mended.push_str(json.get(from..).unwrap_or_default());
    Cow::Owned(mended)
}
