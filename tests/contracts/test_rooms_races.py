"""Many at once, in one process and in two: of what may be once in a room, nothing is twice."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Final

import anyio
import attrs
import pytest

from phantom_adapters.contracts.rooms_examples import (
    HEARD,
    add_rooms,
    after,
    invite,
    member,
    read,
    room,
    song_id,
    user_id,
    vote_id,
    write,
)
from phantom_adapters.memory import MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_core.kernel import Conflict, PhantomError, Storage
from phantom_core.rooms.invite import InviteStatus
from phantom_core.rooms.playback import Entry, Reason
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.room import Room

AT_ONCE: Final = 24
ROOM: Final = room(1, playback=HEARD)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def processes(request: pytest.FixtureRequest) -> AsyncIterator[Sequence[Storage]]:
    """Two storages over one database, as two processes have them; memory has only one."""
    if request.param == "memory":
        opened: list[Storage] = [MemoryStorage()]
    else:
        urls = {"sqlite": "sqlite_url", "postgres": "emptied_postgres_url"}
        url: str = request.getfixturevalue(urls[request.param])
        opened = [open_storage(url), open_storage(url)]
    await add_rooms(opened[0], ROOM)
    yield opened
    for each in opened:
        await each.close()


async def at_once(
    processes: Sequence[Storage], *bodies: Callable[[RoomsWork], Any]
) -> Sequence[Any]:
    """Begin all at the same time, in turn in each process; what each answers, or refuses with."""
    outcomes: list[Any] = [None] * len(bodies)

    async def run(place: int) -> None:
        try:
            outcomes[place] = await write(processes[place % len(processes)], bodies[place])
        except PhantomError as error:
            outcomes[place] = error

    async with anyio.create_task_group() as tasks:
        for place in range(len(bodies)):
            tasks.start_soon(run, place)
    return outcomes


def _entry_of(stored: Room) -> Entry:
    assert stored.playback.entry is not None
    return stored.playback.entry


async def test_a_user_who_votes_often_at_once_has_one_vote(processes: Sequence[Storage]) -> None:
    def casting(number: int) -> Callable[[RoomsWork], None]:
        def body(work: RoomsWork) -> None:
            work.room_ballots.cast(ROOM.id, user_id(1), vote_id(1), song_id(number % 3), work.now)

        return body

    outcomes = await at_once(processes, *map(casting, range(AT_ONCE)))
    tally = await read(processes[0], lambda work: work.room_ballots.tally(ROOM.id, vote_id(1)))

    assert [*outcomes] == [None] * AT_ONCE
    assert sum(tally.values()) == 1


async def test_votes_of_many_at_once_are_all_counted(processes: Sequence[Storage]) -> None:
    def casting(number: int) -> Callable[[RoomsWork], None]:
        def body(work: RoomsWork) -> None:
            work.rooms.get(ROOM.id)
            work.room_ballots.cast(
                ROOM.id, user_id(number), vote_id(1), song_id(number % 3), work.now
            )

        return body

    await at_once(processes, *map(casting, range(AT_ONCE)))
    tally = await read(processes[0], lambda work: work.room_ballots.tally(ROOM.id, vote_id(1)))

    assert tally == Counter(song_id(number % 3) for number in range(AT_ONCE))


async def test_of_many_who_advance_at_once_one_does_and_the_others_learn_that_it_is_done(
    processes: Sequence[Storage],
) -> None:
    believed = _entry_of(ROOM).id

    def advance(work: RoomsWork) -> bool:
        found = work.rooms.get(ROOM.id)
        entry = _entry_of(found)
        if entry.id != believed:
            return False
        following = Entry.of(found.id, entry.number + 1, entry.song, Reason.PLAYLIST, after(9))
        turned = found.playback.turned_to(following, found.playback.status)
        work.rooms.put(found.changed(playback=turned))
        return True

    outcomes = await at_once(processes, *[advance] * AT_ONCE)
    stored = await read(processes[0], lambda work: work.rooms.get(ROOM.id))

    assert Counter(outcomes) == {True: 1, False: AT_ONCE - 1}
    assert (stored.version, _entry_of(stored).number) == (2, _entry_of(ROOM).number + 1)


async def test_of_many_invites_at_once_one_is_pending(processes: Sequence[Storage]) -> None:
    def inviting(number: int) -> Callable[[RoomsWork], None]:
        return lambda work: work.room_invites.add(invite(number, 1, 2))

    outcomes = await at_once(processes, *map(inviting, range(AT_ONCE)))
    pending = await read(processes[0], lambda work: work.room_invites.pending_in(ROOM.id, 99))

    assert len(pending) == 1
    assert sum(outcome is None for outcome in outcomes) == 1
    assert all(outcome is None or isinstance(outcome, Conflict) for outcome in outcomes)


async def test_an_invite_that_is_answered_often_at_once_is_answered_once(
    processes: Sequence[Storage],
) -> None:
    asked = invite(1, 1, 2)
    await write(processes[0], lambda work: work.room_invites.add(asked))

    def answering(status: InviteStatus) -> Callable[[RoomsWork], bool]:
        def body(work: RoomsWork) -> bool:
            found = work.room_invites.get(asked.id)
            if found.pending:
                work.room_invites.put(attrs.evolve(found, status=status))
            return found.pending

        return body

    answers = [InviteStatus.ACCEPTED, InviteStatus.REJECTED, InviteStatus.REVOKED] * 8
    outcomes = await at_once(processes, *map(answering, answers))
    stored = await read(processes[0], lambda work: work.room_invites.find(asked.id))

    assert Counter(outcomes) == {True: 1, False: 23}
    assert stored is not None
    assert stored.status is answers[outcomes.index(True)]


async def test_somebody_who_comes_often_at_once_is_there_once(
    processes: Sequence[Storage],
) -> None:
    def enter(work: RoomsWork) -> bool:
        found = work.rooms.get(ROOM.id)
        if work.room_members.find(ROOM.id, user_id(2)) is not None:
            return False
        work.room_members.put(member(1, 2))
        work.rooms.put(found.changed(people_present=found.people_present + 1))
        return True

    outcomes = await at_once(processes, *[enter] * AT_ONCE)
    stored = await read(processes[0], lambda work: work.rooms.get(ROOM.id))

    assert Counter(outcomes) == {True: 1, False: AT_ONCE - 1}
    assert stored.people_present == ROOM.people_present + 1
