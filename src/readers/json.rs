//! Reads JSON: an array of objects, an object that holds one, a single object, or an object a line.
//! Items are taken one at a time, so that a broken one costs only itself; our own records come back as they were.

mod items;
mod record;

use std::borrow::Cow;
use std::fmt::Write as _;

use hashbrown::HashMap;

use crate::readers::columns::{self, Column, Mapping, Target, listed};
use crate::readers::gathering::{Gathering, Heading};
use crate::readers::json::items::{DEPTH_MAX, Item, Items, Problem, members, position, scan_value};
use crate::readers::json::record::{Record, string, without_lone_surrogates};
use crate::readers::source::TextSource;
use crate::readers::{Options, ReadError};

/// Members of an object that hold its photos, whatever else the object states.
const HOLDERS: [&str; 15] = [
    "photos",
    "images",
    "pictures",
    "items",
    "records",
    "objects",
    "data",
    "results",
    "rows",
    "entries",
    "artworks",
    "captions",
    "annotations",
    "assets",
    "collection",
];
/// How deep in an object its photos are looked for.
const HOLDER_MAX_DEPTH: usize = 4;
/// The most different members that are told apart; more are read by their names alone.
const NAMES_MAX: usize = 4096;

/// Reads the photos of a JSON value.
pub(crate) fn read(
    source: &mut TextSource<'_>,
    options: &Options,
    gathering: &mut Gathering<'_>,
) -> Result<Heading, ReadError> {
    let mut members = Members::new(Mapping::of(options)?);
    let mut heading = Heading::default();
    if source.window().trim_start().starts_with('{') {
        // Where in an object its photos are is known at its end, or when they go on for longer than a window is.
        while source.grow(&mut gathering.progress)? {}
        let beginning = source.window();
        let value = beginning.len() - beginning.trim_start().len();
        heading.title = title(beginning, value);
        let held = held_array(beginning, value, 0);
        if let Some(start) = held.filter(|_| !source.is_last()) {
            read_array(source, start, &mut members, gathering)?;
            finish(&members, gathering)?;
            return Ok(heading);
        }
        source.read_rest(&mut gathering.progress)?;
        let text = source.window();
        match held.or_else(|| held_array(text, value, 0)) {
            Some(start) => {
                let mut items = Items::of_array(text, start);
                read_items(text, &mut items, true, &mut members, gathering)?;
            }
            None => {
                heading.title = None;
                read_single(text, value, &mut members, gathering)?;
            }
        }
    } else {
        read_whole_array(source, &mut members, gathering)?;
    }
    finish(&members, gathering)?;
    Ok(heading)
}

/// Reads a JSON object a line.
pub(crate) fn read_lines(
    source: &mut TextSource<'_>,
    options: &Options,
    gathering: &mut Gathering<'_>,
) -> Result<(), ReadError> {
    let mut members = Members::new(Mapping::of(options)?);
    let mut place = String::new();
    loop {
        let end = whole_lines(source, gathering)?;
        let text = source.window().get(..end).unwrap_or_default();
        for (n, line) in (source.line()..).zip(text.strip_suffix('\n').unwrap_or(text).split('\n')) {
            let indent = line.len() - line.trim_start().len();
            let written = line.trim();
            if written.is_empty() {
                continue;
            }
            // What is cut or broken is told better by the parser.
            let may_be_deep = written.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count() > DEPTH_MAX;
            let problem = may_be_deep.then(|| scan_value(written, 0).problem).flatten();
            let problem = problem.filter(|problem| *problem == Problem::TooDeep);
            let item = Item { range: 0..written.len(), number: n, line: n, column: indent + 1, problem };
            place.clear();
            // Nothing that is written into memory fails.
            write!(place, "line {n}").ok();
            members.read_item(written, &item, &place, gathering);
        }
        if source.is_last() {
            return finish(&members, gathering);
        }
        source.advance(end, &mut gathering.progress)?;
    }
}

/// Where the lines of the window end that are whole. A line that is as long as a window may be is read as far as the window goes.
fn whole_lines(source: &mut TextSource<'_>, gathering: &mut Gathering<'_>) -> Result<usize, ReadError> {
    loop {
        match source.window().rfind('\n') {
            Some(at) if !source.is_last() => return Ok(at + 1),
            _ if source.is_last() || !source.grow(&mut gathering.progress)? => return Ok(source.window().len()),
            _ => {}
        }
    }
}

/// What the members of the items hold, by their names; remembered, as every item has the same.
pub(crate) struct Members {
    mapping: Mapping,
    columns: HashMap<String, Option<Column>>,
    /// Names in the order in which they were first seen, each with whether it was of use.
    seen: Vec<(String, Use)>,
    seen_at: HashMap<String, usize>,
    first_error: Option<(String, usize, usize)>,
}

/// Of what use a member was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// It is there, and null.
    Null,
    /// It has a value that was not used.
    None,
    /// Its value was used.
    Used,
}

impl Members {
    fn new(mapping: Mapping) -> Self {
        let (columns, seen, seen_at) = (HashMap::new(), Vec::new(), HashMap::new());
        Self { mapping, columns, seen, seen_at, first_error: None }
    }

    /// What a member holds.
    pub(crate) fn column(&mut self, name: &str) -> Option<Column> {
        if let Some(column) = self.columns.get(name) {
            return *column;
        }
        let column = self.mapping.column(name);
        if self.columns.len() < NAMES_MAX {
            self.columns.insert(name.to_owned(), column);
        }
        column
    }

    /// Notes that a member was there, and of what use.
    pub(crate) fn note(&mut self, name: &str, was_of_use: Use) {
        if let Some((_, best)) = self.seen_at.get(name).and_then(|at| self.seen.get_mut(*at)) {
            *best = was_of_use.max(*best);
        } else if self.seen.len() < NAMES_MAX {
            self.seen_at.insert(name.to_owned(), self.seen.len());
            self.seen.push((name.to_owned(), was_of_use));
        }
    }

    /// The names seen that were of no use.
    fn unused(&self) -> impl Iterator<Item = &str> {
        self.seen.iter().filter(|(_, best)| *best == Use::None).map(|(name, _)| name.as_str())
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.seen.iter().map(|(name, _)| name.as_str())
    }

    fn read_item(&mut self, written: &str, item: &Item, place: &str, gathering: &mut Gathering<'_>) {
        if let Some(problem) = item.problem {
            self.first_error.get_or_insert_with(|| (problem.to_string(), item.line, item.column));
            gathering.warnings.add(place, format!("left out: {problem}"));
            return;
        }
        if !written.starts_with('{') {
            gathering.warnings.add(place, "left out: it is not an object, and photos are objects");
            return;
        }
        let whole = without_lone_surrogates(written);
        if matches!(whole, Cow::Owned(_)) {
            gathering.warnings.add(place, "half characters (lone surrogates) were replaced by �");
        }
        match Record::parse(&whole, place, gathering) {
            Ok(record) => record.read(self, place, gathering),
            Err(error) => {
                let (line, column) = position(item, error.line, error.column);
                let why = error.why;
                self.first_error.get_or_insert_with(|| (why.clone(), line, column));
                gathering.warnings.add(place, format!("left out: {why} in line {line}, column {column}"));
            }
        }
    }
}

/// Reads the items of the array that the text is.
fn read_whole_array(
    source: &mut TextSource<'_>,
    members: &mut Members,
    gathering: &mut Gathering<'_>,
) -> Result<(), ReadError> {
    let text = source.window();
    let start = text.len() - text.trim_start().len();
    if !text.get(start..).is_some_and(|rest| rest.starts_with('[')) {
        let why = "it begins with neither { nor [".to_owned();
        members.first_error = Some((why, 1, 1));
        return Ok(());
    }
    read_array(source, start, members, gathering)
}

/// Reads the items of the array that begins at a place of the window.
fn read_array(
    source: &mut TextSource<'_>,
    start: usize,
    members: &mut Members,
    gathering: &mut Gathering<'_>,
) -> Result<(), ReadError> {
    let mut state = Items::of_array(source.window(), start).state();
    // An item as long as a window may be is no photo: it is told as one that is cut, and so is what follows.
    let mut is_cut = false;
    loop {
        let is_last = is_cut || source.is_last();
        let mut items = Items::resumed(source.window(), state);
        let end = read_items(source.window(), &mut items, is_last, members, gathering)?;
        let after = items.state();
        match end {
            Some(0) => is_cut = !source.grow(&mut gathering.progress)?,
            Some(end) => {
                state = after.moved_back(end);
                source.advance(end, &mut gathering.progress)?;
            }
            None => return Ok(()),
        }
    }
}

/// Reads items; where the first one begins that goes on behind the text, or none at the end of the array.
fn read_items(
    text: &str,
    items: &mut Items<'_>,
    is_last: bool,
    members: &mut Members,
    gathering: &mut Gathering<'_>,
) -> Result<Option<usize>, ReadError> {
    loop {
        let before = items.state();
        let Some(item) = items.next() else { return Ok(None) };
        let may_go_on = item.range.end >= text.len() || item.problem == Some(Problem::Cut) || items.is_lost();
        if may_go_on && !is_last {
            items.rewind(before);
            return Ok(Some(before.at()));
        }
        let written = text.get(item.range.clone()).unwrap_or_default();
        members.read_item(written, &item, &format!("item {} in line {}", item.number, item.line), gathering);
    }
}

fn read_single(
    text: &str,
    start: usize,
    members: &mut Members,
    gathering: &mut Gathering<'_>,
) -> Result<(), ReadError> {
    let scanned = scan_value(text, start);
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = start - before.rfind('\n').map_or(0, |at| at + 1) + 1;
    // What is cut or broken is told better by the parser.
    let problem = scanned.problem.filter(|problem| *problem == Problem::TooDeep);
    let end = if scanned.problem.is_some() { text.len() } else { scanned.end };
    let item = Item { range: start..end, number: 1, line, column, problem };
    members.read_item(text.get(start..end).unwrap_or_default(), &item, "the object", gathering);
    if text.get(end..).is_some_and(|rest| !rest.trim().is_empty()) {
        gathering.warnings.add("", "what follows the first object was left out");
    }
    Ok(())
}

/// Tells what was not used, and fails when there is no photo.
fn finish(members: &Members, gathering: &mut Gathering<'_>) -> Result<(), ReadError> {
    let input = || gathering.input.clone();
    for mapped in members.mapping.columns().filter(|_| !members.seen.is_empty()) {
        if !members.names().any(|name| columns::is_same_name(mapped, name)) {
            let (column, columns) = (mapped.to_owned(), listed(members.names()));
            return Err(ReadError::UnknownColumn { column, columns, input: input() });
        }
    }
    if gathering.n_photos() == 0 {
        if let Some((why, line, column)) = &members.first_error {
            return Err(ReadError::BrokenJson { why: why.clone(), line: *line, column: *column, input: input() });
        }
        if !members.seen.is_empty() {
            return Err(ReadError::NoCaptionColumn { columns: listed(members.names()), input: input() });
        }
        let why = match gathering.warnings.first() {
            Some(warning) => warning.to_string(),
            None => "it holds nothing that is known".to_owned(),
        };
        return Err(ReadError::NoPhotos { why, input: input() });
    }
    let unused: Vec<&str> = members.unused().collect();
    if !unused.is_empty() {
        gathering.warnings.add("", format!("not used: {}", listed(unused.into_iter())));
    }
    Ok(())
}

/// Where the array of photos begins that an object holds, if it holds one.
fn held_array(text: &str, start: usize, depth: usize) -> Option<usize> {
    if depth >= HOLDER_MAX_DEPTH {
        return None;
    }
    let members = members(text, start)?;
    let value = |start: usize| text.get(start..).unwrap_or_default();
    let names_photo = members.iter().any(|member| {
        let known = columns::known(&member.name).is_some_and(is_own_name);
        known && !value(member.value.start).starts_with(['[', '{'])
    });
    let is_holder = |member: &&items::Member| {
        value(member.value.start).starts_with('[')
            && (!names_photo || HOLDERS.contains(&member.name.to_lowercase().as_str()))
            && first_has_caption(text, member.value.start)
    };
    let longest = members.iter().filter(is_holder).max_by_key(|member| member.value.len());
    longest.map(|member| member.value.start).or_else(|| {
        let mut objects = members.iter().filter(|member| value(member.value.start).starts_with('{') && !names_photo);
        objects.find_map(|member| held_array(text, member.value.start, depth + 1))
    })
}

/// Whether a member of that kind says that its object is itself a photo.
fn is_own_name(column: Column) -> bool {
    matches!(column.target, Target::Key | Target::Id | Target::File | Target::Caption)
}

/// Whether the first item of an array is an object with a caption.
fn first_has_caption(text: &str, array: usize) -> bool {
    let Some(first) = Items::of_array(text, array).next() else { return false };
    let is_caption =
        |member: &items::Member| columns::known(&member.name).is_some_and(|column| column.target.is_captionlike());
    members(text, first.range.start).is_some_and(|members| members.iter().any(is_caption))
}

/// The title an object states.
fn title(text: &str, start: usize) -> Option<String> {
    let members = members(text, start)?;
    let title = members.iter().find(|member| matches!(member.name.to_lowercase().as_str(), "title" | "name"))?;
    string(text.get(title.value.clone())?).filter(|title| !title.trim().is_empty())
}

#[cfg(test)]
mod tests;
