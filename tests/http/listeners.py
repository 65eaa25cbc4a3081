"""Music for rooms, and people who like it."""

from typing import Any

import attrs

from phantom_core.catalog import (
    AddArtist,
    AddGenre,
    AddSong,
    ArtistId,
    GenreId,
    SetFavouriteArtists,
    SetFavouriteGenres,
)
from phantom_core.kernel import SYSTEM, Command, Id, Milliseconds, UserId, person
from tests.http.world import Someone, World

__all__ = ["Music", "a_room", "likes", "listener", "music"]


@attrs.frozen
class Music:
    """An artist, and the artist's songs, in the order of the default playlist."""

    genre_id: GenreId
    artist_id: ArtistId
    song_ids: list[str]


async def music(world: World, *seconds: int, name: str = "Ella") -> Music:
    """Add an artist with songs that last so long."""

    async def made(command: Command[Any]) -> Any:
        return (await world.services.phantom.do(command, actor=SYSTEM)).value

    genre = await made(AddGenre(name=f"{name}'s genre"))
    artist = await made(AddArtist(name=name, genre_id=genre.id))
    songs = [
        await made(
            AddSong(
                title=f"{name} {number}",
                artist_id=artist.id,
                duration_ms=Milliseconds(length * 1000),
            )
        )
        for number, length in enumerate(seconds, start=1)
    ]
    return Music(genre.id, artist.id, [str(track.song.id) for track in songs])


async def listener(world: World, name: str, heard: Music, **fields: Any) -> Someone:
    """Register somebody who likes an artist."""
    somebody = await world.someone(name, **fields)
    await likes(world, somebody, heard)
    return somebody


async def likes(world: World, somebody: Someone, heard: Music) -> None:
    """Have somebody say that they like an artist."""
    actor = person(UserId(Id(somebody.id)))
    for command in (
        SetFavouriteGenres(ids=(heard.genre_id,)),
        SetFavouriteArtists(ids=(heard.artist_id,)),
    ):
        await world.services.phantom.do(command, actor=actor)


async def a_room(host: Someone, heard: Music, *invited: Someone, **fields: Any) -> dict[str, Any]:
    """Have somebody open a room: a private one if others are invited, else a public one."""
    body = {
        "name": "The den",
        "isPublic": not invited,
        "artistId": heard.artist_id,
        **({"invites": [each.id for each in invited]} if invited else {}),
        **fields,
    }
    answer = await host.send("POST", "/api/rooms", body)
    assert answer.status_code == 201, answer.text
    room: dict[str, Any] = answer.json()
    return room
