"""The pages on which mailed links end."""

import base64
import hashlib
import re

import httpx
import pytest

from tests.conftest import ROOT
from tests.http.world import PASSWORD, World

PAGES = ["/", "/verify", "/reset"]


async def followed(world: World) -> tuple[httpx.Response, str]:
    """Open the link in the latest mail; the page, and the token that it was opened with."""
    await world.work()
    found = re.search(r"https?://\S+?(/\S+token=(\S+))", world.mailer.sent[-1].text)
    assert found is not None
    return await world.http.get(found[1]), found[2]


def target(page: httpx.Response) -> str:
    """Where a page's form is sent."""
    found = re.search(r'data-to="([^"]+)"', page.text)
    assert found is not None
    return str(page.url.join(found[1]))


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_runs_nothing_but_what_its_policy_names(world: World, path: str) -> None:
    page = await world.http.get(path)
    policy = page.headers["content-security-policy"]
    inline = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page.text, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline]

    assert page.headers["content-type"].startswith("text/html")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert len(inline) == (1 if path == "/" else 2)
    assert all(f"'sha256-{each}'" in policy for each in hashes)
    assert not re.search(r"\s(on\w+|style|src)=", page.text)


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_kept_nowhere_and_tells_no_other_site_of_itself(
    world: World, path: str
) -> None:
    page = await world.http.get(path)

    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-frame-options"] == "DENY"


async def test_the_first_page_tells_when_jobs_are_late(world: World) -> None:
    idle = await world.http.get("/")
    await world.someone("ada")
    due = await world.http.get("/")
    world.clock.advance(minutes=5)
    late = await world.http.get("/")
    await world.work()
    done = await world.http.get("/")

    assert all("<dd>none late</dd>" in page.text for page in (idle, due, done))
    assert "<dd>late by 0:05:00: all workers are busy, or none runs</dd>" in late.text


@pytest.mark.parametrize("path", ["/verify", "/reset"])
async def test_whatever_mail_programs_add_to_a_link_its_page_is_shown(
    world: World, path: str
) -> None:
    page = await world.http.get(f"{path}?token=%22%3E%3Cscript%3E&utm_source=mail&token=2")

    assert page.status_code == 200
    assert page.content == (await world.http.get(path)).content


async def test_the_link_of_a_verification_is_spent_by_its_button_alone(world: World) -> None:
    await world.someone("ada")
    page, token = await followed(world)
    await followed(world)
    pressed = await world.http.post(target(page), json={"token": token})
    again = await world.http.post(target(page), json={"token": token})

    assert (page.status_code, pressed.status_code, again.status_code) == (200, 204, 400)
    assert again.json()["detail"]


async def test_the_link_of_a_reset_leads_to_a_new_password(world: World) -> None:
    await world.someone("ada")
    await world.work()
    await world.http.post("/api/auth/forgot", json={"email": "ada@example.org"})
    page, token = await followed(world)
    short = await world.http.post(target(page), json={"token": token, "new": "short"})
    good = await world.http.post(target(page), json={"token": token, "new": PASSWORD[::-1]})

    assert (page.status_code, short.status_code, good.status_code) == (200, 400, 204)
    assert "8 to 128 characters" in short.json()["detail"]


async def test_pages_are_not_in_the_document_for_programs(world: World) -> None:
    document = (await world.http.get("/schema/openapi.json")).json()

    assert document["paths"].keys().isdisjoint(PAGES)


async def test_the_page_to_listen_on_runs_its_own_modules_and_plays_its_own_songs(
    world: World,
) -> None:
    page = await world.http.get("/listen")
    policy = page.headers["content-security-policy"]
    scripts = re.findall(r'<script type="module" src="([^"]+)"></script>', page.text)
    modules = [await world.http.get(f"/{path}") for path in scripts]

    assert "script-src 'self'; media-src 'self'; connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert scripts == ["listen/listen.js"]
    assert page.text.count("<script") == 1
    assert not re.search(r"\s(on\w+|style)=", page.text)
    assert [each.headers["content-type"] for each in modules] == ["text/javascript; charset=utf-8"]


async def test_the_client_of_the_documentation_is_the_one_that_is_served(world: World) -> None:
    served = await world.http.get("/listen/phantom.js")

    assert served.text == (ROOT / "docs" / "how-to" / "phantom.js").read_text("utf-8")


async def test_nothing_else_is_served_beside_the_page(world: World) -> None:
    assert (await world.http.get("/listen/look.css")).status_code == 404
