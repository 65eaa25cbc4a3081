"""Which columns name blobs. A table with blobs of its own is one line here.

The repositories in memory that name blobs say so in `uses`, each in its own class.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, Select, literal, select, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from phantom_adapters.sql.tables.audio import audio_files, audio_reports
from phantom_adapters.sql.tables.chat import chat_files
from phantom_adapters.sql.tables.media_images import images
from phantom_adapters.sql.tables.privacy_exports import data_exports
from phantom_adapters.sql.tables.sets import music_tracks
from phantom_adapters.sql.types import Words

__all__ = ["BLOB_SOURCES", "BlobIn", "Elements"]


class Elements(FunctionElement[Any]):
    """The elements of a JSON array, as rows with a `value`."""

    inherit_cache = True
    name = "elements"


@compiles(Elements, "sqlite")
def _(element: Elements, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(Elements, "postgresql")
def _(element: Elements, compiler: Any, **options: Any) -> str:
    return f"jsonb_array_elements({compiler.process(element.clauses, **options)})"


class BlobIn(FunctionElement[Any]):
    """The `blob` of a JSON object, compared by code point like any other key."""

    inherit_cache = True
    name = "blob_in"


@compiles(BlobIn, "sqlite")
def _(element: BlobIn, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} ->> 'blob')"


@compiles(BlobIn, "postgresql")
def _(element: BlobIn, compiler: Any, **options: Any) -> str:
    return f"(({compiler.process(element.clauses, **options)}) ->> 'blob') COLLATE \"C\""


def _named(kind: str, blob: Any, row_id: Column[Any]) -> Select[Any]:
    return select(blob.label("blob"), literal(kind, Words()).label("kind"), row_id.label("id"))


def _in_variants() -> Select[Any]:
    variant = Elements(images.c.variants).table_valued("value", name="variant")
    blob = type_coerce(BlobIn(variant.c.value), Words())
    return _named("image", blob, images.c.id).select_from(images, variant)


BLOB_SOURCES: Final[Sequence[Select[Any]]] = (
    _named("recording", audio_files.c.blob, audio_files.c.id),
    _named("recording", audio_files.c.rendition_blob, audio_files.c.id),
    _named("report", audio_reports.c.waveform, audio_reports.c.id),
    _named("report", audio_reports.c.picture, audio_reports.c.id),
    _named("track", music_tracks.c.blob, music_tracks.c.id),
    _named("export", data_exports.c.blob, data_exports.c.id),
    _named("file", chat_files.c.blob, chat_files.c.id),
    _in_variants(),
)
"""Selects of `blob`, `kind` and `id`: the blobs that rows name, what those are, and their ids."""
