"""What sort of file a name stands for, and what to say about those that cannot be examined."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from pathlib import PurePath


class FileKind(Enum):
    """What postcheck does with a file that it comes across."""

    TEXT = auto()
    DOCUMENT = auto()
    """A draft that isn't a text file: Word, a web page, a PDF, a table of posts."""
    IMAGE = auto()
    VIDEO = auto()
    DATA = auto()
    """Data for programs, which may be that of posts; a draft in a folder if it holds texts."""
    TOOL = auto()
    """A file that computers need and nobody posts: passed over in folders."""
    UNREADABLE = auto()
    """Something that somebody may post but postcheck cannot look into."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


TEXT_SUFFIXES = _words(".md .markdown .txt")
DOCUMENT_SUFFIXES = _words(".docx .docm .html .htm .xhtml .pdf .csv .tsv .xlsx .xlsm .srt .vtt .ics")
SUBTITLE_SUFFIXES = _words(".srt .vtt")
PDF = ".pdf"
WEB_PAGES = _words(".html .htm .xhtml")
SIDECAR = ".postcheck.yaml"
"""The ending of the file with the header of a draft that has no room for one; it follows the draft's whole name."""
SIGN_OFF = ".signed-off.toml"
"""The ending of the file with the sign-offs of a draft; it follows the draft's whole name as well."""
IMAGE_SUFFIXES = _words(".jpg .jpeg .jpe .jfif .png .gif .webp .bmp .tif .tiff .heic .heif .avif .mpo .apng")
VIDEO_SUFFIXES = _words(
    ".mp4 .mov .m4v .avi .mkv .webm .wmv .mpg .mpeg .mpe .3gp .3g2 .mts .m2ts .flv .f4v .ogv .asf .vob .divx .insv"
)
_TOOL_SUFFIXES = _words(
    ".toml .sarif .ini .cfg .conf .env .properties .lock .log .db .sqlite .sqlite3 "
    ".bak .orig .tmp .part .crdownload "
    ".py .pyc .pyi .css .scss .sass .less .map .sh .bat .cmd .ps1 .rb .go .php "
    ".ttf .otf .woff .woff2 .eot .lnk .aae .xmp"
)
SCRIPTS = _words(".js .mjs .cjs .ts")
_DATA_SUFFIXES = _words(".json .jsonl .yaml .yml .xml") | SCRIPTS
_TOOL_DATA = re.compile(
    r"(?:package|npm-shrinkwrap|composer|bower|lerna|nx|turbo|vercel|now|netlify|firebase|angular|deno|biome|renovate|app"
    r"|manifest|theme|tslint|[tj]sconfig.*|_?config.*|settings|hugo|mkdocs|antora|docfx|book|(?:docker-)?compose.*"
    r"|codecov|appveyor|azure-pipelines|bitbucket-pipelines|cloudbuild|dependabot|environment|crowdin|conda|i18n"
    r"|searchindex|search_index|service-worker|sw|gulpfile|gruntfile|sitemap.*|browserconfig|opensearch|pom|build"
    r"|.*[.-](?:lock|config|conf|schema|rc)|.*\.(?:min|d))\.(?:json|jsonl|ya?ml|xml|[cm]?js|ts)"
    r"|.*\.postcheck\.yaml"
)
"""Names, in small letters, of data files that belong to a tool whatever they say."""
_TOOL_NAMES = _words(
    "thumbs.db desktop.ini makefile dockerfile gemfile procfile cname "
    "license licence license.txt licence.txt license.md licence.md copying"
)

_EXPORT = "Save it as JPEG or PNG and check that."
_AS_PDF = "Save it as PDF and check that."
_UNREADABLE: tuple[tuple[str, str, str], ...] = (
    (
        ".doc .dot .dotx .dotm .odt .ott .rtf .pages .wpd .wps",
        "Documents in this format cannot be read.",
        "Save it as .docx or PDF and check that.",
    ),
    (
        ".gdoc .gslides .gsheet",
        "This only points to a document on the web.",
        "Download the document itself as .docx, PDF or CSV and check that.",
    ),
    (".ps .xps .oxps", "Documents in this format cannot be read.", _AS_PDF),
    (".ppt .pptx .pptm .pps .ppsx .pot .potx .odp .key", "Presentations cannot be read.", _AS_PDF),
    (
        ".xls .xlsb .xlt .xltx .ods .numbers",
        "Tables in this format cannot be read.",
        "Save it as .xlsx or CSV and check that.",
    ),
    (".mht .mhtml .webarchive", "Web pages in this format cannot be read.", "Save it as .html or PDF and check that."),
    (
        ".eml .msg .mbox",
        "E-mails cannot be read.",
        "Copy its words into a .md or .txt draft and save its pictures beside it, or save it as PDF.",
    ),
    (
        ".pub .indd .idml .ai .afpub .afdesign .cdr .sketch .fig",
        "Files of layout programs cannot be read.",
        "Export it as PDF and check that.",
    ),
    (".svg .svgz .psd .psb .eps .xcf .afphoto", "Design files cannot be read.", _EXPORT),
    (".cr2 .cr3 .crw .nef .arw .dng .raf .orf .rw2 .pef .srw .raw", "Raw photographs cannot be read.", _EXPORT),
    (".jxl .jp2 .j2k .tga .ico .dds .pcx .wmf .emf", "Pictures in this format cannot be read.", _EXPORT),
    (
        ".mp3 .wav .m4a .aac .ogg .oga .opus .flac .wma .aif .aiff .mid",
        "Sound cannot be listened to.",
        "Have a person listen to the whole of it.",
    ),
    (
        ".zip .rar .7z .tar .gz .tgz .bz2 .xz .zst .dmg .iso",
        "Archives are not unpacked.",
        "Unpack it into a folder and check that.",
    ),
)
_REASONS = {suffix: f"{what} {remedy}" for suffixes, what, remedy in _UNREADABLE for suffix in _words(suffixes)}
_REASONS.update(
    dict.fromkeys(VIDEO_SUFFIXES, "It is a video, not a picture. Name it under `video:`, or as a path in the text.")
)


_ELSEWHERE = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):|//")  # one letter before a colon is a Windows drive


def suffix(name: str) -> str:
    """Return a file name's suffix in lower case, with its dot."""
    return PurePath(name).suffix.casefold()


def is_elsewhere(destination: str) -> bool:
    """Whether a destination is on the web, or within the text itself (``data:``), rather than a file."""
    match = _ELSEWHERE.match(destination)
    return match is not None and match["scheme"] != "file"


def composed(name: str) -> str:
    """Return a file's name with its accents written in one way: programs for the Mac write them in the other."""
    return unicodedata.normalize("NFC", name)


def alike(name: str) -> str:
    """Return what all spellings of a file's name or path share: letter case and accents make no difference."""
    return composed(composed(name).casefold())


def file_kind(name: str) -> FileKind:
    """Return what sort of file a name stands for. An unknown sort may be published, and so counts as unreadable."""
    if name.casefold() in _TOOL_NAMES or name.startswith("~$") or name.endswith("~"):
        return FileKind.TOOL
    if _TOOL_DATA.fullmatch(name.casefold()):
        return FileKind.TOOL
    ending = suffix(name)
    for suffixes, kind in (
        (TEXT_SUFFIXES, FileKind.TEXT),
        (DOCUMENT_SUFFIXES, FileKind.DOCUMENT),
        (IMAGE_SUFFIXES, FileKind.IMAGE),
        (VIDEO_SUFFIXES, FileKind.VIDEO),
        (_DATA_SUFFIXES, FileKind.DATA),
        (_TOOL_SUFFIXES, FileKind.TOOL),
    ):
        if ending in suffixes:
            return kind
    return FileKind.UNREADABLE


def known_to_be_unreadable(name: str) -> bool:
    """Whether the suffix is known to be neither text's nor that of an image that can be opened."""
    return suffix(name) in _REASONS


def why_unreadable(name: str) -> str:
    """Return why a file is not examined and what to do about it: one or two sentences that do not repeat its name."""
    return _REASONS.get(
        suffix(name),
        "postcheck does not know this kind of file. If it is text, give it the ending .txt; "
        "otherwise have a person look at it.",
    )
