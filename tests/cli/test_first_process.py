"""A command that is the first process of a container is told to end, and does."""

import shutil
import subprocess
import sys
from typing import Final

import psutil
import pytest

from tests.cli.program import environment

ALONE: Final = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child")
STARTING: Final = """
import signal
from phantom_app.cli import main
main(["jobs", "--help"], standalone_mode=False)
print("starting", flush=True)
signal.pause()
"""


def _namespaces() -> bool:
    """Whether there may be a first process beside that of the machine."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


def test_sigterm_ends_it_before_anything_else_is_to_be_done_about_it() -> None:
    if not _namespaces():
        pytest.skip("no namespaces of processes may be made here")
    command = [*ALONE, sys.executable, "-c", STARTING]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, text=True
    ) as container:
        try:
            assert container.stdout is not None
            while container.stdout.readline() != "starting\n":
                assert container.poll() is None
            (first,) = psutil.Process(container.pid).children()
            first.terminate()
            code = container.wait(timeout=60)
        finally:
            container.kill()

    assert code == 143
