"""What a commit changes, and its staged content as files."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from postcheck.drafts.checkout import checkout
from postcheck.drafts.repository import repository_root
from postcheck.drafts.staged import staged_files
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


def git(*arguments: str, stdin: bytes = b"") -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, input=stdin).stdout.decode()


def put(name: str, text: str = "x", *, commit: bool = False) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    git("add", "--", name)
    if commit:
        git("commit", "--quiet", "--message", "x")
    return path


def changed(root: Path, *given: str, named_only: bool = False) -> set[str]:
    names = staged_files(root, given, named_only=named_only)
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
    with pytest.raises(UsageError, match="not in the git repository") as refused:
        changed(repository, str(tmp_path / "elsewhere.md"))
    assert "elsewhere" not in str(refused.value)


def test_a_picture_that_goes_brings_the_posts_that_show_it(repository: Path) -> None:
    put("news/a.md", "![x](../img/cup%20final.png)")
    put("news/b.md", "nothing")
    put("fair/post.md", "the only text beside its pictures")
    put("fair/stall.png")
    put("img/cup final.png", commit=True)
    git("rm", "--quiet", "img/cup final.png", "fair/stall.png")
    assert changed(repository) == {"news/a.md", "fair/post.md"}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Bob & x.png", b"<img src='Bob &amp; x.png'>"),
        ("a_b.png", b"![](a\\_b.png)"),
        ("x.png", "![](x.png)".encode("utf-16")),
        ("été.png", b"![](e\xcc\x81t%C3%A9.png)"),
        ("x.pdf", b"[our poster](x.pdf)"),
        ("x.mp4", b"---\nvideo: {file: X.MP4}\n---\n"),
    ],
)
def test_a_name_is_found_however_it_is_written(repository: Path, name: str, written: bytes) -> None:
    put(".gitattributes", "*.md binary\n")
    git("config", "color.ui", "always")
    put("news/b.md", "nothing")
    put("news/a.md", "")
    Path("news/a.md").write_bytes(written)
    git("add", "news")
    put(f"img/{name}", commit=True)
    git("rm", "--quiet", f"img/{name}")
    assert changed(repository) == {"news/a.md"}


def test_a_header_that_goes_changes_its_draft(repository: Path) -> None:
    put("a.docx")
    put("a.docx.postcheck.yaml", "people: []", commit=True)
    git("rm", "--quiet", "a.docx.postcheck.yaml")
    assert changed(repository) == {"a.docx"}


def test_hidden_files_are_checked_where_they_are_named(repository: Path) -> None:
    put(".news/a.md")
    put(".news/.old/b.md")
    assert changed(repository) == set()
    assert changed(repository, ".news") == {".news/a.md"}
    assert changed(repository, ".news/.old/b.md") == {".news/.old/b.md"}
    assert changed(repository, ".news/a.md", named_only=True) == set()


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
    assert changed(repository, named_only=True) == {"a.md"}
    assert changed(repository, "b.md", named_only=True) == {"a.md", "b.md"}


def test_before_the_first_commit_everything_is_new(repository: Path) -> None:
    put("a.md")
    assert changed(repository) == {"a.md"}


def held(repository: Path) -> dict[str, str]:
    """Return what the copy holds, by name."""
    with checkout(repository) as place:
        files = [
            path
            for path in place.root.rglob("*")
            if path.is_file() and ".git" not in path.relative_to(place.root).parts
        ]
        return {path.relative_to(place.root).as_posix(): path.read_text() for path in files}


def test_a_clean_tree_shares_its_files_with_the_copy(repository: Path) -> None:
    committed = put("a.md", commit=True)
    with checkout(repository) as place:
        assert place.repository == repository != place.root
        assert (place.root / "a.md").samefile(committed)


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_files_that_git_was_told_not_to_look_at_are_taken_from_the_index(repository: Path, mark: str) -> None:
    put("posts/post.md", "clean", commit=True)
    put("posts/post.md", "staged")
    git("update-index", mark, "posts/post.md")
    for edited in ("edited since", "edits!"):  # the second is as long as what is staged
        Path("posts/post.md").write_text(edited)
        assert git("status", "--porcelain") == "M  posts/post.md\n"
        assert changed(repository) == {"posts/post.md"}
        assert held(repository) == {"posts/post.md": "staged"}
    Path("posts/post.md").unlink()
    assert held(repository) == {"posts/post.md": "staged"}


def test_a_sparse_checkout_is_filled_up(repository: Path) -> None:
    put("in/a.md", "a")
    put("out/b.md", "b", commit=True)
    git("sparse-checkout", "set", "in")
    assert not Path("out/b.md").exists()
    assert held(repository) == {"in/a.md": "a", "out/b.md": "b"}


def test_an_edit_that_leaves_no_trace_in_size_and_time_is_seen(repository: Path) -> None:
    git("config", "core.trustctime", "false")
    git("config", "core.checkStat", "minimal")
    path = put("a.md", "staged")
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    git("config", "core.fsmonitor", "false")
    path.write_text("edited")
    os.utime(path, ns=times)
    assert held(repository) == {"a.md": "staged"}


def test_what_git_ignores_is_no_part_of_a_commit(repository: Path) -> None:
    put(".gitignore", "*.yaml\n")
    put("a.docx", "x", commit=True)
    Path("a.docx.postcheck.yaml").write_text("declare: [consent_checked]\n")
    Path(".git/info/exclude").write_text("b.png\n")
    Path("b.png").write_text("x")
    assert held(repository) == {".gitignore": "*.yaml\n", "a.docx": "x"}


def test_replaced_objects_do_not_count(repository: Path) -> None:
    put("a.md", "staged")
    Path("other").write_text("replacement")
    git("replace", git("rev-parse", ":a.md").strip(), git("hash-object", "-w", "other").strip())
    Path("a.md").write_text("replacement")
    assert held(repository) == {"a.md": "staged"}


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_links_are_links_and_their_content_is_not_followed(repository: Path) -> None:
    put("a.md", "a")
    Path("link.md").symlink_to("a.md")
    git("add", "link.md")
    Path("link.md").unlink()
    Path("link.md").write_text("a.md")  # the very bytes that the index keeps of the link
    with checkout(repository) as place:
        assert (place.root / "link.md").is_symlink()
        assert (place.root / "link.md").read_text() == "a"


@pytest.mark.parametrize("attribute", ["filter=other", "working-tree-encoding=UTF-16", "text eol=crlf", "ident"])
def test_what_git_keeps_counts_and_not_what_it_shows(repository: Path, attribute: str) -> None:
    git("config", "filter.other.smudge", "echo something else")
    git("config", "filter.other.required", "true")
    put("a.md", "one $Id$\ntwo\n")
    Path("a.md").unlink()
    put(".gitattributes", f"*.md {attribute}\n")
    assert held(repository)["a.md"] == "one $Id$\ntwo\n"


def pointer(content: bytes) -> str:
    oid = hashlib.sha256(content).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(content)}\n"


def test_a_file_of_git_lfs_is_the_very_one_that_is_meant_or_stays_a_pointer(repository: Path) -> None:
    put("a.md", pointer(b"the file")).write_text("the file")
    put("b.md", pointer(b"stored")).write_text("edited")
    put("c.md", pointer(b"nowhere")).write_text("edited too")
    put("d.md", pointer(b"the file")).write_text("edited as well")
    oid = hashlib.sha256(b"stored").hexdigest()
    stored = repository / ".git" / "lfs" / "objects" / oid[:2] / oid[2:4] / oid
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"stored")
    assert held(repository) == {
        "a.md": "the file",
        "b.md": "stored",
        "c.md": pointer(b"nowhere"),
        "d.md": pointer(b"the file"),
    }
    assert Path("a.md").read_text() == "the file"


def test_what_git_crypt_sealed_is_opened_if_it_can_be(repository: Path) -> None:
    git("config", "filter.git-crypt.smudge", "tail -c 6")
    put(".gitattributes", "*.md filter=git-crypt\n")
    sealed = git("hash-object", "-w", "--stdin", stdin=b"\0GITCRYPT\0opened").strip()
    git("update-index", "--add", "--cacheinfo", f"100644,{sealed},a.md")
    assert held(repository)["a.md"] == "opened"
    git("config", "filter.git-crypt.smudge", "false")
    git("config", "filter.git-crypt.required", "true")
    assert held(repository)["a.md"] == "\0GITCRYPT\0opened"


def test_a_submodule_is_named_whatever_git_was_told_to_ignore(repository: Path) -> None:
    git("init", "--quiet", "sub")
    put("posts/a.md", commit=True)
    Path("sub/a.md").write_text("x")
    git("-C", "sub", "add", ".")
    git("-C", "sub", "-c", "user.name=x", "-c", "user.email=x@y.example", "commit", "--quiet", "--message", "x")
    git("add", "sub")
    git("config", "diff.ignoreSubmodules", "all")
    assert changed(repository) == {"sub"}
    assert changed(repository, "sub") == {"sub"}
    assert changed(repository, "posts") == set()
    assert changed(repository, named_only=True) == {"sub"}
    with checkout(repository) as place:
        assert place.submodules == {"sub"}
        assert not (place.root / "sub").exists()


def test_conflicts_are_said(repository: Path) -> None:
    put("a.md", "one", commit=True)
    blob = git("hash-object", "-w", "--stdin", stdin=b"two").strip()
    git("update-index", "--index-info", stdin=f"100644 {blob} 1\ta.md\n100644 {blob} 2\ta.md\n".encode())
    with pytest.raises(UsageError, match="conflicts"), checkout(repository):
        pass


def test_content_that_git_lost_is_said(repository: Path) -> None:
    put("a.md", "staged").write_text("edited")
    blob = git("rev-parse", ":a.md").strip()
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(UsageError, match="could not give the content"), checkout(repository):
        pass
    assert not list((repository / ".git").glob("postcheck-*"))


def test_a_copy_that_cannot_be_made_is_said(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.md", "staged").write_text("edited")

    def full(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "no")

    monkeypatch.setattr("postcheck.drafts.checkout.tempfile.mkdtemp", full)
    with pytest.raises(UsageError, match="No space left on device"), checkout(repository):
        pass


@pytest.mark.usefixtures("repository")
def test_a_repository_of_long_names_of_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "sha256"
    root.mkdir()
    monkeypatch.chdir(root)
    git("init", "--quiet", "--object-format=sha256")
    same = put("a.md", "a")
    put("b.md", "staged").write_text("edited")
    assert changed(root) == {"a.md", "b.md"}
    with checkout(root) as place:
        assert (place.root / "a.md").samefile(same)
        assert (place.root / "b.md").read_text() == "staged"


def test_the_copy_holds_what_is_staged_and_nothing_else(repository: Path) -> None:
    put("same.md", "same")
    put("deep/ä b.md", "committed", commit=True)
    put("deep/ä b.md", "staged")
    Path("deep/ä b.md").write_text("edited since")
    put("gone.md", "staged too")
    Path("gone.md").unlink()
    Path("untracked.md").write_text("x")
    with checkout(repository) as place:
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
    with pytest.raises(ZeroDivisionError), checkout(repository):
        raise ZeroDivisionError
    assert not list((repository / ".git").glob("postcheck-*"))


def test_no_repository_and_no_git_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="no git repository"):
        repository_root(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="could not be run"):
        repository_root(tmp_path)
