//! The choices of the export dialog beside its format: each format shows those that concern it.

use eframe::egui::{self, DragValue, TextEdit, Ui};

use crate::exporters::format::Format;
use crate::exporters::names::NameTemplate;
use crate::exporters::options::{EDGE_PX, ExportOptions, GRID_MAX, PackagedPictures, Paper, SidecarPlace};
use crate::ui::{choice, theme};

/// What a JPEG's longer edge is at first when it is chosen: enough for a page of a newspaper, or a screen.
const LONG_EDGE_PX: u32 = 2_400;
/// The formats that lie beside a package's pictures.
const CAPTION_FORMATS: [Format; 7] =
    [Format::Csv, Format::CsvLossless, Format::Json, Format::Xlsx, Format::Docx, Format::Markdown, Format::Text];

/// Draws what can be chosen about a format.
pub(super) fn ui(ui: &mut Ui, format: Format, options: &mut ExportOptions) {
    match format {
        Format::Xlsx | Format::Docx => {
            ui.checkbox(&mut options.thumbnails, "Show the pictures, small");
        }
        Format::Pdf => {
            sheet_ui(ui, options);
        }
        Format::Package | Format::Zip => {
            package_ui(ui, options);
        }
        Format::Iiif => {
            ui.horizontal(|ui| {
                ui.label("Web address");
                let edit = TextEdit::singleline(&mut options.web_address).desired_width(f32::INFINITY);
                ui.add(edit.hint_text("https://example.org/photos")).accessible_name("Web address");
            });
        }
        Format::Sidecars => {
            ui.horizontal(|ui| {
                ui.radio_value(&mut options.sidecars, SidecarPlace::Folder, "Into a folder of their own");
                ui.radio_value(&mut options.sidecars, SidecarPlace::BesideOriginals, "Beside the photos");
            });
        }
        Format::Gallery
        | Format::GalleryPage
        | Format::Csv
        | Format::CsvLossless
        | Format::Json
        | Format::JsonLines
        | Format::Markdown
        | Format::Text
        | Format::Html => {}
    }
}

/// Whether a format goes where the photos are, and needs no destination.
pub(super) fn needs_no_destination(format: Format, options: &ExportOptions) -> bool {
    format == Format::Sidecars && options.sidecars == SidecarPlace::BesideOriginals
}

fn sheet_ui(ui: &mut Ui, options: &mut ExportOptions) {
    let sheet = &mut options.sheet;
    ui.horizontal_wrapped(|ui| {
        for (label, value) in [("Rows", &mut sheet.rows), ("Columns", &mut sheet.columns)] {
            ui.label(label);
            ui.add(DragValue::new(value).range(1..=GRID_MAX)).accessible_name(label);
        }
        let label = sheet.paper.label();
        choice::ui(ui, "paper", label, &format!("Paper: {label}"), 80.0, |ui, entries| {
            for paper in Paper::ALL {
                if entries.entry_ui(ui, sheet.paper == paper, paper.label()).clicked() {
                    sheet.paper = paper;
                }
            }
        });
        ui.checkbox(&mut sheet.landscape, "Landscape");
        ui.checkbox(&mut options.thumbnails, "Pictures");
    });
}

fn package_ui(ui: &mut Ui, options: &mut ExportOptions) {
    let package = &mut options.package;
    ui.horizontal(|ui| {
        ui.label("Names");
        let edit = TextEdit::singleline(&mut package.names).desired_width(f32::INFINITY);
        ui.add(edit).accessible_name("Names").on_hover_text(
            "Text with fields in braces: {position:03}, {place}, {person}, {name}, {headline:40}, {date}, {credit} …",
        );
    });
    if let Err(error) = NameTemplate::parse(&package.names) {
        ui.label(egui::RichText::new(error.to_string()).color(theme::palette(ui).error));
    }
    ui.horizontal_wrapped(|ui| {
        let is_original = package.pictures == PackagedPictures::Originals;
        if ui.radio(is_original, "Original files").clicked() {
            package.pictures = PackagedPictures::Originals;
        }
        if ui.radio(!is_original, "JPEGs of at most").clicked() {
            package.pictures = PackagedPictures::Jpegs { long_edge_px: LONG_EDGE_PX };
        }
        let mut long_edge_px = match package.pictures {
            PackagedPictures::Originals => LONG_EDGE_PX,
            PackagedPictures::Jpegs { long_edge_px } => long_edge_px,
        };
        let drag = DragValue::new(&mut long_edge_px).range(EDGE_PX).suffix(" px");
        if ui.add_enabled(!is_original, drag).accessible_name("Longer edge in pixels").changed() {
            package.pictures = PackagedPictures::Jpegs { long_edge_px };
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label("Captions as");
        for format in CAPTION_FORMATS {
            let mut chosen = package.captions.contains(&format);
            if ui.checkbox(&mut chosen, format.label()).changed() {
                package.captions.retain(|other| *other != format);
                if chosen {
                    package.captions.push(format);
                }
            }
        }
    });
}
