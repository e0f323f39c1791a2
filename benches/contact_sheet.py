#!/usr/bin/env python3
"""Measures a contact sheet of 1,000 photos against ImageMagick's montage of the same pages.

usage: benches/contact_sheet.py PROGRAM [N_PHOTOS] [N_RUNS]

The photos (3,000 × 2,000 pixels, JPEG, with noise so that they do not shrink to nothing) are made by ImageMagick in a
temporary folder. `cutline export --format pdf` writes 3 × 4 photos to an A4 page with their captions; `montage` puts
the same photos, at the same size in pixels, onto pages of 3 × 4 with the names below, a page at a time: all at once it
would keep every photo's pixels, some 48 MB each. A policy of its own lets it have the memory it asks for. Both read the
photos from the same warm cache, in turn, N_RUNS times (1), and the median counts; memory is the most that the process
and its children had, summed over processes for cutline, whose workers decode. Cutline's time has the reading of the
photos' metadata in it, and the reading again of what it wrote has not (`--no-verify`).
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROWS, COLUMNS = 4, 3
# The size at which cutline makes pictures for cells of this grid on A4, at 200 dpi.
EDGE = 480
# What a distribution's policy allows is less than a page of photos takes.
POLICY = """<policymap>
  <policy domain="resource" name="memory" value="8GiB"/>
  <policy domain="resource" name="map" value="8GiB"/>
  <policy domain="resource" name="area" value="8GP"/>
  <policy domain="resource" name="disk" value="32GiB"/>
  <policy domain="resource" name="width" value="64KP"/>
  <policy domain="resource" name="height" value="64KP"/>
</policymap>
"""


def tree_rss_kib(pid):
    """The resident memory of a process and all below it."""
    pids, total = [pid], 0
    while pids:
        current = pids.pop()
        try:
            status = pathlib.Path(f"/proc/{current}/smaps_rollup").read_text()
            total += int(next(line.split()[1] for line in status.splitlines() if line.startswith("Pss:")))
            for task in pathlib.Path(f"/proc/{current}/task").iterdir():
                pids += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, StopIteration, ValueError):
            continue
    return total


def all_measured(commands, cwd, environment):
    """Seconds and peak memory of commands that follow each other."""
    runs = [measured(command, cwd, environment) for command in commands]
    return sum(run[0] for run in runs), max(run[1] for run in runs)


def measured(command, cwd, environment):
    """Seconds and peak memory of a command with its children."""
    started, peak = time.monotonic(), 0
    process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env=os.environ | environment)
    errors = []
    reading = threading.Thread(target=lambda: errors.append(process.stderr.read()))
    reading.start()
    while process.poll() is None:
        peak = max(peak, tree_rss_kib(process.pid))
        time.sleep(0.02)
    reading.join()
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed: {errors[0].decode(errors='replace')[-2000:]}")
    return time.monotonic() - started, peak


def main():
    if len(sys.argv) < 2 or not shutil.which("montage"):
        print(__doc__, file=sys.stderr)
        return 2
    program, n_photos = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    n_runs = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory(prefix="cutline-sheet-") as base:
        base = pathlib.Path(base)
        photos = base / "photos"
        photos.mkdir()
        originals = 20
        for index in range(originals):
            subprocess.run(
                ["convert", "-seed", str(index), "-size", "3000x2000", "plasma:", "-attenuate", "0.2", "+noise", "Gaussian",
                 "-quality", "85", str(photos / f"{index:04}.jpg")], check=True)
        for index in range(originals, n_photos):
            shutil.copyfile(photos / f"{index % originals:04}.jpg", photos / f"{index:04}.jpg")
        folders = [f"--{kind}-dir={base / kind}" for kind in ("data", "config", "cache")]
        cutline = [program, "export", str(photos), "--format", "pdf", "--rows", str(ROWS), "--columns", str(COLUMNS),
                   "--to", str(base / "sheet.pdf"), "--force", "--no-verify", *folders]
        (base / "policy.xml").write_text(POLICY)
        environment = {"MAGICK_CONFIGURE_PATH": str(base)}
        paths = [str(path) for path in sorted(photos.iterdir())]
        pages = [paths[first:first + ROWS * COLUMNS] for first in range(0, n_photos, ROWS * COLUMNS)]

        def montage(*hint):
            return [["montage", *hint, "-tile", f"{COLUMNS}x{ROWS}", "-geometry", f"{EDGE}x{EDGE}+8+8", "-label", "%f", *page,
                     str(base / f"page-{number:03}.jpg")] for number, page in enumerate(pages)]

        all_commands = {"cutline": [cutline], "montage": montage(),
                        "montage, hinted": montage("-define", f"jpeg:size={EDGE * 2}x{EDGE * 2}")}
        runs = {name: [] for name in all_commands}
        for _ in range(n_runs):
            for name, commands in all_commands.items():
                if name == "cutline":
                    # What it knows of the photos from the last run would save it the reading.
                    shutil.rmtree(base / "cache", ignore_errors=True)
                runs[name].append(all_measured(commands, base, environment))
        results = {}
        for name in all_commands:
            results[name] = (statistics.median(run[0] for run in runs[name]), max(run[1] for run in runs[name]))
            seconds, kib = results[name]
            print(f"{name:16} {seconds:7.2f} s  {kib / 1024:7.1f} MiB", flush=True)
        for other in ("montage", "montage, hinted"):
            time_ratio = results["cutline"][0] / results[other][0]
            memory_ratio = results["cutline"][1] / results[other][1]
            print(f"cutline takes {time_ratio:.2f} times the time and {memory_ratio:.2f} times the memory of {other}")
        print(f"{n_photos} photos, {(base / 'sheet.pdf').stat().st_size / 1e6:.1f} MB of PDF")
    return 0


if __name__ == "__main__":
    sys.exit(main())
