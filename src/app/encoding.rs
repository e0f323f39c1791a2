//! The part of `App` that knows in which encoding texts of old photos are read that name none: a choice for each collection.

use crate::app::App;
use crate::app::effect::Effect;
use crate::catalog::PhotoIndex;
use crate::metadata::fallback::FallbackEncoding;
use crate::readers::Input;

impl App {
    /// The encoding chosen for inputs; that of the first of them for which there was a choice.
    pub fn iim_encoding(&self, inputs: &[Input]) -> FallbackEncoding {
        let chosen = inputs.iter().find_map(|input| self.settings.iim_encoding(&input.id()));
        chosen.and_then(FallbackEncoding::parse).unwrap_or_default()
    }

    /// Remembers an encoding for inputs, for this opening and later ones.
    pub fn choose_iim_encoding(&mut self, inputs: &[Input], encoding: FallbackEncoding) -> Vec<Effect> {
        let ids: Vec<String> = inputs.iter().map(Input::id).collect();
        self.change_settings(|settings| {
            for id in &ids {
                settings.set_iim_encoding(id, encoding.name());
            }
        })
    }

    /// Whether the open collection was read from photos.
    pub fn reads_photos(&self) -> bool {
        self.photo(PhotoIndex(0)).is_some_and(|photo| photo.photo_file.is_some())
    }

    /// Reads the open collection again in an encoding.
    pub(super) fn set_iim_encoding(&mut self, encoding: FallbackEncoding) -> Vec<Effect> {
        let inputs = self.inputs().to_vec();
        let mut effects = self.choose_iim_encoding(&inputs, encoding);
        // What the photo in focus states is read anew too.
        self.inspected = None;
        effects.extend(self.open(inputs));
        effects
    }
}
