"""What everybody promises who keeps music that was made for people."""

from datetime import timedelta
from typing import Any

import pytest

from phantom_adapters.contracts.composing_examples import ADA, EVE, MOMENT, kept
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.kernel import Storage

__all__ = ["GeneratedMusicContract"]

_DAY = timedelta(days=1)


class GeneratedMusicContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def music(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "generated_music")

    async def test_what_is_kept_is_found_to_the_last_note(self, music: Any) -> None:
        mine = kept(ADA, "one")

        assert await music.keep(mine, MOMENT) == mine
        assert await music.find(ADA, mine.mark) == mine

    async def test_everybody_has_music_of_their_own(self, music: Any) -> None:
        await music.keep(kept(ADA, "one", seed=1), MOMENT)
        await music.keep(kept(ADA, "two", seed=2), MOMENT)

        assert await music.find(EVE, kept(ADA, "one").mark) is None
        found = await music.find(ADA, kept(ADA, "two").mark)
        assert found.generated.provenance.seed == 2

    async def test_what_lasts_stays(self, music: Any) -> None:
        first, second = kept(ADA, "one", seed=1), kept(ADA, "one", seed=2)
        await music.keep(first, MOMENT)

        assert await music.keep(second, MOMENT + timedelta(hours=23)) == first
        assert await music.find(ADA, first.mark) == first

    async def test_what_is_over_gives_way(self, music: Any) -> None:
        first = kept(ADA, "one", seed=1)
        second = kept(ADA, "one", seed=2, expires_at=MOMENT + 2 * _DAY)
        await music.keep(first, MOMENT)

        assert await music.keep(second, first.expires_at) == second
        assert await music.find(ADA, first.mark) == second

    async def test_some_of_what_is_over_is_forgotten_at_a_time(self, music: Any) -> None:
        for number in range(3):
            await music.keep(kept(ADA, f"wish {number}"), MOMENT)
        lasting = kept(EVE, "one", expires_at=MOMENT + 2 * _DAY)
        await music.keep(lasting, MOMENT)

        over = MOMENT + _DAY
        assert await music.forget_expired(over - timedelta(milliseconds=1), 10) == 0
        assert [await music.forget_expired(over, 2) for _ in range(3)] == [2, 1, 0]
        assert await music.find(EVE, lasting.mark) == lasting
