"""What the language model sees in texts, from the store: the model itself is only loaded for texts that are new."""

from __future__ import annotations

from collections.abc import Sequence

from postcheck.audit.store import AuditStore
from postcheck.find.language import LanguageModel, Reading, load_language_model, model_identity


class StoredOpinions:
    """A language model that reads nothing twice, and takes no other model's word for it.

    See :class:`~postcheck.find.language.LanguageModel`.

    Parameters
    ----------
    store:
        Where opinions are kept.
    name:
        The language model; empty for the one that ships.
    """

    def __init__(self, store: AuditStore, name: str) -> None:
        self._store = store
        store.use_model(model_identity(name))
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
            opinions = self._model.find_persons(new)
            with self._store.together():
                for text, opinion in zip(new, opinions, strict=True):
                    self._store.add_opinion(text, opinion)
            known.update(zip(new, opinions, strict=True))
        return [known[text] or Reading() for text in texts]

    def _known(self, text: str) -> Reading | None:
        return self._store.opinion(text) if text.strip() else Reading()
