"""A server to talk to, as a page's reader would have started it."""

import os
import re
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.docs.pages import examples

__all__ = ["DEFAULT", "hold_conversation", "served"]

DEFAULT: Final = "127.0.0.1:8000"
"""Where a reader's server listens."""

_LISTENS: Final = re.compile(r"listens on http://(\S+)")


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """Run a server on a free port over a new folder; yields its address."""
    program = "import sys; from phantom_app.cli import main; sys.argv[0] = 'phantom'; main()"
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--data-dir", str(folder)]
    command += options
    # A file, since what nobody reads would hold up a server that has filled a pipe.
    with (
        tempfile.NamedTemporaryFile() as log,
        subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, env={**os.environ}
        ) as server,
    ):
        try:
            yield _address(server, Path(log.name))
        finally:
            server.terminate()


def hold_conversation(page: Path, address: str, folder: Path) -> None:
    """Say what a page says to a server, by commands in a folder, and look at the answers."""
    _clicks(folder / "song.wav")
    script = "\n".join(examples(page, "bash")).replace(".venv/bin/python", sys.executable)
    spoken = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script.replace(DEFAULT, address)],  # noqa: S607
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert spoken.returncode == 0, spoken.stderr
    assert '"bpm":1' in spoken.stdout
    assert (folder / "waveform.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "beginning").stat().st_size == 1024


def _clicks(path: Path) -> None:
    """Eight seconds with a click each half second: 120 beats a minute."""
    beat = b"\x00\x60" * 400 + bytes(2 * (11_025 - 400))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(beat * 16)


def _address(server: "subprocess.Popen[bytes]", log: Path) -> str:
    while (found := _LISTENS.search(log.read_text())) is None:
        assert server.poll() is None, f"The server did not start: {log.read_text()}"
        time.sleep(0.02)
    return found[1]
