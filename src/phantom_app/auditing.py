"""The audit, asked for at the command line."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from phantom_app.composition import composed
from phantom_app.settings import Settings
from phantom_core.identity import AuditFilter, AuditRecord, FindCredential, GetPeople, ListAudit
from phantom_core.kernel import (
    MAX_PAGE,
    SYSTEM,
    Fault,
    Id,
    Invalid,
    NotFound,
    PageRequest,
    UserId,
    is_id,
)
from phantom_core.phantom import Phantom

__all__ = ["Act", "Wanted", "acts"]


@attrs.frozen(kw_only=True)
class Wanted:
    """Which acts are wanted; all, as far as nothing is said.

    Attributes:
        actor: a user name, an e-mail address, or an id.
        target: an id.
    """

    actor: str | None = None
    action: str | None = None
    target: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@attrs.frozen(kw_only=True)
class Act:
    """One act, and who did it, by name; `None` for an operator, and for who is no more."""

    record: AuditRecord
    actor: str | None


async def acts(settings: Settings, wanted: Wanted, limit: int) -> Sequence[Act]:
    """The latest acts that are wanted, so many at the most. Raises: NotFound, Invalid."""
    async with composed(settings) as services:
        phantom = services.phantom
        chosen = AuditFilter(
            action=wanted.action,
            actor_id=await _actor(phantom, wanted.actor),
            target_id=_target(wanted.target),
            since=wanted.since,
            until=wanted.until,
        )
        return await _named(phantom, await _found(phantom, chosen, limit))


async def _found(phantom: Phantom, chosen: AuditFilter, limit: int) -> Sequence[AuditRecord]:
    found: list[AuditRecord] = []
    page = PageRequest(limit=min(limit, MAX_PAGE))
    while True:
        answer = await phantom.ask(ListAudit(wanted=chosen, page=page), actor=SYSTEM)
        found += answer.items
        if answer.next is None or len(found) >= limit:
            return found[:limit]
        page = PageRequest(limit=page.limit, cursor=answer.next)


async def _named(phantom: Phantom, found: Sequence[AuditRecord]) -> Sequence[Act]:
    ids = tuple(sorted({each.actor_id for each in found if each.actor_id is not None}))
    people = await phantom.ask(GetPeople(user_ids=ids), actor=SYSTEM)
    names = {user_id: person.username for user_id, person in people.items()}
    return [
        Act(record=each, actor=names.get(each.actor_id) if each.actor_id else None)
        for each in found
    ]


async def _actor(phantom: Phantom, name: str | None) -> UserId | None:
    """Who is meant; somebody who was erased is found by their id still."""
    if name is None:
        return None
    if is_id(name):
        return UserId(Id(name))
    found = await phantom.ask(FindCredential(login=name), actor=SYSTEM)
    if found is None:
        raise NotFound("user", name)
    return found.user_id


def _target(text: str | None) -> Id | None:
    if text is None:
        return None
    if not is_id(text):
        raise Invalid(Fault("target", "must be an id: 26 characters of Crockford's base 32"))
    return Id(text)
