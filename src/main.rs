//! Parses the arguments, then opens the window or runs one headless command.

use std::process::ExitCode;

fn main() -> ExitCode {
    cutline::cli::main()
}
