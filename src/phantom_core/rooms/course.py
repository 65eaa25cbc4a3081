"""The course of a room: each step that it can take, one after the other.

A course begins with a room as it is stored, takes steps, and ends with the room as it shall be
stored and with what has happened on the way. It decides by the room, the facts and the times that
it is given, and by nothing else: whoever takes the same steps comes to the same end.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any, Final

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.rooms.draw import seed_for
from phantom_core.rooms.facts import RoomFacts
from phantom_core.rooms.happenings import (
    Arrived,
    Departed,
    Happening,
    HostPassed,
    MemberChanged,
    PlaybackTurned,
    RoomChanged,
    RoomEnded,
    SongTurned,
    TallyTold,
    VoteEnded,
    VoteHeld,
)
from phantom_core.rooms.member import LeaveReason, RoomMember
from phantom_core.rooms.names import PlaylistId, SongId, VoteSessionId
from phantom_core.rooms.play import Play
from phantom_core.rooms.playback import Entry, Playback, Reason, Status
from phantom_core.rooms.room import Room
from phantom_core.rooms.song import RoomSong
from phantom_core.rooms.vote import (
    FEWEST_CANDIDATES,
    MOST_CANDIDATES,
    Tally,
    VoteSession,
    drawn,
    vote_seed,
    winner_of,
)

__all__ = ["Course"]

_LOOKED_UP_FIRST: Final = 4
_LOOKED_UP_AT_ONCE: Final = 256


class Course:
    """A room on its way.

    Attributes:
        begun: the room as it was stored.
        room: as it stands now. Its version has grown by one for each thing that has happened.
        happened: what has happened so far, in order.
        members: those who have come, gone or changed on the way, as they are now.
        ballots: what was voted for on the way, by vote and user; `None` for a vote taken back.
    """

    def __init__(self, room: Room, facts: RoomFacts) -> None:
        self.begun = room
        self.room = room
        self.happened: list[Happening] = []
        self.members: dict[UserId, RoomMember] = {}
        self.ballots: dict[tuple[VoteSessionId, UserId], SongId | None] = {}
        self._facts = facts
        self._first_vote = None if room.vote is None else room.vote.id

    @cached_property
    def tally(self) -> Counter[SongId]:
        """The ballots of the vote of the current playing."""
        return Counter() if self.room.vote is None else Counter(self._facts.tally())

    @cached_property
    def last_played(self) -> dict[SongId, int]:
        """Of each song that was played here, the number of its last playing."""
        return dict(self._facts.last_played())

    @property
    def leaver(self) -> RoomMember | None:
        """Of those who have dropped out and are still waited for, who counts as gone first."""
        changed = [each for each in self._here if each.dropped_at is not None]
        dropped = [*self._dropped_before(), *changed]
        return min(dropped, key=lambda each: (each.departs_at, each.user_id), default=None)

    @property
    def waived(self) -> bool:
        """Whether the music is the host's alone: all others present leave it to them."""
        host = self.room.host_user_id
        if self.room.is_public or not self.room.is_active:
            return False
        if any(not each.votes_waived for each in self._here if each.user_id != host):
            return False
        return not self._facts.unwaived({host, *self.members})

    @property
    def plays(self) -> Sequence[Play]:
        """What was heard to its end, or to where it was left, on the way."""
        turns = [each for each in self.happened if isinstance(each, SongTurned)]
        return [Play.of(self.room.id, turn.heard, turn.at) for turn in turns if turn.heard]

    def song(self, song_id: SongId) -> RoomSong | None:
        """A song of the catalogue, if it has it."""
        return self._facts.songs([song_id]).get(song_id)

    def known(self, song_ids: Sequence[SongId]) -> Iterator[RoomSong]:
        """Those of the songs that the catalogue has; a few are looked up at first, then more."""
        begin, size = 0, _LOOKED_UP_FIRST
        while begin < len(song_ids):
            asked = song_ids[begin : begin + size]
            found = self._facts.songs(asked)
            yield from (found[song_id] for song_id in asked if song_id in found)
            begin, size = begin + size, min(2 * size, _LOOKED_UP_AT_ONCE)

    def playlist(self, another: PlaylistId | None = None) -> Sequence[SongId]:
        """The songs of the room's playlist, or of another."""
        chosen = another or self.room.playlist_id
        return () if chosen is None else self._facts.playlist(chosen)

    def vote_of(self, user_id: UserId) -> SongId | None:
        """What somebody has voted for in the vote of the current playing."""
        vote = self.room.vote
        if vote is None:
            return None
        stored = self._facts.vote_of(user_id) if vote.id == self._first_vote else None
        return self.ballots.get((vote.id, user_id), stored)

    def turn_playback(self, playback: Playback, at: datetime) -> None:
        """Have the same song play on otherwise; an open vote closes by when it ends now."""
        vote = self.room.open_vote
        self._change(playback=playback, vote=vote.along(playback) if vote else self.room.vote)
        self._happen(PlaybackTurned(at=at, room=self.room, tally=self._counted()))

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
        self._change(playback=self.room.playback.turned_to(entry, status, **changes), vote=None)
        self._happen(SongTurned(at=at, room=self.room, tally=self._counted(), heard=heard))

    def thaw(self, at: datetime) -> None:
        """Somebody is here again: the time that nobody was does not count."""
        since, vote = self.room.playback.frozen_at, self.room.open_vote
        if since is None:
            return
        if vote is not None:
            self._note(vote=vote.shifted(at - since))
        self.turn_playback(self.room.playback.thawed(at), at)

    def shuffle_seed(self) -> str:
        """What the playlist is shuffled by, if it is from now on."""
        return seed_for(self.room.secret, f"shuffle {self.room.version}", self.room.id)

    def open_vote(self, at: datetime) -> None:
        """Open the vote of this playing, if there is something to vote on."""
        entry = self.room.playback.entry
        if entry is None:
            return
        polled = attrs.evolve(entry, polled=True)
        playback = attrs.evolve(self.room.playback, entry=polled)
        seed = vote_seed(self.room.secret, entry.id)
        turns = drawn(self.playlist(), entry.song.id, self.last_played, seed)
        songs = [*islice(self.known(turns), MOST_CANDIDATES)]
        if len(songs) < FEWEST_CANDIDATES:
            self._note(playback=playback)
            return
        self.tally = Counter()
        vote = VoteSession.opened(polled, songs, seed, at).along(playback)
        self._change(playback=playback, vote=vote)
        self._happen(VoteHeld(at=at, room=self.room, vote=vote, tally=self._counted()))

    def vote(self, user_id: UserId, song_id: SongId | None, at: datetime) -> None:
        """Give somebody's vote in the open vote to a song, or take it back."""
        vote, before = self.room.open_vote, self.vote_of(user_id)
        if vote is None or song_id == before:
            return
        if before is not None:
            self.tally[before] -= 1
        if song_id is not None:
            self.tally[song_id] += 1
        self.ballots[vote.id, user_id] = song_id
        self._note(vote=vote.stirred(at))

    def tell_tally(self, at: datetime) -> None:
        """Tell how the open vote stands."""
        vote = self.room.open_vote
        if vote is not None:
            told = vote.told(at)
            self._change(vote=told)
            self._happen(TallyTold(at=at, room=self.room, vote=told, tally=self._counted()))

    def close_vote(self, at: datetime, *, called_off: bool = False) -> None:
        """Close the open vote, if there is one, with a winner unless it is called off."""
        vote = self.room.open_vote
        if vote is None:
            return
        seed = vote_seed(self.room.secret, vote.entry_id)
        winner = None if called_off else winner_of(vote, self.tally, self.last_played, seed)
        closed = vote.closed(at, seed, winner)
        self._change(vote=closed)
        self._happen(VoteEnded(at=at, room=self.room, vote=closed, tally=self._counted()))

    def arrive(self, member: RoomMember, at: datetime) -> None:
        """Somebody comes in: in an empty room they are the host, and its time goes on."""
        first = self.room.people_present == 0
        self.members[member.user_id] = member
        self._change(people_present=self.room.people_present + 1)
        self._happen(Arrived(at=at, room=self.room, waived=self.waived, member=member))
        returns = member.user_id == self.room.absent_host_id
        if returns:
            self._note(absent_host_id=None)
        if first or returns:
            self.pass_host(member.user_id, at)
        self.thaw(at)
        self._review_waiving(at)

    def depart(self, member: RoomMember, reason: LeaveReason, at: datetime) -> None:
        """Somebody leaves: their vote goes, the host's part passes on, an empty room rests."""
        self.vote(member.user_id, None, at)
        gone = member.gone(at, expelled=reason is LeaveReason.KICKED)
        self.members[member.user_id] = gone
        self._change(
            people_present=self.room.people_present - 1,
            absent_host_id=self._absent_host(member.user_id, reason),
        )
        departed = Departed(at=at, room=self.room, waived=self.waived, member=gone, reason=reason)
        self._happen(departed)
        if self.room.people_present == 0:
            self._rest(at)
            return
        if member.user_id == self.room.host_user_id:
            self._pass_on(at)
        self._review_waiving(at)

    def change_member(self, member: RoomMember, at: datetime) -> None:
        """Somebody who is there waives their votes or takes them back, is muted or deafened."""
        self.members[member.user_id] = member
        self._change()
        self._happen(MemberChanged(at=at, room=self.room, waived=self.waived, member=member))
        self._review_waiving(at)

    def note_member(self, member: RoomMember) -> None:
        """Somebody who is there has dropped out, or is back: nobody else sees a difference."""
        self.members[member.user_id] = member

    def bar(self, user_id: UserId) -> None:
        """Somebody is not waited for: if they were the host, they will not be again."""
        if user_id == self.room.absent_host_id:
            self._note(absent_host_id=None)

    def pass_host(self, user_id: UserId, at: datetime) -> None:
        """Make somebody the host, if they are not."""
        if user_id != self.room.host_user_id:
            self._change(host_user_id=user_id)
            self._happen(HostPassed(at=at, room=self.room, waived=self.waived))

    def change_room(self, at: datetime, **changes: Any) -> None:
        """The room is described otherwise."""
        self._change(**changes)
        self._happen(RoomChanged(at=at, room=self.room, waived=self.waived))

    def end(self, at: datetime) -> None:
        """End the room for good."""
        self.close_vote(at, called_off=True)
        playback = self.room.playback.paused(at)
        self._change(is_active=False, people_present=0, absent_host_id=None, playback=playback)
        self._happen(RoomEnded(at=at, room=self.room, waived=False))

    @property
    def _here(self) -> Collection[RoomMember]:
        """Those who are present, of those who have changed on the way."""
        return [each for each in self.members.values() if each.present]

    def _dropped_before(self) -> Sequence[RoomMember]:
        """Of those who had dropped out and have not changed on the way, the first ones."""
        count = _LOOKED_UP_FIRST
        while True:
            stored = self._facts.dropped(count)
            unchanged = [each for each in stored if each.user_id not in self.members]
            if unchanged or len(stored) < count:
                return unchanged
            count *= _LOOKED_UP_FIRST

    def _absent_host(self, leaver: UserId, reason: LeaveReason) -> UserId | None:
        absent = self.room.absent_host_id
        if leaver == absent:
            return None
        dropped = reason is LeaveReason.DROPPED
        return leaver if absent is None and dropped and leaver == self.room.host_user_id else absent

    def _pass_on(self, at: datetime) -> None:
        stored = self._facts.heir(self.members)
        heirs = [*self._here, *([stored] if stored is not None else [])]
        self.pass_host(min(heirs, key=lambda each: (each.joined_at, each.user_id)).user_id, at)

    def _review_waiving(self, at: datetime) -> None:
        """Who has a say in the music may be otherwise now: votes are called off, or begin."""
        if self.room.is_public:
            return
        if self.waived:
            self.close_vote(at, called_off=True)
        else:
            # A vote that is late opens from now on, not from when it would have opened.
            self._note(playback=self.room.playback.settled(at))

    def _rest(self, at: datetime) -> None:
        if self.room.is_public:
            self.turn_playback(self.room.playback.frozen(at), at)
        else:
            self.end(at)

    def _counted(self) -> Tally:
        vote = self.room.vote
        return {} if vote is None else {song: self.tally[song] for song in vote.standing}

    def _change(self, **changes: Any) -> None:
        """The next version of the room, of which something that happens is told."""
        self.room = self.room.changed(**changes)

    def _note(self, **changes: Any) -> None:
        """What the room has to remember; nobody sees a difference."""
        self.room = attrs.evolve(self.room, **changes)

    def _happen(self, happening: Happening) -> None:
        self.happened.append(happening)
