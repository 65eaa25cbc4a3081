"""What clients say of projects, stems and segments by single calls."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from phantom_app.http.payloads import IdText, Payload, VersionNumber
from phantom_core.studio import Kind
from phantom_core.studio.arrangement.fields import defaults_of

__all__ = [
    "NewAudioSegment",
    "NewSegment",
    "NewStem",
    "ProjectChange",
    "SegmentChange",
    "StemChange",
    "given_fields",
    "whole_fields",
]


class ProjectChange(Payload):
    """What shall be otherwise about a project; by its `version` it is merged with what is newer."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    tempo: float | UnsetType = UNSET
    time_signature: list[int] | UnsetType = UNSET
    length_ms: int | UnsetType = UNSET
    is_public: bool | UnsetType = UNSET
    version: VersionNumber | None = None


class _StemFields(Payload):
    name: str | UnsetType = UNSET
    color: str | UnsetType = UNSET
    volume: float | UnsetType = UNSET
    pan: float | UnsetType = UNSET
    is_muted: bool | UnsetType = UNSET
    is_soloed: bool | UnsetType = UNSET
    instrument_type: str | UnsetType | None = UNSET
    midi_channel: int | UnsetType | None = UNSET
    group: IdText | UnsetType | None = UNSET
    after: IdText | UnsetType | None = UNSET


class NewStem(_StemFields):
    """A stem to add, as the last one or `after` another; a client may choose its id."""

    id: IdText | None = None
    name: str


class StemChange(_StemFields):
    """What shall be otherwise about a stem; `after` moves it, with `null` before all others."""

    version: VersionNumber | None = None


class _SegmentFields(Payload):
    name: str | UnsetType = UNSET
    start_ms: int | UnsetType = UNSET
    end_ms: int | UnsetType = UNSET
    volume: float | UnsetType = UNSET
    fade_in_ms: int | UnsetType | None = UNSET
    fade_out_ms: int | UnsetType | None = UNSET
    ai_metadata: dict[str, Any] | UnsetType | None = UNSET
    content: dict[str, Any] | None = None


class NewSegment(_SegmentFields):
    """A segment to add; a client may choose its id."""

    id: IdText | None = None
    type: str
    start_ms: int
    end_ms: int


class SegmentChange(_SegmentFields):
    """What shall be otherwise about a segment; `stemId` moves it."""

    stem_id: IdText | UnsetType = UNSET
    version: VersionNumber | None = None


class NewAudioSegment(Payload):
    """A recording to place, from a time on."""

    audio_file_id: IdText
    start_ms: int


_APART: Final = {"id", "version", "content"}
_KEPT: Final = {"frame", "audio", "isPublic"}


def given_fields(data: Payload) -> Mapping[str, Any]:
    """The fields that are named."""
    return {
        field.encode_name: value
        for field in msgspec.structs.fields(type(data))
        if field.name not in _APART and (value := getattr(data, field.name)) is not UNSET
    }


def whole_fields(kind: Kind, data: Payload) -> Mapping[str, Any]:
    """All fields: those that are not named hold what new ones do, save those that are kept."""
    defaults = {name: value for name, value in defaults_of(kind).items() if name not in _KEPT}
    return {**defaults, **given_fields(data)}
