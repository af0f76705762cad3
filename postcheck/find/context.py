"""Is it a name here? Ordinary words, adults and places are told from pupils' names by what stands around them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from postcheck.find.scene import Scene
from postcheck.model.mention import Certainty
from postcheck.text.tokens import Cut, Separator, Shape

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
_NEAR = (Separator.SPACE, Separator.NEWLINE, Separator.UNDER)
_ASIDE = (Separator.COMMA, Separator.COLON, Separator.QUOTE)

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
        Whether a name other than an ordinary word starts, or ends, at a token.
    seen_by_model:
        What the language model thinks of the tokens from the first to the second (exclusive): its probability that they
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
        """Whether the ordinary word of the tokens ``first`` to ``last`` (exclusive) is a first name here."""
        scene, words = self._scene, self._lexicon
        token = scene.tokens[first]
        key = "".join(piece.norm for piece in scene.tokens[first:last])
        if token.slug:
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
        before = scene.norm(first - 1) if scene.separator(first) in {Separator.NONE, Separator.SPACE} else ""
        after = scene.norm(last) if scene.separator(last) in {Separator.NONE, Separator.SPACE} else ""
        if before == "done" or self._lexicon.is_a(before, "award_before"):
            return scene.separator(last) is not Separator.NONE or after.isdigit()
        if scene.separator(last) is Separator.NONE and self._lexicon.is_a(after, "cheers"):
            return True
        alone_with_year = (not before or before.isdigit()) and (
            after.isdigit() or self._lexicon.is_a(after, "year_words")
        )
        return alone_with_year and not self._lexicon.is_a(scene.norm(first), "capitalised")

    def _by_case(self, first: int) -> int:
        scene = self._scene
        token = scene.tokens[first]
        line = scene.line(first)
        if token.shape is Shape.LOWER:
            return -1 if scene.uncased else -3
        # A line of its own is a label or an entry of a list: a peg, a tray, the winner on a certificate.
        alone = scene.alone(first, first + 1) and (first > 0 or scene.passage.from_ocr)
        if line.in_caps or line.heading:
            return 3 if alone else 0
        if token.shape is Shape.UPPER:
            return 1
        if token.starts:
            return 3 if alone else 0
        return 2

    def _among_words(self, first: int) -> bool:
        """Whether a line of a picture is one of several words that are all no names: "Courage", "Respect"."""
        scene = self._scene
        if first not in self._labels:
            return False
        others = {scene.norm(position) for position in self._labels} - {scene.norm(first)}
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
            scene.separator(last) is Separator.NEWLINE
            and self._lexicon.is_a(scene.norm(last), "groups", "compounds")
            and scene.alone(last, last + 1)
        )

    @cached_property
    def _labels(self) -> tuple[int, ...]:
        """Words that are a line of their own."""
        scene = self._scene
        return tuple(
            position
            for position, token in enumerate(scene.tokens)
            if len(token.norm) >= _LEAST_LABEL and scene.alone(position, position + 1)
        )

    def _before(self, first: int, key: str) -> int:  # noqa: C901, PLR0911, PLR0912 -- one kind of evidence a line
        scene, words = self._scene, self._lexicon
        separator = scene.separator(first)
        before = scene.norm(first - 1)
        second = scene.norm(first - 2)
        if first == 0 or separator is Separator.STOP:
            return 0
        if separator is Separator.COLON:
            return 3 if words.is_a(before, "of_award", "year_words") or before.isdigit() else 1
        if separator is Separator.NEWLINE and scene.tokens[first].starts and scene.alone(first, first + 1):
            return (
                3
                if words.is_a(before, "award_before", "given_before", "of_award") and before not in {"star", "stars"}
                else 0
            )
        if separator is Separator.COMMA:
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
        if separator not in _NEAR:
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
        if position < 0 or position >= len(scene.tokens):
            return False
        if self._named(position) or (self._model(position, position + 1) or 0.0) >= _CLEAR:
            return True
        token = scene.tokens[position]
        entry = scene.index.exact(token.norm)
        if entry is None or not entry.firsts:
            return False
        return token.shape in {Shape.TITLE, Shape.UPPER}

    def _sure_partner(self, position: int) -> bool:
        """Whether the words after "and" are surely a name, by themselves or by what they do."""
        if self._named(position):
            return True
        scene = self._scene
        entry = scene.index.exact(scene.norm(position))
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
        separator = scene.separator(last)
        after = scene.norm(last)
        following = scene.shape(last)
        own = scene.tokens[last - 1]
        if own.full:
            if own.full[len(own.norm) :] != "s":
                return 2
            return 0 if words.is_a(key, "months", "capitalised") else 2
        if last >= len(scene.tokens) or separator is Separator.STOP:
            return 0
        if separator is Separator.COMMA:
            return 3 if after in {"who", "whose", "aged"} else 2 if self._partner(last) else 0
        if separator is Separator.QUOTE:
            return 2 if words.is_a(after, "year_words") or (after[:1] == "y" and after[1:].isdigit()) else 0
        if separator.tight and separator is not Separator.NONE:
            return 0 if self._partner(last) else -3
        if separator not in _NEAR:
            return 0
        if separator is Separator.NEWLINE and scene.tokens[last].starts:
            return 0
        if after == "the" and scene.norm(first - 1) in {"and", "but", "while"} and scene.norm(last + 1) in _ELLIPSIS:
            return 5  # "Zara ran the last leg and May the first."
        if after == "with" and scene.norm(last + 1) in {"his", "her", "their"}:
            return 3
        if after in {"and", "&"}:
            return 5 if self._sure_partner(last + 1) else 2 if self._partner(last + 1) else 0
        if words.is_a(after, "compounds"):
            return -5
        if after.isdigit() or (words.is_a(key, "months") and after[:1].isdigit()):
            return -4 if words.is_a(key, "months", "capitalised") else 0
        sentence_start = scene.tokens[first].starts or scene.shape(first) is Shape.LOWER
        if words.is_a(key, "modals") and words.is_a(after, "being") and after not in {"have", "are"}:
            return 1 if words.is_a(key, "months") else 4
        named_so = scene.shape(first) is not Shape.LOWER and not scene.tokens[first].starts
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
        """Whether the tokens ``first`` to ``last`` are a full name though parts of it are ordinary words.

        ``middle`` is where the second part starts.
        """
        scene, words = self._scene, self._lexicon
        one, two = scene.tokens[first], scene.tokens[middle]
        if one.slug and two.slug:
            return True
        after = scene.norm(last) if scene.separator(last) is Separator.SPACE else ""
        if last_ordinary and scene.separator(last) is Separator.HYPHEN and scene.shape(last) is Shape.LOWER:
            return False
        if two.shape is Shape.LOWER and last_ordinary:
            if one.shape is not Shape.LOWER:
                return False
            # All in lower case: only a name that isn't a word, or the words around it, make it a full name.
            if not first_ordinary:
                return not words.known(after) or words.is_a(after, "past", "small") or self._past(after)
            return scene.uncased and self._before(first, one.norm) >= _STRONG
        if (
            one.shape is Shape.LOWER
            and first_ordinary
            and words.is_a(one.norm, "modals", "verbs")
            and two.shape is Shape.LOWER
        ):
            return not words.is_a(scene.norm(first - 1), "pronouns") or scene.separator(first) is not Separator.SPACE
        if first_ordinary and last_ordinary:
            return not (words.is_a(after, "compounds") and scene.shape(last) is two.shape)
        return True

    def child_by_initials(self, first: int, last: int) -> bool:
        """Whether dotted initials (tokens ``first`` to ``last``, exclusive) are a pupil's.

        A year group, an award or what a child does says so.
        """
        scene, words = self._scene, self._lexicon
        tokens = scene.tokens
        if tokens[first].slug or scene.norm(first - 1) == "by":
            return False
        follows = scene.separator(last) in {Separator.DOT, Separator.SPACE}
        if (
            follows
            and scene.shape(last) in {Shape.TITLE, Shape.UPPER}
            and not words.is_a(scene.norm(last), "year_words")
        ):
            return False
        if self._before(first, scene.norm(first)) >= _STRONG or (
            follows and (words.is_a(scene.norm(last), "human") or self._past(scene.norm(last)))
        ):
            return True
        for position in range(last, min(last + _NEAR_INITIALS, len(tokens))):
            key, after = scene.norm(position), scene.norm(position + 1)
            if (words.is_a(key, "year_words") and (after.isdigit() or after[:1].isdigit())) or (
                key[:1] == "y" and key[1:].isdigit()
            ):
                return True
        return False

    def place_or_name(self, first: int, last: int) -> Certainty:  # noqa: PLR0911 -- one decision, read from top to bottom
        """Return how certain it is that a word that is also a place is a person's name here; unsure if a place."""
        scene, words = self._scene, self._lexicon
        before = scene.norm(first - 1) if scene.separator(first) in _NEAR else ""
        after = scene.norm(last) if scene.separator(last) is Separator.SPACE else ""
        if scene.tokens[last - 1].full:
            return Certainty.CERTAIN if before not in {"the", "in"} else Certainty.LIKELY
        # "the dancers from Georgia performed": it was the dancers who did.
        acts = before != "from" and (words.is_a(after, "human") or self._past(after))
        opinion = self._model(first, last)
        aside = (scene.norm(last), scene.norm(last + 1)) if scene.separator(last) is Separator.COMMA else ("", "")
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
        for joined, position in ((scene.norm(last), last + 1), (scene.norm(first - 1), first - 2)):
            if (
                joined in {"and", "or"}
                and words.place(scene.norm(position))
                and scene.index.exact(scene.norm(position)) is None
            ):
                return Certainty.UNSURE
        award = before == "to" and self._before(first, scene.norm(first)) > 0
        if before in {"from", "to", "at"} and not acts and not award:
            return Certainty.LIKELY if opinion or opinion is None else Certainty.UNSURE
        if opinion == 0.0 and not acts and self._before(first, scene.norm(first)) <= 0:
            return Certainty.LIKELY
        return Certainty.CERTAIN

    def supports(self, first: int, last: int, share: float) -> bool:
        """Whether a common forename, of which the language model thinks little, is somebody's name here.

        Parameters
        ----------
        first, last:
            Its tokens.
        share:
            The probability of a person that the model gives it, 0 to 1.
        """
        scene = self._scene
        token = scene.tokens[first]
        if token.slug:
            return len(token.norm) > (_LONG if token.cut is Cut.ROUGH else _ENOUGH)
        score = 1 + (2 if share >= _FAINT else 1 if share > 0 else 0)
        if token.shape is Shape.LOWER:
            # In a text without capitals, a longer name that isn't a word needs no further evidence.
            score += 2 * (first > 0 and scene.alone(first, last)) + (len(token.norm) >= _LONG if scene.uncased else -1)
        else:
            score += 1 if token.starts or token.shape is Shape.UPPER or scene.line(first).heading else 2
        before, after = self._before(first, token.norm), self._after(first, last, token.norm)
        score += max(before, 3 if scene.norm(first - 1) == "spot" else 0, 0) + max(after, 0)
        score += (
            scene.separator(first) >= Separator.NEWLINE and scene.separator(last) is Separator.COLON
        )  # an entry of a list: "Burak: flute"
        if scene.separator(first) is Separator.SPACE and self._lexicon.is_a(scene.norm(first - 1), "determiners"):
            score -= _STRONG
        return score >= _ENOUGH

    # Adults

    def title_before(self, first: int, *, surname: bool = False) -> str:
        """Return the adult's title that stands before a token, as the text has it, or the empty string.

        Before a surname, a first name that is not on the roll may stand between.
        """
        title = self._title_at(first)
        scene, words = self._scene, self._lexicon
        for _ in range(2):
            cased = scene.shape(first - 1) in {Shape.TITLE, Shape.UPPER} or scene.uncased
            initial = scene.separator(first) is Separator.DOT and len(scene.norm(first - 1)) == 1
            if (
                title
                or not surname
                or first < 1
                or not cased
                or not (initial or scene.separator(first) is Separator.SPACE)
            ):
                break
            if scene.tokens[first - 1].full or words.is_a(scene.norm(first - 1), "small"):
                break
            first -= 1
            title = self._title_at(first)
        return title

    def _title_at(self, first: int) -> str:  # noqa: PLR0911 -- one decision, read from top to bottom
        scene, words = self._scene, self._lexicon
        position = first - 1
        separator = scene.separator(first)
        if position < 0:
            return ""
        title = scene.tokens[position]
        if not words.is_a(title.norm, "titles") or title.full:
            return ""
        if separator is Separator.DOT and not words.is_a(title.norm, "dotted"):
            return ""
        if separator not in {Separator.SPACE, Separator.DOT, Separator.NEWLINE, Separator.UNDER} and not (
            title.slug and separator is Separator.NONE
        ):
            return ""
        if separator is Separator.NEWLINE and title.norm not in {"mr", "mrs", "ms", "mx", "dr"}:
            return ""
        unmistakable = title.norm in {"mr", "mrs", "mx", "dr"}
        if (
            title.shape is Shape.LOWER
            and not unmistakable
            and not (scene.uncased and not words.is_a(title.norm, "doubtful_titles"))
        ):
            return ""
        if title.norm == "miss" and title.shape is not Shape.TITLE and words.is_a(scene.norm(position - 1), "missing"):
            return ""
        return scene.text[title.start : title.end]

    def role_around(self, first: int, last: int, *, stranger: bool) -> str:
        """Return the adult's role that stands before or after the tokens, as the text has it, or the empty string.

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
        """Return what makes a name a mascot's ("Strider the mascot") or an office worker's ("contact Zuri")."""
        scene = self._scene
        if (
            scene.separator(first) is Separator.SPACE
            and self._lexicon.is_a(scene.norm(first - 1), "reaching")
            and not scene.tokens[last - 1].full
        ):
            return scene.text[scene.tokens[first - 1].start : scene.tokens[first - 1].end]
        if scene.separator(last) is not Separator.SPACE or scene.norm(last) not in {"the", "our"}:
            return ""
        for end in (last + 2, last + 3):
            if self._lexicon.is_a(scene.norm(end - 1), "creatures") and all(
                scene.separator(position) is Separator.SPACE for position in range(last + 1, end)
            ):
                return scene.text[scene.tokens[last].start : scene.tokens[end - 1].end]
        return ""

    def _signs(self, first: int, last: int) -> str:
        """Return the role on the line next to a line of names alone: somebody who signed a certificate."""
        scene, words = self._scene, self._lexicon
        low, high = self._line_of(first)
        if last > high or high - low > _MAX_SIGNATURE:
            return ""
        after_word = True
        for token in scene.tokens[low:high]:
            word = words.ordinary(token.norm) and not words.is_a(token.norm, "titles")
            # "Lena Fell": a surname may be a word.
            if token.shape is Shape.LOWER or token.norm.isdigit() or (word and after_word):
                return ""
            after_word = word
        above = self._line_of(low - 1) if low else (0, 0)
        # What stands below "Awarded to" is the winner, whatever follows.
        lead = {scene.norm(position) for position in range(*above)}
        if lead & {"congratulations", "congrats", "done"} or (
            low and words.is_a(scene.norm(low - 1), "award_before", "given_before", "of_award")
        ):
            return ""
        below = self._line_of(high) if high < len(scene.tokens) else (0, 0)
        return self._roles_only(*below) or self._roles_only(*above)

    def _line_of(self, position: int) -> tuple[int, int]:
        """Return the first token of a token's line, and the one after its last.

        A line too long for a signature may be cut short.
        """
        tokens = self._scene.tokens
        low, high = position, position + 1
        while low > 0 and position - low <= _MAX_SIGNATURE and tokens[low - 1].line == tokens[position].line:
            low -= 1
        while high < len(tokens) and high - position <= _MAX_SIGNATURE and tokens[high].line == tokens[position].line:
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
                role = " ".join(scene.norm(index) for index in range(position, end))
                if end <= high and (words.is_a(role, "roles") or role == "coach"):
                    found = found or scene.text[scene.tokens[position].start : scene.tokens[end - 1].end]
                    position = end
                    break
            else:
                if scene.norm(position) not in {
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
            if stranger and scene.norm(first - 1) in {"and", "&"} and scene.shape(first - 2) is Shape.TITLE:
                role = self._role_at(first - 2, stranger=True)
                return role if role.endswith(("s", "S")) else ""  # "supervisors Zuri and Ekene"
            named = (
                first > 0
                and scene.separator(first) in {Separator.SPACE, Separator.DOT}
                and scene.shape(first - 1) in {Shape.TITLE, Shape.UPPER}
                and not words.everyday(scene.norm(first - 1))
            )
            if (
                not stranger
                or not (named or (first > 0 and scene.uncased and scene.separator(first) is Separator.SPACE))
                or scene.tokens[first - 1].full
            ):
                break
            first -= 1
        return ""

    def _role_at(self, first: int, *, stranger: bool) -> str:
        scene, words = self._scene, self._lexicon
        separator = scene.separator(first)
        labelled = stranger and separator is Separator.COLON  # "Headteacher: Zuri Okonkwo"
        if (separator not in {Separator.SPACE, Separator.COMMA} and not labelled) or scene.tokens[first - 1].full:
            return ""
        for length in (4, 3, 2, 1):
            start = first - length
            if start < 0 or any(
                scene.separator(position) is not Separator.SPACE for position in range(start + 1, first)
            ):
                continue
            role = " ".join(scene.norm(position) for position in range(start, first))
            several = stranger and role.endswith("s") and words.is_a(role[:-1], "roles")
            if (
                not words.is_a(role, "roles")
                and not several
                and not (stranger and words.is_a(role, "visitors", "creatures"))
            ):
                continue
            if labelled and not (scene.tokens[start].starts and words.is_a(role, "roles")):
                return ""
            before = scene.norm(start - 1) if scene.separator(start) is Separator.SPACE else ""
            if separator is Separator.COMMA and before not in {
                "our",
                "the",
                "new",
                "local",
                "visiting",
                "guest",
                "famous",
            }:
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
            return scene.text[scene.tokens[start].start : scene.tokens[first - 1].end]
        return ""

    def _role_after(self, last: int) -> str:
        scene = self._scene
        named_so = scene.separator(last) is Separator.SPACE and scene.norm(last) == "the"  # "Zuri the caretaker"
        if (scene.separator(last) not in _ASIDE and not named_so) or (
            last > 0 and last <= len(scene.tokens) and scene.tokens[last - 1].full
        ):
            return ""
        start = last
        while start - last < _WORDS_BEFORE_A_ROLE and scene.norm(start) in {
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
            if end > len(scene.tokens) or any(
                scene.separator(position) is not Separator.SPACE for position in range(start + 1, end)
            ):
                continue
            if scene.tokens[end - 1].line != scene.tokens[last - 1].line:
                continue
            if (
                not self._lexicon.is_a(" ".join(scene.norm(position) for position in range(start, end)), "roles")
                or scene.tokens[end - 1].full
            ):
                continue
            after = scene.separator(end)
            following = scene.norm(end)
            if after in {Separator.SPACE, Separator.COLON} and (
                (scene.shape(end) in {Shape.TITLE, Shape.UPPER} and scene.shape(end - 1) is not scene.shape(end))
                or self._lexicon.is_a(following, "titles")
                or after is Separator.COLON
            ):
                return ""
            if (
                after is Separator.SPACE
                and following in {"of", "for"}
                and scene.norm(end + 1) in {"the", "a"}
                and scene.norm(end + 2) in {"day", "week", "month", "morning", "afternoon"}
            ):
                return ""
            return scene.text[scene.tokens[start].start : scene.tokens[end - 1].end]
        return ""

    # Places

    def place_name(self, first: int, last: int, *, certain: bool) -> bool:
        """Whether the tokens are part of the name of a school, a street, a house or the like."""
        scene, words = self._scene, self._lexicon
        for step in (1, 2):
            joined = all(
                scene.separator(position) in {Separator.SPACE, Separator.DOT}
                for position in range(first - step + 1, first + 1)
            )
            if (
                joined
                and words.is_a(scene.norm(first - step), "before")
                and (scene.shape(first - step) is not Shape.LOWER or scene.uncased)
            ):
                return step == 1 or not certain
        if last >= len(scene.tokens) or scene.separator(last) is not Separator.SPACE or scene.tokens[last - 1].slug:
            return False
        after = scene.tokens[last]
        if (after.shape is Shape.LOWER and not scene.uncased) or not words.is_a(
            after.norm, *(("firm",) if certain else ("after", "firms"))
        ):
            return False
        own = scene.tokens[last - 1]
        if own.full:
            return False
        # "Amelia House Captain": the word belongs to what follows.
        follows_on = scene.separator(last + 1) is Separator.SPACE and scene.norm(last + 1) in {
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
        if scene.separator(first) not in {Separator.SPACE, Separator.DOT} or not self._lexicon.is_a(
            scene.norm(first - 1), "before"
        ):
            return False
        return (
            bool(scene.tokens[last - 1].full)
            or scene.separator(last) is not Separator.SPACE
            or scene.shape(last) is not Shape.LOWER
        )

    def longer_place(self, first: int, last: int) -> bool:
        """Whether one more name parts a name from the word that makes it a place's: "Gordon Brown Centre"."""
        scene, words = self._scene, self._lexicon
        if scene.tokens[first].slug:
            return scene.separator(last) in {Separator.SPACE, Separator.NONE} and words.is_a(
                scene.norm(last), "after", "groups"
            )
        if last - first > 1 and scene.separator(last) is not Separator.NONE:
            return False
        named = (
            scene.separator(last) in {Separator.SPACE, Separator.NONE}
            and scene.shape(last) is Shape.TITLE
            and not words.known(scene.norm(last))
        )
        return (
            named
            and scene.separator(last + 1) is Separator.SPACE
            and scene.shape(last + 1) is Shape.TITLE
            and words.is_a(scene.norm(last + 1), "after")
        )

    def group_name(self, first: int, last: int) -> bool:
        """Whether a name is that of a class or a house, or of a fruit or a dish.

        It may stand alone or be the first of several ("Hazel and Rowan class").
        """
        scene = self._scene
        if scene.tokens[last - 1].full:
            return False
        if (
            scene.separator(last) is Separator.SPACE
            and scene.shape(last) is Shape.LOWER
            and self._lexicon.is_a(scene.norm(last), "foods")
            and last - first == 1
        ):
            return True
        for position in range(last, last + _MOST_GROUPS):
            key = scene.norm(position)
            if scene.separator(position) not in {Separator.SPACE, Separator.COMMA} or (
                position > 0 and scene.tokens[position - 1].full
            ):
                return False
            if self._lexicon.is_a(key, "groups"):
                after = scene.norm(position + 1) if scene.separator(position + 1) is Separator.SPACE else ""
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
                return scene.separator(position) is Separator.SPACE and not belongs
            if (
                key not in {"and", "&"}
                and (scene.shape(position) is not Shape.TITLE or position == last)
                and scene.separator(position) is not Separator.COMMA
            ):
                return False
        return False

    def named_after(self, first: int, last: int) -> bool:
        """Whether a full name is that of a prize, a trust or a house: "the Zuri Okonkwo award"."""
        scene, words = self._scene, self._lexicon
        if scene.separator(last) is not Separator.SPACE or scene.tokens[first].slug:
            return False
        if scene.tokens[last - 1].full:
            return scene.shape(last) is Shape.TITLE and words.is_a(scene.norm(last), "after")
        return words.is_a(scene.norm(last), "named_after")

    # Figures of scripture, history and books

    def figure(self, first: int, last: int, key: str, *, stranger: bool) -> bool:  # noqa: PLR0911 -- one decision, read from top to bottom
        """Whether a single name is that of a figure whom schools tell of rather than a pupil's: "Noah built the ark".

        Of a name that isn't a pupil's (``stranger``), a word of scripture anywhere in the sentence is enough.
        """
        scene, words = self._scene, self._lexicon
        cues = words.figures.get(key)
        if cues is None or scene.tokens[first].slug:
            return False
        sentence = self._sentence(first, last)
        if cues & sentence or (stranger and sentence & words.classes["faith"]):
            return True
        before, second = scene.norm(first - 1), scene.norm(first - 2)
        if scene.separator(first) is not Separator.SPACE:
            before = second = ""
        if before in {"a", "an"} or (before == "as" and words.is_a(second, "dressing")):
            return True  # "a Mary and three kings", "dressed as Matilda"
        if words.is_a(before, "playing") and not scene.tokens[first].starts:
            return True
        if (
            scene.norm(last) == "the"
            and words.is_a(scene.norm(last + 1), "shows")
            and scene.separator(last) is Separator.SPACE
        ):
            return True
        tale = second if before in {"of", "about"} else ""
        if words.is_a(tale, "tales"):
            return True
        told = any(
            words.is_a(scene.norm(position), "telling") for position in range(max(0, first - _TOLD_WITHIN), first)
        )
        return told and bool(sentence & words.classes["lessons"])

    def _sentence(self, first: int, last: int) -> frozenset[str]:
        """Return the words of a sentence around tokens, not very far from them."""
        scene = self._scene
        low, high = first, last
        while low > 0 and first - low < _MAX_SENTENCE and not scene.tokens[low].starts:
            low -= 1
        while high < len(scene.tokens) and high - last < _MAX_SENTENCE and not scene.tokens[high].starts:
            high += 1
        return frozenset(scene.norm(position) for position in range(low, high) if not first <= position < last)

    def located(self, first: int) -> bool:
        """Whether what stands before says that a place is meant: "at Amelia Street", "12 Amelia Street"."""
        key = self._scene.norm(first - 1) if first else ""
        return key.isdigit() or key in _WHERE

    def firm_name(self, first: int, last: int) -> bool:
        """Whether the tokens are part of a firm's name, or of a team's that is named after somebody."""
        scene, words = self._scene, self._lexicon
        if words.is_a("".join(piece.norm for piece in scene.tokens[first:last]), "brands"):
            return True
        if scene.norm(first - 1) in {"team", "house"} and scene.separator(first) is Separator.SPACE:
            return True
        # "Harvey's Garage"
        cased = scene.shape(last) is Shape.TITLE or scene.uncased or scene.line(first).in_caps
        if (
            scene.tokens[last - 1].full
            and scene.separator(last) is Separator.SPACE
            and cased
            and words.is_a(scene.norm(last), "firms")
        ):
            return True
        # "Barratt & Lowe Estate Agents"
        joined = (
            last < len(scene.tokens)
            and scene.text[scene.tokens[last - 1].end : scene.tokens[last].start].strip() == "&"
        )
        position = last + joined
        nearby = [scene.norm(position)]
        while len(nearby) < _WORDS_OF_A_FIRM and joined and scene.separator(position + len(nearby)) is Separator.SPACE:
            nearby.append(scene.norm(position + len(nearby)))
        return joined and any(words.is_a(key, "firms") for key in nearby)
