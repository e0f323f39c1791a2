//! XMP sidecars: what is written about a photo in a file beside it, for programs that read photos' metadata.
//! Of a sidecar that is there, only what differs is changed, and everything else stays byte for byte.

pub mod property;
pub mod update;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::exporters::names::{NAME_MAX_BYTES, Names};
use crate::exporters::sidecar::property::{Property, properties};
use crate::exporters::tree::Tree;
use crate::exporters::{Export, cancelled};
use crate::photo::Photo;

/// The longest sidecar that is changed: those of raw developers with many masks have some megabytes.
pub const SIDECAR_MAX_BYTES: u64 = 16 << 20;

/// Writes a sidecar for each photo into a folder, named as the photo's file is.
pub(super) fn write_folder(photos: &[(usize, Arc<Photo>)], export: &Export<'_>, tree: &mut dyn Tree) -> io::Result<()> {
    let mut names = Names::without_template();
    for (number, (_, photo)) in (1..).zip(photos) {
        let name = names.free(&stem(photo), "xmp");
        let properties = stated(photo, export);
        tree.file(&name, &mut |out| out.write_all(update::new(&properties).as_bytes()))?;
        if !export.goes_on(number) {
            return Err(cancelled());
        }
    }
    Ok(())
}

/// What a photo's sidecar will say.
pub(super) fn preview(photo: &Photo) -> String {
    update::new(&properties(photo).0)
}

/// A photo's properties; those that XMP cannot hold are noted.
fn stated(photo: &Photo, export: &Export<'_>) -> Vec<Property> {
    let (properties, left_out) = properties(photo);
    for why in left_out {
        export.leave_out(&photo.key.name, why);
    }
    properties
}

/// What a sidecar must say of a photo, and what it cannot.
pub fn sidecar(photo: &Photo, there: Option<&str>) -> Result<(Option<String>, Vec<String>), update::UpdateError> {
    let (properties, left_out) = properties(photo);
    let text = match there {
        None => Some(update::new(&properties)),
        Some(there) => update::updated(there, &properties)?,
    };
    Ok((text, left_out))
}

/// Where a photo's sidecar is, or will be: the one that is there, and else `photo.xmp`, unless that would be another
/// photo's as well.
pub fn sidecar_path(photo: &Path, has_namesake: bool) -> PathBuf {
    let appended = {
        let mut name = photo.as_os_str().to_owned();
        name.push(".xmp");
        PathBuf::from(name)
    };
    let replaced = photo.with_extension("xmp");
    let upper = photo.with_extension("XMP");
    for there in [&appended, &replaced, &upper] {
        if there.is_file() && !(has_namesake && *there != appended) {
            return there.clone();
        }
    }
    if has_namesake { appended } else { replaced }
}

/// The name of a photo's file without its extension, as a name in a folder.
fn stem(photo: &Photo) -> String {
    let path = photo.photo_file.as_ref().map(|file| file.path.to_string_lossy().into_owned());
    let path = path.or_else(|| photo.file.clone()).unwrap_or_else(|| photo.key.name.clone());
    let name = path.rsplit(['/', '\\']).next().unwrap_or(&path);
    let stem = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem);
    crate::exporters::names::safe_stem(stem, NAME_MAX_BYTES - 12)
}
