#!/usr/bin/env python3
"""Measures how soon pictures are on the screen, beside other viewers: one run, programs in turn, medians.

    viewers.py CUTLINE PHOTOS [--rounds 5] [--work FOLDER] [--only grid,large,single,key] [--pictures FOLDER]

PHOTOS is a folder with real JPEGs; test folders are made of them below FOLDER (see photos.py), 4 GB with the large one.
Programs that are not installed are left out. Every start has empty folders of its own: nothing is cached but files.
grid    exec to a complete first screen of pictures, a folder of 100 photos of 1600×1067
large   the same with a folder of 10,000
single  exec to the sharp picture, a photo of 24 megapixels named on the command line
key     Enter in the grid to the small picture and to the sharp one (Cutline only)
An empty window of the same toolkit is measured too, if it is built: cargo build --release --example empty_window.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import screen as screens
from screen import HEIGHT, WIDTH, Running, Screen, watch

ALL = (0, 0, WIDTH, HEIGHT)
# Where Cutline's pictures are: between the panels, below the top bar; what stands in the panels is no picture.
GRID = (250, 60, 940, 610)
# The place of the first picture of the grid.
FIRST_PICTURE = (270, 90, 440, 160)
LOUPE = (300, 120, 980, 560)


def viewers(cutline, what):
    """Name, command and region of each program."""
    region = GRID if what != "single" else LOUPE
    programs = [("Cutline", [cutline, "{}"], region)]
    folder = [
        ("nsxiv -t", ["nsxiv", "-t", "-g", f"{WIDTH}x{HEIGHT}", "{}"], ALL),
        ("Geeqie", ["geeqie", "{}"], ALL),
        ("gThumb", ["gthumb", "{}"], ALL),
        ("Gwenview", ["gwenview", "{}"], ALL),
        ("Eye of GNOME", ["eog", "{}"], ALL),
    ]
    file = [
        ("nsxiv", ["nsxiv", "-g", f"{WIDTH}x{HEIGHT}", "{}"], ALL),
        ("feh", ["feh", "-g", f"{WIDTH}x{HEIGHT}", "-.", "{}"], ALL),
        ("Geeqie", ["geeqie", "{}"], ALL),
        ("Eye of GNOME", ["eog", "{}"], ALL),
        ("Gwenview", ["gwenview", "{}"], ALL),
        ("Shotwell", ["shotwell", "{}"], ALL),
    ]
    return programs + [peer for peer in (file if what == "single" else folder) if shutil.which(peer[1][0])]


def run_one(screen, command, region, picture=None):
    running = Running(screen, command)
    try:
        first, settled, looks = watch(screen, region, running.began)
        if picture:
            screen.save(picture)
        memory = running.resident_mb()
        ended = running.process.poll() is not None
    finally:
        running.stop()
    if first is None or ended:
        return None
    part = FIRST_PICTURE
    row_bytes = (region[2] - region[0]) * 4
    inside = part[0] >= region[0] and part[2] <= region[2] and region != ALL

    def first_picture(look):
        rows = range((part[1] - region[1]) // screens.ROW_STEP, (part[3] - region[1]) // screens.ROW_STEP)
        return b"".join(look[y * row_bytes + (part[0] - region[0]) * 4 : y * row_bytes + (part[2] - region[0]) * 4] for y in rows)

    shown = screens.first_like_final(looks, first_picture, None) if inside else None
    return settled, shown, memory


def compare(name, screen, cutline, what, target, rounds, pictures, empty):
    programs = viewers(cutline, what)
    if empty:
        programs.append(("empty window", [empty], ALL))
    found = {program: [] for program, _, _ in programs}
    for number in range(rounds + 1):
        for program, command, region in programs:
            picture = pictures / f"{what}-{program.replace(' ', '_')}.png" if pictures and number == 0 else None
            result = run_one(screen, [part.replace("{}", str(target)) for part in command], region, picture)
            # The first round warms what the system keeps.
            if number and result:
                found[program].append(result)
    print(f"{name}, {rounds} rounds in turn, medians")
    ours = statistics.median(run[0] for run in found["Cutline"])
    for program, runs in found.items():
        if not runs:
            print(f"  {program:14} shows nothing")
            continue
        settled = statistics.median(run[0] for run in runs)
        pairs = zip((run[0] for run in found["Cutline"]), (run[0] for run in runs))
        ratio = statistics.median(mine / other for mine, other in pairs)
        first = [run[1] for run in runs if run[1] is not None]
        more = f", first photo {statistics.median(first) * 1000:5.0f} ms" if first else ""
        memory = statistics.median(run[2] for run in runs)
        print(f"  {program:14} {settled * 1000:6.0f} ms{more}, {memory:4.0f} MB; Cutline takes {ratio:.2f} times as long")
    print(flush=True)
    return ours


def press_enter(screen, cutline, folder, rounds):
    """From Enter on the first photo to anything of it, and to the sharp picture."""
    begun, sharp = [], []
    for _ in range(rounds):
        running = Running(screen, [cutline, str(folder)])
        try:
            watch(screen, GRID, running.began)
            screen.focus("Cutline$")
            screen.send("key Home")
            watch(screen, GRID, time.monotonic(), 2)
            since = time.monotonic()
            screen.send("key Return")
            first, settled, _ = watch(screen, LOUPE, since, 15)
        finally:
            running.stop()
        if first is not None:
            begun.append(first)
            sharp.append(settled)
    if begun:
        print(f"Enter in the grid: something of the picture {statistics.median(begun) * 1000:.0f} ms, sharp {statistics.median(sharp) * 1000:.0f} ms ({rounds} rounds, medians)\n", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cutline")
    parser.add_argument("photos")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "cutline-bench")
    parser.add_argument("--only", default="grid,large,single,key")
    parser.add_argument("--pictures", type=pathlib.Path, help="a folder for pictures of the screens")
    asked = parser.parse_args()
    cutline = os.path.abspath(asked.cutline)
    parts = asked.only.split(",")
    make = [sys.executable, str(pathlib.Path(__file__).with_name("photos.py"))]
    made = lambda *what: subprocess.run([*make, *map(str, what), "--from", asked.photos], check=True)
    if {"grid", "key"} & set(parts):
        made("folder", asked.work / "100", "--n", 100)
    if "large" in parts:
        made("folder", asked.work / "10000", "--n", 10000)
    if {"single", "key"} & set(parts):
        made("single", asked.work / "single" / "large.jpg")
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    empty = pathlib.Path(cutline).parent / "examples" / "empty_window"
    empty = str(empty) if empty.exists() else None
    screen = Screen()
    try:
        ours = {}
        if "grid" in parts:
            ours["grid"] = compare("A folder of 100", screen, cutline, "grid", asked.work / "100", asked.rounds, asked.pictures, empty)
        if "large" in parts:
            ours["large"] = compare("A folder of 10,000", screen, cutline, "large", asked.work / "10000", asked.rounds, asked.pictures, None)
        if len(ours) == 2:
            print(f"10,000 photos against 100: {ours['large'] / ours['grid']:.2f} times (goal: at most 1.2)\n")
        if "single" in parts:
            compare("A photo of 24 megapixels", screen, cutline, "single", asked.work / "single" / "large.jpg", asked.rounds, asked.pictures, None)
        if "key" in parts:
            press_enter(screen, cutline, asked.work / "single", asked.rounds)
    finally:
        screen.close()


if __name__ == "__main__":
    main()
