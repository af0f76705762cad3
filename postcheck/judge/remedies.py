"""What to do about something *there*: in a picture, in its hidden details, in a file's name, in a comment.

A rule's remedy says what the policy wants; this says how it is done at the place, with the command to type.
"""

from __future__ import annotations

from postcheck.model.draft import Draft, DraftImage
from postcheck.model.text import PlaceKind, Where
from postcheck.text.shell import quoted

_COPIES = "safe"
"""The folder that the command shown writes safe copies to."""
_SOURCE = "It stands in the source of the page, which is published: open the page in a text editor and change it."
_IN_A_DOCUMENT = {
    "comment": "It stands in a comment: delete the comment (in Word: Review, Delete), and save the document again.",
    "footnote": "It stands in a footnote: change the footnote, and save the document again.",
    "deleted": (
        "It stands in deleted text that the file still holds: accept the changes (in Word: Review, Accept, Accept All "
        "Changes), and save the document again."
    ),
    "hidden": (
        "It stands in hidden text, which is published with the file: have it shown (in Word: Home, ¶), delete it, and "
        "save it again."
    ),
    "annotation": (
        "It stands in a note on the page: delete the note in a PDF editor, or make the PDF again from its document."
    ),
    "form field": "It stands in a form field: empty the field, and save the document again.",
    "bookmark": "It stands in a bookmark of the file: rename the bookmark, and save the document again.",
    "meta": _SOURCE,
    "attribute": _SOURCE,
    "script": _SOURCE,
    "link": "It stands in the address of a link, which everybody can read: link to another page, or rename that one.",
    "subtitles": "It stands in the subtitles of a video: change them in a text editor, or have the video saved anew.",
    "alt": "It stands in the alt text, which is published with the picture: write another alt text.",
    "tags": "It stands among the tags: take the tag out.",
}
_HIDDEN_DETAILS = (
    "It stands in the hidden details of the file: have them removed (in Word: File, Info, Check for Issues, Inspect "
    "Document), and save it again."
)

_OF_A_VIDEO = {
    PlaceKind.IMAGE: (
        "It can be read in the video: cut it out, or cover it in a video program. postcheck cannot make safe copies of "
        "videos yet."
    ),
    PlaceKind.METADATA: (
        "It stands in the video's hidden details: have your video program export it anew without them."
    ),
}


def there(where: Where, draft: Draft) -> str:
    """Return what to do at a place, as sentences without any name; empty where the rule's remedy says it all.

    What ends with a command to type, in backticks, goes behind the rule's remedy; see :func:`advice_there`.
    """
    image = next((image for image in draft.images if image.name == where.file), None)
    film = any(video.file == where.file for video in draft.header.videos)
    match where.kind:
        case PlaceKind.IMAGE | PlaceKind.METADATA as kind if film:
            return _OF_A_VIDEO[kind]
        case PlaceKind.IMAGE:
            seen = "It can be read in the picture"
            return _in_a_picture(image, draft, seen, "cover it in a picture editor", "A copy of the picture without it")
        case PlaceKind.METADATA if image is None:
            return _HIDDEN_DETAILS
        case PlaceKind.METADATA:
            seen = "It stands in the picture's hidden details, which are published with it"
            otherwise = "take a screenshot of the picture and use that"
            return _in_a_picture(image, draft, seen, otherwise, f"{seen}: {otherwise}. A copy without them")
        case PlaceKind.FILENAME:
            return _in_a_file_name(image, draft)
        case _:
            return _IN_A_DOCUMENT.get(where.field or "", "") if where.kind is PlaceKind.TEXT else ""


def advice_there(where: Where, draft: Draft, remedy: str) -> str:
    """Return a rule's remedy together with what to do at the place; a command to type is the last thing said."""
    said = there(where, draft)
    parts = (remedy, said) if said.endswith("`") else (said, remedy)
    return " ".join(filter(None, parts))


def _in_a_picture(image: DraftImage | None, draft: Draft, seen: str, otherwise: str, copy: str) -> str:
    command = _command(draft)
    if image is not None and image.inside is not None:
        return f"{seen}, and the picture is inside a document: {otherwise}, and put it in the picture's place."
    if not command:
        return f"{seen}: {otherwise}."
    return f"{copy} is written into the folder {_COPIES} by `{command}`"


def _in_a_file_name(image: DraftImage | None, draft: Draft) -> str:
    seen = "It stands in the file's name, which is published as part of its address"
    if image is None:
        return f"{seen}: rename the file."
    command = _command(draft)
    copies = f" A copy called picture.jpg, or the like, is written by `{command}`" if command else ""
    return f"{seen}: rename the file, and write the new name in the draft.{copies}"


def _command(draft: Draft) -> str:
    """Return the command that makes safe copies of the draft's pictures; empty for text on standard input."""
    if draft.location is None:
        return ""
    return f"postcheck redact {quoted(draft.path)} --out {_COPIES}"
