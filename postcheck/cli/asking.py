"""Asks a person at the terminal; where nobody answers, nothing is assumed."""

from __future__ import annotations

import typer

from postcheck.errors import UsageError

_OTHERWISE = "Run it in a terminal, where it can ask."


def ask_whether(question: str, otherwise: str = _OTHERWISE) -> bool:
    """Ask a question that is answered by yes or no; ``otherwise`` says what to do where nobody answers.

    Raises
    ------
    UsageError
        If nobody answers.
    """
    try:
        return typer.confirm(question)
    except typer.Abort:
        raise _nobody(otherwise) from None


def ask(question: str) -> str:
    """Ask a question, and return the answer without blanks around it; empty if the person says nothing.

    Raises
    ------
    UsageError
        If nobody answers.
    """
    try:
        return str(typer.prompt(question, default="", show_default=False)).strip()
    except typer.Abort:
        raise _nobody(_OTHERWISE) from None


def _nobody(otherwise: str) -> UsageError:
    typer.echo()
    return UsageError("nobody answered.", advice=otherwise)
