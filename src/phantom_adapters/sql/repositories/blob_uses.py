"""Which rows name which blobs, over SQL."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, not_, select, union, union_all

from phantom_adapters.blob_uses import keyed_uses
from phantom_adapters.sql.blob_sources import BLOB_SOURCES
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.blobs import blob_ledger
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Words
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger import BlobState
from phantom_core.blobs.ledger_ports import BlobUses
from phantom_core.blobs.uses import BlobUse

__all__ = ["SqlBlobUses"]

_KEYS: Final[ColumnElement[Any]] = bindparam("keys", expanding=True)
_AFTER: Final = bindparam("after", type_=Words())
_LIMIT: Final[ColumnElement[Any]] = bindparam("limit")
_FIELDS: Final = ("key", "kind", "id")


def _unkept(source: Select[Any]) -> Select[Any]:
    named = source.subquery()
    kept = and_(blob_ledger.c.key == named.c.blob, blob_ledger.c.state == BlobState.KEPT)
    beside = select(named.c.blob).select_from(named.outerjoin(blob_ledger, kept))
    return beside.where(named.c.blob > _AFTER, blob_ledger.c.key.is_(None))


_NAMED: Final = union_all(*BLOB_SOURCES).subquery()
_OF: Final = Statement(
    select(_NAMED.c.blob, _NAMED.c.kind, _NAMED.c.id).where(_NAMED.c.blob.in_(_KEYS)).distinct()
)
_UNKEPT: Final = Statement(union(*map(_unkept, BLOB_SOURCES)).order_by("blob").limit(_LIMIT))
_UNUSED: Final = Statement(
    select(blob_ledger.c.key)
    .select_from(blob_ledger.outerjoin(_NAMED, _NAMED.c.blob == blob_ledger.c.key))
    .where(
        blob_ledger.c.state == BlobState.KEPT,
        blob_ledger.c.key > _AFTER,
        _NAMED.c.blob.is_(None),
        not_(blob_ledger.c.key.like("projects/%")),
    )
    .order_by(blob_ledger.c.key)
    .limit(_LIMIT)
)


class SqlBlobUses(BlobUses):
    """Joins the ledger with the tables that name blobs."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def of(self, keys: Collection[BlobKey]) -> Sequence[BlobUse]:
        """The rows that name some blobs."""
        plan, rows = self._tx.fetch(_OF, {"keys": list(keys)})
        named = [BlobUse(**dict(zip(_FIELDS, plan.read(row), strict=True))) for row in rows]
        return sorted([*named, *keyed_uses(keys)])

    def unkept(self, after: str, limit: int) -> Sequence[BlobKey]:
        """Blobs that rows name and the ledger does not keep."""
        _, rows = self._tx.fetch(_UNKEPT, {"after": after, "limit": limit})
        return [BlobKey(key) for (key,) in rows]

    def unused(self, after: str, limit: int) -> Sequence[BlobKey]:
        """Kept blobs that no row names."""
        _, rows = self._tx.fetch(_UNUSED, {"after": after, "limit": limit})
        return [BlobKey(key) for (key,) in rows]
