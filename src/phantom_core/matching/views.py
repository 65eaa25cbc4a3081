"""What one of two people is shown of what there is between them."""

from datetime import datetime

import attrs

from phantom_core.kernel import Person, UserId
from phantom_core.matching.bands import Band
from phantom_core.matching.match import Match, MatchStatus
from phantom_core.matching.reasons import Reason

__all__ = ["Compatibility", "ShownMatch", "shown"]


@attrs.frozen(kw_only=True)
class Compatibility:
    """How well two people suit each other.

    Attributes:
        score: 0 to 99, the same for both.
        band: the same in a word.
        reasons: why, as far as the one who asks may know.
    """

    score: int
    band: Band
    reasons: tuple[Reason, ...]


@attrs.frozen(kw_only=True)
class ShownMatch:
    """What somebody is told of a match: nothing that the other one has said by themself.

    Attributes:
        person: the other one.
        matched_at: since when both like.
    """

    person: Person
    status: MatchStatus
    compatibility: Compatibility
    matched_at: datetime | None


def shown(
    match: Match, to: UserId, person: Person, compatibility: Compatibility
) -> ShownMatch | None:
    """A match as one of its two sees it; `None` if it is nothing to them."""
    status = match.status_for(to)
    if status is None:
        return None
    return ShownMatch(
        person=person, status=status, compatibility=compatibility, matched_at=match.matched_at
    )
