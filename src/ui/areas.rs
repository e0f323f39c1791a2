//! The areas of the screen: each has a name for screen readers, and F6 goes from one to the next, as between the panes of
//! other programs.

use eframe::egui::{Context, FocusDirection, Id, Rect, Sense, Ui, Vec2, accesskit};

/// An area, in the order in which the screen is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Area {
    Bar,
    Filter,
    Photos,
    Detail,
    List,
}

/// The areas shown, and the one that is to have the focus.
#[derive(Debug, Default)]
pub struct Areas {
    shown: Vec<(Area, Rect)>,
    wanted: Option<Area>,
}

impl Areas {
    /// Begins a frame.
    pub(super) fn begin_frame(&mut self) {
        self.shown.clear();
    }

    /// Begins an area, which fills the `Ui`: what is drawn next has the focus when the area is to have it.
    pub(super) fn enter(&mut self, ui: &Ui, area: Area) {
        self.shown.push((area, ui.max_rect()));
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(accesskit::Role::Region);
            node.set_label(area.name());
        });
        if self.wanted == Some(area) {
            self.wanted = None;
            focus_next(ui, Id::unique(("area", area)));
        }
    }

    /// Where the photos are, if they are shown beside others.
    pub(super) fn photos(&self) -> Option<Rect> {
        self.shown.iter().find(|(area, _)| *area == Area::Photos).map(|(_, rect)| *rect)
    }

    /// Has the area after the one in focus take the focus; without a focus it is with the photos.
    pub(super) fn next(&mut self, ctx: &Context) {
        self.shown.sort_unstable_by_key(|(area, _)| *area);
        let focused = ctx.memory(|memory| memory.focused()).and_then(|id| ctx.read_response(id));
        let at = focused.and_then(|focused| {
            let center = focused.rect.center();
            self.shown.iter().find(|(_, rect)| rect.contains(center)).map(|(area, _)| *area)
        });
        let after = at.unwrap_or(Area::Photos);
        let next = self.shown.iter().map(|(area, _)| *area).find(|area| *area > after);
        self.wanted = next.or_else(|| self.shown.first().map(|(area, _)| *area));
        ctx.request_repaint();
    }
}

impl Area {
    fn name(self) -> &'static str {
        match self {
            Self::Bar => "Menus and search",
            Self::Filter => "Filter",
            Self::Photos => "Photos",
            Self::Detail => "Details",
            Self::List => "List",
        }
    }
}

/// Gives the focus to what is drawn next and can have it: the toolkit goes on from a place that has it, to the next one.
pub(super) fn focus_next(ui: &Ui, id: Id) {
    ui.memory_mut(|memory| {
        memory.request_focus(id);
        memory.move_focus(FocusDirection::Next);
    });
    let place = Rect::from_min_size(ui.cursor().min, Vec2::ZERO);
    ui.interact(place, id, Sense::focusable_noninteractive());
}
