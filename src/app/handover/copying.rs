//! The part of `App` that copies captions and pictures to the clipboard, and shows where a picture's file lies.

use std::sync::Arc;

use crate::app::App;
use crate::app::effect::{Effect, WindowEffect};
use crate::app::handover::{ClipboardPicture, HandoverEffect, PictureOf};
use crate::app::notices::Severity;
use crate::photo::{Photo, copied};

/// The most photos whose captions are copied: the clipboard holds them all in memory, several times over.
const COPIED_MAX: usize = 20_000;

impl App {
    /// The captions of the selected photos as a text, one written after the other.
    pub(in crate::app) fn copy_text(&mut self, written: fn(&Photo) -> String) -> Vec<Effect> {
        let (photos, n_more) = self.copied_photos();
        let text = photos.iter().map(|photo| written(photo)).collect::<Vec<_>>().join("\n\n");
        self.say_copied(photos.len(), n_more, "");
        vec![Effect::Window(WindowEffect::Copy(text))]
    }

    /// The same as a table that spreadsheets take.
    pub(in crate::app) fn copy_table(&mut self) -> Vec<Effect> {
        let (photos, n_more) = self.copied_photos();
        self.say_copied(photos.len(), n_more, " as a table");
        vec![Effect::Window(WindowEffect::Copy(copied::as_table(photos.iter().map(Arc::as_ref))))]
    }

    /// The same as formatted text that word processors and mail programs take.
    pub(in crate::app) fn copy_html(&mut self) -> Vec<Effect> {
        let (photos, n_more) = self.copied_photos();
        let html = copied::as_html(photos.iter().map(Arc::as_ref));
        let text = photos.iter().map(|photo| copied::with_credit(photo)).collect::<Vec<_>>().join("\n\n");
        self.say_copied(photos.len(), n_more, " as formatted text");
        vec![Effect::Handover(HandoverEffect::CopyHtml { html, text })]
    }

    /// The picture of the photo in focus.
    pub(in crate::app) fn copy_picture(&mut self) -> Vec<Effect> {
        let picture = self.target_picture();
        picture.map(|picture| Effect::Handover(HandoverEffect::CopyPicture(picture))).into_iter().collect()
    }

    /// The folder of the file of the photo in focus.
    pub(in crate::app) fn show_in_folder(&mut self) -> Vec<Effect> {
        let picture = self.target_picture();
        picture.map(|picture| Effect::Handover(HandoverEffect::ShowInFolder(picture))).into_iter().collect()
    }

    /// Whether the photo in focus names a file.
    pub fn has_target_file(&self) -> bool {
        self.target_picture().is_some_and(|PictureOf { photo, attached }| {
            attached.is_some() || photo.photo_file.is_some() || photo.picture.is_some() || photo.file.is_some()
        })
    }

    fn target_picture(&self) -> Option<PictureOf> {
        let large = self.loupe.map(|loupe| loupe.photo).or_else(|| self.compare.as_ref()?.photos.first().copied());
        let photo = self.photo(large.or(self.selection.focus())?)?;
        let attached = self.lists.attached.get(&photo.key).cloned();
        Some(PictureOf { photo, attached })
    }

    pub(super) fn picture_ready(&mut self, result: Result<ClipboardPicture, String>) -> Vec<Effect> {
        match result {
            Ok(picture) => {
                let [width, height] = picture.size_px;
                self.notices.add(Severity::Done, format!("Copied the picture, {width} × {height} pixels"));
                vec![Effect::Window(WindowEffect::CopyPicture(picture))]
            }
            Err(why) => {
                self.notices.add(Severity::Refused, why);
                Vec::new()
            }
        }
    }

    fn copied_photos(&self) -> (Vec<Arc<Photo>>, usize) {
        let targets = self.targets();
        let photos = targets.iter().take(COPIED_MAX).filter_map(|index| self.photo(*index)).collect();
        (photos, targets.len().saturating_sub(COPIED_MAX))
    }

    fn say_copied(&mut self, n_photos: usize, n_more: usize, how: &str) {
        let copied = format!("Copied {}{how}", crate::text::counted(n_photos, "caption"));
        match n_more {
            0 => self.notices.add(Severity::Done, copied),
            _ => {
                let text = format!("{copied}; {n_more} more are too many for the clipboard: export them instead");
                self.notices.add(Severity::Warning, text);
            }
        }
    }
}
