//! The part of `App` that edits templates.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::{Dialog, ExportDialog};
use crate::app::effect::Effect;
use crate::app::handover::HandoverEffect;
use crate::app::notices::Severity;
use crate::caption::date::printed::DateForm;
use crate::exporters::fields::{Column, ExportField};
use crate::exporters::template::Template;
use crate::exporters::template::folder::Templates;

/// What the dialog shows that edits a template.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateDialog {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// The pattern of captions, as typed.
    pub caption: String,
    /// How dates are printed.
    pub dates: DateForm,
    /// The fields, in order.
    pub fields: Vec<Column>,
    /// The file it was read from.
    pub path: Option<PathBuf>,
    /// Whether another click removes the file.
    pub deleting: bool,
    /// What is wrong, when it was tried to keep it.
    pub error: Option<String>,
    /// The export dialog to return to.
    pub back: Option<Box<ExportDialog>>,
}

impl TemplateDialog {
    /// The template as it stands in the dialog; or what is wrong with it.
    pub fn template(&self) -> Result<Template, String> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err("The template needs a name".to_owned());
        }
        let caption = self.caption.parse().map_err(|error| format!("The pattern cannot be read: {error}"))?;
        Ok(Template {
            name: name.to_owned(),
            about: self.about.trim().to_owned(),
            caption,
            dates: self.dates,
            fields: self.fields.clone(),
        })
    }

    fn of(template: &Template, path: Option<PathBuf>, back: Option<Box<ExportDialog>>) -> Self {
        let Template { name, about, caption, dates, fields } = template.clone();
        // One that ships stays as it is: what is kept is a copy.
        let name = if path.is_some() { name } else { format!("{name} (mine)") };
        let caption = caption.source().to_owned();
        Self { name, about, caption, dates, fields, path, deleting: false, error: None, back }
    }

    fn new(back: Option<Box<ExportDialog>>) -> Self {
        Self {
            name: String::new(),
            about: String::new(),
            caption: "{caption} ({credit})".to_owned(),
            dates: DateForm::Day,
            fields: [ExportField::Number, ExportField::Composed, ExportField::Date, ExportField::File]
                .map(Column::of)
                .to_vec(),
            path: None,
            deleting: false,
            error: None,
            back,
        }
    }
}

impl App {
    /// The templates are read again whenever they are about to be offered: a colleague may have put a file there.
    pub(in crate::app) fn load_templates(&self) -> Effect {
        Effect::Handover(HandoverEffect::LoadTemplates)
    }

    pub(super) fn edit_template(&mut self, template: Option<Arc<Template>>) -> Vec<Effect> {
        let back = match self.dialog.take() {
            Some(Dialog::Export(export)) => Some(Box::new(export)),
            Some(Dialog::Template(editing)) => editing.back,
            _ => None,
        };
        let dialog = match template {
            Some(template) => {
                let path = self.templates().named(&template.name).and_then(|found| found.path.clone());
                TemplateDialog::of(&template, path, back)
            }
            None => TemplateDialog::new(back),
        };
        self.dialog = Some(Dialog::Template(dialog));
        vec![self.load_templates()]
    }

    pub(super) fn save_template(&mut self) -> Vec<Effect> {
        let Some(Dialog::Template(dialog)) = &mut self.dialog else { return Vec::new() };
        match dialog.template() {
            Ok(template) => {
                let (template, before) = (Arc::new(template), dialog.path.clone());
                vec![Effect::Handover(HandoverEffect::SaveTemplate { template, before })]
            }
            Err(why) => {
                dialog.error = Some(why);
                Vec::new()
            }
        }
    }

    pub(super) fn delete_template(&mut self) -> Vec<Effect> {
        let Some(Dialog::Template(dialog)) = &mut self.dialog else { return Vec::new() };
        match &dialog.path {
            Some(path) if dialog.deleting => vec![Effect::Handover(HandoverEffect::DeleteTemplate(path.clone()))],
            Some(_) => {
                dialog.deleting = true;
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    pub(super) fn take_templates(&mut self, templates: Templates) -> Vec<Effect> {
        if !templates.problems.is_empty() && templates.problems != self.handover.templates.problems {
            let n_problems = templates.problems.len();
            let noun = if n_problems == 1 { "template" } else { "templates" };
            let text = format!("{n_problems} {noun} could not be read");
            self.notices.add_with(Severity::Warning, text, templates.problems.clone(), None);
        }
        self.handover.templates = Arc::new(templates);
        let templates = Arc::clone(&self.handover.templates);
        if let Some(Dialog::Export(dialog)) = &mut self.dialog
            && let Some(name) = dialog.awaited_template.take()
            && dialog.options.template.is_none()
        {
            dialog.options.template = templates.named(&name).map(|found| Arc::clone(&found.template));
        }
        Vec::new()
    }

    pub(super) fn template_changed(&mut self, result: Result<(Templates, Option<String>), String>) -> Vec<Effect> {
        let (templates, saved) = match result {
            Ok(changed) => changed,
            Err(why) => {
                match &mut self.dialog {
                    Some(Dialog::Template(dialog)) => dialog.error = Some(why),
                    _ => self.notices.add(Severity::Error, why),
                }
                return Vec::new();
            }
        };
        self.take_templates(templates);
        let template = saved.and_then(|name| self.templates().named(&name).map(|found| Arc::clone(&found.template)));
        let done = match &template {
            Some(template) => format!("Kept the template “{}”", template.name),
            None => "Removed the template".to_owned(),
        };
        self.notices.add(Severity::Done, done);
        if let Some(Dialog::Template(dialog)) = self.dialog.take() {
            self.dialog = dialog.back.map(|mut export| {
                export.options.template = template;
                Dialog::Export(*export)
            });
        }
        Vec::new()
    }
}
