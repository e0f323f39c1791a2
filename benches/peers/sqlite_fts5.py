#!/usr/bin/env python3
"""The same captions and queries in SQLite FTS5, set up as its manual advises for searching while one types:
unicode61, prefix indexes of one to four letters, an optimized index, values in narrow tables with their own keys,
statistics, memory enough for everything. Usage: sqlite_fts5.py CAPTIONS.jsonl QUERIES.jsonl DATABASE [SHARE]
SHARE asks only every so-manieth query. Prints the columns of `cargo bench --bench catalog`."""

import json
import os
import sqlite3
import sys
import time

FACETS = ("place", "person", "credit", "year")


def build(captions, path):
    if os.path.exists(path):
        os.remove(path)
    db = sqlite3.connect(path)
    db.executescript("""
        PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;
        CREATE TABLE photo (id INTEGER PRIMARY KEY, place INTEGER, person INTEGER, credit INTEGER, year INTEGER, record TEXT);
        CREATE TABLE value (id INTEGER PRIMARY KEY, facet TEXT, name TEXT, UNIQUE (facet, name));
        CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4');
    """)
    ids = {}

    def value(facet, name):
        if (facet, name) not in ids:
            ids[facet, name] = len(ids) + 1
            db.execute("INSERT INTO value VALUES (?, ?, ?)", (len(ids), facet, name))
        return ids[facet, name]

    with open(captions, encoding="utf-8") as lines:
        for n, line in enumerate(lines, 1):
            photo = json.loads(line)
            text = " ".join([photo["caption"], *photo["persons_shown"], *photo["keywords"], photo["credit_line"],
                             photo["creator"], photo["city"], photo["state"], photo["country"], photo["file"]])
            db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (n, text))
            row = (n, value("place", photo["city"]), value("person", photo["persons_shown"][0]),
                   value("credit", photo["credit_line"]), int(photo["date_created"][:4]), line)
            db.execute("INSERT INTO photo VALUES (?, ?, ?, ?, ?, ?)", row)
    for facet in FACETS:
        db.execute(f"CREATE INDEX by_{facet} ON photo ({facet})")
    # Counting reads this index and never the records.
    db.execute("CREATE INDEX facets ON photo (id, place, person, credit, year)")
    db.execute("INSERT INTO words (words) VALUES ('optimize')")
    db.executescript("ANALYZE;")
    db.commit()
    db.close()


def ask(db, query, with_counts):
    """The number of photos, the first hundred of them, and the counts of four facets; a facet ignores its own tick."""
    conditions, values = [], []
    if "place" in query:
        conditions.append(("place", "place = (SELECT id FROM value WHERE facet = 'place' AND name = ?)"))
        values.append([query["place"]])
    if "years" in query:
        conditions.append(("year", "year BETWEEN ? AND ?"))
        values.append(query["years"])

    def hits(table, without=None):
        kept = [(condition, value) for (facet, condition), value in zip(conditions, values) if facet != without]
        where = "".join(f" AND {condition}" for condition, _ in kept)
        arguments = [query["fts"]] + [argument for _, value in kept for argument in value]
        db.execute(f"DELETE FROM {table}")
        if kept:
            db.execute(f"INSERT INTO {table} SELECT photo.id FROM words CROSS JOIN photo INDEXED BY facets "
                       f"ON photo.id = words.rowid WHERE words MATCH ?{where}", arguments)
        else:
            db.execute(f"INSERT INTO {table} SELECT rowid FROM words WHERE words MATCH ?", arguments)

    if not with_counts:
        # The first page alone, as one would show it while the rest is counted.
        where = "".join(f" AND {condition}" for _, condition in conditions)
        arguments = [query["fts"]] + [argument for value in values for argument in value]
        join = "JOIN photo ON photo.id = words.rowid" if conditions else ""
        return db.execute(f"SELECT words.rowid FROM words {join} WHERE words MATCH ?{where} "
                          "ORDER BY words.rowid LIMIT 100", arguments).fetchall()
    hits("hits")
    for facet in FACETS:
        table = "hits"
        if any(facet == own for own, _ in conditions):
            hits("others", without=facet)
            table = "others"
        db.execute(f"SELECT {facet}, count(*) FROM {table} CROSS JOIN photo INDEXED BY facets ON photo.id = {table}.id "
                   f"GROUP BY {facet}").fetchall()
    return db.execute("SELECT id FROM hits ORDER BY id LIMIT 100").fetchall()


def main():
    captions, queries, path = sys.argv[1:4]
    share = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    since = time.perf_counter()
    if not os.path.exists(path):
        build(captions, path)
        print(f"sqlite\tbuild_s\t{time.perf_counter() - since:.1f}")
    print(f"sqlite\tindex_bytes\t{os.path.getsize(path)}")
    db = sqlite3.connect(path)
    db.executescript("PRAGMA cache_size = -2000000; PRAGMA mmap_size = 4000000000; PRAGMA temp_store = MEMORY;"
                     "CREATE TEMP TABLE hits (id INTEGER PRIMARY KEY); CREATE TEMP TABLE others (id INTEGER PRIMARY KEY);")
    with open(queries, encoding="utf-8") as lines:
        asked = [json.loads(line) for line in lines][::share]
    for with_counts in (False, True):
        times = []
        for n_round in range(2):
            for query in asked:
                since = time.perf_counter()
                ask(db, query, with_counts)
                # The first round warms up and is not counted.
                if n_round:
                    times.append((time.perf_counter() - since) * 1000)
        times.sort()
        name = "counts" if with_counts else "page"
        print(f"sqlite\t{name}_p50_ms\t{times[len(times) // 2]:.2f}")
        print(f"sqlite\t{name}_p99_ms\t{times[min(len(times) * 99 // 100, len(times) - 1)]:.2f}")


main()
