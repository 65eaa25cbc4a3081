"""Matches, on the wire."""

from typing import Annotated

import msgspec

from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.payloads import InstantText, Payload, instant
from phantom_core.matching import Band, Compatibility, Facet, MatchStatus, Reason, ShownMatch

__all__ = [
    "CompatibilityPayload",
    "MatchPayload",
    "MatchReasonPayload",
    "compatibility_of",
    "match_of",
    "reason_of",
]

_Score = Annotated[
    int,
    msgspec.Meta(ge=0, le=99, description="The same for both. 70 is as good as what both can get."),
]


class MatchReasonPayload(Payload):
    """One thing that two people have in common."""

    kind: Facet
    text: Annotated[str, msgspec.Meta(examples=["You both like Burial and Autechre."])]
    items: Annotated[
        list[str],
        msgspec.Meta(description="Ids of artists or genres, or words; what tells most is first."),
    ]


class CompatibilityPayload(Payload):
    """How well two people suit each other, and why."""

    score: _Score
    band: Band
    reasons: list[MatchReasonPayload]


class MatchPayload(CompatibilityPayload):
    """A match, as one of the two sees it."""

    user: PersonPayload
    status: MatchStatus
    matched_at: InstantText | None = None


def reason_of(reason: Reason) -> MatchReasonPayload:
    """A reason."""
    return MatchReasonPayload(kind=reason.kind, text=reason.text, items=[*reason.items])


def compatibility_of(compatibility: Compatibility) -> CompatibilityPayload:
    """How well two people suit each other."""
    return CompatibilityPayload(
        score=compatibility.score,
        band=compatibility.band,
        reasons=[reason_of(each) for each in compatibility.reasons],
    )


def match_of(match: ShownMatch) -> MatchPayload:
    """A match."""
    alike = match.compatibility
    return MatchPayload(
        user=person_of(match.person),
        status=match.status,
        score=alike.score,
        band=alike.band,
        reasons=[reason_of(each) for each in alike.reasons],
        matched_at=None if match.matched_at is None else instant(match.matched_at),
    )
