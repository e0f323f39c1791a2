//! Finds where the items of an array and the members of an object stand in JSON, without recursion and without reading
//! them, so that a broken item costs only itself and nesting costs no stack.

use std::fmt;
use std::ops::Range;

use crate::readers::json::record::string;

/// The deepest nesting of an item that is read.
pub(crate) const DEPTH_MAX: usize = 100;

/// An item of an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// The line it begins on, from 1.
    pub line: usize,
    /// The column it begins in, in bytes from 1.
    pub column: usize,
    /// Why it cannot be read.
    pub problem: Option<Problem>,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its name.
    pub name: String,
    /// Where its value stands in the text.
    pub value: Range<usize>,
}

/// Why an item cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The text ends inside it.
    Cut,
    /// A string in it is not closed on its line.
    OpenString,
    /// It is nested deeper than is read.
    TooDeep,
}

/// A value that was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scanned {
    /// The byte after it.
    pub end: usize,
    /// Why it cannot be read.
    pub problem: Option<Problem>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut => f.write_str("the text ends inside it"),
            Self::OpenString => f.write_str("a string in it is not closed on its line"),
            Self::TooDeep => write!(f, "it is nested more than {DEPTH_MAX} deep"),
        }
    }
}

/// The items of an array, in order.
pub(crate) struct Items<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    line_start: usize,
    counted_to: usize,
    done: bool,
}

impl<'a> Items<'a> {
    /// The items of the array that begins at a place.
    pub(crate) fn of_array(text: &'a str, start: usize) -> Self {
        let mut items = Self { text, at: start + 1, line: 1, line_start: 0, counted_to: 0, done: false };
        items.count_lines_to(start);
        items
    }

    fn count_lines_to(&mut self, at: usize) {
        let passed = self.text.as_bytes().get(self.counted_to..at).unwrap_or_default();
        for (n, byte) in passed.iter().enumerate() {
            if *byte == b'\n' {
                self.line += 1;
                self.line_start = self.counted_to + n + 1;
            }
        }
        self.counted_to = at;
    }

    /// Goes on where an item seems to begin: on a line that begins with a brace.
    fn resume_after(&mut self, at: usize) {
        let mut next = at;
        loop {
            let rest = self.text.get(next..).unwrap_or_default();
            let Some(line_end) = rest.find('\n') else {
                self.done = true;
                return;
            };
            next += line_end + 1;
            if self.text.get(next..).is_some_and(|rest| rest.trim_start_matches([' ', '\t', ',']).starts_with('{')) {
                self.at = next;
                return;
            }
        }
    }
}

impl Iterator for Items<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.done {
            return None;
        }
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b',') {
            self.at += 1;
        }
        let start = self.at;
        self.count_lines_to(start);
        let (line, column) = (self.line, start - self.line_start + 1);
        let Some(byte) = bytes.get(start) else {
            self.done = true;
            return Some(Item { range: start..start, line, column, problem: Some(Problem::Cut) });
        };
        if matches!(byte, b']' | b'}') {
            self.done = true;
            return None;
        }
        let Scanned { end, problem } = scan_value(self.text, start);
        match problem {
            Some(Problem::OpenString) => self.resume_after(end),
            Some(Problem::Cut) => self.done = true,
            Some(Problem::TooDeep) | None => self.at = end.max(start + 1),
        }
        Some(Item { range: start..end, line, column, problem })
    }
}

/// Passes over the value that begins at a place.
pub(crate) fn scan_value(text: &str, start: usize) -> Scanned {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut deepest = 0;
    let mut at = start;
    let ended =
        |end: usize, deepest: usize| Scanned { end, problem: (deepest > DEPTH_MAX).then_some(Problem::TooDeep) };
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => match string_end(bytes, at) {
                Ok(end) => at = end,
                Err(scanned) => return scanned,
            },
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
                at += 1;
            }
            b'}' | b']' if depth == 0 => return ended(at, deepest),
            b'}' | b']' => {
                depth -= 1;
                at += 1;
            }
            _ if depth > 0 => {
                at += 1;
                continue;
            }
            // A number or a word ends before a blank or a mark.
            b',' | b':' => return ended(at, deepest),
            byte if byte.is_ascii_whitespace() => return ended(at, deepest),
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return ended(at, deepest);
        }
    }
    // A value as deep as this is not read, cut or not.
    let problem = if deepest > DEPTH_MAX { Problem::TooDeep } else { Problem::Cut };
    Scanned { end: at, problem: (depth > 0).then_some(problem) }
}

/// The members of the object that begins at a place; none when it is not well formed.
pub(crate) fn members(text: &str, start: usize) -> Option<Vec<Member>> {
    let bytes = text.as_bytes();
    let blank_from = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    };
    if bytes.get(start) != Some(&b'{') {
        return None;
    }
    let mut members = Vec::new();
    let mut at = blank_from(start + 1);
    while bytes.get(at) != Some(&b'}') {
        let name_end = if bytes.get(at) == Some(&b'"') { string_end(bytes, at).ok()? } else { return None };
        let name = string(text.get(at..name_end)?)?;
        at = blank_from(name_end);
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        at = blank_from(at + 1);
        let Scanned { end, problem } = scan_value(text, at);
        members.push(Member { name, value: at..end });
        // What was found before the break is enough to tell what the object is.
        if problem.is_some() || end == at {
            break;
        }
        at = blank_from(end);
        if bytes.get(at) == Some(&b',') {
            at = blank_from(at + 1);
        }
    }
    Some(members)
}

/// Where something in an item stands in the whole text: line and column.
pub(crate) fn position(item: &Item, line: usize, column: usize) -> (usize, usize) {
    if line <= 1 { (item.line, item.column + column.saturating_sub(1)) } else { (item.line + line - 1, column) }
}

/// The byte after the string that begins at a place.
fn string_end(bytes: &[u8], start: usize) -> Result<usize, Scanned> {
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at += 2,
            Some(b'\n') => return Err(Scanned { end: at, problem: Some(Problem::OpenString) }),
            Some(_) => at += 1,
            None => return Err(Scanned { end: bytes.len(), problem: Some(Problem::Cut) }),
        }
    }
}
