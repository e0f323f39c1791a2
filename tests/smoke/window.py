#!/usr/bin/python3
"""Drives the real window: ticks Senate, lists two photos, exports them, quits; and checks what is left behind.

usage: tests/smoke/window.py PROGRAM [SCREENSHOT.png]

The window runs on a screen of its own (Xvfb), with a session bus, accessibility bus and folders of its own.
Controls are found by role and name in the accessibility tree, as a screen reader finds them, and pressed with the mouse
and the keyboard, as a person presses them: no position is written down here.
Needs Xvfb, xdotool, ImageMagick, dbus-daemon, at-spi2-core, and Python's gi with Atspi 2.0; the system's Python has it.
Exit status: 0 when all is as expected.
"""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import time

# What is looked for: a role, and the beginning of a name. These are the names that a screen reader speaks.
SENATE = ("check box", "Senate, 5 photo")
PHOTO_3 = ("list item", "3, ")
PHOTO_6 = ("list item", "6, ")
HIDDEN_BY_SENATE = ("list item", "1, Protesters gather")
LIST_OF_TWO = ("label", "2 photos")
LIST_OF_ONE = ("label", "1 photo")
EXPORT_BUTTON = ("push button", "Export 2 photos")
SCREEN = "1280x800x24"
# Longest wait for anything, in seconds: a slow machine that draws in software takes a few.
PATIENCE = 60
# Fewer colors than this is an empty window: the gradients at the edges of letters alone give hundreds.
COLORS_MIN = 100

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Failed(Exception):
    """A step that did not go as expected."""


def wait_for(what, ask):
    """Asks until there is an answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            answer = ask()
        except Exception:  # A control is not there yet, or went away while it was looked at: look again.
            answer = None
        if answer:
            return answer
        time.sleep(0.1)
    raise Failed(f"waited {PATIENCE} s in vain: {what}")


def output(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout.strip()


def press(*keys):
    subprocess.run(["xdotool", "key", *keys], check=True)


def accessible_nodes():
    """Role, name and node of everything in the window."""
    from gi.repository import Atspi

    nodes, todo = [], [Atspi.get_desktop(0)]
    while todo:
        node = todo.pop()
        try:
            for at in range(node.get_child_count()):
                child = node.get_child_at_index(at)
                if child is not None:
                    nodes.append((child.get_role_name(), child.get_name() or "", child))
                    todo.append(child)
        except Exception:  # The tree changes while it is walked: the next walk sees it whole.
            continue
    return nodes


def find(wanted):
    role, name = wanted
    for node_role, node_name, node in accessible_nodes():
        if node_role == role and node_name.startswith(name):
            return node
    return None


def center_of(wanted):
    """The middle of a control once it has come to rest: a dialog moves to its place in its first frames."""
    from gi.repository import Atspi

    def middle():
        node = wanted() if callable(wanted) else find(wanted)
        found = Atspi.Component.get_extents(node, Atspi.CoordType.SCREEN)
        return found.x + found.width // 2, found.y + found.height // 2

    def at_rest():
        before = middle()
        time.sleep(0.15)
        return before if before == middle() else None

    return wait_for(f"{wanted} to be there", at_rest)


def click(wanted):
    x, y = center_of(wanted)
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "sleep", "0.1", "click", "1"], check=True)


def has_state(node, state):
    return node is not None and node.get_state_set().contains(state)


def is_ticked(wanted):
    from gi.repository import Atspi

    return has_state(find(wanted), Atspi.StateType.CHECKED)


def destination_field():
    """The text field of the dialog."""
    todo = [node for role, _, node in accessible_nodes() if role == "dialog"]
    while todo:
        node = todo.pop()
        try:
            if node.get_role_name() in ("entry", "text"):
                return node
            todo += [child for at in range(node.get_child_count()) if (child := node.get_child_at_index(at))]
        except Exception:  # It went away while it was looked at.
            continue
    return None


def type_destination(path):
    """Clicks into the field, types, and sees to it that the field has it."""
    from gi.repository import Atspi

    click(destination_field)
    wait_for("the cursor in the field", lambda: has_state(destination_field(), Atspi.StateType.FOCUSED))
    press("ctrl+a")
    subprocess.run(["xdotool", "type", "--delay", "20", path], check=True)

    def typed():
        return Atspi.Text.get_text(destination_field(), 0, -1) == path

    wait_for("the path in the field", typed)


def enable_accessibility():
    """Tells programs that somebody reads the screen, as a screen reader does."""
    from gi.repository import Gio, GLib

    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        arguments = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
        bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", arguments, None, 0, 20_000)


def story(program, folder, screenshot):
    """What a person does, step by step."""
    folders = [f"--{kind}-dir={folder / kind}" for kind in ("data", "config", "cache")]
    window = subprocess.Popen([program, *folders], stdin=subprocess.DEVNULL)
    try:
        wait_for("the window", lambda: output("xdotool", "search", "--onlyvisible", "--name", "Cutline$"))
        found = output("xdotool", "search", "--onlyvisible", "--name", "Cutline$").split()[0]
        subprocess.run(["xdotool", "windowfocus", "--sync", found], check=True)
        wait_for("the bundled collection", lambda: find(HIDDEN_BY_SENATE))

        subprocess.run(["import", "-window", "root", str(screenshot)], check=True)
        n_colors = int(output("identify", "-format", "%k", str(screenshot)))
        if n_colors < COLORS_MIN:
            raise Failed(f"the window shows {n_colors} colors: it is blank")
        print(f"the window is there and shows {n_colors} colors")

        click(SENATE)
        wait_for("Senate to be ticked", lambda: is_ticked(SENATE))
        wait_for("other photos to go", lambda: find(HIDDEN_BY_SENATE) is None)
        print("Senate is ticked")

        click(PHOTO_3)
        press("t")
        wait_for("one photo on the list", lambda: find(LIST_OF_ONE))
        click(PHOTO_6)
        press("t")
        wait_for("two photos on the list", lambda: find(LIST_OF_TWO))
        print("two photos are on the list")

        exported = folder / "list.csv"
        press("ctrl+e")
        type_destination(str(exported))
        click(EXPORT_BUTTON)
        wait_for("the exported file", exported.exists)
        print("the list is exported")

        wait_for("the dialog to close", lambda: destination_field() is None)
        press("ctrl+q")
        try:
            code = window.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Failed(f"the window is still there {PATIENCE} s after Ctrl+Q") from None
        if code != 0:
            raise Failed(f"the program ended with status {code}")
        print("the program ended with status 0")
    finally:
        if window.poll() is None:
            window.kill()
            window.wait()
    check_files(program, folders, exported)


def check_files(program, folders, exported):
    """The exported file, and the list after the end, hold what was put on the list."""
    captions = [line for line in (ROOT / "assets/capitol/captions.txt").read_text("utf-8").splitlines() if "Image: Getty." in line]
    expected = [("3", captions[2]), ("6", captions[5])]
    with exported.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["position"], row["text"]) for row in csv.DictReader(file)]
    if rows != expected:
        raise Failed(f"the exported file holds {rows}, not {expected}")
    listed = output(program, "list", "--sample", "-q", "is:listed", "--format", "text", *folders)
    if listed.split("\n\n") != [text for _, text in expected]:
        raise Failed(f"the list kept holds {listed!r}")
    print("the exported file and the list kept hold photos 3 and 6")


def start_screen(folder):
    """A screen and a session bus of our own; returns their processes."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
    quiet = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    screen = subprocess.Popen(command, pass_fds=[write_end], stdout=subprocess.DEVNULL, **quiet)
    os.close(write_end)
    with os.fdopen(read_end) as number:
        os.environ["DISPLAY"] = ":" + number.readline().strip()
    os.environ.pop("WAYLAND_DISPLAY", None)
    os.environ["HOME"] = str(folder / "home")
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    os.environ["GSETTINGS_BACKEND"] = "memory"
    (folder / "home").mkdir()
    (folder / "run").mkdir(mode=0o700)
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    bus = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **quiet)
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    return [bus, screen]


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="cutline-smoke-", ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        screenshot = pathlib.Path(sys.argv[2] if len(sys.argv) == 3 else folder / "screenshot.png").resolve()
        processes = start_screen(folder)
        try:
            import gi

            gi.require_version("Atspi", "2.0")
            from gi.repository import Atspi

            enable_accessibility()
            Atspi.init()
            story(program, folder, screenshot)
        except (Failed, subprocess.CalledProcessError) as error:
            print(f"failed: {error}", file=sys.stderr)
            subprocess.run(["import", "-window", "root", str(screenshot)])
            for role, node_name, _ in accessible_nodes():
                print(f"  {role}: {node_name[:80]}", file=sys.stderr)
            return 1
        finally:
            for process in processes:
                process.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
