"""The right to listen ends: with an event that is told, and nothing after it, whatever races."""

from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest

from phantom_adapters.transport import HubSettings, Pace
from phantom_core.kernel import NotFound, Topic, UserId
from phantom_core.live import Presence
from tests.unit.live.club import CLUB, Club
from tests.unit.live.stage import ADA, BOB, PaperWire, somebody, until


@pytest.fixture
async def club() -> AsyncIterator[Club]:
    """A club whose events are announced."""
    made = Club()
    made.announce()
    async with made.hub:
        yield made


def heard(wire: PaperWire) -> list[Any]:
    """What was told, without who is there: texts, and kinds of what has none."""
    events = [told for told in wire.told if "head" not in told and "status" not in told]
    return [told.get("text", told.get("type")) for told in events]


async def test_who_is_shown_out_is_told_the_reason_and_nothing_after_it(club: Club) -> None:
    reader, wire = await club.guest(BOB)
    _, other = await club.guest(ADA)
    await club.speak(ADA, "a")
    await club.bar(BOB)
    await club.speak(ADA, "b")
    await until(lambda: heard(other) == ["a", "barred", "b"])

    assert heard(wire) == ["a", "barred", "removed"]
    assert wire.told[-1] == {"type": "removed", "seq": 2}
    assert CLUB not in reader.topics
    with pytest.raises(NotFound):
        club.hub.present(reader, CLUB, Presence())


async def test_others_see_them_go(club: Club) -> None:
    await club.guest(BOB)
    _, other = await club.guest(ADA)
    await club.bar(BOB)
    await until(lambda: other.told[-1].get("status") == "offline")

    assert (other.told[-1]["by"], other.told[-1]["count"]) == (BOB.user_id, 1)


async def test_all_connections_of_theirs_are_shown_out(club: Club) -> None:
    wires = [(await club.guest(BOB))[1] for _ in range(3)]
    await club.bar(BOB)
    await until(lambda: all(heard(wire) == ["barred", "removed"] for wire in wires))


async def test_with_everybody_gone_nothing_is_left(club: Club) -> None:
    guests = [await club.guest(somebody(number)) for number in range(5)]
    await club.bar(None)
    await until(lambda: all(heard(wire) == ["barred", "removed"] for _, wire in guests))
    for reader, _ in guests:
        club.hub.disconnect(reader)

    assert len(club.hub) == 0


async def test_who_has_come_back_since_is_not_shown_out_by_what_was_before(club: Club) -> None:
    await club.bar(BOB)
    await club.admit(BOB)
    _, wire = await club.guest(BOB, since=0)
    await club.speak(ADA, "a")
    await until(lambda: heard(wire) == ["barred", "admitted", "a"])


async def test_nor_when_what_was_before_is_heard_of_only_later() -> None:
    club = Club()
    async with club.hub:
        await club.guest(ADA)
        await club.bar(BOB)
        await club.admit(BOB)
        reader, wire = await club.guest(BOB)
        await until(lambda: reader.topics[CLUB].channel.seq == 2)
        club.announce()
        await club.speak(ADA, "a")
        await until(lambda: heard(wire) == ["a"])


@pytest.mark.parametrize("since", [None, 0, 1])
async def test_a_join_that_was_granted_before_does_not_slip_through(
    club: Club, since: int | None
) -> None:
    await club.speak(ADA, "a", "b")
    _, other = await club.guest(ADA)
    reader, wire = await club.guest(BOB)
    wire.sent.clear()
    club.phantom.held = anyio.Event()
    async with anyio.create_task_group() as group:
        group.start_soon(club.join, reader, CLUB, since)
        await anyio.lowlevel.checkpoint()
        await club.speak(ADA, "c")
        await club.bar(BOB)
        await club.speak(ADA, "d")
        await until(lambda: heard(other)[-1] == "d")
        club.phantom.held.set()

    missed = ["a", "b"][since:] if since is not None else []
    assert heard(wire) == [*missed, "c", "barred", "removed"]
    assert CLUB not in reader.topics


async def test_who_is_still_told_what_they_missed_comes_to_the_end_of_it(club: Club) -> None:
    await club.speak(ADA, *map(str, range(250)))
    reader, wire = club.connect(BOB)
    wire.stall()
    async with anyio.create_task_group() as group:
        group.start_soon(club.join, reader, CLUB, 0)
        await until(lambda: not reader.outbox.clear)
        await club.bar(BOB)
        await club.speak(ADA, "more")
        wire.resume()

    assert heard(wire) == [*map(str, range(250)), "barred", "removed"]


async def test_it_ends_too_when_another_process_wrote_it() -> None:
    club = Club()
    async with club.hub:
        _, wire = await club.guest(BOB)
        await club.hub.tail.look()
        await club.bar(BOB)
        await club.hub.tail.look()
        await until(lambda: heard(wire) == ["barred", "removed"])


async def test_who_was_too_slow_to_be_told_is_shown_out_all_the_same() -> None:
    club = Club(HubSettings(outbox_bytes=10, pace=Pace(per_reader=0)))
    club.announce()
    async with club.hub:
        reader, wire = await club.guest(BOB)
        wire.stall()
        await club.speak(ADA, "a")
        await until(lambda: not reader.outbox.clear)
        await club.speak(ADA, "b")
        await until(lambda: reader.outbox not in reader.topics[CLUB].channel.readers)
        await club.bar(BOB)
        wire.resume()
        await until(lambda: heard(wire)[-1:] == ["removed"])

        assert heard(wire) == ["a", "resync", "removed"]
        assert CLUB not in reader.topics


async def test_who_is_here_is_shown_with_the_first_reader_and_the_last(club: Club) -> None:
    seen: list[tuple[Topic, UserId, bool]] = []

    def see(topic: Topic, user_id: UserId, *, here: bool) -> None:
        seen.append((topic, user_id, here))

    club.hub.watch_presence("club", see)
    phone, _ = await club.guest(BOB)
    desk, _ = await club.guest(BOB)
    await club.guest(ADA)
    club.hub.leave(phone, CLUB)
    club.hub.disconnect(desk)
    await club.bar(ADA)

    assert seen == [
        (CLUB, BOB.user_id, True),
        (CLUB, ADA.user_id, True),
        (CLUB, BOB.user_id, False),
        (CLUB, ADA.user_id, False),
    ]
