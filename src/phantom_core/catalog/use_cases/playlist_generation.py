"""Having a playlist made."""

from collections.abc import Sequence
from typing import Final

import attrs

from phantom_core.catalog.drawing import LOTS
from phantom_core.catalog.entry import distinct
from phantom_core.catalog.errors import NothingToDraw
from phantom_core.catalog.events import PlaylistAdded
from phantom_core.catalog.generation import (
    Candidate,
    Reason,
    ReasonKind,
    arranged,
    drawn,
)
from phantom_core.catalog.ids import ArtistId, GenreId, PlaylistId, SongId
from phantom_core.catalog.playlist import Playlist
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.track import Tracklist
from phantom_core.catalog.use_cases._finding import tracks_of
from phantom_core.catalog.use_cases._pool import candidates
from phantom_core.catalog.use_cases._wishing import Wishing
from phantom_core.kernel import (
    Access,
    Checked,
    Command,
    Fault,
    Id,
    Invalid,
    UserId,
    between,
    ruled,
)

__all__ = ["LARGEST_SEED", "GeneratePlaylist", "Generated"]

LARGEST_SEED: Final = 2**53 - 1
"""Every number up to here is the same number to every client."""

_LONGEST_NAME: Final = 200
_MOST_NAMED: Final = 50


@attrs.frozen(kw_only=True)
class Generated:
    """A playlist that was made.

    Attributes:
        seed: brings the same list again, while the catalogue is the same.
        reasons: why each song is in it, in its order.
    """

    tracklist: Tracklist
    seed: int
    reasons: Sequence[Reason]


@attrs.frozen(kw_only=True)
class GeneratePlaylist(Checked, Command[Generated]):
    """Have a playlist made of what one names, or else of what one likes best; it is one's own.

    Songs that are named come in it; others are like them, and like the artist and the genres. No
    artist comes twice in a row where there are others.

    Attributes:
        room_id: a room that one is in; what those who are in it like is asked for.
        length: how many songs it shall have, 1 to 200; there may be fewer.
        seed: what chance follows; drawn, if absent.

    Raises: Invalid, with the place of whatever there is not; NothingToDraw.
    """

    access = Access.PERSON
    artist_id: ArtistId | None = None
    genre_ids: tuple[GenreId, ...] = ruled(distinct(_MOST_NAMED), default=())
    song_ids: tuple[SongId, ...] = ruled(distinct(_MOST_NAMED), default=())
    room_id: Id | None = None
    length: int = ruled(between(1, 200), default=25)
    seed: int | None = ruled(between(0, LARGEST_SEED), default=None)

    def run(self, work: CatalogWork) -> Generated:
        """Answer the playlist, with reasons."""
        seed = work.random.randrange(LARGEST_SEED + 1) if self.seed is None else self.seed
        wishing = self._wishing(work)
        chosen = self._chosen(work, wishing, seed)
        if not chosen:
            raise NothingToDraw("asks for music of which there is none here")
        playlist = self._saved(work, wishing.name, [each.song.id for each in chosen])
        tracks = tracks_of(work, [each.song for each in chosen])
        return Generated(
            tracklist=Tracklist(playlist=playlist, tracks=tracks),
            seed=seed,
            reasons=[each.reason for each in chosen],
        )

    def _wishing(self, work: CatalogWork) -> Wishing:
        wishing = Wishing(work)
        if self.artist_id is not None:
            wishing.add_artist(self.artist_id)
        if self.genre_ids:
            wishing.add_genres(self.genre_ids)
        if self.song_ids:
            wishing.add_songs(self.song_ids)
        if self.room_id is not None:
            wishing.add_tastes(self._listeners(work, self.room_id), "To your common taste")
        if not wishing.name:
            wishing.add_tastes([work.actor.person], "To your taste")
        if not (wishing.wish.artists or wishing.wish.genres):
            raise NothingToDraw("names nothing, and nobody has said yet what they like best")
        return wishing

    @staticmethod
    def _listeners(work: CatalogWork, room_id: Id) -> Sequence[UserId]:
        listeners = work.listeners.beside(work.actor.person, room_id)
        if not listeners:
            raise Invalid(Fault("room_id", "must be a room that you are in"))
        return listeners

    def _chosen(self, work: CatalogWork, wishing: Wishing, seed: int) -> list[Candidate]:
        from random import Random  # noqa: PLC0415 - keeps `import phantom_core` light

        chance = Random(seed)  # noqa: S311 - replayable by design
        others = candidates(work, wishing.wish, self.length, chance.randrange(LOTS))
        named = Reason(ReasonKind.SONG, "You named it.")
        first = [Candidate(song=song, weight=1, reason=named) for song in wishing.wish.songs]
        return arranged(drawn(first, others, self.length, chance))

    def _saved(self, work: CatalogWork, name: str, song_ids: Sequence[SongId]) -> Playlist:
        me = work.actor.person
        playlist = Playlist(
            id=PlaylistId(work.new_id()),
            name=name[:_LONGEST_NAME].strip(),
            artist_id=self.artist_id,
            created_by=me,
            song_count=len(song_ids),
            created_at=work.now,
            updated_at=work.now,
        )
        work.playlists.add(playlist, song_ids)
        work.record(PlaylistAdded(user_id=me, playlist=playlist))
        return playlist
