"""The SARIF report: its structure, its places, and that it gives nobody away."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import postcheck
from postcheck.config.packs import load_pack
from postcheck.model.draft import Draft, DraftImage, Unexamined
from postcheck.model.pack import Pack
from postcheck.model.report import DraftReport, Flag, Report
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, PlaceKind, TextFile, Where
from postcheck.report import project
from postcheck.report.base import FORMATS, ReportOptions
from postcheck.report.sarif_report import FINGERPRINT, NOT_EXAMINED

from . import build

SCHEMA: Any = json.loads((Path(__file__).parent / "sarif-2.1.0-used.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def log(report: Report, **options: Any) -> Any:
    parsed = json.loads(FORMATS["sarif"](report, ReportOptions(**options)))
    assert [*VALIDATOR.iter_errors(parsed)] == []
    return parsed


def run(post: DraftReport, **options: Any) -> Any:
    return log(build.one(post), **options)["runs"][0]


def result(flag: Flag, **options: Any) -> Any:
    return run(dataclasses.replace(build.fair(), flags=(flag,)), **options)["results"][0]


def physical(location: Any) -> Any:
    return location["physicalLocation"]


def test_the_schema_is_one() -> None:
    assert [*Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(SCHEMA)] == []


def test_every_report_is_valid() -> None:
    for report in (
        build.everything(),
        *(build.one(post) for post in build.everything().posts),
        Report((), build.PACK, build.DAY),
    ):
        for show_names in (True, False):
            log(report, show_names=show_names)


def test_it_is_the_same_every_time() -> None:
    assert FORMATS["sarif"](build.everything(), ReportOptions()) == FORMATS["sarif"](
        build.everything(), ReportOptions()
    )


def test_the_tool_and_its_rules() -> None:
    driver = log(build.everything())["runs"][0]["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("postcheck", postcheck.__version__)
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in build.PACK.rules]
    first = driver["rules"][0]
    assert first["name"] == "NoChildsNameInAPost"
    assert first["shortDescription"]["text"] == "No child's name in a post"
    assert first["fullDescription"]["text"] == "No child's name appears on social media."
    assert first["defaultConfiguration"] == {"level": "error"}
    assert "Why: A name beside a school" in first["help"]["text"]
    assert "**What to do:** Take the name out" in first["help"]["markdown"]
    assert [rule["defaultConfiguration"]["level"] for rule in driver["rules"]] == [
        "error",
        "error",
        "error",
        "note",
        "warning",
        "warning",
    ]


def test_results_refer_to_their_rule_and_file() -> None:
    found = log(build.everything())["runs"][0]
    rules, artifacts = found["tool"]["driver"]["rules"], found["artifacts"]
    flags = [flag for post in build.everything().posts for flag in post.flags]
    assert len(found["results"]) == len(flags)
    for flag, one in zip(flags, found["results"], strict=True):
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"] == flag.rule
        location = physical(one["locations"][0])["artifactLocation"]
        assert artifacts[location["index"]]["location"]["uri"] == location["uri"] == flag.where.file


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.FAIL, "error"), (Severity.REVIEW, "warning"), (Severity.NOTE, "note")]
)
def test_levels(severity: Severity, level: str) -> None:
    assert result(build.name_flag("Amelia", Where(PlaceKind.POST, "a.md"), severity=severity))["level"] == level


def test_a_flag_without_a_rule_of_the_pack() -> None:
    found = run(
        dataclasses.replace(build.fair(), flags=(build.name_flag("x", Where(PlaceKind.POST, "a.md"), rule="OTHER-1"),))
    )
    assert found["tool"]["driver"]["rules"][found["results"][0]["ruleIndex"]] == {"id": "OTHER-1"}


def test_the_rules_of_every_pack() -> None:
    other = Pack(
        "hillside", "Hillside", "2", "Hillside policy", None, (build.rule("HIL-1", "A rule", "1"), build.PACK.rules[0])
    )
    report = Report((build.star(), dataclasses.replace(build.fair(), pack=other)), build.PACK, build.DAY)
    found = log(report)["runs"][0]
    assert [rule["id"] for rule in found["tool"]["driver"]["rules"]] == [
        *(rule.id for rule in build.PACK.rules),
        "HIL-1",
    ]
    assert [policy["id"] for policy in found["properties"]["policies"]] == ["aspire", "hillside"]


def test_a_place_in_text() -> None:
    file = TextFile("sample_posts/a b.md", "One 👍\nTwo 👍 Zoë\nZoë")
    post = DraftReport(
        Draft(file.name, None, file),
        build.PACK,
        (),
        build.DAY,
        (build.text_flag(file, "Zoë"), build.text_flag(file, "Zoë\nZoë")),
    )
    regions = [physical(one["locations"][0])["region"] for one in run(post)["results"]]
    assert regions[0] == {
        "startLine": 2,
        "startColumn": 7,
        "endLine": 2,
        "endColumn": 10,
        "charOffset": 12,
        "charLength": 3,
    }
    assert (regions[1]["endLine"], regions[1]["endColumn"]) == (3, 4)
    assert run(post)["columnKind"] == "unicodeCodePoints"


def test_a_place_in_a_picture_is_a_rectangle() -> None:
    named = Where(PlaceKind.TEXT, "sample_posts/fair.md", "images", 1, 1, 0, 3)
    picture = DraftImage("i", Path("p.jpg"), "p.jpg", named)
    flag = build.name_flag(
        "AMELIA", Where(PlaceKind.IMAGE, "p.jpg", "ocr", box=Box(412, 300, 655, 71), frame=2, confidence=0.9)
    )
    fair = build.fair()
    post = dataclasses.replace(fair, draft=dataclasses.replace(fair.draft, images=(picture,)), flags=(flag,))
    (one,) = run(post)["results"]
    assert one["attachments"] == [
        {
            "artifactLocation": {"uri": "p.jpg", "index": 1},
            "rectangles": [{"top": 300, "left": 412, "bottom": 371, "right": 1067}],
            "description": {"text": "Frame 3"},
        }
    ]
    assert physical(one["locations"][0]) == {
        "artifactLocation": {"uri": "p.jpg", "index": 1},
        "region": {"startLine": 1},
    }
    related = physical(one["relatedLocations"][0])
    assert (related["artifactLocation"]["uri"], related["region"]["startLine"]) == ("sample_posts/fair.md", 1)


def test_fingerprints() -> None:
    where = Where(PlaceKind.POST, "a.md")
    assert result(build.name_flag("x", where, fingerprint="abc"))["partialFingerprints"] == {FINGERPRINT: "abc"}
    assert "partialFingerprints" not in result(build.name_flag("x", where, fingerprint=""))


def test_what_was_not_examined_is_an_error_of_the_run() -> None:
    found = run(build.trip())
    (invocation,) = found["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert found["results"] == []
    assert notification["level"] == "error"
    assert notification["descriptor"]["id"] == NOT_EXAMINED == found["tool"]["driver"]["notifications"][0]["id"]
    assert notification["message"]["text"].startswith("It is no picture that postcheck can open.")
    assert physical(notification["locations"][0])["artifactLocation"]["uri"] == "sample_posts/beach.heic"
    assert run(build.star())["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_suppressed_flags_are_marked() -> None:
    flag = build.name_flag("x", Where(PlaceKind.POST, "a.md"))
    found = run(dataclasses.replace(build.fair(), flags=(flag,), suppressed=(flag,)))["results"]
    assert [one.get("suppressions") for one in found] == [None, [{"kind": "external", "status": "accepted"}]]


def test_no_evidence_and_no_pupil() -> None:
    for show_names in (True, False):
        text = FORMATS["sarif"](build.everything(), ReportOptions(show_names=show_names))
        for secret in ("Amelia", "AMELIA", "Mohammed", "P0007", "P0012"):
            assert secret not in text


def test_a_file_name_is_found_but_not_spelt_out_in_messages() -> None:
    flag = build.name_flag(
        "amelia_carter", Where(PlaceKind.FILENAME, "img/amelia_carter.jpg", "filename", start=0, end=13)
    )
    post = dataclasses.replace(
        build.fair(),
        flags=(flag,),
        unexamined=(Unexamined("img/amelia_carter.jpg", "The file amelia_carter.jpg is broken."),),
    )
    found = run(post)
    assert physical(found["results"][0]["locations"][0])["artifactLocation"]["uri"] == "img/amelia_carter.jpg"
    messages = [
        found["results"][0]["message"]["text"],
        found["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
    ]
    assert not any("amelia" in message for message in messages)
    assert "amelia" not in FORMATS["sarif"](build.one(post), ReportOptions(show_names=False))


def test_absolute_paths_and_odd_names() -> None:
    def uri(file: str) -> str:
        return str(
            physical(
                result(Flag("R", Category.NAME, Severity.NOTE, "m", "", "", Where(PlaceKind.POST, file)))["locations"][
                    0
                ]
            )["artifactLocation"]["uri"]
        )

    assert uri("/srv/a b.md") == "file:///srv/a%20b.md"
    assert uri("./a#b?.md") == "a%23b%3F.md"
    assert uri("c:d.md") == "c%3Ad.md"
    assert uri("caf\udce9.jpg") == "caf%E9.jpg"
    assert uri("-") == "-"


@given(
    st.lists(
        st.text(st.characters(exclude_characters="/\\\0", exclude_categories=["Cs"]), min_size=1),
        min_size=1,
        max_size=3,
    )
)
def test_any_relative_path_survives(parts: list[str]) -> None:
    path = "/".join(parts)
    one = result(Flag("R", Category.NAME, Severity.NOTE, "m", "", "", Where(PlaceKind.POST, path)))
    assert unquote(physical(one["locations"][0])["artifactLocation"]["uri"]) == PurePosixPath(path).as_posix()


def test_a_name_says_whose_it_most_likely_is() -> None:
    where = Where(PlaceKind.POST, "a.md")
    bag = result(build.name_flag("Amelia", where))["properties"]
    assert bag == {
        "category": "name",
        "severity": "fail",
        "kind": "post",
        "role": "child",
        "confidence": 0.87,
        "reasons": ["first_name", "age_after", "lower_case"],
    }
    picture = result(build.name_flag("", where, category=Category.PICTURE, naming=None))["properties"]
    assert set(picture) == {"category", "severity", "kind"}


def test_it_says_where_the_project_and_its_rules_are(monkeypatch: pytest.MonkeyPatch) -> None:
    home = "https://git.example/trust/postcheck"
    pack = load_pack("aspire")
    own = dataclasses.replace(pack.rules[0], id="OWN-1", place=("/home/office/rules/aspire.toml", 3))
    pack = dataclasses.replace(pack, rules=(*pack.rules, own))
    addresses = {"homepage": home, "changelog": f"{home}/blob/main/CHANGELOG.md"}
    monkeypatch.setattr(project, "_addresses", lambda: addresses)
    driver = log(Report((), pack, build.DAY))["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == home
    pages = {rule["id"]: rule.get("helpUri") for rule in driver["rules"]}
    assert pages["ASP-NAME-1"] == f"{home}/blob/main/rules/aspire.toml"
    assert pages["PC-BAR-1"] == f"{home}/blob/main/rules/baseline.toml"
    assert pages["OWN-1"] is None
    addresses.clear()
    driver = log(Report((), pack, build.DAY))["runs"][0]["tool"]["driver"]
    assert not {"informationUri", "helpUri"} & {*driver, *(key for rule in driver["rules"] for key in rule)}


def test_every_shipped_rule_file_is_where_its_address_says() -> None:
    for rule in load_pack("aspire").rules:
        if page := project.rule_page(rule):
            assert (Path(__file__).parents[2] / "rules" / page.rpartition("/rules/")[2]).is_file()
