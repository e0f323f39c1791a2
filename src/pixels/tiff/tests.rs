use super::*;
use crate::pixels::stream::Memory;
use crate::pixels::{Picture, decode};

/// Eight rows of sixteen pixels: a black rectangle from (2, 1) to (9, 4), and a point at (12, 6), as a fax sends them.
const FAX: [u8; 9] = [0x97, 0x17, 0xff, 0x19, 0x21, 0x46, 0x00, 0x20, 0x02];

/// A TIFF file with one strip of bits, black being 1, of a compression and an order of bits.
fn bits(compression: u32, fill_order: u32, strip: &[u8]) -> Vec<u8> {
    let fields: [[u32; 2]; 9] = [
        [256, 16],
        [257, 8],
        [258, 1],
        [259, compression],
        [262, 0],
        [266, fill_order],
        [273, 8 + 2 + 9 * 12 + 4],
        [278, 8],
        [279, u32::try_from(strip.len()).unwrap()],
    ];
    let mut file = b"II*\0\x08\0\0\0\x09\0".to_vec();
    for [tag, value] in fields {
        file.extend(u16::try_from(tag).unwrap().to_le_bytes());
        file.extend([4, 0, 1, 0, 0, 0]);
        file.extend(value.to_le_bytes());
    }
    [file.as_slice(), &[0; 4], strip].concat()
}

/// The rows of a picture as text: black, white, and what is not known.
fn drawn(file: &[u8]) -> Vec<String> {
    let Picture { width_px, rgba, .. } = decode(&Memory(file), Wanted::Full, 0).unwrap();
    let tone = |pixel: &[u8]| match pixel[0] {
        0 => '#',
        255 => '.',
        _ => '?',
    };
    let rows = rgba.chunks_exact(4 * width_px as usize);
    rows.map(|row| row.chunks_exact(4).map(tone).collect()).collect()
}

const WHOLE: [&str; 8] = [
    "................",
    "..########......",
    "..########......",
    "..########......",
    "..########......",
    "................",
    "............#...",
    "................",
];

#[test]
fn a_fax_is_read_whichever_bit_comes_first() {
    assert_eq!(drawn(&bits(4, 1, &FAX)), WHOLE);
    assert_eq!(drawn(&bits(4, 2, &FAX.map(u8::reverse_bits))), WHOLE);
}

#[test]
fn a_fax_whose_data_end_early_shows_what_is_there() {
    let shown = drawn(&bits(4, 1, &FAX[..4]));
    let n_rows = shown.iter().zip(WHOLE).take_while(|(shown, row)| shown == row).count();
    assert!(n_rows >= 2 && shown[n_rows..].iter().all(|row| row == "????????????????"), "{shown:?}");
    assert!(decode(&Memory(&bits(4, 1, &[])), Wanted::Full, 0).is_err());
}

#[test]
fn a_strip_whose_data_end_early_shows_what_is_there() {
    let rows = [0x00, 0x00, 0x3f, 0xc0, 0x3f, 0xc0, 0x3f];
    let shown = drawn(&bits(1, 1, &rows));
    assert_eq!(shown[..3], WHOLE[..3]);
    assert_eq!(shown[3..], ["????????????????"; 5]);
}
