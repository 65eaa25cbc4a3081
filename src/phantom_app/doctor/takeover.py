"""The database: whether it is the one that has taken over, as far as the broker knows."""

from collections.abc import AsyncIterator
from contextlib import closing
from typing import Final

from anyio import to_thread

from phantom_app.broker import known_timelines
from phantom_app.database import database_url
from phantom_app.doctor.finding import Finding
from phantom_app.settings import Settings

__all__ = ["takeover"]

_CHECK: Final = "takeover"


async def takeover(settings: Settings) -> AsyncIterator[Finding]:
    """Compare the timeline of the database with the newest one, where there is a broker.

    Whether the two answer at all, other checks say.
    """
    lineage = await to_thread.run_sync(_lineage, settings) if settings.shares_store else None
    known = await known_timelines(settings)
    if lineage is None or known is None:
        return
    system, _, timeline = lineage.split("/")
    newest = known.get(system, 0)
    if int(timeline) < newest:
        yield Finding.fail(
            _CHECK,
            f"The database is on timeline {timeline}, and one on timeline {newest} has taken over "
            "from it: servers and workers refuse it.",
            "Lead PHANTOM_DATABASE_URL to the one that has taken over, and have this one follow it "
            "(pg_rewind, or a new copy). If this one is right after all, since its files were put "
            f"back from an earlier time, tell the broker: ZREM phantom:timelines {system}.",
        )
    else:
        yield Finding.fine(_CHECK, "Nothing is known to have taken over from the database.")


def _lineage(settings: Settings) -> str | None:
    from phantom_adapters.sql.lineage import LINEAGE
    from phantom_adapters.sql.postgres import POSTGRES, connect

    try:
        with closing(connect(database_url(settings))) as connection:
            ((lineage,),) = connection.execute(LINEAGE.encode()).fetchall()
            return str(lineage)
    except (POSTGRES.error, ValueError):
        return None
