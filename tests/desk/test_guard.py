"""Whoever isn't the desk's own page gets nothing, and can do nothing."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.desk.conftest import HOST, KEY, ORIGIN, PORT, Bench

HOSTS = (
    "evil.example",
    f"evil.example:{PORT}",
    "127.0.0.1",
    "127.0.0.1:1",
    f"localhost:{PORT}",
    f"{HOST}.evil.example",
)
ORIGINS = ("http://evil.example", "null", f"https://{HOST}", "http://127.0.0.1", "http://127.0.0.1:1", "")


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_refused(bench: Bench, host: str) -> None:
    answer = bench.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert bench.client.post(f"/{KEY}/folders", json={}, headers={"Host": host, **ORIGIN}).status_code == 421


@pytest.mark.parametrize("origin", ORIGINS)
def test_another_origin_is_refused(bench: Bench, origin: str) -> None:
    sheet = bench.sheet()
    assert bench.get("/", headers={"Origin": origin}).status_code == 403
    answer = bench.client.post(f"/{KEY}{sheet}/check", json={"post": {}}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_nothing_is_changed_without_an_origin(bench: Bench) -> None:
    sheet = bench.sheet()
    assert bench.client.post(f"/{KEY}{sheet}/check", json={"post": {}}).status_code == 403
    assert bench.client.post(f"/{KEY}{sheet}/pictures?name=a.png", content=b"x").status_code == 403
    assert list((bench.folder / sheet.rpartition("/")[2] / "post").iterdir()) == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_may_not_even_look(bench: Bench, site: str) -> None:
    assert bench.get("/", headers={"Sec-Fetch-Site": site}).status_code == 403


def test_other_methods_and_preflights_are_refused(bench: Bench) -> None:
    for method in ("OPTIONS", "PUT", "DELETE", "PATCH"):
        answer = bench.client.request(method, f"/{KEY}/", headers={"Origin": "http://evil.example"})
        assert answer.status_code == 403
        assert not any(name.startswith("access-control") for name in answer.headers)
        assert bench.client.request(method, f"/{KEY}/", headers=ORIGIN).status_code == 405


@pytest.mark.parametrize(
    "path", ["/", "/s/x/", f"/{KEY[:-1]}/", f"/{KEY}x/", f"/{KEY.upper()}/", f"//{KEY}/", "/open/x", "/\u00e9/"]
)
def test_without_the_key_there_is_nothing(bench: Bench, path: str) -> None:
    answer = bench.client.get(quote(path), follow_redirects=False)
    assert answer.status_code == 404
    assert KEY not in answer.text


def test_a_ticket_leads_to_the_page_once(bench: Bench) -> None:
    path = f"/open/{bench.guard.ticket()}"
    first = bench.client.get(path, follow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (303, f"/{KEY}/")
    assert bench.client.get(path, follow_redirects=False).status_code == 404


def test_every_answer_forbids_what_a_page_could_be_made_to_do(bench: Bench) -> None:
    sheet = bench.sheet()
    answers = [
        bench.get(f"{sheet}/"),
        bench.get("/static/desk.js"),
        bench.get("/nothing"),
        bench.get("/", headers={"Host": "evil.example"}),
        bench.client.get("/"),
        bench.tell(f"{sheet}/check", "nonsense"),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/s/../../address/",
        "/s/..%2f..%2faddress/",
        "/s/{sheet}/pictures/..%2fpost.md/shown",
        "/s/{sheet}/pictures/%2e%2e/download",
        "/f/..%2f..%2f/0",
    ],
)
def test_ids_lead_nowhere_else(bench: Bench, path: str) -> None:
    sheet = bench.sheet().rpartition("/")[2]
    answer = bench.get(path.format(sheet=sheet))
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "import" not in answer.text
