#!/usr/bin/python3
"""Opens hostile files beside good ones in the real window and sees whether it stays alive, quick and small.

    hostile.py CUTLINE GOOD BAD… [--pictures FOLDER] [--pages 12]

GOOD is a folder of photographs that can be shown, BAD are folders of files that cannot; all are copied into one folder, and
what is compressed with gzip is unpacked. The window walks over all photos, page by page; meanwhile a key is pressed several
times a second, and it is timed how soon the screen answers. Printed are the answers' times, the most memory of the window and
of any worker, how many workers ended, how many photos say why they have no picture, and which good ones have none.
Needs Xvfb, xdotool, dbus-daemon, at-spi2-core, and Python's gi with Atspi 2.0; the system's Python has it.
"""
import argparse
import gzip
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
from screen import Running, Screen, children, resident_mb

# Where cards are, between the panels.
GRID = (250, 60, 940, 610)
GOAL_S = 0.1
UNPACKED_MAX_BYTES = 600 << 20


def gather(folder, good, bad):
    """Good and bad files in one folder, in turn, so that each page has both."""
    kinds = [("good", sorted(path for path in good.rglob("*") if path.is_file()))]
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


def spoken(nodes):
    """What each photo in view says of itself."""
    return [name for role, name, _ in nodes() if role == "list item" and name]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cutline")
    parser.add_argument("good", type=pathlib.Path)
    parser.add_argument("bad", type=pathlib.Path, nargs="+")
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--pages", type=int, default=200)
    asked = parser.parse_args()
    screen = Screen()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "photos"
        folder.mkdir()
        n_files = gather(folder, asked.good, asked.bad)
        print(f"{n_files} files")
        running = Running(screen, [os.path.abspath(asked.cutline), str(folder)], accessible=True)
        watchdog = Watchdog(running.process.pid)
        watchdog.start()
        try:
            use(screen, running, watchdog, asked)
        finally:
            watchdog.done.set()
            running.stop()
            screen.close()


def use(screen, running, watchdog, asked):
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = running.bus_address
    os.environ["DISPLAY"] = screen.name
    from window import accessible_nodes

    answers, said, silent = [], {}, 0
    # Pings begin while the folder is still being read.
    while screen.is_black():
        time.sleep(0.05)
    since = time.monotonic()
    screen.send("mousemove 600 700 click 1 key Home")
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
        for text in spoken(accessible_nodes):
            said[text.split(",")[0]] = text
        look = screen.look(GRID)
        if asked.pictures and page < 12:
            asked.pictures.mkdir(parents=True, exist_ok=True)
            screen.save(asked.pictures / f"hostile_{page:02}.png")
        if look == last_page:
            break
        last_page = look
        screen.send("key Next")
        time.sleep(0.1)
    report(answers, silent, said, watchdog, time.monotonic() - since)


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
