//! Character references: `&amp;`, `&eacute` and `&#8217;` become what they stand for, as the HTML standard says.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use web_atoms::NAMED_ENTITIES;

/// The longest name of a character with its semicolon, in bytes; the longest there is, has 32.
const NAME_MAX_BYTES: usize = 32;

/// Where a reference stands: in an attribute `&copy=1` is part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    /// In text.
    Text,
    /// In the value of an attribute.
    Attribute,
}

/// The text with its references replaced.
pub(crate) fn read(text: &str, within: Within) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        read.push_str(before);
        match reference(after, within) {
            Some((characters, n_bytes)) => {
                read.extend(characters.into_iter().flatten());
                rest = after.get(n_bytes..).unwrap_or_default();
            }
            None => {
                read.push('&');
                rest = after;
            }
        }
    }
    read.push_str(rest);
    Cow::Owned(read)
}

/// What stands for the reference at the beginning of a text, and how many bytes it has.
fn reference(after: &str, within: Within) -> Option<([Option<char>; 2], usize)> {
    match after.strip_prefix('#') {
        Some(number) => numbered(number).map(|(c, n_bytes)| ([Some(c), None], n_bytes + 1)),
        None => named(after, within),
    }
}

fn numbered(text: &str) -> Option<(char, usize)> {
    let (radix, digits, n_before) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (16, digits, 1),
        None => (10, text, 0),
    };
    let n_digits = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at_checked(n_digits).filter(|(digits, _)| !digits.is_empty())?;
    let n_bytes = n_before + n_digits + usize::from(rest.starts_with(';'));
    // Too large a number is no character.
    let number = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
    Some((character(number), n_bytes))
}

/// The character of a number; the numbers 128 to 159 mean those of windows-1252.
fn character(number: u32) -> char {
    if let Some(byte) = u8::try_from(number).ok().filter(|byte| (0x80..0xa0).contains(byte)) {
        return WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or('\u{fffd}');
    }
    char::from_u32(number).filter(|c| *c != '\0').unwrap_or('\u{fffd}')
}

/// The longest name that the text begins with; old names need no semicolon.
fn named(text: &str, within: Within) -> Option<([Option<char>; 2], usize)> {
    let mut longest = None;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < NAME_MAX_BYTES) {
        let name = text.get(..at + c.len_utf8())?;
        // The table holds the beginnings of names too, as (0, 0).
        match NAMED_ENTITIES.get(name) {
            Some((0, _)) => {}
            Some((first, second)) => longest = Some((name, *first, *second)),
            None => break,
        }
    }
    let (name, first, second) = longest?;
    let next = text.get(name.len()..).and_then(|rest| rest.chars().next());
    let goes_on = next.is_some_and(|c| c == '=' || c.is_ascii_alphanumeric());
    if within == Within::Attribute && !name.ends_with(';') && goes_on {
        return None;
    }
    let second = char::from_u32(second).filter(|c| *c != '\0');
    Some(([char::from_u32(first), second], name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(read(text, Within::Text), expected);
    }

    #[test]
    fn references_are_read_as_browsers_read_them() {
        check("a &amp; b &lt;i&gt; &quot;&apos;", "a & b <i> \"'");
        check("caf&eacute;s &Eacute;t&eacute &nbsp;", "cafés Été \u{a0}");
        check("&#8217;&#x2019;&#X2019&#146;", "’’’’");
        check("&notit; &notin; &not", "¬it; ∉ ¬");
        check("&acE;", "∾\u{333}");
    }

    #[test]
    fn what_is_none_stays() {
        check("AT&T & you, R&D; &#; &#x; &unknown;", "AT&T & you, R&D; &#; &#x; &unknown;");
        assert_eq!(read("?a=1&copy=2&copy;&reg", Within::Attribute), "?a=1&copy=2©®");
    }

    #[test]
    fn numbers_that_are_no_characters_are_replaced() {
        check("&#0;&#xD800;&#x110000;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}");
    }
}
