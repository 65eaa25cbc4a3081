"""Nobody hears whom they have blocked: they know that something was said, and nothing of it."""

from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest

from phantom_adapters.transport import HubSettings, Pace
from phantom_core.kernel import Actor, StoredEvent, Topic, Unavailable, UserId, topic
from phantom_core.live import Presence, Signal, Status
from tests.unit.live.club import CLUB, Club
from tests.unit.live.stage import ADA, BOB, PaperWire, somebody, until

EVE = somebody(1)


@pytest.fixture
async def club() -> AsyncIterator[Club]:
    """A club whose events are announced."""
    made = Club()
    made.announce()
    async with made.hub:
        yield made


def heard(wire: PaperWire) -> list[tuple[int, Any]]:
    """The numbered things that were told, each with its text, or what came in its place."""
    return [
        (told["seq"], told.get("text", told.get("type"))) for told in wire.told if "seq" in told
    ]


def seen(wire: PaperWire, of: Actor) -> list[str]:
    """How somebody was seen, one after the other."""
    return [told["status"] for told in wire.told if told.get("by") == of.user_id]


async def test_words_of_the_blocked_are_withheld_and_leave_no_gap(club: Club) -> None:
    await club.block(ADA, BOB)
    _, hers = await club.guest(ADA)
    _, others = await club.guest(EVE)
    await club.speak(EVE, "a")
    await club.speak(BOB, "b")
    await club.speak(EVE, "c")
    await until(lambda: heard(others) == [(1, "a"), (2, "b"), (3, "c")])

    assert heard(hers) == [(1, "a"), (2, "withheld"), (3, "c")]


async def test_they_are_withheld_from_nobody_else_not_from_the_blocked_either(club: Club) -> None:
    await club.block(ADA, BOB)
    _, his = await club.guest(BOB)
    await club.speak(ADA, "a")
    await club.speak(BOB, "b")
    await until(lambda: heard(his) == [(1, "a"), (2, "b")])


async def test_what_is_nobodys_words_is_told_whoever_caused_it(club: Club) -> None:
    await club.block(ADA, BOB)
    _, hers = await club.guest(ADA)
    await club.bar(BOB)
    await until(lambda: heard(hers) == [(1, "barred")])


async def test_a_block_and_its_end_hold_from_the_next_word_on(club: Club) -> None:
    _, hers = await club.guest(ADA)
    await club.speak(BOB, "a")
    await until(lambda: heard(hers) == [(1, "a")])
    await club.block(ADA, BOB)
    await club.speak(BOB, "b")
    await until(lambda: len(heard(hers)) == 3)
    await club.unblock(ADA, BOB)
    await club.speak(BOB, "c")
    await until(lambda: len(heard(hers)) == 5)

    assert heard(hers) == [(1, "a"), (1, "blocked"), (2, "withheld"), (2, "unblocked"), (3, "c")]


async def test_what_was_missed_is_withheld_too(club: Club) -> None:
    await club.block(ADA, BOB)
    await club.speak(EVE, "a")
    await club.speak(BOB, *["b"] * 250)
    _, hers = await club.guest(ADA, since=0)

    assert heard(hers) == [(1, "a"), *((seq, "withheld") for seq in range(2, 252))]


async def test_what_is_said_while_one_comes_in_is_withheld_too(club: Club) -> None:
    await club.block(ADA, BOB)
    await club.guest(EVE)
    reader, hers = await club.guest(ADA)
    club.phantom.held = anyio.Event()
    async with anyio.create_task_group() as group:
        group.start_soon(club.join, reader, CLUB)
        await anyio.lowlevel.checkpoint()
        await club.speak(BOB, "b")
        await club.speak(EVE, "c")
        club.phantom.held.set()

    assert heard(hers) == [(1, "withheld"), (2, "c")]


async def test_a_block_that_falls_while_the_list_is_asked_for_is_not_lost(club: Club) -> None:
    await club.block(ADA, EVE)
    reader, hers = await club.guest(ADA)
    club.hub._blocks.forget(ADA.person, reader.outbox)
    club.phantom.held = anyio.Event()
    async with anyio.create_task_group() as group:
        group.start_soon(club.join, reader, CLUB)
        await anyio.lowlevel.checkpoint()
        await club.block(ADA, BOB)
        await club.unblock(ADA, EVE)
        club.phantom.held.set()
    hers.sent.clear()
    await club.speak(BOB, "b")
    await club.speak(EVE, "c")
    await until(lambda: heard(hers) == [(1, "withheld"), (2, "c")])


async def test_what_is_heard_of_late_takes_nothing_back() -> None:
    club = Club()
    announced: list[StoredEvent] = []
    club.phantom.observe(lambda done: announced.extend(done.events))
    async with club.hub:
        reader, hers = club.connect(ADA)
        await club.join(reader, topic("user", ADA.person))
        await club.block(ADA, BOB)
        await club.unblock(ADA, BOB)
        await club.join(reader, CLUB)
        hers.sent.clear()
        club.transport.publish(announced[:1])
        await club.speak(BOB, "b")
        club.transport.publish(announced[2:])
        await until(lambda: heard(hers) == [(1, "blocked"), (1, "b")])


async def test_signals_of_the_blocked_do_not_come(club: Club) -> None:
    await club.block(ADA, BOB)
    _, hers = await club.guest(ADA)
    _, others = await club.guest(EVE)

    def typing(actor: Actor) -> Signal:
        at = club.clock()
        return Signal(topic=CLUB, name="typing", at=at, by=actor.user_id, data={})

    club.hub.tell([typing(BOB), typing(EVE)])
    await until(lambda: others.told[-1].get("type") == "typing")

    for wire, people in ((others, [BOB, EVE]), (hers, [EVE])):
        told = [message["by"] for message in wire.told if message.get("type") == "typing"]
        assert told == [actor.user_id for actor in people]


async def test_the_blocked_are_not_seen_but_counted(club: Club) -> None:
    await club.block(ADA, BOB)
    his, _ = await club.guest(BOB)
    _, hers = await club.guest(ADA)
    _, others = await club.guest(EVE)
    club.hub.present(his, CLUB, Presence(status=Status.BUSY))
    await until(lambda: seen(others, BOB) == ["busy"])
    club.hub.disconnect(his)
    await until(lambda: seen(others, BOB) == ["busy", "offline"])

    (answer,) = [told for told in hers.told if "head" in told]
    assert (answer["hidden"], answer["here"]) == ([BOB.user_id], 2)
    assert seen(hers, BOB) == []
    assert [told["count"] for told in hers.told if told.get("by") == EVE.user_id] == [3]


async def test_who_reads_slowly_hears_no_more_of_the_blocked_than_others() -> None:
    club = Club(HubSettings(pace=Pace(per_reader=0)))
    club.announce()
    async with club.hub:
        await club.block(ADA, BOB)
        _, hers = await club.guest(ADA)
        hers.stall()
        await club.speak(EVE, "a")
        await club.speak(BOB, "b")
        await club.speak(EVE, "c")
        await anyio.lowlevel.checkpoint()
        hers.resume()
        await until(lambda: heard(hers) == [(1, "a"), (2, "withheld"), (3, "c")])


async def test_lists_are_kept_while_their_people_are_here_and_asked_for_once(club: Club) -> None:
    await club.block(ADA, BOB)
    phone, _ = await club.guest(ADA)
    asked = club.phantom.asked
    desk, _ = await club.guest(ADA)
    again = club.phantom.asked - asked
    club.hub.disconnect(phone)
    kept = len(club.hub._blocks)
    club.hub.disconnect(desk)

    assert again == 2
    assert (kept, len(club.hub._blocks)) == (1, 0)
    assert club.hub._blocks.deaf_to(BOB.person) == ()


async def test_while_the_list_cannot_be_known_nobody_comes_in(club: Club) -> None:
    reader, wire = club.connect(ADA)
    club.phantom.moods = 1
    with pytest.raises(Exception, match="Not now"):
        await club.join(reader, CLUB)
    await club.join(reader, CLUB)

    assert [told["head"] for told in wire.told] == [0]


async def test_who_comes_back_to_another_log_has_their_list_asked_for_anew(club: Club) -> None:
    await club.block(ADA, EVE)
    await club.guest(ADA)
    await club.hub.tail.look()
    club.lose_the_log()
    await club.block(ADA, BOB)
    await club.hub.tail.look()
    known = len(club.hub._blocks)
    _, hers = await club.guest(ADA)
    await club.speak(BOB, "b")
    await club.speak(EVE, "c")
    await until(lambda: heard(hers) == [(1, "withheld"), (2, "c")])

    assert known == 0


async def test_a_list_that_comes_when_its_person_has_been_let_go_is_forgotten(club: Club) -> None:
    await club.block(ADA, EVE)
    await club.guest(BOB)
    await club.hub.tail.look()
    reader, _ = club.connect(ADA)
    await club.join(reader, topic("user", ADA.person))
    async with anyio.create_task_group() as group:
        club.phantom.held = held = anyio.Event()
        group.start_soon(club.hub._blocks.learn, ADA.person, reader.outbox)
        await anyio.wait_all_tasks_blocked()
        club.phantom.held = None
        club.lose_the_log()
        await club.hub.tail.look()
        held.set()

    assert len(club.hub._blocks) == 0
    assert [*club.hub._blocks.deaf_to(EVE.person)] == []


async def test_who_is_let_go_while_their_list_is_asked_for_comes_in_for_no_moment(
    club: Club,
) -> None:
    seen: list[tuple[Topic, UserId, bool]] = []

    def see(topic: Topic, user_id: UserId, *, here: bool) -> None:
        seen.append((topic, user_id, here))

    club.hub.watch_presence("club", see)
    reader, wire = club.connect(ADA)
    club.phantom.held = first = anyio.Event()

    async def join() -> None:
        with pytest.raises(Unavailable):
            await club.join(reader, CLUB)

    async with anyio.create_task_group() as group:
        group.start_soon(join)
        await anyio.wait_all_tasks_blocked()
        club.phantom.held = second = anyio.Event()
        first.set()
        await anyio.wait_all_tasks_blocked()
        club.phantom.held = None
        await club.hub.tail.look()
        club.lose_the_log()
        await club.hub.tail.look()
        second.set()

    assert seen == []
    assert wire.told == []
