"""SQL storage: SQLite for one process and its workers, PostgreSQL for many servers.

`open_storage(url)` is all that an application needs. What follows is for those who add to it.

Adding a table:
    Write it in `tables/<context>.py` with the column types of `types`, in `METADATA` of
    `tables.metadata`, and import the module in `tables/__init__.py`. Name no constraint: the
    naming convention does (`uq_users_email_key` for `UniqueConstraint("email_key")` in `users`,
    `ck_<table>_<name>` for a check that you name). A column has the name of the attrs field it
    keeps. Search and sort keys are columns of their own, computed by the core and stored: both
    databases compare text by code point, and neither is asked to fold case.

Adding a repository:
    Write `repositories/<context>_<noun>.py` with a class that subclasses its port explicitly and
    takes a `Transaction`; add one line, which names the port, to `unit.SqlUnit`. `rows.Rows`
    knows how a class is kept in a table, `statement.Statement` holds any other SQL; both are made
    once, at import::

        _STEMS = Rows(
            stems,
            Stem,
            noun="stem",
            taken={"uq_stems_project_id_name_key": lambda stem: StemNameTaken(stem.name)},
            computed={"name_key": lambda stem: search_key(stem.name)},
        )
        _OF_PROJECT = Statement(
            _STEMS.select.where(
                stems.c.project_id == bindparam("project_id"), stems.c.id > bindparam("after")
            )
            .order_by(stems.c.id)
            .limit(bindparam("limit"))
        )


        class SqlStems(Stems):
            def __init__(self, tx: Transaction) -> None:
                self._tx = tx

            def add(self, stem: Stem) -> None:
                _STEMS.add(self._tx, stem)

            def get(self, stem_id: StemId) -> Stem:
                return _STEMS.get(self._tx, stem_id)

            def of_project(
                self, project_id: ProjectId, after: StemId, limit: int
            ) -> Sequence[Stem]:
                return _STEMS.all(
                    self._tx, _OF_PROJECT, project_id=project_id, after=after, limit=limit
                )

    - `Rows.get` holds the row until the transaction ends, `find` does not; a `Statement` holds
      what it finds if made with `locks=True` (rows of several aggregates: order by id).
    - Lists: `column.in_(bindparam("ids", expanding=True))`, given as `ids=[...]`.
    - Upserts: `Rows.set`, and `upsert.upsert` where there is no class; others are made with
      `sqlalchemy.dialects.postgresql.insert`, which SQLite's compiler understands too.
    - `tx.run` says how many rows it touched, `tx.rows` and `tx.row` answer tuples.
    - A unique constraint that `taken` does not name is a plain `Conflict`, a foreign key
      `errors.Dangling`; both are `Conflict`s. A command ends with them: on PostgreSQL nothing
      more can be asked of the transaction.
    - `types.Json(Some[Type])` keeps a nested value through `phantom_adapters.codec`;
      `types.Document(SomeType)` does too, for what is read much more often than it changes.

Adding a migration:
    `python -m phantom_adapters.sql.migrations 0004_rooms "Rooms and who is in them"` writes
    `migrations/versions/0004_rooms.py` from the difference between the tables and what all
    migrations so far make. Read it, format it, and take Alembic's comments out. A test compares
    the outcome with the tables, on both databases. What has been released is never changed. A new
    database is given the tables as the code has them, without any migration: one that puts rows
    in must not be what a new database relies on.
"""

from phantom_adapters.sql.opening import migrate, open_storage

__all__ = ["migrate", "open_storage"]
