"""The analyzers keep the promises of their ports."""

from collections.abc import Iterator

import pytest

from phantom_adapters.audio import LibrosaAnalyzer
from phantom_adapters.contracts.audio_analyzer import AudioAnalyzerContract, AudioProbeContract
from phantom_adapters.memory.analyzer import MemoryAnalyzer


@pytest.fixture(scope="module")
def librosa_analyzer() -> Iterator[LibrosaAnalyzer]:
    """One analyzer for all tests of a module; its workers take seconds to load."""
    with LibrosaAnalyzer() as analyzer:
        yield analyzer


class TestLibrosaAudioProbe(AudioProbeContract):
    adapters = (LibrosaAnalyzer,)

    @pytest.fixture
    def probe(self, librosa_analyzer: LibrosaAnalyzer) -> LibrosaAnalyzer:
        return librosa_analyzer


class TestLibrosaAudioAnalyzer(AudioAnalyzerContract):
    adapters = (LibrosaAnalyzer,)

    @pytest.fixture
    def analyzer(self, librosa_analyzer: LibrosaAnalyzer) -> LibrosaAnalyzer:
        return librosa_analyzer


class TestMemoryAudioProbe(AudioProbeContract):
    adapters = (MemoryAnalyzer,)

    @pytest.fixture
    def probe(self) -> MemoryAnalyzer:
        return MemoryAnalyzer()


class TestMemoryAudioAnalyzer(AudioAnalyzerContract):
    adapters = (MemoryAnalyzer,)

    @pytest.fixture
    def analyzer(self) -> MemoryAnalyzer:
        return MemoryAnalyzer()
