"""Rules about other people's material: whether there is permission, and whether the post says whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, Params, at_most_review, letters_and_digits, own_names, stated
from postcheck.judge.checks.permissions import Permissions, Worth
from postcheck.judge.checks.phrases import found, read
from postcheck.judge.words import Matcher
from postcheck.model.draft import DraftImage
from postcheck.model.pack import Rule
from postcheck.model.people import PersonKind
from postcheck.model.text import Passage, PlaceKind, Where
from postcheck.text.folding import fold

_ADULTS = frozenset({PersonKind.STAFF, PersonKind.GOVERNOR})
# What stands after "photo by" or "©" when the picture is the school's own.
_OWN = re.compile(
    r"\W*(?:(?:19|20)\d\d\W+)?(?:by\W+)?"
    r"(?:mrs?|miss|ms|mx|dr|sir|our|the school|the academy|the trust|school|pta|ptfa|friends of|"
    r"year (?:\d|one|two|three|four|five|six)|reception|nursery|class|staff|governors|pupils|us)\b"
)
# "Photo: …" and "photos by …": credits only if a person, a handle or a newspaper follows. "Photos by Friday" isn't one.
_CREDIT = re.compile(
    r"(?<!\w)(?:(?:photo(?:graph|grapher)?|picture|image|pic|video)s?(?:\s*(?:credit)?\s*[:©]|\s+by)"
    r"|(?:map|artwork|illustration|cartoon|drawing|poster|poem|lyrics|design)s?\s*(?:credit)?\s*[:©])\s+",
    re.IGNORECASE,
)
_MAKER = re.compile(
    r"@\w|[^\n.,;!?]{0,60}\b(?:getty|alamy|reuters|afp|press|gazette|herald|echo|chronicle|argus|mercury|"
    r"photography|photographic|photographers?|studios?|unsplash|pixabay|pexels|flickr|wikimedia|wikipedia|google|nasa|esa|"
    r"bbc|itv|sky news|met office|national trust|rspb|wwf|rnli|british museum|national geographic|disney|canva)\b",
    re.IGNORECASE,
)
# What cameras and programs write where a person's name belongs.
_NOBODY = frozenset(
    {
        "unknown",
        "none",
        "na",
        "default",
        "user",
        "owner",
        "admin",
        "camera",
        "cameraowner",
        "photographer",
        "author",
        "artist",
        "copyright",
        "windowsuser",
    }
    | {
        "picasa",
        "canon",
        "nikon",
        "sony",
        "olympus",
        "panasonic",
        "fujifilm",
        "samsung",
        "apple",
        "iphone",
        "microsoft",
    }
    | {"school", "teacher", "staff", "office"}
)


class Need(StrEnum):
    """What a picture that is somebody else's must have."""

    PERMISSION = "permission"
    CREDIT = "credit"


class Reposts(StrEnum):
    """How a picture that is a repost (``repost_of:``) is treated."""

    ASK = "ask"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class MaterialParams:
    """Parameters of the ``material`` check."""

    needs: tuple[Need, ...]
    signs: Matcher
    """Wording that says that something may be somebody else's."""
    reposts: Reposts
    permissions: Permissions


def _parse(params: Params) -> MaterialParams:
    needs = params.choices("needs", Need) or frozenset(Need)
    return MaterialParams(
        tuple(need for need in Need if need in needs),
        Matcher(params.kinds("signs", "material")),
        params.choice("reposts", Reposts, Reposts.ASK),
        Permissions(params.wording("permission")),
    )


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, MaterialParams)  # noqa: S101 - what _parse returned
    own = own_names(case)
    for image in case.draft.images:
        yield from _picture(rule, case, params, image, own)
    yield from _signs(rule, case, params, own)
    yield from _credits(rule, case, params, own)


def _picture(
    rule: Rule, case: Case, params: MaterialParams, image: DraftImage, own: frozenset[str]
) -> Iterator[Finding]:
    where = Where(PlaceKind.IMAGE, image.name)
    missing, doubts = _missing(image, params)
    repost = bool(stated(image.said.repost_of))
    if repost and params.reposts is Reposts.EXEMPT and not image.said.third_party:
        return  # Whether it was approved is for the rule on permissions.
    whose = "somebody else's" if image.said.third_party else "a repost"
    if (image.said.third_party or repost) and missing:
        message = f"The draft says that this picture is {whose}, and names no {' and no '.join(missing)}."
        level = rule.severity if image.said.third_party else at_most_review(rule.severity)
        yield Finding(level, rule.category, f"{message}{doubts}", where)
    elif (image.said.third_party or repost) and doubts:
        message = f"The draft says that this picture is {whose}.{doubts}"
        yield Finding(at_most_review(rule.severity), rule.category, message, where)
    elif not image.said.third_party and not _permitted(image, params):
        yield from _owner(rule, case, image, own)


def _missing(image: DraftImage, params: MaterialParams) -> tuple[list[str], str]:
    """Return what the draft does not say of a picture that is somebody else's, and what is odd about what it says."""
    said = params.permissions.permission(image.said.permission)
    named = {
        Need.PERMISSION: said.worth is not Worth.NONE,
        Need.CREDIT: bool(stated(image.said.credit.text)) if image.said.credit else False,
    }
    odd = f" What stands under `permission:` reads like {said.reads_like}."
    doubts = odd if Need.PERMISSION in params.needs and said.reads_like else ""
    return [need.value for need in params.needs if not named[need]], doubts


def _permitted(image: DraftImage, params: MaterialParams) -> bool:
    """Whether the draft names a permission for the picture, and one that is worth something."""
    return params.permissions.permission(image.said.permission).worth is Worth.GOOD


def _owner(rule: Rule, case: Case, image: DraftImage, own: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding if the picture's hidden details name a maker or owner who is not the school."""
    staff = {letters_and_digits(known.name) for known in case.directory.people.names if known.kind in _ADULTS}
    facts = case.facts(image)
    for what, name in (("maker", facts.artist), ("owner", facts.copyright)):
        known = letters_and_digits(name)
        if not known or known in _NOBODY or any(other in known for other in own | staff) or _OWN.match(fold(name)):
            continue
        message = (
            f"The picture's hidden details name a {what} whom postcheck does not know, "
            "and the draft names no permission."
        )
        yield Finding(
            at_most_review(rule.severity), rule.category, message, Where(PlaceKind.METADATA, image.name, "exif"), name
        )
        return


def _signs(rule: Rule, case: Case, params: MaterialParams, own: frozenset[str]) -> Iterator[Finding]:
    for passage, match in found(params.signs, case):
        if _settled(case, params, passage) or _is_own(passage, match.end, own):
            continue
        message = f"This reads like {match.kind.says}, and the draft names no permission."
        where, evidence = passage.where(match.start, match.end), passage.evidence(match.start, match.end)
        yield Finding(
            at_most_review(match.kind.level or rule.severity),
            rule.category,
            message,
            where,
            evidence,
            advice=match.kind.advice,
        )


def _credits(rule: Rule, case: Case, params: MaterialParams, own: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each line that says who made a picture."""
    for passage in read(case):
        for match in _CREDIT.finditer(passage.text) if passage.kind is PlaceKind.TEXT else ():
            names = [
                mention
                for mention in case.mentions
                if mention.passage is passage and mention.start == match.end() and not mention.candidates
            ]
            maker = _MAKER.match(passage.text, match.end())
            end = max([mention.end for mention in names] + ([maker.end()] if maker else []), default=None)
            if (
                end is None
                or any(mention.adult for mention in names)
                or _settled(case, params, passage)
                or _is_own(passage, match.end(), own)
            ):
                continue
            where, evidence = passage.where(match.start(), end), passage.evidence(match.start(), end)
            yield Finding(
                at_most_review(rule.severity),
                rule.category,
                "A picture is credited, and the draft names no permission.",
                where,
                evidence,
            )


def _settled(case: Case, params: MaterialParams, passage: Passage) -> bool:
    """Whether the draft names a permission for what the passage is about, or says that it is somebody else's.

    The latter is judged by itself.
    """
    images = [image for image in case.draft.images if passage.image in {None, image.key}]
    return bool(images) and all(image.said.third_party or _permitted(image, params) for image in images)


def _is_own(passage: Passage, at: int, own: frozenset[str]) -> bool:
    """Whether what follows says that the material is the school's own."""
    after = passage.text[at : at + 80].split("\n")[0]
    return bool(_OWN.match(fold(after))) or any(name in letters_and_digits(after) for name in own)


CHECK = Check("material", _parse, _run)
