"""Where the project is on the web, as the package that is installed says (``project.urls`` of ``pyproject.toml``)."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import postcheck
from postcheck.model.pack import Rule

_CHANGES = "CHANGELOG.md"


def home_page() -> str:
    """Return the address of the project, or the empty string if the package says none."""
    return _addresses().get("homepage", "")


def rule_page(rule: Rule) -> str:
    """Return the address of the file that a shipped rule stands in, with its reasons and examples; else nothing."""
    changes = _addresses().get("changelog", "")
    if rule.place is None or not changes.endswith(_CHANGES):
        return ""
    file = Path(rule.place[0])
    package = Path(postcheck.__file__).parent
    shipped = file.parent in {package / "rules", package.parent / "rules"}
    return f"{changes.removesuffix(_CHANGES)}rules/{file.name}" if shipped else ""


@cache
def _addresses() -> dict[str, str]:
    try:
        found = metadata("postcheck").get_all("Project-URL") or ()
    except PackageNotFoundError:  # it runs from its source
        return {}
    pairs = (entry.partition(",") for entry in found)
    return {label.strip().casefold(): address.strip() for label, _, address in pairs}
