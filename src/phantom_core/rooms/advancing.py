"""What a room does by itself as time goes on: the heart of it.

A room has at most five things ahead of it: somebody who dropped out counts as gone, a tally is
told, the open vote closes, the song ends, the vote opens. When each is due follows from what is
stored, never from a timer. `advance` takes all steps that are due by a time, in their order and
at their times, so that it does not matter who looks, how often, or how late.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from phantom_core.rooms.choosing import go_on
from phantom_core.rooms.course import Course
from phantom_core.rooms.member import LeaveReason, RoomMember
from phantom_core.rooms.vote import opening_position

__all__ = ["MOST_STEPS", "advance", "next_deadline"]

MOST_STEPS: Final = 500
"""How many steps are taken at once at the most; whoever comes next takes the others."""

_DEPARTURE: Final = 0
_DEPARTURE_COUNTS: Final = 10
"""For so many steps where it is stored: the room's chat and its calls follow at the same time."""

_Step = tuple[datetime, int, Callable[[datetime], None]]


def advance(course: Course, now: datetime, *, most: int = MOST_STEPS, looks: bool = False) -> bool:
    """Take the steps that are due by a time, and say whether those were all.

    Of steps that are due at one instant, a departure comes first, so that a leaver's vote does
    not count; then the tally, the end of the vote, the end of the song, and a vote that opens.
    Who only looks, so that nothing is stored, sees more people off at once.
    """
    departure = 1 if looks else _DEPARTURE_COUNTS
    left = most
    while left > 0:
        step = _next(course)
        if step is None or step[0] > now:
            return True
        at, kind, take = step
        take(at)
        left -= departure if kind == _DEPARTURE else 1
    step = _next(course)
    return step is None or step[0] > now


def next_deadline(course: Course) -> datetime | None:
    """When the next step is due; `None` if nothing happens any more by itself."""
    step = _next(course)
    return None if step is None else step[0]


def _next(course: Course) -> _Step | None:
    return min(_ahead(course), key=lambda step: step[:2], default=None)


def _ahead(course: Course) -> Iterator[_Step]:
    room, playback = course.room, course.room.playback
    if not room.is_active:
        return
    leaver = course.leaver
    if leaver is not None and leaver.departs_at is not None:
        yield leaver.departs_at, _DEPARTURE, lambda at: _drop(course, leaver, at)
    if playback.frozen_at is not None:
        return
    vote = room.open_vote
    if vote is not None and vote.tally_due is not None:
        yield vote.tally_due, 1, course.tell_tally
    if vote is not None and vote.closes_at is not None:
        yield vote.closes_at, 2, course.close_vote
    if playback.ends_at is not None:
        yield playback.ends_at, 3, lambda at: go_on(course, at)
    opens_at = _vote_opens_at(course)
    if opens_at is not None:
        yield opens_at, 4, course.open_vote


def _vote_opens_at(course: Course) -> datetime | None:
    """When the current playing has its vote; `None` if it has had it, or will have none."""
    playback = course.room.playback
    entry = playback.entry
    if entry is None or entry.polled:
        return None
    opens_at = playback.reaches(opening_position(playback.duration_ms))
    if opens_at is None or course.waived:
        return None
    return max(opens_at, playback.anchored_at)


def _drop(course: Course, member: RoomMember, at: datetime) -> None:
    course.depart(member, LeaveReason.DROPPED, at)
