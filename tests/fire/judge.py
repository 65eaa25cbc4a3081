"""What is wrong with what happened in a room, as sentences."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import attrs

from tests.fire.evidence import Told
from tests.fire.town import Room
from tests.fire.voters import Voter
from tests.fire.votes import Session, sessions_of, tallies, votes_of

__all__ = ["Life", "faults_of"]

_AROUND: Final = 30_000
_LATE: Final = 1000
"""By so many ms more than votes were answered late at that time: machines may be slow."""


@attrs.frozen
class Life:
    """A time during which a server answered, in ms since 1970."""

    begin: int
    end: int


def faults_of(
    room: Room,
    log: Sequence[Told],
    played: Sequence[Any],
    voters: Sequence[Voter],
    lives: Sequence[Life],
) -> Iterator[str]:
    """Everything.

    Args:
        room: where it happened.
        log: what was told of it.
        played: the room's history, the first first, as the server told it.
        voters: who has voted there.
        lives: when servers answered.
    """
    yield from _of_log(log)
    yield from _of_songs(room, log, played)
    sessions = sessions_of(log)
    yield from _of_course(log, sessions)
    for session in sessions:
        for fault in _of_session(room, session, log, voters, lives):
            yield f"vote {session.id}: {fault}"
    for voter in voters:
        yield from _of_hearing(voter, log)


def _of_log(log: Sequence[Told]) -> Iterator[str]:
    """Numbers, versions and times go up, as they should."""
    if [told.seq for told in log] != [*range(1, len(log) + 1)]:
        yield "the log has gaps"
    if any(one.at > other.at for one, other in pairwise(log)):
        yield "in the log time goes back"
    versions = [told.data["version"] for told in log]
    made = versions.count(1)
    if versions != [1] * made + [*range(2, len(versions) - made + 2)]:
        yield "the room's version does not grow one by one"


def _of_songs(room: Room, log: Sequence[Told], played: Sequence[Any]) -> Iterator[str]:
    """Each song begins when the one before it ends, and none begins twice."""
    songs = [told for told in log if told.name == "song.changed"]
    entries = [told.data["playback"]["entry_id"] for told in songs]
    if len({*entries}) < len(entries):
        yield "a playing has begun twice"
    numbered = [(each["number"], each["entryId"]) for each in played]
    if not played or numbered != [*enumerate(entries, 1)][: len(played)]:
        yield f"the history is {numbered}, and the log has {entries}"
    for one, other in pairwise(songs):
        length = room.songs[one.data["playback"]["song"]["id"]]
        if other.happened_at - one.happened_at != length:
            yield f"a song of {length} ms was played for {other.happened_at - one.happened_at} ms"


def _of_course(log: Sequence[Told], sessions: Sequence[Session]) -> Iterator[str]:
    """Each song has its vote, and each vote its end."""
    songs = sum(told.name == "song.changed" for told in log)
    if len(sessions) != songs:
        yield f"{songs} songs had {len(sessions)} votes"
    closings = sum(told.name == "vote.closed" for told in log)
    if closings != sum(len(session.closed) for session in sessions):
        yield "a vote was closed that was not open"
    if any(not session.closed for session in sessions[:-1]):
        yield "a vote was never closed"


def _of_session(
    room: Room,
    session: Session,
    log: Sequence[Told],
    voters: Sequence[Voter],
    lives: Sequence[Life],
) -> Iterator[str]:
    if not session.closed:
        return
    if len(session.closed) > 1:
        yield f"it was closed {len(session.closed)} times"
    yield from _of_result(room, session)
    yield from _of_end(session, lives, _slowest(session, voters))
    # Who was about to leave when it closed, and had to wait for that, has still voted.
    before = [told for told in log if told.seq < session.closed[0].seq]
    votes = [votes_of(session, each.ballots, _departures(each, before)) for each in voters]
    if session.tally not in tallies(session.standing, votes):
        told = [_of_voter(session, each, _departures(each, log)) for each in voters]
        yield f"its tally is {session.tally} of {session.standing}, people voted {votes}: {told}"


def _of_result(room: Room, session: Session) -> Iterator[str]:
    """Who stands and who has won follows from the seed, which is the one that was published."""
    result, winner = session.result, (session.result["winner"] or {}).get("id")
    if not session.seed_is_as_published():
        yield "its seed is another"
    if session.standing != session.draw(room.songs):
        yield f"{session.standing} stand, and not {session.draw(room.songs)}"
    if [each["song"]["id"] for each in result["candidates"]] != session.standing:
        yield "others stand at its end"
    if winner != session.winner():
        yield f"{winner} has won, and not {session.winner()}"
    follower = session.follower
    if follower is not None and (
        follower.data["playback"]["song"]["id"] != winner
        or follower.data["playback"]["reason"] != "vote"
    ):
        yield "another song was played after it than its winner"


def _slowest(session: Session, voters: Sequence[Voter]) -> int:
    """How many ms a vote took at most, of those that were under way when it should have closed."""
    ballots = (ballot for voter in voters for ballot in voter.ballots)
    closed = session.closed[0].at
    due = [each for each in ballots if each.sent <= closed and each.heard >= session.deadline]
    return max((ballot.heard - ballot.sent for ballot in due), default=0)


def _of_end(session: Session, lives: Sequence[Life], slowest: int) -> Iterator[str]:
    """It closes at its deadline; that is stored soon after it, or after a server has come back."""
    closed = session.closed[0]
    if closed.happened_at != session.deadline:
        yield f"it closed {closed.happened_at - session.deadline} ms after its deadline"
    late = max(min(closed.at, life.end) - max(session.deadline, life.begin) for life in lives)
    if late > _LATE + slowest:
        yield f"it was closed {late} ms late"


def _departures(voter: Voter, log: Sequence[Told]) -> Sequence[int]:
    return [
        told.happened_at
        for told in log
        if told.name == "room.member.left" and told.data["person"]["id"] == voter.who.id
    ]


def _of_voter(session: Session, voter: Voter, departures: Sequence[int]) -> str:
    """What somebody did while a vote was open, in ms since it was."""
    begin, end = session.opened.happened_at, session.deadline
    did = [
        f"{each.song} {each.verdict} {each.sent - begin}-{each.heard - begin} in {each.session}"
        for each in voter.ballots
        if each.heard >= begin - _AROUND and each.sent <= end
    ]
    left = [at - begin for at in departures if begin - _AROUND <= at <= end]
    return f"{voter.who.id}: {did}, left at {left}"


def _of_hearing(voter: Voter, log: Sequence[Told]) -> Iterator[str]:
    """What was told live, and what was told again, is what the log has."""
    if voter.listener.gaps:
        yield f"{voter.who.id} has missed something, or heard it twice: {voter.listener.gaps}"
    for event in voter.listener.events:
        told = log[event.seq - 1]
        if (event.type, event.data["roomVersion"]) != (told.name, told.data["version"]):
            yield f"{voter.who.id} has heard {event}, and the log has {told}"
