//! A line of a credit cut into its names: what joins them, and what around a name is no part of it.

use crate::caption::credit::grammar::{GRAMMAR, Kind};
use crate::caption::credit::naming::{begins_with_given, is_office, keeps_pictures, looks_like_person};
use crate::caption::lexicon::{Class, classes_of};

/// What joins the names of a chain. Each begins with one of the characters that `present` looks for.
const NAME_MARKS: [&str; 20] = [
    " via ", " Via ", " VIA ", " vía ", " - ", " – ", " — ", "#", " | ", " + ", " by ", " on ", "(", ")", ", ",
    " and ", " & ", " et ", " und ", " y ",
];
/// What stands before whom a picture was made for.
pub(crate) const CLIENT_MARKS: [&str; 7] = [" for ", " For ", " FOR ", " pour ", " POUR ", " für ", " para "];

/// What joins an employer to a photographer: "USDA photo by Jane Doe".
pub(crate) const PHOTO_BY_MARKS: [&str; 4] = [" photo by ", " Photo by ", " photograph by ", " image by "];
/// What joins names of one kind.
const AND_MARKS: [&str; 5] = [" and ", " & ", " et ", " und ", " y "];

/// The names of a chain: joined by strokes, "via", "and", a spaced dash, a number sign or a comma.
/// Whom a picture was made for ("Invision for Netflix/AP") is a client and not in the chain, unless it is all there is
/// beside a person ("Jane Doe for The Washington Post").
pub(super) fn names(line: &str) -> impl Iterator<Item = &str> {
    let mut names: Vec<&str> = Vec::new();
    let line = line.trim_start();
    let line = line.strip_prefix("(c)").or_else(|| line.strip_prefix("(C)")).unwrap_or(line);
    let parts = line.split('/').flat_map(|part| match agency_after_stop(part) {
        Some((before, agency)) => [Some(before), Some(agency)],
        None => [Some(part), None],
    });
    for part in parts.flatten() {
        let clients = present(part, &CLIENT_MARKS).next().and_then(|mark| part.split_once(mark));
        match clients {
            Some((person, client)) if looks_like_person(person.trim()) && GRAMMAR.is(Kind::Agency, client) => {
                names.extend([person, client]);
            }
            Some((before, _)) => names.push(before),
            None => names.push(part.strip_prefix("For ").or_else(|| part.strip_prefix("for ")).unwrap_or(part)),
        }
    }
    for mark in present(line, &NAME_MARKS) {
        names = names.into_iter().flat_map(|name| split(name, mark)).collect();
    }
    let names = names.into_iter().flat_map(split_hyphen).map(strip_ownership).map(strip_class);
    names.filter(|name| !name.is_empty())
}

/// Those of some marks that stand in a text, in their own order. One walk over the text looks for all of them.
fn present(text: &str, marks: &'static [&'static str]) -> impl Iterator<Item = &'static str> {
    let bytes = text.as_bytes();
    let mut found: u32 = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if !matches!(byte, b' ' | b'#' | b'(' | b')' | b',') {
            continue;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        for (n, mark) in marks.iter().enumerate() {
            let mark = mark.as_bytes();
            if mark.first() == Some(byte)
                && mark.get(1) == rest.get(1).filter(|_| mark.len() > 1)
                && rest.starts_with(mark)
            {
                found |= 1 << n;
            }
        }
    }
    marks.iter().enumerate().filter(move |(n, _)| found & 1 << n != 0).map(|(_, mark)| *mark)
}

/// An agency's name may hold a joining word: "The Associated Press" stays whole. "Settnik, Bernd" is one person.
fn split<'a>(name: &'a str, mark: &'static str) -> Vec<&'a str> {
    // "Harris & Ewing" is one firm.
    let firm = mark == " & " && name.split(mark).all(|part| !part.trim().contains(' '));
    if !name.contains(mark) || firm || is_joined_body(name, mark) || GRAMMAR.meaning(name).is_some() {
        return vec![name];
    }
    let inverted = mark == ", "
        && name.matches(", ").count() == 1
        && name.split(", ").all(|part| {
            !part.trim().contains(' ')
                && !GRAMMAR.is(Kind::Noise, part)
                && !GRAMMAR.is(Kind::Pool, part)
                && !GRAMMAR.is(Kind::Agency, part)
        })
        && name.split(", ").nth(1).is_some_and(|last| classes_of(last.trim()).has(Class::Given));
    if inverted { vec![name] } else { name.split(mark).collect() }
}

/// "Victoria and Albert Museum", "Filmoteca de Castilla y León": one body whose name holds an "and".
fn is_joined_body(name: &str, mark: &str) -> bool {
    if !AND_MARKS.contains(&mark) {
        return false;
    }
    let name = strip_ownership(name);
    let Some((first, rest)) = name.split_once(mark) else { return false };
    let named = begins_with_given(first) || begins_with_given(rest);
    keeps_pictures(first) && !named || is_office(rest) && !first.contains(' ')
}

/// "Jane Doe-USA TODAY Sports": a hyphen before an agency joins the chain.
fn split_hyphen(name: &str) -> Vec<&str> {
    match name.split_once('-') {
        Some((person, agency))
            if (GRAMMAR.is(Kind::Agency, agency) || GRAMMAR.is(Kind::Pool, agency))
                && person.contains(' ')
                && !GRAMMAR.is(Kind::Agency, name) =>
        {
            vec![person, agency]
        }
        _ => vec![name],
    }
}

/// Whether a line joins names that are of one kind: "Jane Doe and John Roe".
pub(super) fn names_joined(line: &str) -> bool {
    AND_MARKS.iter().any(|joining| line.contains(joining))
}

/// "Karam Masri. AFP": the name and the agency; "U.S. EPA" is one name.
pub(crate) fn agency_after_stop(text: &str) -> Option<(&str, &str)> {
    let stop = text.as_bytes().windows(2).rposition(|two| two == b". ")?;
    let (before, agency) = (text.get(..stop)?, text.get(stop + 2..)?);
    if !GRAMMAR.is(Kind::Agency, agency) {
        return None;
    }
    let last = before.rsplit(' ').next().unwrap_or(before);
    (!last.contains('.')).then_some((before, agency))
}

/// The name without a copyright mark, a year, "via" or "courtesy of" around it.
fn strip_ownership(name: &str) -> &str {
    const BEFORE: [&str; 26] = [
        "©",
        "(c)",
        "(C)",
        "Copyright",
        "copyright",
        "COPYRIGHT",
        "via ",
        "Via ",
        "Photo courtesy of ",
        "photo courtesy of ",
        "courtesy of ",
        "Courtesy of ",
        "COURTESY OF ",
        "Courtesy ",
        "courtesy ",
        "by ",
        "By ",
        "Photographer: ",
        "photographer ",
        "Photograph by ",
        "Photo by ",
        "Provided by ",
        "Photographer ",
        "Image by ",
        "photos by ",
        "*",
    ];
    let mut name = name.trim().trim_matches(['[', ']']).trim();
    // Most names begin as none of them does.
    let may_begin = |c: char| matches!(c, '©' | '(' | '*' | 'C' | 'c' | 'V' | 'v' | 'P' | 'p' | 'B' | 'b' | 'I');
    if name.starts_with(may_begin) {
        for mark in BEFORE {
            name = name.strip_prefix(mark).unwrap_or(name).trim_start();
        }
    }
    let year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((_, rest)) = name.split_once(' ').filter(|(first, _)| year(first)) {
        name = rest.trim_start();
    }
    if let Some((rest, last)) = name.rsplit_once(' ')
        && year(last)
    {
        name = rest.trim_end();
    }
    name
}

/// "Mass Communication Specialist 3rd Class Jane Doe" is Jane Doe.
fn strip_class(name: &str) -> &str {
    let ranked =
        |rank: &str| rank.rsplit(' ').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()));
    match name.split_once(" Class ") {
        Some((rank, person)) if ranked(rank) => person,
        _ => name,
    }
}
