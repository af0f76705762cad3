"""Waivers files: what is accepted, and what stops the run with file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from postcheck.config.waivers import add_waiver, find_waivers_file, load_waivers, waivers_file_for
from postcheck.errors import WaiverError
from postcheck.model.waiver import Waiver

RULES = frozenset({"ASP-NAME-1", "ASP-TONE-1"})
GOOD = {
    "fingerprint": '"db84e22ac9b79c7a9b43181c"',
    "rule": '"ASP-NAME-1"',
    "draft": '"drafts/star.md"',
    "reason": '"An author,\\n not a pupil"',
    "by": '"J. Osei"',
    "until": "2026-12-31",
}


def table(**change: str | None) -> str:
    values = {**GOOD, **change}
    return "[[waiver]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items() if value is not None)


def loaded(folder: Path, text: str) -> tuple[Waiver, ...]:
    file = folder / "postcheck-waivers.toml"
    file.write_text(text, encoding="utf-8")
    return load_waivers(file, rules=RULES, name="shown.toml")


@pytest.mark.parametrize("draft", ['"drafts/star.md"', "'drafts\\star.md'", '"./drafts/../drafts/star.md"'])
@pytest.mark.parametrize("until", ["2026-12-31", '"2026-12-31"'])
def test_a_waiver_is_read(tmp_path: Path, draft: str, until: str) -> None:
    (waiver,) = loaded(tmp_path, "\n# decided in March\n" + table(draft=draft, until=until))
    assert waiver == Waiver(
        "db84e22ac9b79c7a9b43181c",
        "ASP-NAME-1",
        (tmp_path / "drafts" / "star.md").resolve(),
        "An author, not a pupil",
        "J. Osei",
        date(2026, 12, 31),
        "shown.toml",
        3,
    )


def test_a_waiver_holds_on_its_last_day() -> None:
    waiver = Waiver("0" * 24, "X-1", Path("/x"), "r", "b", date(2026, 12, 31), "f", 1)
    assert waiver.holds_on(date(2026, 12, 31))
    assert not waiver.holds_on(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        ({"reason": None}, 2, '"reason" is missing'),
        ({"reason": '" "'}, 6, '"reason"'),
        ({"by": None}, 2, '"by" is missing'),
        ({"by": '""'}, 7, '"by"'),
        ({"until": None}, 2, '"until" is missing'),
        ({"until": '"next year"'}, 8, "not a day such as 2026-12-31"),
        ({"until": "2026-12-31T09:00:00"}, 8, "not a day"),
        ({"until": "2026"}, 8, "not a day"),
        ({"draft": None}, 2, '"draft" is missing'),
        ({"fingerprint": '"db84"'}, 3, '"fingerprint"'),
        ({"rule": '"ASP-NAME-11"'}, 4, 'There is no rule "ASP-NAME-11". Did you mean "ASP-NAME-1"?'),
        ({"note": '"x"'}, 9, 'Unknown key "note"'),
    ],
)
def test_what_is_wrong_stops_the_run_and_names_the_line(
    tmp_path: Path, change: dict[str, str | None], line: int, says: str
) -> None:
    with pytest.raises(WaiverError) as caught:
        loaded(tmp_path, "# one line\n" + table(**change))
    assert says in str(caught.value)
    assert caught.value.line == line
    assert caught.value.file == str(tmp_path / "postcheck-waivers.toml")


def test_two_waivers_of_one_flag_are_an_error_and_of_two_drafts_are_not(tmp_path: Path) -> None:
    assert len(loaded(tmp_path, table() + table(draft='"drafts/other.md"'))) == 2
    with pytest.raises(WaiverError, match="waived twice") as caught:
        loaded(tmp_path, table() + table(draft="'drafts\\star.md'"))
    assert caught.value.line == 8


def test_an_empty_file_has_no_waivers(tmp_path: Path) -> None:
    assert loaded(tmp_path, "# none yet\n") == ()


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    draft = deep / "star.md"
    draft.touch()
    assert find_waivers_file(draft) is None
    assert waivers_file_for(draft) == deep / "postcheck-waivers.toml"
    (tmp_path / "postcheck.toml").touch()
    assert waivers_file_for(draft) == tmp_path / "postcheck-waivers.toml"
    (tmp_path / "a" / "postcheck-waivers.toml").touch()
    assert find_waivers_file(deep) == waivers_file_for(draft) == tmp_path / "a" / "postcheck-waivers.toml"


@pytest.mark.parametrize("before", ["", "# ours", "# ours\n"])
@pytest.mark.parametrize("reason", ["plain", 'a "quoted" \\ reason', "“Wójcik” isn't one"])
def test_what_is_added_is_read_back(tmp_path: Path, before: str, reason: str) -> None:
    file = tmp_path / "postcheck-waivers.toml"
    if before:
        file.write_text(before, encoding="utf-8")
    waiver = Waiver(
        "0" * 24,
        "ASP-TONE-1",
        (tmp_path / "drafts" / "a b.md").resolve(),
        reason,
        "J. Osei",
        date(2027, 1, 2),
        str(file),
        0,
    )
    add_waiver(file, waiver)
    add_waiver(file, Waiver("1" * 24, "ASP-TONE-1", waiver.draft, reason, "J. Osei", date(2027, 1, 2), str(file), 0))
    first, second = load_waivers(file, rules=RULES)
    assert (first.reason, first.draft, first.until, first.by) == (reason, waiver.draft, date(2027, 1, 2), "J. Osei")
    assert second.fingerprint == "1" * 24
    assert file.read_text(encoding="utf-8").startswith(before)
