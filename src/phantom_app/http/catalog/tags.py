"""Tags over HTTP."""

from typing import Annotated

from litestar import Router, get, post
from litestar.params import JSONBody, QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.payloads import TagPayload, tag_of
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import Payload
from phantom_core.catalog import AddTag, ListTags, TagKind

__all__ = ["ROUTES", "NewTag", "Wanted", "add", "list_some"]


class NewTag(Payload):
    """A tag that shall be there; only admins add others than free ones."""

    name: str
    kind: TagKind = TagKind.FREE


Wanted = Annotated[TagKind | None, QueryParameter(description="Only tags of this kind.")]
"""Which tags are asked for."""


@get("/")
async def list_some(
    request: PhantomRequest, kind: Wanted = None, limit: Limit = 50, cursor: CursorText = None
) -> Items[TagPayload]:
    """The tags, by name."""
    found = await request.caller.ask(ListTags(kind=kind, page=page_at(limit, cursor)))
    return items_of(found, tag_of)


@post("/")
async def add(request: PhantomRequest, data: JSONBody[NewTag]) -> TagPayload:
    """Add a tag; one that is there already is the same tag."""
    return tag_of(await request.caller.do(AddTag(name=data.name, kind=data.kind)))


ROUTES = (Router("/api/tags", tags=["Catalogue"], route_handlers=[list_some, add]),)
"""What is served here."""
