"""Laws of a room's course, whatever befalls it.

- However often somebody looks, the same happens, at the same times, and the room is the same.
- What is stored on the way is enough to go on from.
- Time never goes back, and each happening is one version.
- A playing has one vote at most, a vote one end, and its winner comes next.
- The position is within the song.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, zip_longest

import attrs
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.rooms.advancing import advance, next_deadline
from phantom_core.rooms.choosing import go_back, go_on, reorder, stop
from phantom_core.rooms.happenings import Happening, SongTurned, VoteEnded, VoteHeld
from phantom_core.rooms.member import LeaveReason
from phantom_core.rooms.playback import Reason, Repeat
from tests.unit.rooms.stage import Scene, at, user_id

Deed = Callable[[Scene, float], None]
Life = tuple[bool, list[int], list[tuple[int, str]]]


def leave(number: int) -> Deed:
    def deed(scene: Scene, now: float) -> None:
        member = scene.member(number)
        if member.present:
            scene.course.depart(member, LeaveReason.LEFT, at(now))

    return deed


def arrive(number: int) -> Deed:
    def deed(scene: Scene, now: float) -> None:
        member = scene.member(number)
        if not member.present and scene.room.is_active:
            scene.course.arrive(member.back(at(now)), at(now))

    return deed


def drop(number: int) -> Deed:
    def deed(scene: Scene, now: float) -> None:
        member = scene.member(number)
        if member.present and member.dropped_at is None:
            scene.drop(number, now)

    return deed


def waive(number: int) -> Deed:
    def deed(scene: Scene, now: float) -> None:
        member = scene.member(number)
        if member.present:
            changed = attrs.evolve(member, votes_waived=not member.votes_waived)
            scene.course.change_member(changed, at(now))

    return deed


def vote(number: int, choice: int) -> Deed:
    def deed(scene: Scene, now: float) -> None:
        session = scene.room.open_vote
        if session is not None and scene.member(number).present:
            chosen = session.standing[choice % len(session.standing)]
            scene.course.vote(user_id(number), chosen, at(now))

    return deed


def seek(position: int) -> Deed:
    def deed(scene: Scene, now: float) -> None:
        scene.course.turn_playback(scene.playback.sought(position, at(now)), at(now))

    return deed


def toggle(scene: Scene, now: float) -> None:
    playback = scene.playback
    turned = playback.paused(at(now)) if playback.runs else playback.played(at(now))
    scene.course.turn_playback(turned, at(now))


def skip(scene: Scene, now: float) -> None:
    go_on(scene.course, at(now), skipping=True)


def back(scene: Scene, now: float) -> None:
    go_back(scene.course, at(now))


def halt(scene: Scene, now: float) -> None:
    stop(scene.course, at(now))


def shuffle(scene: Scene, now: float) -> None:
    reorder(scene.course, at(now), shuffle=not scene.playback.shuffle)


def repeat(how: Repeat) -> Deed:
    def deed(scene: Scene, now: float) -> None:
        changed = attrs.evolve(scene.playback, repeat=how)
        scene.course.turn_playback(changed, at(now))

    return deed


NUMBERS = range(3)
PUBLIC: Mapping[str, Deed] = {
    **{f"leave {number}": leave(number) for number in NUMBERS},
    **{f"arrive {number}": arrive(number) for number in NUMBERS},
    **{f"drop {number}": drop(number) for number in NUMBERS},
    **{f"vote {number} {song}": vote(number, song) for number in NUMBERS for song in NUMBERS},
}
PRIVATE: Mapping[str, Deed] = {
    **{f"waive {number}": waive(number) for number in NUMBERS},
    **{f"seek {to}": seek(to) for to in (0, 10_000, 81_000, 99_999, 10**9)},
    **{f"repeat {how.value}": repeat(how) for how in Repeat},
    "toggle": toggle,
    "skip": skip,
    "back": back,
    "stop": halt,
    "shuffle": shuffle,
}
DEEDS: Mapping[str, Deed] = {**PUBLIC, **PRIVATE, "": lambda *_: None}

DELAYS = st.sampled_from([0, 1, 249, 250, 2000, 19_999, 20_000, 30_000, 79_000, 250_000])
LENGTHS = st.lists(st.sampled_from([4, 29, 30, 100, 149, 160]), min_size=1, max_size=5)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A room's kind, the lengths of its songs, and what befalls it, each after some ms."""
    public = draw(st.booleans())
    deeds = st.sampled_from([*PUBLIC, *([] if public else PRIVATE)])
    return public, draw(LENGTHS), draw(st.lists(st.tuples(DELAYS, deeds), max_size=12))


def live(life: Life, look: Callable[[Scene, int, int], None]) -> tuple[Scene, list[Happening]]:
    """Live a life; `look` lets the room's time go on from one millisecond to another."""
    public, lengths, deeds = life
    scene = Scene(*lengths, public=public, people=3)
    now = 0
    for delay, deed in [*deeds, (50_000, "")]:
        look(scene, now, now + delay)
        now += delay
        if scene.room.is_active:
            DEEDS[deed](scene, now / 1000)
            look(scene, now, now)
    return scene, scene.happened


def at_once(scene: Scene, _: int, now: int) -> None:
    while not advance(scene.course, at(now / 1000)):
        pass


def in_steps(scene: Scene, since: int, now: int) -> None:
    for moment in sorted({*range(since, now, max((now - since) // 7, 1)), now}):
        at_once(scene, since, moment)
        scene.reload()


def one_by_one(scene: Scene, _: int, now: int) -> None:
    while not advance(scene.course, at(now / 1000), most=1):
        scene.reload()


@given(lives())
def test_however_often_somebody_looks_the_same_happens(
    life: Life,
) -> None:
    seldom, what_happened = live(life, at_once)
    for look in (in_steps, one_by_one):
        often, the_same = live(life, look)

        for one, other in zip_longest(what_happened, the_same):
            assert one == other
        assert often.room == seldom.room
        assert next_deadline(often.course) == next_deadline(seldom.course)


@given(lives())
def test_time_goes_on_and_each_happening_is_one_version(
    life: Life,
) -> None:
    _, happened = live(life, at_once)

    for one, next_one in pairwise(happened):
        assert one.at <= next_one.at
        assert one.room.version + 1 == next_one.room.version


@given(lives())
def test_one_vote_one_end_and_its_winner_comes_next(
    life: Life,
) -> None:
    _, happened = live(life, at_once)
    held = [each.vote.entry_id for each in happened if isinstance(each, VoteHeld)]
    ended = [each.vote.entry_id for each in happened if isinstance(each, VoteEnded)]

    assert len(held) == len(set(held))
    assert len(ended) == len(set(ended))
    assert _elected(happened)


def _elected(happened: Sequence[Happening]) -> bool:
    """Whether each song that plays because of a vote is the winner of the vote before it."""
    winner = None
    for each in happened:
        if isinstance(each, VoteEnded):
            winner = each.vote.winner
        entry = each.room.playback.entry
        voted = isinstance(each, SongTurned) and entry is not None and entry.reason is Reason.VOTE
        if voted and entry is not None and entry.song != winner:
            return False
    return True


@given(lives())
def test_positions_are_within_the_song_and_deadlines_never_past(
    life: Life,
) -> None:
    def look(scene: Scene, since: int, now: int) -> None:
        at_once(scene, since, now)
        deadline = next_deadline(scene.course)

        assert 0 <= scene.playback.position(at(now / 1000)) <= scene.playback.duration_ms
        assert deadline is None or deadline > at(now / 1000)

    live(life, look)
