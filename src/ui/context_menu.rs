//! The menu of a thing on the screen: opened by the right button, by Shift+F10 or the menu key while the thing has the
//! focus, and by a screen reader. Opened without the pointer, it stands at the thing, and its first entry has the focus.

use eframe::egui::{Id, Key, Modifiers, Popup, RectAlign, Response, SetOpenCommand, Ui, accesskit};

use crate::ui::areas::focus_next;

/// Who has the keyboard for a thing: itself, or what it is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyboard {
    /// The thing can have the focus.
    Own,
    /// The thing is in focus within another control, which has the toolkit's focus.
    Of(Id),
    /// Keys mean something else.
    Elsewhere,
}

/// Has the menu open when it is asked for, and draws it.
pub fn ui(ui: &Ui, response: &Response, keyboard: Keyboard, contents: impl FnOnce(&mut Ui)) {
    let owner = match keyboard {
        Keyboard::Own => Some(response.id),
        Keyboard::Of(owner) => Some(owner),
        Keyboard::Elsewhere => None,
    };
    let focused = owner.is_some() && ui.memory(|memory| memory.focused()) == owner;
    let by_key = focused && (pressed(ui, Modifiers::SHIFT, Key::F10) || pressed(ui, Modifiers::NONE, Key::Menu));
    let by_reader =
        ui.input(|input| input.num_accesskit_action_requests(response.id, accesskit::Action::ShowContextMenu) > 0);
    ui.ctx().accesskit_node_builder(response.id, |node| node.add_action(accesskit::Action::ShowContextMenu));
    let without_pointer = response.id.with("menu without pointer");
    let asked = by_key || by_reader;
    if asked {
        ui.data_mut(|data| data.insert_temp(without_pointer, Opened::Now));
    } else if response.secondary_clicked() {
        ui.data_mut(|data| data.remove::<Opened>(without_pointer));
    }
    let opened: Option<Opened> = ui.data(|data| data.get_temp(without_pointer));
    let mut popup = Popup::context_menu(response);
    if asked {
        popup = popup.open_memory(Some(SetOpenCommand::Bool(true)));
    }
    if opened.is_some() {
        // Where the thing is; one that is in parts, or out of sight, has its menu where it can be seen.
        popup = popup.anchor(response.rect.intersect(ui.clip_rect())).align(RectAlign::BOTTOM_START);
    }
    let mut entered = false;
    let shown = popup.show(|ui| {
        // Before it is shown a menu is measured.
        if opened == Some(Opened::Now) && !ui.is_sizing_pass() {
            focus_next(ui, response.id.with("before the first entry"));
            entered = true;
        }
        contents(ui);
    });
    match opened {
        Some(Opened::Now) if entered => {
            ui.data_mut(|data| data.insert_temp(without_pointer, Opened::Before));
        }
        Some(Opened::Now) => ui.ctx().request_repaint(),
        // Closed: the keyboard goes on where it was.
        Some(Opened::Before) if shown.is_none() => {
            ui.data_mut(|data| data.remove::<Opened>(without_pointer));
            if let Some(owner) = owner.filter(|_| ui.memory(|memory| memory.focused().is_none())) {
                ui.memory_mut(|memory| memory.request_focus(owner));
            }
        }
        Some(Opened::Before) | None => {}
    }
}

/// A menu that was opened without the pointer: just now, or so that its first entry has had the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opened {
    Now,
    Before,
}

fn pressed(ui: &Ui, modifiers: Modifiers, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(modifiers, key))
}
