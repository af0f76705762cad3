"""Faces that were seen in a picture. Nobody is recognised: only their places are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from postcheck.model.text import Box


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces in one frame of an image."""

    frame: int
    """From 0."""
    boxes: tuple[Box, ...]
    """In pixels of the image as a person sees it, largest first."""
    time: float | None = None
    """When a video shows it, in seconds from its start; None in a picture."""


def most(found: Iterable[Faces]) -> Faces:
    """Return the frame that shows the most faces; a frame without any if there are none."""
    return max(found, key=lambda faces: len(faces.boxes), default=Faces(0, ()))
