"""What mails say."""

from datetime import UTC, datetime, timedelta

import pytest

from phantom_core.identity import AccountChange, Mail, Recipient
from phantom_core.identity.mail import notice_mail, reset_mail, verification_mail

ADA = Recipient(email="ada@example.org", display_name="Ada")
SITE = "https://phantom.example"


def test_a_verification_leads_to_the_site() -> None:
    mail = verification_mail(ADA, "a-b_c", timedelta(hours=24), SITE)

    assert mail.to == "ada@example.org"
    assert "Hello Ada," in mail.text
    assert "\n    https://phantom.example/verify?token=a-b_c\n" in mail.text
    assert "good for 24 hours" in mail.text


def test_a_reset_says_what_happens_if_nothing_is_done() -> None:
    mail = reset_mail(ADA, "a&b", timedelta(minutes=90), SITE)

    assert "\n    https://phantom.example/reset?token=a%26b\n" in mail.text
    assert "good for 1.5 hours" in mail.text
    assert "you need do nothing" in mail.text


def test_an_hour_is_one() -> None:
    assert "good for 1 hour," in reset_mail(ADA, "a", timedelta(hours=1), SITE).text


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (AccountChange.EMAIL, "your account was given another e-mail address"),
        (AccountChange.PASSWORD, "the password of your account was changed"),
    ],
)
def test_a_notice_says_what_was_changed_when_and_what_to_do(what: AccountChange, told: str) -> None:
    mail = notice_mail(ADA, what, datetime(2026, 11, 8, 9, 5, tzinfo=UTC), SITE)

    assert mail.to == "ada@example.org"
    assert f"{told} on 08 November 2026 at 09:05 UTC." in mail.text
    assert "If it was you" in mail.text
    assert "If it was not" in mail.text
    assert f"\n    {SITE}\n" in mail.text


def test_a_mail_does_not_show_its_text() -> None:
    assert "secret" not in repr(Mail(to="ada@example.org", subject="Hello", text="secret"))
