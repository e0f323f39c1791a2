//! Keys, turned into commands by the command table. A key that a text field or a focused control can use is left to it.

use eframe::egui::{self, Context, Event, Id, Modifiers};

use crate::app::App;
use crate::app::command::table::TABLE;
use crate::app::command::{Command, Verb};
use crate::app::shortcut::{Key, Shortcut};

/// What the keys pressed in this frame ask for. `grid` is the grid's own id, whose focus leaves every key to us;
/// `was_typing` says that a text field had the cursor when the frame began.
pub fn commands(ctx: &Context, app: &App, grid: Id, was_typing: bool) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let on_control = ctx.memory(|memory| memory.focused()).is_some_and(|focused| focused != grid);
    let popup_open = egui::Popup::is_any_open(ctx);
    let mut commands = Vec::new();
    for row in TABLE {
        for shortcut in row.shortcuts {
            if !is_ours(*shortcut, row.verb, typing, on_control)
                || (popup_open || was_typing && app.dialog().is_none()) && row.verb == Verb::Back
            {
                continue;
            }
            // In front of everything stands the dialog: only its own keys count.
            if app.dialog().is_some()
                && !matches!(row.verb, Verb::Back | Verb::FullScreen | Verb::Quit | Verb::CancelJob)
            {
                continue;
            }
            if pressed(ctx, *shortcut) {
                let verb = if row.verb == Verb::Loupe && *shortcut == SPACE && space_selects(app) {
                    Verb::ToggleSelection
                } else {
                    row.verb
                };
                commands.push(Command::Do(verb));
            }
        }
    }
    commands
}

const SPACE: Shortcut = Shortcut { ctrl: false, shift: false, key: Key::Space };

fn space_selects(app: &App) -> bool {
    app.settings().space_key == crate::settings::SpaceKey::Select && app.loupe().is_none()
}

/// Whether the key belongs to us now, and not to the text field or the control that has the focus.
fn is_ours(shortcut: Shortcut, verb: Verb, typing: bool, on_control: bool) -> bool {
    let is_function_key = matches!(shortcut.key, Key::F1 | Key::F3 | Key::F5 | Key::F6 | Key::F11);
    if typing {
        return is_function_key || verb == Verb::Find && shortcut.ctrl || verb == Verb::Back || verb == Verb::Quit;
    }
    // A focused button is pressed by Enter and Space; a focused photo of the list is taken off by Delete.
    !(on_control && !shortcut.ctrl && matches!(shortcut.key, Key::Enter | Key::Space | Key::Delete))
}

/// Whether the shortcut was pressed in this frame; it is then used up.
fn pressed(ctx: &Context, shortcut: Shortcut) -> bool {
    // The system's clipboard keys arrive as events of their own; pasting is read where the text arrives.
    let event = match (shortcut.ctrl, shortcut.shift, shortcut.key) {
        // Words that are marked in a label are what is to be copied.
        (true, false, Key::C) if has_marked_text(ctx) => return false,
        (true, false, Key::C) => return take_event(ctx, |event| *event == Event::Copy),
        (true, false, Key::V) => return false,
        _ => shortcut,
    };
    let modifiers = Modifiers { command: event.ctrl, ctrl: event.ctrl, shift: event.shift, ..Modifiers::NONE };
    let wanted = key(event.key);
    ctx.input_mut(|input| {
        let mut found = false;
        input.events.retain(|event| {
            let is_it = match event {
                Event::Key { key, pressed: true, modifiers: held, .. } => {
                    wanted.contains(key)
                        && held.command == modifiers.command
                        && !held.alt
                        && shift_fits(shortcut, held.shift)
                }
                _ => false,
            };
            found |= is_it;
            !is_it
        });
        found
    })
}

/// A key that is typed with Shift on some keyboards counts with or without it.
fn shift_fits(shortcut: Shortcut, held: bool) -> bool {
    matches!(shortcut.key, Key::Question | Key::Plus | Key::Slash | Key::Backslash) || shortcut.shift == held
}

fn has_marked_text(ctx: &Context) -> bool {
    ctx.plugin::<egui::text_selection::LabelSelectionState>().lock().has_selection()
}

fn take_event(ctx: &Context, is_it: impl Fn(&Event) -> bool) -> bool {
    ctx.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !is_it(event));
        input.events.len() < before
    })
}

/// egui's names of a key.
fn key(key: Key) -> &'static [egui::Key] {
    match key {
        Key::A => &[egui::Key::A],
        Key::B => &[egui::Key::B],
        Key::C => &[egui::Key::C],
        Key::D => &[egui::Key::D],
        Key::E => &[egui::Key::E],
        Key::F => &[egui::Key::F],
        Key::G => &[egui::Key::G],
        Key::H => &[egui::Key::H],
        Key::I => &[egui::Key::I],
        Key::J => &[egui::Key::J],
        Key::L => &[egui::Key::L],
        Key::N => &[egui::Key::N],
        Key::O => &[egui::Key::O],
        Key::Q => &[egui::Key::Q],
        Key::R => &[egui::Key::R],
        Key::S => &[egui::Key::S],
        Key::K => &[egui::Key::K],
        Key::P => &[egui::Key::P],
        Key::U => &[egui::Key::U],
        Key::T => &[egui::Key::T],
        Key::V => &[egui::Key::V],
        Key::Y => &[egui::Key::Y],
        Key::Z => &[egui::Key::Z],
        Key::Digit0 => &[egui::Key::Num0],
        Key::Digit1 => &[egui::Key::Num1],
        Key::Digit2 => &[egui::Key::Num2],
        Key::Digit3 => &[egui::Key::Num3],
        Key::Digit4 => &[egui::Key::Num4],
        Key::F1 => &[egui::Key::F1],
        Key::F2 => &[egui::Key::F2],
        Key::F3 => &[egui::Key::F3],
        Key::F5 => &[egui::Key::F5],
        Key::F6 => &[egui::Key::F6],
        Key::F11 => &[egui::Key::F11],
        Key::Backslash => &[egui::Key::Backslash],
        Key::Slash => &[egui::Key::Slash],
        Key::Question => &[egui::Key::Questionmark],
        Key::Plus => &[egui::Key::Plus, egui::Key::Equals],
        Key::Minus => &[egui::Key::Minus],
        Key::Enter => &[egui::Key::Enter],
        Key::Space => &[egui::Key::Space],
        Key::Escape => &[egui::Key::Escape],
        Key::Delete => &[egui::Key::Delete],
        Key::Period => &[egui::Key::Period],
        Key::Backspace => &[egui::Key::Backspace],
    }
}
