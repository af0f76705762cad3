"""Says what is wrong with a command line without repeating what was typed, as that may be a pupil's name."""

from __future__ import annotations

import re
from typing import Any

_QUOTED = re.compile(r"'([a-z-]+)'")
_HELP = "See --help for what it takes."


def why_refused(error: BaseException) -> str:
    """Return what to print if the command line was not understood; otherwise the empty string."""
    # Some releases of typer bring click's errors along under names of their own.
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "ClickException" not in kinds:
        return ""
    if "NoArgsIsHelpError" in kinds:
        return f"{_text(error)}\n"
    return f"postcheck: {_reason(error, kinds)} {_HELP}\n"


def _reason(error: Any, kinds: set[str]) -> str:  # noqa: ANN401 - see above
    if "MissingParameter" in kinds:
        return f"{_named(error)} is missing."
    if "BadOptionUsage" in kinds:
        return f"the option {error.option_name} is not used like that."
    if "BadParameter" in kinds:
        choices = getattr(getattr(getattr(error, "param", None), "type", None), "choices", ())
        named = ", ".join(str(getattr(choice, "value", choice)) for choice in choices)
        return f"{_named(error)} has a value that means nothing." + (f" Choose one of {named}." if named else "")
    reasons = {
        "No such option": "there is no such option.",
        "No such command": "there is no such command.",
        "unexpected extra argument": "there are more arguments than the command takes.",
    }
    reason = next(
        (reason for words, reason in reasons.items() if words in _text(error)), "the command line is not understood."
    )
    meant = getattr(error, "possibilities", None) or _QUOTED.findall(_text(error).partition("Did you mean")[2])
    return f"{reason} Did you mean {next(iter(meant))}?" if meant else reason  # the nearest comes first


def _named(error: Any) -> str:  # noqa: ANN401 - see above
    """Return what the command itself calls the option or argument."""
    param = getattr(error, "param", None)
    options = [name for name in getattr(param, "opts", ()) if name.startswith("--")]
    return str(options[0] if options else getattr(param, "metavar", None) or "an argument")


def _text(error: Any) -> str:  # noqa: ANN401 - see above
    return str(error.format_message())
