//! The pages of a contact sheet as they are drawn: title, headers and footers, cells; all of it tagged, so that it is read
//! aloud in order.

use std::collections::HashMap;
use std::io;
use std::num::NonZeroU16;

use krilla::color::{luma, rgb};
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Node, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};

use crate::exporters::pdf::cells::{self, FOOTER_PT, Geometry, MARGIN_PT, PAD_PT, Piece, paginated};
use crate::exporters::pdf::fonts::Weight;
use crate::exporters::pdf::typeset::{Line, Style, Typesetter};
use crate::exporters::pdf::{BLACK, Cell, Paragraph, QUIET, printable};
use crate::exporters::{Export, cancelled};

/// Line heights as a multiple of the size of the type.
const LEADING: f32 = 1.32;
/// Where the baseline stands in its line, as a part of its height.
const BASELINE: f32 = 0.77;
const TITLE: Style = Style { size_pt: 17.0, weight: Weight::Strong };
const TITLE_LINES_MAX: usize = 6;
const SMALL: Style = Style { size_pt: 8.0, weight: Weight::Regular };

/// Draws the pages.
pub(super) struct SheetWriter<'a> {
    typesetter: &'a mut Typesetter,
    export: &'a Export<'a>,
    geometry: Geometry,
    title: Vec<Line>,
    /// The room to the left of the words, in which the numbers stand.
    gutter_pt: f32,
    number: Style,
    /// The words of cells that go on on the next page, by the cells' numbers: a caption is set once.
    going_on: HashMap<usize, Vec<SetLine>>,
}

/// A line of a cell's words, and which of its paragraphs it is of.
struct SetLine {
    paragraph: usize,
    line: Line,
}

impl<'a> SheetWriter<'a> {
    /// A sheet for these cells, in the type that fits them.
    pub(super) fn new(typesetter: &'a mut Typesetter, export: &'a Export<'a>, cells: &[Cell], size_pt: f32) -> Self {
        let sheet = export.options().sheet;
        let has_pictures = cells.iter().any(|cell| cell.picture.is_some());
        let [page_width_pt, _] = sheet.page_pt();
        let title = match printable(export.heading().title.trim()) {
            title if title.is_empty() => Vec::new(),
            title => title_lines(typesetter, &title, page_width_pt - 2.0 * MARGIN_PT - 90.0),
        };
        let title_pt = (title.len() as f32 * TITLE.size_pt * LEADING + 10.0).max(cells::HEADER_PT);
        let number = Style { size_pt, weight: Weight::Strong };
        let widest = cells.iter().map(|cell| cell.number.len()).max().unwrap_or_default();
        let gutter_pt = match widest {
            0 => 0.0,
            n_digits => typesetter.width_pt(&"0".repeat(n_digits), number) + size_pt * 0.5,
        };
        let geometry = Geometry::of(sheet, title_pt, has_pictures);
        Self { typesetter, export, geometry, title, gutter_pt, number, going_on: HashMap::new() }
    }

    fn words_width_pt(&self) -> f32 {
        (self.geometry.cell_width_pt - self.gutter_pt).max(10.0)
    }

    /// The heights of a cell's lines.
    fn heights_pt(&mut self, cell: &Cell) -> Vec<f32> {
        let width_pt = self.words_width_pt();
        let (mut heights, mut missing) = (Vec::new(), String::new());
        for paragraph in &cell.paragraphs {
            let n_lines = self.typesetter.n_lines(&paragraph.text, paragraph.style, width_pt);
            missing.extend(self.typesetter.missing.iter().flat_map(|c| [' ', *c]));
            heights.extend(std::iter::repeat_n(paragraph.style.size_pt * LEADING, n_lines));
        }
        if !missing.is_empty() {
            self.export.leave_out(&cell.name, format!("no font of this system has{missing}, shown as boxes"));
        }
        // A number needs a line even where nothing is said.
        if heights.is_empty() && !cell.number.is_empty() {
            heights.push(self.number.size_pt * LEADING);
        }
        heights
    }

    /// The sheet with these cells.
    pub(super) fn drawn(&mut self, cells: &[Cell]) -> io::Result<Vec<u8>> {
        let heights: Vec<Vec<f32>> = cells.iter().map(|cell| self.heights_pt(cell)).collect();
        let rows = paginated(&self.geometry, &heights);
        let settings = SerializeSettings { enable_tagging: true, ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        document.set_metadata(self.metadata());
        let n_pages = rows.iter().flatten().map(|piece| piece.page + 1).max().unwrap_or(1);
        let [width_pt, height_pt] = self.geometry.page_pt;
        let page_settings =
            PageSettings::from_wh(width_pt, height_pt).ok_or_else(|| io::Error::other("the paper has no size"))?;
        let mut tags: Vec<Vec<Node>> = cells.iter().map(|_| Vec::new()).collect();
        let mut title = TagGroup::new(Tag::Hn(NonZeroU16::MIN, None));
        let mut pieces = rows.iter().enumerate().flat_map(|(row, pieces)| pieces.iter().map(move |piece| (row, piece)));
        let mut next = pieces.next();
        for page_index in 0..n_pages {
            if !self.export.goes_on(cells.len()) {
                return Err(cancelled());
            }
            let mut page = document.start_page_with(page_settings.clone());
            let mut surface = page.surface();
            if let Some(identifiers) = self.draw_head(&mut surface, page_index) {
                identifiers.into_iter().for_each(|identifier| title.push(identifier));
            }
            while let Some((row, piece)) = next.filter(|(_, piece)| piece.page == page_index) {
                let first = row * self.geometry.columns;
                for (column, lines) in piece.lines.iter().enumerate() {
                    let index = first + column;
                    if let (Some(cell), Some(tags)) = (cells.get(index), tags.get_mut(index)) {
                        self.draw_cell(&mut surface, cell, index, piece, *lines, tags);
                    }
                }
                next = pieces.next();
            }
            self.draw_foot(&mut surface, page_index, n_pages);
            surface.finish();
            page.finish();
        }
        let mut tree = TagTree::new();
        if !title.children.is_empty() {
            tree.push(title);
        }
        for nodes in tags.into_iter().filter(|nodes| !nodes.is_empty()) {
            tree.push(TagGroup::with_children(Tag::Section, nodes));
        }
        document.set_tag_tree(tree);
        document.finish().map_err(|error| io::Error::other(format!("the PDF cannot be made: {error:?}")))
    }

    fn metadata(&self) -> Metadata {
        let mut metadata = Metadata::new().creator("Cutline".to_owned()).producer("Cutline, krilla".to_owned());
        let title = printable(self.export.heading().title.trim());
        if !title.is_empty() {
            metadata = metadata.title(title);
        }
        if let Some(day) = self.export.options().today.as_ref().map(|date| date.days().0) {
            let part = |divisor: i32| u8::try_from(day / divisor % 100).unwrap_or(1);
            let year = u16::try_from(day / 10_000).unwrap_or_default();
            metadata = metadata.creation_date(DateTime::new(year).month(part(100)).day(part(1)));
        }
        metadata
    }

    /// The title on the first page, which is read aloud, and a header on the others, which is not.
    fn draw_head(&mut self, surface: &mut Surface<'_>, page: usize) -> Option<Vec<krilla::tagging::Identifier>> {
        let [width_pt, _] = self.geometry.page_pt;
        let right = width_pt - MARGIN_PT;
        let date = self.export.options().today.as_ref().map(ToString::to_string);
        if let Some(date) = date.and_then(|date| self.typesetter.one_line(&date, SMALL, 90.0)) {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)));
            self.draw_line(surface, &date, right - date.width_pt, MARGIN_PT, SMALL, QUIET);
            surface.end_tagged();
        }
        if page > 0 {
            let title = printable(self.export.heading().title.trim());
            let line = self.typesetter.one_line(&title, SMALL, width_pt - 2.0 * MARGIN_PT - 100.0);
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)));
            if let Some(line) = line {
                self.draw_line(surface, &line, MARGIN_PT, MARGIN_PT, SMALL, QUIET);
            }
            surface.end_tagged();
            return None;
        }
        let mut identifiers = Vec::new();
        let mut y = MARGIN_PT - 4.0;
        for line in std::mem::take(&mut self.title) {
            identifiers.push(surface.start_tagged(ContentTag::Other));
            self.draw_line(surface, &line, MARGIN_PT, y, TITLE, BLACK);
            surface.end_tagged();
            y += TITLE.size_pt * LEADING;
        }
        Some(identifiers)
    }

    fn draw_foot(&mut self, surface: &mut Surface<'_>, page: usize, n_pages: usize) {
        let [width_pt, height_pt] = self.geometry.page_pt;
        let y = height_pt - MARGIN_PT - FOOTER_PT + 13.0;
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        let numbers = format!("Page {} of {n_pages}", page + 1);
        let mut room_pt = width_pt - 2.0 * MARGIN_PT;
        if let Some(line) = self.typesetter.one_line(&numbers, SMALL, room_pt) {
            self.draw_line(surface, &line, width_pt - MARGIN_PT - line.width_pt, y, SMALL, QUIET);
            room_pt -= line.width_pt + 20.0;
        }
        let credit = self.export.heading().credit.as_deref().map(printable).unwrap_or_default();
        if let Some(line) = self.typesetter.one_line(&credit, SMALL, room_pt) {
            self.draw_line(surface, &line, MARGIN_PT, y, SMALL, QUIET);
        }
        surface.end_tagged();
    }

    fn draw_cell(
        &mut self,
        surface: &mut Surface<'_>,
        cell: &Cell,
        index: usize,
        piece: &Piece,
        [from, to]: [usize; 2],
        tags: &mut Vec<Node>,
    ) {
        let left = self.geometry.cell_left_pt(index % self.geometry.columns);
        if piece.picture_pt > 0.0 {
            self.draw_picture(surface, cell, left, piece, tags);
        }
        let mut y = piece.top_pt + if piece.picture_pt > 0.0 { piece.picture_pt + PAD_PT } else { 0.0 };
        if from == to && from > 0 {
            return;
        }
        if !cell.number.is_empty() {
            // Where a caption goes on, its number says so.
            let identifier = surface.start_tagged(ContentTag::Other);
            let number = match from {
                0 => cell.number.clone(),
                _ => "…".to_owned(),
            };
            if let Some(line) = self.typesetter.one_line(&number, self.number, f32::INFINITY) {
                self.draw_line(surface, &line, left, y, self.number, BLACK);
            }
            surface.end_tagged();
            tags.push(TagGroup::with_children(Tag::P, vec![identifier.into()]).into());
        }
        let (left, width_pt) = (left + self.gutter_pt, self.words_width_pt());
        let lines = self.going_on.remove(&index).unwrap_or_else(|| self.set(cell));
        for lines in lines.get(from..to).unwrap_or_default().chunk_by(|one, next| one.paragraph == next.paragraph) {
            let mut group = TagGroup::new(Tag::P);
            for SetLine { paragraph, line } in lines {
                let Some(Paragraph { style, gray, .. }) = cell.paragraphs.get(*paragraph) else { continue };
                let x = if line.right_to_left { left + width_pt - line.width_pt } else { left };
                group.push(surface.start_tagged(ContentTag::Other));
                self.draw_line(surface, line, x, y, *style, *gray);
                surface.end_tagged();
                y += style.size_pt * LEADING;
            }
            tags.push(group.into());
        }
        if to < lines.len() {
            self.draw_mark(surface, left, width_pt);
            self.going_on.insert(index, lines);
        }
    }

    /// A cell's words in lines.
    fn set(&mut self, cell: &Cell) -> Vec<SetLine> {
        let width_pt = self.words_width_pt();
        let paragraphs = cell.paragraphs.iter().enumerate();
        let set = |(paragraph, Paragraph { text, style, .. }): (usize, &Paragraph)| {
            let lines = self.typesetter.lines(text, *style, width_pt);
            lines.into_iter().map(move |line| SetLine { paragraph, line })
        };
        paragraphs.flat_map(set).collect()
    }

    /// Says that a caption goes on on the next page.
    fn draw_mark(&mut self, surface: &mut Surface<'_>, left: f32, width_pt: f32) {
        let style = Style { size_pt: self.number.size_pt * 0.86, ..self.number };
        if let Some(line) = self.typesetter.one_line("goes on on the next page …", style, width_pt) {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)));
            let y = self.geometry.body_bottom_pt() + 1.0;
            self.draw_line(surface, &line, left + width_pt - line.width_pt, y, style, QUIET);
            surface.end_tagged();
        }
    }

    fn draw_picture(&mut self, surface: &mut Surface<'_>, cell: &Cell, left: f32, piece: &Piece, tags: &mut Vec<Node>) {
        let (box_width, box_height) = (self.geometry.cell_width_pt, piece.picture_pt);
        let Some(image) = &cell.picture else {
            self.draw_absent(surface, cell, left, piece);
            return;
        };
        let (width_px, height_px) = image.size();
        let scale = (box_width / width_px as f32).min(box_height / height_px as f32);
        let Some(size) = Size::from_wh(width_px as f32 * scale, height_px as f32 * scale) else { return };
        // Pictures stand on their words, and in the middle of their column.
        let x = left + (box_width - size.width()) / 2.0;
        let y = piece.top_pt + box_height - size.height();
        let identifier = surface.start_tagged(ContentTag::Other);
        surface.push_transform(&Transform::from_translate(x, y));
        surface.draw_image(image.clone(), size);
        surface.pop();
        surface.end_tagged();
        let alt_text = Some(cell.alt_text.clone()).filter(|text| !text.trim().is_empty());
        tags.push(TagGroup::with_children(Tag::Figure(alt_text), vec![identifier.into()]).into());
    }

    /// An empty box where a picture should be, and why it is empty.
    fn draw_absent(&mut self, surface: &mut Surface<'_>, cell: &Cell, left: f32, piece: &Piece) {
        let (width_pt, height_pt) = (self.geometry.cell_width_pt, piece.picture_pt);
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
        let mut path = PathBuilder::new();
        if let Some(area) = Rect::from_xywh(left, piece.top_pt, width_pt, height_pt) {
            path.push_rect(area);
        }
        if let Some(path) = path.finish() {
            surface.set_fill(Some(Fill { paint: luma::Color::new(236).into(), ..Fill::default() }));
            surface.draw_path(&path);
        }
        let why = cell.why_none.as_deref().map_or("No picture".to_owned(), |why| format!("No picture: {why}"));
        let style = Style { size_pt: self.number.size_pt * 0.86, weight: Weight::Regular };
        let mut y = piece.top_pt + 6.0;
        for line in self.typesetter.lines(&printable(&why), style, (width_pt - 12.0).max(10.0)) {
            if y + style.size_pt * LEADING > piece.top_pt + height_pt {
                break;
            }
            self.draw_line(surface, &line, left + 6.0, y, style, QUIET);
            y += style.size_pt * LEADING;
        }
        surface.end_tagged();
    }

    fn draw_line(&self, surface: &mut Surface<'_>, line: &Line, x: f32, y: f32, style: Style, gray: u8) {
        surface.set_fill(Some(Fill { paint: rgb::Color::new(gray, gray, gray).into(), ..Fill::default() }));
        let mut x = x;
        let baseline = y + style.size_pt * LEADING * BASELINE;
        for run in &line.runs {
            if let Some(loaded) = self.typesetter.fonts.loaded(run.font) {
                let start = Point::from_xy(x, baseline);
                surface.draw_glyphs(start, &run.glyphs, loaded.font.clone(), &run.text, style.size_pt, false);
            }
            x += run.width_pt;
        }
    }
}

/// A title in lines; one of many lines leaves most of the page to the photos, and ends in an ellipsis.
fn title_lines(typesetter: &mut Typesetter, title: &str, width_pt: f32) -> Vec<Line> {
    let mut lines = typesetter.lines(title, TITLE, width_pt);
    if lines.len() > TITLE_LINES_MAX {
        let rest: String = lines.drain(TITLE_LINES_MAX - 1..).flat_map(|line| line.runs).map(|run| run.text).collect();
        lines.extend(typesetter.one_line(&rest, TITLE, width_pt));
    }
    lines
}
