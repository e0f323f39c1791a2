//! What keeps a worker from the rest of the machine, layer upon layer, entered before it reads its first byte.
//! Where the system offers less, the worker goes on with what there is, and says so.

#[cfg(target_os = "linux")]
mod landlocked;
#[cfg(target_os = "linux")]
mod system_calls;

use serde::{Deserialize, Serialize};

/// What stands above the layers where they are shown.
pub const HEADING: &str = "What keeps the process that reads photographs in check";

/// The layers, each with its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxState {
    /// Every layer once, outermost first.
    pub layers: Vec<LayerState>,
}

/// A layer, and whether it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerState {
    /// Which one.
    pub layer: Layer,
    /// Why it is not there; nothing when it is.
    pub missing: Option<String>,
}

/// What a worker is kept from, a layer each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layer {
    /// It has nothing open but its socket.
    Descriptors,
    /// It knows nothing of the user's environment.
    Environment,
    /// It can have only so much memory, processor time and open files, and no second process.
    Limits,
    /// Nothing it starts could have more rights than it has.
    Privileges,
    /// No file can be opened, made or removed, by Landlock.
    Files,
    /// No TCP connection can be made, by Landlock.
    Network,
    /// No process outside can be signalled or called, by Landlock.
    Processes,
    /// The kernel refuses system calls for which decoding has no use, by seccomp.
    SystemCalls,
}

impl Layer {
    /// All, outermost first.
    pub const ALL: [Self; 8] = [
        Self::Descriptors,
        Self::Environment,
        Self::Limits,
        Self::Privileges,
        Self::Files,
        Self::Network,
        Self::Processes,
        Self::SystemCalls,
    ];

    /// What it does, in a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Descriptors => "nothing open but its socket",
            Self::Environment => "no environment",
            Self::Limits => "limits of memory, processor time, files and processes",
            Self::Privileges => "no new privileges",
            Self::Files => "no files (Landlock)",
            Self::Network => "no network (Landlock)",
            Self::Processes => "no other processes (Landlock)",
            Self::SystemCalls => "no needless system calls (seccomp)",
        }
    }
}

impl SandboxState {
    /// No layer at all, and why.
    pub fn none(why: &str) -> Self {
        let layers = Layer::ALL.map(|layer| LayerState { layer, missing: Some(why.to_owned()) });
        Self { layers: layers.into() }
    }

    /// A line for each layer: whether it is there, what it does, and why it is not there.
    pub fn lines(&self) -> Vec<(bool, String)> {
        let line = |state: &LayerState| match &state.missing {
            None => (true, state.layer.label().to_owned()),
            Some(why) => (false, format!("{}: {why}", state.layer.label())),
        };
        self.layers.iter().map(line).collect()
    }

    /// Whether every layer is there.
    pub fn is_complete(&self) -> bool {
        Layer::ALL.iter().all(|layer| self.has(*layer))
    }

    /// Whether a layer is there.
    pub fn has(&self, layer: Layer) -> bool {
        self.layers.iter().any(|state| state.layer == layer && state.missing.is_none())
    }
}

/// Gives up all that decoding does not need; there is no way back.
#[cfg(unix)]
pub(super) fn enter() -> SandboxState {
    let mut layers = Vec::new();
    let mut layer = |layer: Layer, done: Result<(), String>| layers.push(LayerState { layer, missing: done.err() });
    layer(Layer::Descriptors, close_inherited());
    layer(Layer::Environment, leave_environment());
    layer(Layer::Limits, limits::set().map_err(|why| why.to_string()));
    #[cfg(target_os = "linux")]
    {
        layer(Layer::Privileges, rustix::thread::set_no_new_privs(true).map_err(|why| why.to_string()));
        let [files, network, processes] = landlocked::enter();
        layer(Layer::Files, files);
        layer(Layer::Network, network);
        layer(Layer::Processes, processes);
        layer(Layer::SystemCalls, system_calls::refuse());
    }
    #[cfg(not(target_os = "linux"))]
    for offered_by_linux in [Layer::Privileges, Layer::Files, Layer::Network, Layer::Processes, Layer::SystemCalls] {
        layer(
            offered_by_linux,
            Err("this system has no such thing, or Cutline does not know how to ask for it".to_owned()),
        );
    }
    SandboxState { layers }
}

/// Closes what an ancestor left open, for example the window's connections: only what the program itself opens is sure
/// not to be inherited.
#[cfg(target_os = "linux")]
fn close_inherited() -> Result<(), String> {
    let names = std::fs::read_dir("/proc/self/fd").map_err(|why| format!("cannot list what is open: {why}"))?;
    let names: Vec<_> = names.flatten().map(|entry| entry.file_name()).collect();
    let open = names.iter().filter_map(|name| name.to_string_lossy().parse::<i32>().ok());
    for descriptor in open.filter(|descriptor| *descriptor > 2) {
        // The one that listed them is closed already.
        nix::unistd::close(descriptor).ok();
    }
    Ok(())
}

#[cfg(all(unix, not(target_os = "linux")))]
fn close_inherited() -> Result<(), String> {
    Err("this system does not tell what is open".to_owned())
}

/// The program clears the environment when it starts a worker; the folder is left here.
#[cfg(unix)]
fn leave_environment() -> Result<(), String> {
    rustix::process::chdir("/").map_err(|why| format!("cannot leave the folder: {why}"))?;
    match std::env::vars_os().count() {
        0 => Ok(()),
        n => Err(format!("it was started with {n} environment variables")),
    }
}

/// What a worker may use of the machine.
#[cfg(unix)]
pub(super) mod limits {
    use std::time::Duration;

    use rustix::io;
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};

    use crate::worker::WORKER_MEMORY_BYTES;
    use crate::worker::protocol::BATCH_MAX_FILES;

    /// Two batches of files, and what a process has anyway.
    const OPEN_FILES: u64 = 2 * BATCH_MAX_FILES as u64 + 32;
    /// Processor time of a worker in all, in seconds: many times what it uses before it is replaced.
    const LIFE_SECONDS: u64 = 3600;

    /// Sets them all, as far as that goes; the first error is told.
    pub(crate) fn set() -> io::Result<()> {
        let set = [
            lower(Resource::As, WORKER_MEMORY_BYTES),
            lower(Resource::Cpu, LIFE_SECONDS),
            lower(Resource::Nofile, OPEN_FILES),
            // Neither a core file full of strangers' bytes, nor another process or thread: the pool is what is parallel.
            lower(Resource::Core, 0),
            lower(Resource::Nproc, 0),
        ];
        set.into_iter().collect()
    }

    fn lower(resource: Resource, value: u64) -> io::Result<()> {
        let value = getrlimit(resource).maximum.map_or(value, |maximum| maximum.min(value));
        setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) })
    }

    /// The processor time this process may have used when its next answer is due, in seconds.
    #[derive(Default)]
    pub(crate) struct TimeLimit(u64);

    impl TimeLimit {
        /// Has the kernel end this process when its next answer takes so much processor time: the program sees to
        /// deadlines, but it may be gone while its worker goes round in circles.
        pub(crate) fn allow(&mut self, time: Duration) {
            let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
            // One second for the part of one already used, one so that the program is the first to notice.
            let limit = (used + time.as_secs() + 2).min(LIFE_SECONDS);
            if self.0 != limit {
                self.0 = limit;
                // Where the user's own limit is lower, that one stays; the program's deadlines hold in any case.
                setrlimit(Resource::Cpu, Rlimit { current: Some(limit), maximum: Some(LIFE_SECONDS) }).ok();
            }
        }
    }
}
