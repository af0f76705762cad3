"""action.yml, tools/action.sh and the Dockerfile: what they name is there, and they do what their inputs say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

import postcheck
from tests.builders.school import DAY, School
from tests.builders.zygote import ready_command

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="the action runs in bash")

NAMED = "---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n"
CLEAN = "---\nchannel: facebook\n---\nThe fair starts at noon.\n"


def instructions(name: str) -> list[str]:
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    return [line.split(None, 1)[1] for line in joined.splitlines() if line.startswith(f"{name} ")]


def ignored(name: str) -> bool:
    """Whether .dockerignore leaves a file at the top out of the build."""
    out = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#") and fnmatch(name, line.lstrip("!")):
            out = not line.startswith("!")
    return out


def test_the_action_uses_every_input_and_declares_all() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    assert all(one["description"] for one in ACTION["inputs"].values())
    assert ACTION["runs"]["using"] == "composite"


def test_no_input_is_put_into_a_script() -> None:
    assert [step["run"] for step in STEPS if "${{" in step.get("run", "")] == []
    assert all(step["shell"] == "bash" for step in STEPS if "run" in step)


def test_every_path_of_the_action_is_there() -> None:
    named = {path for step in STEPS for path in re.findall(r"\$ACTION_PATH/([\w./-]+)", step.get("run", ""))}
    assert named == {"constraints.txt", "tools/action.sh"}
    assert all((ROOT / path).is_file() for path in named)
    assert os.access(ROOT / "tools" / "action.sh", os.X_OK)


def test_the_action_runs_on_a_python_that_the_package_takes() -> None:
    least = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert least == ">=3.11"
    assert tuple(map(int, ACTION["inputs"]["python-version"]["default"].split("."))) >= (3, 11)


def run_action(school: School, **inputs: str) -> subprocess.CompletedProcess[str]:
    environ = school.environ({f"INPUT_{name.upper()}": value for name, value in inputs.items()})
    return subprocess.run(
        ["bash", ROOT / "tools" / "action.sh"],
        cwd=school.folder,
        env=environ | {"POSTCHECK": str(ready_command())},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_bash
def test_the_action_checks_what_its_inputs_name(school: School) -> None:
    school.draft(CLEAN, "drafts/our fair.md")
    school.draft(NAMED, "content/rhys-morgan.md")
    told = {"consent": "consent.csv", "policy": "aspire", "arguments": f"--date\n{DAY}\n", "sarif": "out.sarif"}
    found = run_action(school, paths="drafts/our fair.md\n\ncontent\n", **told)
    assert (found.returncode, found.stderr) == (1, "")
    assert "::error " in found.stdout
    assert "checked 2 posts" in found.stdout
    for text in (found.stdout, (school.folder / "out.sarif").read_text(encoding="utf-8")):
        assert "rhys" not in text.casefold()
        assert "morgan" not in text.casefold()
    assert run_action(school, paths="drafts", **told).returncode == 0
    assert run_action(school, paths="gone", **told).returncode == 2
    (school.folder / "empty").mkdir()
    assert run_action(school, paths="empty", **told).returncode == 3


@needs_bash
def test_what_an_input_holds_is_no_command(school: School) -> None:
    school.draft(CLEAN)
    run_action(school, paths="drafts\n$(touch owned)\n;touch owned", policy="`touch owned`")
    run_action(school, paths="--output=owned\ndrafts")
    assert not (school.folder / "owned").exists()


def test_the_image_is_made_of_what_the_build_is_given() -> None:
    (copied,) = instructions("COPY")
    assert copied == ". /src"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = ["postcheck", "pyproject.toml", "constraints.txt", "README.md", *project["project"]["license-files"]]
    needed += project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for name in needed:
        assert (ROOT / name).exists(), name
        assert not ignored(name), name
    for name in (".git", "consent.csv", "postcheck.toml", "tests", "sample_posts", ".venv"):
        assert ignored(name), name


def test_the_image_runs_the_command_and_not_as_root() -> None:
    assert instructions("FROM") == ["python:3.11-slim-bookworm"]
    assert instructions("USER") == ["postcheck"]
    assert "useradd" in DOCKERFILE[: DOCKERFILE.index("\nUSER ")]
    assert instructions("ENTRYPOINT") == ['["postcheck"]']
    assert any("tesseract-ocr-eng" in line for line in instructions("RUN"))


def test_no_delivery_names_an_index_of_packages() -> None:
    for name in ("Dockerfile", "action.yml", "tools/action.sh"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "index-url" not in text
        assert "http" not in text


def test_the_pages_name_the_tag_of_this_release() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    tags = set(re.findall(r"(?:rev: |postcheck@)(v[\w.]+)", pages))
    assert tags == {f"v{postcheck.__version__}"}
    assert f"v{postcheck.__version__}" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
