"""The standby: whether it is one of our database, may be read, and keeps up."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final

from phantom_adapters.sql.tables import METADATA
from phantom_app.counting import counted
from phantom_app.database import database_url
from phantom_app.doctor.finding import Finding
from phantom_app.settings import Settings

if TYPE_CHECKING:
    from phantom_adapters.sql.postgres import Connection

__all__ = ["standby"]

_CHECK: Final = "standby"
_LONGEST: Final = timedelta(seconds=5)
_PAUSE: Final = 0.002
_UNREADABLE: Final = """\
SELECT count(*) FROM unnest($1::text[]) AS name
WHERE NOT coalesce(has_table_privilege(to_regclass(quote_ident(name)), 'SELECT'), false)"""
_SYSTEM: Final = "that of another system"
_DATABASE: Final = "that of another database of the same system"
_TIMELINE: Final = (
    "on another timeline: it follows a primary that ours has taken over from, or has not written "
    "down yet that it does so no longer"
)
_ADVICE: Final = {
    _SYSTEM: "Name a server that was copied from ours by pg_basebackup.",
    _DATABASE: "Give PHANTOM_STANDBY_URL the name of the database in PHANTOM_DATABASE_URL.",
    _TIMELINE: "Have it follow the new primary, by pg_rewind or a new copy; if it does already, "
    "wait a few minutes, until it writes that down.",
}
"""What it means that a part of the lineage differs, in their order, and what to do."""


def standby(settings: Settings) -> Iterator[Finding]:
    """Look at the standby, if there is one, beside its primary."""
    if settings.standby_url is None:
        return
    from phantom_adapters.sql.postgres import POSTGRES, connect

    with ExitStack() as stack:
        try:
            primary = stack.enter_context(closing(connect(database_url(settings))))
        except POSTGRES.error:
            # The check of the database says it.
            return
        try:
            follower = connect(settings.standby_url, target_session_attrs="any")
            stack.enter_context(closing(follower))
            yield _finding(primary, follower, settings.standby_patience)
        except POSTGRES.error as error:
            yield Finding.fail(
                _CHECK,
                f"The standby cannot be asked, so that the primary does all the work: {error}",
                "See whether it runs, with hot_standby=on, and whether PHANTOM_STANDBY_URL has its "
                "host, name, user and password; what was said above tells which.",
            )


def _finding(primary: "Connection", follower: "Connection", patience: timedelta) -> Finding:
    from phantom_adapters.sql.lineage import LINEAGE
    from phantom_adapters.sql.standby_session import LINEAGE_OF_STANDBY

    if not _value(follower, "SELECT pg_is_in_recovery()"):
        return Finding.fail(
            _CHECK,
            "PHANTOM_STANDBY_URL leads to a primary, or to what was a standby once.",
            "Name a server that follows the database: pg_basebackup --write-recovery-conf makes "
            "one. If this one has taken over, it belongs into PHANTOM_DATABASE_URL.",
        )
    ours, theirs = _value(primary, LINEAGE), _value(follower, LINEAGE_OF_STANDBY)
    for said, mine, other in zip(_ADVICE, ours.split("/"), theirs.split("/"), strict=True):
        if mine != other:
            return Finding.fail(_CHECK, f"The standby is not asked: it is {said}.", _ADVICE[said])
    if unreadable := _value(follower, _UNREADABLE, [*METADATA.tables]):
        return Finding.fail(
            _CHECK,
            f"Whoever PHANTOM_STANDBY_URL names may not read {counted(unreadable, 'table')} there.",
            "Name the user of PHANTOM_DATABASE_URL, or give theirs the right, on the primary: "
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO USER.",
        )
    return _punctuality(primary, follower, patience)


def _punctuality(primary: "Connection", follower: "Connection", patience: timedelta) -> Finding:
    """How long it takes until the standby has what the primary has now."""
    from phantom_adapters.sql.standby_session import POSITION, REPLAYED

    wanted, began = _value(primary, POSITION), monotonic()
    longest = max(_LONGEST, patience)
    while (lacking := wanted - (_value(follower, REPLAYED) or 0)) > 0:
        if monotonic() > began + longest.total_seconds():
            return Finding.fail(
                _CHECK,
                f"The standby is {counted(lacking, 'byte')} behind, and did not make up for that "
                f"in {longest.total_seconds():.0f} seconds, so that the primary does all the work.",
                "See pg_stat_replication on the primary, whether it is connected at all and where "
                "its log waits, and on the standby pg_get_wal_replay_pause_state(), "
                "recovery_min_apply_delay, and its log: where a segment that it needs was removed, "
                "make a new copy.",
            )
        sleep(_PAUSE)
    late = timedelta(seconds=monotonic() - began)
    milliseconds = f"{late / timedelta(milliseconds=1):.0f} ms"
    if late > patience:
        return Finding.warn(
            _CHECK,
            f"The standby had what the primary has after {milliseconds}, and is waited for "
            f"{patience / timedelta(milliseconds=1):.0f} ms: the primary does most of the work.",
            "Find out what holds it up (network, disk, or long queries there), or raise "
            "PHANTOM_STANDBY_PATIENCE.",
        )
    return Finding.fine(_CHECK, f"The standby has what the primary has within {milliseconds}.")


def _value(connection: "Connection", question: str, *values: Any) -> Any:
    row = connection.execute(question.encode(), values).fetchone()
    return None if row is None else row[0]
