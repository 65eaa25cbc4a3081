"""What fetches files goes on where it was interrupted, and has every byte once."""

import hashlib
import subprocess
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest

from tests.players.conftest import Served, program
from tests.proxy import proxy_before

_PATIENCE: Final = 240

_BROKEN: Final = {18, 56}
"""What curl exits with where an answer ends too early: it was partial, or the connection reset."""

COMMANDS: Final = {
    "curl": ["curl", "--silent", "--show-error", "--fail", "-C", "-", "-o", "{path}", "{url}"],
    "wget": ["wget", "--quiet", "--continue", "-O", "{path}", "{url}"],
    "aria2c": [
        *("aria2c", "--quiet", "--continue=true", "--allow-overwrite=false", "-x8", "-s8"),
        *("--min-split-size=1M", "--dir=/", "--out={path}", "{url}"),
    ],
}


def fetch(name: str, url: str, path: Path) -> None:
    """Have a program fetch a URL into a file, or fetch what the file still lacks."""
    command = [part.format(path=path, url=url) for part in COMMANDS[name]]
    subprocess.run([program(name), *command[1:]], check=True, timeout=_PATIENCE)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("there", [0, 1, 1_000_003], ids=["nothing", "a byte", "a part"])
def test_a_file_is_fetched_to_its_end(
    original: Served, tmp_path: Path, name: str, there: int
) -> None:
    path = tmp_path / "song.flac"
    if there:
        path.write_bytes(original.data[:there])
    fetch(name, original.url, path)

    assert hashlib.sha256(path.read_bytes()).hexdigest() == original.sha256


def test_what_is_there_whole_is_not_fetched_again(original: Served, tmp_path: Path) -> None:
    path = tmp_path / "song.flac"
    path.write_bytes(original.data)
    command = [program("wget"), "--continue", "--server-response", "-O", str(path), original.url]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_PATIENCE)

    assert "416" in said.stderr
    assert path.read_bytes() == original.data


def test_a_download_that_was_cut_off_is_gone_on_with(original: Served, tmp_path: Path) -> None:
    path = tmp_path / "song.flac"
    with proxy_before(("127.0.0.1", urlsplit(original.url).port or 80)) as network:
        network.lose_an_answer(after=1_000_000)
        by_it = ["--connect-to", f"::127.0.0.1:{network.port}"]
        part = [program("curl"), "--silent", *by_it, "-o", str(path), original.url]
        assert subprocess.run(part, check=False, timeout=_PATIENCE).returncode in _BROKEN
    assert 0 < path.stat().st_size < len(original.data)
    fetch("curl", original.url, path)

    assert hashlib.sha256(path.read_bytes()).hexdigest() == original.sha256
