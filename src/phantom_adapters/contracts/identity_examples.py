"""People for the suites of identity's ports."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final, TypeVar

from phantom_adapters.contracts import kernel_examples
from phantom_core.identity import IdentityWork, Person, Profile, User
from phantom_core.kernel import EPOCH, Page, PageRequest, Storage, UserId, uuid7

__all__ = [
    "MOMENT",
    "NOBODY",
    "add_people",
    "all_pages",
    "profile",
    "read",
    "user",
    "user_id",
    "usernames",
    "write",
    "write_each",
]

T = TypeVar("T")

MOMENT: Final = EPOCH + timedelta(days=20_000)
"""When everybody here came in."""

NOBODY: Final = UserId(uuid7(EPOCH, 0))
"""The id of no user."""


def user_id(number: int) -> UserId:
    """The id of one of many users; a greater number is a greater id."""
    return UserId(uuid7(MOMENT, number))


def user(number: int, username: str = "", **fields: Any) -> User:
    """One of many users."""
    name = username or f"user{number}"
    given: dict[str, Any] = {
        "id": user_id(number),
        "email": f"{name}@example.org",
        "username": name,
        "display_name": name,
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }
    return User(**{**given, **fields})


def profile(number: int, **fields: Any) -> Profile:
    """The profile of one of many users."""
    given: dict[str, Any] = {"user_id": user_id(number), "updated_at": MOMENT}
    return Profile(**{**given, **fields})


async def write(storage: Storage, body: Callable[[IdentityWork], T]) -> T:
    """Run a body in a transaction, and answer its value."""
    done: Any = body
    value: T = await kernel_examples.write(storage, done)
    return value


async def write_each(
    storage: Storage, body: Callable[[IdentityWork, T], object], *values: T
) -> None:
    """Run a body for each of some values, each time in a transaction of its own."""
    for value in values:
        await write(storage, partial(_applied, body, value))


async def read(storage: Storage, body: Callable[[IdentityWork], T]) -> T:
    """Run a body on one state, and answer its value."""
    asked: Any = body
    value: T = await kernel_examples.read(storage, asked)
    return value


def _applied(body: Callable[[IdentityWork, T], object], value: T, work: IdentityWork) -> None:
    body(work, value)


async def add_people(storage: Storage, *people: User) -> None:
    """Store users, each with an empty profile."""

    def add(work: IdentityWork) -> None:
        for person in people:
            work.users.add(person)
            work.profiles.add(Profile(user_id=person.id, updated_at=MOMENT))

    await write(storage, add)


async def usernames(
    storage: Storage,
    page_of: Callable[[IdentityWork, PageRequest], Page[Person]],
    *,
    limit: int = 50,
) -> Sequence[str]:
    """The names on all pages of a list of people, in order."""
    return [person.username for person in await all_pages(storage, page_of, limit=limit)]


async def all_pages(
    storage: Storage, page_of: Callable[[IdentityWork, PageRequest], Page[T]], *, limit: int
) -> Sequence[T]:
    """What is on all pages of a list, in order."""
    found: list[T] = []
    request: PageRequest | None = PageRequest(limit=limit)
    while request is not None:
        page = await read(storage, partial(_turned, page_of, request))
        found += page.items
        request = PageRequest(limit=limit, cursor=page.next) if page.next else None
    return found


def _turned(
    page_of: Callable[[IdentityWork, PageRequest], Page[T]],
    request: PageRequest,
    work: IdentityWork,
) -> Page[T]:
    return page_of(work, request)
