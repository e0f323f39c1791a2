//! Asks for the photos that are in view, and for those a page ahead and behind, so that they are at hand when they are shown.

use std::ops::Range;

use crate::app::App;
use crate::app::command::Command;
use crate::catalog::PhotoIndex;

/// What was asked for last.
#[derive(Debug, Default)]
pub struct Ahead {
    asked: Vec<PhotoIndex>,
}

impl Ahead {
    /// Asks for what is not at hand of the places in view, then of a page after and one before them.
    pub(crate) fn ask(&mut self, in_view: Range<usize>, app: &App, commands: &mut Vec<Command>) {
        let order = &app.results().order;
        let page = in_view.len();
        let after = in_view.end..in_view.end.saturating_add(page);
        let before = in_view.start.saturating_sub(page)..in_view.start;
        let wanted = in_view.chain(after).chain(before.rev()).filter_map(|at| order.get(at).copied());
        let missing: Vec<PhotoIndex> = wanted.filter(|index| app.photo(*index).is_none()).collect();
        if missing.is_empty() {
            self.asked.clear();
        } else if missing != self.asked {
            self.asked.clone_from(&missing);
            commands.push(Command::Fetch(missing));
        }
    }
}
