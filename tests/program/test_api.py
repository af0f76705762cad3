"""``import postcheck``: what other programs call."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

import postcheck
from postcheck import api
from postcheck.find.language import LanguageModel, load_language_model
from tests.builders.school import DAY, School
from tests.docs.test_docs import blocks

NAMED = "---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n"
CLEAN = "---\nchannel: facebook\n---\nThe fair starts at noon.\n"


@pytest.fixture
def here(school: School, monkeypatch: pytest.MonkeyPatch) -> School:
    monkeypatch.chdir(school.folder)
    return school


def look(*paths: str | Path, **how: Any) -> postcheck.Report:
    told: dict[str, Any] = {"consent": "consent.csv", "policy": "aspire", "date": DAY, "cache": False} | how
    return postcheck.check(*paths, **told)


def test_a_file_is_checked_as_the_command_checks_it(here: School) -> None:
    path = here.draft(NAMED)
    report = look("drafts/post.md", people=["people.csv"])
    assert report.verdict is postcheck.Verdict.FAIL
    assert postcheck.render(report) == here.check("drafts/post.md").out
    assert look(path, use_settings=False).posts[0].draft.path == path.as_posix()


def test_text_is_checked(here: School) -> None:
    del here
    assert look(text=CLEAN).verdict is postcheck.Verdict.PASS
    assert look(text=NAMED.encode()).verdict is postcheck.Verdict.FAIL
    assert look(text="").verdict is postcheck.Verdict.INCOMPLETE


def test_text_belongs_to_the_folder_of_its_name(here: School) -> None:
    here.draft(CLEAN)
    here.draft('policy = "southport"\n', "drafts/postcheck.toml")
    here.picture(name="drafts/tree.png")
    text = "---\nchannel: facebook\nimages:\n  - {file: tree.png, people: []}\n---\nRhys Morgan!\n"
    (post,) = look("drafts", text=text, filename=Path("drafts/post.md"), policy=None).posts
    assert post.draft.path == "drafts/post.md"
    assert post.pack.id == "southport"
    assert [image.path.name for image in post.draft.images] == ["tree.png"]
    assert any("Rhys" in flag.evidence for flag in post.flags), "the text, not what is saved"


def test_a_path_called_like_standard_input_is_a_file(here: School) -> None:
    here.draft(NAMED, "-")
    (post,) = look("-").posts
    assert post.verdict is postcheck.Verdict.FAIL
    assert post.draft.path == "-"


def test_nothing_to_check_is_no_pass(here: School) -> None:
    (here.folder / "empty").mkdir()
    assert look("empty").verdict is postcheck.Verdict.INCOMPLETE
    assert look("empty", allow_empty=True).verdict is postcheck.Verdict.PASS


def test_neither_the_environment_nor_standard_input_is_read(here: School, monkeypatch: pytest.MonkeyPatch) -> None:
    (here.folder / "other.toml").write_text('policy = "snmat"\n')
    monkeypatch.setenv("POSTCHECK_CONFIG", "other.toml")
    monkeypatch.setenv("POSTCHECK_CONSENT", "gone.csv")
    monkeypatch.setattr(sys, "stdin", io.StringIO("Rhys Morgan"))
    report = postcheck.check(text=CLEAN, date=DAY)
    assert (report.pack.id, report.posts[0].consent_lists) == ("baseline", ())
    assert sys.stdin.read() == "Rhys Morgan"
    with pytest.raises(postcheck.PostcheckError, match="POSTCHECK_CONSENT"):
        postcheck.check(text=CLEAN, date=DAY, use_environment=True)


def test_models_stay_loaded_and_threads_share_them(here: School, monkeypatch: pytest.MonkeyPatch) -> None:
    del here
    loaded: list[str] = []

    def load(name: str, *, file: str | None, line: int | None) -> LanguageModel:
        loaded.append(name)
        return load_language_model(name, file=file, line=line)

    monkeypatch.setattr("postcheck.engine.factory.load_language_model", load)
    monkeypatch.setattr(api, "_shared", api._Shared())  # noqa: SLF001 - as a new process has it
    texts = [CLEAN, NAMED] * 6
    with ThreadPoolExecutor(4) as threads:
        verdicts = [report.verdict.value for report in threads.map(lambda text: look(text=text), texts)]
    assert verdicts == ["pass", "fail"] * 6
    assert loaded == [""]


def test_a_list_that_has_changed_is_read_anew(here: School) -> None:
    first = look(text=CLEAN.replace("fair", "fair for Beatrix Quillfeather"))
    with (here.folder / "consent.csv").open("a", encoding="utf-8") as file:
        file.write("P0009,Beatrix,Quillfeather,,,4,current,none,written,refused,refused,refused,refused,refused\n")
    second = look(text=CLEAN.replace("fair", "fair for Beatrix Quillfeather"))
    assert (first.verdict, second.verdict) == (postcheck.Verdict.PASS, postcheck.Verdict.FAIL)


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"text": CLEAN, "policy": "aspre"},
        {"text": CLEAN, "consent": "gone.csv"},
        {"text": CLEAN, "config": "gone.toml"},
        {"text": CLEAN, "date": "yesterday"},
        {"text": CLEAN, "ocr": "quick"},
        {"text": CLEAN, "channels": ["fecebook"]},
        {"text": CLEAN, "config": "postcheck.toml", "use_settings": False},
        {"filename": "post.md"},
    ],
)
def test_what_cannot_start_is_an_error_of_its_own(here: School, how: dict[str, Any]) -> None:
    del here
    with pytest.raises(postcheck.PostcheckError) as caught:
        look(**how)
    assert caught.value.advice


def test_no_error_quotes_a_pupil(here: School, monkeypatch: pytest.MonkeyPatch) -> None:
    del here
    with pytest.raises(postcheck.PostcheckError) as missing:
        look("Amelia Carter.md")
    assert "Amelia" not in str(missing.value)

    def broken(*_: object) -> None:
        raise ValueError("Amelia Carter")

    monkeypatch.setattr("postcheck.engine.factory.load_one", broken)
    with pytest.raises(postcheck.PostcheckError, match="internal error") as caught:
        look(text=CLEAN)
    error: BaseException | None = caught.value
    assert "ValueError" in str(error)
    while error is not None:
        assert "Amelia" not in str(error)
        error = error.__context__


def test_an_unknown_format_is_refused(here: School) -> None:
    del here
    with pytest.raises(postcheck.PostcheckError, match="format"):
        postcheck.render(look(text=CLEAN), "jason")


def test_importing_it_loads_next_to_nothing() -> None:
    heavy = "{'pydantic', 'spacy', 'numpy', 'rich', 'postcheck.api'} & set(sys.modules)"
    program = f"import sys, postcheck; print(sorted({heavy})); print(postcheck.Verdict.PASS, 'check' in dir(postcheck))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\npass True\n"
    with pytest.raises(AttributeError):
        _ = postcheck.chek  # type: ignore[attr-defined]


def test_the_webhook_of_the_page(here: School, capsys: pytest.CaptureFixture[str]) -> None:
    del here
    names: dict[str, Any] = {"__name__": "webhook"}
    exec(blocks("for-programs.md", "python")[1], names)  # noqa: S102 - the page's own example
    server = names["serve"](0)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    address = f"http://127.0.0.1:{server.server_port}/"
    try:
        with urlopen(address, CLEAN.encode()) as passed:
            assert passed.status == 200
            assert b'"verdict": "pass"' in passed.read()
        with pytest.raises(HTTPError) as flagged:
            urlopen(address, NAMED.encode())
        with flagged.value as answer:
            assert answer.code == 422
            assert b"Rhys" not in answer.read()
        with pytest.raises(HTTPError) as empty:
            urlopen(address, b"")
        with empty.value as answer:
            assert answer.code == 413
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
    assert "Rhys" not in "".join(capsys.readouterr())


def test_the_first_example_of_the_page(here: School, capsys: pytest.CaptureFixture[str]) -> None:
    here.draft(NAMED, "drafts/star.md")
    exec(blocks("for-programs.md", "python")[0], {})  # noqa: S102 - the page's own example
    shown = capsys.readouterr().out
    assert "FAIL" in shown
    assert "Rhys" not in shown
