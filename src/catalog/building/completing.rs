//! What can only be known when all photos are there: what the others say of each, and what several show together.
//! Segments with photos that this changes are filled anew; all others stay as they are.

use crate::catalog::CatalogError;
use crate::catalog::building::CatalogBuilder;
use crate::catalog::segment::{Segment, SegmentBuilder};
use crate::catalog::stored_photo::{Alone, StoredPhoto};
use crate::lint;
use crate::lint::together::Together;
use crate::photo::together;

impl CatalogBuilder {
    /// Completes photos by what the others say, and checks them again; a segment none of whose photos changes stays as it
    /// is.
    pub(super) fn complete(&mut self) -> Result<(), CatalogError> {
        let repeated = std::mem::take(&mut self.repeats).together();
        let mut incomplete = std::mem::take(&mut self.incomplete);
        incomplete.extend_from_slice(&repeated.positions);
        incomplete.sort_unstable();
        incomplete.dedup();
        for at in 0..self.segments.len() {
            let Some(segment) = self.segments.get(at).cloned() else { break };
            let photos = segment.photos();
            let from = incomplete.partition_point(|photo| (*photo as usize) < photos.start);
            let to = incomplete.partition_point(|photo| (*photo as usize) < photos.end);
            let mut changed = Vec::new();
            for photo in incomplete.get(from..to).unwrap_or_default() {
                let within = *photo as usize - segment.first;
                let mut stored = segment.records.read(within, &self.tables)?;
                if self.complete_photo(*photo, &mut stored, &repeated) {
                    changed.push((within, stored));
                }
            }
            if !changed.is_empty() {
                self.fill_again(at, &segment, changed)?;
            }
        }
        Ok(())
    }

    /// Whether what the others say changed a photo.
    fn complete_photo(&self, position: u32, stored: &mut StoredPhoto, repeated: &Together) -> bool {
        let alone = Alone {
            persons: stored.photo.persons.clone(),
            date: stored.photo.caption.date_created.clone(),
            places: stored.photo.places.clone(),
            doubtful_places: stored.photo.doubtful_places.clone(),
        };
        let at = self.inputs.partition_point(|input| input.first <= position).saturating_sub(1);
        let latest = self.lint.as_ref().and_then(|lint| lint.today);
        let mut changed = false;
        if let Some(input) = self.inputs.get(at).filter(|input| input.completes)
            && together::complete(&mut stored.photo, &input.context, latest)
        {
            stored.alone = Some(alone);
            changed = true;
        }
        if let Some(lint) = &self.lint {
            let before = stored.photo.findings;
            stored.photo.findings = repeated.findings(&stored.photo);
            stored.photo.findings = lint::kinds(&stored.photo, lint);
            changed |= stored.photo.findings != before;
        }
        changed
    }

    /// Fills a segment anew with some of its photos changed.
    fn fill_again(
        &mut self,
        at: usize,
        segment: &Segment,
        changed: Vec<(usize, StoredPhoto)>,
    ) -> Result<(), CatalogError> {
        let mut changed = changed.into_iter().peekable();
        let mut filling = SegmentBuilder::default();
        for within in 0..segment.n_photos {
            let stored = match changed.next_if(|(other, _)| *other == within) {
                Some((_, stored)) => stored,
                None => segment.records.read(within, &self.tables)?,
            };
            let StoredPhoto { photo, number, alone } = &stored;
            filling.add(photo, *number, alone.as_ref(), &mut self.tables, &mut self.vocabularies);
        }
        let filled = filling.finish(&self.vocabularies)?;
        self.keep(at, segment.first, filled)
    }
}
