#!/usr/bin/python3
"""Opens hostile files beside good ones in the real window and sees whether it stays alive, quick and small.

    hostile.py CUTLINE GOOD BAD… [--pictures FOLDER] [--pages 12]

GOOD is a folder of photographs, of which those count that vips can decode and that have something to be seen (64 pixels, not of one colour); BAD are folders of files that cannot; all are copied into one folder, and
what is compressed with gzip is unpacked. The window walks over all photos, page by page; meanwhile a key is pressed several
times a second, and it is timed how soon the screen answers. Printed are the answers' times, the most memory of the window and
of any worker, how many workers ended, how many photos say why they have no picture, and which good ones have none: a tile is
looked at on the screen, and shows a picture when its box holds more than the ground and letters.
Exit status: 1 when a good photo's picture is not shown, or a bad one shows none and does not say why.
Needs Xvfb, xdotool, vips, dbus-daemon, at-spi2-core, and Python's gi with Atspi 2.0; the system's Python has it.
"""
import argparse
import collections
import gzip
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "smoke"))
from screen import Running, Screen, resident_mb, watch

# Where cards are, between the panels.
GRID = (250, 60, 940, 610)
# All that is seen of the grid.
VIEW = (238, 44, 948, 636)
GOAL_S = 0.1
# These show only the preview they carry, if any.
NOT_DECODED = {".avif", ".heic", ".heif", ".xmp", ".svg", ".pdf"}
# Letters have fewer colors, however smooth.
MANY_COLORS = 200


def gather(folder, good, bad):
    """Good and bad files in one folder, in turn, so that each page has both; the names tell which is which."""
    kinds = [("good", sorted(path for path in good.rglob("*") if path.is_file() and is_showable(path)))]
    for source in bad:
        kinds.append((source.name, sorted(path for path in source.rglob("*") if path.is_file())))
    longest = max(len(files) for _, files in kinds)
    number = 0
    for at in range(longest):
        for kind, files in kinds:
            if at >= len(files):
                continue
            number += 1
            name = files[at].name
            target = folder / f"{number:04}_{kind}_{name}"
            if name.endswith(".gz"):
                target = target.with_suffix("")
                with gzip.open(files[at]) as packed, target.open("wb") as out:
                    shutil.copyfileobj(packed, out, 1 << 20)
            else:
                shutil.copyfile(files[at], target)
    return number


def is_showable(path):
    """Whether another decoder shows a file that Cutline should show too, with enough in it to be seen on a tile."""
    if path.suffix.lower() in NOT_DECODED:
        return False
    vips = lambda *arguments: subprocess.run(arguments, capture_output=True, text=True)
    deviation = vips("vips", "deviate", f"{path}[fail-on=error]")
    edges = [vips("vipsheader", "-f", edge, str(path)).stdout.strip() for edge in ("width", "height")]
    return deviation.returncode == 0 and float(deviation.stdout) > 2 and all(edge.isdigit() and int(edge) >= 64 for edge in edges)


class Watchdog(threading.Thread):
    """Looks after memory and workers while the window is used."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.done = pid, threading.Event()
        self.window_mb, self.worker_mb, self.workers = 0.0, 0.0, set()

    def run(self):
        while not self.done.wait(0.02):
            self.window_mb = max(self.window_mb, resident_mb(self.pid, "VmHWM"))
            for task in pathlib.Path(f"/proc/{self.pid}/task").glob("*/children"):
                try:
                    found = [int(child) for child in task.read_text().split()]
                except OSError:
                    continue
                for child in found:
                    self.workers.add(child)
                    self.worker_mb = max(self.worker_mb, resident_mb(child, "VmHWM"))


def ping(screen, key):
    """Seconds from a key to the first change on the screen; none if nothing changes for two seconds."""
    before = screen.look(GRID)
    since = time.monotonic()
    screen.send(f"key {key}")
    while (now := time.monotonic()) - since < 2:
        if screen.look(GRID) != before:
            return now - since
        time.sleep(0.001)
    return None


def spoken(screen, nodes):
    """What each photo in view says of itself; and whether its picture is seen, where all of its box is in view."""
    from gi.repository import Atspi

    found = []
    for role, name, node in nodes():
        if role != "list item" or not name:
            continue
        try:
            at = Atspi.Component.get_extents(node, Atspi.CoordType.SCREEN)
        except Exception:  # It has left the screen meanwhile.
            continue
        box = (at.x + 2, at.y + 2, at.x + at.width - 2, at.y + at.width * 2 // 3 - 2)
        whole = box[0] >= VIEW[0] and box[1] >= VIEW[1] and box[2] <= VIEW[2] and box[3] <= VIEW[3]
        found.append((name, shows_picture(screen, box) if whole else None))
    return found


def shows_picture(screen, box):
    """Whether a tile's box holds a picture: letters on the ground have few colors, and most of them are the ground."""
    left, top, right, bottom = box
    ground = memoryview(screen.look((left + 8, top, left + 9, top + 1))).cast("I")[0]
    middle = ((left * 3 + right) // 4, (top * 3 + bottom) // 4, (left + right * 3) // 4, (top + bottom * 3) // 4)
    colors = collections.Counter(memoryview(screen.look(middle)).cast("I"))
    return len(colors) >= MANY_COLORS or colors.most_common(1)[0][0] != ground


def order(cutline, folder):
    """The file of each photo, by its number."""
    with tempfile.TemporaryDirectory() as name:
        folders = [f"--{kind}-dir={name}/{kind}" for kind in ("data", "config", "cache")]
        listed = subprocess.run([cutline, "list", str(folder), "--format", "json", *folders], capture_output=True, text=True)
    return {str(photo["position"]): photo["file"] for photo in json.loads(listed.stdout)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cutline")
    parser.add_argument("good", type=pathlib.Path)
    parser.add_argument("bad", type=pathlib.Path, nargs="+")
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--pages", type=int, default=200)
    asked = parser.parse_args()
    screen = Screen()
    at_rest(screen, os.path.abspath(asked.cutline), asked.good)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "photos"
        folder.mkdir()
        n_files = gather(folder, asked.good, asked.bad)
        print(f"{n_files} files")
        running = Running(screen, [os.path.abspath(asked.cutline), str(folder)], accessible=True)
        watchdog = Watchdog(running.process.pid)
        watchdog.start()
        try:
            is_good = use(screen, running, watchdog, asked, order(os.path.abspath(asked.cutline), folder))
        finally:
            watchdog.done.set()
            running.stop()
            screen.close()
    sys.exit(0 if is_good else 1)


def at_rest(screen, cutline, good):
    """How soon the screen answers when nothing is read: what a frame takes on this machine."""
    running = Running(screen, [cutline, str(good)])
    try:
        watch(screen, GRID, running.began)
        screen.focus("Cutline$")
        screen.send("key Home")
        time.sleep(1)
        answers = sorted(answer for _ in range(20) for key in ("Right", "Left") if (answer := ping(screen, key)))
    finally:
        running.stop()
    print(f"at rest, {len(answers)} keys answered: half within {statistics.median(answers) * 1000:.0f} ms, all within {answers[-1] * 1000:.0f} ms")


def use(screen, running, watchdog, asked, files):
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = running.bus_address
    os.environ["DISPLAY"] = screen.name
    import gi

    gi.require_version("Atspi", "2.0")
    from window import accessible_nodes

    answers, said, seen, silent = [], {}, {}, 0
    # Pings begin while the folder is still being read.
    while screen.is_black():
        time.sleep(0.05)
    since = time.monotonic()
    screen.focus("Cutline$")
    screen.send("key Home")
    time.sleep(0.3)
    last_page = None
    for page in range(asked.pages):
        # To and fro within the page, while its pictures are made.
        until = time.monotonic() + 1.2
        while time.monotonic() < until:
            for key in ("Right", "Left"):
                answer = ping(screen, key)
                if answer is None:
                    silent += 1
                else:
                    answers.append(answer)
                time.sleep(0.04)
        if running.process.poll() is not None:
            sys.exit(f"the window ended with status {running.process.returncode}")
        # What is slow has its whole deadline.
        settle(screen)
        for text, shown in spoken(screen, accessible_nodes):
            number = text.split(",")[0]
            said[number] = text
            if shown is not None:
                seen[number] = seen.get(number, False) or shown
        look = screen.look(GRID)
        if asked.pictures and page < 12:
            asked.pictures.mkdir(parents=True, exist_ok=True)
            screen.save(asked.pictures / f"hostile_{page:02}.png")
        if look == last_page:
            break
        last_page = look
        # Two rows are wholly in view; each tile has to be, once.
        screen.send("key Down")
        screen.send("key Down")
        time.sleep(0.1)
    report(answers, silent, said, watchdog, time.monotonic() - since)
    return judge(said, seen, files)


def judge(said, seen, files):
    """Whether every good photo is shown, and every bad one is shown or says why not."""
    is_good = True
    for what, wanted in (("good", True), ("bad", False)):
        numbers = [number for number, file in files.items() if (file.split("_")[1] == "good") == wanted]
        shown = [number for number in numbers if seen.get(number)]
        says_why = [number for number in numbers if "no picture:" in said.get(number, "")]
        neither = [number for number in numbers if number not in shown and number not in says_why]
        print(f"{len(numbers)} {what} photos: {len(shown)} are shown, {len(says_why)} say why not, {len(neither)} neither")
        amiss = [number for number in numbers if number not in shown] if wanted else neither
        for number in amiss:
            print(f"  {files[number]}: {said.get(number, 'was never in view')[:150]}")
        is_good = is_good and not amiss
    return is_good


def settle(screen, longest_s=8.0):
    end = time.monotonic() + longest_s
    before, since = screen.look(GRID), time.monotonic()
    while time.monotonic() < end and time.monotonic() - since < 0.8:
        time.sleep(0.05)
        look = screen.look(GRID)
        if look != before:
            before, since = look, time.monotonic()


def report(answers, silent, said, watchdog, seconds):
    answers.sort()
    share = lambda part: answers[min(len(answers) - 1, int(len(answers) * part))] * 1000
    late = sum(answer > GOAL_S for answer in answers)
    print(f"walked over {len(said)} photos in {seconds:.0f} s")
    print(f"{len(answers)} keys answered: half within {share(0.5):.0f} ms, 99 of 100 within {share(0.99):.0f} ms, all within {share(1):.0f} ms; "
          f"{late} later than {GOAL_S * 1000:.0f} ms, {silent} not at all")
    print(f"most memory: window {watchdog.window_mb:.0f} MB, a worker {watchdog.worker_mb:.0f} MB; {len(watchdog.workers)} workers were started")
    bad = {number: text for number, text in said.items() if "no picture:" in text}
    reasons = {}
    for text in bad.values():
        reason = text.split("no picture:", 1)[1].strip()
        reasons[reason] = reasons.get(reason, 0) + 1
    print(f"{len(bad)} photos say why they have no picture:")
    for reason, n in sorted(reasons.items(), key=lambda pair: -pair[1]):
        print(f"  {n:4} {reason[:150]}")
    print(flush=True)


if __name__ == "__main__":
    main()
