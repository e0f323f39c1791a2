//! The part of `App` that takes in what came back: every event, each with what follows from it.

use crate::app::App;
use crate::app::command::Command;
use crate::app::dialog::{Dialog, Typed};
use crate::app::effect::{Effect, FolderFor};
use crate::app::event::Event;
use crate::readers::Input;

impl App {
    pub(super) fn receive_event(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::OpenProgress { generation, stage, done_bytes, total_bytes } => {
                if let Some(opening) = self.opening.as_mut().filter(|_| generation == self.open_generation) {
                    opening.stage = stage;
                    opening.done_bytes = done_bytes;
                    opening.total_bytes = total_bytes;
                }
                Vec::new()
            }
            Event::Opened { generation, result } if generation == self.open_generation => self.opened(result),
            Event::Found { generation, order, ranks } if generation == self.search.generation => {
                self.show_found(order, ranks)
            }
            Event::Searched { generation, result } if generation == self.search.generation => self.searched(result),
            // The answer to a question that was superseded.
            Event::Opened { .. } | Event::Found { .. } | Event::Searched { .. } => Vec::new(),
            Event::CacheLookedAt { contents, removed } => self.cache_looked_at(contents, removed),
            Event::Watched { generation, news } => self.watched(generation, news),
            // The frame that follows finds them.
            Event::Fetched => Vec::new(),
            Event::Located { generation, located } => self.located(generation, located),
            Event::Lists(lists) => self.take_lists(lists),
            Event::ListsChanged { lists, inverse, origin } => self.lists_changed(lists, inverse, origin),
            Event::ListsFailed { why, change, origin } => self.lists_failed(why, change, origin),
            Event::ExportProgress(step) => {
                self.exporting = self.exporting.map(|_| step);
                Vec::new()
            }
            Event::Exported { job, result } => self.exported(job, result),
            Event::Handover(event) => self.receive_handover(event),
            Event::InputsPicked(paths) if paths.is_empty() => {
                // The system's dialog did answer: the field that was offered meanwhile is not needed.
                if self.dialog == Some(Dialog::OpenPath(Typed::default())) {
                    self.dialog = None;
                }
                Vec::new()
            }
            Event::InputsPicked(paths) => self.apply(Command::OpenPaths(paths)),
            Event::ExportPathPicked(path) => {
                if let (Some(Dialog::Export(dialog)), Some(path)) = (&mut self.dialog, path) {
                    dialog.path = path.into();
                    dialog.error = None;
                    // The system's dialog has asked whether to replace.
                    dialog.exists = false;
                }
                Vec::new()
            }
            Event::FolderPicked(FolderFor::Opening, Some(path)) => {
                let inputs = vec![Input::Folder { path, subfolders: true }];
                self.open(inputs)
            }
            Event::FolderPicked(FolderFor::Opening, None) => Vec::new(),
            Event::FolderPicked(FolderFor::Attaching, picked) => self.picture_folder_picked(picked),
            Event::Inspected { key, merged } => {
                self.take_inspected(key, merged);
                Vec::new()
            }
            Event::Sandbox(state) => {
                self.sandbox = Some(state);
                Vec::new()
            }
            Event::CorrectionsWritten { path, n_written, result } => self.corrections_written(path, n_written, result),
            Event::CorrectionsRead { path, result } => self.corrections_read(path, result),
            Event::PickerSilent => {
                if self.dialog.is_none() {
                    self.dialog = Some(Dialog::OpenPath(Typed::default()));
                }
                Vec::new()
            }
            Event::Notice(severity, text) => {
                self.notices.add(severity, text);
                Vec::new()
            }
        }
    }
}
