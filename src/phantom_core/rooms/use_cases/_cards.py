"""A room from outside, at some point of its course."""

from collections.abc import Iterable

from phantom_core.kernel import UserId
from phantom_core.rooms.course import Course
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.room import Room
from phantom_core.rooms.showing import People, card_of
from phantom_core.rooms.views import RoomCard


def people_named(work: RoomsWork, user_ids: Iterable[UserId]) -> People:
    """The people behind some ids, each asked for once."""
    wanted = sorted(set(user_ids))
    return work.people.of(wanted) if wanted else {}


def on_card(room: Room) -> tuple[UserId, UserId]:
    """Who is named on a room's card."""
    return room.created_by, room.host_user_id


def card(work: RoomsWork, course: Course) -> RoomCard:
    """The room's card."""
    people = people_named(work, on_card(course.room))
    return card_of(course.room, people, waived=course.waived)
