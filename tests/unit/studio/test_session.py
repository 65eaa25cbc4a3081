"""Where the music of a project stands, and how long its session lasts: pure functions of time."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from phantom_adapters.contracts.studio_examples import MOMENT, later, musician, project_id
from phantom_core.kernel import Milliseconds
from phantom_core.studio import FARTHEST, SESSION_GRACE, CollaborationSession, SharedPlayback

OFFSETS = st.integers(0, FARTHEST).map(Milliseconds)
DELAYS = st.integers(0, 10**6).map(lambda each: timedelta(milliseconds=each))


def played(offset: Milliseconds, *, is_playing: bool) -> SharedPlayback:
    return SharedPlayback(
        is_playing=is_playing, offset_ms=offset, changed_at=MOMENT, changed_by=musician(1)
    )


@given(offset=OFFSETS, delay=DELAYS)
def test_what_plays_moves_with_time_and_never_past_the_farthest(
    offset: Milliseconds, delay: timedelta
) -> None:
    moved = delay // timedelta(milliseconds=1)

    assert played(offset, is_playing=True).position(MOMENT + delay) == min(FARTHEST, offset + moved)
    assert played(offset, is_playing=False).position(MOMENT + delay) == offset


@given(offset=OFFSETS, delay=DELAYS)
def test_a_clock_that_goes_back_moves_nothing_back(offset: Milliseconds, delay: timedelta) -> None:
    assert played(offset, is_playing=True).position(MOMENT - delay) == offset


def test_music_that_nobody_has_touched_stands_at_its_beginning() -> None:
    assert SharedPlayback().position(later(9)) == 0


def test_a_session_lasts_while_somebody_is_there_and_for_its_grace() -> None:
    busy = CollaborationSession(project_id=project_id(1), started_at=MOMENT)
    left = CollaborationSession(project_id=project_id(1), started_at=MOMENT, vacant_since=later(1))

    assert busy.lasts(later(10**9))
    assert left.expires_at == later(1) + SESSION_GRACE
    assert left.lasts(later(300))
    assert not left.lasts(later(301))
