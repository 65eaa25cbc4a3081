"""Whom somebody is matched with, by the lists as they are."""

from collections.abc import Collection, Mapping
from typing import Final

import attrs

from phantom_core.kernel import UserId
from phantom_core.matching.bands import shown_score
from phantom_core.matching.match import Match
from phantom_core.matching.neighbourhood import Standing, Tie
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.scorer import Scorer
from phantom_core.matching.use_cases._telling import store
from phantom_core.matching.weights import FORMULA_VERSION

BEGINS: Final = 1.0
"""From this R on two are suggested to each other."""

ENDS: Final = 0.85
"""Below this R they are no longer: who was suggested does not come and go with every change."""

_ROUNDING: Final = 1e-9


def oriented(user_id: UserId, ties: Collection[Tie]) -> Mapping[UserId, Tie]:
    """Ties from one's own side, by the other one."""
    mine = [tie if tie.user_id == user_id else tie.turned for tie in ties]
    return {tie.other_id: tie for tie in mine}


def review(work: MatchingWork, scorer: Scorer, user_id: UserId) -> None:
    """Begin and end somebody's suggestions, and bring their scores up to date."""
    ties = oriented(user_id, work.neighbourhoods.around(user_id))
    standings = work.neighbourhoods.standings({user_id, *ties})
    known = {
        match.peer_of(user_id): match for match in work.matches.to_review(user_id, ties.keys())
    }
    for other in sorted({*ties, *known}):
        _review_pair(work, scorer, known.get(other), ties.get(other), standings)


def _review_pair(
    work: MatchingWork,
    scorer: Scorer,
    known: Match | None,
    tie: Tie | None,
    standings: Mapping[UserId, Standing],
) -> None:
    if tie is None:
        if known is not None:
            store(work, known, attrs.evolve(known, suggested=False))
        return
    mine, theirs = standings[tie.user_id], standings[tie.other_id]
    closeness = scorer.reciprocal(
        tie.score, mine.reach, theirs.reach, liking_ab=tie.liking, liking_ba=tie.liked
    )
    suggested = _suggested(closeness, tie, mine, theirs, already=bool(known and known.suggested))
    if known is None and suggested:
        known = work.matches.hold(tie.user_id, tie.other_id, work.now)
    if known is not None:
        scored = attrs.evolve(
            known,
            suggested=suggested,
            score=shown_score(closeness),
            formula_version=FORMULA_VERSION,
            statistics_version=scorer.statistics.version,
        )
        store(work, known, scored)


def _suggested(
    closeness: float, tie: Tie, mine: Standing, theirs: Standing, *, already: bool
) -> bool:
    if already:
        return closeness >= ENDS
    among_the_best = tie.score >= max(mine.bar, theirs.bar)
    return among_the_best and closeness >= BEGINS - _ROUNDING
