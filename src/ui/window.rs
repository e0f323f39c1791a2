//! The window: takes in events, draws a frame, applies what was asked for, and hands work to the jobs.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{self, Context, Event as InputEvent, ViewportCommand};

use crate::app::App;
use crate::app::command::Command;
use crate::app::dialog::{Dialog, Typed};
use crate::app::effect::{Effect, WindowEffect};
use crate::app::event::Event;
use crate::app::handover::ClipboardPicture;
use crate::app::notices::Severity;
use crate::jobs::Jobs;
use crate::photo::knowledge::Knowledge;
use crate::pictures::Pictures;
use crate::settings::WindowPlace;
use crate::ui::scroll::steady::Wish;
use crate::ui::{Panels, frame_ui, theme};

/// The window and all it holds.
pub struct Window {
    app: App,
    jobs: Jobs,
    panels: Panels,
    /// Text that is pasted is read as captions, because the user asked for that by menu.
    paste_asked: bool,
    full_screen: bool,
    /// What the window is called.
    title: String,
}

impl Window {
    /// A window over an application whose work the jobs do.
    pub fn new(
        ctx: &Context,
        app: App,
        jobs: Jobs,
        pictures: Arc<Pictures>,
        knowledge: Knowledge,
        folders: Vec<(&'static str, PathBuf)>,
    ) -> Self {
        theme::install(ctx);
        theme::choose(ctx, app.settings().theme);
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let mut panels = Panels::new(pictures);
        panels.places.gazetteer = Arc::clone(&knowledge.gazetteer);
        panels.dialogs.corrects.gazetteer = Arc::clone(&knowledge.gazetteer);
        panels.detail.caption.knowledge = knowledge;
        panels.dialogs.folders = folders;
        Self { app, jobs, panels, paste_asked: false, full_screen: false, title: String::new() }
    }

    /// What the window knows.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Does what is asked, as if a control had asked.
    pub fn command(&mut self, ctx: &Context, command: Command) {
        let effects = self.app.apply(command);
        self.perform(ctx, effects);
    }

    /// Has work done that the application asks for, and takes in what has come.
    pub fn perform(&mut self, ctx: &Context, effects: Vec<Effect>) {
        for effect in self.jobs.perform(&mut self.app, effects) {
            self.perform_here(ctx, effect);
        }
    }

    fn perform_here(&mut self, ctx: &Context, effect: WindowEffect) {
        match effect {
            WindowEffect::Copy(text) => ctx.copy_text(text),
            WindowEffect::CopyPicture(ClipboardPicture { size_px, rgba }) => {
                ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(size_px, &rgba));
            }
            WindowEffect::Paste => {
                self.paste_asked = true;
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            WindowEffect::FocusSearch => self.panels.top_bar.focus_search(),
            WindowEffect::FocusNextArea => self.panels.areas.next(ctx),
            WindowEffect::LeaveText => ctx.memory_mut(|memory| {
                if let Some(focused) = memory.focused() {
                    memory.surrender_focus(focused);
                }
            }),
            WindowEffect::ToggleFullScreen => {
                self.full_screen = !self.full_screen;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.full_screen));
            }
            WindowEffect::ScrollToFocus => self.wish(Wish::Show),
            WindowEffect::ScrollFocusToTop => self.wish(Wish::Begin),
            WindowEffect::KeepPlace => self.wish(Wish::Keep),
            WindowEffect::ForgetPictures(paths) => self.panels.textures.forget(paths.as_deref()),
            WindowEffect::Zoom(step) if self.app.loupe().is_some() => self.panels.loupe.step = Some(step),
            WindowEffect::Zoom(step) => self.panels.compare.step = Some(step),
            WindowEffect::Play if self.app.loupe().is_some() => self.panels.loupe.play = true,
            WindowEffect::Play => self.panels.compare.play = true,
            WindowEffect::ZoomPlaces(closer) => self.panels.places.zoom = Some(closer),
            WindowEffect::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    fn wish(&mut self, wish: Wish) {
        self.panels.grid.steady.wish(wish);
        self.panels.list_view.steady.wish(wish);
    }

    /// Files dropped on the window are opened; text pasted outside a text field is read for captions.
    fn input_commands(&mut self, ctx: &Context) -> Vec<Command> {
        let mut commands = Vec::new();
        let paths: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if !paths.is_empty() {
            commands.push(Command::OpenPaths(paths));
        }
        if self.paste_asked || !ctx.text_edit_focused() && self.app.dialog().is_none() {
            let pasted = ctx.input_mut(|input| {
                let pasted = input.events.iter().find_map(|event| match event {
                    InputEvent::Paste(text) => Some(text.clone()),
                    _ => None,
                });
                input.events.retain(|event| !matches!(event, InputEvent::Paste(_)));
                pasted
            });
            if let Some(text) = pasted {
                if std::mem::take(&mut self.paste_asked) {
                    // Where there are no captions in it, it can be mended there.
                    commands.push(Command::SetDialog(Dialog::PasteText(text.clone().into())));
                }
                commands.push(Command::OpenText(text));
            } else if std::mem::take(&mut self.paste_asked) && self.app.dialog().is_none() {
                // A clipboard that does not answer: the text can be pasted into a field.
                commands.push(Command::SetDialog(Dialog::PasteText(Typed::default())));
            }
        }
        commands
    }

    /// Where the window is now, when that is another place than the settings know. What fills a screen has no size of its
    /// own, and where the system tells no position (Wayland), the last one known stays.
    fn remember_place(&self, ctx: &Context) -> Option<Command> {
        let before = self.app.settings().window;
        let place = ctx.input(|input| {
            let viewport = input.viewport();
            let maximized = viewport.maximized.unwrap_or(false);
            if viewport.fullscreen.unwrap_or(false) || viewport.minimized.unwrap_or(false) {
                return None;
            }
            let size = viewport.inner_rect.map(|rect| rect.size());
            let position = viewport.outer_rect.map(|rect| rect.min).filter(|_| !maximized);
            Some(WindowPlace {
                size_pt: size.filter(|_| !maximized).map_or(before.size_pt, |size| [size.x.round(), size.y.round()]),
                position_pt: position.map(|at| [at.x.round(), at.y.round()]).or(before.position_pt),
                maximized,
            })
        })?;
        (place != before).then_some(Command::SetWindowPlace(place))
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        if let Some(why) = self.panels.textures.take_trouble() {
            self.app.receive(Event::Notice(Severity::Warning, why));
        }
        self.perform(ctx, Vec::new());
        let title = self.app.window_title();
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut commands = self.input_commands(&ctx);
        let theme_before = self.app.settings().theme;
        commands.extend(frame_ui(ui, &self.app, &mut self.panels));
        // Nothing that this changes is on the screen.
        if let Some(place) = self.remember_place(&ctx) {
            self.command(&ctx, place);
        }
        drop_hint_ui(&ctx);
        if commands.is_empty() {
            return;
        }
        for command in commands {
            self.command(&ctx, command);
        }
        if self.app.settings().theme != theme_before {
            theme::choose(&ctx, self.app.settings().theme);
        }
        // What was asked for shows at once: what was laid out before it is not painted, which takes longer than laying out.
        // Only when that was a second attempt does it take another frame.
        if ctx.current_pass_index() == 0 {
            ctx.request_discard("a command");
        } else {
            ctx.request_repaint();
        }
    }
}

/// Says what will happen while files are held over the window.
fn drop_hint_ui(ctx: &Context) {
    if ctx.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop hint")));
    let rect = ctx.content_rect();
    painter.rect_filled(rect, 0.0, egui::Color32::from_black_alpha(190));
    let center = egui::Align2::CENTER_CENTER;
    painter.text(rect.center(), center, "Drop to open", theme::strong(24.0), egui::Color32::WHITE);
}
