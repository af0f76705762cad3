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

from postcheck.text.characters import WITHIN_WORDS

TOKENIZER: Final = "postcheck.Tokenizer.v1"
#: What a pipeline's ``config.cfg`` calls it; pyproject.toml tells spaCy where it is, as for the model.

_SPLIT: Final = "|".join(
    (
        r"(?:https?://|www\.)\S+",
        r"@\w+",
        r"(?<=\w)['\u2019][sS](?!\w)",  # Amelia's
        rf"(?<![^\W\d_{WITHIN_WORDS}])(['\u2019])\1*",  # an apostrophe that begins a word
        rf"(['\u2019])\2*(?![^\W\d_{WITHIN_WORDS}])",  # or ends one
        r"(?<!\b[JS]r)(?<!\bSt)\.+(?!\d)",
        r"(?<!\d)[.:,]+(?=\d)|[:,]+(?!\d)",
        rf"([^\w\s.:,'\u2019{WITHIN_WORDS}]|_)(?:\3|[\ufe0f\u200d])*",
    ),
)
# The same at the start of a word, where spaCy splits nothing by the pattern above. One sign is taken at a time, and
# only if a letter is near, so that a long row of mixed signs does not cost quadratic time.
_START: Final = rf"^(?!@\w)([^\w\s{WITHIN_WORDS}]|_)(?:\1|[\ufe0f\u200d])*(?=[^\w\s]{{0,4}}\w)"


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
