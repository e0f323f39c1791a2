#!/usr/bin/env python3
"""Measures the memory of the window while 10,000 photos are scrolled from end to end, page by page.

    scroll.py CUTLINE PHOTOS [--work FOLDER] [--pause 0.06]

PHOTOS is a folder with real JPEGs, of which the test folder is made below FOLDER (see photos.py).
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from screen import Running, Screen, children, resident_mb, watch

GRID = (250, 60, 940, 610)
GOAL_MB = 400
# Pages of the grid at its usual size, six photos each, and some more.
N_PAGES = 1_750


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cutline")
    parser.add_argument("photos")
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "cutline-bench")
    parser.add_argument("--pause", type=float, default=0.06)
    asked = parser.parse_args()
    folder = asked.work / "10000"
    photos = str(pathlib.Path(__file__).with_name("photos.py"))
    subprocess.run([sys.executable, photos, "folder", str(folder), "--n", "10000", "--from", asked.photos], check=True)
    screen = Screen()
    running = Running(screen, [os.path.abspath(asked.cutline), str(folder)])
    try:
        watch(screen, (0, 0, 1280, 800), running.began, 60)
        print(f"opened: {running.resident_mb():.0f} MB")
        screen.focus("Cutline$")
        screen.send("key Home")
        for page in range(N_PAGES):
            screen.send("key Next")
            time.sleep(asked.pause)
        watch(screen, GRID, time.monotonic(), 10)
        workers = sum(resident_mb(child) for child in children(running.process.pid))
        print(f"scrolled to the end: {running.resident_mb():.0f} MB, at most {running.resident_mb('VmHWM'):.0f} MB (goal: {GOAL_MB} MB); workers {workers:.0f} MB together")
    finally:
        running.stop()
        screen.close()


if __name__ == "__main__":
    main()
