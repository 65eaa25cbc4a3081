"""What Alembic runs for each of its commands; the connection is given by `configuration`."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from phantom_adapters.sql.tables import METADATA
from phantom_adapters.sql.types import Choice, Document, Instant, Json, Key, Real, Words

_NAMES = {
    Choice: "Words",
    Document: "Words",
    Instant: "Instant",
    Json: "Json",
    Key: "Key",
    Real: "Real",
    Words: "Words",
}


def _render(kind: str, element: Any, _context: Any) -> str | Literal[False]:
    """Write our column types by their names; Alembic knows the others."""
    name = _NAMES.get(type(element)) if kind == "type" else None
    return f"types.{name}()" if name else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        render_item=_render,
    )
    context.run_migrations()


_run(context.config.attributes["connection"])
