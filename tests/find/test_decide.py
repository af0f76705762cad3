"""One weighing: probabilities, features without a weight, thresholds, and what no weights can lower."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.find import finder
from postcheck.find.decide import Decider, Decision, Shares, Thresholds, Weights, shipped_decider, softmax
from postcheck.find.finder import Finder
from postcheck.find.language import LanguageModel
from postcheck.model.mention import Certainty, Mention, Role
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.fakes.models import NamingModel

CERTAIN, LIKELY, UNSURE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.UNSURE
THRESHOLDS = Thresholds(review=0.3, review_off_roll=0.4, fail=0.8)
ROLL = Roll((Pupil("P1", "Amelia", "Carter"), Pupil("P2", "Grace", "Hope")))
FEATURES = st.dictionaries(st.sampled_from("abcdef"), st.floats(-9, 9), max_size=6)
ROWS = st.tuples(*[st.floats(-9, 9)] * 4)


def weighed(text: str, decider: Decider, monkeypatch: pytest.MonkeyPatch, *seen: str) -> tuple[Mention, ...]:
    """Return what is found with other weights than those that ship."""

    def decide(*, with_model: bool) -> Decider:
        del with_model
        return decider

    monkeypatch.setattr(finder, "shipped_decider", decide)
    model: LanguageModel | None = NamingModel(*seen) if seen else None
    return Finder(ROLL, PeopleList(), model).find([Passage(text, PlaceKind.TEXT, "post.md", "body")])


def sure_of(**shares: float) -> Decider:
    """Return a decider for which every possible name has these probabilities."""
    left = (1 - sum(shares.values())) / (4 - len(shares))
    row = tuple(math.log(shares.get(name, left)) for name in Shares._fields)
    weights: Weights = {"any": (row[0], row[1], row[2], row[3])}
    return Decider({}, weights, THRESHOLDS)


# The four probabilities


@given(FEATURES, st.dictionaries(st.sampled_from("abcd"), ROWS))
def test_probabilities_add_up_to_one(features: dict[str, float], weights: Weights) -> None:
    shares = softmax(features, weights)
    assert sum(shares) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in shares)


def test_what_is_added_up_are_logarithms_of_odds() -> None:
    weights: Weights = {"a": (math.log(2), 0, 0, 0), "b": (math.log(3), 0, math.log(6), 0)}
    assert softmax({"a": 1.0, "b": 1.0}, weights) == pytest.approx((6 / 14, 1 / 14, 6 / 14, 1 / 14))
    assert softmax({"a": 2.0}, weights) == pytest.approx((4 / 7, 1 / 7, 1 / 7, 1 / 7))
    assert softmax({}, weights) == (0.25, 0.25, 0.25, 0.25)


def test_great_weights_do_not_overflow() -> None:
    assert softmax({"a": 1.0}, {"a": (5000.0, 0.0, 0.0, -5000.0)}) == (1.0, 0.0, 0.0, 0.0)


@given(FEATURES, st.dictionaries(st.sampled_from("abc"), ROWS))
def test_unknown_features_count_for_nothing(features: dict[str, float], weights: Weights) -> None:
    known = {name: value for name, value in features.items() if name in weights}
    assert softmax(features, weights) == softmax(known, weights)
    assert softmax({**features, "never heard of": 7.0}, weights) == softmax(features, weights)


def test_reasons_leave_out_unknown_features_and_begin_with_the_weightiest() -> None:
    weights: Weights = {"a": (1.0, 0.0, 0.0, -1.0), "b": (3.0, 0.0, 0.0, 0.0), "c": (-3.0, 0.0, 0.0, 0.0)}
    decision = Decision(Shares(1, 0, 0, 0), {"a": 1.0, "b": 1.0, "c": 2.0, "d": 9.0}, weights)
    reasons = decision.reasons("child")
    assert [name for name, _ in reasons] == ["b", "a", "c"]
    assert [weight for _, weight in reasons] == pytest.approx([3, 4 / 3, -6])
    name, weight = decision.reasons("none")[0]
    assert name == "c"
    assert weight == pytest.approx(2)


# Thresholds


@pytest.mark.parametrize(
    ("child", "certainty"),
    [(0.81, CERTAIN), (0.79, LIKELY), (0.31, LIKELY), (0.29, UNSURE)],
)
def test_name_of_the_roll(child: float, certainty: Certainty, monkeypatch: pytest.MonkeyPatch) -> None:
    adult = 0.6 if child < 0.3 else (1 - child) / 2
    (mention,) = weighed("Here is Amelia.", sure_of(child=child, adult=adult), monkeypatch)
    assert (mention.text, mention.certainty) == ("Amelia", certainty)
    assert [candidate.certainty for candidate in mention.candidates] == [certainty]
    assert mention.confidence == pytest.approx(child if certainty > UNSURE else adult)
    assert mention.role is (Role.CHILD if certainty > UNSURE else Role.ADULT)


@pytest.mark.parametrize(("child", "certainty"), [(0.95, LIKELY), (0.41, LIKELY), (0.39, UNSURE)])
def test_name_that_is_not_on_the_roll(child: float, certainty: Certainty, monkeypatch: pytest.MonkeyPatch) -> None:
    adult = 0.55 if child < 0.5 else (1 - child) / 2
    (mention,) = weighed("Here is Zuri.", sure_of(child=child, adult=adult), monkeypatch, "Zuri")
    assert (mention.text, mention.certainty, mention.candidates) == ("Zuri", certainty, ())
    assert mention.role is (Role.CHILD if certainty > UNSURE else Role.ADULT)


@pytest.mark.parametrize("role", ["adult", "figure"])
def test_role_of_a_note_is_the_likeliest(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (mention,) = weighed("Here is Zuri.", sure_of(**{role: 0.7}), monkeypatch, "Zuri")
    assert (mention.role.value, mention.certainty, mention.adult) == (role, UNSURE, "")
    assert mention.confidence == pytest.approx(0.7)


def test_what_is_rather_no_name_is_noted_if_it_is_a_first_name_of_the_roll(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = sure_of(none=0.9)
    (mention,) = weighed("Here is Amelia.", nobody, monkeypatch)
    assert (mention.text, mention.certainty) == ("Amelia", UNSURE)
    assert weighed("Here is Grace.", nobody, monkeypatch) == ()  # a word
    assert weighed("Here is Zuri.", nobody, monkeypatch, "Zuri") == ()
    assert weighed("Here is Carter.", nobody, monkeypatch) == ()


def test_word_in_small_letters_never_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    child = sure_of(child=0.99)
    (mention,) = weighed("well done grace!", child, monkeypatch)
    assert (mention.text, mention.certainty) == ("grace", LIKELY)
    assert [candidate.certainty for candidate in mention.candidates] == [LIKELY]
    assert [mention.certainty for mention in weighed("well done Grace!", child, monkeypatch)] == [CERTAIN]
    assert [mention.certainty for mention in weighed("well done amelia!", child, monkeypatch)] == [CERTAIN]


# A pupil's full name


@pytest.mark.parametrize("text", ["Amelia Carter", "the Amelia Carter Cup", "Headteacher: Amelia Carter", "GRACE HOPE"])
@pytest.mark.parametrize("role", ["child", "adult", "figure", "none"])
@pytest.mark.parametrize("seen", [(), ("Nobody",)])
def test_no_weights_lower_a_pupils_full_name(
    text: str, role: str, seen: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (mention,) = weighed(text, sure_of(**{role: 1 - 3e-9}), monkeypatch, *seen)
    assert (mention.role, mention.adult, mention.certainty) == (Role.CHILD, "", CERTAIN)
    assert [candidate.certainty for candidate in mention.candidates] == [CERTAIN]
    assert mention.confidence >= 0.99


# What ships


@pytest.mark.parametrize("with_model", [True, False])
def test_thresholds_that_ship_are_in_order(with_model: bool) -> None:
    thresholds = shipped_decider(with_model=with_model).thresholds
    assert 0 < thresholds.review < thresholds.fail < 1
    assert 0 < thresholds.review_off_roll < 1
