"""Sessions: connections to a database, and how transactions begin and end on them."""

from collections.abc import Hashable
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.fence import Fence
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.watch import Watch

__all__ = ["Database", "Session"]


class Session(Protocol):
    """A connection that runs one transaction at a time.

    All methods but `roll_back` and `close` may raise RaceLost, ConnectionLost and Unavailable;
    after that the transaction is over, once `roll_back` is called.
    """

    def begin(self, *, writing: bool, shared: bool) -> datetime:
        """Begin a transaction, and tell the time.

        Args:
            writing: whether it may change anything; if not, it sees one consistent state.
            shared: whether several calls share it: `keep` or `undo` ends each but the last.
        """

    def transaction(self, *, writing: bool) -> Transaction:
        """The running transaction, for repositories."""

    def keep(self) -> datetime:
        """End a call's part of a shared transaction; tell the time for the next."""

    def undo(self) -> datetime:
        """Take a call's part of a shared transaction back; tell the time for the next."""

    def commit(self) -> None:
        """Make everything durable.

        Raises: OutcomeUnknown, if it may or may not have happened; CommitFailed, if it has not.
        """

    def roll_back(self) -> None:
        """Take everything back. Never fails: a connection that cannot do it is dropped."""

    def close(self) -> None:
        """Let go of the connection."""


class Database(Protocol):
    """A database that can be connected to.

    Attributes:
        writers: how many sessions write at once.
        readers: how many sessions read at once.
        fence: keeps sessions away from what another database has taken over from; `None` where
            there can be no other.
    """

    writers: int
    readers: int
    fence: Fence | None

    def session(self, *, writing: bool, watch: Watch | None = None) -> Session:
        """A new session, which a `watch` of this database's knows.

        It connects when it is first used, on the thread that uses it.
        """

    def watch(self) -> Watch | None:
        """What will notice that it is away; `None` where there is no network between."""

    def shared(self, call: Call) -> Hashable:
        """What a call that writes shares with others that had better go with it, if anything."""

    def engine(self) -> Engine:
        """SQLAlchemy's way to the same database, for migrations."""
