"""Write a migration: `python -m phantom_adapters.sql.migrations 0004_rooms "Rooms, and people"`.

It is what stands between the tables as the code has them and the tables as all migrations so far
make them, on an empty SQLite database.
"""

import argparse
import tempfile
from pathlib import Path

from alembic import command

from phantom_adapters.sql.migrations.upgrading import configuration, upgrade
from phantom_adapters.sql.sqlite import SqliteDatabase


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="number and context: 0004_rooms")
    parser.add_argument("sentence", help="what it brings, as a sentence without its full stop")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = SqliteDatabase(f"sqlite:///{Path(folder, 'empty.db')}")
        with database.engine().begin() as connection:
            upgrade(connection)
        with database.engine().connect() as connection:
            config = configuration(connection)
            config.set_main_option("file_template", "%%(rev)s")
            command.revision(
                config, given.sentence, autogenerate=True, rev_id=given.name, head="heads"
            )


if __name__ == "__main__":
    _main()
