"""What every way to find people promises."""

from typing import Any

import pytest

from phantom_adapters.contracts.identity_examples import (
    MOMENT,
    NOBODY,
    add_people,
    profile,
    read,
    user,
    user_id,
    usernames,
    write,
)
from phantom_core.identity import Block, IdentityWork, UserStatus
from phantom_core.identity.people_filter import PeopleFilter
from phantom_core.identity.people_search import query_key
from phantom_core.kernel import Cursor, Invalid, PageRequest, Storage, UserId, cursor_after

__all__ = ["PeopleContract"]

_FOREIGN = [
    cursor_after("followers", 1, user_id(1)),
    cursor_after("people", 0, "x"),
    cursor_after("people", 0, "x", "no id"),
    Cursor("%%%"),
]


class PeopleContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def _found(
        self,
        storage: Storage,
        query: str,
        *,
        seen_by: UserId | None = None,
        limit: int = 50,
        **wanted: str,
    ) -> list[str]:
        asked = PeopleFilter(**wanted)

        def page_of(work: IdentityWork, page: PageRequest) -> Any:
            return work.people.search(query_key(query), seen_by=seen_by, page=page, wanted=asked)

        return list(await usernames(storage, page_of, limit=limit))

    async def test_people_are_named_by_their_ids_whatever_their_status(
        self, storage: Storage
    ) -> None:
        people = [user(1), user(2, status=UserStatus.SUSPENDED), user(3)]
        await add_people(storage, *people)
        ids = [user_id(1), user_id(2), NOBODY, user_id(1)]
        found = await read(storage, lambda work: work.people.of(ids))

        assert found == {person.id: person.person for person in people[:2]}
        assert await read(storage, lambda work: work.people.of([])) == {}

    async def test_it_is_known_whose_account_is_active_and_who_was_erased(
        self, storage: Storage
    ) -> None:
        await add_people(
            storage,
            user(1),
            user(2, status=UserStatus.SUSPENDED),
            user(3, status=UserStatus.ERASED),
        )
        ids = [user_id(1), user_id(2), user_id(3), NOBODY]
        active = await read(storage, lambda work: [work.people.active(each) for each in ids])

        assert active == [True, False, False, False]

        erased = await read(storage, lambda work: [work.people.erased(each) for each in ids])
        assert erased == [False, False, True, False]

    async def test_who_fits_exactly_comes_first_then_beginnings_then_words(
        self, storage: Storage
    ) -> None:
        await add_people(
            storage,
            user(1, "nick", display_name="Nick Drake"),
            user(2, "mandrake", display_name="Mandrake"),
            user(3, "bell", display_name="Drake Bell"),
            user(4, "aubrey", display_name="Drake"),
            user(5, "sir.drake", display_name="A Sailor"),
            user(6, "drakes", display_name="Zed"),
        )

        assert await self._found(storage, "drake") == [
            "aubrey",
            "bell",
            "drakes",
            "sir.drake",
            "nick",
        ]

    @pytest.mark.parametrize("query", ["beyonce", "BEYONCÉ", " Beyonce\u0301 ", "knowles", "É"])
    async def test_case_accents_and_spaces_are_nothing(self, storage: Storage, query: str) -> None:
        names = {"display_name": "Beyoncé  Knowles"} if query != "É" else {"display_name": "Emil"}
        await add_people(storage, user(1, "bee", **names), user(2, "other"))

        assert await self._found(storage, query) == ["bee"]

    @pytest.mark.parametrize("query", ["%", "_", "\\", "ser1", "user.", "*", "\U0010ffff"])
    async def test_only_beginnings_fit_and_signs_stand_for_themselves(
        self, storage: Storage, query: str
    ) -> None:
        await add_people(storage, user(1))

        assert await self._found(storage, query) == []

    async def test_the_last_of_all_letters_is_found_like_any_other(self, storage: Storage) -> None:
        await add_people(storage, user(1, "last", display_name="x\U0010ffff\U0010ffffy"))

        assert await self._found(storage, "x") == ["last"]
        assert await self._found(storage, "x\U0010ffff") == ["last"]

    async def test_long_names_are_found_by_their_beginnings(self, storage: Storage) -> None:
        name = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 64
        await add_people(storage, user(1, "long", display_name=name))

        assert await self._found(storage, name) == ["long"]
        assert await self._found(storage, name[:2]) == ["long"]

    async def test_an_empty_query_finds_everybody_by_name(self, storage: Storage) -> None:
        await add_people(
            storage, user(1, "cleo"), user(2, "zed", display_name="Álvaro"), user(3, "bob")
        )

        assert await self._found(storage, "") == ["zed", "bob", "cleo"]

    @pytest.mark.parametrize(("rank", "found"), [(0, 3), (1, 1), (2, 0), (2**62, 0)])
    async def test_a_cursor_of_another_query_is_a_place_like_any_other(
        self, storage: Storage, rank: int, found: int
    ) -> None:
        await add_people(storage, user(1, "cleo"), user(2, "dan"), user(3, "eve"))
        page = PageRequest(cursor=cursor_after("people", rank, "dan", user_id(2)))
        rest = await read(storage, lambda work: work.people.search("", seen_by=None, page=page))

        assert len(rest.items) == found

    async def test_pages_are_without_gap_or_repeat(self, storage: Storage) -> None:
        twins = [user(number, display_name="Same Name") for number in range(1, 6)]
        await add_people(storage, *twins, user(6, "same"), user(7, "name"))
        whole = await self._found(storage, "same")

        assert whole == ["same", *[twin.username for twin in twins]]
        for limit in (1, 2, 5, 6):
            assert await self._found(storage, "same", limit=limit) == whole

    async def test_a_search_is_narrowed_by_what_profiles_say(self, storage: Storage) -> None:
        await add_people(storage, user(1), user(2), user(3), user(4))
        drums = {"roles": ("Drummer", "producer"), "instruments": ("drums",), "region": "Île"}

        def say(work: IdentityWork) -> None:
            work.profiles.put(profile(1, **drums))
            work.profiles.put(profile(2, roles=("drummer",), tags=("jazz",), region="Lyon"))
            work.profiles.put(profile(3, tags=("drummer",)))

        await write(storage, say)
        drummers = await self._found(storage, "", role="drummer", limit=1)

        assert drummers == await self._found(storage, "user", role="DRUMMER") == ["user1", "user2"]
        assert await self._found(storage, "", role="drummer", region="ile") == ["user1"]
        assert await self._found(storage, "user2", role="drummer", tag="jazz") == ["user2"]
        assert await self._found(storage, "", instrument="drums", tag="jazz") == []
        assert await self._found(storage, "", role="drum") == []

        await write(storage, lambda work: work.profiles.put(profile(1, roles=("singer",))))

        assert await self._found(storage, "", role="drummer") == ["user2"]
        assert await self._found(storage, "", role="singer") == ["user1"]

    async def test_who_does_not_want_to_be_found_or_is_suspended_is_not(
        self, storage: Storage
    ) -> None:
        await add_people(storage, user(1), user(2), user(3, status=UserStatus.SUSPENDED))
        await write(storage, lambda work: work.profiles.put(profile(2, discoverable=False)))

        assert await self._found(storage, "user") == ["user1"]

    async def test_a_block_hides_each_from_the_other_and_from_nobody_else(
        self, storage: Storage
    ) -> None:
        await add_people(storage, user(1), user(2), user(3))
        block = Block(blocker_id=user_id(1), blocked_id=user_id(2), created_at=MOMENT)
        await write(storage, lambda work: work.blocks.add(block))

        assert await self._found(storage, "", seen_by=user_id(1)) == ["user1", "user3"]
        assert await self._found(storage, "", seen_by=user_id(2)) == ["user2", "user3"]
        assert await self._found(storage, "", seen_by=user_id(3)) == ["user1", "user2", "user3"]
        assert await self._found(storage, "") == ["user1", "user2", "user3"]

    async def test_who_has_changed_their_name_is_found_by_the_new_one_only(
        self, storage: Storage
    ) -> None:
        ada = user(1, "ada", display_name="Ada Byron")
        await add_people(storage, ada)
        changed = ada.changed(MOMENT, display_name="Ada Lovelace")
        await write(storage, lambda work: work.users.put(changed))

        assert await self._found(storage, "byron") == []
        assert await self._found(storage, "lovelace") == ["ada"]
        assert await self._found(storage, "ada") == ["ada"]

    async def test_who_changes_their_name_twice_at_once_is_found_by_the_last(
        self, storage: Storage
    ) -> None:
        ada = user(1, "ada", display_name="Ada Byron")
        await add_people(storage, ada)

        def change(work: Any) -> None:
            other = work.users.get(ada.id).changed(MOMENT, display_name="Ada Lovelace")
            work.users.put(other)
            work.users.put(other.changed(MOMENT, display_name="Ada Byron"))

        await write(storage, change)

        assert await self._found(storage, "lovelace") == []
        assert await self._found(storage, "byron") == ["ada"]

    @pytest.mark.parametrize("cursor", _FOREIGN)
    async def test_a_cursor_of_another_list_is_refused(
        self, storage: Storage, cursor: Cursor
    ) -> None:
        page = PageRequest(cursor=cursor)

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.people.search("", seen_by=None, page=page))
