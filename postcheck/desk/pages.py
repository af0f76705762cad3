"""The pages of the desk. Everything that comes from a post, a file or a list is escaped here."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence

from postcheck.desk.drafts import Opened
from postcheck.desk.examiner import Known
from postcheck.desk.post import PictureSaid
from postcheck.desk.sheet import LARGEST_PICTURE, MOST_PICTURES, Picture, Sheet
from postcheck.desk.shown import View
from postcheck.model.report import DraftReport, Report, Verdict
from postcheck.report import summary
from postcheck.report.html_text import badge, escaped
from postcheck.report.overview import what_words
from postcheck.report.wording import count

_ORDER = {verdict: -verdict.rank for verdict in Verdict}


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, or as the content of a text area: every letter of it."""
    return html.escape(text, quote=True)


def document(title: str, base: str, body: str, *scripts: str, data: Mapping[str, str] | None = None) -> str:
    """Return a page of the desk.

    Parameters
    ----------
    title:
        Its title.
    base:
        What every address of this desk begins with.
    body:
        What it shows, below the desk's own head.
    scripts:
        The scripts that it runs.
    data:
        What they are to know, by name.
    """
    loaded = "".join(f'<script type="module" src="{base}/static/{name}"></script>\n' for name in scripts)
    known = "".join(f' data-{name}="{attribute(value)}"' for name, value in (data or {}).items())
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow">\n'
        f"<title>{escaped(title)} - postcheck desk</title>\n"
        f'<link rel="icon" href="data:,">\n<link rel="stylesheet" href="{base}/static/report.css">\n'
        f'<link rel="stylesheet" href="{base}/static/desk.css">\n{loaded}</head>\n'
        f'<body class="desk" data-base="{base}"{known}>\n<a class="skip" href="#main">Skip to the content</a>\n'
        f'<header class="top">\n<p class="name">postcheck desk</p>\n<nav aria-label="Desk">\n'
        f'<a href="{base}/">New post</a>\n<a href="{base}/folders">Open a folder</a>\n</nav>\n</header>\n'
        '<div id="gone" role="alert"></div>\n'
        f'<main id="main" tabindex="-1">\n{body}</main>\n'
        "<footer><p>This page is on this computer only. Nothing of it goes anywhere; "
        "pictures and texts are deleted when the desk is closed.</p></footer>\n</body>\n</html>\n"
    )


# A post


def post_page(base: str, sheet: Sheet, known: Known, folder: str, names: Mapping[str, str]) -> str:
    """Return the page of a post on the desk.

    Parameters
    ----------
    base, sheet, known:
        The desk's address, the post, and what it may name.
    folder:
        Where a draft would be saved.
    names:
        How people are shown, by what a header calls them.
    """
    post = sheet.post
    cards = "".join(
        card(base, sheet, picture, post.pictures.get(picture.id, PictureSaid()), names)
        for picture in sheet.pictures.values()
    )
    lists = f"Pupils: {', '.join(known.lists)}." if known.lists else "There is no consent list: nobody's name is known."
    body = (
        "<h1>Check a post</h1>\n"
        '<div class="bar"><p id="status" role="status">Nothing to check yet: type the post, or add a picture.</p>'
        '<a href="#result-h">See the findings</a></div>\n'
        '<div class="desk-sides">\n<form id="post" autocomplete="off">\n'
        f"{_words(sheet)}{_where(sheet, known)}{_more(sheet)}"
        '<section aria-labelledby="pictures-h">\n<h2 id="pictures-h">Pictures</h2>\n'
        '<div id="drop" class="drop">\n<p id="drop-help">Drop pictures here, paste them, or choose them.</p>\n'
        '<label for="choose" class="button-like">Choose pictures '
        '<input type="file" id="choose" multiple aria-describedby="drop-help" '
        'accept="image/*,.heic,.heif,.avif,.jfif,.tif,.tiff"></label>\n</div>\n'
        f'<p id="uploads" role="status"></p>\n<ul id="pictures" class="plain">\n{cards}</ul>\n</section>\n</form>\n'
        f"{_result()}</div>\n{_saving(folder)}"
        f'<p class="about">Policy: {escaped(known.policy)}. {escaped(lists)}</p>\n'
    )
    data = {
        "sheet": sheet.id,
        "largest": str(LARGEST_PICTURE),
        "most": str(MOST_PICTURES),
        "declared": json.dumps(list(post.declare)),
    }
    return document("A post", base, body, "desk.js", data=data)


def _words(sheet: Sheet) -> str:
    return (
        '<section aria-labelledby="text-h">\n<h2 id="text-h"><label for="text">The post</label></h2>\n'
        '<textarea id="text" data-field="text" rows="9" spellcheck="true" '
        'aria-describedby="text-help">\n'
        f"{attribute(sheet.post.text)}</textarea>\n"
        '<p id="text-help" class="about">Paste or type what will be posted. It is checked as you type.</p>\n'
        "</section>\n"
    )


def _where(sheet: Sheet, known: Known) -> str:
    post = sheet.post
    ticked = post.channels or (() if not post.empty else known.usual)
    boxes = "".join(
        f'<label><input type="checkbox" data-channel="{attribute(name)}"{" checked" if name in ticked else ""}> '
        f"{escaped(name)}</label>\n"
        for name in known.channels
    )
    options = "".join(
        f'<option{" selected" if name == post.account else ""} value="{attribute(name)}">{escaped(name)}</option>\n'
        for name in known.accounts
    )
    account = (
        '<div class="field"><label for="account">Account</label>\n<select id="account" data-field="account">\n'
        f'<option value="">Not said</option>\n{options}</select></div>\n'
        if known.accounts
        else ""
    )
    usual = f'<p class="about">If nothing is ticked: {escaped(", ".join(known.usual))}.</p>\n' if known.usual else ""
    return (
        f'<fieldset class="channels">\n<legend>Where will it be posted?</legend>\n{boxes}</fieldset>\n{usual}{account}'
    )


def _more(sheet: Sheet) -> str:
    post = sheet.post
    fields = (
        ("title", "Title", "text", post.title),
        ("first_comment", "First comment", "text", post.first_comment),
        ("publish_at", "When it goes out", "datetime-local", post.publish_at),
        ("author", "Who wrote it", "text", post.author),
    )
    shown = "".join(
        f'<div class="field"><label for="{name}">{label}</label>\n'
        f'<input type="{kind}" id="{name}" data-field="{name}" value="{attribute(value)}"></div>\n'
        for name, label, kind, value in fields
    )
    unfolded = " open" if any(value for *_, value in fields) else ""
    return f"<details{unfolded}>\n<summary>Title, first comment, time, author</summary>\n{shown}</details>\n"


def _result() -> str:
    return (
        '<section id="result" aria-labelledby="result-h">\n<h2 id="result-h" tabindex="-1">Findings</h2>\n'
        '<div id="report"></div>\n'
        '<div id="confirm" hidden>\n<h3>Please confirm before posting</h3>\n'
        '<p id="confirm-again" role="status"></p>\n<ul id="checklist" class="plain"></ul>\n'
        "</div>\n"
        '<div id="wording-box" hidden>\n<h3>Suggested wording</h3>\n'
        '<button type="button" id="suggest">Show another wording for the names in the text</button>\n'
        '<div id="wording"></div>\n</div>\n</section>\n'
    )


def _saving(folder: str) -> str:
    return (
        '<section id="saving" aria-labelledby="saving-h">\n<h2 id="saving-h">Save and sign off</h2>\n'
        '<p class="about">A draft is a new folder with the text and its pictures. Nothing is written over. '
        "Whoever may decide signs the saved draft off.</p>\n"
        '<form id="save" autocomplete="off" class="row">\n'
        '<div class="field"><label for="folder">Folder for drafts</label>'
        f'<input type="text" id="folder" value="{attribute(folder)}" spellcheck="false"></div>\n'
        '<div class="field"><label for="name">Name of the draft</label>'
        '<input type="text" id="name" placeholder="star of the week" aria-describedby="name-help"></div>\n'
        '<button type="submit">Save as a draft</button>\n</form>\n'
        '<p id="name-help" class="about">Leave pupils out of the name.</p>\n'
        '<p id="saved" role="status"></p>\n</section>\n'
    )


def card(base: str, sheet: Sheet, picture: Picture, said: PictureSaid, names: Mapping[str, str]) -> str:
    """Return a picture's part of the page of its post."""
    identity, name = picture.id, escaped(picture.name)
    people = None
    if said.people is not None:
        people = [{"ref": one.ref, "shown": names.get(one.ref, one.ref), "face": one.face} for one in said.people]
    address = f"{base}/s/{sheet.id}/pictures/{identity}"
    return (
        f'<li class="card" data-picture="{identity}" data-name="{attribute(picture.name)}" '
        f'data-people="{attribute(json.dumps(people))}">\n<h3 id="h-{identity}">{name}</h3>\n'
        f'<div class="photo"><img src="{address}/shown" alt="The picture {name}"><div class="faces"></div></div>\n'
        '<p class="problems"></p>\n'
        f'<fieldset class="who">\n<legend>Who can be recognised in it?</legend>\n'
        f'<p class="faces-help about"></p>\n<ul class="named plain"></ul>\n'
        f'<div class="field combo"><label for="who-{identity}">Search the roll by name</label>\n'
        f'<input type="text" id="who-{identity}" role="combobox" aria-expanded="false" aria-autocomplete="list" '
        f'aria-controls="found-{identity}" autocomplete="off" spellcheck="false">\n'
        f'<ul id="found-{identity}" role="listbox" aria-label="People on the lists" hidden></ul>\n'
        '<p class="about found-said" role="status"></p></div>\n'
        '<label><input type="checkbox" class="nobody"> Nobody can be recognised</label>\n</fieldset>\n'
        f'<div class="field"><label for="alt-{identity}">'
        "Alt text: what it shows, for people who cannot see it</label>\n"
        f'<input type="text" id="alt-{identity}" class="alt" value="{attribute(said.alt)}"></div>\n'
        f'<div class="buttons"><button type="button" class="cover" aria-describedby="h-{identity}">Cover what is '
        'flagged</button>\n<label><input type="checkbox" class="cover-faces"> all faces too</label>\n'
        f'<button type="button" class="remove" aria-describedby="h-{identity}">Remove</button></div>\n'
        '<div class="covered" role="status"></div>\n</li>\n'
    )


# Folders


def folders_page(base: str, folder: str) -> str:
    """Return the page that asks for a folder."""
    body = (
        "<h1>Open a folder of drafts</h1>\n<p>All drafts in it are checked, and listed by verdict.</p>\n"
        '<form id="open" autocomplete="off" class="row">\n'
        '<div class="field"><label for="path">Folder, or one draft</label>'
        f'<input type="text" id="path" value="{attribute(folder)}" spellcheck="false"></div>\n'
        '<button type="submit">Open</button>\n</form>\n<p id="opening" role="status"></p>\n'
    )
    return document("Open a folder", base, body, "folder.js")


def waiting_page(base: str, opened: Opened) -> str:
    """Return the page that is shown while drafts are checked."""
    body = (
        f"<h1>Checking</h1>\n<p>{escaped(str(opened.path))}</p>\n"
        '<p id="progress" role="status">The drafts are being looked for…</p>\n'
    )
    return document("Checking", base, body, "folder.js", data={"waiting": opened.id})


def failed_page(base: str, opened: Opened) -> str:
    """Return the page of a folder or draft that could not be checked."""
    body = (
        '<h1><span class="badge incomplete">NOT CHECKED</span> Do not post any of this.</h1>\n'
        f"<p>{escaped(opened.problem)}</p>\n{_again()}"
    )
    return document("Not checked", base, body, "folder.js", data={"opened": opened.id})


def folder_page(base: str, opened: Opened, report: Report) -> str:
    """Return the list of a folder's drafts, the most serious first."""
    numbered = sorted(enumerate(report.posts), key=lambda pair: _ORDER[pair[1].verdict])
    sections = []
    for verdict in sorted(Verdict, key=lambda one: -one.rank):
        posts = [(number, post) for number, post in numbered if post.verdict is verdict]
        items = "".join(
            f'<li><a href="{base}/f/{opened.id}/{number}">{escaped(_short(post, opened))}</a> '
            f"{escaped(_why(post))}</li>\n"
            for number, post in posts
        )
        if posts:
            sections.append(
                f'<section class="post v-{verdict.value}">\n<h2>{badge(verdict)} {count(len(posts), "post")}</h2>\n'
                f"<ul>\n{items}</ul>\n</section>\n"
            )
    listed = "".join(sections) or "<p>No drafts were found, so nothing was checked. That is no pass.</p>\n"
    notes = "".join(f"<p>{escaped(note)}</p>\n" for note in report.notes)
    head = f"<h1>{escaped(summary.outcome(report))}</h1>\n<p>{escaped(str(opened.path))}</p>\n"
    body = f"{head}{listed}{notes}{_again()}"
    return document("Drafts", base, body, "folder.js", data={"opened": opened.id})


def draft_page(base: str, opened: Opened, number: int, post: DraftReport, view: View, approvers: Sequence[str]) -> str:
    """Return the page of one draft in a folder, or of one that was opened by itself and can be signed off."""
    back = "" if opened.one else f'<p><a href="{base}/f/{opened.id}/">All drafts of this folder</a></p>\n'
    body = (
        f"{back}<h1>{escaped(_short(post, opened))}</h1>\n"
        f'<div class="post v-{post.verdict.value}" id="report">\n<h2>Verdict</h2>\n{view.html}</div>\n'
        f"{_signing(opened, post, approvers)}{_again()}"
    )
    data = {"opened": opened.id, "rules": json.dumps(view.rules), "look": opened.look, "number": str(number)}
    return document("A draft", base, body, "folder.js", data=data)


def _signing(opened: Opened, post: DraftReport, approvers: Sequence[str]) -> str:
    head = '<section aria-labelledby="sign-h">\n<h2 id="sign-h">Sign it off</h2>\n'
    signed = "".join(f"<p>{escaped(words)}</p>\n" for words in summary.signed(post))
    if not opened.one:
        path = str(post.draft.location or "")
        if not path or post.draft.identity:
            return (
                f"{head}{signed}<p>A row of a table is signed off with <code>postcheck sign-off</code>.</p></section>\n"
            )
        return (
            f'{head}{signed}<p><button type="button" class="open-one" data-path="{attribute(path)}">'
            "Open this draft by itself to sign it off</button></p>\n"
            '<p id="opening" role="status"></p></section>\n'
        )
    if not approvers:
        return (
            f"{head}{signed}<p>The settings say of nobody that they may sign posts off. docs/sign-off.md says how to "
            "name them in <code>postcheck.toml</code>.</p></section>\n"
        )
    options = "".join(f'<option value="{attribute(name)}">{escaped(name)}</option>' for name in approvers)
    return (
        f'{head}{signed}<p>Any later change of the post makes a sign-off void.</p>\n<form id="sign" class="row">\n'
        f'<div class="field"><label for="as">Who signs</label>\n<select id="as"><option value="">Choose</option>'
        f"{options}</select></div>\n"
        '<button type="submit">Show what signing settles</button>\n</form>\n'
        '<div id="settles" role="status"></div>\n</section>\n'
    )


def _again() -> str:
    return '<p><button type="button" id="again">Check again</button></p>\n'


def _short(post: DraftReport, opened: Opened) -> str:
    """Return a draft's path from the folder that was opened."""
    location = post.draft.location
    if location is None:
        return post.draft.path
    row = post.draft.path.rpartition("#")[2] if post.draft.identity else ""
    base = opened.path.parent if opened.one else opened.path
    path = location.relative_to(base).as_posix() if location.is_relative_to(base) else location.as_posix()
    return f"{path} {row}".strip()


def _why(post: DraftReport) -> str:
    """Return in a few words what a verdict comes from; empty for a post in which nothing was found."""
    words = what_words(post)
    return f"({words})" if post.verdict is not Verdict.PASS or post.suppressed else ""
