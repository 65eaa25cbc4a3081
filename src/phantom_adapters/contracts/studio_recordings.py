"""What everybody promises who tells the studio of recordings."""

from typing import Any

import pytest

from phantom_adapters.contracts.identity_examples import add_people, user
from phantom_adapters.contracts.recording_examples import (
    ADA,
    EVE,
    MOMENT,
    Repository,
    audio_file,
    audio_file_id,
)
from phantom_core.audio import Visibility
from phantom_core.identity.block import Block
from phantom_core.kernel import Storage

__all__ = ["RecordingsContract"]


class RecordingsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def recordings(self, storage: Storage) -> Any:
        """What is under test; there are two recordings of Ada's, and the second one is public."""
        await add_people(storage, user(1, id=ADA), user(2, id=EVE))
        files: Any = Repository(storage, "audio_files")
        await files.add(audio_file(1))
        await files.add(audio_file(2, visibility=Visibility.PUBLIC))
        return Repository(storage, "recordings")

    async def test_a_recording_is_told_as_it_is(self, recordings: Any) -> None:
        found = await recordings.find(audio_file_id(1), seen_by=ADA)

        file = audio_file(1)
        assert (found.id, found.duration_ms, found.format) == (
            file.id,
            file.duration_ms,
            file.format.value,
        )

    async def test_others_know_of_it_if_it_is_public(self, recordings: Any) -> None:
        assert await recordings.find(audio_file_id(1), seen_by=EVE) is None
        assert (await recordings.find(audio_file_id(2), seen_by=EVE)).id == audio_file_id(2)
        assert await recordings.find(audio_file_id(3), seen_by=ADA) is None

    async def test_nobody_knows_of_those_of_somebody_who_does_not_see_them(
        self, recordings: Any, storage: Storage
    ) -> None:
        blocks: Any = Repository(storage, "blocks")
        await blocks.add(Block(blocker_id=ADA, blocked_id=EVE, created_at=MOMENT))

        assert await recordings.find(audio_file_id(2), seen_by=EVE) is None
        assert (await recordings.find(audio_file_id(2), seen_by=ADA)).id == audio_file_id(2)
