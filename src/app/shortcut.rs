//! Keys and shortcuts, by names of our own: the application knows no toolkit.

/// A key with the modifiers held down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Ctrl, or Command on a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// The key.
    pub key: Key,
}

/// The keys that the table names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the key's own name")]
pub enum Key {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    L,
    N,
    O,
    Q,
    T,
    V,
    Y,
    Z,
    Digit0,
    Digit1,
    Digit2,
    Digit3,
    Digit4,
    F1,
    F2,
    F3,
    F5,
    F6,
    F11,
    Backslash,
    Slash,
    Question,
    Plus,
    Minus,
    Enter,
    Space,
    Escape,
    Delete,
    Period,
    Backspace,
    R,
    S,
    K,
    P,
    U,
}

impl Shortcut {
    /// As written in menus: "Ctrl+Shift+Z".
    pub fn label(self) -> String {
        let ctrl = if self.ctrl { "Ctrl+" } else { "" };
        let shift = if self.shift { "Shift+" } else { "" };
        format!("{ctrl}{shift}{}", self.key.label())
    }
}

impl Key {
    /// As written in menus.
    pub fn label(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
            Self::F => "F",
            Self::G => "G",
            Self::H => "H",
            Self::I => "I",
            Self::J => "J",
            Self::L => "L",
            Self::N => "N",
            Self::O => "O",
            Self::Q => "Q",
            Self::R => "R",
            Self::S => "S",
            Self::K => "K",
            Self::P => "P",
            Self::U => "U",
            Self::T => "T",
            Self::V => "V",
            Self::Y => "Y",
            Self::Z => "Z",
            Self::Digit0 => "0",
            Self::Digit1 => "1",
            Self::Digit2 => "2",
            Self::Digit3 => "3",
            Self::Digit4 => "4",
            Self::F1 => "F1",
            Self::F2 => "F2",
            Self::F3 => "F3",
            Self::F5 => "F5",
            Self::F6 => "F6",
            Self::F11 => "F11",
            Self::Backslash => "\\",
            Self::Slash => "/",
            Self::Question => "?",
            Self::Plus => "+",
            Self::Minus => "−",
            Self::Enter => "Enter",
            Self::Space => "Space",
            Self::Escape => "Esc",
            Self::Delete => "Delete",
            Self::Period => ".",
            Self::Backspace => "Backspace",
        }
    }
}

/// A key by itself.
pub(super) const fn key(key: Key) -> Shortcut {
    Shortcut { ctrl: false, shift: false, key }
}

/// A key with Ctrl.
pub(super) const fn ctrl(key: Key) -> Shortcut {
    Shortcut { ctrl: true, shift: false, key }
}

/// A key with Ctrl and Shift.
pub(super) const fn ctrl_shift(key: Key) -> Shortcut {
    Shortcut { ctrl: true, shift: true, key }
}
