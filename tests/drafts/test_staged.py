"""What a commit changes, and its staged content as files."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from postcheck.drafts import staged
from postcheck.errors import UsageError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

Git = Callable[..., str]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, which is the current folder."""
    for name in [name for name in os.environ if name.startswith("GIT_") or name == "PRE_COMMIT"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root = tmp_path / "trust site"
    root.mkdir()
    monkeypatch.chdir(root)
    git("init", "--quiet")
    git("config", "user.name", "Someone")
    git("config", "user.email", "someone@school.example")
    return root


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


def put(name: str, text: str = "x", *, commit: bool = False) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    git("add", "--", name)
    if commit:
        git("commit", "--quiet", "--message", "x")
    return path


def changed(root: Path, *given: str, environ: dict[str, str] | None = None) -> set[str]:
    names = staged.staged_files(root, given, environ or {})
    assert len(names) == len(set(names))
    return set(names)


def test_what_is_staged_is_told_whatever_it_is_called(repository: Path) -> None:
    put("old.md", commit=True)
    for name in ("drafts/été à la plage.md", "drafts/two\nlines.txt", "Bild ♥.JPG", "-n.md"):
        put(name)
    put(".github/notes.md")
    put("Makefile")
    Path("unstaged.md").write_text("x")
    assert changed(repository) == {"drafts/été à la plage.md", "drafts/two\nlines.txt", "Bild ♥.JPG", "-n.md"}


def test_folders_narrow_what_is_staged_and_files_replace_it(repository: Path) -> None:
    put("drafts/a.md")
    put("drafts-old/b.md")
    put("c.md", commit=True)
    put("drafts/d.md")
    put("e.md")
    assert changed(repository, "drafts") == {"drafts/d.md"}
    assert changed(repository, "drafts/../c.md") == {"c.md"}
    assert changed(repository, "drafts", "c.md") == {"drafts/d.md", "c.md"}
    assert changed(repository, ".") == {"drafts/d.md", "e.md"}


def test_a_file_outside_the_repository_is_refused(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_text("x")
    with pytest.raises(UsageError, match="not in the git repository"):
        changed(repository, str(tmp_path / "elsewhere.md"))


def test_a_picture_that_goes_brings_the_posts_that_show_it(repository: Path) -> None:
    put("news/a.md", "![x](../img/cup%20final.png)")
    put("news/b.md", "nothing")
    put("fair/post.md", "the only text beside its pictures")
    put("fair/stall.png")
    put("img/cup final.png", commit=True)
    git("rm", "--quiet", "img/cup final.png", "fair/stall.png")
    assert changed(repository) == {"news/a.md", "fair/post.md"}


def test_a_text_that_goes_leaves_its_pictures(repository: Path) -> None:
    put("fair/post.md")
    put("fair/stall.png")
    put("fair/deep/other.png", commit=True)
    git("mv", "fair/post.md", "post.md")
    assert changed(repository) == {"post.md", "fair/stall.png"}


def test_pre_commit_names_what_it_wants_and_only_what_goes_is_added(repository: Path) -> None:
    put("a.md", "![x](a.png)")
    put("a.png", commit=True)
    put("b.md")
    git("rm", "--quiet", "a.png")
    assert changed(repository, environ={"PRE_COMMIT": "1"}) == {"a.md"}
    assert changed(repository, "b.md", environ={"PRE_COMMIT": "1"}) == {"a.md", "b.md"}


def test_before_the_first_commit_everything_is_new(repository: Path) -> None:
    put("a.md")
    assert changed(repository) == {"a.md"}


def test_a_clean_tree_is_examined_where_it_is(repository: Path) -> None:
    put("a.md", commit=True)
    put("b.md")
    with staged.checkout(repository, {}) as place:
        assert place.root == place.repository == repository


def test_the_copy_holds_what_is_staged_and_nothing_else(repository: Path) -> None:
    put("same.md", "same")
    put("deep/ä b.md", "committed", commit=True)
    put("deep/ä b.md", "staged")
    Path("deep/ä b.md").write_text("edited since")
    put("gone.md", "staged too")
    Path("gone.md").unlink()
    Path("untracked.md").write_text("x")
    with staged.checkout(repository, {}) as place:
        assert place.root != repository
        found = {path.relative_to(place.root).as_posix(): path.read_text() for path in place.root.rglob("*.md")}
        assert found == {"same.md": "same", "deep/ä b.md": "staged", "gone.md": "staged too"}
        assert place.root.stat().st_mode & 0o077 == 0
        assert place.real(place.root / "deep" / "x.toml") == repository / "deep" / "x.toml"
        assert place.copy_of(repository / "same.md") == place.root / "same.md"
        assert place.real(Path("/elsewhere/x")) == Path("/elsewhere/x")
    assert not place.root.exists()
    assert Path("same.md").read_text() == "same"
    assert git("status", "--porcelain", "--", "same.md") == ""


def test_a_crash_leaves_no_copy(repository: Path) -> None:
    put("a.md")
    Path("untracked.md").write_text("x")
    with pytest.raises(ZeroDivisionError), staged.checkout(repository, {}):
        raise ZeroDivisionError
    assert not list((repository / ".git").glob("postcheck-*"))


def test_pre_commit_has_cleared_the_tree_already(repository: Path) -> None:
    put("a.md")
    Path("untracked.md").write_text("x")
    with staged.checkout(repository, {"PRE_COMMIT": "1"}) as place:
        assert place.root == repository


def test_no_repository_and_no_git_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="no git repository"):
        staged.repository_root(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="could not be run"):
        staged.repository_root(tmp_path)
