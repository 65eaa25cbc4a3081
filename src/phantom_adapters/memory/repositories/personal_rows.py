"""Rows as what they are, in memory: somebody's, or naming somebody.

Tables that are asked for here have a name. What SQL keeps beside a table in order to search it is
no table here, and empty.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import attrs

from phantom_adapters.memory.kernel import MemoryEventLog
from phantom_adapters.memory.table import Journal
from phantom_core.chat import ChatMessage
from phantom_core.kernel import Event, Id, JobState, Topic
from phantom_core.privacy.anonymity import names_id
from phantom_core.privacy.inventory import INVENTORY
from phantom_core.privacy.ports import PersonalRows, Stretch

__all__ = ["MemoryPersonalRows"]

_KEYS: Final[Mapping[str, Sequence[str]]] = {"answers": ("user_id", "key")}
_KNOWN: Final = {row.table for row in INVENTORY}


class MemoryPersonalRows(PersonalRows):
    """Rows of the tables that have a name."""

    def __init__(self, journal: Journal, log: MemoryEventLog) -> None:
        self._tables = journal.tables
        self._log = log

    def count(self, table: str, columns: Collection[str], value: Id) -> int:
        """How many rows have an id in any of some columns."""
        return len(self._theirs(table, columns, value))

    def ids(
        self, table: str, wanted: str, column: str, value: Id, *, after: str = "", limit: int
    ) -> Sequence[Id]:
        """The ids in a column of the rows that have an id in another."""
        rows = [row for _, row in self._theirs(table, (column,), value)]
        found: list[Id] = [getattr(row, wanted) for row in rows]
        return sorted(each for each in found if each > after)[:limit]

    def drop(self, table: str, columns: Collection[str], value: Id, limit: int) -> int:
        """Delete rows that have an id in any of some columns."""
        found = self._theirs(table, columns, value)[:limit]
        return sum(self._tables[table].remove(key) for key, _ in found)

    def _theirs(self, table: str, columns: Collection[str], value: Id) -> list[tuple[Any, Any]]:
        if table not in _KNOWN:
            raise KeyError(table)
        known = self._tables.get(table)
        names = _KEYS.get(table, ())
        return [
            (key, row)
            for key, row in (known.items() if known else ())
            if any(value == _column(name, key, row, names) for name in columns)
        ]

    def drop_events(self, topic: Topic, limit: int) -> int:
        """Delete events of a topic."""
        return self._log.drop(self._log.after(topic, 0, limit))

    def drop_jobs(self, marks: Collection[str], limit: int) -> int:
        """Delete jobs that do not run, in which any of some texts stands."""
        jobs = self._tables["jobs"]
        found = [
            job.id
            for job in jobs
            if job.state is not JobState.RUNNING
            and any(names_id((job.deferred, job.error), mark) for mark in marks)
        ]
        return sum(map(jobs.remove, found[:limit]))

    def spoil_answers(self, mark: str, limit: int) -> int:
        """Make answers unreadable in which a text stands."""
        kept = self._tables["answers"]
        found = [(key, each) for key, each in kept.items() if names_id(each.value, mark)]
        for key, each in found[:limit]:
            kept.put(key, attrs.evolve(each, value=None, lost=True))
        return len(found[:limit])

    def reword_events(
        self, mark: str, reword: Callable[[Event], Event], after: str, limit: int
    ) -> Stretch:
        """Change what is told, in the events that come next."""
        begin = tuple(json.loads(after)) if after else ("", 0)
        ahead = [each for each in self._log.everything() if (each.topic, each.seq) > begin]
        changed = 0
        for stored in ahead[:limit]:
            event = stored.event
            other = reword(event) if names_id(event, mark) else event
            if other != event:
                self._log.retell(stored, other)
                changed += 1
        if len(ahead) < limit:
            return Stretch(changed=changed, end="")
        last = ahead[limit - 1]
        return Stretch(changed=changed, end=json.dumps([last.topic, last.seq]))

    def reword_messages(
        self, mark: str, reword: Callable[[ChatMessage], ChatMessage], after: str, limit: int
    ) -> Stretch:
        """Change what is said, in the messages that come next."""
        known = self._tables["chat_messages"]
        ids = sorted(message.id for message in known if message.id > after)[:limit]
        changed = 0
        for message_id in ids:
            message = known.get(message_id)
            if message is None or not names_id((message.mentions, message.notice), mark):
                continue
            other = reword(message)
            if other != message:
                known.put(message_id, other)
                changed += 1
        return Stretch(changed=changed, end=ids[-1] if len(ids) == limit else "")


def _column(name: str, key: Any, row: Any, in_key: Sequence[str]) -> object:
    """A column of a row, which may stand in its key alone; SQL may have some only to search by."""
    return key[in_key.index(name)] if name in in_key else getattr(row, name, None)
