//! An index as it is kept in a file: parts one after the other, then what there is where, and at the very end a mark, the
//! place of that table and a sum over it. A file without its end is no index; one of another build of the program, of
//! other inputs or with a wrong sum is built anew. The sums of all parts stand in the table, and are compared as the parts
//! are read.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use thiserror::Error;

use crate::caption::date::Date;
use crate::catalog::building::IndexPlace;
use crate::catalog::bytes::{Bytes, Cursor, checksum, put_bytes, put_number, read_at};
use crate::catalog::columns::{Tally, fours};
use crate::catalog::facets::Facets;
use crate::catalog::keys::KeyTable;
use crate::catalog::order::Orders;
use crate::catalog::pages::{PagedFile, Pages};
use crate::catalog::segment::{Parts, Segment};
use crate::catalog::tables::Tables;
use crate::catalog::{Catalog, Heading};
use crate::files::FileError;

/// The mark at the end of the file, and behind it the version of the format.
const MARK: &[u8; 7] = b"CutlnIx";
const VERSION: u8 = b'4';
/// The length of the end: where the table begins, how long it is, its sum, and the mark.
const END_BYTES: u64 = 32;

/// What is kept of a catalog beside its segments' parts.
pub(super) struct SavedIndex<'a> {
    pub place: &'a IndexPlace,
    pub heading: &'a Heading,
    pub segments: &'a [Arc<Segment>],
    pub tables: &'a Tables,
    pub facets: &'a Facets,
    pub totals: &'a [Tally],
    pub has_files: bool,
    pub origin: &'a Origin,
}

/// What stands last in the file.
pub(super) struct Tail {
    pub keys: Bytes,
    pub orders: Orders,
}

/// A catalog that was kept.
pub struct Kept {
    /// The catalog.
    pub catalog: Catalog,
    /// What it was made from.
    pub origin: Origin,
}

/// What a catalog was made from, so that it can be told whether that is still so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Warnings of the readers, a line each.
    pub warnings: Vec<String>,
    /// For each input a line that changes when the input does.
    pub states: Vec<String>,
    /// For each input a sum over its bytes, where it is a file.
    pub digests: Vec<Option<[u8; 16]>>,
}

/// Why an index that is there cannot be used.
#[derive(Debug, Error)]
pub enum KeptError {
    /// There is none.
    #[error("there is no index")]
    Missing,
    /// It was made by another build of the program.
    #[error("the index is of another version of the program, and is built anew")]
    OtherProgram,
    /// It was made when inputs were read otherwise.
    #[error("captions are read again, because corrections, places, the house style or an option changed")]
    OtherReading,
    /// It is not whole, or not as it was written.
    #[error("the index is damaged, and is built anew")]
    Damaged,
}

/// Writes what stands behind the segments, and gives the file its name.
pub(super) fn finish(
    mut file: PagedFile,
    index: &SavedIndex<'_>,
    keys: &[u8],
    orders: &Orders,
) -> Result<Tail, FinishError> {
    let keys = file.append(keys)?;
    let ranks = orders.keep(|ranks| file.append(ranks))?;
    let facets = file.append(&index.facets.encoded())?;
    let table = put_table(index, &[&keys, &facets], &ranks, &file.sums());
    let start = file.n_bytes();
    file.append(&table)?;
    let mut end = Vec::new();
    for number in [start, table.len() as u64, checksum(&table)] {
        end.extend_from_slice(&number.to_le_bytes());
    }
    end.extend_from_slice(MARK);
    end.push(VERSION);
    file.append(&end)?;
    file.finish()?;
    let n_photos = index.segments.last().map_or(0, |segment| segment.photos().end);
    Ok(Tail { keys, orders: Orders::kept(ranks, n_photos) })
}

/// Why an index was not kept.
#[derive(Debug, Error)]
pub(super) enum FinishError {
    /// It could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It could not be given its name.
    #[error(transparent)]
    File(#[from] FileError),
}

fn put_table(index: &SavedIndex<'_>, parts: &[&Bytes], ranks: &[Bytes], sums: &[u32]) -> Vec<u8> {
    let SavedIndex { place, heading, segments, tables, facets: _, totals, has_files, origin } = index;
    let mut out = Vec::new();
    put_bytes(&mut out, place.program.as_bytes());
    put_bytes(&mut out, place.identity.as_bytes());
    put_number(&mut out, sums.len() as u64);
    sums.iter().for_each(|sum| out.extend_from_slice(&sum.to_le_bytes()));
    put_heading(&mut out, heading);
    out.push(u8::from(*has_files));
    let Origin { warnings, states, digests } = origin;
    for lines in [warnings, states] {
        put_number(&mut out, lines.len() as u64);
        lines.iter().for_each(|line| put_bytes(&mut out, line.as_bytes()));
    }
    put_number(&mut out, digests.len() as u64);
    digests.iter().for_each(|digest| put_bytes(&mut out, digest.as_ref().map_or(&[], |digest| &digest[..])));
    put_number(&mut out, segments.len() as u64);
    for segment in *segments {
        put_number(&mut out, segment.n_photos as u64);
        let Parts { words, records, columns, numbers } = segment.parts();
        [words, records, columns, numbers].into_iter().for_each(|part| put_place(&mut out, part));
    }
    parts.iter().for_each(|part| put_place(&mut out, part));
    put_number(&mut out, ranks.len() as u64);
    ranks.iter().for_each(|ranks| put_place(&mut out, ranks));
    put_number(&mut out, totals.len() as u64);
    for Tally { n_photos, n_without } in *totals {
        put_number(&mut out, u64::from(*n_without));
        put_number(&mut out, n_photos.len() as u64);
        n_photos.iter().for_each(|count| put_number(&mut out, u64::from(*count)));
    }
    put_bytes(&mut out, &tables.encoded());
    out
}

fn put_heading(out: &mut Vec<u8>, heading: &Heading) {
    let Heading { title, published, credit, address, lead } = heading;
    put_bytes(out, title.as_bytes());
    let published = published.as_ref().map(ToString::to_string);
    for part in [&published, credit, address, lead] {
        out.push(u8::from(part.is_some()));
        part.iter().for_each(|part| put_bytes(out, part.as_bytes()));
    }
}

fn put_place(out: &mut Vec<u8>, part: &Bytes) {
    let (start, len) = match part {
        Bytes::File { start, len, .. } | Bytes::Pages { start, len, .. } => (*start, *len),
        // Nothing in memory is ever part of a file.
        Bytes::Memory(_) => (0, 0),
    };
    put_number(out, start);
    put_number(out, len);
}

/// Opens the index that is kept at a place, if it is whole and of what is wanted.
pub fn open(place: &IndexPlace) -> Result<Kept, KeptError> {
    let file = match File::open(&place.path) {
        Ok(file) => file,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Err(KeptError::Missing),
        Err(_) => return Err(KeptError::Damaged),
    };
    let n_bytes = file.metadata().map_err(|_| KeptError::Damaged)?.len();
    let end = read_end(&file, n_bytes).ok_or(KeptError::Damaged)?;
    if end.version != VERSION {
        return Err(KeptError::OtherProgram);
    }
    let table = read_table(&file, &end).ok_or(KeptError::Damaged)?;
    let mut cursor = Cursor::new(&table);
    let mut text = || cursor.text().ok_or(KeptError::Damaged);
    if text()? != place.program {
        return Err(KeptError::OtherProgram);
    }
    if text()? != place.identity {
        return Err(KeptError::OtherReading);
    }
    let pages = read_pages(&mut cursor, file, &place.path, end.start).ok_or(KeptError::Damaged)?;
    read_catalog(&mut cursor, &pages).ok_or(KeptError::Damaged)
}

/// What the end of the file says.
struct End {
    version: u8,
    /// Where the table begins, how long it is, and its sum.
    start: u64,
    len: u64,
    sum: u64,
}

fn read_end(file: &File, n_bytes: u64) -> Option<End> {
    let end_at = n_bytes.checked_sub(END_BYTES)?;
    let mut end = [0; END_BYTES as usize];
    read_at(file, &mut end, end_at).ok()?;
    let (numbers, mark) = end.split_at_checked(24)?;
    let mut numbers = numbers.chunks_exact(8).map(|word| word.try_into().map_or(0, u64::from_le_bytes));
    let (start, len, sum) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let (version, mark) = mark.split_last()?;
    (mark == MARK && start.checked_add(len)? == end_at).then_some(End { version: *version, start, len, sum })
}

fn read_table(file: &File, end: &End) -> Option<Vec<u8>> {
    let mut table = vec![0; usize::try_from(end.len).ok()?];
    read_at(file, &mut table, end.start).ok()?;
    (checksum(&table) == end.sum).then_some(table)
}

fn read_pages(cursor: &mut Cursor<'_>, file: File, path: &Path, n_bytes: u64) -> Option<Arc<Pages>> {
    let n_sums = cursor.size()?;
    let sums = fours(cursor.take(n_sums.checked_mul(4)?)?);
    Pages::new(file, path, n_bytes, sums).map(Arc::new)
}

fn read_catalog(cursor: &mut Cursor<'_>, pages: &Arc<Pages>) -> Option<Kept> {
    let heading = read_heading(cursor)?;
    let has_files = cursor.byte()? == 1;
    let mut lines = || {
        let n_lines = cursor.size()?;
        (0..n_lines).map(|_| cursor.text().map(str::to_owned)).collect::<Option<Vec<String>>>()
    };
    let (warnings, states) = (lines()?, lines()?);
    let n_digests = cursor.size()?;
    let digests = (0..n_digests).map(|_| Some(cursor.bytes()?.try_into().ok())).collect::<Option<_>>()?;
    let mut segments = Vec::new();
    let mut first = 0;
    for _ in 0..cursor.size()? {
        let n_photos = cursor.size()?;
        let [words, records, columns, numbers] = [
            read_place(cursor, pages)?,
            read_place(cursor, pages)?,
            read_place(cursor, pages)?,
            read_place(cursor, pages)?,
        ];
        let parts = Parts { words, records, columns, numbers };
        segments.push(Arc::new(Segment::open(first, n_photos, parts).ok()?));
        first += n_photos;
    }
    let keys = KeyTable::open(read_place(cursor, pages)?);
    let kept_facets = read_place(cursor, pages)?;
    let n_ranks = cursor.size()?;
    let ranks = (0..n_ranks).map(|_| read_place(cursor, pages)).collect::<Option<_>>()?;
    let mut totals = Vec::new();
    for _ in 0..cursor.size()? {
        let n_without = u32::try_from(cursor.number()?).ok()?;
        let n_values = cursor.size()?;
        let n_photos = (0..n_values).map(|_| u32::try_from(cursor.number()?).ok()).collect::<Option<_>>()?;
        totals.push(Tally { n_photos, n_without });
    }
    let tables = Tables::decode(cursor.bytes()?)?;
    let orders = Orders::kept(ranks, first);
    let facets = OnceLock::new();
    let mut catalog = Catalog::assembled(heading, segments, tables, facets, totals, keys, orders, has_files);
    (catalog.kept_facets, catalog.pages) = (Some(kept_facets), Some(Arc::clone(pages)));
    Some(Kept { catalog, origin: Origin { warnings, states, digests } })
}

fn read_heading(cursor: &mut Cursor<'_>) -> Option<Heading> {
    let title = cursor.text()?.to_owned();
    let mut part = || match cursor.byte()? {
        0 => Some(None),
        _ => cursor.text().map(|text| Some(text.to_owned())),
    };
    let published = part()?.and_then(|printed| Date::parse(&printed).ok());
    Some(Heading { title, published, credit: part()?, address: part()?, lead: part()? })
}

fn read_place(cursor: &mut Cursor<'_>, pages: &Arc<Pages>) -> Option<Bytes> {
    let (start, len) = (cursor.number()?, cursor.number()?);
    (start.checked_add(len)? <= pages.n_bytes()).then(|| Bytes::Pages { pages: Arc::clone(pages), start, len })
}
