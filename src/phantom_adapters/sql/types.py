"""Column types: what Phantom's values are in each database.

| type     | in Python                | PostgreSQL           | SQLite                   |
| -------- | ------------------------ | -------------------- | ------------------------ |
| `Key`    | an id                    | uuid                 | BLOB, 16 bytes           |
| `Instant`| a UTC datetime, ms       | timestamptz          | INTEGER, ms since 1970   |
| `Words`  | text, compared by code point | text COLLATE "C" | TEXT                     |
| `Choice` | a member of an `Enum`    | text COLLATE "C"     | TEXT                     |
| `Json`   | a value of any type      | jsonb                | TEXT                     |
| `Whole`  | an integer of 64 bits    | bigint               | INTEGER                  |
| `Real`   | a float                  | double precision     | REAL                     |
| `Flag`   | a bool                   | boolean              | INTEGER                  |
| `Day`    | a date                   | date                 | TEXT                     |
| `Raw`    | bytes                    | bytea                | BLOB                     |
"""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from functools import lru_cache, partial
from typing import Any, ClassVar, Final

from sqlalchemy import BigInteger, Boolean, Date, Double, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from phantom_adapters import codec
from phantom_core.kernel import EPOCH, MILLISECOND, Id, id_from_bytes, id_to_bytes

__all__ = [
    "Choice",
    "Day",
    "Document",
    "Flag",
    "Instant",
    "Json",
    "Key",
    "Raw",
    "Real",
    "Whole",
    "Words",
    "identifier",
]

_Processor = Callable[[Any], Any]

_REMEMBERED: Final = 1024
"""So many ids of each kind.

A cache's hash table is allocated anew now and then, by whichever thread uses it, and malloc keeps
the old one's memory in the arena of that thread: a large cache took a dozen times its size.
"""

_DOCUMENTS: Final = 256

Whole = BigInteger
"""An integer of 64 bits."""

Flag = Boolean
"""True or false."""

Day = Date
"""A day of the calendar."""

Raw = LargeBinary
"""Bytes."""


class _Column(TypeDecorator[Any]):
    """A type that is one thing on PostgreSQL and another on SQLite."""

    cache_ok = True
    impl = Text
    postgres: ClassVar[TypeEngine[Any]] = Text(collation="C")
    sqlite: ClassVar[TypeEngine[Any]] = Text()

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The database's own type."""
        kind = self.postgres if dialect.name == "postgresql" else self.sqlite
        return dialect.type_descriptor(kind)

    def bind_processor(self, dialect: Dialect) -> _Processor | None:  # noqa: ARG002
        """What turns a value into what the driver takes."""
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> _Processor | None:  # noqa: ARG002
        """What turns the driver's value back."""
        return None


class Words(_Column):
    """Text that is compared and sorted by code point."""

    cache_ok = True


class Key(_Column):
    """An id. PostgreSQL's driver is taught to read uuids as ids (`postgres.connect`)."""

    cache_ok = True
    postgres = UUID(as_uuid=False)
    sqlite = LargeBinary()

    def bind_processor(self, dialect: Dialect) -> _Processor | None:
        """Hexadecimal digits, or bytes."""
        on_postgres = dialect.name == "postgresql"
        return _hexadecimal if on_postgres else _bytes

    def result_processor(self, dialect: Dialect, coltype: object) -> _Processor | None:  # noqa: ARG002
        """Bytes become an id again."""
        return None if dialect.name == "postgresql" else identifier


# The same few ids come again and again: whoever asks, the room they are in, its host.


@lru_cache(_REMEMBERED)
def _hexadecimal(identifier: str | None) -> str | None:
    return None if identifier is None else id_to_bytes(identifier).hex()


@lru_cache(_REMEMBERED)
def _bytes(identifier: str | None) -> bytes | None:
    return None if identifier is None else id_to_bytes(identifier)


@lru_cache(_REMEMBERED)
def identifier(raw: bytes | None) -> Id | None:
    """Write 16 bytes as an id."""
    return None if raw is None else id_from_bytes(raw)


class Instant(_Column):
    """A moment, UTC, to the millisecond."""

    cache_ok = True
    postgres = TIMESTAMP(timezone=True)
    sqlite = BigInteger()

    def bind_processor(self, dialect: Dialect) -> _Processor | None:
        """SQLite counts milliseconds."""
        return None if dialect.name == "postgresql" else _milliseconds

    def result_processor(self, dialect: Dialect, coltype: object) -> _Processor | None:  # noqa: ARG002
        """Milliseconds become a datetime again."""
        return None if dialect.name == "postgresql" else _instant


def _milliseconds(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - EPOCH) // MILLISECOND


def _instant(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else EPOCH + milliseconds * MILLISECOND


class Real(_Column):
    """A float of 64 bits."""

    cache_ok = True
    postgres = Double()
    sqlite = Double()


class Choice(_Column):
    """One member of an enumeration, by its value."""

    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__()
        self.kind = kind

    def bind_processor(self, dialect: Dialect) -> _Processor | None:  # noqa: ARG002
        """The member's value."""
        return lambda member: None if member is None else member.value

    def result_processor(self, dialect: Dialect, coltype: object) -> _Processor | None:  # noqa: ARG002
        """The member of that value."""
        members: dict[Any, Any] = {None: None} | {member.value: member for member in self.kind}
        return members.__getitem__


class Json(_Column):
    """A value of a type, as JSON; without a type, what JSON itself can say."""

    cache_ok = True
    postgres = JSONB()

    def __init__(self, kind: Any = None) -> None:
        super().__init__()
        self.kind = kind

    def bind_processor(self, dialect: Dialect) -> _Processor | None:  # noqa: ARG002
        """JSON text."""
        kind = self.kind
        return lambda value: None if value is None else codec.dumps(value, kind)

    def result_processor(self, dialect: Dialect, coltype: object) -> _Processor | None:  # noqa: ARG002
        """The value again. PostgreSQL's driver has parsed the JSON already."""
        kind = Any if self.kind is None else self.kind
        read = (codec.loader if dialect.name == "postgresql" else codec.reader)(kind)
        return lambda stored: None if stored is None else read(stored)


class Document(_Column):
    """A frozen value of a type, as JSON text; what was read before is remembered by its text.

    For what is read much more often than it changes.

    Args:
        kind: the type.
        remembered: so many of the texts that were read last.
    """

    cache_ok = True

    def __init__(self, kind: Any, remembered: int = _DOCUMENTS) -> None:
        super().__init__()
        self.kind = kind
        self.remembered = remembered
        self._read = lru_cache(remembered)(partial(_document, kind))

    def bind_processor(self, dialect: Dialect) -> _Processor | None:  # noqa: ARG002
        """JSON text."""
        kind = self.kind
        return lambda value: None if value is None else codec.dumps(value, kind)

    def result_processor(self, dialect: Dialect, coltype: object) -> _Processor | None:  # noqa: ARG002
        """The value again."""
        read = self._read
        return lambda text: None if text is None else read(text)


def _document(kind: Any, text: str) -> Any:
    return codec.loads(text, kind)
