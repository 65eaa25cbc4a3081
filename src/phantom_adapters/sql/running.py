"""Running calls in transactions: together or alone, and again if a race or a connection is lost."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import monotonic, sleep
from typing import Any, Final

from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.errors import (
    CommitFailed,
    ConnectionLost,
    OutcomeUnknown,
    RaceLost,
    Unreachable,
)
from phantom_adapters.sql.lanes import Runner
from phantom_adapters.sql.session import Session
from phantom_adapters.sql.unit import SqlUnit
from phantom_core.kernel import Committed, Unavailable
from phantom_core.registry import Registry

__all__ = ["PATIENCE", "Reader", "Writer"]

PATIENCE: Final = 8.0
"""Seconds for which a call is tried again while the database is away, or others are faster."""

_FIRST_PAUSE: Final = 0.01
_LONGEST_PAUSE: Final = 0.5


class _Trying(Runner):
    """What readers and writers share: a session, and calls tried until they are settled."""

    def __init__(self, session: Session, registry: Registry, patience: float = PATIENCE) -> None:
        self._session = session
        self._registry = registry
        self._patience = patience

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _settle(self, call: Call, attempt: Callable[[Call], Any]) -> None:
        """Run a call alone, again and again while that may help, and note its outcome."""
        pause = 0.0
        while True:
            try:
                return call.succeed(attempt(call))
            except (RaceLost, ConnectionLost, OutcomeUnknown) as error:
                if not _may_repeat(call, error) or self._is_late(call, pause):
                    return call.fail(_given_up(error))
            except BaseException as error:  # noqa: BLE001 - it is the caller's
                return call.fail(error)
            sleep(random.uniform(0, pause))  # noqa: S311 - to keep out of step with others
            pause = min(max(2 * pause, _FIRST_PAUSE), _LONGEST_PAUSE)

    def _is_late(self, call: Call, pause: float) -> bool:
        return monotonic() + pause > call.since + self._patience


class Reader(_Trying):
    """Runs each call in a transaction of its own, which sees one state and changes nothing."""

    def run(self, calls: Sequence[Call]) -> None:
        """Run calls one after the other."""
        for call in calls:
            self._settle(call, self._alone)

    def _alone(self, call: Call) -> Any:
        try:
            now = self._session.begin(writing=False, shared=False)
            transaction = self._session.transaction(writing=False)
            return call.body(SqlUnit(call.invocation, now, transaction, self._registry))
        finally:
            self._session.roll_back()


class Writer(_Trying):
    """Runs calls that go together in one transaction, each in its own savepoint."""

    def run(self, calls: Sequence[Call]) -> None:
        """Run calls; those that their common transaction failed are run again, each alone."""
        left = calls if len(calls) == 1 else self._together(calls)
        for call in left:
            self._settle(call, self._alone)

    def _together(self, calls: Sequence[Call]) -> Sequence[Call]:
        try:
            self._attempt(calls)
        except (OutcomeUnknown, CommitFailed) as error:
            return [call for call in calls if not _failed(call, error)]
        except (RaceLost, ConnectionLost, Unreachable):
            return calls
        return ()

    def _attempt(self, calls: Sequence[Call]) -> None:
        with self._undone_if_it_fails():
            now = self._session.begin(writing=True, shared=True)
            for call in calls:
                now = self._part(call, now)
            self._session.commit()

    def _part(self, call: Call, now: datetime) -> datetime:
        """Run one call of a common transaction; answer the time for the next."""
        try:
            done = self._run(call, now)
            then = self._session.keep()
        except (RaceLost, ConnectionLost, Unreachable):
            raise
        except BaseException as error:  # noqa: BLE001 - it is the caller's, and only that caller's
            call.fail(error)
            return self._session.undo()
        call.succeed(done)
        return then

    def _alone(self, call: Call) -> Committed:
        with self._undone_if_it_fails():
            now = self._session.begin(writing=True, shared=False)
            done = self._run(call, now)
            self._session.commit()
        return done

    @contextmanager
    def _undone_if_it_fails(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._session.roll_back()
            raise

    def _run(self, call: Call, now: datetime) -> Committed:
        transaction = self._session.transaction(writing=True)
        unit = SqlUnit(call.invocation, now, transaction, self._registry)
        value = call.body(unit)
        done = Committed(value=value, events=unit.settle(), jobs=len(unit.enqueued))
        transaction.check()
        return done


def _may_repeat(call: Call, error: Exception) -> bool:
    """What may have happened is repeated only if the key's row can tell whether it has."""
    return not isinstance(error, OutcomeUnknown) or call.invocation.idempotency_key is not None


def _failed(call: Call, error: Exception) -> bool:
    """Fail a call whose commit failed; not one that may be repeated."""
    if isinstance(error, OutcomeUnknown) and _may_repeat(call, error):
        return False
    call.fail(_given_up(error))
    return True


def _given_up(error: Exception) -> Unavailable:
    refusal = Unreachable(str(error))
    refusal.__cause__ = error
    return refusal
