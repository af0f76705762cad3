"""Writes values of a dataclass down as JSON, and reads them again exactly as they were."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


class Records(Generic[T]):
    """Writes and reads values of one type, a dataclass of plain values and of dataclasses like it.

    Parameters
    ----------
    kind:
        The type.
    """

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind

    def written(self, value: T) -> bytes:
        """Return a value as JSON."""
        return self._adapter.dump_json((value,))

    def read(self, data: bytes) -> T:
        """Return the value that :meth:`written` wrote.

        Raises
        ------
        ValueError
            If ``data`` is nothing that it writes.
        """
        return self._adapter.validate_json(data, strict=True)[0]

    @cached_property
    def _adapter(self) -> TypeAdapter[tuple[T]]:
        from pydantic import ConfigDict, TypeAdapter  # noqa: PLC0415 - most runs write and read nothing of this kind

        # The settings reach dataclasses only from a type around them, hence the tuple.
        config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64", ser_json_inf_nan="constants")
        return TypeAdapter(tuple[self._kind], config=config)  # type: ignore[name-defined]
