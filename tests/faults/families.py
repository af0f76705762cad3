"""The families of faults, one module each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.faults import data, disguised, documents, headers, pages, pictures, shown, together
from tests.faults.fault import Fault

FAMILIES: tuple[Callable[[], Iterable[Fault]], ...] = (
    shown.faults,
    disguised.faults,
    headers.faults,
    pages.faults,
    documents.faults,
    data.faults,
    together.faults,
    pictures.faults,
)
