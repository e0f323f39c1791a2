//! Printing: on a terminal nothing in a caption can move the cursor or change a colour.

use std::io::{self, IsTerminal as _, Write};

/// How much is written to a file or a pipe at once.
const BUFFER_BYTES: usize = 64 << 10;

/// Prints a line to standard error, with control characters made visible.
/// Where nobody can be told, the work goes on all the same.
pub(super) fn say(line: &str) {
    writeln!(io::stderr(), "cutline: {}", visible(line)).ok();
}

/// Standard output, buffered; on a terminal with control characters made visible.
pub(super) fn stdout() -> Box<dyn Write> {
    let stdout = Named(io::stdout().lock());
    if io::stdout().is_terminal() {
        Box::new(io::BufWriter::new(Visible::over(stdout)))
    } else {
        Box::new(io::BufWriter::with_capacity(BUFFER_BYTES, stdout))
    }
}

/// Standard output whose errors say what they are of.
struct Named<W: Write>(W);

impl<W: Write> Write for Named<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(named)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(named)
    }
}

fn named(error: io::Error) -> io::Error {
    match error.kind() {
        // Whoever writes everything tries again by itself.
        io::ErrorKind::Interrupted => error,
        kind => io::Error::new(kind, format!("standard output cannot be written: {error}")),
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

/// Makes control characters visible on their way to a terminal. Writers flush their buffers within a character, so the
/// beginning of one is kept until the rest of it comes.
struct Visible<W: Write> {
    out: W,
    pending: Vec<u8>,
}

impl<W: Write> Visible<W> {
    fn over(out: W) -> Self {
        Self { out, pending: Vec::new() }
    }
}

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        let waiting = std::mem::take(&mut self.pending);
        let mut rest = waiting.as_slice();
        while !rest.is_empty() {
            let (text, n_bad) = match std::str::from_utf8(rest) {
                Ok(text) => (text, 0),
                Err(error) => {
                    let text = std::str::from_utf8(rest.get(..error.valid_up_to()).unwrap_or(&[])).unwrap_or("");
                    // No length: the text ends within a character.
                    let Some(n_bad) = error.error_len() else {
                        self.out.write_all(visible(text).as_bytes())?;
                        self.pending = rest.get(text.len()..).unwrap_or(&[]).to_vec();
                        return Ok(bytes.len());
                    };
                    (text, n_bad)
                }
            };
            self.out.write_all(visible(text).as_bytes())?;
            if n_bad > 0 {
                self.out.write_all("\u{fffd}".as_bytes())?;
            }
            rest = rest.get(text.len() + n_bad..).unwrap_or(&[]);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_caption_reaches_the_terminal_as_a_command() {
        assert_eq!(visible("a\x1b[31mb\u{202e}c\u{7}é\n"), "a\\u{1b}[31mb\\u{202e}c\\u{7}é\n");
        let mut out = Vec::new();
        let mut terminal = Visible::over(&mut out);
        // However the bytes are cut, also within a character.
        for byte in "x\u{9b}2J玩\x1b[31m".bytes() {
            terminal.write_all(&[byte]).unwrap();
        }
        terminal.write_all(b"\xff\x1b").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "x\\u{9b}2J玩\\u{1b}[31m\u{fffd}\\u{1b}");
    }
}
