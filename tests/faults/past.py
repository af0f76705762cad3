"""Faults that still get past, by kind; whoever mends one takes it out here."""

from __future__ import annotations

from collections.abc import Mapping

_BY_KIND: Mapping[str, str] = {
    "web pages as browsers show them": """
        page-download-full
        page-download-first
        page-handler-full
        page-handler-first
        page-refresh-full
        page-refresh-first
        page-spelled-bdo
        page-spelled-bdo-both
        page-spelled-css-override
        page-shows-css-sheet
        page-shows-css-import
    """,
    "style sheets that write words": """
        page-style-attribute-full
        page-style-attribute-first
        page-sheet-content
        page-sheet-content-single
        page-style-content-escape
        page-sheet-content-escape
        page-style-content-escape-long
        page-sheet-content-escape-long
        page-style-content-comment
        page-sheet-content-comment
        page-sheet-content-joined
        page-sheet-content-newline
        page-style-content-property-escape
        page-sheet-content-property-escape
        page-sheet-content-upper
        page-style-content-variable
        page-sheet-content-variable
        page-sheet-content-media
        page-sheet-content-nested
        page-style-counter-style
        page-sheet-counter-style
        page-style-quotes
        page-sheet-quotes
        page-style-list-style
        page-sheet-list-style
        page-style-text-emphasis
        page-sheet-text-emphasis
        page-style-unclosed
        page-sheet-unclosed
        page-sheet-import
    """,
    "scripts beside a page": """
        page-module-string
        page-module-joined
        page-module-hex
        page-module-unicode
        page-module-unicode-brace
        page-module-octal
        page-module-continued
        page-module-template
        page-module-inner-html
        page-module-json
        page-module-array
    """,
    "corners of Word": """
        word-form-name
        word-bookmark
        word-anchor
        word-symbols
        word-symbols-private
        word-unknown-attribute
        word-picture-missing
    """,
    "corners of PDF": """
        pdf-associated
        pdf-media-note
        pdf-file-damaged-contents
        pdf-short-picture
    """,
    "corners of Excel": """
        excel-comment-author
        excel-hidden-sheet
        excel-second-sheet
        excel-link
        excel-title
        excel-creator
        excel-number-format
        excel-defined-name
        excel-defined-text
        excel-title-above
        excel-part-old-text-box
        excel-part-persons
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
    "pictures": """
        picture-text-key
    """,
    "text that is shown from right to left": """
        disguised-text-reversed
        disguised-html-reversed
        disguised-title-reversed
        disguised-text-reversed-isolate
        disguised-html-reversed-isolate
        disguised-title-reversed-isolate
        disguised-text-reversed-both
        disguised-html-reversed-both
        disguised-title-reversed-both
        disguised-text-reversed-open
        disguised-html-reversed-open
        disguised-title-reversed-open
        page-spelled-override
    """,
}
PAST = {line.strip(): kind for kind, lines in _BY_KIND.items() for line in lines.split("\n") if line.strip()}
"""Each with its kind."""
