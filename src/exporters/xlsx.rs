//! A spreadsheet: a row for each photo, with its picture small beside the chosen fields. Every cell is text or a number, so
//! that nothing runs as a formula whatever a caption says. Texts longer than a cell holds go on in cells to the right.

use std::io::{self, Write};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatAlign, FormatBorder, Image, Workbook, Worksheet,
    XlsxError,
};

use crate::exporters::fields::ExportField;
use crate::exporters::options::ExportOptions;
use crate::exporters::pictures::{Pictures, THUMBNAIL_QUALITY};
use crate::exporters::{Export, Photos};
use crate::photo::Photo;

/// The most rows of a sheet, the head among them (ECMA-376, and Excel's specifications).
const ROWS_MAX: u32 = 1_048_576;
/// What a cell holds at most is 32,767 UTF-16 code units (Excel's specifications).
const CELL_MAX_UNITS: usize = 32_000;
/// The longest header or footer of a printed sheet (Excel's specifications), less what is put around a title.
const HEADER_MAX: usize = 200;
/// The cell of a picture, in pixels of the screen.
const PICTURE_WIDTH_PX: u32 = 132;
const PICTURE_HEIGHT_PX: u32 = 96;
/// Pictures have twice the pixels they show, for fine screens and for print.
const PICTURE_EDGE_PX: u32 = 264;
/// The longest alternative text that a spreadsheet holds, in characters.
const ALT_TEXT_MAX: usize = 250;

/// Writes the workbook; it is made in memory, because its parts refer to one another.
pub(super) fn write(photos: Photos<'_>, export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(export).map_err(failed)?);
    let mut sheet = Worksheet::new();
    fill(&mut sheet, photos, export).map_err(failed)?;
    workbook.push_worksheet(sheet);
    out.write_all(&workbook.save_to_buffer().map_err(failed)?)
}

fn fill(sheet: &mut Worksheet, photos: Photos<'_>, export: &Export<'_>) -> Result<(), XlsxError> {
    let options = export.options();
    let first_field = u16::from(options.thumbnails);
    let top = CellFormat::new().set_align(FormatAlign::Top);
    let formats = Formats { wrapped: top.clone().set_text_wrap(), top };
    sheet.set_name("Photos")?;
    if options.thumbnails {
        sheet.set_column_width_pixels(0, PICTURE_WIDTH_PX)?;
    }
    for (column, field) in (first_field..).zip(options.columns()) {
        sheet.set_column_width(column, width_chars(field.field))?;
    }
    let (mut n_rows, mut n_rest) = (1_u32, 0);
    let wanted = options.thumbnails;
    let made = |photo: &Photo, pictures: &dyn Pictures| match wanted {
        false => Ok(None),
        true => pictures.pixels(photo, PICTURE_EDGE_PX)?.jpeg(THUMBNAIL_QUALITY).map(Some),
    };
    export.with_pictures(photos, &made, &mut |number, position, photo, made| {
        if n_rows == ROWS_MAX {
            return Err(failed(XlsxError::RowColumnLimitError));
        }
        if let Some(jpeg) = export.or_left_out(photo, made).flatten() {
            insert_picture(sheet, n_rows, photo, &jpeg).map_err(failed)?;
        }
        let values = options.cells(photo, number, position);
        n_rest = n_rest.max(write_row(sheet, n_rows, &values, options, &formats).map_err(failed)?);
        n_rows += 1;
        Ok(())
    })?;
    let n_columns = write_head(sheet, export, first_field, n_rest)?;
    if n_columns > 0 {
        sheet.autofilter(0, 0, n_rows - 1, n_columns - 1)?;
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_freeze_panes(1, 0)?;
    }
    // As most lists are printed: across the paper, as wide as it is.
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    let title: String = export.heading().title.chars().filter(|c| !c.is_control()).take(HEADER_MAX).collect();
    sheet.set_header(format!("&L{}", title.replace('&', "&&"))).set_footer("&CPage &P of &N");
    Ok(())
}

/// How cells of one line and of several look.
struct Formats {
    top: CellFormat,
    wrapped: CellFormat,
}

/// Writes the values of a photo; how many cells more it took for those that are too long for theirs, which go on to the
/// right of all fields.
fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    values: &[String],
    options: &ExportOptions,
    Formats { top, wrapped }: &Formats,
) -> Result<u16, XlsxError> {
    let first_field = u16::from(options.thumbnails);
    if options.thumbnails {
        sheet.set_row_height_pixels(row, PICTURE_HEIGHT_PX)?;
    }
    let first_rest = first_field.saturating_add(u16::try_from(options.columns().len()).unwrap_or(u16::MAX));
    let mut rest_column = first_rest;
    for (column, (chosen, value)) in (first_field..).zip(options.columns().iter().zip(values)) {
        let format = if is_long(chosen.field) { wrapped } else { top };
        if let (ExportField::Number | ExportField::Position, Ok(n)) = (chosen.field, value.parse::<u32>()) {
            sheet.write_number_with_format(row, column, n, format)?;
            continue;
        }
        let mut pieces = cell_pieces(value);
        if let Some(piece) = pieces.next().filter(|piece| !piece.is_empty()) {
            sheet.write_string_with_format(row, column, piece, format)?;
        }
        for piece in pieces {
            sheet.write_string_with_format(row, rest_column, piece, wrapped)?;
            rest_column += 1;
        }
    }
    Ok(rest_column - first_rest)
}

/// Writes the names of the columns; how many there are.
fn write_head(sheet: &mut Worksheet, export: &Export<'_>, first_field: u16, n_rest: u16) -> Result<u16, XlsxError> {
    let head = CellFormat::new().set_bold().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin);
    let picture = (first_field > 0).then(|| "Picture".to_owned());
    let fields = export.options().columns().iter().map(|column| column.label().to_owned());
    let rests = (1..=n_rest).map(|n| format!("Rest of a long text, part {n}"));
    let mut n_columns = 0;
    for label in picture.into_iter().chain(fields).chain(rests) {
        let label: String = label.chars().take(CELL_MAX_UNITS / 2).collect();
        sheet.write_string_with_format(0, n_columns, label, &head)?;
        n_columns += 1;
    }
    Ok(n_columns)
}

fn insert_picture(sheet: &mut Worksheet, row: u32, photo: &Photo, jpeg: &[u8]) -> Result<(), XlsxError> {
    let alt_text = photo.caption.alt_text.as_deref().unwrap_or_else(|| crate::exporters::best_line(photo));
    let alt_text: String = alt_text.chars().take(ALT_TEXT_MAX).collect();
    let image = Image::new_from_buffer(jpeg)?.set_alt_text(alt_text);
    sheet.insert_image_fit_to_cell_centered(row, 0, &image)?;
    Ok(())
}

/// A text in pieces that each fit a cell; one piece for almost every text.
fn cell_pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let mut n_units = 0;
        let end = text.char_indices().find(|(_, c)| {
            n_units += c.len_utf16();
            n_units > CELL_MAX_UNITS
        });
        let Some((piece, after)) = end.and_then(|(at, _)| text.split_at_checked(at)) else { return Some(text) };
        rest = Some(after);
        Some(piece)
    })
}

fn is_long(field: ExportField) -> bool {
    width_chars(field) > 30.0
}

fn width_chars(field: ExportField) -> f64 {
    match field {
        ExportField::Number | ExportField::Position | ExportField::Rating | ExportField::Picked | ExportField::Size => {
            9.0
        }
        ExportField::Caption | ExportField::Composed | ExportField::Text | ExportField::Line => 70.0,
        ExportField::Headline | ExportField::AltText | ExportField::ExtendedDescription | ExportField::Instructions => {
            36.0
        }
        ExportField::Keywords
        | ExportField::KeywordPaths
        | ExportField::Persons
        | ExportField::Shown
        | ExportField::Organizations
        | ExportField::Places
        | ExportField::UsageTerms => 31.0,
        ExportField::Date | ExportField::Published | ExportField::Label | ExportField::FileType => 13.0,
        ExportField::Key
        | ExportField::Title
        | ExportField::Credit
        | ExportField::Creator
        | ExportField::JobTitle
        | ExportField::Source
        | ExportField::Place
        | ExportField::Location
        | ExportField::Sublocation
        | ExportField::City
        | ExportField::State
        | ExportField::Country
        | ExportField::Event
        | ExportField::File
        | ExportField::Stem
        | ExportField::Picture
        | ExportField::Folder
        | ExportField::CaptionWriter
        | ExportField::Copyright
        | ExportField::WebStatement
        | ExportField::Job
        | ExportField::Camera
        | ExportField::Gps => 24.0,
    }
}

/// The title and the date; without a date the first one there is, so that the same photos give the same file.
fn properties(export: &Export<'_>) -> Result<DocProperties, XlsxError> {
    let day = export.options().today.as_ref().map_or(19_000_101, |date| date.days().0);
    let year = u16::try_from(day / 10_000).unwrap_or(1900);
    let part = |divisor: i32| u8::try_from(day / divisor % 100).unwrap_or(1);
    let date = ExcelDateTime::from_ymd(year, part(100), part(1))?;
    let title = export.heading().title.chars().filter(|c| !c.is_control()).take(HEADER_MAX).collect::<String>();
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&date))
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::RowColumnLimitError => {
            io::Error::other(format!("a spreadsheet holds no more than {ROWS_MAX} rows; choose CSV"))
        }
        other => io::Error::other(other.to_string()),
    }
}
