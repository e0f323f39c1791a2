//! HTML cut into tags and text, as the HTML standard's tokenizer would but for what only scripts can see.
//! It is our own because each step must be bounded: html5ever 0.40 compares every attribute with all before it, which
//! took 5 s for one tag with 512 kB of them, and its tree builder 142 s for 512 kB of nested lists.

use std::borrow::Cow;

use crate::page::characters;

/// The most attributes that a tag keeps; real ones have under forty.
const TAG_ATTRIBUTES_MAX: usize = 100;
/// The most attributes that a page keeps: they are what takes the memory.
const PAGE_ATTRIBUTES_MAX: usize = 2_000_000;
/// The longest value of an attribute that is kept, in bytes; what is longer is a picture written out.
const VALUE_MAX_BYTES: usize = 64 * 1024;
/// Elements whose content is text up to their own end tag, whatever it looks like.
const RAW_TEXT: [&str; 9] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"];

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A start tag.
    Start {
        /// Its name in lower case.
        name: Cow<'a, str>,
        /// Its attributes as written, the first of a name being the one that counts.
        attributes: Vec<Attribute<'a>>,
        /// Whether it ends in `/>`.
        self_closing: bool,
    },
    /// An end tag, by its name in lower case.
    End(Cow<'a, str>),
    /// Text, with its character references read.
    Text(Cow<'a, str>),
    /// A comment.
    Comment(&'a str),
}

/// An attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute<'a> {
    /// Its name as written; case does not count.
    pub name: &'a str,
    /// Its value, with its character references read.
    pub value: Cow<'a, str>,
}

/// Cuts a page into tokens.
pub(crate) struct Tokenizer<'a> {
    rest: &'a str,
    /// The element whose raw text comes next.
    raw: Option<&'static str>,
    n_attributes_left: usize,
}

impl<'a> Tokenizer<'a> {
    pub(crate) fn new(html: &'a str) -> Self {
        Self { rest: html, raw: None, n_attributes_left: PAGE_ATTRIBUTES_MAX }
    }

    /// Takes so many bytes off the front.
    fn take(&mut self, n_bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(n_bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes what stands before the mark, and the mark; everything when there is none.
    fn take_through(&mut self, mark: &str) -> &'a str {
        let n_bytes = self.rest.find(mark).unwrap_or(self.rest.len());
        let before = self.take(n_bytes);
        self.take(mark.len());
        before
    }

    /// The text of a raw element up to its end tag.
    fn raw_text(&mut self, name: &str) -> Option<Token<'a>> {
        let text = self.take(raw_text_len(self.rest, name));
        let is_read = matches!(name, "title" | "textarea");
        let text = if is_read { characters::read(text, characters::Within::Text) } else { Cow::Borrowed(text) };
        (!text.is_empty()).then_some(Token::Text(text))
    }

    /// The tag or comment that the rest begins with; none when it breaks off before its end, or says nothing.
    fn markup(&mut self) -> Option<Token<'a>> {
        if let Some(after) = self.rest.strip_prefix("<!--") {
            self.rest = after;
            let is_empty = after.starts_with('>') || after.starts_with("->");
            return Some(Token::Comment(self.take_through(if is_empty { ">" } else { "-->" })));
        }
        let is_name = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
        if let Some(after) = self.rest.strip_prefix("</").filter(|after| is_name(after)) {
            self.rest = after;
            let name = self.tag_name();
            return self.attributes().map(|_| Token::End(name));
        }
        if let Some(after) = self.rest.strip_prefix('<').filter(|after| is_name(after)) {
            self.rest = after;
            let name = self.tag_name();
            let (attributes, self_closing) = self.attributes()?;
            self.raw = RAW_TEXT.into_iter().find(|raw| *raw == name);
            return Some(Token::Start { name, attributes, self_closing });
        }
        // A document type, a processing instruction, or what the standard calls a bogus comment.
        self.take_through(">");
        None
    }

    fn tag_name(&mut self) -> Cow<'a, str> {
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
        let name = self.take(self.rest.find(ends).unwrap_or(self.rest.len()));
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        }
    }

    /// The attributes of a tag, and whether it closes itself; none when the page ends before the tag does.
    fn attributes(&mut self) -> Option<(Vec<Attribute<'a>>, bool)> {
        let mut attributes = Vec::new();
        loop {
            let between = |c: char| c.is_ascii_whitespace() || c == '/';
            let gap = self.take(self.rest.find(|c| !between(c)).unwrap_or(self.rest.len()));
            if self.rest.is_empty() {
                return None;
            }
            if self.rest.starts_with('>') {
                self.take(1);
                return Some((attributes, gap.ends_with('/')));
            }
            let attribute = self.attribute();
            if attributes.len() < TAG_ATTRIBUTES_MAX && self.n_attributes_left > 0 {
                self.n_attributes_left -= 1;
                attributes.push(attribute);
            }
        }
    }

    fn attribute(&mut self) -> Attribute<'a> {
        // A name may begin with "=", and nowhere else hold it.
        let first = self.rest.chars().next().map_or(0, char::len_utf8);
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
        let after_first = self.rest.get(first..).unwrap_or_default();
        let name = self.take(first + after_first.find(ends).unwrap_or(after_first.len()));
        let after_gap = self.rest.trim_ascii_start();
        let Some(value) = after_gap.strip_prefix('=') else {
            return Attribute { name, value: Cow::Borrowed("") };
        };
        self.rest = value.trim_ascii_start();
        let written = match self.rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                self.take(1);
                self.take_through(if quote == '"' { "\"" } else { "'" })
            }
            _ => {
                let ends = |c: char| c.is_ascii_whitespace() || c == '>';
                self.take(self.rest.find(ends).unwrap_or(self.rest.len()))
            }
        };
        let kept = if written.len() > VALUE_MAX_BYTES { "" } else { written };
        Attribute { name, value: characters::read(kept, characters::Within::Attribute) }
    }
}

impl<'a> Iterator for Tokenizer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(text) = self.raw.take().and_then(|name| self.raw_text(name)) {
            return Some(text);
        }
        while !self.rest.is_empty() {
            let text = self.take(text_len(self.rest));
            if !text.is_empty() {
                return Some(Token::Text(characters::read(text, characters::Within::Text)));
            }
            if let Some(token) = self.markup() {
                return Some(token);
            }
        }
        None
    }
}

/// The bytes before the next tag or comment.
fn text_len(text: &str) -> usize {
    let opens = |(at, _): &(usize, &str)| {
        let next = text.as_bytes().get(at + 1);
        next.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
    };
    text.match_indices('<').find(opens).map_or(text.len(), |(at, _)| at)
}

/// The bytes before the end tag of a raw element.
fn raw_text_len(text: &str, name: &str) -> usize {
    let is_end = |(at, _): &(usize, &str)| {
        let after = text.get(at + 2..).unwrap_or_default();
        let (found, rest) = after.split_at_checked(name.len()).unwrap_or_default();
        found.eq_ignore_ascii_case(name)
            && rest.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
    };
    if name == "plaintext" {
        return text.len();
    }
    text.match_indices("</").find(is_end).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of a page, one a line.
    fn check(html: &str, expected: &[&str]) {
        let shown: Vec<String> = Tokenizer::new(html)
            .map(|token| match token {
                Token::Start { name, attributes, self_closing } => {
                    let attributes: Vec<String> =
                        attributes.iter().map(|Attribute { name, value }| format!(" {name}={value}")).collect();
                    format!("<{name}{}{}>", attributes.concat(), if self_closing { "/" } else { "" })
                }
                Token::End(name) => format!("</{name}>"),
                Token::Text(text) => text.into_owned(),
                Token::Comment(text) => format!("!{text}"),
            })
            .collect();
        assert_eq!(shown, expected, "{html:?}");
    }

    #[test]
    fn tags_are_told_from_text() {
        check("a<B>b</B >c", &["a", "<b>", "b", "</b>", "c"]);
        check("1 < 2 <3 </> <", &["1 < 2 <3 ", " <"]);
        check("<br/><p / >x", &["<br/>", "<p>", "x"]);
        check("<!DOCTYPE html><?xml a?></ b><!bogus>x", &["x"]);
        check("<p a=\"1", &[]);
        check("<p", &[]);
    }

    #[test]
    fn attributes_are_read_in_every_form() {
        check(
            "<img SRC=a.jpg alt='a > \"b\"' x = \"&lt;&copy=1\" hidden>",
            &["<img SRC=a.jpg alt=a > \"b\" x=<&copy=1 hidden=>"],
        );
        check("<a href=x/>", &["<a href=x/>"]);
        check("<a =b=c d/e='f'g>", &["<a =b=c d= e=f g=>"]);
    }

    #[test]
    fn comments_end_where_browsers_end_them() {
        check("<!-- a -- b --->c", &["! a -- b -", "c"]);
        check("<!-->a<!--->b", &["!", "a", "!-", "b"]);
        check("a<!-- never closed <p>", &["a", "! never closed <p>"]);
    }

    #[test]
    fn scripts_and_titles_hold_no_tags() {
        check("<script>if (a<b) '</scripts>'</SCRIPT >x", &["<script>", "if (a<b) '</scripts>'", "</script>", "x"]);
        check("<title>a &amp; <b></title>", &["<title>", "a & <b>", "</title>"]);
        check("<style></style><script>never closed", &["<style>", "</style>", "<script>", "never closed"]);
    }

    #[test]
    fn what_no_page_needs_is_not_kept() {
        let many: String = (0..TAG_ATTRIBUTES_MAX + 5).map(|n| format!(" a{n}")).collect();
        let long = "x".repeat(VALUE_MAX_BYTES + 1);
        let html = format!("<p{many}><img src='{long}'>");
        let mut tokens = Tokenizer::new(&html);
        let Some(Token::Start { attributes, .. }) = tokens.next() else { panic!("a tag was expected") };
        assert_eq!(attributes.len(), TAG_ATTRIBUTES_MAX);
        let Some(Token::Start { attributes, .. }) = tokens.next() else { panic!("a tag was expected") };
        assert_eq!(attributes, [Attribute { name: "src", value: Cow::Borrowed("") }]);
    }
}
