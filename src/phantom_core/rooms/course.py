"""The course of a room: each step that it can take, one after the other.

A course begins with a room as it is stored, takes steps, and ends with the room as it shall be
stored and with what has happened on the way. It decides by the room, the facts and the times that
it is given, and by nothing else: whoever takes the same steps comes to the same end.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import Any

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.rooms.draw import seed_for
from phantom_core.rooms.facts import RoomFacts
from phantom_core.rooms.happenings import (
    Departed,
    Happening,
    HostPassed,
    PlaybackTurned,
    RoomEnded,
    SongTurned,
    TallyTold,
    VoteEnded,
    VoteHeld,
)
from phantom_core.rooms.member import LeaveReason, RoomMember
from phantom_core.rooms.names import SongId
from phantom_core.rooms.playback import Entry, Playback, Reason, Status
from phantom_core.rooms.room import Room
from phantom_core.rooms.song import RoomSong
from phantom_core.rooms.vote import FEWEST_CANDIDATES, VoteSession, drawn, vote_seed, winner_of

__all__ = ["Course"]


class Course:
    """A room on its way.

    Attributes:
        room: as it stands now.
        happened: what has happened so far, in order.
        departed: who has left on the way.
    """

    def __init__(self, room: Room, facts: RoomFacts) -> None:
        self.room = room
        self.happened: list[Happening] = []
        self.departed: set[UserId] = set()
        self._facts = facts
        self._begun_in = None if room.open_vote is None else room.open_vote.id

    @cached_property
    def tally(self) -> Counter[SongId]:
        """The votes of the open vote."""
        return Counter(self._facts.tally())

    @cached_property
    def last_played(self) -> dict[SongId, int]:
        """Of each song that was played here, the number of its last playing."""
        return dict(self._facts.last_played())

    @property
    def staying(self) -> list[RoomMember]:
        """The members who have dropped out and are still waited for."""
        return [each for each in self._facts.dropped() if each.user_id not in self.departed]

    @property
    def waived(self) -> bool:
        """Whether the music is the host's alone: all others present leave it to them."""
        if self.room.is_public:
            return False
        return not self._facts.unwaived({self.room.host_user_id, *self.departed})

    def song(self, song_id: SongId) -> RoomSong | None:
        """A song of the catalogue, if it has it."""
        return self._facts.songs([song_id]).get(song_id)

    def playlist(self) -> Collection[SongId]:
        """The songs of the room's playlist."""
        return self._facts.playlist()

    def change(self, **changes: Any) -> None:
        """Take a step: the room's next version."""
        self.room = self.room.changed(**changes)

    def happen(self, happening: Happening) -> None:
        """Note what has happened."""
        self.happened.append(happening)

    def turn_playback(self, playback: Playback, at: datetime) -> None:
        """Have the same song play on otherwise; an open vote closes by when it ends now."""
        self.change(playback=playback, vote=_timed(self.room.vote, playback))
        self.happen(PlaybackTurned(at=at, playback=playback))

    def turn_song(
        self, song: RoomSong, reason: Reason, at: datetime, *, status: Status, **changes: Any
    ) -> None:
        """Begin another playing. The vote of the one before is history."""
        before = self.room.playback.entry
        number = 1 if before is None else before.number + 1
        entry = Entry.of(self.room.id, number, song, reason, at)
        heard = before if before is not None and before.sounded_at is not None else None
        if heard is not None:
            self.last_played[heard.song.id] = heard.number
        playback = self.room.playback.turned_to(entry, status, **changes)
        self.change(playback=playback, vote=None)
        self.happen(SongTurned(at=at, playback=playback, heard=heard))

    def open_vote(self, at: datetime) -> None:
        """Open the vote of this playing, if there is something to vote on."""
        entry = self.room.playback.entry
        if entry is None:
            return
        polled = attrs.evolve(entry, polled=True)
        playback = attrs.evolve(self.room.playback, entry=polled)
        seed = vote_seed(self.room.secret, entry.id)
        candidates = drawn([*self.playlist()], entry.song.id, self.last_played, seed)
        known = self._facts.songs(candidates)
        songs = [known[song_id] for song_id in candidates if song_id in known]
        if len(songs) < FEWEST_CANDIDATES:
            self.change(playback=playback)
            return
        session = VoteSession.opened(polled, songs, seed, at).until(playback.ends_at)
        self.tally = Counter()
        self.change(playback=playback, vote=session)
        self.happen(VoteHeld(at=at, session=session))

    def tell_tally(self, at: datetime) -> None:
        """Tell how the open vote stands."""
        session = self.room.open_vote
        if session is not None:
            told = session.told(at)
            self.change(vote=told)
            self.happen(TallyTold(at=at, session=told, tally=dict(self.tally)))

    def close_vote(self, at: datetime, *, called_off: bool = False) -> None:
        """Close the open vote, if there is one, with a winner unless it is called off."""
        session = self.room.open_vote
        if session is None:
            return
        seed = vote_seed(self.room.secret, session.entry_id)
        winner = None
        if not called_off:
            winner = winner_of(session, self.tally, self.last_played, seed)
        closed = session.closed(at, seed, winner)
        self.change(vote=closed)
        self.happen(VoteEnded(at=at, session=closed, tally=dict(self.tally)))

    def withdraw_vote(self, user_id: UserId, at: datetime) -> None:
        """Take back what somebody has voted for."""
        session = self.room.open_vote
        if session is None or session.id != self._begun_in:
            return
        voted = self._facts.vote_of(user_id)
        if voted is not None:
            self.tally[voted] -= 1
            self.change(vote=session.stirred(at))

    def depart(self, member: RoomMember, reason: LeaveReason, at: datetime) -> None:
        """Somebody leaves: their vote goes, the host's part passes on, an empty room rests."""
        self.withdraw_vote(member.user_id, at)
        self.departed.add(member.user_id)
        expelled = reason is LeaveReason.KICKED
        self.happen(Departed(at=at, member=member.gone(at, expelled=expelled), reason=reason))
        dropped = reason is LeaveReason.DROPPED
        self.change(
            people_present=self.room.people_present - 1,
            absent_host_id=self._absent_host(member.user_id, dropped=dropped),
        )
        if member.user_id == self.room.host_user_id:
            self._pass_on(at)
        if self.room.people_present == 0:
            self._rest(at)
        else:
            self.review_waiving(at)

    def review_waiving(self, at: datetime) -> None:
        """Who has a say in the music may be otherwise now: votes are called off, or begin."""
        if self.room.is_public:
            return
        if self.waived:
            self.close_vote(at, called_off=True)
        else:
            # A vote that is late opens from now on, not from when it would have opened.
            self.change(playback=self.room.playback.settled(at))

    def pass_host(self, user_id: UserId, at: datetime, **changes: Any) -> None:
        """Make somebody else the host."""
        self.change(host_user_id=user_id, **changes)
        self.happen(HostPassed(at=at, host_user_id=user_id))

    def end(self, at: datetime) -> None:
        """End a private room for good."""
        self.close_vote(at, called_off=True)
        self.change(is_active=False, playback=self.room.playback.paused(at))
        self.happen(RoomEnded(at=at))

    def thaw(self, at: datetime) -> None:
        """Somebody is here again: the time that nobody was does not count."""
        since = self.room.playback.frozen_at
        if since is None:
            return
        vote = self.room.open_vote
        playback = self.room.playback.thawed(at)
        if vote is not None:
            self.room = attrs.evolve(self.room, vote=vote.shifted(at - since))
        self.turn_playback(playback, at)

    def shuffle_seed(self) -> str:
        """What the playlist is shuffled by, if it is from now on."""
        return seed_for(self.room.secret, f"shuffle {self.room.version}", self.room.id)

    def _absent_host(self, leaver: UserId, *, dropped: bool) -> UserId | None:
        if leaver == self.room.absent_host_id:
            return None
        if leaver == self.room.host_user_id and dropped:
            return self.room.absent_host_id or leaver
        return self.room.absent_host_id

    def _pass_on(self, at: datetime) -> None:
        heir = self._facts.heir(self.departed)
        if heir is not None:
            self.pass_host(heir.user_id, at)

    def _rest(self, at: datetime) -> None:
        if not self.room.is_public:
            self.end(at)
            return
        vote = self.room.open_vote
        if vote is not None:
            self.room = attrs.evolve(
                self.room, vote=attrs.evolve(vote, closes_at=None, tally_due=None)
            )
        self.change(playback=self.room.playback.frozen(at))
        self.happen(PlaybackTurned(at=at, playback=self.room.playback))


def _timed(vote: VoteSession | None, playback: Playback) -> VoteSession | None:
    """The vote, closing as the playback has it now."""
    if vote is None or not vote.open:
        return vote
    return vote.until(playback.ends_at)
