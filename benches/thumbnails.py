#!/usr/bin/env python3
"""Thumbnails side by side: Cutline's sandboxed workers against two vipsthumbnail, in turn, medians of paired runs.

    thumbnails.py CUTLINE PHOTOS [--edge 256] [--rounds 5] [--work FOLDER]

60 JPEGs of 12 to 24 megapixels (about 350 MB) are made below FOLDER of the real ones in PHOTOS, which needs vips and cjpeg.
Ours is `examples/thumbnails`, which has to be built: cargo build --release --example thumbnails. It drives two workers;
vipsthumbnail runs twice, each with every other file. Printed are pictures a second, the ratio, and the peak of the resident
memory of all processes together.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from photos import SOURCE_MIN_BYTES, jpegs, picture

SIZES = [(4000, 3000), (4608, 3072), (4896, 3264), (5184, 3456), (5472, 3648), (6000, 4000)]
SAMPLINGS = ["2x2", "2x1", "1x1", "2x2"]
N_FILES = 60


def make(folder, photos):
    if folder.is_dir() and sum(1 for _ in folder.glob("*.jpg")) == N_FILES:
        return
    folder.mkdir(parents=True, exist_ok=True)
    sources = [path for path in jpegs(photos) if path.stat().st_size >= SOURCE_MIN_BYTES]
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        for i in range(N_FILES):
            flags = ["-quality", "94", "-sample", SAMPLINGS[i // 4 % len(SAMPLINGS)]]
            flags += ["-progressive"] if i % 4 == 3 else ["-baseline"]
            jpeg = picture(sources, i, SIZES[i % len(SIZES)], work, flags)
            (folder / f"photo_{i:02}.jpg").write_bytes(jpeg)


def tree_bytes(pid):
    """The resident bytes of a process and those it has started."""
    try:
        with open(f"/proc/{pid}/statm") as statm:
            own = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += task.read_text().split()
        except OSError:
            pass
    return own + sum(tree_bytes(child) for child in found)


def run_both(commands):
    """Runs the commands side by side; returns the seconds and the peak of their resident bytes together."""
    begun = time.monotonic()
    processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    peak, done = 0, threading.Event()

    def watch():
        nonlocal peak
        while not done.wait(0.01):
            peak = max(peak, sum(tree_bytes(process.pid) for process in processes))

    watcher = threading.Thread(target=watch)
    watcher.start()
    statuses = [process.wait() for process in processes]
    seconds = time.monotonic() - begun
    done.set()
    watcher.join()
    if any(statuses):
        sys.exit(f"failed: {commands[0][0]}: {statuses}")
    return seconds, peak


def run(cutline, folder, edge, rounds):
    files = sorted(str(path) for path in folder.glob("*.jpg"))
    halves = [files[0::2], files[1::2]]
    ours = pathlib.Path(cutline).parent / "examples" / "thumbnails"
    if not ours.exists():
        sys.exit(f"build it first (cargo build --release --example thumbnails): {ours}")
    with tempfile.TemporaryDirectory() as out:
        peer = [["vipsthumbnail", "--size", f"{edge}x{edge}", "-o", f"{out}/%s.jpg", *half] for half in halves]
        own = [[str(ours), cutline, str(edge), *files]]
        for name in files:  # warm the page cache
            pathlib.Path(name).read_bytes()
        pairs = [(run_both(own), run_both(peer)) for _ in range(rounds)]
    for name, which in (("Cutline", 0), ("vipsthumbnail", 1)):
        rate = statistics.median(len(files) / pair[which][0] for pair in pairs)
        peak = statistics.median(pair[which][1] for pair in pairs)
        print(f"{name:14} {rate:6.1f} pictures a second, {peak / 1e6:6.0f} MB")
    print(f"ratio          {statistics.median(pair[1][0] / pair[0][0] for pair in pairs):6.2f} (goal: at least 1.5)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cutline")
    parser.add_argument("photos", type=pathlib.Path)
    parser.add_argument("--edge", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "cutline-bench")
    asked = parser.parse_args()
    make(asked.work / "60", asked.photos)
    run(os.path.abspath(asked.cutline), asked.work / "60", asked.edge, asked.rounds)


if __name__ == "__main__":
    main()
