"""spaCy is imported without its command line, and is whole all the same."""

from __future__ import annotations

import subprocess
import sys


def _said(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip()


def test_the_command_line_is_not_imported() -> None:
    program = (
        "import sys; from postcheck.find.spacy_package import import_spacy; spacy = import_spacy();"
        "print(spacy.__name__, [name for name in sys.modules if name.startswith(('spacy.cli', 'weasel'))])"
    )
    assert _said(program) == "spacy []"


def test_what_the_package_offers_of_its_command_line_still_works() -> None:
    program = (
        "from postcheck.find.spacy_package import import_spacy; spacy = import_spacy();"
        "import spacy.cli; from spacy.cli.download import download;"
        "print(callable(download), spacy.info(silent=True)['spacy_version'] == spacy.__version__)"
    )
    assert _said(program) == "True True"


def test_spacy_that_is_there_already_is_the_one() -> None:
    program = (
        "import spacy; from postcheck.find.spacy_package import import_spacy;"
        "print(import_spacy() is spacy, 'spacy.cli.info' in __import__('sys').modules)"
    )
    assert _said(program) == "True True"
