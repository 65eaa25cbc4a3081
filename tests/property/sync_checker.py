"""An independent judge of what became of people's work.

It knows what was made, what the server acknowledged, and by its own bookkeeping who had been
told of what by then; nothing of stamps, vectors or slots. From that it says what may not be:
a word that vanished, a word that stands over one that knew it, a removal that took what its
author had not seen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import attrs

from phantom_core.sync import OWNER, Change, Conflict, Put, RecordId, Rejection, Value

__all__ = ["Book", "Deed", "Dot", "Outcome"]

Dot = tuple[str, int]
"""Names a change: its replica and its counter there."""

Fields = Mapping[str, Value] | None
"""What a change gave to a record; `None`, where it removed it."""


@attrs.frozen
class Deed:
    """One change, as its author meant it.

    Attributes:
        clock_ms: what its author's clock said.
        known: all changes that had reached its author by then, their own among them.
        made_ms: when it was made in truth.
    """

    dot: Dot
    edits: Mapping[RecordId, Fields]
    known: frozenset[Dot]
    made_ms: int
    clock_ms: int


@attrs.frozen
class Outcome:
    """What somebody sees in the end."""

    state: Mapping[RecordId, Mapping[str, Value]]
    conflicts: Sequence[Conflict]


def _is_shown(dot: Dot, brought: AbstractSet[Dot]) -> bool:
    replica, counter = dot
    return all((replica, number) in brought for number in range(1, counter))


def _edits(change: Change) -> dict[RecordId, Fields]:
    return {edit.record: edit.fields if isinstance(edit, Put) else None for edit in change.edits}


class Book:
    """What was made, and what was acknowledged of it."""

    def __init__(self) -> None:
        self._made: dict[Dot, Deed] = {}
        self._accepted: dict[Dot, Deed] = {}
        self._refused: list[Dot] = []
        self._owners: dict[RecordId, set[object]] = {}

    def made(self, change: Change, known: Iterable[Dot], now_ms: int, clock_ms: int) -> None:
        """Note what somebody did to whom so much had been brought.

        Nobody is shown anything of a replica before all that it did earlier.
        """
        dot = change.replica, change.counter
        brought = set(known)
        shown = [each for each in brought if _is_shown(each, brought)]
        self._made[dot] = Deed(dot, _edits(change), frozenset(shown), now_ms, clock_ms)

    def accepted(self, change: Change) -> None:
        """Note what the server acknowledged."""
        dot = change.replica, change.counter
        deed = self._accepted[dot] = attrs.evolve(self._made[dot], edits=_edits(change))
        for record, fields in deed.edits.items():
            self._owners.setdefault(record, set()).add((fields or {}).get(OWNER))

    def deeds(self) -> list[Deed]:
        """What was acknowledged, as its authors meant it."""
        return list(self._accepted.values())

    def refused(self, change: Change) -> None:
        """Note what the server refused."""
        self._refused.append((change.replica, change.counter))

    def all_decided(self) -> list[Dot]:
        """What is known to whoever is brought all that the server has."""
        return [*self._accepted, *self._refused]

    # --- judging

    def unheard(self, rejections: Iterable[Rejection]) -> Iterator[str]:
        """What was made, is neither acknowledged nor told to its author, nor replaced by them."""
        told = [(r.change.replica, r.change.counter, _edits(r.change)) for r in rejections]
        for dot, deed in self._made.items():
            accepted = self._accepted.get(dot)
            for record, field, value in _words(deed):
                heard = accepted is not None and _says(accepted.edits, record, field, value)
                heard |= any(
                    (replica, counter) == dot and _says(edits, record, field, value)
                    for replica, counter, edits in told
                )
                if not heard and not self._is_replaced(dot, record, field):
                    yield f"{dot} lost {record}.{field} = {value} before it was acknowledged"

    def _is_replaced(self, dot: Dot, record: RecordId, field: str | None) -> bool:
        """Whether its author has had another word accepted in its place."""
        return any(
            deed.dot[0] == dot[0]
            and dot in deed.known
            and record in deed.edits
            and (field is None or field in (deed.edits[record] or {}))
            for deed in self._accepted.values()
        )

    def faults(self, outcome: Outcome, *, by_true_time: bool = False) -> Iterator[str]:
        """What may not be. `by_true_time`: clocks were good enough to tell who was last."""
        for deed in self._accepted.values():
            for record, field, _value in _words(deed):
                if field is None:
                    yield from self._faults_of_removal(deed, record, outcome)
                else:
                    yield from self._faults_of_word(deed, record, field, outcome)
        for record, fields in outcome.state.items():
            owner = fields.get(OWNER)
            if owner is not None and owner not in outcome.state and self._is_written(owner):
                yield f"{record} is there without {owner}, which holds it"
            for field, value in fields.items():
                if not self._is_last(record, field, value, by_true_time=by_true_time):
                    yield f"{record}.{field} = {value} stands, which is not the last word"

    def _is_last(self, record: RecordId, field: str, value: Value, *, by_true_time: bool) -> bool:
        writers = self._writers(record, field)
        last = [one for one in writers if not any(one.dot in other.known for other in writers)]
        if by_true_time:
            last = [max(last, key=lambda deed: deed.made_ms)]
        return any((deed.edits[record] or {})[field] == value for deed in last)

    def _is_written(self, record: Value) -> bool:
        return any(deed.edits.get(RecordId(str(record))) for deed in self._accepted.values())

    def _writers(self, record: RecordId, field: str) -> list[Deed]:
        return [deed for deed in self._accepted.values() if field in (deed.edits.get(record) or {})]

    def _faults_of_word(
        self, deed: Deed, record: RecordId, field: str, outcome: Outcome
    ) -> Iterator[str]:
        value = (deed.edits[record] or {})[field]
        if any(deed.dot in other.known for other in self._writers(record, field)):
            return
        if record not in outcome.state:
            if not any(deed.dot in other.known for other in self._removers(record)):
                yield f"{deed.dot}: {record} is gone, which nobody removed who knew of this"
        elif outcome.state[record].get(field) != value and (
            (deed.dot, value) not in _told(outcome, record, field)
        ):
            yield f"{deed.dot}: {record}.{field} = {value} was lost in silence"

    def _faults_of_removal(self, deed: Deed, record: RecordId, outcome: Outcome) -> Iterator[str]:
        if record not in outcome.state:
            return
        touching = [
            other
            for other in self._accepted.values()
            if any(self._is_in(each, record) for each, fields in other.edits.items() if fields)
        ]
        if all(other.dot in deed.known for other in touching):
            yield f"{deed.dot}: {record} was removed by who knew all of it, and is there"
        later = [*touching, *(each for each in self._removers(record) if record in each.edits)]
        settled = any(deed.dot in other.known for other in later)
        if not settled and (deed.dot, None) not in _told(outcome, record, None):
            yield f"{deed.dot}: that {record} was removed is told to nobody"

    def _removers(self, record: RecordId) -> list[Deed]:
        """Who removed a record, or anything that ever held it."""
        return [
            deed
            for deed in self._accepted.values()
            if any(
                fields is None and self._is_in(record, gone) for gone, fields in deed.edits.items()
            )
        ]

    def _is_in(self, record: RecordId, owner: RecordId) -> bool:
        """Whether a record is another, or was ever put into it."""
        return record == owner or owner in self._owners.get(record, ())


def _words(deed: Deed) -> Iterator[tuple[RecordId, str | None, Value]]:
    for record, fields in deed.edits.items():
        if fields is None:
            yield record, None, None
        else:
            for field, value in fields.items():
                yield record, field, value


def _says(
    edits: Mapping[RecordId, Fields], record: RecordId, field: str | None, value: Value
) -> bool:
    if record not in edits:
        return False
    fields = edits[record]
    if field is None or fields is None:
        return field is None and fields is None
    return field in fields and fields[field] == value


def _told(outcome: Outcome, record: RecordId, field: str | None) -> list[tuple[Dot, Value]]:
    """What is told to have lost in a field, or in the life of a record."""
    return [
        ((side.replica, side.counter), side.value)
        for conflict in outcome.conflicts
        if (conflict.record, conflict.field) == (record, field)
        for side in conflict.losers
    ]
