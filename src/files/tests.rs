#![expect(clippy::disallowed_methods, reason = "the files that are there before are made without the code under test")]

use proptest::prelude::*;

use super::*;

/// What a writer does before it succeeds or fails, by name.
fn write_new(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"new")
}

fn write_and_fail(out: &mut dyn Write) -> io::Result<()> {
    // More than the buffer holds, so that some of it is in the temporary file.
    out.write_all(&[b'x'; 200 * 1024])?;
    Err(io::Error::other("a writer's own reason"))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Writes in a folder with these files, each holding its own name; what the folder then holds.
fn check(before: &[&str], existing: Existing, fails: bool, expected: Result<(), &str>, after: &[(&str, &str)]) {
    let folder = tempfile::tempdir().unwrap();
    for name in before {
        fs::write(folder.path().join(name), name).unwrap();
    }
    let path = folder.path().join("a.csv");
    let writer = if fails { write_and_fail } else { write_new };
    let result = write_whole(&path, existing, writer).map_err(|error| error.to_string());
    let expected = expected.map_err(|message| format!("{message}: {}", path.display()));
    assert_eq!(result, expected, "{before:?}");
    let found: Vec<_> = names(folder.path())
        .into_iter()
        .map(|name| (fs::read_to_string(folder.path().join(&name)).unwrap(), name))
        .collect();
    let found: Vec<_> = found.iter().map(|(content, name)| (name.as_str(), content.as_str())).collect();
    assert_eq!(found, after, "{before:?}");
}

#[test]
fn a_file_is_written_kept_or_replaced() {
    let exists = "cannot write the file, because there is one already; use --force to replace it";
    let failed = "cannot write the file, because of this: a writer's own reason";
    check(&[], Existing::Keep, false, Ok(()), &[("a.csv", "new")]);
    check(&[], Existing::Replace, false, Ok(()), &[("a.csv", "new")]);
    check(&["b"], Existing::Keep, false, Ok(()), &[("a.csv", "new"), ("b", "b")]);
    check(&["a.csv"], Existing::Replace, false, Ok(()), &[("a.csv", "new")]);
    check(&["a.csv"], Existing::Keep, false, Err(exists), &[("a.csv", "a.csv")]);
    check(&["a.csv"], Existing::Replace, true, Err(failed), &[("a.csv", "a.csv")]);
    check(&[], Existing::Keep, true, Err(failed), &[]);
}

#[test]
fn a_file_made_while_writing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let result = write_whole(&path, Existing::Keep, |out| {
        fs::write(&path, "another's")?;
        write_new(out)
    });
    assert!(matches!(result, Err(FileError::Exists { .. })), "{result:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "another's");
    assert_eq!(names(folder.path()), ["a"]);
}

#[test]
fn a_writer_that_panics_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let panicked = std::panic::catch_unwind(|| write_whole(&path, Existing::Keep, |_| panic!("on purpose")));
    assert!(panicked.is_err());
    assert!(names(folder.path()).is_empty());
}

#[test]
fn litter_of_dead_writers_is_swept_and_that_of_living_ones_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in [".cutline-dead.tmp", ".cutline-alive.tmp", ".cutline-other", "cutline-other.tmp"] {
        fs::write(at(name), "").unwrap();
    }
    fs::create_dir(at(".cutline-folder.tmp")).unwrap();
    let alive = File::open(at(".cutline-alive.tmp")).unwrap();
    alive.lock().unwrap();
    write_whole(&at("a"), Existing::Keep, |out| {
        write_whole(&at("b"), Existing::Keep, write_new).unwrap();
        write_new(out)
    })
    .unwrap();
    let expected = [".cutline-alive.tmp", ".cutline-folder.tmp", ".cutline-other", "a", "b", "cutline-other.tmp"];
    assert_eq!(names(folder.path()), expected);
    assert_eq!(fs::read(at("a")).unwrap(), b"new");
}

#[test]
fn what_is_no_file_is_refused_in_words() {
    fn check(path: &Path, message: &str) {
        let error = write_whole(path, Existing::Replace, write_new).unwrap_err().to_string();
        assert_eq!(error, format!("cannot write the file, because {message}: {}", path.display()));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "old").unwrap();
    check(folder.path(), "the name belongs to a folder");
    check(Path::new("/"), "the name belongs to a folder");
    check(Path::new(""), "the name belongs to a folder");
    check(&folder.path().join("none/a"), "its folder does not exist");
    check(&file.join("a"), "its folder does not exist");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    check(&file, "the one there is read-only");
    assert_eq!(names(folder.path()), ["file"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "old");
}

#[test]
fn reasons_of_the_system_are_told_in_words() {
    fn check(kind: ErrorKind, message: &str) {
        let error = FileError::of_writer(kind.into(), Path::new("a")).to_string();
        assert_eq!(error, format!("cannot write the file, because {message}: a"));
    }
    check(ErrorKind::StorageFull, "the disk is full");
    check(ErrorKind::QuotaExceeded, "the quota is used up");
    check(ErrorKind::PermissionDenied, "permission is denied");
    check(ErrorKind::ReadOnlyFilesystem, "the disk is read-only");
    check(ErrorKind::NotFound, "of this: entity not found");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn a_new_file_has_the_usual_mode_and_a_replaced_one_its_old() {
        let folder = tempfile::tempdir().unwrap();
        let [usual, path] = ["usual", "path"].map(|name| folder.path().join(name));
        fs::write(&usual, "").unwrap();
        write_whole(&path, Existing::Keep, write_new).unwrap();
        assert_eq!(mode(&path), mode(&usual));
        for (old, expected) in [(0o640, 0o640), (0o666, 0o666), (0o4755, 0o755)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(old)).unwrap();
            write_whole(&path, Existing::Replace, write_new).unwrap();
            assert_eq!(mode(&path), expected);
        }
    }

    #[test]
    fn the_file_behind_a_link_is_replaced_and_the_link_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("elsewhere")).unwrap();
        fs::write(at("elsewhere/file"), "old").unwrap();
        symlink("elsewhere/file", at("link")).unwrap();
        symlink("nowhere", at("dangling")).unwrap();
        write_whole(&at("link"), Existing::Replace, write_new).unwrap();
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(at("elsewhere/file")).unwrap(), "new");
        assert_eq!(names(&at("elsewhere")), ["file"]);
        for name in ["link", "dangling"] {
            assert!(matches!(write_whole(&at(name), Existing::Keep, write_new), Err(FileError::Exists { .. })));
        }
        let error = write_whole(&at("dangling"), Existing::Replace, write_new).unwrap_err();
        assert!(error.to_string().contains("a link to nothing"), "{error}");
        assert_eq!(names(folder.path()), ["dangling", "elsewhere", "link"]);
    }

    #[test]
    fn a_device_is_not_replaced() {
        let error = write_whole(Path::new("/dev/null"), Existing::Replace, write_new).unwrap_err();
        assert_eq!(error.to_string(), "cannot write the file, because the name belongs to a device or pipe: /dev/null");
    }
}

#[test]
fn many_writers_at_once_leave_one_whole_file_and_no_litter() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    std::thread::scope(|scope| {
        for writer in 0..4_u8 {
            let path = &path;
            scope.spawn(move || {
                for _ in 0..50 {
                    write_whole(path, Existing::Replace, |out| out.write_all(&[b'a' + writer; 100_000])).unwrap();
                }
            });
        }
    });
    let content = fs::read(&path).unwrap();
    assert_eq!(content.len(), 100_000);
    assert!(content.iter().all(|byte| *byte == content[0]));
    assert_eq!(names(folder.path()), ["a"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn what_is_written_in_pieces_is_what_stands(pieces in proptest::collection::vec(any::<Vec<u8>>(), 0..20)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        write_whole(&path, Existing::Keep, |out| pieces.iter().try_for_each(|piece| out.write_all(piece))).unwrap();
        prop_assert_eq!(fs::read(&path).unwrap(), pieces.concat());
    }
}
