"""Listing somebody's recordings as they are wanted, over SQL.

All statements go by the owner first, of whom one index tells the recordings; what is sought is
looked for in the texts of these few.
"""

from typing import Any, Final

from sqlalchemy import Column, ColumnElement, bindparam, exists, func, or_, select, tuple_

from phantom_adapters.sql.place_in import place_in
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement, by_form
from phantom_adapters.sql.tables.audio import audio_files, audio_tags, music_annotations
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Choice, Words
from phantom_core.audio import AnalysisStatus, AudioFile, AudioFileId, AudioFormat, Visibility
from phantom_core.audio.listing import TAG_COUNTS
from phantom_core.audio.search import (
    AudioFilter,
    AudioOrder,
    TagCount,
    is_sought_by,
    order_cursor,
    order_position,
    tag_keys,
)
from phantom_core.kernel import Page, PageRequest, UserId, cursor_after, name_key, position

__all__ = ["FILES", "NOUN", "TagIndex", "recordings_page", "tags_page"]

NOUN: Final = "audio file"
"""What a recording is called when there is none."""

FILES: Final = Rows(
    audio_files,
    AudioFile,
    noun=NOUN,
    computed={
        "name_key": lambda file: name_key(file.title),
        "sought": is_sought_by,
        "rendition_blob": lambda file: file.rendition and file.rendition.blob,
    },
)
"""Recordings as rows."""

_KINDS: Final[dict[str, type[Any]]] = {
    "format": AudioFormat,
    "visibility": Visibility,
    "analysis_status": AnalysisStatus,
}
_MINE: Final = audio_tags.c.audio_file_id == bindparam("audio_file_id")
_KNOWN: Final = Statement(select(audio_tags.c.key, audio_tags.c.tag).where(_MINE))
_ADD: Final = Statement(
    audio_tags.insert().values({c.name: bindparam(c.name) for c in audio_tags.c})
)
_DROP_ALL: Final = Statement(audio_tags.delete().where(_MINE))
_DROP: Final = Statement(audio_tags.delete().where(_MINE, audio_tags.c.key == bindparam("key")))
_COUNTS: Final = Statement(
    select(audio_tags.c.key, func.min(audio_tags.c.tag), func.count())
    .where(audio_tags.c.owner_id == bindparam("owner_id"), audio_tags.c.key > bindparam("after"))
    .group_by(audio_tags.c.key)
    .order_by(audio_tags.c.key)
    .limit(bindparam("limit"))
)


class TagIndex:
    """The tags of recordings, kept in step with them."""

    def put(self, tx: Transaction, file: AudioFile) -> None:
        """Have a recording found by its tags, and by no others any more."""
        known = {row[0]: row[1] for row in tx.rows(_KNOWN, audio_file_id=file.id)}
        wanted = dict(tag_keys(file.tags))
        for key, _ in known.items() - wanted.items():
            tx.run(_DROP, audio_file_id=file.id, key=key)
        for key, tag in wanted.items() - known.items():
            tx.run(_ADD, audio_file_id=file.id, owner_id=file.owner_id, key=key, tag=tag)

    def remove(self, tx: Transaction, audio_file_id: AudioFileId) -> None:
        """Have a recording found by no tag."""
        tx.run(_DROP_ALL, audio_file_id=audio_file_id)


def recordings_page(
    tx: Transaction, owner_id: UserId, page: PageRequest, wanted: AudioFilter, order: AudioOrder
) -> Page[AudioFile]:
    """Those of somebody's recordings that are wanted. Raises: Invalid, for a foreign cursor."""
    behind = order_position(page, order)
    given = _given(wanted)
    made = _made(order, behind is not None, len(wanted.words.words), frozenset(given))
    values: dict[str, Any] = {
        f"word{number}": word for number, word in enumerate(wanted.words.words)
    }
    values |= {f"behind{number}": key for number, key in enumerate(behind or ())}
    rows = FILES.all(tx, made, owner_id=owner_id, limit=page.limit + 1, **values, **given)
    return Page.of(rows, page.limit, lambda file: order_cursor(order, file))


def tags_page(tx: Transaction, owner_id: UserId, page: PageRequest) -> Page[TagCount]:
    """Somebody's tags. Raises: Invalid, for a foreign cursor."""
    keys = position(page, TAG_COUNTS, str) or [""]
    rows = tx.rows(_COUNTS, owner_id=owner_id, after=keys[0], limit=page.limit + 1)
    cut = Page.of(list(rows), page.limit, lambda row: cursor_after(TAG_COUNTS, row[0]))
    return cut.map(lambda row: TagCount(tag=row[1], count=row[2]))


def _given(wanted: AudioFilter) -> dict[str, Any]:
    asked = {
        "format": wanted.format,
        "visibility": wanted.visibility,
        "analysis_status": wanted.status,
        "tag_key": wanted.tag_key,
    }
    return {name: value for name, value in asked.items() if value is not None}


@by_form
def _made(order: AudioOrder, further: bool, words: int, given: frozenset[str]) -> Statement:  # noqa: FBT001
    columns = _order_of(order)
    clause = FILES.select.where(
        audio_files.c.owner_id == bindparam("owner_id"),
        *[_narrowed(name) for name in sorted(given)],
        *[_found(number) for number in range(words)],
    )
    if further:
        place: Any = tuple_(
            *[bindparam(f"behind{number}", type_=each.type) for number, each in enumerate(columns)]
        )
        here: Any = tuple_(*columns)
        clause = clause.where(here < place if order.descends else here > place)
    sorting = [each.desc() if order.descends else each for each in columns]
    return Statement(clause.order_by(*sorting).limit(bindparam("limit")))


def _order_of(order: AudioOrder) -> list[Column[Any]]:
    files = audio_files.c
    first = {
        AudioOrder.TITLE: files.name_key,
        AudioOrder.LONGEST: files.duration_ms,
        AudioOrder.SHORTEST: files.duration_ms,
    }
    return [first[order], files.id] if order in first else [files.id]


def _narrowed(name: str) -> ColumnElement[bool]:
    if name == "tag_key":
        having = audio_tags.c.audio_file_id == audio_files.c.id
        key = bindparam("tag_key", type_=Words())
        return exists(select(audio_tags.c.key).where(having, audio_tags.c.key == key))
    return audio_files.c[name] == bindparam(name, type_=Choice(_KINDS[name]))


def _found(number: int) -> ColumnElement[bool]:
    word = bindparam(f"word{number}", type_=Words())
    said = music_annotations.c
    about = select(said.id).where(
        said.audio_file_id == audio_files.c.id, place_in(said.sought, word) > 0
    )
    return or_(place_in(audio_files.c.sought, word) > 0, exists(about))
