"""What video files say of themselves, kind by kind, whole and damaged."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from postcheck.media.video_file import read_video
from postcheck.media.video_part import Cue, VideoFacts
from tests.builders.videos import (
    box,
    element,
    film,
    full,
    item,
    matroska,
    page,
    subtitled,
    timed,
    titled,
    track,
    with_boxes,
)

DAMAGED = "it is damaged or cut short, so its titles and subtitles were not all read; save it again"


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return film(tmp_path / "a.mp4", (2, page()))


@pytest.fixture
def mkv(tmp_path: Path) -> Path:
    return film(tmp_path / "a.mkv", (2, page()), codec="MJPG")


@pytest.mark.parametrize(
    ("name", "codec", "kind"),
    [
        ("a.mp4", "mp4v", "an MP4 or MOV file"),
        ("a.mov", "mp4v", "an MP4 or MOV file"),
        ("a.mkv", "MJPG", "a Matroska or WebM file"),
        ("a.webm", "VP80", "a Matroska or WebM file"),
        ("a.avi", "MJPG", "an AVI file"),
    ],
)
def test_a_plain_film_says_nothing(tmp_path: Path, name: str, codec: str, kind: str) -> None:
    facts = read_video(film(tmp_path / name, (1, page()), codec=codec))
    assert (facts.kind, facts.tracks, facts.sounds, facts.problems) == (kind, 1, 0, [])
    assert (facts.texts, facts.cues, facts.has_gps, facts.pictures) == ([], [], False, [])


# MP4, MOV, 3GP


def test_items_of_titles(clip: Path) -> None:
    own = box(
        b"----",
        full(b"mean", b"com.example"),
        full(b"name", b"Editor"),
        box(b"data", struct.pack(">II", 1, 0), b"Rhys M"),
    )
    titled(clip, item(b"\xa9nam", "Zoë".encode()), item(b"\xa9ART", b"Amelia Carter"), item(b"trkn", bytes(8), 0), own)
    facts = read_video(clip)
    assert facts.texts == [("title", "Zoë"), ("artist", "Amelia Carter"), ("Editor", "Rhys M")]
    assert facts.has_gps is False


def test_items_of_quicktime(clip: Path) -> None:
    keys = ("com.apple.quicktime.location.ISO6709", "com.apple.quicktime.model", "com.apple.quicktime.author")
    listed = [box(b"mdta", key.encode()) for key in keys]
    values = [b"+51.5000-000.1200/", b"iPhone Max", b"Amelia Carter"]
    items = [item(struct.pack(">I", at), value) for at, value in enumerate(values, start=1)]
    meta = box(
        b"meta",
        full(b"hdlr", bytes(4), b"mdta", bytes(13)),
        full(b"keys", struct.pack(">I", 3), *listed),
        box(b"ilst", *items),
    )
    facts = read_video(with_boxes(clip, meta))
    assert (facts.has_gps, facts.texts) == (True, [("author", "Amelia Carter")])


def test_user_data(clip: Path) -> None:
    text = b"Rhys Morgan"
    place = b"+51.5-0.12/"
    facts = read_video(
        with_boxes(
            clip,
            box(
                b"udta",
                box(b"\xa9cmt", struct.pack(">HH", len(text), 0), text),
                box(b"\xa9xyz", struct.pack(">HH", len(place), 0), place),
                full(b"titl", bytes(2), b"Sports day\0"),
                full(b"chpl", b"\1", struct.pack(">Q", 15_000_000), b"\6", b"Zainab"),
                bytes(4),
            ),
        )
    )
    assert facts.texts == [("comment", "Rhys Morgan"), ("title", "Sports day")]
    assert (facts.has_gps, facts.cues, facts.problems) == (True, [Cue(1.5, "Zainab")], [])


def test_covers(clip: Path) -> None:
    facts = read_video(titled(clip, item(b"covr", b"\xff\xd8\xff\xe0rest", 13), item(b"covr", b"nothing", 13)))
    assert facts.pictures == [b"\xff\xd8\xff\xe0rest"]
    assert facts.problems == ["a picture that it carries beside its film could not be opened; take it out"]


@pytest.mark.parametrize(
    ("codec", "handler", "sample", "words"),
    [
        (b"tx3g", b"sbtl", timed("Amelia") + box(b"styl", bytes(14)), "Amelia"),
        (b"text", b"text", timed("Amelia"), "Amelia"),
        (
            b"wvtt",
            b"text",
            box(b"vttc", box(b"sttg", b"line:1"), box(b"payl", b"<v Rhys>Hello <i>Amelia</i>")),
            "Rhys: Hello Amelia",
        ),
        (b"stpp", b"subt", b"<tt><p begin='1s'>Amelia<br/>Carter</p></tt>", "Amelia\nCarter"),
    ],
)
def test_subtitles(clip: Path, codec: bytes, handler: bytes, sample: bytes, words: str) -> None:
    facts = read_video(subtitled(clip, codec, (1000, b""), (500, sample), handler=handler))
    assert facts.cues == [Cue(1.0, words)]
    assert (facts.tracks, facts.problems) == (1, [])


@pytest.mark.parametrize(("handler", "codec"), [(b"clcp", b"c608"), (b"subp", b"mp4s"), (b"sbtl", b"xxxx")])
def test_subtitles_of_other_kinds_are_said(clip: Path, handler: bytes, codec: bytes) -> None:
    (problem,) = read_video(with_boxes(clip, track(handler, codec))).problems
    assert problem.startswith("it has subtitles of a kind that cannot be read")


def test_sounds_and_films_are_counted(clip: Path) -> None:
    facts = read_video(with_boxes(clip, track(b"soun", b"mp4a"), track(b"soun", b"mp4a"), track(b"vide", b"avc1")))
    assert (facts.sounds, facts.tracks, facts.exact) == (2, 2, False)


def test_film_that_players_leave_out_is_said(clip: Path) -> None:
    data = clip.read_bytes()
    at = data.rindex(b"elst") + 4
    count, length, start = struct.unpack_from(">III", data, at + 4)
    assert (count, start) == (1, 0)
    clip.write_bytes(data[: at + 8] + struct.pack(">I", length // 4) + data[at + 12 :])
    (problem,) = read_video(clip).problems
    assert problem.startswith("2 seconds of film that players leave out are still in the file")


def test_a_box_of_no_known_kind_is_said(clip: Path) -> None:
    with clip.open("ab") as file:
        file.write(box(b"zzzz", b"Amelia Carter", bytes(2000)))
    facts = read_video(clip)
    assert facts.problems == ["a part of it is of a kind that is not known; save it anew with a video program"]
    assert any(data.startswith(b"Amelia Carter") for data in facts.stray)


def test_film_that_players_leave_out_between_two_pieces_is_said(clip: Path) -> None:
    data = clip.read_bytes()
    place = data.rindex(b"edts") - 4
    (old,) = struct.unpack_from(">I", data, place)
    ticks, scale = (struct.unpack_from(">I", data, data.index(kind) + 16)[0] for kind in (b"mvhd", b"mdhd"))
    pieces = (struct.pack(">IiI", ticks // 4, start, 65536) for start in (0, scale * 7 // 4))
    new = box(b"edts", full(b"elst", struct.pack(">I", 2), *pieces))
    data = data[:place] + new + data[place + old :]
    for kind in (b"moov", b"trak"):
        at = data.rindex(kind) - 4
        data = data[:at] + struct.pack(">I", struct.unpack_from(">I", data, at)[0] + len(new) - old) + data[at + 4 :]
    clip.write_bytes(data)
    (problem,) = read_video(clip).problems
    assert problem.startswith("2 seconds of film that players leave out are still in the file")


@pytest.mark.parametrize("handler", [b"auxv", b"musi", b"qqqq", bytes(4)])
def test_a_track_of_no_known_kind_is_said(clip: Path, handler: bytes) -> None:
    with_boxes(clip, track(b"tmcd", b"tmcd"))
    assert read_video(clip).problems == []
    with_boxes(clip, track(handler, b"tx3g", [(1000, timed("Rhys Morgan"))]))
    (problem,) = read_video(clip).problems
    assert problem == "it has a track of a kind that is not known; save it anew with a video program"


@pytest.mark.parametrize("codec", [b"mett", b"mebx", b"camm"])
def test_words_in_what_a_camera_notes_while_it_films_are_swept(clip: Path, codec: bytes) -> None:
    subtitled(clip, codec, (500, bytes(8)), (500, b"\0\1Amelia Carter\0"), handler=b"meta")
    facts = read_video(clip)
    assert facts.problems == []
    assert any(b"Amelia Carter" in data for data in facts.stray)


@pytest.mark.parametrize(
    "made",
    [
        box(b"free", b"Amelia Carter"),
        box(b"abcd", b"Amelia Carter"),
        full(b"meta", full(b"hdlr", bytes(4), b"ID32", bytes(13)), full(b"ID32", b"\x15\xc7ID3Amelia Carter")),
        box(b"trak", box(b"abcd", b"Amelia Carter"), box(b"mdia", full(b"hdlr", bytes(4), b"hint", bytes(13)))),
        box(b"trak", box(b"mdia", full(b"hdlr", bytes(4), b"hint", bytes(13)), box(b"abcd", b"Amelia Carter"))),
    ],
)
def test_words_in_boxes_of_the_film_of_no_known_kind_are_swept(clip: Path, made: bytes) -> None:
    facts = read_video(with_boxes(clip, made))
    assert facts.problems == []
    assert any(b"Amelia Carter" in data for data in facts.stray)


def test_words_in_a_message_of_a_stream_are_swept(clip: Path) -> None:
    with clip.open("ab") as file:
        file.write(full(b"emsg", b"urn:x\0\0", bytes(16), b"Amelia Carter"))
    facts = read_video(clip)
    assert facts.problems == []
    assert any(b"Amelia Carter" in data for data in facts.stray)


def test_a_packed_list_of_contents_is_said(clip: Path) -> None:
    (problem,) = read_video(with_boxes(clip, box(b"cmov", b"packed"))).problems
    assert problem.startswith("the list of what is in it is packed")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_mp4_that_is_cut_short_is_said(clip: Path, share: float) -> None:
    data = clip.read_bytes()
    clip.write_bytes(data[: int(len(data) * share)])
    assert DAMAGED in read_video(clip).problems


# Matroska and WebM


def subtitles(codec: str, number: int = 2, *more: bytes) -> bytes:
    return element(
        "1654ae6b",
        element("ae", element("d7", bytes([number])), element("83", b"\x11"), element("86", codec.encode()), *more),
    )


def cluster(time: int, *blocks: tuple[int, bytes]) -> bytes:
    made = [element("a0", element("a1", b"\x82", struct.pack(">h", ahead), b"\0", words)) for ahead, words in blocks]
    return element("1f43b675", element("e7", struct.pack(">H", time)), *made)


@pytest.mark.parametrize(
    ("codec", "data", "words"),
    [
        ("S_TEXT/UTF8", b"Hello <i>Amelia</i>", "Hello Amelia"),
        ("S_TEXT/WEBVTT", b"<v Rhys>Hello &amp; goodbye", "Rhys: Hello & goodbye"),
        ("S_TEXT/ASS", b"0,0,Default,Rhys,0,0,0,,{\\b1}Hello\\NAmelia, Tom", "Rhys: Hello\nAmelia, Tom"),
    ],
)
def test_subtitles_of_matroska(mkv: Path, codec: str, data: bytes, words: str) -> None:
    facts = read_video(matroska(mkv, subtitles(codec), cluster(1000, (500, data))))
    assert (facts.cues, facts.problems, facts.tracks) == ([Cue(1.5, words)], [], 1)


def test_packed_subtitles_of_matroska(mkv: Path) -> None:
    packing = element("6d80", element("6240", element("5034", element("4254", b"\0"))))
    packed = zlib.compress(b"Amelia")
    assert read_video(matroska(mkv, subtitles("S_TEXT/UTF8", 2, packing), cluster(0, (0, packed)))).cues == [
        Cue(0.0, "Amelia")
    ]


def test_subtitles_of_matroska_of_other_kinds_are_said(mkv: Path) -> None:
    (problem,) = read_video(matroska(mkv, subtitles("S_VOBSUB"))).problems
    assert problem.startswith("it has subtitles of a kind that cannot be read")


def test_titles_of_matroska(mkv: Path) -> None:
    def tag(name: str, words: str) -> bytes:
        return element("67c8", element("45a3", name.encode()), element("4487", words.encode()))

    facts = read_video(
        matroska(
            mkv,
            element("1549a966", element("7ba9", b"Sports day")),
            element("1254c367", element("7373", tag("ARTIST", "Amelia Carter"), tag("ENCODER", "Lavf sixty"))),
            element("1254c367", element("7373", tag("LOCATION", "+51.5-0.1/"))),
            element(
                "1043a770",
                element(
                    "45b9",
                    element(
                        "b6", element("91", struct.pack(">Q", 2_000_000_000)), element("80", element("85", b"Zainab"))
                    ),
                ),
            ),
            element(
                "1941a469", element("61a7", element("466e", b"rhys cover.jpg"), element("465c", b"\xff\xd8\xff\xe0"))
            ),
        )
    )
    assert facts.texts == [("title", "Sports day"), ("artist", "Amelia Carter"), ("attached file", "rhys cover.jpg")]
    assert (facts.has_gps, facts.cues, facts.pictures) == (True, [Cue(2.0, "Zainab")], [b"\xff\xd8\xff\xe0"])
    (problem,) = read_video(matroska(mkv, element("1941a469", element("61a7", element("465c", b"PK"))))).problems
    assert problem.startswith("another file is attached to it")


def test_sound_of_matroska(mkv: Path) -> None:
    sound = element("1654ae6b", element("ae", element("d7", b"\2"), element("83", b"\2"), element("86", b"A_OPUS")))
    assert read_video(matroska(mkv, sound)).sounds == 1


@pytest.mark.parametrize("sort", [3, 16, 33])
def test_a_track_of_matroska_of_no_known_kind_is_said(mkv: Path, sort: int) -> None:
    made = element("1654ae6b", element("ae", element("d7", b"\2"), element("83", bytes([sort])), element("86", b"X")))
    (problem,) = read_video(matroska(mkv, made)).problems
    assert problem.startswith("it has a track of a kind that is not known")


@pytest.mark.parametrize(
    "made",
    [
        element("ec", b"Amelia Carter"),  # where an attachment was taken out
        element("1b538667", b"Amelia Carter"),
        element("1549a966", element("7384", b"Amelia Carter.mkv")),
        element("1254c367", element("7373", element("67c8", element("45a3", b"X"), element("4485", b"Amelia Carter")))),
        element(
            "1654ae6b",
            element(
                "ae",
                element("d7", b"\2"),
                element("83", b"\x11"),
                element("86", b"S_TEXT/ASS"),
                element("63a2", b"[Script Info]\nTitle: Amelia Carter\n"),
            ),
        ),
    ],
)
def test_words_elsewhere_in_matroska_are_swept(mkv: Path, made: bytes) -> None:
    facts = read_video(matroska(mkv, made))
    assert facts.problems == []
    assert any(b"Amelia Carter" in data for data in facts.stray)


def test_what_follows_a_film_of_matroska_is_swept_or_said(mkv: Path) -> None:
    with mkv.open("ab") as file:
        file.write(element("ec", b"Amelia Carter"))
    assert any(b"Amelia Carter" in data for data in read_video(mkv).stray)
    with mkv.open("ab") as file:
        file.write(element("1b538667", bytes(2000)))
    (problem,) = read_video(mkv).problems
    assert problem == "a part of it is of a kind that is not known; save it anew with a video program"


def test_matroska_that_is_cut_short_is_said(mkv: Path) -> None:
    data = mkv.read_bytes()
    for share in (0.1, 0.5, 0.9):
        mkv.write_bytes(data[: int(len(data) * share)])
        assert read_video(mkv).problems == [DAMAGED]


# AVI


def test_titles_and_sound_of_avi(tmp_path: Path) -> None:
    path = film(tmp_path / "a.avi", (1, page()), codec="MJPG")
    data = path.read_bytes()

    def chunk(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)

    sound = chunk(b"LIST", b"strl" + chunk(b"strh", b"auds" + bytes(52)))
    info = chunk(b"LIST", b"INFO" + chunk(b"INAM", b"Sports day\0") + chunk(b"IART", b"Amelia Carter"))
    more = sound + info
    (length,) = struct.unpack_from("<I", data, 4)
    path.write_bytes(data[:4] + struct.pack("<I", length + len(more)) + data[8 : 8 + length] + more)
    facts = read_video(path)
    assert facts.texts == [("title", "Sports day"), ("artist", "Amelia Carter")]
    assert (facts.sounds, facts.tracks, facts.problems) == (1, 1, [])


def test_nothing_that_is_made_up_breaks_a_reader(tmp_path: Path, clip: Path, mkv: Path) -> None:
    """Every byte of a small file changed, one after the other: facts come back, whatever they are."""
    for path in (clip, mkv):
        data = path.read_bytes()
        edges = [*range(min(len(data), 300)), *range(max(0, len(data) - 600), len(data))]
        other = tmp_path / "changed"
        for at in edges[::3]:
            for value in (0, 255):
                other.write_bytes(data[:at] + bytes([value]) + data[at + 1 :])
                try:
                    facts = read_video(other)
                except Exception as error:  # noqa: BLE001 - only one kind is right
                    assert type(error).__name__ == "UnreadableError"  # noqa: PT017 - the others are allowed to return
                else:
                    assert isinstance(facts, VideoFacts)
