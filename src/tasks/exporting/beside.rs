//! Writes sidecars beside the photos' own files, which are never touched. Each sidecar is written whole, and only where it
//! says something else than it should.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::catalog::PhotoIndex;
use crate::exporters::left_out::LeftOut;
use crate::exporters::pictures::Pictures as _;
use crate::exporters::sidecar::{SIDECAR_MAX_BYTES, sidecar, stated_extension};
use crate::files::{self, Existing};
use crate::photo::{Photo, naming};
use crate::tasks::exporting::pictures::WorkerPictures;
use crate::tasks::exporting::{ExportError, ExportOrder, Exported, Run};

/// Writes the sidecars of an order's photos; a photo whose sidecar cannot be written costs only itself.
pub(super) fn write(run: &Run<'_>, pictures: &WorkerPictures<'_>) -> Result<Exported, ExportError> {
    let order = run.order;
    let mut exported = Exported::default();
    let namesakes = namesakes(order, pictures);
    for (n_done, index) in order.photos.iter().enumerate() {
        if !run.goes_on(n_done) {
            return Err(ExportError::CancelledBeside { n_written: exported.n_photos });
        }
        let Some((_, photo)) = order.catalog.numbered(*index) else {
            exported.n_gone += 1;
            continue;
        };
        let mut leave_out = |why: String| exported.left_out.push(LeftOut { photo: photo.key.name.clone(), why });
        match write_one(&photo, pictures, &namesakes) {
            Ok((is_written, left_out)) => {
                left_out.into_iter().for_each(&mut leave_out);
                exported.n_photos += usize::from(is_written);
                exported.n_unchanged += usize::from(!is_written);
            }
            Err(why) => leave_out(format!("no sidecar, because {why}")),
        }
    }
    Ok(exported)
}

/// How many photos' files have the same name but for their extension, of all that lie in the folders of those exported.
fn namesakes(order: &ExportOrder<'_>, pictures: &WorkerPictures<'_>) -> BTreeMap<PathBuf, usize> {
    let path = |index: &PhotoIndex| order.catalog.numbered(*index).and_then(|(_, photo)| pictures.path(&photo));
    let mut files: BTreeSet<PathBuf> = order.photos.iter().filter_map(path).collect();
    let folders: BTreeSet<PathBuf> = files.iter().filter_map(|file| file.parent().map(Path::to_owned)).collect();
    for folder in folders {
        // One that cannot be listed has no sidecar written into it either.
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        files.extend(entries.map(|entry| entry.path()).filter(|path| naming::is_photo_name(path)));
    }
    let mut namesakes = BTreeMap::new();
    for file in files {
        *namesakes.entry(file.with_extension("")).or_insert(0) += 1;
    }
    namesakes
}

/// Writes a photo's sidecar; whether that was needed, and what it could not hold.
fn write_one(
    photo: &Photo,
    pictures: &WorkerPictures<'_>,
    namesakes: &BTreeMap<PathBuf, usize>,
) -> Result<(bool, Vec<String>), String> {
    let original = pictures.original(photo)?.path;
    let has_namesake = namesakes.get(&original.with_extension("")).is_some_and(|n| *n > 1);
    let (path, there) = place(&original, has_namesake).map_err(|why| format!("its sidecar cannot be read: {why}"))?;
    if path == original {
        return Err("the photo is a sidecar itself".to_owned());
    }
    let (text, left_out) = sidecar(photo, there.as_deref()).map_err(|error| error.to_string())?;
    let Some(text) = text else { return Ok((false, left_out)) };
    files::write_whole(&path, Existing::Replace, |out| out.write_all(text.as_bytes()))
        .map_err(|error| error.to_string())?;
    Ok((true, left_out))
}

/// Where a photo's sidecar is, and what it says, or where it will be: `photo.xmp`, unless that is another photo's, or may
/// be.
fn place(photo: &Path, has_namesake: bool) -> io::Result<(PathBuf, Option<String>)> {
    let [own, own_upper, shared, shared_upper] = naming::sidecar_names(photo);
    for name in [&own, &own_upper] {
        if let Some(text) = read(name)? {
            return Ok((name.clone(), Some(text)));
        }
    }
    let mut may_be_anothers = has_namesake;
    for name in [&shared, &shared_upper] {
        let Some(text) = read(name)? else { continue };
        let is_own = stated_extension(&text)
            .map_or(!has_namesake, |of| photo.extension().is_some_and(|own| own.eq_ignore_ascii_case(of)));
        if is_own {
            return Ok((name.clone(), Some(text)));
        }
        may_be_anothers = true;
    }
    Ok((if may_be_anothers { own } else { shared }, None))
}

fn read(path: &Path) -> io::Result<Option<String>> {
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if !found.is_file() || found.len() > SIDECAR_MAX_BYTES {
        return Err(io::Error::other("it is no file, or too large"));
    }
    fs::read_to_string(path).map(Some)
}
