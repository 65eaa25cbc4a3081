"""How well people suit somebody, as that one is told it."""

from collections.abc import Collection, Mapping
from typing import Final

from phantom_core.kernel import Id, UserId
from phantom_core.matching.bands import band_of, shown_score
from phantom_core.matching.neighbourhood import Standing
from phantom_core.matching.policy import liking, suits
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.reasons import reasons_for, told_items
from phantom_core.matching.scorer import Scorer, Similarity
from phantom_core.matching.views import Compatibility

_NONE: Final = Compatibility(score=0, band=band_of(0), reasons=())


def compared(
    work: MatchingWork, viewer: UserId, others: Collection[UserId]
) -> Mapping[UserId, Compatibility]:
    """How well each of the others suits the viewer, and why.

    Of whom there is no profile yet, and where one side's wishes are not met, it is as with somebody
    who has nothing in common: nothing tells these apart.
    """
    kept = work.taste_profiles.of({viewer, *others})
    if viewer not in kept:
        return dict.fromkeys(others, _NONE)
    mine, today = kept[viewer].profile, work.now.date()
    scorer = Scorer(work.taste_census.current())
    taste = scorer.taste(mine)
    alike = {
        other: scorer.similarity(taste, kept[other].profile)
        for other in others
        if other in kept and suits(mine, kept[other].profile, today)
    }
    told = [Id(item) for item in told_items(alike.values())]
    names = {str(each): name for each, name in work.feed_catalogue.names(told).items()}
    standings = work.neighbourhoods.standings({viewer, *alike})
    found = dict.fromkeys(others, _NONE)
    for other, similarity in alike.items():
        closeness = _closeness(scorer, similarity, mine, kept[other].profile, standings)
        score = shown_score(closeness)
        reasons = reasons_for(similarity, viewer, names)
        found[other] = Compatibility(score=score, band=band_of(score), reasons=reasons)
    return found


def _closeness(
    scorer: Scorer,
    similarity: Similarity,
    mine: TasteProfile,
    theirs: TasteProfile,
    standings: Mapping[UserId, Standing],
) -> float:
    least = scorer.reach(())
    return scorer.reciprocal(
        similarity.score,
        max(standings[mine.user_id].reach, least),
        max(standings[theirs.user_id].reach, least),
        liking_ab=liking(mine, theirs),
        liking_ba=liking(theirs, mine),
    )
