"""The desk as an application: what each address answers."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from postcheck.desk import pages, saving, shown
from postcheck.desk.drafts import Drafts
from postcheck.desk.examiner import Examiner
from postcheck.desk.post import PictureSaid, Post, post_from, table_from
from postcheck.desk.private import ALIVE
from postcheck.desk.refusal import RefusedError
from postcheck.desk.sheet import Sheet, Sheets
from postcheck.desk.wording import changes_in, corrected
from postcheck.errors import PostcheckError
from postcheck.model.report import Report
from postcheck.report import picture as copies

_Value = TypeVar("_Value")
_LONGEST_BODY = 1_000_000
"""Bytes of what the page tells, pictures aside."""
_LONGEST_SIDE = 1_200
"""Pixels of the longer side of a picture as the page shows it."""
_STATIC = {
    "report.css": ("postcheck.report", "style/report.css", "text/css"),
    "desk.css": ("postcheck.desk", "static/desk.css", "text/css"),
    **{
        name: ("postcheck.desk", f"static/{name}", "text/javascript")
        for name in ("desk.js", "talk.js", "people.js", "pictures.js", "wording.js", "folder.js")
    },
}
_FAILED = "The desk itself failed ({}). Nothing was passed: do not post. Please report it."


class Desk:
    """Answers the page.

    Parameters
    ----------
    examiner:
        What checks.
    folder:
        The desk's private folder.
    base:
        What every address of it begins with: a slash and the key.
    drafts_folder:
        Where drafts are saved unless somebody says otherwise.
    """

    def __init__(self, examiner: Examiner, folder: Path, base: str, drafts_folder: Path) -> None:
        self._examiner = examiner
        self._sheets = Sheets(folder)
        self._drafts = Drafts(examiner)
        self._base = base
        self._drafts_folder = drafts_folder
        self._checking = ThreadPoolExecutor(1, "desk-post")
        self._opening = ThreadPoolExecutor(1, "desk-folder")
        self._looks: dict[tuple[Path, int], copies.Picture | None] = {}
        """Pictures as the page shows them, by file and the time of its last change."""
        self._tasks: set[Future[None]] = set()

    @property
    def busy(self) -> bool:
        """Whether a folder is being checked."""
        return any(not task.done() for task in self._tasks)

    def close(self) -> None:
        """End what is going on."""
        self._drafts.close()
        self._examiner.stop()
        for executor in (self._checking, self._opening):
            executor.shutdown(wait=False, cancel_futures=True)

    def application(self) -> Starlette:
        """Return the application, to be put behind a :class:`~postcheck.desk.guard.Guard`."""
        sheet, picture = "/s/{sheet}", "/s/{sheet}/pictures/{picture}"
        get, post = ["GET"], ["POST"]
        return Starlette(
            routes=[
                Route("/", self._begin, methods=get),
                Route("/alive", self._alive, methods=["GET", "POST"]),
                Route("/static/{name}", self._static, methods=get),
                Route("/people", self._people, methods=get),
                Route(f"{sheet}/", self._page, methods=get),
                Route(f"{sheet}/check", self._check, methods=post),
                Route(f"{sheet}/wording", self._wording, methods=post),
                Route(f"{sheet}/corrected", self._corrected, methods=post),
                Route(f"{sheet}/save", self._save, methods=post),
                Route(f"{sheet}/pictures", self._add, methods=post),
                Route(f"{picture}/shown", self._shown, methods=get),
                Route(f"{picture}/copy", self._copy, methods=get),
                Route(f"{picture}/download", self._download, methods=get),
                Route(f"{picture}/cover", self._cover, methods=post),
                Route(f"{picture}/use", self._use, methods=post),
                Route(f"{picture}/remove", self._remove, methods=post),
                Route("/folders", self._folders, methods=get),
                Route("/folders", self._open, methods=post),
                Route("/f/{opened}/", self._opened, methods=get),
                Route("/f/{opened}/state", self._state, methods=get),
                Route("/f/{opened}/again", self._again, methods=post),
                Route("/f/{opened}/settles", self._settles, methods=post),
                Route("/f/{opened}/sign", self._sign, methods=post),
                Route("/f/{opened}/{number:int}", self._draft, methods=get),
            ],
            exception_handlers={
                RefusedError: _refused,
                PostcheckError: _unusable,
                HTTPException: _no_such,
                Exception: _failed,
            },
        )

    # The page of a post

    async def _begin(self, request: Request) -> Response:
        del request
        return RedirectResponse(f"{self._base}/s/{self._sheets.new().id}/", 303)

    async def _alive(self, request: Request) -> Response:
        del request
        return Response(status_code=ALIVE)

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            raise RefusedError("There is no such file.", 404)
        package, path, kind = _STATIC[name]
        return Response(files(package).joinpath(path).read_bytes(), media_type=kind)

    async def _page(self, request: Request) -> Response:
        sheet = self._sheet(request)
        known = await self._check_thread(self._examiner.known)
        refs = {one.ref for said in sheet.post.pictures.values() for one in said.people or ()}
        names = await run_in_threadpool(self._examiner.shown, refs)
        return HTMLResponse(pages.post_page(self._base, sheet, known, str(self._drafts_folder), names))

    async def _people(self, request: Request) -> Response:
        found = await run_in_threadpool(self._examiner.search, request.query_params.get("q", "")[:200])
        return JSONResponse([{"ref": ref, "shown": words} for ref, words in found])

    # Checking

    async def _check(self, request: Request) -> Response:
        sheet, told = self._sheet(request), await _told(request)
        post = self._post(sheet, told)
        sheet.post = post
        sheet.turn += 1
        turn = sheet.turn
        if post.empty and not sheet.pictures:
            return JSONResponse({"empty": True})
        report = await self._check_thread(
            lambda: self._examiner.check(sheet, post, still_wanted=lambda: sheet.turn == turn)
        )
        if report is None:
            return JSONResponse({"superseded": True})
        return JSONResponse(await run_in_threadpool(self._answer, sheet, report))

    def _answer(self, sheet: Sheet, report: Report) -> dict[str, Any]:
        post = report.posts[0]
        view = shown.view_of(report, self._examiner.pupils(), on_desk=True)
        sizes = {one.id: look for one in sheet.pictures.values() if (look := self._size(one.path))}
        return {
            "verdict": post.verdict.value,
            "said": shown.said_of(report),
            "html": view.html,
            "rules": view.rules,
            "checklist": shown.checklist(post),
            "pictures": shown.pictures(sheet, post, sizes),
            "changes": len(post.suggestions),
        }

    async def _wording(self, request: Request) -> Response:
        sheet, told = self._sheet(request), await _told(request)
        post = self._post(sheet, told)
        changes, elsewhere = await self._changes(sheet, post)
        return JSONResponse(
            {
                "changes": [
                    {"before": one.before, "written": one.written, "wording": one.wording, "after": one.after}
                    for one in changes
                ],
                "elsewhere": [{"written": one.written, "wording": one.wording} for one in elsewhere],
            }
        )

    async def _corrected(self, request: Request) -> Response:
        sheet, told = self._sheet(request), await _told(request)
        post, chosen = self._post(sheet, told), told.get("chosen")
        if not isinstance(chosen, list):
            raise RefusedError("The page sent something that means nothing. Load it again.", 400)
        changes, _ = await self._changes(sheet, post)
        wanted = [[one.written, one.wording] for one in changes]
        if told.get("changes") != wanted:
            raise RefusedError("The suggestions have changed. Show them again.", 409)
        text = corrected(post.text, changes, {one for one in chosen if isinstance(one, int)})
        after = Post(**{**_fields(post), "text": text})
        report = await self._check_thread(lambda: self._examiner.check(sheet, after))
        if report is None:  # nobody else asks for it
            raise RefusedError("It was not checked. Try again.")
        return JSONResponse({"text": text, "said": shown.said_of(report), "verdict": report.posts[0].verdict.value})

    async def _changes(self, sheet: Sheet, post: Post) -> Any:  # noqa: ANN401 - see `changes_in`
        def found() -> Any:  # noqa: ANN401 - as above
            report = self._examiner.check(sheet, post)
            if report is None:
                return [], []
            return changes_in(report.posts[0])

        return await self._check_thread(found)

    async def _save(self, request: Request) -> Response:
        sheet, told = self._sheet(request), await _told(request)
        post = self._post(sheet, told)
        if post.empty and not sheet.pictures:
            raise RefusedError("There is nothing to save yet.")
        folder, name = (str(told.get(key, "")) for key in ("folder", "name"))
        path = await run_in_threadpool(saving.save, sheet, post, folder, name, self._examiner.load)
        self._drafts_folder = path.parent.parent
        return JSONResponse({"saved": str(path), "go": self._opened_at(path)})

    # Pictures

    async def _add(self, request: Request) -> Response:
        sheet = self._sheet(request)
        length = request.headers.get("content-length", "")
        announced = int(length) if length.isdigit() else None
        picture = await sheet.add(request.query_params.get("name", ""), request.stream(), announced)
        html = pages.card(self._base, sheet, picture, PictureSaid(), {})
        return JSONResponse({"id": picture.id, "html": html})

    async def _shown(self, request: Request) -> Response:
        return await self._looked(self._sheet(request).picture(request.path_params["picture"]).path)

    async def _copy(self, request: Request) -> Response:
        return await self._looked(self._copied(request)[0])

    async def _download(self, request: Request) -> Response:
        path, name = self._copied(request)
        return FileResponse(path, media_type="application/octet-stream", filename=Path(name).name)

    async def _cover(self, request: Request) -> Response:
        sheet, told = self._sheet(request), await _told(request)
        post, identity = self._post(sheet, told), request.path_params["picture"]
        said = await self._check_thread(
            lambda: self._examiner.cover(sheet, post, identity, faces=told.get("faces") is True)
        )
        return JSONResponse({"said": said, "name": sheet.copies[identity][1]})

    async def _use(self, request: Request) -> Response:
        sheet, identity = self._sheet(request), request.path_params["picture"]
        picture = await self._check_thread(lambda: sheet.use_copy(identity))
        return JSONResponse({"name": picture.name})

    async def _remove(self, request: Request) -> Response:
        sheet, identity = self._sheet(request), request.path_params["picture"]
        await self._check_thread(lambda: sheet.remove(identity))
        return JSONResponse({})

    def _copied(self, request: Request) -> tuple[Path, str]:
        sheet = self._sheet(request)
        copy = sheet.copies.get(sheet.picture(request.path_params["picture"]).id)
        if copy is None:
            raise RefusedError("There is no safe copy of this picture.", 404)
        return copy

    async def _looked(self, path: Path) -> Response:
        look = await run_in_threadpool(self._look, path)
        if look is None:
            raise RefusedError("This picture cannot be shown.", 404)
        kind, _, data = look.uri.removeprefix("data:").partition(";base64,")
        return Response(base64.b64decode(data), media_type=kind)

    def _look(self, path: Path) -> copies.Picture | None:
        """Return a picture as the page shows it, made once for as long as its file stays the same."""
        try:
            key = (path, path.stat().st_mtime_ns)
        except OSError:
            return None
        if key not in self._looks:
            if len(self._looks) > 100:  # noqa: PLR2004 - a few posts' worth
                self._looks.clear()
            self._looks[key] = copies.copy(path, frame=0, longest=_LONGEST_SIDE)
        return self._looks[key]

    def _size(self, path: Path) -> tuple[int, int] | None:
        look = self._look(path)
        return (look.width, look.height) if look else None

    # Folders

    async def _folders(self, request: Request) -> Response:
        del request
        return HTMLResponse(pages.folders_page(self._base, str(self._drafts_folder)))

    async def _open(self, request: Request) -> Response:
        told = await _told(request)
        path = await run_in_threadpool(saving.existing, str(told.get("path", "")))
        return JSONResponse({"go": self._opened_at(path)})

    def _opened_at(self, path: Path) -> str:
        opened = self._drafts.open(path)
        self._examine(opened.id)
        return f"{self._base}/f/{opened.id}/"

    def _examine(self, identity: str) -> None:
        opened = self._drafts.get(identity)
        opened.report, opened.problem = None, ""
        future = self._opening.submit(self._drafts.examine, opened)
        self._tasks.add(future)
        future.add_done_callback(self._tasks.discard)

    async def _opened(self, request: Request) -> Response:
        opened = self._drafts.get(request.path_params["opened"])
        if opened.problem:
            return HTMLResponse(pages.failed_page(self._base, opened))
        if opened.report is None:
            return HTMLResponse(pages.waiting_page(self._base, opened))
        if opened.one and len(opened.report.posts) == 1:
            return await self._draft_of(opened.id, 0)
        return HTMLResponse(pages.folder_page(self._base, opened, opened.report))

    async def _draft(self, request: Request) -> Response:
        return await self._draft_of(request.path_params["opened"], request.path_params["number"])

    async def _draft_of(self, identity: str, number: int) -> Response:
        opened = self._drafts.get(identity)
        report, post = opened.report, self._drafts.post(opened, number)
        assert report is not None  # noqa: S101 - there would be no post
        view = await run_in_threadpool(shown.view_of, report, self._drafts.pupils(opened, number), number)
        approvers = self._drafts.approvers(opened, number)
        return HTMLResponse(pages.draft_page(self._base, opened, number, post, view, approvers))

    async def _state(self, request: Request) -> Response:
        opened = self._drafts.get(request.path_params["opened"])
        progress = opened.progress
        ready = opened.report is not None or bool(opened.problem)
        return JSONResponse({"ready": ready, "done": progress.done, "total": progress.total})

    async def _again(self, request: Request) -> Response:
        opened = self._drafts.get(request.path_params["opened"])
        self._examine(opened.id)
        return JSONResponse({"go": f"{self._base}/f/{opened.id}/"})

    async def _settles(self, request: Request) -> Response:
        opened, told = self._drafts.get(request.path_params["opened"]), await _told(request)
        lines = await self._open_thread(lambda: self._drafts.what_signing_settles(opened, str(told.get("as", ""))))
        return JSONResponse({"lines": lines})

    async def _sign(self, request: Request) -> Response:
        opened, told = self._drafts.get(request.path_params["opened"]), await _told(request)
        name, look = str(told.get("as", "")), str(told.get("look", ""))
        said = await self._open_thread(lambda: self._drafts.sign(opened, name, look))
        return JSONResponse({"said": said, "go": f"{self._base}/f/{opened.id}/"})

    # What they share

    def _sheet(self, request: Request) -> Sheet:
        return self._sheets.get(request.path_params["sheet"])

    def _post(self, sheet: Sheet, told: dict[str, Any]) -> Post:
        """Return the post that the page tells; only of pictures that are on the desk."""
        post = post_from(told.get("post"))
        if post.pictures.keys() - sheet.pictures.keys():
            raise RefusedError("The page shows a picture that is not on the desk any more. Load it again.", 409)
        return post

    async def _check_thread(self, work: Callable[[], _Value]) -> _Value:
        return await asyncio.get_running_loop().run_in_executor(self._checking, work)

    async def _open_thread(self, work: Callable[[], _Value]) -> _Value:
        return await asyncio.get_running_loop().run_in_executor(self._opening, work)


def _fields(post: Post) -> dict[str, Any]:
    return {name: getattr(post, name) for name in Post.__dataclass_fields__}


async def _told(request: Request) -> dict[str, Any]:
    """Return what the page tells, as JSON; raises RefusedError if it is too long, or not that."""
    data = bytearray()
    async for chunk in _chunks(request):
        data += chunk
        if len(data) > _LONGEST_BODY:
            raise RefusedError("That is more than the desk takes.", 413)
    try:
        return table_from(json.loads(data))
    except (ValueError, RecursionError):
        raise RefusedError("The page sent something that means nothing. Load it again.", 400) from None


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:
        raise RefusedError("The page went away.", 400) from None


async def _refused(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, RefusedError)  # noqa: S101 - as it is registered
    return JSONResponse({"problem": error.message}, error.status)


async def _unusable(request: Request, error: Exception) -> Response:
    del request
    return JSONResponse({"problem": str(error)}, 422)


async def _no_such(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, HTTPException)  # noqa: S101 - as it is registered
    return JSONResponse({"problem": "There is nothing here."}, error.status_code)


async def _failed(request: Request, error: Exception) -> Response:
    del request
    return JSONResponse({"problem": _FAILED.format(type(error).__name__)}, 500)
