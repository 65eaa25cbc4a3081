"""A server, a browser with a camera that films a test card, and people who meet in a room."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from playwright.async_api import Browser, async_playwright

from tests.crash.server import Server

CLIENT: Final = Path(__file__).parents[2] / "docs" / "how-to" / "phantom.js"
PASSWORD: Final = "never the same river twice"
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
        opened = await playwright.chromium.launch(executable_path=program, args=[*_OPTIONS])
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


class Visitor:
    """Somebody with a page of the server's own, and the client of the documentation in it."""

    def __init__(self, page: Any, url: str, signed_in: dict[str, Any]) -> None:
        self.page = page
        self.id = str(signed_in["user"]["id"])
        self._token = signed_in["accessToken"]
        self._url = url

    async def send(self, method: str, path: str, body: Any = None) -> Any:
        """Call a route as this person."""
        headers = {"Authorization": f"Bearer {self._token}"}
        async with httpx.AsyncClient(base_url=self._url) as client:
            answer = await client.request(method, path, json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def connect(self) -> None:
        """Open the page, and connect."""
        await self.page.goto(f"{self._url}/")
        source = CLIENT.read_text()
        await self.page.evaluate(
            """async ([source, token]) => {
                const url = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
                const made = await import(url);
                window.Call = made.Call;
                window.phantom = new made.Phantom(location.origin, async () => token);
                await window.phantom.connect();
            }""",
            [source, self._token],
        )

    async def run(self, script: str, argument: Any = None) -> Any:
        """Run a script in the page, and answer what it answers."""
        return await self.page.evaluate(script, argument)


async def visitor(browser: Browser, server: Server, name: str) -> Visitor:
    """Register somebody, and give them a window of their own."""
    body = {"email": f"{name}@example.org", "username": name, "password": PASSWORD}
    async with httpx.AsyncClient(base_url=server.url) as client:
        answer = await client.post("/api/auth/register", json=body)
    assert answer.status_code == 201, answer.text
    # What a page of the server may load is its policy; this page is a test's.
    context = await browser.new_context(bypass_csp=True)
    return Visitor(await context.new_page(), server.url, answer.json())
