//! XMP sidecars: what is written about a photo in a file beside it, for programs that read photos' metadata.
//! Of a sidecar that is there, only what differs is changed, and everything else stays byte for byte.

pub mod property;
pub mod update;

use std::io;
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
    let (properties, mut left_out) = properties(photo);
    let Some(there) = there else { return Ok((Some(update::new(&properties)), left_out)) };
    let (text, left_alone) = update::updated(there, &properties)?;
    let told = |name: String| format!("{name} as it is in its sidecar, which says more of it than Cutline could");
    left_out.extend(left_alone.into_iter().map(told));
    Ok((text, left_out))
}

/// The extension of the file that a sidecar says it is of; raw developers write it, most others do not.
pub fn stated_extension(there: &str) -> Option<String> {
    update::stated_text(there, property::PHOTOSHOP.1, "SidecarForExtension")
}

/// The name of a photo's file without its extension, as a name in a folder.
fn stem(photo: &Photo) -> String {
    let path = photo.photo_file.as_ref().map(|file| file.path.to_string_lossy().into_owned());
    let path = path.or_else(|| photo.file.clone()).unwrap_or_else(|| photo.key.name.clone());
    let name = path.rsplit(['/', '\\']).next().unwrap_or(&path);
    let stem = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem);
    crate::exporters::names::safe_stem(stem, NAME_MAX_BYTES - 12)
}
