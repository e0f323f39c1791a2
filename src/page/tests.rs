mod stated;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;

/// What is expected of a page in `tests/data/pages`.
#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
struct Expected {
    title: Option<String>,
    published: Option<String>,
    url: Option<String>,
    figures: Vec<ExpectedFigure>,
}

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
struct ExpectedFigure {
    caption: Option<String>,
    credit: Option<String>,
    alt_text: Option<String>,
    picture: Option<String>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

fn expectations() -> BTreeMap<String, Expected> {
    serde_json::from_slice(&file("expected.json")).unwrap()
}

fn figures(html: &str) -> Vec<Figure> {
    read(html.as_bytes()).figures
}

fn captions(html: &str) -> Vec<String> {
    figures(html).into_iter().filter_map(|figure| figure.caption).collect()
}

#[test]
fn the_figures_of_pages_in_many_markups_are_found() {
    let pages = expectations();
    assert!(pages.len() >= 40);
    for (name, expected) in pages {
        let Page { title, published, url, figures, .. } = read(&file(&name));
        let figures = figures.into_iter().map(|Figure { caption, credit, alt_text, picture, .. }| ExpectedFigure {
            caption,
            credit,
            alt_text,
            picture,
        });
        assert_eq!(Expected { title, published, url, figures: figures.collect() }, expected, "{name}");
    }
}

#[test]
fn every_page_of_the_test_data_is_expected() {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<String> = files.filter(|name| name != "expected.json").collect();
    pages.sort();
    assert_eq!(pages, expectations().into_keys().collect::<Vec<_>>());
}

#[test]
fn the_text_is_what_stands_with_the_picture() {
    let pages = [
        ("spiegel.html", "Mauerreste am Ufer: Das Wasser steht elf Meter tiefer als sonst Foto: Jane Doe / dpa"),
        ("bbc.html", "The ferry was tied up for nine days while winds reached 70mph Harbour Trust"),
        ("medium.html", "Photo by John Roe on Stock"),
        ("wordpress-blocks.html", ""),
    ];
    for (name, expected) in pages {
        assert_eq!(read(&file(name)).figures[0].text, expected, "{name}");
    }
}

#[test]
fn parts_of_a_caption_that_are_named_are_the_caption() {
    let html = "<figure><figcaption><h2>Title</h2><p class=caption>A man waves.</p><ul><li>Lindham</li>\
        <li class=credit>Jane Doe</li></ul></figcaption></figure>";
    let [figure] = &figures(html)[..] else { panic!("one figure: {:?}", figures(html)) };
    assert_eq!((figure.caption.as_deref(), figure.credit.as_deref()), (Some("A man waves."), Some("Jane Doe")));
    assert_eq!(figure.text, "A man waves. Jane Doe");
    let mostly =
        "<figure><figcaption>A man waves at the ferry that leaves <b class=caption>now</b></figcaption></figure>";
    assert_eq!(captions(mostly), ["A man waves at the ferry that leaves now"]);
}

/// The only figure's caption, credit and picture.
fn check(html: &str, caption: &str, credit: Option<&str>, picture: Option<&str>) {
    let words = "The council met on Monday and talked about the bridge, the ferry and the price of bread in town.";
    let found = figures(&format!("<article>{html}<p>{words}</p><p>{words}</p></article>"));
    let [figure] = &found[..] else { panic!("{html}: one figure: {found:?}") };
    let shown = (figure.caption.as_deref().unwrap_or_default(), figure.credit.as_deref(), figure.picture.as_deref());
    assert_eq!(shown, (caption, credit, picture), "{html}");
}

#[test]
fn captions_and_credits_stand_in_many_places() {
    check(
        "<figure><span><img src=v.jpg></span><span class=e-image__meta><figcaption>A hen.</figcaption><cite>Jane Doe/AFP</cite></span></figure>",
        "A hen.",
        Some("Jane Doe/AFP"),
        Some("v.jpg"),
    );
    check(
        "<figure><img class=lazy src='data:image/svg+xml,x'><noscript><img src=6.jpg></noscript><span class=image-source-caption>\
         <figcaption class=image-caption>A truck.</figcaption> <span class=image-source>Jane Doe</span></span></figure>",
        "A truck.",
        Some("Jane Doe"),
        Some("6.jpg"),
    );
    check(
        "<figure><img src=f.jpg><figcaption>Homem espera - <span class=widget__credits>Jane Doe/Folhapress</span></figcaption></figure>",
        "Homem espera",
        Some("Jane Doe/Folhapress"),
        Some("f.jpg"),
    );
    check(
        "<figure><img src=i.jpg><figcaption><div>A lake in the north <em>(Jane Doe/PA)</em></div></figcaption></figure>",
        "A lake in the north",
        Some("Jane Doe/PA"),
        Some("i.jpg"),
    );
    check(
        "<div class=media><div><img src=r.jpg></div><div class=media__copyright>© РИА Новости</div>\
         <div class=media__description>Мост через реку</div></div>",
        "Мост через реку",
        Some("РИА Новости"),
        Some("r.jpg"),
    );
    check(
        "<div><img src=t.jpg></div><div class=img_cptn>The dam at dusk</div>",
        "The dam at dusk",
        None,
        Some("t.jpg"),
    );
    check(
        "<a href=1.jpg data-lightbox=set data-title='The old mill at night'><img src=t1.jpg alt=''></a>",
        "The old mill at night",
        None,
        Some("t1.jpg"),
    );
    check(
        "<p align=center><img src=x.jpg></p><p style='text-align:center'><font color=navy>渔民在码头卸货。新华社记者 张三 摄</font></p>",
        "渔民在码头卸货。新华社记者 张三 摄",
        None,
        Some("x.jpg"),
    );
    check(
        "<div class=slide><img src=k.jpg><div class=slide__description>A crowd waits for the doors.</div></div>",
        "A crowd waits for the doors.",
        None,
        Some("k.jpg"),
    );
}

#[test]
fn cards_for_goods_and_articles_are_no_figures() {
    let goods = "<div class=thumbnail><img src=car.jpg><div class=caption><h4 class=caption-title><a href='#'>A car</a></h4>\
        <div class=caption-text>Nice</div><table><tr><td>2013</table></div></div>";
    assert_eq!(captions(goods), [""; 0]);
    let article = "<article><figure><a href=/b><img src=b.jpg></a><figcaption>Bridge opens</figcaption></figure>\
        <h2><a href=/b>Bridge opens at last</a></h2></article>";
    assert_eq!(captions(article), [""; 0]);
    // A whole sentence under the picture is a caption though the picture leads to an article.
    let captioned = article.replace("Bridge opens<", "The new bridge at Millford opened on Monday morning.<");
    assert_eq!(captions(&captioned), ["The new bridge at Millford opened on Monday morning."]);
}

#[test]
fn a_page_without_captions_gives_its_words() {
    let text = read(&file("plain-article.html")).text.unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.contains(&"Protesters climb the steps of the Capitol in Washington, DC. Image: Getty."), "{lines:?}");
    assert!(lines.contains(&"Posted 7 January 2021"), "{lines:?}");
    let preformatted = read(b"<pre>First line\nSecond line</pre><p>a\nb</p>").text;
    assert_eq!(preformatted.as_deref(), Some("First line\nSecond line\na b"));
    assert_eq!(read(&file("bbc.html")).text, None);
}

#[test]
fn figures_of_other_matter_have_no_photo() {
    assert_eq!(captions("<figure><table><tr><td>1</table><figcaption>Sales by year</figcaption></figure>"), [""; 0]);
    assert_eq!(captions("<figure><pre>code</pre><figcaption>A listing of code</figcaption></figure>"), [""; 0]);
    assert_eq!(
        captions("<figure><blockquote>So be it</blockquote><figcaption>A wise man</figcaption></figure>"),
        [""; 0]
    );
    assert_eq!(captions("<div class=code-block-caption>Listing 1</div><img src=a.jpg>"), [""; 0]);
    assert_eq!(captions("<p class=caption>Nothing near</p><p>Words.</p>"), [""; 0]);
}

#[test]
fn a_caption_far_from_any_picture_is_none() {
    let words = "Many words of an article about something else. ".repeat(10);
    assert_eq!(captions(&format!("<img src=a.jpg><p>{words}</p><p class=caption>Table 1</p>")), [""; 0]);
    assert_eq!(captions("<img src=a.jpg><p class=caption>The old mill</p>"), ["The old mill"]);
}

#[test]
fn captions_go_to_the_nearest_picture() {
    let of = |html: &str| -> Vec<(String, String)> {
        figures(html).into_iter().filter_map(|figure| Some((figure.picture?, figure.caption?))).collect()
    };
    let pair = |picture: &str, caption: &str| (picture.to_owned(), caption.to_owned());
    assert_eq!(
        of("<img src=1.jpg><p class=caption>One</p><img src=2.jpg><p class=caption>Two</p>"),
        [pair("1.jpg", "One"), pair("2.jpg", "Two")]
    );
    assert_eq!(
        of("<p class=caption>One</p><img src=1.jpg><p class=caption>Two</p><img src=2.jpg>"),
        [pair("1.jpg", "One"), pair("2.jpg", "Two")]
    );
    assert_eq!(of("<img src=0.jpg><p>Words</p><img src=1.jpg><p class=caption>One</p>"), [pair("1.jpg", "One")]);
}

#[test]
fn the_same_figure_twice_is_one() {
    let twice = "<figure><img src=lake-300x200.jpg><figcaption>The lake</figcaption></figure>\
        <div class=lightbox><figure><img src=lake-1200x800.jpg alt='A lake'><figcaption>The lake</figcaption></figure></div>";
    let [figure] = &figures(twice)[..] else { panic!("one figure: {:?}", figures(twice)) };
    assert_eq!(figure.alt_text.as_deref(), Some("A lake"));
    assert_eq!(figure.other_addresses, ["lake-1200x800.jpg"]);
    let other = "<figure><img src=harbour.jpg><figcaption>The lake</figcaption></figure>";
    assert_eq!(figures(&format!("{twice}{other}")).len(), 2);
}

#[test]
fn the_page_names_a_picture_as_a_last_resort() {
    let shared =
        "<meta property=og:image content=https://x.org/a.jpg><meta property=og:image:alt content='A dog on a beach'>";
    assert_eq!(figures(shared)[0].alt_text.as_deref(), Some("A dog on a beach"));
    let both = format!("{shared}<figure><img src=b.jpg><figcaption>A cat</figcaption></figure>");
    assert_eq!(captions(&both), ["A cat"]);
    assert_eq!(figures(&both).len(), 1);
}

#[test]
fn pages_are_told_by_their_beginning() {
    for html in
        ["<!DOCTYPE html>", " \n<HTML lang=en>", "\u{feff}<!doctype HTML PUBLIC>", "<!-- saved --><html>", "<head>"]
    {
        assert!(is_page(html.as_bytes(), None), "{html}");
    }
    assert!(is_page(b"\xff\xfe<\0h\0t\0m\0l\0>\0", None));
    assert!(is_page(b"<p>Words", Some("htm")) && !is_page(b"<p>Words", Some("txt")));
    assert!(is_page(&file("chrome-save.mhtml"), None));
    for text in ["", "A man waves.", "<htmlish>", "<?xml version='1.0'?><rss>", "{\"a\":\"<html>\"}", "caption,file"] {
        assert!(!is_page(text.as_bytes(), None), "{text}");
    }
    assert!(!is_page(b"[\"<p>\"]", Some("html")));
}

#[test]
fn words_are_text_and_nothing_else() {
    let html = "<figure><img src=a.jpg><figcaption>&lt;b&gt;not bold&lt;/b&gt; &amp;amp; &#x1F600; &#0; &#xD800; \
        <script>alert(1)</script><style>x{}</style>real caption</figcaption></figure>";
    assert_eq!(captions(html), ["<b>not bold</b> &amp; 😀 \u{fffd} \u{fffd} real caption"]);
}

/// Pages made to take long: a piece again and again.
fn hostile_pages() -> Vec<String> {
    const N_BYTES: usize = 512 * 1024;
    let pieces = [
        "<ul><li>",
        "<div>",
        "<figure><img src=a.jpg><figcaption>cap",
        "<figure><figcaption><i>a</i>",
        "<div class=caption><img src=a>x",
        "<img src=a.jpg>",
        "<p class=caption>x",
        "<picture><img src=a><source srcset='a 1x'>",
        "<table><tr><td><img src=a>x",
        "<p><img src=a></p><p><em>three words here</em></p>",
        "<figcaption>a<b class=credit>x</b>",
        "<a data-caption='x y z'><img src=a>",
        "<li><a href=x><img src=a></a><h2><a href=x>t</a></h2><p class=caption>c</p>",
        "&amp;",
        "<a b='",
        "<script type=application/ld+json>{\"@type\":\"ImageObject\",\"caption\":\"a\"}</script>",
        "<div style='background-image:url(a.jpg)'>",
        "<time>2</time><meta name=date>",
    ];
    let mut pages: Vec<String> = pieces.iter().map(|piece| piece.repeat(N_BYTES / piece.len())).collect();
    pages.push(format!("{}{}", "<img src=a>".repeat(25_000), "<p class=caption>x".repeat(15_000)));
    pages.push(format!("<figure>{}", "<img src=a><figcaption>x</figcaption>".repeat(15_000)));
    pages.push(format!("{}2", "<time>".repeat(80_000)));
    pages.push(format!(
        "<div>{}</div><p><em>a b c{}",
        "<a href=x><img src=a></a>".repeat(10_000),
        "<b></b>".repeat(30_000)
    ));
    let nested = |name: &str| format!("<{name}>").repeat(150);
    pages.push(
        format!("<figure><img src=a><figcaption>x</figcaption>{}y{}", nested("div"), "</div>".repeat(150)).repeat(300),
    );
    pages.push(format!("<div><img src=a>{}y</div>", nested("b class=slide-text")).repeat(150));
    for picture in ["<img src=a>", "<img src=data:>"] {
        pages.push(format!("<ul data-caption='{}'>{}", "<b>x".repeat(10_000), picture.repeat(30_000)));
    }
    pages
}

#[test]
fn hostile_pages_are_read_within_their_limits() {
    // A step that grew with the square of a page would keep this test for hours; no clock is needed to see it.
    for html in hostile_pages() {
        let page = read(html.as_bytes());
        let beginning: String = html.chars().take(40).collect();
        assert!(page.figures.len() <= figures::FIGURES_MAX, "{beginning}");
    }
}

#[test]
fn a_page_beyond_the_limits_is_read_as_far_as_they_reach() {
    let deep = format!("{}<figure><img src=a.jpg><figcaption>Deep down</figcaption></figure>", "<div>".repeat(600));
    assert!(read(deep.as_bytes()).warnings[0].starts_with("elements nest too deep"));
    let figure = |n: usize| format!("<figure><img src={n}.jpg><figcaption>Caption {n}</figcaption></figure>");
    let many: String = (0..figures::FIGURES_MAX + 3).map(figure).collect();
    let page = read(many.as_bytes());
    assert_eq!(page.figures.len(), figures::FIGURES_MAX);
    assert_eq!(page.warnings, ["only the first 5000 figures were read"]);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 64, ..Default::default() })]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let page = read(&bytes);
        let json = serde_json::to_string(&page).unwrap();
        proptest::prop_assert_eq!(serde_json::from_str::<Page>(&json).unwrap(), page);
        is_page(&bytes, Some("html"));
    }

    #[test]
    fn any_mutilated_page_is_read(
        page in 0..40_usize,
        cuts in proptest::collection::vec((0.0..1.0_f64, 0.0..0.1_f64, "[<>&;\"'= a-z/!-]{0,6}"), 1..12),
    ) {
        let name = expectations().into_keys().nth(page).unwrap();
        let mut bytes = file(&name);
        for (at, share, put) in cuts {
            let start = (bytes.len() as f64 * at) as usize;
            let end = bytes.len().min(start + (bytes.len() as f64 * share) as usize);
            bytes.splice(start..end, put.bytes());
        }
        let page = read(&bytes);
        for figure in page.figures {
            let credit = figure.credit.unwrap_or_default();
            proptest::prop_assert!(!figure.text.is_empty() || figure.alt_text.is_some() || !credit.is_empty());
        }
    }

    #[test]
    fn any_markup_is_read(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "<figure>", "</figure>", "<figcaption>", "</figcaption>", "<img src=a.jpg alt='a b c'>", "<p class=caption>",
                "</p>", "<div class=credit>", "</div>", "words ", "Photo: Jane Doe", "<table>", "<tr>", "<td>", "</table>",
                "<a href=x>", "</a>", "<noscript>", "</noscript>", "<ul><li>", "</ul>", "<em>", "</em>", "<template>",
                "<article>", "</article>", "<!--", "-->", "<script>", "</script>", "<svg>", "<video poster=b.jpg>",
            ]),
            0..60,
        )
    ) {
        let _ = read(pieces.concat().as_bytes());
    }
}
