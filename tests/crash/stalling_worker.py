"""A worker that paints a wall: it says when it has begun, and goes on when a file is there.

Once it has lost its job it ends, and takes no other: not even the same, from one who is late.

Its arguments are the URL of the database and the path of that file. What it does to the wall is
shielded from being cancelled, so that nothing but the lease keeps it from being done twice.
"""

import sys
from datetime import timedelta
from pathlib import Path

import anyio
import attrs

from phantom_adapters.contracts.kernel_examples import EXAMPLES, Paint, Said
from phantom_adapters.jobs import Pace, Worker
from phantom_adapters.sql import open_storage
from phantom_core.jobs import finish
from phantom_core.kernel import SYSTEM, Access, Command, Lease, LeaseLost, Work
from phantom_core.phantom import Phantom

LEASE = timedelta(seconds=1)


@attrs.frozen(kw_only=True)
class SayPainted(Command[None]):
    """Have the effect and finish the job, in one transaction."""

    access = Access.SYSTEM
    lease: Lease

    def run(self, work: Work) -> None:
        """Say it."""
        finish(work, self.lease)
        work.record(Said(text="painted"))


async def main(url: str, go: Path) -> None:
    """Work until killed."""
    phantom = Phantom(open_storage(url, registry=EXAMPLES), reactions={})

    work = anyio.CancelScope()

    async def paint(lease: Lease, _: Paint) -> None:
        say(f"begun {lease.begun}")
        with anyio.CancelScope(shield=True):
            while not go.exists():  # noqa: ASYNC110 - another process makes it
                await anyio.sleep(0.02)
            try:
                await phantom.do(SayPainted(lease=lease), actor=SYSTEM)
            except LeaseLost:
                say("lost")
                work.cancel()
                raise
            say("painted")

    pace = Pace(lease=LEASE, poll=timedelta(milliseconds=100))
    with work:
        await Worker(phantom, {Paint: paint}, owner="a painter", pace=pace).run()


def say(what: str) -> None:
    """Tell the test."""
    print(what, flush=True)  # noqa: T201 - that is how


if __name__ == "__main__":
    anyio.run(main, sys.argv[1], Path(sys.argv[2]))
