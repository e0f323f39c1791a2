//! The part of `App` that attaches pictures to photos of a caption list that came without any: a folder is looked
//! through, pictures are proposed, the user checks and corrects, and what is accepted is kept with the lists.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::Dialog;
use crate::app::effect::{Effect, FolderFor};
use crate::app::handover::{HandoverEffect, MatchJob, Matched};
use crate::app::typed_path::TypedPath;
use crate::attachment::{Method, PictureFile, Proposal, Reason};
use crate::catalog::PhotoIndex;
use crate::lists::change::Change;

/// The most photos that a frame looks through for whether they have attached pictures.
const LOOKED_THROUGH_MAX: usize = 100;

/// What the dialog shows that attaches pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AttachDialog {
    /// The folder with the pictures.
    pub folder: TypedPath,
    /// How pictures are matched.
    pub method: Method,
    /// What was found in the folder.
    pub found: Found,
    /// The folder in which it was found.
    looked_in: PathBuf,
}

/// What was found in a folder of pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Found {
    /// No folder was looked through yet.
    #[default]
    Nothing,
    /// It is being looked through.
    Looking,
    /// It could not be looked through.
    Failed(String),
    /// Pictures, and for each photo of the collection the one it is given.
    Pictures {
        /// The pictures, in natural order.
        files: Arc<[PictureFile]>,
        /// For each photo, in the order of the input.
        choices: Vec<Proposal>,
    },
}

impl AttachDialog {
    /// How many photos are given a picture.
    pub fn n_given(&self) -> usize {
        match &self.found {
            Found::Pictures { choices, .. } => choices.iter().flatten().count(),
            Found::Nothing | Found::Looking | Found::Failed(_) => 0,
        }
    }

    /// The dialog with another folder typed.
    pub fn with_folder(&self, folder: TypedPath) -> Self {
        Self { folder, ..self.clone() }
    }

    /// The dialog with another picture, or none, given to a photo; whoever had the picture before has it no longer.
    pub fn with_choice(&self, photo: usize, file: Option<usize>) -> Self {
        let mut dialog = self.clone();
        if let Found::Pictures { choices, .. } = &mut dialog.found {
            for choice in choices.iter_mut().filter(|choice| choice.is_some() && choice.map(|(at, _)| at) == file) {
                *choice = None;
            }
            if let Some(choice) = choices.get_mut(photo) {
                *choice = file.map(|file| (file, Reason::Chosen));
            }
        }
        dialog
    }
}

impl App {
    pub(super) fn show_attach_dialog(&mut self) -> Vec<Effect> {
        let beside = self.inputs().first().and_then(|input| input.path()).and_then(Path::parent);
        let folder = beside.map(|folder| folder.to_owned().into()).unwrap_or_default();
        self.dialog = Some(Dialog::Attach(AttachDialog { folder, ..AttachDialog::default() }));
        vec![Effect::PickFolder(FolderFor::Attaching)]
    }

    /// Looks through the dialog's folder, or matches what was found there in another way.
    pub(super) fn match_pictures(&mut self, method: Method) -> Vec<Effect> {
        let Some(catalog) = self.catalog().cloned() else { return Vec::new() };
        let Some(Dialog::Attach(dialog)) = &self.dialog else { return Vec::new() };
        let folder = self.expanded(dialog.folder.as_written());
        let generation = self.begin("Looking for pictures");
        let Some(Dialog::Attach(dialog)) = &mut self.dialog else { return Vec::new() };
        let is_known = dialog.method != method && dialog.looked_in == folder;
        let known = match std::mem::replace(&mut dialog.found, Found::Looking) {
            Found::Pictures { files, .. } if is_known => Some(files),
            Found::Pictures { .. } | Found::Nothing | Found::Looking | Found::Failed(_) => None,
        };
        dialog.method = method;
        dialog.looked_in.clone_from(&folder);
        vec![Effect::Handover(HandoverEffect::Match(MatchJob { generation, catalog, folder, known, method }))]
    }

    pub(super) fn pictures_matched(&mut self, result: Result<Matched, String>) -> Vec<Effect> {
        self.handover.busy = None;
        if let Some(Dialog::Attach(dialog)) = &mut self.dialog {
            dialog.found = match result {
                Ok((files, choices)) => Found::Pictures { files, choices },
                Err(why) => Found::Failed(why),
            };
        }
        Vec::new()
    }

    pub(super) fn picture_folder_picked(&mut self, picked: Option<PathBuf>) -> Vec<Effect> {
        match (&mut self.dialog, picked) {
            (Some(Dialog::Attach(dialog)), Some(folder)) => {
                dialog.folder = folder.into();
                let method = dialog.method;
                self.match_pictures(method)
            }
            _ => Vec::new(),
        }
    }

    /// Keeps what the dialog shows.
    pub(super) fn accept_pictures(&mut self) -> Vec<Effect> {
        let Some(Dialog::Attach(AttachDialog { found: Found::Pictures { files, choices }, .. })) = self.dialog.take()
        else {
            return Vec::new();
        };
        let Some(catalog) = self.catalog() else { return Vec::new() };
        let given = catalog.indexes().zip(&choices).filter_map(|(index, choice)| {
            let (at, _) = (*choice)?;
            Some((catalog.photo(index)?.key.clone(), Some(files.get(at)?.path.clone())))
        });
        let pictures: Vec<_> = given.collect();
        if pictures.is_empty() { Vec::new() } else { vec![self.change_lists(Change::Attach { pictures })] }
    }

    /// Takes the attached pictures of the selected photos away.
    pub(super) fn detach_pictures(&mut self) -> Vec<Effect> {
        let targets = self.targets();
        let keys =
            targets.into_iter().filter_map(|index: PhotoIndex| self.read_photo(index)).map(|photo| photo.key.clone());
        let pictures: Vec<_> =
            keys.filter(|key| self.lists().attached.contains_key(key)).map(|key| (key, None)).collect();
        vec![self.change_lists(Change::Attach { pictures })]
    }

    /// Whether photos a command would act on have attached pictures, as far as that is seen without reading any: many are
    /// not looked through.
    pub fn may_detach(&self) -> bool {
        let attached = &self.lists().attached;
        let is_few = self.is_large() || self.selection.n_photos() <= LOOKED_THROUGH_MAX;
        let is_attached = |index| self.photo(index).is_none_or(|photo| attached.contains_key(&photo.key));
        !attached.is_empty() && (!is_few || self.targets().into_iter().any(is_attached))
    }
}
