//! What a worker tries when it is put to the test: to get out of its sandbox, or to fail in ways that decoders fail.
//! Only the program can ask for it, never a file.

use serde::{Deserialize, Serialize};

/// What to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trial {
    /// To do what the sandbox refuses; the only one that is answered.
    Escapes,
    /// Never to answer, waiting.
    Sleep,
    /// Never to answer, computing.
    Loop,
    /// To fill the memory.
    Allocate,
    /// To panic.
    Panic,
    /// To abort.
    Abort,
    /// To call itself for ever.
    Overflow,
    /// To end as if all were well.
    Exit,
    /// To answer what makes no sense.
    Babble,
    /// To announce an answer that is too long.
    Announce,
    /// To answer a byte at a time, without end.
    Trickle,
}

/// Something that must not succeed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// What was tried, in a few words.
    pub what: String,
    /// Whether the system refused.
    pub refused: bool,
    /// What the system said.
    pub outcome: String,
}
