"""``postcheck doctor``: whether everything that a check needs is there."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import typer

from postcheck.cli import options
from postcheck.cli.output import show, write
from postcheck.errors import CacheError, ExitCode, PostcheckError, SettingsError
from postcheck.model.doctor import DoctorCheck, DoctorReport
from postcheck.model.people import PeopleList, Roll
from postcheck.model.settings import Settings


def command(
    policy: options.Policy = None,
    consent: options.Consent = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    page_format: options.Format = options.PageFormat.RICH,
    output: options.Output = None,
) -> None:
    """Say whether everything that a check needs is there, and what to do if not.

    Example: postcheck doctor --consent consent.csv
    """
    from postcheck.report.doctor_report import doctor_json, render_doctor  # noqa: PLC0415 - not needed for --help

    report = _examine(policy, consent, config, output, no_config=no_config)
    if page_format is options.PageFormat.JSON:
        write(doctor_json(report), output)
    else:
        show(render_doctor(report), output)
    if not report.ok:
        raise typer.Exit(ExitCode.UNUSABLE)


def _examine(
    policy: str | None, consent: list[Path] | None, config: Path | None, output: Path | None, *, no_config: bool
) -> DoctorReport:
    from postcheck.cli.doctor_plugins import plugin_checks  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings import Overrides, load_settings  # noqa: PLC0415 - not needed for --help

    checks = [DoctorCheck("Python", True, f"{platform.python_version()} on {platform.system()}")]
    settings = Settings()
    file = options.settings_file(config, no_config=no_config)
    try:
        settings = load_settings(
            file, overrides=Overrides(policy=policy, consent=tuple(consent or ())), environ=os.environ
        )
    except PostcheckError as error:
        checks.append(_failed("Settings", error))
    else:
        found = str(file) if file else "no postcheck.toml here or above; the defaults and the command line apply"
        checks.append(
            DoctorCheck("Settings", True if file else None, found, "" if file else "Run `postcheck init` to write one.")
        )
    options.spare_read(output, file, settings.policy, *settings.consent, *settings.people)
    checks += [
        _attempt("Rule pack", lambda: _pack(settings, chosen=_is_chosen(policy, settings))),
        *_consent(settings),
        *_people(settings),
        *_engines(settings),
    ]
    checks += plugin_checks()
    checks += [_attempt("Face detector", _faces), _attempt("Remembered pictures", lambda: _cache(settings))]
    return _with_model(tuple(checks), settings)


def _attempt(name: str, look: Callable[[], DoctorCheck]) -> DoctorCheck:
    try:
        return look()
    except PostcheckError as error:
        return _failed(name, error)


def _failed(name: str, error: PostcheckError) -> DoctorCheck:
    place = f"{error.place}: " if error.place else ""
    return DoctorCheck(name, False, f"{place}{error.message}", error.advice)


def _is_chosen(policy: str | None, settings: Settings) -> bool:
    """Whether somebody has said which policy counts, were it the baseline, and isn't to be asked for it again."""
    from postcheck.formats.toml_document import read_toml  # noqa: PLC0415 - not needed for --help

    if policy is not None or os.environ.get("POSTCHECK_POLICY", "").strip():
        return True
    if settings.file is None:
        return False
    said = read_toml(Path(settings.file), what="settings file", error=SettingsError, missing="").data
    return "policy" in (said.get("tool", {}).get("postcheck", {}) if settings.file.name == "pyproject.toml" else said)


def _pack(settings: Settings, *, chosen: bool) -> DoctorCheck:
    from postcheck.config.packs import load_pack  # noqa: PLC0415 - not needed for --help
    from postcheck.judge.rule_engine import RuleEngine  # noqa: PLC0415 - not needed for --help
    from postcheck.report.wording import count  # noqa: PLC0415 - not needed for --help

    pack = load_pack(settings.policy)
    RuleEngine(pack)
    remedy = (
        'Choose your trust\'s pack with --policy, or `policy = "…"` in postcheck.toml.'
        if pack.id == Settings().policy and not chosen
        else ""
    )
    return DoctorCheck(
        "Rule pack",
        None if remedy else True,
        f"{pack.title}, version {pack.version}, {count(len(pack.rules), 'rule')}",
        remedy,
    )


def _consent(settings: Settings) -> list[DoctorCheck]:
    from postcheck.consent.consent_lists import load_consent_lists  # noqa: PLC0415 - not needed for --help

    if not settings.consent:
        remedy = (
            "Name the list with --consent, in postcheck.toml or in POSTCHECK_CONSENT. "
            "Without one, every name is an unknown person's."
        )
        return [DoctorCheck("Consent list", None, "no consent list is set", remedy)]
    checks = [_attempt("Consent list", partial(_consent_list, file)) for file in settings.consent]
    if len(checks) > 1 and all(check.ok is not False for check in checks):
        checks.append(_attempt("Schools", lambda: _schools(settings, load_consent_lists(settings.consent))))
    return checks


def _consent_list(file: Path) -> DoctorCheck:
    from postcheck.consent.consent_lists import load_one  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.privacy import exposures  # noqa: PLC0415 - not needed for --help
    from postcheck.report.wording import count  # noqa: PLC0415 - not needed for --help

    roll = load_one(file, str(file))
    found = f"{file}: {count(len(roll.pupils), 'pupil')}, {count(len(roll.columns), 'consent column')}"
    exposed = exposures(file)
    if exposed:
        return DoctorCheck(
            "Consent list",
            None,
            "; ".join((found, *(what for what, _ in exposed))),
            " ".join(remedy for _, remedy in exposed),
        )
    return DoctorCheck("Consent list", True, found)


def _schools(settings: Settings, roll: Roll) -> DoctorCheck:
    """Say whether accounts and settings name schools that the lists are of."""
    from postcheck.judge.schools import Schools  # noqa: PLC0415 - not needed for --help
    from postcheck.report.wording import count  # noqa: PLC0415 - not needed for --help

    named = [name for name in dict.fromkeys((settings.school, *(entry.school for entry in settings.accounts))) if name]
    schools = Schools(roll)
    lacking = [name for name in named if not schools.ids(name)]
    repeated = sum(bool(pupil.own_id) for pupil in roll.pupils)
    whose = "pupil whose id another list has too is" if repeated == 1 else "pupils whose id another list has too are"
    found = f"{count(len(roll.parts), 'list')}; {repeated} {whose} shown with their list's name"
    if lacking:
        names = ", ".join(f"“{name}”" for name in lacking)
        return DoctorCheck(
            "Schools",
            False,
            f"{found}; no list is of {names}",
            "Write the school as the lists' column school or the name of the list's file has it.",
        )
    if not named:
        remedy = (
            'Write `school = "…"` under each [[account]], or into the settings of each school\'s folder. '
            "Until then every post is judged by the strictest of all lists."
        )
        return DoctorCheck("Schools", None, f"{found}; nothing says whose the posts are", remedy)
    return DoctorCheck("Schools", True, f"{found}; posts are told apart for {', '.join(named)}")


def _people(settings: Settings) -> list[DoctorCheck]:
    from postcheck.consent.people_list import load_people  # noqa: PLC0415 - not needed for --help

    return [_attempt("People list", partial(_people_list, file, load_people)) for file in settings.people]


def _people_list(file: Path, load: Callable[[Sequence[Path]], PeopleList]) -> DoctorCheck:
    from postcheck.report.wording import count  # noqa: PLC0415 - not needed for --help

    return DoctorCheck("People list", True, f"{file}: {count(len(load([file]).names), 'name')}")


def _engines(settings: Settings) -> list[DoctorCheck]:
    from postcheck.read.engines import engines_for  # noqa: PLC0415 - not needed for --help

    return [
        _attempt(name, partial(_version, name, engine.version))
        for engine in engines_for(settings.ocr)
        for name in (f"OCR engine {engine.name}",)
    ]


def _faces() -> DoctorCheck:
    from PIL import Image  # noqa: PLC0415 - not needed for --help

    from postcheck.read.faces import CenterFace  # noqa: PLC0415 - not needed for --help

    CenterFace().find(Image.new("RGB", (64, 64)))
    return DoctorCheck("Face detector", True, "CenterFace")


def _cache(settings: Settings) -> DoctorCheck:
    from postcheck.read.cache import CacheFolder  # noqa: PLC0415 - not needed for --help

    if not settings.cache.enabled:
        return DoctorCheck("Remembered pictures", None, "nothing is remembered, as the settings say")
    folder = CacheFolder(settings.cache)
    try:
        folder.open()
    except CacheError as error:  # a check goes on without it
        return DoctorCheck("Remembered pictures", None, error.message, error.advice)
    return DoctorCheck("Remembered pictures", True, f"in {folder.path}, for this user only")


def _version(name: str, version: Callable[[], str]) -> DoctorCheck:
    return DoctorCheck(name, True, version())


def _with_model(checks: tuple[DoctorCheck, ...], settings: Settings) -> DoctorReport:
    from postcheck.find.language import load_language_model  # noqa: PLC0415 - it imports spaCy

    file = str(settings.file) if settings.file and settings.language_model_line else None
    try:
        model = load_language_model(settings.language_model, file=file, line=settings.language_model_line)
    except PostcheckError as error:
        return DoctorReport((*checks, _failed("Language model", error)))
    found = DoctorCheck("Language model", True, f"{model.name} {model.version}")
    return DoctorReport((*checks, found), str(model.path), model.name, model.version)
