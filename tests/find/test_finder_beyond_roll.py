"""Persons whom the roll knows in part or not at all.

Whole names, their candidates, and common forenames that the model overlooks.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.find.finder import Finder
from postcheck.find.lexicon import lexicon
from postcheck.model.mention import Certainty, Mention, NameForm, Reason, Role
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind, SourceText, TextFile
from postcheck.read.markdown import render
from tests.builders.finding import shipped_model
from tests.fakes.models import MarkingModel, NamingModel

ROLL = Roll(
    (
        Pupil("P01", "Alistair", "Haworth"),
        Pupil("P02", "Benjamin", "Zhang"),
        Pupil("P03", "Oriel", "Morgan"),
        Pupil("P04", "Mandeep", "Gill"),
        Pupil("P05", "Thanh", "Quill"),
        Pupil("P06", "Sahar", "Trevithick"),
        Pupil("P07", "Siobhán", "O'Keeffe"),
        Pupil("P08", "Ffion", "Bevan-Pugh"),
        Pupil("P09", "Jack", "McDonald"),
        Pupil("P10", "Tamsin", "Quill", middle_names="Oriel"),
        Pupil("P11", "June", "Pascoe"),
        Pupil("P12", "Felicity", "Rowe"),
        Pupil("P13", "Georgia", "Rowe"),
        Pupil("P14", "Devon", "Rowe"),
        Pupil("P15", "Chester", "Rowe"),
        Pupil("P16", "Hamza", "bin Saleh"),
        Pupil("P17", "Tobias", "Quennell", middle_names="Jethro"),
        Pupil("P18", "Isabella", "Penrose"),
        Pupil("P19", "Rose", "Pentreath"),
        Pupil("P20", "May", "Pentreath"),
        Pupil("P21", "Selwyn", "Underhill"),
        Pupil("P22", "Sơn", "Tăng"),
    )
)
CERTAIN, LIKELY, UNSURE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.UNSURE
FULL, FIRST, SURNAME = NameForm.FULL, NameForm.FIRST, NameForm.SURNAME
FIRST_INITIAL, INITIAL_SURNAME = NameForm.FIRST_INITIAL, NameForm.INITIAL_SURNAME


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without its ⟦brackets⟧, and where they were."""
    spans: list[tuple[int, int]] = []
    clean = ""
    for piece in text.replace("⟧", "⟦").split("⟦"):
        clean += piece
        spans.append((len(clean) - len(piece), len(clean)))
    return clean, spans[1::2]


def find(
    text: str, model: NamingModel | None, kind: PlaceKind = PlaceKind.TEXT, field: str = "body"
) -> tuple[Mention, ...]:
    return Finder(ROLL, PeopleList(), model or shipped_model()).find([Passage(text, kind, "post.md", field)])


def pupils(mention: Mention) -> list[str]:
    return [candidate.pupil_id for candidate in mention.candidates]


def check(text: str, *seen: str, kind: PlaceKind = PlaceKind.TEXT, **faint: float) -> tuple[Mention, ...]:
    """Check that exactly the bracketed names are found, with these persons seen by the model."""
    clean, spans = marked(text)
    mentions = find(clean, NamingModel(*seen, **faint), kind)
    assert [(mention.start, mention.end) for mention in mentions] == spans
    return mentions


@given(
    st.lists(
        st.sampled_from(
            [
                *("Zuri", "Serkan", "Tsz-Ching", "Haworth", "ALISTAIR", "O'K", "tâm-an", "lệ", "Headteacher"),
                *("to", "and", "the", "8", "Lime", "#TeamEkene", "parth", "mgill", "Mandeep Gi"),
                "\n",
                ", ",
                ". ",
            ]
        ),
        max_size=14,
    ),
    st.lists(st.tuples(st.integers(0, 120), st.integers(1, 30), st.sampled_from([0.1, 0.4, 0.6, 0.95])), max_size=4),
    st.sampled_from([(PlaceKind.TEXT, "body"), (PlaceKind.IMAGE, "ocr"), (PlaceKind.FILENAME, "filename")]),
)
def test_whatever_the_model_sees(
    words: list[str], spans: list[tuple[int, int, float]], where: tuple[PlaceKind, str]
) -> None:
    text = " ".join(words)
    mentions = Finder(ROLL, PeopleList(), MarkingModel(spans)).find([Passage(text, where[0], "post.md", where[1])])
    previous = 0
    for mention in mentions:
        assert previous <= mention.start < mention.end <= len(text)
        assert mention.text.strip() == mention.text
        previous = mention.end


def proposed(text: str, model: NamingModel) -> list[tuple[int, int]]:
    """Return where names may be, whatever is then decided of them."""
    finder = Finder(ROLL, PeopleList(), model)
    return [
        (proposal.start, proposal.end)
        for examined in finder.examine([Passage(text, PlaceKind.TEXT, "post.md", "body")])
        for proposal in examined.proposals
    ]


def look(text: str) -> tuple[Mention, ...]:
    """Check that exactly the bracketed names are found with the language model that ships."""
    clean, spans = marked(text)
    mentions = find(clean, None)
    assert [(mention.start, mention.end) for mention in mentions] == spans
    return mentions


# Surnames first, and lists of persons


@pytest.mark.parametrize(
    ("model", "least"), [(None, CERTAIN), (NamingModel("Mathilda Haworth", "Alistair", "Imogen"), LIKELY)]
)
def test_comma_after_a_full_name_starts_the_next_person(model: NamingModel | None, least: Certainty) -> None:
    mentions = find("New badges for Mathilda Haworth, Alistair and Imogen.", model)
    assert [(mention.start, mention.end) for mention in mentions if mention.text == "Alistair"] == [(33, 41)]
    (alistair,) = [mention for mention in mentions if mention.text == "Alistair"]
    assert (alistair.form, pupils(alistair)) == (FIRST, ["P01"])
    assert alistair.certainty >= least


def test_comma_after_initials_and_a_surname_starts_the_next_person() -> None:
    mentions = find("From left, P. W. Haworth, Alistair and two others", None)
    assert [(mention.start, mention.end, mention.form) for mention in mentions] == [
        (11, 24, INITIAL_SURNAME),
        (26, 34, FIRST),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Oak Class: ⟦Haworth, Alistair⟧; others",
        "Candidate name ⟦Haworth, Alistair⟧ Paper 2",
        "⟦HAWORTH, Alistair⟧ Year 3",
    ],
)
def test_surname_first_stays_one_name(text: str) -> None:
    (mention,) = check(text)
    assert (mention.form, mention.certainty, pupils(mention)) == (FULL, CERTAIN, ["P01"])


def test_accented_surname_first_in_small_letters_is_no_word() -> None:
    (mention,) = check("Oak Class: ⟦tăng, sơn⟧; others")
    assert (mention.form, mention.certainty, pupils(mention)) == (FULL, CERTAIN, ["P22"])


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Oak Class: ⟦Kershaw, Imogen⟧; others", ("Kershaw", "Imogen")),
        ("⟦ONWUKA, Ekene⟧ Year 3", ("ONWUKA", "Ekene")),
        ("Candidate name ⟦Jiang, Junjie⟧ Paper 2", ("Jiang", "Junjie")),
        ("Candidate name ⟦Jiang, Junjie⟧ Paper 2", ("Jiang, Junjie",)),
        ("CLASS 5: ⟦JIANG, JUNJIE⟧; OTHERS", ("JIANG", "JUNJIE")),
    ],
)
def test_unknown_surname_first_is_one_name(text: str, seen: tuple[str, ...]) -> None:
    (mention,) = check(text, *seen)
    assert (mention.form, mention.candidates) == (FULL, ())
    (mention,) = look(text)
    assert (mention.form, mention.role, mention.certainty, mention.candidates) == (FULL, Role.CHILD, LIKELY, ())


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("⟦Zuri⟧, ⟦Junjie⟧ and ⟦Ekene⟧ sang.", ("Zuri", "Junjie", "Ekene")),
        ("Thank you ⟦Tregenza⟧, ⟦Junjie⟧ and ⟦Ekene⟧.", ("Tregenza", "Junjie", "Ekene")),
        ("Here are ⟦Zuri⟧, ⟦Junjie⟧.", ("Zuri", "Junjie")),
        ("From left, ⟦ZURI⟧, ⟦Junjie⟧ and ⟦Ekene⟧", ("ZURI", "Junjie", "Ekene")),
    ],
)
def test_list_of_first_names_stays_apart(text: str, seen: tuple[str, ...]) -> None:
    clean, spans = marked(text)
    assert proposed(clean, NamingModel(*seen)) == spans
    assert all(mention.form is FIRST for mention in look(text))


def test_surname_first_in_a_file_name() -> None:
    (mention,) = Finder(ROLL, PeopleList(), NamingModel("Răducanu Pop", "Roxana")).find(
        [Passage("Răducanu-Pop, Roxana.docx", PlaceKind.FILENAME, "Răducanu-Pop, Roxana.docx", "filename")]
    )
    assert (mention.start, mention.end, mention.form) == (0, 20, FULL)


# The longer name of an unknown person


def test_guess_does_not_cut_a_longer_name() -> None:
    (mention,) = check("A prize for ⟦Sahra Farah⟧ today", "Sahra Farah")
    assert (mention.form, mention.certainty) == (FULL, LIKELY)
    assert [(candidate.pupil_id, candidate.certainty) for candidate in mention.candidates] == [("P06", LIKELY)]


def test_guess_in_a_surname_does_not_cut_a_longer_name() -> None:
    (mention,) = check("⟦TREVITHIK, Agnieszka⟧ Year 10", "TREVITHIK", "Agnieszka")
    assert (mention.form, mention.certainty, pupils(mention)) == (FULL, LIKELY, ["P06"])


def test_guess_goes_on_with_a_surname_that_nobody_saw() -> None:
    clean, spans = marked("A prize for ⟦Sahra Tregenzar⟧ today")
    for seen in ((), ("Sahra",)):
        assert proposed(clean, NamingModel(*seen)) == spans
    (mention,) = look("A prize for ⟦Sahra Tregenzar⟧ today")
    assert (mention.form, mention.certainty, pupils(mention)) == (FULL, LIKELY, ["P06"])
    look("A prize for ⟦Sahra⟧ Today and more")


def test_two_guesses_in_one_name_are_one_person() -> None:
    (mention,) = check("A prize for ⟦Sahra Quennel⟧ today", "Sahra Quennel")
    assert (mention.form, mention.certainty, pupils(mention)) == (FULL, LIKELY, ["P06", "P17"])


def test_hyphenated_unknown_name_is_whole() -> None:
    (mention,) = check("Prefects: ⟦THANH-TÂM HỒ-BÁ⟧, and others", "THANH-TÂM HỒ-BÁ")
    # "Tam" may be short for Tamsin.
    assert (mention.form, mention.certainty, pupils(mention)) == (FULL, LIKELY, ["P05", "P10"])
    (mention,) = look("Then ⟦Tregenza-Fell⟧ won")
    assert (mention.certainty, mention.candidates) == (LIKELY, ())
    for text in ("Then ⟦Tregenza-Fell⟧ won", "A ⟦Tregenza⟧-themed week"):
        clean, spans = marked(text)
        assert proposed(clean, NamingModel("Tregenza")) == spans
    assert find("A Tregenza-themed week", None) == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Well done ⟦Tamsin-Joan⟧, what a run!", Reason.JOINED),
        ("Well done ⟦Tamsin Varley⟧, what a run!", Reason.OTHER_SURNAME),
        ("Well done ⟦Tamsin Varley-Fell⟧, what a run!", Reason.OTHER_SURNAME),
    ],
)
def test_second_half_of_a_first_name_is_no_other_surname(text: str, why: Reason) -> None:
    (mention,) = look(text)
    assert (mention.why, mention.certainty, pupils(mention)) == (why, LIKELY, ["P10"])


def test_half_of_a_hyphenated_name_is_not_certain() -> None:
    (mention,) = look("Well done ⟦THANH-TÂM⟧!")
    assert (mention.certainty, pupils(mention)) == (LIKELY, ["P05", "P10"])
    assert all(candidate.certainty is LIKELY for candidate in mention.candidates)
    mentions = Finder(ROLL, PeopleList(), None).find([Passage("Well done THANH-TÂM!", PlaceKind.TEXT, "a", "body")])
    assert [(mention.text, mention.certainty) for mention in mentions] == [("THANH", LIKELY), ("TÂM", LIKELY)]


@pytest.mark.parametrize(
    "text", ["A chair for ⟦Tamsin⟧-⟦Rose⟧, what a poem!", "Well done ⟦Tamsin⟧-⟦Rose⟧, what a run!"]
)
def test_halves_of_a_hyphenated_name_that_are_two_pupils_are_not_certain(text: str) -> None:
    clean, spans = marked(text)
    found = Finder(ROLL, PeopleList(), shipped_model()).find([Passage(clean, PlaceKind.TEXT, "a", "body")])
    assert [(mention.start, mention.end) for mention in found] == spans
    assert {mention.certainty for mention in found} == {LIKELY}
    (whole,) = Finder(ROLL, PeopleList(), shipped_model()).find(
        [Passage("Well done Tamsin, what a run!", PlaceKind.TEXT, "a", "body")]
    )
    assert whole.certainty is CERTAIN


@pytest.mark.parametrize(
    ("text", "name", "certainty"),
    [
        ("Goal by Georgias again!", "Georgia", CERTAIN),
        ("Goal by Tobias again!", "Tobias", CERTAIN),
        ("Well done Jonas, what a run!", "Jonas", LIKELY),
        ("Well done Andreas, what a run!", "Andreas", LIKELY),
    ],
)
def test_name_that_ends_like_a_plural_of_another_is_whole(text: str, name: str, certainty: Certainty) -> None:
    roll = Roll((*ROLL.pupils, Pupil("P30", "Jona", "Brandt"), Pupil("P31", "Andrea", "Brandt")))
    found = Finder(roll, PeopleList(), shipped_model()).find([Passage(text, PlaceKind.TEXT, "a", "body")])
    assert [(mention.text, mention.certainty) for mention in found if mention.candidates] == [(name, certainty)]


@pytest.mark.parametrize("text", ["⟦Lệ⟧'s cake won.", "New badges for Ekene and ⟦Lệ⟧.", "HAPPY BIRTHDAY ⟦LỆ⟧!"])
def test_name_of_two_letters_with_accents(text: str) -> None:
    clean, spans = marked(text)
    mentions = find(clean, NamingModel("Lệ", "LỆ"))
    assert spans[0] in [(mention.start, mention.end) for mention in mentions]


def test_surname_beside_a_common_forename_belongs_to_it() -> None:
    check("The best of all was ⟦Adeel Cheemah⟧ today", "Adeel")
    check("The best of all was ⟦Kehinde Okunolah⟧ today", "Okunolah")
    check("The best of all was ⟦Dubem Ndukah⟧ today", "Dubem", "Ndukah")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Books: *Brightwater*, Corin Thackwray", ["Corin Thackwray"]),
        ("Books: **Brightwater**, Corin Thackwray", ["Corin Thackwray"]),
        ("Books: <em>Brightwater</em>, Corin Thackwray", ["Corin Thackwray"]),
        ("Books: Brightwater, Corin", ["Brightwater, Corin"]),
        ("Books: *Brightwater, Corin*", ["Brightwater, Corin"]),
    ],
)
def test_name_does_not_go_over_the_end_of_emphasis(text: str, names: list[str]) -> None:
    source = render(SourceText.slice(TextFile("post.md", text), 0, len(text))).text
    passage = Passage(source.text, PlaceKind.TEXT, "post.md", "body", source)
    model = NamingModel("Brightwater", "Corin Thackwray" if "Thackwray" in text else "Corin")
    mentions = Finder(ROLL, PeopleList(), model).find([passage])
    assert [mention.text.strip() for mention in mentions] == names


# Candidates of what the model sees


@pytest.mark.parametrize(
    ("text", "seen", "form", "ids"),
    [
        ("⟦Zhang⟧ crashed in a header", "Zhang", SURNAME, ["P02"]),
        ("⟦Morgan⟧ scored twice", "Morgan", SURNAME, ["P03"]),
        ("Today's heroes: ⟦ben⟧, and others", "ben", FIRST, ["P02"]),
        ("Thanks to @⟦sunderhill⟧ tonight", "sunderhill", INITIAL_SURNAME, ["P21"]),
    ],
)
def test_name_seen_by_the_model_carries_its_pupils(text: str, seen: str, form: NameForm, ids: list[str]) -> None:
    (mention,) = check(text, seen)
    assert (mention.form, mention.certainty, pupils(mention)) == (form, LIKELY, ids)
    assert all(candidate.certainty is LIKELY for candidate in mention.candidates)


def test_unknown_name_has_no_candidates() -> None:
    (mention,) = check("Then ⟦Zurelda⟧ sang.", "Zurelda")
    assert (mention.candidates, mention.why) == ((), Reason.NOT_ON_ROLL)


def test_middle_name_yields_to_a_certain_first_name() -> None:
    (mention,) = find("Well done Oriel!", None)
    assert [(candidate.pupil_id, candidate.certainty) for candidate in mention.candidates] == [
        ("P03", CERTAIN),
        ("P10", UNSURE),
    ]
    (mention,) = find("Well done Jethro!", None)
    assert [(candidate.pupil_id, candidate.certainty) for candidate in mention.candidates] == [("P17", LIKELY)]


# Abbreviated surnames


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Well done ⟦Siobhán O'K⟧ today", ["P07"]),
        ("Well done ⟦Siobhán O\N{RIGHT SINGLE QUOTATION MARK}K⟧!", ["P07"]),
        ("Well done ⟦siobhan o'k⟧", ["P07"]),
        ("Well done ⟦Ffion B-P⟧!", ["P08"]),
        ("Well done ⟦Mandeep Gi⟧ today", ["P04"]),
        ("Well done ⟦Isabella Pen⟧ today", None),
    ],
)
def test_first_name_and_abbreviated_surname(text: str, ids: list[str] | None) -> None:
    clean, spans = marked(text)
    (mention,) = find(clean, None)
    if ids is None:  # a word, and so no abbreviation
        assert (mention.text, mention.form) == ("Isabella", FIRST)
    else:
        assert [(mention.start, mention.end)] == spans
        assert (mention.form, mention.certainty, pupils(mention)) == (FIRST_INITIAL, CERTAIN, ids)


@pytest.mark.parametrize("text", ["⟦Siobhan⟧ OK then", "⟦Mandeep⟧ Xo won", "⟦Mandeep⟧ is here"])
def test_what_abbreviates_no_surname_of_theirs(text: str) -> None:
    (mention,) = check(text)
    assert mention.form is FIRST


def test_initial_and_surname_with_a_particle() -> None:
    (mention,) = check("⟦H.bin Saleh⟧ saved two penalties")
    assert (mention.form, pupils(mention)) == (INITIAL_SURNAME, ["P16"])


# Never inside a longer word


@pytest.mark.parametrize("kind", [PlaceKind.TEXT, PlaceKind.IMAGE])
@pytest.mark.parametrize("text", ["SANGHA AMANDEEP", "Amandeep", "the Mandeepian way", "Alistairson"])
def test_no_name_inside_a_longer_word(text: str, kind: PlaceKind) -> None:
    assert [
        mention
        for mention in find(text, None, kind, "ocr")
        if mention.certainty is CERTAIN or len(mention.text) < len("Mandeep")
    ] == []
    assert all(
        not text[mention.start - 1 : mention.start].isalpha() or mention.start == 0
        for mention in find(text, None, kind, "ocr")
    )


@pytest.mark.parametrize("text", ["Awardedto⟦Mandeep⟧", "⟦MANDEEPGILL⟧"])
def test_missing_spaces_in_a_picture(text: str) -> None:
    check(text, kind=PlaceKind.IMAGE)


def test_hashtag_runs_words_together() -> None:
    check("#welldone⟦mandeep⟧")


# Words that are names


def test_word_beside_a_person_whom_the_model_sees() -> None:
    check("our cup was lifted by ⟦zubair⟧ and ⟦felicity⟧.", "zubair", "felicity")


@pytest.mark.parametrize("name", ["June", "May"])
def test_word_in_the_shorter_half_of_a_sentence(name: str) -> None:
    for text in (
        f"Somebody ran the last leg and ⟦{name}⟧ the first.",
        f"THEY RAN THE LAST LEG AND ⟦{name.upper()}⟧ THE FIRST.",
    ):
        (mention,) = look(text)
        assert (mention.role, mention.certainty) == (Role.CHILD, LIKELY)


def test_two_words_with_their_things() -> None:
    mentions = look("⟦ROSE⟧ AND ⟦MAY⟧ WITH THEIR ROSETTES")
    assert [(pupils(mention), mention.certainty) for mention in mentions] == [(["P19"], CERTAIN), (["P20"], CERTAIN)]


@pytest.mark.parametrize("text", ["Joy told 8 Lime about it", "READING CHAMPION\n8 Lime\nNovember"])
def test_classes_are_no_persons(text: str) -> None:
    assert find(text, NamingModel("Lime")) == ()
    assert "Lime" not in [mention.text for mention in find(text, None)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cream teas, Devon style, at two", "Devon"),
        ("Chester, home of the Romans", "Chester"),
    ],
)
def test_places_are_noted_at_most(text: str, name: str) -> None:
    assert [(mention.text, mention.certainty) for mention in find(text, None)] == [(name, UNSURE)]


@pytest.mark.parametrize(
    "text", ["A poem from ⟦Georgia⟧ about cats", "⟦Devon⟧, who is in Year 3, won", "⟦Chester⟧ and ⟦Devon⟧ at lunch"]
)
def test_pupils_whose_names_are_places(text: str) -> None:
    check(text, "Georgia", "Devon", "Chester")
    assert all(mention.certainty is CERTAIN for mention in look(text))


# Adults who sign


@pytest.mark.parametrize(
    ("text", "name", "adult"),
    [
        ("Awarded to\nZuri Okonkwo\nfor kindness\nKeith Tregenza\nHeadteacher", "Keith Tregenza", "Headteacher"),
        ("Awarded to\nZuri Okonkwo\nfor kindness\nClass teacher\nKeith Tregenza", "Keith Tregenza", "Class teacher"),
        (
            "Star of the week\nZuri Okonkwo\nKeith Tregenza Lena Fell\nHeadteacher Chair of Governors",
            "Keith Tregenza",
            "Headteacher",
        ),
        ("For kindness!\nKeith Tregenza\nCoach", "Keith Tregenza", "Coach"),
        ("Awarded to\nKeith Tregenza\nHeadteacher", "Keith Tregenza", ""),
        ("Well done\nKeith Tregenza\nHeadteacher", "Keith Tregenza", ""),
        ("For kindness!\nKeith Tregenza\nHeadteacher's award", "Keith Tregenza", ""),
    ],
)
def test_signature_in_a_picture(text: str, name: str, adult: str) -> None:
    mentions = find(text, NamingModel("Zuri Okonkwo", "Keith Tregenza", "Lena Fell"), PlaceKind.IMAGE, "ocr")
    assert {mention.text: mention.adult for mention in mentions}[name] == adult
    assert {mention.text: mention.adult for mention in mentions}.get("Zuri Okonkwo", "") == ""


def test_role_below_a_winner_is_not_the_winners() -> None:
    (mention,) = find("For kindness!\nKeith Tregenza won it\nHeadteacher", None, PlaceKind.IMAGE, "ocr")
    assert (mention.text, mention.adult) == ("Keith Tregenza", "")


def test_pupil_above_a_role_is_no_adult() -> None:
    (mention,) = find("For kindness!\nAlistair Haworth\nHeadteacher", NamingModel(), PlaceKind.IMAGE, "ocr")
    assert (mention.text, mention.adult) == ("Alistair Haworth", "")


# Common forenames that the model overlooks


@pytest.mark.parametrize(
    "text",
    [
        "Someone new takes over from ⟦Cillian⟧ after half term.",
        "⟦Selorm⟧ crashed in a header",
        "⟦KINGA⟧'s cake won",
        "can you spot ⟦parth⟧ in this picture?",
        "Head's award presented to ⟦parth⟧",
        "Our team:\n⟦guled⟧\nand one more",
        "#Team⟦Damilola⟧",
        "⟦Burak⟧ \N{EN DASH} flute",
    ],
)
def test_common_forename(text: str) -> None:
    clean, spans = marked(text)
    assert proposed(clean, NamingModel()) == spans  # even if the model overlooks it
    (mention,) = look(text)
    assert (mention.form, mention.role, mention.certainty, mention.candidates) == (FIRST, Role.CHILD, LIKELY, ())


@pytest.mark.parametrize(
    "text",
    [
        "We lost 3-1. Best player: nobody, best sport ⟦Serkan⟧.",
        "Prefects of the year, and best sport ⟦Tsz-Ching⟧.",
        "#⟦Nirmalan⟧Rocks",
    ],
)
def test_common_forename_of_whom_little_is_said(text: str) -> None:
    clean, spans = marked(text)
    assert proposed(clean, NamingModel()) == spans
    assert all(mention.certainty <= LIKELY for mention in find(clean, None))


@pytest.mark.parametrize(
    ("text", "name"),
    [("The folk dancers from Georgia performed for us.", "Georgia"), ("Devon, here we come!", "Devon")],
)
def test_pupils_name_that_may_be_a_place_is_told_of(text: str, name: str) -> None:
    assert [mention.text for mention in find(text, None)] == [name]


def test_forenames_in_a_row_stay_apart() -> None:
    clean, spans = marked("⟦Zuri⟧ ⟦Serkan⟧ ⟦Cillian⟧ ⟦Damilola⟧ ⟦Ekene⟧ ⟦Selorm⟧ ⟦Burak⟧ ⟦Kinga⟧ ⟦Parth⟧")
    assert proposed(clean, NamingModel()) == spans


def test_third_name_does_not_join() -> None:
    check("Then ⟦Serkan Aydinlar⟧ Tregenzar sang", "Serkan")


def test_common_forename_needs_the_language_model() -> None:
    passages = [Passage("Well done to Serkan, our best sport.", PlaceKind.TEXT, "a", "body")]
    assert Finder(ROLL, PeopleList(), None).find(passages) == ()
    (mention,) = Finder(ROLL, PeopleList(), shipped_model()).find(passages)
    assert (mention.text, mention.role, mention.certainty) == ("Serkan", Role.CHILD, LIKELY)


def test_surroundings_or_the_model_must_support_a_forename_in_small_letters() -> None:
    text = "Nobody knew the way to parth today."
    for model in (None, NamingModel(), NamingModel(parth=0.4)):
        assert find(text, model) == ()
    (mention,) = look("Well done to ⟦parth⟧ for his goal!")
    assert (mention.role, mention.certainty) == (Role.CHILD, LIKELY)


@pytest.mark.parametrize(
    "text",
    [
        "Mary and Joseph set off with the donkey.",
        "The Summer Fair, Will You Come? Rose Petals, Grace and Hope",
        "Team Cillian won the cup.",
        "Harvey's Garage paid for it.",
        "St Aidan's choir",
        "Cillian Street was closed",
        "the cillian of our dreams",
    ],
)
def test_what_a_list_of_forenames_must_not_cry_over(text: str) -> None:
    roll = Roll(())
    mentions = Finder(roll, PeopleList(), NamingModel()).find([Passage(text, PlaceKind.TEXT, "a", "body")])
    assert [mention.text for mention in mentions] == []


def test_given_names_are_no_words_and_no_places() -> None:
    words = lexicon()
    assert words.given("serkan")
    assert words.given("tszching")
    assert not any(words.given(key) for key in ("rose", "will", "georgia", "an", "le", ""))
