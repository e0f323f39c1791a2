//! Text as a searcher sees it: case and accents folded, cut into tokens with byte ranges.
//! Everything that compares words (search, places, credits, people) compares what this module makes of them.
//! It never changes a text; ranges point into the text as it stands.

pub mod difference;
#[cfg(test)]
pub(crate) mod steps;
pub(crate) mod word_classes;
pub(crate) mod word_map;

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// The longest text that is folded without allocating: names and words are shorter.
const FOLDED_MAX_BYTES: usize = 64;
/// The first character that combines with the one before it.
const FIRST_COMBINING: char = '\u{300}';
/// Numbers longer than this are compared as text; no camera counts so far.
const NATURAL_DIGITS_MAX: u32 = 0x7000;

/// A word of a text: where it stands, and its folded form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// The word with case and accents folded; never empty.
    pub folded: String,
}

/// The text with case, accents and compatibility forms folded, so that "CAFÉ" and "café" and "cafe" are equal.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends the folded text: many words can be folded into one string.
pub fn fold_into(text: &str, folded: &mut String) {
    for c in text.chars() {
        fold_char(c, folded);
    }
}

/// Hands a word or a short phrase over in its folded form, in most cases without allocating.
pub fn with_folded<T>(text: &str, use_it: impl FnOnce(&str) -> T) -> T {
    let mut buffer = [0; FOLDED_MAX_BYTES];
    let is_ascii = text.is_ascii();
    if is_ascii && !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return use_it(text);
    }
    if let Some(room) = buffer.get_mut(..text.len()).filter(|_| is_ascii) {
        room.copy_from_slice(text.as_bytes());
        room.make_ascii_lowercase();
        if let Ok(folded) = std::str::from_utf8(room) {
            return use_it(folded);
        }
    }
    use_it(&fold(text))
}

/// The words of a text in order, each with its byte range.
///
/// A word is a run of letters and digits; in scripts written without spaces (Chinese, Japanese, Thai …)
/// every character is a word, so that a run of them is found anywhere as a phrase.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    visit_tokens(text, |range, folded| tokens.push(Token { range, folded: folded.to_owned() }));
    tokens
}

/// The words of a text, cut as `tokens` cuts them, with their folded forms side by side in one string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    folded: String,
    words: Vec<Bounds>,
}

/// Where a word stands in its text, and where its folded form stands among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bounds {
    written: Range<usize>,
    folded: Range<usize>,
}

impl Words {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        // English has a word in six bytes, headlines in five.
        let mut words = Self { folded: String::with_capacity(text.len()), words: Vec::with_capacity(text.len() / 5) };
        visit_tokens(text, |written, folded| {
            let start = words.folded.len();
            words.folded.push_str(folded);
            words.words.push(Bounds { written, folded: start..words.folded.len() });
        });
        words
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The bytes of a word in the text.
    pub fn range(&self, at: usize) -> Option<Range<usize>> {
        self.words.get(at).map(|word| word.written.clone())
    }

    /// The folded form of a word.
    pub fn folded(&self, at: usize) -> Option<&str> {
        self.words.get(at).and_then(|word| self.folded.get(word.folded.clone()))
    }

    /// How many words end at or before a byte.
    pub fn n_before(&self, byte: usize) -> usize {
        self.words.partition_point(|word| word.written.end <= byte)
    }
}

/// Visits the words of a text in order, each with its byte range and its folded form, without keeping them.
pub fn visit_tokens(text: &str, mut visit: impl FnMut(Range<usize>, &str)) {
    let mut folded = String::new();
    // The word that is being read: where it stands, and whether its script puts no spaces between words.
    let mut current: Option<(Range<usize>, bool)> = None;
    for (at, c) in text.char_indices() {
        if c.is_ascii_alphanumeric() && !matches!(current, Some((_, true))) {
            // Most letters by far, dealt with first.
            let (range, _) = current.get_or_insert((at..at, false));
            range.end = at + 1;
            folded.push(c.to_ascii_lowercase());
            continue;
        }
        if is_joiner(c) || c >= FIRST_COMBINING && !is_word_char(c) && canonical_combining_class(c) > 0 {
            if let Some((range, _)) = &mut current {
                range.end = at + c.len_utf8();
                fold_char(c, &mut folded);
            }
            continue;
        }
        let is_word = is_word_char(c);
        if !is_word || is_unspaced(c) || matches!(current, Some((_, true))) {
            finish(&mut current, &mut folded, &mut visit);
        }
        if is_word {
            let (range, _) = current.get_or_insert_with(|| (at..at, is_unspaced(c)));
            range.end = at + c.len_utf8();
            fold_char(c, &mut folded);
        }
    }
    finish(&mut current, &mut folded, &mut visit);
}

/// The folded words of a text, without their places.
pub fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.folded).collect()
}

/// The byte of Windows-1252 that a character is; the codes it leaves free are taken as ISO 8859-1.
pub(crate) fn windows_1252_byte(c: char) -> Option<u8> {
    // What Windows-1252 has from 0x80 on, where ISO 8859-1 has controls; the codes that it leaves free are those.
    const WINDOWS_1252_ONLY: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let at = WINDOWS_1252_ONLY.chars().position(|known| known == c)?;
    u8::try_from(at).ok()?.checked_add(0x80)
}

/// FNV-1a with 64 bits: the same for the same bytes in every version of the program.
pub fn stable_hash(bytes: &[u8]) -> u64 {
    stable_hash_of(bytes.iter().copied())
}

/// The same of bytes that come one after the other.
pub(crate) fn stable_hash_of(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The text cut at a character boundary so that it is at most `max_bytes` long.
pub fn truncated(text: &str, max_bytes: usize) -> &str {
    let mut end = max_bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// A number with its digits in groups of three: "1,000,000".
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// So many of something: "1 photo", "1,000,000 photos".
pub fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// An error's message as the screen says it: it begins with a capital.
pub fn sentence(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The last characters of the text that take at most `max_bytes`.
pub fn truncated_end(text: &str, max_bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(max_bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or(text)
}

/// A printable identifier made of the text's words: "Prince George's County" is `prince-george-s-county`.
pub fn slug(text: &str) -> String {
    words(text).join("-")
}

/// A key by which texts stand in the order in which people count: "p2" before "p10", case and accents aside.
///
/// Numbers are compared as numbers, however long; texts that differ only in what is folded away keep an order of their own.
pub fn natural_key(text: &str) -> String {
    let mut key = String::with_capacity(2 * text.len() + 8);
    natural_key_into(text, &mut key);
    key
}

/// Appends the same key.
pub fn natural_key_into(text: &str, key: &mut String) {
    let folded = match text.is_ascii() {
        true => Cow::Borrowed(text),
        false => Cow::Owned(fold(text)),
    };
    let mut rest = &*folded;
    while let Some(c) = rest.chars().next() {
        if !c.is_ascii_digit() {
            key.push(c.to_ascii_lowercase());
            rest = rest.get(c.len_utf8()..).unwrap_or("");
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let digits = digits.trim_start_matches('0');
        // A longer number is larger: its length goes first, in a form that sorts as digits do, below every letter.
        key.push('0');
        key.extend(char::from_u32(0x30 + u32::try_from(digits.len()).unwrap_or(0).min(NATURAL_DIGITS_MAX)));
        key.push_str(digits);
        rest = after;
    }
    key.push('\0');
    key.push_str(text);
}

/// Compares as people count; see `natural_key`.
pub fn natural_order(a: &str, b: &str) -> std::cmp::Ordering {
    natural_key(a).cmp(&natural_key(b))
}

fn finish(current: &mut Option<(Range<usize>, bool)>, folded: &mut String, visit: &mut impl FnMut(Range<usize>, &str)) {
    if let Some((range, _)) = current.take()
        && !folded.is_empty()
    {
        visit(range, folded);
    }
    folded.clear();
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
}

/// Invisible characters inside a word that do not end it: soft hyphen, zero-width joiners.
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// Letters of scripts that put no spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF      // Thai, Lao
        | 0x1000..=0x109F    // Myanmar
        | 0x1780..=0x17FF    // Khmer
        | 0x3040..=0x30FF    // Hiragana, Katakana
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3134F // Han
    )
}

fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    if is_joiner(c) {
        return;
    }
    for part in std::iter::once(c).nfkd() {
        // Classes to 9 are parts of a letter in their scripts (nukta, virama, kana voicing); above are accents and points.
        if canonical_combining_class(part) > 9 {
            continue;
        }
        match part {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'Æ' | 'æ' => folded.push_str("ae"),
            'Œ' | 'œ' => folded.push_str("oe"),
            'Ø' | 'ø' => folded.push('o'),
            'Đ' | 'đ' | 'Ð' | 'ð' => folded.push('d'),
            'Ł' | 'ł' => folded.push('l'),
            'Þ' | 'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            _ => folded.extend(part.to_lowercase().filter(|lower| canonical_combining_class(*lower) <= 9)),
        }
    }
}

/// A text for formats that cannot hold control characters: each is shown by a symbol, and every line end is `\n`.
///
/// The symbols are those of Unicode's Control Pictures (U+2400 to U+2421); the C1 controls, which have none, become U+FFFD.
pub fn with_visible_controls(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c.is_control() && c != '\n' && c != '\t') {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        visible.push(match c {
            '\n' | '\t' => c,
            '\r' => {
                rest.next_if_eq(&'\n');
                '\n'
            }
            '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
            '\x7f' => '\u{2421}',
            other if other.is_control() => char::REPLACEMENT_CHARACTER,
            other => other,
        });
    }
    Cow::Owned(visible)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(words(text), expected, "{text:?}");
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        // Test vectors of the authors of FNV.
        assert_eq!(stable_hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(stable_hash(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn words_are_folded_runs_of_letters_and_digits() {
        check("A pro-Trump group", &["a", "pro", "trump", "group"]);
        check("Élysée, CAFÉ & Łódź", &["elysee", "cafe", "lodz"]);
        check("cafe\u{301}s", &["cafes"]);
        check("U.S. 2021", &["u", "s", "2021"]);
        check("ﬁlm Straße", &["film", "strasse"]);
        check("co\u{ad}operate", &["cooperate"]);
        check("玩手机 abc中d", &["玩", "手", "机", "abc", "中", "d"]);
        check("İstanbul", &["istanbul"]);
        check("  ", &[]);
    }

    #[test]
    fn truncation_keeps_characters_whole() {
        assert_eq!(truncated("né", 2), "n");
        assert_eq!(truncated("né", 9), "né");
    }

    proptest! {
        #[test]
        fn ranges_are_in_order_and_fold_to_their_token(text in "\\PC{0,40}") {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.range.start >= end);
                end = token.range.end;
                prop_assert_eq!(fold(&text[token.range]), token.folded);
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
        }
    }
}
