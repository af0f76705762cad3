"""What a PDF holds to be drawn that no page draws, or only sometimes.

Such are the other states of a button, patterns, letters that are pictures, and pictures in no use. Each is put on a
page of its own, in a copy of the document, and that page is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from postcheck.drafts.documents.pdf_objects import Name, PdfObject, Reference

if TYPE_CHECKING:
    import mmap

MOST = 500
"""How many such things of one PDF are looked at."""
_START = regex.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_SIZE = regex.compile(rb"/Size\s+(\d+)")
_PLAIN = regex.compile(r"[\w.+-]", regex.ASCII)
_MASKS = frozenset({"SMask", "Mask"})
_TAIL = 2_000


@dataclass
class Unseen:
    """Gathers what may be drawn elsewhere than on a page."""

    drawn: set[bytes] = field(default_factory=set)
    """Digests of the data of all pictures that pages draw."""
    _pages: list[tuple[str, str]] = field(default_factory=list)
    """What is drawn on each page of the copy: its commands, or a reference to them, and its resources."""

    def note(self, item: PdfObject, key: str, *, on_page: bool) -> None:
        """Note an object; ``on_page`` is whether the resources of a page, or of what is on it, name it."""
        about = item.value
        if not isinstance(about, dict):
            return
        resources = about.get("Resources")
        if isinstance(about.get("CharProcs"), dict) and isinstance(resources, dict) and "XObject" in resources:
            for glyph in about["CharProcs"].values():
                self._pages.append((_written(glyph), _written(resources)))
        elif item.data is None:
            return
        elif about.get("Subtype") == "Form" and not on_page:
            self._pages.append(("/X Do", f"<< /XObject << /X {item.number} 0 R >> >>"))
        elif str(about.get("PatternType")) == "1":
            self._pages.append((f"{item.number} 0 R", _written(resources if resources is not None else {})))
        elif about.get("Subtype") == "Image" and key not in _MASKS and digest(item.data) not in self.drawn:
            self._pages.append(("/X Do", f"<< /XObject << /X {item.number} 0 R >> >>"))

    def copy(self, data: mmap.mmap) -> bytes | None:
        """Return a document with a page for everything that was noted, or None if there is nothing.

        ``data`` is the document as PDFium writes it.
        """
        tail = data[-_TAIL:]
        start, size = _START.search(tail), _SIZE.search(tail)
        if not self._pages or start is None or size is None:
            return None
        root = int(size[1])
        tree = root + 1
        objects = [f"<< /Type /Catalog /Pages {tree} 0 R >>", ""]
        pages: list[int] = []
        for commands, resources in self._pages[:MOST]:
            contents = commands
            if not commands.endswith(" R"):
                contents = f"{root + len(objects)} 0 R"
                objects.append(f"<< /Length {len(commands)} >>\nstream\n{commands}\nendstream")
            pages.append(root + len(objects))
            page = f"/Parent {tree} 0 R /MediaBox [0 0 1000 1000] /Contents {contents} /Resources {resources}"
            objects.append(f"<< /Type /Page {page} >>")
        kids = " ".join(f"{page} 0 R" for page in pages)
        objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
        return bytes(data) + _appended(objects, root, len(data), int(start[1]))

    @property
    def too_many(self) -> bool:
        """Whether there is more than is looked at."""
        return len(self._pages) > MOST


def digest(data: bytes) -> bytes:
    """Return a digest of a picture's data as they lie in the file."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _appended(objects: list[str], first: int, at: int, before: int) -> bytes:
    """Return objects as they are appended to a document of ``at`` bytes whose table of objects is at ``before``."""
    out, places = bytearray(b"\n"), []
    for number, content in enumerate(objects, start=first):
        places.append(at + len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = at + len(out)
    out += f"xref\n{first} {len(places)}\n".encode() + b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    size = first + len(places)
    out += f"trailer\n<< /Size {size} /Root {first} 0 R /Prev {before} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def _written(value: object) -> str:
    """Return a value as PDFs have it."""
    if isinstance(value, Mapping):
        return "<< " + " ".join(f"{_written(Name(key))} {_written(one)}" for key, one in value.items()) + " >>"
    if isinstance(value, list):
        return "[" + " ".join(map(_written, value)) + "]"
    if isinstance(value, Reference):
        return f"{value.number} 0 R"
    if isinstance(value, bytes):
        return f"<{value.hex()}>"
    if isinstance(value, Name):
        return "/" + "".join(
            char if _PLAIN.match(char) else "".join(f"#{byte:02x}" for byte in char.encode()) for char in value
        )
    return str(value)
