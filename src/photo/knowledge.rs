//! What captions are read with: the places that are known, and what the user corrected.

use std::ops::Range;
use std::sync::Arc;

use crate::anatomy::told::{self, Told};
use crate::anatomy::when::Known;
use crate::anatomy::{self, Anatomy, Span, SpanKind};
use crate::photo::correction::Verdict;
use crate::photo::corrections::{Corrected, Corrections};
use crate::photo::{Photo, PhotoKey, joined_organizations};
use crate::place::gazetteer::Gazetteer;
use crate::place::rules::PlaceRule;
use crate::place::surroundings::Surroundings;

/// What captions are read with. Cheap to copy.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// The places that are known.
    pub gazetteer: Arc<Gazetteer>,
    /// What the user corrected.
    pub corrections: Arc<Corrections>,
}

impl Knowledge {
    /// What the program knows by itself.
    pub fn built_in() -> Self {
        Self::from(Gazetteer::built_in())
    }

    /// The same places, and other corrections.
    pub fn with(&self, corrections: Arc<Corrections>) -> Self {
        Self { gazetteer: Arc::clone(&self.gazetteer), corrections }
    }

    /// A number for all that a reading depends on beside the input: the user's own places and the corrections.
    /// It is the same in every run of the same version of the program, so that whatever was made of a reading (an index
    /// on the disk) can be kept under it, and is made again when it is another.
    pub fn fingerprint(&self) -> u64 {
        self.gazetteer.fingerprint().rotate_left(32) ^ self.corrections.fingerprint()
    }

    /// The parts of a photo's caption in order, none overlapping another; `text` is the caption or the beginning of it.
    pub fn spans(&self, photo: &Photo, text: &str) -> Vec<Span> {
        let known = Known { published: photo.published.clone(), ..Known::default() };
        let told = told(&self.corrections.in_text(text, &photo.key), &self.gazetteer);
        let mut spans = anatomy::spans_told(text, &self.gazetteer, &known, &told);
        // By itself the text leaves open which place it means; the rest of the collection said so.
        let settled = photo.places.iter().filter(|mention| mention.rule == PlaceRule::Collection);
        for mention in settled.filter(|_| text == photo.text()) {
            let here = spans.iter_mut().find(|span| Some(&span.range) == mention.span.as_ref());
            if let Some(span) = here.filter(|span| span.kind == SpanKind::NotPlace) {
                span.kind = SpanKind::Where;
                span.explanation = anatomy::explained_place(mention);
            }
        }
        spans
    }
}

/// What a single caption is read with: all that is known, or only the places.
#[derive(Clone, Copy, Debug)]
pub struct ReadWith<'k> {
    pub(crate) gazetteer: &'k Gazetteer,
    corrections: Option<&'k Corrections>,
}

impl ReadWith<'_> {
    /// Reads a photo's text; also what was corrected in it.
    pub(crate) fn read(
        self,
        text: &str,
        key: &PhotoKey,
        known: &Known,
        surroundings: &Surroundings,
    ) -> (Anatomy, Vec<Corrected>) {
        let corrected = self.corrections.map(|corrections| corrections.in_text(text, key)).unwrap_or_default();
        let told = told(&corrected, self.gazetteer);
        (anatomy::read_told(text, self.gazetteer, known, surroundings, &told), corrected)
    }
}

fn told(corrected: &[Corrected], gazetteer: &Gazetteer) -> Vec<Told> {
    corrected.iter().map(|corrected| corrected.told(gazetteer)).collect()
}

impl<'k> From<&'k Gazetteer> for ReadWith<'k> {
    fn from(gazetteer: &'k Gazetteer) -> Self {
        Self { gazetteer, corrections: None }
    }
}

impl<'k> From<&'k Knowledge> for ReadWith<'k> {
    fn from(knowledge: &'k Knowledge) -> Self {
        Self { gazetteer: &knowledge.gazetteer, corrections: Some(&knowledge.corrections) }
    }
}

impl From<Gazetteer> for Knowledge {
    fn from(gazetteer: Gazetteer) -> Self {
        Self::from(Arc::new(gazetteer))
    }
}

impl From<Arc<Gazetteer>> for Knowledge {
    fn from(gazetteer: Arc<Gazetteer>) -> Self {
        Self { gazetteer, corrections: Arc::default() }
    }
}

impl Photo {
    /// Corrects a photo that an export of ours states in full: only what corrections speak of changes.
    pub(crate) fn correct(&mut self, knowledge: &Knowledge) {
        if knowledge.corrections.is_empty() {
            return;
        }
        let known = Known { published: self.published.clone(), ..Known::default() };
        let (anatomy, corrected) =
            ReadWith::from(knowledge).read(self.text(), &self.key, &known, &Surroundings::default());
        for Corrected { range, verdict } in &corrected {
            let covered = |span: &Option<Range<usize>>| {
                span.as_ref().is_some_and(|span| range.start <= span.start && span.end <= range.end)
            };
            let touched =
                |span: &Option<Range<usize>>| span.as_ref().is_some_and(|s| s.start < range.end && range.start < s.end);
            match verdict {
                Verdict::NotPlace => told::refuse_place(&mut self.places, &self.text, range),
                Verdict::NotPerson => self.persons.retain(|person| !covered(&person.span)),
                Verdict::NotOrganization => {}
                Verdict::Person | Verdict::Organization | Verdict::Place(_) => {
                    self.places.retain(|mention| !touched(&mention.span));
                    self.persons.retain(|person| !touched(&person.span));
                }
            }
            let places = anatomy.places.iter().filter(|mention| touched(&mention.span));
            self.places.extend(places.filter(|_| verdict.is_name()).cloned());
            let named = anatomy.person_mentions.iter().filter(|mention| touched(&Some(mention.range.clone())));
            for person in named.filter_map(|mention| anatomy.persons.get(mention.person)) {
                if verdict.is_name() && !self.persons.iter().any(|other| other.name == person.name) {
                    self.persons.push(person.clone());
                }
            }
        }
        self.places.sort_by_key(|mention| mention.span.as_ref().map_or(usize::MAX, |span| span.start));
        self.persons.sort_by_key(|person| person.span.as_ref().map_or(usize::MAX, |span| span.start));
        if !corrected.is_empty() {
            self.organizations =
                joined_organizations(self.text(), &anatomy.organizations, &self.caption.organizations_shown);
        }
        self.corrected = corrected;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::Stated;
    use crate::photo::correction::{Correction, NamedPlace};
    use crate::place::PlaceMention;
    use crate::record::Record;

    fn key() -> PhotoKey {
        PhotoKey { input: "i".to_owned(), name: "n".to_owned() }
    }

    fn named(id: &str) -> Verdict {
        let gazetteer = Gazetteer::built_in();
        Verdict::Place(NamedPlace::of(gazetteer.by_id(id).unwrap()))
    }

    fn shown(photo: &Photo) -> Vec<String> {
        let places = photo.places.iter().map(|mention| format!("{} {}", mention.relation.name(), mention.place.id));
        let persons = photo.persons.iter().map(|person| format!("{} {}", person.role.name(), person.name));
        places.chain(persons).collect()
    }

    /// What a caption names, corrected; read anew, and as an export that was read without corrections.
    fn check(text: &str, corrections: &[(&str, Verdict)], expected: &[&str]) {
        let corrections = corrections.iter().map(|(words, verdict)| Correction {
            words: (*words).to_owned(),
            photo: None,
            verdict: verdict.clone(),
        });
        let knowledge = Knowledge::built_in().with(Arc::new(Corrections::new(corrections)));
        let stated = Stated { text: text.to_owned(), ..Stated::default() };
        let photo = Photo::read(key(), stated.clone(), &knowledge);
        assert_eq!(shown(&photo), expected, "{text}");
        let plain = Photo::read(key(), stated, &Knowledge::built_in());
        let mut restored = Record::of(&plain, 1).into_photo(&knowledge.gazetteer).unwrap();
        restored.correct(&knowledge);
        assert_eq!((shown(&restored), &restored.corrected), (shown(&photo), &photo.corrected), "{text}, exported");
        let mut end = 0;
        for span in knowledge.spans(&photo, text) {
            assert!(span.range.start >= end, "{text}: {span:?}");
            end = span.range.end;
        }
    }

    #[test]
    fn what_is_said_to_be_no_place_or_person_is_none() {
        let text = "Lou Correa waits in the Senate chamber.";
        check(text, &[], &["in senate-chamber", "shown Lou Correa"]);
        check(text, &[("Senate chamber", Verdict::NotPlace)], &["shown Lou Correa"]);
        check(text, &[("Senate", Verdict::NotPlace)], &["in senate-chamber", "shown Lou Correa"]);
        let floor = "Lou Correa waits on the floor of the Senate chamber.";
        check(floor, &[], &["at senate-floor", "in senate-chamber", "shown Lou Correa"]);
        check(floor, &[("Senate chamber", Verdict::NotPlace)], &["shown Lou Correa"]);
        check(text, &[("Lou Correa", Verdict::NotPerson)], &["in senate-chamber"]);
        check(text, &[("Lou Correa waits in the Senate chamber", Verdict::NotPlace)], &["shown Lou Correa"]);
        check("Nancy Pelosi and Susan Wild wave.", &[("Nancy Pelosi", Verdict::NotPerson)], &["shown Susan Wild"]);
    }

    #[test]
    fn what_is_said_to_be_something_is_that() {
        let text = "Xyrox waits outside the Zulip room.";
        check(text, &[], &[]);
        check(text, &[("Xyrox", Verdict::Person)], &["shown Xyrox"]);
        check(text, &[("Zulip room", named("rotunda"))], &["outside rotunda"]);
        check("Supporters of Xyrox wave.", &[("Xyrox", Verdict::Person)], &["mentioned Xyrox"]);
        check("In the Rotunda.", &[("Rotunda", Verdict::Person)], &["shown Rotunda"]);
        check("In the Rotunda.", &[("Rotunda", Verdict::Organization)], &[]);
        check("Lou Correa waits.", &[("Lou Correa", named("senate"))], &["in senate"]);
        let gone =
            Verdict::Place(NamedPlace { id: "gone".to_owned(), path: vec!["Far".to_owned(), "Gone".to_owned()] });
        check("In the Zulip room.", &[("Zulip", gone)], &["in gone"]);
    }

    #[test]
    fn a_place_that_the_collection_settled_is_shown_as_one() {
        let text = "A man waves in Springfield.";
        let knowledge = Knowledge::built_in();
        let mut photo = Photo::read(key(), Stated { text: text.to_owned(), ..Stated::default() }, &knowledge);
        let kinds = |photo: &Photo| knowledge.spans(photo, text).iter().map(|span| span.kind).collect::<Vec<_>>();
        assert_eq!(kinds(&photo), [SpanKind::NotPlace]);
        let mention = photo.doubtful_places.pop().unwrap();
        photo.places.push(PlaceMention { rule: PlaceRule::Collection, ..mention });
        assert_eq!(kinds(&photo), [SpanKind::Where]);
        assert!(knowledge.spans(&photo, text)[0].explanation.contains("where the rest of the collection does"));
    }

    #[test]
    fn the_screen_says_who_corrected() {
        let corrections = [("Senate chamber", Verdict::NotPlace), ("Zulip", Verdict::Person)];
        let corrections =
            corrections.map(|(words, verdict)| Correction { words: words.to_owned(), photo: None, verdict });
        let knowledge = Knowledge::built_in().with(Arc::new(Corrections::new(corrections)));
        let text = "Zulip waits in the Senate chamber.";
        let photo = Photo::read(key(), Stated { text: text.to_owned(), ..Stated::default() }, &knowledge);
        let spans: Vec<_> = knowledge.spans(&photo, text).into_iter().map(|span| span.explanation).collect();
        assert_eq!(spans, ["Person, corrected by you", "Organization; not a place, corrected by you"]);
    }
}
