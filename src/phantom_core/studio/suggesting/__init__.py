"""What could be better in a project: suggestions that rest on what stands there."""

from phantom_core.studio.suggesting.advising import suggestions
from phantom_core.studio.suggesting.material import HeardRecording, Material
from phantom_core.studio.suggesting.suggestion import (
    SuggestedChange,
    SuggestedMusic,
    Suggestion,
    SuggestionKind,
    Urgency,
)

__all__ = [
    "HeardRecording",
    "Material",
    "SuggestedChange",
    "SuggestedMusic",
    "Suggestion",
    "SuggestionKind",
    "Urgency",
    "suggestions",
]
