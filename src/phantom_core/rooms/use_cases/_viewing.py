"""Showing a room, at some point of its course, to the actor."""

from collections.abc import Sequence
from typing import Final

from phantom_core.kernel import Page, PageRequest
from phantom_core.rooms.course import Course
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.room import Room
from phantom_core.rooms.showing import People, card_of, member_of, playback_of, vote_of
from phantom_core.rooms.use_cases._cards import card, on_card, people_named
from phantom_core.rooms.use_cases._course import course_of, present_in, up_to_now
from phantom_core.rooms.views import (
    MemberView,
    PlaybackView,
    RoomRow,
    RoomView,
    VoteResults,
    VoteView,
)

_FIRST: Final = PageRequest(limit=100)


def outside(work: RoomsWork, course: Course) -> RoomView:
    """A room as those see it who are not in it."""
    return RoomView(card=card(work, course))


def inside(work: RoomsWork, course: Course) -> RoomView:
    """A room as those see it who are in it."""
    return RoomView(
        card=card(work, course),
        playback=playback(work, course),
        members=members(work, course, _FIRST),
    )


def seen(work: RoomsWork, course: Course) -> RoomView:
    """As much of a room as the actor may see."""
    within = course.room.is_public or present_in(work, course, work.actor.person) is not None
    return inside(work, course) if within else outside(work, course)


def members(work: RoomsWork, course: Course, page: PageRequest) -> Page[MemberView]:
    """Those who are in a room, without those whom the actor has blocked."""
    found = work.room_members.present(course.room.id, page)
    here = [course.members.get(member.user_id, member) for member in found.items]
    seen = _seen(work, [member for member in here if member.present])
    people = people_named(work, (member.user_id for member in seen))
    return Page([member_of(member, course.room, people) for member in seen], found.next)


def playback(work: RoomsWork, course: Course) -> PlaybackView:
    """Where the music of a room stands."""
    playback = course.room.playback
    people = people_named(work, (queued.added_by for queued in playback.queue))
    return playback_of(playback, vote(course), people, work.now)


def vote(course: Course) -> VoteView | None:
    """The vote of the current playing."""
    session = course.room.vote
    return None if session is None else vote_of(session, course.tally)


def results(work: RoomsWork, course: Course) -> VoteResults:
    """The vote of the current playing, and what the actor has voted for."""
    return VoteResults(vote=vote(course), my_vote=course.vote_of(work.actor.person))


def in_sight(work: RoomsWork, rooms: Page[Room]) -> Page[Room]:
    """Rooms of a list, without those on whose card somebody is whom the actor does not see."""
    named = {user_id for room in rooms.items for user_id in on_card(room)}
    apart = frozenset(work.blocks.among(work.actor.person, named))
    shown = [room for room in rooms.items if apart.isdisjoint(on_card(room))]
    return Page(shown, rooms.next)


def rows(work: RoomsWork, rooms: Page[Room]) -> Page[RoomRow]:
    """Rooms of a list, each as it stands by now."""
    courses = [course_of(work, room) for room in rooms.items]
    for course in courses:
        up_to_now(work, course)
    named = [user_id for course in courses for user_id in on_card(course.room)]
    people = people_named(work, named)
    return Page([_row(course, people) for course in courses], rooms.next)


def _row(course: Course, people: People) -> RoomRow:
    entry = course.room.playback.entry
    card = card_of(course.room, people, waived=course.waived)
    return RoomRow(card=card, current_song=None if entry is None else entry.song)


def _seen(work: RoomsWork, here: Sequence[RoomMember]) -> Sequence[RoomMember]:
    blocked = work.blocks.all_by(work.actor.person)
    return [member for member in here if member.user_id not in blocked]
