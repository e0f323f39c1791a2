#!/usr/bin/env python3
"""Measures the window's memory after the scroll bar was dragged from end to end, and how soon it shows photos again.

    window_memory.py CUTLINE EMPTY_WINDOW CAPTIONS.jsonl...

Memory is that of the window over that of an empty one (goal: at most 250 MB more). Photos again: from exec to the first
captions on the screen, of the captions whose index is there already, against the twenty that come with the program
(goal: at most 1.2 times). The runs alternate; the least and the median of each are printed.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from screen import Running, Screen, children, resident_mb, watch

GRID = (250, 60, 940, 610)
# The grid's scroll bar in a window of the usual size, and how far it is dragged.
BAR_X, TOP, BOTTOM = 945, 60, 730
N_STEPS = 400
MORE_MB_MAX, RATIO_MAX, N_PAIRS = 250, 1.2, 7
# As many colors in a row are letters.
LETTER_COLORS = 24
ROWS = (75, 96, 110, 130)


def empty_mb(screen, program):
    running = Running(screen, [program])
    try:
        watch(screen, (0, 0, 1280, 800), running.began, 20)
        return running.resident_mb()
    finally:
        running.stop()


def n_colors(screen):
    most = 0
    for y in ROWS:
        start = screen.start + y * screen.line_bytes
        row = screen.bytes[start + 250 * 4 : start + 940 * 4]
        most = max(most, len({row[at : at + 4] for at in range(0, len(row), 4)}))
    return most


def first_captions(screen, command):
    running = Running(screen, command)
    try:
        while n_colors(screen) < LETTER_COLORS:
            if time.monotonic() - running.began > 60:
                raise TimeoutError("no captions")
            time.sleep(0.001)
        return time.monotonic() - running.began
    finally:
        running.stop()


def dragged_mb(screen, command):
    running = Running(screen, command)
    try:
        watch(screen, GRID, running.began, 300)
        opened = running.resident_mb()
        time.sleep(2)
        screen.send(f"mousemove {BAR_X} {TOP}")
        screen.send("mousedown 1")
        for step in range(N_STEPS + 1):
            screen.send(f"mousemove {BAR_X} {TOP + (BOTTOM - TOP) * step // N_STEPS}")
            time.sleep(0.03)
        screen.send("mouseup 1")
        watch(screen, GRID, time.monotonic(), 10)
        workers = sum(resident_mb(child) for child in children(running.process.pid))
        return opened, running.resident_mb(), running.resident_mb("VmHWM"), workers
    finally:
        running.stop()


def main():
    if len(sys.argv) < 4:
        print(__doc__, file=sys.stderr)
        return 2
    cutline, empty, *inputs = [os.path.abspath(path) for path in sys.argv[1:]]
    failed = False
    screen = Screen()
    try:
        nothing_mb = empty_mb(screen, empty)
        print(f"empty window: {nothing_mb:.0f} MB")
        for path in inputs:
            with tempfile.TemporaryDirectory() as cache:
                command = [cutline, "--cache-dir", cache, path]
                # The index is made first; another start opens it.
                subprocess.run([cutline, "list", "--limit", "1", "--cache-dir", cache, path], check=True, stdout=subprocess.DEVNULL)
                opened, after, most, workers = dragged_mb(screen, command)
                again, twenty = [], []
                for _ in range(N_PAIRS):
                    again.append(first_captions(screen, command))
                    twenty.append(first_captions(screen, [cutline, "--cache-dir", cache, "--sample"]))
            ratio = min(again) / min(twenty)
            failed |= after - nothing_mb > MORE_MB_MAX or ratio > RATIO_MAX
            print(
                f"{pathlib.Path(path).name}: opened {opened:.0f} MB, dragged from end to end {after:.0f} MB "
                f"(at most {most:.0f}), {after - nothing_mb:+.0f} MB over the empty window (goal: +{MORE_MB_MAX}); workers {workers:.0f} MB"
            )
            print(
                f"  to the first captions: {min(again) * 1000:.0f} ms (median {statistics.median(again) * 1000:.0f}), "
                f"twenty captions {min(twenty) * 1000:.0f} ms (median {statistics.median(twenty) * 1000:.0f}), "
                f"{ratio:.2f} times (goal: {RATIO_MAX})"
            )
    finally:
        screen.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
