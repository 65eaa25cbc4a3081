"""What every store of profiles promises."""

import pytest

from phantom_adapters.contracts.identity_examples import (
    MOMENT,
    NOBODY,
    profile,
    read,
    user,
    user_id,
    write,
)
from phantom_core.identity import AgeRange, Gender, Profile, Seeking
from phantom_core.kernel import Conflict, Id, NotFound, Storage, uuid7

__all__ = ["ProfilesContract"]

_FULL = profile(
    1,
    bio="Two lines:\n\tdrums & “bass”",
    roles=("drummer", "producer"),
    instruments=("drums", "Ünder"),
    region="Île-de-France",
    tags=("jazz",),
    banner_image_id=Id(uuid7(MOMENT, 5)),
    samples=(Id(uuid7(MOMENT, 7)), Id(uuid7(MOMENT, 6))),
    seeking=Seeking(
        genders=(Gender.FEMALE, Gender.OTHER),
        ages=AgeRange(lowest=20, highest=40),
        roles=("singer",),
        regions=("Paris", "Lyon"),
    ),
    discoverable=False,
    version=3,
)


class ProfilesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def ada(self, storage: Storage) -> None:
        """Somebody whose profile it is."""
        await write(storage, lambda work: work.users.add(user(1)))

    @pytest.mark.parametrize("stored", [profile(1), _FULL])
    async def test_a_profile_is_read_back_as_it_was_stored(
        self, storage: Storage, stored: Profile
    ) -> None:
        await write(storage, lambda work: work.profiles.add(stored))

        assert await read(storage, lambda work: work.profiles.get(user_id(1))) == stored

    async def test_a_user_has_one(self, storage: Storage) -> None:
        await write(storage, lambda work: work.profiles.add(profile(1)))

        with pytest.raises(Conflict):
            await write(storage, lambda work: work.profiles.add(_FULL))

    async def test_it_can_be_changed(self, storage: Storage) -> None:
        await write(storage, lambda work: work.profiles.add(profile(1)))
        await write(storage, lambda work: work.profiles.put(_FULL))

        assert await read(storage, lambda work: work.profiles.get(user_id(1))) == _FULL

    async def test_what_is_not_there_is_neither_found_nor_changed(self, storage: Storage) -> None:
        with pytest.raises(NotFound):
            await read(storage, lambda work: work.profiles.get(NOBODY))
        with pytest.raises(NotFound):
            await write(storage, lambda work: work.profiles.put(profile(1)))
