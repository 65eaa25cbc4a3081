"""Being forgotten: what it would do, and how far it has come; having others forgotten."""

from collections.abc import Sequence

from litestar import Response, Router, delete, get

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_app.http.privacy.receipts import ErasurePayload, begun, reported
from phantom_core.kernel import Id, NotFound, UserId
from phantom_core.privacy import (
    EraseUser,
    ErasureId,
    ErasurePreview,
    Fate,
    GetErasure,
    PreviewErasure,
    PreviewErasureOf,
)

__all__ = [
    "ROUTES",
    "ErasurePreviewPayload",
    "HandedOverPayload",
    "KindPayload",
    "erase",
    "preview",
    "preview_of",
    "report",
]


class KindPayload(Payload):
    """How many things of a kind there are, what becomes of them, and why."""

    kind: str
    what: str
    fate: Fate
    count: int
    why: str


class HandedOverPayload(Payload):
    """A project of one's own; without an heir it is deleted."""

    project_id: IdText
    name: str
    heir: PersonPayload | None = None


class ErasurePreviewPayload(Payload):
    """What an erasure would do; nothing has been done."""

    kinds: Sequence[KindPayload]
    projects: Sequence[HandedOverPayload]


@get("/api/users/me/erasure")
async def preview(request: PhantomRequest) -> ErasurePreviewPayload:
    """What would be deleted, kept, or handed over, if one were erased now."""
    return _previewed(await request.caller.ask(PreviewErasure()))


@get("/api/erasures/{erasure_id:str}", open=True, refuses=[NotFound])
async def report(request: PhantomRequest, erasure_id: IdInPath) -> ErasurePayload:
    """How far an erasure has come. It names nobody, and is told to whoever knows its id."""
    return reported(await request.caller.ask(GetErasure(erasure_id=ErasureId(Id(erasure_id)))))


@get("/api/admin/users/{user_id:str}/erasure")
async def preview_of(request: PhantomRequest, user_id: IdInPath) -> ErasurePreviewPayload:
    """What would be deleted, kept, or handed over, if somebody were erased now."""
    return _previewed(await request.caller.ask(PreviewErasureOf(user_id=UserId(Id(user_id)))))


@delete("/api/admin/users/{user_id:str}", status_code=202, refuses=[NotFound])
async def erase(request: PhantomRequest, user_id: IdInPath) -> Response[ErasurePayload]:
    """Have somebody forgotten at their request, for good. Doing it again changes nothing."""
    return begun(await request.caller.do(EraseUser(user_id=UserId(Id(user_id)))))


def _previewed(found: ErasurePreview) -> ErasurePreviewPayload:
    return ErasurePreviewPayload(
        kinds=[
            KindPayload(
                kind=each.kind, what=each.what, fate=each.fate, count=each.count, why=each.why
            )
            for each in found.kinds
        ],
        projects=[
            HandedOverPayload(
                project_id=each.project_id,
                name=each.name,
                heir=None if each.heir is None else person_of(each.heir),
            )
            for each in found.projects
        ],
    )


ROUTES = (
    Router("/", tags=["Privacy"], route_handlers=[preview, report]),
    Router("/", tags=["Admin"], route_handlers=[preview_of, erase]),
)
"""What is served here."""
