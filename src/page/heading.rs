//! What a page says about itself: its title, when it was published, its address, its lead.

use crate::page::json_ld::Stated;
use crate::page::survey::Survey;
use crate::page::tree::{NodeRef, Tree};
use crate::page::wording;

/// The longest title or lead that is kept, in bytes.
const TEXT_MAX_BYTES: usize = 2 * 1024;
/// The fewest letters of a paragraph that is taken for the lead.
const LEAD_MIN_LETTERS: usize = 60;
/// The most elements that are looked at for a date.
const DATES_MAX: usize = 16;
/// Names of `meta` elements that state the date of publication, the surest first.
const DATES: [&str; 16] = [
    "article:published_time",
    "og:article:published_time",
    "datePublished",
    "parsely-pub-date",
    "sailthru.date",
    "cXenseParse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "publish-date",
    "publication_date",
    "pubdate",
    "publishdate",
    "last-modified",
    "date",
];

/// A page's statements about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heading {
    /// Its title.
    pub title: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its first sentence or summary.
    pub lead: Option<String>,
}

/// Reads what a page says about itself; `address` is what the container of the page says.
pub(crate) fn read(survey: &Survey<'_, '_>, stated: &Stated, address: Option<&str>) -> Heading {
    let tree = survey.tree;
    let meta = |name: &str| meta(tree, name);
    let element = |name: &str| first_text(survey, name);
    let whole_title = element_text(tree, "title");
    // A heading that stands in the title too is the article's, and not the site's name.
    let is_in_title = |heading: &String| whole_title.as_ref().is_some_and(|title| wording::holds_words(title, heading));
    let title = meta("og:title").or_else(|| element("h1").filter(is_in_title)).or_else(|| stated.title.clone());
    let title = title.or_else(|| element("h1")).or_else(|| whole_title.clone());
    let published = stated.published.clone().or_else(|| DATES.iter().find_map(|name| meta(name)));
    let lead = meta("og:description").or_else(|| stated.lead.clone()).or_else(|| meta("description"));
    Heading {
        title: title.as_deref().map(short),
        published: published.or_else(|| time(survey)).map(|date| date.trim().to_owned()),
        url: url(tree, stated, address).filter(|url| url.len() <= TEXT_MAX_BYTES),
        lead: lead.or_else(|| first_paragraph(survey)).as_deref().map(short),
    }
}

/// The picture that a page names for others to show beside a link to it, with the words that go with it.
pub(crate) fn shared_picture(tree: &Tree<'_>) -> Option<(String, String)> {
    let picture = meta(tree, "og:image").or_else(|| meta(tree, "twitter:image"))?;
    let alt = meta(tree, "og:image:alt").or_else(|| meta(tree, "twitter:image:alt"))?;
    Some((picture, short(&alt)))
}

/// The content of the first `meta` element of a name that has one.
pub(crate) fn meta(tree: &Tree<'_>, name: &str) -> Option<String> {
    let is_named = |node: &NodeRef<'_, '_>| {
        let names = ["property", "name", "itemprop"].iter().filter_map(|attribute| node.attribute(attribute));
        let mut names = names;
        node.is("meta") && names.any(|found| found.eq_ignore_ascii_case(name))
    };
    let mut contents = tree.nodes().filter(is_named).filter_map(|node| node.attribute("content"));
    contents.find(|content| !content.trim().is_empty()).map(wording::unmarked)
}

fn first_text(survey: &Survey<'_, '_>, name: &str) -> Option<String> {
    let mut elements = survey.tree.nodes().filter(|node| node.is(name) && !survey.is_aside(node.id));
    elements.find(|node| survey.n_letters(*node) > 0).map(|node| wording::plain(survey, node))
}

fn element_text(tree: &Tree<'_>, name: &str) -> Option<String> {
    let text = tree.nodes().find(|node| node.is(name))?.children().find_map(NodeRef::text)?;
    Some(text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

/// The first date that the article states in a `time` element, or in one called "published".
fn time(survey: &Survey<'_, '_>) -> Option<String> {
    let is_named = |node: &NodeRef<'_, '_>| {
        let mut names = node.attribute("class").unwrap_or_default().split_ascii_whitespace();
        names.any(|name| matches!(name, "published" | "dt-published"))
            || node.attribute("itemprop") == Some("datePublished")
    };
    let date = |node: NodeRef<'_, '_>| {
        let mut stated = ["datetime", "content", "title"].iter().filter_map(|name| node.attribute(name));
        let stated = stated.find(|date| date.contains(|c: char| c.is_ascii_digit())).map(str::to_owned);
        let written = || Some(wording::plain(survey, node)).filter(|text| text.contains(|c: char| c.is_ascii_digit()));
        stated.or_else(written)
    };
    let times = || survey.tree.nodes().filter(|node| node.is("time") && !survey.is_aside(node.id));
    let named = survey.tree.nodes().filter(is_named).take(DATES_MAX);
    named.map(date).chain(times().take(DATES_MAX).map(date)).flatten().next()
}

/// The address: what the page calls its own, where it was saved from, or its container's.
fn url(tree: &Tree<'_>, stated: &Stated, address: Option<&str>) -> Option<String> {
    let canonical = tree
        .nodes()
        .find(|node| node.is("link") && node.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")));
    let canonical = canonical.and_then(|link| link.attribute("href")).map(str::to_owned);
    let candidates = [
        canonical.as_deref().map(without_archive).map(str::to_owned),
        meta(tree, "og:url").as_deref().map(without_archive).map(str::to_owned),
        tree.comments.iter().find_map(|comment| saved_from(comment)),
        address.map(str::to_owned),
        stated.url.clone(),
    ];
    candidates.into_iter().flatten().find(|url| url.starts_with("http://") || url.starts_with("https://"))
}

/// The address in the comments that browsers and SingleFile write into pages they save.
fn saved_from(comment: &str) -> Option<String> {
    let after =
        comment.split_once("saved from url=").map(|(_, rest)| rest.split_once(')').map_or(rest, |(_, rest)| rest));
    let single_file =
        || comment.contains("SingleFile").then(|| comment.split_once("url:").map(|(_, rest)| rest)).flatten();
    let address = after.or_else(single_file)?.split_ascii_whitespace().next()?;
    Some(address.to_owned())
}

/// An address without that of the archive before it.
fn without_archive(url: &str) -> &str {
    let is_archived = url.contains("web.archive.org/web/");
    let inner = url.rsplit_once("http").filter(|(before, _)| is_archived && !before.is_empty());
    inner.and_then(|(before, _)| url.get(before.len()..)).unwrap_or(url)
}

fn first_paragraph(survey: &Survey<'_, '_>) -> Option<String> {
    let article = survey.article()?;
    let mut paragraphs = article.descendants().filter(|node| node.is("p") && !survey.is_aside(node.id));
    let first = paragraphs.find(|node| survey.n_letters(*node) >= LEAD_MIN_LETTERS && !survey.has_picture(*node))?;
    Some(wording::plain(survey, first)).filter(|text| !text.is_empty())
}

fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    crate::text::truncated(&text, TEXT_MAX_BYTES).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{json_ld, tree};

    fn heading(html: &str) -> Heading {
        let tree = tree::read(html);
        read(&Survey::of(&tree), &json_ld::read(&tree), None)
    }

    #[test]
    fn titles_are_found_where_pages_have_them() {
        let title = |html: &str| heading(html).title;
        assert_eq!(title("<title>A b | Site</title><h1>A <i>b</i></h1>").as_deref(), Some("A b"));
        assert_eq!(title("<title> A\n&amp; b </title>").as_deref(), Some("A & b"));
        assert_eq!(title("<meta property='og:title' content='A &amp;amp; b'><h1>x</h1>").as_deref(), Some("A & b"));
        assert_eq!(title("<svg><title></title></svg>"), None);
    }

    #[test]
    fn dates_are_found_where_pages_have_them() {
        let date = |html: &str| heading(html).published;
        assert_eq!(date("<meta name=date content='2024-05-01'>").as_deref(), Some("2024-05-01"));
        assert_eq!(
            date("<time datetime='2024-05-02'>x</time><meta property='article:published_time' content='2024-05-01T10:00:00Z'>")
                .as_deref(),
            Some("2024-05-01T10:00:00Z")
        );
        assert_eq!(date("<p><time>May 3, 2024</time>").as_deref(), Some("May 3, 2024"));
        assert_eq!(date("<p>2024"), None);
    }

    #[test]
    fn addresses_are_the_pages_own() {
        let url = |html: &str| heading(html).url;
        let expected = Some("https://example.org/a");
        assert_eq!(url("<link rel=canonical href='https://example.org/a'>").as_deref(), expected);
        assert_eq!(
            url("<link rel=canonical href='https://web.archive.org/web/2020/https://example.org/a'>").as_deref(),
            expected
        );
        assert_eq!(url("<!-- saved from url=(0021)https://example.org/a -->").as_deref(), expected);
        assert_eq!(
            url("<!-- Page saved with SingleFile \n url: https://example.org/a \n saved date: x -->").as_deref(),
            expected
        );
        assert_eq!(url("<link rel=canonical href='/a'>"), None);
    }

    #[test]
    fn leads_are_summaries_or_first_paragraphs() {
        let lead = |html: &str| heading(html).lead;
        assert_eq!(lead("<meta name=description content='What happened'>").as_deref(), Some("What happened"));
        let long = "The mayor of the town said on Monday that the bridge over the river will be closed for a year.";
        assert_eq!(lead(&format!("<p>Short</p><p>{long}</p>")).as_deref(), Some(long));
    }
}
