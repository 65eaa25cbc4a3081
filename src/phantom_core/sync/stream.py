"""Live frames: one change each, a few bytes, on a connection that keeps its order.

A frame is a JSON array without its brackets: who made the change, when, and for each record which
fields, which record and the values. A name or an id is spelled out the first time and from then
on spoken of by its number; what follows from the frame before is left out. Both ends therefore
keep what was said, and a new connection begins anew.
"""

import json
from typing import Any, Final

import attrs

from phantom_core.sync.batch import Row, row_of
from phantom_core.sync.change import Change, RecordId, ReplicaId, Seen
from phantom_core.sync.stamps import HybridTime, hybrid_time, logical_of, wall_of
from phantom_core.sync.writes import SHAPE, VALUES, Shape

__all__ = ["Frame", "FrameReader", "FrameWriter"]

_encode: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
_decode: Final = json.JSONDecoder().raw_decode
_FIRST: Final = 2
"""Where the edits begin in a frame."""


@attrs.define
class _Author:
    """What was last said of a replica."""

    replica: ReplicaId
    author: str
    counter: int
    seen: Seen


Frame = tuple[ReplicaId, str, int, list[Row]]
"""A change, read: replica, author, counter and the rows, as a document absorbs them."""


class FrameWriter:
    """Writes the changes of one connection."""

    def __init__(self) -> None:
        self._replicas: dict[str, int] = {}
        self._records: dict[str, int] = {}
        self._shapes: dict[Shape, int] = {}
        self._authors: dict[ReplicaId, _Author] = {}
        self._time = HybridTime(0)

    def write(self, change: Change) -> str:
        """The frame of the next change."""
        frame: list[Any] = [self._head(change), self._step(change.time)]
        for edit in change.edits:
            record, write = row_of(change, edit)
            shape = self._shapes.get(write[SHAPE])
            if shape is None:
                self._shapes[write[SHAPE]] = len(self._shapes)
                frame.append(write[SHAPE])
            else:
                frame.append(shape)
            frame.append(_numbered(self._records, record))
            frame.extend(write[VALUES])
        return _encode(frame)[1:-1]

    def _head(self, change: Change) -> Any:
        replica, author = change.replica, self._authors.get(change.replica)
        if author is None:
            author = self._authors[replica] = _Author(replica, change.author, 0, {})
            head: list[Any] = [_numbered(self._replicas, replica), change.author, change.counter]
        elif author.counter + 1 == change.counter and author.seen == change.seen:
            author.counter = change.counter
            return _numbered(self._replicas, replica)
        else:
            head = [_numbered(self._replicas, replica), 0, change.counter]
        for other, counter in change.seen.items():
            if author.seen.get(other) != counter:
                head += [_numbered(self._replicas, other), counter]
        author.counter, author.seen = change.counter, change.seen
        return head

    def _step(self, time: HybridTime) -> int:
        before, self._time = self._time, time
        if time == before + 1:
            return 0
        step = wall_of(time) - wall_of(before)
        return -time if logical_of(time) or step <= 0 else step


def _numbered(table: dict[str, int], word: str) -> str | int:
    """A word, the first time; from then on its number."""
    number = table.get(word)
    if number is None:
        table[word] = len(table)
        return word
    return number


class FrameReader:
    """Reads the changes of one connection, in the order in which they were written."""

    def __init__(self) -> None:
        self._replicas: list[str] = []
        self._records: list[str] = []
        self._shapes: list[Shape] = []
        self._authors: dict[int, _Author] = {}
        self._time = HybridTime(0)

    def read(self, frame: str) -> Frame:
        """The next change. Raises: ValueError, IndexError, TypeError, if it is none."""
        parts, end = _decode(f"[{frame}]")
        if end != len(frame) + 2:
            message = "a frame goes on after its end"
            raise ValueError(message)
        author = self._head(parts[0])
        step = parts[1]
        if step == 0:
            time = HybridTime(self._time + 1)
        elif step > 0:
            time = hybrid_time(wall_of(self._time) + step)
        else:
            time = HybridTime(-step)
        self._time = time
        replica, name, counter, seen = author.replica, author.author, author.counter, author.seen
        rows: list[Row] = []
        at, end = _FIRST, len(parts)
        while at < end:
            shape = parts[at]
            shape = self._shapes[shape] if type(shape) is int else self._shape(shape)
            record = parts[at + 1]
            record = self._records[record] if type(record) is int else _said(self._records, record)
            start, at = at + 2, at + 2 + len(shape)
            values = tuple(parts[start:at])
            rows.append((RecordId(record), (time, name, replica, counter, values, seen, shape)))
        return replica, name, counter, rows

    def _head(self, head: Any) -> _Author:
        if type(head) is int:
            author = self._authors[head]
            author.counter += 1
            return author
        word, name, counter, *seen = head
        if name:
            author = _Author(ReplicaId(_said(self._replicas, word)), name, 0, {})
            self._authors[self._replicas.index(author.replica)] = author
        else:
            author = self._authors[word]
        author.counter = counter
        if seen:
            others = [ReplicaId(_said(self._replicas, other)) for other in seen[::2]]
            author.seen = {**author.seen, **dict(zip(others, seen[1::2], strict=True))}
        return author

    def _shape(self, names: list[str]) -> Shape:
        shape = tuple(names)
        self._shapes.append(shape)
        return shape


def _said(table: list[str], word: str | int) -> str:
    """The word that was said, or that has this number."""
    if isinstance(word, int):
        return table[word]
    table.append(word)
    return word
