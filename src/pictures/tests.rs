use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::*;
use crate::pixels::Animation;

/// A picture of some colour.
pub(super) fn picture(width_px: u32, height_px: u32) -> Picture {
    let n_pixels = usize::try_from(width_px * height_px).unwrap();
    Picture {
        width_px,
        height_px,
        original_px: [width_px, height_px],
        rgba: [10, 20, 30, 255].repeat(n_pixels),
        has_transparency: false,
        animation: Animation::STILL,
    }
}

pub(super) fn key(name: &str) -> PictureKey {
    PictureKey { path: Path::new(name).into(), size: Size::thumbnail(200.0), frame: 0 }
}

/// Pictures of files in a folder, decoded by a fake that counts what it is asked.
struct Desk {
    folder: tempfile::TempDir,
    asked: Arc<Mutex<Vec<(String, Wanted)>>>,
}

impl Desk {
    fn new(names: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            std::fs::OpenOptions::new().create_new(true).write(true).open(folder.path().join(name)).unwrap();
        }
        Self { folder, asked: Arc::default() }
    }

    /// A decoder: thumbnails of ours are as they are, "carries…" carries a small picture, "bad…" is damaged,
    /// "panic…" is the program's own fault.
    fn decode(&self) -> Decode {
        let asked = Arc::clone(&self.asked);
        Arc::new(move |path, wanted, _, _| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            asked.lock().unwrap().push((name.clone(), wanted));
            match wanted {
                _ if name.starts_with("panic") => panic!("a fault"),
                Wanted::Embedded if name.starts_with("carries") => Ok(picture(160, 120)),
                Wanted::Embedded => Err(PixelsError::NoPreview.into()),
                Wanted::Full if name.starts_with("huge") => {
                    Err(PixelsError::TooLarge("200 megapixels".to_owned()).into())
                }
                _ if name.starts_with("bad") => Err(PixelsError::Damaged("it ends early".to_owned()).into()),
                Wanted::Fit { edge_px } => {
                    Ok(Picture { original_px: [6000, 4000], ..picture(edge_px, edge_px * 2 / 3) })
                }
                Wanted::Full => Ok(picture(600, 400)),
            }
        })
    }

    fn start(&self) -> Pictures {
        Pictures::start(self.decode(), &self.folder.path().join("thumbnails"), Arc::new(|_| {}), 2).unwrap()
    }

    fn key(&self, name: &str, size: Size) -> PictureKey {
        PictureKey { path: self.folder.path().join(name).into(), size, frame: 0 }
    }

    fn n_asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn request(key: &PictureKey) -> Request {
    Request { key: key.clone(), priority: 0 }
}

/// Every state a picture goes through until it is settled.
fn states(pictures: &Pictures, key: &PictureKey) -> Vec<String> {
    let mut states = Vec::new();
    let since = Instant::now();
    loop {
        let state = pictures.take(key);
        let settled = match &state {
            State::Waiting { .. } => false,
            State::Ready { provisional, .. } => !provisional,
            State::Failed(_) | State::Missing => true,
        };
        let told = match state {
            State::Waiting { .. } => None,
            State::Ready { picture, provisional } => Some(format!("{} px {provisional}", picture.width_px)),
            State::Failed(why) => Some(why.to_string()),
            State::Missing => Some("missing".to_owned()),
        };
        states.extend(told);
        if settled {
            return states;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "an answer comes: {states:?}");
        std::thread::yield_now();
    }
}

#[test]
fn a_thumbnail_comes_provisionally_and_then_as_it_should_be_and_is_kept() {
    let desk = Desk::new(&["carries.jpg", "plain.jpg"]);
    let large = Size::Thumbnail(ThumbnailSize::Large);
    let keys = ["carries.jpg", "plain.jpg"].map(|name| desk.key(name, large));
    let pictures = desk.start();
    pictures.ask(keys.iter().map(request).collect());
    let found = [states(&pictures, &keys[0]), states(&pictures, &keys[1])];
    // Whoever looks late misses the provisional one.
    assert!(found[0] == ["160 px true", "256 px false"] || found[0] == ["256 px false"], "{found:?}");
    assert_eq!(found[1], ["256 px false"]);
    drop(pictures);
    let n_asked = desk.n_asked();
    let pictures = desk.start();
    pictures.ask(keys.iter().map(request).collect());
    assert_eq!(states(&pictures, &keys[0]), ["256 px false"]);
    assert_eq!(states(&pictures, &keys[1]), ["256 px false"]);
    let asked = desk.asked.lock().unwrap();
    let later: Vec<_> = asked.iter().skip(n_asked).collect();
    assert!(later.len() == 2 && later.iter().all(|(name, _)| name.len() == 36), "only the thumbnails: {later:?}");
}

#[test]
fn a_kept_thumbnail_knows_how_large_its_original_is_and_stands_in_for_a_preview() {
    let desk = Desk::new(&["plain.jpg"]);
    let thumbnail = desk.key("plain.jpg", Size::thumbnail(500.0));
    let pictures = desk.start();
    pictures.ask(vec![request(&thumbnail)]);
    states(&pictures, &thumbnail);
    let preview = desk.key("plain.jpg", Size::preview(1500.0));
    pictures.ask(vec![request(&preview)]);
    let found = states(&pictures, &preview);
    assert!(found == ["512 px true", "1536 px false"] || found == ["1536 px false"], "{found:?}");
    pictures.ask(vec![request(&thumbnail)]);
    loop {
        if let State::Ready { picture, .. } = pictures.take(&thumbnail) {
            assert_eq!(picture.original_px, [6000, 4000]);
            break;
        }
    }
}

#[test]
fn a_picture_too_large_to_be_shown_whole_still_has_a_thumbnail_at_the_next_start() {
    let desk = Desk::new(&["huge.jpg"]);
    let (full, small) = (desk.key("huge.jpg", Size::Full), desk.key("huge.jpg", Size::thumbnail(200.0)));
    let pictures = desk.start();
    pictures.ask(vec![request(&full)]);
    assert!(states(&pictures, &full).iter().any(|state| state.contains("200 megapixels")));
    drop(pictures);
    let pictures = desk.start();
    pictures.ask(vec![request(&small)]);
    assert_eq!(states(&pictures, &small), ["256 px false"]);
}

#[test]
fn a_failure_says_why_and_is_remembered() {
    let desk = Desk::new(&["bad.jpg"]);
    let key = desk.key("bad.jpg", Size::thumbnail(200.0));
    for expected_asked in [2, 2] {
        let pictures = desk.start();
        pictures.ask(vec![request(&key)]);
        assert_eq!(states(&pictures, &key), ["The picture is damaged: it ends early"]);
        assert_eq!(desk.n_asked(), expected_asked);
    }
}

#[test]
fn what_is_no_file_is_told_apart() {
    let desk = Desk::new(&[]);
    let pictures = desk.start();
    let keys = ["nowhere.jpg", "."].map(|name| desk.key(name, Size::thumbnail(200.0)));
    pictures.ask(keys.iter().map(request).collect());
    assert_eq!(states(&pictures, &keys[0]), ["missing"]);
    assert_eq!(states(&pictures, &keys[1]), ["No picture: this is a folder"]);
    assert_eq!(desk.n_asked(), 0);
}

#[test]
fn a_panic_costs_one_picture() {
    let desk = Desk::new(&["panic.jpg", "plain.jpg"]);
    let keys = ["panic.jpg", "plain.jpg"].map(|name| desk.key(name, Size::thumbnail(200.0)));
    let pictures = desk.start();
    pictures.ask(keys.iter().map(request).collect());
    assert_eq!(states(&pictures, &keys[0]), ["Cannot show the picture, because of an error in the program"]);
    assert_eq!(states(&pictures, &keys[1]), ["256 px false"]);
}

#[test]
fn a_disk_that_keeps_nothing_is_told_of_once_and_the_pictures_show() {
    let desk = Desk::new(&["thumbnails", "a.jpg", "b.jpg"]);
    let keys = ["a.jpg", "b.jpg"].map(|name| desk.key(name, Size::thumbnail(200.0)));
    let pictures = desk.start();
    pictures.ask(keys.iter().map(request).collect());
    assert_eq!(keys.map(|key| states(&pictures, &key)), [["256 px false"], ["256 px false"]]);
    let trouble = || (0..).find_map(|_| pictures.take_trouble());
    assert!(trouble().is_some_and(|why| why.starts_with("Thumbnails are not kept from now on")));
    while !pictures.shared.lock().unkept.is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(pictures.take_trouble(), None);
}

#[test]
fn work_that_is_no_longer_wanted_is_told_to_stop_and_its_place_is_free() {
    let desk = Desk::new(&["slow.jpg", "plain.jpg"]);
    let n_stopped = Arc::new(AtomicUsize::new(0));
    let (quick, stopped) = (desk.decode(), Arc::clone(&n_stopped));
    let decode: Decode = Arc::new(move |path, wanted, frame, cancelled| {
        if wanted == Wanted::Full && path.ends_with("slow.jpg") {
            while !cancelled() {
                std::thread::yield_now();
            }
            stopped.fetch_add(1, Ordering::SeqCst);
            return Err(DecodeError::Cancelled);
        }
        quick(path, wanted, frame, cancelled)
    });
    let pictures = Pictures::start(decode, &desk.folder.path().join("thumbnails"), Arc::new(|_| {}), 1).unwrap();
    let [slow, plain] = ["slow.jpg", "plain.jpg"].map(|name| desk.key(name, Size::Full));
    pictures.ask(vec![request(&slow)]);
    while !matches!(pictures.take(&slow), State::Waiting { found: true }) {
        std::thread::yield_now();
    }
    pictures.ask(vec![request(&plain)]);
    assert_eq!(states(&pictures, &plain), ["600 px false"]);
    pictures.ask(vec![request(&slow)]);
    drop(pictures);
    assert!(n_stopped.load(Ordering::SeqCst) <= 2);
}

#[test]
fn pictures_are_made_inline_for_tests() {
    let desk = Desk::new(&["carries.jpg"]);
    let pictures = Pictures::inline(desk.decode());
    let key = desk.key("carries.jpg", Size::thumbnail(200.0));
    pictures.ask(vec![request(&key)]);
    assert_eq!(states(&pictures, &key), ["256 px false"]);
}

#[test]
fn a_file_system_that_has_stopped_costs_only_its_own_pictures() {
    let desk = Desk::new(&["hangs 1", "hangs 2", "hangs 3", "good"]);
    let (entered, hanging) = std::sync::mpsc::channel();
    let (release, held) = std::sync::mpsc::channel::<()>();
    let (entered, held, usual) = (Mutex::new(entered), Mutex::new(held), desk.decode());
    let decode: Decode = Arc::new(move |path, wanted, frame, cancelled| {
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("hangs")) {
            entered.lock().unwrap().send(()).unwrap();
            held.lock().unwrap().recv().ok();
        }
        usual(path, wanted, frame, cancelled)
    });
    let pictures = Pictures::start(decode, &desk.folder.path().join("thumbnails"), Arc::new(|_| {}), 2).unwrap();
    let [first, second, third, good] =
        ["hangs 1", "hangs 2", "hangs 3", "good"].map(|name| desk.key(name, Size::thumbnail(256.0)));
    pictures.ask([&first, &second, &third].map(request).to_vec());
    for _ in 0..3 {
        hanging.recv().unwrap();
    }
    pictures.give_up_stuck(Instant::now() + STOPPED_AFTER * 2);
    assert_eq!(states(&pictures, &second), ["The disk does not answer"]);
    pictures.ask(vec![request(&good)]);
    assert_eq!(states(&pictures, &good).last().map(String::as_str), Some("256 px false"));
    drop(release);
}
