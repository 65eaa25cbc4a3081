"""What everybody promises who tells matching about people."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import MOMENT, NOBODY, add_people, user, user_id
from phantom_adapters.contracts.matching_examples import TODAY, consent_to_matching, read, write
from phantom_core.identity import AgeRange, Gender, Seeking, UserStatus
from phantom_core.kernel import GenreId, Storage, uuid7
from phantom_core.matching import Facts

__all__ = ["MatchingFactsContract"]

_GENRE = GenreId(uuid7(MOMENT, 901))


class MatchingFactsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def people(self, storage: Storage) -> None:
        """Two people; the second turns 18 a year from now."""
        born = date(TODAY.year - 17, TODAY.month, TODAY.day)
        await add_people(storage, user(1), user(2, birth_date=born))

    async def _matchable(self, storage: Storage, number: int, today: date = TODAY) -> bool:
        def asked(work: Any) -> bool:
            answer: bool = work.matching_facts.matchable(user_id(number), today)
            return answer

        return await read(storage, asked)

    async def test_all_that_is_said_elsewhere_is_told(self, storage: Storage) -> None:
        def say(work: Any) -> None:
            work.users.put(attrs.evolve(work.users.get(user_id(1)), gender=Gender.OTHER))
            seeking = Seeking(
                genders=(Gender.FEMALE,), ages=AgeRange(lowest=20, highest=30), roles=("singer",)
            )
            said = {"region": "Bern", "roles": ("drummer",), "tags": ("night",)}
            profile = work.profiles.get(user_id(1))
            work.profiles.put(attrs.evolve(profile, seeking=seeking, **said))
            taste = work.tastes.hold(user_id(1))
            work.tastes.put(attrs.evolve(taste, genre_ids=(_GENRE,)))
            consent_to_matching(work, 1)

        await write(storage, say)

        assert await read(storage, lambda w: w.matching_facts.facts(user_id(1))) == Facts(
            user_id=user_id(1),
            active=True,
            consents=True,
            discoverable=True,
            gender="other",
            region="Bern",
            roles=("drummer",),
            tags=("night",),
            genders=("female",),
            ages=(20, 30),
            wanted_roles=("singer",),
            genre_ids=(_GENRE,),
        )

    async def test_nothing_is_told_of_nobody(self, storage: Storage) -> None:
        assert await read(storage, lambda w: w.matching_facts.facts(NOBODY)) is None
        assert not await read(storage, lambda w: w.matching_facts.matchable(NOBODY, TODAY))
        await write(storage, lambda w: w.matching_facts.hold(NOBODY, user_id(1)))

    async def test_one_is_matched_who_lets_oneself_be(self, storage: Storage) -> None:
        assert not await self._matchable(storage, 1)

        await write(storage, lambda work: consent_to_matching(work, 1))
        assert await self._matchable(storage, 1)

        hide = {"discoverable": False}
        await write(
            storage,
            lambda w: w.profiles.put(attrs.evolve(w.profiles.get(user_id(1)), **hide)),
        )
        assert not await self._matchable(storage, 1)

    async def test_nobody_is_matched_who_is_suspended(self, storage: Storage) -> None:
        def suspend(work: Any) -> None:
            consent_to_matching(work, 1)
            suspended = attrs.evolve(work.users.get(user_id(1)), status=UserStatus.SUSPENDED)
            work.users.put(suspended)

        await write(storage, suspend)

        assert not await self._matchable(storage, 1)

    async def test_a_minor_is_matched_from_their_birthday_on(self, storage: Storage) -> None:
        await write(storage, lambda work: consent_to_matching(work, 2))
        birthday = TODAY.replace(year=TODAY.year + 1)

        assert not await self._matchable(storage, 2, birthday - timedelta(days=1))
        assert await self._matchable(storage, 2, birthday)
