"""Storing a match, and telling each of the two what is otherwise for them."""

from phantom_core.kernel import UserId
from phantom_core.matching.events import MatchChanged, MatchMade
from phantom_core.matching.match import Match
from phantom_core.matching.ports import MatchingWork


def store(work: MatchingWork, before: Match, match: Match) -> None:
    """Store a match that is held, if it is otherwise."""
    if match != before:
        work.matches.put(match)
        _tell(work, before, match)


def forget_all_of(work: MatchingWork, user_id: UserId) -> None:
    """Have nothing be between somebody and anybody; both sides are told where both liked.

    Of all else nobody is told: it may be with very many, and nobody was told of it before.
    """
    for match in work.matches.remove_of(user_id):
        if match.mutual:
            _tell(work, match, match.forgotten())


def _tell(work: MatchingWork, before: Match, match: Match) -> None:
    """Tell each of the two what is otherwise for them, and nothing else."""
    for user_id in match.pair:
        other, status = match.peer_of(user_id), match.status_for(user_id)
        if status is not before.status_for(user_id):
            work.record(MatchChanged(user_id=user_id, other_id=other, status=status))
    if match.mutual and not before.mutual:
        for user_id in match.pair:
            work.record(MatchMade(user_id=user_id, other_id=match.peer_of(user_id)))
