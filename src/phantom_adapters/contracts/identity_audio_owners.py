"""What everybody promises who knows whose an audio file is."""

from typing import Any

import attrs

from phantom_adapters.contracts.identity_examples import add_people, read, user, user_id, write
from phantom_adapters.contracts.recording_examples import audio_file
from phantom_core.audio import Visibility
from phantom_core.identity import IdentityWork
from phantom_core.kernel import Storage, UserId

__all__ = ["AudioOwnersContract"]


class AudioOwnersContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_a_recording_is_its_owners_and_what_may_not_be_known_is_nobodys(
        self, storage: Storage
    ) -> None:
        recordings = [
            audio_file(1, owner_id=user_id(1)),
            audio_file(2, owner_id=user_id(2)),
            attrs.evolve(audio_file(3, owner_id=user_id(2)), visibility=Visibility.PUBLIC),
        ]
        await add_people(storage, user(1), user(2))

        def add(work: Any) -> None:
            for recording in recordings:
                work.audio_files.add(recording)

        def owners(work: IdentityWork) -> list[UserId | None]:
            ids = [audio_file(number).id for number in (1, 2, 3, 4)]
            return [work.audio_owners.owner_of(each, seen_by=user_id(1)) for each in ids]

        await write(storage, add)

        assert await read(storage, owners) == [user_id(1), None, user_id(2), None]
