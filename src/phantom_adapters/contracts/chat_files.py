"""What everybody promises who keeps files in chats."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.chat_examples import (
    MOMENT,
    chat_file,
    chat_room,
    chatter,
)
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.chat.chat_file import UNSENT_LIFE
from phantom_core.kernel import Conflict, NotFound, Storage

__all__ = ["ChatFilesContract"]


class ChatFilesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def files(self, storage: Storage) -> Any:
        """What is under test; there is a chat."""
        await Repository(storage, "chat_rooms").add(chat_room(1))
        return Repository(storage, "chat_files")

    async def test_what_is_added_is_found_as_it_is(self, files: Any) -> None:
        await files.add(chat_file(1))

        assert await files.find(chat_file(1).id) == chat_file(1)
        assert await files.find(chat_file(2).id) is None

    async def test_an_id_is_used_once(self, files: Any) -> None:
        await files.add(chat_file(1))

        with pytest.raises(Conflict):
            await files.add(attrs.evolve(chat_file(1), name="another.pdf"))

    async def test_a_file_is_taken_once(self, files: Any) -> None:
        await files.add(chat_file(1))

        assert await files.take(chat_file(1).id) == chat_file(1)
        assert await files.take(chat_file(1).id) is None
        assert await files.find(chat_file(1).id) is None

    async def test_somebodys_files_come_by_id_and_no_more_than_are_wanted(self, files: Any) -> None:
        for number in (3, 1, 2):
            await files.add(chat_file(number))
        await files.add(chat_file(4, owner_id=chatter(2)))

        assert await files.of_owner(chatter(1), 9) == [chat_file(each) for each in (1, 2, 3)]
        assert await files.of_owner(chatter(1), 2) == [chat_file(1), chat_file(2)]

    async def test_what_is_sent_expires_no_more(self, files: Any) -> None:
        await files.add(chat_file(1))
        await files.put(chat_file(1).sent())

        assert await files.hold(chat_file(1).id) == chat_file(1).sent()
        assert await files.expired(MOMENT + 2 * UNSENT_LIFE, 9) == []
        assert await files.hold(chat_file(2).id) is None
        with pytest.raises(NotFound):
            await files.put(chat_file(2))

    async def test_what_expired_first_comes_first_and_no_more_than_are_wanted(
        self, files: Any
    ) -> None:
        later = MOMENT + 2 * UNSENT_LIFE
        for file in (chat_file(1, expires_at=later), chat_file(3), chat_file(2)):
            await files.add(file)

        assert await files.expired(later, 9) == [
            chat_file(2),
            chat_file(3),
            chat_file(1, expires_at=later),
        ]
        assert await files.expired(later, 1) == [chat_file(2)]
        assert await files.expired(MOMENT, 9) == []
