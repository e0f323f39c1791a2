//! A package: the photos' files under names that say what they show, the captions beside them in the formats chosen, and
//! a gallery. The files are the originals, byte for byte, or JPEGs of a chosen size that carry the originals' metadata.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use crate::exporters::format::Format;
use crate::exporters::names::{NameTemplate, Names};
use crate::exporters::options::{ExportOptions, PackagedPictures};
use crate::exporters::pictures::{Original, Pictures};
use crate::exporters::tree::Tree;
use crate::exporters::{Export, Photos, cancelled, carried, gallery};
use crate::photo::Photo;
use crate::photo::facts::{FileStamp, PhotoFile};
use crate::record::Record;
use crate::text::stable_hash;

/// The quality of JPEGs that are handed on: what picture desks ask for.
const QUALITY: u8 = 92;
/// A part of a file that is copied at once.
const CHUNK_BYTES: usize = 256 * 1024;
/// How it is told that a photo's file is missing, and that only its picture is.
const NO_FILE: &str = "no file of it, because";
const NOT_SHOWN: &str = "its file is there, but the gallery shows no picture of it, because";

/// Writes the package: `photos/`, `captions.*`, and the gallery's `index.html` with its pictures.
pub(super) fn write(photos: &[(usize, Arc<Photo>)], export: &Export<'_>, tree: &mut dyn Tree) -> io::Result<()> {
    let package = &export.options().package;
    let template = NameTemplate::parse(&package.names).map_err(io::Error::other)?;
    let mut packager = Packager { export, names: Names::new(template), tree: &mut *tree };
    let mut packaged = Vec::new();
    let long_edge_px = match package.pictures {
        PackagedPictures::Originals => None,
        PackagedPictures::Jpegs { long_edge_px } => Some(long_edge_px),
    };
    let made = |photo: &Photo, pictures: &dyn Pictures| match long_edge_px {
        None => Ok(None),
        Some(edge_px) => pictures.pixels(photo, edge_px)?.jpeg(QUALITY).map(Some),
    };
    export.with_pictures(&mut photos.iter().cloned(), &made, &mut |number, position, photo, made| {
        let put = match made {
            Ok(None) => packager.copy(photo, number, position)?,
            Ok(Some(jpeg)) => packager.put(&jpeg, photo, number, position).map(Ok)?,
            Err(why) => Err(why),
        };
        packaged.push(put.map_err(|why| export.leave_out(&photo.key.name, format!("{NO_FILE} {why}"))).ok());
        if export.goes_on(number) { Ok(()) } else { Err(cancelled()) }
    })?;
    for format in &package.captions {
        let name = format!("captions.{}", file_ending(*format, &package.captions));
        tree.file(&name, &mut |out| {
            // The captions speak of the files beside them.
            let mut named = photos.iter().zip(&packaged).map(|((position, photo), packaged)| {
                let mut photo = handed_on(photo);
                if let Some(packaged) = packaged {
                    rename(&mut photo, packaged);
                }
                (*position, Arc::new(photo))
            });
            super::export(&mut named, export, *format, out)
        })?;
    }
    export.n_files.set(Some(packaged.iter().flatten().count()));
    // Of a photo without a file more is not to be told.
    let note = |number: usize, photo: &Photo, why: String| {
        if packaged.get(number - 1).is_some_and(Option::is_some) {
            export.leave_out(&photo.key.name, format!("{NOT_SHOWN} {why}"));
        }
    };
    gallery::write_folder(photos, &note, export, tree)
}

/// A photo's file in the package.
struct Packaged {
    /// Its name within `photos/`.
    name: String,
    /// Where it comes from, where that is one file.
    path: Option<PathBuf>,
}

/// The photo as others may know it: its key tells inputs apart as before, and no longer where they are on this machine.
fn handed_on(photo: &Photo) -> Photo {
    let mut photo = photo.clone();
    if photo.key.input.contains(['/', '\\']) {
        photo.key.input = format!("package-{:016x}", stable_hash(photo.key.input.as_bytes()));
    }
    photo
}

/// Gives the photo the name that its file has in the package; where its picture comes from stays known.
fn rename(photo: &mut Photo, Packaged { name, path }: &Packaged) {
    if let (None, Some(path)) = (&photo.photo_file, path.clone()) {
        let stamp = FileStamp::default();
        let file = PhotoFile { path, stamp, sidecar: None, problem: None, disagrees: false, picture_hash: None };
        photo.photo_file = Some(Box::new(file));
    }
    photo.file = Some(format!("photos/{name}"));
    photo.picture.clone_from(&photo.file);
}

/// What the captions' file ends in; two formats of one extension are told apart.
fn file_ending(format: Format, all: &[Format]) -> String {
    let is_alone = all.iter().filter(|other| other.extension() == format.extension()).count() < 2;
    if is_alone { format.extension().to_owned() } else { format!("{}.{}", format.name(), format.extension()) }
}

/// Puts photos' files into a package, under the names that they get there.
struct Packager<'a> {
    export: &'a Export<'a>,
    names: Names,
    tree: &'a mut dyn Tree,
}

impl Packager<'_> {
    /// Copies a photo's own file; or says why there is none.
    fn copy(&mut self, photo: &Photo, number: usize, position: usize) -> io::Result<Result<Packaged, String>> {
        let Original { path, mut file } = match self.export.original(photo) {
            Ok(original) => original,
            Err(why) => return Ok(Err(why)),
        };
        let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
        let name = self.names.name(photo, number, position, &extension);
        // A file that cannot be read to its end costs the whole package: half a photo is worse than none.
        let export = self.export;
        self.tree.file(&format!("photos/{name}"), &mut |out| copy_all(&mut file, out, export, number))?;
        Ok(Ok(Packaged { name, path: Some(path) }))
    }

    /// Puts a JPEG of a photo into the package, with the metadata of its file.
    fn put(&mut self, jpeg: &[u8], photo: &Photo, number: usize, position: usize) -> io::Result<Packaged> {
        let (carried, path) = match self.export.original(photo) {
            Ok(Original { mut file, path }) => (carried::segments(&mut file)?, Some(path)),
            Err(_) => (None, None),
        };
        if carried.is_none() {
            let why = "its JPEG carries no metadata, because the original is no JPEG to take it from".to_owned();
            self.export.leave_out(&photo.key.name, why);
        }
        let name = self.names.name(photo, number, position, "jpg");
        let jpeg = carried::with_segments(jpeg, carried.as_deref().unwrap_or_default());
        self.tree.file(&format!("photos/{name}"), &mut |out| out.write_all(&jpeg))?;
        Ok(Packaged { name, path })
    }
}

fn copy_all(file: &mut dyn Read, out: &mut dyn Write, export: &Export<'_>, number: usize) -> io::Result<()> {
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let n_bytes = file.read(&mut chunk)?;
        let Some(read) = chunk.get(..n_bytes).filter(|read| !read.is_empty()) else { return Ok(()) };
        out.write_all(read)?;
        if !export.goes_on(number - 1) {
            return Err(cancelled());
        }
    }
}

/// The files of a package, the first photos' names among them.
pub(super) fn preview(photos: Photos<'_>, options: &ExportOptions) -> String {
    let mut lines = match NameTemplate::parse(&options.package.names) {
        Ok(_) => preview_names(photos, &options.package.names),
        Err(error) => return error.to_string(),
    };
    lines.iter_mut().for_each(|name| name.insert_str(0, "photos/"));
    lines.push("…".to_owned());
    let captions = &options.package.captions;
    lines.extend(captions.iter().map(|format| format!("captions.{}", file_ending(*format, captions))));
    lines.push("index.html, small/, large/".to_owned());
    lines.join("\n")
}

/// The names that a package's first files will have, for a preview.
fn preview_names(photos: Photos<'_>, template: &str) -> Vec<String> {
    let Ok(template) = NameTemplate::parse(template) else { return Vec::new() };
    let mut names = Names::new(template);
    (1..)
        .zip(photos)
        .map(|(number, (position, photo))| {
            let file = Record::of(&photo, position);
            let file = file.file.or(file.picture).unwrap_or_default();
            let extension = file.rsplit_once('.').map_or("jpg", |(_, extension)| extension);
            names.name(&photo, number, position, extension)
        })
        .collect()
}
