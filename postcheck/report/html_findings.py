"""The side of the HTML report that says what was found in a post."""

from __future__ import annotations

from collections.abc import Sequence

from postcheck.model.report import ChecklistItem, Flag, Verdict
from postcheck.report import steps, summary
from postcheck.report.html_text import escaped, prose
from postcheck.report.html_view import Numbered, PostView
from postcheck.report.mask import MASK
from postcheck.report.why import why_words
from postcheck.report.wording import source_words


class Findings:
    """Draws what was found in one post; draw its look first, as the findings link back to what it marks.

    Parameters
    ----------
    view:
        The post.
    """

    def __init__(self, view: PostView) -> None:
        self._view = view

    def draw(self) -> str:
        """Return the findings, what was not examined, what was waived and what is to be confirmed."""
        parts = [self._block(block) for block in self._view.blocks]
        if self._view.post.unexamined:
            items = "".join(
                f"<li>{escaped(self._view.places.name(item.file))}: "
                f"{prose(self._view.masker.prose(item.reason))}</li>\n"
                for item in self._view.post.unexamined
            )
            parts.append(
                f'<div class="finding incomplete">\n<h4>Could not be examined</h4>\n<ul>\n{items}</ul>\n</div>\n'
            )
        parts.append(self._waived())
        found = "".join(f"<p>{escaped(words)}</p>\n" for words in summary.signed(self._view.post))
        found += "".join(parts) or "<p>No problems found.</p>\n"
        found += self._checklist(summary.to_confirm(self._view.post))
        found += self._again() if self._view.whose is None else ""  # what is published is no draft
        return f"<div>\n<h3>What was found</h3>\n{found}</div>\n"

    def _waived(self) -> str:
        flags = sorted(self._view.post.suppressed, key=lambda flag: self._view.places.order(flag.where))
        if not flags:
            return ""
        lines = [
            ", ".join(
                filter(None, (flag.rule, self._view.places.words(flag), summary.waiver_words(flag, self._view.masker)))
            )
            for flag in flags
        ]
        items = "".join(f"<li>{escaped(line)}</li>\n" for line in lines)
        return f'<div class="finding">\n<h4>{escaped(summary.waived(flags))}</h4>\n<ul>\n{items}</ul>\n</div>\n'

    def _block(self, block: Sequence[Numbered]) -> str:
        first = block[0].flag
        rule = self._view.post.pack.by_id.get(first.rule)
        title = f"{escaped(rule.title)} [{escaped(first.rule)}]" if rule else escaped(first.rule)
        parts = [f"<h4>{self._view.levels[first.severity]} {title}</h4>\n"]
        for message in dict.fromkeys(one.flag.message for one in block):
            items = "".join(self._item(one) for one in block if one.flag.message == message)
            parts.append(f"<p>{prose(self._view.masker.prose(message))}</p>\n<ul>\n{items}</ul>\n")
        parts.append(self._advice(first))
        if rule:
            parts.append(f'<p class="source">Policy: {escaped(source_words(rule))}</p>\n')
        return f'<div class="finding {first.severity.value}">\n{"".join(parts)}</div>\n'

    def _advice(self, flag: Flag) -> str:
        """Return what to do, and on a line of its own the command to type, if there is a draft for it."""
        words, command = steps.split(flag.advice, self._view.post)
        command = (command or steps.command_of(flag, self._view.post)) if self._view.whose is None else ""
        said = f"<p><strong>What to do:</strong> {prose(self._view.masker.prose(words))}</p>\n" if words else ""
        return said + (_typed(self._view.masker.prose(command)) if command else "")

    def _again(self) -> str:
        """Return the command to type once the post is changed."""
        post = self._view.post
        again = steps.check_again(post) if post.verdict in {Verdict.FAIL, Verdict.REVIEW} else ""
        return f"<p>Once it is changed:</p>\n{_typed(self._view.masker.prose(again))}" if again else ""

    def _item(self, numbered: Numbered) -> str:
        flag, post = numbered.flag, f"p{self._view.number}"
        words = escaped(self._view.places.words(flag) or "the post as a whole")
        excerpt = self._view.places.excerpt(flag)
        seen = ""
        if excerpt and excerpt.evidence == MASK:
            seen = f': <span class="evidence">{MASK}</span>'
        elif excerpt:
            evidence = f'<span class="evidence">»{escaped(excerpt.evidence)}«</span>'
            seen = f": “{escaped(excerpt.before)}{evidence}{escaped(excerpt.after)}”"
        pupils = f" ({escaped(self._view.meant(flag))})" if flag.pupil_ids else ""
        suggested = steps.suggestion_for(flag, self._view.post) if flag.waivable else None
        pupils += f"; {escaped(steps.instead(suggested))}" if suggested else ""
        mark = self._view.mark_of.get(numbered.number)
        back = (
            f' <a class="back" href="#{post}-m{mark}">'
            f'show<span class="vh"> finding {numbered.number} in the post</span></a>'
            if mark
            else ""
        )
        number = f'<li id="{post}-f{numbered.number}" tabindex="-1"><strong>{numbered.number}.</strong>'
        said = why_words(flag.naming) if self._view.explain else ""
        why = f'<p class="source"><strong>Why:</strong> {prose(said)}</p>' if said else ""
        return f"{number} {words}{seen}{pupils}{back}{why}</li>\n"

    def _checklist(self, items: Sequence[ChecklistItem]) -> str:
        if not items:
            return ""
        questions = "".join(
            f"<li>{prose(item.text)} [<code>{escaped(item.declare or item.rule)}</code>]</li>\n" for item in items
        )
        keys = ", ".join(dict.fromkeys(item.declare or item.rule for item in items))
        place = self._view.masker.prose(self._view.post.draft.header_place)
        return (
            f'<div class="finding">\n<h4>Please confirm before posting</h4>\n<ul>\n{questions}</ul>\n'
            f"<p>Once confirmed, write in {escaped(place)}: <code>declare: [{escaped(keys)}]</code></p>\n</div>\n"
        )


def _typed(command: str) -> str:
    return f'<p class="command"><code>{escaped(command)}</code></p>\n'
