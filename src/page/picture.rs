//! Pictures of a page: what counts as one, where its pixels are, and whether two addresses mean the same picture.

use std::borrow::Cow;

use crate::page::names::Names;
use crate::page::tree::NodeRef;

/// A picture whose declared sides are no longer is an icon or somebody's portrait, in pixels.
const ICON_MAX_PX: f32 = 48.0;
/// A picture with a declared side no longer is a line or a dot, in pixels.
const LINE_MAX_PX: f32 = 16.0;
/// The shortest picture written into its address that is not an empty one standing in for another, in bytes.
const WRITTEN_OUT_MIN_BYTES: usize = 1000;
/// The most other addresses that are kept for a picture.
pub(crate) const OTHER_ADDRESSES_MAX: usize = 8;
/// The elements of a `picture` that are looked at for addresses.
const SOURCES_MAX: usize = 24;
/// The longest address that is kept, in bytes; a longer one holds the picture itself.
const ADDRESS_MAX_BYTES: usize = 4096;
/// The elements within an element that are looked at to see whether it holds a picture.
const LOOKED_AT_MAX: usize = 40;
/// The fewest letters in a file's name that tell a picture from others: "5000.jpg" does not.
const TELLING_MIN_LETTERS: usize = 5;

/// How likely an element is a picture that someone would caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A picture.
    Full,
    /// A picture for readers without scripts, or one painted behind something: counts where there is no other.
    Fallback,
    /// An empty picture, in whose place a script puts another.
    StandIn,
    /// An icon, a logo, a pixel that counts readers.
    Ornament,
}

/// Where a picture's pixels are, as the page writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Addresses {
    /// The likeliest.
    pub best: Option<String>,
    /// Others of the same picture: larger, smaller, for scripts.
    pub others: Vec<String>,
}

/// Whether an element is a picture, and how likely one that is captioned.
pub(crate) fn standing(element: NodeRef<'_, '_>, names: &Names) -> Option<Standing> {
    match element.name() {
        "img" | "amp-img" => {
            if is_icon(element) || names.is_ornament || element.attribute("src").is_some_and(counts_readers) {
                return Some(Standing::Ornament);
            }
            let is_for_no_scripts = element.ancestors().take(2).any(|ancestor| ancestor.is("noscript"));
            Some(match is_stand_in(element) {
                true => Standing::StandIn,
                false if is_for_no_scripts => Standing::Fallback,
                false => Standing::Full,
            })
        }
        "video" => Some(Standing::Full),
        "object" => element.attribute("type").filter(|kind| kind.starts_with("image/")).map(|_| Standing::Full),
        "a" | "source" | "script" | "picture" | "" => None,
        _ => {
            let is_lazy = || lazy_addresses(element).next().is_some() && !holds_picture(element);
            let is_painted = || painted_address(element).is_some() && !holds_picture(element);
            if is_lazy() {
                Some(Standing::Full)
            } else if is_painted() && !names.is_ornament {
                Some(Standing::Fallback)
            } else {
                None
            }
        }
    }
}

/// The addresses of a picture.
pub(crate) fn addresses(picture: NodeRef<'_, '_>) -> Addresses {
    let mut found: Vec<Cow<'_, str>> = Vec::new();
    found.extend(["src", "poster", "data"].iter().filter_map(|name| picture.attribute(name)).map(Cow::Borrowed));
    found.extend(lazy_addresses(picture).map(Cow::Borrowed));
    found.extend(picture.attribute("srcset").and_then(largest).map(Cow::Borrowed));
    let sources = picture
        .parent()
        .filter(|parent| parent.is("picture"))
        .into_iter()
        .flat_map(NodeRef::children)
        .take(SOURCES_MAX);
    for source in sources.filter(|child| child.is("source")) {
        let sets = ["srcset", "data-srcset"].iter().filter_map(|name| source.attribute(name));
        found.extend(sets.filter_map(largest).map(Cow::Borrowed));
    }
    let link = picture.ancestors().take(4).find(|ancestor| ancestor.is("a")).and_then(|a| a.attribute("href"));
    found.extend(link.filter(|link| is_picture_file(link)).map(Cow::Borrowed));
    found.extend(painted_address(picture).map(Cow::Borrowed));
    let mut kept: Vec<String> = Vec::new();
    for address in found {
        let address = address.trim();
        if is_real(address) && !kept.iter().any(|known| known == address) && kept.len() <= OTHER_ADDRESSES_MAX {
            kept.push(address.to_owned());
        }
    }
    let mut kept = kept.into_iter();
    Addresses { best: kept.next(), others: kept.collect() }
}

/// What is the same for two addresses of one picture: its name without what only tells a size.
pub(crate) fn identity(address: &str) -> String {
    let inner = inner_address(address);
    let path = inner.split(['?', '#']).next().unwrap_or_default();
    let host_and_path = path.split_once("://").map(|(_, rest)| rest).or_else(|| path.strip_prefix("//"));
    let path = host_and_path.map_or(path, |rest| rest.split_once('/').map_or("", |(_, path)| path));
    let file = path.rsplit('/').next().unwrap_or(path);
    let telling = without_size(file);
    if telling.chars().filter(|c| c.is_alphabetic()).count() >= TELLING_MIN_LETTERS {
        return telling;
    }
    // A name of digits is one of many: the folders tell.
    path.trim_start_matches('/').split('/').map(without_size).collect::<Vec<_>>().join("/")
}

/// Whether an address names a picture file.
pub(crate) fn is_picture_file(address: &str) -> bool {
    const ENDINGS: [&str; 10] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".heic", ".jfif"];
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    // A wiki's page about a file is no file.
    ENDINGS.iter().any(|ending| path.ends_with(ending)) && !path.contains("file:")
}

/// Whether an address leads to pixels rather than to what stands in for them until a script runs.
fn is_real(address: &str) -> bool {
    const STAND_INS: [&str; 8] =
        ["placeholder", "/blank.", "/spacer.", "/transparent.", "lazyload", "lazy-load", "1x1.", "/loading."];
    let lower = address.to_ascii_lowercase();
    !address.is_empty()
        && address.len() <= ADDRESS_MAX_BYTES
        && !lower.starts_with("data:")
        && !lower.starts_with("about:")
        && !address.contains(['{', '<'])
        && !STAND_INS.iter().any(|stand_in| lower.contains(stand_in))
}

/// Whether a picture only tells a server that it was looked at.
fn counts_readers(address: &str) -> bool {
    ["pixel.gif", "/pixel?", "/b.gif", "count.gif", "/piwik.php", "/matomo.php", "/tr?id=", "scorecardresearch"]
        .iter()
        .any(|sign| address.contains(sign))
}

fn is_icon(picture: NodeRef<'_, '_>) -> bool {
    let side = |name: &str| {
        let written = picture.attribute(name)?.trim().trim_end_matches("px");
        written.parse::<f32>().ok().filter(|side| *side > 0.0)
    };
    let sides = [side("width"), side("height")];
    let is_line = sides.iter().flatten().any(|side| *side <= LINE_MAX_PX);
    let is_small = sides.iter().all(|side| side.is_some_and(|side| side <= ICON_MAX_PX));
    is_line || is_small
}

/// Whether an element shows nothing until a script puts another picture there.
fn is_stand_in(image: NodeRef<'_, '_>) -> bool {
    let source = image.attribute("src");
    // The tokenizer leaves the longest values empty.
    let is_written_out = source.is_some_and(|source| {
        source.is_empty() || source.starts_with("data:") && source.len() >= WRITTEN_OUT_MIN_BYTES
    });
    !is_written_out && addresses(image).best.is_none()
}

/// Addresses in attributes that scripts read: `data-src` and its many cousins.
fn lazy_addresses<'t>(element: NodeRef<'t, '_>) -> impl Iterator<Item = &'t str> {
    let is_image = element.is("img");
    element.attributes().iter().filter(|attribute| starts_with_data(attribute.name)).filter_map(move |attribute| {
        let value = attribute.value.trim();
        if attribute.name.to_ascii_lowercase().ends_with("srcset") {
            return largest(value);
        }
        let is_source =
            matches!(attribute.name.to_ascii_lowercase().as_str(), "data-src" | "data-original" | "data-lazy-src");
        let is_one = !value.contains(char::is_whitespace) && !value.contains(['{', '<']) && !value.is_empty();
        (is_one && (is_picture_file(value) || is_source && is_image)).then_some(value)
    })
}

fn starts_with_data(name: &str) -> bool {
    name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data-"))
}

/// The address of a picture painted behind an element.
fn painted_address<'t>(element: NodeRef<'t, '_>) -> Option<&'t str> {
    let style = element.attribute("style").filter(|style| style.contains("background"))?;
    let (_, after) = style.split_once("url(")?;
    let (address, _) = after.split_once(')')?;
    let address = address.trim().trim_matches(['"', '\'']);
    is_picture_file(address).then_some(address)
}

fn holds_picture(element: NodeRef<'_, '_>) -> bool {
    element.descendants().take(LOOKED_AT_MAX).any(|node| matches!(node.name(), "img" | "amp-img" | "video" | "picture"))
}

/// The largest picture of a `srcset`.
fn largest(set: &str) -> Option<&str> {
    let mut largest: Option<(f32, &str)> = None;
    for candidate in set.split(", ").flat_map(|part| part.split(",\n")) {
        let mut words = candidate.split_ascii_whitespace();
        let Some(address) = words.next().map(|address| address.trim_end_matches(',')) else { continue };
        let size = words.next().and_then(|size| size.trim_end_matches(['w', 'x', ',']).parse().ok()).unwrap_or(0.0);
        if is_real(address) && largest.is_none_or(|(known, _)| size > known) {
            largest = Some((size, address));
        }
    }
    largest.map(|(_, address)| address)
}

/// The address within an address: services that scale pictures take the original's as a parameter, archives as an end.
fn inner_address(address: &str) -> Cow<'_, str> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let parameter = query.split('&').find_map(|pair| pair.strip_prefix("url=").or_else(|| pair.strip_prefix("src=")));
    if let Some(inner) = parameter {
        return percent_decoded(inner);
    }
    percent_decoded(path.rsplit_once("http").filter(|(before, _)| !before.is_empty()).map_or(path, |(_, inner)| inner))
}

/// A file's name without endings and sizes, in lower case: "lake-300x200@2x.jpg" and "220px-Lake.jpg" are "lake".
fn without_size(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase();
    let pieces = stem.split(['-', '_', '@', ',', ' ', '+']).filter(|piece| !is_size(piece));
    pieces.collect::<Vec<_>>().join("-")
}

/// Whether a piece of a file's name only tells a size: 300x200, 220px, w250, r1, 2x, scaled.
fn is_size(piece: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    let sides =
        piece.split_once('x').is_some_and(|(width, height)| digits(width) && (digits(height) || height.is_empty()));
    let measured = ["px", "w", "h"].iter().any(|unit| piece.strip_suffix(unit).is_some_and(digits));
    let named = ["c", "h", "n", "q", "r", "s", "w"].iter().any(|unit| piece.strip_prefix(unit).is_some_and(digits));
    sides
        || measured
        || named
        || matches!(piece, "scaled" | "thumb" | "thumbnail" | "small" | "medium" | "large" | "s" | "m" | "l" | "xl")
}

/// An address with its `%20` and the like read, where that gives text.
pub(crate) fn percent_decoded(address: &str) -> Cow<'_, str> {
    if !address.contains('%') {
        return Cow::Borrowed(address);
    }
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(address), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::names::NameReader;
    use crate::page::tree;

    fn check_addresses(html: &str, expected: &[&str]) {
        let tree = tree::read(html);
        let picture = tree.nodes().find(|node| matches!(node.name(), "img" | "video" | "div")).unwrap();
        let Addresses { best, others } = addresses(picture);
        assert_eq!(best.into_iter().chain(others).collect::<Vec<_>>(), expected, "{html}");
    }

    #[test]
    fn pictures_have_their_addresses_in_many_places() {
        check_addresses("<img src=a.jpg>", &["a.jpg"]);
        check_addresses("<img src='data:image/gif;base64,R0' data-src='a.jpg'>", &["a.jpg"]);
        check_addresses("<img src=grey-placeholder.png srcset='a.jpg 240w, b.jpg 800w, c.jpg 480w'>", &["b.jpg"]);
        check_addresses("<picture><source srcset='b.webp 2x'><img src=a.jpg></picture>", &["a.jpg", "b.webp"]);
        check_addresses("<a href=full.jpg><img src=small.jpg></a>", &["small.jpg", "full.jpg"]);
        check_addresses("<a href=page.html><img src=small.jpg></a>", &["small.jpg"]);
        check_addresses("<video poster=still.jpg></video>", &["still.jpg"]);
        check_addresses("<div style='background-image: url(\"a.jpg\")'></div>", &["a.jpg"]);
        check_addresses("<img src='https://x.org/{width}/a.jpg'>", &[]);
    }

    #[test]
    fn icons_and_counters_are_no_pictures() {
        let check = |html: &str, expected: Option<Standing>| {
            let tree = tree::read(html);
            let found = tree.nodes().find_map(|node| standing(node, &NameReader::default().read(node)));
            assert_eq!(found, expected, "{html}");
        };
        check("<img src=a.jpg width=640 height=480>", Some(Standing::Full));
        check("<img src=a.png width=16 height=16>", Some(Standing::Ornament));
        check("<img src=a.png class='author-avatar'>", Some(Standing::Ornament));
        check("<img src='https://x.org/matomo.php?id=1'>", Some(Standing::Ornament));
        check("<noscript><img src=a.jpg></noscript>", Some(Standing::Fallback));
        check("<span class=lazy data-src='a.jpg'></span>", Some(Standing::Full));
        check("<div data-src='a.jpg'><p>", Some(Standing::Full));
        check("<div style='background:url(a.jpg)'></div>", Some(Standing::Fallback));
        check("<p>", None);
    }

    #[test]
    fn sizes_make_no_other_picture() {
        let same = |a: &str, b: &str| assert_eq!(identity(a), identity(b));
        same("https://x.org/2021/lake-300x200.jpg", "/2021/lake-1024x683.jpg?ssl=1");
        same("//up.org/thumb/a/Lake_view.jpg/220px-Lake_view.jpg", "//up.org/a/Lake_view.jpg");
        same("https://i.org/img/media/0a1b/500.jpg?width=300", "https://i.org/img/media/0a1b/500.jpg?width=620");
        same("https://x.org/_next/image?url=https%3A%2F%2Fy.org%2Flake.jpg&w=640", "https://y.org/lake.jpg");
        same("https://web.archive.org/web/2020im_/https://x.org/lake.jpg", "https://x.org/lake.jpg");
        same("lake_w250_r1_s.jpg", "lake_w1023_r1_s.jpg");
        let differ = |a: &str, b: &str| assert_ne!(identity(a), identity(b));
        differ("https://i.org/img/0a1b/500.jpg", "https://i.org/img/0c2d/500.jpg");
        differ("lake-1.jpg", "lake-2.jpg");
    }

    #[test]
    fn percent_signs_are_read_where_they_give_text() {
        assert_eq!(percent_decoded("a%20b%C3%A9%zz"), "a bé%zz");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }
}
