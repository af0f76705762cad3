"""The command in the tests' own process, with what models answered kept, says what it says in a process of its own."""

from __future__ import annotations

import shutil
from typing import Any

import numpy as np
import pytest

from tests.builders.answers import Answers
from tests.builders.faces import group
from tests.builders.school import DAY, School

LISTS = ("--consent", "consent.csv", "--people", "people.csv", "--policy", "aspire", "--date", DAY)


class Doubling:
    """A model that says twice what it is told, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def run(self, outputs: Any, given: Any) -> Any:
        self.asked += 1
        return [2 * given["x"] for _ in outputs]


@pytest.mark.parametrize(
    "command",
    [
        ("check", "drafts", *LISTS, "--format", "json"),
        ("redact", "drafts", "--out", "safe", *LISTS),
        ("check", "drafts", "--policy", "none-of-that-name"),
    ],
    ids=["check", "redact", "refused"],
)
def test_both_ways_say_the_same(school: School, command: tuple[str, ...]) -> None:
    school.picture("Certificate for\nRhys Morgan")
    group(2).save(school.folder / "drafts" / "faces.png")
    school.draft("---\nchannel: facebook\nimages: [picture.png, faces.png]\n---\nWell done, Amelia Carter!\n")
    own, copies = school.start(*command, fresh=True), written(school)
    assert (own.code == 2) is (own.out == "")
    for _ in range(2):  # the second time, the models that look at pictures are asked nothing new
        for folder in ("safe", ".cache"):
            shutil.rmtree(school.folder / folder, ignore_errors=True)
        assert school.run(*command) == own
        assert written(school) == copies


def written(school: School) -> dict[str, bytes]:
    """Return the safe copies."""
    safe = school.folder / "safe"
    return {path.relative_to(school.folder).as_posix(): path.read_bytes() for path in safe.rglob("*") if path.is_file()}


def test_answers_are_kept_for_the_very_same_question_alone() -> None:
    answers, model = Answers(), Doubling()
    first, other = (answers.kept_for(one, of) for one, of in ((model, "one"), (Doubling(), "other")))
    told = np.arange(6.0).reshape(2, 3)
    (found,) = first.run(["y"], {"x": told})
    found[:] = 0  # whoever asked may write into the answer
    assert (first.run(["y"], {"x": told.copy()})[0] == 2 * told).all()
    assert model.asked == 1
    for outputs, given in (
        (["y"], told.reshape(3, 2)),
        (["y"], told.astype(np.float32)),
        (["y"], told + 1),
        (["z"], told),
    ):
        asked = model.asked
        assert (first.run(outputs, {"x": given})[0] == 2 * given).all()
        assert model.asked == asked + 1
    assert (other.run(["y"], {"x": told})[0] == 2 * told).all()


def test_answers_of_long_ago_are_given_up() -> None:
    model = Doubling()
    kept = Answers(most=3 * np.zeros(4).nbytes).kept_for(model, "one")
    for number in (0, 1, 2, 0, 3):
        kept.run(["y"], {"x": np.full(4, float(number))})
    assert model.asked == 4
    kept.run(["y"], {"x": np.full(4, 0.0)})
    assert model.asked == 4
    kept.run(["y"], {"x": np.full(4, 1.0)})
    assert model.asked == 5
