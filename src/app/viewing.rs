//! The part of `App` that says what is seen and how: views, panels, sizes, the focus, and the way back.

use crate::app::effect::{Effect, WindowEffect};
use crate::app::{App, Panel, ViewMode, selection};
use crate::settings::{self, CELL_WIDTH_PT, Settings};

impl App {
    pub(super) fn set_cell_width(&mut self, width_pt: f32) -> Vec<Effect> {
        self.change_settings(|settings| settings.cell_width_pt = CELL_WIDTH_PT.clamp(width_pt))
    }

    /// The other view has a scroll position of its own.
    pub(super) fn set_view(&mut self, view: ViewMode) -> Vec<Effect> {
        let mut effects = self.change_settings(|settings| settings.view = view);
        effects.push(Effect::Window(WindowEffect::ScrollToFocus));
        effects
    }

    pub(super) fn toggle_panel(&mut self, panel: Panel) -> Vec<Effect> {
        self.change_settings(|settings| {
            let settings = panel_settings(settings, panel);
            settings.visible = !settings.visible;
        })
    }

    /// In the large view the key hides the facts under the caption; elsewhere the panel.
    pub(super) fn toggle_detail(&mut self) -> Vec<Effect> {
        match &mut self.loupe {
            Some(loupe) => {
                loupe.facts = !loupe.facts;
                Vec::new()
            }
            None => self.toggle_panel(Panel::Detail),
        }
    }

    pub(super) fn toggle_selection(&mut self) -> Vec<Effect> {
        let Some(focus) = self.selection.focus() else { return Vec::new() };
        self.selecting(|selection, shown| selection.select(focus, selection::SelectMode::Toggle, shown))
    }

    pub(super) fn move_focus(
        &mut self,
        motion: selection::Motion,
        n_photos: usize,
        mode: selection::SelectMode,
    ) -> Vec<Effect> {
        self.selecting(|selection, shown| selection.step(motion, n_photos, mode, shown));
        if let (Some(loupe), Some(focus)) = (&mut self.loupe, self.selection.focus()) {
            loupe.photo = focus;
        }
        vec![Effect::Window(WindowEffect::ScrollToFocus)]
    }

    /// Text, then dialog, then the large view, then the selection; never the filters.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        if self.dialog.is_some() {
            return self.close_dialog();
        }
        if self.close_large() {
            return vec![Effect::Window(WindowEffect::ScrollToFocus)];
        }
        self.selection.select_none();
        vec![Effect::Window(WindowEffect::LeaveText)]
    }
}

pub(super) fn panel_settings(settings: &mut Settings, panel: Panel) -> &mut settings::Panel {
    match panel {
        Panel::Filter => &mut settings.filter_panel,
        Panel::Detail => &mut settings.detail_panel,
        Panel::List => &mut settings.list_panel,
    }
}
