"""The benchmark's posts: every name is where they say, nothing leaks between halves, and nobody is real."""

from __future__ import annotations

import hashlib
import itertools
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from benchmarks.names.forms import FORMS, STRANGERS_HIDDEN_FORMS
from benchmarks.names.posts import PostSet, make_test_set, templates
from benchmarks.names.stock import SHARED_SURNAMES, Half, fold, half_of, names, origins, real_people, spellings, words

ROOT = Path(__file__).parents[2]
DEV, TEST = 1, 2026
SEEDS = pytest.mark.parametrize("seed", [DEV, TEST, 2027])
FORM_NAMES = {form.name for form in FORMS}

posts_of = cache(make_test_set)


def digest(tests: PostSet) -> str:
    return hashlib.sha256(
        repr((tests.school.pupils, tests.people, [asdict(post) for post in tests.posts])).encode()
    ).hexdigest()


@SEEDS
def test_there_are_enough_posts_of_every_sort(seed: int) -> None:
    posts = posts_of(seed).posts
    assert len(posts) >= 1500
    assert sum(not post.spans for post in posts) >= 500
    assert len({post.kind for post in posts if not post.spans}) >= 15
    assert {"social", "newsletter", "sports", "caption", "alt", "certificate", "list", "filename"} <= {
        post.kind for post in posts if post.spans
    }


@SEEDS
def test_every_category_has_names(seed: int) -> None:
    spans = [span for post in posts_of(seed).posts for span in post.spans]
    forms = Counter(span.form for span in spans if span.on_roll)
    assert set(forms) == FORM_NAMES
    assert min(forms.values()) >= 15
    for on_roll in (True, False):
        by_origin = Counter(span.origin for span in spans if span.on_roll is on_roll)
        assert set(origins()) <= set(by_origin)
        assert min(by_origin[origin] for origin in origins()) >= 20
        assert set(Counter(span.case for span in spans if span.on_roll is on_roll)) == {"title", "upper", "lower"}
    assert set(STRANGERS_HIDDEN_FORMS) <= {span.form for span in spans if not span.on_roll}
    assert len(origins()) >= 21


@SEEDS
def test_every_trap_is_set(seed: int) -> None:
    posts = posts_of(seed).posts
    kinds = {trap.kind for post in posts if not post.spans for trap in post.traps}
    assert kinds == {
        "author", "character", "historical", "house", "month", "place", "school", "sponsor", "staff_by_role",
        "staff_on_list", "titled_adult", "word",
    }  # fmt: skip
    for post in posts:
        for trap in post.traps:
            assert post.text[trap.start : trap.end].strip()


@SEEDS
def test_spans_lie_in_their_text_and_apart(seed: int) -> None:
    for post in posts_of(seed).posts:
        for span in post.spans:
            assert 0 <= span.start < span.end <= len(post.text)
            name = post.text[span.start : span.end]
            assert name == name.strip()
        for one, other in itertools.pairwise(sorted(post.spans, key=lambda span: span.start)):
            assert one.end <= other.start


@SEEDS
def test_a_span_holds_the_name_and_nothing_but_the_name(seed: int) -> None:
    tests = posts_of(seed)
    by_id = tests.school.roll.by_id
    for post in tests.posts:
        for span in post.spans:
            written = fold(post.text[span.start : span.end])
            if not span.on_roll:
                stock = names(span.origin, tests.half, on_roll=False)
                pieces = {fold(name) for name in (*stock.forenames, *stock.surnames)}
                assert (
                    any(written.startswith(piece) or written.endswith(piece) for piece in pieces)
                    or span.form == "handle"
                )
                continue
            pupil = by_id[span.pupil_id]
            first, last, middle = fold(pupil.forename), fold(pupil.surname), fold(pupil.middle_names)
            expected = {
                "first": {first},
                "possessive": {first},
                "plural": {first},
                "mononym": {first},
                "accent_added": {first, first + last},
                "accent_dropped": {first, first + last},
                "nfd": {first, first + last},
                "full": {first + last},
                "line_break": {first + last},
                "zero_width": {first + last},
                "o_apostrophe": {first + last},
                "hyphen_space": {first, first + last},
                "hyphen_dash": {first, first + last},
                "hyphen_nothing": {first, first + last},
                "full_width": {first},
                "surname": {last},
                "surname_first": {last + first},
                "first_initial": {first + last[:1]},
                "initial_surname": {first[:1] + last},
                "initials_surname": {first[:1] + middle[:1] + last},
                "middle_full": {first + middle + last},
                "middle_initial": {first + middle[:1] + last},
                "forename_middle": {first + middle},
                "middle_alone": {middle},
                "nickname": {fold(name) + more for name in pupil.other_names for more in ("", last)},
                "former_name": {fold(name) for name in pupil.other_names},
                "hashtag": {first, first + last},
                "hashtag_lower": {first, first + last},
                "handle": {first + last, first[:1] + last},
                "email": {first + last, first[:1] + last},
                "link_path": {first, first + last},
                "file_name": {first, first + last, last + first},
                "ambiguous_word": {first, first + last},
            }.get(span.form)
            if expected is not None:
                assert written in expected, span.form


@SEEDS
def test_the_pupil_in_mind_may_be_meant_and_the_others_are_on_the_roll(seed: int) -> None:
    tests = posts_of(seed)
    for post in tests.posts:
        for span in post.spans:
            assert set(span.pupil_ids) <= set(tests.school.roll.by_id)
            if span.on_roll:
                assert span.pupil_id in span.pupil_ids


def test_several_pupils_of_one_name_are_all_meant() -> None:
    school = posts_of(TEST).school
    full = Counter(fold(pupil.full) for pupil in school.pupils)
    twins = [pupil for pupil in school.pupils if full[fold(pupil.full)] > 1]
    assert twins
    for pupil in twins:
        assert len(school.meant(given=pupil.forename, family=pupil.surname)) > 1
        assert school.meant(given=pupil.forename, family=pupil.surname) <= school.meant(given=pupil.forename)


@SEEDS
def test_the_letter_case_is_as_told(seed: int) -> None:
    for post in posts_of(seed).posts:
        for span in post.spans:
            name = post.text[span.start : span.end]
            if span.case == "lower":
                assert name == name.lower()
            if span.case == "upper":
                assert name == name.upper()


@SEEDS
def test_a_post_without_pupils_names_no_pupil_in_full(seed: int) -> None:
    tests = posts_of(seed)
    full = {fold(pupil.full) for pupil in tests.school.pupils if pupil.surname}
    for post in tests.posts:
        if not post.spans:
            parts = [fold(part) for part in post.text.split()]
            assert not {one + other for one, other in itertools.pairwise(parts)} & full


@SEEDS
def test_who_is_not_on_the_roll_shares_no_name_with_it(seed: int) -> None:
    tests = posts_of(seed)
    for origin in origins():
        stock = names(origin, tests.half, on_roll=False)
        assert not {fold(name) for name in (*stock.forenames, *stock.surnames)} & tests.school.known


def test_the_halves_share_no_names() -> None:
    parts = {
        half: {
            fold(name)
            for origin in (*origins(), "single", "adults")
            for on_roll in (True, False)
            for stock in [names(origin, half, on_roll=on_roll)]
            for name in (*stock.forenames, *stock.surnames)
        }
        for half in Half
    }
    assert not parts[Half.DEV] & parts[Half.TEST]
    assert {word.name for word in words() if word.half is Half.DEV}.isdisjoint(
        word.name for word in words() if word.half is Half.TEST
    )


def test_rolls_of_the_halves_share_only_the_surnames_that_thousands_bear_and_pet_names() -> None:
    def parts(tests: PostSet) -> set[str]:
        return {fold(name) for pupil in tests.school.pupils for name in (pupil.forename, pupil.surname) if name}

    shared = {fold(name) for group in SHARED_SURNAMES.values() for name in group}
    assert parts(posts_of(DEV)) & parts(posts_of(TEST)) <= shared


def test_the_halves_share_no_templates() -> None:
    texts = {half: {row.text for section in templates(half).values() for row in section} for half in Half}
    assert texts[Half.DEV] & texts[Half.TEST] <= {"{file}"}  # a slot and nothing else
    assert set(templates(Half.DEV)) == set(templates(Half.TEST))


@pytest.mark.parametrize(("seed", "half"), [(1, Half.DEV), (999, Half.DEV), (1000, Half.TEST), (2026, Half.TEST)])
def test_a_seed_tells_its_half(seed: int, half: Half) -> None:
    assert half_of(seed) is half
    assert posts_of(seed).half is half


@SEEDS
def test_nobody_is_real(seed: int) -> None:
    tests = posts_of(seed)
    called = [pupil.full for pupil in tests.school.pupils] + [
        pupil.former for pupil in tests.school.pupils if pupil.former
    ]
    called += [known.name for known in tests.people.names]
    called += [post.text[span.start : span.end] for post in tests.posts for span in post.spans]
    called += [
        post.text[trap.start : trap.end]
        for post in tests.posts
        for trap in post.traps
        if trap.kind in {"staff_on_list", "staff_by_role"}
    ]
    assert len(real_people()) > 150
    assert not {fold(name) for name in called} & real_people()


@SEEDS
def test_the_roll_is_that_of_a_large_school(seed: int) -> None:
    roll = posts_of(seed).school.roll
    assert 900 <= len(roll.pupils) <= 1100
    assert len(roll.by_id) == len(roll.pupils)
    assert any(pupil.other_names for pupil in roll.pupils)
    assert any(pupil.preferred_forename for pupil in roll.pupils)
    assert any(not pupil.surname for pupil in roll.pupils)


def test_spelling_variants_are_no_spelling_of_the_roll() -> None:
    tests = posts_of(TEST)
    groups = [{fold(name) for name in group} for group in spellings()]
    for post in tests.posts:
        for span in post.spans:
            if span.form == "variant":
                pupil = tests.school.roll.by_id[span.pupil_id]
                written = fold(post.text[span.start : span.end]).removesuffix(fold(pupil.surname))
                assert written != fold(pupil.forename)
                assert any({written, fold(pupil.forename)} <= group for group in groups)


def test_one_seed_gives_one_test_set() -> None:
    assert digest(make_test_set(TEST)) == digest(posts_of(TEST))
    assert digest(posts_of(TEST)) != digest(posts_of(2027))


def test_the_same_posts_come_out_of_every_process() -> None:
    program = (
        "import hashlib; from dataclasses import asdict; from benchmarks.names.posts import make_test_set; "
        "t = make_test_set(2026);"
        "print(hashlib.sha256(repr((t.school.pupils, t.people, "
        "[asdict(post) for post in t.posts])).encode()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == digest(posts_of(TEST))
