"""Descriptions that fit one child only, and everyday sentences that fit nobody in particular."""

from __future__ import annotations

import pytest

from postcheck.find.details.descriptions import find
from postcheck.find.details.view import View
from postcheck.model.text import Passage, PlaceKind

TELLING = (
    "Our only wheelchair user in Year 4 finished the walk!",
    "The only girl in the boxing club won bronze.",
    "Our only deaf pupil signed the whole carol service.",
    "The headteacher's daughter won the Year 5 spelling bee.",
    "Mrs Okonkwo's son is in the team.",
    "Mr Ashdown's little girl opened the fair.",
    "Congratulations to our caretaker's little boy in Reception.",
    "The son of our school cook won the county chess title.",
    "A granddaughter of our chair of governors cut the ribbon.",
    "The Year 3 twins stole the show.",
    "Our identical twins swapped places for a day.",
    "A Year 6 girl who came to us from Ukraine in March has won the title.",
    "One of our Year 2 boys has just moved here from Syria.",
    "The girl with the guide dog opened our new garden today.",
    "The boy in Year 2 with the hearing aids read beautifully.",
    "A Reception child with bright red hair stole the show.",
    "One of our Year 4 boys, whose dad is the butcher in Mill Lane, brought in sausages.",
    "A Year 5 pupil whose mum was on the news last night is back at school.",
    "Welcome to the new boy in Owls class!",
    "Our new pupil from Poland has settled in.",
    "The little girl in Year 1 who was in hospital is back with us today.",
    "The Year 6 boy who appeared on Junior Bake Off brought in his cakes.",
    "The lad who broke his arm on the climbing frame is doing well.",
    "Our tallest Year 6 scored all four goals.",
    "The youngest pupil in the school lit the candle.",
    "Our head girl spoke at the Remembrance service.",
    "The refugee child in Year 3 has made many friends.",
    "Our fostered boy in Year 5 has a new family.",
    "An autistic pupil in Year 4 led the assembly.",
    "A boy in Year 3 who lost his dad last month planted a tree.",
)
CALM = (
    "A Year 6 pupil scored the winning goal in the last minute.",
    "“The hens were the best,” said one of our Year 2s.",
    "Every child in Year 4 finished the sponsored walk, some of them twice!",
    "We welcomed 60 new Reception children and their families this week.",
    "The only thing better than one pantomime is two. Twins day is on Friday!",
    "Our head boy and head girl elections are on Friday: good luck to all candidates.",
    "Any child whose parents have not returned the form cannot go.",
    "Each pupil who was in the choir gets a badge.",
    "One pupil from Year 5 and one from Year 6 will read.",
    "A new pupil voice group starts on Monday.",
    "Our new student council met today.",
    "The only day in Year 6 without rain.",
    "Our youngest pupils planted bulbs.",
    "The oldest tree in the school grounds is an oak.",
    "A child with a cough may come to school.",
    "A child in a wheelchair can use the new ramp.",
    "Pupils with glasses should bring them to PE.",
    "Please name your child's glasses.",
    "The boy who cried wolf is our story of the week.",
    "A girl with plaits and a red hood met a wolf in our Year 2 play.",
    "The teacher's children's book sale.",
    "The head's assembly is at nine.",
    "Our headteacher's message is on the website.",
    "Head lice: please check your child's hair.",
    "One of our Year 4 classes baked bread.",
    "A student teacher from Exeter joins us.",
    "A student from Exeter University joins us on placement.",
    "The new boy scouts group meets on Monday.",
    "Two of our pupils won medals.",
    "Our chess team came from behind to win.",
    "A Year 3 pupil found a fossil at the beach.",
    "The pupil who guessed the number of sweets wins the jar.",
    "The child who sells the most tickets wins a prize.",
    "One child in Year 1 asked: how do bees sleep?",
    "The mayor's parade starts at noon; the vicar's garden party is on Sunday.",
    "Twins, triplets and best friends: dress alike on Friday.",
    "The youngest children sit at the front, the oldest at the back.",
    "Every girl and boy in Year 3 went to the zoo.",
    "A deaf poet visited us. We learnt to sign.",
    "Blind football for everybody on Friday.",
    "Deaf Awareness Week: every pupil learnt to sign a line.",
    "Our new girls' football team won.",
)


def found(text: str) -> list[str]:
    view = View(Passage(text, PlaceKind.TEXT, "post.md", "body"))
    return [view.text[match.start : match.end] for match in find(view)]


@pytest.mark.parametrize("text", TELLING)
def test_people_would_know_who_is_meant(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize("text", CALM)
def test_nobody_in_particular_is_meant(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Today our caretaker's little boy in Reception swam.", ["caretaker's little boy"]),
        ("We met a Year 6 girl who came to us from Ukraine in March.", ["a Year 6 girl who came to us from Ukraine"]),
        (
            "The new boy in Owls, whose dad is the vicar, and our head girl read.",
            ["The new boy in Owls, whose dad", "our head girl"],
        ),
    ],
)
def test_what_is_shown_of_it(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_a_long_text_is_read_as_well() -> None:
    assert found("the only one in the only one in " * 4_000) == []
    assert found("a boy with a boy with " * 4_000) == []
