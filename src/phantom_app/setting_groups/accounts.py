"""Settings: accounts, tokens and mails."""

from datetime import timedelta

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting

__all__ = ["AccountSettings"]


@attrs.frozen(kw_only=True, slots=False)
class AccountSettings:
    """Accounts, tokens and mails."""

    secret_key: tuple[str, ...] | None = setting(
        "",
        values.secret_keys,
        "Keys of 32 characters or more, separated by commas: the first signs, all are accepted. "
        "Examples, and keys of fewer than 8 different characters, are refused by `serve`. "
        "Made at the first start and kept in the data folder if unset.",
        shown=False,
    )
    access_ttl: timedelta = setting("900", values.seconds, "Seconds that an access token lives.")
    refresh_ttl: timedelta = setting(
        "2592000", values.seconds, "Seconds that a log-in session lives, however much it is used."
    )
    idle_ttl: timedelta | None = setting(
        "",
        values.seconds,
        "Seconds after which a session is over whose token was not refreshed, more than "
        "`PHANTOM_ACCESS_TTL`; as many as `PHANTOM_REFRESH_TTL` if unset.",
    )
    verified_only: bool = setting(
        "no", values.yes_or_no, "Whether people must prove their address before they log in again."
    )
    verification_ttl: timedelta = setting(
        "86400", values.seconds, "Seconds that a mailed link lives that proves an address."
    )
    reset_ttl: timedelta = setting(
        "3600",
        values.seconds,
        "Seconds that a mailed link lives by which to choose a new password.",
    )
    smtp_url: str | None = setting(
        "",
        values.mail_server,
        "The mail server: `smtps://USER:PASSWORD@HOST:PORT`, or `smtp+starttls://`, or `smtp://`, "
        "which takes a password on this machine only; mails are written to `mail` in the data "
        "folder if unset.",
        shown=False,
    )
    mail_from: str = setting(
        "Phantom <phantom@localhost>", values.mailbox, "Who the server's mails come from."
    )
