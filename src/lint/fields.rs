//! Checks of what is stated, or is not: missing parts, alt texts, lengths, credits.

use crate::anatomy::persons::is_same;
use crate::caption::Caption;
use crate::caption::credit;
use crate::lint::Report;
use crate::photo::Photo;
use crate::photo::finding::FindingKind;
use crate::text;

/// How long IIM lets a text be, in bytes (IPTC-IIM 4.2): what is exactly so long was most likely longer.
const IIM_LIMITS: [(&str, usize); 8] = [
    ("headline", 256),
    ("title", 64),
    ("credit line", 32),
    ("source", 32),
    ("creator", 32),
    ("copyright notice", 128),
    ("description", 2000),
    ("instructions", 256),
];

/// Checks a photo's fields.
pub(super) fn check(photo: &Photo, text: &str, report: &mut Report<'_>) {
    missing(photo, text, report);
    alt_text(photo, text, report);
    lengths(photo, report);
    limits(&photo.caption, report);
    credits(photo, text, report);
}

fn missing(photo: &Photo, text: &str, report: &mut Report<'_>) {
    let caption = &photo.caption;
    let described = caption.description.as_deref().is_some_and(|description| !description.trim().is_empty());
    let without = |value: &Option<String>| value.as_deref().is_none_or(|value| value.trim().is_empty());
    if !described && text.trim().is_empty() {
        report.add(FindingKind::NoCaption, None, || "The photo has no caption".to_owned());
    }
    if photo.places.is_empty() && caption.location_created.is_none() {
        report.add(FindingKind::NoPlace, None, || "Nothing says where it was taken".to_owned());
    }
    let published = photo.published.is_some() && report.lint.style.limits.publication_dates > 0;
    if caption.date_created.is_none() && !published {
        report.add(FindingKind::NoDate, None, || "Nothing says when it was taken".to_owned());
    }
    if without(&caption.credit_line) {
        report.add(FindingKind::NoCredit, None, || "Nobody is credited".to_owned());
    } else if caption.creator.is_empty() {
        report.add(FindingKind::NoCreator, None, || "The credit names no photographer".to_owned());
    }
    if without(&caption.headline) {
        report.add(FindingKind::NoHeadline, None, || "There is no headline".to_owned());
    }
    if caption.keywords.is_empty() && photo.facts.keyword_paths.is_empty() {
        report.add(FindingKind::NoKeywords, None, || "There are no keywords".to_owned());
    }
    if without(&caption.alt_text) {
        report.add(FindingKind::NoAltText, None, || "There is no alt text for those who cannot see it".to_owned());
    }
}

fn alt_text(photo: &Photo, text: &str, report: &mut Report<'_>) {
    let Some(alt) = photo.caption.alt_text.as_deref().filter(|alt| !alt.trim().is_empty()) else { return };
    let (n, most) = (alt.chars().count(), report.lint.style.limits.alt_most);
    if n > most {
        report.add(FindingKind::LongAltText, None, || {
            format!("The alt text has {n} characters; at most {most} are read")
        });
    }
    if report.wants(FindingKind::AltRepeats) && !text.is_empty() {
        let description = photo.caption.description.as_deref().unwrap_or(text);
        if alt.trim() == description.trim() || alt.trim() == text.trim() {
            report.add(FindingKind::AltRepeats, None, || {
                "The alt text is the caption again: it should say what is to be seen".to_owned()
            });
        }
    }
}

fn lengths(photo: &Photo, report: &mut Report<'_>) {
    let Some(description) = photo.caption.description.as_deref().map(str::trim) else { return };
    let limits = report.lint.style.limits;
    // Counted only where the bytes leave it open.
    if description.len() > limits.caption_most {
        let n = description.chars().count();
        if n > limits.caption_most {
            let most = limits.caption_most;
            report.add(FindingKind::LongCaption, None, || {
                format!("The caption has {n} characters; at most {most} are wanted")
            });
        }
    } else if description.len() < limits.caption_least * 4 {
        let n = description.chars().count();
        if n > 0 && n < limits.caption_least {
            report.add(FindingKind::ShortCaption, None, || {
                format!("The caption has only {}", text::counted(n, "character"))
            });
        }
    }
    if report.wants(FindingKind::NoFullStop) && !description.is_empty() {
        let end = description.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '“']);
        if !end.ends_with(['.', '!', '?', '…']) {
            report.add(FindingKind::NoFullStop, None, || "The caption ends without a full stop".to_owned());
        }
    }
}

fn limits(caption: &Caption, report: &mut Report<'_>) {
    if !report.wants(FindingKind::CutAtLimit) {
        return;
    }
    let Caption { headline, title, credit_line, source, creator, copyright_notice, description, instructions, .. } =
        caption;
    let creator = creator.first().filter(|_| creator.len() == 1);
    let values = [
        headline.as_deref(),
        title.as_deref(),
        credit_line.as_deref(),
        source.as_deref(),
        creator.map(String::as_str),
        copyright_notice.as_deref(),
        description.as_deref(),
        instructions.as_deref(),
    ];
    for ((name, most), value) in IIM_LIMITS.into_iter().zip(values) {
        let Some(value) = value.filter(|value| value.len() == most) else { continue };
        // A sentence that ends within the limit is whole.
        if !value.ends_with(['.', '!', '?', ')', '”', '"']) {
            report.add(FindingKind::CutAtLimit, None, || {
                format!("The {name} is exactly {most} bytes long, as long as IIM lets it be: “…{}”", tail(value))
            });
        }
    }
}

fn tail(value: &str) -> &str {
    text::truncated_end(value, 24)
}

fn credits(photo: &Photo, written: &str, report: &mut Report<'_>) {
    let Some(line) = photo.caption.credit_line.as_deref().filter(|line| !line.trim().is_empty()) else { return };
    let span = || written.find(line).map(|start| start..start + line.len());
    if report.wants(FindingKind::AgencySpelling)
        && let Some((misspelled, usual)) = credit::misspelled_agency(line)
    {
        let within = written.find(misspelled).map(|start| start..start + misspelled.len());
        report.add(FindingKind::AgencySpelling, within, || format!("“{misspelled}” is usually written {usual}"));
    }
    if report.wants(FindingKind::CreditForm) {
        let forms = &report.lint.style.credits;
        if let Some(first) = forms.first().filter(|_| !forms.iter().any(|form| form.fits(line))) {
            let (title, form) = (report.lint.style.title.clone(), first.written().to_owned());
            report.add(FindingKind::CreditForm, span(), || {
                format!("“{line}” is not how {title} credits; it writes {form}")
            });
        }
    }
    if report.wants(FindingKind::CreditDisagrees) {
        credits_disagree(photo, line, written, report);
    }
}

/// The credit line, the photographers a field states and the credit in the text are compared where they differ in words.
fn credits_disagree(photo: &Photo, line: &str, written: &str, report: &mut Report<'_>) {
    let creators = &photo.caption.creator;
    let stranger = |persons: &[String]| {
        !persons.is_empty()
            && !creators.is_empty()
            && !persons.iter().any(|person| creators.iter().any(|creator| same_name(person, creator)))
    };
    if creators.iter().all(|creator| !line.contains(creator.as_str())) && !creators.is_empty() {
        let persons = credit::chain(line).persons;
        if stranger(&persons) {
            report.add(FindingKind::CreditDisagrees, None, || {
                format!("The credit names {}, the photographer’s field {}", persons.join(", "), creators.join(", "))
            });
            return;
        }
    }
    let is_same = written.contains(line)
        && (creators.is_empty() || creators.iter().any(|creator| written.contains(creator.as_str())));
    if written.is_empty() || is_same {
        return;
    }
    let Some(found) = credit::find(written) else { return };
    let own = credit::chain(line);
    let persons_differ = !own.persons.is_empty() && {
        let persons = &found.chain.persons;
        !persons.is_empty() && !persons.iter().any(|person| own.persons.iter().any(|other| same_name(person, other)))
    };
    let agencies = |chain: &credit::CreditChain| [chain.agency.clone(), chain.distributor.clone()];
    let named = agencies(&found.chain).into_iter().flatten().any(|agency| agencies(&own).contains(&Some(agency)));
    let agencies_differ = found.chain.agency.is_some() && own.agency.is_some() && !named;
    if persons_differ || agencies_differ || stranger(&found.chain.persons) {
        let in_text = written.get(found.line.clone()).unwrap_or("").to_owned();
        report.add(FindingKind::CreditDisagrees, Some(found.line), || {
            format!("The caption credits “{in_text}”, the field “{line}”")
        });
    }
}

fn same_name(a: &str, b: &str) -> bool {
    text::fold(a) == text::fold(b) || is_same(a, b) || is_same(b, a)
}
