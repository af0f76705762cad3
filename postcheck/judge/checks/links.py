"""Rules about links: where they lead, as far as their address says. No link is visited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, Params
from postcheck.model.lexicon import Kind
from postcheck.model.pack import Rule
from postcheck.model.severity import Severity
from postcheck.model.text import Passage, PlaceKind

_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"(?P<user>[^/?#@]*@)?(?P<host>\[[^\]]*\]|[^/?#:]*)(?::(?P<port>\d*))?")
_NUMERIC = re.compile(r"\[.*\]|0x[0-9a-f]+|[0-9.]+")
_BARE = re.compile(r"(?<![\w@./-])(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})/[^\s<>()]+(?<![.,;:!?])", re.IGNORECASE)
# Addresses that start an e-mail, a call or a text message.
_HARMLESS = frozenset({"mailto", "tel", "sms"})


@dataclass(frozen=True, slots=True)
class LinksParams:
    """Parameters of the ``links`` check."""

    shorteners: tuple[str, ...]
    """Hosts that hide where a link leads."""
    familiar: tuple[str, ...]
    """Domains that need no second look if the school has no list of its own."""
    allow: tuple[str, ...]
    """Domains that the pack allows besides the school's own list."""
    plain_http: Severity
    """Level of a link without encryption."""
    unfamiliar: Severity
    """Level of any other domain if the school has no list of its own."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the post at characters ``start`` to ``end`` of a passage."""

    passage: Passage
    start: int
    end: int
    scheme: str
    host: str
    doubt: str = ""
    """What is odd about the address itself: words that complete "This link …"."""


def _parse(params: Params) -> LinksParams:
    plain = params.optional("plain_http", Severity) or Severity.NOTE
    unfamiliar = params.optional("unfamiliar", Severity) or Severity.NOTE
    shorteners, familiar = params.kinds("shorteners", "links.shortener"), params.kinds("familiar", "links.familiar")
    return LinksParams(_hosts(shorteners), _hosts(familiar), params.texts("allow"), plain, unfamiliar)


def _hosts(kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    return tuple(word.casefold() for kind in kinds for entry in kind.entries for word in entry.words)


def links(case: Case, shorteners: tuple[str, ...]) -> Iterator[Link]:
    """Yield the links of the post: targets and addresses, and a shortener's address without ``https://``."""
    for passage in case.passages:
        if passage.kind is not PlaceKind.TEXT:
            continue
        if passage.field == "link":
            if link := _read(passage):
                yield link
            continue
        for match in _BARE.finditer(passage.text):
            if within(match["host"].casefold(), shorteners):
                yield Link(passage, *match.span(), "", match["host"].casefold())


def _read(passage: Passage) -> Link | None:
    """Return a target as a link, or None if it leads to a place on the page, a file beside the post or an e-mail."""
    text = passage.text.strip()
    start = passage.text.index(text)
    match = _ADDRESS.match(text)
    scheme = (
        match["scheme"].casefold() if match and not match["scheme"].casefold().endswith((".com", ".uk", ".org")) else ""
    )
    if scheme in _HARMLESS:
        return None
    rest = match["rest"] if match and scheme else text
    if scheme not in {"", "http", "https"}:
        return Link(
            passage, start, start + len(text), scheme, "", f"is not an ordinary web address (it begins with {scheme}:)"
        )
    if not rest.startswith("//") and not (not scheme and rest.casefold().startswith("www.")):
        return (
            None if not scheme else Link(passage, start, start + len(text), scheme, "", "is not a complete web address")
        )
    place = _HOST.match(rest.removeprefix("//"))
    host = place["host"].casefold().rstrip(".") if place else ""
    doubt = ""
    if place is None or not host:
        doubt = "is not a complete web address"
    elif place["user"]:
        doubt = "hides its real site behind an @"
    elif _NUMERIC.fullmatch(host):
        doubt = "gives its site as a number"
    elif not host.isascii() or host.startswith("xn--") or ".xn--" in host:
        doubt = "has letters in its site's name that can be mistaken for others"
    elif place["port"] not in {None, "", "80", "443"}:
        doubt = "leads to an unusual port"
    return Link(passage, start, start + len(text), scheme, host, doubt)


def within(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a host is one of the domains or below one: ``gov.uk``, ``.gov.uk`` and ``*.gov.uk`` mean the same."""
    for written in domains:
        domain = re.sub(r"^(?:[a-z]+://)?(?:\*?\.)?", "", written.casefold()).split("/")[0]
        if host == domain or host.endswith("." + domain):
            return True
    return False


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, LinksParams)  # noqa: S101 - what _parse returned
    for link in links(case, params.shorteners):
        verdict = _judge(rule, case, params, link)
        if verdict:
            severity, message, advice = verdict
            where, evidence = link.passage.where(link.start, link.end), link.passage.evidence(link.start, link.end)
            yield Finding(severity, rule.category, message, where, evidence, advice=advice)


def _judge(rule: Rule, case: Case, params: LinksParams, link: Link) -> tuple[Severity, str, str] | None:
    if link.doubt:
        return rule.severity, f"This link {link.doubt}.", ""
    listed = case.settings.links
    allowed = within(link.host, (*listed, *params.allow))
    if within(link.host, params.shorteners) and not allowed:
        return (
            rule.severity,
            "This is a shortened link: nobody can see where it leads.",
            "Give the full address of the page instead.",
        )
    if listed and not allowed:
        advice = (
            "Open it and look; if the site is fit for the school's readers, "
            "add it to `[links] allow` in postcheck.toml."
        )
        return rule.severity, "This link leads to a site that is not on the school's list.", advice
    if link.scheme == "http":
        return (
            params.plain_http,
            "This link is not encrypted (http).",
            "Write https:// instead, and see whether the page opens.",
        )
    if not allowed and not within(link.host, params.familiar):
        advice = (
            "Open it once more. The school's own list of sites, `[links] allow` in postcheck.toml, would answer this."
        )
        return (
            params.unfamiliar,
            "postcheck does not know the site that this link leads to, and does not visit it.",
            advice,
        )
    return None


CHECK = Check("links", _parse, _run)
