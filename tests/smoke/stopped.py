#!/usr/bin/env python3
"""Photographs on a file system that stops answering, and goes on: in the grid, while scrolling, in the loupe, at the end.

    stopped.py CUTLINE PHOTOS [--pictures FOLDER]

PHOTOS is a folder with JPEGs, of which sixty are shown through bindfs, which is stopped (SIGSTOP) and let go on.
Exit status: 1 when a key has no answer within the goal, tiles do not turn grey, or pictures do not come back.
Needs Xvfb, xdotool, dbus-daemon, bindfs and /dev/fuse.
"""
import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "benches"))
from screen import HEIGHT, WIDTH, Running, Screen, wait_until, watch

GRID = (250, 60, 940, 610)
ALL = (0, 0, WIDTH, HEIGHT)
N_PHOTOS = 60
# A key is answered within so long, with what software drawing on a busy machine adds.
GOAL_S = 0.5
# The window looks every two seconds whether inputs are there, waits for an answer, and looks again.
AWAY_S, BACK_S, END_S = 40, 40, 10


class Stopped:
    """A folder seen through a file system of its own, which can be stopped."""

    def __init__(self, source, mount):
        self.mount = mount
        self.process = subprocess.Popen(["bindfs", "-f", str(source), str(mount)])
        wait_until(lambda: os.path.ismount(mount), 10, "bindfs")

    def stop(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def close(self):
        self.go_on()
        subprocess.run(["fusermount", "-uz", str(self.mount)], check=False)
        self.process.wait()


def answers(screen, *keys):
    """The longest that a key waits for an answer, in seconds; keys that change nothing are not given."""
    longest = 0.0
    for key in keys:
        before, since = screen.look(ALL), time.monotonic()
        screen.send(f"key {key}")
        wait_until(lambda: screen.look(ALL) != before, 5, f"an answer to {key}")
        longest = max(longest, time.monotonic() - since)
        time.sleep(0.2)
    return longest


def brightness(screen):
    look = screen.look(GRID)
    return sum(look) / len(look)


def use(screen, running, disk, picture):
    watch(screen, GRID, running.began)
    screen.focus("^Cutline")
    screen.send("key Home")
    time.sleep(0.5)
    bright = brightness(screen)
    picture("0 there")
    disk.stop()
    longest = answers(screen, "Right", "Left", "Down", "Next", "Next", "End", "Home")
    wait_until(lambda: brightness(screen) < bright * 0.9, AWAY_S, "the tiles to turn grey")
    picture("1 grey")
    longest = max(longest, answers(screen, "Next", "End", "Up", "Return", "Left", "Right", "Escape", "Home"))
    screen.send("key End")
    screen.send("key Return")
    time.sleep(1)
    picture("2 loupe")
    screen.send("key Escape")
    screen.send("key Home")
    disk.go_on()
    wait_until(lambda: brightness(screen) > bright * 0.97, BACK_S, "the pictures to come back")
    picture("3 back")
    screen.send("key End")
    watch(screen, GRID, time.monotonic(), 10)
    picture("4 rest")
    disk.stop()
    screen.send("key Home")
    time.sleep(0.5)
    since = time.monotonic()
    screen.send("key ctrl+q")
    running.process.wait(END_S)
    print(f"keys are answered within {longest * 1000:.0f} ms while the file system stands still; "
          f"the window ends {time.monotonic() - since:.1f} s after it is told to")
    return longest <= GOAL_S


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cutline")
    parser.add_argument("photos", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    asked = parser.parse_args()
    screen = Screen()

    def picture(name):
        if asked.pictures:
            asked.pictures.mkdir(parents=True, exist_ok=True)
            screen.save(asked.pictures / f"stopped {name}.png")

    with tempfile.TemporaryDirectory() as work:
        source, mount = pathlib.Path(work) / "source", pathlib.Path(work) / "photos"
        source.mkdir()
        mount.mkdir()
        for photo in sorted(asked.photos.rglob("*.jpg"))[:N_PHOTOS]:
            shutil.copyfile(photo, source / photo.name)
        disk = Stopped(source, mount)
        try:
            running = Running(screen, [os.path.abspath(asked.cutline), str(mount)])
            try:
                is_good = use(screen, running, disk, picture)
            finally:
                disk.go_on()
                running.stop()
        finally:
            disk.close()
            screen.close()
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
