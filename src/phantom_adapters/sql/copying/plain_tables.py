"""The tables once more, with columns that are moved as they stand.

What a column's value means is of no interest to a copy, and nothing may hinder one: a JSON value is
not read as what this version takes it for, nor a text as a member of an enumeration.
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, LargeBinary, MetaData, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from phantom_adapters.sql.tables import METADATA
from phantom_adapters.sql.types import Choice, Document, Json, Key, Words

__all__ = ["PLAIN_TABLES"]


class _Sixteen(TypeDecorator[bytes]):
    """An id as its 16 bytes, whatever a database makes of them."""

    cache_ok = True
    impl = LargeBinary

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A uuid, or bytes."""
        on_postgres = dialect.name == "postgresql"
        return dialect.type_descriptor(postgresql.UUID() if on_postgres else LargeBinary())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """PostgreSQL's driver takes a uuid."""
        on_postgres = dialect.name == "postgresql"
        return UUID(bytes=value) if on_postgres and value is not None else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """A uuid becomes bytes."""
        return value.bytes if isinstance(value, UUID) else value


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    match kind:
        case Key():
            return _Sixteen()
        case Json():
            return Json()
        case Choice() | Document():
            return Words()
        case _:
            return kind


def _copy(metadata: MetaData) -> list[Table]:
    plain = MetaData()
    return [
        Table(table.name, plain, *(Column(each.name, _plain(each.type)) for each in table.columns))
        for table in metadata.sorted_tables
    ]


PLAIN_TABLES: Final = _copy(METADATA)
"""All tables, those that others refer to first."""
