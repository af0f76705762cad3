"""Tesseract is found where the installers of Windows and macOS put it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Self

import pytest

from postcheck.model.settings import OcrSettings
from postcheck.read.engines import tesseract_program
from postcheck.read.engines.tesseract import TesseractEngine
from postcheck.read.engines.tesseract_program import find_tesseract, is_installed
from tests.fakes.programs import needs_shell, reading_tesseract

FOLDERS = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA")


class Key:
    """An open key of Windows' registry."""

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.values = {}


class Registry(SimpleNamespace):
    """Windows' registry, as the module ``winreg`` shows it.

    ``keys`` holds values by root ("user" or "machine") and view (64 or 32).
    """

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE = "user", "machine"
    KEY_READ, KEY_WOW64_64KEY, KEY_WOW64_32KEY = 0, 64, 32

    def OpenKey(self, root: str, name: str, reserved: int, access: int) -> Key:  # noqa: N802 - winreg's name
        assert (name, reserved) == (r"SOFTWARE\Tesseract-OCR", 0)
        if (root, access) not in self.keys:
            raise FileNotFoundError
        return Key(self.keys[root, access])

    @staticmethod
    def QueryValueEx(key: Key, name: str) -> tuple[object, int]:  # noqa: N802 - winreg's name
        if name not in key.values:
            raise FileNotFoundError
        return key.values[name], 1


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """A Windows on which Tesseract is nowhere yet; its folders are those of ``tmp_path``."""
    registry = Registry(keys={})
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(shutil, "which", nowhere)
    for name in FOLDERS:
        monkeypatch.setenv(name, str(tmp_path / name))
    return registry


def nowhere(name: str) -> str | None:
    return name if Path(name).is_absolute() and Path(name).is_file() else None


def put(folder: Path, name: str = "tesseract.exe") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).touch(mode=0o755)
    return str(folder / name)


@pytest.mark.parametrize(
    "place",
    [*(Path(name, "Tesseract-OCR") for name in FOLDERS), Path("LOCALAPPDATA", "Programs", "Tesseract-OCR")],
    ids=str,
)
def test_it_is_found_in_the_folders_of_programs(windows: Registry, tmp_path: Path, place: Path) -> None:
    assert (find_tesseract(), is_installed()) == ("tesseract", False)
    assert windows.keys == {}
    program = put(tmp_path / place)
    assert (find_tesseract(), is_installed()) == (program, True)


@pytest.mark.parametrize("root", ["user", "machine"])
@pytest.mark.parametrize("view", [64, 32])
@pytest.mark.parametrize("value", ["InstallDir", "Path"])
def test_it_is_found_by_the_registry(windows: Registry, tmp_path: Path, root: str, view: int, value: str) -> None:
    program = put(tmp_path / "D" / "Tools" / "Tesseract-OCR")
    windows.keys[root, view] = {value: str(Path(program).parent)}
    assert find_tesseract() == program


def test_a_registry_that_names_what_is_gone_or_makes_no_sense_is_passed_over(windows: Registry, tmp_path: Path) -> None:
    windows.keys["user", 64] = {"InstallDir": str(tmp_path / "gone"), "Path": 7}
    windows.keys["machine", 64] = {"InstallDir": " "}
    assert find_tesseract() == "tesseract"
    program = put(tmp_path / "ProgramFiles" / "Tesseract-OCR")
    assert find_tesseract() == program


@pytest.mark.parametrize("place", range(3))
def test_it_is_found_in_the_folders_of_homebrew_and_macports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    assert [str(folder) for folder in tesseract_program.ON_MACS] == [
        "/opt/homebrew/bin",
        "/usr/local/bin",
        "/opt/local/bin",
    ]
    folders = tuple(tmp_path / str(number) for number in range(3))
    monkeypatch.setattr(tesseract_program, "ON_MACS", folders)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(shutil, "which", nowhere)
    assert find_tesseract() == "tesseract"
    program = put(folders[place], "tesseract")
    assert find_tesseract() == program


@needs_shell
def test_the_search_path_comes_first(windows: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows.keys["user", 64] = {"InstallDir": str(Path(put(tmp_path / "registered")).parent)}
    monkeypatch.setattr(shutil, "which", {"tesseract": "/on/path/tesseract"}.get)
    assert find_tesseract() == "/on/path/tesseract"


def test_settings_come_before_everything_and_may_name_the_folder(windows: Registry, tmp_path: Path) -> None:
    put(tmp_path / "ProgramFiles" / "Tesseract-OCR")
    program = put(tmp_path / "mine")
    assert find_tesseract(program) == program
    assert find_tesseract(str(tmp_path / "mine")) == program
    # A wrong path is reported, never replaced by another program.
    assert find_tesseract(str(tmp_path / "gone.exe")) == str(tmp_path / "gone.exe")
    assert windows.keys == {}


@needs_shell
def test_the_engine_starts_what_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mac"
    folder.mkdir()
    reading_tesseract(folder, tmp_path / "log")
    monkeypatch.setattr(tesseract_program, "ON_MACS", (folder,))
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(shutil, "which", nowhere)
    assert TesseractEngine(OcrSettings()).version() == "5.3.0"
