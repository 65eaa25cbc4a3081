"""The words that things are found by, kept in step with their names."""

from collections.abc import Set as AbstractSet
from typing import Final

from sqlalchemy import Table, bindparam, delete, insert, select

from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import LONGEST_KEY, Id

__all__ = ["WordIndex", "beyond"]

_LAST: Final = "\U0010ffff" * (LONGEST_KEY + 1)


def beyond(beginning: str) -> str:
    """A text after all words, and all `name_key`s, that begin so: where their stretch ends."""
    return beginning + _LAST


class WordIndex:
    """The rows of a table of words, one for each thing and word.

    Args:
        table: its first column is the thing.
    """

    def __init__(self, table: Table) -> None:
        owner, word = table.c
        mine = owner == bindparam("owner")
        self._known = Statement(select(word).where(mine))
        self._add = Statement(
            insert(table).values({owner.name: bindparam("owner"), word.name: bindparam("word")})
        )
        self._drop = Statement(delete(table).where(mine, word == bindparam("word")))

    def add(self, tx: Transaction, owner: Id, words: AbstractSet[str]) -> None:
        """Have something new found by these words."""
        for word in words:
            tx.run(self._add, owner=owner, word=word)

    def put(self, tx: Transaction, owner: Id, words: AbstractSet[str]) -> None:
        """Have something found by these words, and by no others any more."""
        known = {row[0] for row in tx.rows(self._known, owner=owner)}
        for word in known - words:
            tx.run(self._drop, owner=owner, word=word)
        self.add(tx, owner, words - known)
