//! An empty window with Cutline's own window options: what `benches/startup.py` compares Cutline with.

use cutline::ui::graphics;
use eframe::egui::{self, CentralPanel, ViewportBuilder};

/// A window that shows nothing.
struct Empty;

impl eframe::App for Empty {
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        CentralPanel::default().show(ui, |_| {});
    }
}

fn main() -> eframe::Result {
    let viewport =
        ViewportBuilder::default().with_title("Empty").with_app_id("empty").with_inner_size([1_280.0, 800.0]);
    let [renderer, _] = graphics::renderers();
    let options = graphics::options(renderer, viewport);
    eframe::run_native("empty", options, Box::new(|_| Ok(Box::new(Empty))))
}
