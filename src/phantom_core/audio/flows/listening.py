"""Hearing a recording, and seeing its waveform."""

import asyncio
from datetime import datetime
from typing import Final

import attrs

from phantom_core.audio.audio_file import AudioFile, AudioFileId
from phantom_core.audio.flows.edge import AudioEdge
from phantom_core.audio.report import AudioFileReport, ReportId
from phantom_core.audio.use_cases.files import GetAudioFile
from phantom_core.audio.use_cases.office import OpenAudioFile
from phantom_core.audio.use_cases.reports import GetReport
from phantom_core.audio.waveform import Outline, decode_peaks, resample
from phantom_core.audio.zoom import level_for
from phantom_core.blobs import BlobKey, BlobLinks, BlobStore
from phantom_core.kernel import Actor, Doer, Fault, Invalid

__all__ = ["MOST_POINTS", "AudioLink", "WaveformPicture", "link", "waveform", "waveform_picture"]

MOST_POINTS: Final = 10_000
"""The most points that a waveform is asked for with."""

# What stands before a stroke in the name of a file is taken for a folder, and left out.
_NO_FOLDERS: Final = str.maketrans("/\\", "__")


@attrs.frozen(kw_only=True)
class AudioLink:
    """A URL under which a recording can be heard, for a while.

    Attributes:
        expires_at: until when, if its reader may hear it for so long.
    """

    url: str
    expires_at: datetime


@attrs.frozen(kw_only=True)
class WaveformPicture:
    """A waveform as a PNG file.

    Attributes:
        report_id: the report that it belongs to; another report has another picture.
    """

    report_id: ReportId
    png: bytes


async def link(
    phantom: Doer,
    links: BlobLinks,
    audio_file_id: AudioFileId,
    *,
    actor: Actor,
    expires_at: datetime,
    save: bool = False,
) -> AudioLink:
    """Make a URL of a recording, to play it in place, or to `save` it under its title.

    It is made for the actor: who serves it asks `HearOriginal` whether they may still hear it.
    Where somebody in office asks for one that only they may hear, that is written down.

    Raises: NotFound, SigningUnconfigured.
    """
    file = await _opened(phantom, audio_file_id, actor)
    url = await links.url(
        file.blob,
        expires_at=expires_at,
        content_type=file.format.content_type,
        file_name=f"{file.title.translate(_NO_FOLDERS)}.{file.format}",
        inline=not save,
        reader=actor.user_id,
    )
    return AudioLink(url=url, expires_at=expires_at)


async def waveform(
    edge: AudioEdge, audio_file_id: AudioFileId, *, points: int, actor: Actor
) -> Outline:
    """Fit a recording's waveform to `points` points, 1 to `MOST_POINTS`.

    Raises: Invalid; NotFound, also if there is no report yet.
    """
    if not 1 <= points <= MOST_POINTS:
        raise Invalid(Fault("points", f"must be from 1 to {MOST_POINTS}"))
    report = await _report(edge, audio_file_id, actor)
    place = level_for(report.waveform_points, points)
    level = await _read(edge.store, report.waveform, place.start, place.length)
    return await asyncio.to_thread(lambda: resample(decode_peaks(level), points))


async def waveform_picture(
    edge: AudioEdge, audio_file_id: AudioFileId, *, actor: Actor
) -> WaveformPicture:
    """Fetch the picture of a recording's waveform.

    Raises: NotFound, also if there is no report yet.
    """
    report = await _report(edge, audio_file_id, actor)
    return WaveformPicture(report_id=report.id, png=await _read(edge.store, report.picture))


async def _opened(phantom: Doer, audio_file_id: AudioFileId, actor: Actor) -> AudioFile:
    """Only those in office leave a trace, so that nobody else must wait for a commit."""
    if actor.is_admin:
        return (await phantom.do(OpenAudioFile(audio_file_id=audio_file_id), actor=actor)).value
    return await phantom.ask(GetAudioFile(audio_file_id=audio_file_id), actor=actor)


async def _report(edge: AudioEdge, audio_file_id: AudioFileId, actor: Actor) -> AudioFileReport:
    return await edge.phantom.ask(GetReport(audio_file_id=audio_file_id), actor=actor)


async def _read(store: BlobStore, key: BlobKey, start: int = 0, length: int | None = None) -> bytes:
    return b"".join([piece async for piece in store.read(key, start=start, length=length)])
