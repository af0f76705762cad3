"""Asks who can be recognised: people are found by an id, a name or a part of one, and chosen by whoever answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import typer

from postcheck.cli.asking import ask
from postcheck.cli.wrapping import wrapped
from postcheck.judge.case import Directory
from postcheck.judge.roll_search import Known, RollSearch
from postcheck.model.draft import PersonRef
from postcheck.model.people import PeopleList
from postcheck.model.text import PlaceKind, Where

_NOBODY = frozenset({"nobody", "noone", "no one", "none", "[]", "-"})
_BETWEEN = re.compile(r"[,;]")
_LABELS = "abcdefghijklmnopqrstuvwxyz"
"""What people are chosen by: ids may be numbers."""
_MOST = 12


class Who:
    """Finds people, and asks for them.

    Parameters
    ----------
    directory:
        What entries of headers are looked up in.
    people:
        The people who aren't pupils.
    """

    def __init__(self, directory: Directory, people: PeopleList) -> None:
        self._directory = directory
        self._search = RollSearch(directory.roll, people)
        self.shown = self._search.shown

    def ask(self, question: str) -> tuple[str, ...] | None:
        """Ask until the answer can be understood; None leaves it open, nobody at all says that nobody can be."""
        typer.echo(wrapped(question))
        how = (
            "Type ids, names or a part of a name, with commas between; “nobody” if nobody can be recognised; or "
            "nothing to leave it open."
        )
        typer.echo(wrapped(how, "  "))
        chosen: dict[str, None] = {}
        offered: list[Known] = []
        while True:
            said = ask("  Who")
            if not said:
                return tuple(chosen) if chosen else None
            if " ".join(said.casefold().split()) in _NOBODY:
                return ()
            open_words = []
            for word in filter(None, (part.strip() for part in _BETWEEN.split(said))):
                found = _labelled(word, offered) or self.exactly(word)
                if found is None:
                    open_words.append(word)
                else:
                    chosen[found] = None
            if not open_words:
                return tuple(chosen)
            offered = self._offer(open_words)
            if chosen:
                so_far = ", ".join(map(self.shown, chosen))
                typer.echo(wrapped(f"So far: {so_far}. Say who else, or nothing if that is all.", "  "))

    def exactly(self, word: str) -> str | None:
        """Return what a header calls the one person whose id or full name this is; None if it isn't one person's."""
        person = self._directory.look_up(PersonRef(word, Where(PlaceKind.POST, "")))
        if len(person.pupils) == 1:
            return person.pupils[0].id
        return word if person.adult else None

    def _offer(self, words: Sequence[str]) -> list[Known]:
        """Show whom words may mean, each with a letter to choose them by."""
        offered: list[Known] = []
        for word in words:
            found = self._search.find(word)
            room = min(_MOST, len(_LABELS) - len(offered))
            if not found:
                typer.echo(
                    wrapped(f"“{word}” is neither a pupil on the consent list nor an adult on the people list.", "  ")
                )
                continue
            typer.echo(wrapped(f"“{word}” may be one of these. Type the letter:", "  "))
            for known in found[:room]:
                typer.echo(wrapped(known.shown, f"    {_LABELS[len(offered)]}  "))
                offered.append(known)
            if len(found) > room:
                typer.echo(wrapped(f"and {len(found) - room} more: type more of the name.", "       "))
        return offered


def understood(said: str, who: Who) -> tuple[str, ...] | None:
    """Return the people that a script names; None if one of them isn't exactly one person."""
    if " ".join(said.casefold().split()) in _NOBODY:
        return ()
    found = [who.exactly(word) for word in filter(None, (part.strip() for part in _BETWEEN.split(said)))]
    people = tuple(dict.fromkeys(one for one in found if one is not None))
    return people if found and None not in found else None


def _labelled(word: str, offered: Sequence[Known]) -> str | None:
    """Return whom a letter of the list above stands for."""
    place = _LABELS.find(word.casefold()) if len(word) == 1 else -1
    return offered[place].ref if 0 <= place < len(offered) else None
