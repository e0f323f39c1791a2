//! `cutline lint`: what is amiss with captions, by a house style.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::anyhow;
use serde_json::json;

use crate::cli::arguments::forms::{LeastSeverity, LintFormat};
use crate::cli::arguments::{FolderArguments, LintArguments};
use crate::cli::run::{Found, check_whole};
use crate::cli::{FAILED, output};
use crate::lint::style::Severity;
use crate::lint::{Finding, findings};
use crate::photo::Photo;
use crate::photo::finding::FindingKind;
use crate::text::counted;

/// Exit status when something is amiss.
const FOUND: u8 = 1;
/// Width of a caption's beginning, in characters.
const LINE_CHARACTERS: usize = 90;

/// `cutline lint`
pub(super) fn lint(arguments: &LintArguments, folders: FolderArguments) -> anyhow::Result<ExitCode> {
    let only = arguments.only.iter().map(|name| kind_named(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let least = match arguments.least {
        LeastSeverity::Note => Severity::Note,
        LeastSeverity::Warning => Severity::Warning,
        LeastSeverity::Error => Severity::Error,
    };
    let found = Found::search_checked(&arguments.selection, folders, arguments.style.as_deref())?;
    let (mut n_photos, mut n_flagged, mut n_findings) = (0, 0, 0);
    let mut out = output::stdout();
    let photos = found.shown.iter().filter_map(|index| found.catalog.numbered(*index));
    let mut flagged = photos.filter_map(|(number, photo)| {
        n_photos += 1;
        let mut findings = findings(&photo, &found.reader.lint);
        findings.retain(|finding| finding.severity >= least && (only.is_empty() || only.contains(&finding.kind)));
        n_flagged += usize::from(!findings.is_empty());
        n_findings += findings.len();
        (!findings.is_empty()).then_some((number, photo, findings))
    });
    match arguments.format {
        LintFormat::Table => {
            for (number, photo, findings) in &mut flagged {
                let line: String = output::visible_line(photo.line()).chars().take(LINE_CHARACTERS).collect();
                writeln!(out, "{number:>4}  {line}")?;
                for finding in findings {
                    writeln!(out, "      {}", finding_row(&finding))?;
                }
            }
        }
        LintFormat::Json => {
            let mut separator = "[";
            for (number, photo, findings) in &mut flagged {
                write!(out, "{separator}\n  {}", photo_json(number, &photo, &findings))?;
                separator = ",";
            }
            writeln!(out, "{}", if separator == "[" { "[]" } else { "\n]" })?;
        }
    }
    drop(flagged);
    out.flush()?;
    check_whole(&[&found.catalog])?;
    output::say(&format!(
        "{} at {n_flagged} of {}, by the style {}",
        counted(n_findings, "finding"),
        counted(n_photos, "photo"),
        found.reader.lint.style.title
    ));
    Ok(match (found.n_warnings, n_findings) {
        (1.., _) if arguments.selection.strict => ExitCode::from(FAILED),
        (_, 0) if n_photos > 0 => ExitCode::SUCCESS,
        // Nothing matched, or something was found.
        _ => ExitCode::from(FOUND),
    })
}

fn kind_named(name: &str) -> anyhow::Result<FindingKind> {
    FindingKind::parse(name).ok_or_else(|| {
        let known: Vec<&str> = FindingKind::all().map(FindingKind::name).collect();
        anyhow!("there is no kind of finding “{name}”: use {}", known.join(", "))
    })
}

fn finding_row(finding: &Finding) -> String {
    let Finding { kind, severity, words, span: _ } = finding;
    format!("{:8} {:17} {}", severity.name(), kind.name(), output::visible_line(words))
}

fn photo_json(number: usize, photo: &Photo, findings: &[Finding]) -> serde_json::Value {
    let findings: Vec<_> = findings
        .iter()
        .map(|Finding { kind, severity, words, span }| {
            let mut object = json!({"kind": kind.name(), "severity": severity.name(), "words": words});
            if let (Some(span), Some(object)) = (span, object.as_object_mut()) {
                object.insert("span".to_owned(), json!([span.start, span.end]));
            }
            object
        })
        .collect();
    json!({"key": photo.key.to_string(), "position": number, "text": photo.text(), "findings": findings})
}
