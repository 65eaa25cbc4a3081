"""What another version of Phantom has written: what cannot be read is told, and breaks nothing."""

from collections.abc import AsyncIterator
from datetime import timedelta

import attrs
import pytest

from phantom_adapters.contracts.kernel_examples import (
    ADA,
    EXAMPLES,
    WALL,
    Brush,
    Painted,
    Said,
    Stroke,
    texts,
    write,
)
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.storage import SqlStorage, storage_on
from phantom_adapters.transport import Hub, InProcessTransport
from phantom_core.kernel import (
    ALLOWED,
    EPOCH,
    Access,
    Answer,
    AnswerLost,
    Command,
    UnknownEvent,
    Work,
    fingerprint,
)
from phantom_core.kernel.performing import KEY_LIFE
from phantom_core.live import REPLAY_PAGE, Joined, JoinTopic, Roster, TopicKind
from phantom_core.phantom import Phantom
from phantom_core.registry import Registry
from tests.unit.live.stage import PaperWire, encode

OLDER = Registry.of(events=[Said])
PAINTED = Painted(painter=ADA.person, at=EPOCH, brush=Brush.FINE, strokes=(), colours={})


def tell(work: Work) -> None:
    for event in (Said(text="before"), PAINTED, Said(text="after")):
        work.record(event)


@attrs.frozen
class Draw(Command[Stroke]):
    access = Access.PERSON

    def run(self, work: Work) -> Stroke:  # noqa: ARG002 - it only answers
        return Stroke(x=1.0)


@pytest.fixture
async def storage(migrated: Database) -> AsyncIterator[SqlStorage]:
    """A storage of the newer version."""
    storage = storage_on(migrated, registry=EXAMPLES)
    yield storage
    await storage.close()


@pytest.fixture
async def older(migrated: Database) -> AsyncIterator[SqlStorage]:
    """The same storage, as an older version sees it."""
    storage = storage_on(migrated, registry=OLDER)
    yield storage
    await storage.close()


async def test_an_event_that_cannot_be_read_keeps_its_place_among_the_others(
    storage: SqlStorage, older: SqlStorage
) -> None:
    await write(storage, tell)

    unknown = UnknownEvent(topic=WALL, written=PAINTED.name)
    assert await texts(older) == ["before", unknown, "after"]


@pytest.mark.parametrize(("since", "replayed"), [(0, False), (1, False), (2, True)])
async def test_who_missed_an_event_that_cannot_be_read_is_given_the_state(
    storage: SqlStorage, older: SqlStorage, *, since: int, replayed: bool
) -> None:
    await write(storage, tell)
    question = JoinTopic(topic=WALL, kind=TopicKind(may_join=lambda *_: ALLOWED), since=since)
    joined = await Phantom(older, reactions={}).ask(question, actor=ADA)

    assert joined.start == (since if replayed else 3)
    assert len(joined.missed) == (1 if replayed else 0)


async def test_who_meets_such_an_event_late_in_a_replay_joins_again_and_is_given_the_state(
    storage: SqlStorage, older: SqlStorage
) -> None:
    for _ in range(REPLAY_PAGE):
        await write(storage, lambda work: work.record(Said(text="before")))
    await write(storage, tell)
    kinds = {"wall": TopicKind(may_join=lambda *_: ALLOWED)}
    phantom, wire, answers = Phantom(older, reactions={}), PaperWire(), list[Joined]()
    transport = InProcessTransport()

    def answer(joined: Joined, _: Roster) -> bytes:
        answers.append(joined)
        return b'{"type": "answer"}'

    async with Hub(phantom, transport, encode, clock=lambda: EPOCH, topics=kinds) as hub:
        reader = hub.connect(hub.outbox(wire, lambda _: None), ADA, lambda _: None)
        await hub.join(reader, WALL, 0, answer)
        last = wire.told[-1]
        await hub.join(reader, WALL, last["seq"], answer)

    assert last == {"type": "resync", "seq": REPLAY_PAGE + 1}
    assert [(joined.start, bool(joined.missed)) for joined in answers] == [
        (0, True),
        (REPLAY_PAGE + 3, False),
    ]


@pytest.mark.parametrize(("life", "lost"), [(KEY_LIFE, True), (timedelta(0), False)])
async def test_an_answer_that_cannot_be_read_is_said_to_be_lost_while_its_key_is_good(
    storage: SqlStorage, life: timedelta, *, lost: bool
) -> None:
    command = Draw()

    def keep(work: Work) -> None:
        mark, until = fingerprint(command), work.now + life
        kept = Answer(fingerprint=mark, value={"y": 1.0}, expires_at=until)
        work.answers.keep(ADA.person, "key", kept)

    await write(storage, keep)
    call = Phantom(storage, reactions={}).do(command, actor=ADA, idempotency_key="key")
    if lost:
        with pytest.raises(AnswerLost, match="This was done, but"):
            await call
    else:
        assert (await call).value == Stroke(x=1.0)
