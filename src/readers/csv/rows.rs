//! The rows of a table one at a time, each with the line it begins on.
//! A quotation mark that is never closed would swallow all that follows: its line is read as if it were closed there.

use csv::StringRecord;

use crate::readers::Warning;

/// How often a quotation mark that is never closed is mended; each time the rest of the text is read again.
const MENDED_MAX: usize = 16;
/// A cell that runs over more lines was probably never meant to.
const CELL_MAX_LINES: usize = 100;

/// Reads rows.
pub(crate) struct Rows<'a> {
    text: &'a str,
    delimiter: u8,
    reader: csv::Reader<&'a [u8]>,
    /// Where the reader's own text begins, and on which line.
    base: usize,
    base_line: usize,
    /// Whether nothing follows the text.
    is_last: bool,
    n_mended: usize,
}

/// Where a row stands.
pub(crate) struct Row {
    /// The line it begins on, from 1.
    pub line: usize,
    /// What is odd about it.
    pub warning: Option<Warning>,
}

impl<'a> Rows<'a> {
    /// The rows of a text that begins on a line, and ends with a row or, if it is the last, anywhere.
    pub(crate) fn new(text: &'a str, delimiter: u8, line: usize, is_last: bool) -> Self {
        let reader = super::reader(text, delimiter);
        Self { text, delimiter, reader, base: 0, base_line: line, is_last, n_mended: 0 }
    }

    /// Reads the next row into the record; none at the end.
    pub(crate) fn next(&mut self, record: &mut StringRecord) -> Option<Row> {
        // Text is valid UTF-8 and a row of any length is allowed: there is no error left that could occur.
        if !self.reader.read_record(record).unwrap_or(false) {
            return None;
        }
        let (start, line) = record.position().map_or((0, 0), |position| (position.byte(), position.line()));
        let mut start = self.base + usize::try_from(start).unwrap_or(usize::MAX);
        let mut line = self.base_line + usize::try_from(line).unwrap_or(1) - 1;
        // The reader passes over blank lines after it has noted where it is.
        for byte in self.text.as_bytes().iter().skip(start).take_while(|byte| matches!(byte, b'\n' | b'\r')) {
            start += 1;
            line += usize::from(*byte == b'\n');
        }
        let end = self.base + usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
        let written = self.text.get(start..end).unwrap_or_default();
        if self.is_last
            && end >= self.text.len()
            && self.n_mended < MENDED_MAX
            && let Some(quote) = unclosed_quote(written, self.delimiter)
        {
            return Some(self.mend(record, start, line, start + quote));
        }
        let n_lines = written.trim_end().matches('\n').count() + 1;
        let warning = (n_lines > CELL_MAX_LINES).then(|| {
            let text = format!("a cell in quotation marks runs over many of {n_lines} lines: one mark may be missing");
            Warning { place: format!("line {line}"), text }
        });
        Some(Row { line, warning })
    }

    /// Reads a row as if the quotation mark at a place were closed at the end of its line, and goes on below.
    fn mend(&mut self, record: &mut StringRecord, start: usize, line: usize, quote: usize) -> Row {
        let after_quote = self.text.get(quote..).unwrap_or_default();
        let end = quote + after_quote.find('\n').unwrap_or(after_quote.len());
        let written = self.text.get(start..end).unwrap_or_default();
        // The row is not blank, as it holds a quotation mark.
        super::reader(written.trim_end_matches('\r'), self.delimiter).read_record(record).unwrap_or(false);
        let quote_line = line + self.text.get(start..quote).unwrap_or_default().matches('\n').count();
        let next = (end + 1).min(self.text.len());
        self.reader = super::reader(self.text.get(next..).unwrap_or_default(), self.delimiter);
        (self.base, self.base_line) = (next, quote_line + 1);
        self.n_mended += 1;
        let text =
            "a quotation mark that begins a cell is never closed: the cell is taken to end with its line".to_owned();
        Row { line, warning: Some(Warning { place: format!("line {quote_line}"), text }) }
    }
}

/// Where the last row ends that is whole: after a line end that stands in no quotation marks.
pub(crate) fn whole_rows_end(text: &str, delimiter: u8) -> usize {
    let mut state = State::CellStart;
    let mut end = 0;
    for (at, byte) in text.bytes().enumerate() {
        state = state.after(at, byte, delimiter);
        if byte == b'\n' && state == State::CellStart {
            end = at + 1;
        }
    }
    end
}

/// Where a reader of cells is.
#[derive(Clone, Copy, PartialEq)]
enum State {
    CellStart,
    Bare,
    Quoted(usize),
    /// After a mark inside quotes: the end of them, or the first half of a doubled mark.
    Mark(usize),
}

impl State {
    fn after(self, at: usize, byte: u8, delimiter: u8) -> Self {
        let ends_cell = byte == delimiter || byte == b'\n' || byte == b'\r';
        match self {
            Self::CellStart if byte == b'"' => Self::Quoted(at),
            Self::Quoted(opened) if byte == b'"' => Self::Mark(opened),
            Self::Quoted(opened) => Self::Quoted(opened),
            Self::Mark(opened) if byte == b'"' => Self::Quoted(opened),
            Self::CellStart | Self::Bare | Self::Mark(_) if ends_cell => Self::CellStart,
            Self::CellStart | Self::Bare | Self::Mark(_) => Self::Bare,
        }
    }
}

/// Where the quotation mark stands that is still open at the end of a row.
fn unclosed_quote(row: &str, delimiter: u8) -> Option<usize> {
    let state = row.bytes().enumerate().fold(State::CellStart, |state, (at, byte)| state.after(at, byte, delimiter));
    match state {
        State::Quoted(opened) => Some(opened),
        State::CellStart | State::Bare | State::Mark(_) => None,
    }
}
