//! A choice of one among several: a button that opens a list. The keyboard begins at what is chosen, a choice closes the
//! list, and the button has the focus again.

use eframe::egui::{ComboBox, Response, Role, Ui, WidgetInfo};

/// The entries of a list while they are drawn.
pub(crate) struct Entries {
    /// The list was opened just now: what is chosen takes the focus.
    is_new: bool,
}

/// Draws the button, which shows what is chosen and is said as `spoken`, and the list when it is open.
pub(crate) fn ui(
    ui: &mut Ui,
    salt: &str,
    shown: &str,
    spoken: &str,
    width_pt: f32,
    contents: impl FnOnce(&mut Ui, &mut Entries),
) -> Response {
    let key = ui.scope_id().with(("list is open", salt));
    let was_open = ui.data(|data| data.get_temp(key)).unwrap_or(false);
    let mut is_open = false;
    let combo = ComboBox::from_id_salt(salt).selected_text(shown).width(width_pt).truncate();
    let response = combo.show_ui(ui, |ui| {
        // Before it is shown a list is measured.
        is_open = !ui.is_sizing_pass();
        let is_new = is_open && !was_open;
        if is_new {
            // A dialog that was opened again lies above the lists that it had before.
            ui.ctx().move_to_top(ui.layer_id());
        }
        contents(ui, &mut Entries { is_new });
    });
    let response = response.response;
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, spoken));
    ui.data_mut(|data| data.insert_temp(key, is_open));
    // What had the focus in the list went with it; a click elsewhere says itself what has it now.
    if was_open && !is_open && !ui.input(|input| input.pointer.any_click()) {
        response.request_focus();
    }
    response
}

impl Entries {
    /// Whether the list was opened just now.
    pub(crate) fn is_new(&self) -> bool {
        self.is_new
    }

    /// Draws an entry; a choice of it closes the list.
    pub(crate) fn entry_ui(&mut self, ui: &mut Ui, is_chosen: bool, label: &str) -> Response {
        let response = ui.selectable_label(is_chosen, label);
        if self.is_new && is_chosen {
            response.request_focus();
            response.scroll_to_me(None);
        }
        if response.clicked() {
            ui.close();
        }
        response
    }
}
