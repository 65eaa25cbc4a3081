"""Putting a set of music together, of songs that the catalogue has: for a newcomer to find one.

What is there already is left alone; it goes on where it was interrupted.
"""

from collections.abc import Sequence
from typing import Final

from phantom_app.demo.score import Piece
from phantom_app.demo.songbook import Band
from phantom_app.services import Services
from phantom_core.audio import AudioFile, ListAudioFiles
from phantom_core.kernel import Actor, PageRequest, Visibility
from phantom_core.media.sets import (
    CreateMusicSet,
    GetMusicSet,
    ListMusicSets,
    TrackDetails,
    Tracklist,
)
from phantom_core.media.sets.flows import IncomingTrack, take_track

__all__ = ["SET_TITLE", "compile_set"]

SET_TITLE: Final = "First light"
"""What the set is called."""

_DESCRIPTION: Final = "Two songs to begin with: one of each of the first bands of the label."
_BANDS: Final = 2
_ALL: Final = PageRequest(limit=200)


async def compile_set(services: Services, songbook: Sequence[Band], label: Actor) -> None:
    """Have a public set with the first song of each of the first bands. Raises: Unavailable.

    Args:
        services: where it is made.
        songbook: of whose songs; they have been recorded by the label.
        label: who makes it; in office.
    """
    wanted = [(band, band.songs[0]) for band in songbook[:_BANDS]]
    if wanted:
        shown = await _the_set(services, label)
        known = {placed.track.title for placed in shown.tracks}
        for band, piece in wanted:
            if piece.title not in known:
                await _added(services, shown, band, piece, label)


async def _the_set(services: Services, label: Actor) -> Tracklist:
    page = await services.phantom.ask(ListMusicSets(page=_ALL), actor=label)
    for listed in page.items:
        if listed.music_set.title == SET_TITLE:
            query = GetMusicSet(set_id=listed.music_set.id)
            return await services.phantom.ask(query, actor=label)
    command = CreateMusicSet(
        title=SET_TITLE, description=_DESCRIPTION, visibility=Visibility.PUBLIC
    )
    return (await services.phantom.do(command, actor=label)).value


async def _added(
    services: Services, shown: Tracklist, band: Band, piece: Piece, label: Actor
) -> None:
    file = await _recording_of(services, piece, label)
    if file is not None:
        incoming = IncomingTrack(
            set_id=shown.music_set.id,
            file_name=file.original_file_name,
            chunks=services.sets.store.read(file.blob),
            details=lambda: TrackDetails(title=piece.title, artist=band.name),
        )
        await take_track(services.sets, incoming, actor=label)


async def _recording_of(services: Services, piece: Piece, label: Actor) -> AudioFile | None:
    """The label's recording of a song; `None`, if it is gone or called otherwise."""
    query = ListAudioFiles(query=piece.title[:100], page=_ALL)
    page = await services.phantom.ask(query, actor=label)
    return next((file for file in page.items if file.title == piece.title), None)
