//! Which picture belongs to which photo of a caption list that came without pictures: a proposal, by names, numbers,
//! order or the likeness of captions, that the user checks before it is kept.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::photo::Photo;
use crate::text;

/// How much of the words of two captions must be the same for them to be alike.
const LIKENESS_LEAST: f32 = 0.4;
/// How many words of a file's name must stand in a caption for the name to tell the photo.
const NAME_WORDS_LEAST: usize = 2;
/// The most words of a caption that are compared.
const WORDS_MAX: usize = 400;
/// The most pairs of captions and files that are compared for likeness: what takes a second or two.
const PAIRS_MAX: usize = 4_000_000;

/// A picture that may be attached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name within the folder, as it is shown.
    pub name: String,
    /// The caption it carries.
    pub caption: Option<String>,
}

/// How pictures are matched to photos.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// By whatever tells: names first, then captions, numbers, and the order when nothing else does.
    #[default]
    Automatic,
    /// By the file's name, as the list states it.
    Name,
    /// By the number in the file's name: the photo's position in the list.
    Number,
    /// The first picture to the first photo, and so on.
    Order,
    /// By the words that captions have in common.
    Likeness,
}

/// Why a picture is given to a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The list names the file.
    Name,
    /// The number in the name is the photo's.
    Number,
    /// It stands at the same place.
    Order,
    /// Their captions are alike.
    Likeness,
    /// The words of its name stand in the caption.
    Words,
    /// The user chose it.
    Chosen,
}

/// For a photo, the picture proposed, by position among the files, and why.
pub type Proposal = Option<(usize, Reason)>;

impl Method {
    /// Every method, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Automatic, Self::Name, Self::Number, Self::Order, Self::Likeness];

    /// As the screen says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Automatic => "Whatever tells",
            Self::Name => "File name in the list",
            Self::Number => "Number in the file name",
            Self::Order => "Order",
            Self::Likeness => "Likeness of captions",
        }
    }
}

impl Reason {
    /// As the screen says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "named in the list",
            Self::Number => "number in the name",
            Self::Order => "same place in order",
            Self::Likeness => "captions alike",
            Self::Words => "words of the name",
            Self::Chosen => "chosen",
        }
    }
}

/// The photos of a list, which are never all in memory.
pub struct Photos<'a> {
    /// How many there are.
    pub n_photos: usize,
    /// The photo at a place; none where it cannot be read.
    pub photo: &'a dyn Fn(usize) -> Option<Arc<Photo>>,
}

/// Proposes a picture for each photo, none twice, as long as that is wanted. Files come in their natural order.
pub fn propose(
    photos: &Photos<'_>,
    files: &[PictureFile],
    method: Method,
    goes_on: &dyn Fn() -> bool,
) -> Vec<Proposal> {
    let n_photos = photos.n_photos;
    let mut matching = Matching { photos, files, goes_on, proposals: vec![None; n_photos], taken: HashSet::new() };
    match method {
        Method::Name => matching.by_name(),
        Method::Number => matching.by_number(),
        Method::Order => matching.by_order(),
        Method::Likeness => matching.by_likeness(),
        Method::Automatic => {
            matching.by_name();
            matching.by_likeness();
            matching.by_number();
            if matching.taken.is_empty() && n_photos == files.len() {
                matching.by_order();
            }
        }
    }
    matching.proposals
}

struct Matching<'a> {
    photos: &'a Photos<'a>,
    files: &'a [PictureFile],
    goes_on: &'a dyn Fn() -> bool,
    proposals: Vec<Proposal>,
    taken: HashSet<usize>,
}

impl Matching<'_> {
    fn give(&mut self, photo: usize, file: usize, reason: Reason) {
        if let Some(proposal @ None) = self.proposals.get_mut(photo)
            && self.taken.insert(file)
        {
            *proposal = Some((file, reason));
        }
    }

    fn free_files(&self) -> impl Iterator<Item = (usize, &PictureFile)> {
        self.files.iter().enumerate().filter(|(at, _)| !self.taken.contains(at))
    }

    /// The places of photos without a picture.
    fn open_places(&self) -> impl Iterator<Item = usize> {
        self.proposals.iter().enumerate().filter(|(_, proposal)| proposal.is_none()).map(|(at, _)| at)
    }

    fn open_photos(&self) -> impl Iterator<Item = (usize, Arc<Photo>)> {
        // Where nobody waits any more, none is read.
        let places = self.open_places().take_while(|_| (self.goes_on)());
        places.filter_map(|at| Some((at, (self.photos.photo)(at)?)))
    }

    /// A name with its extension is surer than one without; a name that two files have tells nothing.
    fn by_name(&mut self) {
        for name_of in [whole_name, stem] {
            let mut by_name: HashMap<String, Option<usize>> = HashMap::new();
            for (at, file) in self.free_files() {
                by_name.entry(name_of(&file.name)).and_modify(|owner| *owner = None).or_insert(Some(at));
            }
            let found: Vec<(usize, usize)> = self
                .open_photos()
                .filter_map(|(at, photo)| {
                    let stated = [photo.file.as_deref(), photo.picture.as_deref(), Some(photo.key.name.as_str())];
                    let mut files =
                        stated.into_iter().flatten().filter_map(|name| by_name.get(&name_of(name)).copied());
                    files.find_map(|file| file).map(|file| (at, file))
                })
                .collect();
            for (photo, file) in found {
                self.give(photo, file, Reason::Name);
            }
        }
    }

    /// The last number in a name counts, if every file has one of its own.
    fn by_number(&mut self) {
        let numbers: Vec<(usize, Option<usize>)> =
            self.free_files().map(|(at, file)| (at, last_number(&stem(&file.name)))).collect();
        let different: BTreeSet<usize> = numbers.iter().filter_map(|(_, number)| *number).collect();
        if different.len() < numbers.len() {
            return;
        }
        // Cameras count on: a series that goes beyond the list is no numbering of it.
        if different.last().is_some_and(|last| *last > self.photos.n_photos) {
            return;
        }
        // Lists count from 1; programs sometimes from 0.
        let first = usize::from(!different.contains(&0));
        for (file, number) in numbers {
            if let Some(photo) = number.and_then(|number| number.checked_sub(first)) {
                self.give(photo, file, Reason::Number);
            }
        }
    }

    fn by_order(&mut self) {
        let open: Vec<usize> = self.open_places().collect();
        let free: Vec<usize> = self.free_files().map(|(at, _)| at).collect();
        for (photo, file) in open.into_iter().zip(free) {
            self.give(photo, file, Reason::Order);
        }
    }

    /// The pairs that are most alike first.
    fn by_likeness(&mut self) {
        let files: Vec<(usize, Words)> = self.free_files().map(|(at, file)| (at, Words::of(file))).collect();
        if self.open_places().count().saturating_mul(files.len()) > PAIRS_MAX {
            return;
        }
        let photos: Vec<(usize, HashSet<String>)> =
            self.open_photos().map(|(at, photo)| (at, words(photo.line()))).collect();
        let mut pairs = Vec::new();
        for (photo, caption) in &photos {
            if !(self.goes_on)() {
                return;
            }
            for (file, words) in &files {
                let likeness = words.likeness(caption);
                if likeness >= LIKENESS_LEAST {
                    // In thousandths, so that equal ones keep their order.
                    pairs.push((Reverse((likeness * 1000.0) as u32), *photo, *file, words.reason()));
                }
            }
        }
        pairs.sort_unstable_by_key(|(likeness, photo, file, _)| (*likeness, *photo, *file));
        for (_, photo, file, reason) in pairs {
            self.give(photo, file, reason);
        }
    }
}

/// The words by which a file is compared.
enum Words {
    Caption(HashSet<String>),
    Name(HashSet<String>),
}

impl Words {
    fn of(file: &PictureFile) -> Self {
        match &file.caption {
            Some(caption) => Self::Caption(words(caption)),
            None => Self::Name(words(&stem(&file.name)).into_iter().filter(|word| word.len() > 2).collect()),
        }
    }

    fn reason(&self) -> Reason {
        match self {
            Self::Caption(_) => Reason::Likeness,
            Self::Name(_) => Reason::Words,
        }
    }

    /// From 0 to 1: the share of words that both have; of a name, the share of its words that the caption has.
    fn likeness(&self, caption: &HashSet<String>) -> f32 {
        match self {
            Self::Caption(words) => {
                let n_both = words.intersection(caption).count();
                n_both as f32 / (words.len() + caption.len() - n_both).max(1) as f32
            }
            Self::Name(words) => {
                let n_both = words.intersection(caption).count();
                if n_both < NAME_WORDS_LEAST { 0.0 } else { n_both as f32 / words.len().max(1) as f32 }
            }
        }
    }
}

fn words(text: &str) -> HashSet<String> {
    text::words(text).into_iter().take(WORDS_MAX).collect()
}

/// The last part of a path or an address, case and accents aside.
fn whole_name(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    text::fold(path.rsplit(['/', '\\']).next().unwrap_or(path))
}

/// The same without its extension.
fn stem(path: &str) -> String {
    let name = whole_name(path);
    name.rsplit_once('.').map_or(name.clone(), |(stem, _)| stem.to_owned())
}

fn last_number(stem: &str) -> Option<usize> {
    let end = stem.rfind(|c: char| c.is_ascii_digit())? + 1;
    let digits = stem.get(..end)?;
    let start = digits.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    // Letters of other scripts take several bytes: the digits begin at the next boundary.
    let start = (start..end).find(|at| digits.is_char_boundary(*at))?;
    digits.get(start..)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::knowledge::Knowledge;
    use crate::photo::{PhotoKey, Stated};

    fn photo(name: &str, text: &str, file: Option<&str>) -> Photo {
        let key = PhotoKey { input: "list".to_owned(), name: name.to_owned() };
        let stated = Stated { text: text.to_owned(), file: file.map(str::to_owned), ..Stated::default() };
        Photo::read(key, stated, &Knowledge::built_in())
    }

    fn file(name: &str, caption: Option<&str>) -> PictureFile {
        PictureFile { path: name.into(), name: name.to_owned(), caption: caption.map(str::to_owned) }
    }

    fn check(photos: &[Photo], files: &[PictureFile], method: Method, expected: &[&str]) {
        let photo = |at: usize| photos.get(at).cloned().map(Arc::new);
        let photos = Photos { n_photos: photos.len(), photo: &photo };
        let shown: Vec<String> = propose(&photos, files, method, &|| true)
            .into_iter()
            .map(|proposal| match proposal {
                Some((at, reason)) => format!("{} {}", files[at].name, reason.label()),
                None => "-".to_owned(),
            })
            .collect();
        assert_eq!(shown, expected, "{method:?}");
    }

    #[test]
    fn the_file_that_the_list_names_is_found() {
        let photos = [
            photo("a", "A", Some("pics/ONE.jpg")),
            photo("two", "B", None),
            photo("c", "C", Some("http://x/3.png?w=1")),
        ];
        let files = [file("one.JPG", None), file("two.tif", None), file("3.png", None), file("4.png", None)];
        let expected = ["one.JPG named in the list", "two.tif named in the list", "3.png named in the list"];
        check(&photos, &files, Method::Name, &expected);
    }

    #[test]
    fn a_name_that_two_files_have_tells_nothing() {
        let photos = [photo("a", "A", Some("one"))];
        check(&photos, &[file("x/one.jpg", None), file("y/one.jpg", None)], Method::Name, &["-"]);
    }

    #[test]
    fn numbers_count_from_one_or_from_zero() {
        let photos = [photo("a", "A", None), photo("b", "B", None), photo("c", "C", None)];
        let one = [file("é2021-capitol-3.jpg", None), file("é2021-capitol-01.jpg", None)];
        check(
            &photos,
            &one,
            Method::Automatic,
            &["é2021-capitol-01.jpg number in the name", "-", "é2021-capitol-3.jpg number in the name"],
        );
        let zero = [file("0.jpg", None), file("1.jpg", None)];
        check(&photos, &zero, Method::Number, &["0.jpg number in the name", "1.jpg number in the name", "-"]);
        let camera = [file("DSC_8121.jpg", None), file("DSC_8122.jpg", None)];
        check(&photos, &camera, Method::Number, &["-", "-", "-"]);
    }

    #[test]
    fn captions_and_names_that_are_alike_are_matched_the_most_alike_first() {
        let photos = [
            photo("a", "A protester waves a Trump flag in the Senate", None),
            photo("b", "Police in the Rotunda", None),
        ];
        let files = [
            file("x.jpg", Some("Police stand in the Rotunda")),
            file("senate-protester-flag.jpg", None),
            file("z.jpg", Some("A dog")),
        ];
        let expected = ["senate-protester-flag.jpg words of the name", "x.jpg captions alike"];
        check(&photos, &files, Method::Automatic, &expected);
    }

    #[test]
    fn the_order_decides_only_when_nothing_else_does_and_the_counts_agree() {
        let photos = [photo("a", "A", None), photo("b", "B", None)];
        let files = [file("x.jpg", None), file("y.jpg", None)];
        let expected = ["x.jpg same place in order", "y.jpg same place in order"];
        check(&photos, &files, Method::Automatic, &expected);
        check(&photos, &files[..1], Method::Automatic, &["-", "-"]);
        check(&photos, &files[..1], Method::Order, &["x.jpg same place in order", "-"]);
    }
}
