"""Wording is found as whole words, wherever its entry says, and nowhere else."""
# ruff: noqa: RUF001 - apostrophes and quotation marks as people type them

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.config.packs import load_pack
from postcheck.judge.words import Matcher, words_of
from postcheck.model.lexicon import Kind, LexiconEntry
from postcheck.text.folding import fold
from tests.builders.work import calls_of

LEXICONS = load_pack("baseline").lexicons
KINDS = [
    (f"{lexicon.id}.{kind.id}", kind)
    for lexicon in LEXICONS.values()
    if lexicon.id != "links"
    for kind in lexicon.kinds
]


def found(text: str, *words: str, **entry: tuple[str, ...]) -> list[str]:
    kind = Kind("k", "something", (LexiconEntry(words, **entry),))
    return [text[hit.start : hit.end] for hit in Matcher([kind]).find(text)]


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("An IDIOT, an idiot and idiots.", ("idiot",), ["IDIOT", "idiot"]),
        ("Scunthorpe", ("thorpe",), []),
        ("naïve Ïdiot", ("idiot", "naive"), ["naïve", "Ïdiot"]),
        ("don’t and don't and dont", ("dont",), ["don’t", "don't", "dont"]),
        ("spic-and-span", ("spic and span",), ["spic-and-span"]),
        ("tag\nyour child", ("tag your child",), ["tag\nyour child"]),
        ("Tag. Your child", ("tag your child",), []),
        ("- tag\n- your child", ("tag your child",), []),
        ("tag\n\nyour child", ("tag your child",), []),
        ("#TagYourChild", ("tag your child",), ["TagYourChild"]),
        ("#tagyourchild", ("tag your child",), ["tagyourchild"]),
        ("tagyourchild", ("tag your child",), []),
        ("#Whatanidiot #idiot", ("idiot",), ["idiot"]),
        ("tell us their full names", ("tell us * names",), ["tell us their full names"]),
        ("tell us names", ("tell us * names",), []),
        ("tell us of the four boys' names", ("tell us * names",), []),
        ("tell us. Then names", ("tell us * names",), []),
        ("vote for us and vote for us all", ("vote for us", "vote for us all"), ["vote for us", "vote for us all"]),
        ("", ("idiot",), []),
        ("© 2026", ("©",), ["©"]),
        ("an id\u034fi\u206aot, an \u200bidiot", ("idiot",), ["id\u034fi\u206aot", "idiot"]),
        ("an ⓘⓓⓘⓞⓣ, 🅸🅳🅸🅾🆃, ᴛᴀɢ ʏᴏᴜʀ ᴄʜɪʟᴅ", ("idiot", "tag your child"), ["ⓘⓓⓘⓞⓣ", "🅸🅳🅸🅾🆃", "ᴛᴀɢ ʏᴏᴜʀ ᴄʜɪʟᴅ"]),
        ("#Tag\u206aYourChild", ("tag your child",), ["Tag\u206aYourChild"]),
    ],
)
def test_what_counts_as_a_phrase(text: str, words: tuple[str, ...], hits: list[str]) -> None:
    assert found(text, *words) == hits


def test_an_exception_covers_only_the_words_that_stand_in_it() -> None:
    assert found("A killer whale and a killer.", "killer", besides=("killer whale",)) == ["killer"]
    assert found("The Maine coon", "coon", besides=("maine coon",)) == []
    assert (
        found(
            "We have not put any names in the comments",
            "names in the comments",
            besides=("not * names in the comments",),
        )
        == []
    )


def test_unless_and_near_look_at_the_words_around() -> None:
    far = "word " * 20
    assert found("the tender of a steam engine", "tender", unless=("steam",)) == []
    assert found(f"the tender {far} steam", "tender", unless=("steam",)) == ["tender"]
    assert found("the tender, the steam engine's", "tender", unless=("engine",)) == []
    assert found("the tender", "tender", near=("contract",)) == []
    assert found("a tender for the new contract", "tender", near=("contract",)) == ["tender"]
    assert found("out to tender", "tender", near=("out to tender",)) == ["tender"]


def test_quotation_marks_silence_only_the_kinds_that_say_so() -> None:
    entry = (LexiconEntry(("i think",)),)
    for text in ("“I think so,” she said.", '"I think so," she said.', "‘I think so,’ she said."):
        assert list(Matcher([Kind("k", "it", entry, quoted=False)]).find(text)) == []
        assert len(list(Matcher([Kind("k", "it", entry)]).find(text))) == 1
    assert len(list(Matcher([Kind("k", "it", entry, quoted=False)]).find("It's what I think, and isn't it?"))) == 1


@given(st.text(max_size=60))
def test_tokens_stand_where_they_say(text: str) -> None:
    last = 0
    for word in words_of(text):
        assert last <= word.start < word.end <= len(text)
        assert word.norm == fold("".join(char for char in text[word.start : word.end] if char not in "'’‘ʼ"))
        last = word.end


@given(
    st.text(max_size=40), st.sampled_from(["idiot", "tag your child", "names in the comments"]), st.text(max_size=40)
)
def test_a_phrase_between_any_other_text_is_found_in_its_place(before: str, phrase: str, after: str) -> None:
    text = f"{before} . {phrase} . {after}"
    assert (len(before) + 3, len(before) + 3 + len(phrase)) in {
        (hit.start, hit.end) for hit in Matcher(kinds(phrase)).find(text)
    }


def kinds(phrase: str) -> list[Kind]:
    return [Kind("k", "it", (LexiconEntry((phrase,)),))]


@pytest.mark.parametrize(("name", "kind"), [pytest.param(name, kind, id=name) for name, kind in KINDS])
def test_every_word_of_a_lexicon_can_be_found(name: str, kind: Kind) -> None:
    matcher = Matcher([kind])
    for entry in kind.entries:
        for word in entry.words:
            text = f"{word.replace('*', 'one')}, {entry.near[0] if entry.near else ''}"
            assert any(hit.start == 0 for hit in matcher.find(text)), f"{name}: {word}"


@pytest.mark.parametrize(("name", "kind"), [pytest.param(name, kind, id=name) for name, kind in KINDS])
def test_every_exception_makes_a_difference(name: str, kind: Kind) -> None:
    for entry in kind.entries:
        bare = Matcher([Kind("k", "it", (LexiconEntry(entry.words),))])
        for phrase in entry.besides:
            texts = [
                " ".join(part)
                for part in product(
                    *[["one", "one two", "one two three"] if word == "*" else [word] for word in phrase.split()]
                )
            ]
            assert any(list(bare.find(text)) for text in texts), f"{name}: “{phrase}” holds none of the entry's words"
            whole = Matcher([Kind("k", "it", (LexiconEntry(entry.words, besides=entry.besides),))])
            assert not any(list(whole.find(text)) for text in texts), f"{name}: “{phrase}” is flagged all the same"


def test_no_word_stands_in_a_lexicon_twice() -> None:
    for lexicon in LEXICONS.values():
        words = [word for kind in lexicon.kinds for entry in kind.entries for word in entry.words]
        assert len(words) == len(set(words)), {word for word in words if words.count(word) > 1}


def test_words_are_written_as_the_matcher_reads_them() -> None:
    for _, kind in KINDS:
        for entry in kind.entries:
            for phrase in (*entry.words, *entry.besides, *entry.unless, *entry.near):
                assert phrase == phrase.casefold().strip()
                assert "'" not in phrase


@pytest.mark.parametrize(
    "text",
    [
        f"x{' ' * 60_000}y",
        f"x{chr(10) * 60_000}y",
        "“" * 60_000,
        "tell us a b c " * 6_000,
        "#" * 60_000,
        "don't" * 10_000,
    ],
)
def test_a_long_text_is_read_as_well(text: str) -> None:
    assert list(Matcher([kind for _, kind in KINDS]).find(text)) == []


def test_a_phrase_of_many_wildcards_takes_no_longer_than_its_length_says() -> None:
    text = " ".join(["so"] * 200)
    few, many = (" * ".join(["so"] * count) + " end" for count in (6, 40))
    assert found(text, many) == []
    assert found(f"{text} end", many) == ["so " * 157 + "end"]
    assert calls_of(lambda: found(text, many)) < 100 * calls_of(lambda: found(text, few))
