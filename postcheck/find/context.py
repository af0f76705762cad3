"""Is it a name here? Ordinary words, adults and places are told from pupils' names by what stands around them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from postcheck.find.scene import Scene
from postcheck.model.mention import Certainty
from postcheck.text.tokens import Cut, Gap, Shape

_ENOUGH = 2
_LONG = 5
_CLEAR = 0.9
_FAINT = 0.3
_STRONG = 3
_WORDS_OF_A_FIRM = 3
_WORDS_BEFORE_A_ROLE = 3
_MAX_SIGNATURE = 8
_ENOUGH_CAPITALISED = 4
_SEVERAL, _LEAST_LABEL = 3, 3
"""Other words of their own line that show that one is a word too, and letters of each."""
_WORDS_TO_ONE_MISREAD = 4
"""How many words there must be for each that is none, but may be one misread."""
_NEAR_INITIALS = 4
_MOST_GROUPS = 12
_MAX_SENTENCE = 20
_TOLD_WITHIN = 4
_ELLIPSIS = frozenset({"first", "second", "third", "fourth", "last", "next", "final", "other", "rest"})
_NEAR = (Gap.SPACE, Gap.NEWLINE, Gap.UNDER)
_ASIDE = (Gap.COMMA, Gap.COLON, Gap.QUOTE)

_WHERE = frozenset(
    {
        "at",
        "in",
        "on",
        "to",
        "from",
        "near",
        "off",
        "via",
        "outside",
        "opposite",
        "around",
        "along",
        "down",
        "up",
        "past",
        "into",
        "through",
    }
    | {"behind", "beside", "by", "the", "of", "visit", "visited", "visiting"}
)
"""Words before a place's name."""


class Context:
    """Evidence around words of one passage.

    Parameters
    ----------
    scene:
        The passage.
    named:
        Whether a name other than an ordinary word starts, or ends, at an atom.
    seen_by_model:
        What the language model thinks of the atoms from the first to the second (exclusive): its probability that they
        are a person's
        name, 0 if it sees none, None if there is no model.
    """

    def __init__(
        self, scene: Scene, named: Callable[[int], bool], seen_by_model: Callable[[int, int], float | None]
    ) -> None:
        self._scene = scene
        self._lexicon = scene.lexicon
        self._named = named
        self._model = seen_by_model

    # Ordinary words

    def reads_like_a_name(self, first: int, last: int) -> bool:
        """Whether the ordinary word of the atoms ``first`` to ``last`` (exclusive) is a first name here."""
        scene, words = self._scene, self._lexicon
        atom = scene.atoms[first]
        key = "".join(piece.key for piece in scene.atoms[first:last])
        if atom.slug:
            return self._in_slug(first, last)
        if scene.passage.from_ocr and (self._goes_on_below(last) or self._among_words(first)):
            return not self._goes_on_below(last) and self._before(first, key) >= _STRONG
        score = self._by_case(first) + self._before(first, key) + self._after(first, last, key)
        opinion = self._model(first, last)
        if opinion is not None:
            score += 3 if opinion >= _CLEAR else 2 if opinion > 0 else -1
        needed = _ENOUGH_CAPITALISED if words.is_a(key, "capitalised") else _ENOUGH
        return score >= needed

    def _in_slug(self, first: int, last: int) -> bool:
        scene = self._scene
        before = scene.key(first - 1) if scene.gap(first) in {Gap.NONE, Gap.SPACE} else ""
        after = scene.key(last) if scene.gap(last) in {Gap.NONE, Gap.SPACE} else ""
        if before == "done" or self._lexicon.is_a(before, "award_before"):
            return scene.gap(last) is not Gap.NONE or after.isdigit()
        if scene.gap(last) is Gap.NONE and self._lexicon.is_a(after, "cheers"):
            return True
        alone_with_year = (not before or before.isdigit()) and (
            after.isdigit() or self._lexicon.is_a(after, "year_words")
        )
        return alone_with_year and not self._lexicon.is_a(scene.key(first), "capitalised")

    def _by_case(self, first: int) -> int:
        scene = self._scene
        atom = scene.atoms[first]
        line = scene.line(first)
        if atom.shape is Shape.LOWER:
            return -1 if scene.uncased else -3
        # A line of its own is a label or an entry of a list: a peg, a tray, the winner on a certificate.
        alone = scene.alone(first, first + 1) and (first > 0 or scene.passage.from_ocr)
        if line.in_caps or line.heading:
            return 3 if alone else 0
        if atom.shape is Shape.UPPER:
            return 1
        if atom.starts:
            return 3 if alone else 0
        return 2

    def _among_words(self, first: int) -> bool:
        """Whether a line of a picture is one of several words that are all no names: "Courage", "Respect"."""
        scene = self._scene
        if first not in self._labels:
            return False
        others = {scene.key(position) for position in self._labels} - {scene.key(first)}
        plain = {key for key in others if self._lexicon.known(key)}
        misread = others - plain
        if any(self._lexicon.given(key) or scene.index.exact(key) is not None for key in misread):
            return False
        words = sum(scene.index.exact(key) is None for key in plain)
        return words >= max(_SEVERAL, _WORDS_TO_ONE_MISREAD * len(misread))

    def _goes_on_below(self, last: int) -> bool:
        """Whether the next line of a picture makes a word the name of a class or a room: "Poppy" above "Room"."""
        scene = self._scene
        return (
            scene.gap(last) is Gap.NEWLINE
            and self._lexicon.is_a(scene.key(last), "groups", "compounds")
            and scene.alone(last, last + 1)
        )

    @cached_property
    def _labels(self) -> tuple[int, ...]:
        """Words that are a line of their own."""
        scene = self._scene
        return tuple(
            position
            for position, atom in enumerate(scene.atoms)
            if len(atom.key) >= _LEAST_LABEL and scene.alone(position, position + 1)
        )

    def _before(self, first: int, key: str) -> int:  # noqa: C901, PLR0911, PLR0912 -- one kind of evidence a line
        scene, words = self._scene, self._lexicon
        gap = scene.gap(first)
        before = scene.key(first - 1)
        second = scene.key(first - 2)
        if first == 0 or gap is Gap.STOP:
            return 0
        if gap is Gap.COLON:
            return 3 if words.is_a(before, "of_award", "year_words") or before.isdigit() else 1
        if gap is Gap.NEWLINE and scene.atoms[first].starts and scene.alone(first, first + 1):
            return (
                3
                if words.is_a(before, "award_before", "given_before", "of_award") and before not in {"star", "stars"}
                else 0
            )
        if gap is Gap.COMMA:
            if before in {
                "done",
                "congratulations",
                "congrats",
                "you",
                "bravo",
                "luck",
                "thanks",
                "hi",
                "hello",
                "dear",
                "birthday",
                "brilliant",
            }:
                return 3
            return 2 if self._partner(first - 1) else 0
        if gap not in _NEAR:
            return 0
        if before == "you" and second == "thank" and scene.shape(first) is not Shape.LOWER:
            return 3
        if before == "done" or (
            before == "to"
            and second
            in {
                "done",
                "congratulations",
                "congrats",
                "thanks",
                "you",
                "goes",
                "go",
                "awarded",
                "presented",
                "given",
                "bravo",
                "luck",
                "birthday",
                "went",
                "out",
            }
        ):
            return 4
        if before in {"and", "&"}:
            if self._partner(first - 2):
                return 4 if self._named(first - 2) else 3
            return 0 if scene.shape(first) is not Shape.LOWER else -1
        if words.is_a(key, "months") and (
            before.isdigit() or before in {"st", "nd", "rd", "th", "early", "late", "mid"}
        ):
            return -5
        if words.is_a(key, "modals") and (words.is_a(before, "pronouns") or before.endswith("s")):
            return -4
        if before in {"luck", "dear", "hi", "hello", "hey", "welcome"}:
            return 3
        if words.is_a(before, "award_before"):
            return 3 if before not in {"star", "stars"} else 1
        if before.isdigit() and words.is_a(second, "year_words"):
            return 3
        if before in {"the", "a", "an"} or words.is_a(before, "determiners"):
            return -2 if before == "our" else -4
        if words.is_a(before, "people_before"):
            return 2
        if before in {
            "in",
            "on",
            "at",
            "of",
            "during",
            "until",
            "since",
            "before",
            "after",
            "through",
            "throughout",
            "into",
            "about",
            "this",
            "per",
        }:
            return (
                -3
                if words.is_a(key, "months") or words.place(key)
                else 0
                if before == "of" and not words.is_a(key, "values")
                else -1
            )
        if before == "to":
            return 0 if not words.is_a(key, "verbs") or scene.shape(first) is not Shape.LOWER else -4
        if words.is_a(before, "pronouns") and scene.shape(first) is Shape.LOWER:
            return -3
        if self._named(first - 1) and scene.shape(first) is Shape.LOWER:
            return -3
        # "SCHOOL GAMES MARK": in capitals, a word after an ordinary word is one itself until something else says
        # otherwise.
        return -2 if scene.line(first).in_caps and words.known(before) and not words.is_a(before, "small") else 0

    def _partner(self, position: int) -> bool:
        """Whether a name ends at ``position``, or an ordinary word that may be one, written as this one is."""
        scene = self._scene
        if position < 0 or position >= len(scene.atoms):
            return False
        if self._named(position) or (self._model(position, position + 1) or 0.0) >= _CLEAR:
            return True
        atom = scene.atoms[position]
        entry = scene.index.exact(atom.key)
        if entry is None or not entry.firsts:
            return False
        return atom.shape in {Shape.TITLE, Shape.UPPER}

    def _sure_partner(self, position: int) -> bool:
        """Whether what is joined on by "and" is surely a name: by itself, or by what it does."""
        if self._named(position):
            return True
        scene = self._scene
        entry = scene.index.exact(scene.key(position))
        if (
            entry is None
            or not entry.firsts
            or (scene.shape(position) is Shape.LOWER and not scene.uncased)
            or scene.line(position).heading
        ):
            return False
        needed = _STRONG if self._lexicon.is_a(entry.key, "capitalised", "values") else _ENOUGH
        return self._after(position, position + 1, entry.key) >= needed

    def _after(self, first: int, last: int, key: str) -> int:  # noqa: C901, PLR0911, PLR0912 -- one kind of evidence a line
        scene, words = self._scene, self._lexicon
        gap = scene.gap(last)
        after = scene.key(last)
        following = scene.shape(last)
        own = scene.atoms[last - 1]
        if own.full:
            if own.full[len(own.key) :] != "s":
                return 2
            return 0 if words.is_a(key, "months", "capitalised") else 2
        if last >= len(scene.atoms) or gap is Gap.STOP:
            return 0
        if gap is Gap.COMMA:
            return 3 if after in {"who", "whose", "aged"} else 2 if self._partner(last) else 0
        if gap is Gap.QUOTE:
            return 2 if words.is_a(after, "year_words") or (after[:1] == "y" and after[1:].isdigit()) else 0
        if gap.tight and gap is not Gap.NONE:
            return 0 if self._partner(last) else -3
        if gap not in _NEAR:
            return 0
        if gap is Gap.NEWLINE and scene.atoms[last].starts:
            return 0
        if after == "the" and scene.key(first - 1) in {"and", "but", "while"} and scene.key(last + 1) in _ELLIPSIS:
            return 5  # "Zara ran the last leg and May the first."
        if after == "with" and scene.key(last + 1) in {"his", "her", "their"}:
            return 3
        if after in {"and", "&"}:
            return 5 if self._sure_partner(last + 1) else 2 if self._partner(last + 1) else 0
        if words.is_a(after, "compounds"):
            return -5
        if after.isdigit() or (words.is_a(key, "months") and after[:1].isdigit()):
            return -4 if words.is_a(key, "months", "capitalised") else 0
        sentence_start = scene.atoms[first].starts or scene.shape(first) is Shape.LOWER
        if words.is_a(key, "modals") and words.is_a(after, "being") and after not in {"have", "are"}:
            return 1 if words.is_a(key, "months") else 4
        named_so = scene.shape(first) is not Shape.LOWER and not scene.atoms[first].starts
        if words.is_a(key, "modals") and named_so and after in {"for", "with", "from"}:
            return 0
        if words.is_a(key, "modals"):
            if words.is_a(after, "past", "human") and after not in {
                "have",
                "are",
                "read",
                "put",
                "let",
                "hit",
                "cut",
                "set",
                "never",
                "always",
                "also",
                "just",
                "then",
                "really",
                "both",
            }:
                return 4
            return 4 if self._past(after) else -4
        if words.is_a(key, "verbs") and sentence_start and words.is_a(after, "objects"):
            return -5
        if words.is_a(after, "not_person"):
            return -2
        if words.is_a(after, "being"):
            return 1 if words.is_a(key, "capitalised", "months") else 2
        if words.is_a(after, "human"):
            return 5
        if words.is_a(after, "past") or self._past(after):
            return 3
        if words.is_a(after, "year_words") or (after[:1] == "y" and after[1:].isdigit()):
            return 2
        if after in {"for", "in", "from", "with", "of", "on", "at", "before", "after", "to"}:
            return 0 if after not in {"before", "after", "of"} else -1
        if (
            following is Shape.TITLE
            and not self._partner(last)
            and words.known(after)
            and not scene.line(first).heading
        ):
            return -4
        if (
            following is not Shape.LOWER
            and scene.line(first).heading
            and words.known(after)
            and not self._partner(last)
        ):
            return -2
        if (
            following is Shape.LOWER
            and words.known(after)
            and not after.endswith("ly")
            and not words.is_a(after, "small")
        ):
            return -1
        return 0

    def _past(self, key: str) -> bool:
        return key.endswith("ed") and self._lexicon.known(key) and not self._lexicon.is_a(key, "not_person")

    def full_name(self, first: int, middle: int, last: int, *, first_ordinary: bool, last_ordinary: bool) -> bool:  # noqa: PLR0911 -- one decision, read from top to bottom
        """Whether the atoms ``first`` to ``last`` are a full name though parts of it are ordinary words.

        ``middle`` is where the second part starts.
        """
        scene, words = self._scene, self._lexicon
        one, two = scene.atoms[first], scene.atoms[middle]
        if one.slug and two.slug:
            return True
        after = scene.key(last) if scene.gap(last) is Gap.SPACE else ""
        if last_ordinary and scene.gap(last) is Gap.HYPHEN and scene.shape(last) is Shape.LOWER:
            return False
        if two.shape is Shape.LOWER and last_ordinary:
            if one.shape is not Shape.LOWER:
                return False
            # All in lower case: only a name that is no word, or what stands around it, makes a full name of it.
            if not first_ordinary:
                return not words.known(after) or words.is_a(after, "past", "small") or self._past(after)
            return scene.uncased and self._before(first, one.key) >= _STRONG
        if (
            one.shape is Shape.LOWER
            and first_ordinary
            and words.is_a(one.key, "modals", "verbs")
            and two.shape is Shape.LOWER
        ):
            return not words.is_a(scene.key(first - 1), "pronouns") or scene.gap(first) is not Gap.SPACE
        if first_ordinary and last_ordinary:
            return not (words.is_a(after, "compounds") and scene.shape(last) is two.shape)
        return True

    def child_by_initials(self, first: int, last: int) -> bool:
        """Whether dotted initials (atoms ``first`` to ``last``, exclusive) are a pupil's: a year group, an award or what a child does says so."""
        scene, words = self._scene, self._lexicon
        atoms = scene.atoms
        if atoms[first].slug or scene.key(first - 1) == "by":
            return False
        follows = scene.gap(last) in {Gap.DOT, Gap.SPACE}
        if (
            follows
            and scene.shape(last) in {Shape.TITLE, Shape.UPPER}
            and not words.is_a(scene.key(last), "year_words")
        ):
            return False
        if self._before(first, scene.key(first)) >= _STRONG or (
            follows and (words.is_a(scene.key(last), "human") or self._past(scene.key(last)))
        ):
            return True
        for position in range(last, min(last + _NEAR_INITIALS, len(atoms))):
            key, after = scene.key(position), scene.key(position + 1)
            if (words.is_a(key, "year_words") and (after.isdigit() or after[:1].isdigit())) or (
                key[:1] == "y" and key[1:].isdigit()
            ):
                return True
        return False

    def place_or_name(self, first: int, last: int) -> Certainty:  # noqa: PLR0911 -- one decision, read from top to bottom
        """Return how certain it is that a word that names a place as well is a person's name here; unsure if it is the place."""
        scene, words = self._scene, self._lexicon
        before = scene.key(first - 1) if scene.gap(first) in _NEAR else ""
        after = scene.key(last) if scene.gap(last) is Gap.SPACE else ""
        if scene.atoms[last - 1].full:
            return Certainty.CERTAIN if before not in {"the", "in"} else Certainty.LIKELY
        # "the dancers from Georgia performed": it was the dancers who did.
        acts = before != "from" and (words.is_a(after, "human") or self._past(after))
        opinion = self._model(first, last)
        aside = (scene.key(last), scene.key(last + 1)) if scene.gap(last) is Gap.COMMA else ("", "")
        if (
            before == "the"
            or after in {"v", "vs", "sponge", "style", "bound"}
            or aside in {("home", "of"), ("home", "to"), ("birthplace", "of"), ("capital", "of"), ("here", "we")}
            or (words.is_a(after, "after", "compounds", "sights") and scene.shape(last) is not Shape.LOWER)
        ):
            return Certainty.UNSURE
        if (
            before in {"in", "near", "visit", "visited", "visiting", "around", "across", "outside", "toured", "of"}
            and not acts
        ):
            return Certainty.UNSURE if not opinion else Certainty.LIKELY
        for joined, position in ((scene.key(last), last + 1), (scene.key(first - 1), first - 2)):
            if (
                joined in {"and", "or"}
                and words.place(scene.key(position))
                and scene.index.exact(scene.key(position)) is None
            ):
                return Certainty.UNSURE
        award = before == "to" and self._before(first, scene.key(first)) > 0
        if before in {"from", "to", "at"} and not acts and not award:
            return Certainty.LIKELY if opinion or opinion is None else Certainty.UNSURE
        if opinion == 0.0 and not acts and self._before(first, scene.key(first)) <= 0:
            return Certainty.LIKELY
        return Certainty.CERTAIN

    def supports(self, first: int, last: int, share: float) -> bool:
        """Whether a common forename, of which the language model thinks little, is somebody's name here.

        Parameters
        ----------
        first, last:
            Its atoms.
        share:
            The probability of a person that the model gives it, 0 to 1.
        """
        scene = self._scene
        atom = scene.atoms[first]
        if atom.slug:
            return len(atom.key) > (_LONG if atom.cut is Cut.ROUGH else _ENOUGH)
        score = 1 + (2 if share >= _FAINT else 1 if share > 0 else 0)
        if atom.shape is Shape.LOWER:
            # In a text without any capitals a longer name that is no word is one without further evidence.
            score += 2 * (first > 0 and scene.alone(first, last)) + (len(atom.key) >= _LONG if scene.uncased else -1)
        else:
            score += 1 if atom.starts or atom.shape is Shape.UPPER or scene.line(first).heading else 2
        before, after = self._before(first, atom.key), self._after(first, last, atom.key)
        score += max(before, 3 if scene.key(first - 1) == "spot" else 0, 0) + max(after, 0)
        score += scene.gap(first) >= Gap.NEWLINE and scene.gap(last) is Gap.COLON  # an entry of a list: "Burak: flute"
        if scene.gap(first) is Gap.SPACE and self._lexicon.is_a(scene.key(first - 1), "determiners"):
            score -= _STRONG
        return score >= _ENOUGH

    # Adults

    def title_before(self, first: int, *, surname: bool = False) -> str:
        """Return the adult's title that stands before an atom, as the text has it, or the empty string.

        Before a surname, a first name that is not on the roll may stand between.
        """
        title = self._title_at(first)
        scene, words = self._scene, self._lexicon
        for _ in range(2):
            cased = scene.shape(first - 1) in {Shape.TITLE, Shape.UPPER} or scene.uncased
            initial = scene.gap(first) is Gap.DOT and len(scene.key(first - 1)) == 1
            if title or not surname or first < 1 or not cased or not (initial or scene.gap(first) is Gap.SPACE):
                break
            if scene.atoms[first - 1].full or words.is_a(scene.key(first - 1), "small"):
                break
            first -= 1
            title = self._title_at(first)
        return title

    def _title_at(self, first: int) -> str:  # noqa: PLR0911 -- one decision, read from top to bottom
        scene, words = self._scene, self._lexicon
        position = first - 1
        gap = scene.gap(first)
        if position < 0:
            return ""
        title = scene.atoms[position]
        if not words.is_a(title.key, "titles") or title.full:
            return ""
        if gap is Gap.DOT and not words.is_a(title.key, "dotted"):
            return ""
        if gap not in {Gap.SPACE, Gap.DOT, Gap.NEWLINE, Gap.UNDER} and not (title.slug and gap is Gap.NONE):
            return ""
        if gap is Gap.NEWLINE and title.key not in {"mr", "mrs", "ms", "mx", "dr"}:
            return ""
        unmistakable = title.key in {"mr", "mrs", "mx", "dr"}
        if (
            title.shape is Shape.LOWER
            and not unmistakable
            and not (scene.uncased and not words.is_a(title.key, "doubtful_titles"))
        ):
            return ""
        if title.key == "miss" and title.shape is not Shape.TITLE and words.is_a(scene.key(position - 1), "missing"):
            return ""
        return scene.text[title.start : title.end]

    def role_around(self, first: int, last: int, *, stranger: bool) -> str:
        """Return the adult's role that stands before or after the atoms, as the text has it, or the empty string.

        Before a person whose first name is not a pupil's (``stranger``), that first name may stand between, and more
        roles count.
        """
        role = (
            self._role_before(first, stranger=stranger)
            or self._role_after(last)
            or (self._animal_or_office(first, last) if stranger else "")
        )
        return role or (self._signs(first, last) if stranger and self._scene.passage.from_ocr else "")

    def _animal_or_office(self, first: int, last: int) -> str:
        """Return what makes a name that of a mascot ("Strider the mascot") or of somebody in an office ("contact Zuri")."""
        scene = self._scene
        if (
            scene.gap(first) is Gap.SPACE
            and self._lexicon.is_a(scene.key(first - 1), "reaching")
            and not scene.atoms[last - 1].full
        ):
            return scene.text[scene.atoms[first - 1].start : scene.atoms[first - 1].end]
        if scene.gap(last) is not Gap.SPACE or scene.key(last) not in {"the", "our"}:
            return ""
        for end in (last + 2, last + 3):
            if self._lexicon.is_a(scene.key(end - 1), "creatures") and all(
                scene.gap(position) is Gap.SPACE for position in range(last + 1, end)
            ):
                return scene.text[scene.atoms[last].start : scene.atoms[end - 1].end]
        return ""

    def _signs(self, first: int, last: int) -> str:
        """Return the role in the line below or above a line that holds nothing but names: somebody who signed a certificate."""
        scene, words = self._scene, self._lexicon
        low, high = self._line_of(first)
        if last > high or high - low > _MAX_SIGNATURE:
            return ""
        after_word = True
        for atom in scene.atoms[low:high]:
            word = words.ordinary(atom.key) and not words.is_a(atom.key, "titles")
            # "Lena Fell": a surname may be a word.
            if atom.shape is Shape.LOWER or atom.key.isdigit() or (word and after_word):
                return ""
            after_word = word
        above = self._line_of(low - 1) if low else (0, 0)
        # What stands below "Awarded to" is the winner, whatever follows.
        lead = {scene.key(position) for position in range(*above)}
        if lead & {"congratulations", "congrats", "done"} or (
            low and words.is_a(scene.key(low - 1), "award_before", "given_before", "of_award")
        ):
            return ""
        below = self._line_of(high) if high < len(scene.atoms) else (0, 0)
        return self._roles_only(*below) or self._roles_only(*above)

    def _line_of(self, position: int) -> tuple[int, int]:
        """Return the first atom of the line of an atom, and the one after its last; a line too long for a signature may be cut short."""
        atoms = self._scene.atoms
        low, high = position, position + 1
        while low > 0 and position - low <= _MAX_SIGNATURE and atoms[low - 1].line == atoms[position].line:
            low -= 1
        while high < len(atoms) and high - position <= _MAX_SIGNATURE and atoms[high].line == atoms[position].line:
            high += 1
        return low, high

    def _roles_only(self, low: int, high: int) -> str:
        """Return the first role of a line that names nothing but roles."""
        scene, words = self._scene, self._lexicon
        found = ""
        position = low
        if high - low > _MAX_SIGNATURE:
            return ""
        while position < high:
            for length in (4, 3, 2, 1):
                end = position + length
                role = " ".join(scene.key(index) for index in range(position, end))
                if end <= high and (words.is_a(role, "roles") or role == "coach"):
                    found = found or scene.text[scene.atoms[position].start : scene.atoms[end - 1].end]
                    position = end
                    break
            else:
                if scene.key(position) not in {
                    "and",
                    "of",
                    "our",
                    "the",
                    "signed",
                    "signature",
                    "school",
                    "executive",
                    "team",
                }:
                    return ""
                position += 1
        return found

    def _role_before(self, first: int, *, stranger: bool) -> str:
        scene, words = self._scene, self._lexicon
        for _ in range(3):
            role = self._role_at(first, stranger=stranger)
            if role:
                return role
            if stranger and scene.key(first - 1) in {"and", "&"} and scene.shape(first - 2) is Shape.TITLE:
                role = self._role_at(first - 2, stranger=True)
                return role if role.endswith(("s", "S")) else ""  # "supervisors Zuri and Ekene"
            named = (
                first > 0
                and scene.gap(first) in {Gap.SPACE, Gap.DOT}
                and scene.shape(first - 1) in {Shape.TITLE, Shape.UPPER}
                and not words.everyday(scene.key(first - 1))
            )
            if (
                not stranger
                or not (named or (first > 0 and scene.uncased and scene.gap(first) is Gap.SPACE))
                or scene.atoms[first - 1].full
            ):
                break
            first -= 1
        return ""

    def _role_at(self, first: int, *, stranger: bool) -> str:
        scene, words = self._scene, self._lexicon
        gap = scene.gap(first)
        labelled = stranger and gap is Gap.COLON  # "Headteacher: Zuri Okonkwo"
        if (gap not in {Gap.SPACE, Gap.COMMA} and not labelled) or scene.atoms[first - 1].full:
            return ""
        for length in (4, 3, 2, 1):
            start = first - length
            if start < 0 or any(scene.gap(position) is not Gap.SPACE for position in range(start + 1, first)):
                continue
            role = " ".join(scene.key(position) for position in range(start, first))
            several = stranger and role.endswith("s") and words.is_a(role[:-1], "roles")
            if (
                not words.is_a(role, "roles")
                and not several
                and not (stranger and words.is_a(role, "visitors", "creatures"))
            ):
                continue
            if labelled and not (scene.atoms[start].starts and words.is_a(role, "roles")):
                return ""
            before = scene.key(start - 1) if scene.gap(start) is Gap.SPACE else ""
            if gap is Gap.COMMA and before not in {"our", "the", "new", "local", "visiting", "guest", "famous"}:
                return ""
            if before in {
                "young",
                "budding",
                "aspiring",
                "junior",
                "pupil",
                "student",
                "future",
                "mini",
                "little",
                "youngest",
            }:
                return ""
            return scene.text[scene.atoms[start].start : scene.atoms[first - 1].end]
        return ""

    def _role_after(self, last: int) -> str:
        scene = self._scene
        named_so = scene.gap(last) is Gap.SPACE and scene.key(last) == "the"  # "Zuri the caretaker"
        if (scene.gap(last) not in _ASIDE and not named_so) or (
            last > 0 and last <= len(scene.atoms) and scene.atoms[last - 1].full
        ):
            return ""
        start = last
        while start - last < _WORDS_BEFORE_A_ROLE and scene.key(start) in {
            "our",
            "the",
            "a",
            "an",
            "new",
            "school",
            "amazing",
            "wonderful",
            "executive",
            "former",
            "and",
        }:
            start += 1
        for length in (4, 3, 2, 1):
            end = start + length
            if end > len(scene.atoms) or any(
                scene.gap(position) is not Gap.SPACE for position in range(start + 1, end)
            ):
                continue
            if scene.atoms[end - 1].line != scene.atoms[last - 1].line:
                continue
            if (
                not self._lexicon.is_a(" ".join(scene.key(position) for position in range(start, end)), "roles")
                or scene.atoms[end - 1].full
            ):
                continue
            after = scene.gap(end)
            following = scene.key(end)
            if after in {Gap.SPACE, Gap.COLON} and (
                (scene.shape(end) in {Shape.TITLE, Shape.UPPER} and scene.shape(end - 1) is not scene.shape(end))
                or self._lexicon.is_a(following, "titles")
                or after is Gap.COLON
            ):
                return ""
            if (
                after is Gap.SPACE
                and following in {"of", "for"}
                and scene.key(end + 1) in {"the", "a"}
                and scene.key(end + 2) in {"day", "week", "month", "morning", "afternoon"}
            ):
                return ""
            return scene.text[scene.atoms[start].start : scene.atoms[end - 1].end]
        return ""

    # Places

    def place_name(self, first: int, last: int, *, certain: bool) -> bool:
        """Whether the atoms are part of the name of a school, a street, a house or the like."""
        scene, words = self._scene, self._lexicon
        for step in (1, 2):
            joined = all(scene.gap(position) in {Gap.SPACE, Gap.DOT} for position in range(first - step + 1, first + 1))
            if (
                joined
                and words.is_a(scene.key(first - step), "before")
                and (scene.shape(first - step) is not Shape.LOWER or scene.uncased)
            ):
                return step == 1 or not certain
        if last >= len(scene.atoms) or scene.gap(last) is not Gap.SPACE or scene.atoms[last - 1].slug:
            return False
        after = scene.atoms[last]
        if (after.shape is Shape.LOWER and not scene.uncased) or not words.is_a(
            after.key, *(("firm",) if certain else ("after", "firms"))
        ):
            return False
        own = scene.atoms[last - 1]
        if own.full:
            return False
        # "Amelia House Captain": the word belongs to what follows.
        follows_on = scene.gap(last + 1) is Gap.SPACE and scene.key(last + 1) in {
            "captain",
            "captains",
            "council",
            "councillor",
            "councillors",
            "point",
            "points",
        }
        return (own.shape is not Shape.LOWER or scene.uncased) and not follows_on

    def saint(self, first: int, last: int) -> bool:
        """Whether the name is a saint's, and so a church's or a school's: "St Mary's"."""
        scene = self._scene
        if scene.gap(first) not in {Gap.SPACE, Gap.DOT} or not self._lexicon.is_a(scene.key(first - 1), "before"):
            return False
        return (
            bool(scene.atoms[last - 1].full) or scene.gap(last) is not Gap.SPACE or scene.shape(last) is not Shape.LOWER
        )

    def longer_place(self, first: int, last: int) -> bool:
        """Whether one more name parts a name from the word that makes it a place's: "Gordon Brown Centre"."""
        scene, words = self._scene, self._lexicon
        if scene.atoms[first].slug:
            return scene.gap(last) in {Gap.SPACE, Gap.NONE} and words.is_a(scene.key(last), "after", "groups")
        if last - first > 1 and scene.gap(last) is not Gap.NONE:
            return False
        named = (
            scene.gap(last) in {Gap.SPACE, Gap.NONE}
            and scene.shape(last) is Shape.TITLE
            and not words.known(scene.key(last))
        )
        return (
            named
            and scene.gap(last + 1) is Gap.SPACE
            and scene.shape(last + 1) is Shape.TITLE
            and words.is_a(scene.key(last + 1), "after")
        )

    def group_name(self, first: int, last: int) -> bool:
        """Whether a name is that of a class or a house, alone or the first of several ("Hazel and Rowan class"), or of a fruit or a dish."""
        scene = self._scene
        if scene.atoms[last - 1].full:
            return False
        if (
            scene.gap(last) is Gap.SPACE
            and scene.shape(last) is Shape.LOWER
            and self._lexicon.is_a(scene.key(last), "foods")
            and last - first == 1
        ):
            return True
        for position in range(last, last + _MOST_GROUPS):
            key = scene.key(position)
            if scene.gap(position) not in {Gap.SPACE, Gap.COMMA} or (position > 0 and scene.atoms[position - 1].full):
                return False
            if self._lexicon.is_a(key, "groups"):
                after = scene.key(position + 1) if scene.gap(position + 1) is Gap.SPACE else ""
                # "Zuri house captain", "Zuri and Ekene class 4"
                belongs = after[:1].isdigit() or after in {
                    "captain",
                    "captains",
                    "rep",
                    "reps",
                    "council",
                    "councillor",
                    "leader",
                    "prefect",
                    "points",
                }
                return scene.gap(position) is Gap.SPACE and not belongs
            if (
                key not in {"and", "&"}
                and (scene.shape(position) is not Shape.TITLE or position == last)
                and scene.gap(position) is not Gap.COMMA
            ):
                return False
        return False

    def named_after(self, first: int, last: int) -> bool:
        """Whether a full name is that of a prize, a trust or a house: "the Zuri Okonkwo award", "Anne Hathaway's Cottage"."""
        scene, words = self._scene, self._lexicon
        if scene.gap(last) is not Gap.SPACE or scene.atoms[first].slug:
            return False
        if scene.atoms[last - 1].full:
            return scene.shape(last) is Shape.TITLE and words.is_a(scene.key(last), "after")
        return words.is_a(scene.key(last), "named_after")

    # Figures of scripture, history and books

    def figure(self, first: int, last: int, key: str, *, stranger: bool) -> bool:  # noqa: PLR0911 -- one decision, read from top to bottom
        """Whether a single name is that of a figure whom schools tell of rather than a pupil's: "Noah built the ark".

        Of a name that is no pupil's (``stranger``), a word of scripture anywhere in the sentence is enough.
        """
        scene, words = self._scene, self._lexicon
        cues = words.figures.get(key)
        if cues is None or scene.atoms[first].slug:
            return False
        sentence = self._sentence(first, last)
        if cues & sentence or (stranger and sentence & words.classes["faith"]):
            return True
        before, second = scene.key(first - 1), scene.key(first - 2)
        if scene.gap(first) is not Gap.SPACE:
            before = second = ""
        if before in {"a", "an"} or (before == "as" and words.is_a(second, "dressing")):
            return True  # "a Mary and three kings", "dressed as Matilda"
        if words.is_a(before, "playing") and not scene.atoms[first].starts:
            return True
        if scene.key(last) == "the" and words.is_a(scene.key(last + 1), "shows") and scene.gap(last) is Gap.SPACE:
            return True
        tale = second if before in {"of", "about"} else ""
        if words.is_a(tale, "tales"):
            return True
        told = any(
            words.is_a(scene.key(position), "telling") for position in range(max(0, first - _TOLD_WITHIN), first)
        )
        return told and bool(sentence & words.classes["lessons"])

    def _sentence(self, first: int, last: int) -> frozenset[str]:
        """Return the words of a sentence around atoms, not very far from them."""
        scene = self._scene
        low, high = first, last
        while low > 0 and first - low < _MAX_SENTENCE and not scene.atoms[low].starts:
            low -= 1
        while high < len(scene.atoms) and high - last < _MAX_SENTENCE and not scene.atoms[high].starts:
            high += 1
        return frozenset(scene.key(position) for position in range(low, high) if not first <= position < last)

    def located(self, first: int) -> bool:
        """Whether what stands before says that a place is meant: "at Amelia Street", "12 Amelia Street"."""
        key = self._scene.key(first - 1) if first else ""
        return key.isdigit() or key in _WHERE

    def firm_name(self, first: int, last: int) -> bool:
        """Whether the atoms are part of a firm's name, or of a team's that is named after somebody."""
        scene, words = self._scene, self._lexicon
        if words.is_a("".join(piece.key for piece in scene.atoms[first:last]), "brands"):
            return True
        if scene.key(first - 1) in {"team", "house"} and scene.gap(first) is Gap.SPACE:
            return True
        # "Harvey's Garage"
        cased = scene.shape(last) is Shape.TITLE or scene.uncased or scene.line(first).in_caps
        if (
            scene.atoms[last - 1].full
            and scene.gap(last) is Gap.SPACE
            and cased
            and words.is_a(scene.key(last), "firms")
        ):
            return True
        # "Barratt & Lowe Estate Agents"
        joined = (
            last < len(scene.atoms) and scene.text[scene.atoms[last - 1].end : scene.atoms[last].start].strip() == "&"
        )
        position = last + joined
        nearby = [scene.key(position)]
        while len(nearby) < _WORDS_OF_A_FIRM and joined and scene.gap(position + len(nearby)) is Gap.SPACE:
            nearby.append(scene.key(position + len(nearby)))
        return joined and any(words.is_a(key, "firms") for key in nearby)
