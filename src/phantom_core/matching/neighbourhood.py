"""Whom somebody resembles most: a list that is kept exact while others come, change and go.

A list is complete down to its floor: everybody who suits and scores above it is on it. It is cut
when it gets long, which raises the floor, and drawn up anew when too few are left on it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from phantom_core.kernel import UserId
from phantom_core.matching.scorer import Scorer

__all__ = ["COUNTED", "Standing", "Tie", "cut", "starved"]

COUNTED: Final = 20
"""Two people are suggested to each other if each is among so many best of the other."""

_KEPT: Final = 30
_LONGEST: Final = 40


@attrs.frozen(kw_only=True)
class Tie:
    """Somebody on somebody's list.

    Attributes:
        user_id: whose list it is.
        score: S of the two.
        liking: how far the other is what they wish for.
        liked: how far they are what the other wishes for.
    """

    user_id: UserId
    other_id: UserId
    score: float
    liking: float = 1.0
    liked: float = 1.0

    @property
    def turned(self) -> "Tie":
        """The same on the other's list."""
        return Tie(
            user_id=self.other_id,
            other_id=self.user_id,
            score=self.score,
            liking=self.liked,
            liked=self.liking,
        )


@attrs.frozen(kw_only=True)
class Standing:
    """What somebody can get, by their list.

    Attributes:
        reach: how good a match they can get, r.
        bar: the score of the last of those best who count; 0 while they are fewer.
        floor: down to which score the list is complete.
    """

    user_id: UserId
    reach: float = 0.0
    bar: float = 0.0
    floor: float = 0.0

    def by(self, ties: Sequence[Tie], scorer: Scorer, floor: float) -> "Standing":
        """What they can get by another list."""
        scores = sorted((tie.score for tie in ties), reverse=True)
        bar = scores[COUNTED - 1] if len(scores) >= COUNTED else 0.0
        return attrs.evolve(self, reach=scorer.reach(scores), bar=bar, floor=floor)


def cut(
    ties: Iterable[Tie], floor: float, *, longest: int = _LONGEST, complete: bool = True
) -> tuple[Sequence[Tie], float]:
    """A list of a bearable length, the best first, and its floor.

    Args:
        ties: all that is known to be above `floor`.
        longest: what is longer is cut.
        complete: whether there is nobody else above the floor.
    """
    ranked = sorted(ties, key=lambda tie: (-tie.score, tie.other_id))
    if len(ranked) > longest or (not complete and len(ranked) > _KEPT):
        return ranked[:_KEPT], max(floor, ranked[_KEPT].score)
    if not complete and ranked:
        return ranked, max(floor, ranked[-1].score)
    return ranked, floor


def starved(ties: Sequence[Tie], floor: float) -> bool:
    """Whether so many have gone that those below the floor count."""
    return floor > 0 and len(ties) < COUNTED
