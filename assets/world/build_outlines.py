#!/usr/bin/env python3
"""Makes `outlines.bin`, the coasts and borders of the world map, from Natural Earth's 1:50m countries.

The npm package `world-atlas` 2.0.2 has them as TopoJSON:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    assets/world/build_outlines.py package/countries-50m.json assets/world/outlines.bin

The file, all numbers being varints (7 bits a byte, low bits first) and signed ones zigzag-coded:
number of lines; for each line 0 for a coast or 1 for a border, its number of points, and for each point the steps in
longitude and latitude from the one before (the first from 0, 0), in hundredths of a degree;
number of rings that bound land; for each ring its number of lines, and for each line its position, or its position's
complement (-1 for line 0) where the line is walked backwards.
"""

import json
import sys

STEPS_PER_DEGREE = 100


def main(source: str, target: str) -> None:
    with open(source, encoding="utf-8") as file:
        topology = json.load(file)
    coasts = {line if line >= 0 else ~line for ring in land_rings(topology) for line in ring}
    out = bytearray()
    lines = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    unsigned(len(lines), out)
    for position, points in enumerate(lines):
        unsigned(0 if position in coasts else 1, out)
        unsigned(len(points), out)
        before = (0, 0)
        for point in points:
            signed(point[0] - before[0], out)
            signed(point[1] - before[1], out)
            before = point
    rings = land_rings(topology)
    unsigned(len(rings), out)
    for ring in rings:
        unsigned(len(ring), out)
        for line in ring:
            signed(line, out)
    with open(target, "wb") as file:
        file.write(out)
    print(f"{len(lines)} lines, {sum(map(len, lines))} points, {len(rings)} rings, {len(out)} bytes")


def land_rings(topology: dict) -> list:
    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            rings.extend(polygon)
    return rings


def decoded(arc: list, transform: dict) -> list:
    """The points of a line in steps, each that differs from the one before."""
    points, x, y = [], 0, 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        degrees = [value * scale + origin for value, scale, origin in zip((x, y), transform["scale"], transform["translate"])]
        point = tuple(round(value * STEPS_PER_DEGREE) for value in degrees)
        if not points or points[-1] != point:
            points.append(point)
    # A line of one point would have no direction.
    return points if len(points) > 1 else points * 2


def unsigned(value: int, out: bytearray) -> None:
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def signed(value: int, out: bytearray) -> None:
    unsigned(value << 1 if value >= 0 else (-value << 1) - 1, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
