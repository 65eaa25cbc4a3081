"""A kind of work that is done in confined processes: where it stands, and what it may cost."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import attrs

from phantom_core.kernel.errors import PhantomError

__all__ = ["Bounds", "Trade"]


class Bounds(attrs.AttrsInstance, Protocol):
    """What one process, and one job of it, may cost; an attrs class of plain numbers."""

    @property
    def memory_bytes(self) -> int:
        """How much memory a process may allocate, its libraries included."""

    @property
    def jobs_per_worker(self) -> int:
        """After so many jobs a process is replaced by a fresh one."""

    def processor_seconds(self, job: str) -> float:
        """How much processor time a job of this kind may use."""


@attrs.frozen(kw_only=True)
class Trade:
    """A kind of work.

    Attributes:
        name: what its processes are called when one fails: `audio`.
        module: what is run as a process; it calls `child.serve`.
        bounds: what it may cost.
        failure: makes the refusal of a file that the process could not cope with, of a reason.
        refusal: reads a refusal that the process has written.
    """

    name: str
    module: str
    bounds: Bounds
    failure: Callable[[str], PhantomError]
    refusal: Callable[[Mapping[str, Any]], PhantomError]
