"""What everybody promises who knows whose recordings may be analysed."""

from typing import Any

import pytest

from phantom_adapters.contracts.identity_examples import add_people, user, user_id
from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.identity import Purpose, SetConsent
from phantom_core.kernel import Storage, person

__all__ = ["AnalysisConsentsContract"]


class AnalysisConsentsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def consents(self, storage: Storage) -> Any:
        """What is under test; there are two people."""
        await add_people(storage, user(1), user(2))
        return Repository(storage, "analysis_consents")

    async def _set(self, storage: Storage, purpose: Purpose, *, granted: bool) -> None:
        consent: Any = SetConsent(purpose=purpose, granted=granted)
        await write(storage, consent.run, actor=person(user_id(1)))

    async def test_nobody_allows_it_who_has_not_said_so(self, consents: Any) -> None:
        assert not await consents.allows_analysis(user_id(1))

    async def test_who_has_said_so_allows_it_until_they_take_it_back(
        self, storage: Storage, consents: Any
    ) -> None:
        await self._set(storage, Purpose.AUDIO_ANALYSIS, granted=True)
        assert await consents.allows_analysis(user_id(1))
        assert not await consents.allows_analysis(user_id(2))

        await self._set(storage, Purpose.AUDIO_ANALYSIS, granted=False)
        assert not await consents.allows_analysis(user_id(1))

    async def test_nothing_else_that_is_allowed_is_meant(
        self, storage: Storage, consents: Any
    ) -> None:
        await self._set(storage, Purpose.MATCHING, granted=True)

        assert not await consents.allows_analysis(user_id(1))
