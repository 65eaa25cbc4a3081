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
    read,
    texts,
    write,
)
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.storage import SqlStorage, storage_on
from phantom_core.kernel import (
    ALLOWED,
    EPOCH,
    Access,
    Answer,
    AnswerLost,
    Command,
    Work,
    fingerprint,
)
from phantom_core.kernel.performing import KEY_LIFE
from phantom_core.live import JoinTopic, TopicKind
from phantom_core.phantom import Phantom
from phantom_core.registry import Registry

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


async def test_a_topic_is_read_up_to_the_first_event_that_cannot_be(
    storage: SqlStorage, older: SqlStorage
) -> None:
    await write(storage, tell)

    assert await texts(older) == ["before"]
    assert await read(older, lambda work: work.log.head(WALL).seq) == 3


@pytest.mark.parametrize(("since", "replayed"), [(0, False), (1, False), (2, True)])
async def test_who_missed_an_event_that_cannot_be_read_is_given_the_state(
    storage: SqlStorage, older: SqlStorage, *, since: int, replayed: bool
) -> None:
    await write(storage, tell)
    question = JoinTopic(topic=WALL, kind=TopicKind(may_join=lambda *_: ALLOWED), since=since)
    joined = await Phantom(older, reactions={}).ask(question, actor=ADA)

    assert joined.start == (since if replayed else 3)
    assert len(joined.missed) == (1 if replayed else 0)


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
