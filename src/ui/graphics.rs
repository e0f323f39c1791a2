//! By what the window is drawn: a graphics card through wgpu; and where there is none, the processor through OpenGL, for which
//! the toolkit's program for each pixel is so much simpler that a frame takes a fraction of the time.

use eframe::egui::ViewportBuilder;
use eframe::egui_wgpu::{SurfaceConfig, WgpuConfiguration};
use eframe::{NativeOptions, Renderer};

/// What draws the window; the second where the first does not work.
pub fn renderers() -> [Renderer; 2] {
    if has_graphics_card() { [Renderer::Wgpu, Renderer::Glow] } else { [Renderer::Glow, Renderer::Wgpu] }
}

/// How the window is to be drawn.
pub fn options(renderer: Renderer, viewport: ViewportBuilder) -> NativeOptions {
    NativeOptions {
        viewport,
        renderer,
        // An answer is on the screen a frame sooner than with frames in store.
        wgpu_options: WgpuConfiguration::default().with_surface_config(SurfaceConfig::LOW_LATENCY),
        // Noise is for gradients, of which there are none; it would change photos, and takes time where the processor draws.
        dithering: false,
        ..NativeOptions::default()
    }
}

/// Whether there is a graphics card that a driver has taken in hand; other systems always have something of the kind.
fn has_graphics_card() -> bool {
    let nodes = || std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    !cfg!(target_os = "linux") || nodes().any(|node| node.file_name().as_encoded_bytes().starts_with(b"renderD"))
}
