"""Headings that ask for a refusal, and headings that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.consent.refusals import cell_reads_like_refusal, may_invert, reads_like_refusal

REFUSALS = (
    "photo opt out",
    "no photos",
    "do not photograph",
    "not to be filmed",
    "media restriction",
    "consent withdrawn",
    "photo objection",
    "publicity denied",
    "images blocked",
    "video ban",
    "never on facebook",
    "excluded from press",
    "consent revoked",
    "parents refused photos",
    "photo hold",
    "photos on hold",
    "court order media",
    "image protection",
    "protected images",
    "photos see office",
    "photos ask the office first",
    "shield image",
    "media consent end",
    "consent end date",
    "consent suspended",
    "photos paused",
)


def cased(words: list[str], style: str) -> str:
    if style == "camel":
        return "".join(word.capitalize() for word in words)
    if style == "lower camel":
        return words[0] + "".join(word.capitalize() for word in words[1:])
    return style.join(words)


@given(
    st.sampled_from(REFUSALS),
    st.sampled_from(["_", "-", ".", " / ", "  ", "\u00a0", "\u2013", " : ", "1", "camel", "lower camel"]),
    st.sampled_from([str, str.upper, str.title]),
)
def test_the_way_it_is_written_does_not_matter(heading: str, style: str, case: type[str]) -> None:
    words = heading.split()
    written = cased(words, style) if "camel" in style else cased([case(word) for word in words], style)
    assert may_invert(written)
    assert reads_like_refusal(written)


@pytest.mark.parametrize(
    "heading", ["Consent requested", "Photo permission outstanding", "Consent_Pending", "ConsentMissing"]
)
def test_an_answer_that_is_still_to_come_is_no_consent_and_no_refusal(heading: str) -> None:
    assert may_invert(heading)
    assert not reads_like_refusal(heading)


@pytest.mark.parametrize(
    "heading", ["Dietary restrictions", "Exclusions", "Withdrawn from RE", "Block", "Opt out of swimming", "Not known"]
)
def test_a_refusal_of_something_else_inverts_only_if_it_is_mapped(heading: str) -> None:
    assert may_invert(heading)
    assert not reads_like_refusal(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Photo consent",
            "PhotoConsent",
            "photo_social",
            "Notes on photos",
            "Photography",
            "Website permission",
            "Photos in newsletter",
            "Noticeboard",
        ),
        *(
            "Photo consent (Yes/No)",
            "Photos Y/N",
            "Photos: yes or no",
            "Consent form no 3",
            "No. of photos",
            "Piano photos",
            "Objectives film",
            "Optional photos",
        ),
        *(
            "Data protection: photos",
            "Private Facebook group",
            "Days out photos",
            "Nottingham Post",
            "Band photos",
            "Exceptional work",
            "Known as",
            "Copyright holder of photos",
            "End of year photos",
            "Year end video",
            "Weekend photos",
            "Tennis court photos",
            "Household",
            "Photos seen by office",
            "Emergency contact first name",
            "Contact forename",
            "Head contact name",
            "Contact name (office use)",
            "",
        ),
    ],
)
def test_an_ordinary_heading_is_neither(heading: str) -> None:
    assert not may_invert(heading)
    assert not reads_like_refusal(heading)


@pytest.mark.parametrize(
    "heading",
    ["Photo Re\u034ffused", "Photo Re\u206afused", "ᴘʜᴏᴛᴏ ʀᴇꜰᴜꜱᴇᴅ", "Photo\u3164refused"],
)
def test_no_disguise_hides_a_refusal(heading: str) -> None:
    assert may_invert(heading)
    assert reads_like_refusal(heading)


@pytest.mark.parametrize(
    "cell",
    ["do not publish - court order", "No photos please", "Mum says no to pictures on Facebook", "consent withdrawn"],
)
def test_a_cell_that_is_not_read_may_read_like_a_refusal(cell: str) -> None:
    assert cell_reads_like_refusal(cell)


@pytest.mark.parametrize(
    "cell", ["", "no", "No milk", "12 Rose Lane, Anytown", "Not on free school meals", "No siblings"]
)
def test_most_cells_refuse_nothing(cell: str) -> None:
    assert not cell_reads_like_refusal(cell)
