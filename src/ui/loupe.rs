//! The large view: one photo fills the window, zoomed and moved at will, with its caption below; its neighbours are made
//! ahead. A photo without a picture shows its caption, set as large as fits.

mod bar;
mod caption_view;
pub(crate) mod picture_view;
mod player;
mod zoom;

use eframe::egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::app::App;
use crate::app::command::{Command, Verb};
use crate::app::large::{Loupe, Slideshow, ZoomStep};
use crate::app::selection::{Motion, SelectMode};
use crate::photo::Photo;
use crate::ui::grid;
use crate::ui::loupe::bar::Bar;
use crate::ui::loupe::caption_view::CaptionView;
use crate::ui::loupe::picture_view::{PictureView, Wish, disc_button_ui, preview_key, shows_picture};
use crate::ui::textures::Textures;
use crate::ui::theme;

pub(crate) use crate::ui::loupe::bar::percent;

/// Seconds a photo stays in a slideshow.
const SLIDE_SECONDS: f64 = 5.0;
/// The neighbours are made after everything that is seen; the next one first.
const AHEAD: [(isize, u32); 2] = [(1, 1_000), (-1, 1_001)];

/// What the view keeps, and a restart may forget.
#[derive(Debug, Default)]
pub struct LoupeView {
    /// A change of the zoom that was asked for by key or menu.
    pub step: Option<ZoomStep>,
    /// Whether the animation is to be played, or paused.
    pub play: bool,
    /// When the slideshow's photo came, in seconds, and which it is.
    slide: Option<(f64, u32)>,
    caption: CaptionView,
    picture: PictureView,
}

impl LoupeView {
    /// Draws the view and appends what is asked for.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, textures: &mut Textures, commands: &mut Vec<Command>) {
        let Some(loupe) = app.loupe() else { return };
        let Some(photo) = app.photo(loupe.photo) else { return };
        let photo = &*photo;
        let area = ui.available_rect_before_wrap();
        if app.dialog().is_none() {
            grid::keys_ui(ui, 1, 10, commands);
        }
        let edge_px = area.size().max_elem() * ui.pixels_per_point();
        let source = textures.source(photo).filter(|source| shows_picture(ui, source, edge_px, textures));
        let bar = Bar::of(ui, app, photo, source.is_some(), area.width()).filter(|_| loupe.facts);
        let body = area.with_max_y(area.bottom() - bar.as_ref().map_or(0.0, Bar::height_pt));
        let scale = match &source {
            Some(source) => {
                let label = format!("Photo {}: {}", loupe.photo.0 + 1, photo.text());
                let (zoom, step, away) = (loupe.zoom, self.step.take(), app.is_away(photo));
                let play = std::mem::take(&mut self.play);
                let wish = Wish { source, zoom, step, play, edge_px, may_be_full: true, away, label };
                self.picture_ui(ui, body, wish, textures, commands)
            }
            None => {
                self.caption_ui(ui, body, loupe, photo, commands);
                None
            }
        };
        step_ui(ui, body, source.is_some(), commands);
        if let Some(bar) = bar {
            bar.ui(ui, area.with_min_y(body.bottom()), scale, commands);
        }
        make_ahead(ui, app, loupe, edge_px, textures);
        self.slideshow(ui, loupe.slideshow == Slideshow::Running, loupe.photo.0, commands);
    }

    fn picture_ui(
        &mut self,
        ui: &mut Ui,
        body: Rect,
        wish: Wish<'_>,
        textures: &mut Textures,
        commands: &mut Vec<Command>,
    ) -> Option<f32> {
        let seen = self.picture.ui(ui, body, wish, textures);
        commands.extend(seen.zoom.map(Command::SetZoom));
        if seen.response.double_clicked() {
            commands.push(Command::Do(Verb::Back));
        }
        seen.scale
    }

    fn caption_ui(&mut self, ui: &mut Ui, body: Rect, loupe: &Loupe, photo: &Photo, commands: &mut Vec<Command>) {
        let response = ui.interact(body, ui.scope_id().with("loupe"), Sense::click());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Figure, true, format!("Photo {}: {}", loupe.photo.0 + 1, photo.text()))
        });
        if response.double_clicked() {
            commands.push(Command::Do(Verb::Back));
        }
        if let Some(step) = self.step.take() {
            commands.push(Command::SetZoom(caption_view::stepped(loupe.zoom, step)));
        }
        self.caption.ui(ui, body, photo, loupe.zoom);
    }

    fn slideshow(&mut self, ui: &Ui, running: bool, photo: u32, commands: &mut Vec<Command>) {
        if !running {
            self.slide = None;
            return;
        }
        let now = ui.input(|input| input.time);
        let (since, shown) = *self.slide.get_or_insert((now, photo));
        if shown != photo {
            self.slide = Some((now, photo));
        } else if now - since >= SLIDE_SECONDS {
            commands.push(Command::SlideshowNext);
        }
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(250));
    }
}

/// Asks for the photos before and after, so that they are there when a key is pressed.
fn make_ahead(ui: &Ui, app: &App, loupe: &Loupe, edge_px: f32, textures: &mut Textures) {
    let Some(at) = app.rank(loupe.photo) else { return };
    for (step, priority) in AHEAD {
        let neighbour = at.checked_add_signed(step).and_then(|at| app.results().order.get(at));
        let source = neighbour.and_then(|index| app.photo(*index)).and_then(|photo| textures.source(&photo));
        if let Some(source) = source {
            textures.look(ui.ctx(), &preview_key(&source, edge_px, 0), priority);
        }
    }
}

/// Buttons at the sides, for those who do not use the keys.
fn step_ui(ui: &mut Ui, body: Rect, over_picture: bool, commands: &mut Vec<Command>) {
    let steps = [
        ("Previous photo", Align2::LEFT_CENTER, Motion::Backward, 1.0),
        ("Next photo", Align2::RIGHT_CENTER, Motion::Forward, -1.0),
    ];
    for (label, side, motion, direction) in steps {
        let rect = side.align_size_within_rect(vec2(44.0, 88.0), body.shrink2(vec2(8.0, 0.0)));
        let palette = theme::palette(ui);
        let (response, color) = if over_picture {
            (disc_button_ui(ui, rect, label), theme::OVER_PICTURE_TEXT)
        } else {
            let response = ui.interact(rect, ui.scope_id().with(label), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
            let color = if response.hovered() { palette.text } else { palette.text_weak };
            (response.on_hover_text(label), color)
        };
        let tip = rect.center() - vec2(4.0 * direction, 0.0);
        let ends = [-9.0, 9.0].map(|y| tip + vec2(9.0 * direction, y));
        let [upper, lower] = ends;
        ui.painter().line(vec![upper, tip, lower], eframe::egui::Stroke::new(2.0, color));
        if response.clicked() {
            commands.push(Command::MoveFocus(motion, 1, SelectMode::Only));
        }
    }
}
