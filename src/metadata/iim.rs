//! IPTC-IIM blocks: the datasets of record 2, each value decoded by itself.
//! Source: IPTC-NAA Information Interchange Model 4.2; Photo Mechanic's dataset 2:221 as its makers describe it.

use md5::{Digest as _, Md5};

use crate::metadata::candidate::{Badge, Candidate, Container, Value};
use crate::metadata::encoding::{self, IimCharset};
use crate::metadata::endian::Endian;
use crate::metadata::findings::{Findings, VALUES_MAX};
use crate::metadata::property::{self, Kind, Property, Row};

/// The longest block that is read: what it names has to be in memory as a whole.
pub(super) const BLOCK_MAX_BYTES: usize = 1 << 20;
/// The shortest limit at which a full value may have lost something; country codes are always full.
const CUT_MIN_BYTES: usize = 4;

/// Reads a block.
pub(super) fn read(block: &[u8], findings: &mut Findings) {
    if block.len() > BLOCK_MAX_BYTES {
        findings.warn("the IIM block is longer than 1 MiB, and its end is not read");
    }
    let block = block.get(..BLOCK_MAX_BYTES).unwrap_or(block);
    if block.is_empty() {
        return;
    }
    let swapped = unswapped(block);
    let block = swapped.as_deref().unwrap_or(block);
    findings.iim_checksums.push(Md5::digest(block).into());
    let found: Vec<Dataset<'_>> = Datasets { rest: block }.collect();
    let charset = found.iter().find(|dataset| (dataset.record, dataset.number) == (1, 90));
    let charset = charset.map_or(IimCharset::Unstated, |dataset| IimCharset::of(dataset.bytes));
    if charset == IimCharset::Unknown {
        findings.warn("the IIM block names an encoding that is not known; its texts may be wrong");
    }
    let reader = Block { datasets: &found, charset };
    for row in property::TABLE.iter().filter(|row| !row.iim.is_empty()) {
        reader.add(row, findings);
    }
    reader.add_prefs(findings);
}

struct Block<'a> {
    datasets: &'a [Dataset<'a>],
    charset: IimCharset,
}

impl Block<'_> {
    /// Adds what the block says about a property.
    fn add(&self, row: &Row, findings: &mut Findings) {
        for (rank, known) in (0..).zip(row.iim) {
            let values = self.values(known.number);
            let decoded = values.map(|bytes| {
                let decoded =
                    encoding::iim_text(bytes, self.charset, known.limit_bytes, findings.options.fallback_encoding);
                let mut badges = Vec::new();
                if bytes.len() == known.limit_bytes && known.limit_bytes >= CUT_MIN_BYTES && row.kind != Kind::Date {
                    badges.push(Badge::CutAtLimit);
                }
                if decoded.misnamed {
                    badges.push(Badge::MojibakeRepaired);
                }
                (decoded.text, badges)
            });
            let mut decoded: Vec<(String, Vec<Badge>)> = decoded.take(VALUES_MAX).collect();
            match row.kind {
                Kind::List => {
                    let mut badges: Vec<Badge> = decoded.iter_mut().flat_map(|(_, badges)| badges.drain(..)).collect();
                    badges.sort_unstable();
                    badges.dedup();
                    let texts = decoded.into_iter().map(|(text, _)| text).filter(|text| !text.trim().is_empty());
                    findings.add_list(row, Container::Iim, rank, texts.collect(), badges);
                }
                Kind::Date => {
                    // The time is the dataset after the date's: 2:55 and 2:60, 2:62 and 2:63.
                    let time = match known.number {
                        55 => self.values(60).next(),
                        _ => self.values(63).next(),
                    };
                    let time = time.map(|time| String::from_utf8_lossy(time).into_owned()).unwrap_or_default();
                    for (date, badges) in decoded {
                        let text = format!("{date} {time}").trim().to_owned();
                        add_text(row, rank, text, badges, findings);
                    }
                }
                Kind::Text | Kind::Languages | Kind::Number | Kind::Pick | Kind::Gps | Kind::Locations => {
                    for (text, badges) in decoded {
                        add_text(row, rank, text, badges, findings);
                    }
                }
            }
        }
    }

    /// Photo Mechanic's marks: whether the box is ticked, color class, rating, and a number of the frame.
    fn add_prefs(&self, findings: &mut Findings) {
        let Some(prefs) = self.values(221).next().and_then(|bytes| std::str::from_utf8(bytes).ok()) else { return };
        let properties = [Property::Picked, Property::ColorClass, Property::Rating];
        for (property, number) in properties.into_iter().zip(prefs.split(':')) {
            // Zero says that it is not set.
            if let Some(number) = number.trim().parse::<u8>().ok().filter(|number| *number > 0) {
                findings.add_number(property, Container::Iim, f64::from(number));
            }
        }
    }

    /// The values of a dataset of record 2.
    fn values(&self, number: u8) -> impl Iterator<Item = &[u8]> {
        let is_wanted = move |dataset: &&Dataset<'_>| dataset.record == 2 && dataset.number == number;
        self.datasets.iter().filter(is_wanted).map(|dataset| dataset.bytes)
    }
}

fn add_text(row: &Row, rank: u8, text: String, badges: Vec<Badge>, findings: &mut Findings) {
    let value = Value::Text(text);
    findings.add(Candidate { property: row.property, from: Container::Iim, rank, language: None, value, badges });
}

/// One dataset of a block.
struct Dataset<'a> {
    record: u8,
    number: u8,
    bytes: &'a [u8],
}

/// The datasets of a block, up to its end or to what is none.
struct Datasets<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Datasets<'a> {
    type Item = Dataset<'a>;

    fn next(&mut self) -> Option<Dataset<'a>> {
        let [0x1C, record, number, rest @ ..] = self.rest else { return None };
        let len = usize::from(Endian::Big.u16(rest, 0)?);
        let mut rest = rest.get(2..)?;
        let len = if len < 0x8000 {
            len
        } else {
            // An extended dataset: the length has as many bytes as the lower bits say.
            let (digits, after) = rest.split_at_checked(len & 0x7FFF).filter(|(digits, _)| digits.len() <= 8)?;
            rest = after;
            let len = digits.iter().try_fold(0_usize, |len, digit| len.checked_mul(256)?.checked_add((*digit).into()));
            len?
        };
        // A value that a cut block does not have whole is kept as far as it goes.
        let (bytes, rest) = rest.split_at_checked(len).unwrap_or((rest, &[]));
        self.rest = rest;
        Some(Dataset { record: *record, number: *number, bytes })
    }
}

/// A block whose bytes stand in the wrong order, four by four, as some writers of TIFF leave it, put right.
fn unswapped(block: &[u8]) -> Option<Vec<u8>> {
    if block.first() == Some(&0x1C) || block.get(3) != Some(&0x1C) {
        return None;
    }
    Some(block.chunks(4).flat_map(|word| word.iter().rev().copied()).collect())
}

#[cfg(test)]
mod tests;
