"""Which passwords are good enough."""

import pytest

from phantom_core.identity import Credential, PasswordHash
from phantom_core.identity.password import PASSWORD, check_typed_password
from phantom_core.kernel import EPOCH, Invalid, UserId, uuid7


@pytest.mark.parametrize("password", ["x" * 7 + "!", "correct horse", "🎧" * 8, "p" * 128])
def test_an_uncommon_password_that_is_long_enough_is_good(password: str) -> None:
    assert list(PASSWORD(password)) == []


@pytest.mark.parametrize(
    "password", ["password", "PASSWORD", "12345678", "qwertyuiop", "trustno1", "iloveyou"]
)
def test_common_passwords_are_refused_in_whatever_case(password: str) -> None:
    assert [message for _, message in PASSWORD(password)] == [
        "is one of the most common passwords, and the first to be guessed"
    ]


def test_what_the_list_says_of_itself_is_no_password() -> None:
    assert list(PASSWORD("# MIT License")) == []


def test_every_fault_is_named() -> None:
    assert len(list(PASSWORD("\ud800"))) == 2


@pytest.mark.parametrize("password", ["", "x", "password", "y" * 128])
def test_whatever_might_be_a_password_is_compared(password: str) -> None:
    check_typed_password(password, "current")


@pytest.mark.parametrize("password", ["y" * 129, "\udfff"])
def test_what_cannot_be_one_is_not(password: str) -> None:
    with pytest.raises(Invalid, match=r"^current: "):
        check_typed_password(password, "current")


def test_a_hash_is_not_shown() -> None:
    credential = Credential(
        user_id=UserId(uuid7(EPOCH, 1)), password_hash=PasswordHash("$secret"), changed_at=EPOCH
    )

    assert "secret" not in repr(credential)


@pytest.mark.parametrize(
    "password", ["Phantom77", "phantom-2031", "P.H.A.N.T.O.M!", "phantomMusic!", "admin@phantom"]
)
def test_what_is_made_of_the_name_of_the_place_is_refused(password: str) -> None:
    assert "of this place" in next(message for _, message in PASSWORD(password))


@pytest.mark.parametrize("password", ["the phantom of the opera", "phantoms walk", "12345678!x"])
def test_the_name_of_the_place_among_other_words_is_good(password: str) -> None:
    assert list(PASSWORD(password)) == []
