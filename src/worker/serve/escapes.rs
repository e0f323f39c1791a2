//! Tries to get out of the sandbox, one way after the other; nothing it does would harm anybody if it succeeded.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::net::{TcpStream, UdpSocket};
use std::os::unix::net::{UnixDatagram, UnixListener};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use rustix::fs::{FlockOperation, Mode, fcntl_lock};

use crate::worker::WORKER_MEMORY_BYTES;
use crate::worker::sandbox::{Layer, SandboxState};
use crate::worker::trial::Attempt;

/// A file that every Unix has and everybody may read, and a program that does nothing.
const READABLE: &str = "/etc/passwd";
const PROGRAM: &str = "/bin/true";
/// Nobody is called at this address: it is the machine itself, at the port whose service throws everything away.
const NOBODY: &str = "127.0.0.1:9";

/// Tries everything that must not succeed.
pub(super) fn attempt_all(state: &SandboxState) -> Vec<Attempt> {
    let probe = std::env::temp_dir().join(format!("cutline-escape-{}", std::process::id()));
    let mut attempts = vec![
        attempt("read a file", File::open(READABLE).map(drop)),
        attempt("list a folder", fs::read_dir("/").map(drop)),
        attempt("see whether a file is there", fs::metadata(READABLE).map(drop)),
        attempt("write a file", OpenOptions::new().create_new(true).write(true).open(&probe).map(drop)),
        attempt("make a folder", fs::create_dir(&probe)),
        attempt("change the rights of what is open", rustix::fs::fchmod(io::stdin(), Mode::RUSR).map_err(Into::into)),
        attempt(
            "lock what is open",
            fcntl_lock(io::stdin(), FlockOperation::NonBlockingLockShared).map_err(Into::into),
        ),
        attempt("connect over the network", TcpStream::connect(NOBODY).map(drop)),
        attempt("send over the network", UdpSocket::bind("127.0.0.1:0").map(drop)),
        attempt("connect to another program", UnixDatagram::unbound().map(drop)),
        attempt("offer a service to other programs", UnixListener::bind(&probe).map(drop)),
        attempt("start a process", started()),
        attempt("become another program", became(state)),
        attempt("have more memory than it may", hoarded()),
    ];
    attempts.extend(on_parent());
    // Whatever came of it is taken away again; mostly nothing did.
    fs::remove_file(&probe).or_else(|_| fs::remove_dir(&probe)).ok();
    attempts
}

fn attempt(what: &str, done: io::Result<()>) -> Attempt {
    let refused = matches!(
        done.as_ref().map_err(io::Error::kind),
        Err(io::ErrorKind::PermissionDenied | io::ErrorKind::OutOfMemory | io::ErrorKind::Unsupported)
    );
    let outcome = done.map_or_else(|error| error.to_string(), |()| "succeeded".to_owned());
    Attempt { what: what.to_owned(), refused, outcome }
}

/// What one could do to the program that started this one.
fn on_parent() -> Vec<Attempt> {
    let Some(parent) = rustix::process::getppid() else { return Vec::new() };
    let mut attempts =
        vec![attempt("signal another process", rustix::process::test_kill_process(parent).map_err(Into::into))];
    #[cfg(target_os = "linux")]
    {
        use nix::sys::ptrace;
        use nix::unistd::Pid;

        // Seizing does not stop it, and ends with this process.
        let seized = ptrace::seize(Pid::from_raw(parent.as_raw_nonzero().get()), ptrace::Options::empty());
        attempts.push(attempt("trace another process", seized.map_err(Into::into)));
    }
    attempts
}

fn started() -> io::Result<()> {
    let mut child = Command::new(PROGRAM).spawn().map_err(|error| match error.kind() {
        // The limit of processes says so.
        io::ErrorKind::WouldBlock => io::Error::from(io::ErrorKind::PermissionDenied),
        _ => error,
    })?;
    child.wait().map(drop)
}

/// Succeeding would end the trial, so it is not tried where nothing is there to refuse it.
fn became(state: &SandboxState) -> io::Result<()> {
    if state.has(Layer::Files) || state.has(Layer::SystemCalls) { Err(Command::new(PROGRAM).exec()) } else { Ok(()) }
}

fn hoarded() -> io::Result<()> {
    let n_bytes = usize::try_from(WORKER_MEMORY_BYTES).unwrap_or(usize::MAX);
    Vec::<u8>::new().try_reserve_exact(n_bytes).map_err(|_| io::ErrorKind::OutOfMemory.into())
}

/// Calls itself for ever.
#[expect(unconditional_recursion, reason = "that is what is asked for")]
pub(super) fn overflow(depth: u64) -> u64 {
    std::hint::black_box(overflow(std::hint::black_box(depth + 1))) + 1
}
