//! Every command with its keys, in the words of the menus. What is typed leaves the commands that it means; Enter does the
//! first of them, a click any.

use eframe::egui::{self, Key, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::app::App;
use crate::app::command::table::TABLE;
use crate::app::command::{Command, Menu, Row};
use crate::text;
use crate::ui::theme::{self, BODY_PT, SMALL_PT};

/// What the dialog's head and its button take of the window's height, in points.
const HEAD_AND_FOOT_PT: f32 = 190.0;
/// The least height of the list, in points.
const LEAST_PT: f32 = 120.0;

/// How far an arrow key scrolls, in points.
const LINE_PT: f32 = 40.0;

/// What stands in no menu, because it depends on what is on the screen: what it is called, its keys, what it does.
const MOVING: [[&str; 3]; 10] = [
    ["Move", "Arrows, Home, End, Page Up, Page Down", "Move the focus; with Shift, select on the way"],
    ["Select", "Ctrl+click, Shift+click", "Select one more photo, or everything up to it"],
    ["Show large", "Double click", "Show the photo under the pointer large, and leave the large view again"],
    ["Zoom", "Wheel", "In the large view, zoom in or out at the pointer"],
    ["Pan", "Drag", "In the large view, move a picture that is larger than the window"],
    ["Card size", "Ctrl+wheel", "Make the cards larger or smaller"],
    [
        "Menu of a thing",
        "Right click, Shift+F10, Menu key",
        "Open the menu of the photo or the part of a caption under the pointer, or of the one that has the focus",
    ],
    ["Add to the list", "Drag to the list", "Put photos on the list where they are dropped"],
    ["Reorder", "Ctrl+Left, Ctrl+Right", "Move a photo of the list that has the focus"],
    ["Next control", "Tab, Shift+Tab", "Go from one control to the next, or back"],
];

/// What the dialog keeps, and a restart may forget.
#[derive(Debug, Default)]
pub(super) struct Keys {
    search: String,
}

impl Keys {
    /// Draws the dialog and appends what is asked for.
    pub(super) fn ui(&mut self, ui: &mut Ui, app: &App, focused: &mut bool, commands: &mut Vec<Command>) {
        let edit = TextEdit::singleline(&mut self.search).desired_width(f32::INFINITY).hint_text("Find a command");
        let field = ui.add(edit).accessible_name("Find a command");
        super::focus_first(&field, &self.search, focused);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.add_space(4.0);
        let wanted = text::fold(&self.search);
        let is_meant = |words: [&str; 3]| {
            let words = text::fold(&words.join(" "));
            wanted.split_whitespace().all(|word| words.contains(word))
        };
        let meant = |row: &&Row| is_meant([row.label, &keys_of(row), row.help]);
        let mut chosen = TABLE.iter().filter(meant).find(|row| (row.possible)(app)).filter(|_| entered);
        let height = (ui.ctx().content_rect().height() - HEAD_AND_FOOT_PT).max(LEAST_PT);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]).show(
            ui,
            |ui| {
                scroll_by_keys(ui, height);
                let mut n_shown = 0;
                for menu in Menu::ALL {
                    let rows: Vec<&Row> = TABLE.iter().filter(|row| row.menu == menu).filter(meant).collect();
                    title_ui(ui, menu.label(), rows.len());
                    n_shown += rows.len();
                    for row in rows {
                        if verb_ui(ui, row, app) {
                            chosen = Some(row);
                        }
                    }
                }
                let moving: Vec<_> = MOVING.into_iter().filter(|row| is_meant(*row)).collect();
                title_ui(ui, "Moving and the mouse", moving.len());
                n_shown += moving.len();
                for [label, keys, help] in moving {
                    ui.add_enabled_ui(true, |ui| key_ui(ui, label, keys, help));
                }
                if n_shown == 0 {
                    ui.label(RichText::new("No command has these words").color(theme::palette(ui).text_weak));
                }
            },
        );
        if let Some(row) = chosen {
            commands.push(Command::CloseDialog);
            commands.push(Command::Do(row.verb));
        }
        super::close_ui(ui, commands);
    }
}

/// The keys that scroll, which the field above has no use for.
fn scroll_by_keys(ui: &Ui, page_pt: f32) {
    let steps = [
        (Key::PageDown, page_pt * 0.9),
        (Key::PageUp, -page_pt * 0.9),
        (Key::ArrowDown, LINE_PT),
        (Key::ArrowUp, -LINE_PT),
    ];
    for (key, step_pt) in steps {
        if ui.input(|input| input.key_pressed(key)) {
            ui.scroll_with_delta(vec2(0.0, -step_pt));
        }
    }
}

fn keys_of(row: &Row) -> String {
    row.shortcuts.iter().map(|shortcut| shortcut.label()).collect::<Vec<_>>().join(", ")
}

fn title_ui(ui: &mut Ui, title: &str, n_rows: usize) {
    if n_rows > 0 {
        ui.add_space(6.0);
        ui.label(RichText::new(title).font(theme::strong(BODY_PT)).color(theme::palette(ui).accent));
    }
}

/// A command as a button with what it does below it; whether it was asked for.
fn verb_ui(ui: &mut Ui, row: &Row, app: &App) -> bool {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let keys = RichText::new(keys_of(row)).font(theme::strong(SMALL_PT));
        let button = egui::Button::new(row.label).shortcut_text(keys).frame_when_inactive(false);
        let button = button.min_size(vec2(ui.available_width(), 0.0));
        let clicked = ui.add_enabled((row.possible)(app), button).clicked();
        help_ui(ui, row.help);
        clicked
    })
    .inner
}

/// Keys that are no command.
fn key_ui(ui: &mut Ui, label: &str, keys: &str, help: &str) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let padding = ui.spacing().button_padding;
    ui.horizontal(|ui| {
        ui.add_space(padding.x);
        ui.label(label);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(padding.x);
            ui.label(RichText::new(keys).font(theme::strong(SMALL_PT)).color(theme::palette(ui).hint));
        });
    });
    help_ui(ui, help);
}

fn help_ui(ui: &mut Ui, help: &str) {
    ui.spacing_mut().interact_size.y = 0.0;
    ui.horizontal(|ui| {
        ui.add_space(ui.spacing().button_padding.x);
        let help = RichText::new(help).size(SMALL_PT).color(theme::palette(ui).text_weak);
        ui.add(egui::Label::new(help).wrap());
    });
    ui.add_space(5.0);
}
