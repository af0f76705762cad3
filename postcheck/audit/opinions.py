"""What the language model sees in texts, kept in the store."""

from __future__ import annotations

from collections.abc import Mapping

from postcheck.audit.store import AuditStore
from postcheck.find.known_opinions import Opinions
from postcheck.find.language import Reading, model_identity


class InStore:
    """Opinions of one language model in a store."""

    def __init__(self, store: AuditStore, name: str) -> None:
        self._store = store
        store.use_model(model_identity(name))

    def opinion(self, text: str) -> Reading | None:
        """See :class:`~postcheck.find.known_opinions.Opinions`."""
        return self._store.opinion(text)

    def keep(self, opinions: Mapping[str, Reading]) -> None:
        """See :class:`~postcheck.find.known_opinions.Opinions`."""
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
        """See :class:`~postcheck.find.known_opinions.Opinions`."""
        return self._new.get(text) or self._opinions.opinion(text)

    def keep(self, opinions: Mapping[str, Reading]) -> None:
        """See :class:`~postcheck.find.known_opinions.Opinions`."""
        self._new.update(opinions)

    def taken(self) -> Mapping[str, Reading]:
        """Return the new ones, and wait for others."""
        new, self._new = self._new, {}
        return new
