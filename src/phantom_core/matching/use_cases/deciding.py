"""Saying yes or no to somebody."""

import attrs

from phantom_core.kernel import Access, Command, NotFound, UserId
from phantom_core.matching.match import Match
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.use_cases._comparing import compared
from phantom_core.matching.use_cases._sight import require_matchable
from phantom_core.matching.use_cases._telling import store
from phantom_core.matching.use_cases.refreshing import follow_up
from phantom_core.matching.views import ShownMatch, shown

__all__ = ["DismissPerson", "LikePerson", "PartMatch"]


@attrs.frozen(kw_only=True)
class LikePerson(Command[ShownMatch]):
    """Like somebody, suggested or not; where they like one too, both are told, and may talk.

    Until then nobody is told. It takes a dismissal back, and doing it again changes nothing.

    Raises: NoMatching, HiddenOneself, NotWithYourself; NotFound, also for who is hidden, without
    consent, or has blocked the actor, or is blocked by them.
    """

    access = Access.PERSON
    user_id: UserId

    def run(self, work: MatchingWork) -> ShownMatch:
        """Answer the match, as the actor sees it now."""
        before = _held(work, self.user_id)
        match = before.liked_by(work.actor.person, work.now)
        return _shown(work, before, match)


@attrs.frozen(kw_only=True)
class DismissPerson(Command[ShownMatch]):
    """Be shown somebody no more; they are not told. Doing it again changes nothing.

    It takes a like back. Where both liked, that is over for both, which both are told, and it takes
    the likes of both to come back.

    Raises: as `LikePerson`.
    """

    access = Access.PERSON
    user_id: UserId

    def run(self, work: MatchingWork) -> ShownMatch:
        """Answer the match, as the actor sees it now."""
        before = _held(work, self.user_id)
        return _shown(work, before, before.dismissed_by(work.actor.person))


@attrs.frozen(kw_only=True)
class PartMatch(Command[None]):
    """Leave nothing between two people of whom one has blocked the other, for good."""

    access = Access.SYSTEM
    one: UserId
    other: UserId

    def run(self, work: MatchingWork) -> None:
        """Part them. Nobody is told; the one who blocks does not want the other from now on."""
        pair = (self.one, self.other)
        lists = work.neighbourhoods.lists_of(pair).values()
        if any(tie.other_id in pair for ties in lists for tie in ties):
            work.taste_census.hold()
            work.neighbourhoods.drop([pair, pair[::-1]])
            follow_up(work, pair)
        if work.matches.find(*pair) is not None:
            match = work.matches.hold(*pair, work.now)
            work.matches.put(match.parted_by(self.one))


def _held(work: MatchingWork, user_id: UserId) -> Match:
    me = work.actor.person
    work.matching_facts.hold(me, user_id)
    require_matchable(work, user_id)
    return work.matches.hold(me, user_id, work.now)


def _shown(work: MatchingWork, before: Match, match: Match) -> ShownMatch:
    me = work.actor.person
    other = match.peer_of(me)
    alike = compared(work, me, [other])[other]
    match = attrs.evolve(match, score=alike.score)
    store(work, before, match)
    seen = shown(match, me, work.people.of([other])[other], alike)
    if seen is None:
        raise NotFound("match", other)
    return seen
