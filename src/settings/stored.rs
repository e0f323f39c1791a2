//! The shape of the settings file, version 1: every field may be missing, and then is the usual one.
//! It is JSON; names of fields and values never change their meaning within a version.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::settings::{
    Bounds, CACHE_BYTES, CAPTION_TEXT_SIZE_PT, CELL_WIDTH_PT, COLUMN_WIDTH_PT, LastExport, N_COLUMNS_MAX,
    N_IIM_ENCODINGS_MAX, N_LAST_INPUTS_MAX, N_RECENT_INPUTS_MAX, PANEL_SIZE_PT, Panel, Settings, SpaceKey, Theme, View,
    WINDOW_POSITION_PT, WINDOW_SIDE_PT, WindowPlace,
};

/// The version of the file this program writes, and the latest it knows.
const VERSION: u64 = 1;

/// The fields of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct StoredSettings {
    version: u64,
    theme: StoredTheme,
    view: StoredView,
    cell_width_pt: f64,
    caption_text_size_pt: f64,
    filter_panel: StoredPanel,
    detail_panel: StoredPanel,
    list_panel: StoredPanel,
    sort_key: Option<String>,
    last_export: Option<StoredExport>,
    window: StoredWindow,
    column_widths_pt: Vec<(String, f64)>,
    watches_inputs: bool,
    cache_bytes_max: u64,
    space_key: StoredSpaceKey,
    house_style: String,
    last_inputs: Vec<StoredPath>,
    recent_inputs: Vec<StoredPath>,
    iim_encodings: Vec<StoredEncoding>,
}

/// As what photos were exported last.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredExport {
    format: String,
    template: Option<String>,
    folder: Option<StoredPath>,
}

/// The encoding of an input's texts that name none.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredEncoding {
    input: String,
    encoding: String,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StoredTheme {
    Dark,
    Light,
    System,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StoredView {
    Grid,
    List,
    Places,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StoredSpaceKey {
    Preview,
    Select,
}

/// A missing field is that of no panel in particular, so that each panel's own usual value is taken.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredPanel {
    visible: Option<bool>,
    size_pt: Option<f64>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredWindow {
    size_pt: Option<[f64; 2]>,
    position_pt: Option<[f64; 2]>,
    maximized: bool,
}

/// A path: as text, or as bytes if it is none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum StoredPath {
    Text(String),
    Bytes(Vec<u8>),
}

/// Reads the file: all of it as it stands, and the fields that are known; or says what is wrong with it.
pub(super) fn parse(text: &str) -> Result<(Map<String, Value>, StoredSettings), String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let loaded: Map<String, Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let version = loaded.get("version").map_or(Some(VERSION), Value::as_u64);
    match version {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            return Err(format!("they are of the newer version {newer}, this program knows {VERSION}"));
        }
        Some(_) | None => return Err("their version is not a known one".to_owned()),
    }
    let stored = StoredSettings::deserialize(Value::Object(loaded.clone())).map_err(|error| error.to_string())?;
    Ok((loaded, stored))
}

/// The fields put over those of the file as it was loaded, so that none that is not known here is lost.
pub(super) fn merged(loaded: &Map<String, Value>, stored: StoredSettings) -> Value {
    let mut value = Value::Object(loaded.clone());
    // Numbers, texts, and lists and maps of them with texts as keys can always be written.
    if let Ok(known) = serde_json::to_value(stored) {
        put_over(&mut value, known);
    }
    value
}

fn put_over(value: &mut Value, known: Value) {
    match (value, known) {
        (Value::Object(fields), Value::Object(known_fields)) => {
            for (name, known) in known_fields {
                put_over(fields.entry(name).or_insert(Value::Null), known);
            }
        }
        (value, known) => *value = known,
    }
}

impl Default for StoredSettings {
    fn default() -> Self {
        Self::of(&Settings::default())
    }
}

impl StoredSettings {
    /// The fields to write.
    pub(super) fn of(settings: &Settings) -> Self {
        let Settings {
            theme,
            view,
            cell_width_pt,
            caption_text_size_pt,
            filter_panel,
            detail_panel,
            list_panel,
            sort_key,
            last_export,
            window,
            column_widths_pt,
            watches_inputs,
            cache_bytes_max,
            space_key,
            house_style,
            last_inputs,
            recent_inputs,
            iim_encodings,
            loaded: _,
            keeps_file: _,
        } = settings;
        Self {
            version: VERSION,
            theme: match theme {
                Theme::Dark => StoredTheme::Dark,
                Theme::Light => StoredTheme::Light,
                Theme::System => StoredTheme::System,
            },
            view: match view {
                View::Grid => StoredView::Grid,
                View::List => StoredView::List,
                View::Places => StoredView::Places,
            },
            cell_width_pt: within(CELL_WIDTH_PT, *cell_width_pt),
            caption_text_size_pt: within(CAPTION_TEXT_SIZE_PT, *caption_text_size_pt),
            filter_panel: StoredPanel::of(*filter_panel),
            detail_panel: StoredPanel::of(*detail_panel),
            list_panel: StoredPanel::of(*list_panel),
            sort_key: sort_key.clone(),
            last_export: last_export.as_ref().map(|LastExport { format, template, folder }| StoredExport {
                format: format.clone(),
                template: template.clone(),
                folder: folder.as_deref().map(StoredPath::of),
            }),
            window: StoredWindow {
                size_pt: Some(window.size_pt.map(|side| within(WINDOW_SIDE_PT, side))),
                position_pt: window.position_pt.map(|at| at.map(|at| within(WINDOW_POSITION_PT, at))),
                maximized: window.maximized,
            },
            column_widths_pt: column_widths_pt
                .iter()
                .map(|(column, width)| (column.clone(), within(COLUMN_WIDTH_PT, *width)))
                .collect(),
            watches_inputs: *watches_inputs,
            cache_bytes_max: *cache_bytes_max,
            space_key: match space_key {
                SpaceKey::Preview => StoredSpaceKey::Preview,
                SpaceKey::Select => StoredSpaceKey::Select,
            },
            house_style: house_style.clone(),
            last_inputs: last_inputs.iter().map(|path| StoredPath::of(path)).collect(),
            recent_inputs: recent_inputs.iter().map(|path| StoredPath::of(path)).collect(),
            iim_encodings: iim_encodings
                .iter()
                .map(|(input, encoding)| StoredEncoding { input: input.clone(), encoding: encoding.clone() })
                .collect(),
        }
    }

    /// The settings; what is out of bounds is put at the nearest bound.
    pub(super) fn into_settings(self, loaded: Map<String, Value>) -> Settings {
        let usual = Settings::default();
        let last_inputs: Vec<PathBuf> = self.last_inputs.into_iter().map(StoredPath::into_path).collect();
        let iim_encodings = self.iim_encodings.into_iter().take(N_IIM_ENCODINGS_MAX);
        let recent_inputs = self.recent_inputs.into_iter().take(N_RECENT_INPUTS_MAX).map(StoredPath::into_path);
        Settings {
            theme: match self.theme {
                StoredTheme::Dark => Theme::Dark,
                StoredTheme::Light => Theme::Light,
                StoredTheme::System => Theme::System,
            },
            view: match self.view {
                StoredView::Grid => View::Grid,
                StoredView::List => View::List,
                StoredView::Places => View::Places,
            },
            cell_width_pt: clamped(CELL_WIDTH_PT, self.cell_width_pt),
            caption_text_size_pt: clamped(CAPTION_TEXT_SIZE_PT, self.caption_text_size_pt),
            filter_panel: self.filter_panel.into_panel(usual.filter_panel),
            detail_panel: self.detail_panel.into_panel(usual.detail_panel),
            list_panel: self.list_panel.into_panel(usual.list_panel),
            sort_key: self.sort_key,
            last_export: self.last_export.map(|StoredExport { format, template, folder }| LastExport {
                format,
                template,
                folder: folder.map(StoredPath::into_path),
            }),
            window: WindowPlace {
                size_pt: self
                    .window
                    .size_pt
                    .map_or(usual.window.size_pt, |size| size.map(|side| clamped(WINDOW_SIDE_PT, side))),
                position_pt: self.window.position_pt.map(|at| at.map(|at| clamped(WINDOW_POSITION_PT, at))),
                maximized: self.window.maximized,
            },
            column_widths_pt: self
                .column_widths_pt
                .into_iter()
                .take(N_COLUMNS_MAX)
                .map(|(column, width)| (column, clamped(COLUMN_WIDTH_PT, width)))
                .collect(),
            watches_inputs: self.watches_inputs,
            cache_bytes_max: self.cache_bytes_max.clamp(CACHE_BYTES.least, CACHE_BYTES.greatest),
            space_key: match self.space_key {
                StoredSpaceKey::Preview => SpaceKey::Preview,
                StoredSpaceKey::Select => SpaceKey::Select,
            },
            house_style: self.house_style,
            last_inputs: if last_inputs.len() > N_LAST_INPUTS_MAX { Vec::new() } else { last_inputs },
            recent_inputs: recent_inputs.collect(),
            iim_encodings: iim_encodings.map(|stored| (stored.input, stored.encoding)).collect(),
            loaded,
            keeps_file: false,
        }
    }
}

impl StoredPanel {
    fn of(panel: Panel) -> Self {
        Self { visible: Some(panel.visible), size_pt: Some(within(PANEL_SIZE_PT, panel.size_pt)) }
    }

    fn into_panel(self, usual: Panel) -> Panel {
        Panel {
            visible: self.visible.unwrap_or(usual.visible),
            size_pt: self.size_pt.map_or(usual.size_pt, |size| clamped(PANEL_SIZE_PT, size)),
        }
    }
}

impl StoredPath {
    #[cfg(unix)]
    fn of(path: &Path) -> Self {
        use std::os::unix::ffi::OsStrExt as _;
        let bytes = path.as_os_str().as_bytes();
        String::from_utf8(bytes.to_vec()).map_or_else(|error| Self::Bytes(error.into_bytes()), Self::Text)
    }

    #[cfg(not(unix))]
    fn of(path: &Path) -> Self {
        Self::Text(path.to_string_lossy().into_owned())
    }

    fn into_path(self) -> PathBuf {
        match self {
            Self::Text(text) => text.into(),
            #[cfg(unix)]
            Self::Bytes(bytes) => {
                use std::os::unix::ffi::OsStringExt as _;
                std::ffi::OsString::from_vec(bytes).into()
            }
            #[cfg(not(unix))]
            Self::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned().into(),
        }
    }
}

/// A size as it is written: the shortest number that is read as the same size again.
fn within(bounds: Bounds, size: f32) -> f64 {
    let size = bounds.clamp(size);
    size.to_string().parse().unwrap_or(f64::from(size))
}

fn clamped(bounds: Bounds, size: f64) -> f32 {
    // A number too large for the type is infinite in it, and then at the bound.
    bounds.clamp(size as f32)
}
