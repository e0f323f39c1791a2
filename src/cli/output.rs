//! Printing: on a terminal nothing in a caption can move the cursor or change a colour.

use std::io::{self, IsTerminal as _, Write};

/// Prints a line to standard error, with control characters made visible.
#[expect(clippy::print_stderr, reason = "this is the one place that writes to standard error")]
pub(super) fn say(line: &str) {
    eprintln!("cutline: {}", visible(line));
}

/// Standard output, buffered; on a terminal with control characters made visible.
pub(super) fn stdout() -> Box<dyn Write> {
    let stdout = io::stdout();
    if stdout.is_terminal() {
        Box::new(io::BufWriter::new(Visible(stdout.lock())))
    } else {
        Box::new(io::BufWriter::new(stdout.lock()))
    }
}

/// Whether an error only says that nobody reads our output any more.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kind = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(kind))
}

/// The text with control, format and direction characters written as `\u{…}`, except line feeds.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_unseen(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown
}

/// The text on one line: visible, and line ends as well.
pub(super) fn visible_line(text: &str) -> String {
    visible(&text.replace(['\n', '\r'], " "))
}

/// Control characters, and characters without a glyph that change how others are shown.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c), 0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE007F)
}

/// Makes control characters visible on their way to a terminal; bytes of a character never come apart, because
/// every writer of ours writes whole characters.
struct Visible<W: Write>(W);

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let whole = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            // The buffer was cut within a character: the rest comes again with the next write.
            Err(error) if error.valid_up_to() > 0 => {
                std::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or(&[])).unwrap_or("")
            }
            Err(_) => {
                self.0.write_all(bytes)?;
                return Ok(bytes.len());
            }
        };
        self.0.write_all(visible(whole).as_bytes())?;
        Ok(whole.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_caption_reaches_the_terminal_as_a_command() {
        assert_eq!(visible("a\x1b[31mb\u{202e}c\u{7}é\n"), "a\\u{1b}[31mb\\u{202e}c\\u{7}é\n");
        let mut out = Vec::new();
        Visible(&mut out).write_all("x\u{9b}2J玩".as_bytes()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "x\\u{9b}2J玩");
    }
}
