"""Tags over SQL."""

from typing import Any, Final

import attrs
from sqlalchemy import bindparam, tuple_
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.catalog import tags
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Key, Words
from phantom_core.catalog import Tag, TagKind, Tags
from phantom_core.catalog.listing import TAGS, after_name, name_cursor
from phantom_core.kernel import Page, PageRequest, name_key, spelled

__all__ = ["SqlTags"]

_TAGS: Final = Rows(
    tags,
    Tag,
    noun="tag",
    computed={
        "name_key": lambda tag: name_key(tag.name),
        "spelled": lambda tag: spelled(tag.name),
    },
)
_ADD: Final = Statement(
    insert(tags)
    .values({column.name: bindparam(column.name) for column in tags.c})
    .on_conflict_do_nothing(index_elements=["kind", "spelled"])
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

    def add(self, tag: Tag) -> Tag:
        """Store a new tag, unless there is one like it, whoever may be adding it just now."""
        key, name = name_key(tag.name), spelled(tag.name)
        fields = attrs.asdict(tag, recurse=False)
        if self._tx.run(_ADD, **fields, name_key=key, spelled=name):
            return tag
        (known,) = _TAGS.all(self._tx, _NAMED, kind=tag.kind, name=name)
        return known

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
