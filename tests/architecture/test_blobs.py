"""Blobs go through the ledger, and whoever names them says so."""

from pathlib import Path
from typing import Final

from sqlalchemy import Column, Table
from sqlalchemy.sql.visitors import iterate

from phantom_adapters.sql.blob_sources import BLOB_SOURCES
from phantom_adapters.sql.tables import METADATA

SRC: Final = Path(__file__).resolve().parents[2] / "src"

# What is on its way in names its blob too, but is whole without it.
_COMING: Final = {"uploads"}


def names_blobs(table: Table) -> bool:
    """Whether a table has a column for the key of a blob."""
    return any(column.name == "blob" or column.name.endswith("_blob") for column in table.c)


def test_every_table_that_names_blobs_tells_a_sweep_so() -> None:
    parts = (part for source in BLOB_SOURCES for part in iterate(source))
    told = {part.table.name for part in parts if isinstance(part, Column)}
    naming = {table.name for table in METADATA.tables.values() if names_blobs(table)}

    assert naming - _COMING <= told


def test_nothing_but_the_ledgers_sweep_deletes_blobs_and_the_doctor_its_own_probe() -> None:
    deleting = [
        path.relative_to(SRC).as_posix()
        for package in ("phantom_core", "phantom_app")
        for path in sorted((SRC / package).rglob("*.py"))
        if "store.delete(" in path.read_text("utf-8")
    ]

    assert deleting == ["phantom_core/blobs/ledger_flows.py", "phantom_app/doctor/services.py"]
