"""Reports what ``postcheck doctor`` found, for people and for programs."""

from __future__ import annotations

from postcheck.model.doctor import DoctorReport
from postcheck.report.json_report import dumps
from postcheck.report.sheet import Sheet
from postcheck.report.wording import count

_WORDS = {True: ("OK", "bold green"), False: ("MISSING", "bold red"), None: ("NOTE", "bold yellow")}
_LABEL = 9


def render_doctor(report: DoctorReport) -> Sheet:
    """Return every check with what was found and what to do about it, and one sentence on the outcome."""
    page = Sheet()
    for check in report.checks:
        word, style = _WORDS[check.ok]
        page.add((check.name, "bold"), f": {check.detail}", label=word, hang=_LABEL, style=style)
        if check.remedy and check.ok is not True:
            page.add(f"What to do: {check.remedy}", indent=_LABEL)
    missing = sum(check.ok is False for check in report.checks)
    page.gap()
    if missing:
        page.add(
            (f"{count(missing, 'thing')} that a check needs {'is' if missing == 1 else 'are'} missing.", "bold red")
        )
    else:
        page.add(("Everything that a check needs is there.", "bold green"))
    return page


def doctor_json(report: DoctorReport) -> str:
    """Return the same as JSON. ``model.path`` is what ``spacy.load()`` takes, or null."""
    return dumps(
        {
            "ok": report.ok,
            "model": {"path": report.model_path, "name": report.model_name, "version": report.model_version},
            "checks": [
                {"name": check.name, "ok": check.ok, "detail": check.detail, "remedy": check.remedy}
                for check in report.checks
            ],
        }
    )
