"""``python tools/make_standalone.py``: build a folder that runs postcheck on a computer that has no Python.

PyInstaller builds for the system that it runs on, so run this once on Windows, once on macOS and once on Linux (on the
oldest that is to be served), in an environment of its own::

    python -m venv build/freezing
    build/freezing/bin/pip install -c constraints.txt . pyinstaller
    build/freezing/bin/python tools/make_standalone.py

``dist/postcheck`` is then the folder to zip and hand on; ``postcheck`` or ``postcheck.exe`` in it is the command. The
Tesseract of this computer and its English data go along (both Apache-2.0) unless ``--without-tesseract`` is given. What
was built is tried without an environment, a search path or a home before it is called done.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_START = ROOT / "tools" / "standalone"
_WHOLE = ("rapidocr", "spacy", "thinc", "srsly", "pillow_heif", "pypdfium2", "pypdfium2_raw", "stdnum", "phonenumbers")
"""Packages of which all is taken along: they look for their own modules and data by name."""
_NOT = ("tkinter", "matplotlib", "IPython", "pytest", "torch", "mypy", "setuptools", "pip")
"""What others would use if it was there, and a check doesn't."""
_SAMPLE = ROOT / "sample_posts" / "18-before-and-after" / "before.md"
_FLAGGED = 1
"""The exit code of a check of that post."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build and try the folder; return the exit code."""
    parser = argparse.ArgumentParser(description="Build a folder that runs postcheck without Python.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where the folder postcheck is put")
    parser.add_argument("--without-tesseract", action="store_true", help="leave Tesseract out; RapidOCR reads alone")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="postcheck-build-") as work:
        parts = [] if chosen.without_tesseract else _tesseract(Path(work))
        build = subprocess.run(_pyinstaller(chosen.out, Path(work), parts), cwd=ROOT, check=False)  # noqa: S603 - our own
        if build.returncode:
            print("PyInstaller could not build it; is it installed here? (pip install pyinstaller)", file=sys.stderr)
            return build.returncode
    return _tried(chosen.out / "postcheck", parts=bool(parts))


def _pyinstaller(out: Path, work: Path, parts: Sequence[str]) -> list[str]:
    """Return the command that builds the folder."""
    separator = os.pathsep
    command = [sys.executable, "-m", "PyInstaller", "--name=postcheck", "--onedir", "--console", "--noconfirm"]
    command += [f"--distpath={out}", f"--workpath={work}", f"--specpath={work}", "--log-level=WARN"]
    command += [f"--paths={ROOT}", "--recursive-copy-metadata=postcheck", "--collect-submodules=postcheck"]
    command += [
        "--collect-data=postcheck",
        f"--additional-hooks-dir={_START}",
        f"--runtime-hook={_START / 'find_tesseract.py'}",
    ]
    command += [f"--add-data={ROOT / name}{separator}postcheck/{name}" for name in ("rules", "docs")]
    command += [f"--collect-all={name}" for name in _WHOLE]
    command += [f"--exclude-module={name}" for name in _NOT]
    return [*command, *parts, str(_START / "start.py")]


def _tesseract(work: Path) -> list[str]:
    """Return the options that take this computer's Tesseract along; none if it has none.

    Its program goes into a folder of its own. The libraries that it needs are found by PyInstaller.
    """
    from postcheck.read.engines.tesseract_program import find_tesseract  # noqa: PLC0415 - only for this

    program = shutil.which(find_tesseract())
    if program is None:
        print("There is no Tesseract here, so none goes along.", file=sys.stderr)
        return []
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=True)  # noqa: S603 - the same
    data = Path((listed.stdout + listed.stderr).partition('"')[2].partition('"')[0])
    kept = work / "tessdata"
    kept.mkdir()
    for name in ("eng.traineddata", "configs", "tessconfigs"):
        if (source := data / name).is_dir():
            shutil.copytree(source, kept / name)
        elif source.is_file():
            shutil.copy(source, kept)
    options = [f"--add-binary={program}{os.pathsep}tesseract", f"--add-data={kept}{os.pathsep}tesseract/tessdata"]
    if sys.platform == "win32":  # its libraries lie beside it
        options += [f"--add-binary={file}{os.pathsep}tesseract" for file in Path(program).parent.glob("*.dll")]
    return options


def _tried(folder: Path, *, parts: bool) -> int:
    """Run what was built where there is nothing else; return the exit code of this script."""
    program = folder / ("postcheck.exe" if sys.platform == "win32" else "postcheck")
    with tempfile.TemporaryDirectory(prefix="postcheck-try-") as home:
        nothing = {"PATH": str(Path(home, "nowhere")), "HOME": home, "USERPROFILE": home, "TMPDIR": home, "TEMP": home}
        if sys.platform == "win32":
            nothing["SYSTEMROOT"] = os.environ["SYSTEMROOT"]  # without it Windows starts no program with sockets
        for wanted, arguments in (
            (0, ["--version"]),
            (0, ["help", "settings"]),
            (0 if parts else 2, ["doctor"]),
            (_FLAGGED, ["check", str(_SAMPLE), "--jobs", "2"]),
        ):
            done = subprocess.run(  # noqa: S603 - what was just built
                [program, *arguments], env=nothing, capture_output=True, encoding="utf-8", errors="replace", check=False
            )
            print(f"postcheck {arguments[0]}: exit code {done.returncode}")
            if done.returncode != wanted or "Traceback" in done.stderr:
                print(f"{done.stdout}{done.stderr}\nIt should have been {wanted}.", file=sys.stderr)
                return 1
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"{folder}: {size / 1e6:.0f} MB{'' if parts else ', without Tesseract'}. It works without anything else.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
