"""The JavaScript of the documentation runs in a browser, as a reader would type it."""

import asyncio
from pathlib import Path
from typing import Final

from tests.browser.test_calls import CALL, FLOWS
from tests.browser.visitors import Visitor
from tests.docs.pages import examples

PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-client.md"
_SECONDS: Final = 90

SET_UP: Final = """([token, room]) => {
    Object.assign(window, {room, audio: new Audio(), seen: {}, freshToken: async () => token});
    window.show = (userId, stream) => { seen[userId] = stream.getTracks().length; };
}"""
SEES: Final = """async ([userId, seconds]) => {
    for (const end = Date.now() + 1000 * seconds; Date.now() < end;) {
        if (seen[userId] === 2) return true;
        await new Promise((again) => setTimeout(again, 100));
    }
    return false;
}"""


async def test_the_javascript_of_the_page_votes_and_calls(
    pair: tuple[Visitor, Visitor, str],
) -> None:
    ada, bob, room = pair
    (example,) = examples(PAGE, "javascript")
    await ada.run(SET_UP, [ada.token, room])
    await bob.run(CALL, [room, "video"])

    await ada.page.add_script_tag(
        content=example.replace("https://phantom.example", ada.url), type="module"
    )

    assert await ada.run(SEES, [bob.id, _SECONDS])
    assert await bob.run(FLOWS, [ada.id, "video", _SECONDS]) == ["audio", "video"]
    length = (await bob.send("GET", f"/api/rooms/{room}/playback"))["song"]["durationMs"]
    await bob.send("POST", f"/api/rooms/{room}/play")
    await bob.send("POST", f"/api/rooms/{room}/seek", {"positionMs": length - 29_000})
    assert await _votes(bob, room) == 1


async def _votes(who: Visitor, room: str) -> int:
    """How many votes there are, as soon as there are any."""
    async with asyncio.timeout(_SECONDS):
        while True:
            results = await who.send("GET", f"/api/rooms/{room}/vote-results")
            count = sum(each["votes"] for each in results["candidates"])
            if count:
                return int(count)
            await asyncio.sleep(0.1)
