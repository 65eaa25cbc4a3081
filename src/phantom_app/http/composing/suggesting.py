"""What could be better in a project."""

from typing import Annotated, Any

import msgspec
from litestar import post
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.payloads import IdText, Payload
from phantom_app.http.studio.payloads import project_id_of
from phantom_core.kernel import NotFound
from phantom_core.studio import Kind, MayNot, Op, ProjectOver
from phantom_core.studio.flows import suggest
from phantom_core.studio.suggesting import (
    SuggestedChange,
    SuggestedMusic,
    Suggestion,
    SuggestionKind,
    Urgency,
)

__all__ = [
    "ProjectToAnalyze",
    "SuggestedChangePayload",
    "SuggestedMusicPayload",
    "SuggestionPayload",
    "SuggestionsPayload",
    "analyze_project",
]


class ProjectToAnalyze(Payload):
    """A project that shall be looked through."""

    project_id: IdText


class SuggestedChangePayload(Payload):
    """A change, as it is pushed: `changeId`, `counter` and `hlc` are its sender's to add."""

    entity: Kind
    entity_id: IdText
    op: Op
    base_version: int
    fields: dict[str, Any] | None = None
    note_ops: list[dict[str, Any]] | None = None


class SuggestedMusicPayload(Payload):
    """Music that could be made: a body for `POST /api/ai/generate-midi`."""

    prompt: str
    key: str | None = None
    tempo: float
    bars: int


class SuggestionPayload(Payload):
    """One thing that could be better."""

    kind: SuggestionKind
    severity: Urgency
    bar: Annotated[int, msgspec.Meta(description="The first bar that it is about, from 1.")]
    stem_ids: list[IdText]
    reason: str
    figures: dict[str, float]
    changes: Annotated[
        list[SuggestedChangePayload], msgspec.Meta(description="What makes it better, together.")
    ]
    music: SuggestedMusicPayload | None = None


class SuggestionsPayload(Payload):
    """What could be better in a project, the gravest first."""

    suggestions: list[SuggestionPayload]


@post(
    "/analyze-project",
    status_code=200,
    allowance="generation",
    refuses=[NotFound, ProjectOver, MayNot],
)
async def analyze_project(
    request: PhantomRequest, data: JSONBody[ProjectToAnalyze]
) -> SuggestionsPayload:
    """Look a project that one is in through for what could be better; nothing is changed."""
    caller = request.caller
    with caller.once():
        found = await suggest(
            caller.services.studio, project_id_of(data.project_id), actor=caller.actor
        )
    return SuggestionsPayload(suggestions=[_suggestion_of(each) for each in found])


def _suggestion_of(suggestion: Suggestion) -> SuggestionPayload:
    return SuggestionPayload(
        kind=suggestion.kind,
        severity=suggestion.severity,
        bar=suggestion.bar,
        stem_ids=[*suggestion.stems],
        reason=suggestion.reason,
        figures=dict(suggestion.figures),
        changes=[_change_of(each) for each in suggestion.changes],
        music=None if suggestion.music is None else _music_of(suggestion.music),
    )


def _change_of(change: SuggestedChange) -> SuggestedChangePayload:
    notes = [
        {"op": note.op.value, "noteId": note.note_id, **note.fields.value} for note in change.notes
    ]
    return SuggestedChangePayload(
        entity=change.kind,
        entity_id=change.entity_id,
        op=change.op,
        base_version=change.base_version,
        fields=dict(change.fields) or None,
        note_ops=notes or None,
    )


def _music_of(music: SuggestedMusic) -> SuggestedMusicPayload:
    return SuggestedMusicPayload(
        prompt=music.prompt, key=music.key, tempo=music.tempo, bars=music.bars
    )
