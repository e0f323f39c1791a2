//! How long a key press in the search box takes until the results are there: `cargo bench --bench search`.
//! The work is done as the window does it, from the command to the new results, but in one thread.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cutline::app::App;
use cutline::app::command::Command;
use cutline::app::effect::Effect;
use cutline::jobs::Jobs;
use cutline::lists::database::Database;
use cutline::photo::knowledge::Knowledge;
use cutline::readers::Input;
use cutline::settings::Settings;

/// What is typed, key by key.
const TYPED: [&str; 8] = [
    "protesters gather",
    "place:senate",
    "\"Senate chamber\" -flag",
    "credit:getty police OR trump",
    "person:pelosi lectern",
    "place:house -has:person",
    "capitol building washington",
    "(senate OR rotunda) protester",
];
/// The captions of the bundled collection.
const BUNDLED: &str = include_str!("../assets/capitol/captions.txt");
/// Captions of the large collection: as many as README calls comfortable.
const MANY: usize = 100_000;
/// A frame at 60 Hz.
const FRAME: Duration = Duration::from_micros(16_667);

/// The application with its work done at once.
struct Bench {
    app: App,
    jobs: Jobs,
}

impl Bench {
    fn new(input: Input) -> Result<Self, Box<dyn Error>> {
        let (database, _) = Database::open(None)?;
        let app = App::new(Settings::default(), Arc::new(database.snapshot()?));
        let mut bench = Self { app, jobs: Jobs::inline(Knowledge::built_in(), database) };
        let effects = bench.app.open(vec![input]);
        bench.perform(effects);
        Ok(bench)
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        self.jobs.perform(&mut self.app, effects);
    }

    /// The time from a text in the search box to its results; none when the text asks for nothing else than before.
    fn typed(&mut self, text: &str) -> Option<Duration> {
        let results = Arc::clone(self.app.results());
        let since = Instant::now();
        let effects = self.app.apply(Command::SetQueryText(text.to_owned()));
        self.perform(effects);
        let elapsed = since.elapsed();
        (!Arc::ptr_eq(&results, self.app.results())).then_some(elapsed)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    measure(Input::Bundled)?;
    // The same captions again and again, each with a number of its own.
    let captions: Vec<&str> = BUNDLED.lines().filter(|line| line.ends_with("Image: Getty.")).collect();
    let many: Vec<String> =
        captions.iter().cycle().take(MANY).enumerate().map(|(n, line)| format!("{n} {line}")).collect();
    measure(Input::Pasted(many.join("\n")))
}

/// Types everything, and prints how long the results took.
fn measure(input: Input) -> Result<(), Box<dyn Error>> {
    let mut bench = Bench::new(input)?;
    let mut times = Vec::new();
    // The first round warms up and is not counted.
    for round in 0..4 {
        for text in TYPED {
            bench.typed("");
            for (end, c) in text.char_indices() {
                let elapsed = bench.typed(text.get(..end + c.len_utf8()).unwrap_or(text));
                if round > 0 {
                    times.extend(elapsed);
                }
            }
        }
    }
    times.sort();
    let quantile =
        |percent: usize| times.get((times.len() * percent / 100).min(times.len() - 1)).copied().unwrap_or_default();
    println!(
        "{} photos, {} searches: half within {:?}, 99 of 100 within {:?}, all within {:?}; a frame is {FRAME:?}",
        bench.app.catalog().map_or(0, |catalog| catalog.n_photos()),
        times.len(),
        quantile(50),
        quantile(99),
        quantile(100),
    );
    Ok(())
}
