"""The archive that an audit is measured on: drawn from a seed, and read back whole."""

from __future__ import annotations

import csv
import hashlib
import os
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.audit.archive import Drawn, write_archive, write_pictures
from benchmarks.audit.exports import Pictures
from benchmarks.audit.outlook import Measured, Series, outlook
from benchmarks.audit.posts import PUPILS, make_posts
from benchmarks.audit.stored import StoreSize, digest_of, size_of
from benchmarks.running import RunCost, measure, memory_of
from postcheck.archive import Source
from postcheck.audit.store import AuditStore
from tests.builders.archives import Reading, every_text

SEED, POSTS, PICTURES = 2026, 150, 10


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    return write_pictures(tmp_path_factory.mktemp("pictures"), seed=SEED, pictures=PICTURES)


@pytest.fixture
def drawn(tmp_path: Path, pictures: Pictures, monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Return the archive, which lies in the current folder."""
    made = write_archive(tmp_path / "archive", pictures, seed=SEED, posts=POSTS, pictures=PICTURES)
    monkeypatch.chdir(tmp_path / "archive")
    return made


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".zip"
    }


def test_everything_that_is_drawn_is_read_back(drawn: Drawn) -> None:
    found = Reading(*map(Path, drawn.archives))
    assert found.not_read == []
    assert set(found.sources.values()) == {
        Source.FACEBOOK,
        Source.INSTAGRAM,
        Source.X,
        Source.WORDPRESS,
        Source.FOLDER,
    }
    assert len(found.items) == drawn.items
    assert sum(item.date is not None for item in found.items) == drawn.items - 4  # all but what accounts say
    media = [medium for item in found.items for medium in item.media]
    assert not any(medium.missing for medium in media)
    assert len({medium.member for medium in media}) == found.tally.media_shown == PICTURES
    assert not found.tally.not_published
    assert found.tally.again == 0


def test_every_post_says_what_was_drawn_whatever_its_source(drawn: Drawn) -> None:
    said = Counter(" ".join(text.split()) for text in every_text(Reading(*map(Path, drawn.archives)).items))
    everything = "\n".join(said)
    for post in make_posts(SEED, POSTS, PICTURES):
        assert " ".join(post.paragraphs[0].split()) in everything
    with zipfile.ZipFile("facebook.zip") as archive:
        written = [archive.read(name) for name in archive.namelist() if name.endswith("_1.json")]
    assert b"\\u00c3" in b"".join(written)  # a byte of UTF-8 as a character, as Facebook has it
    assert "\u00c3" not in everything


def test_the_same_seed_draws_the_same_archive_and_no_two_pictures_are_the_same(
    drawn: Drawn, tmp_path: Path, pictures: Pictures
) -> None:
    again = write_archive(tmp_path / "again", pictures, seed=SEED, posts=POSTS, pictures=PICTURES)
    assert again == drawn
    assert files(tmp_path / "again") == files(tmp_path / "archive")
    assert len({pictures(number) for number in range(PICTURES)}) == PICTURES


def test_a_smaller_number_of_pictures_is_the_beginning_of_a_larger(tmp_path: Path, pictures: Pictures) -> None:
    few = write_pictures(tmp_path, seed=SEED, pictures=2)
    assert [few(number) for number in range(2)] == [pictures(number) for number in range(2)]


@pytest.mark.usefixtures("drawn")
def test_pictures_have_the_size_of_the_web_and_the_list_that_of_a_large_school(
    tmp_path: Path, pictures: Pictures
) -> None:
    assert len(list(csv.reader(Path("consent.csv").read_text(encoding="utf-8").splitlines()))) == PUPILS + 1
    for number in range(PICTURES):
        path = tmp_path / "one.jpg"
        path.write_bytes(pictures(number))
        with Image.open(path) as picture:
            assert max(picture.size) <= 1600
            assert not picture.getexif()


# The figures


def cost(cpu: float, peak: int = 500, seconds: float = 0.0) -> RunCost:
    return RunCost(seconds, cpu, peak, peak, 0)


def test_what_a_million_posts_need_follows_from_what_a_post_and_a_picture_took() -> None:
    read = Series(
        least=Measured(20, 0, cost(4.0)),
        texts=Measured(4_020, 0, cost(4.0 + 40.0)),
        part=Measured(4_000, 400, cost(444.0, 1_000)),
        whole=Measured(20_000, 2_000, cost(4.0 + 200.0 + 1_000.0, 1_016)),
    )
    lines = "\n".join(outlook(read, None, StoreSize(0, 20_000 * 500, 2_000 * 4_000), 1.6))
    assert "A post: (44.0 - 4.0) / 4,000 = 0.0100." in lines
    assert "A picture: (1204.0 - 4.0 - 20,000 x 0.0100) / 2,000 = 0.500." in lines
    assert "1,000,000 x 0.0100 + 300,000 x 0.500 = 160,004" in lines
    assert "44.4 h / 1.60 = 27.8 h" in lines
    assert "44.4 h / (1.60 / 2 x 16) = 3.5 h" in lines
    assert "1,016 + (1,000,000 - 20,000) x 0.0010 = 1,996 MB" in lines
    assert "= 1.7 GB" in lines
    assert "A report" not in lines


def test_a_run_is_measured_with_what_it_starts(tmp_path: Path) -> None:
    inner = "import time; kept = bytearray(60_000_000); time.sleep(1.5)"
    outer = f"import subprocess, sys; kept = bytearray(60_000_000); subprocess.run([sys.executable, '-c', {inner!r}])"
    found = measure([sys.executable, "-c", outer], tmp_path, environ={}, ends_with=frozenset({0}))
    assert found.exit_code == 0
    assert 60 <= found.largest_mb < found.peak_mb
    assert found.peak_mb >= 120 or not memory_of(os.getpid())


def test_a_run_that_fails_ends_the_benchmark(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="ended with 2"):
        measure([sys.executable, "-c", "raise SystemExit(2)"], tmp_path, environ={}, ends_with=frozenset({0, 1}))


def test_stores_that_hold_the_same_are_told_from_those_that_do_not(drawn: Drawn, tmp_path: Path) -> None:
    items = Reading(*map(Path, drawn.archives)).items
    for name, several in (("one", items), ("other", items[::-1]), ("less", items[1:])):
        with AuditStore(tmp_path / name, create=True) as store, store.together():
            for item in several:
                store.add_item(item, lambda _: "")
    one, other, less = (digest_of(tmp_path / name) for name in ("one", "other", "less"))
    assert one == other != less
    size = size_of(tmp_path / "one")
    assert size.file == (tmp_path / "one").stat().st_size == size.for_posts + size.for_pictures
    assert size.for_posts > size.for_pictures > 0
