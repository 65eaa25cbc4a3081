"""Mails: what is written, and to whom."""

from datetime import timedelta
from urllib.parse import quote

import attrs

__all__ = ["Mail", "Recipient", "reset_mail", "verification_mail"]


@attrs.frozen(kw_only=True)
class Mail:
    """A mail in plain text.

    Attributes:
        to: the address, as the user gave it.
        text: may hold a secret, and so is not shown.
    """

    to: str
    subject: str
    text: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Recipient:
    """To whom a mail goes."""

    email: str
    display_name: str


def verification_mail(to: Recipient, token: str, life: timedelta, site: str) -> Mail:
    """Ask somebody to prove that an address is theirs.

    Args:
        site: where the application lives, without a slash at its end.
    """
    return Mail(
        to=to.email,
        subject="Verify your e-mail address",
        text=(
            f"Hello {to.display_name},\n\n"
            f"please confirm that this address is yours:\n\n"
            f"    {site}/verify?token={quote(token)}\n\n"
            f"{_validity(life)} If you did not sign up, you need do nothing.\n"
        ),
    )


def reset_mail(to: Recipient, token: str, life: timedelta, site: str) -> Mail:
    """Let somebody choose a new password.

    Args:
        site: where the application lives, without a slash at its end.
    """
    return Mail(
        to=to.email,
        subject="Choose a new password",
        text=(
            f"Hello {to.display_name},\n\n"
            f"here you may choose a new password:\n\n"
            f"    {site}/reset?token={quote(token)}\n\n"
            f"{_validity(life)} If you did not ask for this, you need do nothing: your password\n"
            f"stays as it is.\n"
        ),
    )


def _validity(life: timedelta) -> str:
    hours = round(life.total_seconds() / 3600, 1)
    return f"The link is good for {hours:g} hours, and once."
