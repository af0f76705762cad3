"""What was weighed for a name, in words."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from postcheck.find.decide import Decision, Shares, Weights
from postcheck.find.evidence.features import Features
from postcheck.find.explain import grounds, is_left_out, is_told
from postcheck.model.mention import Ground

HEAVY = 0.5


def decision(features: Features, weights: Weights) -> Decision:
    return Decision(Shares(0.7, 0.1, 0.1, 0.1), features, weights)


def heavy_features() -> list[str]:
    """Return every feature that the fit gave a weight over 0.5 in size."""
    raw = tomllib.loads((resources.files("postcheck.find") / "data" / "weights.toml").read_text("utf-8"))
    tables = [raw[name][stage] for name in ("with_model", "without_model") for stage in ("alone", "together")]
    return sorted({name for table in tables for name, row in table.items() if max(map(abs, row)) > HEAVY})


def test_every_heavy_feature_has_words_or_lacks_them_on_purpose() -> None:
    features = heavy_features()
    assert len(features) > 50
    assert [feature for feature in features if not is_told(feature) and not is_left_out(feature)] == []


def test_the_words_are_half_sentences_about_the_name() -> None:
    raw = tomllib.loads((resources.files("postcheck.find") / "data" / "evidence.toml").read_text("utf-8"))
    said = [row["says"] for row in raw["said"]]
    said += [row[kind][1] for row in raw["compared"] for kind in ("child", "adult", "figure", "none") if kind in row]
    assert len(said) == len(set(said)) > 40
    for words in said:
        assert len(words.split()) > 3
        assert words[0].islower()
        assert words[-1] not in ".;"
    codes = [row["code"] for row in (*raw["said"], *raw["compared"])]
    assert len(codes) == len(set(codes))


def test_what_spoke_for_a_role_and_what_against_it() -> None:
    weights = {
        "fact: adult's title": (-3.0, 3.0, 0.0, 0.0),
        "in a tag": (0.6, 0.0, 0.0, -0.6),
        "any": (9.0, 0.0, 0.0, 0.0),
    }
    found = grounds(decision(dict.fromkeys(weights, 1.0), weights), "child")
    assert [(ground.code, ground.toward, round(ground.weight, 2)) for ground in found] == [
        ("adults_title", "not child", 4.0),
        ("in_a_tag", "child", 0.8),
    ]
    assert found[0].says == "an adult's title, such as Mr or Mrs, stands before it"


def test_evidence_in_the_same_words_is_told_once() -> None:
    weights = {"word 1": (-0.3, 0.0, 0.0, 0.3), "word 1, lower": (-0.3, 0.0, 0.0, 0.3)}
    (found,) = grounds(decision({"word 1": 1.0, "word 1, lower": 1.0}, weights), "none")
    assert found.says == "it is also an ordinary word"
    assert found.toward == "none"
    assert found.weight == pytest.approx(0.8)


def test_words_are_not_told_for_the_opposite_of_what_they_mean() -> None:
    weights = {"fact: adult's title": (2.0, -1.0, 0.0, 0.0), "cue: thanks_to": (1.5, -1.0, 0.0, 0.0)}
    features = dict.fromkeys(weights, 1.0)
    assert grounds(decision(features, weights), "child") == ()
    assert grounds(decision(features, weights), "adult") == ()


@pytest.mark.parametrize(
    ("values", "code", "says"),
    [
        ((0.9, 2.0, -0.1, -1.2, -1.5), "model_child", "the language model reads it as a child's name"),
        ((0.9, 2.0, -1.2, -0.1, -1.5), "model_adult", "the language model reads it as a grown-up's name"),
        ((0.1, -2.0, -0.1, -1.2, -1.5), "model_none", "the language model sees no person's name in it"),
    ],
)
def test_the_strongest_opinion_has_the_word(values: tuple[float, ...], code: str, says: str) -> None:
    names = ("model: whole name", "model: name", "model: a child", "model: a adult", "model: a figure")
    column = {"child": 0, "adult": 1, "figure": 2, "none": 3}
    role = code.removeprefix("model_")
    row = tuple(3.0 if number == column[role] else -1.0 for number in range(4))
    weights: Weights = {"model: name": tuple(value if values[1] > 0 else -value for value in row)}  # type: ignore[dict-item]
    (found,) = grounds(decision(dict(zip(names, values, strict=True)), weights), role)
    assert found == Ground(code, says, role, 8.0)


def test_little_things_and_more_than_six_are_left_out() -> None:
    little = {"short": (0.1, 0.0, 0.0, 0.0)}
    assert grounds(decision({"short": 1.0}, little), "child") == ()
    names = ("short", "accented", "possessive", "hyphen after", "heading", "capitals", "file name", "in a tag")
    many = dict.fromkeys(names, (1.0, 0.0, 0.0, -1.0))
    assert len(grounds(decision(dict.fromkeys(names, 1.0), many), "child")) == 6
