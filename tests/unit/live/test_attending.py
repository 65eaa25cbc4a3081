"""The domain is told who is here: each person's coming and going in turn, as it stands last."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import anyio
import attrs
import pytest

from phantom_app.attending import Attendance, Attending
from phantom_core.kernel import (
    Access,
    Command,
    Id,
    NotFound,
    Unavailable,
    UserId,
    Work,
)
from tests.unit.live.club import CLUB, Club
from tests.unit.live.stage import ADA, BOB, until

TOLD: Final[list[tuple[str, UserId]]] = []


@attrs.frozen(kw_only=True)
class Note(Command[None]):
    """Note that somebody came or went."""

    access = Access.SYSTEM
    what: str
    club_id: Id
    user_id: UserId

    def run(self, _: Work) -> None:
        """Note it."""
        TOLD.append((self.what, self.user_id))


def _attach(club_id: Id, user_id: UserId) -> Note:
    return Note(what="came", club_id=club_id, user_id=user_id)


def _detach(club_id: Id, user_id: UserId) -> Note:
    return Note(what="went", club_id=club_id, user_id=user_id)


@attrs.define(eq=False)
class Porter:
    """A store that may refuse, be out of reach, or take its time, before it notes anything."""

    club: Club
    errors: list[Exception] = attrs.field(factory=list)
    gate: anyio.Event | None = None
    asked: int = 0

    async def do(self, command: Command[Any], **options: Any) -> Any:
        """Do it, when all is well."""
        self.asked += 1
        if self.gate is not None:
            await self.gate.wait()
        if self.errors:
            raise self.errors.pop()
        return await self.club.phantom.do(command, **options)

    async def ask(self, *_: Any, **__: Any) -> Any:
        """Nothing is asked."""
        raise AssertionError


@attrs.frozen
class Entrance:
    """A club, and who tells of its people."""

    club: Club
    porter: Porter
    attending: Attending

    async def settled(self) -> None:
        """All is told."""
        await until(lambda: self.attending.settled)


@pytest.fixture(autouse=True)
def _nothing_is_told() -> Iterator[None]:
    TOLD.clear()
    yield
    TOLD.clear()


@pytest.fixture
async def entrance(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Entrance]:
    """A club whose people are told of."""
    monkeypatch.setattr("phantom_app.attending._RETRY_AFTER", 0.001)
    club = Club()
    porter = Porter(club)
    rules = {"club": Attendance(attach=_attach, detach=_detach)}
    attending = Attending(porter, club.hub, rules)
    async with club.hub, anyio.create_task_group() as tasks:
        tasks.start_soon(attending.run)
        yield Entrance(club, porter, attending)
        tasks.cancel_scope.cancel()


async def test_who_comes_first_and_goes_last_is_told_of(entrance: Entrance) -> None:
    phone, _ = await entrance.club.guest(ADA)
    await entrance.settled()
    desk, _ = await entrance.club.guest(ADA)
    entrance.club.hub.leave(phone, CLUB)
    await entrance.settled()
    entrance.club.hub.disconnect(desk)
    await entrance.settled()

    assert [("came", ADA.user_id), ("went", ADA.user_id)] == TOLD


async def test_what_has_changed_back_meanwhile_is_left_out(entrance: Entrance) -> None:
    entrance.porter.gate = anyio.Event()
    reader, _ = await entrance.club.guest(ADA)
    await until(lambda: entrance.porter.asked == 1)
    entrance.club.hub.leave(reader, CLUB)
    await entrance.club.join(reader, CLUB)
    entrance.porter.gate.set()
    await entrance.settled()

    assert [("came", ADA.user_id)] == TOLD


async def test_who_goes_while_their_coming_is_told_is_told_to_have_gone(entrance: Entrance) -> None:
    entrance.porter.gate = anyio.Event()
    reader, _ = await entrance.club.guest(ADA)
    await until(lambda: entrance.porter.asked == 1)
    entrance.club.hub.leave(reader, CLUB)
    entrance.porter.gate.set()
    await entrance.settled()

    assert [("came", ADA.user_id), ("went", ADA.user_id)] == TOLD


async def test_while_the_store_is_out_of_reach_it_is_tried_again(entrance: Entrance) -> None:
    entrance.porter.errors = [Unavailable("Not now."), Unavailable("Nor now.")]
    await entrance.club.guest(ADA)
    await entrance.settled()

    assert [("came", ADA.user_id)] == TOLD


async def test_what_may_have_been_done_when_the_store_was_lost_is_undone(
    entrance: Entrance,
) -> None:
    entrance.porter.gate = anyio.Event()
    entrance.porter.errors = [Unavailable("It may be done, or not.")]
    reader, _ = await entrance.club.guest(ADA)
    await until(lambda: entrance.porter.asked == 1)
    entrance.club.hub.leave(reader, CLUB)
    entrance.porter.gate.set()
    await entrance.settled()

    assert [("went", ADA.user_id)] == TOLD


@pytest.mark.parametrize("error", [NotFound("club", "here"), ZeroDivisionError()])
async def test_a_refusal_ends_it_for_that_person_alone(
    entrance: Entrance, error: Exception
) -> None:
    entrance.porter.errors = [error]
    await entrance.club.guest(ADA)
    await entrance.settled()
    await entrance.club.guest(BOB)
    await entrance.settled()

    assert [("came", BOB.user_id)] == TOLD


async def test_all_who_are_here_are_told_of_again_when_that_may_be_forgotten(
    entrance: Entrance,
) -> None:
    gone, _ = await entrance.club.guest(BOB)
    await entrance.club.guest(ADA)
    entrance.club.hub.disconnect(gone)
    await entrance.settled()
    TOLD.clear()
    entrance.attending.tell_again()
    await entrance.settled()

    assert [("came", ADA.user_id)] == TOLD


async def test_who_is_being_told_of_when_it_is_forgotten_is_told_of_again(
    entrance: Entrance,
) -> None:
    entrance.porter.gate = anyio.Event()
    await entrance.club.guest(ADA)
    await until(lambda: entrance.porter.asked == 1)
    entrance.attending.tell_again()
    entrance.porter.gate.set()
    await entrance.settled()

    assert [("came", ADA.user_id)] * 2 == TOLD


async def test_people_who_have_gone_leave_nothing_behind(entrance: Entrance) -> None:
    reader, _ = await entrance.club.guest(ADA)
    entrance.club.hub.disconnect(reader)
    await entrance.settled()

    assert not entrance.attending._here
    assert not entrance.attending._told
