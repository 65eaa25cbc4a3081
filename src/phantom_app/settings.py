"""What operators choose: one table of environment variables, each with a default that works.

`Settings` is that table. Its fields say how they are read and what they mean; the reference page
is made from it, and a test holds the page to it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, cast

import attrs

from phantom_app import setting_values as values
from phantom_app.browser_settings import BrowserSettings
from phantom_app.setting_fields import setting
from phantom_core.calls import IceSettings
from phantom_core.kernel import ByteCount
from phantom_core.limits import Allowance

__all__ = [
    "PREFIX",
    "BadSetting",
    "Settings",
    "read_settings",
    "table",
]

PREFIX: Final = "PHANTOM_"
"""How the name of every setting begins."""

_INJECTED: Final = ("SERVICE_", "PORT")
_TESTS: Final = "TEST_"


class BadSetting(Exception):
    """An environment variable, or a file that stands for one, has a value that cannot be used."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


@attrs.frozen(kw_only=True)
class Settings(BrowserSettings):
    """Every choice that operators have. A field is read from `PHANTOM_` and its name."""

    data_dir: Path = setting(
        "phantom-data", values.path, "The folder that holds whatever is not kept elsewhere."
    )
    database_url: str | None = setting(
        "",
        values.database_place,
        "Where things are stored: `sqlite:///FILE` or `postgresql://USER@HOST/NAME`; "
        "`phantom.db` in the data folder if unset.",
        shown=False,
    )
    blob_url: str | None = setting(
        "",
        values.blob_place,
        "Where files are kept: a folder, or a bucket: `s3://BUCKET` or `s3://BUCKET/PREFIX`; "
        "`blobs` in the data folder if unset.",
    )
    s3_endpoint: str | None = setting(
        "",
        values.site,
        "Where the server of the bucket is, such as `https://s3.example`; AWS's own if unset.",
    )
    s3_public_url: str | None = setting(
        "", values.site, "The same server as clients reach it, if they know it by another address."
    )
    s3_region: str | None = setting(
        "",
        values.credential,
        "The region of the bucket; as AWS's usual variables and files have it, "
        "or `us-east-1`, if unset.",
    )
    s3_access_key: str | None = setting(
        "",
        values.credential,
        "Who Phantom is to that server; AWS's usual variables, files and roles are asked if unset.",
    )
    s3_secret_key: str | None = setting("", values.credential, "What proves it.", shown=False)
    s3_checksums: str = setting(
        "auto",
        values.one_of("auto", "when_required", "when_supported"),
        "Whether requests carry checksums beyond MD5: only where they must (`when_required`), "
        "wherever they may (`when_supported`), or `auto`: the second with AWS alone.",
    )
    cdn_url: str | None = setting(
        "",
        values.site,
        "The address of a CDN that stands before the files, if any; their URLs then begin with it.",
    )
    accel_prefix: str | None = setting(
        "",
        values.prefix,
        "Where an nginx in front has the folder of files as an internal location, such as "
        "`/_blobs`: it then sends the bytes that Phantom permits; Phantom sends them if unset.",
    )
    scanner_url: tuple[str, int] | Path | None = setting(
        "",
        values.scanner,
        "The malware scanner that looks at every file that comes in, `clamd://HOST:PORT` or "
        "`clamd:/PATH/OF/SOCKET`; nothing does if unset. While it is away, no file is taken.",
    )
    public_url: str | None = setting(
        "",
        values.site,
        "The URL by which clients reach this server. If unset, signed URLs name the host that each "
        "request was sent to, and mailed links the one where the server listens.",
    )
    app_url: str | None = setting(
        "",
        values.site,
        "Where mailed links lead: to its pages `/verify` and `/reset`; "
        "to those of this server itself if unset.",
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
    verification_ttl: timedelta = setting(
        "86400", values.seconds, "Seconds that a mailed link lives that proves an address."
    )
    reset_ttl: timedelta = setting(
        "3600",
        values.seconds,
        "Seconds that a mailed link lives by which to choose a new password.",
    )
    verified_only: bool = setting(
        "no", values.yes_or_no, "Whether people must prove their address before they log in again."
    )
    url_ttl: timedelta = setting("300", values.seconds, "Seconds that a signed URL lives.")
    allowances: Mapping[str, Allowance] = setting(
        "default",
        values.allowances,
        "`off`, `default`, or changes to it: `default,log-in=5/60` allows five log-ins a minute.",
    )
    sweep_grace: timedelta = setting(
        "259200",
        values.seconds,
        "Seconds after which a stored file that nothing names counts as a stray; more than any "
        "upload or signed URL lives, and than the clocks of store and database differ.",
    )
    quarantine: timedelta = setting(
        "1209600", values.seconds, "Seconds that a stray is left where it is before it is deleted."
    )
    upload_limit: ByteCount = setting(
        "1GiB", values.byte_count, "The largest file that may be uploaded in one piece."
    )
    large_upload_limit: ByteCount = setting(
        "4GiB", values.byte_count, "The largest file that may be uploaded in parts."
    )
    storage_quota: ByteCount = setting(
        "100GiB", values.byte_count, "How much one person may keep, what is on its way included."
    )
    pending_quota: ByteCount = setting(
        "16GiB", values.byte_count, "How much one person may have on its way at once."
    )
    uploads_at_once: int = setting(
        "100", values.count, "How many uploads one person may have open at once."
    )
    upload_ttl: timedelta = setting(
        "86400", values.seconds, "Seconds that an upload stays open since its plan was asked for."
    )
    upload_url_ttl: timedelta = setting(
        "3600", values.seconds, "Seconds that the URL of a part lives."
    )
    image_limit: ByteCount = setting(
        "20MiB",
        values.byte_count,
        "The largest image that may be uploaded; several at once may be five times as large.",
    )
    midi_limit: ByteCount = setting(
        "4MiB", values.byte_count, "The largest file of MIDI that may be imported."
    )
    import_limit: ByteCount = setting(
        "4GiB", values.byte_count, "The largest project that may be imported, packed or not."
    )
    body_limit: ByteCount = setting(
        "1MiB",
        values.byte_count_from(16 * 2**10),
        "The largest body of any other request; 16 KiB at the least.",
    )
    body_timeout: timedelta = setting(
        "30", values.seconds, "Seconds that the next piece of a body is waited for."
    )
    sockets_per_person: int = setting(
        "20",
        values.count,
        "How many connections to the socket one person may hold, in all processes together; in "
        "each process, while no broker connects them.",
    )
    auth_within: timedelta = setting(
        "5", values.seconds, "Seconds that a new connection to the socket has to show a token."
    )
    renew_within: timedelta = setting(
        "30", values.seconds, "Seconds that it has to show a fresh one when its token has run out."
    )
    outbox_limit: ByteCount = setting(
        "512KiB",
        values.byte_count_from(64 * 2**10),
        "How much may wait for a slow reader before it loses a topic; 64 KiB at the least.",
    )
    outbox_patience: timedelta = setting(
        "3",
        values.seconds,
        "Seconds that a reader may take nothing before its connection is closed.",
    )
    secret_key: tuple[str, ...] | None = setting(
        "",
        values.secret_keys,
        "Keys of 32 characters or more, separated by commas: the first signs, all are accepted. "
        "Examples, and keys of fewer than 8 different characters, are refused by `serve`. "
        "Made at the first start and kept in the data folder if unset.",
        shown=False,
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
    spotify_client_id: str | None = setting(
        "",
        values.credential,
        "Who Phantom is to a Spotify-compatible music service; none if unset.",
    )
    spotify_client_secret: str | None = setting(
        "", values.credential, "What proves it, by client credentials.", shown=False
    )
    spotify_url: str = setting(
        "https://api.spotify.com/v1", values.secret_site, "Where that service's Web API begins."
    )
    spotify_token_url: str = setting(
        "https://accounts.spotify.com/api/token",
        values.secret_site,
        "Where it gives out access tokens.",
    )
    ai_url: str | None = setting(
        "",
        values.secret_site,
        "Where the API of an OpenAI-compatible service begins that composes: "
        "`https://HOST/v1`. What is built in composes if unset, and where the service fails.",
    )
    ai_model: str | None = setting("", values.text, "Which of that service's models composes.")
    ai_key: str | None = setting(
        "", values.credential, "What proves who we are to that service, if it asks.", shown=False
    )
    ai_timeout: timedelta = setting(
        "30", values.seconds, "Seconds that one try to have that service compose may take."
    )
    renditions: str = setting(
        "opus",
        values.one_of("opus", "mp3", "off"),
        "What is made of WAV and FLAC for listening over the network, by workers that have "
        "`ffmpeg`: `opus`, which is the smallest, `mp3`, which everything plays, or nothing "
        "(`off`).",
    )
    rendition_bitrate: int = setting(
        "128000", values.bitrate, "Bits a second of what is made, from 32000 to 320000."
    )
    workers: int = setting(
        "1",
        values.count,
        "How many recordings one worker process analyses at a time; nothing else waits for it.",
    )
    stun_urls: tuple[str, ...] | None = setting(
        "",
        values.ice_urls("stun", "stuns"),
        "STUN servers for calls, separated by commas: `stun:HOST:PORT`.",
    )
    turn_urls: tuple[str, ...] | None = setting(
        "",
        values.ice_urls("turn", "turns"),
        "TURN servers for calls, separated by commas: `turn:HOST:PORT?transport=udp`.",
    )
    turn_secret: str | None = setting(
        "",
        values.text,
        "What the TURN servers share with Phantom (coturn: `static-auth-secret`); each caller is "
        "given credentials of their own.",
        shown=False,
    )
    turn_ttl: timedelta = setting(
        "3600", values.seconds, "Seconds that a caller's credentials for TURN are good."
    )
    metrics: str = setting(
        "local",
        values.one_of("off", "local", "open"),
        "Who may read `/metrics`: nobody (`off`), callers on this machine (`local`), or everybody "
        "(`open`).",
    )
    trusted_proxies: str = setting(
        "127.0.0.1",
        values.proxies,
        "Addresses and networks of proxies, separated by commas, whose `X-Forwarded-For` and "
        "`X-Forwarded-Proto` are believed; `*` believes everybody.",
    )
    log_level: str = setting(
        "info",
        values.one_of("debug", "info", "warning", "error"),
        "The least that is logged: `debug`, `info`, `warning` or `error`.",
    )
    log_format: str = setting(
        "auto",
        values.one_of("auto", "console", "json"),
        "How: for people (`console`), for programs (`json`), or `auto`: the first on a terminal.",
    )

    @property
    def ice(self) -> IceSettings:
        """Which servers help callers to find each other."""
        return IceSettings(
            stun_urls=self.stun_urls or (),
            turn_urls=self.turn_urls or (),
            turn_secret=self.turn_secret,
            turn_life=self.turn_ttl,
        )

    @property
    def storage_kind(self) -> str:
        """What kind of database it is, for people."""
        return "PostgreSQL" if self.shares_store else "SQLite"

    @property
    def shares_store(self) -> bool:
        """Whether other servers may work on the same database."""
        return (self.database_url or "").startswith("postgres")


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
    if values.get("turn_urls") and not values.get("turn_secret"):
        raise BadSetting("PHANTOM_TURN_SECRET", "must be set where PHANTOM_TURN_URLS is")
    settings = Settings(**values)
    if settings.idle_ttl is not None and settings.idle_ttl <= settings.access_ttl:
        raise BadSetting("PHANTOM_IDLE_TTL", "must be more than PHANTOM_ACCESS_TTL")
    if settings.standby_url is not None and not settings.shares_store:
        needed = "PHANTOM_DATABASE_URL=postgresql://USER@HOST/NAME; SQLite has no standby"
        raise BadSetting("PHANTOM_STANDBY_URL", f"takes {needed}")
    return settings


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
    """Name, default and meaning of every setting, for the reference; inherited ones come last."""
    fields: tuple[Any, ...] = attrs.fields(Settings)
    for field in sorted(fields, key=lambda field: bool(field.inherited)):
        yield _variable(field), field.metadata["default"], field.metadata["meaning"]
