"""What the desk refuses, and says why."""

from __future__ import annotations


class RefusedError(Exception):
    """A request that is not answered as it was meant.

    Parameters
    ----------
    message:
        Why, and what to do: one or two sentences for the person at the desk, without a pupil's name.
    status:
        The HTTP status.
    """

    def __init__(self, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
