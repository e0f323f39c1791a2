#!/usr/bin/env python3
"""Makes folders of photographs to measure with, the same ones every time.

    photos.py folder FOLDER --from PHOTOS [--n 100] [--size 1600x1067]   captioned JPEGs, each with its own caption
    photos.py real FOLDER --from PHOTOS [--n 2000]                       copies of the real JPEGs below PHOTOS, in turn
    photos.py single FILE --from PHOTOS [--size 6000x4000]               one large JPEG with Exif's small picture in it

PHOTOS is any folder with JPEGs in it or below it. Needs vips and cjpeg (libjpeg-turbo-progs) but for `real`.
A folder that is there with as many files is left as it is. Captions stand in IPTC-IIM and XMP, as agencies write them.
"""
import argparse
import pathlib
import struct
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

# So many different pictures; files of a folder have them in turn, each with its own caption.
N_PICTURES = 40
# Sources narrower than this would be enlarged.
SOURCE_MIN_BYTES = 150_000

WHO = ["Jane Doe", "Mayor Ana Núñez", "Jörg Müller", "President Park", "Lee Chang-dong", "Amélie Blanc", "Sen. Lopez"]
WHAT = ["waves to supporters", "leaves a meeting", "reads a letter", "opens the new bridge", "argues with a reporter"]
WHERE = ["Washington", "Paris", "Berlin", "Seoul", "Buenos Aires", "Nairobi", "New York", "Kraków", "Senate chamber"]
KEYWORDS = ["politics", "crowd", "bridge", "election", "portrait", "weather", "sport", "court"]


def call(*command):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def jpegs(folder):
    """Every JPEG in a folder and below it that begins as one, in a certain order."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg") and path.is_file())
    return [path for path in found if path.open("rb").read(3) == b"\xff\xd8\xff"]


USUAL = ["-quality", "80", "-sample", "2x2", "-optimize"]


def picture(sources, number, size, work, flags=USUAL):
    """A picture made of four real ones, with a sensor's noise, as JPEG bytes without any metadata."""
    width, height = size
    tiles = []
    for at in range(4):
        tile = work / f"tile{at}.v"
        source = sources[(number * 5 + at * 3 + number // 7) % len(sources)]
        call("vips", "thumbnail", source, tile, (width + 1) // 2, "--height", (height + 1) // 2, "--crop", "centre", "--export-profile", "srgb")
        flat = work / f"flat{at}.v"
        call("vips", "extract_band", tile, flat, 0, "--n", 3) if bands(tile) > 3 else call("vips", "colourspace", tile, flat, "srgb")
        tiles.append(flat)
    call("vips", "arrayjoin", " ".join(map(str, tiles)), work / "joined.v", "--across", 2)
    call("vips", "extract_area", work / "joined.v", work / "cut.v", 0, 0, width, height)
    call("vips", "gaussnoise", work / "noise.v", width, height, "--mean", 0, "--sigma", 3, "--seed", number)
    call("vips", "add", work / "cut.v", work / "noise.v", work / "sum.v")
    call("vips", "cast", work / "sum.v", work / "picture.ppm", "uchar")
    call("cjpeg", *flags, "-outfile", work / "picture.jpg", work / "picture.ppm")
    return (work / "picture.jpg").read_bytes()


def bands(path):
    return int(subprocess.run(["vipsheader", "-f", "bands", str(path)], capture_output=True, text=True).stdout or 3)


def segment(marker, data):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def iim(values):
    block = b"\x1c\x01\x5a" + struct.pack(">H", 3) + b"\x1b%G"
    for dataset, text in values:
        data = text.encode()
        block += bytes([0x1C, 2, dataset]) + struct.pack(">H", len(data)) + data
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block + b"\0" * (len(block) % 2)
    return segment(0xED, b"Photoshop 3.0\0" + resource)


def xmp(number, description, headline, who, where, keywords, date):
    subject = "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in keywords)
    packet = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" photoshop:Headline="{escape(headline)}" photoshop:City="{escape(where)}" photoshop:Credit="Agency {number % 5}" photoshop:DateCreated="{date}" xmp:Rating="{number % 6}"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(description)}</rdf:li></rdf:Alt></dc:description><dc:creator><rdf:Seq><rdf:li>{escape(who)}</rdf:li></rdf:Seq></dc:creator><dc:subject><rdf:Bag>{subject}</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())


def exif(small):
    """A little-endian TIFF structure: the camera, and in the second directory the small picture."""
    make = b"Cutline Test Camera\0"
    first = 8
    second = first + 2 + 2 * 12 + 4
    make_at = second + 2 + 3 * 12 + 4
    small_at = make_at + len(make)
    entry = lambda tag, kind, count, value: struct.pack("<HHII", tag, kind, count, value)
    data = b"II*\0" + struct.pack("<I", first)
    data += struct.pack("<H", 2) + entry(0x0110, 2, len(make), make_at) + entry(0x0112, 3, 1, 1) + struct.pack("<I", second)
    data += struct.pack("<H", 3) + entry(0x0103, 3, 1, 6) + entry(0x0201, 4, 1, small_at) + entry(0x0202, 4, 1, len(small))
    return segment(0xE1, b"Exif\0\0" + data + struct.pack("<I", 0) + make + small)


def captioned(jpeg, number, small=None):
    """The JPEG with a caption of its own."""
    who, what, where = WHO[number % len(WHO)], WHAT[number // 3 % len(WHAT)], WHERE[number // 7 % len(WHERE)]
    day = f"{2001 + number % 24}-{1 + number % 12:02}-{1 + number % 28:02}"
    description = f"{who} {what} in {where} on {day}, picture {number} of the day. (Photo by {WHO[(number + 3) % 7]}/Agency {number % 5})"
    keywords = [KEYWORDS[number % 8], KEYWORDS[(number // 8 + 1) % 8], where]
    headline = f"{who} {what}"
    values = [(5, headline[:64]), (25, keywords[0]), (25, keywords[1]), (55, day.replace("-", "")), (80, WHO[(number + 3) % 7][:32]),
              (90, where[:32]), (105, headline), (110, f"Agency {number % 5}"), (120, description)]
    head = (exif(small) if small else b"") + xmp(number, description, headline, WHO[(number + 3) % 7], where, keywords, day) + iim(values)
    return jpeg[:2] + head + jpeg[2:]


def is_made(folder, n_files):
    return folder.is_dir() and sum(1 for _ in folder.iterdir()) == n_files


def make_folder(folder, photos, n_files, size):
    if is_made(folder, n_files):
        return
    folder.mkdir(parents=True, exist_ok=True)
    sources = [path for path in jpegs(photos) if path.stat().st_size >= SOURCE_MIN_BYTES]
    if not sources:
        sys.exit(f"there are no JPEGs of {SOURCE_MIN_BYTES} bytes and more below {photos}")
    with tempfile.TemporaryDirectory() as work:
        pictures = [picture(sources, number, size, pathlib.Path(work)) for number in range(min(N_PICTURES, n_files))]
    for number in range(n_files):
        (folder / f"photo_{number:05}.jpg").write_bytes(captioned(pictures[number % len(pictures)], number))


def make_real(folder, photos, n_files):
    if is_made(folder, n_files):
        return
    folder.mkdir(parents=True, exist_ok=True)
    sources = jpegs(photos)
    if not sources:
        sys.exit(f"there are no JPEGs below {photos}")
    for number in range(n_files):
        (folder / f"photo_{number:05}.jpg").write_bytes(sources[number % len(sources)].read_bytes())


def make_single(file, photos, size):
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    sources = [path for path in jpegs(photos) if path.stat().st_size >= SOURCE_MIN_BYTES]
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        jpeg = picture(sources, 1, size, work)
        (work / "large.jpg").write_bytes(jpeg)
        call("vipsthumbnail", work / "large.jpg", "--size", "160x160", "-o", f"{work}/small.jpg[Q=80,strip]")
        file.write_bytes(captioned(jpeg, 1, (work / "small.jpg").read_bytes()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["folder", "real", "single"])
    parser.add_argument("path", type=pathlib.Path)
    parser.add_argument("--from", dest="photos", type=pathlib.Path, required=True)
    parser.add_argument("--n", type=int)
    parser.add_argument("--size")
    asked = parser.parse_args()
    size = tuple(int(side) for side in asked.size.split("x")) if asked.size else None
    if asked.what == "folder":
        make_folder(asked.path, asked.photos, asked.n or 100, size or (1600, 1067))
    elif asked.what == "real":
        make_real(asked.path, asked.photos, asked.n or 2000)
    else:
        make_single(asked.path, asked.photos, size or (6000, 4000))


if __name__ == "__main__":
    main()
