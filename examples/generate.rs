//! Makes a collection of captions as archives have them, the same for the same number every time:
//! `cargo run --release --example generate -- 1000000 > captions.jsonl`; and two hundred queries to ask of it, as Cutline
//! and other programs write them: `cargo run --release --example generate -- queries > queries.jsonl`.
//! Twenty words a caption in a vocabulary of 30,000; 5,000 places, 20,000 persons, 200 credits and the words themselves
//! occur as names and words do, the nth as often as one nth of the first (Zipf); dates spread over thirty years.

use std::error::Error;
use std::io::{self, BufWriter, Write};

const N_WORDS: usize = 30_000;
const N_PLACES: usize = 5_000;
const N_PERSONS: usize = 20_000;
const N_CREDITS: usize = 200;
const N_KEYWORDS: usize = 2_000;
const CAPTION_WORDS: usize = 20;

/// Numbers that look random and are the same every time (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.share() * n as f64) as usize
    }

    /// A rank below n, the first the most often: the inverse of the sum of 1/k, which is nearly the logarithm.
    fn zipf(&mut self, n: usize) -> usize {
        let rank = ((n as f64 + 1.0).ln() * self.share()).exp() - 1.0;
        (rank as usize).min(n - 1)
    }
}

/// A word that can be spoken, a different one for each number.
fn word(mut n: usize) -> String {
    const SYLLABLES: [&str; 40] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi",
        "yo", "zu", "bra", "cle", "dri", "flo", "gru", "pla", "sce", "sti", "tro", "spu", "an", "er", "in", "on", "ul",
        "ar", "es", "it", "om", "un",
    ];
    let mut word = String::new();
    // Numbers are mixed so that common words begin with all letters.
    n = (n * 7919 + 13) % 64_000;
    for _ in 0..3 {
        word.push_str(SYLLABLES.get(n % SYLLABLES.len()).copied().unwrap_or("a"));
        n /= SYLLABLES.len();
    }
    word
}

fn name(n: usize) -> String {
    let mut name = word(n);
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

fn person(n: usize) -> String {
    format!("{} {}", name(n % 800), name(1_000 + n / 3))
}

fn place(n: usize) -> String {
    format!("{}{}", name(20_000 + n), ["ville", "ton", " City", " County", "burg"].get(n % 5).copied().unwrap_or(""))
}

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = std::env::args().nth(1).unwrap_or_else(|| "10000".to_owned());
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    match wanted.as_str() {
        "queries" => queries(&mut out)?,
        n_photos => photos(n_photos.parse()?, &mut out)?,
    }
    out.flush()?;
    Ok(())
}

fn photos(n_photos: u64, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut random = Random(1935);
    for n in 0..n_photos {
        let who = random.zipf(N_PERSONS);
        let wher = random.zipf(N_PLACES);
        let credit = random.zipf(N_CREDITS);
        let mut caption = format!("{} ", person(who));
        for _ in 0..CAPTION_WORDS - 5 {
            caption.push_str(&word(random.zipf(N_WORDS)));
            caption.push(' ');
        }
        caption.push_str(&format!("in {}.", place(wher)));
        let (year, month, day) = (1990 + random.below(30), 1 + random.below(12), 1 + random.below(28));
        let keywords: Vec<String> = (0..random.below(4)).map(|_| word(random.zipf(N_KEYWORDS))).collect();
        let record = serde_json::json!({
            "id": format!("photo-{n:08}"),
            "caption": caption,
            "persons_shown": [person(who)],
            "city": place(wher),
            "state": name(40_000 + wher % 50),
            "country": name(50_000 + wher % 12),
            "credit_line": format!("{} Photos", name(60_000 + credit)),
            "creator": person(30_000 + credit * 5 + random.below(5)),
            "keywords": keywords,
            "date_created": format!("{year}-{month:02}-{day:02}"),
            "file": format!("{year}/{n:08}.jpg"),
        });
        serde_json::to_writer(&mut *out, &record)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Two hundred queries of the kinds that are typed: beginnings of one to four letters, two words, names, words with a place
/// or years, words excluded and alternatives.
fn queries(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut random = Random(2021);
    for n in 0..200 {
        let (first, second) = (word(random.zipf(N_WORDS)), word(random.zipf(N_WORDS)));
        let beginning = |word: &str, length: usize| word.get(..length).unwrap_or(word).to_owned();
        let start = beginning(&second, 2 + n % 3);
        let query = match n % 10 {
            0..4 => {
                let typed = beginning(&first, 1 + n % 4);
                serde_json::json!({"cutline": typed, "fts": format!("{typed}*"), "begins": [typed]})
            }
            4..6 => serde_json::json!({
                "cutline": format!("{first} {start}"),
                "fts": format!("{first}* {start}*"),
                "begins": [first, start],
            }),
            6 => {
                let name = person(random.zipf(N_PERSONS));
                serde_json::json!({"cutline": format!("\"{name}\""), "fts": format!("\"{name}\""), "phrase": name})
            }
            7 => {
                let place = place(random.zipf(50));
                serde_json::json!({
                    "cutline": format!("{start} place:\"{place}\""),
                    "fts": format!("{start}*"),
                    "begins": [start],
                    "place": place,
                })
            }
            8 => {
                let year = 1990 + random.below(25);
                serde_json::json!({
                    "cutline": format!("{start} date:{year}..{}", year + 4),
                    "fts": format!("{start}*"),
                    "begins": [start],
                    "years": [year, year + 4],
                })
            }
            _ if n % 20 == 9 => serde_json::json!({
                "cutline": format!("{start} -{first}"),
                "fts": format!("{start}* NOT {first}*"),
                "begins": [start],
                "without": first,
            }),
            _ => serde_json::json!({
                "cutline": format!("{first} OR {start}"),
                "fts": format!("{first}* OR {start}*"),
                "any": [first, start],
            }),
        };
        serde_json::to_writer(&mut *out, &query)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
