//! Folders of photographs, and single ones: their names are listed at once, their words read in the workers, many at a
//! time, and photos made in the order of the names while answers come in.

mod picture_hash;
mod walk;

use std::cell::{Cell, RefCell};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use crate::attachment::PictureFile;
use crate::metadata::Metadata;
use crate::metadata::candidate::Badge;
use crate::metadata::format::Format;
use crate::metadata::merged::{self, Merged};
use crate::metadata::precedence::Profile;
use crate::photo::facts::{Facts, PhotoFile, Rating};
use crate::photo::naming::is_photo_name;
use crate::photo::{Photo, Stated};
use crate::readers::draft::OwnName;
use crate::readers::gathering::{self, Gathering, Heading, Progress};
use crate::readers::input::path_as_id;
use crate::readers::photo_folder::walk::{FILES_PER_QUESTION, FoundFile};
use crate::readers::{Input, ReadError, Reader, Stamp, Watch, file_stamp};
use crate::worker::WorkerError;
use crate::worker::opening::{self, OpenError};

/// Of so many files everything is read before the next are begun with: the workers stand still for a moment then.
const FILES_AT_A_TIME: usize = 16_384;

/// Reads a folder.
pub(super) fn read(
    root: &Path,
    subfolders: bool,
    reader: &Reader,
    watch: &Watch<'_>,
    gathering: &mut Gathering<'_>,
) -> Result<Heading, ReadError> {
    let shown = || root.display().to_string();
    let goes_on = || (watch.progress)(0, 0);
    let walked = walk::walk(root, subfolders, &goes_on).map_err(|why| ReadError::of_io(why, shown()))?;
    if !goes_on() {
        return Err(ReadError::Cancelled { input: shown() });
    }
    for warning in &walked.warnings {
        gathering.warnings.add("", warning.clone());
    }
    if walked.n_left_alone > 0 {
        let n = walked.n_left_alone;
        gathering.warnings.add("", format!("links, pipes and devices were left alone: {n}"));
    }
    let asked = watch.first.filter(|first| !is_in(first, root));
    if let Some(asked) = asked.and_then(|first| walked.files.iter().find(|file| is_same(file, first))) {
        show_first(std::slice::from_ref(asked), root, reader, watch);
    }
    let n_left_out = read_files(&walked.files, root, reader, watch, gathering)?;
    if let Some((n, first)) = n_left_out {
        gathering.warnings.add("", format!("files that are no photos were left out: {n}, the first being {first}"));
    }
    if gathering.n_photos() == 0 {
        let why = "the folder holds no file that is a photo".to_owned();
        return Err(ReadError::NoPhotos { why, input: shown() });
    }
    Ok(Heading::default())
}

/// Reads a single photo.
pub(super) fn read_one(
    path: &Path,
    reader: &Reader,
    watch: &Watch<'_>,
    gathering: &mut Gathering<'_>,
) -> Result<Heading, ReadError> {
    let root = path.parent().unwrap_or(Path::new(""));
    let files = [walk::single(path)];
    read_files(&files, root, reader, watch, gathering)?;
    Ok(Heading::default())
}

/// The pictures of a folder and of those within it, with the captions they carry.
pub(super) fn pictures(
    root: &Path,
    reader: &Reader,
    goes_on: &dyn Fn() -> bool,
) -> Result<Vec<PictureFile>, ReadError> {
    let shown = || root.display().to_string();
    let walked = walk::walk(root, true, goes_on).map_err(|why| ReadError::of_io(why, shown()))?;
    let mut answers: Vec<Option<Metadata>> = walked.files.iter().map(|_| None).collect();
    let mut opened = walked.files.iter().map(|file| opening::open_regular(&file.path()));
    reader.workers.metadata_each(&mut opened, reader.options.iim_encoding, &|| !goes_on(), &mut |at, answer| {
        if let (Some(slot), Ok(metadata)) = (answers.get_mut(at), answer) {
            *slot = Some(metadata);
        }
    });
    if !goes_on() {
        return Err(ReadError::Cancelled { input: shown() });
    }
    let pictures = walked.files.into_iter().zip(answers).filter_map(|(file, metadata)| {
        let metadata = metadata.filter(is_picture)?;
        let name = relative_name(&file, root);
        let caption = merged::merged(metadata, None, Profile::News).caption().description;
        Some(PictureFile { path: file.path(), name, caption })
    });
    let pictures: Vec<PictureFile> = pictures.collect();
    if pictures.is_empty() {
        return Err(ReadError::NoPhotos { why: "the folder holds no pictures".to_owned(), input: shown() });
    }
    Ok(pictures)
}

/// The first photos of a folder, as far as that can be told at a glance.
pub(super) fn first_names(root: &Path, n_photos: usize) -> Vec<PathBuf> {
    walk::first_names(root, n_photos)
}

/// Everything a photo's file and its sidecar state.
pub(super) fn inspect(path: &Path, reader: &Reader) -> Result<Merged, WorkerError> {
    let encoding = reader.options.iim_encoding;
    let read = |path: &Path| reader.workers.metadata(&opening::open_regular(path)?, encoding, &|| false);
    let embedded = read(path)?;
    // A sidecar that cannot be read takes nothing from what the photo itself says.
    let sidecar = walk::single(path).sidecar().and_then(|path| read(&path).ok());
    let sidecar = sidecar.filter(|sidecar| sidecar.is_sidecar_for(path));
    Ok(merged::merged(embedded, sidecar, Profile::News))
}

/// Shows something of a folder before anything else is done: listing a million files takes a while. That is the photo that
/// was asked for, or a beginning, where there are very many.
pub(super) fn show_beginning(root: &Path, reader: &Reader, watch: &Watch<'_>) {
    let first = watch.first.filter(|first| is_in(first, root)).map(|first| vec![walk::single(first)]);
    let beginning = first.unwrap_or_else(|| walk::beginning_of_many(root));
    if !beginning.is_empty() {
        show_first(&beginning, root, reader, watch);
    }
}

fn is_in(file: &Path, root: &Path) -> bool {
    file.parent() == Some(root) && file.is_file()
}

/// The photo that was asked for, or the first there are of very many, are shown before the others are read.
fn show_first(files: &[FoundFile], root: &Path, reader: &Reader, watch: &Watch<'_>) {
    let progress = Progress::new(watch.progress, String::new());
    let input = Input::Folder { path: root.to_owned(), subfolders: true };
    let mut first = Vec::new();
    let mut keep = |photos: Vec<Photo>| first.extend(photos);
    let mut gathering = Gathering::new(&input, reader, progress, &mut keep);
    let silent = Watch { first: None, ..*watch };
    // What goes wrong with it is told when its turn comes.
    read_files(files, root, reader, &silent, &mut gathering).ok();
    gathering.hand_over();
    drop(gathering);
    if !first.is_empty() {
        (watch.first_read)(first);
    }
}

fn is_same(found: &FoundFile, asked: &Path) -> bool {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    Some(found.name()) == asked.file_name() && absolute(&found.path()) == absolute(asked)
}

/// What is known of a file while its answers come in.
#[derive(Default)]
struct Slot {
    stamp: Stamp,
    picture_hash: Option<u64>,
    /// What an earlier reading gave, where the file is as it was.
    known: Option<Photo>,
    embedded: Option<Result<Metadata, WorkerError>>,
    sidecar: Option<Result<Metadata, WorkerError>>,
}

/// Which file of which photo a question is about.
#[derive(Clone, Copy)]
enum Question {
    Embedded(usize),
    Sidecar(usize),
}

/// Reads files' words and gathers photos in the files' order; tells how many files were none, and the first of them.
/// What is known of the files meanwhile is kept of some thousands at a time, so that memory does not grow with the folder.
fn read_files(
    files: &[FoundFile],
    root: &Path,
    reader: &Reader,
    watch: &Watch<'_>,
    gathering: &mut Gathering<'_>,
) -> Result<Option<(usize, String)>, ReadError> {
    let n_files = files.len() as u64;
    let mut left_out = None;
    for (before, files) in (0..).step_by(FILES_AT_A_TIME).zip(files.chunks(FILES_AT_A_TIME)) {
        let progress = |n_made: u64| (watch.progress)(before + n_made, n_files);
        let mut made = Making { files, root, next: 0, left_out };
        read_some(&mut made, reader, watch, &progress, gathering);
        if made.next < files.len() {
            return Err(ReadError::Cancelled { input: root.display().to_string() });
        }
        left_out = made.left_out;
    }
    Ok(left_out)
}

/// Reads some of the files; ends early when it may not go on.
fn read_some(
    made: &mut Making<'_>,
    reader: &Reader,
    watch: &Watch<'_>,
    progress: &dyn Fn(u64) -> bool,
    gathering: &mut Gathering<'_>,
) {
    let files = made.files;
    let mut questions = Vec::with_capacity(files.len());
    let mut slots: Vec<Slot> = files.iter().map(|file| known(file, made.root, watch)).collect();
    for (at, (file, _)) in files.iter().zip(&slots).enumerate().filter(|(_, (_, slot))| slot.known.is_none()) {
        questions.extend(file.has_sidecar().then_some(Question::Sidecar(at)));
        questions.push(Question::Embedded(at));
    }
    made.go_on(&mut slots, gathering);
    let slots = RefCell::new(slots);
    let mut waiting = questions.iter().map(|question| open(*question, files, &slots));
    let n_made = Cell::new(0);
    let cancelled = || !progress(n_made.get());
    reader.workers.metadata_each(&mut waiting, reader.options.iim_encoding, &cancelled, &mut |at, answer| {
        let mut slots = slots.borrow_mut();
        match questions.get(at) {
            Some(Question::Embedded(at)) => slots.get_mut(*at).map(|slot| slot.embedded = Some(answer)),
            Some(Question::Sidecar(at)) => slots.get_mut(*at).map(|slot| slot.sidecar = Some(answer)),
            None => None,
        };
        made.go_on(&mut slots, gathering);
        n_made.set(made.next as u64);
    });
}

fn open(question: Question, files: &[FoundFile], slots: &RefCell<Vec<Slot>>) -> Result<std::fs::File, OpenError> {
    match question {
        Question::Sidecar(at) => {
            let path = files.get(at).and_then(FoundFile::sidecar).unwrap_or_default();
            let file = opening::open_regular(&path)?;
            if let (Ok(metadata), Some(slot)) = (file.metadata(), slots.borrow_mut().get_mut(at)) {
                slot.stamp.sidecar = Some(file_stamp(&metadata));
            }
            Ok(file)
        }
        Question::Embedded(at) => {
            let path = files.get(at).map(FoundFile::path).unwrap_or_default();
            let file = opening::open_regular(&path)?;
            if let (Ok(metadata), Some(slot)) = (file.metadata(), slots.borrow_mut().get_mut(at)) {
                slot.stamp.file = file_stamp(&metadata);
                slot.picture_hash = picture_hash::picture_hash(&file, metadata.len());
            }
            Ok(file)
        }
    }
}

/// What is known of a file from an earlier reading, if it is as it was.
fn known(file: &FoundFile, root: &Path, watch: &Watch<'_>) -> Slot {
    let Some(stamp) = stamp(file) else { return Slot::default() };
    let name = gathering::printable_name(&relative_name(file, root));
    Slot { stamp, known: (watch.known)(&name, &stamp), ..Slot::default() }
}

fn stamp(file: &FoundFile) -> Option<Stamp> {
    let of = |path: &Path| std::fs::metadata(path).ok().map(|metadata| file_stamp(&metadata));
    let sidecar = match file.sidecar() {
        Some(path) => Some(of(&path)?),
        None => None,
    };
    Some(Stamp { file: of(&file.path())?, sidecar })
}

/// A line that changes when any file of a folder does, by their names, sizes and times; none where that is not wanted any
/// more.
pub(super) fn state(root: &Path, subfolders: bool, goes_on: &dyn Fn() -> bool) -> Option<String> {
    let walked = walk::walk(root, subfolders, goes_on).ok()?;
    let mut hasher = DefaultHasher::new();
    for (n, file) in walked.files.iter().enumerate() {
        if n % FILES_PER_QUESTION == 0 && !goes_on() {
            return None;
        }
        (file.path(), file.sidecar(), stamp(file)).hash(&mut hasher);
    }
    Some(format!("{} files, {:016x}", walked.files.len(), hasher.finish()))
}

/// Photos as they are made, in the order of their files.
struct Making<'a> {
    files: &'a [FoundFile],
    root: &'a Path,
    /// The file whose answer is awaited next.
    next: usize,
    left_out: Option<(usize, String)>,
}

impl Making<'_> {
    /// Makes the photos whose answers are there.
    fn go_on(&mut self, slots: &mut [Slot], gathering: &mut Gathering<'_>) {
        while let (Some(file), Some(slot)) = (self.files.get(self.next), slots.get_mut(self.next)) {
            if let Some(photo) = slot.known.take() {
                gathering.add_known(photo);
                self.next += 1;
                continue;
            }
            if slot.embedded.is_none() || file.has_sidecar() && slot.sidecar.is_none() {
                return;
            }
            let slot = std::mem::take(slot);
            match stated(file, self.root, slot) {
                Some(stated) => {
                    if let Some(why) = stated.photo_file.as_ref().and_then(|file| file.problem.as_ref()) {
                        gathering.warnings.add(stated.file.as_deref().unwrap_or(""), why.clone());
                    }
                    gathering.add_stated(own_name(&stated), stated);
                }
                None => {
                    let first = || file.path().display().to_string();
                    self.left_out.get_or_insert_with(|| (0, first())).0 += 1;
                }
            }
            self.next += 1;
        }
    }
}

fn own_name(stated: &Stated) -> OwnName {
    OwnName { whole: None, id: None, file: stated.file.clone() }
}

/// What is stated about a file's photo; none when the file is no photo and is not called like one.
fn stated(file: &FoundFile, root: &Path, slot: Slot) -> Option<Stated> {
    let Slot { stamp: Stamp { file: own, sidecar: beside }, picture_hash, known: _, embedded, sidecar } = slot;
    let (metadata, failure) = match embedded {
        Some(Ok(metadata)) => (metadata, None),
        Some(Err(why)) => (Metadata::default(), Some(why.to_string())),
        None => (Metadata::default(), None),
    };
    let known = is_picture(&metadata);
    if !known && !is_photo_name(Path::new(file.name())) {
        return None;
    }
    let unknown = || (!known).then(|| "it is none of the formats that are known".to_owned());
    let problem = failure.or_else(unknown);
    let sidecar = sidecar.and_then(Result::ok).filter(|sidecar| sidecar.is_sidecar_for(Path::new(file.name())));
    let file_type = metadata.format.map(|format| format.name().to_owned());
    let size_px = metadata.size_px.map(|size_px| upright(size_px, metadata.orientation));
    let merged = merged::merged(metadata, sidecar, Profile::News);
    let mut caption = merged.caption();
    let disagrees = merged.fields.iter().any(|field| field.badges.contains(&Badge::Disagree));
    let facts = Facts {
        rating: merged.rating().and_then(Rating::of_stars),
        label: merged.label(),
        picked: merged.is_picked(),
        camera: merged.camera(),
        gps: merged.gps().map(|degrees| degrees.map(rounded)),
        file_type,
        folder: Some(file.folder().to_owned()),
        keyword_paths: merged.hierarchical_keywords().iter().map(|path| path.join("|")).collect(),
        size_px,
    };
    let photo_file = PhotoFile { path: file.path(), stamp: own, sidecar: beside, problem, disagrees, picture_hash };
    Some(Stated {
        // The credit that stands in a description is read from it, as from any caption.
        text: caption.description.take().unwrap_or_default(),
        caption,
        places: Vec::new(),
        published: None,
        file: Some(relative_name(file, root)),
        picture: None,
        facts,
        photo_file: Some(Box::new(photo_file)),
    })
}

/// Whether a file holds a picture, not only words.
pub fn is_picture(metadata: &Metadata) -> bool {
    metadata.format.is_some_and(|format| format != Format::Xmp)
}

/// A file's name within the opened folder, parts separated by `/`; bytes that are no text are written as `%` and two digits.
fn relative_name(file: &FoundFile, root: &Path) -> String {
    let path = file.path();
    path_as_id(path.strip_prefix(root).unwrap_or(&path))
}

fn upright([width, height]: [u32; 2], orientation: u8) -> [u32; 2] {
    if (5..=8).contains(&orientation) { [height, width] } else { [width, height] }
}

/// Degrees to a centimeter, which no camera is better than.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}
