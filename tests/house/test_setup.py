"""What ``make demo`` says and leaves behind, without installing anything: its parts are tried with stand-ins."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.imports import ROOT

pytestmark = pytest.mark.skipif(not Path("/bin/sh").exists(), reason="they are shell scripts")

PYTHON = """\
#!/bin/sh
case "$*" in
*venv*--clear*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
*"pip install"*)
    printf 'Collecting one>=1\\n  Downloading one\\nInstalling build dependencies: started\\n'
    printf 'Collecting two\\nInstalling collected packages: one, two\\n'
    exit {code} ;;
esac
exit 0
"""


def folder(tmp_path: Path) -> Path:
    """Make a copy of what is set up, in a folder whose name a shell would take apart."""
    copy = tmp_path / "post check's copy"
    (copy / "tools").mkdir(parents=True)
    for name in ("setup.sh", "commands.sh"):
        shutil.copy(ROOT / "tools" / name, copy / "tools")
    (copy / "bin").mkdir()
    for name in ("sh", "env", "id", "dirname", "mkdir", "cp", "cat", "rm", "touch", "grep", "sed", "ln"):
        (copy / "bin" / name).symlink_to(shutil.which(name) or name)
    return copy


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": str(copy / "bin"), "HOME": str(copy / "home")}
    return subprocess.run(["sh", *command], cwd=copy, env=environ, capture_output=True, text=True, check=False)


def put(copy: Path, name: str, script: str) -> None:
    (copy / "bin" / name).write_text(script, encoding="utf-8")
    (copy / "bin" / name).chmod(0o755)


def test_without_tesseract_or_the_right_to_install_it_goes_on_and_says_so(tmp_path: Path) -> None:
    copy = folder(tmp_path)
    put(copy, "python3", PYTHON.format(code=0))
    done = run(copy, "tools/setup.sh")
    assert done.returncode == 0, done.stderr
    assert "Going on without Tesseract" in done.stderr
    assert "apt-get install tesseract-ocr" in done.stderr
    assert "package 1: one>=1" in done.stderr
    assert "putting 2 packages in place" in done.stderr
    assert (copy / ".venv" / "installed").exists()
    assert not (copy / ".venv" / "code").exists()


def test_tesseract_that_is_there_is_not_asked_for(tmp_path: Path) -> None:
    copy = folder(tmp_path)
    put(copy, "python3", PYTHON.format(code=0))
    put(copy, "tesseract", "#!/bin/sh\necho eng\n")
    done = run(copy, "tools/setup.sh", "dev")
    assert (done.returncode, "Tesseract" in done.stderr) == (0, False)
    assert (copy / ".venv" / "installed-dev").exists()


def test_packages_that_cannot_be_installed_are_not_passed_over(tmp_path: Path) -> None:
    copy = folder(tmp_path)
    put(copy, "python3", PYTHON.format(code=1))
    done = run(copy, "tools/setup.sh")
    assert done.returncode == 1
    assert "could not be installed" in done.stderr
    assert not (copy / ".venv" / "installed").exists()


def test_without_python_it_says_what_to_install(tmp_path: Path) -> None:
    done = run(folder(tmp_path), "tools/setup.sh")
    assert done.returncode == 1
    assert "python3-venv" in done.stderr


def test_the_command_it_ends_with_can_be_typed_as_it_stands(tmp_path: Path) -> None:
    copy = folder(tmp_path)
    (copy / ".venv" / "bin").mkdir(parents=True)
    put(copy, "../.venv/bin/postcheck", '#!/bin/sh\necho "ran: $*"\n')
    said = run(copy, "tools/commands.sh", "check sample_posts").stdout
    for line in re.findall(r"^ {4}(.+)$", said, flags=re.MULTILINE):
        typed = subprocess.run(["sh", "-c", line], cwd="/", capture_output=True, text=True, check=True)
        assert typed.stdout == f"ran: {' '.join(shlex.split(line)[1:])}\n"


def test_the_link_is_made_when_asked_for_and_replaces_nothing_of_anybodys(tmp_path: Path) -> None:
    copy = folder(tmp_path)
    assert not (copy / "home").exists()
    done = run(copy, "tools/commands.sh", "--link")
    assert done.returncode == 0, done.stderr
    assert ".local/bin" in done.stdout
    link = copy / "home" / ".local" / "bin" / "postcheck"
    assert link.readlink() == copy.resolve() / ".venv" / "bin" / "postcheck"
    assert run(copy, "tools/commands.sh", "--link").returncode == 0
    link.unlink()
    link.write_text("mine")
    assert run(copy, "tools/commands.sh", "--link").returncode == 1
    assert link.read_text() == "mine"
