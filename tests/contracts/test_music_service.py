"""The music services keep their promises."""

from collections.abc import AsyncIterator, Iterator

import pytest

from phantom_adapters.catalogue.spotify_compatible import SpotifyCompatible, SpotifySettings
from phantom_adapters.contracts.music_examples import MIXTAPE, TRACKS
from phantom_adapters.contracts.music_service import MusicServiceContract
from phantom_adapters.memory.music_service import MemoryMusicService
from tests.contracts.spotify_server import CLIENT, SpotifyServer, spotify_server


@pytest.fixture(scope="module")
def server() -> Iterator[SpotifyServer]:
    with spotify_server() as server:
        yield server


class TestMemoryMusicService(MusicServiceContract):
    adapters = (MemoryMusicService,)

    @pytest.fixture
    def service(self) -> MemoryMusicService:
        playlists = {MIXTAPE.id: (MIXTAPE.name, (*MIXTAPE.tracks, None))}
        return MemoryMusicService(TRACKS, playlists)


class TestSpotifyCompatible(MusicServiceContract):
    adapters = (SpotifyCompatible,)

    @pytest.fixture
    async def service(self, server: SpotifyServer) -> AsyncIterator[SpotifyCompatible]:
        service = SpotifyCompatible(
            SpotifySettings(
                url=server.url,
                token_url=server.token_url,
                client_id=CLIENT[0],
                client_secret=CLIENT[1],
            )
        )
        yield service
        await service.close()

    async def test_of_an_artist_is_asked_once(
        self, service: SpotifyCompatible, server: SpotifyServer
    ) -> None:
        server.asked.clear()
        await self.test_whatever_is_found_comes_whole_over_all_pages(service)

        assert sum("/artists/" in path for path in server.asked) == 1
