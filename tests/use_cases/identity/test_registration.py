"""Who comes in is somebody from then on, once."""

from typing import Any

import pytest

from phantom_core.identity import (
    EmailTaken,
    Gender,
    GetMe,
    GetUser,
    RegisterUser,
    Registration,
    SendVerification,
    UsernameTaken,
    UserRegistered,
)
from phantom_core.kernel import Invalid, person
from tests.use_cases.identity.town import PASSWORD, Town


async def test_who_registers_is_signed_in(town: Town) -> None:
    signed_in = await town.register("ada", display_name="Ada L.", gender=Gender.FEMALE)
    identified = await town.identify(signed_in)

    assert signed_in.user.email == "ada@example.org"
    assert signed_in.user.display_name == "Ada L."
    assert signed_in.user.gender is Gender.FEMALE
    assert identified.actor == person(signed_in.user.id)
    assert identified.session_id == signed_in.tokens.session_id


async def test_a_new_account_has_an_empty_profile_and_is_told_to_its_owner(town: Town) -> None:
    ada = await town.somebody("ada")
    account = await town.ask(GetMe(), ada)
    user = await town.ask(GetUser(), ada)

    assert account.user == user
    assert account.user.display_name == "ada"
    assert (account.user.version, account.profile.version) == (1, 1)
    assert account.profile.discoverable
    assert (await town.heard_by(ada))[0] == UserRegistered(user_id=ada.person, account=account)


async def test_a_mail_that_proves_the_address_is_on_its_way(town: Town) -> None:
    ada = await town.somebody("ada")

    assert [job.deferred for job in await town.jobs()] == [SendVerification(user_id=ada.person)]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"email": "ADA@Example.org"}, EmailTaken),
        ({"username": "ADA"}, UsernameTaken),
        ({"email": "Ada@example.org", "username": "Ada"}, EmailTaken),
    ],
)
async def test_names_and_addresses_are_taken_in_whatever_case(
    town: Town, fields: dict[str, str], refusal: type[Exception]
) -> None:
    await town.register("ada")

    with pytest.raises(refusal):
        await town.register("eve", **fields)


async def test_who_is_refused_leaves_nothing_behind(town: Town) -> None:
    await town.register("ada")
    with pytest.raises(UsernameTaken):
        await town.register("eve", username="Ada")

    assert (await town.register("eve")).user.username == "eve"


def test_all_that_is_wrong_with_a_form_is_told_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        Registration(email="nowhere", username="a b", password="short", display_name=" ")

    paths = [fault.path for fault in refusal.value.faults]
    assert paths == ["email", "username", "password", "display_name"]


@pytest.mark.parametrize("password", ["Ada.Lovelace", "ADA.lovelace", "ada@example.ORG"])
def test_a_password_is_not_the_name_or_the_address(password: str) -> None:
    with pytest.raises(Invalid, match="password: must not be your name or your address"):
        Registration(email="ada@example.org", username="ada.lovelace", password=password)


def test_secrets_do_not_show() -> None:
    shown: list[Any] = [
        Registration(email="ada@example.org", username="ada", password=PASSWORD),
        RegisterUser(email="a@b.c", username="ada", password_hash=PASSWORD),  # type: ignore[arg-type]
    ]

    assert all(PASSWORD not in repr(value) for value in shown)


async def test_tokens_do_not_show(town: Town) -> None:
    signed_in = await town.register("ada")

    assert signed_in.tokens.access_token not in repr(signed_in)
    assert signed_in.tokens.refresh_token not in repr(signed_in)
