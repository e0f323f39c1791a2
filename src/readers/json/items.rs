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
    /// Its number in the array, from 1.
    pub number: usize,
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
    state: State,
}

/// How far the items of an array were taken, so that they can be taken further from a later part of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    at: usize,
    /// How many items there were.
    n_items: usize,
    line: usize,
    /// Where the line begins: before the text, where that begins in the middle of it.
    line_start: i64,
    counted_to: usize,
    done: bool,
    /// Whether no item was found to go on with after a broken one.
    is_lost: bool,
}

impl State {
    /// Where the next item is looked for.
    pub(crate) fn at(self) -> usize {
        self.at
    }

    /// The same, when so many bytes of the text were passed over.
    pub(crate) fn moved_back(self, n_bytes: usize) -> Self {
        let Self { at, line_start, counted_to, .. } = self;
        let line_start = line_start - i64::try_from(n_bytes).unwrap_or(i64::MAX);
        Self { at: at.saturating_sub(n_bytes), line_start, counted_to: counted_to.saturating_sub(n_bytes), ..self }
    }
}

impl<'a> Items<'a> {
    /// The items of the array that begins at a place.
    pub(crate) fn of_array(text: &'a str, start: usize) -> Self {
        let (line, line_start, counted_to) = (1, 0, 0);
        let state = State { at: start + 1, n_items: 0, line, line_start, counted_to, done: false, is_lost: false };
        let mut items = Self { text, state };
        items.count_lines_to(start);
        items
    }

    /// The items of an array whose beginning was read.
    pub(crate) fn resumed(text: &'a str, state: State) -> Self {
        Self { text, state: State { done: false, is_lost: false, ..state } }
    }

    /// How far the items were taken.
    pub(crate) fn state(&self) -> State {
        self.state
    }

    /// Goes back to where it was.
    pub(crate) fn rewind(&mut self, state: State) {
        self.state = state;
    }

    /// Whether no item was found to go on with after a broken one.
    pub(crate) fn is_lost(&self) -> bool {
        self.state.is_lost
    }

    fn count_lines_to(&mut self, at: usize) {
        let state = &mut self.state;
        let passed = self.text.as_bytes().get(state.counted_to..at).unwrap_or_default();
        for (n, byte) in passed.iter().enumerate() {
            if *byte == b'\n' {
                state.line += 1;
                state.line_start = i64::try_from(state.counted_to + n + 1).unwrap_or(i64::MAX);
            }
        }
        state.counted_to = at;
    }

    /// Goes on where an item seems to begin: on a line that begins with a brace.
    fn resume_after(&mut self, at: usize) {
        let mut next = at;
        loop {
            let rest = self.text.get(next..).unwrap_or_default();
            let Some(line_end) = rest.find('\n') else {
                (self.state.done, self.state.is_lost) = (true, true);
                return;
            };
            next += line_end + 1;
            if self.text.get(next..).is_some_and(|rest| rest.trim_start_matches([' ', '\t', ',']).starts_with('{')) {
                self.state.at = next;
                return;
            }
        }
    }
}

impl Iterator for Items<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.state.done {
            return None;
        }
        let bytes = self.text.as_bytes();
        while bytes.get(self.state.at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b',') {
            self.state.at += 1;
        }
        let start = self.state.at;
        self.count_lines_to(start);
        let column = i64::try_from(start).unwrap_or(i64::MAX) - self.state.line_start + 1;
        let (line, column) = (self.state.line, usize::try_from(column).unwrap_or(1));
        let number = self.state.n_items + 1;
        let Some(byte) = bytes.get(start) else {
            self.state.done = true;
            return Some(Item { range: start..start, number, line, column, problem: Some(Problem::Cut) });
        };
        if matches!(byte, b']' | b'}') {
            self.state.done = true;
            return None;
        }
        self.state.n_items = number;
        let Scanned { end, problem } = scan_value(self.text, start);
        match problem {
            Some(Problem::OpenString) => self.resume_after(end),
            Some(Problem::Cut) => self.state.done = true,
            Some(Problem::TooDeep) | None => self.state.at = end.max(start + 1),
        }
        Some(Item { range: start..end, number, line, column, problem })
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
