"""A little music for rooms to play, made by an admin."""

import subprocess
import sys
from typing import Any, Final

import attrs

from tests.browser.visitors import Visitor
from tests.crash.server import PROGRAM, ROOT, Server

_TITLES: Final = ("Dawn", "Noon", "Dusk", "Midnight")


@attrs.frozen
class Music:
    """What there is to like."""

    genre: str
    artist: str


async def some_music(server: Server, admin: Visitor, *, seconds: int = 200) -> Music:
    """Add a genre, and an artist with a few songs; whoever adds it is an admin from then on."""
    name = (await admin.send("GET", "/api/auth/me"))["username"]
    _grant(server, name)
    genre = await _added(admin, "genres", {"name": "Tests"})
    artist = await _added(admin, "artists", {"name": "The Cards", "genreId": genre})
    for title in _TITLES:
        song = {"title": title, "artistId": artist, "durationMs": seconds * 1000}
        await _added(admin, "songs", song)
    return Music(genre, artist)


async def like(visitor: Visitor, music: Music) -> None:
    """Say that one likes it, as who does not may enter no room."""
    await visitor.send("PUT", "/api/users/me/genres", {"ids": [music.genre]})
    await visitor.send("PUT", "/api/users/me/artists", {"ids": [music.artist]})


async def _added(admin: Visitor, kind: str, body: dict[str, Any]) -> str:
    return str((await admin.send("POST", f"/api/{kind}", body))["id"])


def _grant(server: Server, name: str) -> None:
    subprocess.run(
        [sys.executable, str(PROGRAM), "admin", "grant", name],
        cwd=ROOT,
        env=server.environment,
        check=True,
        capture_output=True,
    )
