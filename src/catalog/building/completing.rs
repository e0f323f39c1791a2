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
            let mut incomplete = incomplete.get(from..to).unwrap_or_default();
            // Photos that nothing changes are passed over; all others are read again when their turn comes, not kept: where
            // every caption stands a thousand times, they are the whole segment.
            while let Some((first, after)) = incomplete.split_first() {
                let mut stored = segment.records.read(*first as usize - segment.first, &self.tables)?;
                if self.complete_photo(*first, &mut stored, &repeated) {
                    self.fill_again(at, &segment, incomplete, &repeated)?;
                    break;
                }
                incomplete = after;
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

    /// Fills a segment anew, with those of its photos completed that may be.
    fn fill_again(
        &mut self,
        at: usize,
        segment: &Segment,
        incomplete: &[u32],
        repeated: &Together,
    ) -> Result<(), CatalogError> {
        let mut incomplete = incomplete.iter().copied().peekable();
        let mut filling = SegmentBuilder::default();
        for within in 0..segment.n_photos {
            let mut stored = segment.records.read(within, &self.tables)?;
            if let Some(photo) = incomplete.next_if(|photo| *photo as usize == segment.first + within) {
                self.complete_photo(photo, &mut stored, repeated);
            }
            let StoredPhoto { photo, number, alone } = &stored;
            filling.add(photo, *number, alone.as_ref(), &mut self.tables, &mut self.vocabularies);
        }
        let filled = filling.finish(&self.vocabularies)?;
        self.keep(at, segment.first, filled)
    }
}
