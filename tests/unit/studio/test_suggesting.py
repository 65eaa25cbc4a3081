"""Suggestions about recordings, from what their reports say."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from phantom_core.kernel import EPOCH, Id, UserId
from phantom_core.kernel.ids import id_from_int
from phantom_core.studio import EntityId, Kind, ProjectId
from phantom_core.studio.arrangement.fields import FIELDS
from phantom_core.studio.arrangement.views import ArrangementView, EntityView, NoteView
from phantom_core.studio.suggesting import HeardRecording, Material, Suggestion, suggestions

PROJECT = ProjectId(Id(id_from_int(1)))


def an_entity(number: int, kind: Kind, owner: EntityId, **fields: Any) -> EntityView:
    defaults = {name: field.default for name, field in FIELDS[kind].items()}
    return EntityView(
        id=EntityId(Id(id_from_int(number))),
        kind=kind,
        owner_id=owner,
        fields={**defaults, **fields},
        notes=fields.pop("notes", ()),
        version=1,
        created_at=EPOCH,
        updated_at=EPOCH,
        last_modified_by=UserId(Id(id_from_int(2))),
    )


class Desk:
    """A project at 120 beats a minute that stems are added to."""

    def __init__(self) -> None:
        self.stems: list[EntityView] = []
        self.segments: list[EntityView] = []
        self.heard: dict[Id, HeardRecording] = {}

    def audio(
        self, name: str, heard: HeardRecording | None, lasts: int = 8000, **fields: Any
    ) -> EntityView:
        """A stem with a recording."""
        stem = self._stem(name, **fields)
        file = Id(id_from_int(500 + len(self.segments)))
        self._segment(stem, lasts, type="audio", audio={"audioFileId": file})
        if heard is not None:
            self.heard[file] = heard
        return stem

    def midi(self, name: str, pitches: Sequence[int]) -> EntityView:
        """A stem with a quarter for each pitch."""
        stem = self._stem(name)
        notes = tuple(
            NoteView(id=f"note {place}", fields=_note(place, pitch))
            for place, pitch in enumerate(pitches)
        )
        self._segment(stem, 500 * len(pitches), type="midi", notes=notes)
        return stem

    def _stem(self, name: str, **fields: Any) -> EntityView:
        owner = EntityId(PROJECT)
        stem = an_entity(100 + len(self.stems), Kind.STEM, owner, name=name, order="a", **fields)
        self.stems.append(stem)
        return stem

    def _segment(self, stem: EntityView, lasts: int, **fields: Any) -> None:
        number = 300 + len(self.segments)
        segment = an_entity(number, Kind.SEGMENT, stem.id, startMs=0, endMs=lasts, **fields)
        self.segments.append(segment)

    def look_through(self, kind: str) -> list[Suggestion]:
        """What is suggested of a kind."""
        fields: Mapping[str, Any] = {"tempo": 120.0, "timeSignature": [4, 4], "lengthMs": 0}
        material = Material(
            project_id=PROJECT,
            version=3,
            arrangement=ArrangementView(
                fields=fields, stems=self.stems, segments=self.segments, conflicts=(), vector={}
            ),
            heard=self.heard,
            new_ids=tuple(EntityId(Id(id_from_int(900 + place))) for place in range(3)),
        )
        return [each for each in suggestions(material) if each.kind == kind]


def _note(place: int, pitch: int) -> dict[str, Any]:
    return {
        "track": 0,
        "channel": 0,
        "pitch": pitch,
        "start": 480 * place,
        "duration": 480,
        "velocity": 80,
    }


def at(tempo: float, confidence: float = 0.9) -> HeardRecording:
    return HeardRecording(tempo=tempo, tempo_confidence=confidence)


def in_key(tonic: str, *, minor: bool = False, confidence: float = 0.8) -> HeardRecording:
    return HeardRecording(tonic=tonic, minor=minor, key_confidence=confidence)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("tempo", [120, 121, 60, 240])
def test_a_recording_at_the_tempo_or_half_or_double_goes_with_it(desk: Desk, tempo: float) -> None:
    desk.audio("Guitar", at(tempo))

    assert desk.look_through("tempo") == []


def test_the_project_follows_its_recordings(desk: Desk) -> None:
    desk.audio("Guitar", at(100.0))
    desk.audio("Voice", at(50.0))

    (tempo,) = desk.look_through("tempo")
    (change,) = tempo.changes
    assert (change.kind, change.base_version, change.fields) == (Kind.PROJECT, 3, {"tempo": 100.0})


def test_a_recording_apart_from_the_others_is_turned_down(desk: Desk) -> None:
    desk.audio("Guitar", at(120.0))
    odd = desk.audio("Loop", at(90.0), lasts=4000)

    (tempo,) = desk.look_through("tempo")
    assert (tempo.stems, tempo.changes[0].fields) == ((odd.id,), {"volume": 0.0})


def test_a_tempo_that_nobody_is_sure_of_says_nothing(desk: Desk) -> None:
    desk.audio("Rain", at(100.0, confidence=0.1))
    desk.audio("Wind", None)

    assert desk.look_through("tempo") == []


def test_midi_gives_way_to_a_recording_all_stems_by_the_same_step(desk: Desk) -> None:
    desk.audio("Take", in_key("C"))
    bass = desk.midi("Bass", [37, 44, 42, 49, 37, 44, 42, 49])
    keys = desk.midi("Keys", [61, 65, 68, 70, 66, 63, 72, 61])

    (clash,) = desk.look_through("key-clash")
    assert {*clash.stems} == {bass.id, keys.id}
    assert clash.figures["shift"] == -1
    assert [len(change.notes) for change in clash.changes] == [8, 8]


def test_a_step_that_fits_wholly_goes_before_a_nearer_one_that_nearly_does(desk: Desk) -> None:
    desk.audio("Take", in_key("C"))
    desk.midi("Lead", [66, 70, 73, 66, 68, 71, 70, 73, 66, 65, 66, 70])

    (clash,) = desk.look_through("key-clash")
    assert clash.figures == {"share": pytest.approx(0.167, abs=0.001), "shift": 6, "shareAfter": 1}


def test_of_two_recordings_in_two_keys_the_lesser_is_muted(desk: Desk) -> None:
    desk.audio("Take", in_key("C"))
    other = desk.audio("Sample", in_key("F#"), lasts=4000)

    (clash,) = desk.look_through("key-clash")
    assert (clash.stems, clash.changes[0].fields) == ((other.id,), {"isMuted": True})


@pytest.mark.parametrize(
    "other", [in_key("A", minor=True), in_key("G"), in_key("F#", confidence=0.1)]
)
def test_near_keys_and_vague_ones_do_not_clash(desk: Desk, other: HeardRecording) -> None:
    desk.audio("Take", in_key("C"))
    desk.audio("Sample", other, lasts=4000)

    assert desk.look_through("key-clash") == []


def test_what_is_muted_is_not_heard(desk: Desk) -> None:
    desk.audio("Take", in_key("C"))
    desk.audio("Sample", in_key("F#"), isMuted=True)

    assert desk.look_through("key-clash") == []


def test_a_loud_recording_is_turned_down_by_what_was_measured(desk: Desk) -> None:
    desk.audio("Guitar", HeardRecording(loudness=-20.0))
    loud = desk.audio("Voice", HeardRecording(loudness=-10.0))

    (level,) = desk.look_through("level")
    assert (level.stems, level.figures["differenceDb"]) == ((loud.id,), 10.0)
    assert level.changes[0].fields == {"volume": 0.45}


def test_where_a_recording_may_be_anything_nothing_is_missing(desk: Desk) -> None:
    desk.audio("Take 3", None)
    desk.midi("Keys", [60, 64, 67, 72] * 4)

    assert desk.look_through("missing-role") == []
