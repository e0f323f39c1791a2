//! Opens inputs as one collection: from the index that an earlier opening left, brought up to date where the inputs
//! changed, or by reading them, photo after photo, while what was read so far can be looked at.

mod touched;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use thiserror::Error;

use crate::cache::{INDEX_EXTENSION, NAME_EXTENSION, mark_used};
use crate::catalog::building::{Built, CatalogBuilder, IndexPlace};
use crate::catalog::saved::{self, Kept, KeptError, Origin};
use crate::catalog::{Catalog, CatalogError, Heading};
use crate::files::{Existing, write_whole};
use crate::lint::Lint;
use crate::photo::{Photo, PhotoKey};
use crate::readers::{Input, ReadError, Reader, Stamp, Summary, Watch};
use crate::tasks::opening::touched::Touched;
use crate::worker;

/// How many batches of photos wait to be indexed: reading and indexing go on side by side, and neither runs far ahead.
const N_WAITING: usize = 2;
/// How much a collection has grown, in tenths, before it is looked at again while it is read: looking takes time too.
const GROWTH_TENTHS: usize = 14;
/// Changed when captions are read otherwise by the same build of the program.
const READING_VERSION: u32 = 1;

/// Why inputs could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// One of them could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What was read could not be indexed.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
}

/// What an opening is about just now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Inputs are read.
    #[default]
    Reading,
    /// What was read last time, and is shown already, is compared with what its inputs are now, and is read as a whole.
    Checking,
}

/// How an opening is done and watched.
#[derive(Clone, Copy)]
pub struct Opening<'a> {
    /// How inputs are read.
    pub reader: &'a Reader,
    /// The folder in which indexes are kept; none keeps none.
    pub indexes: Option<&'a Path>,
    /// The photo of a folder that is wanted first.
    pub first: Option<&'a Path>,
    /// Told what is done, how much of it, and how much there is in all; answers whether to go on.
    pub progress: &'a (dyn Fn(Stage, u64, u64) -> bool + Sync),
    /// Whether an index is read as a whole after it was shown, to see that it is as it was written; otherwise that is seen
    /// of what is used of it.
    pub checks_index: bool,
    /// Given what can be looked at already: the collection as it was last time, or what was read so far.
    pub part: &'a (dyn Fn(Arc<Catalog>) + Sync),
}

/// Inputs that were opened.
pub struct Opened {
    /// The collection.
    pub catalog: Arc<Catalog>,
    /// What could not be read, a line each.
    pub warnings: Vec<String>,
    /// What the user should know about the index, a line each; no fault of the inputs.
    pub notices: Vec<String>,
}

/// Opens inputs as one collection.
pub fn open(inputs: &[Input], opening: &Opening<'_>) -> Result<Opened, OpenError> {
    let place = opening.indexes.and_then(|folder| index_place(inputs, opening.reader, folder));
    let path = place.as_ref().map(|place| place.path.display().to_string()).unwrap_or_default();
    let told = |why: &KeptError| format!("{why}: {path}");
    let mut notices = Vec::new();
    let kept = match place.as_ref().map(saved::open) {
        Some(Ok(kept)) => Some(kept),
        Some(Err(KeptError::Missing)) | None => None,
        Some(Err(why @ (KeptError::OtherProgram | KeptError::OtherReading | KeptError::Damaged))) => {
            notices.push(told(&why));
            None
        }
    };
    let mut earlier = None;
    if let Some(Kept { catalog, origin }) = kept {
        // By this it is known what was not used for long; where it cannot be noted, nothing is removed either.
        place.iter().for_each(|place| mark_used(&place.path).unwrap_or_default());
        let catalog = Arc::new(catalog);
        (opening.part)(Arc::clone(&catalog));
        earlier = Some((catalog, origin));
    } else {
        show_beginning(inputs, opening);
    }
    // Looked at before anything is read: what changes meanwhile has another state.
    let stage = if earlier.is_some() { Stage::Checking } else { Stage::Reading };
    let goes_on = || (opening.progress)(stage, 0, 0);
    let states: Vec<_> = inputs.iter().map(|input| opening.reader.state(input, &goes_on)).collect();
    if let Some((catalog, origin)) = &earlier
        && is_up_to_date(inputs, &states, place.as_ref(), origin, opening)?
    {
        if !opening.checks_index || is_as_written(catalog, &|done, all| (opening.progress)(Stage::Checking, done, all))
        {
            return Ok(Opened { catalog: Arc::clone(catalog), warnings: origin.warnings.clone(), notices });
        }
        notices.push(told(&KeptError::Damaged));
        earlier = None;
    }
    let mut opened = read(inputs, opening, place, states, earlier.as_ref().map(|(catalog, _)| &**catalog))?;
    opened.notices.extend(notices);
    Ok(opened)
}

/// Whether an index is as it was written. It is on the screen already: to read it takes only what nobody else wants.
fn is_as_written(catalog: &Catalog, progress: &(dyn Fn(u64, u64) -> bool + Sync)) -> bool {
    std::thread::scope(|scope| {
        let look = || {
            worker::give_way_to_all();
            catalog.is_as_written(progress)
        };
        match Builder::new().name("cutline-check".to_owned()).spawn_scoped(scope, look) {
            // A panic in the thread is one of this opening, which its worker catches.
            Ok(looking) => looking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => catalog.is_as_written(progress),
        }
    })
}

/// Shows what can be had of a folder that takes long even to be listed.
fn show_beginning(inputs: &[Input], opening: &Opening<'_>) {
    if let [input] = inputs {
        let first_read = |photos: Vec<Photo>| show(inputs, photos, opening);
        let progress = |done, all| (opening.progress)(Stage::Reading, done, all);
        let watch = Watch { progress: &progress, first: opening.first, first_read: &first_read, known: &|_, _| None };
        opening.reader.show_beginning(input, &watch);
    }
}

/// Where the index of inputs is kept; none for inputs that are in memory.
fn index_place(inputs: &[Input], reader: &Reader, folder: &Path) -> Option<IndexPlace> {
    let is_lasting = |input: &Input| input.path().is_some() || matches!(input, Input::Stream(_));
    if inputs.is_empty() || !inputs.iter().all(is_lasting) {
        return None;
    }
    let names: Vec<String> = inputs.iter().map(Input::identity).collect();
    let mut hasher = DefaultHasher::new();
    (&names, format!("{:?}", reader.options)).hash(&mut hasher);
    let path = folder.join(format!("{:016x}.{INDEX_EXTENSION}", hasher.finish()));
    // Another build of the program reads captions otherwise: it is known by its file.
    let program = std::env::current_exe().and_then(std::fs::metadata);
    let program = program.ok().map(|program| (program.len(), program.modified().ok()));
    let program = format!("{program:?} {READING_VERSION}");
    let knowledge = reader.knowledge.fingerprint();
    // Findings stand in the index, and what is still to come changes from year to year at the least.
    let style = reader.lint.style.fingerprint();
    let identity = format!("{names:?} {:?} {knowledge:016x} {style:016x}", reader.options);
    Some(IndexPlace { path, program, identity })
}

/// Whether inputs are as they were: by sizes and times, or, where those differ, by what a file holds.
fn is_up_to_date(
    inputs: &[Input],
    states: &[Option<String>],
    place: Option<&IndexPlace>,
    origin: &Origin,
    opening: &Opening<'_>,
) -> Result<bool, OpenError> {
    let mut touched = Touched::of(place.map(|place| place.path.as_path()));
    for (at, (input, state)) in inputs.iter().zip(states).enumerate() {
        if state.is_some() && state.as_ref() == origin.states.get(at) {
            continue;
        }
        let Some(Some(digest)) = origin.digests.get(at) else { return Ok(false) };
        if state.as_ref().is_some_and(|state| touched.holds(digest, state)) {
            continue;
        }
        match opening.reader.digest(input, &|done, all| (opening.progress)(Stage::Checking, done, all)) {
            Ok(now) if now == *digest => state.iter().for_each(|state| touched.note(digest, state)),
            Ok(_) => return Ok(false),
            Err(error @ ReadError::Cancelled { .. }) => return Err(error.into()),
            // What is gone or cannot be read is said by whoever reads it.
            Err(_) => return Ok(false),
        }
    }
    Ok(true)
}

/// Reads inputs one after the other; of folders only what an earlier collection does not know as it is.
fn read(
    inputs: &[Input],
    opening: &Opening<'_>,
    place: Option<IndexPlace>,
    states: Vec<Option<String>>,
    earlier: Option<&Catalog>,
) -> Result<Opened, OpenError> {
    let title = inputs.first().map(ToString::to_string).unwrap_or_default();
    // A collection that is open already is not replaced by less of itself.
    let part = |builder: &CatalogBuilder| {
        if earlier.is_none() {
            let heading = Heading { title: title.clone(), ..Heading::default() };
            (opening.part)(Arc::new(builder.snapshot(heading)));
        }
    };
    let has_failed = AtomicBool::new(false);
    let states = states.into_iter().map(Option::unwrap_or_default).collect();
    let origin = Origin { states, ..Origin::default() };
    let named = place.as_ref().map(|place| place.path.with_extension(NAME_EXTENSION));
    let (read, indexed) = std::thread::scope(|scope| {
        let (send, receive) = sync_channel(N_WAITING);
        let (part, has_failed) = (&part, &has_failed);
        let lint = Arc::clone(&opening.reader.lint);
        let work = move || {
            let indexed = index(place, lint, &receive, part);
            // Reading stops when there is nothing left that takes what is read.
            has_failed.store(indexed.is_err(), Ordering::Relaxed);
            indexed
        };
        let indexing = Builder::new().name("cutline-index".to_owned()).spawn_scoped(scope, work)?;
        let read = read_all(inputs, opening, earlier, origin, has_failed, send);
        // A panic in the thread is one of this opening, which its worker catches.
        Ok((read, indexing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))))
    })
    .map_err(|why: io::Error| CatalogError::from(why))?;
    // Where indexing failed, that is why reading did not come to its end.
    let indexed = indexed?;
    read?;
    let (Built { catalog, notices, is_kept }, warnings) = indexed.ok_or(CatalogError::Superseded)?;
    if let Some(path) = named.filter(|_| is_kept) {
        let names: String = inputs.iter().map(|input| format!("{input}\n")).collect();
        // It only tells people what the index is of.
        write_whole(&path, Existing::Replace, |out| out.write_all(names.as_bytes())).ok();
    }
    Ok(Opened { catalog: Arc::new(catalog), warnings, notices })
}

/// What is handed from reading to indexing.
enum Handed {
    /// The photos that follow are of another input.
    Input,
    Photos(Vec<Photo>),
    /// The photos of this input do not complete each other.
    AsRead,
    /// There are no more: what is known of the collection beside them.
    End(Box<(Heading, Origin)>),
}

/// Indexes photos as they come, and shows what there is whenever it has grown enough. What came of it, with the warnings
/// of the readers; none where reading was not brought to its end.
fn index(
    place: Option<IndexPlace>,
    lint: Arc<Lint>,
    handed: &Receiver<Handed>,
    part: &dyn Fn(&CatalogBuilder),
) -> Result<Option<(Built, Vec<String>)>, CatalogError> {
    let mut builder = CatalogBuilder::new(place);
    builder.check_by(lint);
    let mut number = 0;
    let mut shown_at = 0;
    for handed in handed {
        match handed {
            Handed::Input => {
                builder.begin_input();
                number = 0;
            }
            Handed::AsRead => builder.keep_as_read(),
            Handed::End(end) => {
                let (heading, mut origin) = *end;
                if builder.n_left_out() > 0 {
                    let n = builder.n_left_out();
                    origin.warnings.push(format!("{n} photos have a key that an earlier photo has, and were left out"));
                }
                return Ok(Some((builder.finish(heading, &origin)?, origin.warnings)));
            }
            Handed::Photos(photos) => {
                let mut has_grown = false;
                for photo in &photos {
                    number += 1;
                    has_grown |= builder.add(number, photo)?;
                }
                if has_grown && builder.n_photos() * 10 >= shown_at * GROWTH_TENTHS {
                    shown_at = builder.n_photos();
                    part(&builder);
                }
            }
        }
    }
    Ok(None)
}

/// Reads every input and hands its photos over; what is known of the collection beside them.
fn read_all(
    inputs: &[Input],
    opening: &Opening<'_>,
    earlier: Option<&Catalog>,
    mut origin: Origin,
    has_failed: &AtomicBool,
    send: SyncSender<Handed>,
) -> Result<(), OpenError> {
    let mut heading = Heading::default();
    let mut titles = Vec::new();
    let mut failed = None;
    let progress = |done, all| {
        let goes_on = !has_failed.load(Ordering::Relaxed);
        goes_on && (opening.progress)(Stage::Reading, done, all)
    };
    let first_read = |photos: Vec<Photo>| {
        if earlier.is_none() {
            show(inputs, photos, opening);
        }
    };
    // Who takes no more has failed, and says so itself.
    let hand = |handed: Handed| send.send(handed).unwrap_or_default();
    for input in inputs {
        let key = |name: &str| PhotoKey { input: input.id(), name: name.to_owned() };
        let known = |name: &str, stamp: &Stamp| earlier?.as_read(&key(name)).filter(|photo| is_as_it_was(photo, stamp));
        let first = opening.first.filter(|_| earlier.is_none());
        let watch = Watch { progress: &progress, first, first_read: &first_read, known: &known };
        hand(Handed::Input);
        let read = opening.reader.stream(input, &watch, &mut |photos| hand(Handed::Photos(photos)));
        let Summary { title, published, credit, address, lead, warnings, completes, digest } = match read {
            Ok(summary) => summary,
            // Of several inputs one that cannot be read costs only itself.
            Err(error) if inputs.len() > 1 && !matches!(error, ReadError::Cancelled { .. }) => {
                origin.warnings.push(error.to_string());
                origin.digests.push(None);
                failed = Some(error);
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        if !completes {
            hand(Handed::AsRead);
        }
        titles.push(title);
        heading.published = heading.published.or(published);
        heading.credit = heading.credit.or(credit);
        heading.address = heading.address.or(address);
        heading.lead = heading.lead.or(lead);
        origin.warnings.extend(warnings.iter().map(|warning| format!("{input}: {warning}")));
        origin.digests.push(digest);
    }
    if let Some(error) = failed.filter(|_| titles.is_empty()) {
        return Err(error.into());
    }
    heading.title = match titles.as_slice() {
        [title] => title.clone(),
        titles => format!("{} inputs", titles.len()),
    };
    hand(Handed::End(Box::new((heading, origin))));
    Ok(())
}

/// Shows photos that were read before all others.
fn show(inputs: &[Input], photos: Vec<Photo>, opening: &Opening<'_>) {
    let title = inputs.first().map(ToString::to_string).unwrap_or_default();
    // A part that cannot be indexed is no loss: the whole follows, and its error is told.
    if let Ok((catalog, _)) = Catalog::build(Heading { title, ..Heading::default() }, photos) {
        (opening.part)(Arc::new(catalog));
    }
}

/// Whether a photo's file and its sidecar are as they were when it was read, and could be read then.
fn is_as_it_was(photo: &Photo, stamp: &Stamp) -> bool {
    photo
        .photo_file
        .as_ref()
        .is_some_and(|file| file.problem.is_none() && Stamp { file: file.stamp, sidecar: file.sidecar } == *stamp)
}

#[cfg(test)]
mod tests;
