use super::*;

/// The tree as text: an element as its name and, in brackets, what it holds.
fn shown(node: NodeRef<'_, '_>) -> String {
    match node.text() {
        Some(text) => text.to_owned(),
        None => format!("{}({})", node.name(), node.children().map(shown).collect::<Vec<_>>().join(" ")),
    }
}

fn check(html: &str, expected: &str) {
    let tree = read(html);
    let root = tree.root().unwrap();
    let shown = root.children().map(shown).collect::<Vec<_>>().join(" ");
    assert_eq!(shown, expected, "{html}");
}

#[test]
fn elements_nest_as_written() {
    check("<div><p>a<b>b</b></p>c</div>d", "div(p(a b(b)) c) d");
    check("<figure><img><figcaption>a<br>b</figcaption></figure>", "figure(img() figcaption(a br() b))");
    check("<svg><path/><path/></svg>a", "svg(path() path()) a");
    check("<html><head><title>t</title><body><p>a</html>", "html(head(title(t)) body(p(a)))");
}

#[test]
fn missing_end_tags_are_put_where_browsers_put_them() {
    check("<p>a<p>b<div>c</div>", "p(a) p(b) div(c)");
    check("<ul><li>a<ul><li>b<li>c</ul><li>d</ul>e", "ul(li(a ul(li(b) li(c))) li(d)) e");
    check("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(a) dd(b) dt(c))");
    check("<table><tr><td>a<td>b<tr><td>c</table>d", "table(tr(td(a) td(b)) tr(td(c))) d");
    check("<table><tr><td><table><tr><td>a</table><td>b</table>", "table(tr(td(table(tr(td(a)))) td(b)))");
    check("<a name=x>a<a href=y>b</a>c", "a(a) a(b) c");
    check("<p>a<table><tr><td><p>b</table>", "p(a) table(tr(td(p(b))))");
}

#[test]
fn stray_end_tags_close_nothing_they_should_not() {
    check("<div>a</span></p></b>b</div>c", "div(a b) c");
    check("<div><b><p>a</b>b</p>c</div>d", "div(b(p(a b) c)) d");
    check("<table><tr><td>a</div>b</table>", "table(tr(td(a b)))");
    check("<h2>a</h3>b", "h2(a) b");
    check("a</br></body>b</html>c", "a b c");
}

#[test]
fn parts_of_the_page_are_ranges() {
    let tree = read("<div><p>a<b>b</b></p></div><p>c</p>");
    let named = |name: &str| tree.nodes().find(|node| node.is(name)).unwrap();
    let (div, b) = (named("div"), named("b"));
    assert!(div.holds(b.id) && !b.holds(div.id));
    assert_eq!(b.ancestors().map(|node| node.name()).collect::<Vec<_>>(), ["p", "div", ""]);
    assert_eq!(div.descendants().count(), 4);
    assert_eq!(div.next_sibling().map(|node| node.name()), Some("p"));
    assert!(named("p").next_sibling().is_none());
}

#[test]
fn attributes_are_found_whatever_their_case() {
    let tree = read("<IMG SRC=a Alt>");
    let img = tree.nodes().find(|node| node.is("img")).unwrap();
    assert_eq!((img.attribute("src"), img.attribute("alt"), img.attribute("title")), (Some("a"), Some(""), None));
}

/// A page of so many bytes of one piece again and again.
fn repeated(piece: &str, n_bytes: usize) -> String {
    piece.repeat(n_bytes / piece.len())
}

#[test]
fn no_page_nests_too_deep_or_takes_long() {
    let n_bytes = 512 * 1024;
    for piece in [
        "<ul><li>",
        "<div>",
        "<b>",
        "<a>",
        "<p><b>",
        "<table><tr><td>",
        "<figure><img src=a><figcaption>cap",
        "</x>",
        "<dl><dt><dd>",
        "<li><b>",
        "<p></b>",
        "<svg><a/>",
        "<h1></h2>",
        "<o:p>",
    ] {
        let html = repeated(piece, n_bytes);
        let tree = read(&html);
        let mut depths = vec![0; tree.nodes().count()];
        for node in tree.nodes() {
            depths[node.id.index()] = node.parent().map_or(0, |parent| depths[parent.id.index()] + 1);
        }
        assert!(depths.iter().max() <= Some(&512), "{piece}");
    }
    // Attributes that are all different: html5ever compared each with all before it.
    let html = format!("<p {}>", (0..100_000).map(|n| format!("a{n} ")).collect::<String>());
    assert_eq!(read(&html).nodes().count(), 2);
}

#[test]
fn a_page_without_end_is_cut() {
    let html = "<p>a".repeat(700_000);
    let tree = read(&html);
    assert!(tree.cut.length && !tree.cut.depth);
    assert!(tree.nodes().count() <= 600_000);
}
