//! The part of `App` that knows by which house style captions are checked.

use std::sync::Arc;

use crate::app::App;
use crate::app::effect::Effect;
use crate::lint::Lint;
use crate::lint::style::{COMMON, HouseStyle, Severity};
use crate::photo::Photo;

/// The styles that come with the program, where nothing is to come: a clock is the business of whoever starts it.
pub(super) fn built_in() -> Vec<Arc<Lint>> {
    let styles = HouseStyle::all_built_in().filter_map(|(name, _)| HouseStyle::built_in(name));
    styles.map(|style| Arc::new(Lint { style: Arc::new(style), today: None })).collect()
}

impl App {
    /// Makes styles known: those that come with the program, and the user's own.
    pub fn set_lints(&mut self, lints: Vec<Arc<Lint>>) {
        self.lints = lints;
    }

    /// What captions can be checked by.
    pub fn lints(&self) -> &[Arc<Lint>] {
        &self.lints
    }

    /// What captions are checked by: the style of the settings, or else the one that all build on.
    pub fn lint(&self) -> &Arc<Lint> {
        let named = |name: &str| self.lints.iter().find(|lint| lint.style.name == name);
        let chosen = named(&self.settings.house_style).or_else(|| named(COMMON));
        chosen.unwrap_or_else(|| &*NONE)
    }

    /// Whether something in a photo's words is an error by the style.
    pub fn is_flawed(&self, photo: &Photo) -> bool {
        let style = &self.lint().style;
        photo.findings.kinds().any(|kind| style.severity(kind) == Some(Severity::Error))
    }

    /// Checks captions by another style: what is open is read again.
    pub(super) fn set_house_style(&mut self, name: String) -> Vec<Effect> {
        if self.settings.house_style == name {
            return Vec::new();
        }
        let mut effects = self.change_settings(|settings| settings.house_style = name);
        if !self.inputs().is_empty() {
            effects.extend(self.reload());
        }
        effects
    }
}

/// What captions are checked by where no style is known.
static NONE: std::sync::LazyLock<Arc<Lint>> = std::sync::LazyLock::new(Arc::default);
