"""Which blobs a database names, and what its rows say of their bytes."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import attrs
from sqlalchemy import Connection, Select, literal, null, select, true, type_coerce, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from phantom_adapters.sql.blob_sources import BlobIn, Elements
from phantom_adapters.sql.tables.audio import audio_files, audio_reports
from phantom_adapters.sql.tables.blobs import blob_ledger
from phantom_adapters.sql.tables.media_images import images
from phantom_adapters.sql.tables.privacy_exports import data_exports
from phantom_adapters.sql.tables.sets import music_tracks
from phantom_adapters.sql.types import Whole, Words
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger import BlobState

__all__ = ["NamedBlob", "Naming", "named_blobs"]

_PAGE: Final = 1000


@attrs.frozen
class Naming:
    """One row, or the ledger, and what it says of a blob.

    Attributes:
        kind: what names it: `recording`, `ledger`.
        size: how many bytes it has, where that is said.
        sha256: of its bytes, where that is said.
    """

    kind: str
    size: int | None
    sha256: str | None


@attrs.frozen
class NamedBlob:
    """A blob that must be there, and by whom it is named."""

    key: BlobKey
    namings: tuple[Naming, ...]

    def faults(self, size: int, sha256: str | None) -> list[str]:
        """What is wrong with an object of this size and, if it was read, this digest."""
        found = []
        for each in self.namings:
            if each.size not in (None, size):
                found.append(f"it has {size} bytes, and its {each.kind} says {each.size}")
            if sha256 is not None and each.sha256 not in (None, sha256):
                found.append(f"its bytes are others than its {each.kind} says")
        return found


class _SizeIn(FunctionElement[Any]):
    """The `size_bytes` of a JSON object."""

    inherit_cache = True
    name = "size_in"


@compiles(_SizeIn, "sqlite")
def _(element: _SizeIn, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} ->> 'size_bytes')"


@compiles(_SizeIn, "postgresql")
def _(element: _SizeIn, compiler: Any, **options: Any) -> str:
    return f"(({compiler.process(element.clauses, **options)}) ->> 'size_bytes')::bigint"


def _said(kind: str, blob: Any, size: Any = None, sha256: Any = None) -> Select[Any]:
    return select(
        blob.label("blob"),
        literal(kind, Words()).label("kind"),
        type_coerce(null() if size is None else size, Whole).label("size"),
        type_coerce(null() if sha256 is None else sha256, Words()).label("sha256"),
    ).where(blob.is_not(None))


_SAID: Final = (
    _said("ledger", blob_ledger.c.key).where(blob_ledger.c.state == BlobState.KEPT),
    _said("recording", audio_files.c.blob, audio_files.c.size_bytes, audio_files.c.sha256),
    _said("rendition", audio_files.c.rendition_blob, _SizeIn(audio_files.c.rendition)),
    _said("report", audio_reports.c.waveform),
    _said("report", audio_reports.c.picture),
    _said("track", music_tracks.c.blob, music_tracks.c.size_bytes, music_tracks.c.sha256),
    _said("export", data_exports.c.blob, data_exports.c.size_bytes),
)


def _of_variants() -> Select[Any]:
    variant = Elements(images.c.variants).table_valued("value", name="variant")
    blob = type_coerce(BlobIn(variant.c.value), Words())
    return _said("image", blob, _SizeIn(variant.c.value)).select_from(images.join(variant, true()))


_NAMED: Final = union_all(*_SAID, _of_variants()).subquery()
_IN_ORDER: Final = select(_NAMED.c.blob, _NAMED.c.kind, _NAMED.c.size, _NAMED.c.sha256).order_by(
    _NAMED.c.blob, _NAMED.c.kind
)


def named_blobs(connection: Connection, *keys: BlobKey) -> Iterator[NamedBlob]:
    """Stream the blobs that must be there, by key.

    They are those that the ledger keeps, and those that rows name.

    Args:
        connection: to a database at this version's state; it is read until the stream ends.
        keys: these alone, if any are given.
    """
    query = _IN_ORDER.where(_NAMED.c.blob.in_(keys)) if keys else _IN_ORDER
    rows = connection.execution_options(yield_per=_PAGE).execute(query)
    for key, said in groupby(rows, key=lambda row: row.blob):
        yield NamedBlob(BlobKey(key), tuple(Naming(*row[1:]) for row in said))
