"""Lines as a recogniser sees them: what was read, and what else each letter may be."""

from __future__ import annotations

from collections.abc import Mapping

from postcheck.model.letters import BLANK, DEAREST, GAP, UNIT, WIDTH, Letters


def line_of(
    text: str,
    others: Mapping[int, Mapping[str, float]] | None = None,
    *,
    between: Mapping[int, Mapping[str, float]] | None = None,
    sure: int = 60,
    left: int = 100,
) -> Letters:
    """Return a line of letters 20 pixels wide and 40 high that runs to the right.

    Each letter has a step of its own, with a step without a letter behind it.

    Parameters
    ----------
    text:
        What was read; nothing is read in "·", where no letter is likely.
    others:
        For places in the text, what else may be there ("·" for nothing), and how much less likely that is.
    between:
        The same for the steps behind them.
    sure:
        How sure all letters are, in per cent.
    """
    rows = []
    for number, char in enumerate(text):
        rows.append(_row(char, (others or {}).get(number, {})))
        rows.append(_row("·", (between or {}).get(number, {})))
    columns = tuple(range(len(rows)))
    read = [number for number, char in enumerate(text) if char != "·"]
    right = left + 20 * len(text)
    return Letters(
        b"".join(rows),
        columns,
        float(len(rows)),
        (left, 50, left, 90, right, 50, right, 90),
        "".join(text[number] for number in read),
        tuple(2 * number for number in read),
        (sure,) * len(read),
    )


def _row(char: str, others: Mapping[str, float]) -> bytes:
    row = bytearray([DEAREST] * WIDTH)
    row[_column(char)] = 0
    for other, cost in others.items():
        row[_column(other)] = round(cost / UNIT)
    return bytes(row)


def _column(char: str) -> int:
    if char.isalpha():
        return ord(char.lower()) - ord("a") + 1
    return BLANK if char == "·" else GAP
