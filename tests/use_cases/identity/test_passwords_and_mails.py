"""Passwords are changed by who knows them, or by who reads the mail."""

from pathlib import Path
from typing import Any

import attrs
import pytest

from phantom_adapters.mail import FolderMailer
from phantom_core.identity import (
    AskForVerification,
    ChangeEmail,
    EmailTaken,
    EmailVerified,
    EndReason,
    GetMe,
    Identified,
    Lives,
    PasswordChanged,
    SendReset,
    SendVerification,
    SessionOver,
    SessionsEnded,
    SetUserStatus,
    TokenRefused,
    User,
    UserStatus,
    WrongCredentials,
    WrongPassword,
    flows,
)
from phantom_core.kernel import Actor, Invalid, Unavailable
from tests.use_cases.identity.town import PASSWORD, Town

NEW = "a much better password"


async def signed_in(town: Town, name: str = "ada") -> Identified:
    return await town.identify(await town.register(name))


async def change(town: Town, here: Identified, *, current: str = PASSWORD, new: str = NEW) -> None:
    await flows.change_password(
        town.desk, actor=here.actor, session_id=here.session_id, current=current, new=new
    )


async def change_email(town: Town, actor: Actor, email: str) -> User:
    return await flows.change_email(town.desk, actor=actor, email=email, password=PASSWORD)


async def forgot(town: Town, email: str = "ada@example.org") -> str:
    await flows.forgot_password(town.desk, email)
    return await town.mailed_token("reset")


async def test_a_changed_password_is_the_one_that_is_good(town: Town) -> None:
    await change(town, await signed_in(town))

    await town.log_in("ada", NEW)
    with pytest.raises(WrongCredentials):
        await town.log_in("ada", PASSWORD)


async def test_a_change_ends_all_sessions_but_the_one_it_is_made_in(town: Town) -> None:
    here = await town.register("ada")
    other = await town.log_in("ada")
    await change(town, await town.identify(here))

    await town.identify(here)
    await flows.refresh(town.desk, here.tokens.refresh_token)
    with pytest.raises(SessionOver):
        await town.identify(other)
    with pytest.raises(SessionOver):
        await flows.refresh(town.desk, other.tokens.refresh_token)


async def test_a_change_is_told_to_the_user(town: Town) -> None:
    here = await signed_in(town)
    other = await town.log_in("ada")
    await change(town, here)

    assert (await town.heard_by(here.actor))[-2:] == [
        PasswordChanged(user_id=here.actor.person),
        SessionsEnded(
            user_id=here.actor.person,
            session_ids=(other.tokens.session_id,),
            reason=EndReason.PASSWORD_CHANGED,
        ),
    ]


async def test_a_change_asks_for_the_present_password(town: Town) -> None:
    here = await signed_in(town)

    with pytest.raises(WrongPassword, match="current: is not your password"):
        await change(town, here, current="another one entirely")
    await town.log_in("ada", PASSWORD)


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        ("1234567", "must have 8 to 128 characters"),
        ("x" * 129, "must have 8 to 128 characters"),
        ("password1", "one of the most common"),
        ("PassWord1", "one of the most common"),
        ("ADA@example.org", "must not be your name or your address"),
        ("lone \udfff surrogate", "must not contain lone surrogates"),
    ],
)
async def test_a_new_password_is_not_easily_guessed(town: Town, new: str, fault: str) -> None:
    here = await signed_in(town)

    with pytest.raises(Invalid, match=f"new: .*{fault}"):
        await change(town, here, new=new)
    token = await forgot(town)
    with pytest.raises(Invalid, match=f"new: .*{fault}"):
        await flows.reset_password(town.desk, token=token, new=new)


@pytest.mark.parametrize("new", ["x" * 64, "y" * 128, "ein Wörterbuch ☃", "        y"])
async def test_long_passwords_of_any_letters_are_good(town: Town, new: str) -> None:
    await change(town, await signed_in(town), new=new)

    await town.log_in("ada", new)


async def test_an_address_is_proven_once_by_the_mail_that_went_there(town: Town) -> None:
    ada = (await signed_in(town)).actor
    token = await town.mailed_token()
    town.clock.advance(hours=1)
    user = await flows.verify_email(town.desk, token)

    assert town.mailer.sent[-1].to == "ada@example.org"
    assert user.email_verified_at == town.clock.now
    assert EmailVerified(user_id=ada.person) in await town.heard_by(ada)
    with pytest.raises(TokenRefused):
        await flows.verify_email(town.desk, token)


async def test_a_later_mail_takes_the_place_of_the_one_before(town: Town) -> None:
    ada = (await signed_in(town)).actor
    first = await town.mailed_token()
    town.clock.advance(minutes=1)
    await town.do(AskForVerification(), ada)
    second = await town.mailed_token()

    with pytest.raises(TokenRefused):
        await flows.verify_email(town.desk, first)
    await flows.verify_email(town.desk, second)


async def test_asking_again_and_again_sends_one_mail_and_leaves_its_link_good(town: Town) -> None:
    await signed_in(town)
    await town.post()
    token = await forgot(town)
    for _ in range(5):
        town.clock.advance(seconds=10)
        await flows.forgot_password(town.desk, "ada@example.org")
        await town.post()

    assert len(town.mailer.sent) == 2
    await flows.reset_password(town.desk, token=token, new=NEW)


async def test_a_mail_that_could_not_be_sent_is_sent_at_the_next_attempt(
    town: Town, tmp_path: Path
) -> None:
    ada = (await signed_in(town)).actor
    folder = tmp_path / "mail"
    folder.write_text("no folder")
    desk = attrs.evolve(town.desk, mailer=FolderMailer(folder, "phantom@localhost"))
    task = SendVerification(user_id=ada.person)
    with pytest.raises(Unavailable):
        await flows.send_verification(desk, task)
    folder.unlink()
    await flows.send_verification(desk, task)

    assert len(list(folder.iterdir())) == 1


async def test_a_proven_address_needs_no_mail(town: Town) -> None:
    ada = (await signed_in(town)).actor
    await flows.verify_email(town.desk, await town.mailed_token())
    await town.do(AskForVerification(), ada)
    await town.post()

    assert len(town.mailer.sent) == 1


@pytest.mark.parametrize("token", ["", "x", "☃", "\ud800", "a" * 10_000])
async def test_no_other_text_is_a_token(town: Town, token: str) -> None:
    await signed_in(town)
    await town.post()

    with pytest.raises(TokenRefused):
        await flows.verify_email(town.desk, token)
    with pytest.raises(TokenRefused):
        await flows.reset_password(town.desk, token=token, new=NEW)


async def test_a_token_expires(town: Town) -> None:
    await signed_in(town)
    verification, reset = await town.mailed_token(), await forgot(town)
    town.clock.advance(hours=1)
    with pytest.raises(TokenRefused):
        await flows.reset_password(town.desk, token=reset, new=NEW)
    town.clock.advance(hours=23)

    with pytest.raises(TokenRefused):
        await flows.verify_email(town.desk, verification)


async def test_a_token_is_good_for_its_purpose_only(town: Town) -> None:
    await signed_in(town)
    verification, reset = await town.mailed_token(), await forgot(town)

    with pytest.raises(TokenRefused):
        await flows.reset_password(town.desk, token=verification, new=NEW)
    with pytest.raises(TokenRefused):
        await flows.verify_email(town.desk, reset)


async def test_a_reset_takes_effect_once_and_ends_every_session(town: Town) -> None:
    here = await town.register("ada")
    token = await forgot(town)
    await flows.reset_password(town.desk, token=token, new=NEW)

    with pytest.raises(SessionOver):
        await town.identify(here)
    with pytest.raises(TokenRefused):
        await flows.reset_password(town.desk, token=token, new=PASSWORD)
    await town.log_in("ada", NEW)


async def test_a_reset_proves_the_address(town: Town) -> None:
    await signed_in(town)
    await flows.reset_password(town.desk, token=await forgot(town), new=NEW)

    assert (await town.log_in("ada", NEW)).user.email_verified_at == town.clock.now


async def test_a_changed_password_makes_mails_void(town: Town) -> None:
    here = await signed_in(town)
    token = await forgot(town)
    await change(town, here)

    with pytest.raises(TokenRefused):
        await flows.reset_password(town.desk, token=token, new="yet another one")


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@EXAMPLE.ORG", "nobody@example.org"])
async def test_the_same_is_done_whether_or_not_somebody_has_the_address(
    town: Town, email: str
) -> None:
    ada = (await signed_in(town)).actor
    await town.post()
    await flows.forgot_password(town.desk, email)
    (job,) = await town.jobs()

    somebody = None if email.startswith("nobody") else ada.person
    assert job.deferred == SendReset(user_id=somebody)
    await town.post()
    assert [mail.to for mail in town.mailer.sent[1:]] == ["ada@example.org"] * bool(somebody)


async def test_no_secret_waits_in_the_queue_or_stays_in_the_store(town: Town) -> None:
    await signed_in(town)
    deferred = repr([job.deferred for job in await town.jobs()])
    token = await town.mailed_token()

    assert token not in deferred
    assert token not in repr(vars(town.storage))


async def test_who_is_suspended_is_sent_nothing_and_resets_nothing(town: Town) -> None:
    admin = await town.admin()
    ada = (await signed_in(town)).actor
    token = await forgot(town)
    await town.do(SetUserStatus(user_id=ada.person, status=UserStatus.SUSPENDED), admin)
    sent = len(town.mailer.sent)
    await flows.forgot_password(town.desk, "ada@example.org")
    await town.post()

    assert len(town.mailer.sent) == sent
    with pytest.raises(TokenRefused):
        await flows.reset_password(town.desk, token=token, new=NEW)


async def test_an_address_is_changed_by_who_knows_the_password(town: Town) -> None:
    ada = (await signed_in(town)).actor
    old = await town.mailed_token()
    with pytest.raises(WrongPassword, match="password: is not your password"):
        await flows.change_email(town.desk, actor=ada, email="new@example.org", password="no")
    user = await flows.change_email(
        town.desk, actor=ada, email="New@example.org", password=PASSWORD
    )

    assert (user.email, user.email_verified_at) == ("New@example.org", None)
    with pytest.raises(TokenRefused):
        await flows.verify_email(town.desk, old)
    await flows.verify_email(town.desk, await town.mailed_token())
    assert town.mailer.sent[-1].to == "New@example.org"


async def test_a_link_to_the_old_address_does_not_open_the_account(town: Town) -> None:
    ada = (await signed_in(town)).actor
    token = await forgot(town)
    await change_email(town, ada, "new@example.org")

    with pytest.raises(TokenRefused):
        await flows.reset_password(town.desk, token=token, new=NEW)


async def test_another_case_of_a_proven_address_is_proven(town: Town) -> None:
    ada = (await signed_in(town)).actor
    await flows.verify_email(town.desk, await town.mailed_token())
    user = await change_email(town, ada, "ADA@example.org")

    assert user.email == "ADA@example.org"
    assert user.email_verified_at is not None
    assert await town.jobs() == []


@pytest.mark.parametrize(
    ("email", "refusal"), [("BOB@example.org", EmailTaken), ("nowhere", Invalid)]
)
async def test_a_new_address_is_an_address_that_nobody_has(
    town: Town, email: str, refusal: type[Exception]
) -> None:
    ada = (await signed_in(town)).actor
    await signed_in(town, "bob")

    with pytest.raises(refusal):
        await change_email(town, ada, email)
    assert (await town.ask(GetMe(), ada)).user.email == "ada@example.org"


async def test_the_address_one_has_is_no_change(town: Town) -> None:
    ada = (await signed_in(town)).actor

    proven_at = await town.proven_at(ada.person)
    command = ChangeEmail(email="ada@example.org", proven_at=proven_at)

    assert await town.told(command, ada) == []


async def test_a_mail_that_is_asked_for_again_is_one_task(town: Town) -> None:
    ada: Actor = (await signed_in(town)).actor
    await town.post()
    await town.do(AskForVerification(), ada)
    deferred: list[Any] = [job.deferred for job in await town.jobs()]

    assert deferred == [SendVerification(user_id=ada.person)]


def test_lives_have_the_defaults_that_are_documented() -> None:
    lives = Lives()

    assert lives.access.total_seconds() == 900
    assert lives.session.days == 30
    assert lives.verification.total_seconds() == 24 * 3600
    assert lives.reset.total_seconds() == 3600
