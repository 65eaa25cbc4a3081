"""One's uploads that come in parts: which are open, how they go on, giving them up."""

from litestar import Response, Router, delete, get

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath
from phantom_app.http.uploads.payloads import (
    StoragePayload,
    UploadPayload,
    UploadPlanPayload,
    named,
    plan_answer,
    storage_of,
    upload_of,
)
from phantom_core.kernel import NotFound
from phantom_core.uploads import CancelUpload, GetStorageAccount, ListUploads
from phantom_core.uploads.flows import resume

__all__ = [
    "ROUTES",
    "cancel",
    "list_uploads",
    "show",
    "storage",
]


@get("/")
async def list_uploads(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[UploadPayload]:
    """One's uploads in parts that are open, newest first."""
    page = await request.caller.ask(ListUploads(page=page_at(limit, cursor)))
    return items_of(page, upload_of)


@get("/{upload_id:str}", refuses=[NotFound])
async def show(request: PhantomRequest, upload_id: IdInPath) -> Response[UploadPlanPayload]:
    """How an upload goes on: fresh URLs for the parts that have not come, and what has come.

    It stays open for another while.
    """
    services = request.caller.services
    plan = await resume(
        services.uploads, named(upload_id), actor=request.caller.actor, now=services.clock()
    )
    return plan_answer(request, plan)


@delete("/{upload_id:str}", refuses=[NotFound])
async def cancel(request: PhantomRequest, upload_id: IdInPath) -> None:
    """Give an upload up; what came of it goes."""
    await request.caller.do(CancelUpload(upload_id=named(upload_id)))


@get("/storage")
async def storage(request: PhantomRequest) -> StoragePayload:
    """How much of the store one takes, and may take."""
    account = await request.caller.ask(GetStorageAccount())
    return storage_of(account, request.caller.services.uploads.limits)


ROUTES = (
    Router("/api/uploads", tags=["Uploads"], route_handlers=[list_uploads, show, cancel]),
    Router("/api/users/me", tags=["Uploads"], route_handlers=[storage]),
)
"""What the server serves of uploads."""
