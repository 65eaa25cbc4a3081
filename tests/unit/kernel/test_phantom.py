"""Doing commands and asking queries: admission, atomicity, idempotency, reactions, observers."""

import re

import attrs
import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.kernel import (
    ANONYMOUS,
    EPOCH,
    SYSTEM,
    Access,
    Actor,
    Command,
    Committed,
    Conflict,
    Event,
    Forbidden,
    Head,
    Id,
    Invalid,
    KeyReused,
    NotAuthenticated,
    Query,
    StoredEvent,
    Topic,
    UserId,
    Work,
    person,
    topic,
    uuid7,
)
from phantom_core.kernel.performing import Reactions
from phantom_core.phantom import Phantom
from phantom_core.registry import Registry

pytestmark = pytest.mark.anyio

ADA = person(UserId(uuid7(EPOCH, 1)))
BOB = person(UserId(uuid7(EPOCH, 2)))
ROOT = person(UserId(uuid7(EPOCH, 3)), is_admin=True)
WALL = topic("wall", uuid7(EPOCH, 9))


@attrs.frozen(kw_only=True)
class Said(Event):
    name = "wall.said"
    text: str

    @property
    def topic(self) -> Topic:
        return WALL


@attrs.frozen(kw_only=True)
class Say(Command[Id]):
    access = Access.PERSON
    text: str

    def run(self, work: Work) -> Id:
        work.record(Said(text=self.text))
        if self.text == "bad word":
            raise Forbidden("Mind your language.")
        return work.new_id()


@attrs.frozen(kw_only=True)
class Ban(Command[None]):
    access = Access.ADMIN

    def run(self, work: Work) -> None:
        work.record(Said(text="banned"))


@attrs.frozen(kw_only=True)
class Sweep(Command[Actor]):
    access = Access.SYSTEM

    def run(self, work: Work) -> Actor:
        return work.actor


@attrs.frozen(kw_only=True)
class ReadWall(Query[tuple[StoredEvent, ...]]):
    access = Access.ANYONE

    def run(self, work: Work) -> tuple[StoredEvent, ...]:
        work.record(Said(text="a query leaves no trace"))
        return tuple(work.log.after(WALL, 0, 100))


def phantom(*, clock: ManualClock | None = None, reactions: Reactions | None = None) -> Phantom:
    storage = MemoryStorage(clock=clock or ManualClock(), registry=Registry.of(events=[Said]))
    return Phantom(storage, reactions=reactions or {})


async def wall(world: Phantom) -> list[str]:
    told = await world.ask(ReadWall(), actor=ANONYMOUS)
    return [stored.event.text for stored in told if isinstance(stored.event, Said)]


async def test_an_outcome_has_the_value_and_the_numbered_events() -> None:
    clock = ManualClock()
    world = phantom(clock=clock)

    first = await world.do(Say(text="hello"), actor=ADA)
    clock.advance(milliseconds=1)
    second = await world.do(Say(text="again"), actor=BOB)

    assert [event.seq for event in (*first.events, *second.events)] == [1, 2]
    assert first.events[0].by == ADA.user_id
    assert first.value < second.value


async def test_what_is_refused_leaves_nothing_behind() -> None:
    world = phantom()

    with pytest.raises(Forbidden, match="language"):
        await world.do(Say(text="bad word"), actor=ADA)

    assert await wall(world) == []


@pytest.mark.parametrize(
    ("command", "actor", "refusal"),
    [
        (Say(text="x"), ANONYMOUS, NotAuthenticated),
        (Ban(), ANONYMOUS, NotAuthenticated),
        (Ban(), ADA, Forbidden),
        (Sweep(), ROOT, Forbidden),
    ],
)
async def test_nobody_calls_what_is_not_theirs_to_call(
    command: Command[object], actor: Actor, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await phantom().do(command, actor=actor)


async def test_admins_and_the_system_may_do_what_is_theirs() -> None:
    world = phantom()

    await world.do(Ban(), actor=ROOT)
    outcome = await world.do(Sweep(), actor=SYSTEM)

    assert outcome.value == SYSTEM


def test_an_operation_that_does_not_say_who_may_call_it_cannot_be_defined() -> None:
    with pytest.raises(TypeError, match="must say who may call it"):

        class Careless(Command[None]):
            def run(self, work: Work) -> None:
                work.new_id()


async def test_the_same_key_and_command_answer_what_was_answered_first() -> None:
    world = phantom()

    first = await world.do(Say(text="once"), actor=ADA, idempotency_key="k")
    again = await world.do(Say(text="once"), actor=ADA, idempotency_key="k")

    assert again.value == first.value
    assert await wall(world) == ["once"]


async def test_the_same_key_with_another_command_is_refused() -> None:
    world = phantom()
    await world.do(Say(text="once"), actor=ADA, idempotency_key="k")

    with pytest.raises(KeyReused):
        await world.do(Say(text="twice"), actor=ADA, idempotency_key="k")


async def test_keys_belong_to_a_person_and_live_a_day() -> None:
    clock = ManualClock()
    world = phantom(clock=clock)
    await world.do(Say(text="ada"), actor=ADA, idempotency_key="k")
    await world.do(Say(text="bob"), actor=BOB, idempotency_key="k")
    clock.advance(hours=24)
    await world.do(Say(text="next day"), actor=ADA, idempotency_key="k")

    assert await wall(world) == ["ada", "bob", "next day"]


async def test_a_refused_command_keeps_no_key() -> None:
    world = phantom()
    with pytest.raises(Forbidden):
        await world.do(Say(text="bad word"), actor=ADA, idempotency_key="k")
    await world.do(Say(text="good word"), actor=ADA, idempotency_key="k")

    assert await wall(world) == ["good word"]


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\t", "ü"])
async def test_a_key_is_short_printable_ascii(key: str) -> None:
    with pytest.raises(Invalid, match="idempotencyKey"):
        await phantom().do(Say(text="x"), actor=ADA, idempotency_key=key)


@attrs.frozen(kw_only=True)
class Echo(Command[Actor]):
    access = Access.SYSTEM
    text: str

    def run(self, work: Work) -> Actor:
        work.record(Said(text=f"{self.text} {work.actor == SYSTEM}"))
        return work.actor


def echoing(times: int) -> Reactions:
    def echo(event: Said) -> Command[Actor] | None:
        return Echo(text=event.text) if event.text.count(" ") < times else None

    return {Said: [echo, lambda _: None]}


async def test_what_follows_runs_as_the_system_in_the_name_of_the_caller() -> None:
    world = phantom(reactions=echoing(2))
    outcome = await world.do(Say(text="ho"), actor=ADA)

    assert await wall(world) == ["ho", "ho True", "ho True True"]
    assert {event.by for event in outcome.events} == {ADA.user_id}


async def test_reactions_that_go_deeper_than_three_are_a_bug_and_leave_nothing_behind() -> None:
    world = phantom(reactions=echoing(4))

    with pytest.raises(AssertionError, match="deeper than 3"):
        await world.do(Say(text="ho"), actor=ADA)
    assert await wall(world) == []


async def test_an_observer_that_fails_fails_neither_the_command_nor_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[int] = []

    def fail(_committed: Committed) -> None:
        raise RuntimeError("It rains.")

    world = phantom()
    world.observe(fail)
    world.observe(lambda committed: told.append(len(committed.events)))
    await world.do(Say(text="x"), actor=ADA)

    assert told == [1]
    assert "It rains." in caplog.text


async def test_observers_are_told_of_commits_and_of_nothing_else() -> None:
    world, told = phantom(), []
    world.observe(lambda committed: told.append([event.seq for event in committed.events]))
    await world.do(Say(text="one"), actor=ADA)
    with pytest.raises(Forbidden):
        await world.do(Say(text="bad word"), actor=ADA)

    assert told == [[1]]


async def test_an_event_that_is_not_registered_is_refused_when_it_is_recorded() -> None:
    world = Phantom(MemoryStorage(registry=Registry.of()), reactions={})

    with pytest.raises(TypeError, match="not listed in the registry"):
        await world.do(Say(text="x"), actor=ADA)


async def test_the_time_told_in_a_topic_never_goes_back() -> None:
    clock = ManualClock()
    world = phantom(clock=clock)
    late = await world.do(Say(text="late"), actor=ADA)
    clock.advance(seconds=-5)
    early = await world.do(Say(text="early"), actor=ADA)

    assert early.events[0].at == late.events[0].at


async def test_a_query_changes_nothing() -> None:
    world = phantom()
    await world.ask(ReadWall(), actor=ANONYMOUS)

    assert await wall(world) == []


def test_a_conflict_carries_both_versions_and_a_head_begins_at_zero() -> None:
    error = Conflict("It moved on.", current=3, expected=2)

    assert (error.current, error.expected) == (3, 2)
    assert Head(topic=WALL).seq == 0
    assert re.fullmatch("wall:[0-9A-Z]{26}", WALL)
