"""The figures as tables that read well in a terminal and in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

from benchmarks.names.tables import table
from benchmarks.pictures.score import Score, Tally
from benchmarks.pictures.systems import Timing


def summary(scores: Mapping[str, Score], took: Mapping[str, Timing], pictures: int, baseline: str) -> str:
    """Return the table of the figures that have targets."""
    rows = []
    for name, score in scores.items():
        total = score.total
        spent, usual = took[name], took[baseline]
        rows.append(
            (
                name,
                f"{score.macro:.3f}",
                f"{total.recall:.3f}",
                f"{_share(total.placed, total.names):.3f}",
                f"{score.precision:.3f}",
                f"{score.per_hundred:.1f}",
                f"{_share(total.cover, total.placed):.3f}",
                f"{_share(total.covered, total.placed):.3f}",
                f"{spent.cpu / pictures:.2f}",
                f"{spent.cpu / usual.cpu:.1f}",
                f"{spent.wall / usual.wall:.1f}",
            )
        )
    head = (
        "",
        "macro recall",
        "recall",
        "(any name)",
        "precision",
        "false/100",
        "ink covered",
        "≥ 99 %",
        "CPU s",
        "times CPU",
        "times wall",
    )
    return table("Recall, precision, false flags, covers and time", head, rows)


def by_kind(scores: Mapping[str, Score]) -> str:
    """Return the recall by kind of picture."""
    kinds = sorted({kind for score in scores.values() for kind in score.tallies})
    rows = []
    for kind in kinds:
        tallies = [score.tallies[kind] for score in scores.values()]
        rows.append((kind, str(tallies[0].names), *(f"{tally.recall:.2f}" for tally in tallies)))
    return table("Recall by kind of picture", ("", "names", *scores), rows)


def cost_by_kind(name: str, score: Score, baseline: Score) -> str:
    """Return a system's false flags and processor time a picture by kind, and its ratio to the baseline's time."""
    rows = []
    for kind, spent in sorted(score.cpu.items()):
        usual = baseline.cpu[kind]
        rows.append(
            (
                kind,
                str(len(spent)),
                f"{score.flags_off_names[kind] / len(spent):.2f}",
                f"{sum(spent) / len(spent):.2f}",
                f"{sum(spent) / sum(usual):.1f}",
            )
        )
    ratios = [
        one / other for kind, spent in score.cpu.items() for one, other in zip(spent, baseline.cpu[kind], strict=True)
    ]
    pictures = len(ratios)
    rows.append(
        (
            "all",
            str(pictures),
            f"{sum(score.flags_off_names.values()) / pictures:.2f}",
            f"{sum(map(sum, score.cpu.values())) / pictures:.2f}",
            f"{sum(map(sum, score.cpu.values())) / sum(map(sum, baseline.cpu.values())):.1f}",
        )
    )
    head = ("", "pictures", "false flags each", "CPU s each", "times CPU")
    return (
        table(f"False flags and time by kind of picture: {name}", head, rows)
        + f"\nIn the median picture: {statistics.median(ratios):.1f} times the CPU of whole-page Tesseract.\n"
    )


def by_origin(name: str, score: Score) -> str:
    """Return a system's recall by origin of names, the worst first."""
    rows = [(origin, str(tally.names), f"{tally.recall:.2f}") for origin, tally in _worst(score.origins)]
    return table(f"Recall by origin of names: {name}", ("", "names", "recall"), rows)


def errors(score: Score, most: int) -> str:
    """Return what a system missed and what it wrongly flagged."""
    missed = [f"  missed  {picture}: {name}" for picture, name in score.missed[:most]]
    cries = [f"  cried   {picture}: {words} ({why})" for picture, words, why in score.cries[:most]]
    return "\n".join((*missed, *cries))


def _worst(tallies: Mapping[str, Tally]) -> Sequence[tuple[str, Tally]]:
    return sorted(tallies.items(), key=lambda item: (item[1].recall, item[0]))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
