"""The answers of calls with an idempotency key, over SQL."""

from datetime import datetime
from typing import Any, Final

import attrs
from sqlalchemy import bindparam, delete, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters import codec
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.kernel import answers
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Words
from phantom_core.kernel import Answer, Answers, Conflict, UserId

__all__ = ["SqlAnswers"]


def _keep() -> Any:
    new = insert(answers).values({column.name: bindparam(column.name) for column in answers.c})
    given = {name: new.excluded[name] for name in ("fingerprint", "value", "expires_at", "running")}
    return new.on_conflict_do_update(
        index_elements=[answers.c.user_id, answers.c.key],
        set_=given,
        where=or_(answers.c.running, answers.c.expires_at != new.excluded.expires_at),
    )


def _forget() -> Any:
    place = (answers.c.user_id, answers.c.key)
    over = answers.c.expires_at <= bindparam("now")
    old = select(*place).where(over).limit(bindparam("limit"))
    return delete(answers).where(tuple_(*place).in_(old))


_KEEP: Final = Statement(_keep())
_FORGET: Final = Statement(_forget())
_RECALL: Final = Statement(
    select(answers.c.fingerprint, answers.c.value, answers.c.expires_at, answers.c.running).where(
        answers.c.user_id == bindparam("user_id"), answers.c.key == bindparam("key")
    )
)
_WAIT_TURN: Final = Statement(
    select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("turn", type_=Words()), 0)))
)


class SqlAnswers(Answers):
    """Answers in a table. Who recalls an answer in order to write waits for others who do so."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def recall(
        self, user_id: UserId, key: str, fingerprint: str, answer_type: Any
    ) -> Answer | None:
        """What was answered under a key."""
        if self._tx.writing and self._tx.database == "postgresql":
            self._tx.rows(_WAIT_TURN, turn=f"answer {user_id} {key}")
        row = self._tx.row(_RECALL, user_id=user_id, key=key)
        if row is None:
            return None
        known, data, expires_at, running = row
        answer = Answer(fingerprint=known, value=None, expires_at=expires_at, running=running)
        if data is None or known != fingerprint:
            return answer
        try:
            return attrs.evolve(answer, value=codec.load(data, answer_type))
        except codec.UnknownShape:
            return attrs.evolve(answer, lost=True)

    def keep(self, user_id: UserId, key: str, answer: Answer) -> None:
        """Keep an answer, in place of an older one."""
        kept = self._tx.run(
            _KEEP,
            user_id=user_id,
            key=key,
            fingerprint=answer.fingerprint,
            value=answer.value,
            expires_at=answer.expires_at,
            running=answer.running,
        )
        if not kept:
            raise Conflict("Another call with this idempotency key was faster.")

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop old answers."""
        return self._tx.run(_FORGET, now=now, limit=limit)
