"""What the settings alone tell: secrets, and whom they let in."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from phantom_app.doctor.finding import Finding
from phantom_app.secret_keys import is_example
from phantom_app.settings import Settings

__all__ = ["addresses", "doors", "is_public", "secrets_chosen"]

_GUESSED: Final = re.compile(
    r"change.?me|replace.?me|default|example|secret.?key|password|passw0rd|minioadmin|postgres"
    r"|phantom|qwerty|12345678|letmein|insecure|dev.?key|your.?(key|secret)",
    re.IGNORECASE,
)
_FEWEST_LETTERS: Final = 10
_SHORTEST: Final = 12
_HERE: Final = {"localhost", "127.0.0.1", "::1", ""}
_MAKE_ONE: Final = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


def is_public(settings: Settings) -> bool:
    """Whether people come to it from elsewhere, as far as the settings say."""
    return settings.public_url is not None and not _is_here(settings.public_url)


def secrets_chosen(settings: Settings) -> Iterator[Finding]:
    """Secrets that somebody has typed, or that come from an example."""
    for key in settings.secret_key or ():
        if _is_weak(key):
            yield Finding.fail(
                "secrets",
                "PHANTOM_SECRET_KEY is a word or an example, so that anybody may sign for anybody.",
                f"Make one: {_MAKE_ONE}; everybody refreshes or signs in once.",
            )
    for name, value in _passwords(settings):
        if value and (_is_weak(value) or len(value) < _SHORTEST):
            told = Finding.fail if is_public(settings) else Finding.warn
            yield told(
                "secrets",
                f"The password in {name} is short, a word, or an example.",
                f"Give it another, where it is kept and here: {_MAKE_ONE}.",
            )
    if settings.secret_key is None and settings.shares_store and is_public(settings):
        yield Finding.warn(
            "secrets",
            "PHANTOM_SECRET_KEY is unset, so each machine makes a key of its own, and servers do "
            "not accept one another's tokens.",
            f"Set the same for all servers: {_MAKE_ONE}.",
        )


def _passwords(settings: Settings) -> Iterator[tuple[str, str | None]]:
    yield "PHANTOM_DATABASE_URL", _password(settings.database_url)
    yield "PHANTOM_STANDBY_URL", _password(settings.standby_url)
    yield "PHANTOM_SMTP_URL", _password(settings.smtp_url)
    yield "PHANTOM_BROKER_URL", _password(settings.broker_url)
    yield "PHANTOM_S3_SECRET_KEY", settings.s3_secret_key
    yield "PHANTOM_TURN_SECRET", settings.turn_secret


def _password(url: str | None) -> str | None:
    return None if url is None else unquote(urlsplit(url).password or "")


def _is_weak(secret: str) -> bool:
    few = len(set(secret)) < _FEWEST_LETTERS
    return few or is_example(secret) or _GUESSED.search(secret) is not None


def doors(settings: Settings) -> Iterator[Finding]:
    """Whom the settings let in."""
    origins = settings.allowed_origins or ()
    if "*" in origins:
        yield Finding.fail(
            "origins",
            "PHANTOM_ALLOWED_ORIGINS lets the pages of anybody use the API.",
            "Name the origins of your own pages, such as https://app.example.",
        )
    for origin in origins:
        if origin.startswith("http://") and not _is_here(origin):
            yield Finding.warn(
                "origins",
                f"PHANTOM_ALLOWED_ORIGINS has {origin}: who is in between may change its pages.",
                "Serve them over https, and name that.",
            )
    if settings.trusted_proxies == "*":
        yield Finding.warn(
            "proxies",
            "PHANTOM_TRUSTED_PROXIES believes everybody, so that limits by address hold nobody.",
            "Name the addresses of your proxies.",
        )
    if not is_public(settings):
        return
    if not settings.allowances:
        yield Finding.warn(
            "limits",
            "PHANTOM_RATE_LIMITS is off, so that passwords can be guessed as fast as one can ask.",
            "Unset it, or change the few that are too narrow: default,log-in=20/60.",
        )
    if settings.metrics == "open":
        yield Finding.warn(
            "metrics",
            "PHANTOM_METRICS lets everybody read /metrics.",
            "Set it to local, and have a collector on this machine read it.",
        )


def addresses(settings: Settings) -> Iterator[Finding]:
    """Addresses to which passwords, tokens or files travel in the clear."""
    for name, url in (
        ("PHANTOM_PUBLIC_URL", settings.public_url),
        ("PHANTOM_APP_URL", settings.app_url),
        ("PHANTOM_S3_ENDPOINT", settings.s3_endpoint),
        ("PHANTOM_S3_PUBLIC_URL", settings.s3_public_url),
    ):
        if url is not None and url.startswith("http://") and not _is_here(url):
            yield Finding.warn(
                "tls",
                f"{name} is no https, so that tokens and files can be read on their way.",
                "Put a proxy with a certificate before it, and name that address.",
            )


def _is_here(url: str) -> bool:
    return (urlsplit(url).hostname or "") in _HERE
