"""Recordings are found by their words and tags."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types
from phantom_core.kernel import name_key, spelled

revision = "0017_audio_search"
down_revision = "0016_studio_keeping"
branch_labels = None
depends_on = None

_AT_ONCE = 500

# Ids stay as the driver gives them.
_files = sa.table(
    "audio_files",
    sa.column("id"),
    sa.column("owner_id"),
    sa.column("title"),
    sa.column("original_file_name"),
    sa.column("tags"),
    sa.column("name_key"),
    sa.column("sought"),
)
_annotations = sa.table(
    "music_annotations",
    sa.column("audio_file_id"),
    sa.column("words"),
    sa.column("sought"),
)
_tags = sa.table(
    "audio_tags",
    sa.column("audio_file_id"),
    sa.column("key"),
    sa.column("owner_id"),
    sa.column("tag"),
)


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "audio_tags",
        sa.Column("audio_file_id", types.Key(), nullable=False),
        sa.Column("key", types.Words(), nullable=False),
        sa.Column("owner_id", types.Key(), nullable=False),
        sa.Column("tag", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audio_file_id"], ["audio_files.id"], name=op.f("fk_audio_tags_audio_file_id")
        ),
        sa.PrimaryKeyConstraint("audio_file_id", "key", name=op.f("pk_audio_tags")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_audio_tags_owner_id_key", "audio_tags", ["owner_id", "key"])
    for table, name in (
        ("audio_files", "name_key"),
        ("audio_files", "sought"),
        ("music_annotations", "sought"),
    ):
        op.add_column(
            table, sa.Column(name, types.Words(), nullable=False, server_default=sa.text("''"))
        )
    _fill_files(op.get_bind())
    _fill_annotations(op.get_bind())


def _fill_files(connection: sa.Connection) -> None:
    for row in _rows(connection, _files, _files.c.id):
        tags = _read(row["tags"])
        texts = (row["title"], row["original_file_name"], *tags)
        connection.execute(
            sa.update(_files)
            .where(_files.c.id == row["id"])
            .values(name_key=name_key(row["title"]), sought=_sought(*texts))
        )
        keys = {spelled(tag): tag for tag in sorted(tags, reverse=True)}
        for key, tag in keys.items():
            connection.execute(
                sa.insert(_tags).values(
                    audio_file_id=row["id"], key=key, owner_id=row["owner_id"], tag=tag
                )
            )


def _fill_annotations(connection: sa.Connection) -> None:
    for row in _rows(connection, _annotations, _annotations.c.audio_file_id):
        words = _read(row["words"])
        said = [text for name in ("description", "mood", "genre") if (text := words.get(name))]
        texts = (*said, *words.get("instruments", ()), *words.get("tags", ()))
        connection.execute(
            sa.update(_annotations)
            .where(_annotations.c.audio_file_id == row["audio_file_id"])
            .values(sought=_sought(*texts))
        )


def _rows(connection: sa.Connection, table: Any, key: Any) -> Iterator[sa.RowMapping]:
    """All rows, some at a time, as each is changed while it is looked at."""
    some = sa.select(table).order_by(key).limit(_AT_ONCE)
    rows = connection.execute(some).mappings().all()
    while rows:
        yield from rows
        behind = rows[-1][key.name]
        rows = connection.execute(some.where(key > behind)).mappings().all()


def _read(value: Any) -> Any:
    """What a column of JSON holds: PostgreSQL's driver has read it already."""
    return json.loads(value) if isinstance(value, str) else value


def _sought(*texts: str) -> str:
    return "".join(f"{spelled(text)}\n" for text in texts)
