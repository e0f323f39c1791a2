//! What a page says about itself for machines: JSON-LD of schema.org. The article's own statements, and its pictures.

use serde_json::Value;

use crate::page::Figure;
use crate::page::tree::{NodeRef, Tree};
use crate::page::wording;

/// The most bytes of a page's JSON-LD that are read; a gallery of a thousand pictures has 600,000.
const JSON_MAX_BYTES: usize = 4 * 1024 * 1024;
/// The most values that are looked at.
const VALUES_MAX: usize = 200_000;
/// How deep values are looked at; `serde_json` itself reads none deeper than 128.
const DEPTH_MAX: usize = 40;
/// The most pictures that are kept.
const PICTURES_MAX: usize = 5_000;
/// Members that hold pictures of somebody, not of the article.
const OTHERS: [&str; 9] =
    ["author", "brand", "creator", "editor", "isPartOf", "logo", "provider", "publisher", "sourceOrganization"];

/// What the JSON-LD of a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stated {
    /// The article's title.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its summary.
    pub lead: Option<String>,
    /// Its pictures that have a caption or a credit.
    pub figures: Vec<Figure>,
}

/// Reads the JSON-LD of a page; what is broken is passed over.
pub(crate) fn read(tree: &Tree<'_>) -> Stated {
    let mut stated = Stated::default();
    let mut n_bytes_left = JSON_MAX_BYTES;
    let is_ours = |node: &NodeRef<'_, '_>| {
        node.is("script")
            && node.attribute("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    };
    let mut n_values_left = VALUES_MAX;
    for script in tree.nodes().filter(is_ours) {
        let Some(text) = script.children().find_map(NodeRef::text).filter(|text| text.len() <= n_bytes_left) else {
            continue;
        };
        n_bytes_left -= text.len();
        // Editors leave line ends in strings, which JSON does not allow.
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let json = text.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim();
        if let Ok(value) = serde_json::from_str::<Value>(json) {
            stated.take(&value, 0, &mut n_values_left);
        }
    }
    stated
}

impl Stated {
    fn take(&mut self, value: &Value, depth: usize, n_values_left: &mut usize) {
        if depth > DEPTH_MAX || *n_values_left == 0 {
            return;
        }
        *n_values_left -= 1;
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.take(value, depth + 1, n_values_left)),
            Value::Object(members) => {
                if is_type(value, &["ImageObject", "Photograph", "Photo"]) {
                    self.take_picture(value);
                    return;
                }
                if is_type(value, &["Article", "Posting", "ImageGallery", "MediaGallery", "WebPage", "Report"]) {
                    self.take_article(value);
                }
                for (name, member) in members {
                    if !OTHERS.contains(&name.as_str()) {
                        self.take(member, depth + 1, n_values_left);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn take_article(&mut self, article: &Value) {
        let text = |name: &str| article.get(name).and_then(Value::as_str).map(wording::unmarked);
        let some = |value: Option<String>| value.filter(|value| !value.is_empty());
        self.title = self.title.take().or_else(|| some(text("headline")));
        self.published = self.published.take().or_else(|| some(text("datePublished")));
        self.url = self.url.take().or_else(|| some(text("url")));
        self.lead = self.lead.take().or_else(|| some(text("description")));
    }

    fn take_picture(&mut self, picture: &Value) {
        if self.figures.len() >= PICTURES_MAX {
            return;
        }
        let text = |names: &[&str]| {
            let mut values = names.iter().filter_map(|name| plain(picture.get(*name)?));
            values.find(|value| !value.is_empty())
        };
        let caption = text(&["caption", "description"]);
        let credit = text(&["creditText", "copyrightHolder", "creator", "author", "copyrightNotice"]);
        if caption.is_none() && credit.is_none() {
            return;
        }
        self.figures.push(Figure {
            text: caption.clone().unwrap_or_default(),
            caption,
            alt_text: text(&["alternateName", "alternativeHeadline"]),
            credit,
            picture: text(&["contentUrl", "url", "thumbnailUrl"]),
            ..Figure::default()
        });
    }
}

/// A text, or the text of the first of several, or the name of what is there.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(wording::unmarked(text)),
        Value::Array(values) => {
            values.first().and_then(|first| first.as_str().or_else(|| name_of(first))).map(wording::unmarked)
        }
        Value::Object(_) => name_of(value).map(wording::unmarked),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn name_of(value: &Value) -> Option<&str> {
    ["name", "@value", "text"].iter().find_map(|name| value.get(*name)?.as_str())
}

/// Whether a value is of a type whose name ends so: `NewsArticle` is an `Article`.
fn is_type(value: &Value, endings: &[&str]) -> bool {
    let types: Vec<&str> = match value.get("@type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    types.iter().any(|name| endings.iter().any(|ending| name.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tree;

    fn stated(json: &str) -> Stated {
        read(&tree::read(&format!("<script type='application/ld+json'>{json}</script>")))
    }

    #[test]
    fn an_article_states_its_title_date_and_pictures() {
        let found = stated(
            r#"{"@context":"https://schema.org","@graph":[{"@type":["NewsArticle"],"headline":"A &amp; B",
            "datePublished":"2024-05-01T10:00:00Z","description":"What
            happened","url":"https://example.org/a","author":{"@type":"Person","image":{"@type":"ImageObject","caption":"Me"}},
            "image":[{"@type":"ImageObject","url":"https://example.org/a.jpg","caption":"<p>A man waves.</p>",
            "creditText":"Jane Doe","author":{"name":"x"}}]}]}"#,
        );
        assert_eq!(found.title.as_deref(), Some("A & B"));
        assert_eq!(found.published.as_deref(), Some("2024-05-01T10:00:00Z"));
        assert_eq!(found.lead.as_deref(), Some("What happened"));
        assert_eq!(found.url.as_deref(), Some("https://example.org/a"));
        let [figure] = found.figures.as_slice() else { panic!("one figure: {:?}", found.figures) };
        assert_eq!(figure.caption.as_deref(), Some("A man waves."));
        assert_eq!(figure.credit.as_deref(), Some("Jane Doe"));
        assert_eq!(figure.picture.as_deref(), Some("https://example.org/a.jpg"));
    }

    #[test]
    fn broken_and_hostile_json_is_passed_over() {
        assert_eq!(stated("{\"@type\":\"NewsArticle\",").title, None);
        assert_eq!(stated(&"[".repeat(200_000)), Stated::default());
        assert_eq!(stated("{\"@type\":3,\"image\":null}"), Stated::default());
        let many = vec!["{\"@type\":\"ImageObject\",\"caption\":\"c\"}"; PICTURES_MAX + 10].join(",");
        assert_eq!(stated(&format!("[{many}]")).figures.len(), PICTURES_MAX);
    }
}
