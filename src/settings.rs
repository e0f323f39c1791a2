//! What the user prefers, and where the program keeps its things: loaded at the start, saved when it changes.
//! A settings file that makes no sense is set aside and reported, and fields it has that are not known here are kept.

pub mod folders;
pub mod house_styles;
mod stored;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use thiserror::Error;

use crate::files::aside::{is_there, set_aside};
use crate::files::{Existing, FileError, small, write_whole};
use crate::lint::style::COMMON;
use crate::place::gazetteer::Gazetteer;
use crate::settings::stored::StoredSettings;

/// Name of the settings file in the config folder.
pub const SETTINGS_FILE_NAME: &str = "settings.json";
/// Name of the user's own places in the config folder.
pub const PLACES_FILE_NAME: &str = "places.csv";

/// Largest settings file: more than twice what the most and longest paths it may hold take.
const SETTINGS_BYTES_MAX: u64 = 16 << 20;
/// Largest file of places: the built-in one has some kilobytes, a country's own some megabytes.
const PLACES_BYTES_MAX: u64 = 16 << 20;
/// Most rows of a file of places that are reported one by one.
const N_REPORTED_ROWS_MAX: usize = 20;

/// Most inputs remembered in the menu of recent ones.
pub const N_RECENT_INPUTS_MAX: usize = 10;
/// Most inputs opened again at the next start; if there were more, none is.
pub const N_LAST_INPUTS_MAX: usize = 200;

/// Most collections whose encoding is remembered; the one chosen longest ago is forgotten.
pub const N_IIM_ENCODINGS_MAX: usize = 200;

/// A size that stays within bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Least value.
    pub least: f32,
    /// Greatest value.
    pub greatest: f32,
}

/// A number of bytes that stays within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteBounds {
    /// Least value.
    pub least: u64,
    /// The value where none was chosen.
    pub usual: u64,
    /// Greatest value.
    pub greatest: u64,
}

/// Bounds of `Settings::cache_bytes_max`: the index of one large input and some thumbnails always fit; by default there is
/// room for the indexes of several million captions.
pub const CACHE_BYTES: ByteBounds = ByteBounds { least: 256 << 20, usual: 4 << 30, greatest: 1 << 40 };

/// Bounds of `Settings::cell_width_pt`.
pub const CELL_WIDTH_PT: Bounds = Bounds { least: 80.0, greatest: 640.0 };
/// Bounds of `Settings::caption_text_size_pt`.
pub const CAPTION_TEXT_SIZE_PT: Bounds = Bounds { least: 8.0, greatest: 40.0 };
/// Bounds of the size of each panel.
pub const PANEL_SIZE_PT: Bounds = Bounds { least: 80.0, greatest: 1_600.0 };
/// Bounds of each side of the window: no screen is larger.
pub const WINDOW_SIDE_PT: Bounds = Bounds { least: 200.0, greatest: 16_384.0 };
/// Bounds of each coordinate of the window, as X11 has them.
pub const WINDOW_POSITION_PT: Bounds = Bounds { least: -32_768.0, greatest: 32_767.0 };

/// Bounds of the width of a column of the list view.
pub const COLUMN_WIDTH_PT: Bounds = Bounds { least: 36.0, greatest: 1_600.0 };
/// The most columns whose widths are kept: more than there are.
const N_COLUMNS_MAX: usize = 64;

/// As what photos were exported, and where to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastExport {
    /// The format's name.
    pub format: String,
    /// The name of the template, if there was one.
    pub template: Option<String>,
    /// The folder they went to.
    pub folder: Option<PathBuf>,
}

/// What the user prefers.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Colors of the screen.
    pub theme: Theme,
    /// How the results are shown.
    pub view: View,
    /// Width of a cell of the grid.
    pub cell_width_pt: f32,
    /// Size of the caption's text in the detail panel.
    pub caption_text_size_pt: f32,
    /// The filter panel; its size is its width.
    pub filter_panel: Panel,
    /// The detail panel; its size is its width.
    pub detail_panel: Panel,
    /// The list panel; its size is its height.
    pub list_panel: Panel,
    /// Name of the key the results are sorted by; as in the input without one.
    pub sort_key: Option<String>,
    /// As what photos were exported last.
    pub last_export: Option<LastExport>,
    /// Where the window was.
    pub window: WindowPlace,
    /// Widths of the list view's columns that are not the usual ones, by the columns' names.
    column_widths_pt: BTreeMap<String, f32>,
    /// Whether what is open is watched, and read again when it changes.
    pub watches_inputs: bool,
    /// The most bytes that indexes and thumbnails take in the cache.
    pub cache_bytes_max: u64,
    /// What the space key does.
    pub space_key: SpaceKey,
    /// Name of the house style by which captions are checked.
    pub house_style: String,
    /// What was open last.
    last_inputs: Vec<PathBuf>,
    /// What was opened before, the latest first; at most `N_RECENT_INPUTS_MAX`.
    recent_inputs: Vec<PathBuf>,
    /// The encodings of collections' texts that name none, the latest chosen first: an input's id and the encoding's name.
    iim_encodings: Vec<(String, String)>,
    /// The file as it was loaded, so that fields not known here are saved again.
    loaded: Map<String, Value>,
    /// Whether the file must stay as it is, because it could be neither read nor set aside.
    keeps_file: bool,
}

/// Colors of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
    /// As the system says.
    System,
}

/// How the results are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// As cells with pictures.
    Grid,
    /// As rows of a table.
    List,
    /// By place: on a plan or a map.
    Places,
}

/// What the space key does to the focused photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpaceKey {
    /// Shows it large.
    Preview,
    /// Selects it.
    Select,
}

/// A panel at an edge of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    /// Whether it is shown.
    pub visible: bool,
    /// How much of the window it takes.
    pub size_pt: f32,
}

/// Where the window is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowPlace {
    /// Width and height.
    pub size_pt: [f32; 2],
    /// Left and top; where the system likes, without one.
    pub position_pt: Option<[f32; 2]>,
    /// Whether it fills the screen.
    pub maximized: bool,
}

/// Why settings were not saved or folders not found.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file that is there makes no sense and could not be set aside.
    #[error("settings were not saved: the file there could be neither read nor set aside: {}", path.display())]
    KeepsFile {
        /// The settings file.
        path: PathBuf,
    },
    /// The config folder could not be made.
    #[error("settings were not saved: their folder could not be made: {why}: {}", path.display())]
    Folder {
        /// The system's reason.
        why: io::Error,
        /// The folder.
        path: PathBuf,
    },
    /// The file could not be written.
    #[error("settings were not saved: {0}")]
    File(FileError),
    /// There is no home folder to put things in.
    #[error("no home folder was found: name the folders with --data-dir, --cache-dir and --config-dir")]
    NoHome,
}

impl Settings {
    /// Loads the settings of a config folder, and says what was wrong with them; without a file they are the defaults.
    pub fn load(config_folder: &Path) -> (Self, Vec<String>) {
        let path = config_folder.join(SETTINGS_FILE_NAME);
        if !is_there(&path) {
            return (Self::default(), Vec::new());
        }
        let why = match small::text(&path, SETTINGS_BYTES_MAX)
            .map_err(|why| why.to_string())
            .and_then(|text| stored::parse(&text))
        {
            Ok((loaded, stored)) => return (stored.into_settings(loaded), Vec::new()),
            Err(why) => why,
        };
        match set_aside(&path, &[]) {
            Ok(aside) => {
                let message = format!(
                    "the settings could not be read ({why}): they are the usual ones now, and the file was set aside as {}",
                    aside.display()
                );
                (Self::default(), vec![message])
            }
            Err(why_not_aside) => {
                let message = format!(
                    "the settings could not be read ({why}), nor their file be set aside ({why_not_aside}): \
                     they are the usual ones now and will not be saved: {}",
                    path.display()
                );
                (Self { keeps_file: true, ..Self::default() }, vec![message])
            }
        }
    }

    /// Saves the settings in a config folder, whole or not at all.
    pub fn save(&self, config_folder: &Path) -> Result<(), SettingsError> {
        let path = config_folder.join(SETTINGS_FILE_NAME);
        if self.keeps_file {
            return Err(SettingsError::KeepsFile { path });
        }
        fs::create_dir_all(config_folder)
            .map_err(|why| SettingsError::Folder { why, path: config_folder.to_owned() })?;
        let value = stored::merged(&self.loaded, StoredSettings::of(self));
        write_whole(&path, Existing::Replace, |file| {
            serde_json::to_writer_pretty(&mut *file, &value)?;
            file.write_all(b"\n")
        })
        .map_err(SettingsError::File)
    }

    /// The width of a column of the list view, where it is not the usual one.
    pub fn column_width_pt(&self, column: &str) -> Option<f32> {
        self.column_widths_pt.get(column).copied()
    }

    /// Makes a column of the list view wider or narrower.
    pub fn set_column_width(&mut self, column: &str, width_pt: f32) {
        if self.column_widths_pt.len() < N_COLUMNS_MAX || self.column_widths_pt.contains_key(column) {
            self.column_widths_pt.insert(column.to_owned(), COLUMN_WIDTH_PT.clamp(width_pt));
        }
    }

    /// What was open last.
    pub fn last_inputs(&self) -> &[PathBuf] {
        &self.last_inputs
    }

    /// What was opened before, the latest first.
    pub fn recent_inputs(&self) -> &[PathBuf] {
        &self.recent_inputs
    }

    /// Remembers what is open now.
    pub fn remember_inputs(&mut self, inputs: &[PathBuf]) {
        self.last_inputs = if inputs.len() > N_LAST_INPUTS_MAX { Vec::new() } else { inputs.to_vec() };
        let mut recent_inputs: Vec<PathBuf> = Vec::new();
        for input in inputs.iter().chain(&self.recent_inputs) {
            if recent_inputs.len() < N_RECENT_INPUTS_MAX && !recent_inputs.contains(input) {
                recent_inputs.push(input.clone());
            }
        }
        self.recent_inputs = recent_inputs;
    }

    /// The name of the encoding chosen for an input's texts that name none.
    pub fn iim_encoding(&self, input: &str) -> Option<&str> {
        self.iim_encodings.iter().find(|(chosen_for, _)| chosen_for == input).map(|(_, encoding)| encoding.as_str())
    }

    /// Chooses the encoding of an input's texts that name none.
    pub fn set_iim_encoding(&mut self, input: &str, encoding: &str) {
        self.iim_encodings.retain(|(chosen_for, _)| chosen_for != input);
        self.iim_encodings.insert(0, (input.to_owned(), encoding.to_owned()));
        self.iim_encodings.truncate(N_IIM_ENCODINGS_MAX);
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::Dark,
            view: View::Grid,
            cell_width_pt: 220.0,
            caption_text_size_pt: 16.0,
            filter_panel: Panel { visible: true, size_pt: 236.0 },
            detail_panel: Panel { visible: true, size_pt: 330.0 },
            list_panel: Panel { visible: true, size_pt: 136.0 },
            sort_key: None,
            last_export: None,
            window: WindowPlace { size_pt: [1_280.0, 800.0], position_pt: None, maximized: false },
            column_widths_pt: BTreeMap::new(),
            watches_inputs: true,
            cache_bytes_max: CACHE_BYTES.usual,
            space_key: SpaceKey::Preview,
            house_style: COMMON.to_owned(),
            last_inputs: Vec::new(),
            recent_inputs: Vec::new(),
            iim_encodings: Vec::new(),
            loaded: Map::new(),
            keeps_file: false,
        }
    }
}

impl Bounds {
    /// The nearest value within the bounds.
    pub fn clamp(self, value: f32) -> f32 {
        // Not `f32::clamp`, which lets what is no number through.
        if value.is_nan() { self.least } else { value.clamp(self.least, self.greatest) }
    }
}

/// The built-in gazetteer with the user's own places, and what was wrong with those; they are all optional.
pub fn user_gazetteer(config_folder: &Path) -> (Gazetteer, Vec<String>) {
    let path = config_folder.join(PLACES_FILE_NAME);
    let mut gazetteer = Gazetteer::built_in();
    if !is_there(&path) {
        return (gazetteer, Vec::new());
    }
    let text = match small::text(&path, PLACES_BYTES_MAX) {
        Ok(text) => text,
        Err(why) => return (gazetteer, vec![format!("your places were not read: {why}: {}", path.display())]),
    };
    let errors = gazetteer.extend(&text);
    let reported = errors.iter().take(N_REPORTED_ROWS_MAX);
    let mut messages: Vec<String> =
        reported.map(|error| format!("one of your places was not read: {error}: {}", path.display())).collect();
    let n_more = errors.len().saturating_sub(N_REPORTED_ROWS_MAX);
    if n_more > 0 {
        messages.push(format!("{n_more} more of your places were not read: {}", path.display()));
    }
    (gazetteer, messages)
}
