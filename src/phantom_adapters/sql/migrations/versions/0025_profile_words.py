"""What people say in their profiles narrows a search for them."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types
from phantom_core.kernel import search_key

revision = "0025_profile_words"
down_revision = "0024_images_are_charged"
branch_labels = None
depends_on = None

_AT_ONCE = 500
_LONGEST = 64

# Ids stay as the driver gives them.
_profiles = sa.table(
    "profiles",
    sa.column("user_id"),
    sa.column("roles"),
    sa.column("instruments"),
    sa.column("tags"),
    sa.column("region"),
)
_words = sa.table("profile_words", sa.column("user_id"), sa.column("word"))


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "profile_words",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("word", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_profile_words_user_id")),
        sa.PrimaryKeyConstraint("user_id", "word", name=op.f("pk_profile_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_profile_words_word_user_id", "profile_words", ["word", "user_id"])
    connection = op.get_bind()
    for profile in _rows(connection):
        rows = [{"user_id": profile["user_id"], "word": word} for word in sorted(_said(profile))]
        if rows:
            connection.execute(sa.insert(_words), rows)


def _rows(connection: sa.Connection) -> Iterator[sa.RowMapping]:
    """All profiles, some at a time."""
    some = sa.select(_profiles).order_by(_profiles.c.user_id).limit(_AT_ONCE)
    rows = connection.execute(some).mappings().all()
    while rows:
        yield from rows
        behind = rows[-1]["user_id"]
        rows = connection.execute(some.where(_profiles.c.user_id > behind)).mappings().all()


def _said(profile: sa.RowMapping) -> set[str]:
    region = profile["region"]
    named = {
        "role": _read(profile["roles"]),
        "instrument": _read(profile["instruments"]),
        "tag": _read(profile["tags"]),
        "region": [] if region is None else [region],
    }
    return {f"{kind}:{_key(text)}" for kind, texts in named.items() for text in texts}


def _read(value: Any) -> Any:
    """What a column of JSON holds: PostgreSQL's driver has read it already."""
    return json.loads(value) if isinstance(value, str) else value


def _key(text: str) -> str:
    return search_key(text)[:_LONGEST].rstrip()
