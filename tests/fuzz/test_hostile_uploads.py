"""What means harm is refused by a rule with a name and leaves nothing, or is sound and harmless."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import anyio
import attrs
import httpx
import pytest

from tests.crash.server import Server
from tests.fuzz.hostile_corpus import NAMES, Hostile, bomb, corpus
from tests.unit.audio_analysis.recordings import encoded, noise

_PATIENCE: Final = 60.0
_RULES: Final = frozenset(
    {"not-audio", "not-decodable", "too-much-audio", "analysis-failed", "invalid"}
)


@attrs.frozen
class House:
    """A server, somebody who hands files in, and what the server keeps."""

    client: httpx.Client
    data_dir: Path

    def hand_in(self, data: bytes, name: str = "song.wav") -> httpx.Response:
        return self.client.post("/api/audio", files={"file": (name, data)})

    def known(self) -> set[str]:
        """The recordings that are listed."""
        answer = self.client.get("/api/audio", params={"limit": 200})
        return {item["id"] for item in answer.json()["items"]}

    def kept(self) -> set[str]:
        """The blobs that are there, once what is to go has gone."""
        until = time.monotonic() + _PATIENCE
        while self._leaving() and time.monotonic() < until:
            time.sleep(0.1)
        folder = self.data_dir / "blobs"
        files = (path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder).parent) for path in files}

    def _leaving(self) -> int:
        with sqlite3.connect(self.data_dir / "phantom.db") as database:
            query = "SELECT count(*) FROM blob_ledger WHERE state <> 'kept'"
            return int(database.execute(query).fetchone()[0])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data_dir = tmp_path_factory.mktemp("hostile") / "data"
    server = Server(data_dir, PHANTOM_TEST_EAR="real")
    server.start()
    anyio.run(server.ready)
    with httpx.Client(base_url=server.url, timeout=_PATIENCE) as client:
        person = {"email": "eve@example.org", "username": "eve", "password": "long enough, this"}
        answer = client.post("/api/auth/register", json=person).raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
        yield House(client, data_dir)
    server.kill()


def expect_harmless(house: House, answer: httpx.Response) -> None:
    """What was taken is told to be what its bytes are, and is served as nothing else."""
    link = house.client.get(f"/api/audio/{answer.json()['id']}/stream").json()
    served = httpx.get(link["url"], timeout=_PATIENCE)

    assert served.headers["content-type"] == f"audio/{_TOLD[answer.json()['format']]}"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in served.headers["content-security-policy"]
    assert "x-injected" not in served.headers


_TOLD: Final = {"wav": "wav", "mp3": "mpeg", "flac": "flac", "ogg": "ogg"}


def judge(house: House, hostile: Hostile) -> bool:
    """Whether a file was taken; either way by the rules."""
    answer = house.hand_in(hostile.data)
    if answer.status_code == 201:
        expect_harmless(house, answer)
        return True
    rule = answer.json()["type"].removeprefix("urn:phantom:")
    assert answer.status_code in {400, 413, 415}, (hostile.wrong, answer.text)
    assert rule in _RULES, (hostile.wrong, rule)
    return False


def test_what_is_refused_leaves_nothing(house: House) -> None:
    known, kept = house.known(), house.kept()
    taken = [hostile.wrong for hostile in corpus() if judge(house, hostile)]

    assert len(house.known() - known) == len(taken)
    assert len(house.kept() - kept) == len(taken)
    assert not {"a page", "a drawing", "a playlist", "a zip", "a program"} & {*taken}
    assert not [wrong for wrong in taken if " behind a " in wrong]


def test_a_day_of_silence_is_too_much(house: House) -> None:
    before = house.kept()
    data = bomb(24)
    answer = house.hand_in(data, "silence.flac")

    assert len(data) < 4_000_000
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:phantom:too-much-audio"
    assert house.kept() == before


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_hostile_name_is_made_harmless_or_refused(house: House, name: str) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="'
        + name.replace("\r\n", "%0D%0A").replace('"', "%22").encode()
        + b'"\r\n\r\n'
        + encoded(noise(0.2))
        + b"\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = house.client.post("/api/audio", content=body, headers=headers)

    assert answer.status_code in {201, 400}, answer.text
    if answer.status_code == 201:
        expect_harmless(house, answer)
        told = answer.json()["originalFileName"]
        assert not set(told) & set('\r\n\0/\\"<>\u202e')
        assert len(told.encode()) <= 255
        assert not told.startswith(".")
