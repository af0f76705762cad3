"""What a fault is: files with a pupil's name or a picture in an odd place, and the law that no check may break."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.builders.school import Result, School

ROLL = """\
pupil_id,forename,surname,preferred_forename,year_group,name_first,name_full,photo_social,photo_website
F01,Tamsin,Penhallow,,Year 4,refused,refused,refused,refused
F02,Zoë,Brânzaru,,Year 5,refused,refused,refused,refused
F03,Łucja,Wiśniewska,,Year 6,refused,refused,refused,refused
F04,Ruby,Ashdown,,Year 2,refused,refused,refused,refused
F05,Grace,Ollerton,,Year 3,refused,refused,refused,refused
F06,Lily,Marchbank,,Year 1,refused,refused,refused,refused
F07,Jack,Selwood,,Year 6,refused,refused,refused,refused
F08,Summer,Tolland,,Year 5,refused,refused,refused,refused
F09,Seán,O'Dowda,,Year 4,refused,refused,refused,refused
"""
NAME = "Tamsin Penhallow"
"""The pupil that most faults hide; nothing else is called so."""
_NAMES = frozenset({"tamsin", "penhallow", "branzaru", "ucja", "wisniewska", "ashdown", "ollerton", "marchbank"})
_DAY = "2026-11-21"
_VERDICTS = {"fail": 1, "review": 1, "incomplete": 3, "pass": 0}


@dataclass(frozen=True)
class Fault:
    """An input that shows a pupil's name or a picture where a check may overlook it.

    Parameters
    ----------
    id, kind:
        Its name, and what it stands for.
    files:
        The content of each file of its folder.
    checked:
        What of the folder is checked; the folder itself if it is empty.
    arguments:
        Further arguments of the command.
    calm:
        Whether there is nothing to find: the same carrier without a pupil's name has to pass.
    said:
        The end of a file's name that has to be looked at or to be named as not examined, if no name is to be found.
    """

    id: str
    kind: str
    files: Mapping[str, str | bytes]
    checked: str = ""
    arguments: tuple[str, ...] = ()
    calm: bool = False
    said: str = ""


def plain(text: str) -> str:
    """Return a text in small letters without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if letter.isascii())


def written(fault: Fault, folder: Path) -> Path:
    """Write the files of a fault, and return what is to be checked."""
    for name, content in fault.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder / fault.checked


def check(school: School, fault: Fault, folder: Path) -> Result:
    """Check a fault as a user would, and return what came of it."""
    target = written(fault, folder)
    lists = ("--consent", str(school.folder / "roll.csv"), "--date", _DAY)
    usual = ("--no-config", "--channel", "website", "--format", "json", "--quiet")
    return school.run("check", target, *lists, *usual, *fault.arguments)


def offences(fault: Fault, result: Result) -> Iterator[str]:
    """Yield what is wrong with the outcome of a fault; nothing if the law was kept."""
    if "Traceback" in result.err or "Error" in result.err:
        yield "a traceback, or a library's own words, on standard error"
    if any(name in plain(result.err) for name in _NAMES):
        yield "a pupil's name on standard error"
    if result.code not in {0, 1, 3}:
        yield f"the exit code was {result.code}"
        return
    yield from _of_report(fault, result)


def _of_report(fault: Fault, result: Result) -> Iterator[str]:
    posts = result.report["posts"]
    flags = [flag for post in posts for flag in post["flags"]]
    left = [item for post in posts for item in post["not_examined"]]
    earned = 1 if flags and any(flag["severity"] != "note" for flag in flags) else 3 if left or not posts else 0
    if result.code != earned:
        yield f"the exit code was {result.code}, and by the report it should be {earned}"
    if _VERDICTS[result.report["summary"]["verdict"]] != result.code and posts:
        yield f"the verdict is {result.report['summary']['verdict']}, and the exit code {result.code}"
    if fault.calm:
        if result.code:
            yield f"nothing is wrong with it: {[flag['evidence'] for flag in flags]} {left}"
        return
    if not result.code:
        yield "a silent pass"
    elif fault.said:
        files = [item["file"] for item in left] + [flag["where"]["file"] for flag in flags]
        if not left and not any(name.partition("#")[0].endswith(fault.said) for name in files):
            yield f"{fault.said} was not looked at, and not said: {files}"
    elif not left and not any(
        flag["pupil_ids"] or flag["category"] == "name" or NAME in flag["evidence"] for flag in flags
    ):
        yield f"something else was flagged: {[flag['evidence'] for flag in flags]}"
