"""What asks a standby in place of the primary, for as long as that is worth it."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.errors import UNMARKED, ConnectionLost, Unmarked, Unreachable
from phantom_adapters.sql.lanes import Lanes, Line
from phantom_adapters.sql.running import Reader
from phantom_adapters.sql.watch import Watch
from phantom_adapters.web.circuit import Circuit, CircuitState, Declined
from phantom_core.kernel import SYSTEM, Invocation, PhantomError, Unavailable, UnitOfWork

if TYPE_CHECKING:
    from phantom_adapters.sql.standby_session import StandbyDatabase, StandbySession

__all__ = ["Standby", "StandbyReader", "standby_on"]

_LOG: Final = logging.getLogger(__name__)
_REST: Final = 1.0
_LONGEST_LINE: Final = 100


class StandbyReader(Reader):
    """Runs each call once. What a query itself refuses with is its answer; nothing else is.

    Only what is lost or late is the standby's failure; another error is the query's own.
    """

    _session: "StandbySession"

    def run(self, calls: Sequence[Call]) -> None:
        """Run calls one after the other."""
        for call in calls:
            try:
                call.succeed(self._answer(call))
            except (PhantomError, Unmarked) as error:
                call.fail(error)
            except ConnectionLost as error:
                call.fail(_because(error, Unreachable(str(error))))
            except Exception as error:  # noqa: BLE001 - the primary runs it again, and tells
                call.fail(_because(error, Declined("The standby cannot answer this.")))

    def _be_begun(self, call: Call) -> None:
        super()._be_begun(call)
        if call.abandoned:
            raise Unreachable("it was late")
        call.answering = True

    def _begin(self, call: Call) -> datetime:
        return self._session.begin_asked(call.since)


class Standby:
    """A standby that answers calls which only read, while it can do so at once.

    Attributes:
        lanes: what carries the calls.
        circuit: lets no call through for a second when five in a row were not answered.
        asked: how many calls might have gone to it.
        passed_over: how many of them the primary had to answer.
    """

    def __init__(
        self,
        lanes: Lanes,
        sessions: "Sequence[StandbySession]",
        watch: Watch,
        close: Callable[[], None],
        patience: float,
    ) -> None:
        self.lanes = lanes
        self.circuit = Circuit("The standby", monotonic, pause=_REST)
        self.asked = 0
        self.passed_over = 0
        self._sessions = sessions
        self._watch = watch
        self._close = close
        self._patience = patience
        self._calls: set[Call] = set()
        self._answers = True

    @property
    def standing(self) -> str:
        """How it is, as far as those know who asked it: `ok`, or `passed over`."""
        return "ok" if self.circuit.state is CircuitState.CLOSED else "passed over"

    async def look(self) -> str:
        """How it is now: whoever looks asks it something too."""
        with suppress(Unavailable):
            await self._read(Call(Invocation(SYSTEM, 0), _nothing))
        return self.standing

    @property
    def waited(self) -> float:
        """For how many seconds calls have waited so far for what it lacked."""
        return sum(session.waited for session in self._sessions)

    @property
    def behind(self) -> int:
        """How many bytes it lacked when it was last looked at, at the most."""
        return max(session.behind for session in self._sessions)

    async def read(self, invocation: Invocation, body: Callable[[UnitOfWork], Any]) -> Any:
        """Run `body` on all that was acknowledged before.

        Raises: Unavailable, if the primary must do it; whatever `body` refuses with.
        """
        self.asked += 1
        try:
            return await self._read(Call(invocation, body))
        except Unavailable:
            self.passed_over += 1
            raise

    async def close(self) -> None:
        """Finish what was begun, end the threads, close the connections."""
        await self.lanes.close()
        await asyncio.to_thread(self._watch.close)
        await asyncio.to_thread(self._close)

    def give_up(self) -> None:
        """Have the primary do whatever waits for the standby; from any thread."""
        for call in list(self._calls):
            call.give_up(Unreachable("it answers nobody now"))

    async def _read(self, call: Call) -> Any:
        try:
            answer = await self._answer(call)
        except Unmarked as error:
            raise Unreachable(str(error)) from error
        except Unavailable as error:
            self._tell(error)
            raise
        self._tell()
        return answer

    async def _answer(self, call: Call) -> Any:
        if self.lanes.calls >= _LONGEST_LINE:
            raise Unavailable("Too many are waiting for the standby.")
        with self.circuit.passing():
            self._watch.enforce()
            self.lanes.join(call)
            self._calls.add(call)
            loop = asyncio.get_running_loop()
            late = loop.call_later(self._patience, self._be_late, call)
            try:
                return await call.outcome
            finally:
                late.cancel()
                self._calls.discard(call)
                call.let_go()

    def _be_late(self, call: Call) -> None:
        """Have the primary do what has not begun: in line, or on a wire that says nothing."""
        if call.answering:
            return
        reasons = {session.held_up for session in self._sessions} - {""}
        if reasons == {UNMARKED}:
            call.give_up(Unmarked(*reasons))
        else:
            said = ", ".join(sorted(reasons)) or "others are read there"
            call.give_up(Unreachable(f"it is late: {said}"))

    def _tell(self, error: Unavailable | None = None) -> None:
        """Log when it is passed over from now on, and when that is over."""
        answers = self.circuit.state is CircuitState.CLOSED
        if answers == self._answers:
            return
        self._answers = answers
        if answers:
            _LOG.warning("The standby answers again.")
        else:
            self.give_up()
            said = error.reason if isinstance(error, Unreachable) else error
            _LOG.warning("The standby is passed over, and the primary answers: %s.", said)


def standby_on(
    database: "StandbyDatabase",
    read_on: "Callable[[StandbySession], StandbyReader]",
    *,
    primary: Watch | None,
    patience: float,
) -> Standby:
    """Have a standby answer.

    Args:
        database: where it is.
        read_on: makes what runs calls on a session.
        primary: tells when the primary is away.
        patience: seconds for which a standby is waited for that does not answer.
    """
    marker, watch = database.marker(primary), database.watch()
    sessions = [database.reading(marker, watch) for _ in range(database.readers)]
    line = Line(lambda _: None, longest=_LONGEST_LINE)
    lanes = Lanes("standby", line, [read_on(each) for each in sessions])
    standby = Standby(lanes, sessions, watch, marker.close, database.patience)
    watch.begin(patience, standby.give_up)
    return standby


def _nothing(_: UnitOfWork) -> None:
    """Ask nothing but to be answered."""


def _because(cause: Exception, error: Unavailable) -> Unavailable:
    error.__cause__ = cause
    return error
