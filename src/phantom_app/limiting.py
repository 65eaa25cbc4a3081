"""Limits: what is spent of an allowance, by whichever door somebody comes in."""

import ipaddress
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from phantom_core.kernel import Id, RateLimited, UserId
from phantom_core.limits import Allowance, RateLimits, Verdict

__all__ = ["Limits", "address_of", "chatter", "editing", "enforce", "limit_headers", "refusal_of"]


def _nobody(_: str) -> None:
    """Nobody counts."""


@attrs.frozen(kw_only=True)
class Limits:
    """What operators allow, and what has been spent of it.

    Attributes:
        allowances: by name; what has none is not limited.
        refused: is told of the allowance whenever one is spent and a call refused.
    """

    allowances: Mapping[str, Allowance]
    spent: RateLimits
    refused: Callable[[str], None] = _nobody

    async def take(self, name: str, who: str) -> Verdict | None:
        """Spend one of somebody's allowance; `None` if there is no such limit."""
        allowance = self.allowances.get(name)
        if allowance is None:
            return None
        verdict = await self.spent.take(allowance, who)
        if not verdict.granted:
            self.refused(name)
        return verdict


def refusal_of(verdict: Verdict) -> RateLimited:
    """How a verdict is told that grants nothing."""
    allowance = verdict.allowance
    calls = _counted(allowance.count, "request")
    time = _counted(allowance.per.total_seconds(), "second")
    detail = f"The allowance `{allowance.name}` is {calls} in {time}."
    return RateLimited(verdict.retry_after.total_seconds(), detail)


def enforce(verdict: Verdict | None) -> None:
    """Go on only if that is granted. Raises: RateLimited."""
    if verdict is not None and not verdict.granted:
        raise refusal_of(verdict)


def limit_headers(verdicts: Sequence[Verdict]) -> list[tuple[bytes, bytes]]:
    """`RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10)."""
    if not verdicts:
        return []
    policies = [
        f'"{verdict.allowance.name}";q={verdict.allowance.count}'
        f";w={math.ceil(verdict.allowance.per.total_seconds())}"
        for verdict in verdicts
    ]
    standing = [
        f'"{verdict.allowance.name}";r={verdict.remaining}'
        f";t={math.ceil(verdict.reset_after.total_seconds())}"
        for verdict in verdicts
    ]
    return [
        (b"ratelimit-policy", ", ".join(policies).encode()),
        (b"ratelimit", ", ".join(standing).encode()),
    ]


def address_of(scope: Mapping[str, Any]) -> str:
    """Where somebody comes from, by ASGI; of IPv6 the /64, which is what one person has."""
    host: str = (scope.get("client") or ("unknown",))[0]
    if ":" not in host:
        return host
    try:
        return str(ipaddress.ip_network((host.partition("%")[0], 64), strict=False))
    except ValueError:
        return host


def chatter(user_id: UserId, chat_room_id: Id) -> tuple[str, str]:
    """Against which allowance, and whose, it counts that a person writes in a chat room."""
    return "chat", f"{user_id} in {chat_room_id}"


def editing(user_id: UserId, project_id: Id) -> tuple[str, str]:
    """Against which allowance, and whose, it counts that a person changes a project."""
    return "edit", f"{user_id} in {project_id}"


def _counted(number: float, noun: str) -> str:
    return f"{number:.10g} {noun}" if number == 1 else f"{number:.10g} {noun}s"
