"""Saying what tracks are: by the probe that recordings have too, and by the file's tags.

Tags are read in a process of their own, under limits. What cannot be read there is not said.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from phantom_adapters.audio.refusals import error_from
from phantom_adapters.audio.tag_child import TagBounds
from phantom_adapters.confined.messages import Message
from phantom_adapters.confined.trade import Trade
from phantom_adapters.confined.worker import Worker
from phantom_core.audio import AudioFormat, AudioProbe, NotDecodable
from phantom_core.audio.media_type import SNIFF_BYTES, refusal, sniff
from phantom_core.audio.mpeg_frames import ID3_HEADER, id3_length
from phantom_core.kernel import Invalid, PhantomError
from phantom_core.media.sets import TrackDetails, TrackFacts, TrackFormat, TrackReader

__all__ = ["ProbedTracks"]

_SECONDS: Final = 20.0
_LONGEST_TAG: Final = 16 * 1024 * 1024


class ProbedTracks(TrackReader):
    """Asks a probe, and a confined process for tags, which is started on first use and kept."""

    def __init__(self, probe: AudioProbe) -> None:
        self._probe = probe
        self._tags = Worker(
            Trade(
                name="tag",
                module="phantom_adapters.audio.tag_child",
                bounds=TagBounds(),
                failure=NotDecodable,
                refusal=error_from,
            )
        )

    def wants_more(self, head: bytes) -> bool:
        """Whether a tag in front, which may hold pictures, hides what follows."""
        tag = id3_length(head[:ID3_HEADER])
        return len(head) < min(tag, _LONGEST_TAG) + SNIFF_BYTES

    def sniffed(self, head: bytes) -> TrackFormat:
        """The container that a file is in which begins so."""
        found = sniff(head)
        if found is None:
            raise refusal(head)
        return _format_of(found)

    def promised(self, content_type: str) -> TrackFormat:
        """The container of a media type."""
        return _format_of(AudioFormat.promised(content_type))

    async def read(self, path: Path) -> TrackFacts:
        """Look at a whole file."""
        probed = await self._probe.probe(path)
        said = await self._said(path)
        return TrackFacts(
            format=_format_of(probed.format),
            duration_ms=probed.duration_ms,
            title=_usable(said, "title"),
            artist=_usable(said, "artist"),
        )

    def close(self) -> None:
        """End the process, if there is one."""
        self._tags.close()

    async def _said(self, path: Path) -> Mapping[str, Any]:
        """Tags are a help; without them a track is called by its file's name."""
        try:
            answer = await self._tags.run(Message("tags", {"path": str(path)}), seconds=_SECONDS)
        except PhantomError:
            return {}
        return answer.data


def _format_of(found: AudioFormat) -> TrackFormat:
    return TrackFormat(name=found.value, content_type=found.content_type)


def _usable(said: Mapping[str, Any], name: str) -> str | None:
    """What a tag says, if a track may be called so."""
    text = " ".join(str(said.get(name) or "").split())
    if not text:
        return None
    try:
        TrackDetails(**{name: text})
    except Invalid:
        return None
    return text
