"""Storing a row, whether or not there is one with its key: the same clause for every database."""

from typing import Any

from sqlalchemy import Table, bindparam
from sqlalchemy.dialects.postgresql import Insert, insert

__all__ = ["upsert"]


def upsert(table: Table) -> Insert:
    """Insert a row; where there is one with its primary key, replace its other columns."""
    given: dict[str, Any] = {column.name: bindparam(column.name) for column in table.c}
    key = [column.name for column in table.primary_key]
    new = insert(table).values(given)
    changed = {name: new.excluded[name] for name in given if name not in key}
    if not changed:
        return new.on_conflict_do_nothing()
    return new.on_conflict_do_update(index_elements=key, set_=changed)
