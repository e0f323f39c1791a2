//! What stands for a photo in a small place: its picture, letterboxed; a still place where it will be; what went wrong, in
//! words; or nothing, where the photo has no picture.

use std::sync::Arc;

use eframe::egui::{Align2, Rect, Ui, pos2, text::LayoutJob};

use crate::photo::Photo;
use crate::pictures::{PictureKey, Size, Source};
use crate::ui::textures::{Facts, Look, Textures, letterboxed};
use crate::ui::theme::{self, SMALL_PT};

/// The least room in which words are of use, in points.
const WORDS_MIN_PT: f32 = 70.0;

/// What stands for a photo.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Face {
    /// No picture: the photo's caption stands for it.
    Type,
    /// A picture that will come.
    Waiting,
    /// The picture.
    Shown(PictureKey, Facts),
    /// What went wrong.
    Failed(Arc<str>),
}

impl Face {
    /// What stands for a photo in a frame; its picture is wanted, the sooner the smaller the number.
    pub(crate) fn of(ui: &Ui, photo: &Photo, frame: Rect, priority: u32, textures: &mut Textures) -> Self {
        match textures.source(photo) {
            Some(source) => Self::of_source(ui, &source, frame, priority, textures),
            None => Self::Type,
        }
    }

    /// The same for a picture, whatever photo it belongs to.
    pub(crate) fn of_source(ui: &Ui, source: &Source, frame: Rect, priority: u32, textures: &mut Textures) -> Self {
        let size = Size::thumbnail(frame.size().max_elem() * ui.pixels_per_point());
        let key = PictureKey { path: Arc::clone(&source.path), size, frame: 0 };
        match textures.look(ui.ctx(), &key, priority) {
            Look::Shown(facts) => Self::Shown(key, facts),
            Look::Failed(why) => Self::Failed(why),
            Look::Missing if source.seen => Self::Failed("The file is no longer there".into()),
            Look::Waiting if source.seen || textures.has_pictures() => match textures.best(&key) {
                Some((key, facts)) => Self::Shown(key, facts),
                None => Self::Waiting,
            },
            Look::Missing | Look::Waiting => Self::Type,
        }
    }

    /// What stands for a photo that is not there just now: what is known of it, but not that its picture cannot be read.
    pub(crate) fn while_away(self) -> Self {
        match self {
            Self::Failed(_) => Self::Waiting,
            Self::Type | Self::Waiting | Self::Shown(..) => self,
        }
    }

    /// Paints the picture, or what is the matter with it, into its frame.
    pub(crate) fn paint(&self, ui: &Ui, frame: Rect, textures: &mut Textures) {
        let palette = theme::palette(ui);
        match self {
            Self::Type | Self::Waiting => {}
            Self::Shown(key, facts) => {
                let rect = letterboxed(frame, facts.original_px, ui.pixels_per_point());
                textures.paint(&ui.painter().with_clip_rect(rect.intersect(ui.clip_rect())), key, rect, palette);
            }
            Self::Failed(_) if frame.width() < WORDS_MIN_PT => {
                ui.painter().text(frame.center(), Align2::CENTER_CENTER, "!", theme::strong(SMALL_PT), palette.warning);
            }
            Self::Failed(why) => {
                let font = theme::regular(SMALL_PT);
                let mut job = LayoutJob::simple(why.to_string(), font, palette.warning, frame.width() - 12.0);
                job.halign = eframe::egui::Align::Center;
                job.wrap.max_rows = ((frame.height() / 15.0).floor() as usize).max(1);
                let galley = ui.painter().layout_job(job);
                let at = pos2(frame.center().x, frame.center().y - galley.size().y / 2.0);
                ui.painter().with_clip_rect(frame.intersect(ui.clip_rect())).galley(at, galley, palette.warning);
            }
        }
    }
}
