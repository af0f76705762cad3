"""Public test suites that are used where they are installed.

No test may download them, and none of them is copied here.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.outside.suites import suite


def commonmark_spec() -> Path:
    """Return CommonMark's specification, whose examples are tests, where ``make suites`` has put it."""
    path = suite("commonmark-spec") / "spec.txt"
    if not path.is_file():
        pytest.skip("needs CommonMark's examples: make suites")
    return path


def html5lib_tests() -> Path:
    """Return html5lib's tests of tokenizers; no package ships them, so a checkout is named by ``HTML5LIB_TESTS``."""
    folder = Path(os.environ.get("HTML5LIB_TESTS", "")) / "tokenizer"
    if not folder.is_dir():
        pytest.skip("needs html5lib's tests: HTML5LIB_TESTS names a checkout of html5lib-tests")
    return folder
