//! The part of `App` that finds the photos of someone else's list and puts them on a new one.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::Dialog;
use crate::app::effect::Effect;
use crate::app::handover::{FindJob, HandoverEffect, ListSource};
use crate::lists::change::Change;
use crate::tasks::finding::{FoundPhotos, Reach};

/// What the dialog shows that finds photos from a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindDialog {
    /// The list, as pasted or typed.
    pub text: String,
    /// The file of the list, which then counts instead.
    pub file: Option<PathBuf>,
    /// The column of a table, as typed.
    pub column: String,
    /// How far to look.
    pub reach: Reach,
    /// The name of the new list.
    pub name: String,
    /// How far it is.
    pub state: FindState,
}

/// How far finding is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum FindState {
    /// Nothing was asked for yet.
    #[default]
    Asking,
    /// It is looked for.
    Looking,
    /// It failed.
    Failed(String),
    /// This was found.
    Found(Arc<FoundPhotos>),
}

impl FindDialog {
    /// Whether there is a list to look for.
    pub fn has_list(&self) -> bool {
        self.file.is_some() || !self.text.trim().is_empty()
    }
}

impl App {
    pub(in crate::app) fn show_find_dialog(&mut self) -> Vec<Effect> {
        self.dialog = Some(Dialog::Find(FindDialog { name: "Found".to_owned(), ..FindDialog::default() }));
        Vec::new()
    }

    pub(super) fn find_list_picked(&mut self, path: PathBuf) -> Vec<Effect> {
        if let Some(Dialog::Find(dialog)) = &mut self.dialog {
            if let Some(stem) = path.file_stem() {
                dialog.name = stem.to_string_lossy().into_owned();
            }
            dialog.file = Some(path);
            dialog.state = FindState::Asking;
        }
        Vec::new()
    }

    pub(super) fn find_listed(&mut self) -> Vec<Effect> {
        let Some(catalog) = self.catalog().cloned() else { return Vec::new() };
        let generation = self.begin("Looking for the photos of a list");
        let Some(Dialog::Find(dialog)) = &mut self.dialog else { return Vec::new() };
        dialog.state = FindState::Looking;
        let list = match &dialog.file {
            Some(path) => ListSource::File(path.clone()),
            None => ListSource::Text(dialog.text.clone()),
        };
        let column = Some(dialog.column.trim().to_owned()).filter(|column| !column.is_empty());
        let job = FindJob { generation, catalog, list, column, reach: dialog.reach };
        vec![Effect::Handover(HandoverEffect::Find(job))]
    }

    pub(super) fn found_from_list(&mut self, result: Result<FoundPhotos, String>) -> Vec<Effect> {
        self.handover.busy = None;
        if let Some(Dialog::Find(dialog)) = &mut self.dialog {
            dialog.state = match result {
                Ok(found) => FindState::Found(Arc::new(found)),
                Err(why) => FindState::Failed(why),
            };
        }
        Vec::new()
    }

    pub(super) fn accept_found(&mut self) -> Vec<Effect> {
        let Some(Dialog::Find(dialog)) = &self.dialog else { return Vec::new() };
        let FindState::Found(found) = &dialog.state else { return Vec::new() };
        let name = Some(self.free_list_name(&dialog.name));
        let change = Change::Create { name, photos: found.listed.clone() };
        self.dialog = None;
        vec![self.change_lists(change)]
    }

    /// The name, or the first of it with a number that no list has.
    fn free_list_name(&self, name: &str) -> String {
        let name = if name.trim().is_empty() { "Found" } else { name.trim() };
        let folded = |name: &str| crate::text::fold(name);
        let is_taken = |name: &str| self.lists.all.iter().any(|list| folded(&list.name) == folded(name));
        let numbered = (2_u32..).map(|number| format!("{name} {number}"));
        std::iter::once(name.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
    }
}
