"""Keeping everybody's list exact while one person comes, changes or goes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import attrs

from phantom_core.kernel import UserId
from phantom_core.matching.index_ports import CandidateFilter
from phantom_core.matching.neighbourhood import Standing, Tie, cut, starved
from phantom_core.matching.policy import liking, suits
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.scorer import Scorer
from phantom_core.matching.use_cases._reviewing import oriented
from phantom_core.matching.vectors import taste_vector

CANDIDATES: Final = 80
"""So many are compared with somebody, beside those who are on a list with them already."""

_KEPT: Final = 30


@attrs.frozen(kw_only=True)
class Moved:
    """What a change of one person did to others.

    Attributes:
        changed: who can get something else now.
        starving: whose list has become too short.
    """

    changed: tuple[UserId, ...] = ()
    starving: tuple[UserId, ...] = ()


def move(work: MatchingWork, scorer: Scorer, mine: TasteProfile) -> Moved:
    """Draw up somebody's list, and put them on others' lists, or off these."""
    me = mine.user_id
    before = work.neighbourhoods.around(me)
    found = _candidates(work, scorer, mine)
    ties = _compared(work, scorer, mine, {*found, *oriented(me, before)})
    listed, floor = cut(ties.values(), 0.0, longest=_KEPT, complete=len(found) < CANDIDATES)
    _store(work, [tie for tie in before if tie.user_id == me], listed)
    standing = Standing(user_id=me).by(listed, scorer, floor)
    if standing != work.neighbourhoods.standings([me])[me]:
        work.neighbourhoods.put_standing(standing)
    naming = {tie.user_id for tie in before if tie.other_id == me}
    return _place(work, scorer, me, ties, naming)


def recount(work: MatchingWork, scorer: Scorer, user_ids: Collection[UserId]) -> Moved:
    """Reckon what people can get by their lists as they are."""
    return _place(work, scorer, None, {}, user_ids)


def _candidates(work: MatchingWork, scorer: Scorer, mine: TasteProfile) -> Sequence[UserId]:
    vector = taste_vector(mine, scorer.statistics, scorer.weights)
    among = CandidateFilter(seeker=mine.traits, today=work.now.date(), without=(mine.user_id,))
    return [each.user_id for each in work.taste_index.candidates(vector, CANDIDATES, among)]


def _compared(
    work: MatchingWork, scorer: Scorer, mine: TasteProfile, others: Collection[UserId]
) -> Mapping[UserId, Tie]:
    """Ties with those of the others who suit, and share something."""
    me, today = mine.user_id, work.now.date()
    apart = {*work.blocks.among(me, others)}
    kept = work.taste_profiles.of([other for other in others if other not in apart])
    taste, ties = scorer.taste(mine), {}
    for other, theirs in kept.items():
        if not suits(mine, theirs.profile, today):
            continue
        score = scorer.score(taste, theirs.profile)
        if score > 0:
            ties[other] = Tie(
                user_id=me,
                other_id=other,
                score=score,
                liking=liking(mine, theirs.profile),
                liked=liking(theirs.profile, mine),
            )
    return ties


def _place(
    work: MatchingWork,
    scorer: Scorer,
    me: UserId | None,
    ties: Mapping[UserId, Tie],
    naming: Collection[UserId],
) -> Moved:
    """Put me where I belong on others' lists.

    Args:
        ties: mine, by the other one.
        naming: who has me on their list now, whoever else's list is looked at.
    """
    standings = work.neighbourhoods.standings({*naming, *ties})
    rising = {other for other, tie in ties.items() if tie.score > standings[other].floor}
    lists = work.neighbourhoods.lists_of({*naming, *rising})
    changed, starving = [], []
    for other in sorted(lists):
        rest = [tie for tie in lists[other] if tie.other_id != me]
        if other in rising:
            rest.append(ties[other].turned)
        listed, floor = cut(rest, standings[other].floor)
        _store(work, lists[other], listed)
        standing = standings[other].by(listed, scorer, floor)
        if standing != standings[other]:
            work.neighbourhoods.put_standing(standing)
            changed.append(other)
        if starved(listed, floor):
            starving.append(other)
    return Moved(changed=tuple(changed), starving=tuple(starving))


def _store(work: MatchingWork, before: Sequence[Tie], listed: Sequence[Tie]) -> None:
    gone = {(tie.user_id, tie.other_id) for tie in before} - {
        (tie.user_id, tie.other_id) for tie in listed
    }
    if gone:
        work.neighbourhoods.drop(sorted(gone))
    known = {*before}
    fresh = [tie for tie in listed if tie not in known]
    if fresh:
        work.neighbourhoods.set(fresh)
