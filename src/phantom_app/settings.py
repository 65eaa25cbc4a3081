"""What operators choose: one table of environment variables, each with a default that works.

`Settings` is that table. Its fields say how they are read and what they mean; the reference page
is made from it, and a test holds the page to it.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast
from urllib.parse import urlsplit

import attrs

from phantom_core.kernel import ByteCount
from phantom_core.limits import Allowance

__all__ = [
    "DEFAULT_ALLOWANCES",
    "PREFIX",
    "SHORTEST_SECRET",
    "BadSetting",
    "Settings",
    "origin_of",
    "read_settings",
    "table",
]

PREFIX: Final = "PHANTOM_"
"""How the name of every setting begins."""

_OWN_PORTS: Final = {"http": ":80", "https": ":443"}
_UNITS: Final = {"": 1, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
_NO_MAIL_SERVER: Final = (
    "must be smtp://HOST, smtps://HOST or smtp+starttls://HOST, with a port of 1 to 65535 if any"
)
_INJECTED: Final = ("SERVICE_", "PORT")
_TESTS: Final = "TEST_"

SHORTEST_SECRET: Final = 32
"""The fewest characters of a secret key."""


class BadSetting(Exception):
    """An environment variable, or a file that stands for one, has a value that cannot be used."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


DEFAULT_ALLOWANCES: Final[Mapping[str, Allowance]] = MappingProxyType(
    {
        name: Allowance(name=name, count=count, per=timedelta(seconds=seconds))
        for name, count, seconds in (
            ("address", 1200, 60),
            ("person", 600, 60),
            ("log-in", 20, 60),
            ("account", 30, 600),
            ("upload", 60, 3600),
            ("frames", 600, 20),
        )
    }
)
"""What may be called by whom, and how many frames a connection to the socket may send."""


def _path(value: str) -> Path:
    return Path(value).expanduser()


def _seconds(value: str) -> timedelta:
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) == 0:
        raise ValueError("must be a whole number of seconds, at least 1")
    return timedelta(seconds=int(value))


def _count(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", value) or int(value) == 0:
        raise ValueError("must be a whole number from 1 to 9999")
    return int(value)


def _bytes(value: str) -> ByteCount:
    found = re.fullmatch(r"([0-9]{1,15}) *([KMG]iB)?", value, re.IGNORECASE)
    if found is None or int(found[1]) == 0:
        raise ValueError("must be a number of bytes, such as 1048576, 512KiB or 2GiB")
    return ByteCount(int(found[1]) * _UNITS[(found[2] or "").upper()])


def _url(*schemes: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.partition(":")[0].lower() not in schemes:
            raise ValueError(f"must be a URL that begins with {' or '.join(schemes)}")
        return value.rstrip("/")

    return read


def _site(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be a URL such as https://phantom.example")
    if not parts.netloc.isascii() or re.search(r"[\s?@]", value):
        raise ValueError("must be a plain URL, without a user, a query or spaces in it")
    return value.rstrip("/")


_MAIL_URL: Final = _url("smtp", "smtps", "smtp+starttls")


def _mail_server(value: str) -> str:
    """The URL of a mail server. What is said of a fault never quotes it: it may hold a password."""
    try:
        parts = urlsplit(_MAIL_URL(value))
        port, host = parts.port, parts.hostname
    except ValueError:
        raise ValueError(_NO_MAIL_SERVER) from None
    if not host or port == 0:
        raise ValueError(_NO_MAIL_SERVER)
    if parts.scheme == "smtp" and parts.username is not None and not _is_here(host):
        raise ValueError(
            "would send the password in the clear; use smtps:// or smtp+starttls://,"
            " or a server on this machine"
        )
    return value


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _mailbox(value: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]):
        raise ValueError(f"must be an address, or `Name <address>`, and is {value!r}")
    return value


def _proxies(value: str) -> str:
    if value != "*":
        for part in value.split(","):
            try:
                ipaddress.ip_network(part.strip())
            except ValueError as error:
                raise ValueError(f"must be addresses or networks, or *: {error}") from None
    return value


def _folder(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"", "file"} or parts.query or parts.netloc not in {"", "localhost"}:
        raise ValueError(f"must be a folder of this machine, and is {value!r}")
    return value


def _no_broker(_: str) -> str:
    raise ValueError("brokers are not supported yet; unset it to run without one")


def _origins(value: str) -> tuple[str, ...]:
    origins = tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
            raise ValueError(f"must be origins such as https://app.example, and {origin!r} is none")
    return tuple(origin_of(origin) for origin in origins)


def origin_of(url: str) -> str:
    """The origin of a web address, as browsers write it: in lower case, without the usual port."""
    parts = urlsplit(url.lower())
    return f"{parts.scheme}://{parts.netloc.removesuffix(_OWN_PORTS[parts.scheme])}"


def _secrets(value: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in value.split(",") if part.strip())
    if not keys or any(len(key) < SHORTEST_SECRET for key in keys):
        raise ValueError(f"must be keys of at least {SHORTEST_SECRET} characters each")
    return keys


def _yes_or_no(value: str) -> bool:
    if value.lower() not in {"yes", "no"}:
        raise ValueError(f"must be yes or no, and is {value!r}")
    return value.lower() == "yes"


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}, and is {value!r}")
        return value

    return read


def _allowances(value: str) -> Mapping[str, Allowance]:
    chosen: dict[str, Allowance] = {}
    for word in (part.strip() for part in value.split(",")):
        if word == "default":
            chosen |= DEFAULT_ALLOWANCES
        elif word != "off":
            allowance = _allowance(word)
            chosen[allowance.name] = allowance
    return MappingProxyType(chosen)


def _allowance(word: str) -> Allowance:
    found = re.fullmatch(r"([a-z-]+)=([1-9][0-9]{0,6})/([1-9][0-9]{0,6})", word)
    if found is None or found[1] not in DEFAULT_ALLOWANCES:
        names = ", ".join(DEFAULT_ALLOWANCES)
        raise ValueError(
            f"must be `off`, or `default`, or limits such as `default,log-in=5/60` (calls/seconds)"
            f" of {names}; {word!r} is none of these"
        )
    return Allowance(name=found[1], count=int(found[2]), per=timedelta(seconds=int(found[3])))


def _setting(default: str, read: Callable[[str], Any], meaning: str, *, shown: bool = True) -> Any:
    """Declare a setting by the text of its default, which is read like any other value."""
    given = attrs.Factory(lambda: read(default)) if default else None
    metadata = {"default": default, "read": read, "meaning": meaning}
    return attrs.field(default=given, metadata=metadata, repr=shown)


@attrs.frozen(kw_only=True)
class Settings:
    """Every choice that operators have. A field is read from `PHANTOM_` and its name."""

    data_dir: Path = _setting(
        "phantom-data", _path, "The folder that holds whatever is not kept elsewhere."
    )
    database_url: str | None = _setting(
        "",
        _url("sqlite", "postgresql", "postgres"),
        "Where things are stored: `sqlite:///FILE` or `postgresql://USER@HOST/NAME`; "
        "`phantom.db` in the data folder if unset.",
        shown=False,
    )
    blob_url: str | None = _setting(
        "", _folder, "Where files are kept: a folder; `blobs` in the data folder if unset."
    )
    broker_url: str | None = _setting(
        "",
        _no_broker,
        "Reserved: one process needs no broker, and several are not supported yet.",
        shown=False,
    )
    public_url: str | None = _setting(
        "",
        _site,
        "The URL by which clients reach this server. If unset, signed URLs name the host that each "
        "request was sent to, and mailed links the one where the server listens.",
    )
    app_url: str | None = _setting(
        "",
        _site,
        "Where mailed links lead: to its pages `/verify` and `/reset`; "
        "to those of this server itself if unset.",
    )
    allowed_origins: tuple[str, ...] | None = _setting(
        "",
        _origins,
        "Origins, separated by commas, whose pages may use the API and the socket; "
        "only pages of this server itself, and of its public address, if unset.",
    )
    access_ttl: timedelta = _setting("900", _seconds, "Seconds that an access token lives.")
    refresh_ttl: timedelta = _setting(
        "2592000", _seconds, "Seconds that a log-in session lives, however much it is used."
    )
    verification_ttl: timedelta = _setting(
        "86400", _seconds, "Seconds that a mailed link lives that proves an address."
    )
    reset_ttl: timedelta = _setting(
        "3600", _seconds, "Seconds that a mailed link lives by which to choose a new password."
    )
    verified_only: bool = _setting(
        "no", _yes_or_no, "Whether people must prove their address before they log in again."
    )
    url_ttl: timedelta = _setting("300", _seconds, "Seconds that a signed URL lives.")
    allowances: Mapping[str, Allowance] = _setting(
        "default",
        _allowances,
        "`off`, `default`, or changes to it: `default,log-in=5/60` allows five log-ins a minute.",
    )
    upload_limit: ByteCount = _setting("1GiB", _bytes, "The largest file that may be uploaded.")
    body_limit: ByteCount = _setting("1MiB", _bytes, "The largest body of any other request.")
    body_timeout: timedelta = _setting(
        "30", _seconds, "Seconds that the next piece of a body is waited for."
    )
    sockets_per_person: int = _setting(
        "20", _count, "How many connections to the socket one person may hold, in each process."
    )
    auth_within: timedelta = _setting(
        "5", _seconds, "Seconds that a new connection to the socket has to show a token."
    )
    renew_within: timedelta = _setting(
        "30", _seconds, "Seconds that it has to show a fresh one when its token has run out."
    )
    outbox_limit: ByteCount = _setting(
        "512KiB", _bytes, "How much may wait for a slow reader before it loses a topic."
    )
    outbox_patience: timedelta = _setting(
        "3", _seconds, "Seconds that a reader may take nothing before its connection is closed."
    )
    secret_key: tuple[str, ...] | None = _setting(
        "",
        _secrets,
        "Keys of 32 characters or more, separated by commas: the first signs, all are accepted. "
        "Made at the first start and kept in the data folder if unset.",
        shown=False,
    )
    smtp_url: str | None = _setting(
        "",
        _mail_server,
        "The mail server: `smtps://USER:PASSWORD@HOST:PORT`, or `smtp+starttls://`, or `smtp://`, "
        "which takes a password on this machine only; mails are written to `mail` in the data "
        "folder if unset.",
        shown=False,
    )
    mail_from: str = _setting(
        "Phantom <phantom@localhost>", _mailbox, "Who the server's mails come from."
    )
    workers: int = _setting(
        "1",
        _count,
        "How many recordings one worker process analyses at a time; nothing else waits for it.",
    )
    dead_job_ttl: timedelta = _setting(
        "2592000", _seconds, "Seconds that a job that was given up is kept, to be looked into."
    )
    metrics: str = _setting(
        "local",
        _one_of("off", "local", "open"),
        "Who may read `/metrics`: nobody (`off`), callers on this machine (`local`), or everybody "
        "(`open`).",
    )
    trusted_proxies: str = _setting(
        "127.0.0.1",
        _proxies,
        "Addresses and networks of proxies, separated by commas, whose `X-Forwarded-For` and "
        "`X-Forwarded-Proto` are believed; `*` believes everybody.",
    )
    log_level: str = _setting(
        "info",
        _one_of("debug", "info", "warning", "error"),
        "The least that is logged: `debug`, `info`, `warning` or `error`.",
    )
    log_format: str = _setting(
        "auto",
        _one_of("auto", "console", "json"),
        "How: for people (`console`), for programs (`json`), or `auto`: the first on a terminal.",
    )

    @property
    def storage_kind(self) -> str:
        """What kind of database it is, for people."""
        return "PostgreSQL" if (self.database_url or "").startswith("postgres") else "SQLite"


_NAMES: Final = {"allowances": "RATE_LIMITS"}


def _variable(field: Any) -> str:
    name: str = field.name
    return PREFIX + _NAMES.get(name, name.upper())


def read_settings(environment: Mapping[str, str], **given: str | None) -> Settings:
    """Read the settings; what is given by field name stands before the environment.

    An empty value counts as unset. Raises: BadSetting, naming the variable.
    """
    values: dict[str, Any] = {}
    for field in attrs.fields(Settings):
        value = given.get(field.name) or environment.get(_variable(field), "").strip()
        if value:
            values[field.name] = _read(field, value)
    _refuse_unknown(environment)
    return Settings(**values)


def _read(field: Any, value: str) -> Any:
    read = cast("Callable[[str], Any]", field.metadata["read"])
    try:
        return read(value)
    except ValueError as error:
        raise BadSetting(_variable(field), str(error)) from error


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {_variable(field) for field in attrs.fields(Settings)}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known and not _is_for_others(name):
            raise BadSetting(name, "there is no such setting")


def _is_for_others(name: str) -> bool:
    """Whether it is for our tests, or what Kubernetes tells of a service called `phantom`."""
    return name.removeprefix(PREFIX).startswith((_TESTS, *_INJECTED))


def table() -> Iterator[tuple[str, str, str]]:
    """Name, default and meaning of every setting, for the reference."""
    for field in attrs.fields(Settings):
        yield _variable(field), field.metadata["default"], field.metadata["meaning"]
