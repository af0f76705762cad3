"""Which rule pack is in force, as far as that can be told without the settings file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from postcheck.config.packs import BASELINE, find_pack, shipped_packs
from postcheck.errors import PackError, PostcheckError, SettingsError


def policy_outside_file(given: str | None, environ: Mapping[str, str]) -> str | None:
    """Return the pack that the command line or the environment names, which beats the settings file; None if neither.

    Parameters
    ----------
    given:
        What the command line names, or None.
    environ:
        The environment, for ``POSTCHECK_POLICY``.

    Raises
    ------
    SettingsError
        If there is no such pack.
    """
    if given is not None:
        return pack_in_force(given, Path(), _refusing("--policy"))
    if value := environ.get("POSTCHECK_POLICY", "").strip():
        return pack_in_force(value, Path(), _refusing("POSTCHECK_POLICY"))
    return None


def pack_in_force(value: str, folder: Path, refuse: Callable[[str, str], PostcheckError]) -> str:
    """Return a pack's id as it was given, or its file's absolute path.

    Parameters
    ----------
    value:
        The id of a shipped pack or the path of a pack file.
    folder:
        Where a relative path starts.
    refuse:
        Makes the error that is raised if there is no such pack, of a message and an advice.
    """
    value = value.strip()
    if (identity := value.casefold()) in {BASELINE, *shipped_packs()}:
        return identity
    try:
        return str(find_pack(value, relative_to=folder).absolute())
    except PackError as exception:
        raise refuse(exception.message, exception.advice) from None


def _refusing(origin: str) -> Callable[[str, str], PostcheckError]:
    return lambda message, advice: SettingsError(f"{origin}: {message}", advice=advice)
