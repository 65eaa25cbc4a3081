"""What everybody promises who knows whose an audio file is."""

from typing import Any

from phantom_adapters.contracts.identity_examples import add_people, read, user, user_id, write
from phantom_adapters.contracts.recording_examples import audio_file
from phantom_core.identity import IdentityWork
from phantom_core.kernel import Storage, UserId

__all__ = ["AudioOwnersContract"]


class AudioOwnersContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_a_recording_is_its_owners_and_what_is_not_there_is_nobodys(
        self, storage: Storage
    ) -> None:
        recordings = [audio_file(number, owner_id=user_id(number)) for number in (1, 2)]
        await add_people(storage, user(1), user(2))

        def add(work: Any) -> None:
            for recording in recordings:
                work.audio_files.add(recording)

        def owners(work: IdentityWork) -> list[UserId | None]:
            ids = [audio_file(number).id for number in (1, 2, 3)]
            return [work.audio_owners.owner_of(audio_id) for audio_id in ids]

        await write(storage, add)

        assert await read(storage, owners) == [user_id(1), user_id(2), None]
