"""Where a post sends its readers: "on our TikTok", "join our WhatsApp channel", "x.com/…"."""

# ruff: noqa: RUF001 -- apostrophes and dashes as people type them

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.judge.case import Case
from postcheck.late import late
from postcheck.model.text import Passage, PlaceKind


@dataclass(frozen=True, slots=True)
class Sent:
    """Words that send readers to a channel, at characters ``start`` to ``end`` of a passage."""

    channel: str
    """Its canonical name, or that of a network that postcheck does not know as a channel (``discord``)."""
    called: str
    """Its name as a reader writes it."""
    passage: Passage
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Network:
    called: str
    names: str
    """What people call it: a pattern. What is an ordinary word as well is written with its capital."""
    hosts: tuple[str, ...]


_NETWORKS = {
    "facebook": _Network("Facebook", r"(?i:facebook|fb)", ("facebook.com", "fb.com", "fb.me")),
    "instagram": _Network("Instagram", r"(?i:instagram|insta)", ("instagram.com", "instagr.am")),
    "linkedin": _Network("LinkedIn", r"(?i:linked-?in)", ("linkedin.com", "lnkd.in")),
    "youtube": _Network("YouTube", r"(?i:you ?tube)", ("youtube.com", "youtu.be")),
    "x": _Network("X", r"(?:X|(?i:x ?/ ?twitter|twitter(?: ?\(x\)| ?/ ?x)?))", ("x.com", "twitter.com")),
    "tiktok": _Network("TikTok", r"(?i:tik[ -]?tok)", ("tiktok.com",)),
    "threads": _Network("Threads", r"Threads", ("threads.net", "threads.com")),
    "bluesky": _Network("Bluesky", r"(?:Blue ?Sky|(?i:bluesky))", ("bsky.app", "bsky.social")),
    "whatsapp": _Network("WhatsApp", r"(?i:what['’]?s[ -]?app)", ("whatsapp.com", "wa.me")),
    "snapchat": _Network("Snapchat", r"(?i:snap ?chat)", ("snapchat.com",)),
    "pinterest": _Network("Pinterest", r"(?i:pinterest)", ("pinterest.com", "pinterest.co.uk", "pin.it")),
    "telegram": _Network("Telegram", r"Telegram", ("t.me", "telegram.me", "telegram.org")),
    "discord": _Network("Discord", r"Discord", ("discord.gg", "discord.com")),
    "reddit": _Network("Reddit", r"Reddit", ("reddit.com",)),
    "tumblr": _Network("Tumblr", r"(?i:tumblr)", ("tumblr.com",)),
    "mastodon": _Network("Mastodon", r"Mastodon", ("mastodon.social",)),
    "twitch": _Network("Twitch", r"Twitch", ("twitch.tv",)),
    "roblox": _Network("Roblox", r"(?i:roblox)", ()),
}


_BOUNDS = r"(?<![\w@#./])(?:{})(?![\w@]|[.-]\w)"
_NAME = _BOUNDS.format("|".join(network.names for network in _NETWORKS.values()))
_NETWORK = late(_BOUNDS.format("|".join(f"(?P<{channel}>{network.names})" for channel, network in _NETWORKS.items())))
_SOME = r"(?:#?[\w'’&-]+ ){0,4}?"
_SORTS = "(?:channels?|pages?|accounts?|feeds?|groups?|community|story|boards?|server|profile)"
_SORT = rf"(?: {_SORTS})?"
# Networks before the one in question: "on Facebook, Instagram and TikTok".
_OTHERS = r"(?:(?:facebook|instagram|linkedin|youtube|twitter|x|tiktok|threads)(?:,? and |,? or | ?[,/&] ?)){0,5}"
# "Our TikTok policy" and "our WhatsApp talk" are about a network, not on it.
_NOT_ABOUT = r"(?! (?:polic(?:y|ies)|challenges?|trends?|dances?|guide|advice|talk|lessons?)\b)"
_OWNER = r"(?:our|(?:its|their) own|(?:the |our )?(?:school|trust|academy|college|ptf?a|year (?:\d+|group))['’]s)"
_BETWEEN = (
    r"(?:brand|very|own|new|official|whole|school|trust|academy|college|class|year \d+|team|ptf?a|parents['’]?|family|"
    r"families|sixth form|sports?|pe|music|library|drama|facebook|instagram|linkedin|youtube|twitter|tiktok|"
    r"x|and|or|,|&)"
)
_VERBS = (
    r"(?:follow(?:ing)?|find|join(?:ing)?|lik(?:e|ing)|add|see|watch|catch|visit|tag|reach|messag(?:e|ing)|dm|"
    r"connect with|keep up with|chat (?:to|with)|stay in touch with)"
)
_NEWS = (
    r"(?:updates?|scores?|highlights|more (?:pictures|photos|videos|clips|news|fun|ideas)|"
    r"(?:news|pictures|photos) of the day|live (?:streams?|videos?)|behind[- ]the[- ]scenes \w+)"
)
_ON = "(?:on|at|via)(?: our| the)?"
_WE_ARE = r"we(?:['’]re| are|['’]ve| have)?(?: now| also| finally| just){0,2}(?: live)? (?:on|joined|launched on)"
_BEGUN = "(?:set up|started|launched|opened|created|got|have|has) (?:an?|its own)(?: new| brand new| school)?"
_LINES = tuple(
    late(pattern)
    for pattern in (
        # "Follow us on TikTok", "find us (@hillside) over on Threads".
        rf"\b(?i:{_VERBS} (?:us|me|the school)\b[^.!?\n]{{0,40}}? {_ON} {_OTHERS}){_NAME}(?i:{_SORT})",
        # "Follow the trip on X".
        rf"\b(?i:follow {_SOME}(?:on|via)(?: our| the)? {_OTHERS}){_NAME}(?i:{_SORT})",
        # "We'll be posting on X", "our latest reel on TikTok".
        rf"\b(?i:we(?:['’]ll| will)(?: be)? (?:post|shar|updat|stream)\w* {_SOME}{_ON} {_OTHERS}){_NAME}",
        rf"(?i:(?:\bour|\blatest|['’]s)(?: \w+)? (?:reels?|videos?|clips?|posts?|story|streams?) {_ON}) {_NAME}",
        # "Live scores on X", "more pictures on Snapchat".
        rf"\b(?i:{_NEWS}(?: {_SOME})? ?{_ON}) {_NAME}(?i:{_SORT})",
        # "Our new TikTok", "the school's WhatsApp community", "its own Discord server".
        rf"\b(?i:{_OWNER}(?:,? {_BETWEEN}){{0,4}}) {_NAME}(?i:{_SORT}{_NOT_ABOUT})",
        # "Join the WhatsApp channel".
        rf"\b(?i:(?:join|scan|sign up) {_SOME}){_NAME}(?i: (?:channels?|groups?|community|server|(?:broadcast )?list))",
        # "We're on TikTok", "now on Threads", "the PTA has a new WhatsApp channel".
        rf"\b(?i:{_WE_ARE}|(?:now|also)(?: live)? on) {_NAME}",
        rf"\b(?i:{_BEGUN}) {_NAME}(?i: {_SORTS})",
        rf"\b(?i:we(?:['’]ve| have)(?: got)? a (?:brand )?new) {_NAME}(?i:{_NOT_ABOUT})",
        # "X: @hillside", "@hillside on X", "TikTok | @hillside".
        rf"{_NAME}[ \t]{{0,2}}[:|–—-]?[ \t]{{0,2}}@\w+|@\w+ (?i:on) {_NAME}",
    )
)
_TWEETS = late(r"\b(?:re-?)?tweet(?:s|ing)?[ \t]+(?:us|me|your|this|@\w+)|\blive[- ]tweet(?:s|ing)?\b", re.IGNORECASE)
_WHATSAPP_US = late(r"\bwhat['’]?s[ -]?app (?:us|me|the office)\b", re.IGNORECASE)
# Whoever says that the school has left a channel sends nobody there.
_NOT = "(?:n['’]t| not)"
_GONE = late(
    r"\b(?:no longer|left|leav(?:e|ing)|clos(?:e|ed|es|ing)|deactivat\w+|stop(?:s|ped|ping)?|goodbye|delet\w+|"
    rf"mov(?:e|ed|ing) (?:away )?from|switched off|(?:not|never) (?:on|had|have|use|using)|do{_NOT} (?:have|use)|"
    rf"(?:are|is){_NOT} (?:on|ours|run|official)|unofficial|fake|impostors?|nothing to do with)\b",
    re.IGNORECASE,
)
# Advice about a network, or a word about families' own groups, is no invitation.
_ABOUT = late(
    r"\b(?:minimum age|age limits?|age restrictions?|(?:under|over)[- ]?1[36]s?|stay(?:ing)? safe|scams?|online safety|"
    r"parental controls?|run by parents|parents['’] own|kind|kindness|respectful|polite)\b",
    re.IGNORECASE,
)
_SENTENCE_END = late(r"[.!?…]+[\"'”’)]*\s|\n\s*\n")
_HOST = late(
    r"(?<![\w@.-])(?:https?://)?(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})(?![\w-])(?:/[^\s<>()\"]*)?", re.IGNORECASE
)


def called(channel: str) -> str:
    """Return a channel's name as readers write it."""
    return _NETWORKS[channel].called if channel in _NETWORKS else channel


def sent_elsewhere(case: Case) -> Iterator[Sent]:
    """Yield every place in the post that sends readers to a network, in texts, link targets and pictures, each once."""
    seen: set[tuple[str, str, int | None]] = set()
    for passage in case.passages:
        if passage.kind not in {PlaceKind.TEXT, PlaceKind.IMAGE} or passage.alternative:
            continue
        finds = _links(passage) if passage.field == "link" else (*_invitations(passage), *_links(passage))
        past: dict[str, int] = {}
        for found in sorted(finds, key=lambda found: (found.start, -found.end)):
            where = passage.where(found.start, found.end)
            key = (found.channel, where.file, where.start if where.start is not None else found.start)
            # Words that overlap speak of one matter.
            if key not in seen and found.start >= past.get(found.channel, 0):
                seen.add(key)
                past[found.channel] = found.end
                yield found


def _invitations(passage: Passage) -> list[Sent]:
    text = passage.text
    finds: list[Sent] = []
    for pattern in _LINES:
        for match in pattern.finditer(text):
            sentence = _sentence(text, *match.span())
            if not _GONE.search(sentence) and not _ABOUT.search(sentence):
                finds += [_sent(channel, passage, *match.span()) for channel in _named(match[0])]
    for channel, pattern in (("x", _TWEETS), ("whatsapp", _WHATSAPP_US)):
        finds += [_sent(channel, passage, *match.span()) for match in pattern.finditer(text)]
    return finds


def _named(words: str) -> list[str]:
    """Return every network that the words name: there may be several in one breath."""
    return list(dict.fromkeys(match.lastgroup for match in _NETWORK.finditer(words) if match.lastgroup))


def _links(passage: Passage) -> list[Sent]:
    finds: list[Sent] = []
    for match in _HOST.finditer(passage.text):
        host = match["host"].casefold()
        for channel, network in _NETWORKS.items():
            if any(host == known or host.endswith("." + known) for known in network.hosts):
                finds.append(_sent(channel, passage, match.start(), match.end()))
    return finds


def _sent(channel: str, passage: Passage, start: int, end: int) -> Sent:
    return Sent(channel, _NETWORKS[channel].called, passage, start, end)


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence that holds these characters."""
    before = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    after = _SENTENCE_END.search(text, end)
    return text[before : after.start() if after else len(text)]
