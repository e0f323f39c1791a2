#!/usr/bin/env python3
"""Measures how long the window takes to appear and how much memory it holds, against an empty window.

usage: benches/startup.py CUTLINE EMPTY_WINDOW [PAIRS]

The programs are started in turn, PAIRS times each (20 unless told), on a screen of their own (Xvfb) whose pixels lie in a
file: a frame is seen the moment it is painted, without asking the program or the X server.
Measured are: from start to the first painted frame; from start to the first captions (Cutline only); and the resident
memory two seconds after the first frame. Every start of Cutline has its own empty folders. One pair is not counted.
"""
import mmap
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 1280, 800
# Rows looked at for a first frame, away from the pointer, which stands in the middle.
ROWS = (20, 110, 700)
# As many colors in a row of the grid are letters.
LETTER_COLORS = 24
# Goals: of Cutline against the empty window.
RATIO_MAX = 1.5
EXTRA_MB_MAX = 40
TIMEOUT_S = 60


class Screen:
    def __init__(self, folder):
        read_end, write_end = os.pipe()
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder, "-nolisten", "tcp", "-noreset"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, pass_fds=[write_end], **quiet)
        os.close(write_end)
        with os.fdopen(read_end) as number:
            self.name = ":" + number.readline().strip()
        with open(os.path.join(folder, "Xvfb_screen0"), "rb") as file:
            self.bytes = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        word = lambda at: int.from_bytes(self.bytes[at * 4 : at * 4 + 4], "big")
        # The X window dump format: header size, bytes per line and number of colors are words 0, 12 and 19.
        self.start, self.line_bytes = word(0) + word(19) * 12, word(12)

    def row(self, y):
        start = self.start + y * self.line_bytes
        return self.bytes[start : start + WIDTH * 4]

    def is_black(self):
        return not any(any(self.row(y)) for y in ROWS)

    def n_colors(self):
        return max(len(set(memoryview(self.row(y)).cast("I"))) for y in range(60, 130, 5))


def start(screen, program, is_cutline):
    """Starts a program; returns seconds to the first frame and to captions, and megabytes of resident memory."""
    end = time.monotonic() + TIMEOUT_S
    while not screen.is_black():
        if time.monotonic() > end:
            sys.exit("the screen does not turn black again")
        time.sleep(0.02)
    with tempfile.TemporaryDirectory() as folder:
        folders = [f"--{kind}-dir={folder}/{kind}" for kind in ("data", "config", "cache")] if is_cutline else []
        environment = {**os.environ, "DISPLAY": screen.name, "XDG_RUNTIME_DIR": folder}
        environment.pop("WAYLAND_DISPLAY", None)
        began = time.monotonic()
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen([program, *folders], env=environment, **quiet)
        try:
            first_frame = captions = None
            while first_frame is None or (is_cutline and captions is None):
                now = time.monotonic() - began
                if first_frame is None and not screen.is_black():
                    first_frame = now
                if first_frame is not None and is_cutline and screen.n_colors() >= LETTER_COLORS:
                    captions = now
                if process.poll() is not None or now > TIMEOUT_S:
                    sys.exit(f"{program} shows nothing")
                time.sleep(0.001)
            time.sleep(max(0.0, first_frame + 2 - (time.monotonic() - began)))
            if process.poll() is not None:
                sys.exit(f"{program} ended by itself, with status {process.returncode}")
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            resident = int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) / 1024
        finally:
            process.terminate()
            process.wait()
    return first_frame, captions, resident


def main():
    if len(sys.argv) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 2
    programs = [os.path.abspath(program) for program in sys.argv[1:3]]
    n_pairs = int(sys.argv[3]) if len(sys.argv) == 4 else 20
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen(folder)
        try:
            for is_cutline, program in zip((True, False), programs):
                start(screen, program, is_cutline)
            runs = ([], [])
            for _ in range(n_pairs):
                for at, program in enumerate(programs):
                    runs[at].append(start(screen, program, at == 0))
        finally:
            screen.process.terminate()
    cutline, empty = (list(zip(*run)) for run in runs)
    millis = lambda values: f"{statistics.median(values) * 1000:6.0f} ms (from {min(values) * 1000:.0f} to {max(values) * 1000:.0f})"
    frame_ratio = statistics.median(cutline[0]) / statistics.median(empty[0])
    extra_mb = statistics.median(cutline[2]) - statistics.median(empty[2])
    print(f"{n_pairs} pairs, medians")
    print(f"first frame, empty window  {millis(empty[0])}")
    print(f"first frame, Cutline       {millis(cutline[0])}  {frame_ratio:.2f} times (goal: at most {RATIO_MAX})")
    print(f"first captions, Cutline    {millis(cutline[1])}")
    print(f"resident, empty window     {statistics.median(empty[2]):6.1f} MB")
    print(f"resident, Cutline          {statistics.median(cutline[2]):6.1f} MB  {extra_mb:+.1f} MB (goal: at most +{EXTRA_MB_MAX})")
    return 0 if frame_ratio <= RATIO_MAX and extra_mb <= EXTRA_MB_MAX else 1


if __name__ == "__main__":
    sys.exit(main())
