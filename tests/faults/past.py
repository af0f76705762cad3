"""Faults that still get past, by kind; whoever mends one takes it out here."""

from __future__ import annotations

from collections.abc import Mapping

_BY_KIND: Mapping[str, str] = {
    "web pages as browsers show them": """
        page-download-full
        page-download-first
    """,
    "corners of PDF": """
        pdf-associated
        pdf-file-damaged-contents
    """,
    "corners of Excel": """
        excel-hidden-sheet
        excel-second-sheet
    """,
    "letters that were lost": """
        encoding-lost-letters
    """,
    "words that run together": """
        together-file-4-ruby
        together-file-4-grace
        together-file-4-lily
        together-handle-number-jack
        together-file-link-jack
        together-file-4-jack
        together-handle-number-summer
        together-file-4-summer
        calm-together-0
        calm-together-ruby-red-shoes.png
        calm-together-jack-in-the-box.png
    """,
}
PAST = {line.strip(): kind for kind, lines in _BY_KIND.items() for line in lines.split("\n") if line.strip()}
"""Each with its kind."""
