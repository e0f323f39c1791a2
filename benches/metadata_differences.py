#!/usr/bin/env python3
"""Write tests/data/metadata/DIFFERENCES.md: where our reading differs from the answer sheets, and ExifTool from Exiv2.

usage: metadata_differences.py DATA CUTLINE > tests/data/metadata/DIFFERENCES.md
DATA is the folder with photos/, constructed/ … and answers/; CUTLINE is the program. Stops at a difference without a reason.
"""
import json, os, re, subprocess, sys, unicodedata

NAMES = {"Description": "description", "Headline": "headline", "Title": "title", "Creator": "creator", "CreatorJobTitle": "creator_job_title", "CaptionWriter": "description_writer", "Credit": "credit_line", "Source": "source", "Instructions": "instructions", "Sublocation": "sublocation", "City": "city", "State": "province_state", "Country": "country", "CountryCode": "country_code", "LocationShown": "locations_shown", "LocationCreated": "location_created", "PersonInImage": "persons_shown", "OrganisationInImage": "organizations_shown", "Event": "event", "DateCreated": "date_created", "Keywords": "keywords", "CopyrightNotice": "copyright_notice", "UsageTerms": "usage_terms", "WebStatement": "web_statement", "AltTextAccessibility": "alt_text", "ExtDescrAccessibility": "extended_description", "Rating": "rating", "GPS": "gps"}

# Why our value is not the sheet's preferred one: (file ends with, field, reason).
REASONS = [
    ("IPTC-PhotometadataRef-Std2021.1.jpg", "Location", "the sheet has the altitude too and each number by itself; ours has `gps` as latitude and longitude, as the shape of `inspect` asks"),
    ("bug64739.jpg", "Creator", "the bytes are the ASCII text `100420.000000`; the sheet's value went through a program that took it for a number"),
    ("photo_2_header.jpg", "DateCreated", "the IIM date is `2022-8-24`, which is 24 August 2022; its offset repeats the time of day and is left out"),
    ("new_description.gif", "Description", "the XMP holds ISO 8859-1 bytes; ExifTool shows `?` for each, we read them as Windows-1252"),
    ("exif_xp_tags.jpg", "Keywords", "Windows puts keywords together with semicolons; we take them apart, as `constructed_truth.json` does"),
    ("side_a.jpg", "Description", "the sheet reads the photo alone; its sidecar goes first, as `constructed_truth.json` says"),
    ("side_b.jpg", "Description", "the sheet reads the photo alone; its sidecar goes first, as `constructed_truth.json` says"),
    ("sidecars/", "", "the sheet reads the photo alone; a sidecar beside it goes first"),
]

# Why ExifTool and Exiv2 differ, and what we do: (file matches, field, reason).
DISPUTES = [
    (r"new_description\.gif", "Description", "the XMP holds ISO 8859-1 bytes and Exiv2 reads no XMP of GIF: read as Windows-1252"),
    (r"\.gif$", "", "Exiv2 reads no XMP of GIF: we do"),
    (r"\.hei[cf]$", "", "Exiv2 does not read these items of HEIC: we do"),
    (r"testJPEG_(EXIF|GEO)\.jpg", "", "the mark before the packet has a blank too many: we read the packet, as ExifTool does"),
    (r"bug64739\.jpg", "", "the text is `100420.000000`: as Exiv2, because the other value went through a number"),
    (r"(bug77988\.jpg|image\d+\.(jpg|tiff))$", "CopyrightNotice", "two notices with a NUL between them, photographer and editor: a line each, as ExifTool"),
    (r"photo_36(_header)?\.jpg", "", "nothing but blanks: not stated"),
    (r"(multiple_exif|jfif_unit_cm)\.jpg", "", "the block goes on in a second segment: put together, as ExifTool does"),
    (r"long_xmp_extended_100k\.jpg", "", "the caption stands in extended XMP: put together, as ExifTool does"),
    (r"\.eps$", "", "IIM and Exif lie within PostScript code: we read only the XMP, which says the same"),
]


def flat(value):
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(flat(part) for part in value if flat(part))
    if isinstance(value, dict):
        return " ".join(sorted(flat(part) for part in value.values() if flat(part)))
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(value))).strip()


def same(field, got, want):
    if field == "GPS":
        return bool(got) and all(abs(float(a) - float(b)) < 2e-4 for a, b in zip(got, want))
    if field == "DateCreated":
        got, want = (re.sub(r"\D", "", flat(value))[:14] for value in (got, want))
        return bool(got) and (got == want or (len(got) >= 8 and want.startswith(got) and set(want[len(got):]) <= {"0"}))
    if field == "Rating":
        return got is not None and abs(float(got) - float(flat(want))) < 0.01
    if field in ("LocationShown", "LocationCreated"):
        return sorted(flat(got).lower().split()) == sorted(flat(want).lower().split())
    return flat(got) == flat(want)


def cell(value):
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in flat(value))
    text = text if len(text) <= 60 else text[:59] + "…"
    return "`" + text.replace("|", "\\|").replace("`", "'") + "`" if text else "nothing"


def reason(rules, file, field, fits):
    found = next((why for pattern, name, why in rules if fits(pattern, file) and field.startswith(name)), None)
    if found is None:
        sys.exit(f"no reason is given for {field} of {file}")
    return found


def main():
    data, program = sys.argv[1:3]
    sheet = json.load(open(f"{data}/answers/photos.fields.json"))["files"]
    disputes = json.load(open(f"{data}/answers/exiftool_vs_exiv2.json"))
    files = [file for file in sheet if os.path.exists(f"{data}/{file}")]
    truth = json.load(open(f"{data}/answers/constructed_truth.json"))["files"]
    asked = files + [file for file in (f"constructed/{name}" for name in truth) if file not in files]
    ours = {}
    for start in range(0, len(asked), 50):
        part = asked[start:start + 50]
        run = subprocess.run([program, "inspect", "--format", "json", *(f"{data}/{file}" for file in part)], capture_output=True)
        ours.update(zip(part, (photo["fields"] for photo in json.loads(run.stdout))))

    print("# Differences\n")
    print("Made by `benches/metadata_differences.py` from the answer sheets; the reasons stand in that script.\n")
    rows, n_stated = [], 0
    for file in files:
        for field, answer in sheet[file].get("fields", {}).items():
            if not flat(answer.get("preferred")):
                continue
            n_stated += 1
            got = ours[file].get(NAMES[field], {}).get("value")
            if not same(field, got, answer["preferred"]):
                why = reason(REASONS, file, field, lambda pattern, name: pattern in name)
                rows.append(f"| {file} | {field} | {cell(got)} | {cell(answer['preferred'])} | {why} |")
    print(f"## Our value is not the sheet's preferred one: {len(rows)} of {n_stated} fields\n")
    print("| file | field | ours | sheet | why |\n|---|---|---|---|---|")
    print("\n".join(rows))

    constructed = [row for row in rows if row.startswith("| constructed/")]
    n_constructed = sum(1 for file in files if file.startswith("constructed/") for answer in sheet[file]["fields"].values()
                        if flat(answer.get("preferred")))
    written = [(f"constructed/{file}", field, answer["preferred"]) for file, facts in truth.items()
               for field, answer in facts["expect"].items() if flat(answer.get("preferred"))]
    n_as_written = sum(same(field, ours[file].get(NAMES[field], {}).get("value"), value) for file, field, value in written)
    print(f"""
## The constructed files: {n_as_written} of {len(written)} fields as they were written, {n_constructed - len(constructed)} of {n_constructed} as ExifTool reads them

`constructed_truth.json` says what was written into the files, with a preferred value for {len(written)} fields: {n_as_written} are read so.
In the {len(constructed)} that differ the two answer sheets contradict each other: `photos.fields.json` is what ExifTool reads in the photo alone, `constructed_truth.json` what was written into the photo and its sidecar.
No reading agrees with both, and ours is that of the second in each:
""")
    for row in constructed:
        file, field, got, want = (part.strip() for part in row.strip("| ").split(" | ")[:4])
        stated = truth[file.removeprefix("constructed/")]["expect"][field]
        print(f"- {file}, {field}: ours {got}, `photos.fields.json` {want}, `constructed_truth.json` {cell(stated.get('preferred') or stated.get('exif'))}.")

    print(f"\n## ExifTool 13 and Exiv2 0.28 disagree: {len(disputes)} fields\n")
    print("| file | field | block | ExifTool | Exiv2 | ours | why |\n|---|---|---|---|---|---|---|")
    for dispute in disputes:
        file, field, block = dispute["file"], dispute["field"], dispute["block"]
        candidates = ours.get(file, {}).get(NAMES[field], {}).get("candidates", [])
        got = next((candidate["value"] for candidate in candidates if candidate["from"] == block), None)
        why = reason(DISPUTES, file, field, lambda pattern, name: re.search(pattern, name, re.IGNORECASE))
        print(f"| {file} | {field} | {block} | {cell(dispute['exiftool'])} | {cell(dispute['exiv2'])} | {cell(got)} | {why} |")


main()
