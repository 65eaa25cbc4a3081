"""A record shop: a small world for the catalogue's use cases."""

from typing import Any, TypeVar

import attrs

from phantom_adapters.contracts.identity_examples import add_people, user, user_id
from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.recording_examples import audio_file
from phantom_adapters.contracts.rooms_examples import member, room
from phantom_adapters.jobs import Worker
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.audio import AudioFile, Visibility
from phantom_core.catalog import (
    AddArtist,
    AddGenre,
    AddSong,
    Artist,
    Genre,
    GetPlaylist,
    PlaylistId,
    Song,
)
from phantom_core.kernel import Actor, Command, Event, Id, Milliseconds, Query, person
from phantom_core.phantom import Phantom

__all__ = ["ADA", "EVE", "ROOT", "Shop"]

T = TypeVar("T")

ADA = person(user_id(1))
EVE = person(user_id(2))
ROOT = person(user_id(3), is_admin=True)


@attrs.define
class Shop:
    """The world, and what is done in it again and again."""

    clock: ManualClock
    storage: MemoryStorage
    phantom: Phantom

    @classmethod
    async def open(cls) -> "Shop":
        """A new one, with people and nothing else in it."""
        clock = ManualClock()
        storage = MemoryStorage(clock=clock)
        await add_people(storage, user(1), user(2), user(3, is_admin=True))
        return cls(clock, storage, Phantom(storage))

    async def do(self, command: Command[T], actor: Actor = ROOT) -> T:
        """Do a command, by default as an admin, a moment after the one before."""
        self.clock.advance(milliseconds=1)
        return (await self.phantom.do(command, actor=actor)).value

    async def told(self, command: Command[Any], actor: Actor) -> list[Event]:
        """Do a command, and answer what happened."""
        return [stored.event for stored in (await self.phantom.do(command, actor=actor)).events]

    async def ask(self, query: Query[T], actor: Actor = ADA) -> T:
        """Ask a query, by default as somebody."""
        return await self.phantom.ask(query, actor=actor)

    async def genre(self, name: str = "Rap") -> Genre:
        """Add a genre."""
        return await self.do(AddGenre(name=name))

    async def artist(
        self, name: str = "Drake", genre: Genre | None = None, **fields: Any
    ) -> Artist:
        """Add an artist, of a genre of their own if none is named."""
        of = genre or await self.genre(f"Genre of {name}")
        return await self.do(AddArtist(name=name, genre_id=of.id, **fields))

    async def song(self, artist: Artist, title: str = "One Dance", **fields: Any) -> Song:
        """Add a song."""
        length = Milliseconds(180_000)
        command = AddSong(title=title, artist_id=artist.id, duration_ms=length, **fields)
        return (await self.do(command)).song

    async def titles(self, playlist_id: PlaylistId) -> list[str]:
        """The songs of a playlist, as somebody sees them."""
        shown = await self.ask(GetPlaylist(playlist_id=playlist_id))
        return [track.song.title for track in shown.tracks]

    async def recording(self, owner: Actor, *, public: bool) -> AudioFile:
        """Somebody keeps a recording."""
        visibility = Visibility.PUBLIC if public else Visibility.PRIVATE
        file = audio_file(7, owner_id=owner.person, visibility=visibility)

        def body(work: Any) -> None:
            work.audio_files.add(file)

        await write(self.storage, body)
        return file

    async def room(self, *people: Actor) -> Id:
        """Some people come together."""

        def body(work: Any) -> None:
            work.rooms.add(room(1))
            for each in people:
                work.room_members.put(attrs.evolve(member(1, 1), user_id=each.person))

        await write(self.storage, body)
        return room(1).id

    async def work(self) -> None:
        """Do all jobs that are due."""
        await Worker(self.phantom, {}, owner="shop").drain()
