"""Misconfigurations to plant, each in an installation that is as it should be."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

import attrs
import psycopg
import pytest

from phantom_adapters.clock import wall_clock
from phantom_adapters.sql import migrate
from phantom_app.doctor import Finding, Level, Patient, examine, read_what_is_right
from phantom_app.doctor.folders import file_system_of

__all__ = ["LONG", "PLANTED", "Place", "sets"]

LONG: Final = "Vq2-9sJxN0cTgR7wLhZyKpE4mBdUfA8iO1tG6eQ3"


@attrs.define
class Place:
    """An installation that is as it should be, to be spoilt.

    Attributes:
        data_dir: its folder.
        environment: its settings.
        request: what a plant may ask of the tests.
    """

    data_dir: Path
    environment: dict[str, str]
    request: pytest.FixtureRequest
    ahead: timedelta = timedelta()

    @property
    def rows(self) -> sqlite3.Connection:
        """Its database."""
        return sqlite3.connect(self.data_dir / "phantom.db", isolation_level=None)

    async def findings(self) -> list[Finding]:
        """What is found."""
        settings, wrong = read_what_is_right(self.environment, data_dir=str(self.data_dir))

        def clock() -> datetime:
            return wall_clock() + self.ahead

        return [*wrong, *await examine(Patient(settings=settings, clock=clock, open_files=65536))]


def sets(**settings: str) -> Callable[[Place], None]:
    """Choose settings."""
    variables = {f"PHANTOM_{name.upper()}": value for name, value in settings.items()}
    return lambda place: place.environment.update(variables)


PUBLIC = {"public_url": "https://music.example"}


def no_folder(place: Place) -> None:
    place.data_dir = place.data_dir.parent / "file"
    place.data_dir.write_text("")


def read_only(place: Place) -> None:
    """A folder in which not even root may make a file."""
    place.data_dir = Path("/proc/self")


def in_memory(place: Place) -> None:
    if file_system_of(Path("/dev/shm")) != "tmpfs":  # noqa: S108 - it is in memory, which is meant
        pytest.skip("There is no file system in memory here.")
    folder = Path("/dev/shm") / f"phantom-{place.data_dir.parent.name}"  # noqa: S108
    folder.mkdir(mode=0o700)
    place.request.addfinalizer(folder.rmdir)
    place.environment["PHANTOM_DATABASE_URL"] = f"sqlite:///{folder / 'none.db'}"


def behind(place: Place) -> None:
    with closing(place.rows) as rows:
        rows.execute("UPDATE alembic_version SET version_num = '0008_jobs_in_order'")


def newer(place: Place) -> None:
    with closing(place.rows) as rows:
        rows.execute("UPDATE alembic_version SET version_num = '9999_later'")


def damaged(place: Place) -> None:
    with closing(place.rows) as rows:
        rows.execute("PRAGMA journal_mode = DELETE")
        rows.execute("CREATE TABLE spoilt (a)")
        rows.executemany("INSERT INTO spoilt VALUES (?)", [("x" * 900,)] * 50)
        ((page,),) = rows.execute("SELECT rootpage FROM sqlite_master WHERE name = 'spoilt'")
    with (place.data_dir / "phantom.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


def nobody_works(ago: timedelta, state: str = "waiting") -> Callable[[Place], None]:
    def plant(place: Place) -> None:
        at = int((wall_clock() - ago).timestamp() * 1000)
        due = at if state == "waiting" else None
        job = (bytes(16), "a/1", "{}", at, at, state, 0, 0, "", "", due)
        with closing(place.rows) as rows:
            rows.execute(
                "INSERT INTO jobs (id, form, deferred, run_at, created_at, state, attempts, begun,"
                " owner, error, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                job,
            )

    return plant


def clock_off(by: timedelta) -> Callable[[Place], None]:
    def plant(place: Place) -> None:
        url: str = place.request.getfixturevalue("postgres_url")
        migrate(url)
        place.environment["PHANTOM_DATABASE_URL"] = url
        place.ahead = by

    return plant


def keeps_nothing(place: Place) -> None:
    """A database that acknowledges before it has written."""
    url: str = place.request.getfixturevalue("postgres_url")
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off',"
            " current_database()); END $$"
        )
    place.environment["PHANTOM_DATABASE_URL"] = url


def no_tables(place: Place) -> None:
    url: str = place.request.getfixturevalue("postgres_url")
    place.environment["PHANTOM_DATABASE_URL"] = url


def readable(name: str) -> Callable[[Place], None]:
    def plant(place: Place) -> None:
        file = place.data_dir / name
        file.touch()
        file.write_bytes(file.read_bytes() or LONG.encode())
        file.chmod(0o644)

    return plant


def short_key(place: Place) -> None:
    (place.data_dir / "secret.key").write_text("short")
    (place.data_dir / "secret.key").chmod(0o600)


def another_signs(place: Place) -> None:
    sets(secret_key=LONG)(place)
    with closing(place.rows) as rows:
        rows.execute("INSERT INTO meta VALUES ('signer', '0123abcd')")


def no_bucket(place: Place) -> None:
    """A server of buckets that has another."""

    class Server(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    place.request.addfinalizer(server.server_close)
    place.request.addfinalizer(server.shutdown)
    sets(
        blob_url="s3://anothers",
        s3_endpoint=f"http://127.0.0.1:{server.server_port}",
        s3_access_key="key",
        s3_secret_key=LONG,
    )(place)


def blobs_are_a_file(place: Place) -> None:
    file = place.data_dir.parent / "file"
    file.write_text("")
    place.environment["PHANTOM_BLOB_URL"] = str(file)


def no_ffmpeg(place: Place) -> None:
    patch: pytest.MonkeyPatch = place.request.getfixturevalue("monkeypatch")
    patch.setenv("PATH", str(place.data_dir))


F, W = Level.FAILURE, Level.WARNING
PLANTED: Final[Mapping[str, tuple[Callable[[Place], Any], str, Level, str, str]]] = {
    "an unknown setting": (
        sets(databse_url="x"), "settings", F, "DATABSE_URL: there is no such", "settings.md",
    ),
    "a setting of no use": (
        sets(access_ttl="soon"), "settings", F, "PHANTOM_ACCESS_TTL: must be", "Mend or unset it",
    ),
    "a setting without its pair": (
        sets(turn_urls="turn:a.example"), "settings", F, "SECRET: must be set", "Mend or unset",
    ),
    "origins of anybody": (
        sets(allowed_origins="*"), "settings", F, "PHANTOM_ALLOWED_ORIGINS", "origins of your own",
    ),
    "an origin in the clear": (
        sets(allowed_origins="http://a.example"), "origins", W, "http://a.example", "over https",
    ),
    "a default secret": (
        sets(secret_key="change-me-change-me-change-me-change-me"),
        "secrets", F, "PHANTOM_SECRET_KEY is a word", "token_urlsafe",
    ),
    "a secret of one letter": (sets(secret_key="a" * 40), "secrets", F, "SECRET_KEY", "Make one"),
    "the secret of our own pages": (
        sets(secret_key="the-same-32-characters-or-more-everywhere"),
        "secrets", F, "PHANTOM_SECRET_KEY is a word or an example", "Make one",
    ),
    "a default password in public": (
        sets(**PUBLIC, secret_key=LONG, database_url="postgresql://u:postgres@127.0.0.1:1/x"),
        "secrets", F, "The password in PHANTOM_DATABASE_URL", "Give it another",
    ),
    "a key for each machine": (
        sets(**PUBLIC, database_url=f"postgresql://u:{LONG}@127.0.0.1:1/x"),
        "secrets", W, "each machine makes a key", "Set the same for all",
    ),
    "a short key in its file": (short_key, "secrets", F, "secret.key holds fewer", "delete it"),
    "a key that other servers do not have": (
        another_signs, "signer", W, "a key that is none of ours", "the same value everywhere",
    ),
    "a key that others read": (
        readable("secret.key"), "permissions", F, r"secret\.key can be read by other", "chmod 600",
    ),
    "a database that others read": (
        readable("phantom.db"), "permissions", F, r"phantom\.db can be read", "chmod 600",
    ),
    "a folder that others enter": (
        lambda place: place.data_dir.chmod(0o755), "data-folder", W, "open to other users", "chmod",
    ),
    "a file for a folder": (no_folder, "data-folder", F, "is no folder", "PHANTOM_DATA_DIR"),
    "a folder that takes nothing": (
        read_only, "data-folder", F, "cannot be written to", "chown -R",
    ),
    "a folder that is not there": (
        lambda place: place.data_dir.rename(place.data_dir.with_name("x")),
        "data-folder", W, "is not there yet", "--data-dir names another",
    ),
    "a database in memory": (in_memory, "file-system", F, "is in memory", "Put it on a disk"),
    "a schema behind": (behind, "schema", F, "0008_jobs_in_order", "phantom migrate"),
    "a schema ahead": (newer, "schema", F, "9999_later", "Run the version that migrated it"),
    "no schema": (no_tables, "schema", F, "has no tables yet", "phantom migrate"),
    "a damaged database": (damaged, "database", F, "is damaged", "restore the latest backup"),
    "a database that is away": (
        sets(database_url="postgresql://u@127.0.0.1:1/x"),
        "database", F, "does not answer", "See whether it runs",
    ),
    "a database of no kind": (
        sets(database_url="sqlite:"), "database", F, "A SQLite URL is", "PHANTOM_DATABASE_URL",
    ),
    "a clock that is fast": (
        clock_off(timedelta(minutes=10)), "clock", F, "600 seconds apart|599 seconds", "NTP",
    ),
    "a clock that is slow": (clock_off(timedelta(seconds=-9)), "clock", W, "seconds apart", "NTP"),
    "a database that keeps nothing": (
        keeps_nothing, "durability", W, "synchronous_commit=off", "Set synchronous_commit to on",
    ),
    "nobody works": (
        nobody_works(timedelta(hours=3)), "workers", F, "1 job waits, .*180 min", "phantom worker",
    ),
    "work is late": (
        nobody_works(timedelta(minutes=20)), "workers", W, "20 minutes", "phantom worker",
    ),
    "work was given up": (
        nobody_works(timedelta(minutes=1), "dead"), "jobs", W, "1 job was given up",
        "`phantom jobs list --state dead` says which, and why; `phantom jobs retry ID...`",
    ),
    "a bucket that is not there": (no_bucket, "files", F, "anothers", "Name a place that is there"),
    "a bucket that is away": (
        sets(
            blob_url="s3://bucket",
            s3_endpoint="http://127.0.0.1:1",
            s3_access_key="key",
            s3_secret_key=LONG,
        ),
        "files", F, "does not answer", "PHANTOM_S3_ENDPOINT",
    ),
    "a folder of files that is mistyped": (
        sets(blob_url="/nowhere/tpyo"), "files", W, "/nowhere/tpyo, .* not there yet", "BLOB_URL",
    ),
    "no folder of files": (
        lambda place: (place.data_dir / "blobs").rename(place.data_dir / "x"),
        "files", W, "is not there yet", "phantom serve",
    ),
    "a file for the files": (blobs_are_a_file, "files", F, "does not work", "PHANTOM_BLOB_URL"),
    "a folder of one's own beside others": (
        sets(
            broker_url="redis://127.0.0.1:1", database_url=f"postgresql://u:{LONG}@127.0.0.1:1/x"
        ),
        "files", W, "does not find them", "mount that folder",
    ),
    "mails for nobody": (
        sets(**PUBLIC), "mail", W, "written to a folder", "Set it to your mail server",
    ),
    "a mail server that is away": (
        sets(smtp_url="smtp://127.0.0.1:1"), "mail", F, "does not let us in", "PHANTOM_SMTP_URL",
    ),
    "mails from nowhere": (
        sets(smtp_url="smtp://127.0.0.1:1"), "mail", W, "phantom@localhost", "PHANTOM_MAIL_FROM",
    ),
    "a scanner that is away": (
        sets(scanner_url="clamd://127.0.0.1:1"), "scanner", F, "does not answer", "Start clamd",
    ),
    "no ffmpeg": (no_ffmpeg, "ffmpeg", W, "no ffmpeg here", "PHANTOM_RENDITIONS=off"),
    "no limits": (
        sets(**PUBLIC, rate_limits="off"), "limits", W, "passwords can be guessed", "Unset it",
    ),
    "figures for everybody": (
        sets(**PUBLIC, metrics="open"), "metrics", W, "lets everybody read", "Set it to local",
    ),
    "every proxy": (
        sets(trusted_proxies="*"), "proxies", W, "believes everybody", "addresses of your proxies",
    ),
    "no tls": (
        sets(public_url="http://music.example"), "tls", W, "PUBLIC_URL is no https", "proxy",
    ),
}  # fmt: skip
"""By name: how it is planted, which check finds it, at what level, and what is said and advised."""
