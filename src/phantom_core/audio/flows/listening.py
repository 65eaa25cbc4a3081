"""Hearing a recording, and seeing its waveform."""

import asyncio
from datetime import datetime
from enum import Enum
from typing import Final

import attrs

from phantom_core.audio.audio_file import AudioFile, AudioFileId
from phantom_core.audio.flows.edge import AudioEdge
from phantom_core.audio.report import AudioFileReport, ReportId
from phantom_core.audio.use_cases.files import GetAudioFile
from phantom_core.audio.use_cases.office import OpenAudioFile
from phantom_core.audio.use_cases.reports import GetReport
from phantom_core.audio.waveform import Outline, decode_peaks, resample
from phantom_core.audio.zoom import ZOOM_LEVELS, coarsened, level_for, place_of
from phantom_core.blobs import BlobKey, BlobLinks, BlobStore
from phantom_core.kernel import Actor, Doer, Fault, Invalid

__all__ = [
    "MOST_POINTS",
    "AudioLink",
    "LinkUse",
    "WaveformLevel",
    "WaveformPicture",
    "link",
    "link_to",
    "waveform",
    "waveform_level",
    "waveform_picture",
]

MOST_POINTS: Final = 10_000
"""The most points that a waveform is asked for with."""

# What stands before a stroke in the name of a file is taken for a folder, and left out.
_NO_FOLDERS: Final = str.maketrans("/\\", "__")


class LinkUse(Enum):
    """What somebody wants to do at a URL."""

    PLAY = "play it in place: the rendition, as soon as there is one"
    PLAY_ORIGINAL = "play what was handed in"
    SAVE = "save what was handed in, under its title"


@attrs.frozen(kw_only=True)
class AudioLink:
    """A URL under which a recording can be heard, for a while.

    Attributes:
        expires_at: until when, if its reader may hear it for so long.
        content_type: of what is heard there.
    """

    url: str
    expires_at: datetime
    content_type: str


@attrs.frozen(kw_only=True)
class WaveformPicture:
    """A waveform as a PNG file.

    Attributes:
        report_id: the report that it belongs to; another report has another picture.
    """

    report_id: ReportId
    png: bytes


@attrs.frozen(kw_only=True)
class WaveformLevel:
    """A zoom level of a waveform, as a data file of audiowaveform (version 2, 8 bits).

    Attributes:
        report_id: the report that it belongs to; another report has another waveform.
    """

    report_id: ReportId
    dat: bytes


async def link(
    phantom: Doer,
    links: BlobLinks,
    audio_file_id: AudioFileId,
    *,
    actor: Actor,
    expires_at: datetime,
    use: LinkUse = LinkUse.PLAY,
) -> AudioLink:
    """Make a URL of a recording.

    It is made for the actor: who serves it asks `HearOriginal` whether they may still hear it.
    Where somebody in office asks for one that only they may hear, that is written down.

    Raises: NotFound, SigningUnconfigured.
    """
    file = await _opened(phantom, audio_file_id, actor)
    return await link_to(links, file, actor=actor, expires_at=expires_at, use=use)


async def link_to(
    links: BlobLinks,
    file: AudioFile,
    *,
    actor: Actor,
    expires_at: datetime,
    use: LinkUse = LinkUse.PLAY,
) -> AudioLink:
    """Make a URL of a recording which it is known that the actor may hear; as `link`.

    Raises: SigningUnconfigured.
    """
    sound = file.streamed if use is LinkUse.PLAY else file.original
    url = await links.url(
        sound.blob,
        expires_at=expires_at,
        content_type=sound.content_type,
        file_name=f"{file.title.translate(_NO_FOLDERS)}.{sound.extension}",
        inline=use is not LinkUse.SAVE,
        reader=actor.user_id,
    )
    return AudioLink(url=url, expires_at=expires_at, content_type=sound.content_type)


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


async def waveform_level(
    edge: AudioEdge, audio_file_id: AudioFileId, *, level: int, actor: Actor
) -> WaveformLevel:
    """Fetch one zoom level of a recording's waveform, 0 the finest, each four times coarser.

    Raises: Invalid; NotFound, also if there is no report yet.
    """
    if not 0 <= level < ZOOM_LEVELS:
        raise Invalid(Fault("level", f"must be from 0 to {ZOOM_LEVELS - 1}"))
    report = await _report(edge, audio_file_id, actor)
    place, steps = place_of(report.waveform_points, level)
    stored = await _read(edge.store, report.waveform, place.start, place.length)
    return WaveformLevel(report_id=report.id, dat=coarsened(stored, steps) if steps else stored)


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
