"""Looking after the place. Every act here is audited."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from litestar import Router, get, put
from litestar.params import JSONBody, QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.identity.payloads import PersonPayload, UserPayload, person_of, user_of
from phantom_app.http.moments import moment_of
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, InstantText, Payload, instant
from phantom_core.identity import (
    AuditFilter,
    AuditRecord,
    FindAccount,
    GetPeople,
    ListAudit,
    NotYourself,
    Person,
    SetUserStatus,
    UserStatus,
)
from phantom_core.kernel import ID_PATTERN, Id, NotFound, UserId

__all__ = [
    "ROUTES",
    "AuditPayload",
    "FoundAccountPayload",
    "NewStatus",
    "audit",
    "find_account",
    "set_status",
]


class AuditPayload(Payload):
    """One act of somebody in office."""

    id: IdText
    at: InstantText
    actor: PersonPayload | None = None
    action: str
    target_kind: str
    target_id: IdText
    detail: str


class FoundAccountPayload(Payload):
    """Who was found; without a `user`, nobody."""

    user: UserPayload | None = None


class NewStatus(Payload):
    """Where an account shall stand."""

    status: Literal["active", "suspended"]


@get("/audit")
async def audit(  # noqa: PLR0913, PLR0917 - a list is narrowed in many ways
    request: PhantomRequest,
    action: Annotated[str | None, QueryParameter(description="As `user.suspended`.")] = None,
    actor_id: Annotated[
        str | None, QueryParameter(name="actorId", pattern=ID_PATTERN, description="By whom.")
    ] = None,
    target_id: Annotated[
        str | None,
        QueryParameter(name="targetId", pattern=ID_PATTERN, description="To what, or to whom."),
    ] = None,
    since: Annotated[datetime | None, QueryParameter(description="Not before then.")] = None,
    until: Annotated[datetime | None, QueryParameter(description="Before then.")] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[AuditPayload]:
    """What those in office did, the latest first; without an actor, an operator did it.

    The other parameters choose among it. Who was erased is found by their id still.
    """
    wanted = AuditFilter(
        action=action,
        actor_id=None if actor_id is None else UserId(Id(actor_id)),
        target_id=None if target_id is None else Id(target_id),
        since=moment_of("since", since),
        until=moment_of("until", until),
    )
    query = ListAudit(wanted=wanted, page=page_at(limit, cursor))
    found = await request.caller.ask(query)
    named = sorted({each.actor_id for each in found.items if each.actor_id is not None})
    people = await request.caller.ask(GetPeople(user_ids=tuple(named)))
    return items_of(found, lambda each: _act(each, people))


@get("/users")
async def find_account(
    request: PhantomRequest,
    login: Annotated[
        str, QueryParameter(description="A user name or an e-mail address, the whole of it.")
    ],
) -> FoundAccountPayload:
    """Whose a name or an address is, suspended or not."""
    found = await request.caller.ask(FindAccount(login=login))
    return FoundAccountPayload(user=None if found is None else user_of(found))


@put("/users/{user_id:str}/status", refuses=[NotFound, NotYourself])
async def set_status(
    request: PhantomRequest, user_id: IdInPath, data: JSONBody[NewStatus]
) -> UserPayload:
    """Suspend an account, which ends all its sessions, or make it active again."""
    command = SetUserStatus(user_id=UserId(Id(user_id)), status=UserStatus(data.status))
    return user_of(await request.caller.do(command))


def _act(record: AuditRecord, people: Mapping[UserId, Person]) -> AuditPayload:
    actor = None if record.actor_id is None else people.get(record.actor_id)
    return AuditPayload(
        id=record.id,
        at=instant(record.at),
        actor=None if actor is None else person_of(actor),
        action=record.action,
        target_kind=record.target_kind,
        target_id=record.target_id,
        detail=record.detail,
    )


ROUTES = (Router("/api/admin", tags=["Admin"], route_handlers=[find_account, audit, set_status]),)
"""What is served here."""
