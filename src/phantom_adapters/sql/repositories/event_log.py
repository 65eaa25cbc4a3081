"""The log over SQL: a row for each topic's head, and a row for each event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import attrs
from sqlalchemy import bindparam, case, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from phantom_adapters import codec
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.kernel import events, meta, topics
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Event, EventLog, Head, Id, StoredEvent, Topic, UnknownEvent, UserId
from phantom_core.registry import Registry

__all__ = ["SqlEventLog"]


def _advance() -> Any:
    new = upsert(topics).values(
        topic=bindparam("topic"), seq=bindparam("count"), last_at=bindparam("at")
    )
    later = topics.c.last_at > new.excluded.last_at
    return new.on_conflict_do_update(
        index_elements=[topics.c.topic],
        set_={
            "seq": topics.c.seq + new.excluded.seq,
            "last_at": case((later, topics.c.last_at), else_=new.excluded.last_at),
        },
    ).returning(topics.c.seq, topics.c.last_at)


_ADVANCE: Final = Statement(_advance())
_INSERT: Final = Statement(
    insert(events).values({column.name: bindparam(column.name) for column in events.c})
)
_HEAD: Final = Statement(
    select(topics.c.seq, topics.c.last_at).where(topics.c.topic == bindparam("topic"))
)
_HEADS_SINCE: Final = Statement(
    select(topics).where(topics.c.last_at >= bindparam("at")).order_by(topics.c.topic)
)
_AFTER: Final = Statement(
    select(events)
    .where(events.c.topic == bindparam("topic"), events.c.seq > bindparam("seq"))
    .order_by(events.c.seq)
    .limit(bindparam("limit"))
)
_EPOCH: Final = Statement(select(meta.c.value).where(meta.c.name == "epoch"))


@attrs.define
class _Head:
    topic: Topic
    seq: int
    at: datetime


class SqlEventLog(EventLog):
    """The log in two tables."""

    def __init__(self, tx: Transaction, registry: Registry) -> None:
        self._tx = tx
        self._registry = registry

    def append(
        self, events: Sequence[Event], *, at: datetime, by: UserId | None
    ) -> Sequence[StoredEvent]:
        """Store events, each with its topic's next number."""
        told = [(self._registry.known_event(event).topic, event) for event in events]
        counts: dict[Topic, int] = {}
        for topic, _ in told:
            counts[topic] = counts.get(topic, 0) + 1
        heads = {topic: self._advance(topic, counts[topic], at) for topic in sorted(counts)}
        return [self._store(event, heads[topic], by) for topic, event in told]

    def _advance(self, topic: Topic, count: int, at: datetime) -> _Head:
        """Number as many events at once; answer the number before the first, and the time."""
        ((seq, last_at),) = self._tx.rows(_ADVANCE, topic=topic, count=count, at=at)
        return _Head(topic, seq - count, last_at)

    def _store(self, event: Event, head: _Head, by: UserId | None) -> StoredEvent:
        head.seq += 1
        topic, seq, at = head.topic, head.seq, head.at
        self._tx.run(
            _INSERT, topic=topic, seq=seq, at=at, caused_by=by, name=event.name, data=event
        )
        return StoredEvent(topic=topic, seq=seq, at=at, by=by, event=event)

    def head(self, topic: Topic) -> Head:
        """Where a topic stands."""
        row = self._tx.row(_HEAD, topic=topic)
        return Head(topic=topic) if row is None else Head(topic=topic, seq=row[0], at=row[1])

    def after(self, topic: Topic, seq: int, limit: int) -> Sequence[StoredEvent]:
        """Events after a number, in order."""
        rows = self._tx.rows(_AFTER, topic=topic, seq=seq, limit=limit)
        return [self._read(*row) for row in rows]

    def _read(
        self, topic: Topic, seq: int, at: datetime, by: UserId | None, name: str, data: Any
    ) -> StoredEvent:
        event: Event
        try:
            event = codec.load_event(name, data, self._registry)
        except codec.UnknownShape:
            event = UnknownEvent(topic=topic, written=name)
        return StoredEvent(topic=topic, seq=seq, at=at, by=by, event=event)

    def heads_since(self, at: datetime) -> Sequence[Head]:
        """The heads of topics told something at or after a time."""
        rows = self._tx.rows(_HEADS_SINCE, at=at)
        return [Head(topic=topic, seq=seq, at=last_at) for topic, seq, last_at in rows]

    def epoch(self) -> Id:
        """The id of this log."""
        ((epoch,),) = self._tx.rows(_EPOCH)
        return Id(epoch)
