"""A server to talk to, as a page's reader would have started it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

__all__ = ["DEFAULT", "served"]

DEFAULT: Final = "127.0.0.1:8000"
"""Where a reader's server listens."""

_LISTENS: Final = re.compile(r"listens on http://(\S+)")


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """Run a server on a free port over a new folder; yields its address."""
    program = "import sys; from phantom_app.cli import main; sys.argv[0] = 'phantom'; main()"
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--data-dir", str(folder)]
    command += options
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ}
    ) as server:
        try:
            yield _address(server)
        finally:
            server.terminate()


def _address(server: "subprocess.Popen[str]") -> str:
    said = ""
    for line in server.stdout or ():
        said += line
        if found := _LISTENS.search(line):
            return found[1]
    raise AssertionError(f"The server did not start: {said}")
