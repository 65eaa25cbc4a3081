"""People with a page of the server's own, and the documentation's client in it."""

from pathlib import Path
from typing import Any, Final

import httpx
from playwright.async_api import Browser

from tests.crash.server import Server

__all__ = ["PASSWORD", "Visitor", "visitor"]

PASSWORD: Final = "never the same river twice"
_PATIENCE_MS: Final = 120_000
_CLIENT: Final = Path(__file__).parents[2] / "docs" / "how-to" / "phantom.js"


class Visitor:
    """Somebody with a page of the server's own, and the client of the documentation in it."""

    def __init__(self, page: Any, url: str, signed_in: dict[str, Any]) -> None:
        self.page = page
        self.id = str(signed_in["user"]["id"])
        self.token = signed_in["accessToken"]
        self.url = url

    async def send(self, method: str, path: str, body: Any = None) -> Any:
        """Call a route as this person."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with httpx.AsyncClient(base_url=self.url, timeout=60) as client:
            answer = await client.request(method, path, json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def connect(self) -> None:
        """Open the page, and connect."""
        # Pages of the server may not use a camera; what is no page tells browsers nothing of it.
        await self.page.goto(f"{self.url}/health/live")
        source = _CLIENT.read_text()
        await self.page.evaluate(
            """async ([source, token]) => {
                const url = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
                const made = await import(url);
                window.Call = made.Call;
                window.phantom = new made.Phantom(location.origin, async () => token);
                await window.phantom.connect();
            }""",
            [source, self.token],
        )

    async def run(self, script: str, argument: Any = None) -> Any:
        """Run a script in the page, and answer what it answers."""
        return await self.page.evaluate(script, argument)


async def visitor(browser: Browser, server: Server, name: str) -> Visitor:
    """Register somebody, and give them a window of their own."""
    body = {"email": f"{name}@example.org", "username": name, "password": PASSWORD}
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        answer = await client.post("/api/auth/register", json=body)
    assert answer.status_code == 201, answer.text
    # What a page of the server may load is its policy; this page is a test's.
    context = await browser.new_context(bypass_csp=True)
    context.set_default_timeout(_PATIENCE_MS)
    return Visitor(await context.new_page(), server.url, answer.json())
