"""Make postcheck/find/data/words.txt, the lexicon of ordinary English words, from SCOWL's lists.

SCOWL is Debian's package ``scowl``; its lists are in /usr/share/dict/scowl. Only lower-case entries are taken:
capitalised ones are names. The three tiers separate words that everybody uses (sizes 10 and 20), words that most
readers know (35) and rarer ones (40 to 50), so that a rare word does not make an ordinary name doubtful.

Usage: python tools/make_word_list.py /usr/share/dict/scowl
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "postcheck" / "find" / "data" / "words.txt"
TIERS = ((10, 20), (35,), (40, 50))
HEADER = """\
# Ordinary English words in three tiers, commonest first. Made by tools/make_word_list.py from SCOWL; see LICENCES.txt
# beside this file.
"""


def main(folder: Path) -> None:
    """Write the lexicon from the lists in ``folder``."""
    seen: set[str] = set()
    lines = [HEADER]
    for number, sizes in enumerate(TIERS, start=1):
        words = {
            word
            for size in sizes
            for dialect in ("english", "british")
            for word in (folder / f"{dialect}-words.{size}").read_text("latin-1").split()
            if re.fullmatch("[a-z]{2,}", word)
        } - seen
        seen |= words
        lines.append(f"= {number}\n")
        lines.extend(f"{word}\n" for word in sorted(words))
    TARGET.write_text("".join(lines), "utf-8")
    print(f"{TARGET}: {len(seen)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
