"""Cursors that note how a database goes about what it is asked."""

import sqlite3
from typing import Any

import psycopg

from phantom_adapters.sql.transaction import Cursor

__all__ = ["Explaining", "ExplainingPostgres"]


class Explaining(Cursor):
    """A cursor that notes how SQLite goes about each statement."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.cursor = cursor
        self.steps: list[str] = []

    @property
    def rowcount(self) -> int:
        return self.cursor.rowcount

    def execute(self, sql: str, arguments: Any, /) -> None:
        plan = self.cursor.execute(f"EXPLAIN QUERY PLAN {sql}", arguments)
        self.steps += [step for *_, step in plan]
        self.cursor.execute(sql, arguments)

    def fetchall(self) -> list[Any]:
        return self.cursor.fetchall()


class ExplainingPostgres(Cursor):
    """A cursor that notes how PostgreSQL goes about each statement."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self.cursor = cursor
        self.steps: list[str] = []

    @property
    def rowcount(self) -> int:
        return self.cursor.rowcount

    def execute(self, sql: str, arguments: Any, /) -> None:
        self.cursor.execute(f"EXPLAIN {sql}".encode(), arguments)
        self.steps += [step for (step,) in self.cursor.fetchall()]
        self.cursor.execute(sql.encode(), arguments)

    def fetchall(self) -> list[Any]:
        return self.cursor.fetchall()
