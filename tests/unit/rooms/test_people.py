"""Who is in a room: coming, leaving, dropping out, hosting, and leaving the music to the host."""

import pytest

from phantom_core.rooms.advancing import advance, next_deadline
from phantom_core.rooms.happenings import Departed, VoteEnded
from phantom_core.rooms.member import LeaveReason
from tests.unit.rooms.stage import Scene, at, names, user_id


def leave(scene: Scene, number: int, seconds: float) -> None:
    scene.course.depart(scene.member(number), LeaveReason.LEFT, at(seconds))


def come_back(scene: Scene, number: int, seconds: float) -> None:
    scene.course.arrive(scene.member(number).back(at(seconds)), at(seconds))


def test_whoever_drops_out_has_left_after_twenty_seconds() -> None:
    scene = Scene()
    scene.drop(1, 5)

    assert scene.to(24.999) == []
    departed = scene.to(25)
    assert names(departed) == [("Departed", 25)]
    assert isinstance(departed[0], Departed)
    assert departed[0].reason is LeaveReason.DROPPED


def test_whoever_is_back_within_the_grace_has_never_left() -> None:
    scene = Scene()
    scene.drop(1, 5)
    scene.to(20)
    scene.course.note_member(scene.member(1, dropped_at=None))

    assert scene.to(100) == []


def test_those_leave_first_who_dropped_out_first() -> None:
    scene = Scene(people=4)
    scene.drop(3, 1)
    scene.drop(1, 2)
    scene.drop(2, 2)
    departed = [each for each in scene.to(60) if isinstance(each, Departed)]

    assert [each.member.user_id for each in departed] == [user_id(3), user_id(1), user_id(2)]


def test_of_many_who_have_dropped_out_a_few_are_looked_at_and_all_leave_in_turn() -> None:
    scene = Scene(people=40)
    scene.facts.members = [scene.member(number, dropped_at=at(number / 10)) for number in range(40)]
    due = next_deadline(scene.course)
    looked_at = scene.facts.looked_at
    left = [each for each in scene.to(23.8) if isinstance(each, Departed)]

    assert (due, looked_at) == (at(20), 4)
    assert [each.member.user_id for each in left] == [user_id(number) for number in range(39)]
    assert scene.room.people_present == 1


def test_of_many_who_leave_at_once_as_many_are_seen_off_as_a_transaction_can_bear() -> None:
    scene = Scene(people=100)
    scene.facts.members = [scene.member(number, dropped_at=at(0)) for number in range(100)]

    assert not advance(scene.course, at(20))
    assert scene.room.people_present == 50
    assert next_deadline(scene.course) == at(20)


def test_the_longest_present_becomes_host() -> None:
    scene = Scene(people=3)
    leave(scene, 0, 5)

    assert scene.room.host_user_id == user_id(1)
    assert names(scene.course.happened) == [("Departed", 5), ("HostPassed", 5)]


def test_a_host_who_dropped_out_has_the_role_again_on_return() -> None:
    scene = Scene(people=3)
    scene.drop(0, 0)
    scene.to(20)
    assert scene.room.host_user_id == user_id(1)
    come_back(scene, 0, 30)

    assert scene.room.host_user_id == user_id(0)
    assert scene.room.absent_host_id is None


def test_a_host_who_left_does_not() -> None:
    scene = Scene(people=3)
    leave(scene, 0, 5)
    come_back(scene, 0, 30)

    assert scene.room.host_user_id == user_id(1)


def test_of_two_hosts_who_dropped_out_the_first_has_it_again() -> None:
    scene = Scene(people=3)
    scene.drop(0, 0)
    scene.drop(1, 10)
    scene.to(30)
    assert scene.room.host_user_id == user_id(2)
    come_back(scene, 1, 40)
    assert scene.room.host_user_id == user_id(2)
    come_back(scene, 0, 50)

    assert scene.room.host_user_id == user_id(0)


def test_a_host_who_may_not_come_back_is_not_waited_for() -> None:
    scene = Scene(people=2)
    scene.drop(0, 0)
    scene.to(20)
    scene.course.bar(user_id(0))

    assert scene.room.absent_host_id is None


def test_whoever_leaves_takes_their_vote_along() -> None:
    scene = Scene(people=3)
    scene.to(160)
    vote = scene.room.open_vote
    assert vote is not None
    first, second, _ = vote.standing
    scene.course.vote(user_id(1), first, at(161))
    scene.course.vote(user_id(2), second, at(162))
    leave(scene, 1, 163)
    ended = scene.to(190)[-1]

    assert isinstance(ended, VoteEnded)
    assert dict(ended.tally) == {**dict.fromkeys(vote.standing, 0), second: 1}


def test_a_vote_that_is_over_keeps_what_leavers_gave_it() -> None:
    scene = Scene(people=2)
    scene.to(160)
    vote = scene.room.open_vote
    assert vote is not None
    scene.course.vote(user_id(1), vote.standing[0], at(161))
    scene.to(190)
    leave(scene, 1, 191)

    assert scene.course.tally[vote.standing[0]] == 1


def test_a_grace_that_runs_out_when_the_vote_closes_withdraws_first() -> None:
    scene = Scene(people=2)
    scene.to(160)
    vote = scene.room.open_vote
    assert vote is not None
    scene.course.vote(user_id(1), vote.standing[2], at(161))
    scene.drop(1, 170)
    happened = scene.to(190)

    assert [name for name, _ in names(happened)] == [
        "TallyTold",
        "Departed",
        "TallyTold",
        "VoteEnded",
    ]
    assert isinstance(happened[-1], VoteEnded)
    assert not any(happened[-1].tally.values())


def test_time_stands_still_in_an_empty_public_room() -> None:
    scene = Scene(people=1)
    scene.to(100)
    leave(scene, 0, 100)

    assert scene.to(100_000) == []
    assert scene.playback.position(at(100_000)) == 100_000
    assert scene.room.is_active


def test_the_next_to_come_finds_the_music_where_it_stood_and_is_host() -> None:
    scene = Scene(people=1)
    leave(scene, 0, 100)
    scene.course.arrive(scene.newcomer(5, 5000), at(5000))

    assert scene.room.host_user_id == user_id(5)
    assert names(scene.to(5100)) == [("VoteHeld", 5060), ("VoteEnded", 5090), ("SongTurned", 5100)]


def test_a_vote_waits_for_people_with_the_time_it_had_left() -> None:
    scene = Scene(people=1)
    scene.to(170)
    leave(scene, 0, 170)
    assert scene.room.open_vote is not None
    assert scene.room.open_vote.closes_at is None
    scene.course.arrive(scene.newcomer(5, 1000), at(1000))

    assert names(scene.to(1030)) == [
        ("VoteEnded", 1020),
        ("SongTurned", 1030),
    ]


@pytest.mark.parametrize("returns", [0, 1])
def test_into_an_empty_room_the_host_who_dropped_out_returns_as_host(returns: int) -> None:
    scene = Scene(people=2)
    leave(scene, 1, 1)
    scene.drop(0, 2)
    scene.to(22)
    come_back(scene, returns, 100)
    assert scene.room.host_user_id == user_id(returns)
    if returns:
        come_back(scene, 0, 110)

    assert scene.room.host_user_id == user_id(0)


def test_a_private_room_ends_with_its_last_member() -> None:
    scene = Scene(people=2, public=False)
    leave(scene, 0, 5)
    leave(scene, 1, 6)

    assert not scene.room.is_active
    assert names(scene.course.happened)[-2:] == [("Departed", 6), ("RoomEnded", 6)]
    assert scene.to(1e6) == []


@pytest.mark.parametrize("waived", [(1, 2), (0, 1, 2)])
def test_the_music_is_the_hosts_when_all_others_have_waived(waived: tuple[int, ...]) -> None:
    assert Scene(people=3, public=False, waived=waived).course.waived


@pytest.mark.parametrize("waived", [(), (1,), (0, 1)])
def test_the_music_is_everybodys_while_somebody_has_a_say(waived: tuple[int, ...]) -> None:
    assert not Scene(people=3, public=False, waived=waived).course.waived


def test_alone_in_a_private_room_one_needs_no_vote() -> None:
    scene = Scene(people=1, public=False)

    assert names(scene.to(200)) == [("SongTurned", 200)]


def test_nobody_waives_in_a_public_room() -> None:
    assert not Scene(people=3, waived=(1, 2)).course.waived


def test_waiving_calls_an_open_vote_off() -> None:
    scene = Scene(people=2, public=False)
    scene.to(165)
    scene.course.change_member(scene.member(1, votes_waived=True), at(166))

    assert names(scene.course.happened)[-2:] == [("MemberChanged", 166), ("VoteEnded", 166)]
    assert scene.room.elected is None
    assert names(scene.to(200)) == [("SongTurned", 200)]


def test_whoever_comes_in_has_a_say_and_a_late_vote_opens_then() -> None:
    scene = Scene(people=2, public=False, waived=(1,))
    scene.to(180)
    scene.course.arrive(scene.newcomer(5, 180), at(180))

    assert names(scene.to(200)) == [("VoteHeld", 180), ("VoteEnded", 200), ("SongTurned", 200)]


def test_when_the_last_goes_who_had_a_say_the_vote_is_called_off() -> None:
    scene = Scene(people=3, public=False, waived=(1,))
    scene.to(165)
    leave(scene, 2, 166)

    assert names(scene.course.happened)[-2:] == [("Departed", 166), ("VoteEnded", 166)]


def test_a_new_host_who_had_waived_may_do_as_they_like() -> None:
    scene = Scene(people=3, public=False, waived=(1, 2))
    leave(scene, 0, 5)

    assert scene.room.host_user_id == user_id(1)
    assert scene.course.waived
