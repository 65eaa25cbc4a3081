"""What MIDI content sounds like, and what pretty_midi knows of it.

pretty_midi is never given a file as it was uploaded: it refuses some and changes others. It gets
the notes, controllers and programs, at one tempo, which keeps every moment as it was.
"""

import io
import math
from typing import Any, Final

import attrs
import numpy as np

from phantom_adapters.audio.signals import RATE, Floats
from phantom_core.kernel import Bpm, Hertz, Milliseconds, Seconds, TooLarge
from phantom_core.studio.midi import (
    Content,
    Events,
    MixedSegment,
    MixedStem,
    Track,
    length,
    mix,
    write,
)

__all__ = ["LONGEST_SOUND", "MOST_EVENTS", "MidiFacts", "midi_facts", "render_midi"]

LONGEST_SOUND: Final = Seconds(30 * 60)
"""Nothing longer is listened to."""

MOST_EVENTS: Final = 300_000
"""Nothing with more events is listened to."""

_RATE: Final = Hertz(RATE)
_TEMPO: Final = Bpm(120)
_SYSTEM: Final = b"\xf0"
_TWO: Final = 2


@attrs.frozen(kw_only=True)
class MidiFacts:
    """What pretty_midi says of content.

    Attributes:
        tempo: what the distances of its notes suggest; None for fewer than two notes.
        notes: how many are heard.
        length: the end of its last note, in seconds.
    """

    tempo: Bpm | None
    notes: int
    length: Seconds


def midi_facts(content: Content) -> MidiFacts:
    """Analyse content. Raises: TooLarge, beyond `LONGEST_SOUND` or `MOST_EVENTS`."""
    music = _music(content)
    onsets = music.get_onsets()
    estimable = len(onsets) >= _TWO and onsets[-1] > onsets[0]
    return MidiFacts(
        tempo=Bpm(float(music.estimate_tempo())) if estimable else None,
        notes=sum(len(instrument.notes) for instrument in music.instruments),
        length=Seconds(float(music.get_end_time())),
    )


def render_midi(content: Content, rate: Hertz = _RATE) -> Floats:
    """Play content with plain tones: mono samples, of which the loudest is 1.

    Drums are not heard, and content without notes is a signal without samples.

    Raises: TooLarge, beyond `LONGEST_SOUND` or `MOST_EVENTS`.
    """
    music = _music(content)
    sound = np.zeros(math.ceil(rate * (music.get_end_time() + 1)), np.float32)
    heard = False
    for instrument in music.instruments:
        wave = instrument.synthesize(fs=rate)[: len(sound)]
        sound[: len(wave)] += wave
        heard = heard or bool(instrument.notes)
    loudest = float(np.abs(sound).max(initial=0.0))
    if loudest:
        sound /= loudest
    return sound if heard else sound[:0]


def _music(content: Content) -> Any:
    """The content as pretty_midi has it."""
    from pretty_midi import PrettyMIDI

    if sum(len(track.events) for track in content.tracks) > MOST_EVENTS:
        raise TooLarge(f"More than {MOST_EVENTS} events are not listened to.", limit=MOST_EVENTS)
    seconds = length(content)
    if seconds > LONGEST_SOUND:
        limit = int(LONGEST_SOUND)
        raise TooLarge(f"More than {limit} seconds are not listened to.", limit=limit)
    end = Milliseconds(math.ceil(seconds * 1000) + 1)
    tracks = tuple(map(_of_channels, content.tracks))
    segment = MixedSegment(
        start_ms=Milliseconds(0), end_ms=end, content=attrs.evolve(content, tracks=tracks)
    )
    stem = MixedStem(name="", segments=[segment])
    mixed = mix(tempo=_TEMPO, time_signature=(4, 4), stems=[stem])
    return PrettyMIDI(io.BytesIO(write(mixed)))


def _of_channels(track: Track) -> Track:
    """A track with its tempos, and what is said to instruments."""
    kept = [
        event
        for event in track.events
        if event.message < _SYSTEM or event.message.startswith(b"\xff\x51")
    ]
    return attrs.evolve(track, events=Events.of(kept))
