"""Searching for people by words that many have finds the same as by words that few have."""

from collections.abc import Callable, Collection
from functools import partial
from itertools import product

import pytest

from phantom_adapters.contracts.identity_examples import add_people, profile, read, user, write
from phantom_adapters.sql.repositories.identity_people import SqlPeople
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.storage import storage_on
from phantom_core.identity import IdentityWork, Person
from phantom_core.identity.people_filter import PeopleFilter
from phantom_core.kernel import Page, PageRequest
from phantom_core.registry import REGISTRY

ROLES, TAGS = ("drummer", "singer"), ("jazz", "dub", "pop")


def wanted(work: IdentityWork, page: PageRequest) -> Page[Person]:
    asked = PeopleFilter(role="Drummer", tag="dub")
    return work.people.search("", seen_by=None, page=page, wanted=asked)


def _among(common: Collection[str]) -> Callable[[SqlPeople, str], bool]:
    return lambda _, word: word in common


async def test_it_makes_no_difference_how_many_have_a_word(
    migrated: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = storage_on(migrated, registry=REGISTRY)
    await add_people(storage, *map(user, range(1, 19)))
    words = list(product(ROLES, TAGS))

    def say(work: IdentityWork) -> None:
        for number in range(1, 19):
            role, tag = words[number % len(words)]
            work.profiles.put(profile(number, roles=(role,), tags=(tag,)))

    await write(storage, say)
    found = []
    for common in ((), ("role:drummer",), ("tag:dub",), ("role:drummer", "tag:dub")):
        monkeypatch.setattr(SqlPeople, "_is_common", _among(common))
        first = await read(storage, partial(wanted, page=PageRequest(limit=2)))
        more = PageRequest(cursor=first.next)
        rest = await read(storage, partial(wanted, page=more))
        found.append([person.username for person in (*first.items, *rest.items)])
    await storage.close()

    assert found[0] == ["user1", "user13", "user7"]
    assert all(each == found[0] for each in found)
