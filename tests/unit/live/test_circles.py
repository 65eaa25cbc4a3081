"""People who are close see each other, each in their own topic, for as long as they are close."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import anyio
import attrs
import pytest

from phantom_adapters.transport import HubSettings, Pace, Reader
from phantom_core.kernel import (
    ALLOWED,
    Access,
    Actor,
    Query,
    Topic,
    Unavailable,
    UserId,
    Work,
    topic,
)
from phantom_core.live import Circle, Presence, Status, TopicKind
from tests.unit.live.hub_stage import PROMPT, Stage
from tests.unit.live.stage import ADA, BOB, PaperWire, Said, somebody, until

CLOSE: Final[dict[UserId, set[UserId]]] = {}
BUSY = Presence(status=Status.BUSY, activity="mixing")


@attrs.frozen(kw_only=True)
class WhoIsClose(Query[Sequence[UserId]]):
    """Ask who is close to somebody."""

    access = Access.SYSTEM
    user_id: UserId

    def run(self, _: Work) -> Sequence[UserId]:
        """Answer them."""
        return [*CLOSE.get(self.user_id, ())]


def _close_to(user_id: UserId) -> WhoIsClose:
    return WhoIsClose(user_id=user_id)


HOMES = {
    "home": TopicKind(
        may_join=lambda _work, _id: ALLOWED, circle=Circle(of=_close_to, changes=(Said,))
    )
}


def home(actor: Actor) -> Topic:
    """The topic that is somebody's own."""
    return topic("home", actor.person)


class Town(Stage):
    """People at home."""

    async def arrive(self, actor: Actor) -> tuple[Reader, PaperWire]:
        """Somebody comes home."""
        return await self.reader(actor, where=home(actor))

    async def befriend(self, one: Actor, other: Actor) -> None:
        """Two become close, and hear of it."""
        CLOSE.setdefault(one.person, set()).add(other.person)
        CLOSE.setdefault(other.person, set()).add(one.person)
        await self._told(one, other)

    async def part(self, one: Actor, other: Actor) -> None:
        """Two are close no longer, and hear of it."""
        CLOSE[one.person].discard(other.person)
        CLOSE[other.person].discard(one.person)
        await self._told(one, other)

    async def _told(self, *actors: Actor) -> None:
        for actor in actors:
            await self.say("so it is", where=home(actor))

    async def settled(self) -> None:
        """Every circle is known."""
        members = self.hub._circles._members
        await until(lambda: not any(member.asking for member in members.values()))


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """A town whose people know nobody yet."""
    CLOSE.clear()
    made = Town(PROMPT, HOMES)
    made.announce()
    async with made.hub:
        yield made


def seen(wire: PaperWire, of: Actor) -> list[str]:
    """How somebody was seen, one after the other."""
    return [told["status"] for told in wire.told if told.get("by") == of.user_id]


def last(wire: PaperWire) -> dict[str, Any]:
    """What was told last."""
    return wire.told[-1]


async def test_who_is_close_is_seen_to_come_to_do_something_and_to_go(town: Town) -> None:
    await town.befriend(ADA, BOB)
    _, wire = await town.arrive(BOB)
    reader, _ = await town.arrive(ADA)
    await until(lambda: seen(wire, ADA) == ["online"])
    town.hub.present(reader, home(ADA), BUSY)
    await until(lambda: seen(wire, ADA) == ["online", "busy"])
    told = last(wire)
    town.hub.disconnect(reader)
    await until(lambda: seen(wire, ADA) == ["online", "busy", "offline"])

    assert told["activity"] == "mixing"
    assert told["count"] == 2
    assert last(wire)["count"] == 1


async def test_who_comes_is_answered_who_of_their_circle_is_here(town: Town) -> None:
    for number in range(3):
        await town.befriend(ADA, somebody(number))
        await town.arrive(somebody(number))
    await town.arrive(somebody(9))
    _, wire = await town.arrive(ADA)

    assert sorted(wire.told[0]["near"]) == [somebody(number).person for number in range(3)]
    assert wire.told[0]["here"] == 4


async def test_nobody_else_is_seen(town: Town) -> None:
    await town.befriend(ADA, BOB)
    _, wire = await town.arrive(somebody(1))
    await town.arrive(ADA)
    await town.arrive(BOB)
    await town.settled()

    assert seen(wire, ADA) == []
    assert wire.told[0] == {"head": 0, "state": None, "here": 1}


async def test_a_wish_of_one_side_is_not_enough(town: Town) -> None:
    CLOSE[ADA.person] = {BOB.person}
    _, adas = await town.arrive(ADA)
    _, bobs = await town.arrive(BOB)
    await until(lambda: seen(bobs, BOB) == [])

    assert seen(adas, BOB) == []
    assert seen(bobs, ADA) == []


async def test_of_several_connections_only_the_first_and_the_last_are_told(town: Town) -> None:
    await town.befriend(ADA, BOB)
    _, wire = await town.arrive(BOB)
    phone, _ = await town.arrive(ADA)
    desk, _ = await town.arrive(ADA)
    town.hub.disconnect(phone)
    await until(lambda: seen(wire, ADA) == ["online"])
    town.hub.disconnect(desk)
    await until(lambda: seen(wire, ADA) == ["online", "offline"])


async def test_who_becomes_close_is_seen_at_once_and_who_is_so_no_longer_is_not(
    town: Town,
) -> None:
    _, adas = await town.arrive(ADA)
    reader, bobs = await town.arrive(BOB)
    town.hub.present(reader, home(BOB), BUSY)
    await town.befriend(ADA, BOB)
    await until(lambda: (seen(adas, BOB), seen(bobs, ADA)) == (["busy"], ["online"]))
    await town.part(ADA, BOB)
    await until(lambda: (seen(adas, BOB)[-1], seen(bobs, ADA)[-1]) == ("offline", "offline"))
    town.hub.present(reader, home(BOB), Presence())
    await town.settled()

    assert seen(adas, BOB) == ["busy", "offline"]


async def test_while_it_is_not_known_who_is_close_nothing_is_shown_and_then_all_is(
    town: Town,
) -> None:
    await town.befriend(ADA, BOB)
    _, adas = await town.arrive(ADA)
    reader, bobs = await town.arrive(BOB)
    await until(lambda: seen(adas, BOB) == ["online"])
    town.phantom.moods = 1
    await town.say("perhaps", where=home(ADA))
    await until(lambda: town.hub._circles._members[home(ADA)].asking is not None)
    town.hub.present(reader, home(BOB), BUSY)
    await until(lambda: "busy" in seen(bobs, BOB))
    before = seen(adas, BOB)
    await until(lambda: seen(adas, BOB) == ["online", "busy"])

    assert before == ["online"]


async def test_nothing_is_asked_because_somebody_is_seen_otherwise(town: Town) -> None:
    for number in range(20):
        await town.befriend(ADA, somebody(number))
    wires = [(await town.arrive(somebody(number)))[1] for number in range(20)]
    reader, _ = await town.arrive(ADA)
    await town.settled()
    asked = town.phantom.asked
    town.hub.present(reader, home(ADA), BUSY)
    await until(lambda: all(seen(wire, ADA) == ["online", "busy"] for wire in wires))

    assert town.phantom.asked == asked


async def test_what_is_shown_in_quick_succession_is_told_as_it_stands_at_the_last() -> None:
    CLOSE.clear()
    slow = HubSettings(pace=Pace(per_reader=0.3), look_every=3600, check_every=3600)
    town = Town(slow, HOMES)
    town.announce()
    async with town.hub:
        await town.befriend(ADA, BOB)
        _, wire = await town.arrive(BOB)
        reader, _ = await town.arrive(ADA)
        for number in range(50):
            town.hub.present(reader, home(ADA), Presence(activity=f"{number}"))
        await until(lambda: last(wire).get("activity") == "49")
        town.hub.present(reader, home(ADA), BUSY)
        town.hub.disconnect(reader)
        await until(lambda: last(wire).get("status") == "offline")

        assert len(seen(wire, ADA)) <= 4


async def test_who_was_close_when_they_went_is_seen_to_be_gone_even_so(town: Town) -> None:
    await town.befriend(ADA, BOB)
    _, wire = await town.arrive(BOB)
    reader, _ = await town.arrive(ADA)
    await until(lambda: seen(wire, ADA) == ["online"])
    await town.part(ADA, BOB)
    town.hub.disconnect(reader)
    await until(lambda: seen(wire, ADA) == ["online", "offline"])
    await town.settled()

    assert seen(wire, ADA) == ["online", "offline"]


async def test_circles_that_are_gone_leave_nothing_behind(town: Town) -> None:
    readers = []
    for number in range(20):
        await town.befriend(ADA, somebody(number))
        readers.append((await town.arrive(somebody(number)))[0])
    readers.append((await town.arrive(ADA))[0])
    await town.befriend(ADA, somebody(0))
    for reader in readers:
        town.hub.disconnect(reader)

    assert len(town.hub._circles) == 0
    assert len(town.hub) == 0


async def test_a_hub_that_closes_asks_nothing_more(town: Town) -> None:
    await town.arrive(ADA)
    town.phantom.moods = 1000
    await town.say("perhaps", where=home(ADA))
    await until(lambda: town.hub._circles._members[home(ADA)].asking is not None)
    await town.hub.__aexit__(None, None, None)
    asked = town.phantom.asked

    assert len(town.hub._circles) == 0
    assert town.phantom.asked == asked


async def test_who_comes_back_to_another_log_has_their_circle_asked_for_anew(town: Town) -> None:
    bob, _ = await town.arrive(BOB)
    ada, _ = await town.arrive(ADA)
    await town.hub.tail.look()
    CLOSE.update({ADA.person: {BOB.person}, BOB.person: {ADA.person}})
    town.lose_the_log()
    await town.hub.tail.look()
    known = len(town.hub._circles)
    await town.arrive(ADA)
    await town.arrive(BOB)
    for gone in (ada, bob):
        town.hub.disconnect(gone)

    assert known == 0
    assert town.hub._channels[home(BOB)].roster.of(ADA.person) is not None
    assert town.hub._channels[home(ADA)].roster.of(BOB.person) is not None


async def test_who_was_about_to_come_in_keeps_no_circle_of_a_log_that_is_gone(town: Town) -> None:
    await town.arrive(ADA)
    await town.hub.tail.look()
    desk, _ = town.connect(ADA)
    async with anyio.create_task_group() as group:
        town.phantom.held = held = anyio.Event()
        group.start_soon(_refused, town, desk)
        await anyio.wait_all_tasks_blocked()
        town.phantom.held = None
        CLOSE.update({ADA.person: {BOB.person}, BOB.person: {ADA.person}})
        town.lose_the_log()
        await town.hub.tail.look()
        await town.arrive(ADA)
        await town.arrive(BOB)
        held.set()

    assert town.hub._channels[home(BOB)].roster.of(ADA.person) is not None


async def _refused(town: Town, reader: Reader) -> None:
    with pytest.raises(Unavailable):
        await town.join(reader, home(ADA))
