//! A caption whole, as text that can be marked, with the parts that were read quietly underlined. Each part is a control:
//! it says what was read and by which rule, filters by it, and has a menu that corrects it.

mod settled;

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::{
    self, Color32, CornerRadius, CursorIcon, Galley, Label, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo, text_selection::LabelSelectionState, vec2,
};

use crate::anatomy::when::{self, Known, When};
use crate::anatomy::{Span, SpanKind};
use crate::app::App;
use crate::app::command::Command;
use crate::caption::date::{Date, DayNumber};
use crate::catalog::PhotoIndex;
use crate::photo::Photo;
use crate::photo::knowledge::Knowledge;
use crate::query::FacetName;
use crate::ui::context_menu::{self, Keyboard};
use crate::ui::corrections::{self, Corrected};
use crate::ui::{caption_text, theme};

/// How much of a caption is laid out, in bytes; the rest can be copied.
const SHOWN_BYTES: usize = 64 * 1024;
/// Height of a line of the caption against the size of its letters.
const LINE_HEIGHT: f32 = 1.42;
/// The longest marked text that can be corrected, in bytes: a name is no sentence.
const MARKED_BYTES_MAX: usize = 200;

/// What the caption keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct CaptionView {
    /// What captions are read with; the corrections in it are those of the start.
    pub knowledge: Knowledge,
    /// The parts of the caption last shown: reading them takes longer than a frame should.
    read: Option<Read>,
    /// The bytes marked with the pointer.
    marked: Option<Range<usize>>,
    /// The byte at which marking began.
    mark_start: Option<usize>,
}

/// A caption that was read.
#[derive(Debug)]
struct Read {
    index: PhotoIndex,
    fingerprint: u64,
    text: String,
    spans: Vec<Span>,
    /// The dates that the text states.
    dates: Vec<When>,
}

/// A part of the caption on the screen.
struct Part<'a> {
    span: &'a Span,
    words: &'a str,
    /// The value it filters by.
    filter: Option<(FacetName, String)>,
    /// Whether that is ticked.
    ticked: bool,
    /// Where it stands: a rectangle a line.
    pieces: Vec<Rect>,
}

impl CaptionView {
    /// Draws the caption, with grounds of their own under some parts, and appends what is asked for.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        index: PhotoIndex,
        photo: &Photo,
        flags: &[(Range<usize>, Color32)],
        commands: &mut Vec<Command>,
    ) {
        let text = crate::text::truncated(photo.text(), SHOWN_BYTES);
        if text.is_empty() {
            ui.label(egui::RichText::new("No caption").italics().color(theme::palette(ui).text_weak));
            return;
        }
        self.read(app, index, photo, text);
        let Some(Read { spans, dates, .. }) = &self.read else { return };
        let palette = theme::palette(ui);
        let size_pt = app.settings().caption_text_size_pt;
        let mut job = caption_text::annotated(text, spans, theme::regular(size_pt), palette);
        for (range, ground) in flags {
            caption_text::flag(&mut job, range, *ground);
        }
        for section in &mut job.sections {
            section.format.line_height = Some(size_pt * LINE_HEIGHT);
        }
        let (position, galley, response) = Label::new(job).selectable(true).wrap().layout_in_ui(ui);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
        let parts: Vec<Part<'_>> =
            spans.iter().filter_map(|span| Part::of(span, text, photo, dates, app, (position, &galley))).collect();
        // Grounds lie below the text, which is painted before it is known what the pointer is over.
        let grounds: Vec<_> = parts.iter().map(|_| ui.painter().add(Shape::Noop)).collect();
        let marked = marked_bytes(&response, position, &galley, text, &mut self.mark_start);
        LabelSelectionState::label_text_selection(ui, &response, position, galley, palette.text, Stroke::NONE);
        if let Some(marked) = marked {
            self.marked = marked;
        } else if response.clicked_elsewhere() && !egui::Popup::is_any_open(ui.ctx()) {
            self.marked = None;
        }
        for (at, (part, ground)) in parts.iter().zip(grounds).enumerate() {
            let shapes = part.ui(ui, (index, at), app, photo, commands);
            ui.painter().set(ground, Shape::Vec(shapes));
        }
        self.marked_ui(ui, app, photo, text, commands);
    }

    /// Where a date of the photo stands in its caption, in a few words; none where the caption states no such date.
    pub fn date_origin(&self, date: &Date) -> Option<&'static str> {
        let dates = self.read.as_ref().map(|read| read.dates.as_slice()).unwrap_or_default();
        let when = dates.iter().find(|when| when.date.as_ref() == Some(date))?;
        Some(if when.inferred { "read in the caption · year taken from the rest" } else { "read in the caption" })
    }

    fn read(&mut self, app: &App, index: PhotoIndex, photo: &Photo, text: &str) {
        let corrections = &app.lists().corrections;
        let fingerprint = corrections.fingerprint();
        let is_read = |read: &Read| read.index == index && read.fingerprint == fingerprint && read.text == text;
        if self.read.as_ref().is_some_and(is_read) {
            return;
        }
        if self.read.as_ref().is_none_or(|read| read.text != text) {
            self.marked = None;
        }
        let mut spans = self.knowledge.with(Arc::clone(corrections)).spans(photo, text);
        settled::settle(&mut spans, photo);
        // The year of the photo's date is the collection's, where the caption tells none.
        let year = photo.caption.date_created.as_ref().map(|date| date.years().0);
        let known = Known { published: photo.published.clone(), year, ..Known::default() };
        let dates = when::find_known(text, &known);
        self.read = Some(Read { index, fingerprint, text: text.to_owned(), spans, dates });
    }

    /// What can be said of words that were marked.
    fn marked_ui(&self, ui: &mut Ui, app: &App, photo: &Photo, text: &str, commands: &mut Vec<Command>) {
        let words = self.marked.clone().and_then(|marked| text.get(marked)).map(str::trim).unwrap_or_default();
        if words.len() > MARKED_BYTES_MAX || crate::text::words(words).is_empty() {
            return;
        }
        ui.horizontal(|ui| {
            let shown = egui::RichText::new(format!("“{words}”")).color(theme::palette(ui).text_weak);
            let response = ui.menu_button("Correct…", |ui| {
                corrections::menu_ui(ui, &Corrected { words, photo, kind: None, range: None }, app, commands);
            });
            let label = format!("Correct “{words}”");
            response.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_str()));
            response.response.on_hover_text("Say what the marked words are");
            ui.add(Label::new(shown).truncate());
        });
    }
}

impl<'a> Part<'a> {
    fn of(
        span: &'a Span,
        text: &'a str,
        photo: &Photo,
        dates: &[When],
        app: &App,
        (position, galley): (Pos2, &Galley),
    ) -> Option<Self> {
        let words = text.get(span.range.clone())?;
        let filter = filter_of(span, words, photo, dates);
        let ticked = filter.as_ref().is_some_and(|(facet, value)| is_ticked(app, *facet, value));
        Some(Self { span, words, filter, ticked, pieces: pieces(span, text, position, galley) })
    }

    /// Makes a control of the part; returns the ground to be painted below its words.
    fn ui(
        &self,
        ui: &mut Ui,
        id: (PhotoIndex, usize),
        app: &App,
        photo: &Photo,
        commands: &mut Vec<Command>,
    ) -> Vec<Shape> {
        let id = ui.scope_id().with(("part", id));
        let mut whole: Option<Response> = None;
        for (n, piece) in self.pieces.iter().enumerate() {
            // Only the first piece is reached by the keyboard: the part is one control.
            let sense = if n == 0 { Sense::click() } else { Sense::CLICK };
            let response = ui.interact(*piece, id.with(n), sense);
            if n == 0 {
                let label = self.label();
                response.widget_info(|| match &self.filter {
                    Some(_) => WidgetInfo::selected(Role::Button, true, self.ticked, label.as_str()),
                    None => WidgetInfo::labeled(Role::Button, true, label.as_str()),
                });
            }
            whole = Some(match whole {
                Some(whole) => whole | response,
                None => response,
            });
        }
        let Some(response) = whole else { return Vec::new() };
        let menu = |ui: &mut Ui| {
            if let Some((facet, value)) = &self.filter {
                let label = if self.ticked { "No longer filter by this" } else { "Filter by this" };
                if ui.button(label).clicked() {
                    commands.push(Command::ToggleTick(*facet, value.clone()));
                    ui.close();
                }
                ui.separator();
            }
            let range = Some(self.span.range.clone());
            let corrected = Corrected { words: self.words, photo, kind: Some(self.span.kind), range };
            corrections::menu_ui(ui, &corrected, app, commands);
        };
        context_menu::ui(ui, &response, Keyboard::Own, menu);
        if response.clicked()
            && let Some((facet, value)) = &self.filter
        {
            commands.push(Command::ToggleTick(*facet, value.clone()));
        }
        let (hovered, focused) = (response.hovered(), response.has_focus());
        let response =
            if self.filter.is_some() { response.on_hover_cursor(CursorIcon::PointingHand) } else { response };
        response.on_hover_text_at_pointer(self.help());
        let palette = theme::palette(ui);
        let color = caption_text::color(self.span.kind, palette);
        let strength = match (hovered, self.ticked) {
            (true, _) => 0.30,
            (false, true) => 0.20,
            (false, false) => 0.0,
        };
        let edge = if focused { Stroke::new(1.5, palette.accent) } else { Stroke::NONE };
        self.pieces.iter().map(|piece| ground(*piece, color.gamma_multiply(strength), edge)).collect()
    }

    fn label(&self) -> String {
        format!("{}: {}", self.words, self.span.explanation)
    }

    fn help(&self) -> String {
        let filter = match (&self.filter, self.ticked) {
            (Some(_), false) => "Click to filter by it; right-click or Shift+F10 to correct",
            (Some(_), true) => "Click to no longer filter by it; right-click or Shift+F10 to correct",
            (None, _) => "Right-click or Shift+F10 to correct",
        };
        format!("{}\n{filter}", self.span.explanation)
    }
}

fn ground(piece: Rect, fill: Color32, edge: Stroke) -> Shape {
    Shape::Rect(egui::epaint::RectShape::new(piece, CornerRadius::same(3), fill, edge, StrokeKind::Outside))
}

/// The value of a facet that a part of a caption stands for. The photo knows it: a short name was made whole, and a place
/// outside of which something happens is another place.
fn filter_of(span: &Span, words: &str, photo: &Photo, dates: &[When]) -> Option<(FacetName, String)> {
    match span.kind {
        SpanKind::Where => {
            let mention = photo.places.iter().find(|mention| mention.span.as_ref() == Some(&span.range))?;
            Some((FacetName::Place, mention.place.id.clone()))
        }
        SpanKind::Who => {
            let exact = photo.persons.iter().find(|person| person.span.as_ref() == Some(&span.range));
            let named = || photo.persons.iter().find(|person| crate::anatomy::persons::is_same(&person.name, words));
            Some((FacetName::Person, exact.or_else(named)?.name.clone()))
        }
        SpanKind::When => {
            let written = dates.iter().find(|when| when.range == span.range)?;
            Some((FacetName::Date, days_asked_for(written.date.as_ref()?)))
        }
        SpanKind::Credit => Some((FacetName::Credit, photo.caption.credit_line.clone()?)),
        SpanKind::Organization => {
            let folded = crate::text::fold(words);
            let named = photo.organizations.iter().find(|name| crate::text::fold(name) == folded)?;
            Some((FacetName::Organization, named.clone()))
        }
        SpanKind::NotPlace => None,
    }
}

/// The days of a date, as a query asks for them: a day, a month or a year, or from one day to another.
fn days_asked_for(date: &Date) -> String {
    let (first, last) = date.days();
    let parts = |day: DayNumber| (day / 10_000, day / 100 % 100, day % 100);
    let ((year, month, day), (last_year, last_month, last_day)) = (parts(first), parts(last));
    match () {
        () if first == last => format!("{year:04}-{month:02}-{day:02}"),
        () if year == last_year && month == last_month && day == 1 && last_day >= 28 => format!("{year:04}-{month:02}"),
        () if year == last_year && (month, day, last_month, last_day) == (1, 1, 12, 31) => format!("{year:04}"),
        () => format!("{year:04}-{month:02}-{day:02}..{last_year:04}-{last_month:02}-{last_day:02}"),
    }
}

fn is_ticked(app: &App, facet: FacetName, value: &str) -> bool {
    let folded = crate::text::fold(value);
    app.query().ticks(facet).iter().any(|tick| crate::text::fold(tick) == folded)
}

/// Where the words stand, a rectangle for each line.
fn pieces(span: &Span, text: &str, position: Pos2, galley: &Galley) -> Vec<Rect> {
    let n_characters = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
    let (start, end) = (n_characters(span.range.start), n_characters(span.range.end));
    let mut pieces = Vec::new();
    let mut first = 0;
    for row in &galley.rows {
        let n_in_row = row.char_count_excluding_newline().0;
        let (from, to) = (start.max(first), end.min(first + n_in_row));
        if from < to {
            let x = |character: usize| row.pos.x + row.x_offset((character - first).into());
            let piece = Rect::from_x_y_ranges(x(from)..=x(to), row.min_y()..=row.max_y());
            pieces.push(piece.translate(position.to_vec2()).expand2(vec2(1.5, -1.0)));
        }
        first += n_in_row + usize::from(row.ends_with_newline);
    }
    pieces
}

/// The bytes that a drag or a double click marks: none where nothing changes, `Some(None)` where the mark is taken away.
fn marked_bytes(
    response: &Response,
    position: Pos2,
    galley: &Galley,
    text: &str,
    start: &mut Option<usize>,
) -> Option<Option<Range<usize>>> {
    let byte_at = |pointer: Pos2| {
        let character = galley.cursor_from_pos(pointer - position).index.0;
        text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte)
    };
    let pointer = response.interact_pointer_pos()?;
    if response.double_clicked() {
        let at = byte_at(pointer);
        let tokens = crate::text::tokens(text);
        return Some(tokens.into_iter().map(|token| token.range).find(|range| range.start <= at && at <= range.end));
    }
    if response.drag_started() {
        let origin = response.ctx.input(|input| input.pointer.press_origin()).unwrap_or(pointer);
        *start = Some(byte_at(origin));
    }
    if response.dragged() || response.drag_stopped() {
        let (from, to) = ((*start)?, byte_at(pointer));
        return Some(Some(from.min(to)..from.max(to)));
    }
    response.clicked().then_some(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_asks_for_its_days() {
        let check = |written: &str, expected: &str| {
            let date = Date::parse(written).unwrap();
            let asked = days_asked_for(&date);
            assert_eq!(asked, expected, "{written}");
            asked.parse::<crate::query::Query>().unwrap();
        };
        check("2021-01-06", "2021-01-06");
        check("2021-01-06T14:30", "2021-01-06");
        check("2020-02", "2020-02");
        check("1938", "1938");
        check("1938/1941", "1938-01-01..1941-12-31");
    }
}
