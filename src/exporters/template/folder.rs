//! The templates a user has: those that ship, and files in the settings folder, each a template of its own.
//! A file that makes no sense stays as it is and is reported; nothing is ever written over it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use crate::exporters::template::{Template, stored};
use crate::files::{Existing, FileError, small, write_whole};
use crate::text::slug;

/// The folder of templates in the settings folder.
pub const TEMPLATES_FOLDER_NAME: &str = "templates";
/// Largest file of a template: some hundred fields take some kilobytes.
const TEMPLATE_BYTES_MAX: u64 = 1 << 20;
/// Most files looked at: as many as a menu could show.
const TEMPLATES_MAX: usize = 1_000;
/// How many names are tried for a new file.
const NAMES_MAX: usize = 1_000;

/// The templates there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Templates {
    /// The user's, by name, and then those that ship, but for those whose name the user has taken.
    pub all: Vec<FoundTemplate>,
    /// What was wrong with files, a line each.
    pub problems: Vec<String>,
}

/// A template and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundTemplate {
    /// The template.
    pub template: Arc<Template>,
    /// Its file; none for one that ships.
    pub path: Option<PathBuf>,
}

/// Why a template was not found, saved or deleted.
#[derive(Debug, Error)]
pub enum TemplateError {
    /// Neither a template nor a file has that name.
    #[error("there is no template “{name}”: use {known} or the path of a file")]
    Unknown {
        /// The name.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The file makes no sense.
    #[error("the template cannot be read, because {why}: {}", path.display())]
    Bad {
        /// Why.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// The folder cannot be made or the file removed.
    #[error("the template was not changed: {why}: {}", path.display())]
    Folder {
        /// The system's reason.
        why: io::Error,
        /// The folder or file.
        path: PathBuf,
    },
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
}

impl Default for Templates {
    fn default() -> Self {
        let all = Template::built_in();
        let all = all.iter().map(|template| FoundTemplate { template: Arc::clone(template), path: None });
        Self { all: all.collect(), problems: Vec::new() }
    }
}

impl Templates {
    /// The templates of a settings folder, and those that ship.
    pub fn load(config_folder: &Path) -> Self {
        let folder = config_folder.join(TEMPLATES_FOLDER_NAME);
        let mut templates = Self { all: Vec::new(), problems: Vec::new() };
        let mut paths = match fs::read_dir(&folder) {
            Ok(entries) => {
                let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
                paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(why) => {
                templates.problems.push(format!("your templates were not read: {why}: {}", folder.display()));
                Vec::new()
            }
        };
        paths.sort();
        if paths.len() > TEMPLATES_MAX {
            templates.problems.push(format!("only {TEMPLATES_MAX} of your templates were read: {}", folder.display()));
            paths.truncate(TEMPLATES_MAX);
        }
        for path in paths {
            match read(&path) {
                Ok(template) => match templates.named(&template.name) {
                    Some(other) => templates.problems.push(format!(
                        "a template was left out, because another has the name “{}” too: {}",
                        other.template.name,
                        path.display()
                    )),
                    None => templates.all.push(FoundTemplate { template: Arc::new(template), path: Some(path) }),
                },
                Err(error) => templates.problems.push(error.to_string()),
            }
        }
        templates.all.sort_by_key(|found| crate::text::natural_key(&found.template.name));
        for shipped in Self::default().all {
            if templates.named(&shipped.template.name).is_none() {
                templates.all.push(shipped);
            }
        }
        templates
    }

    /// The template of that name; case does not count.
    pub fn named(&self, name: &str) -> Option<&FoundTemplate> {
        self.all.iter().find(|found| found.template.is_named(name))
    }

    /// The template of that name, or else in the file of that path.
    pub fn find(&self, name_or_path: &str) -> Result<Arc<Template>, TemplateError> {
        if let Some(found) = self.named(name_or_path) {
            return Ok(Arc::clone(&found.template));
        }
        let path = Path::new(name_or_path);
        if path.is_file() {
            return read(path).map(Arc::new);
        }
        let known: Vec<String> = self.all.iter().map(|found| format!("“{}”", found.template.name)).collect();
        Err(TemplateError::Unknown { name: name_or_path.to_owned(), known: known.join(", ") })
    }
}

/// Saves a template in the settings folder, in the file that has its name already, or else a new one.
/// `before` is the file it was read from, when it was: under a new name it stays one template.
pub fn save(config_folder: &Path, template: &Template, before: Option<&Path>) -> Result<PathBuf, TemplateError> {
    let folder = config_folder.join(TEMPLATES_FOLDER_NAME);
    fs::create_dir_all(&folder).map_err(|why| TemplateError::Folder { why, path: folder.clone() })?;
    let templates = Templates::load(config_folder);
    let owner = templates.named(&template.name).and_then(|found| found.path.clone());
    let text = stored::print(template);
    let write = |path: &Path, existing| write_whole(path, existing, |file| file.write_all(text.as_bytes()));
    if let Some(path) = owner.or_else(|| before.filter(|before| before.starts_with(&folder)).map(Path::to_owned)) {
        write(&path, Existing::Replace)?;
        return Ok(path);
    }
    let stem = slug(&template.name);
    let stem = crate::text::truncated(if stem.is_empty() { "template" } else { &stem }, 100);
    for number in 1..=NAMES_MAX {
        let name = if number == 1 { format!("{stem}.json") } else { format!("{stem}-{number}.json") };
        let path = folder.join(name);
        match write(&path, Existing::Keep) {
            // The name belongs to a file that could not be read, or to another template.
            Err(FileError::Exists { .. }) => {}
            Err(error) => return Err(error.into()),
            Ok(()) => return Ok(path),
        }
    }
    Err(TemplateError::Folder { why: io::Error::other("all names are taken"), path: folder })
}

/// Removes a template's file.
pub fn delete(path: &Path) -> Result<(), TemplateError> {
    fs::remove_file(path).map_err(|why| TemplateError::Folder { why, path: path.to_owned() })
}

/// The template in a file.
pub fn read(path: &Path) -> Result<Template, TemplateError> {
    let bad = |why: String| TemplateError::Bad { why, path: path.to_owned() };
    let text = small::text(path, TEMPLATE_BYTES_MAX).map_err(|error| bad(error.to_string()))?;
    stored::parse(&text).map_err(bad)
}
