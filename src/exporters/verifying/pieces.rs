//! What was written, read again a photo at a time: the rows of a table, the lines of JSON Lines, the items of an array, which
//! our arrays have on a line each. What a piece says is the business of `Check`.

use std::io::{self, BufRead, ErrorKind, Read};

use csv::{ReaderBuilder, StringRecord, StringRecordsIntoIter};

use crate::exporters::format::Format;
use crate::exporters::template::Template;
use crate::exporters::verifying::{Check, Depth, Verified};
use crate::record::row;

/// The longest line that is read as a record: what readers take at most for a whole input.
const LINE_BYTES_MAX: u64 = 1 << 30;

/// What stands of a photo in a file.
#[derive(Clone, Debug)]
pub enum Piece {
    /// A row of a table.
    Row(StringRecord),
    /// JSON.
    Object(Vec<u8>),
    /// What cannot be read, and why.
    Broken(String),
}

/// A file that is read again.
pub struct Pieces<'a> {
    source: Source<'a>,
    format: Format,
    depth: Depth,
    header: StringRecord,
    is_header_right: bool,
}

enum Source<'a> {
    Rows(Box<StringRecordsIntoIter<&'a mut dyn BufRead>>),
    Lines(&'a mut dyn BufRead),
    Items(Items<'a>),
}

/// The items of an array.
struct Items<'a> {
    written: &'a mut dyn BufRead,
    /// Why there are no more.
    end: Option<End>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The last item has no comma.
    LastItem,
    /// The array is closed.
    Closed,
    /// It is no array as we write them.
    Broken,
}

impl<'a> Pieces<'a> {
    /// A file in a format that is compared, as far as its first photo.
    pub fn of(format: Format, template: Option<&Template>, written: &'a mut dyn BufRead) -> io::Result<Self> {
        let depth = if template.is_some() { Depth::Cells } else { Depth::Fields };
        let (mut header, mut is_header_right) = (StringRecord::new(), true);
        let source = match format {
            Format::Csv | Format::CsvLossless => {
                let reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(written);
                let mut rows = reader.into_records();
                header = rows.next().transpose().map_err(io::Error::other)?.unwrap_or_default();
                if let Some(template) = template {
                    let restored = |cell| if format == Format::Csv { row::restored(cell) } else { cell };
                    is_header_right = header.iter().map(restored).eq(template.labels().iter().map(String::as_str));
                }
                Source::Rows(Box::new(rows))
            }
            Format::Json => {
                let first = read_line(written)?;
                let end = match first.as_deref().map(<[u8]>::trim_ascii) {
                    Some(b"[") => None,
                    Some(b"[]") => Some(End::Closed),
                    _ => Some(End::Broken),
                };
                Source::Items(Items { written, end })
            }
            _ => Source::Lines(written),
        };
        Ok(Self { source, format, depth, header, is_header_right })
    }

    /// What its pieces are compared by.
    pub fn check<'t>(&self, template: Option<&'t Template>) -> Check<'t> {
        let template = template.map(|template| (template, template.labels()));
        Check { template, format: self.format, header: self.header.clone() }
    }

    /// What is known before the first photo.
    pub fn begun(&self) -> Verified {
        let mut verified = Verified::new(self.depth);
        if !self.is_header_right {
            verified.differ("file".to_owned(), "the names of its columns differ".to_owned());
        }
        verified
    }

    /// What stands of the next photo; none at the end.
    pub fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        match &mut self.source {
            Source::Rows(rows) => Ok(rows.next().map(|cells| match cells {
                Ok(cells) => Piece::Row(cells),
                Err(error) => Piece::Broken(format!("its row cannot be read: {error}")),
            })),
            Source::Lines(written) => Ok(read_line(*written)?.map(Piece::Object)),
            Source::Items(items) => items.next(),
        }
    }

    /// Reads what stands behind the last photo.
    pub fn finish(mut self, verified: &mut Verified) -> io::Result<()> {
        let mut n_rest = 0;
        while self.next_piece()?.is_some() {
            n_rest += 1;
        }
        if n_rest > 0 {
            let noun = if n_rest == 1 { "photo" } else { "photos" };
            verified.differ("file".to_owned(), format!("it holds {n_rest} {noun} more"));
        }
        if let Source::Items(items) = &mut self.source
            && !items.is_closed()?
        {
            verified.differ("file".to_owned(), "it is no whole array".to_owned());
        }
        Ok(())
    }
}

impl Items<'_> {
    fn next(&mut self) -> io::Result<Option<Piece>> {
        if self.end.is_some() {
            return Ok(None);
        }
        let Some(mut line) = read_line(self.written)? else {
            self.end = Some(End::Broken);
            return Ok(None);
        };
        line.truncate(line.trim_ascii_end().len());
        match line.pop_if(|last| *last == b',') {
            Some(_) => {}
            None if line == b"]" => {
                // A comma stood before it.
                self.end = Some(End::Broken);
                return Ok(None);
            }
            None => self.end = Some(End::LastItem),
        }
        Ok(Some(Piece::Object(line)))
    }

    /// Whether the array ends as it should, and the file with it.
    fn is_closed(&mut self) -> io::Result<bool> {
        let is_closed = match self.end {
            Some(End::Closed) => true,
            Some(End::LastItem) => read_line(self.written)?.is_some_and(|line| line.trim_ascii() == b"]"),
            Some(End::Broken) | None => false,
        };
        Ok(is_closed && read_line(self.written)?.is_none())
    }
}

/// The next line that is not blank.
fn read_line(written: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    loop {
        let mut line = Vec::new();
        match (&mut *written).take(LINE_BYTES_MAX).read_until(b'\n', &mut line) {
            Ok(0) => return Ok(None),
            Ok(_) if line.iter().all(u8::is_ascii_whitespace) => {}
            Ok(_) => return Ok(Some(line)),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
