"""A server in a process of its own, that can be killed at any moment and started again."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import anyio
import httpx

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("light_server.py")


class Server:
    """`phantom serve` on a data folder; always at the same address."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._log = data_dir.parent / "server.log"

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, and do not wait."""
        command = [sys.executable, str(PROGRAM), "serve", "--port", str(self._port)]
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PHANTOM_")
        }
        environment |= {
            "PYTHONPATH": f"{ROOT / 'src'}",
            "PHANTOM_DATA_DIR": str(self.data_dir),
            "PHANTOM_RATE_LIMITS": "off",
            "PHANTOM_LOG_LEVEL": "error",
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    async def ready(self) -> None:
        """Wait until it answers."""
        async with httpx.AsyncClient(base_url=self.url, timeout=5) as client:
            while True:
                assert self._process is not None
                assert self._process.poll() is None, self.log()
                try:
                    if (await client.get("/health/ready")).status_code == 200:
                        return
                except httpx.TransportError:
                    await anyio.sleep(0.02)

    def kill(self) -> None:
        """Kill it with all its children: nothing of it gets to say or do anything more."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def log(self) -> str:
        """What it has said."""
        return self._log.read_text()[-4000:]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
