"""A house with rooms in it: a small world for their use cases."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import attrs

from phantom_adapters.contracts.identity_examples import add_people, user, user_id
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.catalog import (
    AddArtist,
    AddGenre,
    AddSong,
    Artist,
    Genre,
    SetFavouriteArtists,
    SetFavouriteGenres,
    Song,
)
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    Command,
    Event,
    Milliseconds,
    Query,
    Storage,
    Topic,
    UserId,
    person,
    topic,
)
from phantom_core.kernel.chance import draw_seed
from phantom_core.phantom import Phantom
from phantom_core.rooms import (
    AcceptInvite,
    AdvanceRoom,
    CreateRoom,
    GetPlayback,
    InviteToRoom,
    InviteView,
    JoinRoom,
    ListMyInvites,
    Play,
    PlaybackView,
    RoomId,
    RoomView,
)
from tests.agreement.log import ReadLog
from tests.use_cases.notified import apart_from_notifications

__all__ = ["ADA", "BOB", "CY", "DEE", "ROOT", "House", "who"]

T = TypeVar("T")

ADA, BOB, CY, DEE = (person(user_id(number)) for number in range(1, 5))
ROOT = person(user_id(5), is_admin=True)


def who(*actors: Actor) -> tuple[UserId, ...]:
    """Their ids."""
    return tuple(actor.person for actor in actors)


@attrs.define
class House:
    """The world, and what is done in it again and again."""

    clock: ManualClock
    storage: Storage
    phantom: Phantom
    genre: Genre
    artist: Artist
    songs: Sequence[Song]

    @classmethod
    async def open(
        cls,
        durations: Sequence[int] = (200, 200, 200, 200),
        storage: Storage | None = None,
        clock: ManualClock | None = None,
        seed: Callable[[], int] = draw_seed,
    ) -> "House":
        """A new one: five people who like the one artist that there is, with songs of so many s."""
        clock = clock or ManualClock()
        kept = storage or MemoryStorage(clock=clock)
        phantom = Phantom(kept, seed=seed)
        await add_people(kept, *[user(number) for number in range(1, 6)])
        genre = (await phantom.do(AddGenre(name="Rap"), actor=ROOT)).value
        adding = AddArtist(name="Drake", genre_id=genre.id)
        artist = (await phantom.do(adding, actor=ROOT)).value
        songs = []
        for number, seconds in enumerate(durations):
            clock.advance(milliseconds=1)
            length = Milliseconds(seconds * 1000)
            song = AddSong(title=f"Song {number}", artist_id=artist.id, duration_ms=length)
            songs.append((await phantom.do(song, actor=ROOT)).value.song)
        for fan in (ADA, BOB, CY, DEE, ROOT):
            await phantom.do(SetFavouriteGenres(ids=(genre.id,)), actor=fan)
            await phantom.do(SetFavouriteArtists(ids=(artist.id,)), actor=fan)
        return cls(clock, kept, phantom, genre, artist, songs)

    async def do(self, command: Command[T], actor: Actor = ADA) -> T:
        """Do a command, by default as Ada."""
        return (await self.phantom.do(command, actor=actor)).value

    async def told(self, command: Command[Any], actor: Actor = ADA) -> list[Event]:
        """Do a command, and answer what happened, save what follows of it in the room's chat."""
        told = [stored.event for stored in (await self.phantom.do(command, actor=actor)).events]
        return _apart_from_chats(told)

    async def ask(self, query: Query[T], actor: Actor = ADA) -> T:
        """Ask a query, by default as Ada."""
        return await self.phantom.ask(query, actor=actor)

    async def heard(self, name: Topic) -> list[Event]:
        """All that a topic was told, save of chats."""
        told = [each.event for each in await self.ask(ReadLog(topic=name), SYSTEM)]
        return _apart_from_chats(told)

    async def heard_in(self, room_id: RoomId) -> list[Event]:
        """All that a room's topic was told."""
        return await self.heard(topic("room", room_id))

    async def public(self, *others: Actor, **fields: Any) -> RoomId:
        """A public room of Ada's, in which some others are too."""
        made = await self.do(
            CreateRoom(name="Hall", is_public=True, artist_id=self.artist.id, **fields)
        )
        for other in others:
            self.clock.advance(milliseconds=1)
            await self.do(JoinRoom(room_id=made.card.id), other)
        return made.card.id

    async def private(self, *others: Actor, **fields: Any) -> RoomId:
        """A private room of Ada's, to which some others were invited and have come."""
        invited = who(*(others or (DEE,)))
        opening = CreateRoom(
            name="Den", is_public=False, artist_id=self.artist.id, invites=invited, **fields
        )
        made = await self.do(opening)
        for other in others:
            self.clock.advance(milliseconds=1)
            await self.come_in(other)
        return made.card.id

    async def crowd(self, count: int) -> list[Actor]:
        """Many more people."""
        numbers = range(1000, 1000 + count)
        await add_people(self.storage, *[user(number) for number in numbers])
        return [person(user_id(number)) for number in numbers]

    async def invite(self, room_id: RoomId, guest: Actor, by: Actor = ADA) -> InviteView:
        """Somebody is invited, by default by Ada."""
        self.clock.advance(milliseconds=1)
        return await self.do(InviteToRoom(room_id=room_id, user_id=guest.person), by)

    async def come_in(self, guest: Actor) -> RoomView:
        """Somebody accepts their newest invite."""
        newest = (await self.ask(ListMyInvites(), guest)).items[0]
        return await self.do(AcceptInvite(invite_id=newest.id), guest)

    async def play_on(self, room_id: RoomId, seconds: float) -> PlaybackView:
        """Ada has the music play, and time goes by."""
        await self.do(Play(room_id=room_id))
        return await self.later(room_id, seconds)

    async def later(self, room_id: RoomId, seconds: float) -> PlaybackView:
        """Let time go by, have the room looked after, and look at its playback as Ada."""
        self.clock.advance(seconds=seconds)
        await self.do(AdvanceRoom(room_id=room_id), SYSTEM)
        return await self.ask(GetPlayback(room_id=room_id))


def _apart_from_chats(events: list[Event]) -> list[Event]:
    apart = apart_from_notifications(events)
    return [event for event in apart if not event.name.startswith("chat.")]
