"""What our user may do in PostgreSQL: read and write every table, whoever owns it."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Final

from phantom_adapters.sql.tables import METADATA
from phantom_app.counting import counted
from phantom_app.database import database_url
from phantom_app.doctor.finding import Finding
from phantom_app.settings import Settings

if TYPE_CHECKING:
    from phantom_adapters.sql.postgres import Connection

__all__ = ["rights"]

_CHECK: Final = "rights"
_NEEDED: Final = (
    *((table, "SELECT, INSERT, UPDATE, DELETE") for table in METADATA.tables),
    ("alembic_version", "SELECT"),
)
_LAID: Final = b"SELECT to_regclass('alembic_version')"
_LACKING: Final = b"""\
SELECT "right", array_agg(name ORDER BY name), min(quote_ident(current_user))
FROM unnest($1::text[], $2::text[]) AS needed (name, rights),
    string_to_table(rights, ', ') AS "right"
WHERE NOT has_table_privilege(to_regclass(quote_ident(name)), "right")
GROUP BY "right" ORDER BY 1"""
"""Of tables that are not there nothing is said."""


def rights(settings: Settings) -> Iterator[Finding]:
    """See whether we may do in each table what we do there."""
    if not database_url(settings).startswith("postgres"):
        return
    from phantom_adapters.sql.postgres import POSTGRES, connect

    try:
        connection = connect(database_url(settings))
    except POSTGRES.error:
        # The check of the database says it.
        return
    with closing(connection):
        if connection.execute(_LAID).fetchone() != (None,):
            yield _finding(connection)


def _finding(connection: "Connection") -> Finding:
    tables, needed = (list(each) for each in zip(*_NEEDED, strict=True))
    lacking = connection.execute(_LACKING, [tables, needed]).fetchall()
    if not lacking:
        return Finding.fine(_CHECK, "The database lets us read and write our tables.")
    user = lacking[0][2]
    said = "; ".join(f"{right} in {_some(names)}" for right, names, _ in lacking)
    return Finding.fail(
        _CHECK,
        f"The database does not let {user}, whom PHANTOM_DATABASE_URL names, do this: {said}.",
        "As the owner of the tables: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "
        f"public TO {user}, and ALTER DEFAULT PRIVILEGES, so that new tables are like them.",
    )


def _some(names: list[str]) -> str:
    return names[0] if len(names) == 1 else counted(len(names), "table")
