#!/usr/bin/env python3
"""Kills `cutline export`, or fails it, at every call that touches its file, and looks at what is left.

usage: benches/crash_matrix.py PROGRAM [--all] [FORMAT[+TEMPLATE]]...

A format is its name; with a template it is written "csv+Web desk".

For every format, once where there is no file yet and once where an earlier one is replaced: the export runs undisturbed
under strace, which shows the calls that name its folder or a file in it. Then it runs again for each of these calls:
once killed there, and once for each error given back there. The file, or folder, must then be exactly the old one (or
absent) or exactly the new one; anything else is damage. An error that leaves the old one must be told by the exit status.
Of a folder's calls, which are hundreds and mostly alike, POINTS_MAX are taken: the first and the last of each kind of
call, and of the others as many as there is room for, evenly spread; `--all` takes every one.
A temporary file may stay after a kill, and must be gone after the next export; after an error none may stay.
Exit status: 0 nothing wrong, 1 something wrong, 2 it could not run. Needs strace 5 or later.
"""
import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FORMATS = [
    "csv", "csv-lossless", "json", "jsonl", "markdown", "text", "html", "xlsx", "docx", "pdf", "gallery-page", "zip",
    "gallery", "package", "iiif", "sidecars",
]
TEMPLATES = ["Web desk", "Print page", "AP-style list", "Archive table"]
FORMATS += [f"csv+{template}" for template in TEMPLATES] + ["jsonl+Web desk", "html+Print page", "text+AP-style list"]
# What has pictures is made of two photographs, if ImageMagick can make them, and the others of two captions.
PICTURED = {"xlsx", "docx", "pdf", "gallery-page", "zip", "gallery", "package", "iiif", "sidecars"}
FOLDERS = {"gallery", "package", "iiif", "sidecars"}
# Folders of twenty sidecars have hundreds of calls, all alike.
N_PHOTOS = "2"
ERRORS = ["ENOSPC", "EIO", "EACCES"]
CALLS = (
    "openat,statx,newfstatat,readlink,flock,write,writev,pwrite64,fsync,fdatasync,fchmod,fchown,ftruncate,"
    "link,linkat,rename,renameat,renameat2,unlink,unlinkat,copy_file_range,sendfile,mkdir,mkdirat"
).split(",")
POINTS_MAX = 60
OLD = b"an earlier export\n"
# A run takes a fraction of a second.
TIMEOUT_S = 60


def sampled(points):
    """Some of the points, in their order."""
    if len(points) <= POINTS_MAX:
        return points
    by_call = {}
    for point in points:
        by_call.setdefault(point[0], []).append(point)
    chosen = {point for same in by_call.values() for point in (same[0], same[-1])}
    room = max(POINTS_MAX - len(chosen), 1)
    chosen |= {points[at * len(points) // room] for at in range(room)}
    return [point for point in points if point in chosen]


class Matrix:
    def __init__(self, program, base, format_name, old, takes_all):
        self.takes_all = takes_all
        self.program, self.base, self.old, self.name = program, base, old, format_name
        self.format, _, template = format_name.partition("+")
        self.chosen = ["--template", template] if template else []
        if format_name in FOLDERS and old is not None:
            self.old = {"earlier.txt": old, "in/earlier.txt": old, ".cutline-export": b"earlier.txt\nin/earlier.txt\n"}
        self.folder = base / "exports"
        self.target = self.folder / "photos"
        self.new = None
        self.seen = collections.Counter()

    def export(self, strace):
        """Runs the export in a folder that holds only the old file; returns its exit status."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        if isinstance(self.old, dict):
            for name, content in self.old.items():
                (self.target / name).parent.mkdir(parents=True, exist_ok=True)
                (self.target / name).write_bytes(content)
        elif self.old is not None:
            self.target.write_bytes(self.old)
        # Files are written by the first thread alone. Faults in the workers that decode would cost pictures, which is told
        # and no damage, so that there only the first thread is looked at.
        follow = [] if self.format in PICTURED else ["-f"]
        return self.run(["strace", *follow, "-y", "-qq", *strace, "--"])

    def run(self, before):
        folders = [f"--{kind}-dir={self.base / kind}" for kind in ("data", "config", "cache")]
        photos = self.base / "photographs"
        source = [str(photos)] if self.format in PICTURED and photos.exists() else ["--sample"]
        command = [*before, self.program, "export", *source, "--force", "--no-verify", "--limit", N_PHOTOS, "--format", self.format,
                   "--to", str(self.target), *self.chosen, *folders]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run(command, cwd="/", timeout=TIMEOUT_S, **quiet).returncode

    def left(self):
        if self.target.is_dir():
            files = [path for path in self.target.rglob("*") if path.is_file()]
            return {str(path.relative_to(self.target)): path.read_bytes() for path in files}
        return self.target.read_bytes() if self.target.exists() else None

    def litter(self):
        return [path.name for path in self.folder.iterdir() if path != self.target]

    def points(self):
        """Every call that names the folder: its name, and which of these calls it is in its thread."""
        trace = self.base / "trace"
        code = self.export(["-o", str(trace), "-e", "trace=" + ",".join("?" + call for call in CALLS)])
        self.new = self.left()
        if code != 0 or self.new in (None, self.old):
            sys.exit("the export fails undisturbed")
        points, n_calls = [], collections.Counter()
        for line in trace.read_text("utf-8", "replace").splitlines():
            call = re.match(r"^(\d+)?\s*(\w+)\(", line)
            if not call or call.group(2) not in CALLS:
                continue
            # strace counts for each thread by itself.
            n_calls[call.groups()] += 1
            point = (call.group(2), n_calls[call.groups()])
            if str(self.folder) in line and point not in points:
                points.append(point)
        return points

    def check(self):
        """Returns what went wrong, a line each."""
        wrong = []
        points = self.points()
        n_all, points = len(points), points if self.takes_all else sampled(points)
        for call, n in points:
            for fault in ["signal=KILL"] + [f"error={error}" for error in ERRORS]:
                code = self.export(["-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={n}"])
                wrong += [f"{self.name}: {call} #{n} {fault}: {what}" for what in self.judge(fault, code)]
        print(f"{self.name:20} {'replaced' if self.old else 'new':8} {len(points)} of {n_all} calls: {dict(self.seen)}", flush=True)
        return wrong

    def judge(self, fault, code):
        left, killed = self.left(), fault == "signal=KILL"
        state = "new" if left == self.new else "old" if left == self.old else "damaged"
        self.seen[f"{'killed' if killed else 'failed'}, {state}"] += 1
        if state == "damaged":
            yield "the file is neither old nor new"
        if not killed and state == "old" and code == 0:
            yield "the old file stays, and the exit status is 0"
        if self.litter():
            # The folder that was replaced goes when the new one is in place; if it cannot, the next export sees to it.
            if not killed and not (state == "new" and self.format in FOLDERS and self.old):
                yield f"a temporary file stays: {self.litter()}"
            self.run([])
            if self.litter() or self.left() != self.new:
                yield f"the next export leaves {self.litter()}"


def main():
    if len(sys.argv) < 2 or not shutil.which("strace"):
        print(__doc__, file=sys.stderr)
        return 2
    program = str(pathlib.Path(sys.argv[1]).resolve())
    wrong = []
    with tempfile.TemporaryDirectory(prefix="cutline-crash-") as base:
        if shutil.which("convert"):
            (pathlib.Path(base) / "photographs").mkdir()
            for number in range(int(N_PHOTOS)):
                picture = pathlib.Path(base) / "photographs" / f"{number}.jpg"
                subprocess.run(["convert", "-size", "60x40", "gradient:red-blue", str(picture)], check=True)
        for format_name in [name for name in sys.argv[2:] if name != "--all"] or FORMATS:
            for old in (None, OLD):
                wrong += Matrix(program, pathlib.Path(base), format_name, old, "--all" in sys.argv).check()
    for line in wrong:
        print(line)
    print("nothing damaged" if not wrong else f"{len(wrong)} things wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
