"""What every store of accounts promises."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import (
    MOMENT,
    NOBODY,
    read,
    user,
    user_id,
    write,
    write_each,
)
from phantom_core.identity import EmailTaken, Gender, Preferences, User, UsernameTaken, UserStatus
from phantom_core.kernel import Bpm, Conflict, Id, NotFound, Storage, uuid7

__all__ = ["UsersContract"]


class UsersContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def _add(self, storage: Storage, *people: User) -> None:
        await write_each(storage, lambda work, person: work.users.add(person), *people)

    async def _named(self, storage: Storage, login: str) -> User | None:
        return await read(storage, lambda work: work.users.named(login))

    @pytest.mark.parametrize(
        "stored",
        [
            user(1),
            user(
                2,
                display_name="Zoë 🎧 O'Hara",
                gender=Gender.OTHER,
                birth_date=date(1912, 6, 23),
                avatar_image_id=Id(uuid7(MOMENT, 99)),
                email_verified_at=MOMENT + timedelta(milliseconds=1),
                is_admin=True,
                status=UserStatus.SUSPENDED,
                preferences=Preferences(default_tempo=Bpm(97.5), collaboration_notifications=False),
                version=7,
            ),
        ],
    )
    async def test_a_user_is_read_back_as_they_were_stored(
        self, storage: Storage, stored: User
    ) -> None:
        await self._add(storage, stored)

        assert await read(storage, lambda work: work.users.get(stored.id)) == stored

    async def test_a_user_is_found_by_name_or_address_in_whatever_case(
        self, storage: Storage
    ) -> None:
        ada = user(1, "Ada.L", email="Ada@Example.ORG")
        await self._add(storage, ada, user(2))

        for login in ("Ada.L", "aDA.l", "Ada@Example.ORG", "ada@example.org"):
            assert await self._named(storage, login) == ada

    @pytest.mark.parametrize("login", ["ada", "ada@example.org", "", "%", "user_", "@", "Ünder"])
    async def test_who_is_not_there_is_not_found_by_name(
        self, storage: Storage, login: str
    ) -> None:
        await self._add(storage, user(1))

        assert await self._named(storage, login) is None

    async def test_whether_there_is_anybody_is_known(self, storage: Storage) -> None:
        nobody_yet = await read(storage, lambda work: work.users.exist())
        await self._add(storage, attrs.evolve(user(1), status=UserStatus.SUSPENDED))

        assert nobody_yet is False
        assert await read(storage, lambda work: work.users.exist()) is True

    async def test_an_address_belongs_to_one_user_in_whatever_case(self, storage: Storage) -> None:
        await self._add(storage, user(1, "ada"))

        with pytest.raises(EmailTaken):
            await self._add(storage, user(2, "eve", email="ADA@example.org"))
        assert await self._named(storage, "eve") is None

    async def test_a_name_belongs_to_one_user_in_whatever_case(self, storage: Storage) -> None:
        await self._add(storage, user(1, "ada"))

        with pytest.raises(UsernameTaken):
            await self._add(storage, user(2, "Ada", email="eve@example.org"))

    async def test_of_two_things_that_are_taken_the_address_is_told(self, storage: Storage) -> None:
        await self._add(storage, user(1, "ada"), user(2, "bob"))

        with pytest.raises(EmailTaken):
            await self._add(storage, user(3, "ada", email="bob@example.org"))

    async def test_an_id_is_given_once(self, storage: Storage) -> None:
        await self._add(storage, user(1))

        with pytest.raises(Conflict):
            await self._add(storage, attrs.evolve(user(2), id=user_id(1)))

    async def test_a_changed_user_is_found_by_their_new_names_only(self, storage: Storage) -> None:
        ada = user(1, "ada")
        changed = ada.changed(MOMENT, username="countess", email="c@example.org")
        await self._add(storage, ada)
        await write(storage, lambda work: work.users.put(changed))

        assert await self._named(storage, "Countess") == changed
        assert await self._named(storage, "C@example.org") == changed
        assert await self._named(storage, "ada") is None
        assert await self._named(storage, "ada@example.org") is None

    async def test_a_change_may_be_of_case_alone(self, storage: Storage) -> None:
        ada = user(1, "ada")
        changed = ada.changed(MOMENT, username="ADA", email="ADA@example.org")
        await self._add(storage, ada)
        await write(storage, lambda work: work.users.put(changed))

        assert await read(storage, lambda work: work.users.get(ada.id)) == changed

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [({"username": "BOB"}, UsernameTaken), ({"email": "Bob@example.org"}, EmailTaken)],
    )
    async def test_a_change_cannot_take_what_somebody_has(
        self, storage: Storage, change: dict[str, Any], refusal: type[Conflict]
    ) -> None:
        ada = user(1, "ada")
        await self._add(storage, ada, user(2, "bob"))

        with pytest.raises(refusal):
            await write(storage, lambda work: work.users.put(ada.changed(MOMENT, **change)))
        assert await read(storage, lambda work: work.users.get(ada.id)) == ada

    async def test_who_is_not_there_is_neither_found_nor_changed(self, storage: Storage) -> None:
        with pytest.raises(NotFound, match=f"There is no user {NOBODY}"):
            await read(storage, lambda work: work.users.get(NOBODY))
        with pytest.raises(NotFound, match=f"There is no user {user_id(1)}"):
            await write(storage, lambda work: work.users.put(user(1)))
