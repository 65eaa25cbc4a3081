"""Tags over SQL."""

from typing import Any, Final

from sqlalchemy import bindparam, tuple_

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.catalog import tags
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Key, Words
from phantom_core.catalog import Tag, TagKind, Tags, TagTaken
from phantom_core.catalog.listing import TAGS, after_name, name_cursor
from phantom_core.kernel import Page, PageRequest, name_key, spelled

__all__ = ["SqlTags"]

_TAGS: Final = Rows(
    tags,
    Tag,
    noun="tag",
    taken={"uq_tags_kind_spelled": lambda _: TagTaken()},
    computed={
        "name_key": lambda tag: name_key(tag.name),
        "spelled": lambda tag: spelled(tag.name),
    },
)
_NAMED: Final = Statement(
    _TAGS.select.where(tags.c.kind == bindparam("kind"), tags.c.spelled == bindparam("name"))
)


def _listed(*, by_kind: bool, further: bool) -> Statement:
    place = (tags.c.name_key, tags.c.id)
    begin = (bindparam("name", type_=Words()), bindparam("id", type_=Key()))
    clause = _TAGS.select.order_by(*place).limit(bindparam("limit"))
    if by_kind:
        clause = clause.where(tags.c.kind == bindparam("kind"))
    return Statement(clause.where(tuple_(*place) > tuple_(*begin)) if further else clause)


_LISTS: Final = {
    (by_kind, further): _listed(by_kind=by_kind, further=further)
    for by_kind in (False, True)
    for further in (False, True)
}


class SqlTags(Tags):
    """Tags in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, tag: Tag) -> None:
        """Store a new tag."""
        _TAGS.add(self._tx, tag)

    def named(self, kind: TagKind, name: str) -> Tag | None:
        """The tag of a kind and a name."""
        return _TAGS.one(self._tx, _NAMED, kind=kind, name=spelled(name))

    def all(self, page: PageRequest, *, kind: TagKind | None = None) -> Page[Tag]:
        """Tags by name."""
        begin = after_name(page, TAGS)
        values: dict[str, Any] = {"limit": page.limit + 1}
        if kind is not None:
            values["kind"] = kind
        if begin is not None:
            values |= dict(zip(("name", "id"), begin, strict=True))
        rows = _TAGS.all(self._tx, _LISTS[kind is not None, begin is not None], **values)
        return Page.of(rows, page.limit, lambda tag: name_cursor(TAGS, name_key(tag.name), tag.id))
