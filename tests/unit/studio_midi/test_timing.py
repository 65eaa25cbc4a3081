"""Seconds, which are derived from ticks."""

from fractions import Fraction

import pytest

from phantom_core.studio.midi import (
    Content,
    Event,
    Events,
    Meter,
    Smpte,
    Track,
    length,
    meter_map,
    tempo_map,
)


def tempo(time: int, microseconds: int) -> Event:
    return Event.of("tempo", time, microsecondsPerQuarter=microseconds)


def meter(time: int, numerator: int, denominator: int) -> Event:
    return Event.of("timeSignature", time, numerator=numerator, denominator=denominator)


def content(*tracks: list[Event], form: int = 1) -> Content:
    return Content(
        format=form, division=100, tracks=tuple(Track(events=Events.of(each)) for each in tracks)
    )


def test_until_a_tempo_is_said_there_are_120_quarters_a_minute() -> None:
    tempos = tempo_map(content([tempo(100, 1_000_000)]))

    assert [tempos.seconds(tick) for tick in (0, 100, 200)] == [0.0, 0.5, 1.5]
    assert [each.bpm for each in tempos.tempos] == [120, 60]


def test_tempos_of_all_tracks_count_for_all() -> None:
    tempos = tempo_map(content([tempo(0, 1_000_000)], [tempo(100, 2_000_000)]))

    assert tempos.seconds(200) == 3.0


def test_of_two_tempos_at_one_tick_the_later_counts() -> None:
    assert tempo_map(content([tempo(0, 1), tempo(0, 200_000)])).seconds(100) == 0.2


def test_each_piece_of_format_2_has_its_own_tempo_and_meter() -> None:
    pieces = content([tempo(0, 1_000_000)], [meter(0, 3, 4)], form=2)

    assert tempo_map(pieces, 0).seconds(100) == 1.0
    assert tempo_map(pieces, 1).seconds(100) == 0.5
    assert meter_map(pieces, 1) == (Meter(tick=0, numerator=3, denominator=4),)
    assert meter_map(pieces, 0) == (Meter(tick=0, numerator=4, denominator=4),)


def test_ticks_that_are_parts_of_a_second_know_no_tempo() -> None:
    division = Smpte(frames_per_second=25, ticks_per_frame=40)
    track = Track(events=Events.of([tempo(0, 9)]))
    tempos = tempo_map(Content(division=division, tracks=(track,)))

    assert tempos.seconds(1000) == 1.0
    assert tempos.tempos[0].bpm is None


def test_29_frames_a_second_are_29_97() -> None:
    tempos = tempo_map(Content(division=Smpte(frames_per_second=29, ticks_per_frame=100)))

    assert tempos.exactly(3000) == Fraction(1001, 1000)


def test_a_tempo_of_no_length_takes_no_time() -> None:
    tempos = tempo_map(content([tempo(0, 0), tempo(100, 500_000)]))

    assert tempos.seconds(150) == 0.25
    assert tempos.tempos[0].bpm is None


@pytest.mark.parametrize("tick", [0, 50, 99, 100, 101, 12345])
def test_a_moment_leads_back_to_its_tick(tick: int) -> None:
    tempos = tempo_map(content([tempo(100, 333_333), tempo(200, 1_234_567)]))

    assert tempos.tick(tempos.exactly(tick)) == tick


def test_a_moment_where_ticks_take_no_time_is_that_of_the_last() -> None:
    tempos = tempo_map(content([tempo(0, 500_000), tempo(100, 0)]))

    assert tempos.tick(0.5) == 100
    assert tempos.tick(9) == 100


def test_meters_are_told_in_their_order() -> None:
    told = content([meter(400, 6, 8)], [meter(0, 3, 4), Event(7, b"\xff\x58\0\0\0\0")])

    assert meter_map(told) == (
        Meter(tick=0, numerator=3, denominator=4),
        Meter(tick=400, numerator=6, denominator=8),
    )


def test_a_file_lasts_to_the_end_of_its_last_track() -> None:
    assert length(Content()) == 0.0
    assert length(content([tempo(100, 1_000_000)], [tempo(300, 1)])) == 2.5
    assert length(content([tempo(0, 1_000_000), tempo(100, 1)], [meter(300, 4, 4)], form=2)) == 1.5
