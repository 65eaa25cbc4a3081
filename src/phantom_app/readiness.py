"""Whether a server can do its work now: each part that it needs is asked, seldom and in time."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from time import monotonic
from typing import Final

import anyio
import attrs

from phantom_adapters.sql.fence import Fence
from phantom_adapters.sql.standby import Standby
from phantom_adapters.sql.storage import SqlStorage
from phantom_core.blobs import BlobStore, blob_key
from phantom_core.jobs import NextJobIn
from phantom_core.kernel import SYSTEM, Doer, PhantomError, Storage, Unavailable

__all__ = ["Amiss", "Check", "Parts", "Readiness", "fence_of", "parts_of", "standby_of"]

Check = Callable[[], Awaitable[str]]
"""Asks a part: `ok`, or another word if all is well all the same. Raises: PhantomError."""

_TAKEN_OVER: Final = "has been taken over from"
_NO_BLOB: Final = blob_key("health/nothing")
_LIFE: Final = 1.0
_LONGEST: Final = 2.0
_LATE: Final = "does not answer in time"


class Amiss(Unavailable):
    """A part is not well; the detail is what follows its name, in words for anybody."""


@attrs.frozen
class Parts:
    """How the parts were when they were asked.

    Attributes:
        standing: by name, how each is: `ok`, another word for what is well all the same, or what
            is the matter, in words for anybody.
        cause: what the first one failed with, if any did.
    """

    standing: Mapping[str, str]
    cause: Exception | None = None
    _bad: tuple[str, ...] = ()

    def enforce(self) -> Mapping[str, str]:
        """How all parts are. Raises: Unavailable, which names those that are not well."""
        if self._bad:
            said = "; ".join(f"{name} {self.standing[name]}" for name in self._bad)
            raise Unavailable(f"Not ready: {said}.") from self.cause
        return self.standing


class Readiness:
    """Asks the parts, all at once, and remembers the answers for a second.

    So whoever asks costs little, however often, and is answered in time whatever is the matter.
    """

    def __init__(
        self,
        checks: Mapping[str, Check],
        *,
        clock: Callable[[], float] = monotonic,
        longest: float = _LONGEST,
    ) -> None:
        """Ask by `checks`, by the name of the part; each has so many seconds at the `longest`."""
        self._checks = dict(checks)
        self._clock = clock
        self._longest = longest
        self._turn = anyio.Lock()
        self._known: Parts | None = None
        self._until = 0.0
        self._draining = False

    def drain(self) -> None:
        """Be not ready from now on: the server finishes what it has, and is given no more."""
        self._draining = True

    @property
    def draining(self) -> bool:
        """Whether the server is about to end."""
        return self._draining

    async def ask(self) -> Mapping[str, str]:
        """How each part is. Raises: Unavailable, if the server cannot do its work."""
        if self._draining:
            raise Unavailable("Not ready: the server is stopping.")
        async with self._turn:
            if self._known is None or self._clock() >= self._until:
                self._known = await self._asked()
                self._until = self._clock() + _LIFE
            return self._known.enforce()

    async def _asked(self) -> Parts:
        standing, failed = dict.fromkeys(self._checks, _LATE), dict[str, Exception]()

        async def ask(name: str, check: Check) -> None:
            try:
                with anyio.fail_after(self._longest):
                    standing[name] = await check()
            except TimeoutError as error:
                failed[name] = error
            except Amiss as error:
                failed[name], standing[name] = error, error.detail
            except PhantomError as error:
                # What exactly is the matter is the operator's; the log has it.
                failed[name], standing[name] = error, "does not answer"

        async with anyio.create_task_group() as tasks:
            for name, check in self._checks.items():
                tasks.start_soon(ask, name, check)
        bad = tuple(name for name in standing if name in failed)
        return Parts(standing, failed[bad[0]] if bad else None, bad)


def parts_of(
    phantom: Doer, storage: Storage, store: BlobStore, broker: Callable[[], str]
) -> Mapping[str, Check]:
    """The parts that every server needs, and those without which it goes on, by how they stand.

    These are its `broker`, and the standby of its database, where there is one.
    """

    async def database() -> str:
        with _fenced(fence_of(storage)):
            await phantom.ask(NextJobIn(), actor=SYSTEM)
        return "ok"

    async def schema() -> str:
        return await storage.schema() if isinstance(storage, SqlStorage) else "none"

    async def files() -> str:
        # A bucket that is not there says of a single file only that there is none.
        async with aclosing(store.list(_NO_BLOB)) as found:
            await anext(found, None)
        return "ok"

    async def news() -> str:
        return broker()

    parts = {"database": database, "schema": schema, "files": files, "broker": news}
    standby = standby_of(storage)
    if standby is None:
        return parts

    async def reading() -> str:
        # It makes nothing less ready, and is waited for as long as that is not in doubt.
        with anyio.move_on_after(_LIFE):
            return await standby.look()
        return standby.standing

    return {**parts, "standby": reading}


@contextmanager
def _fenced(fence: Fence | None) -> Iterator[None]:
    """Say of a database that is refused that it is. Raises: Amiss."""
    try:
        yield
    except Unavailable as error:
        if fence is not None and fence.refused:
            raise Amiss(_TAKEN_OVER) from error
        raise


def standby_of(storage: Storage) -> Standby | None:
    """What answers people beside a storage, if there is one."""
    return storage.standby if isinstance(storage, SqlStorage) else None


def fence_of(storage: Storage) -> Fence | None:
    """What keeps a storage away from a database that another one has taken over from, if any."""
    return storage.fence if isinstance(storage, SqlStorage) else None
