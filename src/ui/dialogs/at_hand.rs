//! The photos that a dialog shows, as far as they are at hand: a frame draws those, notes the others, and asks for them;
//! they come with a later frame.

use std::sync::Arc;

use crate::app::App;
use crate::app::command::Command;
use crate::app::dialog::Side;
use crate::catalog::PhotoIndex;
use crate::photo::Photo;

/// What was not at hand.
#[derive(Debug, Default)]
pub(super) struct AtHand {
    missing: Vec<(Side, PhotoIndex)>,
    asked: Vec<(Side, PhotoIndex)>,
}

impl AtHand {
    /// A photo, if it is at hand.
    pub(super) fn photo(&mut self, app: &App, side: Side, index: PhotoIndex) -> Option<Arc<Photo>> {
        self.numbered(app, side, index).map(|(_, photo)| photo)
    }

    /// The same with the photo's position in its input, from 1.
    pub(super) fn numbered(&mut self, app: &App, side: Side, index: PhotoIndex) -> Option<(usize, Arc<Photo>)> {
        let catalog = app.dialog_catalog(side)?;
        let numbered = catalog.numbered_at_hand(index);
        if numbered.is_none() {
            self.missing.push((side, index));
        }
        numbered
    }

    /// The first photos of the open collection with their positions, once all of them are at hand.
    pub(super) fn all(&mut self, app: &App, indexes: &[PhotoIndex]) -> Option<Vec<(usize, Arc<Photo>)>> {
        let found: Vec<_> = indexes.iter().map(|index| self.numbered(app, Side::Open, *index)).collect();
        found.into_iter().collect()
    }

    /// Asks for what was missing in the frame, once.
    pub(super) fn ask(&mut self, commands: &mut Vec<Command>) {
        let missing = std::mem::take(&mut self.missing);
        if missing != self.asked && !missing.is_empty() {
            commands.push(Command::FetchForDialog(missing.clone()));
        }
        self.asked = missing;
    }
}
