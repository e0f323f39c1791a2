//! The parts of `App` that hand photos over beyond exporting, and take others' lists and pictures in: templates, finding
//! photos from a list, comparing collections, matching pictures, copying, printing. Their commands, effects and events are sets of their own.

pub mod comparing;
mod copying;
pub mod finding;
pub mod printing;
pub mod templates;

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::Dialog;
use crate::app::effect::{Effect, Generation};
use crate::app::handover::comparing::Compared;
use crate::app::handover::printing::{PrintJob, PrintOrder};
use crate::app::notices::Severity;
use crate::attachment::{Method, PictureFile, Proposal};
use crate::catalog::Catalog;
use crate::exporters::template::Template;
use crate::exporters::template::folder::Templates;
use crate::photo::Photo;
use crate::tasks::finding::{FoundPhotos, Reach};

/// What the application keeps of these.
#[derive(Default)]
pub(super) struct Handover {
    templates: Arc<Templates>,
    compared: Option<Arc<Compared>>,
    generation: Generation,
    pub(super) busy: Option<Busy>,
}

/// Work under way that takes long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// What is done, as the screen says it.
    pub what: &'static str,
    /// How much of it is done.
    pub n_done: u32,
    /// How much there is; 0 when that is not known.
    pub n_all: u32,
}

/// Something asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum HandoverCommand {
    /// A template is edited: this one, or a new one.
    EditTemplate(Option<Arc<Template>>),
    /// The template in the dialog is kept.
    SaveTemplate,
    /// The file of the template in the dialog is removed.
    DeleteTemplate,
    /// The file of a list, or a collection to compare with, is chosen with the system's dialog.
    PickFile(FileFor),
    /// The photos of the list in the dialog are looked for.
    Find,
    /// The photos found go on a new list.
    AcceptFound,
    /// The open collection is compared with the one in the dialog.
    Compare,
    /// The comparison is written as a report.
    WriteComparison,
    /// Photos are printed.
    Print(PrintOrder),
}

/// What a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFor {
    /// A list of names.
    FindList,
    /// A collection to compare with.
    Comparing,
}

/// Work to do outside the application.
#[derive(Clone)]
pub enum HandoverEffect {
    /// Stop what is looked for or compared.
    Cancel,
    /// Look for pictures that belong to the photos of a collection.
    Match(MatchJob),
    /// Read the templates of the settings folder.
    LoadTemplates,
    /// Keep a template.
    SaveTemplate {
        /// The template.
        template: Arc<Template>,
        /// The file it was read from.
        before: Option<PathBuf>,
    },
    /// Remove a template's file.
    DeleteTemplate(PathBuf),
    /// Ask the system's dialog for a file.
    PickFile(FileFor),
    /// Look for the photos of a list.
    Find(FindJob),
    /// Read a collection and compare it.
    Compare(CompareJob),
    /// Write a comparison as a report.
    WriteComparison {
        /// The comparison.
        compared: Arc<Compared>,
        /// What of it.
        kinds: Vec<crate::comparing::Kind>,
        /// Where to.
        path: PathBuf,
        /// Whether a file that is there may be replaced.
        replace: bool,
    },
    /// Write photos for the printer, and hand them over.
    Print(PrintJob),
    /// Put formatted text on the clipboard.
    CopyHtml {
        /// As a web page has it.
        html: String,
        /// For programs that take plain text only.
        text: String,
    },
    /// Decode a photo's picture for the clipboard.
    CopyPicture(PictureOf),
    /// Open the folder of a photo's file in the system's own program.
    ShowInFolder(PictureOf),
}

/// A photo whose picture is meant.
#[derive(Clone)]
pub struct PictureOf {
    /// The photo.
    pub photo: Arc<Photo>,
    /// The file that was attached to it.
    pub attached: Option<PathBuf>,
}

/// Which pictures to match to which photos.
#[derive(Clone)]
pub struct MatchJob {
    /// Dropped when another is asked for.
    pub generation: Generation,
    /// The photos.
    pub catalog: Arc<Catalog>,
    /// Where to look.
    pub folder: PathBuf,
    /// What is there, if that is known.
    pub known: Option<Arc<[PictureFile]>>,
    /// How to match.
    pub method: Method,
}

/// Pictures, in natural order, and for each photo the one it is given.
pub type Matched = (Arc<[PictureFile]>, Vec<Proposal>);

/// Photos of a list to look for.
#[derive(Clone)]
pub struct FindJob {
    /// Dropped when another is asked for.
    pub generation: Generation,
    /// Where to look.
    pub catalog: Arc<Catalog>,
    /// The list.
    pub list: ListSource,
    /// The column of a table; by its usual names without one.
    pub column: Option<String>,
    /// How far to look.
    pub reach: Reach,
}

/// Where someone else's list is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListSource {
    /// It was pasted.
    Text(String),
    /// It is a file.
    File(PathBuf),
}

/// A collection to compare with the open one.
#[derive(Clone)]
pub struct CompareJob {
    /// Dropped when another is asked for.
    pub generation: Generation,
    /// The open collection.
    pub catalog: Arc<Catalog>,
    /// The other one's file or folder.
    pub path: PathBuf,
}

/// Pixels for the clipboard: red, green, blue and alpha, not premultiplied.
#[derive(Clone, Debug, PartialEq)]
pub struct ClipboardPicture {
    /// Width and height.
    pub size_px: [usize; 2],
    /// The pixels, row by row.
    pub rgba: Arc<Vec<u8>>,
}

/// What came back.
pub enum HandoverEvent {
    /// The templates there are.
    Templates(Templates),
    /// A template was kept or removed, with all there are now and the name of the one kept; or why not.
    TemplateChanged(Result<(Templates, Option<String>), String>),
    /// A file was chosen; none when the dialog was closed.
    FilePicked(FileFor, Option<PathBuf>),
    /// How far work is.
    Progress {
        /// Of which question.
        generation: Generation,
        /// How much is done.
        n_done: u32,
        /// How much there is.
        n_all: u32,
    },
    /// A folder was looked through for pictures.
    Matched {
        /// Of which question.
        generation: Generation,
        /// The pictures, and which of them each photo is given; or why there are none.
        result: Result<Matched, String>,
    },
    /// A list was looked through.
    Found {
        /// Of which question.
        generation: Generation,
        /// What was found; or why nothing.
        result: Result<FoundPhotos, String>,
    },
    /// Collections were compared.
    Compared {
        /// Of which question.
        generation: Generation,
        /// The comparison; or why there is none.
        result: Result<Arc<Compared>, String>,
    },
    /// A report was written; or why not.
    ComparisonWritten(Result<PathBuf, WriteFailure>),
    /// Photos were handed to the printer or its program; or why not.
    Printed(Result<String, String>),
    /// A picture was decoded for the clipboard; or why not.
    PictureReady(Result<ClipboardPicture, String>),
}

/// Why a report was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteFailure {
    /// There is a file of that name.
    Exists,
    /// Anything else, in words.
    Other(String),
}

impl App {
    /// The templates there are, as far as they were read.
    pub fn templates(&self) -> &Templates {
        &self.handover.templates
    }

    /// The comparison that is shown.
    pub fn compared(&self) -> Option<&Arc<Compared>> {
        self.handover.compared.as_ref()
    }

    /// Work under way that can be cancelled, beside opening and exporting.
    pub fn busy(&self) -> Option<&Busy> {
        self.handover.busy.as_ref()
    }

    /// Closes what stands in front: a template's dialog returns to the export, and work for a dialog ends with it.
    pub(super) fn close_dialog(&mut self) -> Vec<Effect> {
        match self.dialog.take() {
            Some(Dialog::Template(editing)) => {
                self.dialog = editing.back.map(|export| Dialog::Export(*export));
                Vec::new()
            }
            Some(Dialog::Attach(_) | Dialog::Find(_) | Dialog::Compare(_)) if self.handover.busy.take().is_some() => {
                vec![Effect::Handover(HandoverEffect::Cancel)]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn apply_handover(&mut self, command: HandoverCommand) -> Vec<Effect> {
        match command {
            HandoverCommand::EditTemplate(template) => self.edit_template(template),
            HandoverCommand::SaveTemplate => self.save_template(),
            HandoverCommand::DeleteTemplate => self.delete_template(),
            HandoverCommand::PickFile(purpose) => vec![Effect::Handover(HandoverEffect::PickFile(purpose))],
            HandoverCommand::Find => self.find_listed(),
            HandoverCommand::AcceptFound => self.accept_found(),
            HandoverCommand::Compare => self.compare_collections(),
            HandoverCommand::WriteComparison => self.write_comparison(),
            HandoverCommand::Print(order) => self.print(order),
        }
    }

    pub(super) fn receive_handover(&mut self, event: HandoverEvent) -> Vec<Effect> {
        match event {
            HandoverEvent::Templates(templates) => self.take_templates(templates),
            HandoverEvent::TemplateChanged(result) => self.template_changed(result),
            HandoverEvent::FilePicked(_, None) => Vec::new(),
            HandoverEvent::FilePicked(FileFor::FindList, Some(path)) => self.find_list_picked(path),
            HandoverEvent::FilePicked(FileFor::Comparing, Some(path)) => self.compared_picked(path),
            HandoverEvent::Progress { generation, n_done, n_all } => {
                if let Some(busy) = self.handover.busy.as_mut().filter(|_| generation == self.handover.generation) {
                    (busy.n_done, busy.n_all) = (n_done, n_all);
                }
                Vec::new()
            }
            HandoverEvent::Matched { generation, result } if generation == self.handover.generation => {
                self.pictures_matched(result)
            }
            HandoverEvent::Found { generation, result } if generation == self.handover.generation => {
                self.found_from_list(result)
            }
            HandoverEvent::Compared { generation, result } if generation == self.handover.generation => {
                self.collections_compared(result)
            }
            // The answer to a question that was superseded.
            HandoverEvent::Matched { .. } | HandoverEvent::Found { .. } | HandoverEvent::Compared { .. } => Vec::new(),
            HandoverEvent::ComparisonWritten(result) => self.comparison_written(result),
            HandoverEvent::Printed(Ok(done)) => {
                self.handover.busy = None;
                self.notices.add(Severity::Done, done);
                Vec::new()
            }
            HandoverEvent::Printed(Err(why)) => {
                self.handover.busy = None;
                self.notices.add(Severity::Error, why);
                Vec::new()
            }
            HandoverEvent::PictureReady(result) => self.picture_ready(result),
        }
    }

    /// The next question, and that work on it has begun.
    pub(super) fn begin(&mut self, what: &'static str) -> Generation {
        self.handover.generation = Generation(self.handover.generation.0 + 1);
        self.handover.busy = Some(Busy { what, n_done: 0, n_all: 0 });
        self.handover.generation
    }
}
