//! The bytes of the table, and the numbers and texts that stand in it; nothing where there is nothing.
//! They are asked a hundred thousand times for a name that is typed: every function may be inlined elsewhere.

/// The table.
pub(super) const TABLE: &[u8] = include_bytes!("../../../assets/places/world.bin");

/// What `fnv` begins with.
pub(super) const FNV_START: u32 = 0x811C_9DC5;

/// FNV-1a, as the script that makes the table has it.
#[inline]
pub(super) fn fnv(start: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(start, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

#[inline]
pub(super) fn u8_at(at: usize) -> u8 {
    TABLE.get(at).copied().unwrap_or(0)
}

#[inline]
pub(super) fn u16_at(at: usize) -> u16 {
    TABLE.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes)
}

#[inline]
pub(super) fn i16_at(at: usize) -> i16 {
    TABLE.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, i16::from_le_bytes)
}

#[inline]
pub(super) fn u32_at(at: usize) -> u32 {
    TABLE.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

#[inline]
pub(super) fn text_at(at: usize, length: usize) -> &'static str {
    TABLE.get(at..at + length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
}
