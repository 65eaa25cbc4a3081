"""What every store of answers promises."""

from datetime import datetime, timedelta
from typing import Any

import anyio
import attrs
import pytest

from phantom_adapters.contracts.kernel_examples import (
    ADA,
    BOB,
    EXAMPLES,
    Brush,
    Say,
    Stroke,
    read,
    texts,
    write,
)
from phantom_adapters.memory import ManualClock
from phantom_core.kernel import (
    EPOCH,
    Answer,
    Conflict,
    Forbidden,
    Id,
    KeyReused,
    Page,
    Storage,
    UserId,
    cursor_after,
    uuid7,
)
from phantom_core.phantom import Outcome, Phantom
from phantom_core.registry import Registry

__all__ = ["AnswersContract"]

_MINUTE = timedelta(minutes=1)


def _id_of(user_id: UserId | None) -> UserId:
    assert user_id is not None
    return user_id


_ADA, _BOB = _id_of(ADA.user_id), _id_of(BOB.user_id)


class AnswersContract:
    """Bind it with a fixture `storage`: an empty one, made with this suite's clock and registry."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        """The time of the storage under test."""
        return ManualClock()

    @pytest.fixture
    def registry(self) -> Registry:
        """What the storage under test may store."""
        return EXAMPLES

    async def _keep(
        self, storage: Storage, key: str, value: Any, at: datetime, *, of: UserId = _ADA
    ) -> Answer:
        answer = Answer(fingerprint=f"print of {key}", value=value, expires_at=at)
        await write(storage, lambda work: work.answers.keep(of, key, answer))
        return answer

    async def _recall(
        self, storage: Storage, key: str, kind: Any = str, *, of: UserId = _ADA
    ) -> Answer | None:
        mark = f"print of {key}"
        return await read(storage, lambda work: work.answers.recall(of, key, mark, kind))

    @pytest.mark.parametrize(
        ("value", "kind"),
        [
            (None, None),
            ("text", str),
            (uuid7(EPOCH, 1), Id),
            (0, int),
            (False, bool),
            (None, datetime | None),
            (EPOCH + timedelta(milliseconds=1), datetime),
            (Brush.FINE, Brush),
            (Stroke(x=0.5, brush=Brush.BROAD), Stroke),
            ((Stroke(x=0.5), Stroke(x=1.5)), tuple[Stroke, ...]),
            (Page((Stroke(x=0.5),), cursor_after("strokes", 1)), Page[Stroke]),
        ],
    )
    async def test_an_answer_is_recalled_as_it_was_given(
        self, storage: Storage, clock: ManualClock, value: object, kind: Any
    ) -> None:
        kept = await self._keep(storage, "key", value, clock.now)

        recalled = await self._recall(storage, "key", kind)
        assert recalled == kept
        assert recalled is not None
        assert type(recalled.value) is type(value)

    async def test_answers_belong_to_a_user_and_a_key(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        hers = await self._keep(storage, "key", "hers", clock.now)
        his = await self._keep(storage, "key", "his", clock.now, of=_BOB)

        assert await self._recall(storage, "key") == hers
        assert await self._recall(storage, "key", of=_BOB) == his
        assert await self._recall(storage, "KEY") is None

    async def test_the_answer_to_another_command_comes_without_its_value(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        kept = await self._keep(storage, "key", Stroke(x=0.5), clock.now)

        def recall(work: Any) -> Answer | None:
            found: Answer | None = work.answers.recall(_ADA, "key", "print of another", int)
            return found

        assert await read(storage, recall) == attrs.evolve(kept, value=None)

    async def test_a_later_answer_takes_the_place_of_an_older_one(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        await self._keep(storage, "key", "old", clock.now)
        new = await self._keep(storage, "key", "new", clock.now + _MINUTE)

        assert await self._recall(storage, "key") == new

    async def test_old_answers_are_forgotten_a_few_at_a_time(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        for number in range(5):
            await self._keep(storage, str(number), "old", clock.now)
        await self._keep(storage, "young", "young", clock.now + _MINUTE)

        async def forget() -> int:
            return await write(storage, lambda work: work.answers.forget_expired(work.now, 3))

        assert [await forget() for _ in range(3)] == [3, 2, 0]
        assert await self._recall(storage, "young") is not None

    async def test_equal_calls_at_once_have_one_effect_and_equal_answers(
        self, storage: Storage
    ) -> None:
        phantom, outcomes = Phantom(storage, reactions={}), list[Outcome[Id]]()

        async def call() -> None:
            outcomes.append(await phantom.do(Say(text="once"), actor=ADA, idempotency_key="key"))

        async with anyio.create_task_group() as group:
            for _ in range(50):
                group.start_soon(call)

        assert len(outcomes) == 50
        assert len({outcome.value for outcome in outcomes}) == 1
        assert await texts(storage) == ["once"]

    async def test_different_calls_with_one_key_have_one_effect(self, storage: Storage) -> None:
        phantom, refused = Phantom(storage, reactions={}), list[str]()

        async def call(text: str) -> None:
            try:
                await phantom.do(Say(text=text, hot=True), actor=ADA, idempotency_key="key")
            except KeyReused:
                refused.append(text)

        async with anyio.create_task_group() as group:
            for number in range(10):
                group.start_soon(call, str(number))

        (said,) = await texts(storage)
        assert sorted([said, *refused]) == sorted(map(str, range(10)))

    async def test_a_refused_call_keeps_no_answer(self, storage: Storage) -> None:
        phantom = Phantom(storage, reactions={})

        with pytest.raises(Forbidden):
            await phantom.do(Say(text="bad word"), actor=ADA, idempotency_key="key")
        await phantom.do(Say(text="good word"), actor=ADA, idempotency_key="key")

        assert await texts(storage) == ["good word"]

    async def test_two_answers_to_one_key_at_one_time_are_a_conflict(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        await self._keep(storage, "key", "first", clock.now)

        with pytest.raises(Conflict):
            await self._keep(storage, "key", "second", clock.now)

    async def test_an_answer_takes_the_place_of_the_note_that_its_call_runs(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        note = Answer(fingerprint="of a run", value=None, expires_at=clock.now, running=True)
        for _ in range(2):
            await write(storage, lambda work: work.answers.keep(_ADA, "key", note))

        def recall(work: Any) -> Answer | None:
            found: Answer | None = work.answers.recall(_ADA, "key", "of a run", str)
            return found

        assert await read(storage, recall) == note
        assert await self._keep(storage, "key", "done", clock.now) == await self._recall(
            storage, "key"
        )

    async def test_no_call_takes_the_key_of_one_that_runs_until_that_is_forsaken(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        phantom, until = Phantom(storage, reactions={}), clock.now + _MINUTE
        note = Answer(fingerprint="of a run", value=None, expires_at=until, running=True)
        await write(storage, lambda work: work.answers.keep(_ADA, "key", note))

        with pytest.raises(KeyReused):
            await phantom.do(Say(text="too soon"), actor=ADA, idempotency_key="key")
        clock.now = until
        await phantom.do(Say(text="free again"), actor=ADA, idempotency_key="key")

        assert await texts(storage) == ["free again"]
