"""What names, addresses, ages and preferences may be."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from phantom_core.identity import Person, Preferences, User, UserStatus, age_on
from phantom_core.identity.user import check_birth_date, folded
from phantom_core.kernel import Bpm, Id, Invalid, Outdated, UserId, uuid7

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def user(**fields: Any) -> User:
    given: dict[str, Any] = {
        "id": UserId(uuid7(NOW, 1)),
        "email": "ada@example.org",
        "username": "ada",
        "display_name": "Ada",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return User(**{**given, **fields})


@pytest.mark.parametrize("username", ["ada", "A.d-a_9", "...", "x" * 32])
def test_a_name_of_the_signs_that_are_allowed_is_good(username: str) -> None:
    assert user(username=username).username == username


@pytest.mark.parametrize(
    "username", ["", "ab", "x" * 33, "a b", "ada\n", "ädä", "ada@", "a\u0130da", "a" * 3 + "\0"]
)
def test_any_other_name_is_refused(username: str) -> None:
    with pytest.raises(Invalid, match="username: must have 3 to 32"):
        user(username=username)


@pytest.mark.parametrize(
    "email",
    [
        "a@b.co",
        "first.last+tag@sub.example.org",
        "o'hara!#$%&*/=?^_`{|}~-@x-y.z9",
        "1@1.1",
        "x" * 64 + "@example.org",
        "a@" + "b" * 63 + ".org",
    ],
)
def test_an_address_is_good(email: str) -> None:
    assert user(email=email).email == email


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example",
        "a@b@c.org",
        "ada@-example.org",
        "ada@example-.org",
        "ada@.org",
        "ada@example..org",
        "ada@example.org.",
        "ada @example.org",
        "ada@exam ple.org",
        "ada@example.org\n",
        "ada@example.org\r\nBcc: eve@example.org",
        '"ada"@example.org',
        "ädä@example.org",
        "ada@exämple.org",
        "x" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + ".".join(["b" * 60] * 5),
    ],
)
def test_any_other_address_is_refused(email: str) -> None:
    with pytest.raises(Invalid, match="email: must be an e-mail address"):
        user(email=email)


def test_a_long_text_that_is_almost_an_address_is_refused_at_once() -> None:
    with pytest.raises(Invalid):
        user(email="a@" + "b." * 100_000)


def test_names_are_compared_without_case() -> None:
    assert folded("Ada.L@Example.ORG") == folded("aDA.l@eXAMPLE.org")


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 6, 1), date(2018, 5, 31), 17),
        (date(2000, 6, 1), date(2018, 6, 1), 18),
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
        (date(2000, 1, 1), date(2000, 1, 1), 0),
    ],
)
def test_ages_are_completed_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize("born", [date(2026, 1, 31), date(1895, 2, 1)])
def test_who_is_here_was_born_within_a_lifetime(born: date) -> None:
    check_birth_date(born, NOW.date())


@pytest.mark.parametrize("born", [date(2026, 2, 1), date(1895, 1, 31), date.min, date.max])
def test_nobody_was_born_at_any_other_time(born: date) -> None:
    with pytest.raises(Invalid, match="birth_date: must not be in the future"):
        check_birth_date(born, NOW.date())


def test_others_see_a_person_only() -> None:
    avatar = Id(uuid7(NOW, 9))

    assert user(avatar_image_id=avatar).person == Person(
        id=UserId(uuid7(NOW, 1)),
        username="ada",
        display_name="Ada",
        gender=None,
        avatar_image_id=avatar,
    )


def test_a_change_is_the_next_version() -> None:
    later = datetime(2026, 2, 1, tzinfo=UTC)
    changed = user().changed(later, display_name="Ada L.")

    assert (changed.version, changed.updated_at, changed.display_name) == (2, later, "Ada L.")


def test_a_change_names_the_newest_version_or_none() -> None:
    ada = user(version=3)

    assert ada.based_on(3) is ada
    assert ada.based_on(None) is ada
    with pytest.raises(Outdated, match="The user is at version 3"):
        ada.based_on(2)


def test_only_an_active_account_may_be_used() -> None:
    active = [user(status=status).active for status in UserStatus]

    assert active == [True, False, False]


@pytest.mark.parametrize("tempo", [20, 400, 97.5])
def test_a_tempo_within_bounds_is_good(tempo: float) -> None:
    assert Preferences(default_tempo=Bpm(tempo)).default_tempo == Bpm(tempo)


@pytest.mark.parametrize("tempo", [19.99, 400.1, -1, float("nan"), float("inf")])
def test_any_other_tempo_is_refused(tempo: float) -> None:
    with pytest.raises(Invalid, match="default_tempo: must be from 20 to 400"):
        Preferences(default_tempo=Bpm(tempo))
