//! The part of `App` that has the file of the photo in focus looked into, so that every field can say where it comes from.

use std::sync::Arc;

use crate::app::App;
use crate::app::effect::Effect;
use crate::metadata::merged::{Field, Merged};
use crate::metadata::property;
use crate::photo::{Photo, PhotoKey};

/// What the file of a photo states, every candidate of every field.
pub(super) struct Inspected {
    key: PhotoKey,
    merged: Option<Arc<Merged>>,
}

impl App {
    /// What the photo's file and its sidecar state, once that was read: none for photos of caption lists.
    pub fn provenance(&self, photo: &Photo) -> Option<&Arc<Merged>> {
        self.inspected.as_ref().filter(|inspected| inspected.key == photo.key)?.merged.as_ref()
    }

    /// Has the file of the photo in focus looked into, if that was not asked yet.
    pub(super) fn inspect_focused(&mut self) -> Option<Effect> {
        if !self.settings.detail_panel.visible {
            return None;
        }
        let photo = self.selection.focus().and_then(|index| self.photo(index))?;
        let file = photo.photo_file.as_ref()?;
        if self.inspected.as_ref().is_some_and(|inspected| inspected.key == photo.key) {
            return None;
        }
        let (key, path) = (photo.key.clone(), file.path.clone());
        self.inspected = Some(Inspected { key: key.clone(), merged: None });
        Some(Effect::Inspect { key, path, iim_encoding: self.iim_encoding(self.inputs()) })
    }

    pub(super) fn take_inspected(&mut self, key: PhotoKey, merged: Merged) {
        if let Some(inspected) = self.inspected.as_mut().filter(|inspected| inspected.key == key) {
            inspected.merged = Some(Arc::new(merged));
        }
    }
}

/// What is known of a field of the caption, by the field's name.
pub fn stated_field<'a>(merged: &'a Merged, name: &str) -> Option<&'a Field> {
    merged.fields.iter().find(|field| property::row(field.property).name == name)
}
