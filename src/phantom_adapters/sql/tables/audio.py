"""Audio's tables: recordings, reports, annotations."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Json, Key, Whole, Words
from phantom_core.audio import (
    AnalysisResult,
    AnalysisStatus,
    AudioFormat,
    MusicWords,
    Rendition,
    Visibility,
)

__all__ = ["audio_files", "audio_reports", "audio_tags", "music_annotations"]

_FILE: Final = "audio_files.id"

audio_files: Final = Table(
    "audio_files",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("owner_id", Key, nullable=False),
    Column("title", Words, nullable=False),
    Column("blob", Words, nullable=False),
    Column("original_file_name", Words, nullable=False),
    Column("format", Choice(AudioFormat), nullable=False),
    Column("size_bytes", Whole, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("duration_ms", Whole, nullable=False),
    Column("sample_rate", Whole, nullable=False),
    Column("channels", Whole, nullable=False),
    Column("tags", Json(tuple[str, ...]), nullable=False),
    Column("visibility", Choice(Visibility), nullable=False),
    Column("analysis_status", Choice(AnalysisStatus), nullable=False),
    Column("analysis_reason", Words),
    Column("analysis_run", Key),
    Column("rendition", Json(Rendition)),
    Column("rendition_blob", Words),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Whole, nullable=False),
    Column("name_key", Words, nullable=False),
    Column("sought", Words, nullable=False),
    Index(None, "owner_id", "id"),
)
"""Recordings; lists go by owner and id."""

audio_tags: Final = Table(
    "audio_tags",
    METADATA,
    Column("audio_file_id", Key, ForeignKey(_FILE), nullable=False),
    Column("key", Words, nullable=False),
    Column("owner_id", Key, nullable=False),
    Column("tag", Words, nullable=False),
    PrimaryKeyConstraint("audio_file_id", "key"),
    Index(None, "owner_id", "key"),
    sqlite_with_rowid=False,
)
"""The tags of recordings by how they are compared, to be found and counted."""

audio_reports: Final = Table(
    "audio_reports",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("audio_file_id", Key, ForeignKey(_FILE), nullable=False),
    Column("analyzer", Words, nullable=False),
    Column("analyzer_version", Words, nullable=False),
    Column("decoder_version", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("result", Json(AnalysisResult), nullable=False),
    Column("waveform", Words, nullable=False),
    Column("waveform_points", Whole, nullable=False),
    Column("picture", Words, nullable=False),
    Index(None, "audio_file_id", "id"),
)
"""Reports; the newest of a recording is current."""

music_annotations: Final = Table(
    "music_annotations",
    METADATA,
    Column("audio_file_id", Key, ForeignKey(_FILE), primary_key=True),
    Column("id", Key, nullable=False),
    Column("user_id", Key, nullable=False),
    Column("words", Json(MusicWords), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("sought", Words, nullable=False),
)
"""What owners say about their recordings."""
