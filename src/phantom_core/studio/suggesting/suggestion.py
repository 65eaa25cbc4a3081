"""Suggestions: what could be better, why, and the changes that make it so."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import attrs

from phantom_core.studio.arrangement.draft import NoteEdit
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.target import EntityId, Op

__all__ = ["SuggestedChange", "SuggestedMusic", "Suggestion", "SuggestionKind", "Urgency"]


class SuggestionKind(StrEnum):
    """What a suggestion is about."""

    KEY_CLASH = "key-clash"
    TEMPO = "tempo"
    MASKING = "masking"
    EMPTY_BARS = "empty-bars"
    LEVEL = "level"
    MISSING_ROLE = "missing-role"


class Urgency(StrEnum):
    """How much it matters: most hear a problem, some hear what is a warning."""

    PROBLEM = "problem"
    WARNING = "warning"
    INFO = "info"


@attrs.frozen(kw_only=True)
class SuggestedChange:
    """A change that one may make, as changes are pushed.

    Attributes:
        base_version: the version that it was thought out for; 0 for what is made by it.
        fields: what the entity's fields shall hold.
        notes: what is done to its notes.
    """

    kind: Kind
    entity_id: EntityId
    op: Op
    base_version: int
    fields: Mapping[str, Any] = attrs.field(factory=dict)
    notes: tuple[NoteEdit, ...] = ()


@attrs.frozen(kw_only=True)
class SuggestedMusic:
    """Music that could be made for it, in words.

    Attributes:
        key: by name; none, if the project has no clear one.
    """

    prompt: str
    key: str | None
    tempo: float
    bars: int


@attrs.frozen(kw_only=True)
class Suggestion:
    """One thing that could be better.

    Attributes:
        bar: the first bar that it is about, counted from 1.
        stems: those that it is about.
        reason: why, as a sentence with figures.
        figures: the same figures by name.
        changes: what makes it better; all of them, or none.
        music: what could be made for it, where something is missing.
    """

    kind: SuggestionKind
    severity: Urgency
    bar: int
    stems: tuple[EntityId, ...] = ()
    reason: str
    figures: Mapping[str, float]
    changes: tuple[SuggestedChange, ...]
    music: SuggestedMusic | None = None
