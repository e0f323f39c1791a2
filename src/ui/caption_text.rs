//! Captions as laid-out text: the words a query found on a ground of their own, the parts that were read underlined.

use std::ops::Range;

use eframe::egui::text::{ByteIndex, LayoutJob, TextFormat};
use eframe::egui::{Color32, FontId, Stroke};

use crate::anatomy::{Span, SpanKind};
use crate::caption::date::Date;
use crate::ui::theme::Palette;

/// Width of a line under words that were read, in points.
const UNDERLINE_PT: f32 = 1.0;
/// How strong it is against the colour of its kind: quiet.
const UNDERLINE_STRENGTH: f32 = 0.8;

/// A text with some of its bytes on a ground of their own.
pub fn marked(text: &str, marks: &[Range<usize>], font: FontId, color: Color32, mark: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    let plain = TextFormat::simple(font, color);
    let mut end = 0;
    for range in marks {
        let start = range.start.max(end);
        if let (Some(before), Some(found)) = (text.get(end..start), text.get(start..range.end)) {
            job.append(before, 0.0, plain.clone());
            job.append(found, 0.0, TextFormat { background: mark, ..plain.clone() });
            end = range.end;
        }
    }
    job.append(text.get(end..).unwrap_or(""), 0.0, plain);
    job
}

/// A caption with the parts that were read quietly underlined; `spans` are in order and do not overlap.
pub fn annotated(text: &str, spans: &[Span], font: FontId, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    let plain = TextFormat::simple(font, palette.text);
    let mut end = 0;
    for span in spans {
        let (Some(before), Some(words)) = (text.get(end..span.range.start), text.get(span.range.clone())) else {
            continue;
        };
        job.append(before, 0.0, plain.clone());
        let format = match span.kind {
            SpanKind::Credit => TextFormat {
                color: palette.text_weak,
                underline: Stroke::new(UNDERLINE_PT, palette.line),
                ..plain.clone()
            },
            SpanKind::NotPlace => TextFormat { underline: Stroke::new(UNDERLINE_PT, palette.line), ..plain.clone() },
            SpanKind::Who | SpanKind::Organization | SpanKind::Where | SpanKind::When => TextFormat {
                underline: Stroke::new(UNDERLINE_PT, color(span.kind, palette).gamma_multiply(UNDERLINE_STRENGTH)),
                ..plain.clone()
            },
        };
        job.append(words, 0.0, format);
        end = span.range.end;
    }
    job.append(text.get(end..).unwrap_or(""), 0.0, plain);
    job
}

/// Puts a part of a text that is laid out on a ground of its own.
pub fn flag(job: &mut LayoutJob, range: &Range<usize>, ground: Color32) {
    let sections = std::mem::take(&mut job.sections);
    for section in sections {
        let (start, end) = (section.byte_range.start.0, section.byte_range.end.0);
        let cuts = [start, range.start.clamp(start, end), range.end.clamp(start, end), end];
        for pair in cuts.windows(2) {
            let [from, to] = pair else { continue };
            if from == to {
                continue;
            }
            let mut part = section.clone();
            part.byte_range = ByteIndex(*from)..ByteIndex(*to);
            if *from > start {
                part.leading_space = 0.0;
            }
            if range.start <= *from && *to <= range.end {
                part.format.background = ground;
            }
            job.sections.push(part);
        }
    }
}

/// A date as people read it: "2021-01-06 14:30 +01:00", "c. 1930–1950".
pub fn shown_date(date: &Date) -> String {
    let written = date.to_string();
    let (circa, written) = match written.strip_suffix('~') {
        Some(written) => ("c. ", written),
        None => ("", written.as_str()),
    };
    let moments: Vec<String> = written.split('/').map(shown_moment).collect();
    format!("{circa}{}", moments.join("–"))
}

/// The day, then the time, then the offset.
fn shown_moment(written: &str) -> String {
    let Some((day, time)) = written.split_once('T') else { return written.to_owned() };
    match time.find(['+', '-']) {
        Some(at) => format!("{day} {} {}", time.get(..at).unwrap_or(time), time.get(at..).unwrap_or("")),
        None => format!("{day} {time}"),
    }
}

/// The colour that stands for a kind of part.
pub fn color(kind: SpanKind, palette: &Palette) -> Color32 {
    match kind {
        SpanKind::Who => palette.who,
        SpanKind::Where => palette.accent,
        SpanKind::When => palette.when,
        SpanKind::Organization => palette.warning,
        SpanKind::NotPlace | SpanKind::Credit => palette.text_weak,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_shown_without_the_letters_of_their_form() {
        let check = |written: &str, expected: &str| assert_eq!(shown_date(&Date::parse(written).unwrap()), expected);
        check("2021-01-06", "2021-01-06");
        check("2021-01-06T14:30", "2021-01-06 14:30");
        check("1930/1950~", "c. 1930–1950");
        check("2022-08-22T20:30:46.023+02:00", "2022-08-22 20:30:46.023 +02:00");
    }
}
