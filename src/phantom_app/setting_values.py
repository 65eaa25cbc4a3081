"""How the text of a setting is read.

Each reader answers the value, or raises a ValueError that says in a sentence what the text must be.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.utils import getaddresses
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from phantom_core.kernel import ByteCount
from phantom_core.limits import Allowance

__all__ = [
    "DEFAULT_ALLOWANCES",
    "SHORTEST_SECRET",
    "allowances",
    "bitrate",
    "blob_place",
    "broker",
    "byte_count",
    "byte_count_from",
    "count",
    "credential",
    "database_place",
    "folder",
    "ice_urls",
    "mail_server",
    "mailbox",
    "one_of",
    "origin_of",
    "origins",
    "path",
    "prefix",
    "proxies",
    "scanner",
    "seconds",
    "secret_keys",
    "secret_site",
    "site",
    "text",
    "url",
    "yes_or_no",
]

_OWN_PORTS: Final = {"http": ":80", "https": ":443"}
_BITRATES: Final = (32_000, 320_000)
_CLAMD_PORT: Final = 3310
_LONGEST: Final = 999_999_999
_LARGEST: Final = 2**50
_UNITS: Final = {"": 1, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
_NO_MAIL_SERVER: Final = (
    "must be smtp://HOST, smtps://HOST or smtp+starttls://HOST, with a port of 1 to 65535 if any"
)

_NO_BROKER: Final = (
    "must be redis://:PASSWORD@HOST:PORT/DATABASE, or rediss:// for TLS, with a port of 1 to 65535"
    " and a database of 0 to 9999"
)

SHORTEST_SECRET: Final = 32
"""The fewest characters of a secret key."""

DEFAULT_ALLOWANCES: Final[Mapping[str, Allowance]] = MappingProxyType(
    {
        name: Allowance(name=name, count=count, per=timedelta(seconds=seconds))
        for name, count, seconds in (
            ("address", 1200, 60),
            ("person", 600, 60),
            ("log-in", 20, 60),
            ("account", 30, 600),
            ("upload", 60, 3600),
            ("room", 60, 3600),
            ("project", 60, 3600),
            ("generation", 60, 600),
            ("match", 600, 3600),
            ("frames", 600, 20),
            ("chat", 20, 20),
            ("edit", 600, 10),
        )
    }
)
"""What may be called by whom, and how many frames a connection to the socket may send."""


def path(value: str) -> Path:
    """A path; `~` is the home folder."""
    return Path(value).expanduser()


def seconds(value: str) -> timedelta:
    """A time in whole seconds."""
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) == 0:
        raise ValueError(f"must be a whole number of seconds, from 1 to {_LONGEST}")
    return timedelta(seconds=int(value))


def count(value: str) -> int:
    """A number from 1 to 9999."""
    if not re.fullmatch(r"[0-9]{1,4}", value) or int(value) == 0:
        raise ValueError("must be a whole number from 1 to 9999")
    return int(value)


def bitrate(value: str) -> int:
    """Bits a second."""
    if not re.fullmatch(r"[0-9]{5,6}", value) or not _BITRATES[0] <= int(value) <= _BITRATES[1]:
        raise ValueError("must be a whole number of bits a second, from 32000 to 320000")
    return int(value)


def byte_count(value: str) -> ByteCount:
    """A size, with KiB, MiB or GiB behind it if need be."""
    found = re.fullmatch(r"([0-9]{1,30}) *([KMG]iB)?", value, re.IGNORECASE)
    if found is None or int(found[1]) == 0:
        raise ValueError("must be a number of bytes, such as 1048576, 512KiB or 2GiB")
    size = int(found[1]) * _UNITS[(found[2] or "").upper()]
    if size > _LARGEST:
        raise ValueError(f"must be {_LARGEST // 2**30}GiB at the most")
    return ByteCount(size)


def byte_count_from(fewest: int) -> Callable[[str], ByteCount]:
    """Sizes of which less would be of no use to anybody."""

    def read(value: str) -> ByteCount:
        size = byte_count(value)
        if size < fewest:
            raise ValueError(f"must be {fewest // 2**10}KiB at the least")
        return size

    return read


def url(*schemes: str) -> Callable[[str], str]:
    """URLs of some schemes."""

    def read(value: str) -> str:
        if value.partition(":")[0].lower() not in schemes:
            raise ValueError(f"must be a URL that begins with {' or '.join(schemes)}")
        return value.rstrip("/")

    return read


_DATABASE: Final = url("sqlite", "postgresql", "postgres")


def database_place(value: str) -> str:
    """The URL of a database. What is said of a fault never quotes it: it may hold a password."""
    place = _DATABASE(value)
    if place.lower().startswith("postgres"):
        try:
            from phantom_adapters.sql.postgres_url import expect_understood
        except ImportError:  # it is told with the extra's name where the database is opened
            return place
        expect_understood(place)
    return place


def text(value: str) -> str:
    """Any text."""
    return value


def ice_urls(*schemes: str) -> Callable[[str], tuple[str, ...]]:
    """URLs of servers that help callers (RFC 7064, RFC 7065), separated by commas."""
    pattern = rf"(?:{'|'.join(schemes)}):[A-Za-z0-9.:\[\]-]+(?:\?transport=(?:udp|tcp))?"

    def read(value: str) -> tuple[str, ...]:
        urls = tuple(part.strip() for part in value.split(",") if part.strip())
        for each in urls:
            if not re.fullmatch(pattern, each):
                wanted = f"{schemes[0]}:HOST or {schemes[0]}:HOST:PORT"
                raise ValueError(f"must be URLs such as {wanted}, and {each!r} is none")
        return urls

    return read


def site(value: str) -> str:
    """The address of a site."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be a URL such as https://phantom.example")
    if not parts.netloc.isascii() or re.search(r"[\s?@#]", value):
        raise ValueError("must be a plain URL, without a user, a query, a fragment or spaces in it")
    return value.rstrip("/")


def secret_site(value: str) -> str:
    """The address of a site that secrets are sent to."""
    address = site(value)
    parts = urlsplit(address)
    if parts.scheme == "http" and not _is_here(parts.hostname or ""):
        raise ValueError("would send secrets in the clear; use https://, or a server here")
    return address


def credential(value: str) -> str:
    """An id or a secret that another service has given out."""
    if not re.fullmatch(r"[!-~]{1,500}", value):
        raise ValueError("must be plain characters without spaces")
    return value


_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_IN_BUCKET: Final = re.compile(r"(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*/?")
_MAIL_URL: Final = url("smtp", "smtps", "smtp+starttls")


def mail_server(value: str) -> str:
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


def mailbox(value: str) -> str:
    """Who a mail comes from."""
    found = getaddresses([value])
    if len(found) != 1 or not re.fullmatch(r"[^@\s,]+@[^@\s,]+", found[0][1]):
        raise ValueError(f"must be one address, or `Name <address>`, and is {value!r}")
    return value


def proxies(value: str) -> str:
    """Addresses and networks, or everybody."""
    if value != "*":
        for part in value.split(","):
            try:
                ipaddress.ip_network(part.strip())
            except ValueError as error:
                raise ValueError(f"must be addresses or networks, or *: {error}") from None
    return value


def folder(value: str) -> str:
    """A folder, or its `file:` URL."""
    parts = urlsplit(value)
    if parts.scheme not in {"", "file"} or parts.query or parts.netloc not in {"", "localhost"}:
        raise ValueError(f"must be a folder of this machine, and is {value!r}")
    return value


def blob_place(value: str) -> str:
    """A folder, its `file:` URL, or a bucket and what the names in it begin with."""
    parts = urlsplit(value)
    if parts.scheme not in {"", "file", "s3"}:
        raise ValueError(f"must be a folder of this machine, or s3://BUCKET, and is {value!r}")
    if parts.scheme != "s3":
        return folder(value)
    if not _BUCKET.fullmatch(parts.netloc) or not _IN_BUCKET.fullmatch(parts.path):
        raise ValueError("must be s3://BUCKET or s3://BUCKET/PREFIX, in plain characters")
    if parts.query or parts.fragment:
        raise ValueError("must have nothing behind the prefix; what else there is has its settings")
    return value


def prefix(value: str) -> str:
    """The beginning of the paths of a web server's location."""
    if not re.fullmatch(r"(?:/[A-Za-z0-9._-]+)+/?", value):
        raise ValueError(f"must be a path such as /_blobs, and is {value!r}")
    return value.rstrip("/")


def scanner(value: str) -> tuple[str, int] | Path:
    """Where a clamd listens: a host and a port, or the path of a socket."""
    parts = urlsplit(value)
    if parts.scheme == "clamd" and not parts.query:
        if parts.hostname and parts.path in {"", "/"}:
            return parts.hostname, parts.port or _CLAMD_PORT
        if not parts.netloc and parts.path.startswith("/"):
            return Path(unquote(parts.path))
    raise ValueError(f"must be clamd://HOST:PORT or clamd:/PATH/OF/SOCKET, and is {value!r}")


def broker(value: str) -> str:
    """The URL of a broker. What is said of a fault never quotes it: it may hold a password."""
    try:
        parts = urlsplit(value)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise ValueError(_NO_BROKER) from None
    if parts.scheme not in {"redis", "rediss"} or not host or port == 0:
        raise ValueError(_NO_BROKER)
    if not re.fullmatch(r"(?:/[0-9]{0,4})?", parts.path) or parts.fragment:
        raise ValueError("must have nothing behind the port but the number of a database")
    if not re.fullmatch(r"(?:ssl_ca_certs=[^&]+)?", parts.query):
        raise ValueError("takes no option but ssl_ca_certs=FILE, the CA of a private broker")
    for authority in parse_qs(parts.query).get("ssl_ca_certs", ()):
        _expect_authority(authority)
    return value


def _expect_authority(name: str) -> None:
    import ssl

    try:
        ssl.create_default_context(cafile=name)
    except OSError as error:
        said = f"names {name!r} by ssl_ca_certs, and no certificate can be read there"
        raise ValueError(f"{said}: {error.strerror}") from None


def origins(value: str) -> tuple[str, ...]:
    """Web origins, separated by commas."""
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


def secret_keys(value: str) -> tuple[str, ...]:
    """Secret keys, separated by commas."""
    keys = tuple(part.strip() for part in value.split(",") if part.strip())
    if not keys or any(len(key) < SHORTEST_SECRET for key in keys):
        raise ValueError(f"must be keys of at least {SHORTEST_SECRET} characters each")
    return keys


def yes_or_no(value: str) -> bool:
    """One of these words."""
    if value.lower() not in {"yes", "no"}:
        raise ValueError(f"must be yes or no, and is {value!r}")
    return value.lower() == "yes"


def one_of(*choices: str) -> Callable[[str], str]:
    """One of some words."""

    def read(value: str) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}, and is {value!r}")
        return value

    return read


def allowances(value: str) -> Mapping[str, Allowance]:
    """Rate limits: none, the usual, or changes to them."""
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
            f"must be `off`, or `default`, or limits such as `default,log-in=5/60` (calls/seconds,"
            f" 1 to 9999999 each) of {names}; {word!r} is none of these"
        )
    return Allowance(name=found[1], count=int(found[2]), per=timedelta(seconds=int(found[3])))
