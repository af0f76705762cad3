"""What is read in a file doesn't depend on how it is kept: in a folder, or packed."""

from __future__ import annotations

from pathlib import Path

from postcheck.archive import Member, open_archives
from postcheck.audit.work import Portion, Setup, do
from postcheck.model.reading import Reading
from postcheck.model.settings import CacheSettings, OcrSettings
from tests.builders import archives
from tests.builders.documents import paragraph, word


def read(archive: Path, file: str) -> Reading:
    setup = Setup((str(archive),), OcrSettings(engine="tesseract"), CacheSettings(enabled=False), "", 1)
    outcome = do(setup, Portion(media=(Member(str(archive), file),)))
    assert outcome.error is None
    return outcome.media[0].reading


def test_a_document_is_read_under_its_own_name_in_a_zip_file_too(tmp_path: Path) -> None:
    for name in ("Amelia-Carter.docx", f"{'long-' * 60}.docx"):
        word(tmp_path / "one.docx", paragraph("The hall."))
        content = (tmp_path / "one.docx").read_bytes()
        packed = archives.packed(tmp_path / "posts.zip", {f"letters/{name}": content})
        found = read(packed, f"letters/{name}")
        assert not found.unexamined
        assert any(passage.text == "The hall." for passage in found.passages)
        if len(name) < 200:
            folder = archives.folder(tmp_path / "posts", {f"letters/{name}": content})
            assert read(folder, f"letters/{name}") == found


def test_the_copy_that_is_lent_has_the_files_own_name_where_a_disk_takes_it(tmp_path: Path) -> None:
    names = {"a/Amelia.mp4": "Amelia.mp4", f"{'long-' * 60}.mp4": "member.mp4", "b/..mp4": "..mp4"}
    packed = archives.packed(tmp_path / "posts.zip", dict.fromkeys(names, b"film"))
    with open_archives([packed]) as opened:
        for name, expected in names.items():
            with opened.local(Member(str(packed), name)) as path:
                assert path.name == expected
                assert path.read_bytes() == b"film"
