//! Where the program keeps its things: what the user made, what can be made again, and what the user prefers.
//! Whoever writes into a folder makes it.

use std::ffi::OsString;
use std::path::PathBuf;

use directories::{BaseDirs, ProjectDirs, UserDirs};

use crate::settings::SettingsError;

/// The folders of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// What the user made: the lists.
    pub data: PathBuf,
    /// What can be made again: indexes and thumbnails.
    pub cache: PathBuf,
    /// Thumbnails: those of all programs, or of the cache folder's own where one was named.
    pub thumbnails: PathBuf,
    /// What the user prefers: settings and places.
    pub config: PathBuf,
}

/// The user's own folders, as far as the system knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFolders {
    /// What a `~` stands for in a path that is typed.
    pub home: Option<PathBuf>,
    /// Where to export as long as nothing was exported.
    pub documents: Option<PathBuf>,
}

impl UserFolders {
    /// Asks the system for them.
    pub fn find() -> Self {
        let Some(user) = UserDirs::new() else { return Self::default() };
        let home = user.home_dir().to_owned();
        let documents = user.document_dir().unwrap_or(&home).to_owned();
        Self { home: Some(home), documents: Some(documents) }
    }
}

/// Folders named on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderOptions {
    /// `--data-dir`
    pub data: Option<PathBuf>,
    /// `--cache-dir`
    pub cache: Option<PathBuf>,
    /// `--config-dir`
    pub config: Option<PathBuf>,
}

impl Folders {
    /// The folders named on the command line, or else by `CUTLINE_DATA_DIR`, `CUTLINE_CACHE_DIR` and
    /// `CUTLINE_CONFIG_DIR`, or else where the system wants them.
    pub fn find(options: FolderOptions) -> Result<Self, SettingsError> {
        Self::find_with(options, |name| std::env::var_os(name))
    }

    fn find_with(options: FolderOptions, variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, SettingsError> {
        let FolderOptions { data, cache, config } = options;
        let usual = ProjectDirs::from("", "", "cutline");
        let named = |option: Option<PathBuf>, name: &str| {
            option.or_else(|| variable(name).map(PathBuf::from)).filter(|path| !path.as_os_str().is_empty())
        };
        let own_thumbnails = named(cache.clone(), "CUTLINE_CACHE_DIR").map(|cache| cache.join("thumbnails"));
        let shared_thumbnails = BaseDirs::new().map(|base| base.cache_dir().join("thumbnails"));
        let found = |option: Option<PathBuf>, name: &str, usual: Option<PathBuf>| -> Result<PathBuf, SettingsError> {
            let path = named(option, name).or(usual).ok_or(SettingsError::NoHome)?;
            // A relative path must not change its meaning later; where the system knows no current folder it stays.
            Ok(std::path::absolute(&path).unwrap_or(path))
        };
        Ok(Self {
            data: found(data, "CUTLINE_DATA_DIR", usual.as_ref().map(|usual| usual.data_dir().to_owned()))?,
            cache: found(cache, "CUTLINE_CACHE_DIR", usual.as_ref().map(|usual| usual.cache_dir().to_owned()))?,
            thumbnails: found(own_thumbnails, "", shared_thumbnails)?,
            config: found(config, "CUTLINE_CONFIG_DIR", usual.as_ref().map(|usual| usual.config_dir().to_owned()))?,
        })
    }

    /// The database of the user's lists.
    pub fn lists_path(&self) -> PathBuf {
        self.data.join("cutline.db")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_outranks_the_environment_and_that_the_system() {
        let options = FolderOptions { data: Some("/option/data".into()), cache: Some("".into()), config: None };
        let variable = |name: &str| match name {
            "CUTLINE_DATA_DIR" => Some("/variable/data".into()),
            "CUTLINE_CONFIG_DIR" => Some("relative/config".into()),
            _ => None,
        };
        let folders = Folders::find_with(options, variable).unwrap();
        assert_eq!(folders.data, PathBuf::from("/option/data"));
        assert_eq!(folders.lists_path(), PathBuf::from("/option/data/cutline.db"));
        assert!(folders.cache.ends_with("cutline") && folders.cache.is_absolute(), "{folders:?}");
        assert!(folders.thumbnails.ends_with("thumbnails") && !folders.thumbnails.ends_with("cutline/thumbnails"));
        assert!(folders.config.ends_with("relative/config") && folders.config.is_absolute(), "{folders:?}");
    }

    #[test]
    fn thumbnails_are_all_programs_own_unless_a_cache_folder_is_named() {
        let options = FolderOptions { cache: Some("/option/cache".into()), ..FolderOptions::default() };
        let folders = Folders::find_with(options, |_| None).unwrap();
        assert_eq!(folders.thumbnails, PathBuf::from("/option/cache/thumbnails"));
    }

    #[test]
    fn an_empty_variable_is_none() {
        let usual = Folders::find_with(FolderOptions::default(), |_| None).unwrap();
        assert_eq!(Folders::find_with(FolderOptions::default(), |_| Some("".into())).unwrap(), usual);
    }
}
