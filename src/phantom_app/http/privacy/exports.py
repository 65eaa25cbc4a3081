"""Exports of all that is held about oneself: asked for here, written by a worker, fetched here."""

from typing import Annotated, Any, Final

import msgspec
from litestar import Response, Router, get, post

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, InstantText, Payload, instant
from phantom_core.blobs import shared_expiry
from phantom_core.kernel import Id, NotFound, RateLimited
from phantom_core.privacy.data_export import DataExport, DataExportId, ExportStage, ExportState
from phantom_core.privacy.use_cases.exports import (
    AskForDataExport,
    GetDataExport,
    ListDataExports,
)

__all__ = ["ROUTES", "ExportPayload", "FetchedExportPayload", "ask", "listed", "one"]

_ZIP: Final = "application/zip"


class ExportPayload(Payload):
    """An export: what it waits for, how far it is, or why there is none."""

    id: IdText
    state: ExportState
    stage: ExportStage | None = None
    progress: Annotated[
        float, msgspec.Meta(ge=0, le=1, description="The share of the whole that is done.")
    ]
    asked_at: InstantText
    ended_at: InstantText | None = None
    expires_at: Annotated[
        InstantText | None, msgspec.Meta(description="When it is forgotten, and its zip deleted.")
    ] = None
    size_bytes: int | None = None
    records: int = 0
    files: int = 0
    reason: str | None = None


class FetchedExportPayload(ExportPayload):
    """An export; once it is done, with a URL of a short life to fetch its zip from."""

    url: str | None = None
    url_expires_at: InstantText | None = None


@post("", status_code=202, refuses=[RateLimited])
async def ask(request: PhantomRequest) -> Response[ExportPayload]:
    """Have all that is held about oneself written into one zip; one's topic tells how far it is.

    One export is written at a time: who asks again meanwhile is answered with that one.
    """
    caller = request.caller
    most = caller.services.settings.exports_a_day
    made = await caller.do(AskForDataExport(most_a_day=most))
    return Response(_told(made), headers={"Location": f"/api/users/me/export/{made.id}"})


@get("")
async def listed(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[ExportPayload]:
    """One's exports that have not expired, the latest first."""
    page = await request.caller.ask(ListDataExports(page=page_at(limit, cursor)))
    return items_of(page, _told)


@get("/{export_id:str}", refuses=[NotFound])
async def one(request: PhantomRequest, export_id: IdInPath) -> FetchedExportPayload:
    """How one's export stands, and where it can be fetched once it is done.

    The URL is for its owner alone, and of no use once the export has expired.
    """
    caller = request.caller
    found = await caller.ask(GetDataExport(export_id=DataExportId(Id(export_id))))
    if found.blob is None:
        return FetchedExportPayload(**_fields(found))
    services = caller.services
    expires_at = shared_expiry(services.clock(), services.settings.url_ttl)
    url = await services.links.url(
        found.blob,
        expires_at=expires_at,
        content_type=_ZIP,
        file_name=f"phantom-export-{found.asked_at:%Y-%m-%d}.zip",
        reader=caller.actor.user_id,
    )
    return FetchedExportPayload(
        **_fields(found), url=request.whole(url), url_expires_at=instant(expires_at)
    )


def _told(export: DataExport) -> ExportPayload:
    return ExportPayload(**_fields(export))


def _fields(export: DataExport) -> dict[str, Any]:
    return {
        "id": export.id,
        "state": export.state,
        "stage": export.stage,
        "progress": export.progress,
        "asked_at": instant(export.asked_at),
        "ended_at": None if export.ended_at is None else instant(export.ended_at),
        "expires_at": None if export.expires_at is None else instant(export.expires_at),
        "size_bytes": export.size_bytes,
        "records": export.records,
        "files": export.files,
        "reason": export.reason,
    }


ROUTES = (Router("/api/users/me/export", tags=["Privacy"], route_handlers=[ask, listed, one]),)
"""What is served here."""
