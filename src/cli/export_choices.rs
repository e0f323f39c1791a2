//! What can be chosen about an export on the command line, beside its format.

use std::sync::Arc;

use anyhow::anyhow;
use clap::Args;

use crate::exporters::fields::{Column, ExportField};
use crate::exporters::options::ExportOptions;
use crate::exporters::template::Template;

/// Choices of `cutline export`, each for some formats.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Choices")]
pub(super) struct ExportChoices {
    /// Which fields, in which order, divided by commas, with a label of choice after “=”: number,caption,credit=By
    #[arg(long, conflicts_with = "template", value_name = "FIELDS", value_delimiter = ',')]
    pub fields: Vec<String>,
    /// No pictures (for xlsx, docx)
    #[arg(long)]
    pub no_pictures: bool,
}

impl ExportChoices {
    /// The options they stand for.
    pub(super) fn options(&self) -> anyhow::Result<ExportOptions> {
        let mut options = ExportOptions { thumbnails: !self.no_pictures, ..ExportOptions::default() };
        if !self.fields.is_empty() {
            let fields = self.fields.iter().map(|written| column(written)).collect::<anyhow::Result<_>>()?;
            options.template = Some(Arc::new(Template::of_fields(fields)));
        }
        Ok(options)
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
