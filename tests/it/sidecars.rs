//! Sidecars beside photos, as a script meets them: whose they are, and what is never written into.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// A sidecar as raw developers write it: it says which file it is of.
const RAW_SIDECAR: &str = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:SidecarForExtension="CR2">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Of the raw file.</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>"#;

fn cutline(arguments: &[&str]) -> Output {
    let own = tempfile::tempdir().unwrap();
    let variables = ["CUTLINE_DATA_DIR", "CUTLINE_CONFIG_DIR", "CUTLINE_CACHE_DIR"];
    Command::new(env!("CARGO_BIN_EXE_cutline"))
        .args(arguments)
        .envs(variables.map(|variable| (variable, own.path())))
        .output()
        .unwrap()
}

fn write(path: &Path, bytes: &[u8]) {
    cutline::files::write_whole(path, cutline::files::Existing::Keep, |file| file.write_all(bytes)).unwrap();
}

/// A folder with a JPEG that has a caption of its own, a raw file of the same name, and the raw file's sidecar.
fn pair(sidecar: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("a.jpg"), b"\xff\xd8\xff\xfe\0\x0fOf the JPEG.\0\xff\xd9");
    write(&folder.path().join("a.cr2"), b"II*\0\x08\0\0\0CR\x02\0\0\0\0\0");
    write(&folder.path().join(sidecar), RAW_SIDECAR.as_bytes());
    folder
}

fn name(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

#[test]
fn a_jpeg_does_not_get_the_caption_of_the_raw_file_beside_it() {
    for sidecar in ["a.xmp", "a.XMP"] {
        let folder = pair(sidecar);
        let output = cutline(&["list", &name(&folder, ""), "--format", "json"]);
        let photos: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        let texts: Vec<&str> = photos.iter().map(|photo| photo["text"].as_str().unwrap()).collect();
        assert_eq!(texts, ["Of the raw file.", "Of the JPEG."], "{sidecar}");
        for (file, from) in [("a.cr2", "sidecar"), ("a.jpg", "comment")] {
            let output = cutline(&["inspect", "--format", "json", &name(&folder, file)]);
            let photos: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(photos[0]["fields"]["description"]["from"], from, "{file} beside {sidecar}");
        }
    }
}

#[test]
fn a_jpeg_exported_alone_leaves_the_raw_files_sidecar_as_it_is() {
    let folder = pair("a.xmp");
    let export = |query: &str| {
        let output = cutline(&["export", &name(&folder, ""), "-q", query, "--format", "sidecars", "--beside"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    export("jpeg");
    assert_eq!(fs::read_to_string(folder.path().join("a.xmp")).unwrap(), RAW_SIDECAR);
    assert!(fs::read_to_string(folder.path().join("a.jpg.xmp")).unwrap().contains("Of the JPEG."));
    export("raw");
    assert!(!folder.path().join("a.cr2.xmp").exists(), "the raw file has a sidecar of its own");
}

#[test]
fn exported_sidecars_laid_over_the_photos_are_each_found_by_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let photos = ["x.jpg", "a/x.jpg", "b/x.jpg", "b/x.jpeg"];
    for photo in photos {
        fs::create_dir_all(folder.path().join("photos").join(photo).parent().unwrap()).unwrap();
        write(&folder.path().join("photos").join(photo), b"\xff\xd8\xff\xfe\0\x0fOf the JPEG.\0\xff\xd9");
    }
    let output = cutline(&["export", &name(&folder, "photos"), "--format", "sidecars", "--to", &name(&folder, "out")]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && !said.contains("warning"), "{said}");
    for (photo, sidecar) in photos.iter().zip(["x.xmp", "a/x.xmp", "b/x.jpg.xmp", "b/x.jpeg.xmp"]) {
        fs::copy(folder.path().join("out").join(sidecar), folder.path().join("photos").join(sidecar)).unwrap();
        let output = cutline(&["inspect", "--format", "json", &name(&folder, &format!("photos/{photo}"))]);
        let read: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(read[0]["fields"]["description"]["from"], "sidecar", "{photo}");
    }
}

#[test]
fn a_sidecar_that_cannot_be_called_as_its_photo_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    for photo in ["one/x.jpg", "two/x.jpg"] {
        fs::create_dir_all(folder.path().join(photo).parent().unwrap()).unwrap();
        write(&folder.path().join(photo), b"\xff\xd8\xff\xfe\0\x0fOf the JPEG.\0\xff\xd9");
    }
    let (one, two) = (name(&folder, "one"), name(&folder, "two"));
    let output = cutline(&["export", &one, &two, "--format", "sidecars", "--to", &name(&folder, "out")]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("warning: its sidecar is not called as its file is, so that no program finds it: x.jpg"),
        "{said}"
    );
    assert_eq!(fs::read_dir(folder.path().join("out")).unwrap().count(), 3, "two sidecars and the list of them");
}

#[test]
fn photos_that_photo_mechanic_tagged_are_picked() {
    let folder = tempfile::tempdir().unwrap();
    for (photo, tagged) in [("a", "True"), ("b", "False")] {
        write(&folder.path().join(format!("{photo}.jpg")), b"\xff\xd8\xff\xfe\0\x0fOf the JPEG.\0\xff\xd9");
        let sidecar = format!(
            r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:pm="http://ns.camerabits.com/photomechanic/1.0/" pm:Tagged="{tagged}"/></rdf:RDF>"#
        );
        write(&folder.path().join(format!("{photo}.xmp")), sidecar.as_bytes());
    }
    let listed = |query: &str| -> Vec<String> {
        let output = cutline(&["list", &name(&folder, ""), "-q", query, "--format", "json"]);
        let photos: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        photos.iter().map(|photo| format!("{} {}", photo["file"].as_str().unwrap(), photo["picked"])).collect()
    };
    assert_eq!(listed("is:picked"), ["a.jpg true"]);
    assert_eq!(listed("-is:picked"), ["b.jpg null"]);
    let output = cutline(&["facets", &name(&folder, ""), "picked"]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("1  Picked"));
}

#[test]
#[cfg(unix)]
fn photos_that_cannot_be_read_are_listed_with_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("good.jpg"), b"\xff\xd8\xff\xfe\0\x0aA word.\0\xff\xd9");
    write(&folder.path().join("program.jpg"), b"\x7fELF");
    let output = cutline(&["list", &name(&folder, ""), "--strict"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("program.jpg: it is none of the formats that are known"), "{said}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("program.jpg"));
    assert!(!output.status.success());
}
