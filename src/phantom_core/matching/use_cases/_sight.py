"""Who may be matched with whom, as it stands at this moment."""

from phantom_core.kernel import NotFound, UserId
from phantom_core.matching.errors import HiddenOneself, NoMatching, NotWithYourself
from phantom_core.matching.facts import Facts
from phantom_core.matching.ports import MatchingWork


def taking_part(work: MatchingWork) -> Facts:
    """The actor, who lets themself be matched. Raises: NoMatching."""
    mine = work.matching_facts.facts(work.actor.person)
    if mine is None or not mine.consents:
        raise NoMatching("Matching needs your consent to `matching`.")
    return mine


def require_matchable(work: MatchingWork, user_id: UserId) -> None:
    """Refuse to deal with who is not there to be matched with the actor.

    Whoever is hidden, suspended, erased, blocked, blocking or without consent is as good as absent.

    Raises: NoMatching, HiddenOneself, NotWithYourself, NotFound.
    """
    mine = taking_part(work)
    if user_id == mine.user_id:
        raise NotWithYourself
    if not mine.discoverable:
        raise HiddenOneself("You are hidden: be discoverable to meet people.")
    shown = work.matching_facts.matchable(user_id, work.now.date())
    if not shown or work.blocks.between(mine.user_id, user_id):
        raise NotFound("user", user_id)
