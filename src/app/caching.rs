//! The part of `App` that shows and empties the cache, and keeps it to its size.

use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::Dialog;
use crate::app::effect::Effect;
use crate::app::notices::Severity;
use crate::cache::{Contents, Part, bytes_in_words};
use crate::files::counted::Files;
use crate::settings::CACHE_BYTES;

impl App {
    pub(super) fn show_cache(&mut self) -> Vec<Effect> {
        self.dialog = Some(Dialog::Cache(None));
        vec![Effect::LookAtCache]
    }

    pub(super) fn empty_cache(&mut self, part: Part) -> Vec<Effect> {
        vec![Effect::EmptyCache(part)]
    }

    /// Sets how much the indexes may take; what is too much leaves at once.
    pub(super) fn set_cache_bytes(&mut self, n_bytes: u64) -> Vec<Effect> {
        let n_bytes = n_bytes.clamp(CACHE_BYTES.least, CACHE_BYTES.greatest);
        let mut effects = self.change_settings(|settings| settings.cache_bytes_max = n_bytes);
        effects.extend([Effect::TrimCache(n_bytes), Effect::LookAtCache]);
        effects
    }

    pub(super) fn cache_looked_at(&mut self, contents: Arc<Contents>, removed: Option<Files>) -> Vec<Effect> {
        if let Some(Files { n_files, n_bytes }) = removed {
            let noun = if n_files == 1 { "file" } else { "files" };
            let n_files = crate::text::grouped(n_files);
            self.notices
                .add(Severity::Done, format!("Removed {n_files} {noun} from the cache: {}", bytes_in_words(n_bytes)));
        }
        if let Some(Dialog::Cache(shown)) = &mut self.dialog {
            *shown = Some(contents);
        }
        Vec::new()
    }
}
