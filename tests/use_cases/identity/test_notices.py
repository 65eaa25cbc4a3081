"""Owners are told by mail what was changed about their accounts."""

from phantom_core.identity import AccountChange, Recipient, SendNotice, flows
from phantom_core.kernel import Actor
from tests.use_cases.identity.town import PASSWORD, Town

NEW = "a much better password"


async def come_in(town: Town) -> Actor:
    """Somebody comes in, and has had their first mail."""
    ada = await town.somebody("ada")
    await town.post()
    town.mailer.sent.clear()
    return ada


async def change_email(town: Town, ada: Actor, email: str) -> None:
    await flows.change_email(town.desk, actor=ada, email=email, password=PASSWORD)


async def change_password(town: Town) -> None:
    here = await town.identify(await town.log_in("ada"))
    await flows.change_password(
        town.desk, actor=here.actor, session_id=here.session_id, current=PASSWORD, new=NEW
    )


async def test_the_old_address_is_told_that_there_is_another(town: Town) -> None:
    await change_email(town, await come_in(town), "new@example.org")
    await town.post()
    notice, verification = sorted(town.mailer.sent, key=lambda mail: mail.to)

    assert (notice.to, verification.to) == ("ada@example.org", "new@example.org")
    assert notice.subject == "Your e-mail address was changed"
    assert f"{town.clock.now:%H:%M} UTC" in notice.text
    assert "new@example.org" not in notice.text


async def test_another_case_of_an_address_is_no_other_address(town: Town) -> None:
    await change_email(town, await come_in(town), "ADA@example.org")
    await town.post()

    assert [mail.subject for mail in town.mailer.sent] == ["Verify your e-mail address"]


async def test_who_changes_the_password_is_told_so(town: Town) -> None:
    await come_in(town)
    await change_password(town)
    await town.post()
    (notice,) = town.mailer.sent

    assert (notice.to, notice.subject) == ("ada@example.org", "Your password was changed")


async def test_who_resets_the_password_is_told_so(town: Town) -> None:
    await come_in(town)
    await flows.forgot_password(town.desk, "ada@example.org")
    await flows.reset_password(town.desk, token=await town.mailed_token("reset"), new=NEW)
    await town.post()

    assert town.mailer.sent[-1].to == "ada@example.org"
    assert town.mailer.sent[-1].subject == "Your password was changed"


async def test_another_address_does_not_divert_what_is_still_to_be_told(town: Town) -> None:
    ada = await come_in(town)
    await change_password(town)
    await flows.change_email(town.desk, actor=ada, email="eve@example.org", password=NEW)
    await town.post()

    assert sorted((mail.to, mail.subject) for mail in town.mailer.sent) == [
        ("ada@example.org", "Your e-mail address was changed"),
        ("ada@example.org", "Your password was changed"),
        ("eve@example.org", "Verify your e-mail address"),
    ]


async def test_a_notice_waits_with_what_is_told_and_without_any_secret(town: Town) -> None:
    await come_in(town)
    await change_password(town)
    (job,) = await town.jobs()

    assert job.deferred == SendNotice(
        to=Recipient(email="ada@example.org", display_name="ada"),
        what=AccountChange.PASSWORD,
        at=town.clock.now,
    )
    assert "ada@example.org" not in repr(job)
