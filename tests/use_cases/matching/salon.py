"""A small world for matching's use cases: people who let themselves be matched."""

from typing import Any, Self, TypeVar

import attrs

from phantom_adapters.jobs import Lane, Worker
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.catalog import AddArtist, AddGenre, SetFavouriteArtists
from phantom_core.identity import PasswordHash, Purpose, RegisterUser, SetConsent
from phantom_core.kernel import (
    ANONYMOUS,
    EPOCH,
    SYSTEM,
    Actor,
    ArtistId,
    Command,
    Event,
    Invocation,
    PageRequest,
    Query,
    Storage,
    UserId,
    person,
    topic,
    uuid7,
)
from phantom_core.matching import (
    CountTastes,
    LikePerson,
    ListMatches,
    MatchEvent,
    MatchStatus,
    ShownMatch,
)
from phantom_core.matching.flows import count_everybody
from phantom_core.phantom import Phantom

__all__ = ["Salon"]

T = TypeVar("T")

_JOBS = frozenset({"RefreshTaste", "RescoreEveryone", "ReviewMatches", "count_tastes"})
ROOT = person(UserId(uuid7(EPOCH, 1)), is_admin=True)


@attrs.define
class Salon:
    """The world, and what is done in it again and again."""

    clock: ManualClock
    storage: Storage
    phantom: Phantom

    @classmethod
    def open(cls, storage: Storage | None = None, clock: ManualClock | None = None) -> Self:
        """A new one, empty unless its storage is not; `clock` is that of its storage."""
        clock = clock or ManualClock()
        kept = storage or MemoryStorage(clock=clock)
        return cls(clock, kept, Phantom(kept))

    async def newcomer(self, name: str) -> Actor:
        """Somebody comes in, who has said nothing yet."""
        command = RegisterUser(
            email=f"{name}@example.org",
            username=name,
            display_name=name.title(),
            password_hash=PasswordHash("$none"),
        )
        return person((await self.do(command, ANONYMOUS)).id)

    async def people(self, *names: str) -> list[Actor]:
        """Some come in, and let themselves be matched."""
        actors = [await self.newcomer(name) for name in names]
        for actor in actors:
            await self.consent(actor)
        return actors

    async def consent(self, actor: Actor, *, granted: bool = True) -> None:
        """Somebody lets themself be matched, or no longer."""
        await self.do(SetConsent(purpose=Purpose.MATCHING, granted=granted), actor)

    async def do(self, command: Command[T], actor: Actor) -> T:
        """Do a command."""
        return (await self.phantom.do(command, actor=actor)).value

    async def ask(self, query: Query[T], actor: Actor) -> T:
        """Ask a query."""
        return await self.phantom.ask(query, actor=actor)

    async def artists(self, *names: str) -> list[ArtistId]:
        """Artists of one genre come into the catalogue."""
        genre = await self.do(AddGenre(name=f"Genre of {names[0]}"), SYSTEM)
        made = [await self.do(AddArtist(name=each, genre_id=genre.id), SYSTEM) for each in names]
        return [each.id for each in made]

    async def choose(self, actor: Actor, *artist_ids: ArtistId) -> None:
        """Somebody says whom they like best."""
        await self.do(SetFavouriteArtists(ids=artist_ids), actor)

    async def settle(self) -> None:
        """Let some seconds pass, and have everything done that is due, until nothing is."""

        async def count(_: object, __: CountTastes) -> None:
            await count_everybody(self.phantom, lambda: self.clock.now)

        worker = Worker(
            self.phantom, {CountTastes: count}, owner="salon", lanes=[Lane(names=_JOBS)]
        )
        for _ in range(4):
            self.clock.advance(seconds=3)
            await worker.drain()

    async def like(self, actor: Actor, other: Actor) -> ShownMatch:
        """Somebody likes somebody."""
        return await self.do(LikePerson(user_id=other.person), actor)

    async def matches(
        self, actor: Actor, status: MatchStatus | None = None
    ) -> dict[Any, MatchStatus]:
        """What somebody's matches are to them, by the other one's id."""
        query = ListMatches(status=status, page=PageRequest(limit=200))
        return {each.person.id: each.status for each in (await self.ask(query, actor)).items}

    async def heard_by(self, actor: Actor) -> list[Event]:
        """All that somebody has been told about matches."""
        own = topic("user", actor.person)

        def body(work: Any) -> list[Event]:
            return [stored.event for stored in work.log.after(own, 0, 1000)]

        heard = await self.storage.read(Invocation(SYSTEM, 0), body)
        return [event for event in heard if isinstance(event, MatchEvent)]
