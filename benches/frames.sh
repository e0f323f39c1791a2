#!/usr/bin/env bash
# What a frame costs while the scroll bar is dragged through generated captions, and what the window holds in memory:
#   benches/frames.sh [NUMBER OF CAPTIONS...]
# Without numbers: ten thousand, a hundred thousand, a million. What is made is kept in the temporary folder, so that it is
# made once. Needs Xvfb and xdotool for the window.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${TMPDIR:-/tmp}/cutline-bench
mkdir -p "$work"
[ $# -gt 0 ] || set -- 10000 100000 1000000
cargo build --release --bin cutline --example generate --example empty_window
target=${CARGO_TARGET_DIR:-target}/release
files=()
for n in "$@"; do
    file=$work/captions-$n.jsonl
    [ -e "$file" ] || { "$target/examples/generate" "$n" > "$file.part" && mv "$file.part" "$file"; }
    files+=("$file")
done
cargo bench --bench frames -- "${files[@]}"
benches/window_memory.py "$target/cutline" "$target/examples/empty_window" "${files[@]}"
