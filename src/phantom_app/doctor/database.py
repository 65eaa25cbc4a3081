"""The database: whether it answers, what it is, what its clock says, and who works for it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select, text

from phantom_adapters.sql.copying import SchemaBehind, looking_into
from phantom_adapters.sql.migrations import DatabaseNewer
from phantom_adapters.sql.tables.kernel import jobs
from phantom_app.counting import counted
from phantom_app.database import database_url
from phantom_app.doctor.finding import Finding
from phantom_app.doctor.signer import signer
from phantom_app.logs import with_causes
from phantom_app.settings import Settings
from phantom_core.kernel import JobState, Unavailable

__all__ = ["clocks", "database", "durability", "waiting"]

_OFF: Final = timedelta(seconds=2)
_FAR_OFF: Final = timedelta(seconds=30)
_LATE: Final = timedelta(minutes=5)
_FAR_TOO_LATE: Final = timedelta(hours=1)
_KEEPING: Final = ("fsync", "full_page_writes", "synchronous_commit")
"""What makes PostgreSQL keep what it has acknowledged, whatever happens to the machine."""


def database(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Finding]:
    """Look at the database; nothing in it is made or changed."""
    try:
        with looking_into(database_url(settings)) as connection:
            yield Finding.fine("database", f"{settings.storage_kind} answers, with our tables.")
            yield from clocks(connection, clock)
            yield from _healthy(connection)
            yield from durability(connection)
            yield from waiting(connection, clock())
            yield from signer(connection, settings)
    except DatabaseNewer as error:
        advice = "Run the version that migrated it, or restore a backup from before."
        yield Finding.fail("schema", error.detail, advice)
    except SchemaBehind as error:
        yield _behind(settings, error)
    except (Unavailable, ValueError) as error:
        said = with_causes(error) if isinstance(error, Unavailable) else str(error)
        yield Finding.fail(
            "database",
            f"The database does not answer: {said}",
            "See whether it runs, and whether PHANTOM_DATABASE_URL has its host, name, user and "
            "password.",
        )


def _behind(settings: Settings, error: SchemaBehind) -> Finding:
    advice = "Run `phantom migrate`; a server does it when it starts."
    if error.revision is None and not settings.shares_store:
        return Finding.warn("schema", "There is no database yet.", advice)
    return Finding.fail("schema", error.detail, advice)


def clocks(connection: Connection, clock: Callable[[], datetime]) -> Iterator[Finding]:
    """Compare our clock with that of the database, where it has one of its own."""
    if connection.dialect.name == "sqlite":
        return
    before = clock()
    theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one().astimezone(UTC)
    connection.rollback()
    after = clock()
    apart = max(before - theirs, theirs - after, timedelta())
    if apart <= _OFF:
        yield Finding.fine("clock", "Our clock and the database's agree.")
        return
    told = Finding.fail if apart > _FAR_OFF else Finding.warn
    yield told(
        "clock",
        f"Our clock and the database's are {apart.total_seconds():.0f} seconds apart: tokens and "
        "links run out too early or too late.",
        "Have both machines keep time by NTP: chrony, or timedatectl set-ntp true.",
    )


def _healthy(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        said = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if said != "ok":
            yield Finding.fail(
                "database",
                f"The file of the database is damaged: {said}",
                "Stop the server, keep the file, and restore the latest backup.",
            )
        return
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    connection.rollback()
    if encoding != "UTF8":
        yield Finding.fail(
            "database",
            f"The database keeps text as {encoding}, which has no room for most names.",
            "Make one with ENCODING 'UTF8', and restore a backup into it.",
        )


def durability(connection: Connection) -> Iterator[Finding]:
    """Whether what the database acknowledges survives a loss of power."""
    if connection.dialect.name == "sqlite":
        return
    for name in _KEEPING:
        chosen = connection.execute(text(f"SHOW {name}")).scalar_one()
        if chosen == "off":
            yield Finding.warn(
                "durability",
                f"PostgreSQL runs with {name}=off: what people were told is stored may be gone "
                "after a crash or a loss of power.",
                f"Set {name} to on, where it was changed: postgresql.conf, ALTER SYSTEM, the role "
                "or the database.",
            )
    connection.rollback()


def waiting(connection: Connection, now: datetime) -> Iterator[Finding]:
    """Whether somebody does the stored jobs."""
    overdue = select(func.min(jobs.c.due_at), func.count()).where(
        jobs.c.state == JobState.WAITING, jobs.c.due_at < now - _LATE
    )
    oldest, late = connection.execute(overdue).one()
    given_up = select(func.count()).where(jobs.c.state == JobState.DEAD)
    dead = connection.execute(given_up).scalar_one()
    connection.rollback()
    if late:
        told = Finding.fail if now - oldest > _FAR_TOO_LATE else Finding.warn
        waits = counted(late, "job waits", "jobs wait")
        minutes = (now - oldest) // timedelta(minutes=1)
        yield told(
            "workers",
            f"{waits}, the longest for {counted(minutes, 'minute')}: no worker seems to do them.",
            "Start `phantom worker`, or `phantom serve` without --no-worker; if one runs, see its "
            "log, and start more of them.",
        )
    else:
        yield Finding.fine("workers", "No job waits for longer than a few minutes.")
    if dead:
        yield Finding.warn(
            "jobs",
            f"{counted(dead, 'job was', 'jobs were')} given up after many tries, so a mail, an "
            "analysis or the like was not done.",
            "`phantom jobs list --state dead` says which, and why; `phantom jobs retry ID...` has "
            "them done after all.",
        )
