"""What a server decides of changes that it is sent: one order, one clock, one judge.

It decides and keeps nothing itself; whoever calls makes the canonical changes durable and only
then tells anybody.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import attrs

from phantom_core.sync.change import Change
from phantom_core.sync.document import Document
from phantom_core.sync.reading import writes_to
from phantom_core.sync.stamps import HybridClock, HybridTime, wall_of
from phantom_core.sync.writes import COUNTER, REPLICA, TIME

__all__ = [
    "FUTURE_MS",
    "OLDER_THAN_HORIZON",
    "Accepted",
    "Judge",
    "Problem",
    "Refused",
    "Repeated",
    "Verdict",
    "accept",
]

FUTURE_MS: Final = 60_000
"""How far ahead of the server's clock a stamp may be."""

OLDER_THAN_HORIZON: Final = "older-than-horizon"
"""The rule by which a replica is told to take a snapshot, and then to send again."""


@attrs.frozen(kw_only=True)
class Problem:
    """Why a change is not applied.

    Attributes:
        rule: the stable name of the rule that was enforced, in kebab case.
        detail: a sentence for a person.
        path: what of the change it is about, such as `edits[0].fields.volume`; may be empty.
    """

    rule: str
    detail: str
    path: str = ""


@attrs.frozen(kw_only=True)
class Accepted:
    """It stands.

    Attributes:
        change: as it stands for everybody: with the server's time, where its own was no good.
    """

    change: Change


@attrs.frozen(kw_only=True)
class Repeated:
    """It was decided before; it has no effect a second time.

    Attributes:
        change: as it was sent now.
    """

    change: Change


@attrs.frozen(kw_only=True)
class Refused:
    """It does not stand.

    Attributes:
        change: as it was sent.
        problem: why.
        void: what stands in its place, so that its replica can go on; `None`, where its number
            is still free.
    """

    change: Change
    problem: Problem
    void: Change | None = None


Verdict = Accepted | Repeated | Refused
"""What became of one change."""

Judge = Callable[[Change, Document], Problem | None]
"""Says what speaks against a change, given what stands before it: permission, schema, limits."""


def accept(
    document: Document,
    changes: Iterable[Change],
    *,
    now_ms: int,
    judge: Judge,
    future_ms: int = FUTURE_MS,
) -> list[Verdict]:
    """Decide of changes one after the other; the document goes on with each that is decided.

    A refusal stops none of those after it. The authors that changes name are believed: that they
    are who sent them is for the caller to see to.

    Args:
        document: what stands; usually a branch, which is dropped if what follows is not stored.
        changes: as they were sent.
        now_ms: the server's clock, ms since 1970.
        judge: asked of every change that is new and in order.
        future_ms: a stamp further ahead of `now_ms` is replaced by the server's own.

    Returns:
        A verdict for each, in their order.
    """
    clock = _Stamping(document, now_ms, future_ms)
    return [_decide(document, change, clock, judge) for change in changes]


def _decide(document: Document, change: Change, clock: "_Stamping", judge: Judge) -> Verdict:
    owner = document.authors.get(change.replica, change.author)
    if owner != change.author:
        return Refused(change=change, problem=_FOREIGN)
    if document.knows(change.replica, change.counter):
        return Repeated(change=change)
    problem = _out_of_order(document, change) or _may_be_forgotten(document, change)
    if problem is not None:
        return Refused(change=change, problem=problem)
    canonical = clock.stamp(change)
    problem = _unknown_seen(document, change) or judge(canonical, document)
    if problem is not None:
        void = attrs.evolve(canonical, seen={}, edits=())
        document.apply(void)
        return Refused(change=change, problem=problem, void=void)
    document.apply(canonical)
    return Accepted(change=canonical)


class _Stamping:
    """Gives changes times that are neither in the future nor before what they have seen."""

    def __init__(self, document: Document, now_ms: int, future_ms: int) -> None:
        self._document = document
        self._now_ms = now_ms
        self._limit_ms = now_ms + future_ms
        self._given: dict[str, HybridTime] = {}

    def stamp(self, change: Change) -> Change:
        time = change.time
        if wall_of(time) > self._limit_ms:
            time = HybridClock(self._document.latest).tick(self._now_ms)
        floor = max(_times_seen(self._document, change), default=HybridTime(0))
        floor = max(floor, self._given.get(change.replica, floor))
        time = self._given[change.replica] = max(time, HybridTime(floor + 1))
        return change if time == change.time else attrs.evolve(change, time=time)


def _times_seen(document: Document, change: Change) -> Iterator[HybridTime]:
    """The times of what it has seen of the records that it edits."""
    seen = {**change.seen, change.replica: change.counter}
    for edit in change.edits:
        for write in writes_to(document, edit.record):
            if write[COUNTER] <= seen.get(write[REPLICA], 0):
                yield write[TIME]


_FOREIGN: Final = Problem(
    rule="replica-of-another",
    path="replica",
    detail="This replica belongs to somebody else; use an id of your own.",
)


def _out_of_order(document: Document, change: Change) -> Problem | None:
    expected = document.counters.get(change.replica, 0) + 1
    if change.counter == expected:
        return None
    detail = f"The next change of this replica has the counter {expected}."
    return Problem(rule="counter-skipped", path="counter", detail=detail)


def _may_be_forgotten(document: Document, change: Change) -> Problem | None:
    """What was removed before the horizon is forgotten; to edit it would bring it back as new."""
    if all(document.is_known(edit.record) for edit in change.edits):
        return None
    for replica, counter in document.horizon.counters.items():
        if replica != change.replica and change.seen.get(replica, 0) < counter:
            return Problem(
                rule=OLDER_THAN_HORIZON,
                path="seen",
                detail="Take the snapshot first: what this builds on may no longer be kept.",
            )
    return None


def _unknown_seen(document: Document, change: Change) -> Problem | None:
    for replica, counter in change.seen.items():
        if not document.knows(replica, counter):
            detail = f"There is no change {counter} of {replica} that could have been seen."
            return Problem(rule="seen-unknown", path=f"seen.{replica}", detail=detail)
    return None
