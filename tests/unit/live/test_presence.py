"""Who is here: a person, through any number of connections."""

import attrs
import pytest

from phantom_core.kernel import Invalid, Milliseconds
from phantom_core.live import MOST_ACTIVITY, Presence, Roster, Status
from tests.unit.live.stage import ADA, BOB

AWAY = Presence(status=Status.AWAY)
BUSY = Presence(status=Status.BUSY, activity="mixing")


def test_a_person_is_here_from_their_first_connection_to_their_last() -> None:
    roster = Roster()
    seen = [
        roster.arrive(ADA.person, "phone"),
        roster.arrive(ADA.person, "desk"),
        roster.depart(ADA.person, "phone"),
        roster.depart(ADA.person, "desk"),
    ]

    assert seen == [True, False, False, True]
    assert not roster


def test_who_arrives_is_online_until_they_say_otherwise() -> None:
    roster = Roster()
    roster.arrive(ADA.person, "phone")

    assert roster.of(ADA.person) == Presence()
    assert roster.of(BOB.person) is None


def test_a_person_is_seen_as_the_connection_that_spoke_last_says() -> None:
    roster = Roster()
    roster.arrive(ADA.person, "phone")
    roster.arrive(ADA.person, "desk")
    roster.tell(ADA.person, "desk", BUSY)
    roster.tell(ADA.person, "phone", AWAY)
    seen = roster.of(ADA.person)
    roster.depart(ADA.person, "phone")

    assert seen == AWAY
    assert roster.of(ADA.person) == BUSY


def test_somebody_points_where_the_connection_does_that_spoke_last() -> None:
    roster = Roster()
    roster.arrive(ADA.person, "phone")
    roster.arrive(ADA.person, "desk")
    roster.tell(ADA.person, "desk", BUSY)
    roster.point(ADA.person, "desk", Milliseconds(7))
    pointing = roster.of(ADA.person)
    roster.tell(ADA.person, "phone", AWAY)
    elsewhere = roster.of(ADA.person)
    roster.depart(ADA.person, "phone")

    assert pointing == attrs.evolve(BUSY, cursor_ms=Milliseconds(7))
    assert elsewhere == AWAY
    assert roster.of(ADA.person) == pointing


def test_what_somebody_does_takes_no_cursor_back_and_pointing_again_is_no_change() -> None:
    roster = Roster()
    roster.arrive(ADA.person, "desk")
    pointed = [roster.point(ADA.person, "desk", Milliseconds(7)) for _ in range(2)]
    roster.tell(ADA.person, "desk", BUSY)

    assert pointed == [True, False]
    assert roster.of(ADA.person) == attrs.evolve(BUSY, cursor_ms=Milliseconds(7))


def test_a_silent_connection_takes_nothing_back() -> None:
    roster = Roster()
    roster.arrive(ADA.person, "phone")
    roster.tell(ADA.person, "phone", BUSY)
    roster.arrive(ADA.person, "desk")

    assert roster.of(ADA.person) == BUSY


def test_only_what_others_see_changes_is_a_change() -> None:
    roster = Roster()
    roster.arrive(ADA.person, "phone")
    roster.arrive(ADA.person, "desk")
    seen = [
        roster.tell(ADA.person, "phone", BUSY),
        roster.tell(ADA.person, "desk", BUSY),
        roster.depart(ADA.person, "desk"),
        roster.depart(ADA.person, "desk"),
        roster.tell(ADA.person, "phone", Presence()),
    ]

    assert seen == [True, False, False, False, True]


def test_arriving_twice_through_one_connection_keeps_what_it_said() -> None:
    roster = Roster()
    roster.arrive(ADA.person, "phone")
    roster.tell(ADA.person, "phone", BUSY)
    again = roster.arrive(ADA.person, "phone")

    assert not again
    assert roster.of(ADA.person) == BUSY


def test_the_people_are_told_in_the_order_in_which_they_came() -> None:
    roster = Roster()
    roster.arrive(BOB.person, "phone")
    roster.arrive(ADA.person, "phone")
    roster.arrive(BOB.person, "desk")

    assert [*roster] == [BOB.person, ADA.person]
    assert len(roster) == 2


def test_to_depart_from_where_one_is_not_changes_nothing() -> None:
    assert not Roster().depart(ADA.person, "phone")


@pytest.mark.parametrize("activity", ["x" * (MOST_ACTIVITY + 1), "a\nb", "\ud800"])
def test_an_activity_is_one_short_line(activity: str) -> None:
    with pytest.raises(Invalid, match="activity"):
        Presence(activity=activity)


def test_who_is_near_is_seen_without_being_here() -> None:
    roster = Roster()
    roster.arrive(ADA.person, "phone")
    seen = [roster.show(BOB.person, BUSY), roster.show(BOB.person, BUSY)]

    assert seen == [True, False]
    assert roster.of(BOB.person) == BUSY
    assert [*roster] == [ADA.person, BOB.person]
    assert len(roster) == 2
    assert ([*roster.here], [*roster.near]) == ([ADA.person], [BOB.person])


def test_who_is_near_no_longer_is_not_seen() -> None:
    roster = Roster()
    roster.show(BOB.person, BUSY)
    seen = [roster.show(BOB.person, None), roster.show(BOB.person, None)]

    assert seen == [True, False]
    assert roster.of(BOB.person) is None
    assert not roster
