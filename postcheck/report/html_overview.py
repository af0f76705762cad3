"""The table that the HTML report of several posts is: what must change in each, and the post itself, folded."""

from __future__ import annotations

from collections.abc import Sequence

from postcheck.report import overview
from postcheck.report.html_text import badge, escaped


def table(rows: Sequence[overview.Row], articles: Sequence[str]) -> str:
    """Return a table with a row a post, in which the post and its findings can be opened.

    Roles are spelt out because the style lays rows out as grids, and some browsers then forget that it is a table.
    """
    heads = "".join(f'<th role="columnheader" scope="col">{head}</th>' for head in overview.HEADS)
    hidden = '<th role="columnheader" scope="col"><span class="vh">In full</span></th>'
    body = "".join(_row(row, article) for row, article in zip(rows, articles, strict=True))
    return (
        '<table role="table" class="posts" aria-label="Posts">\n'
        f'<thead role="rowgroup">\n<tr role="row">{heads}{hidden}</tr>\n</thead>\n'
        f'<tbody role="rowgroup">\n{body}</tbody>\n</table>\n'
    )


def _row(row: overview.Row, article: str) -> str:
    verdict, path = row.post.verdict, escaped(row.path)
    first = '<span class="label">First: </span>' if row.action else ""
    opener = f'<summary>Show<span class="vh"> {path}</span></summary>'
    return (
        f'<tr role="row" class="v v-{verdict.value}"><td role="cell">{badge(verdict)}</td>'
        f'<th role="rowheader" scope="row">{path.replace("/", "/<wbr>")}</th>'
        f'<td role="cell" class="what">{escaped(row.what)}</td>'
        f'<td role="cell" class="action">{first}{escaped(row.action)}</td>'
        f'<td role="cell" class="whole"><details>{opener}\n{article}</details></td></tr>\n'
    )
