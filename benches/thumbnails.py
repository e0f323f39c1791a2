#!/usr/bin/env python3
"""Thumbnails side by side: a program of ours against vipsthumbnail, two processes each, paired runs.

    thumbnails.py make FOLDER --photos PHOTOS    60 JPEGs of 12 to 24 megapixels, made of real photos (about 350 MB)
    thumbnails.py run FOLDER --ours "PROGRAM … {edge} {files}" [--edge 256] [--rounds 5]

`make` needs vips and cjpeg.
`run` starts two processes of each program, each with every other file, and prints the medians of the paired runs: pictures
a second, the ratio, and the peak of both processes' resident memory together.
"""

import argparse
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile
import threading
import time

SOURCES = [
    "Ashampoo+kim/photo_12.jpg", "Ashampoo+kim/photo_3.jpg", "Ashampoo+kim/photo_36.jpg",
    "adobe+XMP-Toolkit-SDK/Image1.jpg", "bpatrik+pigallery2/IMG_1252.jpg", "bpatrik+pigallery2/IMG_1401.jpg",
    "dsoprea+go-iptc/photo-4iptc-heads.jpg", "dsoprea+go-iptc/photo-stalactite-stalagmite.jpg",
    "etemesi254+zune-image/medium_vertical_samp_2500x1786.jpg", "immich-app+test-assets/mongolels.jpg",
    "immich-app+test-assets/prairie_falcon.jpg", "LycheeOrg+Lychee/mongolia.jpeg",
]
SIZES = [(4000, 3000), (4608, 3072), (4896, 3264), (5184, 3456), (5472, 3648), (6000, 4000)]
SAMPLINGS = ["2x2", "2x1", "1x1", "2x2"]
N_FILES = 60


def call(*command):
    subprocess.run([str(part) for part in command], check=True)


def make(folder, photos):
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        for i in range(N_FILES):
            width, height = SIZES[i % len(SIZES)]
            tiles = []
            for j in range(4):
                tile = work / f"tile{j}.v"
                source = photos / SOURCES[(i * 5 + j * 3 + i // 12) % len(SOURCES)]
                call("vips", "thumbnail", source, tile, width // 2, "--height", height // 2, "--crop", "centre")
                tiles.append(tile)
            call("vips", "arrayjoin", " ".join(map(str, tiles)), work / "joined.v", "--across", 2)
            # A sensor's noise: without it, enlarged parts would have no detail to skip.
            call("vips", "gaussnoise", work / "noise.v", width, height, "--mean", 0, "--sigma", 4, "--seed", i)
            call("vips", "add", work / "joined.v", work / "noise.v", work / "sum.v")
            call("vips", "cast", work / "sum.v", work / "picture.ppm", "uchar")
            flags = ["-quality", "94", "-sample", SAMPLINGS[i // 4 % len(SAMPLINGS)]]
            flags += ["-progressive"] if i % 4 == 3 else ["-baseline"]
            call("cjpeg", *flags, "-outfile", folder / f"photo_{i:02}.jpg", work / "picture.ppm")


def resident_bytes(pid):
    try:
        with open(f"/proc/{pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def run_both(commands):
    """Runs the commands side by side; returns the seconds and the peak of their resident bytes together."""
    begun = time.monotonic()
    processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    peak, done = 0, threading.Event()

    def watch():
        nonlocal peak
        while not done.wait(0.005):
            peak = max(peak, sum(resident_bytes(process.pid) for process in processes))

    watcher = threading.Thread(target=watch)
    watcher.start()
    statuses = [process.wait() for process in processes]
    seconds = time.monotonic() - begun
    done.set()
    watcher.join()
    if any(statuses):
        sys.exit(f"failed: {commands[0][0]}: {statuses}")
    return seconds, peak


def run(folder, ours, edge, rounds):
    files = sorted(str(path) for path in folder.glob("*.jpg"))
    halves = [files[0::2], files[1::2]]
    with tempfile.TemporaryDirectory() as out:
        peer = [["vipsthumbnail", "--size", f"{edge}x{edge}", "-o", f"{out}/%s.jpg", *half] for half in halves]
        own = []
        for half in halves:
            words = shlex.split(ours.replace("{edge}", str(edge)))
            at = words.index("{files}")
            own.append(words[:at] + half + words[at + 1:])
        for files_of_one in halves:  # warm the page cache
            for name in files_of_one:
                pathlib.Path(name).read_bytes()
        pairs = [(run_both(own), run_both(peer)) for _ in range(rounds)]
    for name, which in (("ours", 0), ("vipsthumbnail", 1)):
        rate = statistics.median(len(files) / pair[which][0] for pair in pairs)
        peak = statistics.median(pair[which][1] for pair in pairs)
        print(f"{name:14} {rate:6.1f} pictures a second, {peak / 1e6:6.0f} MB")
    print(f"ratio          {statistics.median(pair[1][0] / pair[0][0] for pair in pairs):6.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["make", "run"])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--photos", type=pathlib.Path)
    parser.add_argument("--ours")
    parser.add_argument("--edge", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if asked.what == "make":
        make(asked.folder, asked.photos)
    else:
        run(asked.folder, asked.ours, asked.edge, asked.rounds)


if __name__ == "__main__":
    main()
