"""Git's hooks, with the real git and the real pre-commit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.builders.command import run_here
from tests.builders.school import DAY, Result, School

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

CLEAN = "---\nchannel: facebook\n---\nThe summer fair starts at noon.\n"
NAMED = "---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n"


class Repository:
    """A content repository whose consent list lies elsewhere."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.folder = school.folder / "the repository"
        self.folder.mkdir()
        self.environ = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GIT_", "POSTCHECK_", "PRE_COMMIT"))
        }
        self.environ |= {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "POSTCHECK_CONSENT": str(school.folder / "consent.csv"),
            "PRE_COMMIT_HOME": str(school.folder / "pre-commit"),
            "PYTHONUTF8": "1",
        }
        self.git("init", "--quiet")
        self.git("config", "user.name", "Someone")
        self.git("config", "user.email", "someone@school.example")
        self.put("postcheck.toml", 'policy = "aspire"\n')
        self.git("commit", "--quiet", "--message", "settings")

    def shell(self, *command: str | Path) -> Result:
        done = subprocess.run(command, cwd=self.folder, env=self.environ, capture_output=True, check=False)
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def git(self, *arguments: str) -> str:
        done = self.shell("git", *arguments)
        assert done.code == 0, done.err
        return done.out

    def put(self, name: str, text: str, *, stage: bool = True) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if stage:
            self.git("add", "--", name)

    def picture(self, text: str, name: str) -> None:
        self.school.picture(text, name=f"{self.folder.name}/{name}")
        self.git("add", "--", name)

    def commit(self) -> Result:
        return self.shell("git", "commit", "--message", "x")

    def postcheck(self, *arguments: str) -> Result:
        return self.shell(BIN / "postcheck", *arguments)

    def staged(self, *arguments: str) -> Result:
        """Check what is staged, in this process; the hooks start the command themselves."""
        command = ["check", "--staged", *arguments, "--date", DAY, "--format", "json"]
        return Result(*run_here(command, folder=self.folder, environ=self.environ))

    def pre_commit(self, *arguments: str) -> Result:
        return self.shell(sys.executable, "-m", "pre_commit", *arguments)


@pytest.fixture
def repository(school: School) -> Repository:
    return Repository(school)


def paths(result: Result) -> list[str]:
    return [post["path"] for post in result.report["posts"]]


def test_what_is_staged_is_checked_and_not_what_was_edited_since(repository: Repository) -> None:
    repository.put("posts/été.md", NAMED)
    repository.put("posts/été.md", CLEAN, stage=False)
    flagged = repository.staged()
    assert (flagged.code, paths(flagged)) == (1, ["posts/été.md"])
    (flag,) = [flag for flag in flagged.post["flags"] if flag["rule"] == "ASP-NAME-1"]
    assert (flag["evidence"], flag["where"]["file"]) == ("Rhys Morgan", "posts/été.md")
    repository.git("add", "--all")
    repository.put("posts/été.md", NAMED, stage=False)
    assert repository.staged().code == 0


def test_nothing_staged_passes(repository: Repository) -> None:
    repository.put("post.md", NAMED, stage=False)
    result = repository.staged()
    assert (result.code, result.report["posts"]) == (0, [])


def test_a_list_inside_the_repository_is_no_post(repository: Repository) -> None:
    shutil.copy(repository.school.folder / "consent.csv", repository.folder / "list.csv")
    repository.git("add", "list.csv")
    repository.put("post.md", CLEAN)
    repository.put("other.md", CLEAN, stage=False)
    assert paths(repository.staged("--consent", "list.csv")) == ["post.md"]


def test_staged_data_are_checked_if_they_hold_sentences(repository: Repository) -> None:
    repository.put("data/colours.yml", "blue: 3\n")
    repository.put("package.json", '{"description": "The site of Rhys Morgan"}')
    result = repository.staged()
    assert (result.code, result.report["posts"]) == (0, [])
    repository.put("data/news.yml", "- text: Well done, Rhys Morgan!\n")
    result = repository.staged()
    assert (result.code, paths(result)) == (1, ["data/news.yml"])
    assert "Rhys Morgan" in [flag["evidence"] for flag in result.post["flags"]]


def test_a_changed_picture_has_its_post_checked_once(repository: Repository) -> None:
    repository.put("fair/post.md", "---\nchannel: facebook\npeople: []\n---\nOur winners.\n")
    repository.picture("Well done", "fair/one.png")
    repository.picture("Well done", "fair/two.png")
    assert repository.commit().code == 0
    repository.picture("Rhys Morgan", "fair/one.png")
    repository.picture("Star", "fair/two.png")
    result = repository.staged()
    assert (result.code, paths(result)) == (1, ["fair/post.md"])
    assert result.rules["ASP-NAME-2"] == "fail"


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_a_staged_picture_is_looked_at_whatever_git_was_told_of_its_file(repository: Repository, mark: str) -> None:
    repository.put("fair/post.md", "---\nchannel: facebook\npeople: []\n---\nOur winners.\n")
    repository.picture("Rhys Morgan", "fair/one.png")
    repository.git("update-index", mark, "fair/one.png")
    repository.school.picture("Well done", name=f"{repository.folder.name}/fair/one.png")
    assert repository.git("status", "--porcelain") == "A  fair/one.png\nA  fair/post.md\n"
    for environ in ({}, {"PRE_COMMIT": "1"}):
        repository.environ |= environ
        result = repository.staged(*(["fair/post.md"] if environ else []))
        assert (result.code, paths(result)) == (1, ["fair/post.md"])
        assert result.rules["ASP-NAME-2"] == "fail"


def test_gits_own_hook_stops_the_commit(repository: Repository) -> None:
    installed = repository.postcheck("hook", "install", ".")
    assert installed.code == 0, installed.err
    repository.put("post.md", NAMED)
    stopped = repository.commit()
    assert stopped.code != 0
    assert "ASP-NAME-1" in stopped.out + stopped.err
    repository.put("post.md", CLEAN)
    assert repository.commit().code == 0
    repository.put("post.md", NAMED, stage=False)
    assert repository.shell("git", "commit", "--all", "--message", "x").code != 0
    assert repository.postcheck("hook", "uninstall").code == 0
    assert repository.shell("git", "commit", "--all", "--message", "x").code == 0


def test_the_folder_of_the_hook_may_lose_its_last_post_or_be_on_another_branch(repository: Repository) -> None:
    repository.put("content/post.md", CLEAN)
    assert repository.postcheck("hook", "install", "content/").code == 0
    assert repository.commit().code == 0
    repository.git("rm", "--quiet", "content/post.md")
    assert not (repository.folder / "content").exists()
    gone = repository.commit()
    assert gone.code == 0, gone.err
    repository.put("elsewhere/post.md", NAMED)
    other = repository.commit()
    assert other.code == 0, other.err
    assert "so nothing was checked" in other.err
    repository.put("content/post.md", NAMED)
    assert repository.commit().code != 0


def test_a_folder_that_is_only_staged_is_checked(repository: Repository) -> None:
    repository.put("content/post.md", NAMED)
    shutil.rmtree(repository.folder / "content")
    result = repository.staged("content")
    assert (result.code, paths(result)) == (1, ["content/post.md"])
    (repository.folder / "content").write_text("a file has the folder's place")
    result = repository.staged("content")
    assert (result.code, paths(result)) == (1, ["content/post.md"])


def test_a_draft_that_goes_has_its_pictures_checked_and_one_that_never_was_is_missing(repository: Repository) -> None:
    repository.put("content/post.md", CLEAN)
    repository.picture("Rhys Morgan", "content/one.png")
    repository.git("commit", "--quiet", "--message", "x")
    assert repository.staged("content/other.md").code != 0
    repository.git("rm", "--quiet", "content/post.md")
    result = repository.staged("content/post.md")
    assert (result.code, paths(result)) == (1, ["content/one.png"])


def test_where_nothing_is_staged_no_model_is_loaded(repository: Repository) -> None:
    (repository.folder / "content").mkdir()
    repository.put("elsewhere/post.md", NAMED)
    script = (
        "import sys; sys.argv = ['postcheck', 'check', '--staged', 'content']\n"
        "from postcheck.cli.main import run\n"
        "try: run()\n"
        "finally: print(sorted({'spacy', 'thinc', 'onnxruntime', 'cv2'} & sys.modules.keys()), file=sys.stderr)"
    )
    done = repository.shell(sys.executable, "-c", script)
    assert done.code == 0, done.err
    assert done.err.endswith("[]\n")


def test_another_tools_hook_is_left_alone(repository: Repository) -> None:
    hook = repository.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n")
    for command in (("install",), ("uninstall",)):
        refused = repository.postcheck("hook", *command)
        assert refused.code == 2
        assert hook.read_text() == "#!/bin/sh\nexit 0\n"
    assert "check --staged" in repository.postcheck("hook", "install").err
    assert repository.postcheck("hook", "install", "--force").code == 0
    assert "postcheck" in hook.read_text()


@pytest.fixture
def pre_commit(repository: Repository) -> Repository:
    """The repository with the hook that ships.

    It is run from this environment instead of one that is installed from the network.
    """
    (shipped,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    command, _, rest = shipped["entry"].partition(" ")
    local = {
        **shipped,
        "language": "system",
        "entry": f'"{BIN / command}" {rest}',
        "args": ["--policy", "aspire", "--date", DAY],
    }
    # JSON is YAML.
    repository.put(".pre-commit-config.yaml", json.dumps({"repos": [{"repo": "local", "hooks": [local]}]}))
    repository.git("commit", "--quiet", "--message", "hook")
    assert repository.pre_commit("install").code == 0
    return repository


def test_pre_commit_checks_whole_posts_and_what_is_staged(pre_commit: Repository) -> None:
    pre_commit.put("news/cup final ü/post.md", CLEAN)
    pre_commit.put("news/cup final ü/post.md", NAMED, stage=False)
    passed = pre_commit.commit()
    assert passed.code == 0, passed.out + passed.err
    pre_commit.git("add", "--all")
    stopped = pre_commit.commit()
    assert stopped.code != 0
    assert "news/cup final ü/post.md" in stopped.out + stopped.err
    assert "1 post" in stopped.out + stopped.err


def test_pre_commit_knows_of_pictures_that_go(pre_commit: Repository) -> None:
    pre_commit.put(
        "post.md", "---\nchannel: facebook\nimages:\n  - {file: img/cup.png, people: []}\n---\nWell done, all.\n"
    )
    pre_commit.picture("Star", "img/cup.png")
    assert pre_commit.commit().code == 0
    pre_commit.git("mv", "img/cup.png", "img/final.png")
    stopped = pre_commit.commit()
    assert stopped.code != 0
    assert "post.md" in stopped.out + stopped.err


def test_pre_commit_over_all_files(pre_commit: Repository) -> None:
    pre_commit.put("a.md", NAMED)
    pre_commit.shell("git", "commit", "--quiet", "--no-verify", "--message", "x")
    everything = pre_commit.pre_commit("run", "--all-files")
    assert everything.code != 0
    assert "a.md" in everything.out
    assert pre_commit.pre_commit("run").code == 0


def test_pre_commit_in_the_environment_excuses_nobody(repository: Repository) -> None:
    repository.put("post.md", NAMED)
    repository.environ["PRE_COMMIT"] = "1"
    result = repository.staged()
    assert (result.code, paths(result)) == (1, ["post.md"])
    assert repository.staged("--named-only").code == 0


def test_a_submodule_that_changes_is_said(repository: Repository) -> None:
    repository.git("init", "--quiet", "sub")
    repository.put("sub/post.md", NAMED, stage=False)
    repository.git("-C", "sub", "add", ".")
    who = ("-c", "user.name=x", "-c", "user.email=x@y.example")
    repository.git("-C", "sub", *who, "commit", "--quiet", "--message", "x")
    repository.git("add", "sub")
    repository.put("post.md", CLEAN)
    result = repository.staged()
    assert (result.code, paths(result)) == (3, ["post.md", "sub"])
    (said,) = result.report["posts"][1]["not_examined"]
    assert said["reason"].startswith("It is a submodule, a repository of its own")
    repository.git("rm", "--cached", "--quiet", "post.md")
    assert (repository.staged().code, paths(repository.staged())) == (3, ["sub"])


def test_what_is_staged_counts_whatever_filters_make_of_it(repository: Repository) -> None:
    repository.git("config", "filter.nice.clean", "sed s/everybody/Rhys\\ Morgan/")
    repository.git("config", "filter.nice.smudge", "sed s/Rhys.Morgan/everybody/")
    repository.put(".gitattributes", "*.md filter=nice\n")
    repository.put("post.md", "---\nchannel: facebook\n---\nWell done, everybody!\n")
    result = repository.staged()
    assert (result.code, result.rules["ASP-NAME-1"]) == (1, "fail")


def test_the_hook_is_never_written_through_a_link(repository: Repository) -> None:
    repository.put("script.sh", "#!/bin/sh\n")
    hook = repository.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    for leads_to in ("../../script.sh", "../../nowhere.sh"):
        hook.symlink_to(leads_to)
        assert run_here(["hook", "install"], folder=repository.folder, environ=repository.environ)[0] == 2
        code, _, err = run_here(["hook", "install", "--force"], folder=repository.folder, environ=repository.environ)
        assert (code, err) == (0, "")
        assert not hook.is_symlink()
        assert "-P -m postcheck check --staged\n" in hook.read_text(encoding="utf-8")
        hook.unlink()
    assert (repository.folder / "script.sh").read_text() == "#!/bin/sh\n"
    assert not (repository.folder / "nowhere.sh").exists()


def test_a_folder_that_looks_like_an_option_stays_a_folder(repository: Repository) -> None:
    repository.put("--allow-empty/post.md", NAMED)
    told = ["hook", "install", "--", "--allow-empty"]
    assert run_here(told, folder=repository.folder, environ=repository.environ)[0] == 0
    hook = (repository.folder / ".git" / "hooks" / "pre-commit").read_text(encoding="utf-8")
    assert hook.endswith(" check --staged ./--allow-empty\n")
    assert paths(repository.staged("./--allow-empty")) == ["--allow-empty/post.md"]


def test_a_module_of_the_repository_does_not_stand_in_for_pythons(repository: Repository) -> None:
    repository.put("signal.py", "import sys\nsys.exit(0)\n")
    repository.put("post.md", NAMED)
    assert repository.postcheck("hook", "install").code == 0
    stopped = repository.commit()
    assert stopped.code != 0
    assert "ASP-NAME-1" in stopped.out + stopped.err


def test_a_sign_off_counts_as_it_is_staged(repository: Repository) -> None:
    repository.put("postcheck.toml", 'policy = "aspire"\n[[approver]]\nname = "J. Osei"\n')
    draft = "---\nchannel: facebook\n---\nWe have received five tenders for the kitchen.\n"
    repository.put("posts/post.md", draft)

    def verdict() -> str:
        return str(repository.staged().post["verdict"])

    assert verdict() == "review"
    signing = ["sign-off", "posts/post.md", "--as", "J. Osei", "--yes"]
    code, _, err = run_here(signing, folder=repository.folder, environ=repository.environ)
    assert code == 0, err
    assert verdict() == "review"
    repository.git("add", "posts")
    assert verdict() == "pass"
    repository.put("posts/post.md", f"{draft}More.\n", stage=False)
    assert verdict() == "pass"
    assert repository.commit().code == 0
    repository.git("rm", "--quiet", "--cached", "posts/post.md.signed-off.toml")
    assert verdict() == "review"
