"""How the pipeline that ships cuts texts into words: spaCy's tokenizer with rules of our own, and none for English.

English's rules take quadratic time over a long row of stops or brackets, and a quarter of the start to put together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import registry

TOKENIZER: Final = "postcheck.Tokenizer.v1"
#: What a pipeline's ``config.cfg`` calls it; pyproject.toml tells spaCy where it is, as for the model.

# Accents of their own, of Latin, Hebrew, Arabic and Indian scripts, and signs of no width: they are part of the word
# that they stand in.
_MARKS: Final = (
    r"\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u200b-\u200d\u2060\ufeff"
)
_SPLIT: Final = "|".join(
    (
        r"(?:https?://|www\.)\S+",
        r"@\w+",
        r"(?<=\w)['\u2019][sS](?!\w)",  # Amelia's
        rf"(?<![^\W\d_{_MARKS}])(['\u2019])\1*",  # an apostrophe that begins a word
        rf"(['\u2019])\2*(?![^\W\d_{_MARKS}])",  # or ends one
        r"(?<!\b[JS]r)(?<!\bSt)\.+(?!\d)",
        r"(?<!\d)[.:,]+(?=\d)|[:,]+(?!\d)",
        rf"([^\w\s.:,'\u2019{_MARKS}]|_)(?:\3|[\ufe0f\u200d])*",
    ),
)
# The same at the start of a word, where spaCy splits nothing by the pattern above. One sign is taken at a time, and
# only if a letter is near, so that a long row of mixed signs does not cost quadratic time.
_START: Final = rf"^(?!@\w)([^\w\s{_MARKS}]|_)(?:\1|[\ufe0f\u200d])*(?=[^\w\s]{{0,4}}\w)"


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator] # spaCy has no types for it
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return what makes the tokenizer of a pipeline (spaCy calls this).

    Texts are split at white space and at every sign that is no letter, in one pass. Links and handles stay whole, as do
    numbers with a stop in them, and names with an apostrophe; the possessive is split off. A row of one sign is one
    word.
    """
    return _tokenizer


def _tokenizer(nlp: Language) -> Tokenizer:
    return Tokenizer(nlp.vocab, prefix_search=re.compile(_START).search, infix_finditer=re.compile(_SPLIT).finditer)
