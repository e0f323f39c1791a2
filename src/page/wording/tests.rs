use super::*;
use crate::page::tree;

fn wording(html: &str) -> Wording {
    let tree = tree::read(html);
    let survey = Survey::of(&tree);
    read(&survey, tree.nodes().find(|node| !node.name().is_empty()).unwrap())
}

/// Text, caption and credit.
fn check(html: &str, text: &str, caption: &str, credit: Option<&str>) {
    let found = wording(html);
    assert_eq!(
        (found.text.as_str(), found.caption.as_str(), found.credit.as_deref()),
        (text, caption, credit),
        "{html}"
    );
}

#[test]
fn white_space_is_as_on_the_page() {
    check("<p> A man\n\t<b>waves</b>. </p>", "A man waves.", "A man waves.", None);
    check("<div><p>A man</p><p>waves</p>to<br>us</div>", "A man waves to us", "A man waves to us", None);
    check("<p>A&nbsp;man</p>", "A\u{a0}man", "A\u{a0}man", None);
}

#[test]
fn credits_of_elements_named_so_are_told_apart() {
    check(
        "<figcaption>A man waves. <span class=credit>Jane Doe/AFP</span></figcaption>",
        "A man waves. Jane Doe/AFP",
        "A man waves.",
        Some("Jane Doe/AFP"),
    );
    check(
        "<figcaption><span class=photo-credit>Foto: dpa</span> Ein Mann winkt</figcaption>",
        "Foto: dpa Ein Mann winkt",
        "Ein Mann winkt",
        Some("dpa"),
    );
    check("<figcaption><span class=copyright>© AFP</span></figcaption>", "© AFP", "", Some("AFP"));
    check(
        "<figcaption>A man <span class=credit>AFP</span><span class=credit>AFP</span></figcaption>",
        "A man AFP",
        "A man",
        Some("AFP"),
    );
}

#[test]
fn credits_that_say_so_are_told_apart() {
    check(
        "<figcaption><p>Ein Mann winkt</p><span class=x>Foto: Jane Doe / dpa</span></figcaption>",
        "Ein Mann winkt Foto: Jane Doe / dpa",
        "Ein Mann winkt",
        Some("Jane Doe / dpa"),
    );
    check(
        "<figcaption><span>A man.</span><span><span>Credit...</span><span>Jane Doe for The Paper</span></span></figcaption>",
        "A man. Credit...Jane Doe for The Paper",
        "A man.",
        Some("Jane Doe for The Paper"),
    );
    check(
        "<figcaption>A man waves (Image: <span class=credit>Getty</span>)</figcaption>",
        "A man waves (Image: Getty)",
        "A man waves",
        Some("Getty"),
    );
    check(
        "<figcaption>A man waves. Photo: <a class=author>Jane Doe</a></figcaption>",
        "A man waves. Photo: Jane Doe",
        "A man waves.",
        Some("Jane Doe"),
    );
    check("<figcaption><p>Photo: Jane Doe</p></figcaption>", "Photo: Jane Doe", "", Some("Jane Doe"));
    check(
        "<figcaption>Photo: the last ferry leaves</figcaption>",
        "Photo: the last ferry leaves",
        "Photo: the last ferry leaves",
        None,
    );
}

#[test]
fn credits_that_only_their_place_shows_are_told_apart() {
    check(
        "<figcaption><span>Un hombre saluda.</span> <span class=a_m>Jane Doe (EFE)</span></figcaption>",
        "Un hombre saluda. Jane Doe (EFE)",
        "Un hombre saluda.",
        Some("Jane Doe (EFE)"),
    );
    check(
        "<figcaption>A man waves <small>Jane Doe</small></figcaption>",
        "A man waves Jane Doe",
        "A man waves",
        Some("Jane Doe"),
    );
    check("<figcaption>Cover of <cite>Moby Dick</cite></figcaption>", "Cover of Moby Dick", "Cover of Moby Dick", None);
    check(
        "<figcaption>The lake <i>(Lago Maggiore)</i></figcaption>",
        "The lake (Lago Maggiore)",
        "The lake (Lago Maggiore)",
        None,
    );
    check("<figcaption>The mayor, <b>Jane Doe</b></figcaption>", "The mayor, Jane Doe", "The mayor, Jane Doe", None);
    check(
        "<figcaption><p>He won.</p><p>She lost the vote in May.</p></figcaption>",
        "He won. She lost the vote in May.",
        "He won. She lost the vote in May.",
        None,
    );
}

#[test]
fn what_is_not_seen_or_only_acts_is_left_out() {
    check(
        "<figcaption><span class=visually-hidden>Image caption, </span>A man<button>Share</button></figcaption>",
        "A man",
        "A man",
        None,
    );
    check("<p>A man <b class=toggle-caption>toggle caption</b><svg><title>x</title></svg></p>", "A man", "A man", None);
    check("<p>A man <a href=x>Purchase Licensing Rights</a><a>, opens new tab</a></p>", "A man", "A man", None);
    check("<p>A <i style='display: none'>x</i>man<script>x</script><i hidden>y</i></p>", "A man", "A man", None);
    check(
        "<p>V <span style='display: none;'><math><mi>x</mi><annotation>y</annotation></math></span></p>",
        "V x",
        "V x",
        None,
    );
    check("<p>[2/3]A man</p>", "A man", "A man", None);
    check("<p>Item 1 of 3 A man</p>", "A man", "A man", None);
    check("<p>Image caption, A man</p>", "A man", "A man", None);
}

#[test]
fn a_caption_has_an_end() {
    let found = wording(&format!("<p>{}</p>", "<i>word </i>".repeat(TEXT_MAX_BYTES)));
    assert!(found.text.len() <= TEXT_MAX_BYTES, "{}", found.text.len());
}

#[test]
fn a_credit_from_elsewhere_is_added_once() {
    let words = || wording("<p>A man waves</p>");
    let with = with_credit(words(), "Image source, Getty Images");
    assert_eq!(
        (with.text.as_str(), with.credit.as_deref()),
        ("A man waves Image source, Getty Images", Some("Getty Images"))
    );
    let stated = with_credit(wording("<p>A man (Getty Images)</p>"), "Getty Images");
    assert_eq!((stated.text.as_str(), stated.credit.as_deref()), ("A man (Getty Images)", Some("Getty Images")));
}
