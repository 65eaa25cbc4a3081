"""Voting on what comes next, and leaving it to the host."""

import attrs

from phantom_core.kernel import Access, Command, Query, Topic, topic
from phantom_core.rooms import policy
from phantom_core.rooms.errors import NotACandidate, VoteClosed
from phantom_core.rooms.names import RoomId, SongId
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.use_cases._course import go_on, joined_room, present_in, seen_room
from phantom_core.rooms.use_cases._viewing import inside, results
from phantom_core.rooms.views import RoomView, VoteResults

__all__ = ["CastVote", "GetVoteResults", "WaiveVotes"]


@attrs.frozen(kw_only=True)
class CastVote(Command[VoteResults]):
    """Give one's one vote in the open vote to a song; a vote given before moves.

    Raises: NotFound; RoomOver; NotPresent; VoteClosed; NotACandidate.
    """

    access = Access.PERSON
    room_id: RoomId
    song_id: SongId

    @property
    def hot_topic(self) -> Topic:
        """The room's topic: in a room, many vote at once."""
        return topic("room", self.room_id)

    def run(self, work: RoomsWork) -> VoteResults:
        """Answer how the vote stands now."""
        course = joined_room(work, self.room_id)
        vote = course.room.open_vote
        if vote is None:
            raise VoteClosed
        if self.song_id not in vote.standing:
            raise NotACandidate
        course.vote(work.actor.person, self.song_id, work.now)
        go_on(work, course)
        return results(work, course)


@attrs.frozen(kw_only=True)
class WaiveVotes(Command[RoomView]):
    """Leave the music of a private room to its host, or have a say in it again.

    Raises: NotFound; RoomOver; PublicRoomControl.
    """

    access = Access.PERSON
    room_id: RoomId
    waived: bool

    def run(self, work: RoomsWork) -> RoomView:
        """Answer the room as it is now."""
        course = joined_room(work, self.room_id)
        policy.may_waive(course.room).enforce()
        member = present_in(work, course, work.actor.person)
        if member is not None and member.votes_waived != self.waived:
            course.change_member(attrs.evolve(member, votes_waived=self.waived), work.now)
        go_on(work, course)
        return inside(work, course)


@attrs.frozen(kw_only=True)
class GetVoteResults(Query[VoteResults]):
    """Look at the vote of the current playing. Raises: NotFound; RoomOver."""

    access = Access.PERSON
    room_id: RoomId

    def run(self, work: RoomsWork) -> VoteResults:
        """Answer how it stands."""
        return results(work, seen_room(work, self.room_id, looks=True))
