"""Rows as what they are, over SQL: somebody's, or naming somebody.

Statements are made from the tables' own columns, once for each table and set of columns. What
others were told is looked through a stretch at a time, in the order of the primary key, so that no
transaction reads more than it was asked to.
"""

import json
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)

from phantom_adapters import codec
from phantom_adapters.sql.repositories.chat_messages import MESSAGES
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables import METADATA
from phantom_adapters.sql.tables.chat import chat_messages
from phantom_adapters.sql.tables.kernel import answers, events, jobs
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Key, Words
from phantom_core.chat import ChatMessage
from phantom_core.kernel import Event, Id, JobState, Topic
from phantom_core.privacy.ports import PersonalRows, Stretch
from phantom_core.registry import Registry

__all__ = ["SqlPersonalRows"]

_SPOILED: Final = "erased"
_FIRST: Final = Id("0" * 26)
_ESCAPED: Final = str.maketrans({"/": "//", "%": "/%", "_": "/_"})


def _theirs(table: Table, columns: Sequence[str]) -> ColumnElement[bool]:
    value: Any = bindparam("value", type_=Key())
    return or_(*[table.c[name] == value for name in columns])


def _says(*columns: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a text stands in any of some columns, as they are written."""
    mark: Any = bindparam("mark", type_=Words())
    return or_(*[cast(column, Text()).like(mark, escape="/") for column in columns])


def _somewhere(mark: str) -> str:
    """What LIKE finds wherever a text stands."""
    return f"%{mark.translate(_ESCAPED)}%"


def _delete(table: Table, which: Select[Any]) -> Statement:
    key = [*table.primary_key]
    return Statement(delete(table).where(tuple_(*key).in_(which.limit(bindparam("limit")))))


@cache
def _count(table: str, columns: Sequence[str]) -> Statement:
    known = METADATA.tables[table]
    return Statement(select(func.count()).select_from(known).where(_theirs(known, columns)))


@cache
def _ids(table: str, wanted: str, column: str) -> Statement:
    known = METADATA.tables[table]
    found = known.c[wanted]
    theirs = select(found).where(_theirs(known, (column,)), found > bindparam("after", type_=Key()))
    return Statement(theirs.order_by(found).limit(bindparam("limit")))


@cache
def _drop(table: str, columns: Sequence[str]) -> Statement:
    known = METADATA.tables[table]
    return _delete(known, select(*known.primary_key).where(_theirs(known, columns)))


_DROP_EVENTS: Final = _delete(
    events,
    select(events.c.topic, events.c.seq)
    .where(events.c.topic == bindparam("topic"))
    .order_by(events.c.seq),
)
_DROP_JOBS: Final = _delete(
    jobs,
    select(jobs.c.id).where(jobs.c.state != JobState.RUNNING, _says(jobs.c.deferred, jobs.c.error)),
)
_SPOILT: Final = (
    select(answers.c.user_id, answers.c.key)
    .where(_says(answers.c.value), cast(answers.c.value, Text()) != f'"{_SPOILED}"')
    .limit(bindparam("limit"))
)
_SPOIL: Final = Statement(
    update(answers)
    .where(tuple_(answers.c.user_id, answers.c.key).in_(_SPOILT))
    .values(value=bindparam("spoiled", type_=answers.c.value.type))
)

_NEXT_EVENT: Final = tuple_(events.c.topic, events.c.seq) > tuple_(
    bindparam("topic"), bindparam("seq")
)
_LAST_EVENT: Final = tuple_(events.c.topic, events.c.seq) <= tuple_(
    bindparam("end_topic", type_=events.c.topic.type), bindparam("end_seq", type_=events.c.seq.type)
)
_EVENTS_END: Final = Statement(
    select(events.c.topic, events.c.seq)
    .where(_NEXT_EVENT)
    .order_by(events.c.topic, events.c.seq)
    .limit(1)
    .offset(bindparam("offset"))
)
_EVENTS: Final = select(events.c.topic, events.c.seq, events.c.name, events.c.data).where(
    _NEXT_EVENT, _says(events.c.data)
)
_EVENTS_BETWEEN: Final = Statement(_EVENTS.where(_LAST_EVENT))
_EVENTS_LEFT: Final = Statement(_EVENTS)
_RETELL: Final = Statement(
    update(events)
    .where(events.c.topic == bindparam("of_topic"), events.c.seq == bindparam("of_seq"))
    .values(data=bindparam("told", type_=events.c.data.type))
)

_NEXT_MESSAGE: Final = chat_messages.c.id > bindparam("after", type_=Key())
_MESSAGES_END: Final = Statement(
    select(chat_messages.c.id)
    .where(_NEXT_MESSAGE)
    .order_by(chat_messages.c.id)
    .limit(1)
    .offset(bindparam("offset"))
)
_NAMING: Final = MESSAGES.select.where(
    _NEXT_MESSAGE, _says(chat_messages.c.mentions, chat_messages.c.notice)
)
_MESSAGES_BETWEEN: Final = Statement(
    _NAMING.where(chat_messages.c.id <= bindparam("end", type_=Key()))
)
_MESSAGES_LEFT: Final = Statement(_NAMING)


class SqlPersonalRows(PersonalRows):
    """Rows of any table, by the inventory's names."""

    def __init__(self, tx: Transaction, registry: Registry) -> None:
        self._tx = tx
        self._registry = registry

    def count(self, table: str, columns: Collection[str], value: Id) -> int:
        """How many rows have an id in any of some columns."""
        ((count,),) = self._tx.rows(_count(table, tuple(columns)), value=value)
        return int(count)

    def ids(
        self, table: str, wanted: str, column: str, value: Id, *, after: str = "", limit: int
    ) -> Sequence[Id]:
        """The ids in a column of the rows that have an id in another."""
        begin = after or _FIRST
        rows = self._tx.rows(_ids(table, wanted, column), value=value, after=begin, limit=limit)
        return [Id(row[0]) for row in rows]

    def drop(self, table: str, columns: Collection[str], value: Id, limit: int) -> int:
        """Delete rows that have an id in any of some columns."""
        return self._tx.run(_drop(table, tuple(columns)), value=value, limit=limit)

    def drop_events(self, topic: Topic, limit: int) -> int:
        """Delete events of a topic."""
        return self._tx.run(_DROP_EVENTS, topic=topic, limit=limit)

    def drop_jobs(self, marks: Collection[str], limit: int) -> int:
        """Delete jobs that do not run, in which any of some texts stands."""
        dropped = 0
        for mark in marks:
            dropped += self._tx.run(_DROP_JOBS, mark=_somewhere(mark), limit=limit - dropped)
        return dropped

    def spoil_answers(self, mark: str, limit: int) -> int:
        """Make answers unreadable in which a text stands."""
        return self._tx.run(_SPOIL, mark=_somewhere(mark), spoiled=_SPOILED, limit=limit)

    def reword_events(
        self, mark: str, reword: Callable[[Event], Event], after: str, limit: int
    ) -> Stretch:
        """Change what is told, in the events that come next."""
        topic, seq = json.loads(after) if after else ("", 0)
        given = {"topic": topic, "seq": seq}
        end = self._tx.row(_EVENTS_END, **given, offset=limit - 1)
        said = {**given, "mark": _somewhere(mark)}
        if end is None:
            rows = self._tx.rows(_EVENTS_LEFT, **said)
        else:
            rows = self._tx.rows(_EVENTS_BETWEEN, **said, end_topic=end[0], end_seq=end[1])
        changed = sum(self._retell(row, reword) for row in rows)
        return Stretch(changed=changed, end="" if end is None else json.dumps([*end]))

    def _retell(self, row: tuple[Any, ...], reword: Callable[[Event], Event]) -> bool:
        topic, seq, name, data = row
        try:
            told = codec.load_event(name, data, self._registry)
        except codec.UnknownShape:
            self._tx.run(_RETELL, of_topic=topic, of_seq=seq, told={})
            return True
        other = reword(told)
        if other != told:
            self._tx.run(_RETELL, of_topic=topic, of_seq=seq, told=other)
        return other != told

    def reword_messages(
        self, mark: str, reword: Callable[[ChatMessage], ChatMessage], after: str, limit: int
    ) -> Stretch:
        """Change what is said, in the messages that come next."""
        given = {"after": after or _FIRST}
        end = self._tx.row(_MESSAGES_END, **given, offset=limit - 1)
        said = {**given, "mark": _somewhere(mark)}
        if end is None:
            messages = MESSAGES.all(self._tx, _MESSAGES_LEFT, **said)
        else:
            messages = MESSAGES.all(self._tx, _MESSAGES_BETWEEN, **said, end=end[0])
        changed = 0
        for message in messages:
            other = reword(message)
            if other != message:
                MESSAGES.put(self._tx, other)
                changed += 1
        return Stretch(changed=changed, end="" if end is None else str(end[0]))
