//! A IIIF Presentation 3 manifest with its pictures: what archives' viewers (Mirador, Universal Viewer) open, once the folder
//! is on a web server. Its addresses begin with the one that the user gives.

use std::io;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::exporters::pictures::{Pictures, Pixels, THUMBNAIL_QUALITY};
use crate::exporters::tree::Tree;
use crate::exporters::{Export, cancelled, headline};
use crate::photo::Photo;
use crate::text::with_visible_controls;

/// The pictures' longer edges, in pixels.
const PICTURE_EDGE_PX: u32 = 2_048;
const THUMBNAIL_EDGE_PX: u32 = 400;
/// What a canvas without a picture measures: a viewer must show something.
const EMPTY_PX: [u32; 2] = [1_200, 900];

/// Writes `manifest.json`, and the pictures in folders beside it.
pub(super) fn write(photos: &[(usize, Arc<Photo>)], export: &Export<'_>, tree: &mut dyn Tree) -> io::Result<()> {
    let base = export.options().web_address.trim_end_matches('/');
    let mut canvases = Vec::new();
    let made = |photo: &Photo, pictures: &dyn Pictures| {
        let large = pictures.pixels(photo, PICTURE_EDGE_PX)?;
        let small = large.fitted(THUMBNAIL_EDGE_PX);
        Ok((small.jpeg(THUMBNAIL_QUALITY)?, large.jpeg(THUMBNAIL_QUALITY)?, [size(&small), size(&large)]))
    };
    export.with_pictures(&mut photos.iter().cloned(), &made, &mut |number, position, photo, made| {
        let made = export.or_left_out(photo, made);
        let sizes = made.as_ref().map(|(_, _, sizes)| *sizes);
        if let Some((small, large, _)) = &made {
            tree.file(&format!("thumbnails/{number:04}.jpg"), &mut |out| out.write_all(small))?;
            tree.file(&format!("pictures/{number:04}.jpg"), &mut |out| out.write_all(large))?;
        }
        canvases.push(canvas(base, photo, number, position, sizes, export));
        if export.goes_on(number) { Ok(()) } else { Err(cancelled()) }
    })?;
    let manifest = manifest(base, canvases, export);
    tree.file("manifest.json", &mut |out| {
        serde_json::to_writer_pretty(&mut *out, &manifest)?;
        out.write_all(b"\n")
    })
}

fn manifest(base: &str, canvases: Vec<Value>, export: &Export<'_>) -> Value {
    let title = match export.heading().title.trim() {
        "" => "Photos",
        title => title,
    };
    let mut manifest = json!({
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": format!("{base}/manifest.json"),
        "type": "Manifest",
        "label": text(title),
        "items": canvases,
    });
    if let Some(credit) = &export.heading().credit {
        put(&mut manifest, "requiredStatement", pair("Credit", credit));
    }
    manifest
}

fn canvas(
    base: &str,
    photo: &Photo,
    number: usize,
    position: usize,
    sizes: Option<[[u32; 2]; 2]>,
    export: &Export<'_>,
) -> Value {
    let id = format!("{base}/canvas/{number}");
    let [width, height] = sizes.map_or(EMPTY_PX, |[_, large]| large);
    let label = headline(photo).map_or_else(|| number.to_string(), |headline| format!("{number}. {headline}"));
    let options = export.options();
    let facts = options.facts(photo, number, position);
    let facts: Vec<Value> = facts.iter().map(|(label, value)| pair(label, value)).collect();
    let mut canvas = json!({
        "id": id,
        "type": "Canvas",
        "label": text(&label),
        "summary": text(&options.caption(photo, number, position)),
        "width": width,
        "height": height,
        "metadata": facts,
        "items": [],
    });
    if let Some(credit) = &photo.caption.credit_line {
        put(&mut canvas, "requiredStatement", pair("Credit", credit));
    }
    if let Some([small, large]) = sizes {
        let picture = |folder: &str, [width, height]: [u32; 2]| {
            json!({
                "id": format!("{base}/{folder}/{number:04}.jpg"),
                "type": "Image",
                "format": "image/jpeg",
                "width": width,
                "height": height,
            })
        };
        put(&mut canvas, "thumbnail", json!([picture("thumbnails", small)]));
        let annotation = json!({
            "id": format!("{id}/picture"),
            "type": "Annotation",
            "motivation": "painting",
            "body": picture("pictures", large),
            "target": id,
        });
        put(
            &mut canvas,
            "items",
            json!([{ "id": format!("{id}/page"), "type": "AnnotationPage", "items": [annotation] }]),
        );
    }
    canvas
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(members) = object {
        members.insert(name.to_owned(), value);
    }
}

fn pair(label: &str, value: &str) -> Value {
    json!({ "label": text(label), "value": text(value) })
}

/// A text in no stated language.
///
/// Viewers take a text between `<` and `>` for HTML (Presentation API 3.0, 4.5): there it is written as HTML that says it.
fn text(text: &str) -> Value {
    let text = with_visible_controls(text);
    let trimmed = text.trim();
    if trimmed.starts_with('<') && trimmed.ends_with('>') {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        return json!({ "none": [format!("<span>{escaped}</span>")] });
    }
    json!({ "none": [text] })
}

fn size(pixels: &Pixels) -> [u32; 2] {
    [pixels.width_px, pixels.height_px]
}
