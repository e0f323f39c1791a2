//! Captions that nobody would write, a megabyte of each: reading and checking one must end, in time that grows as it does,
//! and never reach deep into the stack, because an overflow ends the whole program.

use std::thread;

use cutline::caption::Caption;
use cutline::lint::{self, Lint};
use cutline::photo::{Photo, PhotoKey, Stated};
use cutline::place::gazetteer::Gazetteer;

/// As long as the longest value that a file may state.
const CAPTION_BYTES: usize = 1024 * 1024;
/// A quarter of what a thread has that reads captions.
const STACK_BYTES: usize = 512 * 1024;

/// What is repeated, with what stands before and after it.
const HOSTILE: [(&str, &str, &str); 29] = [
    ("A man waves ", "c ", "1935"),
    ("A man waves ", "about ", ""),
    ("A man waves, ", "June 30-", "July 2, 2019"),
    ("A man waves. (", "Photo: ", ")"),
    ("A man waves. [", "Mandatory Credit: ", "Jane Doe/AP]"),
    ("A man waves (", "(Photo: ", ")"),
    ("A man waves. ", "(Photo by Jane Doe) ", ""),
    ("A man waves", " ", "X OUT"),
    ("A man waves ", "ABC ", "OUT"),
    ("A man waves ", "/ Netherlands OUT ", "OUT"),
    ("A man waves. Photo by ", "by ", ""),
    ("A man waves. ", "Jane Doe and ", "John Roe/AP"),
    ("A man waves. Photo by ", "Jane Doe/", "AP"),
    ("A man waves. ", "via ", "AP"),
    ("A man waves. ", "© ", ""),
    ("A man waves. ", "Reuters - ", ""),
    ("A man waves. ", ".Credit...", "Jane Doe"),
    ("", "*", "*"),
    ("", "(", ""),
    ("", ")", ""),
    ("", "\"", ""),
    ("", "<", ">"),
    ("", "&", ";"),
    ("", "Paris, ", "Texas"),
    ("", "A. ", ""),
    ("", "Sen. ", "Jane Doe"),
    ("", "e\u{301}", ""),
    ("", "\n", "x"),
    ("", "名", ""),
];

#[test]
fn a_megabyte_of_any_of_it_is_read_on_a_small_stack() {
    let gazetteer = Gazetteer::built_in();
    for (before, unit, after) in HOSTILE {
        let n_times = (CAPTION_BYTES - before.len() - after.len()) / unit.len();
        let text = format!("{before}{}{after}", unit.repeat(n_times));
        let gazetteer = gazetteer.clone();
        let read = move || {
            let key = PhotoKey { input: "hostile".to_owned(), name: "1".to_owned() };
            let credit_line = Some(text.clone());
            let photo = Photo::read(key.clone(), Stated { text: text.clone(), ..Stated::default() }, &gazetteer);
            let caption = Caption { credit_line, ..Caption::default() };
            let credited = Photo::read(key, Stated { caption, ..Stated::default() }, &gazetteer);
            for photo in [photo, credited] {
                lint::kinds(&photo, &Lint::default());
                assert!(photo.persons.len() + photo.places.len() < 20_000);
            }
        };
        let reading = thread::Builder::new().stack_size(STACK_BYTES).name(unit.to_owned()).spawn(read);
        reading.unwrap().join().unwrap_or_else(|_| panic!("a caption made of {unit:?} stops its reading"));
    }
}
