"""What a database refuses, in Phantom's words. Drivers' own errors end in the driver's module."""

from typing import Final

from phantom_adapters.web.circuit import Declined
from phantom_core.kernel import Conflict, Fault, Invalid, Unavailable

__all__ = [
    "STANDBY",
    "UNMARKED",
    "BeginFailed",
    "CommitFailed",
    "ConnectionLost",
    "Dangling",
    "OutcomeUnknown",
    "Overlong",
    "RaceLost",
    "Taken",
    "Unmarked",
    "Unreachable",
    "outcome_unknown",
    "unfit",
]

STANDBY: Final = "it is a standby that has not taken over"
"""Why a PostgreSQL is refused that follows another one."""


UNMARKED: Final = "the primary has not said how far it is"
"""Why a standby has not begun to answer, where that is none of its doing."""


class Taken(Conflict):
    """A unique constraint refused a row; the repository knows what that means.

    On PostgreSQL the transaction is over with it: a command must not go on after it.

    Attributes:
        constraint: the constraint's name.
    """

    rule = "taken"

    def __init__(self, constraint: str) -> None:
        super().__init__("There is one like this already.")
        self.constraint = constraint


class Dangling(Conflict):
    """A foreign key refused a row: what it refers to is gone, or what refers to it is there."""

    rule = "dangling"

    def __init__(self) -> None:
        super().__init__("What this refers to has just gone, or is still referred to.")


class Unreachable(Unavailable):
    """The database cannot do its work: it is away, full, broken, or too busy.

    Attributes:
        reason: what the database says. It may name hosts, users and SQL, and so is for the log of
            the operator and for nobody else.
    """

    def __init__(self, reason: str, detail: str = "The database cannot be used now.") -> None:
        self.reason = reason.strip()
        super().__init__(detail)


class Overlong(Unreachable, Declined):
    """A statement took longer than any may: the database is there, and has ended it."""


class BeginFailed(Unreachable):
    """The transaction could not begin, and nobody who was to share it was run."""


class CommitFailed(Unreachable):
    """The commit failed, and everything that shared it."""


class RaceLost(Exception):
    """The database ended the transaction for the sake of another one; it must be run again."""


class ConnectionLost(Exception):
    """The connection broke, and the transaction with it: nothing has happened."""


class Unmarked(Exception):
    """How far the primary is was not to be had, so nothing is known of what a standby lacks."""


class OutcomeUnknown(Exception):
    """The connection broke during the commit, which may or may not have happened."""


def outcome_unknown(reason: str) -> Unreachable:
    """The refusal of a call of which nobody knows whether it was done."""
    return Unreachable(reason, "Whether this was done is not known; look, then decide.")


def unfit() -> Invalid:
    """The refusal of a value that no database can keep. Rules of the core should have caught it.

    What the driver says of it is its cause, and is not told: it may quote SQL.
    """
    return Invalid(Fault("", "holds a value that cannot be stored"))
