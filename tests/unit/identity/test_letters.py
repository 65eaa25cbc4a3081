"""What mails say."""

from datetime import timedelta

from phantom_core.identity import Mail, Recipient
from phantom_core.identity.mail import reset_mail, verification_mail

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


def test_a_mail_does_not_show_its_text() -> None:
    assert "secret" not in repr(Mail(to="ada@example.org", subject="Hello", text="secret"))
