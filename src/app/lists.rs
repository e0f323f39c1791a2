//! The part of `App` that changes the user's lists, with undo.
//! The screen shows a change once it has been kept, not before.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::app::dialog::{Dialog, Typed};
use crate::app::effect::{Effect, Origin, WindowEffect};
use crate::app::notices::Severity;
use crate::app::selection::SelectMode;
use crate::app::{App, UNDO_MAX};
use crate::catalog::PhotoIndex;
use crate::lists::change::Change;
use crate::lists::{ListedPhoto, Lists};
use crate::photo::{Photo, PhotoKey};

impl App {
    /// The user's lists.
    pub fn lists(&self) -> &Arc<Lists> {
        &self.lists
    }

    /// Whether a change of a list can be taken back.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether a change that was taken back can be made again.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// The photos of the current list in its order, each with its position in the open collection when it is there.
    pub fn listed_photos(&self) -> Vec<(&ListedPhoto, Option<PhotoIndex>)> {
        self.listed_within(0..usize::MAX).collect()
    }

    /// Counts the changes of the current list and of where its photos stand: what is made of them holds as long as this stays.
    pub fn n_listings(&self) -> u64 {
        self.n_listings
    }

    /// Those of the current list's photos that stand at some places of it, from 0; each with its position as above.
    pub fn listed_within(&self, places: Range<usize>) -> impl Iterator<Item = (&ListedPhoto, Option<PhotoIndex>)> {
        let photos = self.lists.current_list().map_or(&[][..], |list| list.photos.as_slice());
        let all = photos.iter().zip(self.listed_positions.iter().copied());
        all.skip(places.start).take(places.len())
    }

    /// Looks up where the photos of the current list stand in the open collection: for each change of either, because a
    /// key may have to be looked for on the disk.
    pub(super) fn locate_listed(&mut self) {
        let photos = self.lists.current_list().map_or(&[][..], |list| list.photos.as_slice());
        let position = |photo: &ListedPhoto| self.catalog().and_then(|catalog| catalog.position(&photo.key));
        self.listed_positions = photos.iter().map(position).collect();
        self.n_listings += 1;
    }

    /// Whether a photo is on the current list.
    pub fn is_listed(&self, photo: &Photo) -> bool {
        self.listed.contains(&photo.key)
    }

    /// Whether any of the photos a command would act on is on the current list.
    pub fn any_target_listed(&self) -> bool {
        // The list is gone through, not the targets, which may be a million.
        self.listed_positions.iter().flatten().any(|photo| self.is_target(*photo))
    }

    pub(super) fn change_lists(&self, change: Change) -> Effect {
        Effect::ChangeLists { change, origin: Origin::User }
    }

    pub(super) fn toggle_listed(&mut self) -> Vec<Effect> {
        let targets = self.targets();
        let photos: Vec<Arc<Photo>> = targets.into_iter().filter_map(|index| self.read_photo(index)).collect();
        if photos.iter().all(|photo| self.is_listed(photo)) {
            return self.remove_from_list();
        }
        let photos = photos.iter().filter(|photo| !self.is_listed(photo)).map(|photo| listed(photo)).collect();
        vec![self.change_lists(Change::Add { list: self.lists.current, photos, before: None })]
    }

    pub(super) fn remove_from_list(&mut self) -> Vec<Effect> {
        let keys = self
            .targets()
            .into_iter()
            .filter_map(|index| self.read_photo(index))
            .map(|photo| photo.key.clone())
            .collect();
        vec![self.change_lists(Change::Remove { list: self.lists.current, keys })]
    }

    pub(super) fn undo(&mut self) -> Vec<Effect> {
        let change = self.undo.pop();
        change.map(|change| Effect::ChangeLists { change, origin: Origin::Undo }).into_iter().collect()
    }

    pub(super) fn redo(&mut self) -> Vec<Effect> {
        let change = self.redo.pop();
        change.map(|change| Effect::ChangeLists { change, origin: Origin::Redo }).into_iter().collect()
    }

    pub(super) fn take_lists(&mut self, lists: Arc<Lists>) -> Vec<Effect> {
        let same_corrections = self.lists.corrections == lists.corrections;
        let before = self.lists.current_list().map(|list| &list.photos);
        let same_photos = before == lists.current_list().map(|list| &list.photos);
        self.listed = listed_keys(&lists);
        self.lists = lists;
        if !same_photos {
            self.locate_listed();
        }
        // What is on the list decides what "is:listed" shows.
        let mut effects =
            if same_photos || !self.search.query.asks_for_list() { Vec::new() } else { self.search_again() };
        if !same_corrections {
            effects.extend(self.refresh());
        }
        effects
    }

    pub(super) fn lists_changed(&mut self, lists: Arc<Lists>, inverse: Option<Change>, origin: Origin) -> Vec<Effect> {
        let stack = match origin {
            Origin::User | Origin::Redo => &mut self.undo,
            Origin::Undo => &mut self.redo,
        };
        if let Some(inverse) = inverse {
            if stack.len() == UNDO_MAX {
                stack.remove(0);
            }
            stack.push(inverse);
            if origin == Origin::User {
                self.redo.clear();
            }
        }
        self.take_lists(lists)
    }

    /// A name that was typed and is not possible can be mended; what could not be undone or made again can be tried later.
    pub(super) fn lists_failed(&mut self, why: String, change: Change, origin: Origin) -> Vec<Effect> {
        let typed = |text: &str| Typed { text: text.to_owned(), error: Some(why.clone()) };
        let mended = match (origin, &change) {
            (Origin::User, Change::Create { name: Some(name), photos }) if photos.is_empty() => {
                Some(Dialog::NewList(typed(name)))
            }
            (Origin::User, Change::Rename { name, .. }) => Some(Dialog::RenameList(typed(name))),
            _ => None,
        };
        match origin {
            Origin::User => {}
            Origin::Undo => self.undo.push(change),
            Origin::Redo => self.redo.push(change),
        }
        match mended.filter(|_| self.dialog.is_none()) {
            Some(dialog) => self.dialog = Some(dialog),
            None => self.notices.add(Severity::Error, why),
        }
        Vec::new()
    }

    /// Shows a listed photo in the grid, dropping the filters that hide it.
    pub(super) fn reveal(&mut self, key: &PhotoKey) -> Vec<Effect> {
        let Some(index) = self.catalog().and_then(|catalog| catalog.position(key)) else {
            self.notices.add(Severity::Refused, "That photo is not in the open collection");
            return Vec::new();
        };
        if self.rank(index).is_some() {
            self.selecting(|selection, shown| selection.select(index, SelectMode::Only, shown));
            return vec![Effect::Window(WindowEffect::ScrollToFocus)];
        }
        // The focus is kept through the search that follows.
        self.selecting(|selection, shown| selection.select(index, SelectMode::Only, shown));
        self.search.shows_focus = true;
        self.notices.add(Severity::Done, "Filters were cleared to show that photo");
        self.set_query(Default::default())
    }
}

/// A photo as a list keeps it.
pub fn listed(photo: &Photo) -> ListedPhoto {
    ListedPhoto { key: photo.key.clone(), line: photo.line().to_owned() }
}

/// The keys of the photos on the current list.
pub(super) fn listed_keys(lists: &Lists) -> HashSet<PhotoKey> {
    let photos = lists.current_list().map_or(&[][..], |list| list.photos.as_slice());
    photos.iter().map(|photo| photo.key.clone()).collect()
}
