//! The search box: the query as text, with completions for what is being typed, and what is wrong with it.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::{
    self, Align2, Atom, Atoms, CursorIcon, Id, IdSalt, IntoAtoms as _, Key, Margin, Modifiers, Popup,
    PopupCloseBehavior, Rect, Role, Sense, Stroke, TextEdit, Ui, Vec2, WidgetInfo, text::CCursor, text::CCursorRange,
};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::query::QueryField;
use crate::query::complete::{Completion, complete};
use crate::ui::theme::{self, SMALL_PT};

/// Space around the text in the box, in points.
pub(super) const MARGIN_PT: Margin = Margin::symmetric(8, 5);

/// Side of the cross that empties the box, in points.
const CROSS_PT: f32 = 14.0;

/// What completions depend on: the text, the cursor, and which collection.
type MadeFor = (String, usize, usize);

/// The bytes of the query that completions replace, and the completions.
type Completions = (Range<usize>, Vec<Completion>);

/// What the box keeps, and a restart may forget.
#[derive(Debug, Default)]
pub(super) struct SearchBox {
    /// It is to have the cursor.
    pub(super) wants_focus: bool,
    /// The completion that is highlighted.
    highlighted: Option<usize>,
    /// Completions were closed with Esc until the text changes.
    dismissed: bool,
    /// Completions were shown in the last frame.
    offered: bool,
    /// The completions made last, and what for.
    made: Option<(MadeFor, Completions)>,
}

/// The box's id, by which the cursor is put into it.
fn id() -> Id {
    Id::unique("search box")
}

impl SearchBox {
    /// Draws the box and appends what is asked for.
    pub(super) fn ui(&mut self, ui: &mut Ui, width: f32, app: &App, commands: &mut Vec<Command>) {
        let palette = theme::palette(ui);
        let mut text = app.query_text().to_owned();
        self.keep_focus_on_escape(ui);
        let has_focus = ui.memory(|memory| memory.has_focus(id()));
        let cursor = TextEdit::load_state(ui.ctx(), id()).and_then(|state| state.cursor.char_range());
        let cursor_bytes = cursor.map_or(text.len(), |range| byte_offset(&text, range.primary.index.0));
        let completions = self.completions(has_focus, &text, cursor_bytes, app);
        let accepted = self.completion_keys(ui, has_focus, &completions.1);
        // What is still being typed, and can be completed, is not wrong yet.
        let is_wrong = app.query_error().is_some() && completions.1.is_empty();
        let cross = IdSalt::new("search box cross");
        let suffix =
            if text.is_empty() { Atoms::default() } else { Atom::custom(cross, Vec2::splat(CROSS_PT)).into_atoms() };
        let output = TextEdit::singleline(&mut text)
            .id(id())
            .suffix(suffix)
            .hint_text("Search captions: words, \"a phrase\", -not, place:senate …")
            .text_color_opt(is_wrong.then_some(palette.error))
            .desired_width(width)
            .margin(MARGIN_PT)
            .show(ui);
        let response = output.response.response.clone().accessible_name("Search captions");
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            let mut state = output.state.clone();
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), id());
        }
        if response.changed() {
            (self.highlighted, self.dismissed) = (None, false);
            commands.push(Command::SetQueryText(text.clone()));
        }
        if let Some(place) = output.response.rect(cross) {
            self.cross_ui(ui, place, commands);
        }
        if let Some(error) = app.query_error().filter(|_| completions.1.is_empty()) {
            error_ui(ui, &response, &error.to_string());
        }
        self.offered = !completions.1.is_empty();
        let clicked = completions_ui(&response, &completions.1, self.highlighted);
        if let Some(chosen) = accepted.or(clicked).and_then(|at| completions.1.get(at)) {
            self.accept(ui, &text, completions.0, chosen, commands);
        }
    }

    /// The cross at the end of the box, which empties it and leaves the cursor there.
    fn cross_ui(&mut self, ui: &mut Ui, place: Rect, commands: &mut Vec<Command>) {
        let cross = ui.interact(place.expand(3.0), id().with("cross"), Sense::click());
        cross.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Clear the search"));
        let palette = theme::palette(ui);
        let color = if cross.hovered() { palette.text } else { palette.text_weak };
        for diagonal in [[Align2::LEFT_TOP, Align2::RIGHT_BOTTOM], [Align2::LEFT_BOTTOM, Align2::RIGHT_TOP]] {
            let ends = diagonal.map(|corner| corner.pos_in_rect(&place.shrink(3.0)));
            ui.painter().line_segment(ends, Stroke::new(1.5, color));
        }
        if cross.has_focus() {
            ui.painter().circle_stroke(place.center(), CROSS_PT / 2.0 + 2.0, Stroke::new(1.5, palette.accent));
        }
        let cross = cross.on_hover_text(Verb::ClearFilters.tooltip()).on_hover_cursor(CursorIcon::PointingHand);
        if cross.clicked() {
            self.wants_focus = true;
            commands.push(Command::Do(Verb::ClearFilters));
        }
    }

    /// The completions at the cursor; made anew when the text, the cursor or the collection changes.
    fn completions(&mut self, has_focus: bool, text: &str, cursor: usize, app: &App) -> Completions {
        let Some(catalog) = app.catalog().filter(|_| has_focus && !self.dismissed) else { return (0..0, Vec::new()) };
        let made_for = (text.to_owned(), cursor, Arc::as_ptr(catalog) as usize);
        if let Some((of, made)) = &self.made
            && *of == made_for
        {
            return made.clone();
        }
        let made = complete(text, cursor, &|field: QueryField| catalog.values(field));
        self.made = Some((made_for, made.clone()));
        made
    }

    /// Arrow keys walk the completions, Tab takes one (the first when none is highlighted), Enter the highlighted one.
    fn completion_keys(&mut self, ui: &Ui, has_focus: bool, completions: &[Completion]) -> Option<usize> {
        if !has_focus || completions.is_empty() {
            return None;
        }
        let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = completions.len() - 1;
        if pressed(Key::ArrowDown) {
            self.highlighted = Some(self.highlighted.map_or(0, |at| (at + 1).min(last)));
        }
        if pressed(Key::ArrowUp) {
            self.highlighted = self.highlighted.and_then(|at| at.checked_sub(1));
        }
        let highlighted = self.highlighted.filter(|at| *at <= last);
        // Tab takes the first value of a field; while a plain word is typed it leaves the box, as it does elsewhere.
        let completes_value = completions.first().is_some_and(|completion| !completion.text.ends_with(':'));
        if highlighted.is_some() && pressed(Key::Enter)
            || (highlighted.is_some() || completes_value) && pressed(Key::Tab)
        {
            return Some(highlighted.unwrap_or(0));
        }
        None
    }

    /// Esc leaves a text field before anything can be done about it; where it only closed the completions, the field is
    /// entered again.
    fn keep_focus_on_escape(&mut self, ui: &Ui) {
        let left = ui.memory(|memory| memory.had_focus_last_frame(id()) && !memory.has_focus(id()));
        if self.offered && left && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.dismissed = true;
            ui.memory_mut(|memory| memory.request_focus(id()));
        }
    }

    fn accept(&mut self, ui: &Ui, text: &str, range: Range<usize>, chosen: &Completion, commands: &mut Vec<Command>) {
        let (before, after) = (text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or(""));
        let is_whole = !chosen.text.ends_with(':');
        let blank = if is_whole && !after.starts_with(' ') { " " } else { "" };
        let new_text = format!("{before}{}{blank}{after}", chosen.text);
        let cursor = before.chars().count() + chosen.text.chars().count() + blank.len();
        let mut state = TextEdit::load_state(ui.ctx(), id()).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(cursor))));
        state.store(ui.ctx(), id());
        ui.memory_mut(|memory| memory.request_focus(id()));
        self.highlighted = None;
        commands.push(Command::SetQueryText(new_text));
    }
}

fn completions_ui(search: &egui::Response, completions: &[Completion], highlighted: Option<usize>) -> Option<usize> {
    let mut clicked = None;
    let popup =
        Popup::from_response(search).open(!completions.is_empty()).close_behavior(PopupCloseBehavior::IgnoreClicks);
    popup.width(search.rect.width()).id(Id::unique("completions")).show(|ui| {
        let palette = theme::palette(ui);
        for (at, completion) in completions.iter().enumerate() {
            ui.horizontal(|ui| {
                if ui.selectable_label(highlighted == Some(at), completion.text.as_str()).clicked() {
                    clicked = Some(at);
                }
                ui.label(egui::RichText::new(&completion.help).color(palette.text_weak).size(SMALL_PT));
            });
        }
    });
    clicked
}

fn error_ui(ui: &Ui, search: &egui::Response, error: &str) {
    let popup = Popup::from_response(search)
        .id(Id::unique("query error"))
        .open(true)
        .close_behavior(PopupCloseBehavior::IgnoreClicks);
    let color = theme::palette(ui).error;
    popup.width(search.rect.width()).show(|ui| {
        ui.label(egui::RichText::new(error).color(color));
    });
}

/// The byte offset of a character's position.
fn byte_offset(text: &str, n_characters: usize) -> usize {
    text.char_indices().nth(n_characters).map_or(text.len(), |(at, _)| at)
}
