"""The index that proposes whom to compare with somebody, so that nobody is compared with all.

It answers by the inner product of sparse vectors (`vectors.taste_vector`), which only approximates
the score, and from traits as they were when they were put in. Whoever asks scores what comes back
again, and decides by present facts who may be shown.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, Protocol

import attrs

from phantom_core.kernel import UserId
from phantom_core.matching.profile import Traits

__all__ = ["EVERYBODY", "Candidate", "CandidateFilter", "TasteIndex", "TasteVector"]

TasteVector = Sequence[tuple[str, float]]
"""Terms such as `a:01H...`, each at most once, with weights that are finite and above 0."""


@attrs.frozen(kw_only=True)
class CandidateFilter:
    """Who is looked for.

    Attributes:
        seeker: the one who looks: found are those who suit their wishes, and whose wishes they
            suit, in gender, age and region. Without one, everybody is.
        today: the day on which ages are reckoned.
        without: people who are not to be found: the seeker, those blocked, those dismissed.
    """

    seeker: Traits | None = None
    today: date = date.min
    without: tuple[UserId, ...] = ()


EVERYBODY: Final = CandidateFilter()
"""Leaves nobody out."""


@attrs.frozen
class Candidate:
    """Somebody worth comparing.

    Attributes:
        approximate: the inner product of both vectors; within a thousandth of its true value.
    """

    user_id: UserId
    approximate: float


class TasteIndex(Protocol):
    """People by their taste."""

    def upsert(self, user_id: UserId, vector: TasteVector, traits: Traits) -> None:
        """Have somebody found by a vector, in place of what was known of them."""

    def remove(self, user_id: UserId) -> bool:
        """Have somebody found no more, and say whether they were there."""

    def candidates(
        self, vector: TasteVector, wanted: int, among: CandidateFilter = EVERYBODY
    ) -> tuple[Candidate, ...]:
        """Those whose vectors have the largest inner products with a vector, the largest first.

        Those alike are ordered by id; people who share no term with it are left out. Seen are
        all changes of this transaction and none that was rolled back. An index that approximates
        finds at least .95 of the best on average over people like real ones, and each of them
        while fewer than 1,000 people share a term with the vector.

        Args:
            wanted: at most so many.
        """
