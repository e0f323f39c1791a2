#!/usr/bin/env bash
# The same captions and the same queries in Cutline, SQLite FTS5 and tantivy, one after the other on this machine:
#   benches/compare.sh [--alone] [--folder FOLDER] [CAPTIONS…]
# For each number of captions (10,000, 100,000 and 1,000,000 unless others are named) everything is built anew, and a table
# printed of times, memory and sizes with their ratios; at the end, how Cutline's figures grow.
# --alone leaves the others out; it is meant for 10,000,000, whose captions take 4 GB and whose index takes as much.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${TMPDIR:-/tmp}/cutline-compare alone= sizes=()
while [ $# -gt 0 ]; do
  case $1 in
    --alone) alone=yes ;;
    --folder) folder=$2; shift ;;
    *) sizes+=("$1") ;;
  esac
  shift
done
[ ${#sizes[@]} -gt 0 ] || sizes=(10000 100000 1000000)
cd "$here/.."
export CARGO_TERM_QUIET=true
mkdir -p "$folder"
queries=$folder/queries.jsonl
cargo run --release --example generate -- queries > "$queries"
if [ -z "$alone" ]; then
  (cd benches/peers/tantivy && cargo build --release --target-dir "$folder/tantivy-target")
fi
for size in "${sizes[@]}"; do
  captions=$folder/captions-$size.jsonl index=$folder/cutline-$size results=$folder/results-$size.tsv
  [ -s "$captions" ] || cargo run --release --example generate -- "$size" > "$captions"
  rm -rf "$index"
  # Building and asking are processes of their own, so that each tells its own memory.
  cargo bench --bench catalog -- "$captions" "$queries" "$index" > "$results"
  cargo bench --bench catalog -- "$captions" "$queries" "$index" >> "$results"
  rm -rf "$index"
  if [ -z "$alone" ]; then
    rm -rf "$folder/tantivy" "$folder/tantivy.places.json" "$folder/sqlite.db"
    "$folder/tantivy-target/release/tantivy-peer" "$captions" "$queries" "$folder/tantivy" >> "$results"
    # FTS5 takes seconds for a query of a million: every fourth query is asked where there are many.
    share=1; [ "$size" -lt 500000 ] || share=4
    python3 benches/peers/sqlite_fts5.py "$captions" "$queries" "$folder/sqlite.db" "$share" >> "$results"
    rm -rf "$folder/tantivy" "$folder/tantivy.places.json" "$folder/sqlite.db"
  fi
done
python3 - "$folder" "${sizes[@]}" <<'END'
import sys
folder, sizes = sys.argv[1], sys.argv[2:]
grown = {}
for size in sizes:
    figures = {}
    for line in open(f"{folder}/results-{size}.tsv"):
        who, what, value = line.rstrip("\n").split("\t")
        figures.setdefault(what, {})[who] = value
    print(f"{int(size):,} captions")
    print(f"{'':32}{'cutline':>12}{'tantivy':>12}{'sqlite fts5':>13}{'tantivy/cutline':>17}{'sqlite/cutline':>16}")
    for what, of in figures.items():
        def ratio(peer):
            return f"{float(of[peer]) / float(of['cutline']):.1f}" if peer in of and float(of.get("cutline", 0)) else ""
        print(f"{what:32}{of.get('cutline', ''):>12}{of.get('tantivy', ''):>12}{of.get('sqlite', ''):>13}"
              f"{ratio('tantivy'):>17}{ratio('sqlite'):>16}")
        grown.setdefault(what, {})[size] = of.get("cutline", "")
    print()
if len(sizes) > 1:
    print("how Cutline's figures grow")
    print(f"{'':32}" + "".join(f"{int(size):>14,}" for size in sizes))
    for what, by_size in grown.items():
        print(f"{what:32}" + "".join(f"{by_size.get(size, ''):>14}" for size in sizes))
END
