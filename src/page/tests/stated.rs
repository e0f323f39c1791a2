//! Pictures that a page states for machines.

use super::*;

#[test]
fn json_ld_completes_what_the_page_shows() {
    let html = "<script type=application/ld+json>{\"@type\":\"ImageObject\",\"url\":\"https://x.org/a.jpg\",\"caption\":\"Other\",\
        \"creditText\":\"Jane Doe\"}</script><figure><img src=a.jpg><figcaption>Shown</figcaption></figure>";
    let [figure] = &figures(html)[..] else { panic!("one figure: {:?}", figures(html)) };
    assert_eq!((figure.caption.as_deref(), figure.credit.as_deref()), (Some("Shown"), Some("Jane Doe")));
}

/// An article that states pictures with their captions for machines.
fn stating(pictures: &[(&str, &str)], body: &str) -> String {
    let pictures = pictures.iter().map(
        |(address, caption)| serde_json::json!({"@type": "ImageObject", "contentUrl": address, "caption": caption}),
    );
    let article = serde_json::json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "A storm comes", "image": pictures.collect::<Vec<_>>(),
    });
    format!(
        "<title>A storm comes</title><script type=application/ld+json>{article}</script><h1>A storm comes</h1>{body}"
    )
}

#[test]
fn pictures_that_stand_only_in_json_ld_are_listed() {
    let stated = [("https://x.org/a.jpg", "A man waves."), ("https://x.org/b.jpg", "Two women walk.")];
    assert_eq!(captions(&stating(&stated, "<p>Words of the article.</p>")), ["A man waves.", "Two women walk."]);
    // The page shows one of them, and another picture.
    let shown = "<figure><img src=a.jpg><figcaption>A man waves. Photo: Jane Doe</figcaption></figure>\
        <figure><img src=c.jpg><figcaption>A dog sleeps.</figcaption></figure>";
    let listed = figures(&stating(&stated, shown));
    let listed: Vec<_> = listed.iter().map(|figure| (figure.text.as_str(), figure.picture.as_deref())).collect();
    let [(_, Some("a.jpg")), (_, Some("c.jpg")), ("Two women walk.", Some("https://x.org/b.jpg"))] = listed[..] else {
        panic!("{listed:?}")
    };
}

#[test]
fn pictures_that_json_ld_states_again_are_not_listed_twice() {
    let shown = "<figure><img src=a.jpg><figcaption>A man waves in Paris on Monday. Jane Doe/AP</figcaption></figure>";
    let stated = [
        ("https://x.org/a-1024x768.jpg", "The same file in other words."),
        ("https://x.org/cropped.jpg", "A man waves in Paris on Monday."),
        ("https://x.org/logo.jpg", "A storm comes"),
    ];
    assert_eq!(figures(&stating(&stated, shown)).len(), 1);
    let twice = [("https://x.org/b.jpg", "Two women walk."), ("https://x.org/b.jpg", "Two women walk.")];
    assert_eq!(figures(&stating(&twice, shown)).len(), 2);
}
