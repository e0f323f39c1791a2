//! The bar above: menus, the search box with its completions, how many photos are shown, order, view and settings.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::{
    self, Align, ComboBox, Id, Key, Layout, Margin, Modifiers, Popup, PopupCloseBehavior, Role, TextEdit, Ui,
    WidgetInfo, text::CCursor, text::CCursorRange,
};

use crate::app::command::table::TABLE;
use crate::app::command::{Command, Menu, Verb};
use crate::app::{App, Theme, ViewMode};
use crate::catalog::order::{Sort, SortKey};
use crate::query::QueryField;
use crate::query::complete::{Completion, complete};
use crate::settings::{CAPTION_TEXT_SIZE_PT, CELL_WIDTH_PT, SpaceKey};
use crate::text;
use crate::ui::theme::{self, SMALL_PT};

/// The narrowest the search box gets, in points.
const SEARCH_MIN_PT: f32 = 120.0;
/// What stands to the right of the search box takes this much before it was drawn once, in points.
const RIGHT_PT: f32 = 504.0;
/// Space around the text in the search box, in points.
const SEARCH_MARGIN_PT: Margin = Margin::symmetric(8, 5);
/// In a window narrower than this, in points, the menus stand in one, with the settings among them.
const ONE_MENU_PT: f32 = 880.0;

/// What completions depend on: the text, the cursor, and which collection.
type MadeFor = (String, usize, usize);

/// The bytes of the query that completions replace, and the completions.
type Completions = (Range<usize>, Vec<Completion>);

/// What the bar keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct TopBar {
    /// The search box is to have the cursor.
    pub focus_search: bool,
    /// The completion that is highlighted.
    highlighted: Option<usize>,
    /// Completions were closed with Esc until the text changes.
    dismissed: bool,
    /// Completions were shown in the last frame.
    offered: bool,
    /// The completions made last, and what for.
    made: Option<(MadeFor, Completions)>,
    /// Width of what stands to the right of the search box, in points, as it was drawn last.
    right_pt: Option<f32>,
}

/// The search box's id, by which the cursor is put into it.
pub fn search_id() -> Id {
    Id::unique("search box")
}

impl TopBar {
    /// Draws the bar and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
        ui.horizontal_centered(|ui| {
            let is_narrow = ui.ctx().content_rect().width() < ONE_MENU_PT;
            if is_narrow {
                one_menu_ui(ui, app, commands);
            } else {
                for menu in Menu::ALL {
                    ui.menu_button(menu.label(), |ui| menu_ui(ui, menu, app, commands));
                }
                ui.add_space(4.0);
            }
            let spacing_pt = ui.spacing().item_spacing.x;
            // The box has a margin of its own beside the width that it is given.
            let right_pt =
                self.right_pt.unwrap_or(RIGHT_PT) + 2.0 * spacing_pt + 2.0 * f32::from(SEARCH_MARGIN_PT.left);
            let width = (ui.available_width() - right_pt).max(SEARCH_MIN_PT);
            self.search_box_ui(ui, width, app, commands);
            let counts_pt = counts_ui(ui, app).rect.width();
            let right = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if !is_narrow {
                    settings_button_ui(ui, app, commands);
                }
                view_buttons_ui(ui, app, commands);
                sort_ui(ui, app, commands);
            });
            let drawn_pt = counts_pt + spacing_pt + right.response.rect.width();
            if self.right_pt.replace(drawn_pt).is_none_or(|before_pt| (before_pt - drawn_pt).abs() > 0.5) {
                ui.ctx().request_repaint();
            }
        });
    }

    fn search_box_ui(&mut self, ui: &mut Ui, width: f32, app: &App, commands: &mut Vec<Command>) {
        let palette = theme::palette(ui);
        let mut text = app.query_text().to_owned();
        self.keep_focus_on_escape(ui);
        let has_focus = ui.memory(|memory| memory.has_focus(search_id()));
        let cursor = TextEdit::load_state(ui.ctx(), search_id()).and_then(|state| state.cursor.char_range());
        let cursor_bytes = cursor.map_or(text.len(), |range| byte_offset(&text, range.primary.index.0));
        let completions = self.completions(has_focus, &text, cursor_bytes, app);
        let accepted = self.completion_keys(ui, has_focus, &completions.1);
        let is_wrong = app.query_error().is_some();
        let output = TextEdit::singleline(&mut text)
            .id(search_id())
            .hint_text("Search captions: words, \"a phrase\", -not, place:senate …")
            .text_color_opt(is_wrong.then_some(palette.error))
            .desired_width(width)
            .margin(SEARCH_MARGIN_PT)
            .show(ui);
        let response = output.response.response.clone().accessible_name("Search captions");
        if std::mem::take(&mut self.focus_search) {
            response.request_focus();
            let mut state = output.state.clone();
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), search_id());
        }
        if response.changed() {
            (self.highlighted, self.dismissed) = (None, false);
            commands.push(Command::SetQueryText(text.clone()));
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
        let left = ui.memory(|memory| memory.had_focus_last_frame(search_id()) && !memory.has_focus(search_id()));
        if self.offered && left && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.dismissed = true;
            ui.memory_mut(|memory| memory.request_focus(search_id()));
        }
    }

    fn accept(&mut self, ui: &Ui, text: &str, range: Range<usize>, chosen: &Completion, commands: &mut Vec<Command>) {
        let (before, after) = (text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or(""));
        let is_whole = !chosen.text.ends_with(':');
        let blank = if is_whole && !after.starts_with(' ') { " " } else { "" };
        let new_text = format!("{before}{}{blank}{after}", chosen.text);
        let cursor = before.chars().count() + chosen.text.chars().count() + blank.len();
        let mut state = TextEdit::load_state(ui.ctx(), search_id()).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(cursor))));
        state.store(ui.ctx(), search_id());
        ui.memory_mut(|memory| memory.request_focus(search_id()));
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

/// Every menu within one, where the window is narrow.
fn one_menu_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let button = ui.menu_button("Menu", |ui| {
        for menu in Menu::ALL {
            ui.menu_button(menu.label(), |ui| menu_ui(ui, menu, app, commands));
        }
        ui.menu_button("Settings", |ui| settings_ui(ui, app, commands));
    });
    button.response.on_hover_text("Every command, and the settings");
}

fn menu_ui(ui: &mut Ui, menu: Menu, app: &App, commands: &mut Vec<Command>) {
    ui.set_min_width(230.0);
    for row in TABLE.iter().filter(|row| row.menu == menu) {
        crate::ui::verb_menu_item(ui, row.verb, app, commands);
    }
    if menu == Menu::File && !app.settings().recent_inputs().is_empty() {
        ui.menu_button("Open recent", |ui| {
            for path in app.settings().recent_inputs() {
                if ui.button(path.display().to_string()).clicked() {
                    commands.push(Command::OpenPaths(vec![path.clone()]));
                    ui.close();
                }
            }
        });
    }
}

fn counts_ui(ui: &mut Ui, app: &App) -> egui::Response {
    let n_all = app.catalog().map_or(0, |catalog| catalog.n_photos());
    let n_shown = app.results().order.len();
    let (shown, all) = (text::grouped(n_shown), text::grouped(n_all));
    let noun = if n_all == 1 { "photo" } else { "photos" };
    let text = if n_shown == n_all { format!("{all} {noun}") } else { format!("{shown} of {all}") };
    let response = ui.label(egui::RichText::new(&text).color(theme::palette(ui).text));
    // Said aloud when it changes.
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, format!("{n_shown} of {n_all} photos shown")));
    response
}

fn sort_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let sort = app.sort();
    let arrow = if sort.descending { "↓" } else { "↑" };
    let help = if sort.descending { "Descending; click for ascending" } else { "Ascending; click for descending" };
    let direction = ui.button(arrow).on_hover_text(help);
    direction.widget_info(|| WidgetInfo::labeled(Role::Button, true, help));
    if direction.clicked() {
        commands.push(Command::SetSort(Sort { descending: !sort.descending, ..sort }));
    }
    let combo = ComboBox::from_id_salt("sort").selected_text(sort.key.label()).width(92.0).show_ui(ui, |ui| {
        for key in SortKey::ALL {
            if ui.selectable_label(sort.key == key, key.label()).clicked() {
                commands.push(Command::SetSort(Sort { key, ..sort }));
            }
        }
    });
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Sort by {}", sort.key.label())));
    combo.response.on_hover_text("Order of the photos");
}

fn view_buttons_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    // Laid out from right to left.
    let views = [
        (Verb::PlacesView, ViewMode::Places, "Places"),
        (Verb::ListView, ViewMode::List, "List"),
        (Verb::GridView, ViewMode::Grid, "Grid"),
    ];
    for (verb, view, label) in views {
        let selected = app.settings().view == view;
        let button = ui.selectable_label(selected, label).on_hover_text(verb.tooltip());
        let name = verb.row().label;
        button.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, selected, name));
        if button.clicked() {
            commands.push(Command::Do(verb));
        }
    }
}

fn settings_button_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let button = ui.menu_button("Settings", |ui| settings_ui(ui, app, commands));
    button.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Settings"));
    button.response.on_hover_text("Settings");
}

fn settings_ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    ui.set_min_width(200.0);
    ui.label(egui::RichText::new("Theme").color(theme::palette(ui).text_weak).size(SMALL_PT));
    for (choice, label) in [(Theme::Dark, "Dark"), (Theme::Light, "Light"), (Theme::System, "As the system")] {
        if ui.radio(app.settings().theme == choice, label).clicked() {
            commands.push(Command::SetTheme(choice));
        }
    }
    ui.separator();
    ui.label(egui::RichText::new("Card size").color(theme::palette(ui).text_weak).size(SMALL_PT));
    let mut width = app.settings().cell_width_pt;
    let slider = ui.add(egui::Slider::new(&mut width, CELL_WIDTH_PT.least..=CELL_WIDTH_PT.greatest).show_value(false));
    slider.widget_info(|| WidgetInfo::slider(true, f64::from(width), "Card size"));
    if slider.changed() {
        commands.push(Command::SetCellWidth(width));
    }
    ui.label(egui::RichText::new("Caption size").color(theme::palette(ui).text_weak).size(SMALL_PT));
    let mut size = app.settings().caption_text_size_pt;
    let (least, greatest) = (CAPTION_TEXT_SIZE_PT.least, CAPTION_TEXT_SIZE_PT.greatest);
    let slider = ui.add(egui::Slider::new(&mut size, least..=greatest).show_value(false));
    slider.widget_info(|| WidgetInfo::slider(true, f64::from(size), "Caption size"));
    if slider.changed() {
        commands.push(Command::SetCaptionSize(size));
    }
    ui.separator();
    ui.label(egui::RichText::new("Captions are checked by").color(theme::palette(ui).text_weak).size(SMALL_PT));
    for lint in app.lints() {
        let style = &lint.style;
        if ui.radio(app.lint().style.name == style.name, style.title.as_str()).clicked() {
            commands.push(Command::SetHouseStyle(style.name.clone()));
        }
    }
    ui.separator();
    let mut selects = app.settings().space_key == SpaceKey::Select;
    if ui.checkbox(&mut selects, "Space selects instead of opening large").changed() {
        commands.push(Command::SetSpaceSelects(selects));
    }
    let mut watches = app.settings().watches_inputs;
    let help = "Read what is open again when its folder or file changes";
    if ui.checkbox(&mut watches, "Keep up with changes on the disk").on_hover_text(help).changed() {
        commands.push(Command::SetWatching(watches));
    }
    ui.separator();
    crate::ui::verb_menu_item(ui, Verb::Cache, app, commands);
}

/// The byte offset of a character's position.
fn byte_offset(text: &str, n_characters: usize) -> usize {
    text.char_indices().nth(n_characters).map_or(text.len(), |(at, _)| at)
}
