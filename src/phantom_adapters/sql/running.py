"""Running calls in transactions: together or alone, and again if a race or a connection is lost."""

import random
from collections.abc import Sequence
from datetime import datetime
from time import monotonic, sleep
from typing import Any, Final

from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.errors import (
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
    """What readers and writers share: one call, tried until it is settled."""

    def __init__(self, session: Session, registry: Registry, patience: float = PATIENCE) -> None:
        self._session = session
        self._registry = registry
        self._patience = patience

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _settle(self, call: Call) -> None:
        """Run a call alone, again and again while that may help, and note its outcome."""
        pause = 0.0
        while True:
            try:
                return call.succeed(self._try(call))
            except (RaceLost, ConnectionLost) as error:
                if monotonic() + pause > call.since + self._patience:
                    return call.fail(_given_up(error))
            except OutcomeUnknown as error:
                if call.invocation.idempotency_key is None:
                    return call.fail(_given_up(error))
            except Exception as error:  # noqa: BLE001 - it is the caller's
                return call.fail(error)
            sleep(random.uniform(0, pause))  # noqa: S311 - to keep out of step with others
            pause = min(max(2 * pause, _FIRST_PAUSE), _LONGEST_PAUSE)

    def _try(self, call: Call) -> Any:
        raise AssertionError(call)

    def _unit(self, call: Call, now: datetime, *, writing: bool) -> SqlUnit:
        transaction = self._session.transaction(writing=writing)
        return SqlUnit(call.invocation, now, transaction, self._registry)


class Reader(_Trying):
    """Runs each call in a transaction of its own, which sees one state and changes nothing."""

    def run(self, calls: Sequence[Call]) -> None:
        """Run calls one after the other."""
        for call in calls:
            self._settle(call)

    def _try(self, call: Call) -> Any:
        now = self._session.begin(writing=False, shared=False)
        try:
            return call.body(self._unit(call, now, writing=False))
        finally:
            self._session.roll_back()


class Writer(_Trying):
    """Runs calls that go together in one transaction, each in its own savepoint."""

    def run(self, calls: Sequence[Call]) -> None:
        """Run calls; if their common transaction is lost, run each alone."""
        if len(calls) == 1:
            return self._settle(calls[0])
        try:
            return self._together(calls)
        except (RaceLost, ConnectionLost):
            again = calls
        except OutcomeUnknown as error:
            again = [call for call in calls if call.invocation.idempotency_key is not None]
            _fail_all(set(calls) - set(again), error)
        except Unreachable as error:
            return _fail_all(calls, error)
        for call in again:
            self._settle(call)
        return None

    def _together(self, calls: Sequence[Call]) -> None:
        now = self._session.begin(writing=True, shared=True)
        try:
            for call in calls:
                now = self._part(call, now)
            self._session.commit()
        except BaseException:
            self._session.roll_back()
            raise

    def _part(self, call: Call, now: datetime) -> datetime:
        """Run one call of a common transaction; answer the time for the next."""
        try:
            done = self._run(call, now)
            then = self._session.keep()
        except (RaceLost, ConnectionLost, Unreachable):
            raise
        except Exception as error:  # noqa: BLE001 - it is the caller's, and only that caller's
            call.fail(error)
            return self._session.undo()
        call.succeed(done)
        return then

    def _try(self, call: Call) -> Committed:
        now = self._session.begin(writing=True, shared=False)
        try:
            done = self._run(call, now)
            self._session.commit()
        except BaseException:
            self._session.roll_back()
            raise
        return done

    def _run(self, call: Call, now: datetime) -> Committed:
        unit = self._unit(call, now, writing=True)
        value = call.body(unit)
        return Committed(value=value, events=unit.settle(), jobs=len(unit.enqueued))


def _fail_all(calls: Sequence[Call] | set[Call], error: Exception) -> None:
    for call in calls:
        call.fail(_given_up(error))


def _given_up(error: Exception) -> Unavailable:
    refusal = Unreachable(str(error))
    refusal.__cause__ = error
    return refusal
