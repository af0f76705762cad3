"""Who may be meant by a finding: ids, and beside them the pupils' names where names are shown."""

from __future__ import annotations

from postcheck.model.report import DraftReport, Flag
from postcheck.report.mask import Masker
from postcheck.text.listing import listed


def pupils_words(flag: Flag, post: DraftReport, masker: Masker) -> str:
    """Return the pupils who may be meant, "P0007 Amelia Carter or P0008 Amelia Chen"; empty if none is known."""
    if not flag.pupil_ids:
        return ""
    called = {} if masker.hides else dict(post.called)
    return listed((f"{identity} {called.get(identity, '')}".rstrip() for identity in flag.pupil_ids), "or")
