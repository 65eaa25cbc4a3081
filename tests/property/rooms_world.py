"""Rooms as they are, for the model: what befalls one, done by any of several processes."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final

import attrs

from phantom_adapters.memory import ManualClock
from phantom_core.catalog import CreatePlaylist, SetPlaylistSongs
from phantom_core.kernel import (
    SYSTEM,
    Command,
    Id,
    Milliseconds,
    PhantomError,
    Storage,
    StoredEvent,
    Unavailable,
    topic,
)
from phantom_core.phantom import Phantom
from phantom_core.rooms import (
    AdvanceRoom,
    AttachMember,
    CastVote,
    CreateRoom,
    DetachMember,
    ExpelMember,
    GetRoom,
    GetVoteResults,
    JoinRoom,
    KickMember,
    LeaveRoom,
    Pause,
    Play,
    PlaylistId,
    RoomId,
    RoomView,
    Seek,
    Skip,
    SongId,
    VoteResults,
    WaiveVotes,
)
from tests.agreement.log import ReadLog
from tests.use_cases.rooms.house import ADA, BOB, CY, House, who

__all__ = ["LENGTHS", "PEOPLE", "Deed", "Life", "Seen", "World"]

LENGTHS: Final = ((100, 20, 160, 40, 300), (100, 30), (150, 100, 29))
"""How long the songs of each playlist last, in seconds."""

PEOPLE: Final = (ADA, BOB, CY)
"""Who is there at first, the host before the others."""

Deed = tuple[int, str, int, int]
"""After how many ms what is done by whom, and with what: a position, a song, another person."""

Life = tuple[tuple[bool, int], Sequence[Deed]]
"""Whether a room is public, and which playlist it plays; and what befalls it."""

_SERVER: Final = Id("0" * 26)


@attrs.frozen
class Seen:
    """What was seen of a room.

    Attributes:
        began: when the room was made.
        ended: when the last deed was done.
        done: of each deed, whether it was allowed.
        log: what its topic was told since all were there.
        songs: its playlist.
        views: at the end, of each who is there then, the room and the vote.
    """

    began: datetime
    ended: datetime
    done: Sequence[bool]
    log: Sequence[StoredEvent]
    songs: Sequence[SongId]
    views: dict[int, tuple[RoomView, VoteResults]]


@attrs.define
class World:
    """A house, and the processes that serve it: one for each storage, all of one database."""

    house: House
    storages: Sequence[Storage]
    playlists: Sequence[tuple[PlaylistId, Sequence[SongId]]]
    seed: Callable[[], int]
    phantoms: list[Phantom] = attrs.field(factory=list)
    room_id: RoomId = RoomId(_SERVER)
    rooms: int = 0

    @classmethod
    async def open(cls, clock: ManualClock, *storages: Storage) -> "World":
        """A house where the playlists are, each as long as it says; always the same."""
        chance, seconds = random.Random(0), [*chain.from_iterable(LENGTHS)]

        def seed() -> int:
            return chance.getrandbits(128)

        house = await House.open(seconds, storages[0], clock, seed)
        playlists, songs = [], iter(house.songs)
        for lengths in LENGTHS:
            made = (await house.do(CreatePlaylist(name="Mine"))).playlist.id
            ids = tuple(next(songs).id for _ in lengths)
            await house.do(SetPlaylistSongs(playlist_id=made, song_ids=ids))
            playlists.append((made, ids))
        world = cls(house, storages, playlists, seed)
        world.crash()
        return world

    def crash(self) -> None:
        """All processes end, and others begin; what other contexts do about it takes too long."""
        self.phantoms = [
            Phantom(storage, seed=self.seed, reactions={}) for storage in self.storages
        ]

    async def live(self, life: Life) -> Seen:
        """Live a life, and answer what was seen."""
        (public, chosen), deeds = life
        playlist_id, songs = self.playlists[chosen]
        await self._begin(playlist_id, public=public)
        began, told, done = self.house.clock.now, len(await self._log()), []
        for number, (delay, what, actor, arg) in enumerate(deeds):
            self.house.clock.advance(milliseconds=delay)
            done.append(await self._done(number, what, actor, arg, songs))
        await self._done(0, "tick", 0, 0, songs)
        log, views = (await self._log())[told:], await self._views()
        return Seen(began, self.house.clock.now, done, log, songs, views)

    async def _begin(self, playlist_id: PlaylistId, *, public: bool) -> None:
        opening = CreateRoom(
            name="Hall",
            is_public=public,
            artist_id=self.house.artist.id,
            playlist_id=playlist_id,
            invites=() if public else who(BOB, CY),
        )
        made = (await self.phantoms[0].do(opening, actor=ADA)).value
        self.room_id = made.card.id
        self.rooms += 1
        for guest in (BOB, CY):
            await self.phantoms[0].do(JoinRoom(room_id=self.room_id), actor=guest)

    async def _log(self) -> Sequence[StoredEvent]:
        return await self.house.ask(ReadLog(topic=topic("room", self.room_id)), SYSTEM)

    async def _views(self) -> dict[int, tuple[RoomView, VoteResults]]:
        found = {}
        for number, person in enumerate(PEOPLE):
            try:
                view = await self.house.ask(GetRoom(room_id=self.room_id), person)
                vote = await self.house.ask(GetVoteResults(room_id=self.room_id), person)
            except PhantomError:
                continue
            found[number] = view, vote
        return found

    async def _done(
        self, number: int, what: str, actor: int, arg: int, songs: Sequence[SongId]
    ) -> bool:
        if what == "crash":
            self.crash()
            return True
        command = self._command(what, actor, arg, songs)
        system = isinstance(command, AdvanceRoom | AttachMember | DetachMember | ExpelMember)
        by = SYSTEM if system else PEOPLE[actor]
        served = self.phantoms if what == "ticks" else [self.phantoms[number % len(self.phantoms)]]
        try:
            await asyncio.gather(*(phantom.do(command, actor=by) for phantom in served))
        except Unavailable:
            raise
        except PhantomError:
            return False
        return True

    def _command(self, what: str, actor: int, arg: int, songs: Sequence[SongId]) -> Command[Any]:
        room_id, user_id = self.room_id, PEOPLE[actor].person
        listener: dict[str, Any] = {
            "room_id": room_id,
            "user_id": user_id,
            "server_id": _SERVER,
        }
        made: dict[str, Any] = {
            "join": lambda: JoinRoom(room_id=room_id),
            "leave": lambda: LeaveRoom(room_id=room_id),
            "kick": lambda: KickMember(room_id=room_id, user_id=PEOPLE[arg].person),
            "expel": lambda: ExpelMember(room_id=room_id, user_id=user_id),
            "drop": lambda: DetachMember(**listener),
            "back": lambda: AttachMember(**listener),
            "vote": lambda: CastVote(room_id=room_id, song_id=songs[arg % len(songs)]),
            "waive": lambda: WaiveVotes(room_id=room_id, waived=bool(arg)),
            "play": lambda: Play(room_id=room_id),
            "pause": lambda: Pause(room_id=room_id),
            "seek": lambda: Seek(room_id=room_id, position_ms=Milliseconds(arg)),
            "skip": lambda: Skip(room_id=room_id),
        }
        command: Command[Any] = made.get(what, lambda: AdvanceRoom(room_id=room_id))()
        return command
