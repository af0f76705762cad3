"""What a possible name is made of and how it is written: words, places, generations, letter case."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.find.proposal import Proposal
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import NameForm
from postcheck.text.tokens import Separator, Shape, Token, accented

_CLASSES = ("capitalised", "months", "modals", "verbs", "values", "names_first", "small", "common_surnames", "brands",
            "given", "titles", "groups", "after", "compounds", "foods", "firms", "particles",
            "school_words")  # fmt: skip
"""Word classes that a single word is looked up in."""
_CLASSES_OF_PARTS = ("given", "common_surnames", "places", "after", "compounds", "firms")
_FULL_NAME = 2
_SHORT = 3
_STEPS = 4
"""Half powers of ten by which a forename is commoner in one generation, at most."""
_AROUND = 12
_SEVERAL = 3
"""How many words on either side are looked at for another language, and how many make one."""


class Spelling:
    """Looks at the words of names of one passage.

    Parameters
    ----------
    scene:
        The passage.
    index:
        The roll.
    """

    def __init__(self, scene: Scene, index: RollIndex) -> None:
        self._scene = scene
        self._lexicon = scene.lexicon
        self._index = index

    def features(self, proposal: Proposal) -> Iterator[tuple[str, float]]:
        """Yield the features of what a proposal is made of and how it is written."""
        tokens = self._scene.tokens[proposal.first : proposal.last]
        if accented(self._scene.text[proposal.start : proposal.end]):
            yield "accented", 1.0
        if len(tokens) > 1 and proposal.form is NameForm.FULL:
            yield from self._full_name(proposal, tokens)
        else:
            yield from self._single_name(proposal, tokens)
        if tokens[0].slug:
            yield "in a tag", 1.0
            yield f"cut {tokens[0].cut.name.lower()}", 1.0
        else:
            yield self._case(proposal, tokens[0]), 1.0
            yield from self._setting(proposal)

    # Its words

    def _full_name(self, proposal: Proposal, tokens: list[Token]) -> Iterator[tuple[str, float]]:
        words = self._lexicon
        for name, token in (("first part", tokens[0]), ("last part", tokens[-1])):
            if token.norm in words.tiers:
                yield f"{name}: word {words.tiers[token.norm]}", 1.0
            for group in _CLASSES_OF_PARTS:
                if token.norm in words.classes[group]:
                    yield f"{name}: {group}", 1.0
        yield from self._generation(tokens[0].norm, "first part")
        answers = {
            "all parts are words": all(words.known(token.norm) for token in tokens),
            "initial before": len(tokens[0].norm) == 1,
            "surname of the roll": not proposal.known and self._index.exact(tokens[-1].norm) is not None,
            "three parts": len(tokens) > _FULL_NAME,
        }
        yield from ((name, 1.0) for name, holds in answers.items() if holds)

    def _single_name(self, proposal: Proposal, tokens: list[Token]) -> Iterator[tuple[str, float]]:
        words = self._lexicon
        key = "".join(token.norm for token in tokens)
        shape = "lower" if tokens[0].shape is Shape.LOWER else "capital"
        if key in words.tiers:
            yield f"word {words.tiers[key]}", 1.0
            yield f"word {words.tiers[key]}, {shape}", 1.0
        elif key in words.classes["also"]:
            yield "also a word", 1.0
            yield f"also a word, {shape}", 1.0
        else:
            yield f"no word, {shape}", 1.0
        yield from ((f"is: {group}", 1.0) for group in _CLASSES if key in words.classes[group])
        surname = proposal.form is NameForm.SURNAME
        if not surname:
            yield from self._generation(key, "roll" if proposal.known else "off roll")
        distinctive = proposal.known and surname and self._index.distinctive(key)
        answers = {
            "place": words.place(key),
            "town or village": key in words.gazetteer,
            "short": len(key) <= _SHORT,
            "distinctive surname": distinctive,
            "surname that is a word": proposal.known and surname and not distinctive and words.known(key),
        }
        yield from ((name, 1.0) for name, holds in answers.items() if holds)

    def _generation(self, key: str, kind: str) -> Iterator[tuple[str, float]]:
        """Yield how much commoner a forename is among children than among grown-ups, if that is known."""
        generation = self._lexicon.generations.get(key)
        if generation is None:
            yield f"{kind}: generation unknown", 1.0
        else:
            yield f"{kind}: generation of children", max(generation, 0) / _STEPS
            yield f"{kind}: generation of grown-ups", max(-generation, 0) / _STEPS

    # How it is written

    def _case(self, proposal: Proposal, token: Token) -> str:
        line = self._scene.line(proposal.first)
        states = {
            "text without capitals": self._scene.uncased,
            "lower case": token.shape is Shape.LOWER,
            "line of capitals": line.in_caps,
            "capitals": token.shape is Shape.UPPER and len(token.norm) > 1,
            "heading": line.heading,
            "starts a sentence": token.starts,
        }
        return next((name for name, holds in states.items() if holds), "capital inside")

    def _setting(self, proposal: Proposal) -> Iterator[tuple[str, float]]:
        scene = self._scene
        answers = {
            "line of its own": scene.alone(proposal.first, proposal.last),
            "ends the text": proposal.last == len(scene.tokens) and proposal.first > 0,
            "starts the text": proposal.first == 0,
            "possessive": bool(scene.tokens[proposal.last - 1].full),
            "hyphen before": self._hyphened(proposal.first),
            "hyphen after": self._hyphened(proposal.last),
        }
        yield from ((name, 1.0) for name, holds in answers.items() if holds)
        foreign = self._foreign(proposal)
        if foreign:
            yield "words of another language around", foreign

    def _hyphened(self, position: int) -> bool:
        return 0 < position < len(self._scene.tokens) and self._scene.separator(position) in {
            Separator.HYPHEN,
            Separator.NONE,
        }

    def _foreign(self, proposal: Proposal) -> float:
        """Return the share of words in small letters around a name that are no English ones, if there are several."""
        low, high = max(0, proposal.first - _AROUND), min(len(self._scene.tokens), proposal.last + _AROUND)
        small = [
            token.norm
            for token in self._scene.tokens[low:high]
            if token.shape is Shape.LOWER and len(token.norm) > 1 and token.norm.isalpha()
        ]
        if len(small) < _SEVERAL:
            return 0.0
        words = self._lexicon
        foreign = sum(not words.known(norm) and not words.is_a(norm, "small") for norm in small)
        return foreign / len(small) if foreign >= _SEVERAL else 0.0
