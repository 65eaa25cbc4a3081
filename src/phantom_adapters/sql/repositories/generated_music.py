"""Music that was made for people, over SQL."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.composing import generated_music
from phantom_adapters.sql.transaction import Transaction
from phantom_core.composing import GeneratedMusic, KeptMusic
from phantom_core.kernel import UserId

__all__ = ["SqlGeneratedMusic"]

_ROWS: Final = Rows(generated_music, KeptMusic, noun="piece of music")


def _keep() -> Any:
    table = generated_music.c
    new = insert(generated_music).values({column.name: bindparam(column.name) for column in table})
    return new.on_conflict_do_update(
        index_elements=[table.user_id, table.mark],
        set_={name: new.excluded[name] for name in ("generated", "expires_at")},
        where=table.expires_at <= bindparam("now"),
    )


def _forget() -> Any:
    place = (generated_music.c.user_id, generated_music.c.mark)
    over = generated_music.c.expires_at <= bindparam("now")
    old = select(*place).where(over).limit(bindparam("limit"))
    return delete(generated_music).where(tuple_(*place).in_(old))


_KEEP: Final = Statement(_keep())
_FORGET: Final = Statement(_forget())


class SqlGeneratedMusic(GeneratedMusic):
    """Pieces in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def find(self, user_id: UserId, mark: str) -> KeptMusic | None:
        """What was made for a wish."""
        return _ROWS.find(self._tx, user_id, mark)

    def keep(self, kept: KeptMusic, now: datetime) -> KeptMusic:
        """Keep something, unless there is something that lasts; who comes second waits to know."""
        self._tx.run(
            _KEEP,
            user_id=kept.user_id,
            mark=kept.mark,
            generated=kept.generated,
            expires_at=kept.expires_at,
            now=now,
        )
        return _ROWS.find(self._tx, kept.user_id, kept.mark) or kept

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop what is over."""
        return self._tx.run(_FORGET, now=now, limit=limit)
