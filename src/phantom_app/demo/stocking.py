"""Stocking the catalogue with the artists of the demo world, whose songs can be heard.

What is there already is left alone: genres, artists and songs are known by their names.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from phantom_app.demo.progress import Bars
from phantom_app.demo.recording import Take, recorded
from phantom_app.demo.score import Piece
from phantom_app.demo.songbook import Band
from phantom_app.demo.synthesis import wave_file
from phantom_app.services import Services
from phantom_core.audio import UploadDetails, Visibility
from phantom_core.catalog import (
    AddArtist,
    AddGenre,
    AddSong,
    Artist,
    FindArtists,
    ListArtistSongs,
    ListGenres,
)
from phantom_core.kernel import Actor, PageRequest, spelled
from phantom_core.phantom import Phantom

__all__ = ["artist_called", "missing", "stock"]

_ALL: Final = PageRequest(limit=200)


async def missing(phantom: Phantom, songbook: Sequence[Band], actor: Actor) -> int:
    """How many songs are not in the catalogue yet. Raises: Unavailable."""
    return sum([len(await _missing(phantom, band, actor)) for band in songbook])


async def stock(services: Services, songbook: Sequence[Band], label: Actor, bars: Bars) -> None:
    """Add what is missing. Raises: Unavailable.

    Args:
        services: where the catalogue is.
        songbook: what is added.
        label: whose the recordings are; one who may change the catalogue.
        bars: are told of each song.
    """
    phantom = services.phantom
    for band in songbook:
        pieces = await _missing(phantom, band, label)
        artist = await artist_called(phantom, band.name, label)
        artist = artist or await _signed(phantom, band, label)
        for piece in pieces:
            bars.playing(piece.title)
            await _release(services, artist, band.album, piece, label)
            bars.played()


async def artist_called(phantom: Phantom, name: str, actor: Actor) -> Artist | None:
    """The artist of exactly that name. Raises: Unavailable."""
    page = await phantom.ask(FindArtists(query=name), actor=actor)
    return next((artist for artist in page.items if artist.name == name), None)


async def _missing(phantom: Phantom, band: Band, actor: Actor) -> Sequence[Piece]:
    artist = await artist_called(phantom, band.name, actor)
    if artist is None:
        return band.songs
    page = await phantom.ask(ListArtistSongs(artist_id=artist.id, page=_ALL), actor=actor)
    known = {track.song.title for track in page.items}
    return [piece for piece in band.songs if piece.title not in known]


async def _signed(phantom: Phantom, band: Band, label: Actor) -> Artist:
    page = await phantom.ask(ListGenres(page=_ALL), actor=label)
    same = (genre for genre in page.items if spelled(genre.name) == spelled(band.genre))
    genre = next(same, None) or (await phantom.do(AddGenre(name=band.genre), actor=label)).value
    return (await phantom.do(AddArtist(name=band.name, genre_id=genre.id), actor=label)).value


async def _release(
    services: Services, artist: Artist, album: str, piece: Piece, label: Actor
) -> None:
    take = Take(
        file_name=f"{piece.title}.wav",
        play=partial(wave_file, piece, channels=1),
        details=UploadDetails(title=piece.title, visibility=Visibility.PUBLIC),
    )
    file = await recorded(services, take, label)
    command = AddSong(
        title=piece.title,
        artist_id=artist.id,
        duration_ms=file.duration_ms,
        album_name=album,
        audio_file_id=file.id,
    )
    await services.phantom.do(command, actor=label)
