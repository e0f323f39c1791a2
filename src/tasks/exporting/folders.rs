//! Exports that are folders: every file is summed up while it is written, and read again when the folder is in place.

use std::collections::BTreeMap;
use std::io::{self, Write};

use md5::{Digest as _, Md5};

use crate::exporters::tree::Tree;
use crate::exporters::verifying::{Depth, Verified};
use crate::exporters::{self, Export};
use crate::files::folder::{NewFolder, write_folder};
use crate::tasks::exporting::{ExportError, Exported, Run, Step, bytes_again};

/// Writes a folder, whole or not at all, and reads it again.
pub(super) fn write(run: &Run<'_>, export: &Export<'_>) -> Result<Exported, ExportError> {
    let order = run.order;
    let mut sums = BTreeMap::new();
    let written = write_folder(order.path, order.existing, |folder| {
        let mut summed = SummedFolder { folder, sums: &mut sums };
        let mut photos = run.photos(Step::Written, Some(export));
        exporters::export_folder(&mut photos, export, order.format, &mut summed)?;
        run.check_whole()
    });
    if run.is_stopped() {
        return Err(ExportError::Cancelled);
    }
    written?;
    let (n_photos, n_gone) = (run.n_given.get(), run.n_gone.get());
    let verified = match order.verify {
        None => None,
        Some(_) => Some(read_again(run, n_photos, &sums)?),
    };
    let n_files = export.n_files();
    Ok(Exported { n_photos, n_files, n_unchanged: 0, n_gone, left_out: export.left_out(), verified })
}

/// Reads every file again.
fn read_again(run: &Run<'_>, n_photos: usize, sums: &BTreeMap<String, Md5>) -> Result<Verified, ExportError> {
    let mut verified = Verified { n_photos, n_identical: n_photos, ..Verified::new(Depth::Bytes) };
    for (name, sum) in sums {
        let path = run.order.path.join(name);
        let read = bytes_again(&path, n_photos, sum).map_err(|why| ExportError::Unreadable { why, path })?;
        if !read.is_identical() {
            verified.n_identical = 0;
            verified.differ(name.clone(), "its bytes are not those that were written".to_owned());
        }
    }
    Ok(verified)
}

/// A folder whose files are summed up.
struct SummedFolder<'a> {
    folder: &'a mut NewFolder,
    sums: &'a mut BTreeMap<String, Md5>,
}

impl Tree for SummedFolder<'_> {
    fn file(&mut self, name: &str, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let sum = std::cell::RefCell::new(Md5::new());
        self.folder.file(name, &mut |out| write(&mut super::Summed { out, sum: &sum }))?;
        self.sums.insert(name.to_owned(), sum.into_inner());
        Ok(())
    }
}
