"""Renews constraints.txt: the newest releases of all that postcheck and its tests install.

Only releases with wheels for every machine count. Run it with ``make constraints``.

It asks the package index that the user's own settings name. Neither that address nor anything else about the machine
gets into the file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "constraints.txt"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = (
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
WITHOUT = {("3.14", "x86_64-apple-darwin"): "onnxruntime has no wheel for it"}
"""Where postcheck cannot be installed, and why."""
OLDER = """\
onnxruntime<1.24 ; sys_platform == 'darwin' and platform_machine == 'x86_64'
onnxruntime>=1.24 ; sys_platform != 'darwin' or platform_machine != 'x86_64'
cryptography<49 ; sys_platform == 'darwin' and platform_machine == 'x86_64'
cryptography>=49 ; sys_platform != 'darwin' or platform_machine != 'x86_64'
"""
"""What Macs with Intel processors have to make do with."""
HEAD = """\
# What `make demo` and `make test` install: tools/setup.sh hands this to pip, so that tomorrow's release of a dependency
# breaks no machine.
# For Python 3.11 to 3.14 on Linux, macOS 14 or later and Windows; Macs with Intel processors up to Python 3.13. Written
# by `make constraints`.
"""


def main() -> None:
    """Write the file, once it is known to serve every Python and platform."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "venv", folder / "venv")
        python = next(
            path
            for path in (folder / "venv" / "bin" / "python", folder / "venv" / "Scripts" / "python.exe")
            if path.exists()
        )
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
        older, found = folder / "older.txt", folder / "found.txt"
        older.write_text(OLDER, encoding="utf-8")
        compile_with(python, found, older, "--universal", "--python-version", PYTHONS[0])
        for version in PYTHONS:
            for platform in PLATFORMS:
                if (version, platform) in WITHOUT:
                    print(f"left out: Python {version} on {platform}: {WITHOUT[version, platform]}")
                else:
                    compile_with(
                        python, folder / "one.txt", found, "--python-version", version, "--python-platform", platform
                    )
                    print(f"serves Python {version} on {platform}")
        TARGET.write_text(HEAD + found.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")


def compile_with(python: Path, output: Path, constraints: Path, *how: str | Path) -> None:
    """Have uv choose releases that have wheels."""
    plain = (
        "--quiet",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--only-binary",
        ":all:",
    )
    how = (*plain, *how, "--constraint", constraints, "--extra", "dev", "--output-file", output)
    run(python, "-m", "uv", "pip", "compile", *how, "pyproject.toml")


def run(*command: str | Path) -> None:
    """Run a command in the repository's root; its failure ends the program."""
    environ = os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"}
    subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - the commands are those above


if __name__ == "__main__":
    main()
