#!/usr/bin/env python3
"""Builds font.atlas from DejaVu Sans with ImageMagick. Run by hand when the set of characters changes:

    python3 make_atlas.py /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf font.atlas

font.atlas is one DEFLATE stream: little-endian int32 width, height, glyphs, then float32 em (texels) and spread
(texels), then per glyph int32 code point and float32 x, y, w, h (texels), left, top (of the cell relative to the
pen on the baseline, ems, y down), advance (ems), then width * height bytes of signed distance: 128 on the
outline, 255 = spread inside, 0 = spread outside.
"""
import struct
import subprocess
import sys
import zlib

EM, SCALE, SPREAD, WIDTH = 40, 4, 5, 512
UNIT = 649  # one pixel of ImageMagick's distance, as 16 bits
TEXT = "".join(map(chr, range(32, 127))) + "·×−–→←↑↓±≤≥∞θαΔ∇σΣ₀²●▶…°√∂¶"


def advances(path):
    """Advance of each code point in ems, from the tables cmap (format 4 or 12), hhea, hmtx, head."""
    data = open(path, "rb").read()
    tables = {}
    for i in range(struct.unpack(">H", data[4:6])[0]):
        tag, _, offset, _ = struct.unpack(">4sIII", data[12 + 16 * i:28 + 16 * i])
        tables[tag] = offset
    em = struct.unpack(">H", data[tables[b"head"] + 18:tables[b"head"] + 20])[0]
    metrics = struct.unpack(">H", data[tables[b"hhea"] + 34:tables[b"hhea"] + 36])[0]
    cmap, found = tables[b"cmap"], {}
    for i in range(struct.unpack(">H", data[cmap + 2:cmap + 4])[0]):
        sub = cmap + struct.unpack(">I", data[cmap + 8 + 8 * i:cmap + 12 + 8 * i])[0]
        if struct.unpack(">H", data[sub:sub + 2])[0] == 12:
            for g in range(struct.unpack(">I", data[sub + 12:sub + 16])[0]):
                first, last, glyph = struct.unpack(">III", data[sub + 16 + 12 * g:sub + 28 + 12 * g])
                for c in range(first, min(last, 0xFFFF) + 1):
                    found[c] = glyph + c - first
    def advance(character):
        index = min(found[ord(character)], metrics - 1)
        at = tables[b"hmtx"] + 4 * index
        return struct.unpack(">H", data[at:at + 2])[0] / em
    return advance


def cell(path, character, width, height, left, top):
    """Signed distances of one glyph, width x height texels."""
    w, h = width * SCALE, height * SCALE
    text = {"\\": "\\\\", "%": "%%", "@": "\\@"}.get(character, character)
    draw = ["-size", f"{w}x{h}", "xc:black", "-fill", "white", "-font", path, "-pointsize", str(EM * SCALE),
            "-annotate", f"+{left * SCALE}+{top * SCALE}", text, "-colorspace", "Gray", "-threshold", "50%"]
    near = ["-morphology", "Distance", "Euclidean:4,100!"]
    def run(extra):
        out = subprocess.run(["convert"] + draw + extra + ["-depth", "16", "-endian", "LSB", "gray:-"],
                             capture_output=True, check=True).stdout
        return struct.unpack(f"<{w * h}H", out)
    inside, outside = run(near), run(["-negate"] + near)
    result = bytearray()
    for y in range(height):
        for x in range(width):
            total = 0.0
            for j in range(SCALE):
                for i in range(SCALE):
                    at = (y * SCALE + j) * w + x * SCALE + i
                    total += inside[at] / UNIT - 0.5 if inside[at] else 0.5 - outside[at] / UNIT
            distance = total / SCALE ** 3
            result.append(max(0, min(255, round(128 + 127 * distance / SPREAD))))
    return bytes(result)


def main(path, target):
    advance = advances(path)
    above, below = 38, 12
    height = above + below + 2 * SPREAD
    x = y = 0
    rows, glyphs = [], []
    for character in TEXT:
        step = advance(character)
        width = round(step * EM) + 2 * SPREAD + 4
        if x + width > WIDTH:
            x, y = 0, y + height
        pixels = b"" if character == " " else cell(path, character, width, height, SPREAD + 2, SPREAD + above)
        glyphs.append((ord(character), x, y, width, height, -(SPREAD + 2) / EM, -(SPREAD + above) / EM, step))
        rows.append((x, y, width, pixels))
        x += width
    total = y + height
    image = bytearray(WIDTH * total)
    for left, top, width, pixels in rows:
        for row in range(len(pixels) // width):
            image[(top + row) * WIDTH + left:(top + row) * WIDTH + left + width] = pixels[row * width:(row + 1) * width]
    head = struct.pack("<iiiff", WIDTH, total, len(glyphs), EM, SPREAD)
    body = b"".join(struct.pack("<ifffffff", *g) for g in glyphs)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    open(target, "wb").write(packer.compress(head + body + bytes(image)) + packer.flush())
    print(f"{len(glyphs)} glyphs, {WIDTH} x {total}")


main(*sys.argv[1:])
