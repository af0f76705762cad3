"""What the language model sees in texts, from the store: the model itself is only loaded for texts that are new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from postcheck.audit.store import AuditStore
from postcheck.find.language import LanguageModel, Reading, load_language_model, model_identity


class Opinions(Protocol):
    """Where opinions are kept."""

    def opinion(self, text: str) -> Reading | None:
        """Return what the language model was kept to see in a text; None if nothing was kept."""

    def keep(self, opinions: Mapping[str, Reading]) -> None:
        """Keep what the language model sees in each of some texts."""


class InStore:
    """Opinions of one language model in a store."""

    def __init__(self, store: AuditStore, name: str) -> None:
        self._store = store
        store.use_model(model_identity(name))

    def opinion(self, text: str) -> Reading | None:
        """See :class:`Opinions`."""
        return self._store.opinion(text)

    def keep(self, opinions: Mapping[str, Reading]) -> None:
        """See :class:`Opinions`."""
        with self._store.together():
            for text, opinion in opinions.items():
                self._store.add_opinion(text, opinion)


class Lent:
    """Opinions in a store to which nothing may be written here: new ones wait until another process does.

    Parameters
    ----------
    opinions:
        Those in the store.
    """

    def __init__(self, opinions: Opinions) -> None:
        self._opinions = opinions
        self._new: dict[str, Reading] = {}

    def opinion(self, text: str) -> Reading | None:
        """See :class:`Opinions`."""
        return self._new.get(text) or self._opinions.opinion(text)

    def keep(self, opinions: Mapping[str, Reading]) -> None:
        """See :class:`Opinions`."""
        self._new.update(opinions)

    def taken(self) -> Mapping[str, Reading]:
        """Return the new ones, and wait for others."""
        new, self._new = self._new, {}
        return new


class KnownOpinions:
    """A language model that reads nothing twice, and takes no other model's word for it.

    See :class:`~postcheck.find.language.LanguageModel`.

    Parameters
    ----------
    opinions:
        Where opinions are kept.
    name:
        The language model; empty for the one that ships.
    """

    def __init__(self, opinions: Opinions, name: str) -> None:
        self._opinions = opinions
        self._model: LanguageModel | None = None
        self.path = self.name = name
        self.version = ""

    def find_persons(self, texts: Sequence[str]) -> list[Reading]:
        """Return for each text the persons in it, and the words that may be in a person's name."""
        known = {text: self._known(text) for text in texts}
        new = [text for text, opinion in known.items() if opinion is None]
        if new:
            if self._model is None:
                self._model = load_language_model(self.name)
            opinions = dict(zip(new, self._model.find_persons(new), strict=True))
            self._opinions.keep(opinions)
            known.update(opinions)
        return [known[text] or Reading() for text in texts]

    def _known(self, text: str) -> Reading | None:
        return self._opinions.opinion(text) if text.strip() else Reading()
