"""Refusals of single changes, as they are kept and told again."""

from typing import Final

import attrs

from phantom_core.kernel import (
    Conflict,
    Fault,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    PhantomError,
    TooLarge,
)
from phantom_core.sync import Problem

__all__ = ["Refusal", "SyncRefused", "error_of", "refusal_of"]

_KINDS: Final = (Invalid, Forbidden, NotFound, Gone, TooLarge, Conflict)


@attrs.frozen(kw_only=True)
class Refusal:
    """Why a change was not applied.

    Attributes:
        kind: which kind of refusal, by the rule of its class: `invalid`, `forbidden`, ...
        rule: the rule that was enforced.
        detail: a sentence for a person.
        faults: path and message of each fault of an input.
    """

    kind: str
    rule: str
    detail: str
    faults: tuple[tuple[str, str], ...] = ()


class SyncRefused(Conflict):
    """A change does not fit what its replica did before, or had seen."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.rule = problem.rule  # type: ignore[misc]


def error_of(refusal: Refusal) -> PhantomError:
    """A refusal that was kept, to be raised."""
    error: PhantomError
    if refusal.kind == Invalid.rule:
        error = Invalid(*(Fault(path, message) for path, message in refusal.faults))
    else:
        kind = next(each for each in _KINDS if each.rule == refusal.kind)
        error = kind.__new__(kind)
        PhantomError.__init__(error, refusal.detail)
    error.rule = refusal.rule  # type: ignore[misc]
    return error


def refusal_of(error: PhantomError) -> Refusal:
    """A refusal as it is kept."""
    kind = next((each for each in _KINDS if isinstance(error, each)), Conflict)
    faults = error.faults if isinstance(error, Invalid) else ()
    return Refusal(
        kind=kind.rule,
        rule=error.rule,
        detail=error.detail,
        faults=tuple((fault.path, fault.message) for fault in faults),
    )
