"""What every store of credentials promises."""

from datetime import timedelta

import pytest

from phantom_adapters.contracts.identity_examples import (
    MOMENT,
    NOBODY,
    add_people,
    read,
    user,
    user_id,
    write,
)
from phantom_core.identity import Credential, PasswordHash
from phantom_core.kernel import Conflict, NotFound, Storage

__all__ = ["CredentialsContract"]

_FIRST = Credential(
    user_id=user_id(1), password_hash=PasswordHash("$argon2id$first"), changed_at=MOMENT
)
_SECOND = Credential(
    user_id=user_id(1),
    password_hash=PasswordHash("$argon2id$second"),
    changed_at=MOMENT + timedelta(days=1),
)


class CredentialsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def ada(self, storage: Storage) -> None:
        """Somebody with a credential, and somebody without."""
        await add_people(storage, user(1, "Ada", email="Ada@example.org"), user(2, "bob"))
        await write(storage, lambda work: work.credentials.add(_FIRST))

    async def test_a_credential_is_read_back_as_it_was_stored(self, storage: Storage) -> None:
        assert await read(storage, lambda work: work.credentials.get(user_id(1))) == _FIRST

    @pytest.mark.parametrize("login", ["ada", "ADA", "ada@EXAMPLE.org"])
    async def test_it_is_found_by_name_or_address_in_whatever_case(
        self, storage: Storage, login: str
    ) -> None:
        assert await read(storage, lambda work: work.credentials.of_login(login)) == _FIRST

    @pytest.mark.parametrize("login", ["bob", "bob@example.org", "cleo", ""])
    async def test_without_one_there_is_none(self, storage: Storage, login: str) -> None:
        assert await read(storage, lambda work: work.credentials.of_login(login)) is None

    async def test_a_user_has_one(self, storage: Storage) -> None:
        with pytest.raises(Conflict):
            await write(storage, lambda work: work.credentials.add(_SECOND))
        assert await read(storage, lambda work: work.credentials.get(user_id(1))) == _FIRST

    async def test_another_takes_its_place(self, storage: Storage) -> None:
        await write(storage, lambda work: work.credentials.put(_SECOND))

        assert await read(storage, lambda work: work.credentials.of_login("ada")) == _SECOND

    async def test_who_has_none_gets_none_by_a_change(self, storage: Storage) -> None:
        bobs = Credential(user_id=user_id(2), password_hash=PasswordHash("$x"), changed_at=MOMENT)

        with pytest.raises(NotFound):
            await write(storage, lambda work: work.credentials.put(bobs))
        with pytest.raises(NotFound):
            await read(storage, lambda work: work.credentials.get(NOBODY))
