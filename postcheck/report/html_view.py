"""A post of the HTML report: its findings by number, and the marks that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from postcheck.model.report import DraftReport, Flag
from postcheck.model.severity import Severity
from postcheck.report import summary
from postcheck.report.html_text import escaped, escaped_lines, prose
from postcheck.report.marked import Shown, Span, segments, span_of
from postcheck.report.mask import MASK, Masker
from postcheck.report.place import Places
from postcheck.report.who import pupils_words
from postcheck.text.listing import listed


@dataclass(frozen=True)
class Numbered:
    """A flag with its number within the post."""

    number: int
    flag: Flag


@dataclass
class PostView:
    """What the parts of a post's page have in common."""

    post: DraftReport
    number: int
    """The number of the post within the report."""
    masker: Masker
    rules: list[str]
    """Style rules that place the boxes in the pictures."""
    explain: bool = False
    """Whether it is said of each name why it is taken for whose."""
    levels: Mapping[Severity, str] = field(default_factory=lambda: summary.LEVELS)
    """What each level asks of a person."""
    whose: Callable[[Flag], str] | None = None
    """Says who may be meant by a finding; None has the pupils' ids, and their names where names are shown."""
    mark_of: dict[int, int] = field(default_factory=dict)
    """The number of the first mark of each flag that has one, to go back to."""
    marks: int = 0
    """How many marks there are so far."""

    def meant(self, flag: Flag) -> str:
        """Say who may be meant by a finding."""
        return self.whose(flag) if self.whose else f"pupil {pupils_words(flag, self.post, self.masker)}"

    @cached_property
    def places(self) -> Places:
        """How places in the post are named."""
        return Places(self.post, self.masker)

    @cached_property
    def blocks(self) -> list[list[Numbered]]:
        """The findings, those of one rule together, numbered."""
        numbers = iter(range(1, len(self.post.flags) + 1))
        return [
            [Numbered(next(numbers), flag) for flag in flags] for flags in summary.blocks(self.post.flags, self.places)
        ]

    @cached_property
    def flags(self) -> list[Numbered]:
        """The findings in order."""
        return [numbered for block in self.blocks for numbered in block]

    @cached_property
    def blind(self) -> frozenset[str]:
        """Files of which something could not be looked at."""
        return frozenset(item.file for item in self.post.unexamined)

    def marked(self, text: Shown) -> str:
        """Return a text with what was flagged marked in it."""
        spans = [(span, numbered) for numbered in self.flags if (span := span_of(text.source, numbered.flag.where))]
        flags = (*self.post.flags, *self.post.suppressed)
        evident = [span for flag in flags if flag.evidence and (span := span_of(text.source, flag.where))]
        return self.cut(text.source.text, spans, [*evident, *text.names])

    def cut(self, text: str, spans: Sequence[tuple[Span, Numbered]], names: Sequence[Span]) -> str:
        """Return a text with ``spans`` of it marked; ``names`` are masked if names are to be hidden."""
        hidden = names if self.masker.hides else ()
        pieces: list[str] = []
        for segment in segments(text, [span for span, _ in spans], hidden):
            words = escaped_lines(MASK if segment.hidden else self.masker.quoted(segment.text))
            marks = [spans[index][1] for index in segment.marks]
            pieces.append(self.mark(words, marks) if marks else words)
        return "".join(pieces)

    def mark(self, words: str, marks: Sequence[Numbered]) -> str:
        """Return words that are marked, with the numbers of their findings."""
        worst = max(marks, key=lambda numbered: numbered.flag.severity.rank)
        new = [str(numbered.number) for numbered in marks if numbered.number not in self.mark_of]
        sup = (
            f'<sup><span class="vh"> (finding </span>{listed(new, "and")}<span class="vh">)</span></sup>' if new else ""
        )
        return f"<mark>{self.link('mark', worst, marks, words + sup)}</mark>"

    def link(self, kind: str, worst: Numbered, marks: Sequence[Numbered], inside: str) -> str:
        """Return a link to the finding, with what the rule says shown on hover and focus."""
        self.marks += 1
        post = f"p{self.number}"
        for numbered in marks:
            self.mark_of.setdefault(numbered.number, self.marks)
        ordered = sorted(marks, key=lambda numbered: -numbered.flag.severity.rank)
        said = "".join(f"<span>{self.said(numbered.flag)}</span>" for numbered in ordered)
        identity = f'id="{post}-m{self.marks}" href="#{post}-f{worst.number}" aria-describedby="{post}-t{self.marks}"'
        tip = f'<span class="tip" role="tooltip" id="{post}-t{self.marks}">{said}</span>'
        return f'<a class="{kind} {worst.flag.severity.value}" {identity}>{inside}</a>{tip}'

    def said(self, flag: Flag) -> str:
        """Return what the rule says of a finding."""
        rule = self.post.pack.by_id.get(flag.rule)
        title = f"{escaped(rule.title)} [{escaped(flag.rule)}]" if rule else escaped(flag.rule)
        advice = f" <strong>What to do:</strong> {prose(self.masker.prose(flag.advice))}" if flag.advice else ""
        level = f"<strong>{self.levels[flag.severity]}</strong>"
        return f"{level} {title}. {prose(self.masker.prose(flag.message))}{advice}"
