"""What answers tell browsers: on every route, of whatever status, and over TLS.

`tests.http.guarded` says what; the clients of all tests of HTTP look at each answer that they get.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.http.guarded import unguarded
from tests.http.test_authorization import ROWS
from tests.http.world import World

WEB: Final = Path(__file__).parents[2] / "src" / "phantom_app" / "web"
_NOBODYS_ID: Final = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
ROUTES: Final = sorted({" ".join(route.split()[:2]) for route in ROWS})


@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "somebody"])
async def test_every_route_guards_its_answers(world: World, *, signed_in: bool) -> None:
    ada = await world.someone("ada")
    headers = ada.headers if signed_in else {}
    faults = {}
    for route in ROUTES:
        method, template = route.split()
        path = re.sub(r"\{[^}]+\}", _NOBODYS_ID, template)
        if path == "/api/users/me" and method == "DELETE":
            continue
        answer = await world.http.request(method, path, headers=headers)
        if left := unguarded(answer):
            faults[route] = left

    assert len(ROUTES) > 150
    assert faults == {}


@pytest.mark.parametrize("path", ["/schema", "/schema/swagger", "/schema/oauth2-redirect.html"])
async def test_the_documentation_runs_only_what_its_policy_names(world: World, path: str) -> None:
    page = await world.http.get(path)
    policy = page.headers["content-security-policy"]
    written = re.findall(r"<script(?![^>]*src=)[^>]*>(.*?)</script>", page.text, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in written]

    assert len(written) == 1
    assert f"script-src 'self' 'sha256-{hashes[0]}';" in policy


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "max-age=31536000; includeSubDomains"),
        ({"PHANTOM_HSTS": "host"}, "max-age=31536000"),
        ({"PHANTOM_HSTS": "off"}, None),
    ],
)
async def test_who_comes_by_https_is_told_to_stay_there(world: World, told: str | None) -> None:
    transport = httpx.ASGITransport(world.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://phantom.test") as client:
        answers = [await client.get(path) for path in ("/health/live", "/nowhere", "/api/audio")]
    plain = await world.http.get("/health/live")

    assert [each.headers.get("strict-transport-security") for each in answers] == [told] * 3
    assert "strict-transport-security" not in plain.headers


@pytest.mark.parametrize("path", sorted(WEB.glob("*.js")), ids=lambda path: path.name)
def test_scripts_of_pages_show_text_as_text_and_store_nothing(path: Path) -> None:
    never = r"innerHTML|outerHTML|insertAdjacentHTML|document\.(write|cookie|domain)|\beval\(|"
    never += r"new Function|localStorage|sessionStorage|indexedDB|postMessage|onmessage\b.*window"

    assert re.findall(never, path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", ["/reset", "/listen"])
async def test_fields_of_passwords_hide_them_and_let_them_be_managed(
    world: World, path: str
) -> None:
    page = await world.http.get(path)
    fields = re.findall(r"<input[^>]*password[^>]*>", page.text)

    assert fields
    assert all('type="password"' in field and "autocomplete=" in field for field in fields)
    assert "onpaste" not in page.text


def test_what_is_left_open_is_found() -> None:
    request = httpx.Request("GET", "https://phantom.test/")
    page = httpx.Response(200, html="<p>Hello</p>", request=request)

    assert len(unguarded(page)) == 11
