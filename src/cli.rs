//! The command line: opens the window, or runs one headless command over the same core. Results go to standard output
//! and nothing else does; warnings and errors go to standard error.

mod ahead;
mod arguments;
mod cache;
mod corrections;
mod doctor;
mod export;
mod export_choices;
mod find;
mod inputs;
mod inspect;
mod lint;
mod output;
mod run;
#[cfg(target_os = "linux")]
mod shader_cache;
mod window;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::arguments::{Arguments, Command};
#[cfg(unix)]
use crate::worker::serve;

/// Exit status when nothing matched.
const NOTHING_MATCHED: u8 = 1;
/// Exit status of an error in the arguments or an input.
const FAILED: u8 = 2;

/// Parses the program's arguments and does what they say.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        None => window::open(&arguments.window, arguments.folders),
        Some(Command::List(list)) => run::list(&list, arguments.folders),
        Some(Command::Facets(facets)) => run::facets(&facets, arguments.folders),
        Some(Command::Lint(lint)) => lint::lint(&lint, arguments.folders),
        Some(Command::Export(export)) => export::export(&export, arguments.folders),
        Some(Command::Templates(templates)) => export::list_templates(&templates, arguments.folders),
        Some(Command::Find(find)) => find::find(&find, arguments.folders),
        Some(Command::Compare(compare)) => find::compare(&compare, arguments.folders),
        Some(Command::Inspect(inspect)) => inspect::inspect(&inspect),
        Some(Command::Corrections { command }) => corrections::run(&command, arguments.folders),
        Some(Command::Completions { shell }) => run::completions(shell),
        Some(Command::Man) => run::man(),
        Some(Command::Cache(cache)) => cache::run(&cache, arguments.folders),
        Some(Command::Doctor) => doctor::run(arguments.folders),
        Some(Command::Worker) => Ok(worker()),
    };
    match done {
        Ok(code) => code,
        // Whoever reads our output has seen enough.
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::say(&format!("error: {error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

/// Serves the program that started this one.
#[cfg(unix)]
fn worker() -> ExitCode {
    serve::main()
}

/// Where there are no workers nobody starts one.
#[cfg(not(unix))]
fn worker() -> ExitCode {
    ExitCode::from(FAILED)
}
