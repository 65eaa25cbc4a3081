"""How the refusals of the audio worker are written, and read back by its parent."""

from collections.abc import Mapping
from typing import Any

from phantom_core.audio.analysis import AnalysisFailed, TooMuchAudio
from phantom_core.audio.media_type import NotAudio, NotDecodable
from phantom_core.kernel.errors import PhantomError

__all__ = ["error_from", "error_to"]


def error_to(error: PhantomError) -> dict[str, Any]:
    """Write a refusal as JSON."""
    return {
        "rule": error.rule,
        "text": getattr(error, "reason", error.detail),
        "limit": getattr(error, "limit", 0),
    }


def error_from(data: Mapping[str, Any]) -> PhantomError:
    """Read a refusal back; one that is not known is a failed analysis."""
    text = str(data.get("text", "for no stated reason"))
    if data.get("rule") == NotAudio.rule:
        return NotAudio(text)
    if data.get("rule") == TooMuchAudio.rule:
        return TooMuchAudio(text, limit=int(data.get("limit", 0)))
    if data.get("rule") == NotDecodable.rule:
        return NotDecodable(text)
    return AnalysisFailed(text)
