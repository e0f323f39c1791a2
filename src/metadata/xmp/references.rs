//! The references that stand for characters in XML: `&amp;`, `&#233;`. What is none stays as it stands, for packets are often
//! written without care.

use std::borrow::Cow;

/// The longest reference: `#x10FFFF`, with some zeros before.
const REFERENCE_MAX_BYTES: usize = 16;

/// The text of an attribute; what is no reference stays as it stands.
pub(super) fn unescaped(escaped: &str) -> Cow<'_, str> {
    if !escaped.contains('&') {
        return Cow::Borrowed(escaped);
    }
    let mut text = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        // No further: a text of nothing but ampersands must not be searched to its end for each.
        let end = after.bytes().take(REFERENCE_MAX_BYTES).position(|byte| byte == b';');
        let reference = end.and_then(|end| Some((character(after.get(..end)?)?, after.get(end + 1..)?)));
        match reference {
            Some((c, after)) => {
                text.push(c);
                rest = after;
            }
            None => {
                text.push('&');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The text of a reference in an element.
pub(super) fn referred(name: &str) -> String {
    match character(name) {
        Some(c) => c.to_string(),
        None => format!("&{name};"),
    }
}

/// The character a reference names.
fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}
