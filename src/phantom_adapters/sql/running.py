"""Running calls in transactions: together or alone, and again if a race or a connection is lost."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import monotonic, sleep
from typing import Any, Final

from phantom_adapters.clock import Ratchet
from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.errors import (
    BeginFailed,
    CommitFailed,
    ConnectionLost,
    OutcomeUnknown,
    RaceLost,
    Unreachable,
    outcome_unknown,
)
from phantom_adapters.sql.kept import Kept
from phantom_adapters.sql.lanes import Runner
from phantom_adapters.sql.session import Session
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.unit import SqlUnit
from phantom_core.kernel import EPOCH, Committed, Unavailable
from phantom_core.registry import Registry

__all__ = ["PATIENCE", "Reader", "Writer"]

PATIENCE: Final = 8.0
"""Seconds for which a call is tried again while others are faster, or the database is away."""

_FIRST_PAUSE: Final = 0.01
_LONGEST_PAUSE: Final = 0.5


class _Trying(Runner):
    """What readers and writers share: a session, and calls tried until they are settled."""

    def __init__(
        self,
        session: Session,
        registry: Registry,
        ratchet: Ratchet,
        kept: Kept,
        patience: float = PATIENCE,
    ) -> None:
        self._session = session
        self._registry = registry
        self._ratchet = ratchet
        self._patience = patience
        self._kept = kept

    def rest(self) -> None:
        """Nothing is held for those who come next."""

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _unit(self, call: Call, now: datetime, transaction: Transaction) -> SqlUnit:
        return SqlUnit(call.invocation, now, transaction, self._registry, self._kept)

    def _settle(self, call: Call, attempt: Callable[[Call], Any]) -> None:
        """Run a call alone, again and again while that may help, and note its outcome."""
        pause = 0.0
        while True:
            try:
                return call.succeed(attempt(call))
            except (RaceLost, ConnectionLost, OutcomeUnknown) as error:
                if not self._may_repeat(call, error, pause):
                    return call.fail(_given_up(error))
            except BaseException as error:  # noqa: BLE001 - it is the caller's
                return call.fail(error)
            sleep(random.uniform(0, pause))  # noqa: S311 - to keep out of step with others
            pause = min(max(2 * pause, _FIRST_PAUSE), _LONGEST_PAUSE)

    def _may_repeat(self, call: Call, error: Exception, pause: float = 0.0) -> bool:
        """Whether there is time for another try, after a pause, and it would do no harm.

        What may have happened is repeated only if the key's row can tell whether it has.
        """
        # Whoever is faster ends soon, and then it is this call's turn; who is away may stay so.
        patience = max(self._patience, PATIENCE) if isinstance(error, RaceLost) else self._patience
        late = monotonic() + pause > call.since + patience
        unsure = isinstance(error, OutcomeUnknown) and call.invocation.idempotency_key is None
        return not (late or unsure or call.abandoned)


class Reader(_Trying):
    """Runs calls in transactions that see one state and change nothing.

    One transaction answers all calls that came before it began, one after the other: its state has
    whatever their callers may have heard of, so those in line need no transaction of their own.
    Time stands still in it: who is told a time, and then asks what has happened since, misses
    nothing.
    """

    _begun_at = 0.0
    _now = EPOCH

    def run(self, calls: Sequence[Call]) -> None:
        """Run calls one after the other."""
        for call in calls:
            self._settle(call, self._answer)

    def rest(self) -> None:
        """End the transaction: nobody is in line who came before it began."""
        if self._begun_at:
            self._begun_at = 0.0
            self._session.roll_back()

    def _answer(self, call: Call) -> Any:
        try:
            self._be_begun(call)
            transaction = self._session.transaction(writing=False)
            answer = call.body(self._unit(call, self._now, transaction))
            transaction.check()
        except BaseException:
            self.rest()
            raise
        return answer

    def _be_begun(self, call: Call) -> None:
        """Be in a transaction that began after a call came."""
        if call.since < self._begun_at:
            return
        self.rest()
        self._begun_at = monotonic()
        self._now = self._ratchet(self._begin(call))

    def _begin(self, call: Call) -> datetime:  # noqa: ARG002 - whose, all the same to a primary
        return self._session.begin(writing=False, shared=False)


class Writer(_Trying):
    """Runs calls that go together in one transaction, each in its own savepoint."""

    def run(self, calls: Sequence[Call]) -> None:
        """Run calls; those that their common transaction failed are run again, each alone."""
        if len(calls) == 1:
            self._settle(calls[0], self._alone)
        else:
            self._together(calls)

    def _together(self, calls: Sequence[Call]) -> None:
        try:
            self._attempt(calls)
        except (BeginFailed, CommitFailed) as error:
            # It would be the same for each of them, and each would wait as long.
            for call in calls:
                call.fail(_given_up(error))
        except (OutcomeUnknown, RaceLost, ConnectionLost, Unreachable) as error:
            for call in calls:
                self._retry(call, error)

    def _retry(self, call: Call, error: Exception) -> None:
        if self._may_repeat(call, error):
            self._settle(call, self._alone)
        else:
            call.fail(_given_up(error))

    def _attempt(self, calls: Sequence[Call]) -> None:
        with self._undone_if_it_fails():
            now = self._begin_shared()
            for call in calls:
                now = self._part(call, now)
            self._session.commit()

    def _begin_shared(self) -> datetime:
        try:
            return self._session.begin(writing=True, shared=True)
        except Unreachable as error:
            raise BeginFailed(error.reason) from error

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
        unit = self._unit(call, self._ratchet(now), transaction)
        value = call.body(unit)
        done = Committed(value=value, events=unit.settle(), jobs=len(unit.enqueued))
        transaction.check()
        return done


def _given_up(error: Exception) -> Unavailable:
    """An error of one caller's own: a shared one would gather the tracebacks of all."""
    if isinstance(error, OutcomeUnknown):
        refusal = outcome_unknown(str(error))
    else:
        refusal = Unreachable(error.reason if isinstance(error, Unreachable) else str(error))
    refusal.__cause__ = error
    return refusal
