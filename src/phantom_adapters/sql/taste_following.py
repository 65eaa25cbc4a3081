"""An index in memory that follows the stored rows, which are the truth.

Taken in is only what is committed, by a session of its own that reads: what a transaction takes
back never was there. Changes are numbered in the order in which they are committed, so the index
has all of them up to one number, and reads what has a greater one. Where much is to be read, as
when a process begins, a thread reads it beside; until it is done, candidates come from what it has
read so far.
"""

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import Final, Protocol

from phantom_adapters.search.brute_force import BruteForceIndex
from phantom_adapters.search.person import IndexedPerson
from phantom_adapters.sql.session import Database, Session
from phantom_adapters.sql.taste_rows import people_since, those_there
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.watch import Watch
from phantom_core.kernel import UserId
from phantom_core.matching.index_ports import Candidate, CandidateFilter, TasteVector

__all__ = ["FollowingIndex", "MemoryIndex", "index_in_memory"]

_LOG: Final = logging.getLogger(__name__)
_AT_ONCE: Final = 1_024
_BESIDE: Final = 16_384


class MemoryIndex(Protocol):
    """An index in memory, which several threads may use."""

    def load(self, people: Iterable[IndexedPerson]) -> None:
        """Put many in, each in place of what was known of them."""

    def remove(self, user_id: UserId) -> bool:
        """Have somebody found no more."""

    def candidates(
        self, vector: TasteVector, wanted: int, among: CandidateFilter
    ) -> tuple[Candidate, ...]:
        """The best."""

    def close(self) -> None:
        """Let go of what runs beside."""


def index_in_memory() -> MemoryIndex:
    """The inverted index; where numpy is not installed, the one that compares with everybody."""
    try:
        from phantom_adapters.search.inverted import InvertedIndex
    except ModuleNotFoundError:
        return BruteForceIndex()
    return InvertedIndex()


class FollowingIndex:
    """Everybody whom committed rows tell of, for all transactions of a process.

    Args:
        database: where the rows are.
        watch: tells when that is away, or another one.

    Attributes:
        revision: up to which change the index has all.
    """

    def __init__(self, database: Database, watch: Watch | None = None) -> None:
        self._database = database
        self._watch = watch
        self._session: Session | None = None
        self._index: MemoryIndex | None = None
        self._making = Lock()
        self._turn = Lock()
        self._beside: Thread | None = None
        self._ending = Event()
        self.revision = 0

    @property
    def index(self) -> MemoryIndex:
        """The index; it has at least what was committed up to `revision`."""
        with self._making:
            if self._index is None:
                self._index = index_in_memory()
            return self._index

    def catch_up(self) -> None:
        """Take in what is new, if it is little and nobody else does; else have it done beside."""
        if self._turn.acquire(blocking=False):
            try:
                more = self._take_in(_AT_ONCE)
                if more and self._beside is None and not self._ending.is_set():
                    name = "taste-index-reading"
                    self._beside = Thread(target=self._read_beside, name=name, daemon=True)
                    self._beside.start()
            finally:
                self._turn.release()

    def recheck(self, user_ids: Collection[UserId]) -> None:
        """Forget those of whom no committed row tells any more."""
        index = self.index
        with self._turn, self._reading() as tx:
            gone = set(user_ids) - those_there(tx, list(user_ids))
            for user_id in gone:
                index.remove(user_id)

    def settle(self) -> None:
        """Wait until what runs beside is done."""
        if (beside := self._beside) is not None:
            beside.join()
        self.index.close()

    def close(self) -> None:
        """End what runs beside, and let go of the connection."""
        self._ending.set()
        if (beside := self._beside) is not None:
            beside.join()
        with self._turn:
            if self._session is not None:
                self._session.close()
            if self._index is not None:
                self._index.close()

    def _read_beside(self) -> None:
        try:
            while not self._ending.is_set() and self._take_in_turn():
                pass
        except Exception:  # noqa: BLE001 - whatever it is, it ends only this reading
            _LOG.exception("The index of tastes could not be read; whoever asks next begins anew.")
        finally:
            self._beside = None

    def _take_in_turn(self) -> bool:
        with self._turn:
            return self._take_in(_BESIDE)

    def _take_in(self, limit: int) -> bool:
        """Read and take in changes; say whether there may be more."""
        with self._reading() as tx:
            found = people_since(tx, self.revision, limit)
        if found:
            self.index.load(person for _, person in found)
            self.revision = found[-1][0]
        return len(found) == limit

    @contextmanager
    def _reading(self) -> Iterator[Transaction]:
        if self._session is None:
            self._session = self._database.session(writing=False, watch=self._watch)
        try:
            self._session.begin(writing=False, shared=False)
            yield self._session.transaction(writing=False)
        finally:
            self._session.roll_back()
