"""What MIDI content sounds like, by pretty_midi."""

import numpy as np
import pytest

from phantom_adapters.audio.midi_sound import LONGEST_SOUND, MOST_EVENTS, midi_facts, render_midi
from phantom_core.kernel import Hertz, TooLarge
from phantom_core.studio.midi import Content, Event, Events, Frame, Note, Smpte, Track, join, read

ON = b"\x90\x45\x40"


def scale(*, division: int | Smpte = 480, channel: int = 0) -> Content:
    notes = [
        Note(
            note_id=f"n{number}",
            track=0,
            channel=channel,
            pitch=69,
            start=480 * number,
            duration=400,
            velocity=90,
        )
        for number in range(8)
    ]
    return join(Frame(content=Content(division=division, tracks=(Track(),))), notes)


def test_notes_tempo_and_length_are_told() -> None:
    facts = midi_facts(scale())

    assert facts.notes == 8
    assert facts.length == pytest.approx(7 * 0.5 + 400 / 960, abs=0.01)
    assert facts.tempo == pytest.approx(120, rel=0.02)


def test_a_tone_is_heard_at_its_pitch() -> None:
    sound = render_midi(scale(), Hertz(8000))
    spectrum = np.abs(np.fft.rfft(sound))

    assert sound.dtype == np.float32
    assert sound.ndim == 1
    assert np.abs(sound).max() == pytest.approx(1)
    assert np.argmax(spectrum) * 8000 / len(sound) == pytest.approx(440, abs=2)


def test_ticks_that_are_parts_of_a_second_are_heard_too() -> None:
    content = scale(division=Smpte(frames_per_second=24, ticks_per_frame=20))

    assert midi_facts(content).length == pytest.approx(7 + 400 / 480, abs=0.01)


def test_drums_have_no_sound_of_their_own() -> None:
    assert not render_midi(scale(channel=9)).any()


@pytest.mark.parametrize("content", [Content(), read(b"no file")])
def test_what_has_no_notes_is_silent(content: Content) -> None:
    facts = midi_facts(content)

    assert (facts.notes, facts.tempo) == (0, None)
    assert not facts.length
    assert len(render_midi(content)) == 0


def test_one_moment_has_no_tempo() -> None:
    chord = Track(events=Events.of([Event(0, ON), Event(0, b"\x90\x47\x40")]), end=96)

    assert midi_facts(Content(tracks=(chord,))).tempo is None


def test_what_is_too_long_is_refused() -> None:
    late = Track(events=Events.of([Event(int(LONGEST_SOUND + 1) * 960, ON)]))

    with pytest.raises(TooLarge):
        render_midi(Content(tracks=(late,)))


def test_what_has_too_many_events_is_refused() -> None:
    many = Track(events=Events.of([Event(0, ON)] * (MOST_EVENTS + 1)))

    with pytest.raises(TooLarge):
        midi_facts(Content(tracks=(many,)))
