"""Programs in processes of their own, that can be killed at any moment and started again."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import anyio
import httpx

from tests.ports import kept_port

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("light_server.py")


class Program:
    """`phantom` with some command, on a data folder.

    Attributes:
        settings: what it is told by its environment.
    """

    def __init__(self, data_dir: Path, *arguments: str, **settings: str) -> None:
        self.data_dir = data_dir
        self.settings = settings
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None
        self._log = data_dir.parent / f"{arguments[0]}.log"

    @property
    def environment(self) -> dict[str, str]:
        """What it runs with."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PHANTOM_")
        }
        return environment | {
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
            "PHANTOM_DATA_DIR": str(self.data_dir),
            "PHANTOM_RATE_LIMITS": "off",
            "PHANTOM_LOG_LEVEL": "error",
            # Judges look at the whole log, some at a time when what they look for is old.
            "PHANTOM_RETENTION": "events=never",
            **self.settings,
        }

    def start(self) -> None:
        """Start it, and do not wait."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(PROGRAM), *self._arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> bool:
        """Kill it alone: nothing of it gets to do anything more. Answer whether it still ran."""
        if self._process is None or self._process.poll() is not None:
            return False
        self._process.kill()
        self._process.wait()
        return True

    def finish(self) -> None:
        """Start it, and wait until it has done what it does."""
        self.start()
        assert self._process is not None
        assert self._process.wait() == 0, self.log()

    @property
    def pid(self) -> int | None:
        """The number of its process, while there is one."""
        return self._process.pid if self.runs and self._process else None

    @property
    def runs(self) -> bool:
        """Whether it does."""
        return self._process is not None and self._process.poll() is None

    def log(self) -> str:
        """What it has said."""
        return self._log.read_text()[-4000:]


class Server(Program):
    """`phantom serve`; always at the same address."""

    def __init__(self, data_dir: Path, *arguments: str, **settings: str) -> None:
        port = kept_port()
        self.url = f"http://127.0.0.1:{port}"
        super().__init__(data_dir, "serve", "--port", str(port), *arguments, **settings)

    async def ready(self) -> None:
        """Wait until it answers."""
        async with httpx.AsyncClient(base_url=self.url, timeout=5) as client:
            while True:
                assert self.runs, self.log()
                with suppress(httpx.TransportError):
                    if (await client.get("/health/ready")).status_code == 200:
                        return
                await anyio.sleep(0.05)
