"""Cues: the rows that ship fire on their own examples, and what a pattern may say."""

from __future__ import annotations

from typing import Any

import pytest

from postcheck.find.evidence.cues import Cue, CueMatcher, Scope, cues, parse_cues
from postcheck.find.lexicon import lexicon
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.model.people import Roll
from postcheck.model.text import Passage, PlaceKind

INDEX = RollIndex(Roll(()))
CLASSES = {"awards": ["cup", "gold medal"], "elders": ["mum", "dad"]}


def fired(marked: str, rows: tuple[Cue, ...]) -> list[str]:
    """Return the cues that fire on the name in [brackets]; the other names are forenames that everybody knows."""
    before, _, rest = marked.partition("[")
    name, bracket, after = rest.partition("]")
    assert name
    assert bracket
    scene = Scene(Passage(before + name + after, PlaceKind.TEXT, "post.md", "body"), INDEX)
    first, last = scene.range(len(before), len(before) + len(name))
    return CueMatcher(scene, lambda position: scene.lexicon.given(scene.norm(position)), rows).fired(first, last)


def cue(name: str = "tiny", **scopes: str) -> dict[str, Any]:
    return {"id": name, "says": "it is tiny", "toward": "child", "example": "[Amelia]", **scopes}


def fires(marked: str, **scopes: str) -> bool:
    """Whether a cue with these patterns fires on the name in brackets."""
    rows = parse_cues({"classes": CLASSES, "cue": [cue(**scopes)]}, lexicon())
    return fired(marked, rows) == ["tiny"]


# The rows that ship


@pytest.mark.parametrize("row", cues(), ids=lambda row: row.id)
def test_cue_fires_on_its_own_example(row: Cue) -> None:
    assert row.id in fired(row.example, cues())


def test_ids_are_unique() -> None:
    assert len({row.id for row in cues()}) == len(cues()) > 0


@pytest.mark.parametrize("row", cues(), ids=lambda row: row.id)
def test_cue_says_something_of_the_name_and_speaks_for_somebody(row: Cue) -> None:
    assert row.says
    assert row.toward in {"child", "adult", "figure", "none"}
    assert row.patterns


# What is wrong with a row is told


def test_class_that_does_not_exist_is_an_error_that_names_the_cue() -> None:
    with pytest.raises(ValueError, match=r"cue lost names the word class <nowhere>, which does not exist"):
        parse_cues({"cue": [cue("lost", before="to the <nowhere>")]}, lexicon())


def test_two_cues_of_one_id_are_an_error() -> None:
    with pytest.raises(ValueError, match="two cues are called twin"):
        parse_cues({"cue": [cue("twin", before="hello"), cue("twin", after="sang")]}, lexicon())


# Scopes


@pytest.mark.parametrize(
    ("scopes", "yes", "no"),
    [
        ({"before": "well done"}, "Well done [Amelia] today", "Well done to [Amelia] today"),
        ({"before": "well done"}, "Well done\n[Amelia]", "[Amelia] well done"),
        ({"after": "won"}, "Then [Amelia] won it", "Then [Amelia] nearly won it"),
        ({"near_before": "trophy"}, "The trophy went, as ever, to [Amelia]", "[Amelia] took the trophy"),
        ({"near_after": "trophy"}, "[Amelia] took home the trophy", "The trophy went to [Amelia]"),
        ({"near_after": "trophy"}, "[Amelia] a b c d e f g trophy", "[Amelia] a b c d e f g h trophy"),
        ({"near_before": "trophy"}, "trophy a b c d e f g [Amelia]", "trophy a b c d e f g h [Amelia]"),
        ({"near_after": "trophy"}, "[Amelia] took the trophy", "[Amelia] sang. The trophy is here"),
        ({"sentence": "trophy"}, "The trophy, which is old, went to [Amelia]", "The trophy is old. We saw [Amelia]"),
        ({"sentence": "trophy"}, "[Amelia] has it, the trophy", "[Amelia] sang.\nThe trophy is old."),
        ({"line": "trophy"}, "The trophy! It went to [Amelia].", "The trophy!\nIt went to [Amelia]."),
        ({"heading": "winners"}, "Our winners\nJack\n[Amelia]", "Our winners and [Amelia]"),
        ({"heading": "winners"}, "Our winners:\n\n[Amelia]", "Our winners are here.\n\nMore\n\n[Amelia]"),
        ({"heading": "winners"}, "Winners:\nJack\n[Amelia]", "Nobody:\nWinners\n[Amelia]"),
        ({"post": "trophy"}, "[Amelia] sang.\n\nMuch later a trophy came.", "[Amelia] sang."),
    ],
)
def test_scope(scopes: dict[str, str], yes: str, no: str) -> None:
    assert fires(yes, **scopes)
    assert not fires(no, **scopes)


def test_every_scope_of_a_row_must_hold() -> None:
    both = {"before": "well done", "post": "trophy"}
    assert fires("Well done [Amelia]!\nA trophy.", **both)
    assert not fires("Well done [Amelia]!", **both)
    assert not fires("Hello [Amelia]!\nA trophy.", **both)


def test_words_inside_the_name_are_not_around_it() -> None:
    assert not fires("Here is [Amelia Carter]", sentence="amelia")
    assert fires("Here is [Amelia Carter] with Amelia", sentence="amelia")


def test_every_scope_is_tried_here() -> None:
    (mark,) = [mark for mark in test_scope.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    assert {scope for scopes, _, _ in mark.args[1] for scope in scopes} == set(Scope)


# Signs, edges and 's


@pytest.mark.parametrize(
    ("scopes", "yes", "no"),
    [
        ({"before": "hello ,"}, "Hello, [Amelia]", "Hello [Amelia]"),
        ({"after": ", who"}, "[Amelia], who sang", "[Amelia] who sang"),
        ({"before": "captain :"}, "Captain: [Amelia]", "Captain [Amelia]"),
        ({"before": "captain :"}, "Captain \N{EN DASH} [Amelia]", "Captain, [Amelia]"),
        ({"before": "captain :"}, "Captain ..... [Amelia]", "Captain. [Amelia]"),
        ({"before": "hello ."}, "Hello! [Amelia]", "Hello, [Amelia]"),
        ({"after": "sang ."}, "[Amelia] sang.", "[Amelia] sang it"),
        ({"after": "("}, "[Amelia] (7)", "[Amelia] 7"),
        ({"before": "(", "after": "("}, "Room 6 ([Amelia]) is open", "Room 6 ([Amelia] and Jack) is open"),
        ({"after": "- themed"}, "[Amelia]-themed", "[Amelia] themed"),
        ({"after": "and jack"}, "[Amelia] & Jack", "[Amelia], Jack"),
        ({"after": "&"}, "[Amelia] & Jack", "[Amelia] and Jack"),
        ({"after": "/ year"}, "[Amelia]\nYear 4", "[Amelia] Year 4"),
        ({"before": "^ star"}, "Star [Amelia]", "Our star [Amelia]"),
        ({"before": "^ star"}, "Hooray\nStar [Amelia]", "Hooray, star [Amelia]"),
        ({"before": "^"}, "[Amelia] sang", "Then [Amelia] sang"),
        ({"after": "sang $"}, "[Amelia] sang\nJack played", "[Amelia] sang and Jack played"),
        ({"after": "$"}, "Here is [Amelia]\nBye", "Here is [Amelia] again"),
        ({"after": "'s mum"}, "[Amelia]'s mum", "[Amelia] mum"),
        ({"after": "'s mum"}, "[Amelia]\N{RIGHT SINGLE QUOTATION MARK}s mum", "[Amelia]'s dad"),
        ({"after": "'s"}, "[Amelia]'s coat", "[Amelia] sang"),
    ],
)
def test_sign(scopes: dict[str, str], yes: str, no: str) -> None:
    assert fires(yes, **scopes)
    assert not fires(no, **scopes)


# Words, classes and kinds of words


@pytest.mark.parametrize(
    ("scopes", "yes", "no"),
    [
        ({"before": "bravo | well done"}, "Bravo [Amelia]", "Hello [Amelia]"),
        ({"before": "bravo | well done"}, "Well done [Amelia]", "done [Amelia]"),
        ({"after": "won the <awards>"}, "[Amelia] won the cup", "[Amelia] won the race"),
        ({"after": "won the <awards>"}, "[Amelia] won the gold medal", "[Amelia] won the gold"),
        ({"before": "<number>"}, "Year 4 [Amelia]", "Year four [Amelia]"),
        ({"before": "<name> and"}, "Olivia and [Amelia]", "Bread and [Amelia]"),
        ({"before": "<capital>"}, "Penhallow [Amelia]", "garden [Amelia]"),
        ({"after": "<ed>"}, "[Amelia] jumped", "[Amelia] jumps"),
        ({"after": "<word>"}, "[Amelia] jumps", "[Amelia] xqzt"),
        ({"after": "<any> won"}, "[Amelia] nearly won", "[Amelia] won"),
    ],
)
def test_words_of_a_pattern(scopes: dict[str, str], yes: str, no: str) -> None:
    assert fires(yes, **scopes)
    assert not fires(no, **scopes)


def test_cues_come_in_the_order_of_their_file() -> None:
    rows = parse_cues({"cue": [cue("two", after="sang"), cue("one", before="then")]}, lexicon())
    assert fired("Then [Amelia] sang", rows) == ["two", "one"]


def test_no_pattern_fires_where_there_is_nothing_around() -> None:
    rows = parse_cues(
        {"cue": [cue(scope.value, **{scope.value: "well done"}) for scope in Scope]},
        lexicon(),
    )
    assert fired("[Amelia]", rows) == []


@pytest.mark.parametrize(
    ("marked", "yes"),
    [
        ("[Amelia] x", True),
        ("[Amelia] x\nSee you soon", True),
        ("[Amelia]\nX-country is on Friday", False),
        ("[Amelia] X-rays", False),
        ("[Amelia] X-Y and Z", True),
    ],
)
def test_letter_that_begins_a_word_is_no_kiss(marked: str, yes: bool) -> None:
    assert fires(marked, after="x | xx") is yes
