"""Names that an image carries unseen."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin, TiffImagePlugin

from postcheck.media.images import opened
from postcheck.read.metadata import Metadata, read_metadata

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 6.0"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmp:CreatorTool="Adobe Photoshop" photoshop:Headline="Rhys Morgan wins" exif:GPSLatitude="51,30N">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Amelia Carter &amp; team</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>J. Osei</rdf:li></rdf:Seq></dc:creator>
<dc:format>image/jpeg</dc:format>
<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Aisha Khan</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
<mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType="Resource">
<mwg-rs:Name>Zoë Price</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li></rdf:Bag></mwg-rs:RegionList>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def read(path: Path) -> Metadata:
    with opened(path, 10**6) as image:
        image.load()
        return read_metadata(image, path)


def picture() -> Image.Image:
    return Image.new("RGB", (8, 8), "white")


def test_exif_texts_in_every_encoding(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Zoë Price at the fair".encode()
    exif[0x010F] = "Canon"
    exif[0x013B] = "J. Osei"
    exif[0x8298] = "Hillside Primary"
    exif[0x9C9B] = "Amelia Carter".encode("utf-16-le") + b"\0\0"
    inner = exif.get_ifd(0x8769)
    inner[0x9286] = b"UNICODE\0" + "Rhys Morgan".encode("utf-16-be")
    inner[0xA430] = "Aisha Khan"
    path = tmp_path / "photo.jpg"
    picture().save(path, exif=exif)
    found = read(path)
    assert {text for field, text in found.texts if field == "exif"} == {
        "Zoë Price at the fair",
        "J. Osei",
        "Hillside Primary",
        "Amelia Carter",
        "Rhys Morgan",
        "Aisha Khan",
    }
    assert (found.artist, found.copyright, found.has_gps, found.problems) == ("J. Osei", "Hillside Primary", False, ())


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_gps_is_noticed(suffix: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x8825] = {2: (51.0, 30.0, 0.0)}
    path = tmp_path / f"photo.{suffix}"
    picture().save(path, exif=exif)
    assert read(path).has_gps


@pytest.mark.parametrize("suffix", ["jpg", "webp", "png", "tif"])
def test_xmp_properties(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"photo.{suffix}"
    if suffix == "png":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", PACKET)
        picture().save(path, pnginfo=info)
    elif suffix == "tif":
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[700] = PACKET.encode()
        tags.tagtype[700] = 7
        picture().save(path, tiffinfo=tags)
    else:
        picture().save(path, xmp=PACKET.encode())
    found = read(path)
    assert {text for field, text in found.texts if field == "xmp"} == {
        "Rhys Morgan wins",
        "Amelia Carter & team",
        "J. Osei",
        "Aisha Khan",
        "Zoë Price",
    }
    assert found.has_gps
    assert found.artist == "J. Osei"
    assert found.problems == ()


def with_xmp(path: Path, packet: str) -> Metadata:
    picture().save(path, xmp=packet.encode())
    return read(path)


def test_xmp_that_is_no_xml_is_searched_as_text(tmp_path: Path) -> None:
    found = with_xmp(tmp_path / "a.jpg", '<x:xmpmeta><dc:title>Amelia Carter<dc:x y="Rhys &amp; Zoe"')
    assert ("xmp", "Amelia Carter") in found.texts
    assert ("xmp", "Rhys & Zoe") in found.texts


def test_xmp_entities_are_never_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "Amelia"><!ENTITY b "&a;&a;&a;">]><x>&b;&b;</x>'
    found = with_xmp(tmp_path / "a.jpg", bomb)
    assert sum(text.count("Amelia") for _, text in found.texts) <= 2


def test_iptc(tmp_path: Path) -> None:
    def dataset(number: int, value: bytes) -> bytes:
        return b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(value)) + value

    iim = (
        dataset(120, "Zoë Price".encode())
        + dataset(25, b"Rhys Morgan")
        + dataset(25, b"art")
        + dataset(80, b"J. Osei")
        + dataset(65, b"Some program")
    )
    block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iim)) + iim + b"\0" * (len(iim) % 2)
    path = tmp_path / "photo.jpg"
    picture().save(path)
    data = path.read_bytes()
    path.write_bytes(data[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + data[2:])
    found = read(path)
    assert {text for field, text in found.texts if field == "iptc"} == {"Zoë Price", "Rhys Morgan", "art", "J. Osei"}
    assert found.artist == "J. Osei"


def test_png_texts_and_comments(tmp_path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Title", "Amelia Carter")
    info.add_text("Comment", "Rhys Morgan", zip=True)
    info.add_itxt("Author", "Zoë Price")
    info.add_text("Software", "Some Program")
    path = tmp_path / "a.png"
    picture().save(path, pnginfo=info)
    assert read(path).texts == (("png", "Amelia Carter"), ("png", "Rhys Morgan"), ("png", "Zoë Price"))
    path = tmp_path / "a.gif"
    picture().save(path, comment=b"Amelia Carter")
    assert read(path).texts == (("comment", "Amelia Carter"),)
    path = tmp_path / "a.jpg"
    picture().save(path, comment="Rhys Morgan")
    assert read(path).texts == (("comment", "Rhys Morgan"),)


@pytest.mark.parametrize(("host", "read_as"), [("iPhone XS Max", []), ("Tamsin's iPhone", ["Tamsin's iPhone"])])
def test_a_device_is_a_text_only_if_somebody_named_it(host: str, read_as: list[str], tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x013C] = host
    picture().save(tmp_path / "a.jpg", exif=exif)
    assert [text for _, text in read(tmp_path / "a.jpg").texts] == read_as


def test_damaged_exif_is_said_and_not_raised(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    picture().save(path, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x05" + b"\x01\x0e\0\x02\xff\xff\xff\xff\x00\x00\x99\x99" * 2)
    found = read(path)
    assert any("EXIF metadata is damaged" in problem for problem in found.problems)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80), st.binary(max_size=80))
def test_garbage_never_raises(tmp_path_factory: pytest.TempPathFactory, exif: bytes, xmp: bytes) -> None:
    path = tmp_path_factory.mktemp("garbage") / "a.jpg"
    picture().save(path, exif=b"Exif\0\0II*\0\x08\0\0\0" + exif, xmp=xmp or b"x", comment=exif)
    assert isinstance(read(path), Metadata)
