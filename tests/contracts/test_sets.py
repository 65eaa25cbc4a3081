"""Stores of sets and tracks, and what looks at tracks, keep their promises."""

from collections.abc import Iterator

import pytest

from phantom_adapters.audio.track_reader import ProbedTracks
from phantom_adapters.audits import TrailedSetAudit
from phantom_adapters.contracts.music_sets import MusicSetsContract
from phantom_adapters.contracts.music_tracks import MusicTracksContract
from phantom_adapters.contracts.set_audit import SetAuditContract
from phantom_adapters.contracts.track_reader import TrackReaderContract
from phantom_adapters.memory.repositories.music_sets import MemoryMusicSets
from phantom_adapters.memory.repositories.music_tracks import MemoryMusicTracks
from phantom_adapters.sql.repositories.music_sets import SqlMusicSets
from phantom_adapters.sql.repositories.music_tracks import SqlMusicTracks
from phantom_core.media.sets import TrackReader
from tests.use_cases.audio.studio import Ear


class TestMusicSets(MusicSetsContract):
    adapters = (MemoryMusicSets, SqlMusicSets)


class TestMusicTracks(MusicTracksContract):
    adapters = (MemoryMusicTracks, SqlMusicTracks)


class TestSetAudit(SetAuditContract):
    adapters = (TrailedSetAudit,)


@pytest.fixture(scope="module")
def reader() -> Iterator[TrackReader]:
    """One that has no process to start for each test."""
    opened = ProbedTracks(Ear())
    yield opened
    opened.close()


class TestTrackReader(TrackReaderContract):
    adapters = (ProbedTracks,)
