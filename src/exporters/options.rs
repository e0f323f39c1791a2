//! What can be chosen about an export beside its format and its photos.

use std::sync::Arc;

use crate::exporters::fields::{Column, ExportField};
use crate::exporters::template::Template;

/// Choices that formats read as far as they concern them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportOptions {
    /// What is shown of each photo; without one, every format shows what it usually does.
    pub template: Option<Arc<Template>>,
}

impl ExportOptions {
    /// The fields shown, in order, in formats that people read.
    pub fn columns(&self) -> &[Column] {
        match &self.template {
            Some(template) => &template.fields,
            None => ExportField::usual(),
        }
    }
}
