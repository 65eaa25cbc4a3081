"""Listening to a recording, as a worker does it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

import attrs

from phantom_core.audio.analysis import Analysis
from phantom_core.audio.flows.edge import AudioEdge
from phantom_core.audio.use_cases.analyses import AnalyseAudio
from phantom_core.audio.use_cases.analysis_run import (
    AnalysisAttempt,
    BeginAnalysis,
    CompleteAnalysis,
    FailAnalysis,
    Findings,
    TellProgress,
)
from phantom_core.audio.zoom import encode_levels
from phantom_core.blobs import BlobKey, BlobNotFound
from phantom_core.kernel import SYSTEM, ByteCount, Lease, TooLarge, Unavailable, UnsupportedMedia

__all__ = ["analyse"]

_STEP: Final = 0.125


class _NotWanted(Exception):
    """Ends an analysis that nobody waits for any more."""


async def analyse(edge: AudioEdge, lease: Lease, task: AnalyseAudio) -> None:
    """Listen to a recording and write its report, or why there is none; the job is then done.

    However often it is begun and broken off, one report comes of it. Its blobs are stored before
    it, under names of their own for each attempt.

    Raises: LeaseLost, when somebody else does it; Unavailable, and then it may be tried again.
    """
    begin = BeginAnalysis(lease=lease, task=task)
    attempt = (await edge.phantom.do(begin, actor=SYSTEM)).value
    if attempt is None:
        return
    try:
        findings = await _listen(edge, attempt)
    except _NotWanted:
        return
    except (UnsupportedMedia, TooLarge) as refusal:
        await _fail(edge, attempt, refusal.detail)
    except BlobNotFound:
        await _fail(edge, attempt, "The bytes of the recording are not there.")
    else:
        complete = CompleteAnalysis(attempt=attempt, findings=findings)
        await edge.phantom.do(complete, actor=SYSTEM)


async def _fail(edge: AudioEdge, attempt: AnalysisAttempt, reason: str) -> None:
    await edge.phantom.do(FailAnalysis(attempt=attempt, reason=reason), actor=SYSTEM)


async def _listen(edge: AudioEdge, attempt: AnalysisAttempt) -> Findings:
    async with edge.store.local(attempt.file.blob) as path:
        analysis = await edge.analyzer.analyze(path, on_progress=_Progress(edge, attempt))
    await _keep(edge, attempt.waveform, await asyncio.to_thread(encode_levels, analysis.peaks))
    await _keep(edge, attempt.picture, analysis.picture)
    return _findings(analysis)


def _findings(analysis: Analysis) -> Findings:
    return Findings(
        analyzer=analysis.analyzer,
        analyzer_version=analysis.analyzer_version,
        decoder_version=analysis.decoder_version,
        result=analysis.result,
        waveform_points=len(analysis.peaks),
    )


async def _keep(edge: AudioEdge, key: BlobKey, data: bytes) -> None:
    await edge.store.put(key, _once(data), limit=ByteCount(len(data)))


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


@attrs.define
class _Progress:
    """Passes progress on in steps of an eighth, so that one analysis tells ten times at most."""

    edge: AudioEdge
    attempt: AnalysisAttempt
    told: float = 0.0

    async def __call__(self, stage: str, fraction: float) -> None:
        if fraction - self.told < _STEP:
            return
        self.told = fraction
        progress = TellProgress(attempt=self.attempt, stage=stage, fraction=fraction)
        # What could not be told is no reason to throw away what was heard.
        with suppress(Unavailable):
            if not (await self.edge.phantom.do(progress, actor=SYSTEM)).value:
                raise _NotWanted
