"""A screen of its own for measuring windows (Xvfb): its pixels lie in a file, so that what is painted is seen at once.

Used by `viewers.py` and `scroll.py`. A program is started with folders, a bus and a runtime folder of its own, and what its
window shows is watched until it comes to rest.
"""
import mmap
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 1280, 800
# Every so many rows are looked at: letters and pictures are higher.
ROW_STEP = 3
# A part of a row that is compared as a whole.
BLOCK_BYTES = 64
# So much of what is looked at must be as it stays: a blinking cursor or a moving progress bar is less.
SETTLED_SHARE = 0.995
# A screen that has not changed for so long is at rest.
QUIET_S = 1.5
# Tells programs that somebody reads the screen, as a screen reader does.
ENABLE_ACCESSIBILITY = """
from gi.repository import Gio, GLib
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
for name in ("IsEnabled", "ScreenReaderEnabled"):
    arguments = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
    bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", arguments, None, 0, 20_000)
"""
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Screen:
    """An X server whose pixels can be read."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        read_end, write_end = os.pipe()
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", self.folder.name]
        self.process = subprocess.Popen([*command, "-nolisten", "tcp", "-noreset"], pass_fds=[write_end], **QUIET)
        os.close(write_end)
        with os.fdopen(read_end) as number:
            self.name = ":" + number.readline().strip()
        with open(os.path.join(self.folder.name, "Xvfb_screen0"), "rb") as file:
            self.bytes = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        word = lambda at: int.from_bytes(self.bytes[at * 4 : at * 4 + 4], "big")
        # The X window dump format: header size, bytes per line and number of colors are words 0, 12 and 19.
        self.start, self.line_bytes = word(0) + word(19) * 12, word(12)
        self.keyboard = subprocess.Popen(["xdotool", "-"], stdin=subprocess.PIPE, text=True, env={**os.environ, "DISPLAY": self.name})
        # Out of the way: what lies below the pointer looks different from the rest.
        self.send(f"mousemove {WIDTH - 1} {HEIGHT - 1}")

    def close(self):
        self.keyboard.stdin.close()
        self.keyboard.wait()
        self.process.terminate()
        self.process.wait()

    def send(self, command):
        """Has xdotool do something: `key Return`, `mousemove 100 100`."""
        self.keyboard.stdin.write(command + "\n")
        self.keyboard.stdin.flush()

    def focus(self, title):
        """Gives the keyboard to a window: there is no window manager that would."""
        command = ["xdotool", "search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync"]
        subprocess.run(command, env={**os.environ, "DISPLAY": self.name}, timeout=30, **QUIET)

    def look(self, region):
        """The pixels of a region (left, top, right, bottom), of every third row."""
        left, top, right, bottom = region
        rows = range(top, bottom, ROW_STEP)
        return b"".join(self.bytes[self.start + y * self.line_bytes + left * 4 : self.start + y * self.line_bytes + right * 4] for y in rows)

    def is_black(self):
        return not any(any(self.look((0, y, WIDTH, y + 1))) for y in (20, 110, 700))

    def save(self, path):
        """A picture of the screen."""
        subprocess.run(["import", "-window", "root", str(path)], env={**os.environ, "DISPLAY": self.name}, check=True)


class Running:
    """A program that runs on a screen, with nothing left from earlier runs."""

    def __init__(self, screen, command, accessible=False):
        wait_until(screen.is_black, 30, "the screen to turn black")
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        home = pathlib.Path(self.folder.name)
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.bus_address = self.bus.stdout.readline().strip()
        environment = {**os.environ, "DISPLAY": screen.name, "DBUS_SESSION_BUS_ADDRESS": self.bus_address, "HOME": str(home), "GDK_BACKEND": "x11", "QT_QPA_PLATFORM": "xcb"}
        environment.pop("WAYLAND_DISPLAY", None)
        if not accessible:
            environment["NO_AT_BRIDGE"] = "1"
        for name in ("runtime", "cache", "config", "data", "state"):
            (home / name).mkdir(mode=0o700)
            environment["XDG_RUNTIME_DIR" if name == "runtime" else f"XDG_{name.upper()}_HOME"] = str(home / name)
        if accessible:
            subprocess.run([sys.executable, "-c", ENABLE_ACCESSIBILITY], env=environment, check=True)
        # What the drivers keep of the shaders is theirs, not the program's.
        environment["MESA_SHADER_CACHE_DIR"] = os.path.expanduser("~/.cache/mesa_shader_cache")
        self.began = time.monotonic()
        self.process = subprocess.Popen(command, env=environment, start_new_session=True, **QUIET)

    def resident_mb(self, of="VmRSS"):
        return resident_mb(self.process.pid, of)

    def stop(self):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.bus.terminate()
        self.bus.wait()
        self.folder.cleanup()


def resident_mb(pid, of="VmRSS"):
    """Megabytes of a process in memory, now or at most (`VmHWM`)."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(rf"{of}:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0


def children(pid):
    """The processes that a process has started."""
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:
            continue
    return found


def wait_until(is_so, seconds, what):
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.01)


def same_share(one, other):
    """How much of two looks at a region is the same."""
    n_blocks = max(1, len(one) // BLOCK_BYTES)
    n_same = sum(one[at : at + BLOCK_BYTES] == other[at : at + BLOCK_BYTES] for at in range(0, len(one), BLOCK_BYTES))
    return n_same / n_blocks


def watch(screen, region, since, longest_s=40):
    """Watches until the region is at rest: seconds to the first change, to its final state, and every look with its time."""
    before = screen.look(region)
    looks = []
    while True:
        now = time.monotonic()
        look = screen.look(region)
        if look != before:
            looks.append((now - since, look))
            before = look
        last = looks[-1][0] if looks else 0.0
        if (looks and any(before) and now - since - last > QUIET_S) or now - since > longest_s:
            break
        time.sleep(0.002)
    if not looks:
        return None, None, []
    final = looks[-1][1]
    settled = looks[-1][0]
    for at, look in reversed(looks[:-1]):
        if same_share(look, final) < SETTLED_SHARE:
            break
        settled = at
    return looks[0][0], settled, looks


def first_like_final(looks, part_of, size):
    """When a part of the region (as a slice of each look) first was as it is at the end."""
    final = part_of(looks[-1][1])
    shown = looks[-1][0]
    for at, look in reversed(looks):
        if part_of(look) != final:
            break
        shown = at
    return shown
