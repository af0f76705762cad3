"""Rule packs that a test writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from postcheck.config.packs import load_pack
from postcheck.errors import PackError

HEAD = """\
schema = "postcheck-pack/1"
id = "hillside"
title = "Hillside Primary"
version = "2"
source = "Hillside policy, 2026"
"""


def rule(identity: str, *lines: str, check: str = "name") -> str:
    """Return a [[rule]] table of 10 lines, and then ``lines``."""
    head = f"""\
[[rule]]
id = "{identity}"
title = "No names"
check = "{check}"
category = "name"
severity = "fail"
section = "3.1"
asks = "No child is named."
why = "Names identify."
remedy = "Take the name out."
"""
    return head + "".join(f"{line}\n" for line in lines)


LEXICON = """\
[[lexicon]]
id = "ours"
title = "Our words"
[[lexicon.kind]]
id = "k"
says = "it"
entries = [{ words = ["a b"] }]
"""

BASELINE = (
    HEAD.replace("hillside", "baseline")
    + rule("PC-ONE", "fallback = true")
    + rule("PC-TWO", "[rule.params]", 'words = ["a"]', "most = 3")
)

Write = Callable[[str, str], Path]


def refused(path: Path, **options: Any) -> PackError:
    with pytest.raises(PackError) as caught:
        load_pack(str(path), **options)
    return caught.value
