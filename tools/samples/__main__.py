"""``python -m tools.samples [FOLDER]``: draw the pictures of ``sample_posts/``.

Every name and school is invented, and nobody is drawn from the front. The pictures that are committed are what counts;
run this only to change them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

from tools.samples.scenes import choir, hall, harvest, moon, pond, pumpkins, running_club
from tools.samples.things import badge, bib, certificate, pegs, photographed_certificate, poster, race_number, shield


def telling_metadata() -> tuple[Image.Exif, bytes, bytes]:
    """Return EXIF, XMP and IPTC that name the gardeners and the place, as cameras and photo libraries leave them."""
    exif = Image.Exif()
    exif[Base.ImageDescription] = "Chidi Nwachukwu-Bell with his pumpkin"
    exif[Base.Make] = "Hillside"
    exif[Base.DateTime] = "2026:11:23 11:42:07"
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (IFDRational(50), IFDRational(0), IFDRational(0)),
            GPS.GPSLongitudeRef: "W",
            GPS.GPSLongitude: (IFDRational(6), IFDRational(0), IFDRational(0)),
        }
    )
    xmp = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<dc:subject><rdf:Bag><rdf:li>gardening club</rdf:li></rdf:Bag></dc:subject>
<ext:PersonInImage><rdf:Bag><rdf:li>Niamh Tierney-Hobbs</rdf:li></rdf:Bag></ext:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
    caption = b"Pumpkins weighed by Ffion and the gardening club"
    record = b"\x1c\x02\x78" + len(caption).to_bytes(2, "big") + caption
    record += b"\0" * (len(record) % 2)
    resources = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record
    return exif, xmp.encode(), b"\xff\xed" + (len(resources) + 2).to_bytes(2, "big") + resources


def save_pumpkins(path: Path) -> None:
    """Write the pumpkins with metadata that tells too much."""
    exif, xmp, iptc = telling_metadata()
    pumpkins().save(path, "JPEG", quality=85, optimize=True, exif=exif, xmp=xmp, extra=iptc)


def save_badge(path: Path) -> None:
    """Write the badge as a telephone does: lying on its side, with a note (EXIF orientation 6) to turn it upright."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    badge().transpose(Image.Transpose.ROTATE_90).save(path, "JPEG", quality=85, optimize=True, exif=exif)


def save_half_a_choir(path: Path) -> None:
    """Write the first third of a picture, as an interrupted upload leaves it."""
    choir().save(path, "JPEG", quality=85, optimize=True)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])


def plain(draw: Callable[[], Image.Image]) -> Callable[[Path], None]:
    """Return a function that writes what ``draw`` draws, without metadata."""
    return lambda path: draw().save(path, "JPEG", quality=85, optimize=True)


PICTURES: dict[str, Callable[[Path], None]] = {
    "01-star-of-the-week/certificate.jpg": plain(photographed_certificate),
    "04-winter-fair/poster.jpg": plain(poster),
    "05-open-morning/IMG_2093.jpg": save_badge,
    "06-new-cloakroom/pegs.jpg": plain(pegs),
    "07-cross-country-results/race-number.jpg": plain(race_number),
    "08-county-final/siobhan_okearnan_y4.jpg": plain(shield),
    "09-pumpkin-patch/DSC_0417.jpg": save_pumpkins,
    "11-pond-dipping/pond.jpg": plain(pond),
    "12-running-club/team.jpg": plain(running_club),
    "13-carter-hall/hall.jpg": plain(hall),
    "17-choir/choir.jpg": save_half_a_choir,
    "18-before-and-after/bib.jpg": plain(lambda: bib("KWAME")),
    "18-before-and-after/bib-covered.jpg": plain(lambda: bib("")),
    "20-harvest/harvest.jpg": plain(harvest),
    "to-sort/scan0042.jpg": plain(
        lambda: certificate(
            "READING CHAMPION",
            "Niamh Tierney-Hobbs",
            "for reading one hundred books",
            "20 November 2026",
            (112, 58, 128),
        )
    ),
    "two-policies/aspire/moon.jpg": plain(moon),
    "two-policies/north-star/moon.jpg": plain(moon),
}


def main() -> None:
    """Draw every picture into the folder that the command line names."""
    parser = argparse.ArgumentParser(description="Draw the pictures of sample_posts/.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "sample_posts")
    folder: Path = parser.parse_args().folder
    total = 0
    for name, save in PICTURES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path)
        total += path.stat().st_size
        print(f"{name}: {path.stat().st_size / 1000:.0f} kB")
    print(f"{len(PICTURES)} pictures, {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
