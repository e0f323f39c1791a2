//! The current list in its order: drag to reorder, take off, undo; several lists by name.
//! It says how many photos it holds, how many the filter hides, and which are not in the open collection.

use eframe::egui::{
    self, Align2, Color32, CornerRadius, DragAndDrop, Id, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::catalog::PhotoIndex;
use crate::lists::ListedPhoto;
use crate::lists::change::Change;
use crate::photo::PhotoKey;
use crate::text;
use crate::ui::context_menu::{self, Keyboard};
use crate::ui::grid::face::Face;
use crate::ui::grid::{self, card};
use crate::ui::textures::Textures;
use crate::ui::theme::{self, CARD_MARGIN_PT, ROUNDING_PT, SMALL_PT, TINT_BAND_PT};
use crate::ui::{ListDrag, choice};

/// Width of a card of the list, in points.
const CARD_WIDTH_PT: f32 = 168.0;
/// Width of a picture against the height of its card.
const PICTURE_ASPECT: f32 = 1.2;
/// Space between cards, in points.
const GAP_PT: f32 = 6.0;
/// How much of a line is laid out, in bytes.
const SHOWN_BYTES: usize = 300;

/// What the panel keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct ListPanel {
    /// The photo of the list that was clicked, for Delete.
    selected: Option<PhotoKey>,
    summary: Option<(MadeFor, Summary)>,
}

/// What the summary depends on: the list with where its photos stand, and the search's answer.
type MadeFor = (u64, u64);

/// What the panel shows of the list as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Summary {
    n_photos: usize,
    n_hidden: usize,
    n_gone: usize,
}

impl ListPanel {
    /// Draws the panel and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, textures: &mut Textures, commands: &mut Vec<Command>) {
        let n_photos = self.summary(app).n_photos;
        self.head_ui(ui, app, commands);
        ui.add_space(2.0);
        ScrollArea::horizontal().auto_shrink(false).show_viewport(ui, |ui, viewport| {
            let height = ui.available_height();
            let picture_pt = if textures.has_pictures() { height * PICTURE_ASPECT } else { 0.0 };
            let step = CARD_WIDTH_PT + picture_pt + GAP_PT;
            ui.set_width(step * n_photos as f32);
            let origin = ui.min_rect().min;
            let first = (viewport.left() / step).floor().max(0.0) as usize;
            let n_in_view = (viewport.width() / step).ceil() as usize + 1;
            for (at, (photo, index)) in (first..).zip(app.listed_within(first..first + n_in_view)) {
                let rect = Rect::from_min_size(origin + vec2(at as f32 * step, 0.0), vec2(step - GAP_PT, height));
                let hidden = index.is_some_and(|index| app.rank(index).is_none());
                let frame = rect.with_max_x(rect.left() + picture_pt).shrink(5.0);
                let shown = index.and_then(|index| app.photo(index)).filter(|_| picture_pt > 0.0);
                let face =
                    shown.map_or(Face::Type, |shown| Face::of(ui, &shown, frame, grid::distance(ui, rect), textures));
                let card = ListedCard { rect, at, photo, index, hidden, face, frame };
                self.listed_ui(ui, &card, app, textures, commands);
            }
            let rest = Rect::from_min_max(origin + vec2(n_photos as f32 * step, 0.0), ui.clip_rect().max);
            if rest.is_positive() {
                drop_ui(ui, rest, None, app, commands);
            }
        });
        self.delete_key(ui, app, commands);
    }

    /// Draws the panel of an empty list: a line that says how photos get there, and takes those that are dropped on it.
    pub fn empty_ui(&mut self, ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
        let area = ui.max_rect();
        ui.horizontal_centered(|ui| self.head_ui(ui, app, commands));
        drop_ui(ui, area.expand2(vec2(CARD_MARGIN_PT, 0.0)), None, app, commands);
    }

    /// The list as a whole; worked out anew when it, the collection or what is shown of it changes.
    fn summary(&mut self, app: &App) -> Summary {
        let made_for = (app.n_listings(), app.answer());
        match &self.summary {
            Some((of, summary)) if *of == made_for => *summary,
            _ => {
                let summary = Summary::of(app);
                self.summary = Some((made_for, summary));
                summary
            }
        }
    }

    fn head_ui(&mut self, ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
        let palette = theme::palette(ui);
        let summary = self.summary(app);
        ui.horizontal(|ui| {
            lists_combo_ui(ui, app, commands);
            ui.label(text::counted(summary.n_photos, "photo"));
            if summary.n_hidden > 0 {
                ui.label(
                    egui::RichText::new(format!("{} hidden by filter", text::grouped(summary.n_hidden)))
                        .color(palette.warning),
                );
                let listed_only = format!("Show {}", if summary.n_hidden == 1 { "it" } else { "them" });
                if ui.button(listed_only).on_hover_text(Verb::ListedOnly.tooltip()).clicked()
                    && let Ok(query) = "is:listed".parse()
                {
                    commands.push(Command::SetQuery(query));
                }
            }
            if summary.n_gone > 0 {
                let gone = format!("{} not in this collection", summary.n_gone);
                ui.label(egui::RichText::new(gone).color(palette.text_weak))
                    .on_hover_text("They stay on the list until you take them off");
            }
            let hint_ui = |ui: &mut Ui| {
                let shortcuts = Verb::ToggleListed.row().shortcuts;
                let key = shortcuts.first().map(|shortcut| shortcut.label()).unwrap_or_default();
                let hint = format!("Put photos on the list with {key}, or drag them here");
                if summary.n_photos == 0 {
                    ui.add(egui::Label::new(egui::RichText::new(hint).color(palette.text_weak)).truncate());
                }
            };
            crate::ui::row_ui(ui, "list head", hint_ui, |ui| {
                crate::ui::verb_button(ui, Verb::Undo, "Undo", app, commands);
                crate::ui::verb_button(ui, Verb::Redo, "Redo", app, commands);
                crate::ui::verb_button(ui, Verb::Export, "Export…", app, commands);
            });
        });
    }

    fn listed_ui(
        &mut self,
        ui: &mut Ui,
        card: &ListedCard<'_>,
        app: &App,
        textures: &mut Textures,
        commands: &mut Vec<Command>,
    ) {
        let &ListedCard { rect, at, photo, index, hidden, .. } = card;
        let palette = theme::palette(ui);
        let response = ui.interact(rect, card_id(&photo.key), Sense::click_and_drag());
        let state = match (index, hidden) {
            (None, _) => ", not in this collection",
            (Some(_), true) => ", hidden by filter",
            (Some(_), false) => "",
        };
        let line = text::truncated(&photo.line, SHOWN_BYTES);
        let selected = self.selected.as_ref() == Some(&photo.key);
        response.widget_info(|| {
            WidgetInfo::selected(Role::ListItem, true, selected, format!("{} on the list: {line}{state}", at + 1))
        });
        let fill = if response.hovered() { palette.card_hovered } else { palette.card };
        let shown = index.and_then(|index| app.photo(index));
        let tag = shown.as_deref().and_then(card::tag);
        let tint = tag.map_or(palette.line, |(place, _)| theme::tint(palette, place));
        card.paint(ui, line, fill, tint, textures);
        if selected {
            ui.painter().rect_stroke(
                rect,
                CornerRadius::same(ROUNDING_PT),
                Stroke::new(1.5, palette.accent),
                StrokeKind::Inside,
            );
        }
        if response.has_focus() {
            self.selected = Some(photo.key.clone());
        }
        if response.clicked() {
            self.selected = Some(photo.key.clone());
            response.request_focus();
            if index.is_some() && !hidden {
                commands.push(Command::Reveal(photo.key.clone()));
            }
        }
        if response.double_clicked() {
            commands.push(Command::Reveal(photo.key.clone()));
        }
        response.dnd_set_drag_payload(ListDrag::Listed(photo.key.clone()));
        drop_ui(ui, rect, Some(at), app, commands);
        let list = app.lists().current;
        context_menu::ui(ui, &response, Keyboard::Own, |ui| {
            if ui.button("Show in the collection").clicked() {
                commands.push(Command::Reveal(photo.key.clone()));
            }
            for (label, before) in [
                ("Move to the beginning", app.listed_within(0..1).next().map(|(first, _)| first.key.clone())),
                ("Move to the end", None),
            ] {
                if ui.button(label).clicked() {
                    commands.push(Command::ChangeLists(Change::Move { list, keys: vec![photo.key.clone()], before }));
                }
            }
            if ui.button("Take off the list").clicked() {
                commands.push(Command::ChangeLists(Change::Remove { list, keys: vec![photo.key.clone()] }));
            }
        });
    }

    /// Delete takes the clicked photo off; with Ctrl, Left and Right move it.
    fn delete_key(&mut self, ui: &Ui, app: &App, commands: &mut Vec<Command>) {
        let Some(key) = self.selected.clone() else { return };
        let list = app.lists().current;
        let id = card_id(&key);
        if !ui.memory(|memory| memory.focused()).is_some_and(|focused| focused == id) {
            return;
        }
        let Some(list_now) = app.lists().current_list() else { return };
        let at = list_now.photos.iter().position(|photo| photo.key == key);
        let key_at = |at: usize| list_now.photos.get(at).map(|photo| photo.key.clone());
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(egui::Modifiers::NONE, egui::Key::Delete) {
            // The next Delete is meant for the next photo of the list, and never for the grid's.
            self.selected = at.and_then(|at| key_at(at + 1).or_else(|| key_at(at.checked_sub(1)?)));
            if let Some(next) = &self.selected {
                ui.memory_mut(|memory| memory.request_focus(card_id(next)));
            }
            commands.push(Command::ChangeLists(Change::Remove { list, keys: vec![key.clone()] }));
        } else if pressed(egui::Modifiers::CTRL, egui::Key::ArrowLeft) {
            let before = at.and_then(|at| at.checked_sub(1)).and_then(key_at);
            commands.extend(before.map(|before| {
                Command::ChangeLists(Change::Move { list, keys: vec![key.clone()], before: Some(before) })
            }));
        } else if pressed(egui::Modifiers::CTRL, egui::Key::ArrowRight)
            && let Some(at) = at.filter(|at| at + 1 < list_now.photos.len())
        {
            commands.push(Command::ChangeLists(Change::Move { list, keys: vec![key], before: key_at(at + 2) }));
        }
    }
}

impl Summary {
    fn of(app: &App) -> Self {
        let mut summary = Self { n_photos: 0, n_hidden: 0, n_gone: 0 };
        for (_, index) in app.listed_within(0..usize::MAX) {
            summary.n_photos += 1;
            match index {
                Some(index) => summary.n_hidden += usize::from(app.rank(index).is_none()),
                None => summary.n_gone += 1,
            }
        }
        summary
    }
}

/// The id of a photo's card in the list.
fn card_id(key: &PhotoKey) -> Id {
    Id::unique(("listed", &key.input, &key.name))
}

fn lists_combo_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let name = app.lists().current_list().map_or("List", |list| list.name.as_str());
    let spoken = format!("Current list: {name}");
    choice::ui(ui, "lists", name, &spoken, 180.0, |ui, entries| {
        for list in &app.lists().all {
            let label = format!("{} ({})", list.name, list.photos.len());
            if entries.entry_ui(ui, list.id == app.lists().current, &label).clicked() {
                commands.push(Command::SetCurrentList(list.id));
            }
        }
        ui.separator();
        for verb in [Verb::NewList, Verb::RenameList, Verb::DeleteList] {
            crate::ui::verb_menu_item(ui, verb, app, commands);
        }
    });
}

/// A photo of the list, and its place on the screen.
struct ListedCard<'a> {
    rect: Rect,
    /// Its place in the list, from 0.
    at: usize,
    photo: &'a ListedPhoto,
    /// Which photo of the collection it is.
    index: Option<PhotoIndex>,
    /// Whether the filter hides it.
    hidden: bool,
    face: Face,
    /// The place of its picture.
    frame: Rect,
}

impl ListedCard<'_> {
    fn paint(&self, ui: &Ui, line: &str, fill: Color32, tint: Color32, textures: &mut Textures) {
        let palette = theme::palette(ui);
        let rect = self.rect;
        ui.painter().rect_filled(rect, CornerRadius::same(ROUNDING_PT), fill);
        let mut body = rect.shrink2(vec2(CARD_MARGIN_PT, 7.0));
        if self.face == Face::Type {
            let band = rect.with_max_x(rect.left() + TINT_BAND_PT);
            ui.painter().rect_filled(band, CornerRadius { nw: ROUNDING_PT, sw: ROUNDING_PT, ne: 0, se: 0 }, tint);
        } else {
            let ground = self.frame.expand(5.0);
            let corners = CornerRadius { nw: ROUNDING_PT, sw: ROUNDING_PT, ne: 0, se: 0 };
            ui.painter().rect_filled(ground, corners, palette.ground);
            self.face.paint(ui, self.frame, textures);
            body.min.x = ground.right() + CARD_MARGIN_PT;
        }
        let number = match self.index {
            Some(index) => format!("{}.   Photo {}", self.at + 1, index.0 + 1),
            None => format!("{}.   Not in this collection", self.at + 1),
        };
        let weak = palette.text_weak;
        let font = theme::strong(SMALL_PT - 0.5);
        let head = ui.painter().text(body.left_top(), Align2::LEFT_TOP, number, font, weak);
        let color = if self.index.is_none() || self.hidden { weak } else { palette.text };
        let font = theme::regular(SMALL_PT + 0.5);
        let mut job = egui::text::LayoutJob::simple(line.to_owned(), font, color, body.width());
        job.wrap.max_rows = (((body.bottom() - head.bottom() - 3.0) / 15.5).floor() as usize).max(1);
        let galley = ui.painter().layout_job(job);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        painter.galley(egui::pos2(body.left(), head.bottom() + 3.0), galley, color);
    }
}

/// A place in the list where photos can be dropped: before or after the photo that stands at a place of it, on whose card
/// they are, or else at its end.
fn drop_ui(ui: &Ui, rect: Rect, at: Option<usize>, app: &App, commands: &mut Vec<Command>) {
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()).filter(|pointer| rect.contains(*pointer)) else {
        return;
    };
    if !DragAndDrop::has_payload_of_type::<ListDrag>(ui.ctx()) {
        return;
    }
    let is_after = at.is_some() && pointer.x > rect.center().x;
    let line_x = if is_after { rect.right() } else { rect.left() - GAP_PT };
    let mark = Rect::from_x_y_ranges(line_x..=line_x + GAP_PT, rect.y_range()).shrink2(vec2(1.0, 0.0));
    ui.painter().rect_filled(mark, CornerRadius::same(2), theme::palette(ui).accent);
    if !ui.input(|input| input.pointer.any_released()) {
        return;
    }
    let list = app.lists().current;
    let place = at.map(|at| at + usize::from(is_after));
    let key_at = |place: usize| app.listed_within(place..place + 1).next().map(|(photo, _)| photo.key.clone());
    let before = place.and_then(key_at);
    let after = place.and_then(|place| key_at(place.checked_sub(1)?));
    match DragAndDrop::take_payload::<ListDrag>(ui.ctx()).as_deref() {
        Some(ListDrag::Listed(key)) if before.as_ref() != Some(key) && after.as_ref() != Some(key) => {
            commands.push(Command::ChangeLists(Change::Move { list, keys: vec![key.clone()], before }));
        }
        Some(ListDrag::Photo(index)) => {
            let dragged = if app.selection().contains(*index) { app.targets() } else { vec![*index] };
            let photos = dragged
                .into_iter()
                .filter_map(|index| app.read_photo(index))
                .map(|photo| crate::app::listed(&photo))
                .collect();
            commands.push(Command::ChangeLists(Change::Add { list, photos, before }));
        }
        Some(ListDrag::Listed(_)) | None => {}
    }
}
