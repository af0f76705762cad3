"""The forms of names: from single names of the roll in a passage to full names, initials and surnames."""
# ruff: noqa: RUF001 -- a curly apostrophe is meant

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from postcheck.find.apart import acrostics, runs, sounds, spelled_out
from postcheck.find.evidence.adults import Adults
from postcheck.find.propose.proposal import Meant, Proposal
from postcheck.find.roll import Quality, Reading, RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import Certainty, NameForm, Reason
from postcheck.text.tokens import Cut, Separator, Shape, accented, unspaced

_MAX_TOKENS = 8
_MAX_LENGTH = 40
_MAX_BETWEEN = 3
_LEAST_PIECE = 4
_LEAST_CUT = 5
_LEAST_SPLIT = 5
_VERY_SHORT = 2
_MAX_ABBREVIATION = 3
_RUN_TOGETHER = 95
"""Rank of a full name in a word in which others run together: below one whose words stand apart."""
_OF_LINES = 10


_ABBREVIATED = regex.compile(r"\.(?=[,;:)]|['’]s|[ \t]+[\p{Ll}\p{N}(&])")

@dataclass(slots=True)
class Hit:
    """One name of the roll at the tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    end: int
    """Where it ends in the text."""
    readings: tuple[Reading, ...]
    apart: bool = False
    """Whether its letters stand apart."""

    @property
    def quality(self) -> Quality:
        """The best of its readings."""
        return max(quality for _, quality in self.readings)


class Forms:
    """Finds the names of the roll in one passage.

    Parameters
    ----------
    scene:
        The passage.
    index:
        The roll.
    """

    def __init__(self, scene: Scene, index: RollIndex) -> None:
        self._scene = scene
        self._index = index
        self._lexicon = scene.lexicon
        self._hits: dict[int, list[Hit]] = {}
        self._ends: set[int] = set()
        self._apart: set[int] = set()
        """Letters that stand apart from the one before as the others of their word do."""
        self._adults = Adults(scene)

    def find(self) -> list[Proposal]:
        """Return every name, the likelier of overlapping ones, in order."""
        if not len(self._index):
            return []
        self._collect()
        proposed = list(self._propose())
        proposed.sort(key=lambda seen: (-seen.rank, seen.start - seen.end, seen.start))
        holders: list[Proposal | None] = [None] * len(self._scene.tokens)
        kept: list[Proposal] = []
        passed_over = []
        for seen in proposed:
            if any(holders[seen.first : seen.last]):
                passed_over.append(seen)
            else:
                holders[seen.first : seen.last] = [seen] * (seen.last - seen.first)
                kept.append(seen)
        for seen in passed_over:
            self._share(seen, holders)
        kept.sort(key=lambda seen: seen.start)
        return kept

    def _share(self, seen: Proposal, holders: list[Proposal | None]) -> None:
        """Let a reading that gave way to likelier ones keep its pupils, so that nobody on the roll hides another.

        It doesn't if the likelier readings explain every word of it.
        """
        over = holders[seen.first : seen.last]
        keepers = list({id(keeper): keeper for keeper in over if keeper is not None}.values())
        if seen.why is not Reason.ACROSTIC and all(
            keeper is not None and self._explains(keeper, seen) for keeper in over
        ):
            return
        widest = max(
            keepers, key=lambda keeper: (min(keeper.last, seen.last) - max(keeper.first, seen.first), -keeper.first)
        )
        if seen.form is NameForm.SURNAME and widest.form is NameForm.FIRST and widest.ready is not None:
            return  # bearers of a distinctive surname are among its candidates already
        widest.others.append(seen)

    def _explains(self, keeper: Proposal, seen: Proposal) -> bool:
        """Whether one reading leaves no room for another of some of its words: a full name for the first name in it."""
        if keeper.first > seen.first or keeper.last < seen.last:
            crossing = keeper.first < seen.first or keeper.last > seen.last
            return crossing and keeper.form is NameForm.FULL and keeper.certainty is Certainty.CERTAIN
        if (keeper.first, keeper.last) == (seen.first, seen.last):
            return False
        if keeper.form is NameForm.INITIAL_SURNAME:
            return seen.form is not NameForm.FIRST  # "Team A Carter won": Carter may be a first name
        return not self._may_be_a_list(keeper)

    def _may_be_a_list(self, keeper: Proposal) -> bool:
        """Whether a full name over two lines may be two pupils' first names, a line each."""
        scene = self._scene
        starts = [
            position
            for position in range(keeper.first + 1, keeper.last)
            if scene.separator(position) is Separator.NEWLINE
        ]
        if not starts or not scene.alone(keeper.first, keeper.last):
            return False
        return all((entry := self._index.exact(scene.norm(start))) is not None and entry.firsts for start in starts)

    def _named(self, position: int) -> bool:
        """Whether a name that isn't an ordinary word covers this token."""
        return position in self._ends

    # Single names

    def _collect(self) -> None:
        scene = self._scene
        for first in range(len(scene.tokens)):
            found = list(self._hits_from(first))
            if scene.passage.from_ocr and not found:
                found.extend(self._split_word(first))
            if found:
                self._hits[first] = found
        self._letters_apart()
        for hits in self._hits.values():
            for hit in hits:
                entry = hit.readings[0][0]
                if hit.quality >= Quality.SPELLING and not self._ordinary(hit) and entry.first and entry.alone:
                    self._ends.update(range(hit.first, hit.last))

    def _hits_from(self, first: int) -> Iterator[Hit]:  # noqa: C901 -- one decision, read from top to bottom
        scene, index = self._scene, self._index
        tokens = scene.tokens
        count = len(tokens)
        if not self._may_start(first):
            return
        key = ""
        spaces: list[int] = []
        prefixes = index.prefixes
        for position in range(first, min(first + _MAX_TOKENS, count)):
            token = tokens[position]
            if position > first:
                separator = token.separator
                if tokens[position - 1].full:
                    return
                if separator.loose or (separator is Separator.STOP and token.slug):
                    if key not in prefixes:
                        return
                    spaces.append(len(key))
                elif not separator.tight:
                    # "O' Brien", "St. John"
                    if (
                        separator not in {Separator.QUOTE, Separator.DOT}
                        or key not in prefixes
                        or len(key) > _VERY_SHORT
                    ):
                        return
                    spaces.append(len(key))
            key += token.norm
            if len(key) > _MAX_LENGTH:
                return
            following = tokens[position + 1].separator if position + 1 < count else Separator.STOP
            if following is not Separator.NONE or self._may_end(position):
                hit = self._hit(first, position, key, spaces)
                if hit is not None and not (
                    sounds(tokens, first, position + 1)
                    and (hit.quality is not Quality.EXACT or self._whispered(first, len(key)))
                ):
                    yield hit
            if not following.tight and key not in prefixes:
                return

    def _whispered(self, first: int, length: int) -> bool:
        """Whether letters that stand apart are too few and too small to be a name rather than the sounds of a word."""
        return length < _LEAST_PIECE and self._scene.shape(first) is Shape.LOWER

    def _may_start(self, first: int) -> bool:
        """Whether a name may start here: not in the middle of a word, unless words run together there."""
        token = self._scene.tokens[first]
        if token.separator is not Separator.NONE or token.slug or token.cut or first == 0:
            return True
        before = self._scene.tokens[first - 1]
        if before.end != token.start or not before.norm.isalpha() or unspaced(token.norm):
            return True
        return len(token.norm) >= _LEAST_PIECE and not self._lexicon.is_a(before.norm, "particles")

    def _may_end(self, position: int) -> bool:
        """Whether a name may end here though the word goes on."""
        token, after = self._scene.tokens[position], self._scene.tokens[position + 1]
        if token.slug or token.cut or not after.norm.isalpha() or unspaced(token.norm):
            return True
        return len(token.norm) >= _LEAST_PIECE and len(after.norm) >= _LEAST_PIECE

    def _hit(self, first: int, position: int, key: str, spaces: list[int]) -> Hit | None:  # noqa: C901, PLR0911 -- one decision, read from top to bottom
        scene, index = self._scene, self._index
        token = scene.tokens[position]
        readings = self._fitting(index.read(key), spaces)
        if readings:
            return Hit(first, position + 1, token.end, readings)
        end = token.end
        lexicon = self._lexicon
        if not key.isalpha() and not scene.passage.from_ocr:
            return None
        word = lexicon.known(key) if token.shape is Shape.LOWER else lexicon.ordinary(key)
        if len(key) >= _LEAST_PIECE and key.endswith("s") and not token.full and not word and not lexicon.place(key):
            # "Amelias", "the Jarvises"
            for ending in (1, 2) if key.endswith(("ses", "xes", "zes", "ches", "shes")) else (1,):
                readings = self._fitting(index.read(key[:-ending]), spaces)
                if readings and end - token.start > ending:
                    return Hit(first, position + 1, end - ending, readings)
        if (
            spaces
            or len(key) < _LEAST_PIECE
            or not key.isascii()
            or lexicon.known(key)
            or lexicon.place(key)
            or token.cut
        ):
            return None
        if token.shape is Shape.LOWER and not scene.uncased and not token.slug and len(key) <= _LEAST_CUT:
            return None
        # What an engine mixes up says more than a slip of the finger, of which people make few in a certificate.
        entries = index.alike(key) if scene.passage.from_ocr else ()
        if entries:
            return Hit(first, position + 1, end, tuple((entry, Quality.MISREAD) for entry in entries))
        entries = index.slipped(key)
        if entries:
            return Hit(first, position + 1, end, tuple((entry, Quality.SLIP) for entry in entries))
        if scene.passage.from_ocr:
            entries = index.misread(key)
            if entries:
                return Hit(first, position + 1, end, tuple((entry, Quality.MISREAD) for entry in entries))
        return None

    @staticmethod
    def _fitting(readings: tuple[Reading, ...], spaces: list[int]) -> tuple[Reading, ...]:
        """Return the readings in which spaces may stand where they do."""
        if not spaces or not readings:
            return readings
        return tuple(
            reading
            for reading in readings
            if reading[0].joins.issuperset(spaces)
            or (reading[1] is Quality.SPELLING and reading[0].key.startswith(("mc", "mac")) and len(spaces) == 1)
        )

    def _split_word(self, first: int) -> Iterator[Hit]:
        """Find a name that OCR has broken up by a space."""
        scene, index = self._scene, self._index
        key = ""
        known = True
        for position in range(first, min(first + 3, len(scene.tokens))):
            token = scene.tokens[position]
            if position > first and (token.separator is not Separator.SPACE or scene.tokens[position - 1].full):
                return
            key += token.norm
            known = known and (self._lexicon.known(token.norm) or token.norm in {"a", "i"})
            if position > first and len(key) >= _LEAST_SPLIT and not known and not self._lexicon.known(key):
                entry = index.exact(key)
                if entry is not None and not any(
                    index.exact(piece.norm) for piece in scene.tokens[first : position + 1]
                ):
                    yield Hit(first, position + 1, token.end, ((entry, Quality.MISREAD),))

    def _letters_apart(self) -> None:
        """Find names whose letters stand apart: "A m e l i a"."""
        scene = self._scene
        before = 0
        for first, last in runs(scene):
            self._apart.update(range(first + 1, last))
            if first == before and not scene.text[scene.tokens[first - 1].end : scene.tokens[first].start].strip():
                self._apart.add(first)  # a surname goes on the same way, after a larger space
            before = last
            for name in spelled_out(scene, self._index, first, last):
                hits = self._hits.setdefault(name.first, [])
                if not any(hit.last == name.last for hit in hits):
                    end = scene.tokens[name.last - 1].end
                    hits.append(Hit(name.first, name.last, end, ((name.entry, Quality.SPELLING),), apart=True))

    def _ordinary(self, hit: Hit) -> bool:
        scene = self._scene
        token = scene.tokens[hit.first]
        key = "".join(piece.norm for piece in scene.tokens[hit.first : hit.last])
        lower = token.shape is Shape.LOWER and not token.slug
        if self._lexicon.ordinary(key) or (
            lower and self._lexicon.known(key) and not self._lexicon.is_a(key, "names_first")
        ):
            # "Tomé" isn't a tome.
            return not accented(scene.text[token.start : scene.tokens[hit.last - 1].end])
        return len(key) <= _VERY_SHORT and key.isascii() and self._scene.tokens[hit.first].shape is not Shape.TITLE

    # Forms

    def _propose(self) -> Iterator[Proposal]:
        scene = self._scene
        for hits in list(self._hits.values()):
            for hit in hits:
                yield from self._full(hit)
                yield from self._turned(hit)
                # Asked here rather than there: on a long roll most words are a name, and few stand beside an initial.
                following = len(scene.norm(hit.last))
                if following == 1:
                    yield from self._first_initial(hit)
                if 0 < following <= _MAX_ABBREVIATION:
                    yield from self._first_abbreviated(hit)
                yield from self._first_middle(hit)
                if len(scene.norm(hit.first - 1)) == 1:
                    yield from self._initial_surname(hit)
                if following == 1:
                    yield from self._surname_initial(hit)
                yield from self._first(hit)
                yield from self._surname(hit)
        yield from self._initials()
        yield from self._acrostics()
        for start, end, one, two in scene.run_together:
            first, last = scene.first_after(start), scene.first_from(end)
            meant = dict.fromkeys(self._index.pair(one, two), (NameForm.FULL, Certainty.CERTAIN))
            yield Proposal(first, last, start, end, NameForm.FULL, Certainty.CERTAIN, Reason.FULL, _RUN_TOGETHER, meant)

    def _acrostics(self) -> Iterator[Proposal]:
        """Find names that lines spell with their first letters; the first word of the first line stands for them."""
        for found in acrostics(self._scene, self._index):
            token = self._scene.tokens[found.token]
            place = (found.token, found.token + 1, token.start, token.end)
            if found.surname is not None:
                meant = dict.fromkeys(self._index.pair(found.name, found.surname), (NameForm.FULL, Certainty.LIKELY))
                yield Proposal(*place, NameForm.FULL, Certainty.LIKELY, Reason.ACROSTIC, _OF_LINES + 1, meant)
                continue
            # A verse on "summer" or "grace" is a verse on that.
            certainty = Certainty.UNSURE if self._lexicon.ordinary(found.name.key) else Certainty.LIKELY
            seen = Proposal(*place, NameForm.FIRST, certainty, Reason.ACROSTIC, _OF_LINES)
            seen.ready = self._index.first_candidates(((found.name, Quality.EXACT),), certainty)
            yield seen

    def _sighting(
        self,
        hits: tuple[Hit, ...],
        form: NameForm,
        certainty: Certainty,
        why: Reason,
        rank: int,
        meant: Meant,
        *,
        end: int = 0,
        last: int = 0,
        first: int = -1,
    ) -> Proposal:
        scene = self._scene
        start_token = first if first >= 0 else hits[0].first
        start = scene.tokens[start_token].start
        stop = end or max(hit.end for hit in hits)
        if scene.passage.from_ocr and certainty is Certainty.CERTAIN and scene.doubtful(start, stop):
            certainty, why = Certainty.LIKELY, Reason.DOUBTFUL
            meant = {position: (as_form, Certainty.LIKELY) for position, (as_form, _) in meant.items()}
        return Proposal(
            start_token, last or max(hit.last for hit in hits), start, stop, form, certainty, why, rank, meant
        )

    def _couples(self, one: Hit, two: Hit) -> tuple[Meant, Quality]:
        """Return the pupils with the first name at ``one`` and the surname at ``two``, and how well the best agree."""
        meant: Meant = {}
        best = Quality.MISREAD
        index = self._index
        for first, first_quality in one.readings:
            if not first.first:
                continue
            for last, last_quality in two.readings:
                if not last.last and not (last.firsts and first.first):
                    continue
                quality = min(first_quality, last_quality)
                certainty = Certainty.CERTAIN if quality is Quality.EXACT else Certainty.LIKELY
                for position in index.pair(first, last):
                    if meant.get(position, (NameForm.FULL, Certainty.UNSURE))[1] < certainty:
                        meant[position] = (NameForm.FULL, certainty)
                    best = max(best, quality)
                for position in index.weak_pair(first, last):
                    meant.setdefault(position, (NameForm.FULL, Certainty.LIKELY))
                    best = max(best, min(quality, Quality.SPELLING))
        return meant, best

    def _full(self, hit: Hit) -> Iterator[Proposal]:
        """Find "Amelia Carter", with middle names and initials."""
        scene = self._scene
        if not any(entry.first for entry, _ in hit.readings) or (
            scene.tokens[hit.last - 1].full and hit.end == scene.tokens[hit.last - 1].end
        ):
            return
        position = hit.last
        broken = False
        for skipped in range(_MAX_BETWEEN + 1):
            if position >= len(scene.tokens) or not self._goes_on(position):
                return
            broken = broken or scene.separator(position) is Separator.NEWLINE
            for other in self._hits.get(position, ()):
                meant, quality = self._couples(hit, other)
                if meant and not (
                    scene.separator(position) is Separator.HYPHEN and self._is_surname(hit.first, other.last)
                ):
                    seen = self._as_full(hit, other, meant, quality, 100 - 3 * skipped - 8 * broken)
                    if seen is not None:
                        yield seen
            if not self._between(position, hit):
                return
            position += 1

    def _is_surname(self, first: int, last: int) -> bool:
        """Whether these tokens together are one surname of the roll."""
        return any(
            hit.last == last and any(entry.surnames for entry, quality in hit.readings if quality is Quality.EXACT)
            for hit in self._hits.get(first, ())
        )

    def _goes_on(self, position: int) -> bool:
        scene = self._scene
        separator = scene.separator(position)
        before = scene.tokens[position - 1]
        if before.full and separator is not Separator.NONE:
            return False
        if separator.tight or separator.loose or separator is Separator.QUOTE or position in self._apart:
            return True
        return separator is Separator.DOT and (len(before.norm) == 1 or before.slug)

    def _between(self, position: int, hit: Hit) -> bool:
        """Whether this token may stand between a first name and a surname."""
        token = self._scene.tokens[position]
        if len(token.norm) == 1:
            return token.norm.isalpha()
        if self._scene.separator(position) is Separator.NEWLINE:
            return False
        entry = self._index.exact(token.norm)
        if entry is not None and (entry.middles or entry.halves or entry.firsts):
            return True
        if self._lexicon.is_a(token.norm, "particles"):
            return True
        return (
            token.shape in {Shape.TITLE, Shape.UPPER}
            and self._scene.shape(hit.first) is not Shape.LOWER
            and not self._lexicon.known(token.norm)
        )

    def _as_full(self, one: Hit, two: Hit, meant: Meant, quality: Quality, rank: int) -> Proposal | None:
        scene = self._scene
        if one.last > two.first:
            return None
        first_ordinary, last_ordinary = (
            self._ordinary(one),
            self._lexicon.known("".join(token.norm for token in scene.tokens[two.first : two.last])),
        )
        if quality is Quality.EXACT:
            certainty, why = Certainty.CERTAIN, Reason.FULL
            if (
                first_ordinary
                and scene.shape(one.first) is Shape.LOWER
                and not scene.tokens[one.first].slug
                and (last_ordinary or not scene.uncased)
            ):
                certainty, why = Certainty.LIKELY, Reason.ORDINARY
        else:
            certainty = Certainty.LIKELY
            why = Reason.APART if one.apart or two.apart else _why(quality)
            rank -= 25 - 5 * quality
        return self._sighting((one, two), NameForm.FULL, certainty, why, rank, meant)

    def _turned(self, hit: Hit) -> Iterator[Proposal]:
        """Find "Carter, Amelia" and "CARTER Amelia"."""
        scene = self._scene
        if (
            not any(entry.last for entry, _ in hit.readings)
            or hit.last >= len(scene.tokens)
            or scene.tokens[hit.last - 1].full
        ):
            return
        separator = scene.separator(hit.last)
        if not (separator.tight or separator.loose or separator is Separator.COMMA) or self._adults.title_before(
            hit.first
        ):
            return
        for other in self._hits.get(hit.last, ()):
            meant, quality = self._couples(other, hit)
            if not meant or (separator is not Separator.COMMA and quality is not Quality.EXACT):
                continue
            word = "".join(token.norm for token in scene.tokens[hit.first : hit.last])
            caps = scene.shape(hit.first) is Shape.UPPER and not scene.line(hit.first).in_caps
            slug = scene.tokens[hit.first].slug
            # "Taylor, Jack and Amelia" may be three first names; "Young Amelia" isn't a surname and a forename.
            if (
                separator is Separator.COMMA
                and not caps
                and any(entry.firsts for entry, entry_quality in hit.readings if entry_quality is Quality.EXACT)
            ):
                continue
            if separator is Separator.COMMA and self._forename_before(hit.first):
                continue
            if separator is not Separator.COMMA and self._lexicon.known(word) and not caps and not slug:
                continue
            plain = not accented(scene.text[scene.tokens[hit.first].start : hit.end])
            if (
                separator is Separator.COMMA
                and self._lexicon.known(word)
                and plain
                and scene.shape(hit.first) is Shape.LOWER
            ):
                continue
            certainty = Certainty.CERTAIN if quality is Quality.EXACT else Certainty.LIKELY
            rank = (
                (85 if separator is Separator.COMMA or caps else 76)
                - (8 if separator is Separator.NEWLINE else 0)
                - (25 - 5 * quality if quality is not Quality.EXACT else 0)
            )
            last, end = self._swallow_middle(other, meant)
            yield self._sighting(
                (hit, other),
                NameForm.FULL,
                certainty,
                Reason.FULL if quality is Quality.EXACT else _why(quality),
                rank,
                meant,
                end=end,
                last=last,
            )

    def _forename_before(self, position: int) -> bool:
        """Whether the surname has its forename or initial before it, so that a name after a comma is another's."""
        scene = self._scene
        if position == 0:
            return False
        separator, before = scene.separator(position), scene.tokens[position - 1]
        if len(before.norm) == 1:
            stop = scene.text[before.end : scene.tokens[position].start].strip()
            return before.shape is Shape.UPPER and stop in {"", "."}
        if (
            separator is not Separator.SPACE
            or before.full
            or not before.norm.isalpha()
            or (before.shape is Shape.LOWER and not scene.uncased)
        ):
            return False
        return (
            position - 1 in self._hits
            or self._lexicon.is_a(before.norm, "given")
            or not self._lexicon.known(before.norm)
        )

    def _swallow_middle(self, hit: Hit, meant: Meant) -> tuple[int, int]:
        """Return where a name ends that middle names or initials follow: "Carter, Amelia Rose"."""
        scene = self._scene
        last, end = hit.last, hit.end
        while last < len(scene.tokens) and scene.separator(last) is Separator.SPACE and not scene.tokens[last - 1].full:
            token = scene.tokens[last]
            entry = self._index.exact(token.norm)
            if entry is None or not entry.middles or not self._index.is_middle(entry, meant):
                break
            last, end = last + 1, token.end
        return last, end

    def _first_initial(self, hit: Hit) -> Iterator[Proposal]:  # noqa: C901, PLR0911, PLR0912 -- one decision, read from top to bottom
        """Find "Amelia C"."""
        scene = self._scene
        position = hit.last
        if (
            position >= len(scene.tokens)
            or scene.tokens[position - 1].full
            or hit.end != scene.tokens[position - 1].end
        ):
            return
        token = scene.tokens[position]
        if (
            len(token.norm) != 1
            or not token.norm.isalpha()
            or not (
                token.separator in {Separator.SPACE, Separator.UNDER}
                or (token.separator is Separator.NONE and token.slug)
            )
        ):
            return
        if token.shape is not Shape.UPPER and not token.slug and not scene.uncased:
            return
        following = scene.separator(position + 1)
        if (
            following is Separator.HYPHEN
            and len(scene.norm(position + 1)) == 1
            and scene.shape(position + 1) is token.shape
        ):
            # "Ffion B-P": both initials of a double-barrelled surname
            position += 1
            following = scene.separator(position + 1)
        if following.tight and not token.slug and following is not Separator.NONE:
            return
        stop = scene.tokens[position].end
        dotted = following is Separator.DOT or (scene.text[stop : stop + 1] == ".")
        if (
            token.norm in "ai"
            and not dotted
            and following in {Separator.SPACE, Separator.NEWLINE}
            and scene.shape(position + 1) is Shape.LOWER
        ):
            return
        if token.norm in "aixy" and not dotted and scene.shape(position) is Shape.LOWER:
            return
        base = next(iter(self._first(hit)), None)
        ordinary = self._ordinary(hit)
        # "@noahb": too short to be cut out of any word, but here nothing else is left
        handle = token.slug and token.separator is Separator.NONE and scene.separator(hit.first) is not Separator.NONE
        handle = handle and not (following is Separator.NONE and scene.norm(position + 1).isalpha())
        fits = scene.shape(hit.first) in {Shape.TITLE, Shape.UPPER} if ordinary else handle
        if base is None and not (fits and hit.quality is Quality.EXACT):
            return
        certainty = Certainty.LIKELY if base is None else base.certainty
        meant: Meant = {}
        for entry, quality in hit.readings:
            for pupil in self._index.with_surname_initial(entry, token.norm):
                own = certainty if quality is Quality.EXACT else Certainty.LIKELY
                if meant.get(pupil, (NameForm.FIRST_INITIAL, Certainty.UNSURE))[1] < own:
                    meant[pupil] = (NameForm.FIRST_INITIAL, own)
        if meant:
            if not any(own is Certainty.CERTAIN for _, own in meant.values()):
                certainty = Certainty.LIKELY
            why = Reason.FIRST_INITIAL if base is None or base.why is Reason.FIRST else base.why
            yield self._sighting(
                (hit,), NameForm.FIRST_INITIAL, certainty, why, 60, meant, end=self._with_stop(stop), last=position + 1
            )
        elif base is not None and not (token.slug and token.separator is Separator.NONE):
            seen = self._sighting(
                (hit,),
                NameForm.FIRST_INITIAL,
                certainty,
                base.why,
                60,
                dict(base.meant),
                end=self._with_stop(stop),
                last=position + 1,
            )
            seen.ready = base.ready
            yield seen

    def _first_abbreviated(self, hit: Hit) -> Iterator[Proposal]:  # noqa: C901 -- one decision, read from top to bottom
        """Find "Siobhán O'K", "Jack McD" and "Amelia Ca."."""
        scene = self._scene
        first = last = hit.last
        count = len(scene.tokens)
        if first >= count:
            return
        if (
            scene.separator(first) is not Separator.SPACE
            or scene.tokens[first - 1].full
            or hit.end != scene.tokens[first - 1].end
        ):
            return
        last += 1
        while last < count and last - first <= _MAX_ABBREVIATION and scene.separator(last).tight:
            last += 1
        parts = tuple(token.norm for token in scene.tokens[first:last])
        whole = "".join(parts)
        end = scene.tokens[last - 1].end
        if not 2 <= len(whole) <= _MAX_ABBREVIATION or not whole.isalpha() or scene.tokens[last - 1].full:  # noqa: PLR2004 -- one letter is an initial
            return
        written = scene.text[scene.tokens[first].start : end]
        joined = not written.isalpha()
        if scene.shape(first) in {Shape.LOWER, Shape.NONE} and not (joined and scene.shape(hit.first) is Shape.LOWER):
            return
        if not joined and (
            (scene.shape(first) is Shape.UPPER and last - first == 1)
            or self._lexicon.known(whole)
            or self._lexicon.is_a(whole, "particles")
            or self._index.exact(whole) is not None
        ):
            return
        hyphened = any(scene.separator(position) is Separator.HYPHEN for position in range(first + 1, last))
        base = next(iter(self._first(hit)), None)
        if base is None and not (
            self._ordinary(hit)
            and hit.quality is Quality.EXACT
            and scene.shape(hit.first) in {Shape.TITLE, Shape.UPPER}
        ):
            return
        meant: Meant = {}
        for entry, quality in hit.readings:
            for pupil in self._index.with_surname_beginning(entry, parts if hyphened else (whole,)):
                own = base.certainty if base is not None and quality is Quality.EXACT else Certainty.LIKELY
                if meant.get(pupil, (NameForm.FIRST_INITIAL, Certainty.UNSURE))[1] < own:
                    meant[pupil] = (NameForm.FIRST_INITIAL, own)
        if meant:
            certainty = max(own for _, own in meant.values())
            why = Reason.FIRST_INITIAL if base is None or base.why is Reason.FIRST else base.why
            yield self._sighting(
                (hit,), NameForm.FIRST_INITIAL, certainty, why, 61, meant, end=self._with_stop(end), last=last
            )

    def _with_stop(self, end: int) -> int:
        """Return where an initial ends, its full stop included if that does not end the sentence."""
        text = self._scene.text
        return end + 1 if _ABBREVIATED.match(text, end) else end

    def _first_middle(self, hit: Hit) -> Iterator[Proposal]:
        """Find "Amelia Rose", a first name and the middle names that go with it."""
        scene, index = self._scene, self._index
        if (
            hit.last >= len(scene.tokens)
            or scene.tokens[hit.last - 1].full
            or scene.separator(hit.last) not in {Separator.SPACE, Separator.HYPHEN, Separator.NONE, Separator.UNDER}
        ):
            return
        if hit.end != scene.tokens[hit.last - 1].end:
            return
        for other in self._hits.get(hit.last, ()):
            if scene.shape(other.first) is not scene.shape(hit.first):
                continue
            meant: Meant = {}
            certain = False
            for first, quality in hit.readings:
                for middle, middle_quality in other.readings:
                    certainty = Certainty.CERTAIN if quality is middle_quality is Quality.EXACT else Certainty.LIKELY
                    for pupil in index.first_and_middle(first, middle):
                        meant[pupil] = (
                            NameForm.FIRST,
                            max(certainty, meant.get(pupil, (NameForm.FIRST, certainty))[1]),
                        )
                        certain = certain or certainty is Certainty.CERTAIN
            if meant:
                certainty = Certainty.CERTAIN if certain else Certainty.LIKELY
                meant = {pupil: (form, min(own, certainty)) for pupil, (form, own) in meant.items()}
                yield self._sighting(
                    (hit, other), NameForm.FIRST, certainty, Reason.FIRST if certain else Reason.SPELLING, 56, meant
                )

    def _initial_surname(self, hit: Hit) -> Iterator[Proposal]:  # noqa: C901 -- one decision, read from top to bottom
        """Find "A. Carter" and "A. R. Carter"."""
        scene = self._scene
        first = hit.first
        if hit.quality < Quality.SPELLING or not any(entry.last for entry, _ in hit.readings):
            return
        letters = ""
        dotted = False
        while first > 0 and len(letters) <= _MAX_BETWEEN:
            before = scene.tokens[first - 1]
            separator = scene.separator(first)
            if len(before.norm) != 1 or not before.norm.isalpha() or before.full:
                break
            if not (
                separator in {Separator.SPACE, Separator.DOT, Separator.UNDER}
                or (separator is Separator.NONE and before.slug)
                or (separator is Separator.STOP and scene.text[before.end : scene.tokens[first].start] == ".")
            ):
                break
            if before.shape is not Shape.UPPER and not before.slug and not scene.uncased:
                break
            dotted = dotted or "." in scene.text[before.end : scene.tokens[first].start]
            letters = before.norm + letters
            first -= 1
        lower = scene.shape(hit.first) is Shape.LOWER and not (
            hit.last - hit.first > 1 and self._lexicon.is_a(scene.norm(hit.first), "particles")
        )
        if not letters or (lower and not scene.uncased and not scene.tokens[hit.first].slug):
            return
        word = "".join(token.norm for token in scene.tokens[hit.first : hit.last])
        meant: Meant = {}
        for entry, _ in hit.readings:
            for pupil in self._index.with_first_initial(entry, letters[0]):
                meant[pupil] = (NameForm.INITIAL_SURNAME, Certainty.LIKELY)
        if not dotted and (
            (self._lexicon.ordinary(word) and not scene.tokens[first].slug)
            or (letters in {"a", "i"} and (not meant or scene.line(hit.first).in_caps))
            or (scene.uncased and not scene.tokens[first].slug)
        ):
            return
        if not meant:
            if not dotted or self._lexicon.ordinary(word):
                return
            for entry, _ in hit.readings:
                meant.update(
                    (pupil, (NameForm.SURNAME, Certainty.LIKELY)) for pupil in (*entry.surnames, *entry.surname_halves)
                )
        yield self._sighting(
            (hit,), NameForm.INITIAL_SURNAME, Certainty.LIKELY, Reason.INITIAL_SURNAME, 58, meant, first=first
        )

    def _surname_initial(self, hit: Hit) -> Iterator[Proposal]:
        """Find "Carter A." and "Carter, A." as registers have them."""
        scene = self._scene
        position = hit.last
        if (
            hit.quality is not Quality.EXACT
            or scene.shape(hit.first) not in {Shape.TITLE, Shape.UPPER}
            or scene.tokens[position - 1].full
        ):
            return
        if (
            scene.separator(position) not in {Separator.SPACE, Separator.COMMA}
            or scene.shape(position) is not Shape.UPPER
            or self._forename_before(hit.first)
        ):
            return
        stop = scene.tokens[position].end
        dotted = scene.text[stop : stop + 1] == "."
        goes_on = scene.separator(position + 1) is Separator.SPACE and scene.shape(position + 1) is not Shape.NONE
        word = "".join(token.norm for token in scene.tokens[hit.first : hit.last])
        if (
            (goes_on and not dotted)
            or (not dotted and scene.separator(position) is Separator.COMMA)
            or self._lexicon.ordinary(word)
        ):
            return
        meant: Meant = {}
        for entry, quality in hit.readings:
            if quality is Quality.EXACT and entry.last and entry.alone:
                for pupil in self._index.with_first_initial(entry, scene.norm(position)):
                    meant[pupil] = (NameForm.INITIAL_SURNAME, Certainty.LIKELY)
        if meant:
            yield self._sighting(
                (hit,),
                NameForm.INITIAL_SURNAME,
                Certainty.LIKELY,
                Reason.INITIAL_SURNAME,
                57,
                meant,
                end=self._with_stop(stop),
                last=position + 1,
            )

    def _initials(self) -> Iterator[Proposal]:
        """Find "A. C." where something says that a child is meant."""
        scene = self._scene
        first, count = 0, len(scene.tokens)
        while first < count:
            last = first
            while last < count and self._dotted(last) and (last == first or scene.separator(last) is Separator.DOT):
                last += 1
            if 2 <= last - first <= _MAX_BETWEEN and not scene.tokens[first].slug:  # noqa: PLR2004 -- forename and surname
                meant = dict.fromkeys(
                    self._index.with_initials(scene.norm(first), scene.norm(last - 1)),
                    (NameForm.INITIALS, Certainty.LIKELY),
                )
                if meant:
                    end = scene.tokens[last - 1].end + 1
                    yield Proposal(
                        first,
                        last,
                        scene.tokens[first].start,
                        end,
                        NameForm.INITIALS,
                        Certainty.LIKELY,
                        Reason.INITIALS,
                        30,
                        meant,
                    )
            first = max(last, first + 1)

    def _dotted(self, position: int) -> bool:
        """Whether a token is a capital with a full stop."""
        token = self._scene.tokens[position]
        return (
            len(token.norm) == 1 and token.shape is Shape.UPPER and self._scene.text[token.end : token.end + 1] == "."
        )

    def _first(self, hit: Hit) -> Iterator[Proposal]:
        """Find a first name by itself."""
        scene, index = self._scene, self._index
        readings = [(entry, quality) for entry, quality in hit.readings if entry.alone and entry.first]
        if not readings:
            return
        best = max(quality for _, quality in readings)
        token = scene.tokens[hit.first]
        length = sum(len(piece.norm) for piece in scene.tokens[hit.first : hit.last])
        if token.cut and not self._clearly_cut(hit, length):
            return
        if best is Quality.SLIP:
            worth = {
                entry.id
                for entry in index.slip_alone("".join(piece.norm for piece in scene.tokens[hit.first : hit.last]))
            }
            readings = [(entry, quality) for entry, quality in readings if entry.id in worth]
            if not readings or token.slug:
                return
        if best is Quality.MISREAD and length < _LEAST_PIECE:
            return
        ordinary = self._ordinary(hit)
        if (
            ordinary
            and not any(entry.firsts for entry, quality in readings if quality is Quality.EXACT)
            and token.shape is Shape.LOWER
        ):
            return
        entry, quality = readings[0]
        exact = quality is Quality.EXACT and bool(entry.firsts)
        if (
            quality is Quality.SPELLING
            and token.shape is Shape.LOWER
            and not scene.uncased
            and not token.slug
            and length < _LEAST_PIECE
        ):
            return
        certainty = (
            Certainty.CERTAIN
            if exact and token.cut is not Cut.ROUGH and not self._part_of_longer(hit)
            else Certainty.LIKELY
        )
        why = (
            Reason.APART
            if hit.apart
            else Reason.ORDINARY
            if ordinary
            else Reason.FIRST
            if exact
            else Reason.MIDDLE
            if quality is Quality.EXACT
            else _why(quality)
        )
        seen = self._sighting((hit,), NameForm.FIRST, certainty, why, 40 + 3 * best, {})
        rest = tuple(reading for reading in hit.readings if reading[0].alone and not reading[0].first)
        seen.ready = index.first_candidates((*readings, *rest), seen.certainty)
        yield seen

    def _clearly_cut(self, hit: Hit, length: int) -> bool:
        """Whether a name that was cut out of a longer word is long enough to be one."""
        scene = self._scene
        if scene.tokens[hit.first].cut is Cut.ROUGH:
            return length > _LEAST_CUT
        cheered = scene.separator(hit.first) is Separator.NONE and scene.norm(hit.first - 1) in {
            "team",
            "go",
            "done",
            "luck",
            "birthday",
            "congratulations",
            "by",
        }
        cheered = cheered or self._lexicon.is_a(
            scene.norm(hit.last) if scene.separator(hit.last) is Separator.NONE else "", "cheers"
        )
        return length >= _LEAST_CUT or (cheered and not self._ordinary(hit))

    def _part_of_longer(self, hit: Hit) -> bool:
        """Whether a hyphen ties the name to another: "Lily-Mae" when only "Lily" is on the roll."""
        scene = self._scene
        before = scene.separator(hit.first) is Separator.HYPHEN and self._may_be_a_name(hit.first - 1)
        return before or (scene.separator(hit.last) is Separator.HYPHEN and self._may_be_a_name(hit.last))

    def _may_be_a_name(self, position: int) -> bool:
        """Whether a token may be a name because it isn't an ordinary word: "Tâm" isn't a tam."""
        token = self._scene.tokens[position]
        if accented(self._scene.text[token.start : token.end]):
            return True
        if token.shape is Shape.LOWER:
            return not self._lexicon.known(token.norm)
        return token.shape in {Shape.TITLE, Shape.UPPER} and not self._lexicon.ordinary(token.norm)

    def _tells_a_family(self, hit: Hit, word: str) -> bool:
        """Whether a surname by itself is worth a mention here."""
        scene = self._scene
        if not self._index.distinctive(word) and not (
            accented(scene.text[scene.tokens[hit.first].start : hit.end])
            and not self._lexicon.is_a(word, "common_surnames")
        ):
            return False
        # "a Tudor banquet"
        described = scene.separator(hit.first) is Separator.SPACE and scene.norm(hit.first - 1) in {"a", "an", "the"}
        return not (
            described and scene.separator(hit.last) is Separator.SPACE and self._lexicon.known(scene.norm(hit.last))
        )

    def _surname(self, hit: Hit) -> Iterator[Proposal]:
        """Find a surname by itself, or after an adult's title."""
        scene, index = self._scene, self._index
        token = scene.tokens[hit.first]
        if token.slug or token.cut or hit.quality is Quality.MISREAD:
            return
        readings = [(entry, quality) for entry, quality in hit.readings if entry.last and entry.alone]
        if not readings or (token.shape is Shape.LOWER and not scene.uncased):
            return
        word = "".join(piece.norm for piece in scene.tokens[hit.first : hit.last])
        title = self._adults.title_before(hit.first, surname=True)
        if not title:
            if (
                scene.separator(hit.first) is Separator.HYPHEN
                or scene.separator(hit.last) is Separator.HYPHEN
                or token.shape is Shape.LOWER
            ):
                return
            if hit.quality is Quality.SLIP:
                worth = {entry.id for entry in index.slip_alone(word)}
                readings = [(entry, quality) for entry, quality in readings if entry.id in worth]
        elif hit.quality is Quality.SLIP:
            return
        if not readings:
            return
        best = max(quality for _, quality in readings)
        why = Reason.SURNAME if best is Quality.EXACT else Reason.APART if hit.apart else _why(best)
        seen = self._sighting((hit,), NameForm.SURNAME, Certainty.LIKELY, why, (45 if title else 20) + 3 * best, {})
        seen.ready = index.surname_candidates(tuple(readings))
        yield seen


def _why(quality: Quality) -> Reason:
    return {
        Quality.SPELLING: Reason.SPELLING,
        Quality.SLIP: Reason.TYPO,
        Quality.MISREAD: Reason.MISREAD,
        Quality.EXACT: Reason.FULL,
    }[quality]
