"""A thousand people, and what they have together: rooms, chats, projects, a recording.

The first callers ask; guests come into rooms and leave them; listeners sit in the hall, one large
room. Nobody does two of these.
"""

import asyncio
import io
import wave
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
import httpx

from phantom_adapters.security import Argon2Passwords
from phantom_adapters.security.argon2_passwords import Argon2Cost
from phantom_app.composition import composed
from phantom_app.services import Services
from phantom_app.settings import Settings
from phantom_core.catalog import (
    AddArtist,
    AddGenre,
    AddSong,
    SetFavouriteArtists,
    SetFavouriteGenres,
)
from phantom_core.chat import ChatKind, CreateGroupChat, GetLinkedChat, SendMessage
from phantom_core.identity import FollowUser, Registration
from phantom_core.identity.flows import register
from phantom_core.kernel import SYSTEM, Actor, Command, Milliseconds, UserId, person
from phantom_core.rooms import CreateRoom, JoinRoom
from phantom_core.studio import CreateProject

__all__ = ["CALLERS", "LISTENERS", "People", "Person", "hand_in", "settle"]

CALLERS: Final = 32
LISTENERS: Final = 200
_PEOPLE: Final = 1000
_ROOMS: Final = 8
_SONGS: Final = 4
_MESSAGES: Final = 50
_FOLLOWERS: Final = 3
_AT_ONCE: Final = 20
_LIGHT: Final = Argon2Cost(passes=1, memory_kib=8, lanes=1)

# As long as may be, with a vote from its first moment to its last.
_LENGTH: Final = Milliseconds(29_000)


@attrs.frozen
class Person:
    """Somebody, and the token with which they are signed in."""

    id: UserId
    token: str

    @property
    def actor(self) -> Actor:
        """Who acts when they do."""
        return person(self.id)


@attrs.frozen(kw_only=True)
class People:
    """All of them, and what they have.

    Attributes:
        rooms: where callers vote, and guests come and go, in turn.
        chats: where callers talk, in turn.
        projects: one of each caller.
        hall: the room that all listeners are in, and `hall_chat` its chat; `host` is its host.
    """

    callers: Sequence[Person]
    guests: Sequence[Person]
    listeners: Sequence[Person]
    everybody: Sequence[Person]
    host: Person
    rooms: Sequence[str]
    chats: Sequence[str]
    projects: Sequence[str]
    hall: str
    hall_chat: str


async def settle(settings: Settings) -> People:
    """Fill an empty store, before any server runs."""
    async with composed(settings) as services:
        founding = _Founding(services)
        return await founding.found()


@attrs.frozen
class _Founding:
    services: Services

    async def found(self) -> People:
        genre, artist = await self._stock()
        everybody = await _side_by_side(self._come, range(_PEOPLE))

        async def has_taste(who: Person) -> None:
            await self._do(who.actor, SetFavouriteGenres(ids=(genre,)))
            await self._do(who.actor, SetFavouriteArtists(ids=(artist,)))

        rest = iter(everybody)
        callers, guests, hosts, listeners, (host,) = (
            [next(rest) for _ in range(count)] for count in (CALLERS, CALLERS, _ROOMS, LISTENERS, 1)
        )
        await _side_by_side(has_taste, [*callers, *guests, *hosts, *listeners, host])
        rooms = [await self._open(each, artist) for each in hosts]
        hall = await self._open(host, artist)
        for number, caller in enumerate(callers):
            await self._do(caller.actor, JoinRoom(room_id=rooms[number % _ROOMS]))
        await _side_by_side(lambda who: self._do(who.actor, JoinRoom(room_id=hall)), listeners)
        linked = GetLinkedChat(kind=ChatKind.ROOM, linked_id=hall)
        hall_chat = await self.services.phantom.ask(linked, actor=host.actor)
        return People(
            callers=callers,
            guests=guests,
            listeners=listeners,
            everybody=everybody,
            host=host,
            rooms=rooms,
            chats=[await self._gather(callers[at::_ROOMS], listeners[at::20]) for at in range(8)],
            projects=[await self._begin(each) for each in callers],
            hall=hall,
            hall_chat=hall_chat,
        )

    async def _do(self, actor: Actor, command: Command[Any]) -> Any:
        return (await self.services.phantom.do(command, actor=actor)).value

    async def _stock(self) -> tuple[Any, Any]:
        genre = await self._do(SYSTEM, AddGenre(name="Swing"))
        artist = await self._do(SYSTEM, AddArtist(name="Ella", genre_id=genre.id))
        for number in range(_SONGS):
            song = AddSong(title=f"Song {number}", artist_id=artist.id, duration_ms=_LENGTH)
            await self._do(SYSTEM, song)
        return genre.id, artist.id

    async def _come(self, number: int) -> Person:
        desk = attrs.evolve(self.services.desk, hasher=Argon2Passwords(_LIGHT))
        form = Registration(
            email=f"p{number}@example.org", username=f"p{number:04}", password="a" * 20
        )
        signed_in = await register(desk, form)
        return Person(signed_in.user.id, signed_in.tokens.access_token)

    async def _open(self, host: Person, artist: Any) -> Any:
        create = CreateRoom(name="The den", is_public=True, artist_id=artist)
        return (await self._do(host.actor, create)).card.id

    async def _gather(self, talkers: Sequence[Person], others: Sequence[Person]) -> Any:
        """A group, its first messages, and followers of those who talk in it."""
        first = talkers[0]
        members = tuple(each.id for each in [*talkers, *others])
        opened = await self._do(first.actor, CreateGroupChat(user_ids=members, title="Us"))
        chat = opened.entry.room.id
        for number in range(_MESSAGES):
            said = f"How do you like number {number}? I would take the bridge slower."
            speaker = talkers[number % len(talkers)].actor
            await self._do(speaker, SendMessage(chat_room_id=chat, content=said))
        for talker in talkers:
            for other in others[:_FOLLOWERS]:
                await self._do(other.actor, FollowUser(user_id=talker.id))
        return chat

    async def _begin(self, owner: Person) -> Any:
        return (await self._do(owner.actor, CreateProject(name="Nights"))).card.id


async def _side_by_side(act: Callable[[Any], Awaitable[Any]], values: Iterable[Any]) -> list[Any]:
    guard = asyncio.Semaphore(_AT_ONCE)

    async def one(value: Any) -> Any:
        async with guard:
            return await act(value)

    return await asyncio.gather(*map(one, values))


async def hand_in(url: str, who: Person) -> str:
    """Have somebody hand in a second of silence, and answer its id."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(8000)
        writer.writeframes(bytes(16_000))
    headers: Mapping[str, str] = {"Authorization": f"Bearer {who.token}"}
    async with httpx.AsyncClient(base_url=url, timeout=60, headers=headers) as client:
        parts = {"file": ("take.wav", file.getvalue())}
        answer = await client.post("/api/audio", files=parts)
        return str(answer.raise_for_status().json()["id"])
