"""Boxes, Content Credentials, directories and what phones add to pictures, for files that hold more than they show."""

from __future__ import annotations

import random
import struct

from tests.builders.picture_files import blank, encoded, jpeg_with, lettered, segment

NOISE = random.Random(3).randbytes(3_000)
_C2PA = b"c2pa" + bytes.fromhex("00110010800000aa00389b71")
_C2PA_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


VIDEO = box(b"ftyp", b"mp42\0\0\0\0isommp42") + box(b"mdat", NOISE) + box(b"moov", b"x" * 200)


def jumbf(label: bytes, *inner: bytes) -> bytes:
    """Return a JUMBF block with others in it."""
    return box(b"jumb", box(b"jumd", _C2PA + b"\x03" + label + b"\0") + b"".join(inner))


def cbor(**texts: str) -> bytes:
    """Return a CBOR map of texts; a double underscore in a key is a colon."""
    found = bytes([0xA0 + len(texts)])
    for text in (each for pair in texts.items() for each in pair):
        data = text.replace("__", ":").encode()
        found += (bytes([0x60 + len(data)]) if len(data) < 24 else b"\x78" + bytes([len(data)])) + data
    return found


def credentials(*assertions: bytes) -> bytes:
    """Return the manifest of a picture with assertions."""
    return jumbf(b"c2pa", jumbf(b"urn:uuid:1", jumbf(b"c2pa.assertions", *assertions)))


def titled(title: str) -> bytes:
    return jumbf(b"c2pa.claim", box(b"cbor", cbor(dc__title=title, dc__format="image/jpeg")))


def made_by(author: str) -> bytes:
    text = f'{{"author":[{{"@type":"Person","name":"{author}"}}]}}'
    return jumbf(b"stds.schema-org.CreativeWork", box(b"json", text.encode()))


def thumbnail(file: bytes) -> bytes:
    return jumbf(b"c2pa.thumbnail.claim.jpeg", box(b"bfdb", b"\0image/jpeg\0") + box(b"bidb", file))


def in_segments(block: bytes, size: int = 60_000) -> bytes:
    """Return a JUMBF block cut into segments APP11."""
    found = b""
    for number, start in enumerate(range(0, len(block), size), start=1):
        head = b"" if number == 1 else block[:8]
        found += segment(0xEB, b"JP" + struct.pack(">HI", 1, number) + head + block[start : start + size])
    return found


def in_uuid(block: bytes) -> bytes:
    """Return a JUMBF block in the box that HEIC and AVIF files have for it."""
    return box(b"uuid", _C2PA_BOX + bytes(4) + b"manifest\0" + bytes(8) + block)


def samsung(*blocks: tuple[bytes, bytes]) -> bytes:
    """Return what Samsung's phones add to a photo: named blocks, and a list of them."""
    body, entries = b"", []
    for number, (name, content) in enumerate(blocks):
        entries.append((number, len(body)))
        body += struct.pack("<HHI", 0, number, len(name)) + name + content
    ends = [start for _, start in entries[1:]] + [len(body)]
    listed = b"SEFH" + struct.pack("<II", 107, len(entries))
    for (number, start), end in zip(entries, ends, strict=True):
        listed += struct.pack("<HHII", 0, number, len(body) - start, end - start)
    return body + listed + struct.pack("<I", len(listed)) + b"SEFT"


def directory(start: int, *entries: tuple[int, int, int, bytes], after: int = 0) -> bytes:
    """Return a directory of a TIFF that stands at an offset: tags, types, counts and values."""
    place = start + 2 + 12 * len(entries) + 4
    head, body = struct.pack("<H", len(entries)), b""
    for tag, kind, count, value in entries:
        inline = len(value) <= 4
        head += struct.pack("<HHI", tag, kind, count)
        head += value.ljust(4, b"\0") if inline else struct.pack("<I", place + len(body))
        body += b"" if inline else value + b"\0" * (len(value) % 2)
    return head + struct.pack("<I", after) + body


def with_maker_note(note: bytes) -> bytes:
    """Return a JPEG with the note of a camera's maker."""
    first = directory(8, (0x8769, 4, 1, struct.pack("<I", 26)))
    return jpeg_with(segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + first + directory(26, (0x927C, 7, len(note), note))))


def with_plain_thumbnail() -> bytes:
    """Return a JPEG whose EXIF data hold a thumbnail that is no JPEG, as old cameras' do."""
    small = lettered().resize((160, 60))
    one = struct.pack("<H", 1)

    def second(offset: int) -> bytes:
        return directory(
            26,
            (256, 4, 1, struct.pack("<I", small.width)),
            (257, 4, 1, struct.pack("<I", small.height)),
            (258, 3, 3, struct.pack("<HHH", 8, 8, 8)),
            (259, 3, 1, one),
            (262, 3, 1, struct.pack("<H", 2)),
            (273, 4, 1, struct.pack("<I", offset)),
            (277, 3, 1, struct.pack("<H", 3)),
            (278, 4, 1, struct.pack("<I", small.height)),
            (279, 4, 1, struct.pack("<I", 3 * small.width * small.height)),
        )

    first = directory(8, (0x0112, 3, 1, one), after=26)
    place = 26 + len(second(0))
    return jpeg_with(segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + first + second(place) + small.tobytes()))


def tiff_with_thumbnail(file: bytes) -> bytes:
    """Return a TIFF of one white page, with a JPEG beside its pixels."""
    data = encoded(blank(), "TIFF")
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    entries = [data[first + 2 + 12 * at : first + 14 + 12 * at] for at in range(count)]
    entries += [struct.pack("<HHII", 0x201, 4, 1, len(data)), struct.pack("<HHII", 0x202, 4, 1, len(file))]
    entries.sort(key=lambda entry: struct.unpack("<H", entry[:2]))
    file += b"\0" * (len(file) % 2)
    head = data[:4] + struct.pack("<I", len(data) + len(file)) + data[8:]
    return head + file + struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)


def within_media(data: bytes, more: bytes) -> bytes:
    """Return a HEIC or AVIF file with something in its last box that belongs to no picture."""
    place = data.rindex(b"mdat") - 4
    (size,) = struct.unpack_from(">I", data, place)
    assert place + size == len(data)
    return data[:place] + struct.pack(">I", size + len(more)) + data[place + 4 :] + more
