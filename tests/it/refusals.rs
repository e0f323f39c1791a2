//! What the command line does not do, whatever it is told: harm an original, hand out a stranger's files, say that all is
//! well where it is not.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Output, Stdio};

use crate::program::{command, write};

/// Runs the program in a folder, with folders of its own within it.
fn cutline_in(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// A command ends with a status, and says something.
fn check(folder: &Path, arguments: &[&str], status: i32, said: &str) {
    let output = cutline_in(folder, arguments);
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {words}");
    assert!(words.contains(said), "{arguments:?}: {words}");
}

#[test]
fn a_package_never_holds_a_file_that_is_no_picture() {
    let folder = tempfile::tempdir().unwrap();
    let (secret, picture) = (folder.path().join("secret.txt"), folder.path().join("a.png"));
    write(&secret, "a password");
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";
    cutline::files::write_whole(&picture, cutline::files::Existing::Keep, |file| file.write_all(png)).unwrap();
    let rows = format!("file,caption\n{},One\n{},Two\n", secret.display(), picture.display());
    write(&folder.path().join("in.csv"), &rows);
    let said =
        "wrote 2 photos, of which 1 with their files, to out\ncutline: warning: no file of it, because the file named";
    check(folder.path(), &["export", "in.csv", "--to", "out", "--format", "package"], 0, said);
    let names: Vec<_> =
        fs::read_dir(folder.path().join("out/photos")).unwrap().map(|found| found.unwrap().path()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert_eq!(fs::read(&names[0]).unwrap(), png);
    // Nor does it tell where the files are on this machine.
    let captions = fs::read_to_string(folder.path().join("out/captions.json")).unwrap();
    assert!(captions.contains("photos/") && !captions.contains("in.csv"), "{captions}");
}

#[test]
fn a_package_says_of_a_photo_that_it_holds_and_cannot_show() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("photos/a.heic"), "\0\0\0\x10ftypheic\0\0\0\0");
    let arguments = ["export", "photos", "--to", "out", "--format", "package"];
    check(
        folder.path(),
        &arguments,
        0,
        "warning: its file is there, but the gallery shows no picture of it, because cannot show this format: HEIC",
    );
    assert_eq!(fs::read_dir(folder.path().join("out/photos")).unwrap().count(), 1);
}

#[test]
fn an_export_never_replaces_an_input_or_a_photo() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "caption\nA flag at the Senate.\nTwo.\n";
    write(&folder.path().join("in.csv"), rows);
    write(&folder.path().join("photo.jpg"), "not really");
    let refused = "an input of the collection is never replaced";
    check(folder.path(), &["export", "in.csv", "-q", "flag", "--to", "in.csv", "--force"], 2, refused);
    #[cfg(unix)]
    std::os::unix::fs::symlink("in.csv", folder.path().join("link.csv")).unwrap();
    #[cfg(unix)]
    check(folder.path(), &["export", "in.csv", "--to", "link.csv", "--force"], 2, refused);
    let arguments = ["export", "in.csv", "--to", "photo.jpg", "--format", "csv", "--force"];
    check(folder.path(), &arguments, 2, "a photo is never replaced");
    assert_eq!(fs::read_to_string(folder.path().join("in.csv")).unwrap(), rows);
}

#[test]
fn a_list_holds_the_same_photos_however_the_path_is_written() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("in/a.csv"), "file,caption\na.jpg,One\nb.jpg,Two\n");
    write(&folder.path().join("wanted.txt"), "a.jpg\n");
    check(folder.path(), &["find", "wanted.txt", "in/a.csv"], 0, "1 photo is on the new list “wanted”");
    check(folder.path(), &["find", "wanted.txt", "in/a.csv"], 0, "1 photo is on the new list “wanted 2”");
    for path in ["in/a.csv", "./in/a.csv", "in/../in//a.csv", "../in/a.csv"] {
        let within = if path.starts_with("..") { "in" } else { "." };
        let output = command(folder.path(), &["list", path, "-q", "is:listed", "--format", "jsonl"])
            .current_dir(folder.path().join(within))
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1, "{path}");
    }
}

#[test]
fn what_could_not_be_kept_or_read_is_no_success() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("wanted.txt"), "3\n");
    write(&folder.path().join("config/settings.json"), "{ no settings");
    check(folder.path(), &["list", "--sample"], 0, "settings");
    write(&folder.path().join("data/cutline.db"), &"no database ".repeat(1_000));
    check(folder.path(), &["corrections", "export", "out.csv"], 2, "cutline.db");
    assert!(!folder.path().join("out.csv").exists());
    fs::remove_dir_all(folder.path().join("data")).unwrap();
    write(&folder.path().join("data"), "a file where a folder should be");
    check(folder.path(), &["find", "wanted.txt", "--sample"], 2, "no list was made");
    check(folder.path(), &["doctor"], 1, "");
}

#[test]
fn a_slip_of_the_pen_is_told() {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), &["lst"], 2, "no such file, folder or command: lst");
    check(folder.path(), &["lint", "--sample", "-q", "zebra"], 1, "0 findings");
    check(folder.path(), &["list", "--sample", "-q", "date:2021-13"], 2, "“2021-13”: there is no such day or time");
    check(folder.path(), &["export", "--to", "out.csv", "--rows", "3"], 0, "--rows has no effect on csv");
    let arguments = ["export", "--to", "out", "--format", "iiif", "--web-address", "foo bar"];
    check(folder.path(), &arguments, 2, "“foo bar” is not an address on the web");
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_an_error_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
    for arguments in [&["completions", "bash"][..], &["man"], &["list", "--sample"], &["facets", "--sample"]] {
        let output = command(folder.path(), arguments).stdout(full()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("standard output cannot be written"), "{arguments:?}: {said}");
    }
    let status = command(folder.path(), &["lint", "--sample"]).stdout(Stdio::null()).stderr(full()).status().unwrap();
    assert_eq!(status.code(), Some(1));
}
