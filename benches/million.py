#!/usr/bin/env python3
"""Opens a folder of a million photographs in the real window, and one photo of it by name.

    million.py CUTLINE PHOTOS [--n 1000000] [--rounds 3] [--work FOLDER] [--until-read 600]

PHOTOS is a folder with real JPEGs, of which small captioned ones are made; each of the million is a link to one of them, so
that the folder takes 100 MB for its names and next to nothing else.
Measured are, with nothing cached: exec to the first pictures; exec to the sharp picture of a photo named on the command line;
how soon keys are answered while the rest is read; and the most memory until all is read, or for so many seconds.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import screen as screens
from photos import SOURCE_MIN_BYTES, captioned, jpegs
from screen import Running, Screen, watch

GRID = (250, 60, 940, 610)
FIRST_PICTURE = (270, 90, 440, 160)
LOUPE = (300, 120, 980, 560)
N_FILES = 40
PICTURES_GOAL_S, ASKED_GOAL_S, MEMORY_GOAL_MB = 0.5, 1.0, 600


def make(folder, photos, n_photos):
    """So many names of a few small files, as many of each as a file may have."""
    done = folder.parent / f"{folder.name}.made"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    sources = folder.parent / f"{folder.name}-files"
    sources.mkdir(exist_ok=True)
    real = [path for path in jpegs(photos) if path.stat().st_size >= SOURCE_MIN_BYTES]
    for number in range(N_FILES):
        small = sources / f"small_{number}.jpg"
        subprocess.run(["vipsthumbnail", str(real[number * 7 % len(real)]), "--size", "240x240", "-o", f"{small}[Q=80,strip]"], check=True)
        small.write_bytes(captioned(small.read_bytes(), number))
    for number in range(n_photos):
        link = folder / f"photo_{number:07}.jpg"
        if not link.exists():
            os.link(sources / f"small_{number % N_FILES}.jpg", link)
    done.touch()


def first_pictures(screen, cutline, folder):
    """Seconds to the first picture of the grid, and how the window then is."""
    running = Running(screen, [cutline, str(folder)])
    try:
        first, _, looks = watch(screen, FIRST_PICTURE, running.began, 6)
        shown = screens.first_like_final(looks, lambda look: look, None) if looks else None
    finally:
        running.stop()
    return first, shown


def asked_photo(screen, cutline, photo):
    running = Running(screen, [cutline, str(photo)])
    try:
        _, _, looks = watch(screen, LOUPE, running.began, 6)
        return screens.first_like_final(looks, lambda look: look, None) if looks else None
    finally:
        running.stop()


def while_reading(screen, cutline, folder, seconds):
    """Keys are answered while a million captions are read; the most memory meanwhile."""
    running = Running(screen, [cutline, str(folder)])
    answers, silent = [], 0
    try:
        watch(screen, FIRST_PICTURE, running.began, 3)
        screen.focus("Cutline$")
        screen.send("key Home")
        since = time.monotonic()
        while time.monotonic() - since < seconds and running.process.poll() is None:
            for key in ("Right", "Left"):
                before, pressed = screen.look(GRID), time.monotonic()
                screen.send(f"key {key}")
                while screen.look(GRID) == before and time.monotonic() - pressed < 2:
                    time.sleep(0.002)
                answer = time.monotonic() - pressed
                if answer < 2:
                    answers.append(answer)
                else:
                    silent += 1
                time.sleep(0.25)
        ended = running.process.poll() is not None
        memory = running.resident_mb("VmHWM")
    finally:
        running.stop()
    return answers, silent, memory, ended


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cutline")
    parser.add_argument("photos", type=pathlib.Path)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "cutline-bench")
    parser.add_argument("--until-read", type=float, default=120)
    asked = parser.parse_args()
    cutline = os.path.abspath(asked.cutline)
    folder = asked.work / f"{asked.n}"
    make(folder, asked.photos, asked.n)
    middle = folder / f"photo_{asked.n * 2 // 3:07}.jpg"
    millis = lambda values: f"{statistics.median(values) * 1000:.0f} ms (from {min(values) * 1000:.0f} to {max(values) * 1000:.0f})"
    screen = Screen()
    try:
        # The first round warms what the system keeps.
        runs = [first_pictures(screen, cutline, folder) for _ in range(asked.rounds + 1)][1:]
        if all(shown for _, shown in runs):
            print(f"{asked.n} photos, first window {millis([first for first, _ in runs])}, "
                  f"first pictures {millis([shown for _, shown in runs])} (goal: {PICTURES_GOAL_S * 1000:.0f} ms)", flush=True)
        else:
            print("the first pictures do not show")
        sharp = [asked_photo(screen, cutline, middle) for _ in range(asked.rounds + 1)][1:]
        if all(sharp):
            print(f"a photo of them named on the command line is shown after {millis(sharp)} (goal: {ASKED_GOAL_S * 1000:.0f} ms)", flush=True)
        else:
            print("the photo asked for does not show")
        answers, silent, memory, ended = while_reading(screen, cutline, folder, asked.until_read)
        print(f"while they are read: {len(answers)} keys answered, half within {statistics.median(answers) * 1000:.0f} ms, "
              f"all within {max(answers) * 1000:.0f} ms, {silent} not within 2 s; at most {memory:.0f} MB (goal: {MEMORY_GOAL_MB} MB)")
        if ended:
            sys.exit("the window ended")
    finally:
        screen.close()


if __name__ == "__main__":
    main()
