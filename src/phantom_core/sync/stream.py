"""Live frames: one change each, a few bytes, on a connection that keeps its order.

A frame is a JSON array without its brackets: who made the change, when, and for each record which
fields, which record and the values. A name or an id is spelled out the first time and from then
on spoken of by its number; what follows from the frame before is left out. Both ends therefore
keep what was said, and a new connection begins anew.
"""

import json
from json.scanner import make_scanner
from typing import Any, Final

import attrs

from phantom_core.sync.batch import Row, row_of
from phantom_core.sync.change import Change, ReplicaId, Seen
from phantom_core.sync.stamps import LOGICAL_BITS, HybridTime, logical_of, wall_of
from phantom_core.sync.writes import SHAPE, VALUES, Shape

__all__ = ["Frame", "FrameReader", "FrameWriter"]

_encode: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
_decode: Final = make_scanner(json.JSONDecoder())  # type: ignore[arg-type]
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
        """Who: a number, in an array of its own with a name or a leap; and what was seen since."""
        replica, author = change.replica, self._authors.get(change.replica)
        who: Any = _numbered(self._replicas, replica)
        if author is None:
            author = self._authors[replica] = _Author(replica, change.author, 0, {})
            who = [who, change.author, change.counter - 1]
        elif change.counter != author.counter + 1:
            who = [who, change.counter - author.counter - 1]
        head = [who]
        if change.seen != author.seen:
            for other, counter in change.seen.items():
                before = author.seen.get(other, 0)
                if counter != before:
                    head += [_numbered(self._replicas, other), counter - before]
        author.counter, author.seen = change.counter, change.seen
        return head if len(head) > 1 or type(who) is list else who

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


def _parts(frame: str) -> list[Any]:
    try:
        read: tuple[list[Any], int] = _decode(f"[{frame}]", 0)
    except StopIteration as problem:
        message = "a frame that ends before its end"
        raise ValueError(message) from problem
    parts, end = read
    if end != len(frame) + 2:
        message = "a frame that goes on after its end"
        raise ValueError(message)
    return parts


class FrameReader:
    """Reads the changes of one connection, in the order in which they were written."""

    def __init__(self) -> None:
        self._replicas: list[str] = []
        self._records: list[Any] = []
        self._shapes: list[Shape] = []
        self._authors: dict[int, _Author] = {}
        self._time = HybridTime(0)

    def read(self, frame: str) -> Frame:
        """The next change. Raises: ValueError, IndexError, TypeError, if it is none."""
        parts = _parts(frame)
        head, step = parts[0], parts[1]
        if type(head) is int:
            author = self._authors[head]
            author.counter += 1
        else:
            author = self._head(head)
        time: Any = self._time
        if step > 0:
            time = ((time >> LOGICAL_BITS) + step) << LOGICAL_BITS
        else:
            time = -step if step else time + 1
        self._time = time
        replica, name, counter, seen = author.replica, author.author, author.counter, author.seen
        rows: list[Row] = []
        at, end = _FIRST, len(parts)
        while at < end:
            shape, record = parts[at], parts[at + 1]
            shape = self._shapes[shape] if type(shape) is int else self._shape(shape)
            record = self._records[record] if type(record) is int else _said(self._records, record)
            start, at = at + 2, at + 2 + len(shape)
            values = tuple(parts[start:at])
            rows.append((record, (time, name, replica, counter, values, seen, shape)))
        if at != end:
            message = "a frame ends before its last value"
            raise ValueError(message)
        return replica, name, counter, rows

    def _head(self, head: Any) -> _Author:
        who, *seen = head
        if type(who) is list:
            word, *names, leap = who
            author = self._introduced(word, names[0]) if names else self._authors[word]
            author.counter += leap
        else:
            author = self._authors[who]
        author.counter += 1
        if seen:
            others = [_said(self._replicas, other) for other in seen[::2]]
            steps = zip(others, seen[1::2], strict=True)
            known = author.seen
            author.seen = {**known, **{other: known.get(other, 0) + step for other, step in steps}}
        return author

    def _introduced(self, word: Any, name: str) -> _Author:
        author = _Author(_said(self._replicas, word), name, 0, {})
        self._authors[self._replicas.index(author.replica)] = author
        return author

    def _shape(self, names: list[str]) -> Shape:
        shape = tuple(names)
        self._shapes.append(shape)
        return shape


def _said(table: list[Any], word: Any) -> Any:
    """The word that was said, or that has this number."""
    if isinstance(word, int):
        return table[word]
    table.append(word)
    return word
