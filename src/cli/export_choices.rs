//! What can be chosen about an export on the command line, beside its format.

use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use clap::Args;

use crate::exporters::fields::{Column, ExportField};
use crate::exporters::format::Format;
use crate::exporters::names::NameTemplate;
use crate::exporters::options::{
    EDGE_PX, ExportOptions, GRID_MAX, Package, PackagedPictures, Paper, Sheet, SidecarPlace,
};
use crate::exporters::template::Template;

/// Choices of `cutline export`, each for some formats.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Choices, each for some formats")]
pub(super) struct ExportChoices {
    /// Which fields, in which order, divided by commas, with a label of choice after “=”: number,caption,credit=By
    #[arg(long, conflicts_with = "template", value_name = "FIELDS", value_delimiter = ',')]
    pub fields: Vec<String>,
    /// No pictures (for xlsx, docx, pdf)
    #[arg(long)]
    pub no_pictures: bool,
    /// Rows to a page (for pdf; 4 by default)
    #[arg(long, value_name = "N")]
    pub rows: Option<usize>,
    /// Columns to a page (for pdf; 3 by default); 1 row and 1 column are one photo to a page
    #[arg(long, value_name = "N")]
    pub columns: Option<usize>,
    /// a4, a3, letter or legal (for pdf)
    #[arg(long, value_name = "PAPER")]
    pub paper: Option<String>,
    /// The paper lies on its side (for pdf)
    #[arg(long)]
    pub landscape: bool,
    /// How the photos' files are named: text with fields in braces (for package, zip)
    #[arg(long, value_name = "TEMPLATE", default_value = "{position:03}-{place}-{headline}")]
    pub names: String,
    /// JPEGs whose longer edge has at most so many pixels, instead of the photos' own files (for package, zip)
    #[arg(long, value_name = "PIXELS")]
    pub long_edge: Option<u32>,
    /// The formats in which the captions lie beside the pictures (for package, zip)
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "csv,json")]
    pub captions: Vec<String>,
    /// Write the sidecars beside the photos' own files, not into a folder (for sidecars)
    #[arg(long, conflicts_with = "to")]
    pub beside: bool,
    /// Where the folder will be on the web (for iiif)
    #[arg(long, value_name = "ADDRESS")]
    pub web_address: Option<String>,
}

impl ExportChoices {
    /// The choices that were made and have no effect on a format.
    pub(super) fn without_effect(&self, format: Format) -> Vec<&'static str> {
        let is_sheet = format == Format::Pdf;
        let is_package = matches!(format, Format::Package | Format::Zip);
        let has_pictures = is_sheet || matches!(format, Format::Xlsx | Format::Docx);
        let made = [
            ("--rows", self.rows.is_some(), is_sheet),
            ("--columns", self.columns.is_some(), is_sheet),
            ("--paper", self.paper.is_some(), is_sheet),
            ("--landscape", self.landscape, is_sheet),
            ("--no-pictures", self.no_pictures, has_pictures),
            ("--long-edge", self.long_edge.is_some(), is_package),
            ("--web-address", self.web_address.is_some(), format == Format::Iiif),
            ("--beside", self.beside, format == Format::Sidecars),
        ];
        made.into_iter().filter(|(_, is_made, has_effect)| *is_made && !has_effect).map(|(name, ..)| name).collect()
    }

    /// The options they stand for.
    pub(super) fn options(&self) -> anyhow::Result<ExportOptions> {
        let usual = ExportOptions::default();
        let template = match self.fields.as_slice() {
            [] => None,
            fields => {
                let fields = fields.iter().map(|written| column(written)).collect::<anyhow::Result<_>>()?;
                Some(Arc::new(Template::of_fields(fields)))
            }
        };
        let count = |given: Option<usize>, usual: usize, what: &str| match given.unwrap_or(usual) {
            n @ 1..=GRID_MAX => Ok(n),
            n => Err(anyhow!("{n} is not a number of {what}: use 1 to {GRID_MAX}")),
        };
        let paper = match &self.paper {
            None => usual.sheet.paper,
            Some(name) => {
                name.parse::<Paper>().map_err(|()| anyhow!("“{name}” is not a paper: use a4, a3, letter or legal"))?
            }
        };
        let sheet = Sheet {
            rows: count(self.rows, usual.sheet.rows, "rows")?,
            columns: count(self.columns, usual.sheet.columns, "columns")?,
            paper,
            landscape: self.landscape,
        };
        NameTemplate::parse(&self.names).with_context(|| format!("--names {}", self.names))?;
        let pictures = match self.long_edge {
            None => PackagedPictures::Originals,
            Some(long_edge_px) if EDGE_PX.contains(&long_edge_px) => PackagedPictures::Jpegs { long_edge_px },
            Some(px) => bail!("{px} is not a size: use {} to {} pixels", EDGE_PX.start(), EDGE_PX.end()),
        };
        if let Some(address) = &self.web_address {
            let is_web = address.starts_with("https://") || address.starts_with("http://");
            if !is_web || address.contains(char::is_whitespace) {
                bail!("“{address}” is not an address on the web: write it as https://example.org/photos");
            }
        }
        let captions = self.captions.iter().filter(|name| !name.is_empty()).map(|name| caption_format(name));
        let package =
            Package { names: self.names.clone(), pictures, captions: captions.collect::<anyhow::Result<_>>()? };
        Ok(ExportOptions {
            template,
            thumbnails: !self.no_pictures,
            sheet,
            package,
            web_address: self.web_address.clone().unwrap_or(usual.web_address),
            sidecars: if self.beside { SidecarPlace::BesideOriginals } else { SidecarPlace::Folder },
            today: None,
        })
    }
}

fn column(written: &str) -> anyhow::Result<Column> {
    let (name, label) = written.split_once('=').unwrap_or((written, ""));
    let field = ExportField::parse(name.trim()).ok_or_else(|| {
        let known: Vec<&str> = ExportField::ALL.into_iter().map(ExportField::name).collect();
        anyhow!("“{name}” is not a field: use {}", known.join(", "))
    })?;
    Ok(Column { field, label: label.trim().to_owned() })
}

fn caption_format(name: &str) -> anyhow::Result<Format> {
    let format = Format::from_name(name).filter(|format| !format.has_passes());
    format.ok_or_else(|| {
        let known: Vec<&str> =
            Format::ALL.into_iter().filter(|format| !format.has_passes()).map(Format::name).collect();
        anyhow!("“{name}” is not a format of captions: use {}", known.join(", "))
    })
}
