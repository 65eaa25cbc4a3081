"""A server, a browser with a camera that films a test card, and people who meet in a room."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.music import like, some_music
from tests.browser.visitors import Visitor, visitor
from tests.crash.server import Server

_PATIENCE_MS: Final = 120_000
_PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS: Final = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    # On one machine the way between two pages is the loopback; names of mDNS need a daemon.
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


JOIN: Final = """async (room) => {
    window.heard = [];
    await phantom.join(`room:${room}`, {
        onState: (state) => { window.state = state; },
        onEvent: (event) => { window.heard.push(event); },
    });
}"""


@pytest.fixture
def anyio_backend() -> str:
    """Playwright runs on asyncio alone."""
    return "asyncio"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, as the system has it."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("There is no Chromium here, and it could not be installed.")
        pytest.skip("There is no Chromium here.")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path=program, args=[*_OPTIONS], timeout=_PATIENCE_MS
        )
        yield opened
        await opened.close()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """A server on embedded defaults."""
    started = Server(tmp_path / "data")
    started.start()
    await started.ready()
    yield started
    started.kill()


@pytest.fixture
async def pair(browser: Browser, server: Server) -> tuple[Visitor, Visitor, str]:
    """Two people who are in a private room together, each with a page."""
    ada = await visitor(browser, server, "ada")
    bob = await visitor(browser, server, "bob")
    music = await some_music(server, ada)
    for each in (ada, bob):
        await like(each, music)
    body = {"name": "Ours", "isPublic": False, "artistId": music.artist, "invites": [bob.id]}
    room = (await ada.send("POST", "/api/rooms", body))["id"]
    (invite,) = (await bob.send("GET", "/api/rooms/invites"))["items"]
    await bob.send("POST", f"/api/rooms/invites/{invite['id']}/accept")
    for each in (ada, bob):
        await each.connect()
        await each.run(JOIN, room)
    return ada, bob, room
