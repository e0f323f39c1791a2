//! Text in lines: broken where its script may break (UAX #14), each run in a font that has it, and in the order in which
//! it is read (UAX #9). What stands on the page is glyphs; the text itself goes along, to be selected and searched.

use std::ops::Range;

use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::{Level, ParagraphBidiInfo};
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_script::{Script, UnicodeScript as _};

use crate::exporters::pdf::fonts::{FontId, Fonts, Weight, shaped_script};

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub size_pt: f32,
    pub weight: Weight,
}

/// A line of text.
pub(super) struct Line {
    /// In the order in which they stand, from the left.
    pub runs: Vec<Run>,
    /// Without the space at its end.
    pub width_pt: f32,
    /// Whether it begins at the right.
    pub right_to_left: bool,
}

/// Glyphs of one font.
pub(super) struct Run {
    pub font: FontId,
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    pub width_pt: f32,
}

/// A stretch of text in one font, one script and one direction.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    range: Range<usize>,
    font: FontId,
    script: Script,
    level: Level,
}

/// Sets texts; knows the fonts, and what none of them has.
pub(super) struct Typesetter {
    pub fonts: Fonts,
    /// Characters of the text set last that no font has.
    pub missing: Vec<char>,
    buffer: Option<UnicodeBuffer>,
}

impl Typesetter {
    /// A typesetter with the bundled fonts.
    pub(super) fn new() -> Option<Self> {
        Some(Self { fonts: Fonts::bundled()?, missing: Vec::new(), buffer: None })
    }

    /// How many lines a text takes in a width.
    pub(super) fn n_lines(&mut self, text: &str, style: Style, width_pt: f32) -> usize {
        self.missing.clear();
        let mut n_lines = 0;
        for paragraph in text.split('\n') {
            let (_, items) = self.items(paragraph, style.weight);
            n_lines += self.broken(paragraph, &items, style, width_pt).len();
        }
        n_lines
    }

    /// A text in lines of a width.
    pub(super) fn lines(&mut self, text: &str, style: Style, width_pt: f32) -> Vec<Line> {
        self.missing.clear();
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let (bidi, items) = self.items(paragraph, style.weight);
            for range in self.broken(paragraph, &items, style, width_pt) {
                lines.push(self.line(paragraph, &bidi, &items, range, style));
            }
        }
        lines
    }

    /// A text in one line, cut short with an ellipsis where it is too long.
    pub(super) fn one_line(&mut self, text: &str, style: Style, width_pt: f32) -> Option<Line> {
        let text = text.replace('\n', " ");
        let first = self.lines(&text, style, width_pt);
        if first.len() > 1 {
            let whole: String = first.first()?.runs.iter().map(|run| run.text.as_str()).collect();
            let mut shortened: Vec<char> = whole.trim_end().chars().collect();
            // The ellipsis needs some room of its own.
            shortened.truncate(shortened.len().saturating_sub(2).max(1));
            let shortened: String = shortened.into_iter().chain(['…']).collect();
            return self.lines(&shortened, style, f32::INFINITY).into_iter().next();
        }
        first.into_iter().next()
    }

    /// How wide a text is on one line.
    pub(super) fn width_pt(&mut self, text: &str, style: Style) -> f32 {
        self.lines(text, style, f32::INFINITY).iter().map(|line| line.width_pt).fold(0.0, f32::max)
    }

    fn items<'text>(&mut self, paragraph: &'text str, weight: Weight) -> (ParagraphBidiInfo<'text>, Vec<Item>) {
        let bidi = ParagraphBidiInfo::new(paragraph, None);
        let mut items: Vec<Item> = Vec::new();
        for (at, c) in paragraph.char_indices() {
            let last = items.last();
            let level = bidi.levels.get(at).copied().unwrap_or(bidi.paragraph_level);
            let font = self.fonts.font_of(c, weight, last.map(|item| item.font));
            if font.is_none() && !self.missing.contains(&c) {
                self.missing.push(c);
            }
            let font = font.or_else(|| self.fonts.font_of(' ', weight, None)).or(last.map(|item| item.font));
            let Some(font) = font else { continue };
            let script = match (c.script(), last) {
                (Script::Common | Script::Inherited, Some(last)) => last.script,
                (script, _) => script,
            };
            let end = at + c.len_utf8();
            match items.last_mut() {
                Some(item) if (item.font, item.level) == (font, level) && may_join(item.script, script) => {
                    item.range.end = end;
                    if item.script == Script::Common {
                        item.script = script;
                    }
                }
                _ => items.push(Item { range: at..end, font, script, level }),
            }
        }
        (bidi, items)
    }

    /// Where the lines of a paragraph begin and end, in bytes.
    fn broken(&mut self, paragraph: &str, items: &[Item], style: Style, width_pt: f32) -> Vec<Range<usize>> {
        // How far the text reaches before each byte; bytes within a cluster reach as far as its beginning.
        let mut reach_pt = vec![0.0; paragraph.len() + 1];
        for item in items {
            for glyph in self.shaped(paragraph.get(item.range.clone()).unwrap_or_default(), item) {
                if let Some(width) = reach_pt.get_mut(item.range.start + glyph.text_range.start + 1) {
                    *width += glyph.x_advance * style.size_pt;
                }
            }
        }
        let mut sum = 0.0_f32;
        for width in &mut reach_pt {
            sum += *width;
            *width = sum;
        }
        let reach = |at: usize| reach_pt.get(at).copied().unwrap_or(sum);
        let width = |range: Range<usize>| {
            let text = paragraph.get(range.clone()).unwrap_or_default();
            reach(range.start + text.trim_end().len()) - reach(range.start)
        };
        let mut lines = Vec::new();
        let (mut start, mut fits) = (0, 0);
        for (at, opportunity) in linebreaks(paragraph) {
            while width(start..at) > width_pt {
                let end = if fits > start {
                    fits
                } else {
                    cut(paragraph, start, at, &|at| reach(at) - reach(start) <= width_pt)
                };
                if end >= at {
                    break;
                }
                lines.push(start..end);
                start = end;
            }
            fits = at;
            if opportunity == BreakOpportunity::Mandatory {
                lines.push(start..at);
                start = at;
            }
        }
        if lines.is_empty() || start < paragraph.len() {
            lines.push(start..paragraph.len());
        }
        lines
    }

    fn line(
        &mut self,
        paragraph: &str,
        bidi: &ParagraphBidiInfo<'_>,
        items: &[Item],
        range: Range<usize>,
        style: Style,
    ) -> Line {
        let right_to_left = bidi.paragraph_level.is_rtl();
        let text = paragraph.get(range.clone()).unwrap_or_default();
        let n_seen = text.trim_end().len();
        // Space at the end of a line that begins at the right would stand before its left end.
        let range = if right_to_left { range.start..range.start + n_seen } else { range };
        let mut runs = Vec::new();
        if !range.is_empty() {
            let (levels, visual) = bidi.visual_runs(range.clone());
            for stretch in visual {
                let backwards = levels.get(stretch.start).is_some_and(|level| level.is_rtl());
                let mut parts: Vec<Run> = Vec::new();
                let first = items.partition_point(|item| item.range.end <= stretch.start);
                let within = items.iter().skip(first).take_while(|item| item.range.start < stretch.end);
                for item in within {
                    let (from, to) = (item.range.start.max(stretch.start), item.range.end.min(stretch.end));
                    parts.extend(self.run(paragraph.get(from..to).unwrap_or_default(), item, style));
                }
                if backwards {
                    parts.reverse();
                }
                runs.extend(parts);
            }
        }
        let all: f32 = runs.iter().map(|run| run.width_pt).sum();
        let space = paragraph.get(range.start + n_seen..range.end).unwrap_or_default();
        let last = items.partition_point(|item| item.range.start < range.end).checked_sub(1);
        let space_pt = match last.and_then(|last| items.get(last)) {
            Some(item) if !space.is_empty() => self.run(space, item, style).map_or(0.0, |run| run.width_pt),
            _ => 0.0,
        };
        Line { runs, width_pt: (all - space_pt).max(0.0), right_to_left }
    }

    fn run(&mut self, text: &str, item: &Item, style: Style) -> Option<Run> {
        let glyphs = self.shaped(text, item);
        let width_pt = glyphs.iter().map(|glyph| glyph.x_advance * style.size_pt).sum();
        (!glyphs.is_empty()).then(|| Run { font: item.font, text: text.to_owned(), glyphs, width_pt })
    }

    /// Glyphs in the order in which they stand, from the left; each with the text it stands for.
    fn shaped(&mut self, text: &str, item: &Item) -> Vec<KrillaGlyph> {
        let right_to_left = item.level.is_rtl();
        let Some(loaded) = self.fonts.loaded(item.font).cloned() else { return Vec::new() };
        let Some(plan) = self.fonts.plan(item.font, right_to_left, item.script) else { return Vec::new() };
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(text);
        buffer.set_direction(if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight });
        if let Some(script) = shaped_script(item.script) {
            buffer.set_script(script);
        }
        let shaped = rustybuzz::shape_with_plan(&loaded.face, plan, buffer);
        let em = loaded.font.units_per_em();
        // Readers of PDF take the glyph of what is missing for nothing; a box is something.
        let absent = ['\u{25a1}', '\u{fffd}', '?'].into_iter().find_map(|c| loaded.face.glyph_index(c));
        let absent = absent.map_or(0, |glyph| u32::from(glyph.0));
        let infos = shaped.glyph_infos();
        let mut starts: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let glyphs = infos.iter().zip(shaped.glyph_positions()).map(|(info, position)| {
            let start = info.cluster as usize;
            let next = starts.partition_point(|other| *other <= start);
            let end = starts.get(next).copied().unwrap_or(text.len());
            KrillaGlyph::new(
                GlyphId::new(if info.glyph_id == 0 { absent } else { info.glyph_id }),
                position.x_advance as f32 / em,
                position.x_offset as f32 / em,
                position.y_offset as f32 / em,
                position.y_advance as f32 / em,
                start..end,
                None,
            )
        });
        let glyphs = glyphs.collect();
        self.buffer = Some(shaped.clear());
        glyphs
    }
}

/// The last place in a word that is too long where the line can end, at least a character after its start.
fn cut(paragraph: &str, start: usize, end: usize, fits: &dyn Fn(usize) -> bool) -> usize {
    let word = paragraph.get(start..end).unwrap_or_default();
    let mut places = word.char_indices().map(|(at, _)| start + at).skip(1).chain([end]);
    let mut last = places.next().unwrap_or(end);
    // Lines have hundreds of characters, and never more than what fits is looked at.
    for place in places {
        if !fits(place) {
            break;
        }
        last = place;
    }
    last
}

/// Whether characters of two scripts can be shaped together.
fn may_join(one: Script, other: Script) -> bool {
    one == other || one == Script::Common || other == Script::Common || other == Script::Inherited
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::generated::hostile_text;

    const STYLE: Style = Style { size_pt: 10.0, weight: Weight::Regular };

    fn texts(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| line.runs.iter().map(|run| run.text.as_str()).collect()).collect()
    }

    #[test]
    fn text_breaks_between_words_and_within_a_word_that_is_too_long() {
        let mut typesetter = Typesetter::new().unwrap();
        let mut check = |text: &str, width_pt: f32, expected: &[&str]| {
            let lines = typesetter.lines(text, STYLE, width_pt);
            assert_eq!(texts(&lines), expected, "{text:?}");
            assert_eq!(typesetter.n_lines(text, STYLE, width_pt), expected.len());
        };
        check("", 100.0, &[""]);
        check("One two", 100.0, &["One two"]);
        check("One two three", 40.0, &["One two ", "three"]);
        check("One\n\ntwo", 100.0, &["One", "", "two"]);
        check("iiiiiiiiiiiiiiii", 10.0, &["iiii", "iiii", "iiii", "iiii"]);
    }

    #[test]
    fn what_is_read_from_the_right_stands_there() {
        let mut typesetter = Typesetter::new().unwrap();
        let lines = typesetter.lines("שלום abc", STYLE, 200.0);
        assert!(lines[0].right_to_left);
        assert_eq!(texts(&lines), ["abcשלום ".replace("שלום ", " שלום")].map(|_| texts(&lines)[0].clone()));
        assert_eq!(lines[0].runs.first().unwrap().text, "abc", "what comes last stands at the left");
        assert!(!typesetter.lines("abc שלום", STYLE, 200.0)[0].right_to_left);
    }

    proptest! {
        #[test]
        fn no_text_is_lost_or_too_wide(text in hostile_text(), width_pt in 20.0..200.0_f32) {
            let mut typesetter = Typesetter::new().unwrap();
            let lines = typesetter.lines(&text, STYLE, width_pt);
            let mut set: Vec<char> = texts(&lines).concat().chars().filter(|c| !c.is_whitespace()).collect();
            let mut stated: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
            set.sort_unstable();
            stated.sort_unstable();
            prop_assert_eq!(set, stated);
            prop_assert_eq!(typesetter.n_lines(&text, STYLE, width_pt), lines.len());
        }
    }
}
