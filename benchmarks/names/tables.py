"""The figures as tables that read well in a terminal and in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.names.corpora import SplitScore
from benchmarks.names.cost import Cost
from benchmarks.names.score import ON_ROLL, UNSEEN, UNSEEN_HIDDEN, Error, Score, Tally

_NONE = "-"
_BEFORE, _AFTER = 50, 40  # characters of a post shown around an error


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table under a heading, its columns aligned."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        return (
            "| "
            + " | ".join(
                cell.ljust(width) if not column else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
            )
            + " |"
        )

    rule = (
        "| "
        + " | ".join("-" * width if not column else "-" * (width - 1) + ":" for column, width in enumerate(widths))
        + " |"
    )
    return "\n".join((f"### {title}", "", line(head), rule, *map(line, rows), ""))


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"


def _of(tally: Tally, what: str) -> str:
    return _share(getattr(tally, what) / tally.names if tally.names else None)


def summary(scores: Sequence[Score]) -> str:
    """Return the table of the figures that have targets."""
    rows = []
    for score in scores:
        unseen_origins = [
            tally.recall for (kind, _, group), tally in score.tallies.items() if kind == "origin" and group == UNSEEN
        ]
        roll = score.tallies["all", "all", ON_ROLL]
        right = sum(flags.right for flags in score.flags.values())
        wrong = sum(flags.wrong + (flags.on_other_persons if score.pupils else 0) for flags in score.flags.values())
        rows.append(
            (
                score.run.system.name,
                _share(roll.recall),
                _of(roll, "found"),
                _of(roll, "complete") if score.run.system.knows_roll else _NONE,
                _share(score.tallies["all", "all", UNSEEN].recall),
                _of(score.tallies["all", "all", UNSEEN], "touched"),
                _share(min(unseen_origins, default=None)),
                _share(score.tallies["all", "all", UNSEEN_HIDDEN].recall),
                _share(right / (right + wrong) if right + wrong else None),
                f"{score.per_hundred():.1f}",
                f"{score.per_hundred(persons=False):.1f}",
            )
        )
    head = (
        "",
        "on roll",
        "(noted)",
        "candidates",
        "not on roll",
        "(touched)",
        "worst origin",
        "in tags",
        "precision",
        "false/100",
        "persons aside",
    )
    return table("Recall, precision, false flags in 100 posts without a pupil", head, rows)


def by_category(scores: Sequence[Score], kind: str, group: str, title: str) -> str:
    """Return recall by one kind of category: all figures of the first system, and the others' recall."""
    first, others = scores[0], scores[1:]
    rows = []
    for (one, category, of), tally in first.tallies.items():
        if one != kind or of != group:
            continue
        precision = (
            first.flags[category].precision(finds_pupils=first.pupils)
            if kind == "form" and category in first.flags
            else None
        )
        cells = [category, str(tally.names), _share(tally.recall), _of(tally, "touched")]
        cells += [_of(tally, "complete")] if group == ON_ROLL else []
        cells += [_of(tally, "exact")] + ([_share(precision)] if kind == "form" and group == ON_ROLL else [])
        rows.append([*cells, *(_share(other.tallies[kind, category, group].recall) for other in others)])
    head = ["", "names", "flagged", "touched", *(["candidates"] if group == ON_ROLL else []), "exact"]
    head += (["precision"] if kind == "form" and group == ON_ROLL else []) + [other.run.system.name for other in others]
    return table(title, head, rows)


def traps(scores: Sequence[Score]) -> str:
    """Return what was flagged in posts without a pupil's name."""
    rows = []
    for kind, count in sorted(scores[0].traps.items()):
        rows.append((kind, str(count), *(str(score.sprung[kind]) for score in scores)))
    rows.append(("nothing in particular", _NONE, *(str(score.elsewhere) for score in scores)))
    head = ("", "there", *(score.run.system.name for score in scores))
    return table(f"What was flagged in {scores[0].posts_without} posts without a pupil's name", head, rows)


def speed(scores: Sequence[Score], bare: Score) -> str:
    """Return how fast each system is compared with the bare pipeline."""
    base = bare.run
    rows = []
    for score in scores:
        one = score.run
        ratios = (
            base.wall / one.wall,
            base.cpu / one.cpu,
            base.batch_wall / one.batch_wall,
            base.batch_cpu / one.batch_cpu,
        )
        rows.append((one.system.name, *(f"{ratio:.2f}" for ratio in ratios)))
    head = ("", "a post a call", "its CPU", "many a call", "its CPU")
    return table("Speed as a multiple of the bare spaCy pipeline's (more is faster)", head, rows)


def splits(results: Sequence[SplitScore]) -> str:
    """Return the language model's figures on public texts."""
    rows = [
        (
            one.split,
            str(one.texts),
            str(one.persons),
            *map(_share, (one.precision, one.recall, one.f1, one.overlap_recall)),
        )
        for one in results
    ]
    return table(
        "The language model alone on public texts (exact spans)",
        ("", "texts", "persons", "precision", "recall", "F1", "touched"),
        rows,
    )


def costs(results: Sequence[Cost]) -> str:
    """Return what rolls of some sizes cost."""
    base = results[0].milliseconds_a_post
    rows = [
        (
            f"{one.pupils:,}",
            f"{one.build_seconds:.2f}",
            f"{one.build_cpu_seconds:.2f}",
            f"{one.peak_megabytes:.0f}",
            f"{one.milliseconds_a_post / base:.2f}",
        )
        for one in results
    ]
    return table(
        "What a roll costs, without the language model",
        ("pupils", "build, s", "its CPU, s", "peak, MB", "time a post, ratio"),
        rows,
    )


def errors(found: Sequence[Error], number: int) -> str:
    """Return at most ``number`` errors of each sort, spread over the categories."""
    lines = []
    for what in dict.fromkeys(error.what for error in found):
        of_sort = [error for error in found if error.what == what]
        piles: dict[str, list[Error]] = {}
        for error in of_sort:
            piles.setdefault(error.category.split(",")[0], []).append(error)
        shown: list[Error] = []
        while len(shown) < min(number, len(of_sort)):
            shown.extend(pile.pop(0) for pile in sorted(piles.values(), key=len, reverse=True) if pile)
        lines.append(f"\n### {what}: {len(of_sort)}")
        lines.extend(map(_shown, shown[:number]))
    return "\n".join(lines)


def _shown(error: Error) -> str:
    before, name, after = error.text[: error.start], error.text[error.start : error.end], error.text[error.end :]
    excerpt = " ".join(f"{before[-_BEFORE:]}[{name}]{after[:_AFTER]}".split())
    visible = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in excerpt)
    return f"  {error.category}: {visible}" + (f"   <- {error.why}" if error.why else "")
