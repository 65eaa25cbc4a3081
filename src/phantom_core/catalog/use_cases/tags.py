"""Tags: listing them, and adding some."""

import attrs

from phantom_core.catalog import policy
from phantom_core.catalog.ids import TagId
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.tag import Tag, TagKind
from phantom_core.kernel import Access, Command, Page, PageRequest, Query

__all__ = ["AddTag", "ListTags"]


@attrs.frozen(kw_only=True)
class ListTags(Query[Page[Tag]]):
    """List the tags by name, all or those of a kind. Raises: Invalid, for a foreign cursor."""

    access = Access.PERSON
    kind: TagKind | None = None
    page: PageRequest = PageRequest()

    def run(self, work: CatalogWork) -> Page[Tag]:
        """Answer a page."""
        return work.tags.all(self.page, kind=self.kind)


@attrs.frozen(kw_only=True)
class AddTag(Command[Tag]):
    """Add a tag; one that is there already is the same tag.

    Raises: Invalid; Forbidden, to all but admins for other kinds than `free`.
    """

    access = Access.PERSON
    name: str
    kind: TagKind = TagKind.FREE

    def run(self, work: CatalogWork) -> Tag:
        """Answer it."""
        policy.may_tag(work.actor, self.kind).enforce()
        tag = Tag(id=TagId(work.new_id()), name=self.name, kind=self.kind, created_at=work.now)
        return work.tags.add(tag)
