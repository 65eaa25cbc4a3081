"""What every event log promises."""

from datetime import datetime, timedelta

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
    wall,
    write,
)
from phantom_adapters.memory import ManualClock
from phantom_core.kernel import Event, Head, Storage, StoredEvent, UnitOfWork, UserId, is_id
from phantom_core.registry import Registry

__all__ = ["EventLogContract"]


class EventLogContract:
    """Bind it with a fixture `storage`: an empty one, made with this suite's clock and registry."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        """The time of the storage under test."""
        return ManualClock()

    @pytest.fixture
    def registry(self) -> Registry:
        """What the storage under test may store."""
        return EXAMPLES

    async def _append(
        self, storage: Storage, *events: Event, at: datetime | None = None
    ) -> list[StoredEvent]:
        def body(work: UnitOfWork) -> list[StoredEvent]:
            return list(work.log.append(events, at=at or work.now, by=ADA.user_id))

        return await write(storage, body)

    async def test_each_topic_counts_from_one_in_the_order_given(self, storage: Storage) -> None:
        first, second = wall(1), wall(2)
        stored = await self._append(
            storage,
            Said(text="a", on=second),
            Said(text="b", on=first),
            Said(text="c", on=second),
        )
        (later,) = await self._append(storage, Said(text="d", on=second))

        assert [(each.topic, each.seq) for each in stored] == [(second, 1), (first, 1), (second, 2)]
        assert (later.topic, later.seq) == (second, 3)

    async def test_events_are_read_back_as_they_were_stored(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        assert ADA.user_id is not None
        painted = Painted(
            painter=ADA.user_id,
            at=clock.now + timedelta(milliseconds=7),
            brush=Brush.BROAD,
            strokes=(Stroke(x=1.5), Stroke(x=-0.1, y=1e300, brush=Brush.FINE)),
            colours={"red": 2**53, "": -1},
        )
        text = 'é ☃ 😀 "\\\n\t\u2028 ' + "long " * 20_000
        stored = await self._append(storage, painted, Said(text=text), Said(text=""))

        assert await read(storage, lambda work: list(work.log.after(WALL, 0, 10))) == stored
        assert stored[0].event == painted

    @pytest.mark.parametrize("by", [None, ADA.user_id])
    async def test_an_event_names_the_person_who_caused_it_if_it_was_one(
        self, storage: Storage, by: UserId | None
    ) -> None:
        event = Said(text="x")
        await write(storage, lambda work: work.log.append([event], at=work.now, by=by))

        (stored,) = await read(storage, lambda work: work.log.after(WALL, 0, 10))
        assert stored.by == by

    async def test_time_never_goes_back_within_a_topic(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        (late,) = await self._append(storage, Said(text="late"))
        before = clock.now - timedelta(seconds=5)
        (early,) = await self._append(storage, Said(text="early"), at=before)
        (other,) = await self._append(storage, Said(text="elsewhere", on=wall(1)), at=before)

        assert early.at == late.at
        assert other.at == before
        head = await read(storage, lambda work: work.log.head(WALL))
        assert head == Head(topic=WALL, seq=2, at=late.at)

    async def test_a_topic_that_nobody_has_written_to_stands_at_zero(
        self, storage: Storage
    ) -> None:
        assert await read(storage, lambda work: work.log.head(WALL)) == Head(topic=WALL)
        assert await texts(storage) == []

    @pytest.mark.parametrize(
        ("seq", "limit", "found"),
        [
            (0, 3, [1, 2, 3]),
            (3, 3, [4, 5, 6]),
            (9, 3, [10]),
            (10, 3, []),
            (99, 3, []),
            (-1, 2, [1, 2]),
            (0, 0, []),
        ],
    )
    async def test_a_reader_pages_through_what_comes_after_a_number(
        self, storage: Storage, seq: int, limit: int, found: list[int]
    ) -> None:
        await self._append(storage, *[Said(text=str(number)) for number in range(10)])

        page = await read(storage, lambda work: work.log.after(WALL, seq, limit))
        assert [stored.seq for stored in page] == found

    async def test_heads_are_told_from_a_time_on_in_topic_order(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        await self._append(storage, Said(text="old", on=wall(9)))
        since = clock.advance(seconds=1)
        await self._append(storage, Said(text="x", on=wall(3)), Said(text="y", on=wall(1)))
        at = clock.advance(seconds=1)
        await self._append(storage, Said(text="z", on=wall(3)))

        assert await read(storage, lambda work: list(work.log.heads_since(since))) == [
            Head(topic=wall(1), seq=1, at=since),
            Head(topic=wall(3), seq=2, at=at),
        ]

    async def test_the_log_has_an_id_that_stays(self, storage: Storage) -> None:
        epoch = await read(storage, lambda work: work.log.epoch())

        assert is_id(epoch)
        assert await write(storage, lambda work: work.log.epoch()) == epoch
