"""What a language model has seen in texts before: the model itself is only loaded for texts that are new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from postcheck.find.language import LanguageModel, Reading


class Opinions(Protocol):
    """Where opinions are kept."""

    def opinion(self, text: str) -> Reading | None:
        """Return what the language model was kept to see in a text; None if nothing was kept."""

    def keep(self, opinions: Mapping[str, Reading]) -> None:
        """Keep what the language model sees in each of some texts."""


class KnownOpinions:
    """A language model that reads nothing twice, and is only loaded for texts that are new.

    See :class:`~postcheck.find.language.LanguageModel`.

    Parameters
    ----------
    opinions:
        Where opinions are kept, of this language model alone.
    name:
        What it is called.
    load:
        Loads it.
    """

    def __init__(self, opinions: Opinions, name: str, load: Callable[[], LanguageModel]) -> None:
        self._opinions = opinions
        self._load = load
        self._model: LanguageModel | None = None
        self.path = self.name = name
        self.version = ""

    def find_persons(self, texts: Sequence[str]) -> list[Reading]:
        """Return for each text the persons in it, and the words that may be in a person's name."""
        known = {text: self._known(text) for text in texts}
        new = [text for text, opinion in known.items() if opinion is None]
        if new:
            if self._model is None:
                self._model = self._load()
            opinions = dict(zip(new, self._model.find_persons(new), strict=True))
            self._opinions.keep(opinions)
            known.update(opinions)
        return [known[text] or Reading() for text in texts]

    def _known(self, text: str) -> Reading | None:
        return self._opinions.opinion(text) if text.strip() else Reading()
