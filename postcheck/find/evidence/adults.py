"""Whether a title or a role beside a name says that an adult bears it."""

from __future__ import annotations

from postcheck.find.scene import Scene
from postcheck.text.tokens import Separator, Shape

_WORDS_BEFORE_A_ROLE = 3
_MAX_SIGNATURE = 8
_ASIDE = (Separator.COMMA, Separator.COLON, Separator.QUOTE)


class Adults:
    """Titles and roles of adults in one passage."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._lexicon = scene.lexicon

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
            (title.slug and separator is Separator.NONE) or scene.cell_begins(first)
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
