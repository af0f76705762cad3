"""First names that are words too, where words run together: name by place; and words that only look like it."""
# ruff: noqa: E501 -- a fault a line

from __future__ import annotations

from collections.abc import Iterator

from tests.builders.documents import png
from tests.faults.fault import Fault

_NAMES = ("Ruby", "Grace", "Lily", "Jack", "Summer")
_TEXTS = {
    "hashtag": "A great day #{name} #maths",
    "hashtag-small": "A great day #{small}",
    "hashtag-joined": "A great day #WellDone{name}",
    "hashtag-year": "A great day #{name}Year4",
    "hashtag-surname": "A great day #{name}{surname}",
    "hashtag-under": "A great day #well_done_{small}",
    "link": "See [our news](/news/{small}-wins-gold)",
    "link-surname": "See [our news](/news/{small}-{surname}-gold)",
    "link-web": "See https://school.example/news/{small}-wins-gold",
    "mailbox": "Write to {small}@school.example",
    "mailbox-dotted": "Write to {small}.{surname}@school.example",
    "handle": "Thanks to @{small}_{surname}",
    "handle-joined": "Thanks to @{small}{surname}",
    "handle-number": "Thanks to @{small}2016",
    "file-link": "See [the letter](letters/{small}-letter.pdf)",
    "query": "See https://school.example/?pupil={small}",
    "fragment": "See https://school.example/news#{small}",
}
_FILES = (
    "Y4 {name} certificate.png",
    "{small}-{surname}.png",
    "{name}{surname}.png",
    "IMG_{name}_2.png",
    "{small}_award.png",
    "{name}.png",
    "2026-11-01 {name} wins.png",
    "{name} and friends.png",
)
_SURNAMES = {"Ruby": "ashdown", "Grace": "ollerton", "Lily": "marchbank", "Jack": "selwood", "Summer": "tolland"}
_CALM = (
    "A great day #RubyRed", "See https://school.example/grace-period", "A great day #SummerFair", "#JackAndTheBeanstalk",
    "See [our news](/news/summer-fair)", "See https://school.example/news/2026/summer-term-dates", "#LilyPads #Maths",
    "Write to office@school.example", "Write to pta@school.example", "https://youtu.be/ZAHuoKpjgmz",
    "https://forms.gle/KiaRocLezDxry", "https://drive.google.com/file/d/1KpjgmzwKLrIMI/view", "See /files/jack-o-lantern",
    "A great day #GracefulSwans", "See https://school.example/saying-grace-before-lunch", "https://chat.whatsapp.com/DxryKiaRocLez",
)  # fmt: skip


def faults() -> Iterator[Fault]:
    for name in _NAMES:
        words = {"name": name, "small": name.lower(), "surname": _SURNAMES[name]}
        for place, text in _TEXTS.items():
            if (name, place) != ("Summer", "hashtag-small"):
                yield Fault(
                    f"together-{place}-{name.lower()}",
                    "words that run together",
                    {"post.md": text.format(**words) + "\n"},
                )
        for number, file in enumerate(_FILES):
            post = "---\npeople: []\n---\nOur fair was fun.\n"
            yield Fault(
                f"together-file-{number}-{name.lower()}",
                "names of pictures",
                {"post.md": post, file.format(**words): png()},
            )
    for number, text in enumerate(_CALM):
        yield Fault(f"calm-together-{number}", "words that run together", {"post.md": f"{text}\n"}, calm=True)
    for file in ("ruby-red-shoes.png", "grace-period.png", "summer-fair.png", "jack-in-the-box.png", "IMG_2034.png"):
        post = "---\npeople: []\n---\nOur fair was fun.\n"
        yield Fault(f"calm-together-{file}", "names of pictures", {"post.md": post, file: png()}, calm=True)
