//! XMP sidecars: what is written about a photo in a file beside it, for programs that read photos' metadata.
//! Of a sidecar that is there, only what differs is changed, and everything else stays byte for byte.

pub mod property;
pub mod update;

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use crate::exporters::names::{NAME_MAX_BYTES, Names, safe_stem};
use crate::exporters::sidecar::property::{Property, properties};
use crate::exporters::tree::Tree;
use crate::exporters::{Export, cancelled};
use crate::photo::Photo;
use crate::text::fold;

/// The longest sidecar that is changed: those of raw developers with many masks have some megabytes.
pub const SIDECAR_MAX_BYTES: u64 = 16 << 20;

/// Writes a sidecar for each photo into a folder, within it where the photo is in its collection, so that the whole can be
/// laid over the photos; what would lie there beside no photo is noted.
pub(super) fn write_folder(photos: &[(usize, Arc<Photo>)], export: &Export<'_>, tree: &mut dyn Tree) -> io::Result<()> {
    let places: Vec<Place> = photos.iter().map(|(_, photo)| Place::of(photo)).collect();
    let mut n_alike: HashMap<[String; 2], usize> = HashMap::new();
    for place in &places {
        *n_alike.entry(place.shared()).or_default() += 1;
    }
    let mut names: HashMap<String, Names> = HashMap::new();
    for (number, ((_, photo), place)) in (1..).zip(photos.iter().zip(places)) {
        // `photo.xmp` would be that of each photo of the name.
        let has_namesake = n_alike.get(&place.shared()).is_some_and(|n| *n > 1);
        let wanted = if has_namesake { &place.file } else { place.stem() };
        let names = names.entry(fold(&place.folder)).or_insert_with(Names::without_template);
        let name = names.free(&safe_stem(wanted, NAME_MAX_BYTES - 12), "xmp");
        let path = if place.folder.is_empty() { name.clone() } else { format!("{}/{name}", place.folder) };
        let is_found = place.is_kept && name.strip_suffix(".xmp") == Some(wanted);
        if photo.photo_file.is_some() && !is_found {
            export.leave_out(
                &photo.key.name,
                "its sidecar is not called as its file is, so that no program finds it".to_owned(),
            );
        }
        let properties = stated(photo, export);
        tree.file(&path, &mut |out| out.write_all(update::new(&properties).as_bytes()))?;
        if !export.goes_on(number) {
            return Err(cancelled());
        }
    }
    Ok(())
}

/// Where a photo is, as names in an export.
struct Place {
    /// The folder within the collection; empty for the collection's own.
    folder: String,
    /// The name of its file.
    file: String,
    /// Whether the folder is called so among the photos.
    is_kept: bool,
}

impl Place {
    fn of(photo: &Photo) -> Self {
        let path = photo.photo_file.as_ref().map(|file| file.path.to_string_lossy().into_owned());
        // Only of a file that was found is its folder more than somebody's word.
        let folder =
            photo.facts.folder.as_deref().filter(|folder| path.is_some() && *folder != ".").unwrap_or_default();
        let path = path.or_else(|| photo.file.clone()).unwrap_or_else(|| photo.key.name.clone());
        let file = path.rsplit(['/', '\\']).next().unwrap_or(&path).to_owned();
        let parts = folder.split('/').filter(|part| !part.is_empty());
        let safe = parts.map(|part| safe_stem(part, NAME_MAX_BYTES)).collect::<Vec<_>>().join("/");
        Self { is_kept: safe == folder, folder: safe, file }
    }

    /// The file's name without its extension.
    fn stem(&self) -> &str {
        self.file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(&self.file, |(stem, _)| stem)
    }

    /// What photos have in common whose `photo.xmp` would be the same.
    fn shared(&self) -> [String; 2] {
        [fold(&self.folder), fold(self.stem())]
    }
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
