"""Whom somebody may be shown, and what speaks for each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import chain
from typing import Final

import attrs

from phantom_core.kernel import Person, UserId
from phantom_core.matching.company import common_friends
from phantom_core.matching.index_ports import CandidateFilter
from phantom_core.matching.kept_taste import KeptTaste
from phantom_core.matching.match import MatchStatus
from phantom_core.matching.policy import liking, suits
from phantom_core.matching.ports import FeedsWork
from phantom_core.matching.scorer import Scorer, Similarity
from phantom_core.matching.use_cases._feeding import followed
from phantom_core.matching.vectors import taste_vector

_ALIKE: Final = 100
_NEAR: Final = 100
_BESIDE: Final = 50
_FOLLOWED_BY_EACH: Final = 100
_DECIDED: Final = frozenset({MatchStatus.LIKED, MatchStatus.MATCHED, MatchStatus.DISMISSED})


@attrs.frozen(kw_only=True)
class Meeting:
    """Somebody who might be shown.

    Attributes:
        closeness: the reciprocal score.
        friends: whom the actor follows and who follow them, of those who may be shown themselves.
    """

    user_id: UserId
    similarity: Similarity
    closeness: float
    friends: tuple[Person, ...] = ()


class Meetings:
    """Those whom an actor who takes part in matching might meet.

    Args:
        mine: the actor's own taste.
    """

    def __init__(self, work: FeedsWork, mine: KeptTaste) -> None:
        self._work = work
        self._mine = mine
        self._scorer = Scorer(work.taste_census.current())
        self._followed = self._willing(followed(work, mine.user_id))

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Meeting]:
        """Those of some people who suit the actor and may be shown, as far as tastes tell.

        Blocks, wishes and consents of this moment are looked at; accounts and verdicts are not:
        `may_be_shown` does that.
        """
        me, today = self._mine.user_id, self._work.now.date()
        left_out = {me, *self._work.blocks.among(me, user_ids)}
        left_out |= {followee for _, followee in self._work.follows.among([me], user_ids)}
        kept = self._work.taste_profiles.of([each for each in user_ids if each not in left_out])
        suiting = {
            user_id: theirs
            for user_id, theirs in kept.items()
            if suits(self._mine.profile, theirs.profile, today)
        }
        return self._compared(suiting)

    def value(self, meeting: Meeting) -> float:
        """What somebody is ranked by: how well both suit, and whom they know in common."""
        crowds = (1 + len(self._followed_by[friend.id]) for friend in meeting.friends)
        return meeting.closeness + common_friends(crowds)

    def may_be_shown(self, user_id: UserId) -> bool:
        """Whether somebody may be shown now, to whom the actor has not answered."""
        match = self._work.matches.find(self._mine.user_id, user_id)
        if match is not None and match.status_for(self._mine.user_id) in _DECIDED:
            return False
        return self._work.matching_facts.matchable(user_id, self._work.now.date())

    def candidates(self) -> Sequence[UserId]:
        """Whom to look at: of like taste, followed by whom the actor follows, and others."""
        found = chain(self._listed(), self._alike(), self._circle(), self._beside())
        return list(dict.fromkeys(found))

    def _listed(self) -> Iterator[UserId]:
        me = self._mine.user_id
        for tie in self._work.neighbourhoods.lists_of([me])[me]:
            yield tie.other_id

    def _alike(self) -> Iterator[UserId]:
        mine = self._mine
        vector = taste_vector(mine.profile, self._scorer.statistics)
        wanted = CandidateFilter(
            seeker=mine.profile.traits, today=self._work.now.date(), without=(mine.user_id,)
        )
        if vector:
            for found in self._work.taste_index.candidates(vector, _ALIKE, wanted):
                yield found.user_id

    def _circle(self) -> Sequence[UserId]:
        """Those whom most of them follow whom the actor follows."""
        times = Counter(chain.from_iterable(self._followed_by.values()))
        return nlargest(_NEAR, times, key=lambda user_id: (times[user_id], user_id))

    @cached_property
    def _followed_by(self) -> Mapping[UserId, Sequence[UserId]]:
        """Whom each of those follows whom the actor follows."""
        return {
            friend.id: [each.id for each in followed(self._work, friend.id, _FOLLOWED_BY_EACH)]
            for friend in self._followed
        }

    def _beside(self) -> Iterator[UserId]:
        """Those who came next after the actor, and round: others for everybody."""
        profiles = self._work.taste_profiles
        after = profiles.after(self._mine.user_id, _BESIDE)
        rest = _BESIDE - len(after)
        first = profiles.after(None, rest) if rest else ()
        for kept in (*after, *first):
            yield kept.user_id

    def _compared(self, kept: Mapping[UserId, KeptTaste]) -> Mapping[UserId, Meeting]:
        mine, scorer = self._mine.profile, self._scorer
        reaches = self._work.neighbourhoods.standings({mine.user_id, *kept})
        taste = scorer.taste(mine)
        friends = self._friends(kept)
        found = {}
        for user_id, theirs in kept.items():
            similarity = scorer.similarity(taste, theirs.profile)
            closeness = scorer.reciprocal(
                similarity.score,
                reaches[mine.user_id].reach or scorer.weights.lowest_reach,
                reaches[user_id].reach or scorer.weights.lowest_reach,
                liking(mine, theirs.profile),
                liking(theirs.profile, mine),
            )
            found[user_id] = Meeting(
                user_id=user_id,
                similarity=similarity,
                closeness=closeness,
                friends=tuple(friends[user_id]),
            )
        return found

    def _willing(self, people: Sequence[Person]) -> Sequence[Person]:
        """Those of some people who take part in matching: nobody else speaks for others in it."""
        today, facts = self._work.now.date(), self._work.matching_facts
        kept = self._work.taste_profiles.of([each.id for each in people])
        return [each for each in people if each.id in kept and facts.matchable(each.id, today)]

    def _friends(self, user_ids: Collection[UserId]) -> Mapping[UserId, Sequence[Person]]:
        people = {person.id: person for person in self._followed}
        found: defaultdict[UserId, list[Person]] = defaultdict(list)
        for follower, followee in sorted(self._work.follows.among(people, user_ids)):
            found[followee].append(people[follower])
        return found
