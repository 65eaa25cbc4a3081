"""Whom one suits, and what one says to that."""

from typing import Annotated

from litestar import Router, get, post
from litestar.params import QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.matching.payloads import (
    CompatibilityPayload,
    MatchPayload,
    compatibility_of,
    match_of,
)
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath
from phantom_core.kernel import Id, NotFound, UserId
from phantom_core.matching import (
    DismissPerson,
    GetCompatibility,
    HiddenOneself,
    LikePerson,
    ListMatches,
    MatchStatus,
    NoMatching,
    NotWithYourself,
)

__all__ = ["ROUTES", "compatibility", "dismiss", "like", "matches"]


@get("/", refuses=[NoMatching])
async def matches(
    request: PhantomRequest,
    status: Annotated[
        MatchStatus | None,
        QueryParameter(description="Which of them; all but the dismissed, if it is not said."),
    ] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[MatchPayload]:
    """One's matches, the highest score first."""
    query = ListMatches(status=status, page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), match_of)


_REFUSALS = [NoMatching, HiddenOneself, NotWithYourself, NotFound]


@post("/{user_id:str}/like", status_code=200, allowance="match", refuses=_REFUSALS)
async def like(request: PhantomRequest, user_id: IdInPath) -> MatchPayload:
    """Like somebody, suggested or not. They are not told, unless they like one too.

    Then both are told, and a direct chat opens. A dismissal is taken back by a like.
    """
    return match_of(await request.caller.do(LikePerson(user_id=UserId(Id(user_id)))))


@post("/{user_id:str}/dismiss", status_code=200, allowance="match", refuses=_REFUSALS)
async def dismiss(request: PhantomRequest, user_id: IdInPath) -> MatchPayload:
    """Be shown somebody no more; they are not told. A like is taken back by a dismissal.

    Where both liked, that is over for both.
    """
    return match_of(await request.caller.do(DismissPerson(user_id=UserId(Id(user_id)))))


@get(
    "/api/users/{user_id:str}/compatibility",
    tags=["Matching"],
    allowance="match",
    refuses=_REFUSALS,
)
async def compatibility(request: PhantomRequest, user_id: IdInPath) -> CompatibilityPayload:
    """How well one suits somebody, and why; the same number for both.

    Both have consented to `matching`, and are discoverable. A profile that changes often shows some
    of its changes only hours later.
    """
    query = GetCompatibility(user_id=UserId(Id(user_id)))
    return compatibility_of(await request.caller.ask(query))


ROUTES = (
    Router("/api/matches", tags=["Matching"], route_handlers=[matches, like, dismiss]),
    compatibility,
)
"""What is served here."""
