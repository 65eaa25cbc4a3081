"""Finding public rooms, over SQL: a walk along an index for each relevance, the greatest first."""

from collections.abc import Iterator
from typing import Any, Final

import attrs
from sqlalchemy import Column, ColumnElement, bindparam, false, func, not_, select, tuple_

from phantom_adapters.sql.repositories.rooms_rows import ROOMS
from phantom_adapters.sql.statement import Statement, by_form
from phantom_adapters.sql.tables.rooms import room_words, rooms
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Key, Whole
from phantom_adapters.sql.word_index import beyond
from phantom_core.kernel import Page, PageRequest
from phantom_core.rooms.listing import FoundPlace, Relevance, RoomFilter
from phantom_core.rooms.pages import after_found, found_cursor
from phantom_core.rooms.room import Room

__all__ = ["discovered"]

_FOUND: Final = (
    ROOMS.select.where(rooms.c.crowd.is_not(None))
    .order_by(rooms.c.crowd.desc(), rooms.c.id.desc())
    .limit(bindparam("limit"))
)
_BEGIN: Final = tuple_(bindparam("people", type_=Whole()), bindparam("id", type_=Key()))


@attrs.frozen
class _Form:
    """What is asked for in one walk; each form has a statement."""

    relevance: Relevance
    by_artist: bool
    by_genre: bool
    words: int
    further: bool


def discovered(tx: Transaction, wanted: RoomFilter, page: PageRequest) -> Page[Room]:
    """Active public rooms that fit, the most relevant first. Raises: Invalid."""
    begin = after_found(page)
    found: list[tuple[FoundPlace, Room]] = []
    for relevance in _asked(wanted, begin):
        left = page.limit + 1 - len(found)
        if left:
            form = _Form(
                relevance,
                wanted.artist_id is not None,
                wanted.genre_id is not None,
                len(wanted.query.words),
                begin is not None and begin[0] is relevance,
            )
            rows = ROOMS.all(tx, _statement(form), limit=left, **_values(wanted, begin))
            found += [((relevance, room.people_present, room.id), room) for room in rows]
    cut = Page.of(found, page.limit, lambda each: found_cursor(each[0]))
    return cut.map(lambda each: each[1])


def _asked(wanted: RoomFilter, begin: FoundPlace | None) -> Iterator[Relevance]:
    """The relevances of which there may be rooms from a place on, the greatest first."""
    first = Relevance.ARTIST if begin is None else begin[0]
    if wanted.liked_artists and first >= Relevance.ARTIST:
        yield Relevance.ARTIST
    if wanted.liked_genres and first >= Relevance.GENRE:
        yield Relevance.GENRE
    yield Relevance.OTHER


def _values(wanted: RoomFilter, begin: FoundPlace | None) -> dict[str, Any]:
    _, people, identifier = begin or (None, None, None)
    values: dict[str, Any] = {
        "artist_id": wanted.artist_id,
        "genre_id": wanted.genre_id,
        "artists": wanted.liked_artists,
        "genres": wanted.liked_genres,
        "people": people,
        "id": identifier,
    }
    for number, word in enumerate(wanted.query.words):
        values |= {f"word{number}": word, f"past{number}": beyond(word)}
    return values


@by_form
def _statement(form: _Form) -> Statement:
    conditions = [*_relevant(form.relevance), *map(_named, range(form.words))]
    if form.by_artist:
        conditions.append(rooms.c.artist_id == bindparam("artist_id"))
    if form.by_genre:
        conditions.append(rooms.c.genre_id == bindparam("genre_id"))
    if form.further:
        conditions.append(tuple_(rooms.c.crowd, rooms.c.id) < _BEGIN)
    return Statement(_FOUND.where(*conditions))


def _named(number: int) -> ColumnElement[bool]:
    """Whether the query's word of that number begins a word of the name."""
    word = room_words.c.word
    begun = word >= bindparam(f"word{number}"), word < bindparam(f"past{number}")
    return rooms.c.id.in_(select(room_words.c.room_id).where(*begun))


def _relevant(relevance: Relevance) -> list[ColumnElement[bool]]:
    by_artist = _liked(rooms.c.artist_id, "artists")
    by_genre = _liked(rooms.c.genre_id, "genres")
    if relevance is Relevance.ARTIST:
        return [by_artist]
    if relevance is Relevance.GENRE:
        return [by_genre, _not(by_artist)]
    return [_not(by_genre), _not(by_artist)]


def _liked(column: Column[Any], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))


def _not(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """That it is not true: a room without an artist or a genre is of none that is liked."""
    return not_(func.coalesce(condition, false()))
