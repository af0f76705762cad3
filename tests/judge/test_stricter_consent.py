"""No consent that is made stricter, and no column that is not known, lets more pass."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from postcheck.consent.consent_list import load_consent
from postcheck.errors import ConsentListError
from postcheck.model.people import Use
from tests.judge.consented import ALL_GIVEN, AMELIA, CONSENT, DAYS, PACKS, RANK, RHYS, Post, flags, read, roll_of, worst

DRAFTS = [
    "---\nchannel: facebook\n---\nWell done, Amelia!\n",
    "---\nchannel: facebook\n---\nWell done, Amelia Carter and Rhys M.!\n",
    "---\nchannel: [linkedin, website]\nimages: [{file: picture.jpg, people: [P1], permission: T-1}]\n---\nFootball.\n",
    (
        "---\nchannel: facebook\nimages: [{file: picture.jpg, people: [P1, P2], permission: T-1}]\n---\n"
        "Well done, Amelia!\n"
    ),
    (
        "---\nchannel: newsletter\nimages: [{file: picture.jpg, people: [Amelia Carter], alt: "
        "Amelia and a goat}]\n---\nFootball.\n"
    ),
    (
        "---\nchannel: website\nimages: [{file: picture.jpg, people: [], work_of: [P1], "
        "credit: by Rhys Morgan}]\n---\nArt week.\n"
    ),
    "---\nchannel: facebook\nvideo: clip.mp4\npeople: [P1]\n---\nWe did it, Amelia!\n",
    "---\nchannel: facebook\nimages: [picture.jpg]\n---\nA. Carter and Amelia\n",
]
STRICTER_ANSWERS = ["given", "conditional", "requested", "not_asked", "", "withdrawn", "refused"]
SOME_DAYS = st.sampled_from(["", *(str(day) for day in DAYS)])
AGREED = AMELIA | ALL_GIVEN
DEVIATIONS = {
    "year_group": st.sampled_from(["Y9", ""]),
    "status": st.sampled_from(["joining", "leaver"]),
    "leaving_date": SOME_DAYS,
    "do_not_publish": st.sampled_from(["image", "name", "all"]),
    "method": st.sampled_from(["online", "verbal", "unknown"]),
    "given_by": st.sampled_from(["pupil", "both", ""]),
    "given_on": SOME_DAYS,
    "expires_on": SOME_DAYS,
    "withdrawn_on": SOME_DAYS,
    **{column: st.sampled_from(STRICTER_ANSWERS) for use in Use for column in (str(use), f"{use}_social")},
}


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    """Return a row that agrees to everything but for a few cells: one that forbids all anyway shows nothing."""
    changed = draw(st.sets(st.sampled_from(sorted(DEVIATIONS)), max_size=4))
    return AGREED | {column: draw(DEVIATIONS[column]) for column in sorted(changed)}


ROWS = rows()


@st.composite
def made_stricter(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of a pupil, and the same made stricter in one way or several."""
    before = dict.fromkeys(
        ("status", "leaving_date", "do_not_publish", "given_on", "expires_on", "withdrawn_on"), ""
    ) | draw(ROWS)
    after, extra = dict(before), []
    for change in draw(
        st.sets(
            st.sampled_from(
                ["answer", "bar", "expiry", "leaving", "withdrawn", "later", "method", "giver", "leaver", "row"]
            ),
            min_size=1,
        )
    ):
        if change == "answer":
            column = draw(st.sampled_from([column for column in after if column.removesuffix("_social") in CONSENT]))
            at = STRICTER_ANSWERS.index(after[column])
            after[column] = draw(st.sampled_from(STRICTER_ANSWERS[at:]))
        elif change == "bar":
            after["do_not_publish"] = draw(st.sampled_from([after["do_not_publish"] or "image", "all"]))
        elif change in {"expiry", "withdrawn"} or (change == "leaving" and after["status"] != "leaver"):
            column = {"expiry": "expires_on", "leaving": "leaving_date", "withdrawn": "withdrawn_on"}[change]
            day = str(draw(st.sampled_from(DAYS)))
            after[column] = min(after[column] or day, day)
        elif change == "later":
            after["given_on"] = max(after["given_on"], str(draw(st.sampled_from(DAYS))))
        elif change == "method":
            weaker = {
                "written": ["verbal", "unknown"],
                "online": ["verbal", "unknown"],
                "verbal": ["unknown"],
                "unknown": ["unknown"],
            }
            after["method"] = draw(st.sampled_from(weaker[after["method"]]))
        elif (
            change == "giver" and after["given_by"] == "both"
        ):  # to say who agreed where nothing was said is not stricter
            after["given_by"] = draw(st.sampled_from(["parent", "pupil"]))
        elif change == "leaver" and not after["leaving_date"]:
            after["status"] = "leaver"
        elif change == "row":
            extra.append({column: value for column, value in draw(ROWS).items() if column in after})
    return [before], [after, *extra]


@settings(max_examples=300)
@given(rows=made_stricter(), number=st.integers(0, len(DRAFTS) - 1), day=st.sampled_from(DAYS))
def test_stricter_consent_never_lets_more_pass(
    folder: Path, rows: tuple[list[dict[str, str]], list[dict[str, str]]], number: int, day: date
) -> None:
    post = posts(folder)[number]
    before, after = rows
    loose, strict = roll_of(folder, *before, RHYS | ALL_GIVEN), roll_of(folder, *after, RHYS | ALL_GIVEN)
    for name, engine in PACKS.items():
        was, now = worst(flags(post, loose, engine, day)), worst(flags(post, strict, engine, day))
        assert RANK[now] >= RANK[was], f"{name}: {was} became {now}"


def beside(row: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Return a row with the columns that the list has because of another row.

    A narrower column that it lacks says the same in both.
    """
    return {**{column: value if column.endswith("_social") else "" for column, value in other.items()}, **row}


@settings(max_examples=400)
@given(one=ROWS, other=ROWS, number=st.integers(0, len(DRAFTS) - 1), day=st.sampled_from(DAYS))
def test_two_rows_for_a_pupil_are_as_strict_as_the_stricter_of_them(
    folder: Path, one: dict[str, str], other: dict[str, str], number: int, day: date
) -> None:
    post = posts(folder)[number]
    one, other = beside(one, other), beside(other, one)
    alone = [roll_of(folder, row, RHYS | ALL_GIVEN) for row in (one, other)]
    both = [roll_of(folder, *rows, RHYS | ALL_GIVEN) for rows in ((one, other), (other, one))]
    for name, engine in PACKS.items():
        was = max((worst(flags(post, roll, engine, day)) for roll in alone), key=RANK.__getitem__)
        for roll in both:
            now = worst(flags(post, roll, engine, day))
            assert RANK[now] >= RANK[was], f"{name}: {was} became {now}"


@cache
def posts(folder: Path) -> tuple[Post, ...]:
    return tuple(read(folder, draft) for draft in DRAFTS)


@given(
    row=ROWS,
    heading=st.sampled_from(
        ["remarks", "photo consent", "photo_instagram", "all photos ok", "foto", "consent", "photo_soc"]
    ),
    number=st.integers(0, 3),
)
def test_unknown_columns_never_permit(folder: Path, row: dict[str, str], heading: str, number: int) -> None:
    post = posts(folder)[number]
    plain = roll_of(folder, row, RHYS)
    text = (folder / "consent.csv").read_text(encoding="utf-8").splitlines()
    (folder / "consent.csv").write_text(
        "\n".join([f"{text[0]},{heading}", *(f"{line},given" for line in text[1:])]), encoding="utf-8"
    )
    try:
        more = load_consent(folder / "consent.csv")
    except ConsentListError:
        return  # a list that is refused permits nothing
    for engine in PACKS.values():
        assert flags(post, more, engine) == flags(post, plain, engine)
