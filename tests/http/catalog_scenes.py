"""What of the catalogue the table of authorization speaks of, and what is said of it."""

from itertools import count
from typing import Any, Final

from phantom_core.catalog import AddArtist, AddGenre, AddSong, CreatePlaylist
from phantom_core.kernel import Actor, Command, Id, Milliseconds, UserId, person
from tests.http.test_audio import added
from tests.http.world import Someone, World

__all__ = ["bodies", "there_is"]

_NUMBERS: Final = count()


def bodies(ids: dict[str, str]) -> dict[str, Any]:
    """What is sent along, by route."""
    name = f"Something new {next(_NUMBERS)}"
    artist, genre, song = (ids.get(f"{kind}_id") for kind in ("artist", "genre", "song"))
    return {
        "POST /api/genres": {"name": name},
        "PATCH /api/genres/{genre_id}": {"name": name},
        "POST /api/artists {genre_id}": {"name": name, "genreId": genre},
        "POST /api/songs {artist_id}": {"title": name, "artistId": artist, "durationMs": 1000},
        "POST /api/playlists": {"name": name},
        "POST /api/playlists/generate {song_id}": {"songIds": [song], "length": 1},
        "PATCH /api/playlists/{playlist_id}": {"name": name},
        "PUT /api/playlists/{playlist_id}/songs": {"songIds": []},
        "POST /api/tags": {"name": name},
        "PUT /api/users/me/genres {genre_id}": {"ids": [genre]},
        "PUT /api/users/me/artists {artist_id}": {"ids": [artist]},
    }


async def there_is(world: World, name: str, owner: Someone) -> str | None:
    """Make what a parameter names, and answer its id; `None` for what is not of the catalogue."""
    me = UserId(Id(owner.id))
    admin = person(me, is_admin=True)
    if name == "playlist_id":
        made = await _done(world, CreatePlaylist(name="Mine"), person(me))
        return str(made.playlist.id)
    if name not in {"genre_id", "artist_id", "song_id"}:
        return None
    genre = await _done(world, AddGenre(name=f"Genre {next(_NUMBERS)}"), admin)
    if name == "genre_id":
        return str(genre.id)
    artist = await _done(world, AddArtist(name="Somebody", genre_id=genre.id), admin)
    if name == "artist_id":
        return str(artist.id)
    recording = await added(owner, data={"visibility": "public"})
    length, audio = Milliseconds(1000), Id(recording["id"])
    song = AddSong(title="Song", artist_id=artist.id, duration_ms=length, audio_file_id=audio)
    return str((await _done(world, song, admin)).song.id)


async def _done(world: World, command: Command[Any], actor: Actor) -> Any:
    return (await world.services.phantom.do(command, actor=actor)).value
