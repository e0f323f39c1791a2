#!/usr/bin/python3
"""Uses the whole program on photographs and sees to it that none is changed, or even opened for writing.

usage: tests/smoke/originals.py PROGRAM [FOLDER]

Every command, and a window that scrolls, shows photos large, compares and lists them, run under strace on copies of the
files in FOLDER (tests/data/metadata unless told). Afterwards every file has the bytes, the name and the times it had.
Needs strace; the window also Xvfb and xdotool, and is left out without them, which is said.
Exit status: 0 when all is as expected.
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Calls that name a file and change nothing, of those that strace calls file calls.
HARMLESS = {
    "access", "execve", "faccessat", "faccessat2", "fstatat64", "getxattr", "inotify_add_watch", "lgetxattr", "listxattr",
    "llistxattr", "lstat", "newfstatat", "readlink", "readlinkat", "stat", "statfs", "statx", "chdir", "fanotify_mark",
}
OPENS = {"open", "openat", "openat2", "creat"}
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")
# What a person does in the window; each is a key, and a pause for pictures to come.
KEYS = ["Home", "Next", "Next", "End", "Home", "Return", "Right", "Right", "z", "plus", "Left", "Escape", "shift+Right",
        "shift+Right", "c", "Escape", "t", "ctrl+3", "End", "Home", "ctrl+2", "ctrl+l", "F5", "Escape", "ctrl+r"]
PATIENCE = 120


class Failed(Exception):
    """Something was changed, or could not be tried."""


def state_of(folder):
    """Name, bytes and times of every file."""
    found = {}
    for path in sorted(folder.rglob("*")):
        status = path.stat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        found[str(path)] = (content, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_mode)
    return found


def traced(log, command):
    return ["strace", "-f", "-qq", "-y", "-s", "4096", "-e", "trace=%file", "-e", "signal=none", "-o", str(log), *map(str, command)]


def check_log(log, folder, what):
    """No call of a traced run touches the folder but to read."""
    n_opened = 0
    for line in log.read_text(errors="replace").splitlines():
        found = re.match(r"^\d+ +(\w+)\(", line)
        if not found or str(folder) not in line:
            continue
        call = found.group(1)
        if call in OPENS:
            n_opened += 1
            if call == "creat" or WRITES.search(line):
                raise Failed(f"{what} opens a photo for writing: {line}")
        elif call not in HARMLESS:
            raise Failed(f"{what} may change a photo: {line}")
    if n_opened == 0:
        raise Failed(f"{what} opened no photo at all: the trace is of no use")
    print(f"{what}: {n_opened} times a photo or its folder was opened, never for writing")


def commands(program, folders, photos, out):
    files = sorted(path for path in photos.iterdir() if path.is_file())
    yield "list", [program, "list", photos, "--format", "json", *folders], (0, 1)
    yield "facets", [program, "facets", photos, "--format", "json", *folders], (0, 1)
    yield "inspect", [program, "inspect", "--format", "json", *files], (0, 2)
    for extension in ("csv", "json", "html", "md", "txt"):
        yield f"export to {extension}", [program, "export", photos, "--to", out / f"all.{extension}", *folders], (0,)


def run_commands(program, folders, photos, work):
    for what, command, statuses in commands(program, folders, photos, work):
        log = work / "trace"
        done = subprocess.run(traced(log, command), stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode not in statuses:
            raise Failed(f"{what} ended with status {done.returncode}: {done.stderr.decode(errors='replace')[-400:]}")
        check_log(log, photos, what)


def run_window(program, folders, photos, work):
    read_end, write_end = os.pipe()
    quiet = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"], pass_fds=[write_end], **quiet)
    os.close(write_end)
    with os.fdopen(read_end) as number:
        display = ":" + number.readline().strip()
    (work / "run").mkdir(mode=0o700)
    (work / "home").mkdir()
    environment = {**os.environ, "DISPLAY": display, "XDG_RUNTIME_DIR": str(work / "run"), "HOME": str(work / "home")}
    environment.pop("WAYLAND_DISPLAY", None)
    log = work / "trace"
    window = subprocess.Popen(traced(log, [program, photos, *folders]), env=environment, **quiet)

    def xdotool(*command):
        return subprocess.run(["xdotool", *command], env=environment, capture_output=True, text=True).stdout.strip()

    try:
        end = time.monotonic() + PATIENCE
        while not (found := xdotool("search", "--onlyvisible", "--name", "Cutline$")):
            if time.monotonic() > end or window.poll() is not None:
                raise Failed("the window does not come")
            time.sleep(0.2)
        xdotool("windowfocus", "--sync", found.split()[0])
        time.sleep(3)
        for pressed in KEYS:
            xdotool("key", pressed)
            time.sleep(0.7)
        xdotool("key", "ctrl+q")
        try:
            status = window.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Failed("the window does not close") from None
        if status != 0:
            raise Failed(f"the window ended with status {status}")
    finally:
        if window.poll() is None:
            window.kill()
        screen.terminate()
        screen.wait()
    check_log(log, photos, "the window")


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    program = os.path.abspath(sys.argv[1])
    source = pathlib.Path(sys.argv[2] if len(sys.argv) == 3 else ROOT / "tests/data/metadata")
    with tempfile.TemporaryDirectory(prefix="cutline-originals-", ignore_cleanup_errors=True) as name:
        work = pathlib.Path(name).resolve()
        photos = work / "photos"
        shutil.copytree(source, photos)
        folders = [f"--{kind}-dir={work / kind}" for kind in ("data", "config", "cache")]
        before = state_of(photos)
        try:
            run_commands(program, folders, photos, work)
            if shutil.which("Xvfb") and shutil.which("xdotool"):
                run_window(program, folders, photos, work)
            else:
                print("the window was left out: Xvfb or xdotool is missing")
            after = state_of(photos)
            changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
            if changed:
                raise Failed(f"changed: {changed}")
        except Failed as error:
            print(f"failed: {error}", file=sys.stderr)
            return 1
        print(f"all {len(before)} files are as they were, to the byte and the nanosecond")
    return 0


if __name__ == "__main__":
    sys.exit(main())
