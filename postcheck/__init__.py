"""Check a school's draft posts for pupils' names and pictures before they are published.

    import postcheck

    report = postcheck.check("drafts/star.md", consent="consent.csv", policy="aspire")
    if report.verdict is not postcheck.Verdict.PASS:
        print(postcheck.render(report, "markdown", show_names=False))

``docs/for-programs.md`` says more. What is heavy is loaded with the first check, not with this package.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postcheck.api import check, render
    from postcheck.errors import PostcheckError
    from postcheck.model.draft import Unexamined
    from postcheck.model.report import DraftReport, Flag, Report, Verdict
    from postcheck.model.severity import Category, Severity

__version__ = "0.1.0"

__all__ = [
    "Category",
    "DraftReport",
    "Flag",
    "PostcheckError",
    "Report",
    "Severity",
    "Unexamined",
    "Verdict",
    "__version__",
    "check",
    "render",
]

# onnxruntime, which runs the models, would otherwise report to its makers that it was used. Nothing leaves this
# machine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

if not TYPE_CHECKING:  # for a type checker the names above are all that there are
    _WHERE = {
        "check": "postcheck.api",
        "render": "postcheck.api",
        "PostcheckError": "postcheck.errors",
        "Unexamined": "postcheck.model.draft",
        "DraftReport": "postcheck.model.report",
        "Flag": "postcheck.model.report",
        "Report": "postcheck.model.report",
        "Verdict": "postcheck.model.report",
        "Category": "postcheck.model.severity",
        "Severity": "postcheck.model.severity",
    }

    def __getattr__(name):  # noqa: ANN001, ANN202 - seen by no type checker
        """Load what other programs use when they first ask for it (PEP 562)."""
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415 - as above

        value = globals()[name] = getattr(import_module(_WHERE[name]), name)
        return value

    def __dir__():  # noqa: ANN202 - as above
        """Return the names of the module, those not loaded yet included."""
        return sorted({*globals(), *__all__})
