"""The rules of a vote, once more and by themselves: who may stand, what counts, who wins.

They are written from what is published, and share nothing with the core.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from tests.fire.evidence import Told, instant
from tests.fire.voters import Ballot

__all__ = ["Session", "sessions_of", "tallies", "votes_of"]


@attrs.define
class Session:
    """One vote, as the log tells it.

    Attributes:
        before: the songs that were played up to its opening, the current one last.
        closed: everything that was told of its end.
        follower: what was played after it.
    """

    opened: Told
    before: Sequence[str]
    closed: list[Told] = attrs.field(factory=list)
    follower: Told | None = None

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.opened.data["vote"]["id"])

    @property
    def standing(self) -> Sequence[str]:
        """The songs that stand, in the order in which they were drawn."""
        return [each["song"]["id"] for each in self.opened.data["vote"]["candidates"]]

    @property
    def deadline(self) -> int:
        """When it has to close, in ms since 1970."""
        return instant(self.opened.data["vote"]["closes_at"])

    @property
    def result(self) -> Mapping[str, Any]:
        """The vote as it was told at its end."""
        vote: Mapping[str, Any] = self.closed[0].data["vote"]
        return vote

    @property
    def tally(self) -> Sequence[int]:
        """How many votes each that stands had at the end."""
        votes = {each["song"]["id"]: each["votes"] for each in self.result["candidates"]}
        return tuple(votes.get(song, 0) for song in self.standing)

    def draw(self, songs: Iterable[str]) -> Sequence[str]:
        """Who should stand: three others, those first that have waited for longest, then chance."""
        others = sorted({*songs} - {self.before[-1]}, key=lambda song: self._rank(song, song))
        return others[:3]

    def winner(self) -> str:
        """Who should win: most votes, then who has waited for longest, then chance."""
        votes = dict(zip(self.standing, self.tally, strict=True))
        return min(votes, key=lambda song: (-votes[song], *self._rank(song, f"tie:{song}")))

    def _rank(self, song: str, lot: str) -> tuple[int, str]:
        played = [number for number, each in enumerate(self.before[:-1], 1) if each == song]
        return max(played, default=0), _sha256(f"{self.result['seed']}:{lot}")

    def seed_is_as_published(self) -> bool:
        """Whether the seed told at the end is the one whose hash was told at the beginning."""
        published: str = self.opened.data["vote"]["seed_hash"]
        return _sha256(self.result["seed"]) == published


def sessions_of(log: Sequence[Told]) -> Sequence[Session]:
    """The votes of a room, in order. What was told of the end of none of them is in none."""
    songs: list[str] = []
    sessions: list[Session] = []
    for told in log:
        if told.name == "song.changed":
            songs.append(told.data["playback"]["song"]["id"])
            if sessions and sessions[-1].follower is None:
                sessions[-1].follower = told
        elif told.name == "vote.opened":
            sessions.append(Session(told, [*songs]))
        elif told.name == "vote.closed" and sessions[-1].id == told.data["vote"]["id"]:
            sessions[-1].closed.append(told)
    return sessions


def votes_of(
    session: Session, ballots: Iterable[Ballot], departures: Iterable[int]
) -> set[str | None]:
    """What somebody's vote may be at the end of a session.

    An acknowledged vote counts until another one or a departure; one that was refused never does,
    and one without an answer may.
    """
    possible: set[str | None] = {None}
    left = [at for at in departures if session.opened.happened_at <= at <= session.deadline]
    for ballot in ballots:
        possible = _after(possible, [at for at in left if at < ballot.sent])
        left = [at for at in left if at >= ballot.sent]
        if ballot.verdict == "ok" and ballot.session == session.id:
            possible = {ballot.song}
        elif ballot.verdict == "unknown" and ballot.song in session.standing:
            overlaps = ballot.sent <= session.deadline and (
                session.opened.happened_at <= ballot.heard
            )
            possible |= {ballot.song} if overlaps else set()
        if any(at <= ballot.heard for at in left):
            left = [at for at in left if at > ballot.heard]
            possible |= {None}
    return _after(possible, left)


def tallies(standing: Sequence[str], votes: Iterable[set[str | None]]) -> set[Sequence[int]]:
    """All tallies that some votes, each one of several, can come to."""
    found: set[Sequence[int]] = {tuple(0 for _ in standing)}
    for possible in votes:
        found = {
            tuple(count + (song == choice) for count, song in zip(tally, standing, strict=True))
            for tally in found
            for choice in possible
        }
    return found


def _after(possible: set[str | None], departures: Sequence[int]) -> set[str | None]:
    return {None} if departures else possible


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
