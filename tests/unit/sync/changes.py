"""Changes in few words, for tests."""

from collections.abc import Mapping

from phantom_core.sync import Change, Put, RecordId, Remove, ReplicaId, Value, hybrid_time

__all__ = ["P", "put", "remove"]

P = RecordId("p")
"""The record that most tests are about."""


def put(
    name: str,
    wall_ms: int,
    fields: Mapping[str, Value],
    *,
    record: str = P,
    seen: Mapping[str, int] | None = None,
    author: str | None = None,
) -> Change:
    """A change of one record; `name` is its replica and counter, as in `a1`."""
    edit = Put(RecordId(record), fields)
    return _change(name, wall_ms, edit, seen=seen, author=author)


def remove(
    name: str, wall_ms: int, *, record: str = P, seen: Mapping[str, int] | None = None
) -> Change:
    """A change that removes one record."""
    return _change(name, wall_ms, Remove(RecordId(record)), seen=seen, author=None)


def _change(
    name: str,
    wall_ms: int,
    edit: Put | Remove,
    *,
    seen: Mapping[str, int] | None,
    author: str | None,
) -> Change:
    return Change(
        replica=ReplicaId(name[0]),
        counter=int(name[1:]),
        author=author or name[0].upper(),
        time=hybrid_time(wall_ms),
        seen={ReplicaId(replica): counter for replica, counter in (seen or {}).items()},
        edits=(edit,),
    )
