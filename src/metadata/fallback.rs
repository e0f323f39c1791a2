//! The encodings that the texts of old photos may be in where the files do not say, by the names people know.

use encoding_rs::Encoding;

/// The encoding of texts that are not UTF-8 and name none; Windows-1252 unless the user says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FallbackEncoding(&'static Encoding);

/// An encoding that is offered, and whose it is.
pub struct Offered {
    /// The encoding.
    pub encoding: FallbackEncoding,
    /// Where it was in use, and its name.
    pub label: &'static str,
}

/// What is offered, the likeliest first; every other that has a name in the Encoding Standard can be named.
pub const OFFERED: &[Offered] = &[
    offered(encoding_rs::WINDOWS_1252, "Western Europe (Windows-1252)"),
    offered(encoding_rs::MACINTOSH, "Western Europe on old Macs (MacRoman)"),
    offered(encoding_rs::WINDOWS_1250, "Central Europe (Windows-1250)"),
    offered(encoding_rs::ISO_8859_2, "Central Europe (ISO 8859-2)"),
    offered(encoding_rs::WINDOWS_1251, "Cyrillic (Windows-1251)"),
    offered(encoding_rs::KOI8_R, "Russian (KOI8-R)"),
    offered(encoding_rs::X_MAC_CYRILLIC, "Cyrillic on old Macs (x-mac-cyrillic)"),
    offered(encoding_rs::WINDOWS_1253, "Greek (Windows-1253)"),
    offered(encoding_rs::WINDOWS_1254, "Turkish (Windows-1254)"),
    offered(encoding_rs::WINDOWS_1255, "Hebrew (Windows-1255)"),
    offered(encoding_rs::WINDOWS_1256, "Arabic (Windows-1256)"),
    offered(encoding_rs::WINDOWS_1257, "Baltic (Windows-1257)"),
    offered(encoding_rs::WINDOWS_874, "Thai (Windows-874)"),
    offered(encoding_rs::SHIFT_JIS, "Japanese (Shift_JIS)"),
    offered(encoding_rs::GBK, "Simplified Chinese (GBK)"),
    offered(encoding_rs::BIG5, "Traditional Chinese (Big5)"),
    offered(encoding_rs::EUC_KR, "Korean (EUC-KR)"),
];

const fn offered(encoding: &'static Encoding, label: &'static str) -> Offered {
    Offered { encoding: FallbackEncoding(encoding), label }
}

impl FallbackEncoding {
    /// Windows-1252, which most old photos are in.
    pub const WESTERN: Self = Self(encoding_rs::WINDOWS_1252);

    /// The encoding of a name: `windows-1251`, `cp1251`, `MacRoman`, `latin1`, `koi8-r` …
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        let label = match name.to_ascii_lowercase().as_str() {
            "macroman" | "mac-roman" | "mac" => "macintosh",
            "maccyrillic" | "mac-cyrillic" => "x-mac-cyrillic",
            _ => name,
        };
        // UTF-16 has no texts of single bytes, and UTF-8 is what is tried first.
        let encoding = Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())?;
        Some(Self(encoding))
    }

    /// Its name, which can be parsed.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// As it is offered: where it was in use, and its name.
    pub fn label(self) -> &'static str {
        OFFERED.iter().find(|offered| offered.encoding == self).map_or(self.name(), |offered| offered.label)
    }

    pub(super) fn encoding(self) -> &'static Encoding {
        self.0
    }
}

impl Default for FallbackEncoding {
    fn default() -> Self {
        Self::WESTERN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_known_by_the_names_people_use() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(FallbackEncoding::parse(name).map(FallbackEncoding::name), expected, "{name}");
        };
        check("windows-1251", Some("windows-1251"));
        check("cp1251", Some("windows-1251"));
        check(" CP1250 ", Some("windows-1250"));
        check("latin1", Some("windows-1252"));
        check("MacRoman", Some("macintosh"));
        check("koi8-r", Some("KOI8-R"));
        check("sjis", Some("Shift_JIS"));
        check("utf-16", None);
        check("klingon", None);
        check("", None);
    }

    #[test]
    fn what_is_offered_can_be_named() {
        for offered in OFFERED {
            assert_eq!(FallbackEncoding::parse(offered.encoding.name()), Some(offered.encoding), "{}", offered.label);
            assert_eq!(offered.encoding.label(), offered.label);
        }
    }
}
