//! The menu that corrects what was read in some words of a caption.

use std::ops::Range;

use eframe::egui::{self, Ui};

use crate::anatomy::SpanKind;
use crate::app::App;
use crate::app::command::Command;
use crate::app::correcting::CorrectDialog;
use crate::app::dialog::Dialog;
use crate::lists::change::Change;
use crate::photo::Photo;
use crate::photo::correction::{Correction, Verdict};
use crate::ui::theme::{self, SMALL_PT};

/// Words of a photo's caption that may be corrected.
pub struct Corrected<'a> {
    /// The words.
    pub words: &'a str,
    /// Whose caption they stand in.
    pub photo: &'a Photo,
    /// What they were read as, where they were.
    pub kind: Option<SpanKind>,
    /// Where they stand.
    pub range: Option<Range<usize>>,
}

/// What can be said of the words, first of them everywhere, then in this photo only; and what was said that counts here.
pub fn menu_ui(ui: &mut Ui, corrected: &Corrected<'_>, app: &App, commands: &mut Vec<Command>) {
    let words = crate::text::truncated(corrected.words, 60);
    ui.label(egui::RichText::new(format!("“{words}” everywhere")).size(SMALL_PT).color(theme::palette(ui).text_weak));
    verdicts_ui(ui, corrected, false, commands);
    ui.menu_button("Only in this photo", |ui| verdicts_ui(ui, corrected, true, commands));
    let standing = corrected
        .range
        .as_ref()
        .map(|range| app.lists().corrections.at(corrected.photo.text(), &corrected.photo.key, range))
        .unwrap_or_default();
    if !standing.is_empty() {
        ui.separator();
    }
    for correction in standing {
        let here = if correction.photo.is_some() { " in this photo" } else { "" };
        let said = narrowest_first(&correction.verdict);
        let label = format!("Take back: {}{here}", crate::text::truncated(&said, 48));
        if ui.button(label).on_hover_text(format!("“{}” {said}{here}", correction.words)).clicked() {
            commands.push(changed(vec![correction.clone()], Vec::new()));
            ui.close();
        }
    }
    ui.separator();
    if ui.button("All corrections…").clicked() {
        commands.push(Command::Do(crate::app::command::Verb::Corrections));
        ui.close();
    }
}

fn verdicts_ui(ui: &mut Ui, corrected: &Corrected<'_>, here: bool, commands: &mut Vec<Command>) {
    let Corrected { words, photo, kind, range: _ } = corrected;
    let photo = here.then(|| photo.key.clone());
    for verdict in Verdict::SIMPLE.into_iter().filter(|verdict| makes_sense(verdict, *kind)) {
        if ui.button(in_words(&verdict)).clicked() {
            let correction = Correction { words: (*words).to_owned(), photo: photo.clone(), verdict };
            commands.push(changed(Vec::new(), vec![correction]));
            ui.close();
        }
    }
    let label = if *kind == Some(SpanKind::Where) { "Is another place…" } else { "Is this place…" };
    if ui.button(label).clicked() {
        let dialog = CorrectDialog::place((*words).to_owned(), corrected.photo.key.clone(), here);
        commands.push(Command::SetDialog(Dialog::Correct(dialog)));
        ui.close();
    }
}

/// A change of the corrections.
pub fn changed(remove: Vec<Correction>, add: Vec<Correction>) -> Command {
    Command::ChangeLists(Change::Correct { remove, add })
}

/// The verdict as a menu says it.
pub fn in_words(verdict: &Verdict) -> String {
    let text = verdict.to_string();
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The verdict with a place's own name first: what is cut off says the least.
pub fn narrowest_first(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Place(place) => {
            let names: Vec<&str> = place.path.iter().rev().map(String::as_str).collect();
            format!("is the place {}", names.join(", "))
        }
        Verdict::NotPlace | Verdict::NotPerson | Verdict::NotOrganization | Verdict::Person | Verdict::Organization => {
            verdict.to_string()
        }
    }
}

/// What was read as a place can be said to be none; what was not, not.
fn makes_sense(verdict: &Verdict, kind: Option<SpanKind>) -> bool {
    match verdict {
        Verdict::NotPlace => kind.is_none_or(|kind| kind == SpanKind::Where),
        Verdict::NotPerson => kind.is_none_or(|kind| kind == SpanKind::Who),
        Verdict::NotOrganization => kind.is_none_or(|kind| kind == SpanKind::Organization),
        Verdict::Person => kind != Some(SpanKind::Who),
        Verdict::Organization => kind != Some(SpanKind::Organization),
        Verdict::Place(_) => true,
    }
}
