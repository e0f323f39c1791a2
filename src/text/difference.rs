//! Which words of two texts differ: what is left when the longest run of words that both have in the same order is taken
//! away.

use std::ops::Range;

use crate::text::tokens;

/// How many words of each text are compared: the table of the comparison has a cell for every pair, 8 MB at most.
pub const WORDS_MAX: usize = 2_000;

/// The byte ranges of the words that one text has and the other has not, for each of the two, in order.
/// Case and accents count, punctuation does not; words after the first `WORDS_MAX` are not compared.
pub fn differing_words(a: &str, b: &str) -> [Vec<Range<usize>>; 2] {
    let [words_a, words_b] = [words(a), words(b)];
    let n_same_before = words_a.iter().zip(&words_b).take_while(|(a, b)| a.1 == b.1).count();
    let (rest_a, rest_b) = (words_a.get(n_same_before..), words_b.get(n_same_before..));
    let (rest_a, rest_b) = (rest_a.unwrap_or_default(), rest_b.unwrap_or_default());
    let lengths = common_lengths(rest_a, rest_b);
    let length = |at_a: usize, at_b: usize| lengths.get(at_a * (rest_b.len() + 1) + at_b).copied().unwrap_or(0);
    let (mut at_a, mut at_b) = (0, 0);
    let mut differing = [Vec::new(), Vec::new()];
    loop {
        match (rest_a.get(at_a), rest_b.get(at_b)) {
            (Some((_, a)), Some((_, b))) if a == b => (at_a, at_b) = (at_a + 1, at_b + 1),
            (Some((range, _)), b) if b.is_none() || length(at_a + 1, at_b) >= length(at_a, at_b + 1) => {
                differing[0].push(range.clone());
                at_a += 1;
            }
            (_, Some((range, _))) => {
                differing[1].push(range.clone());
                at_b += 1;
            }
            (_, None) => return differing,
        }
    }
}

/// A part of a text that was changed into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// It stands in the new text as in the old.
    Same(&'a str),
    /// It stood in the old text only.
    Removed(&'a str),
    /// It stands in the new text only.
    Added(&'a str),
}

/// How an old text became a new one, in order: what is the same and what is added make up the new text.
/// Words after the first `WORDS_MAX` are not compared; the new text's stand as the same.
pub fn pieces<'a>(old: &'a str, new: &'a str) -> Vec<Piece<'a>> {
    let [removed, added] = differing_words(old, new);
    let is_in = |ranges: &[Range<usize>], range: &Range<usize>| {
        ranges.binary_search_by_key(&range.start, |other| other.start).is_ok()
    };
    let mut old_words = words(old).into_iter().map(|(range, _)| range).peekable();
    let mut new_words = words(new).into_iter().map(|(range, _)| range).peekable();
    let mut pieces = Vec::new();
    let mut done = 0;
    loop {
        let gone = run(&mut old_words, |range| is_in(&removed, range));
        let come = run(&mut new_words, |range| is_in(&added, range));
        if gone.is_some() || come.is_some() {
            let before = come.as_ref().or(new_words.peek()).map_or(new.len(), |range| range.start);
            pieces.extend(new.get(done..before).filter(|text| !text.is_empty()).map(Piece::Same));
            done = before;
        }
        pieces.extend(gone.and_then(|range| old.get(range)).map(Piece::Removed));
        if let Some(come) = come {
            done = come.end;
            pieces.extend(new.get(come).map(Piece::Added));
        }
        // The next words are the same in both.
        let (old_word, new_word) = (old_words.next(), new_words.next());
        if old_word.is_none() && new_word.is_none() {
            break;
        }
    }
    pieces.extend(new.get(done..).filter(|text| !text.is_empty()).map(Piece::Same));
    pieces
}

/// The words in a row that differ, from the first to the last.
fn run(
    words: &mut std::iter::Peekable<impl Iterator<Item = Range<usize>>>,
    differs: impl Fn(&Range<usize>) -> bool,
) -> Option<Range<usize>> {
    let mut run: Option<Range<usize>> = None;
    while let Some(word) = words.next_if(&differs) {
        run = Some(run.map_or(word.start, |run| run.start)..word.end);
    }
    run
}

fn words(text: &str) -> Vec<(Range<usize>, &str)> {
    let ranges = tokens(text).into_iter().map(|token| token.range).take(WORDS_MAX);
    ranges.filter_map(|range| Some((range.clone(), text.get(range)?))).collect()
}

/// For every pair of places how many words the rests of both texts have in common, in order; row by row.
fn common_lengths(a: &[(Range<usize>, &str)], b: &[(Range<usize>, &str)]) -> Vec<u16> {
    let width = b.len() + 1;
    let mut rows: Vec<Vec<u16>> = vec![vec![0; width]];
    for (_, word_a) in a.iter().rev() {
        let below = rows.last().cloned().unwrap_or_default();
        let mut row = vec![0; width];
        let mut right = 0;
        for (((cell, (_, word_b)), below), below_right) in
            row.iter_mut().zip(b).zip(&below).zip(below.iter().skip(1)).rev()
        {
            *cell = if word_a == word_b { below_right + 1 } else { right.max(*below) };
            right = *cell;
        }
        rows.push(row);
    }
    rows.into_iter().rev().flatten().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(a: &str, b: &str, expected_a: &[&str], expected_b: &[&str]) {
        let differing = differing_words(a, b);
        let [found_a, found_b] = [(a, &differing[0]), (b, &differing[1])]
            .map(|(text, ranges)| -> Vec<&str> { ranges.iter().map(|range| &text[range.clone()]).collect() });
        assert_eq!((found_a.as_slice(), found_b.as_slice()), (expected_a, expected_b), "{a:?} and {b:?}");
    }

    #[test]
    fn words_that_only_one_text_has_differ() {
        check("A man waves.", "A man waves.", &[], &[]);
        check("A man waves to his dog.", "A man waves at the dog", &["to", "his"], &["at", "the"]);
        check("the Senate, Jan. 6", "the House, Jan. 6", &["Senate"], &["House"]);
        check("one two three", "two three four", &["one"], &["four"]);
        check("", "new words", &[], &["new", "words"]);
        check("José", "Jose", &["José"], &["Jose"]);
        check("a b a b", "b a b a", &["a"], &["a"]);
    }

    fn check_pieces(old: &str, new: &str, expected: &str) {
        let written = pieces(old, new).iter().fold(String::new(), |written, piece| match piece {
            Piece::Same(text) => written + text,
            Piece::Removed(text) => format!("{written}[-{text}-]"),
            Piece::Added(text) => format!("{written}{{+{text}+}}"),
        });
        assert_eq!(written, expected, "{old:?} and {new:?}");
    }

    #[test]
    fn a_new_text_is_told_by_what_was_taken_and_what_was_added() {
        check_pieces("A man waves.", "A man waves.", "A man waves.");
        check_pieces("in the Senate, Jan. 6", "in the House, Jan. 6", "in the [-Senate-]{+House+}, Jan. 6");
        check_pieces("A man waves to his dog.", "A man waves", "A man waves[-to his dog-]");
        check_pieces("one three", "zero one two three four", "{+zero+} one {+two+} three {+four+}");
        check_pieces("", "new words", "{+new words+}");
        check_pieces("old words", "", "[-old words-]");
        check_pieces("a (b)", "a b", "a b");
    }

    #[test]
    fn long_texts_are_compared_as_far_as_the_limit() {
        let (a, b) = ("x ".repeat(3_000), "y ".repeat(3_000));
        assert_eq!(differing_words(&a, &b).map(|ranges| ranges.len()), [WORDS_MAX; 2]);
    }

    proptest! {
        #[test]
        fn what_does_not_differ_is_the_same_in_both(a in "[ab c]{0,30}", b in "[ab c]{0,30}") {
            let differing = differing_words(&a, &b);
            let same = |text: &str, ranges: &[Range<usize>]| -> Vec<String> {
                words(text).into_iter().filter(|(range, _)| !ranges.contains(range)).map(|(_, word)| word.to_owned()).collect()
            };
            prop_assert_eq!(same(&a, &differing[0]), same(&b, &differing[1]));
            let new: String = pieces(&a, &b).iter().filter_map(|piece| match piece {
                Piece::Same(text) | Piece::Added(text) => Some(*text),
                Piece::Removed(_) => None,
            }).collect();
            prop_assert_eq!(&new, &b);
            let [differing_b, differing_a] = differing_words(&b, &a);
            prop_assert_eq!(differing[0].len(), differing_a.len());
            prop_assert_eq!(differing[1].len(), differing_b.len());
        }
    }
}
