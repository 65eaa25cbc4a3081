"""Tags in memory."""

from phantom_adapters.memory.repositories.catalog_tables import CatalogTables, named_page
from phantom_core.catalog import Tag, TagKind, Tags
from phantom_core.catalog.listing import TAGS
from phantom_core.kernel import Page, PageRequest, name_key, spelled

__all__ = ["MemoryTags"]


class MemoryTags(Tags):
    """Tags by id."""

    def __init__(self, tables: CatalogTables) -> None:
        self._rows = tables.tags

    def add(self, tag: Tag) -> Tag:
        """Store a new tag, unless there is one like it."""
        known = self._rows.by("name", (tag.kind, spelled(tag.name)))
        if known is None:
            self._rows.add(tag)
        return known or tag

    def all(self, page: PageRequest, *, kind: TagKind | None = None) -> Page[Tag]:
        """Tags by name."""
        rows = (
            (name_key(each.name), each.id, each) for each in self._rows if kind in {None, each.kind}
        )
        return named_page(rows, page, TAGS)
