"""The real clamd is asked as its port promises, with a signature of our own."""

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from phantom_adapters.contracts.blob_scanner import BlobScannerContract
from phantom_adapters.memory.scanner import EICAR
from phantom_adapters.scanning import ClamdScanner
from phantom_core.blobs import BlobScanner
from tests.players.conftest import program

_PATIENCE: Final = 120.0
_CONFIGURATION: Final = """\
Foreground yes
LocalSocket {folder}/clamd.ctl
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
StreamMaxLength 64M
MaxThreads 8
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The socket of a clamd that knows one signature: the test file's bytes, wherever they are."""
    clamd, folder = program("clamd"), tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    signature = f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n"
    (folder / "signatures" / "own.ndb").write_text(signature)
    configuration = folder / "clamd.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder))
    with subprocess.Popen([clamd, f"--config-file={configuration}"]) as process:
        try:
            _await(process, folder / "clamd.ctl")
            yield folder / "clamd.ctl"
        finally:
            process.kill()


class TestRealClamd(BlobScannerContract):
    adapters = (ClamdScanner,)

    @pytest.fixture
    def scanner(self, place: Path) -> BlobScanner:
        return ClamdScanner(place)


def _await(process: "subprocess.Popen[bytes]", place: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "clamd has ended"
        with socket.socket(socket.AF_UNIX) as line:
            if line.connect_ex(str(place)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("clamd does not answer")
