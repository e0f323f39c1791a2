//! Reads tables: rows of cells divided by commas, semicolons or tabs, with a row of column names or, of two columns,
//! without one. A row that is broken costs only itself; a quotation mark that is never closed costs only its line.

mod rows;

use csv::StringRecord;

use crate::readers::columns::{self, Column, Mapping, Target, listed};
use crate::readers::csv::rows::Rows;
use crate::readers::draft::Draft;
use crate::readers::gathering::Gathering;
use crate::readers::source::TextSource;
use crate::readers::{Options, ReadError, VALUE_MAX_BYTES};
use crate::record::row;
use crate::text;

/// The most columns a table may have; catalogues have a few dozen.
const COLUMNS_MAX: usize = 4096;
/// The beginning of a table that is looked at to tell its divider, in bytes.
const SNIFFED_BYTES: usize = 64 * 1024;
/// The rows that are looked at for it.
const SNIFFED_ROWS: usize = 50;
/// The longest name of a column, in bytes, in a table without an extension that says it is one.
const NAME_MAX_BYTES: usize = 80;

/// What the beginning of a text looks like as a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sniffed {
    /// What divides the cells.
    pub delimiter: u8,
    n_columns: usize,
    n_rows: usize,
    /// Rows with as many cells as the first.
    n_even_rows: usize,
    /// Cells of the first row that are names of columns.
    n_known: usize,
    has_caption_column: bool,
}

/// Looks at the beginning of a text for the divider with which it makes the best table.
pub(crate) fn sniff(text: &str, prefers_tab: bool) -> Sniffed {
    let head = text::truncated(text, SNIFFED_BYTES);
    let dividers: [u8; 3] = if prefers_tab { *b"\t,;" } else { *b",\t;" };
    let looks = dividers.map(|delimiter| sniff_with(head, head.len() < text.len(), delimiter));
    let [first, rest @ ..] = looks;
    rest.into_iter().fold(first, |best, look| if look.score() > best.score() { look } else { best })
}

/// Reads the photos of a table.
pub(crate) fn read(
    source: &mut TextSource<'_>,
    delimiter: u8,
    options: &Options,
    gathering: &mut Gathering<'_>,
) -> Result<(), ReadError> {
    let mapping = Mapping::of(options)?;
    let mut record = StringRecord::new();
    let beginning = source.window();
    let Some(_) = Rows::new(beginning, delimiter, 1, source.is_last()).next(&mut record) else {
        return Err(ReadError::Empty { input: gathering.input.clone() });
    };
    if record.len() > COLUMNS_MAX {
        let (n_columns, limit) = (record.len(), COLUMNS_MAX);
        return Err(ReadError::TooManyColumns { n_columns, limit, input: gathering.input.clone() });
    }
    let own = row::is_own_header(record.iter()).then(|| record.clone());
    let layout = match &own {
        // A row that is not as Cutline writes it is read as any other.
        Some(header) => {
            Layout { columns: header.iter().map(columns::known).collect(), names: Vec::new(), has_header: true }
        }
        None => Layout::of(&record, beginning, delimiter, &mapping, gathering)?,
    };
    let mut is_header = layout.has_header;
    loop {
        let end = whole_rows(source, delimiter, gathering)?;
        let text = source.window().get(..end).unwrap_or_default();
        let mut rows = Rows::new(text, delimiter, source.line(), source.is_last());
        while let Some(found) = rows.next(&mut record) {
            if std::mem::take(&mut is_header) {
                continue;
            }
            let place = format!("line {}", found.line);
            gathering.warnings.extend(found.warning);
            match &own {
                Some(header) => read_own_row(header, &record, &layout, &place, gathering),
                None => layout.read_row(&record, &place, gathering),
            }
        }
        if source.is_last() {
            return finish(gathering);
        }
        source.advance(end, &mut gathering.progress)?;
    }
}

/// Where the rows of the window end that are whole. A row that is as long as a window may be is read as far as the window goes.
fn whole_rows(source: &mut TextSource<'_>, delimiter: u8, gathering: &mut Gathering<'_>) -> Result<usize, ReadError> {
    loop {
        let end = rows::whole_rows_end(source.window(), delimiter);
        if end > 0 && !source.is_last() {
            return Ok(end);
        }
        if source.is_last() || !source.grow(&mut gathering.progress)? {
            return Ok(source.window().len());
        }
    }
}

/// Reads back a row of a table that Cutline wrote.
fn read_own_row(
    header: &StringRecord,
    record: &StringRecord,
    any_other: &Layout,
    place: &str,
    gathering: &mut Gathering<'_>,
) {
    let read = row::record_of(header.iter().zip(record.iter()));
    match read.and_then(|record| record.into_photo(&gathering.knowledge.gazetteer)) {
        Ok(photo) if record.len() == header.len() => gathering.add_restored(photo, place),
        Ok(_) => any_other.read_row(record, place, gathering),
        Err(why) => {
            gathering.warnings.add(place, format!("not quite a row of an export: {why}; read as any other row"));
            any_other.read_row(record, place, gathering);
        }
    }
}

/// Fails when there is no photo.
fn finish(gathering: &Gathering<'_>) -> Result<(), ReadError> {
    if gathering.n_photos() == 0 {
        let why = gathering
            .warnings
            .first()
            .map_or("there is no row below the names of the columns".to_owned(), |warning| warning.to_string());
        return Err(ReadError::NoPhotos { why, input: gathering.input.clone() });
    }
    Ok(())
}

impl Sniffed {
    /// Whether the text is a table though nothing but its content says so.
    pub(crate) fn is_table(self) -> bool {
        let is_mostly_even = self.n_even_rows * 2 > self.n_rows;
        let has_named_columns = self.n_columns >= 2 && self.has_caption_column && (self.n_known >= 2 || is_mostly_even);
        let is_even = self.n_even_rows * 10 >= self.n_rows * 9;
        has_named_columns || self.delimiter == b'\t' && self.n_columns >= 2 && self.n_rows >= 2 && is_even
    }

    fn score(self) -> (bool, usize, usize, usize) {
        (self.n_columns > 1, self.n_known, self.n_even_rows * 100 / self.n_rows.max(1), self.n_columns)
    }
}

fn sniff_with(head: &str, is_cut: bool, delimiter: u8) -> Sniffed {
    let mut reader = reader(head, delimiter);
    let (mut n_columns, mut n_rows, mut n_even_rows, mut n_known, mut has_caption_column) = (0, 0, 0, 0, false);
    let mut record = StringRecord::new();
    while n_rows < SNIFFED_ROWS && matches!(reader.read_record(&mut record), Ok(true)) {
        let is_last = reader.position().byte() >= u64::try_from(head.len()).unwrap_or(u64::MAX);
        if n_rows > 0 && is_cut && is_last {
            break;
        }
        if n_rows == 0 {
            n_columns = record.len();
            let names = record.iter().filter(|name| name.len() <= NAME_MAX_BYTES);
            let known: Vec<Column> = names.filter_map(columns::known).collect();
            n_known = known.len();
            has_caption_column = known.iter().any(|column| column.target.is_captionlike());
        }
        n_rows += 1;
        n_even_rows += usize::from(record.len() == n_columns);
    }
    Sniffed { delimiter, n_columns, n_rows, n_even_rows, n_known, has_caption_column }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// Which column holds what.
struct Layout {
    columns: Vec<Option<Column>>,
    names: Vec<String>,
    has_header: bool,
}

impl Layout {
    fn of(
        first: &StringRecord,
        text: &str,
        delimiter: u8,
        mapping: &Mapping,
        gathering: &mut Gathering<'_>,
    ) -> Result<Self, ReadError> {
        let by_name: Vec<_> = first.iter().map(|name| mapping.column(name)).collect();
        let has_header = by_name.iter().any(Option::is_some);
        let names: Vec<String> = if has_header {
            first.iter().map(str::to_owned).collect()
        } else {
            (1..=first.len()).map(|number| number.to_string()).collect()
        };
        let mut columns = by_name;
        for mapped in mapping.columns() {
            let by_name = || names.iter().position(|name| columns::is_same_name(mapped, name));
            let by_number = || mapped.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < names.len());
            let Some(at) = by_name().or_else(by_number) else {
                let shown = if has_header { listed(names.iter().map(String::as_str)) } else { listed(first.iter()) };
                let (column, input) = (mapped.to_owned(), gathering.input.clone());
                return Err(ReadError::UnknownColumn { column, columns: shown, input });
            };
            if let Some(column) = columns.get_mut(at) {
                *column = mapping.column(mapped);
            }
        }
        let is_known = |wanted: fn(Target) -> bool, columns: &[Option<Column>]| {
            columns.iter().flatten().any(|column| wanted(column.target))
        };
        if !has_header && !is_known(Target::is_captionlike, &columns) && columns.len() == 2 {
            columns = columns_without_names(text, delimiter);
        }
        let opens = |target: Target| target.is_captionlike() || target == Target::File;
        if !is_known(opens, &columns) {
            let shown = listed(first.iter());
            return Err(ReadError::NoCaptionColumn { columns: shown, input: gathering.input.clone() });
        }
        let layout = Self { columns, names, has_header };
        layout.warn_of_unused(gathering);
        Ok(layout)
    }

    fn warn_of_unused(&self, gathering: &mut Gathering<'_>) {
        let unused = self.names.iter().zip(&self.columns).filter(|(_, column)| column.is_none());
        let unused: Vec<&str> = unused.map(|(name, _)| name.as_str()).collect();
        if !unused.is_empty() {
            let what = if unused.len() == 1 { "column" } else { "columns" };
            gathering.warnings.add("", format!("not used: the {what} {}", listed(unused.into_iter())));
        }
    }

    fn read_row(&self, record: &StringRecord, place: &str, gathering: &mut Gathering<'_>) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        if let Some(cell) = record.iter().find(|cell| cell.len() > VALUE_MAX_BYTES) {
            let problem =
                format!("the row is left out: a cell has {} bytes, and at most {VALUE_MAX_BYTES} are read", cell.len());
            gathering.warnings.add(place, problem);
            return;
        }
        if record.len() != self.columns.len() {
            let done = if record.len() > self.columns.len() {
                "those beyond the last column are left out"
            } else {
                "the missing ones are taken as empty"
            };
            let problem =
                format!("the row has {} cells and the table {} columns: {done}", record.len(), self.columns.len());
            gathering.warnings.add(place, problem);
        }
        let mut draft = Draft::default();
        for (cell, column) in record.iter().zip(&self.columns) {
            if let Some(Column { target, rank }) = *column {
                draft.push(target, rank, target.split(cell));
            }
        }
        gathering.add(draft, place);
    }
}

/// Of two columns without names the one with the longer texts holds the captions, and the other names the photos.
fn columns_without_names(text: &str, delimiter: u8) -> Vec<Option<Column>> {
    let mut reader = reader(text, delimiter);
    let mut n_chars = [0, 0];
    let mut record = StringRecord::new();
    let mut n_rows = 0;
    while n_rows < SNIFFED_ROWS && matches!(reader.read_record(&mut record), Ok(true)) {
        n_rows += 1;
        for (sum, cell) in n_chars.iter_mut().zip(record.iter()) {
            // A blank weighs more than a letter: captions are sentences, and names and paths are not. Scripts without
            // blanks are told by their letters.
            *sum += cell
                .chars()
                .map(|c| {
                    if c == ' ' {
                        20
                    } else if c.is_ascii() {
                        1
                    } else {
                        10
                    }
                })
                .sum::<usize>();
        }
    }
    let [first, second] = n_chars;
    let (caption, id) =
        (Some(Column { target: Target::Caption, rank: 1 }), Some(Column { target: Target::Id, rank: 1 }));
    if first > second { vec![caption, id] } else { vec![id, caption] }
}

#[cfg(test)]
mod tests;
