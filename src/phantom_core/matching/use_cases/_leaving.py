"""Taking somebody out of the lists and the index."""

from collections.abc import Sequence

import attrs

from phantom_core.kernel import UserId
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.use_cases._telling import store


def leave(work: MatchingWork, user_id: UserId) -> Sequence[UserId]:
    """Have somebody be on no list, and nobody be suggested to them; answer whose lists changed.

    What people have said about each other stays.
    """
    if work.taste_profiles.remove(user_id):
        census = work.taste_census.hold()
        work.taste_census.put(attrs.evolve(census, people=census.people - 1))
    work.taste_index.remove(user_id)
    around = work.neighbourhoods.around(user_id)
    work.neighbourhoods.remove_of(user_id)
    for match in work.matches.to_review(user_id, ()):
        store(work, match, attrs.evolve(match, suggested=False))
    return sorted({tie.user_id for tie in around if tie.other_id == user_id})
