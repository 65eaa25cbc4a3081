"""What a page says to a running server works, from top to bottom."""

import subprocess
import sys
import wave
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import ROOT
from tests.docs.conversations import DEFAULT, served
from tests.docs.pages import examples, pages

# A how-to page has a test of its own.
PAGES: Final = [page for page in pages() if examples(page, "bash") and page.parent.name != "how-to"]


def clicks(path: Path) -> None:
    """Eight seconds with a click each half second: 120 beats a minute."""
    beat = b"\x00\x60" * 400 + bytes(2 * (11_025 - 400))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(beat * 16)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_pages_conversation_with_a_server_works(page: Path, tmp_path: Path) -> None:
    clicks(tmp_path / "song.wav")
    with served(tmp_path / "data") as address:
        script = "\n".join(examples(page, "bash")).replace(".venv/bin/python", sys.executable)
        spoken = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script.replace(DEFAULT, address)],  # noqa: S607
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    assert spoken.returncode == 0, spoken.stderr
    assert '"bpm":1' in spoken.stdout
    assert (tmp_path / "waveform.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "beginning").stat().st_size == 1024
