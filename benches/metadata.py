#!/usr/bin/env python3
"""Measures reading captions, beside Exiv2 and ExifTool: one run, programs in turn, medians of paired runs.

    metadata.py CUTLINE PHOTOS [--rounds 5] [--work FOLDER] [--only fields,folder]

PHOTOS is a folder with real JPEGs; test folders are made of them below FOLDER (see photos.py).
fields  all caption fields of 2,000 real JPEGs, warm, sandbox included: `inspect --format json` beside `exiv2 -pa` and
        `exiftool -j -G1 -struct -n -fast2`; ExifTool, which is slow, reads once in two rounds
folder  a folder of 10,000 captioned JPEGs, nothing cached, until every caption is searchable: `list -q … --limit 1`
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

QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def seconds(command, environment=None):
    began = time.monotonic()
    subprocess.run(command, env=environment, **QUIET)
    return time.monotonic() - began


def fields(cutline, folder, rounds):
    files = sorted(str(path) for path in folder.iterdir())
    for name in files:  # warm the page cache
        pathlib.Path(name).read_bytes()
    programs = [
        ("Cutline", [cutline, "inspect", "--format", "json"], 1),
        ("Exiv2", ["exiv2", "-pa"], 1),
        ("ExifTool", ["exiftool", "-j", "-G1", "-struct", "-n", "-fast2"], 2),
    ]
    programs = [program for program in programs if shutil.which(program[1][0])]
    runs = {name: {} for name, _, _ in programs}
    for number in range(rounds):
        for name, command, every in programs:
            if number % every == 0:
                runs[name][number] = seconds([*command, *files])
    print(f"All caption fields of {len(files)} real JPEGs, {rounds} rounds in turn, medians")
    ours = runs["Cutline"]
    for name, found in runs.items():
        ratio = statistics.median(found[number] / ours[number] for number in found)
        print(f"  {name:9} {len(files) / statistics.median(found.values()):8.0f} files a second; Cutline is {ratio:6.1f} times as fast")
    print(flush=True)


def open_folder(cutline, folder, rounds):
    times = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as own:
            folders = [f"--{kind}-dir={own}/{kind}" for kind in ("data", "config", "cache")]
            times.append(seconds([cutline, "list", *folders, str(folder), "-q", "bridge paris", "--limit", "1"]))
    print(f"A folder of 10,000 captioned JPEGs until every caption is searchable: {statistics.median(times):.2f} s "
          f"({rounds} rounds, median; goal: at most 3 s)", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cutline")
    parser.add_argument("photos")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "cutline-bench")
    parser.add_argument("--only", default="fields,folder")
    asked = parser.parse_args()
    cutline = os.path.abspath(asked.cutline)
    make = [sys.executable, str(pathlib.Path(__file__).with_name("photos.py"))]
    made = lambda *what: subprocess.run([*make, *map(str, what), "--from", asked.photos], check=True)
    if "fields" in asked.only:
        made("real", asked.work / "real")
        fields(cutline, asked.work / "real", asked.rounds)
    if "folder" in asked.only:
        made("folder", asked.work / "10000", "--n", 10000)
        open_folder(cutline, asked.work / "10000", asked.rounds)


if __name__ == "__main__":
    main()
