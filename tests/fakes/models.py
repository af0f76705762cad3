"""Language models that see the persons that a test names, and some that misbehave."""

from __future__ import annotations

from collections.abc import Sequence

from postcheck.find.language import Person, Reading


class NamingModel:
    """Sees these persons wherever a text first has them.

    Parameters
    ----------
    seen:
        Their names.
    score:
        How probable each is.
    faint:
        Further names, each with a probability of its own.
    """

    path = name = version = "fake"

    def __init__(self, *seen: str, score: float = 0.95, **faint: float) -> None:
        self.shares = dict.fromkeys(seen, score) | faint

    def find_persons(self, texts: Sequence[str]) -> list[Reading]:
        return [
            Reading(
                sorted(
                    Person(text.index(name), text.index(name) + len(name), share)
                    for name, share in self.shares.items()
                    if name in text
                )
            )
            for text in texts
        ]


class MarkingModel:
    """Sees persons at these places (start, length, probability) of every text, whatever stands there."""

    path = name = version = "fake"

    def __init__(self, marks: Sequence[tuple[int, int, float]]) -> None:
        self.marks = marks

    def find_persons(self, texts: Sequence[str]) -> list[Reading]:
        return [
            Reading(
                sorted(
                    {
                        Person(low % len(text), min(low % len(text) + size, len(text)), share)
                        for low, size, share in self.marks
                    }
                    if text
                    else ()
                )
            )
            for text in texts
        ]


class FailingModel:
    """Raises what it is given as soon as it has to read."""

    path = name = version = "fake"

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def find_persons(self, texts: Sequence[str]) -> list[Reading]:
        del texts
        raise self._error.with_traceback(None)
