"""A project as it sounds: voices, their clips and notes, in milliseconds and bars."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import attrs

from phantom_core.kernel import Id, Invalid
from phantom_core.studio.arrangement.content import content_of
from phantom_core.studio.arrangement.views import EntityView
from phantom_core.studio.midi import Content, tempo_map
from phantom_core.studio.midi.timing import has_tempo
from phantom_core.studio.suggesting.material import HeardRecording, Material

__all__ = ["Clip", "Heard", "Song", "Voice", "song_of"]

_DRUM_CHANNEL: Final = 9
_DRUMS: Final = ("drum", "percussion", "beat", "groove")
_MINUTE: Final = 60_000


class Heard(NamedTuple):
    """A note as it sounds.

    Attributes:
        start: in ms from the beginning of the project.
        end: where it ends, or its clip does.
    """

    id: str
    start: float
    end: float
    pitch: int
    velocity: int
    channel: int

    @property
    def lasts(self) -> float:
        """How long it sounds, in ms."""
        return self.end - self.start


@attrs.frozen(kw_only=True)
class Clip:
    """A segment as it sounds.

    Attributes:
        notes: those that are heard; of a recording, none.
        recording: what is known of it, if it is one.
        own_tempo: the one tempo that a segment of MIDI states for itself.
    """

    view: EntityView
    start: int
    end: int
    notes: tuple[Heard, ...] = ()
    is_audio: bool = False
    recording: HeardRecording | None = None
    own_tempo: float | None = None

    @property
    def volume(self) -> float:
        """As it is set."""
        return float(self.view.fields["volume"])


@attrs.frozen(kw_only=True)
class Voice:
    """A stem that is heard, with its clips in their order."""

    view: EntityView
    clips: tuple[Clip, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.view.fields["name"])

    @property
    def words(self) -> str:
        """What it is said to be."""
        return f"{self.view.fields['instrumentType'] or ''} {self.name}".casefold()

    @property
    def volume(self) -> float:
        """As it is set."""
        return float(self.view.fields["volume"])

    @property
    def pan(self) -> float:
        """As it is set."""
        return float(self.view.fields["pan"])

    @property
    def notes(self) -> list[Heard]:
        """All its notes."""
        return [note for clip in self.clips for note in clip.notes]

    @property
    def is_audio(self) -> bool:
        """Whether it plays recordings, and nothing else."""
        return bool(self.clips) and all(clip.is_audio for clip in self.clips)

    @property
    def is_drums(self) -> bool:
        """Whether its notes are sounds rather than tones."""
        notes = self.notes
        by_channel = bool(notes) and all(note.channel == _DRUM_CHANNEL for note in notes)
        said = any(word in self.words for word in _DRUMS)
        return said or by_channel or self.view.fields["midiChannel"] == _DRUM_CHANNEL


@attrs.frozen(kw_only=True)
class Song:
    """What is heard of a project.

    Attributes:
        voices: stems that are heard and have something to play, in their order.
        stems: all stems, also those that are silent.
        bar_ms: how long a bar is.
    """

    material: Material
    tempo: float
    bar_ms: float
    voices: tuple[Voice, ...]
    stems: Sequence[EntityView]

    @property
    def clips(self) -> Iterator[Clip]:
        """All clips that are heard."""
        return (clip for voice in self.voices for clip in voice.clips)

    def bar(self, at: float) -> int:
        """The bar in which a moment lies, counted from 1."""
        return int(at // self.bar_ms) + 1

    def bars_of(self, voice: Voice) -> set[int]:
        """The bars in which a voice begins a note, or sounds on."""
        return {
            bar
            for note in voice.notes
            for bar in range(self.bar(note.start), self.bar(max(note.start, note.end - 1)) + 1)
        }

    @property
    def length(self) -> int:
        """How many bars there are until the last clip ends."""
        return self.bar(max((clip.end - 1 for clip in self.clips), default=0))


def song_of(material: Material) -> Song:
    """Listen to a project: to all stems that are not muted, nor in a group that is."""
    arrangement = material.arrangement
    tempo = float(arrangement.fields["tempo"])
    beats, unit = arrangement.fields["timeSignature"]
    by_stem: dict[Id, list[Clip]] = {}
    for segment in arrangement.segments:
        by_stem.setdefault(segment.owner_id, []).append(_clip(segment, material, tempo))
    audible = {stem.id: stem for stem in arrangement.stems if _is_audible(stem)}
    voices = [
        Voice(view=stem, clips=tuple(clip for clip in by_stem[stem.id] if clip.volume > 0))
        for stem in audible.values()
        if stem.id in by_stem and stem.fields["group"] in {None, *audible}
    ]
    return Song(
        material=material,
        tempo=tempo,
        bar_ms=beats * 4 / unit * _MINUTE / tempo,
        voices=tuple(voice for voice in voices if voice.clips),
        stems=arrangement.stems,
    )


def _is_audible(stem: EntityView) -> bool:
    return not stem.fields["isMuted"] and float(stem.fields["volume"]) > 0


def _clip(segment: EntityView, material: Material, tempo: float) -> Clip:
    fields = segment.fields
    start, end = int(fields["startMs"]), int(fields["endMs"])
    if fields["type"] == "audio":
        known = (fields["audio"] or {}).get("audioFileId")
        heard = material.heard.get(Id(known)) if known else None
        return Clip(view=segment, start=start, end=end, is_audio=True, recording=heard)
    try:
        content = content_of(fields["frame"], {each.id: each.fields for each in segment.notes})
    except Invalid:
        return Clip(view=segment, start=start, end=end)
    own = _own_tempo(content)
    notes = tuple(_notes(segment, content, tempo))
    return Clip(view=segment, start=start, end=end, notes=notes, own_tempo=own)


def _notes(segment: EntityView, content: Content, tempo: float) -> Iterator[Heard]:
    """The notes of a segment that begin within it, cut where it ends."""
    start, end = int(segment.fields["startMs"]), int(segment.fields["endMs"])
    place = _places(content, tempo)
    for each in segment.notes:
        note: Mapping[str, Any] = each.fields
        begins = start + place(int(note["start"]))
        if begins < end:
            ends = start + place(int(note["start"]) + int(note["duration"]))
            yield Heard(
                id=each.id,
                start=begins,
                end=min(ends, end),
                pitch=int(note["pitch"]),
                velocity=int(note["velocity"]),
                channel=int(note["channel"]),
            )


def _places(content: Content, tempo: float) -> Any:
    """Where ticks are, in ms from the beginning of the segment."""
    division = content.division
    if isinstance(division, int) and not has_tempo(content, 0):
        tick = _MINUTE / tempo / division
        return lambda ticks: ticks * tick
    tempos = tempo_map(content)
    return lambda ticks: 1000.0 * float(tempos.exactly(ticks))


def _own_tempo(content: Content) -> float | None:
    """The tempo that a segment states, if it is one from beginning to end."""
    if not isinstance(content.division, int) or not has_tempo(content, 0):
        return None
    stated = {each.microseconds_per_quarter for each in tempo_map(content).tempos}
    (only, *more) = stated
    return None if more or not only else 60_000_000 / only
