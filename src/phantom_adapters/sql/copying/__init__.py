"""All rows of a database in one file, and back into a database of either kind.

The file is a SQLite database with the tables of `METADATA`, whichever database the rows came from:
SQLite's own backup of a SQLite database, a copy of one snapshot of a PostgreSQL. So what was saved
on either can be put back on either, and an older version's rows are migrated before they are.
"""

from phantom_adapters.sql.copying.naming import NamedBlob, Naming, named_blobs
from phantom_adapters.sql.copying.putting import NotEmpty, put_rows, rows_there
from phantom_adapters.sql.copying.rows_file import RowsFile, RowsUnfit
from phantom_adapters.sql.copying.taking import (
    SchemaBehind,
    Snapshot,
    Taken,
    looking_into,
    snapshot,
    take_rows,
)

__all__ = [
    "NamedBlob",
    "Naming",
    "NotEmpty",
    "RowsFile",
    "RowsUnfit",
    "SchemaBehind",
    "Snapshot",
    "Taken",
    "looking_into",
    "named_blobs",
    "put_rows",
    "rows_there",
    "snapshot",
    "take_rows",
]
