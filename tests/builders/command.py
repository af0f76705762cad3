"""The command in the process of the tests: what a user types, without starting Python and loading the models anew."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import sys
import warnings
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NoReturn
from unittest import mock

import numpy as np
from numpy.typing import NDArray
from typer.main import get_command

from postcheck.cli.main import run
from postcheck.config.packs import load_pack, shipped_packs
from postcheck.find.concerns import ConcernFinder
from postcheck.find.language import LanguageModel, load_language_model
from postcheck.judge import rule_engine
from postcheck.model.pack import Pack, Rule
from postcheck.read import faces
from postcheck.read.engines import rapid
from postcheck.read.engines.rapid import RapidEngine
from postcheck.read.faces import CenterFace
from tests.builders.answers import Answers


@cache
def _language_model() -> LanguageModel:
    return load_language_model()


_CENTER_FACE, _RAPID = cache(CenterFace), lru_cache(4)(RapidEngine)
_COMMAND = cache(get_command)
_ANSWERS = Answers()
_FACES, _READER = faces._load, rapid._session  # noqa: SLF001 - where the models that look at pictures are loaded


def _faces_session(model: Path, threads: int) -> Any:
    return _ANSWERS.kept_for(_FACES(model, threads), f"{threads} {model}")


def _reader_session(model: str, threads: int) -> Any:
    return _ANSWERS.kept_for(_READER(model, threads), f"{threads} {model}")


_CONCERNS, _CHANCES = ConcernFinder(), ConcernFinder._chances_of  # noqa: SLF001 - where its model is asked


def _chances_of(finder: ConcernFinder, text: str) -> NDArray[np.float32]:
    return _CHANCES(_CONCERNS if finder.folder == _CONCERNS.folder else finder, text)


_PARAMS = rule_engine._params  # noqa: SLF001 - what a rule's parameters become
_packs: dict[tuple[str, frozenset[str] | None], Pack] = {}
"""Packs that ship, by their id and the kinds of rule that there are."""
_parsed: dict[tuple[int, int], tuple[Rule, object]] = {}
"""Parameters of a rule of theirs, by the rule and the lexicons of its pack."""


def _pack_of(name: str, *, relative_to: Path | None = None, checks: frozenset[str] | None = None) -> Pack:
    if name not in shipped_packs():
        return load_pack(name, relative_to=relative_to, checks=checks)
    if (name, checks) not in _packs:
        _packs[name, checks] = load_pack(name, checks=checks)
    return _packs[name, checks]


def _params_of(rule: Rule, pack: Pack) -> object:
    if all(pack.lexicons is not kept.lexicons for kept in _packs.values()):
        return _PARAMS(rule, pack)
    key = id(rule), id(pack.lexicons)
    if key not in _parsed or _parsed[key][0] is not rule:
        _parsed[key] = rule, _PARAMS(rule, pack)
    return _parsed[key][1]


def _model_of(name: str = "", *, file: str | None = None, line: int | None = None) -> LanguageModel:
    return load_language_model(name, file=file, line=line) if name else _language_model()


@contextlib.contextmanager
def models_kept() -> Iterator[None]:
    """Have what doesn't change loaded once: each run gets it as if it had loaded it itself.

    That is the models that ship, what they answered when they were shown the same before, the packs that ship, and the
    tree of commands with their options.
    """
    with (
        mock.patch("typer.main.get_command", _COMMAND),
        mock.patch.object(ConcernFinder, "_chances_of", _chances_of),
        mock.patch("postcheck.engine.checker.load_pack", _pack_of),
        mock.patch("postcheck.judge.rule_engine._params", _params_of),
        mock.patch("postcheck.engine.factory.load_language_model", _model_of),
        mock.patch("postcheck.audit.item_judge.load_language_model", _model_of),
        mock.patch("postcheck.engine.factory.CenterFace", _CENTER_FACE),
        mock.patch("postcheck.read.engines.rapid.RapidEngine", _RAPID),
        mock.patch("postcheck.read.engines.rapid._session", _reader_session),
        mock.patch("postcheck.read.faces._load", _faces_session),
    ):
        yield


class _Stream(io.TextIOWrapper):
    """A standard stream that goes nowhere but into memory."""

    def __init__(self, data: bytes = b"") -> None:
        self.bytes = io.BytesIO(data)
        super().__init__(self.bytes, encoding="utf-8", newline="")

    def written(self) -> str:
        self.flush()
        return self.bytes.getvalue().decode()


def run_here(
    arguments: Sequence[str], *, folder: Path, environ: dict[str, str], stdin: bytes = b""
) -> tuple[int, str, str]:
    """Run ``postcheck`` as its start-up script does.

    Returns
    -------
    tuple[int, str, str]
        The exit code, and what came on standard output and on standard error.

    Raises
    ------
    KeyboardInterrupt
        If somebody ended the tests meanwhile: the command has heard of it instead of them.
    """
    left: list[int] = []

    def leave(code: int) -> NoReturn:
        left.append(code)
        raise SystemExit(code)

    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    given, out, err = _Stream(stdin), _Stream(), _Stream()
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, environ, clear=True),
        mock.patch.multiple(sys, argv=["postcheck", *arguments], stdin=given, stdout=out, stderr=err),
        warnings.catch_warnings(),
        mock.patch.object(os, "_exit", leave),
        models_kept(),
    ):
        try:
            run()
        except SystemExit as end:
            code = end.code
        else:
            code = 0
        finally:
            gc.enable()
            sys.unraisablehook = sys.__unraisablehook__
            for number, handler in usual.items():
                signal.signal(number, handler)
    if left:
        raise KeyboardInterrupt(f"a signal while a command ran, which left with {left[0]}")
    assert code is None or isinstance(code, int), code
    return code or 0, out.written(), err.written()
