//! A document for word processors: the captions as a numbered list, each with its picture, its headline and its facts.
//! Texts are texts and nothing else; what XML cannot hold is shown by a symbol.

use std::borrow::Cow;
use std::io::{self, Cursor, Write};

use docx_rs::{
    AbstractNumbering, BreakType, Docx, Footer, IndentLevel, Level, LevelJc, LevelText, LineSpacing, NumPages,
    NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph, Pic, Run, RunFonts, SpecialIndentType, Start,
};

use crate::exporters::fields::ExportField;
use crate::exporters::pictures::Pictures;
use crate::exporters::{Export, Photos, headline, is_right_to_left};
use crate::photo::Photo;
use crate::text::with_visible_controls;

/// The pictures' longer edge in pixels, and what that is on paper: 6.5 cm at 150 pixels to the inch.
const PICTURE_EDGE_PX: u32 = 384;
const EMU_PER_PX: u32 = 914_400 / 150;
/// The list that numbers the captions.
const LIST_ID: usize = 2;
/// Sizes in half points.
const TITLE_SIZE: usize = 36;
const TEXT_SIZE: usize = 22;
const SMALL_SIZE: usize = 18;
/// Twentieths of a point.
const INDENT: i32 = 567;
const AFTER: u32 = 60;
/// Above each photo.
const BEFORE: u32 = 280;
const QUIET: &str = "595959";

/// Writes the document; it is made in memory, because its parts refer to one another.
pub(super) fn write(photos: Photos<'_>, export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let heading = export.heading();
    let date = export.options().today.as_ref().map(ToString::to_string);
    let level = Level::new(0, Start::new(1), NumberFormat::new("decimal"), LevelText::new("%1."), LevelJc::new("left"))
        .indent(Some(INDENT), Some(SpecialIndentType::Hanging(INDENT)), None, None);
    let created = format!("{}T00:00:00Z", export.day().unwrap_or_else(|| "1970-01-01".to_owned()));
    let mut document = Docx::new()
        .default_size(TEXT_SIZE)
        .default_fonts(RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Arial").east_asia("Noto Sans CJK SC"))
        // 2 cm on every side.
        .page_margin(PageMargin::new().top(1134).bottom(1134).left(1134).right(1134))
        .add_abstract_numbering(AbstractNumbering::new(LIST_ID).add_level(level))
        .add_numbering(Numbering::new(LIST_ID, LIST_ID))
        .footer(Footer::new().add_paragraph(footer(date.as_deref())))
        .created_at(&created)
        .updated_at(&created);
    if !heading.title.trim().is_empty() {
        let run = lines(Run::new().size(TITLE_SIZE).bold(), &heading.title);
        document = document.add_paragraph(paragraph(&heading.title).outline_lvl(0).add_run(run));
    }
    let wanted = export.options().thumbnails;
    let made = |photo: &Photo, pictures: &dyn Pictures| {
        let pixels = wanted.then(|| pictures.pixels(photo, PICTURE_EDGE_PX)).transpose()?;
        pixels.map(|pixels| Ok((pixels.png()?, pixels.width_px, pixels.height_px))).transpose()
    };
    let mut added = Vec::new();
    export.with_pictures(photos, &made, &mut |number, position, photo, made| {
        let picture = export.or_left_out(photo, made).flatten().map(|(png, width_px, height_px)| {
            Pic::new_with_dimensions(png, width_px, height_px).size(width_px * EMU_PER_PX, height_px * EMU_PER_PX)
        });
        added.extend(paragraphs(photo, number, position, picture, export));
        Ok(())
    })?;
    for paragraph in added {
        document = document.add_paragraph(paragraph);
    }
    if let Some(credit) = &heading.credit {
        document = document.add_paragraph(paragraph(credit).add_run(lines(Run::new().size(SMALL_SIZE), credit)));
    }
    let mut bytes = Cursor::new(Vec::new());
    document.pack(&mut bytes).map_err(io::Error::other)?;
    out.write_all(bytes.get_ref())
}

/// What is written about one photo.
fn paragraphs(
    photo: &Photo,
    number: usize,
    position: usize,
    picture: Option<Pic>,
    export: &Export<'_>,
) -> Vec<Paragraph> {
    let options = export.options();
    let shows = |field| options.template.is_none() && options.columns().iter().any(|column| column.field == field);
    let mut paragraphs = Vec::new();
    if let Some(picture) = picture {
        let run = Run::new().add_image(picture);
        let spacing = LineSpacing::new().before(BEFORE).after(AFTER);
        paragraphs.push(indented(Paragraph::new()).keep_next(true).line_spacing(spacing).add_run(run));
    }
    let caption = options.caption(photo, number, position);
    let line = caption.as_ref();
    let mut numbered = paragraph(line).numbering(NumberingId::new(LIST_ID), IndentLevel::new(0));
    if let Some(headline) = headline(photo).filter(|_| shows(ExportField::Headline)) {
        numbered = numbered.add_run(lines(Run::new().bold(), headline).add_break(BreakType::TextWrapping));
    }
    if paragraphs.is_empty() {
        numbered = numbered.line_spacing(LineSpacing::new().before(BEFORE).after(AFTER));
    }
    paragraphs.push(numbered.add_run(lines(Run::new(), line)));
    for (column, value) in options.columns().iter().zip(options.cells(photo, number, position)) {
        // The list has the number, and the paragraph above the caption and what stands over it.
        let is_above = match column.field {
            ExportField::Number | ExportField::Composed => true,
            ExportField::Headline | ExportField::Caption => options.template.is_none(),
            _ => false,
        };
        if is_above || value.trim().is_empty() {
            continue;
        }
        let label = lines(Run::new().size(SMALL_SIZE).color(QUIET), &format!("{}: ", column.label()));
        let run = lines(Run::new().size(SMALL_SIZE), &value);
        paragraphs.push(indented(paragraph(&value)).add_run(label).add_run(run));
    }
    paragraphs
}

/// A paragraph that runs as its text does.
fn paragraph(text: &str) -> Paragraph {
    let mut paragraph = Paragraph::new().line_spacing(LineSpacing::new().after(AFTER));
    if is_right_to_left(text) {
        paragraph.property = paragraph.property.bidi(true);
    }
    paragraph
}

fn indented(paragraph: Paragraph) -> Paragraph {
    paragraph.indent(Some(INDENT), None, None, None)
}

/// Puts a text into a run, its lines divided as they are.
fn lines(mut run: Run, text: &str) -> Run {
    for (index, line) in writable(text).split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        for (index, part) in line.split('\t').enumerate() {
            if index > 0 {
                run = run.add_tab();
            }
            run = run.add_text(part);
        }
    }
    run
}

fn footer(date: Option<&str>) -> Paragraph {
    let text = |text: &str| Run::new().size(SMALL_SIZE).color(QUIET).add_text(text);
    let before = date.map_or_else(|| "Page ".to_owned(), |date| format!("{date} · Page "));
    Paragraph::new()
        .add_run(text(&before))
        .add_page_num(PageNum::new())
        .add_run(text(" of "))
        .add_num_pages(NumPages::new())
}

/// A text as XML can hold it (XML 1.0, 2.2).
fn writable(text: &str) -> Cow<'_, str> {
    let text = with_visible_controls(text);
    match text.contains(['\u{fffe}', '\u{ffff}']) {
        true => Cow::Owned(text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")),
        false => text,
    }
}
