"""Names of the roll beside a figure of their forename, an adult's deed, other houses or an animal, and others'."""
# ruff: noqa: RUF001 -- dashes stand in lists of captains

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.model.mention import Certainty, Mention
from postcheck.model.people import KnownName, PeopleList, PersonKind, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.builders.finding import shipped_model

ROLL = Roll(
    tuple(
        Pupil(f"P{number:02}", forename, surname, house=house)
        for number, (forename, surname, house) in enumerate(
            [
                ("Rosa", "Quimby", "Hazel"), ("Isaac", "Farrow", "Maple"), ("Matilda", "Thorne", "Willow"),
                ("Anne", "Bellweather", "Hazel"), ("James", "Okoro", "Maple"), ("Sheila", "Marsh", "Willow"),
                ("Gareth", "Lowe", "Hazel"), ("Grant", "Penrose", "Maple"), ("Hazel", "Dunmore", "Maple"),
                ("Willow", "Achebe", "Willow"), ("Poppy", "Lindqvist", "Hazel"), ("Alfie", "Trevithick", "Maple"),
                ("Zofia", "Nowak", "Maple"),
            ],
            start=1,
        )
    )
)  # fmt: skip
CERTAIN, LIKELY, UNSURE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.UNSURE
PEOPLE = PeopleList((KnownName("Gareth Pike", PersonKind.STAFF),))


def certainty(marked: str, *, people: PeopleList | None = None, roll: Roll = ROLL) -> Certainty | None:
    """Return how certain the name in [brackets] is; None if nothing is found there, or it is surely an adult's."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    finder = Finder(roll, people or PeopleList(), shipped_model())
    found = finder.find([Passage(text, PlaceKind.TEXT, "post.md", "body")])
    over = [mention for mention in found if mention.start < end and start < mention.end]
    return max((_shown(mention) for mention in over), default=None)


def _shown(mention: Mention) -> Certainty:
    return UNSURE if mention.adult else mention.certainty


@pytest.mark.parametrize(
    "marked",
    [
        "In Book Club this week, [Rosa] recommends a picture book about Rosa Parks.",
        "What do Isaac Newton and our [Isaac] have in common?",
        "For her project [Rosa] became Rosa Parks for the day.",
        "This week's reader: [Matilda], with Matilda Wormwood",
        "The talk on Isaac Newton was by [Isaac].",
        "We read about Anne Frank and [Anne] asked whether she could write to her.",
        "Our [James] is James Bond.",
    ],
)
def test_a_forename_beside_the_full_name_of_its_figure_is_for_a_person(marked: str) -> None:
    assert certainty(marked) in {LIKELY, CERTAIN}


@pytest.mark.parametrize(
    "marked",
    [
        "Year 5 loved [James] and the Giant Peach. The hero, James Bond, is nobody's peach.",
        "Learning about Isaac Newton. Year 4 wrote about [Isaac] and his apple, and why gravity matters.",
    ],
)
def test_a_title_and_a_figure_told_of_are_calm(marked: str) -> None:
    assert certainty(marked) in {None, UNSURE}


def test_the_forename_of_a_figure_named_before_is_for_a_person_at_most() -> None:
    assert certainty("Rosa Parks was born in 1913. [Rosa] loved books.") is LIKELY
    assert certainty("Rosa Parks was born in 1913. Well done to [Rosa] in Year 5 for her poster.") is CERTAIN
    assert certainty("Rosa Parks was brave. Then our own [Rosa] put up her hand.") is CERTAIN


@pytest.mark.parametrize(
    "marked",
    [
        "Thank you to [Sheila], Grant and Gareth, who ran the tombola.",
        "Thank you to Sheila, Grant and [Gareth], who ran the tombola.",
        "Thanks to Sheila and [Gareth] for the cakes.",
        "Thank you to [Sheila] for helping at the front desk.",
        "Reception desk volunteers: [Sheila]",
        "Thank you to [Sheila], Grant and Gareth in Year 10, who ran the tombola.",
    ],
)
def test_a_pupil_whose_forename_is_more_usual_for_grown_ups_is_for_a_person(marked: str) -> None:
    assert certainty(marked) in {LIKELY, CERTAIN}


@pytest.mark.parametrize(
    "marked",
    [
        "Thank you to our caretaker [Gareth] for clearing the snow.",
        "Please contact [Sheila] in the office.",
        "[Sheila], our receptionist, retires on Friday.",
        "Thank you to Mrs Sheila Bunting. [Sheila] has run the desk for years.",
        "Zofia's grandad [Gareth] came in to mend the shed.",
        "Thank you to [Bob], who mended the shed.",
    ],
)
def test_a_grown_up_of_a_forename_of_the_roll_is_calm(marked: str) -> None:
    assert certainty(marked) in {None, UNSURE}


def test_a_forename_on_the_people_list_is_calm() -> None:
    marked = "Thank you to [Gareth], who ran the tombola."
    assert certainty(marked) is LIKELY
    assert certainty(marked, people=PEOPLE) is UNSURE


@pytest.mark.parametrize(
    "marked",
    [
        "House captains: Maple – Zofia, [Hazel] – Alfie",
        "House captains\n\nMaple: Zofia\n[Hazel]: Alfie\nWillow: Poppy",
        "[Hazel] won the cup for the third year. Willow came second and Maple third.",
        "The house cup goes to [Willow] this term!",
    ],
)
def test_a_house_beside_houses_or_captains_is_for_a_person_at_most(marked: str) -> None:
    assert certainty(marked) in {None, UNSURE, LIKELY}


@pytest.mark.parametrize(
    "marked",
    [
        "Well done to [Hazel], who won the cup for Maple!",
        "Star of the week: [Willow] in Year 5.",
        "House captains: Maple – [Zofia], Hazel – Alfie",
        "Hazel: [Hazel] Dunmore, captain of Maple house",
    ],
)
def test_a_pupil_called_like_a_house_is_still_found(marked: str) -> None:
    assert certainty(marked) is CERTAIN


@pytest.mark.parametrize(
    "marked",
    [
        "His dog, [Poppy], came to say goodbye too.",
        "Our ducks Rosa and [Poppy] have laid their first eggs.",
        "Our ducks [Rosa] and Poppy have laid their first eggs.",
        "[Alfie], our school dog, came to assembly.",
        "The school dog [Alfie] came to assembly.",
    ],
)
def test_an_animal_called_like_a_pupil_is_for_a_person_at_most_and_never_nothing(marked: str) -> None:
    assert certainty(marked) in {UNSURE, LIKELY}


@pytest.mark.parametrize(
    "marked",
    [
        "[Poppy] and her dog came to say goodbye.",
        "Congratulations to [Alfie], whose hens have laid their first eggs.",
        "Well done [Rosa], our youngest rider, and her pony.",
    ],
)
def test_a_pupil_with_an_animal_is_still_found(marked: str) -> None:
    assert certainty(marked) is CERTAIN


# Sums, groups, winners and halves of a name


@pytest.mark.parametrize(
    "marked",
    [
        "Sum of the day: [Zofia] has 12 stickers and gives half to Pat. How many does she keep?",
        "Sum of the day: Zofia had 40p. How much has [Zofia] left?",
    ],
)
def test_a_name_in_a_sum_is_for_a_person_at_most(marked: str) -> None:
    assert certainty(marked) is LIKELY


@pytest.mark.parametrize(
    "marked",
    [
        "[Zofia] has 12 stickers on her chart. Well done!",
        "How many sunflowers? [Zofia] in Year 2 has 12 of them!",
        "How many can you grow? Well done [Zofia]! Zofia has 12 sunflowers.",
    ],
)
def test_a_pupil_who_has_things_is_still_found(marked: str) -> None:
    assert certainty(marked) is CERTAIN


GROUPS = Roll(
    tuple(
        Pupil(f"P{number}", forename, surname, form=form, house=house)
        for number, (forename, surname, form, house) in enumerate(
            [
                ("Zofia", "Nowak", "Beech", "Brindley"), ("Alfie", "Marsh", "Rowan class", "Darwin"),
                ("Tariq", "Lowe", "Hazel", "Austen"), ("Idris", "Bone", "4K", "Brindley"),
            ]
        )
    )
)  # fmt: skip


def flagged(text: str, roll: Roll) -> list[str]:
    """Return what somebody has to look at."""
    found = Finder(roll, PeopleList(), shipped_model()).find([Passage(text, PlaceKind.TEXT, "post.md", "body")])
    return [mention.text for mention in found if mention.certainty >= LIKELY and not mention.adult]


@pytest.mark.parametrize(
    "text",
    [
        "House points: Brindley 210, Darwin 198, Austen 160. Well done Brindley!",
        "Rowan sang about stars, Hazel danced and Beech played the bells.",
        "Sports day results: Austen won the relay, Brindley came second.",
    ],
)
def test_houses_and_classes_of_the_roll_are_nobody(text: str) -> None:
    assert flagged(text, GROUPS) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hazel scored the winning goal and we are so proud of her.", "Hazel"),
        ("Stars of the week: Beech - Rowan, Hazel - Tariq.", "Rowan"),
        ("Zofia, Hazel and Rowan planted bulbs outside Beech.", "Hazel"),
        ("House cup: Brindley 20, Darwin 18. Brindley from Year 5 was captain.", "Brindley"),
    ],
)
def test_a_child_called_like_a_class_is_still_found(text: str, name: str) -> None:
    assert name in flagged(text, GROUPS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("U12s 3-1 Whitby. MOTM: Bopster", "Bopster"),
        ("Great save! POTM - Zubby", "Zubby"),
        ("Man of the match: Gazzer!", "Gazzer"),
        ("Star of the week: Pogsley.", "Pogsley"),
    ],
)
def test_a_nickname_where_a_winner_stands_is_for_a_person(text: str, name: str) -> None:
    assert name in flagged(text, GROUPS)


@pytest.mark.parametrize(
    "text",
    [
        "MOTM: Defence",
        "MOTM: Harrogate",
        "Star of the week: Rec",
        "Word of the week: Bopster",
        "MOTM: Bopster Pumps trophy",
        "Man of the match: our goalkeeper",
    ],
)
def test_words_where_a_winner_stands_are_calm(text: str) -> None:
    assert flagged(text, GROUPS) == []


HALVES = Roll((Pupil("P1", "Rosa", "Parks-Ellery"), Pupil("P2", "Marie", "Curie"), Pupil("P3", "Isla", "Vale-Booth")))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("In 1955 [Rosa Parks] would not give up her seat.", LIKELY),
        ("[Rosa Parks-Ellery] won the bake-off.", CERTAIN),
        ("[Marie Curie] won the bake-off.", CERTAIN),
        ("[Isla Vale] won the bake-off.", CERTAIN),
    ],
)
def test_a_figure_who_has_half_of_a_pupils_name_is_for_a_person(marked: str, expected: Certainty) -> None:
    assert certainty(marked, roll=HALVES) is expected


PLAYERS = Roll(
    (
        Pupil("P1", "Teddy", "Marsh"), Pupil("P2", "Esme", "Lowe"), Pupil("P3", "Thomas", "Bone"),
        Pupil("P4", "Albert", "Vale"), Pupil("P5", "Arthur", "Quill"), Pupil("P6", "Jenson", "Fell"),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    "marked",
    [
        "King [Teddy] ruled over our castle corner",
        "Sir [Jenson] fought the dragon in the yard.",
        "Professor [Esme] mixed a very green potion.",
        "King [Albert] (Year 6) opened the prom in a paper crown.",
        "King [Thomas] of Year 4 wore his crown all day",
    ],
)
def test_a_pupil_with_a_title_in_play_is_for_a_person(marked: str) -> None:
    assert certainty(marked, roll=PLAYERS) in {LIKELY, CERTAIN}


@pytest.mark.parametrize(
    "marked",
    [
        "King [Arthur] and his knights met at Camelot.",
        "Queen Victoria married Prince [Albert] in 1840.",
        "Lord [Jenson] is our class bear.",
        "The bus stops in Lady [Esme] Road.",
    ],
)
def test_kings_and_knights_of_a_pupils_name_are_calm(marked: str) -> None:
    assert certainty(marked, roll=PLAYERS) not in {LIKELY, CERTAIN}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Well done Winston in Year 2 for such neat writing!", "Winston"),
        ("Happy birthday Nelson (Year 3)!", "Nelson"),
        ("Congratulations to Florence in 4B on her badge.", "Florence"),
    ],
)
def test_a_child_called_like_a_figure_or_a_town_is_found_beside_a_class(text: str, name: str) -> None:
    assert name in flagged(text, GROUPS)


@pytest.mark.parametrize(
    "text",
    [
        "Topics: Nelson (Year 3), volcanoes (Year 4)",
        "Winston Churchill is the topic of Year 2.",
        "The trip to Florence, Year 9, is on Friday.",
    ],
)
def test_figures_and_towns_beside_a_class_are_calm(text: str) -> None:
    assert flagged(text, GROUPS) == []


def test_how_sure_it_is_of_half_a_figures_name_is_what_was_weighed() -> None:
    text = "In 1955 Rosa Parks would not give up her seat, and Rosa Parks-Ellery drew her."
    half, whole = Finder(HALVES, PeopleList(), shipped_model()).find([Passage(text, PlaceKind.TEXT, "a", "body")])
    assert half.confidence < 0.99 <= whole.confidence
    assert (half.certainty, whole.certainty) == (LIKELY, CERTAIN)
