"""What a database refuses, in Phantom's words. Drivers' own errors end in the driver's module."""

from phantom_core.kernel import Conflict, Fault, Invalid, Unavailable

__all__ = ["ConnectionLost", "Dangling", "RaceLost", "Taken", "unfit", "unreachable"]


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
        super().__init__("What this refers to has just gone.")


class RaceLost(Exception):
    """The database ended the transaction for the sake of another one; it must be run again."""


class ConnectionLost(Exception):
    """The connection broke, and with it the transaction."""


def unfit(reason: str) -> Invalid:
    """The refusal of a value that no database can keep. Rules of the core should have caught it."""
    return Invalid(Fault("", f"holds a value that cannot be stored: {reason}"))


def unreachable(reason: str, *, retry_after: float = 1.0) -> Unavailable:
    """The refusal when the database itself cannot do its work."""
    return Unavailable(f"The database cannot be used now: {reason}.", retry_after=retry_after)
