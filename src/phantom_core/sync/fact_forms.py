"""The facts of a replica in a form that JSON can say, and back."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from phantom_core.sync.authority import Accepted, Problem, Refused, Repeated, Verdict
from phantom_core.sync.change import RecordId
from phantom_core.sync.facts import (
    Answered,
    Began,
    Dismissed,
    Edited,
    Fact,
    Loaded,
    Merged,
    Received,
    Rejection,
    Sent,
    Stood,
    Way,
)
from phantom_core.sync.inverses import Inverse, Restore, Revive, Withdraw
from phantom_core.sync.plain import change_from_plain, change_to_plain
from phantom_core.sync.undo import Step

__all__ = ["fact_of", "form_of"]


def form_of(fact: Fact) -> Any:  # noqa: C901, PLR0911 - one line for each kind of fact
    """A fact as JSON can say it."""
    match fact:
        case Began(replica, author):
            return ["began", replica, author]
        case Edited(change, way, gesture, steps):
            return ["edited", change_to_plain(change), way.value, gesture, steps]
        case Sent(until):
            return ["sent", until]
        case Answered(verdicts):
            return ["answered", [_verdict_form(verdict) for verdict in verdicts]]
        case Received(changes):
            return ["received", [change_to_plain(change) for change in changes]]
        case Loaded(snapshot):
            return ["loaded", b64encode(snapshot).decode()]
        case Merged(delta):
            return ["merged", b64encode(delta).decode()]
        case Dismissed(counter):
            return ["dismissed", counter]
        case Stood():
            return ["stood", _stood_form(fact)]


def fact_of(record: Any) -> Fact:  # noqa: C901, PLR0911 - as above
    """The fact that `form_of` gave this form. Raises: ValueError, if it gave none."""
    match record:
        case ["began", replica, author]:
            return Began(replica, author)
        case ["edited", change, way, gesture, steps]:
            return Edited(change_from_plain(change), Way(way), gesture, steps)
        case ["sent", until]:
            return Sent(until)
        case ["answered", verdicts]:
            return Answered([_verdict(verdict) for verdict in verdicts])
        case ["received", changes]:
            return Received([change_from_plain(change) for change in changes])
        case ["loaded", snapshot]:
            return Loaded(b64decode(snapshot))
        case ["merged", delta]:
            return Merged(b64decode(delta))
        case ["dismissed", counter]:
            return Dismissed(counter)
        case ["stood", stood]:
            return _stood(stood)
    message = f"the store of this replica holds something unknown: {record!r:.80}"
    raise ValueError(message)


def _verdict_form(verdict: Verdict) -> Any:
    match verdict:
        case Accepted(change=change):
            return ["accepted", change_to_plain(change)]
        case Repeated(change=change):
            return ["repeated", change_to_plain(change)]
        case Refused(change=change, problem=problem, void=void):
            voided = None if void is None else change_to_plain(void)
            return ["refused", change_to_plain(change), _problem_form(problem), voided]


def _verdict(record: Any) -> Verdict:
    match record:
        case ["accepted", change]:
            return Accepted(change=change_from_plain(change))
        case ["repeated", change]:
            return Repeated(change=change_from_plain(change))
        case _:
            _, change, problem, void = record
            return Refused(
                change=change_from_plain(change),
                problem=_problem(problem),
                void=None if void is None else change_from_plain(void),
            )


def _problem_form(problem: Problem) -> Any:
    return [problem.rule, problem.detail, problem.path]


def _problem(record: Any) -> Problem:
    rule, detail, path = record
    return Problem(rule=rule, detail=detail, path=path)


def _stood_form(stood: Stood) -> Any:
    return {
        "replica": stood.replica,
        "author": stood.author,
        "counter": stood.counter,
        "sent": stood.sent,
        "snapshot": b64encode(stood.snapshot).decode(),
        "pending": [change_to_plain(change) for change in stood.pending],
        "early": [change_to_plain(change) for change in stood.early],
        "rejections": [
            [change_to_plain(each.change), _problem_form(each.problem)] for each in stood.rejections
        ],
        "undo": [_step_form(step) for step in stood.undo],
        "redo": [_step_form(step) for step in stood.redo],
    }


def _stood(record: Any) -> Stood:
    return Stood(
        replica=record["replica"],
        author=record["author"],
        counter=record["counter"],
        sent=record["sent"],
        snapshot=b64decode(record["snapshot"]),
        pending=[change_from_plain(change) for change in record["pending"]],
        early=[change_from_plain(change) for change in record["early"]],
        rejections=[
            Rejection(change_from_plain(change), _problem(problem))
            for change, problem in record["rejections"]
        ],
        undo=[_step(step) for step in record["undo"]],
        redo=[_step(step) for step in record["redo"]],
    )


def _step_form(step: Step) -> Any:
    parts = [[counter, [_inverse_form(each) for each in part]] for counter, part in step.parts]
    return [step.gesture, parts]


def _step(record: Any) -> Step:
    gesture, parts = record
    return Step(gesture, [(counter, [_inverse(each) for each in part]) for counter, part in parts])


def _inverse_form(inverse: Inverse) -> Sequence[Any]:
    match inverse:
        case Restore(record, field, value):
            return ["restore", record, field, value]
        case Revive(record, fields):
            return ["revive", record, dict(fields)]
        case Withdraw(record, known):
            return ["withdraw", record, dict(known)]


def _inverse(record: Any) -> Inverse:
    match record:
        case ["restore", name, field, value]:
            return Restore(RecordId(name), field, value)
        case ["revive", name, fields]:
            return Revive(RecordId(name), fields)
        case _:
            _, name, known = record
            return Withdraw(RecordId(name), known)
