"""The page `/listen`: one hears a room in time with everybody, votes, and talks."""

from typing import Any, Final

import httpx
from playwright.async_api import Browser, Page

from phantom_app.demo.songbook import SONGBOOK
from phantom_app.demo.synthesis import wave_file
from tests.browser.music import Music, like, some_music
from tests.browser.visitors import PASSWORD, Visitor, visitor
from tests.crash.server import Server

SECONDS: Final = 29
IN_TIME: Final = """async () => {
    const audio = document.getElementById("audio");
    const bar = document.getElementById("position");
    for (const end = Date.now() + 90000; Date.now() < end;) {
        await new Promise((again) => setTimeout(again, 100));
        const wanted = bar.value * SECONDS;
        const early = wanted > 1 && wanted < SECONDS / 3;  // there is time to vote in its course
        if (!audio.paused && early && Math.abs(audio.currentTime - wanted) < 0.4) return true;
    }
    return [audio.paused, audio.currentTime, bar.value * SECONDS];
}""".replace("SECONDS", str(SECONDS))


async def sound(server: Server, admin: Visitor, music: Music) -> None:
    """Let the songs be heard."""
    songs = (await admin.send("GET", f"/api/artists/{music.artist}/songs"))["items"]
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        login = {"login": "ada", "password": PASSWORD}
        token = (await client.post("/api/auth/login", json=login)).json()["accessToken"]
        file = ("song.wav", wave_file(SONGBOOK[0].songs[0], channels=1), "audio/wav")
        answer = await client.post(
            "/api/audio",
            files={"file": file},
            data={"visibility": "public"},
            headers={"Authorization": f"Bearer {token}"},
        )
    assert answer.status_code == 201, answer.text
    for song in songs:
        body = {"audioFileId": answer.json()["id"]}
        await admin.send("PATCH", f"/api/songs/{song['id']}", body)


async def walk_in(page: Page, server: Server, name: str) -> None:
    await page.goto(f"{server.url}/listen")
    await page.get_by_label("User name").fill(name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Come in").click()
    await page.get_by_role("button", name="The Den").click()
    await page.get_by_role("heading", name="The Den").wait_for()


async def test_one_hears_votes_and_talks(browser: Browser, server: Server) -> None:
    ada, ben = [await visitor(browser, server, name) for name in ("ada", "ben")]
    troubles: list[Any] = []
    ben.page.on("pageerror", lambda error: troubles.append(error))  # noqa: PLW0108 - no builtin
    music = await some_music(server, ada, seconds=SECONDS)
    await sound(server, ada, music)
    for each in (ada, ben):
        await like(each, music)
    body = {"name": "The Den", "isPublic": True, "artistId": music.artist}
    room = await ada.send("POST", "/api/rooms", body)
    await walk_in(ben.page, server, "ben")

    assert await ben.run(IN_TIME) is True
    choice = ben.page.locator("#candidates button").first
    await choice.click()
    await ben.page.get_by_role("listitem").filter(has_text="1 vote").wait_for()
    assert await choice.get_attribute("aria-pressed") == "true"
    await ben.page.get_by_label("Say something").fill("Is anybody there?")
    await ben.page.get_by_role("button", name="Send").click()
    await ada.send("POST", f"/api/rooms/{room['id']}/messages", {"content": "Always."})
    await ben.page.get_by_text("Always.").wait_for()
    assert "ben Is anybody there?" in await ben.page.get_by_role("log").inner_text()
    await ben.page.get_by_role("button", name="Leave").click()
    await ben.page.get_by_role("heading", name="Rooms").wait_for()
    assert troubles == []
