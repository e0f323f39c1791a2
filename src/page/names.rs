//! What an element's names say about it: that it holds a caption, a credit, a button, something beside the article.
//! The words are data: `assets/pages/names.csv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::page::tree::NodeRef;

/// The longest run of words that is looked up.
const RUN_MAX_WORDS: usize = 3;
/// The most words of an element's names that are looked at.
const WORDS_MAX: usize = 400;
/// Attributes that name parts of a page.
const NAMING_ATTRIBUTES: [&str; 11] = [
    "class",
    "itemprop",
    "data-testid",
    "data-test-id",
    "data-test",
    "data-qa",
    "data-component",
    "data-hook",
    "data-editable",
    "data-type",
    "data-role",
];
/// The longest `aria-label` that names a part instead of telling what it shows, in bytes.
const ARIA_LABEL_MAX_BYTES: usize = 24;

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::parse(include_str!("../../assets/pages/names.csv")));

/// What an element is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    /// Whether it is called a caption or a credit.
    pub holds: Option<Holds>,
    /// Whether one name speaks of a picture and of its caption.
    pub is_picture_caption: bool,
    /// Whether one name speaks of a picture and of a text.
    pub describes_picture: bool,
    /// Whether it is read aloud and not seen.
    pub is_hidden: bool,
    /// Whether it is called a button or the like.
    pub is_control: bool,
    /// Whether it is called something beside the article.
    pub is_aside: bool,
    /// Whether it is called an icon, a logo or the like.
    pub is_ornament: bool,
}

/// What words an element is said to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A caption.
    Caption,
    /// A credit.
    Credit,
}

/// Reads names, and remembers those of classes: a page repeats them.
#[derive(Default)]
pub(crate) struct NameReader<'t> {
    known: HashMap<&'t str, Names>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Caption,
    Credit,
    Picture,
    Text,
    Hidden,
    Control,
    Aside,
    Ornament,
    None,
}

/// The words of the data.
struct Words {
    whole: HashMap<String, Vec<Role>>,
    endings: Vec<(String, Role)>,
}

impl<'t> NameReader<'t> {
    /// What an element is called.
    pub(crate) fn read(&mut self, element: NodeRef<'t, '_>) -> Names {
        let mut names = Names::default();
        for attribute in NAMING_ATTRIBUTES {
            if let Some(value) = element.attribute(attribute).filter(|value| !value.is_empty()) {
                names.join(self.known.entry(value).or_insert_with(|| Names::of(value)));
            }
        }
        if let Some(label) = element.attribute("aria-label").filter(|label| label.len() <= ARIA_LABEL_MAX_BYTES) {
            names.join(&Names { is_aside: false, ..Names::of(&label.replace(' ', "-")) });
        }
        // Elements of a page's own making: <bsp-caption>.
        if element.name().contains('-') {
            names.join(&Names::of(element.name()));
        }
        names
    }
}

impl Names {
    /// What names, divided by white space, say together: a caption outranks a credit.
    fn of(names: &str) -> Self {
        let mut read = Self::default();
        let mut n_words = 0;
        for name in names.split_ascii_whitespace() {
            let words = words(name);
            n_words += words.len();
            if n_words > WORDS_MAX {
                break;
            }
            read.join(&Self::of_one(&words));
        }
        read
    }

    fn of_one(words: &[String]) -> Self {
        let mut names = Self::default();
        let (mut names_picture, mut names_text) = (false, false);
        let mut rest = words;
        while !rest.is_empty() {
            let (roles, n_words) = WORDS.longest(rest);
            for role in roles {
                match role {
                    Role::Caption => names.holds = Some(Holds::Caption),
                    Role::Credit => names.holds = Some(Holds::Credit),
                    Role::Picture => names_picture = true,
                    Role::Text => names_text = true,
                    Role::Hidden => names.is_hidden = true,
                    Role::Control => names.is_control = true,
                    Role::Aside => names.is_aside = true,
                    Role::Ornament => names.is_ornament = true,
                    Role::None => {}
                }
            }
            rest = rest.get(n_words..).unwrap_or_default();
        }
        names.is_picture_caption = names_picture && names.holds == Some(Holds::Caption);
        names.describes_picture = names_picture && names_text;
        names
    }

    fn join(&mut self, other: &Self) {
        let Self { holds, is_picture_caption, describes_picture, is_hidden, is_control, is_aside, is_ornament } =
            *other;
        self.holds = match (self.holds, holds) {
            (Some(Holds::Caption), _) | (_, Some(Holds::Caption)) => Some(Holds::Caption),
            (known, other) => known.or(other),
        };
        self.is_picture_caption |= is_picture_caption;
        self.describes_picture |= describes_picture;
        self.is_hidden |= is_hidden;
        self.is_control |= is_control;
        self.is_aside |= is_aside;
        self.is_ornament |= is_ornament;
    }
}

impl Words {
    fn parse(data: &str) -> Self {
        let mut words = Self { whole: HashMap::new(), endings: Vec::new() };
        let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(data.as_bytes());
        // A test reads every row of the data, so that none is skipped here.
        for row in rows.records().flatten() {
            let (Some(role), Some(written)) = (row.get(0).and_then(Role::parse), row.get(1)) else { continue };
            match written.strip_prefix('*') {
                Some(ending) if !ending.contains(' ') => words.endings.push((ending.to_owned(), role)),
                _ => words.whole.entry(written.to_owned()).or_default().push(role),
            }
        }
        words
    }

    /// The roles of the longest run of words that the text begins with, and how many words it has.
    fn longest(&self, words: &[String]) -> (Vec<Role>, usize) {
        for n_words in (1..=RUN_MAX_WORDS.min(words.len())).rev() {
            let run = words.get(..n_words).unwrap_or_default().join(" ");
            if let Some(roles) = self.whole.get(&run) {
                return (roles.clone(), n_words);
            }
        }
        let ends = |word: &String| {
            let endings = self.endings.iter().filter(|(ending, _)| word.ends_with(ending.as_str()));
            endings.max_by_key(|(ending, _)| ending.len()).map(|(_, role)| *role)
        };
        (words.first().and_then(ends).into_iter().collect(), 1)
    }
}

impl Role {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "caption" => Self::Caption,
            "credit" => Self::Credit,
            "picture" => Self::Picture,
            "text" => Self::Text,
            "hidden" => Self::Hidden,
            "control" => Self::Control,
            "aside" => Self::Aside,
            "ornament" => Self::Ornament,
            "none" => Self::None,
            _ => return None,
        })
    }
}

/// The words of a name: "imageCaption__text2" has image, caption and text.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    for c in name.chars() {
        let begins = c.is_uppercase() && before.is_lowercase();
        if (begins || !c.is_alphabetic()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_holds(names: &str, expected: Option<Holds>) {
        assert_eq!(Names::of(names).holds, expected, "{names}");
    }

    #[test]
    fn names_of_captions_are_known_however_they_are_written() {
        for names in [
            "wp-caption-text",
            "figcaption",
            "imageCaption",
            "ImageBlock_caption__3xYz",
            "css-1a2b-CaptionWrapper",
            "thumbcaption",
            "bpCaption",
            "tr-caption",
            "article__legend",
            "bildunterschrift",
            "pie-foto",
            "photo__description",
            "credit-caption",
            "image__caption attribution",
        ] {
            check_holds(names, Some(Holds::Caption));
        }
        for names in [
            "credit",
            "caption-credit",
            "photo-caption__credit",
            "Image_CaptionCopyright",
            "figure__copyright",
            "bildquelle",
            "image-source",
            "byline",
        ] {
            check_holds(names, Some(Holds::Credit));
        }
        for names in ["headline", "captions", "MuiTypography-caption", "captioned-image", "article", "drop-cap", ""] {
            check_holds(names, None);
        }
    }

    #[test]
    fn names_tell_what_is_no_caption() {
        assert!(Names::of("visually-hidden").is_hidden && Names::of("ssrcss-1-VisuallyHidden").is_hidden);
        assert!(Names::of("toggle-caption").is_control && Names::of("toggle-caption").holds.is_none());
        assert!(Names::of("related-articles").is_aside && Names::of("most-read").is_aside);
        assert!(Names::of("author-avatar").is_ornament && !Names::of("article-body").is_aside);
        assert!(Names::of("absatzbild__info__text").describes_picture);
        assert!(Names::of("slide-description").describes_picture && !Names::of("slide text").describes_picture);
    }

    #[test]
    fn every_row_of_the_data_is_read() {
        let data = include_str!("../../assets/pages/names.csv");
        let n_rows = data.lines().filter(|line| !line.starts_with('#')).count() - 1;
        let words = Words::parse(data);
        let n_read = words.endings.len() + words.whole.values().map(Vec::len).sum::<usize>();
        assert_eq!(n_read, n_rows);
    }
}
