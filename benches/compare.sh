#!/usr/bin/env bash
# The same captions and the same queries in Cutline, SQLite FTS5 and tantivy, one after the other on this machine:
# benches/compare.sh [PHOTOS] [FOLDER]. Prints a table of medians, 99th percentiles and ratios.
# What is built stays in the folder and is used again; remove it to measure the building.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
photos=${1:-1000000}
folder=${2:-${TMPDIR:-/tmp}/cutline-compare-$photos}
mkdir -p "$folder"
captions=$folder/captions.jsonl queries=$folder/queries.jsonl
cd "$here/.."
[ -s "$captions" ] || cargo run --quiet --release --example generate -- "$photos" > "$captions"
cargo run --quiet --release --example generate -- queries > "$queries"
results=$folder/results.tsv
cargo bench --quiet --bench catalog -- "$captions" "$queries" "$folder/cutline" > "$results"
(cd benches/peers/tantivy && cargo build --quiet --release --target-dir "$folder/tantivy-target")
"$folder/tantivy-target/release/tantivy-peer" "$captions" "$queries" "$folder/tantivy" >> "$results"
# FTS5 takes seconds for a query of a million: every fourth query is asked where there are many.
share=1; [ "$photos" -lt 500000 ] || share=4
python3 benches/peers/sqlite_fts5.py "$captions" "$queries" "$folder/sqlite.db" "$share" >> "$results"
python3 - "$results" <<'END'
import sys
rows = [line.rstrip("\n").split("\t") for line in open(sys.argv[1])]
figures = {}
for who, what, value in rows:
    figures.setdefault(what, {})[who] = value
print(f"{'':26}{'cutline':>14}{'tantivy':>14}{'sqlite fts5':>14}{'sqlite/cutline':>16}{'tantivy/cutline':>17}")
for what, of in figures.items():
    ratio = lambda peer: f"{float(of[peer]) / float(of['cutline']):.1f}" if peer in of and "cutline" in of else ""
    print(f"{what:26}{of.get('cutline', ''):>14}{of.get('tantivy', ''):>14}{of.get('sqlite', ''):>14}"
          f"{ratio('sqlite'):>16}{ratio('tantivy'):>17}")
END
