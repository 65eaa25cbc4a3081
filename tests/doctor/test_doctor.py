"""Each misconfiguration that is planted is found, by its check, with what to do about it."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import Connection

from phantom_app.doctor import Finding, Level, as_json, as_text
from phantom_app.doctor.database import durability
from phantom_app.doctor.folders import file_system_of, open_files, room
from phantom_app.doctor.services import broker
from tests.contracts.smtp_server import smtp_server
from tests.doctor.plants import LONG, PLANTED, Place, sets
from tests.valkey_server import valkey

F, W = Level.FAILURE, Level.WARNING


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path, request: pytest.FixtureRequest) -> Place:
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o700)
    (data_dir / "blobs").mkdir()
    database = data_dir / "phantom.db"
    database.write_bytes(sqlite_template.read_bytes())
    database.chmod(0o600)
    return Place(data_dir, {}, request)


@pytest.mark.parametrize(
    ("plant", "check", "level", "said", "advice"), [*PLANTED.values()], ids=[*PLANTED]
)
async def test_what_is_planted_is_found_with_what_to_do(
    place: Place,
    plant: Callable[[Place], None],
    check: str,
    level: Level,
    said: str,
    advice: str,
) -> None:
    before = await place.findings()
    plant(place)
    after = await place.findings()

    def found(findings: list[Finding]) -> list[Finding]:
        return [
            each
            for each in findings
            if (each.check, each.level) == (check, level) and re.search(said, each.said)
        ]

    assert found(before) == []
    assert len(found(after)) == 1, after
    assert advice in found(after)[0].advice
    assert all(each.advice for each in after if each.level is not Level.OK)
    assert not any(LONG in each.said + each.advice for each in after)


async def test_an_installation_that_is_as_it_should_be_is_told_so(place: Place) -> None:
    found = {finding.check: finding for finding in await place.findings()}

    assert [each for each in found.values() if each.level is F] == []
    assert {"database", "files", "data-folder", "workers", "disk-space"} <= found.keys()
    assert found["files"].said == "Files can be written, read and deleted."
    assert [each for each in (place.data_dir / "blobs").rglob("doctor-*") if each.is_file()] == []


async def test_a_folder_of_files_that_is_not_there_is_not_made(
    place: Place, tmp_path: Path
) -> None:
    place.environment["PHANTOM_BLOB_URL"] = str(tmp_path / "tpyo")
    found = [each for each in await place.findings() if each.check == "files"]

    assert [each.level for each in found] == [W]
    assert not (tmp_path / "tpyo").exists()


def test_what_there_is_one_of_is_told_so() -> None:
    one = [Finding.fail("a", "A.", "Do."), Finding.warn("b", "B.", "Do."), Finding.fine("c", "C.")]

    assert as_text(one).endswith("1 failure, 1 warning, 1 is as it should be.")
    assert as_text([]).endswith("0 failures, 0 warnings, 0 are as they should be.")


async def test_a_mail_server_that_lets_us_in_is_told_so_and_gets_no_mail(place: Place) -> None:
    with smtp_server() as server:
        sets(
            smtp_url=f"smtp://phantom:s3cret@127.0.0.1:{server.server_address[1]}",
            mail_from="music@music.example",
        )(place)
        good = [each.level for each in await place.findings() if each.check == "mail"]
        sets(smtp_url=f"smtp://phantom:wrong@127.0.0.1:{server.server_address[1]}")(place)
        bad = [each.level for each in await place.findings() if each.check == "mail"]

    assert (good, bad) == ([Level.OK], [F])
    assert server.delivered == []


async def told_of_broker(url: str) -> tuple[Level, str]:
    (finding,) = [each async for each in broker(url)]
    return finding.level, finding.said + finding.advice


@pytest.fixture(scope="module")
def guarded() -> Iterator[int]:
    with valkey(LONG) as server:
        yield server.port


async def test_a_broker_that_asks_for_our_password_is_fine(guarded: int) -> None:
    assert (await told_of_broker(f"redis://:{LONG}@127.0.0.1:{guarded}/1"))[0] is Level.OK


async def test_a_broker_with_another_password_is_told(guarded: int) -> None:
    for url in (f"redis://:other@127.0.0.1:{guarded}", f"redis://127.0.0.1:{guarded}"):
        level, said = await told_of_broker(url)
        assert level is F
        assert "PHANTOM_BROKER_URL: the broker does not let us in" in said
        assert LONG not in said


async def test_a_broker_that_lets_anybody_in_is_told() -> None:
    with valkey("") as server:
        level, said = await told_of_broker(f"redis://127.0.0.1:{server.port}")
    assert level is F
    assert "without a password" in said
    assert "requirepass" in said


async def test_what_speaks_to_a_broker_is_told_where_it_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "redis.asyncio", None)
    level, said = await told_of_broker("redis://127.0.0.1:1")

    assert level is F
    assert "pip install 'phantom[redis]'" in said


async def test_a_broker_that_is_away_is_told() -> None:
    level, said = await told_of_broker("redis://127.0.0.1:1")
    assert level is F
    assert "does not answer" in said


def test_room_and_open_files_are_told_by_how_few_there_are() -> None:
    gib = 2**30
    levels = [room(Path("x"), free, 100 * gib).level for free in (50 * gib, gib, gib // 10)]

    assert levels == [Level.OK, W, F]
    assert [open_files(limit).level for limit in (65536, 1024, 128)] == [Level.OK, W, F]


def test_what_a_database_does_not_keep_is_told_by_name() -> None:
    class Told:
        dialect = SimpleNamespace(name="postgresql")
        rollback = staticmethod(lambda: None)

        def execute(self, asked: object) -> Any:
            answer = {"SHOW fsync": "off", "SHOW full_page_writes": "off"}.get(str(asked), "local")
            return SimpleNamespace(scalar_one=lambda: answer)

    found = list(durability(cast("Connection", Told())))

    assert [each.level for each in found] == [W, W]
    assert ["fsync" in found[0].said, "full_page_writes" in found[1].said] == [True, True]


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv nfs4 rw 0 0
tmpfs /srv/quick tmpfs rw 0 0
//nas/my\\040music /media/my\\040music cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/data", "ext4"),
        ("/srv/data", "nfs4"),
        ("/srv/quick/data", "tmpfs"),
        ("/srvs", "ext4"),
        ("/media/my music/x", "cifs"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount(folder: str, kind: str) -> None:
    assert file_system_of(Path(folder), MOUNTS) == kind


async def test_a_database_on_the_network_is_a_failure(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = place.data_dir.parent / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {place.data_dir} nfs4 rw 0 0\n")
    monkeypatch.setattr("phantom_app.doctor.folders._MOUNTS", mounts)

    (found,) = [each for each in await place.findings() if each.check == "file-system"]
    assert (found.level, "on the network (nfs4)" in found.said) == (F, True)
    assert "use PostgreSQL and a bucket" in found.advice


async def test_a_check_that_breaks_is_told_and_keeps_no_other_from_looking(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("phantom_app.doctor.services.chosen_mailer", broken)
    monkeypatch.setattr("phantom_app.doctor.folders.secrets.token_hex", broken)

    found = await place.findings()
    assert sum(each.check == "doctor" and "out of order" in each.said for each in found) >= 2
    assert {"database", "open-files", "ffmpeg"} <= {each.check for each in found}


def test_findings_are_told_as_json_too() -> None:
    told = json.loads(as_json([Finding.warn("mail", "None.", "Set it.")]))
    assert told == {
        "findings": [{"check": "mail", "level": "warning", "said": "None.", "advice": "Set it."}]
    }
