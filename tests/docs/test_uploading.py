"""What the page on large uploads has its readers type works, in a shell and in a browser."""

import json
import os
import shutil
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.architecture.sources import ROOT
from tests.docs.conversations import DEFAULT, served
from tests.docs.pages import examples, recording

PAGE: Final = ROOT / "docs" / "how-to" / "upload-large-files.md"
DRIVER: Final = """
import { openAsBlob } from "node:fs";
import { upload } from "./upload.mjs";

const token = process.argv[2];
const file = new File([await openAsBlob("night.wav")], "night.wav", { type: "audio/x-wav" });
let id;
const leave = (begun) => { id = begun; throw new Error("the page was closed"); };
await upload(file, token, { onBegun: leave }).catch(() => {});
console.log(JSON.stringify({ begun: id, file: await upload(file, token, { id }) }));
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server listens."""
    with served(tmp_path_factory.mktemp("served") / "data") as address:
        yield address


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a recording of two parts."""
    recording(tmp_path / "night.wav")
    return tmp_path


def program(language: str, server: str) -> str:
    return "\n".join(examples(PAGE, language)).replace(DEFAULT, server)


def said(command: list[str], desk: Path) -> str:
    spoken = subprocess.run(
        command, cwd=desk, capture_output=True, text=True, timeout=240, check=False
    )
    assert spoken.returncode == 0, spoken.stderr
    return spoken.stdout


def test_the_shell_sends_a_recording_resumes_it_and_is_answered_it(server: str, desk: Path) -> None:
    script = program("bash", server)
    answered = said(["bash", "-euo", "pipefail", "-c", script], desk)
    told = json.loads(answered[answered.rindex('{"id"') :])

    with wave.open(str(desk / "night.wav")) as file:
        lasts = 1000 * file.getnframes() // file.getframerate()
    plan = json.loads((desk / "plan.json").read_text())
    assert (told["id"], told["title"], told["durationMs"]) == (plan["id"], "Night", lasts)
    assert len(plan["parts"]) == len(json.loads((desk / "parts.json").read_text())["parts"]) == 2


def test_a_page_sends_a_recording_and_goes_on_after_it_was_closed(server: str, desk: Path) -> None:
    node = shutil.which("node")
    if node is None:
        if "CI" in os.environ:
            pytest.fail("There is no node here.")
        pytest.skip("there is no node here")
    (desk / "upload.mjs").write_text(program("javascript", server))
    (desk / "page.mjs").write_text(DRIVER)
    leo = {"email": "leo@example.org", "username": "leo", "password": "a long secret"}
    signed_in = httpx.post(f"http://{server}/api/auth/register", json=leo, timeout=60).json()
    told = json.loads(said([node, "page.mjs", signed_in["accessToken"]], desk))

    assert told["file"]["id"] == told["begun"]
    assert told["file"]["sizeBytes"] == (desk / "night.wav").stat().st_size
