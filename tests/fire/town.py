"""A town where votes are held without end: a catalogue of short songs, people, and public rooms.

A song under 30 seconds has its vote from its beginning to its end, so that one is always open.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

import attrs
import httpx

from tests.crash.server import Program, Server

__all__ = ["Resident", "Room", "build", "import_songs", "open_room"]

_LENGTHS: Final = (4000, 5000, 6000, 4500, 5500, 7000)
_PASSWORD: Final = "never the same river twice"


@attrs.frozen
class Resident:
    """Somebody who has an account.

    Attributes:
        token: with which they are signed in for as long as all this takes.
    """

    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What says who they are."""
        return {"Authorization": f"Bearer {self.token}"}


@attrs.frozen
class Room:
    """A public room. Its host is there all the time, without a socket, and never votes.

    Attributes:
        songs: what it plays, by id, each with its length in milliseconds.
        guests: who comes besides.
    """

    id: str
    host: Resident
    songs: dict[str, int]
    guests: Sequence[Resident]


async def build(server: Server, *, rooms: int, guests: int) -> Sequence[Room]:
    """Fill the empty store of a server that does not run yet, and have it run."""
    import_songs(server)
    server.start()
    await server.ready()
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        return [await open_room(client, f"room{number}", guests) for number in range(rooms)]


def import_songs(server: Server) -> None:
    """Put one artist's songs into an empty store, before anything runs."""
    path = server.data_dir.parent / "songs.json"
    named = {"artist": "Ella", "genre": "Swing"}
    songs = [
        {**named, "title": f"Song {length}", "durationMs": length, "spotifyTrackId": str(length)}
        for length in _LENGTHS
    ]
    path.write_text(json.dumps(songs))
    Program(server.data_dir, "catalog", "import", str(path), **server.settings).finish()


async def open_room(client: httpx.AsyncClient, name: str, guests: int) -> Room:
    """Have somebody new open a room, and guests who like what is played there."""
    host = await _settle(client, f"{name}-host")
    artist = (await _get(client, host, "/api/artists"))["items"][0]
    songs = await _get(client, host, f"/api/artists/{artist['id']}/songs")
    people = [host, *[await _settle(client, f"{name}-guest{n}") for n in range(guests)]]
    for each in people:
        await _put(client, each, "/api/users/me/genres", {"ids": [artist["genreId"]]})
        await _put(client, each, "/api/users/me/artists", {"ids": [artist["id"]]})
    body = {"name": name, "isPublic": True, "artistId": artist["id"]}
    opened = _good(await client.post("/api/rooms", json=body, headers=host.headers)).json()
    lengths = {song["id"]: song["durationMs"] for song in songs["items"]}
    return Room(opened["id"], host, lengths, people[1:])


async def _settle(client: httpx.AsyncClient, name: str) -> Resident:
    form = {"username": name, "email": f"{name}@example.org", "password": _PASSWORD}
    answer = _good(await client.post("/api/auth/register", json=form)).json()
    return Resident(answer["user"]["id"], answer["accessToken"])


async def _get(client: httpx.AsyncClient, who: Resident, path: str) -> Any:
    return _good(await client.get(path, headers=who.headers)).json()


async def _put(client: httpx.AsyncClient, who: Resident, path: str, body: Any) -> None:
    _good(await client.put(path, json=body, headers=who.headers))


def _good(answer: httpx.Response) -> httpx.Response:
    assert answer.is_success, answer.text
    return answer
