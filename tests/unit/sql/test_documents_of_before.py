"""Documents in memory that know what the database has lost, as after a failover."""

import sqlite3
from contextlib import closing
from pathlib import Path

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import open_storage
from phantom_adapters.sql.tables import METADATA
from phantom_core.kernel import EPOCH, uuid7
from phantom_core.phantom import Phantom
from phantom_core.studio import ArrangementView, GetArrangement
from tests.use_cases.studio.band import Band, Device, an_id

_CHAIN = "SELECT chain FROM project_documents"


def copy(source: Path, target: Path) -> None:
    """Take a database as it is."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def go_back(place: Path, past: Path) -> str:
    """Have a database hold what it held, in a log with another id; answer its document's chain."""
    with closing(sqlite3.connect(place, isolation_level=None)) as rows:
        rows.execute("ATTACH ? AS past", [str(past)])
        rows.execute("PRAGMA foreign_keys = OFF")
        rows.execute("BEGIN IMMEDIATE")
        for table in METADATA.tables:
            rows.execute(f"DELETE FROM main.{table}")  # noqa: S608 - tables of ours
            rows.execute(f"INSERT INTO main.{table} SELECT * FROM past.{table}")  # noqa: S608
        other = [str(uuid7(EPOCH, 7))]
        rows.execute("UPDATE main.meta SET value = ? WHERE name = 'epoch'", other)
        rows.execute("COMMIT")
        ((chain,),) = rows.execute(_CHAIN)
    return str(chain)


async def seen_by(device: Device) -> ArrangementView:
    return await device.workshop.ask(GetArrangement(project_id=device.project), device.who)


async def test_the_first_look_makes_good_what_another_log_lacks(tmp_path: Path) -> None:
    place, past, clock = tmp_path / "rows.db", tmp_path / "past.db", ManualClock()
    storage = open_storage(f"sqlite:///{place}", clock=clock)
    band = Band(clock, storage, Phantom(storage))
    (ada,) = await band.form("ada")
    kept_stem = an_id()
    await ada.push(ada.stem(kept_stem))
    copy(place, past)
    await ada.push(ada.stem(an_id(), "Lost"))
    before = await seen_by(ada)
    chain = go_back(place, past)
    after = await seen_by(ada)
    kept = storage._kept.hot_documents.place(ada.project).kept
    await storage.close()

    assert len(before.stems) == 2
    assert [each.id for each in after.stems] == [kept_stem]
    assert kept is not None
    assert kept.chain == chain
