"""The pictures of the HTML report: small copies, the findings boxed and what must not be seen taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from postcheck.errors import UnreadableError
from postcheck.media.embedded import image_file
from postcheck.model.draft import DraftImage
from postcheck.model.text import Box, Passage, PlaceKind, Where, clock
from postcheck.report.html_text import escaped
from postcheck.report.html_view import Numbered, PostView
from postcheck.report.marked import names_in
from postcheck.report.picture import Picture, copy, copy_of

if TYPE_CHECKING:
    from PIL.Image import Image

_FULL = 100
_CORNERS = ("", " right", " low", " low right")
"""Where the number of a box may stand, best first."""
_NEAR = (5, 7)
"""Per cent of the width and height of a picture within which two numbers would cover each other."""


class Pictures:
    """Draws the pictures of one post.

    Parameters
    ----------
    view:
        The post.
    longest:
        How many pixels the longer side of a copy may have.
    """

    def __init__(self, view: PostView, longest: int) -> None:
        self._view = view
        self._longest = longest

    def draw(self, image: DraftImage, frame: int, boxed: Sequence[Numbered], alt: str) -> str:
        """Return a frame of a picture with its boxes, or why it is not shown."""
        paged = image.inside is not None and image.inside.pages
        which = f" ({'page' if paged else 'frame'} {frame + 1})" if frame or paged else ""
        described = alt or f"{self._view.places.name(image.name)}, a picture of this post"

        def copied(cover: tuple[Box, ...]) -> Picture | None:
            return None if image.absent else self._copy(image, frame, cover)

        return self._drawn(image.name, frame, boxed, (f"picture{which}", described + which), copied)

    def draw_moment(self, video: str, moment: float, frame: int, boxed: Sequence[Numbered], shown: Image | None) -> str:
        """Return a frame of a video with its boxes, or why it is not shown."""
        which = f"{self._view.places.name(video)} at {clock(moment)}"

        def copied(cover: tuple[Box, ...]) -> Picture | None:
            return None if shown is None else copy_of(shown, longest=self._longest, cover=cover)

        return self._drawn(video, frame, boxed, (f"moment of the video ({clock(moment)})", which), copied)

    def _drawn(
        self,
        name: str,
        frame: int,
        boxed: Sequence[Numbered],
        called: tuple[str, str],
        copied: Callable[[tuple[Box, ...]], Picture | None],
    ) -> str:
        what, described = called
        if self._view.masker.hides and self._unsafe(name):
            return self._nothing(f"This {what} is not shown: it could not be examined, and names are to be hidden.")
        picture = copied(self._cover(name, frame) if self._view.masker.hides else ())
        if picture is None:
            return self._nothing(f"This {what} cannot be shown here.")
        taken: list[tuple[float, float]] = []
        boxes = "".join(self._box(one, picture, taken) for one in boxed)
        return (
            f'<div class="picture">'
            f'<img src="{picture.uri}" width="{picture.shown_width}" height="{picture.shown_height}" '
            f'alt="{escaped(described)}">{boxes}</div>\n'
        )

    def _copy(self, image: DraftImage, frame: int, cover: tuple[Box, ...]) -> Picture | None:
        try:
            with image_file(image, frame) as (path, number):
                return copy(path, frame=number, longest=self._longest, cover=cover)
        except UnreadableError:
            return None

    def _nothing(self, words: str) -> str:
        return f'<p class="nothing">{escaped(words)}</p>\n'

    def _box(self, numbered: Numbered, picture: Picture, taken: list[tuple[float, float]]) -> str:
        """Return a box over what was seen; ``taken`` remembers where numbers stand."""
        boxes = numbered.flag.boxes or tuple(filter(None, [numbered.flag.where.box]))
        return "".join(self._one_box(numbered, box, picture, taken) for box in boxes)

    def _one_box(self, numbered: Numbered, box: Box, picture: Picture, taken: list[tuple[float, float]]) -> str:
        left, top, width, height = _percent(box, picture)
        corner = _corner((left, top, width, height), taken)
        number = f'<span class="number"><span class="vh">Finding </span>{numbered.number}</span>'
        link = self._view.link(f"box{corner}", numbered, [numbered], number)
        self._view.rules.append(
            f"#p{self._view.number}-m{self._view.marks}{{left:{left}%;top:{top}%;width:{width}%;height:{height}%}}"
        )
        return link

    def _unsafe(self, name: str) -> bool:
        """Whether there may be names in the picture whose place is not known."""
        if name in self._view.blind or self._view.post.draft.path in self._view.blind:
            return True
        flags = (*self._view.post.flags, *self._view.post.suppressed)
        read = [*(flag.where for flag in flags if flag.evidence), *self._named(name)]
        return any(where.kind is PlaceKind.IMAGE and where.file == name and where.box is None for where in read)

    def _cover(self, name: str, frame: int) -> tuple[Box, ...]:
        """Return what must not be seen in a frame.

        These are the names and, where there is one, every word that was read, as it may be a misread name.
        """
        flags = (*self._view.post.flags, *self._view.post.suppressed)
        wheres = [*(flag.where for flag in flags if flag.evidence), *self._named(name)]
        here = [
            where
            for where in wheres
            if where.kind is PlaceKind.IMAGE and where.file == name and (where.frame or 0) == frame
        ]
        if not here:
            return ()
        words = [word.box for passage in self._read_in(name) if (passage.frame or 0) == frame for word in passage.words]
        return (*words, *(where.box for where in here if where.box))

    def _read_in(self, name: str) -> list[Passage]:
        return [
            passage for passage in self._view.post.passages if passage.kind is PlaceKind.IMAGE and passage.file == name
        ]

    def _named(self, name: str) -> list[Where]:
        """Return where the picture names people who may be pupils."""
        return [passage.where(*span) for passage in self._read_in(name) for span in names_in(self._view.post, passage)]


def _percent(box: Box, picture: Picture) -> tuple[float, float, float, float]:
    """Return a box's left, top, width and height as shares of the picture, within its limits."""
    left, top = max(0, min(box.left, picture.width)), max(0, min(box.top, picture.height))
    right, bottom = max(left, min(box.right, picture.width)), max(top, min(box.bottom, picture.height))
    across, down = _FULL / max(1, picture.width), _FULL / max(1, picture.height)
    return (
        round(left * across, 3),
        round(top * down, 3),
        round((right - left) * across, 3),
        round((bottom - top) * down, 3),
    )


def _corner(box: tuple[float, float, float, float], taken: list[tuple[float, float]]) -> str:
    """Return the first corner of a box at which its number is within the picture and covers no other."""
    left, top, width, height = box
    points = {
        corner: (left + width * ("right" in corner), top + height if "low" in corner else top - _NEAR[1])
        for corner in _CORNERS
    }
    free = [
        corner
        for corner, (x, y) in points.items()
        if 0 <= y <= _FULL - _NEAR[1]
        and not any(abs(x - other) < _NEAR[0] and abs(y - beside) < _NEAR[1] for other, beside in taken)
    ]
    corner = free[0] if free else _CORNERS[0]
    taken.append(points[corner])
    return corner
