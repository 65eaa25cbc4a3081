"""What one analysis found out about a recording; written once, never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NewType

import attrs

from phantom_core.audio.analysis import AnalysisResult
from phantom_core.audio.audio_file import AudioFileId
from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import Id, UserId

__all__ = ["MOST_REPORTS", "AudioFileReport", "ReportId", "blobs_of", "picture_key", "waveform_key"]

MOST_REPORTS: Final = 100
"""So many reports are kept of a recording; the oldest makes room."""

ReportId = NewType("ReportId", Id)
"""The id of a report."""


@attrs.frozen(kw_only=True)
class AudioFileReport:
    """One analysis of one recording; the newest is current.

    Attributes:
        analyzer: who listened.
        analyzer_version: changes whenever the same bytes may give other results.
        decoder_version: name and version of the decoder.
        result: what was found.
        waveform: the blob with the waveform's zoom levels.
        waveform_points: how many points its finest level has.
        picture: the blob with the waveform as a PNG.
    """

    id: ReportId
    audio_file_id: AudioFileId
    analyzer: str
    analyzer_version: str
    decoder_version: str
    created_at: datetime
    result: AnalysisResult
    waveform: BlobKey
    waveform_points: int
    picture: BlobKey


def blobs_of(reports: Sequence[AudioFileReport]) -> list[BlobKey]:
    """The blobs that go with some reports."""
    return [key for report in reports for key in (report.waveform, report.picture)]


def waveform_key(owner_id: UserId, audio_file_id: AudioFileId, report_id: ReportId) -> BlobKey:
    """Where the waveform of a report is kept."""
    return blob_key(f"audio/{owner_id}/{audio_file_id}/{report_id}.dat")


def picture_key(owner_id: UserId, audio_file_id: AudioFileId, report_id: ReportId) -> BlobKey:
    """Where the picture of a report is kept."""
    return blob_key(f"audio/{owner_id}/{audio_file_id}/{report_id}.png")
