"""A match: two people who suit each other, and what each of them says to that.

There is one for a pair, with a verdict of each side. Nobody learns of the other's verdict until
both like: what one sees depends on one's own verdict alone, and on whether the pair is suggested.
"""

from datetime import datetime
from enum import StrEnum

import attrs

from phantom_core.kernel import UserId

__all__ = ["Match", "MatchStatus", "Verdict", "pair_of"]


class Verdict(StrEnum):
    """What one side says."""

    NONE = "none"
    LIKED = "liked"
    DISMISSED = "dismissed"


class MatchStatus(StrEnum):
    """What a match is to one of its two."""

    SUGGESTED = "suggested"
    LIKED = "liked"
    MATCHED = "matched"
    DISMISSED = "dismissed"


def pair_of(one: UserId, other: UserId) -> tuple[UserId, UserId]:
    """Two people in the order in which every pair is named, the lesser id first."""
    return (one, other) if one < other else (other, one)


@attrs.frozen(kw_only=True)
class Match:
    """What there is between two people.

    Attributes:
        low_id: the one with the lesser id.
        high_id: the other one.
        low: the verdict of the one with the lesser id.
        high: the other's.
        suggested: whether those of the two who have not spoken are shown the other.
        score: how well the two suit each other, 0 to 100, as both are told.
        formula_version: of the score, 0 while there is none.
        statistics_version: of what the score was reckoned with.
        created_at: when the pair was suggested first, or somebody spoke unasked.
        matched_at: since when both like.
    """

    low_id: UserId
    high_id: UserId
    low: Verdict = Verdict.NONE
    high: Verdict = Verdict.NONE
    suggested: bool = False
    score: int = 0
    formula_version: int = 0
    statistics_version: int = 0
    created_at: datetime
    matched_at: datetime | None = None

    @property
    def pair(self) -> tuple[UserId, UserId]:
        """Both, the lesser id first."""
        return self.low_id, self.high_id

    @property
    def mutual(self) -> bool:
        """Whether both like."""
        return self.low is self.high is Verdict.LIKED

    @property
    def blank(self) -> bool:
        """Whether it says nothing: nobody has spoken, and nobody is shown it."""
        return not self.suggested and self.low is self.high is Verdict.NONE

    def peer_of(self, user_id: UserId) -> UserId:
        """The other one."""
        return self.high_id if user_id == self.low_id else self.low_id

    def verdict_of(self, user_id: UserId) -> Verdict:
        """What one of the two says."""
        return self.low if user_id == self.low_id else self.high

    def status_for(self, user_id: UserId) -> MatchStatus | None:
        """What it is to one of the two; `None` if it is nothing to them."""
        if self.mutual:
            return MatchStatus.MATCHED
        verdict = self.verdict_of(user_id)
        if verdict is Verdict.NONE:
            return MatchStatus.SUGGESTED if self.suggested else None
        return MatchStatus.LIKED if verdict is Verdict.LIKED else MatchStatus.DISMISSED

    def liked_by(self, user_id: UserId, now: datetime) -> "Match":
        """One of the two likes the other; a like that was answered stands since then."""
        liked = self.saying(user_id, Verdict.LIKED)
        if liked.mutual and liked.matched_at is None:
            return attrs.evolve(liked, matched_at=now)
        return liked

    def dismissed_by(self, user_id: UserId) -> "Match":
        """One of the two does not want the other.

        Where both liked, that is over for both, and takes the likes of both to come back.
        """
        if self.mutual:
            return self.parted_by(user_id)
        return self.saying(user_id, Verdict.DISMISSED)

    def parted_by(self, user_id: UserId) -> "Match":
        """One of the two is rid of the other: nothing of it is left but that they do not want."""
        return self.forgotten().saying(user_id, Verdict.DISMISSED)

    def forgotten(self) -> "Match":
        """The same, with nothing said, and suggested to nobody."""
        return attrs.evolve(
            self, low=Verdict.NONE, high=Verdict.NONE, suggested=False, matched_at=None
        )

    def saying(self, user_id: UserId, verdict: Verdict) -> "Match":
        """The same, with another verdict of one of the two."""
        if user_id == self.low_id:
            return attrs.evolve(self, low=verdict)
        return attrs.evolve(self, high=verdict)
