"""What is left of somebody in rows as such: theirs are dropped, and those of others reworded."""

from typing import Final

from phantom_core.identity import User, UserRegistered
from phantom_core.identity.events import UserChanged
from phantom_core.kernel import topic
from phantom_core.privacy.anonymity import Trace, anonymous
from phantom_core.privacy.erasure import Erasure
from phantom_core.privacy.holding import Holding
from phantom_core.privacy.use_cases.steps.step import MANY, SCANNED, Done, ErasingWork, Step

__all__ = [
    "drop_jobs",
    "drop_own_events",
    "drop_rows",
    "learn_names",
    "reword_events",
    "reword_messages",
    "spoil_answers",
]

_READ: Final = 200


def learn_names(work: ErasingWork, erasure: Erasure, cursor: str) -> Done:
    """Read in their own topic what they were ever called, to find it where others said it."""
    told = work.log.after(topic("user", erasure.user_id), int(cursor or 0), _READ)
    known = [user for each in told if (user := _account_in(each.event)) is not None]
    names = [name for user in known for name in (user.username, user.email)]
    if names:
        work.erasures.put(erasure.knowing(*names))
    end = str(told[-1].seq) if told else ""
    return Done(count=0, cursor=end, more=len(told) == _READ)


def drop_own_events(work: ErasingWork, erasure: Erasure, _: str) -> Done:
    """Delete what was told to them alone."""
    count = work.personal_rows.drop_events(topic("user", erasure.user_id), MANY)
    return Done(count=count, more=count == MANY)


def drop_rows(holding: Holding) -> Step:
    """Delete the rows of a table that are theirs, or between them and others."""

    def drop(work: ErasingWork, erasure: Erasure, _: str) -> Done:
        count = work.personal_rows.drop(holding.table, holding.dropped_by, erasure.user_id, MANY)
        return Done(count=count, more=count == MANY)

    return drop


def drop_jobs(work: ErasingWork, erasure: Erasure, _: str) -> Done:
    """Delete jobs that name them, be they done or to be done: there is nobody to do them for."""
    addresses = [name for name in erasure.names if "@" in name]
    count = work.personal_rows.drop_jobs((erasure.user_id, *addresses), MANY)
    return Done(count=count, more=count == MANY)


def spoil_answers(work: ErasingWork, erasure: Erasure, _: str) -> Done:
    """Make others' kept answers unreadable that name them."""
    count = work.personal_rows.spoil_answers(erasure.user_id, MANY)
    return Done(count=count, more=count == MANY)


def reword_messages(work: ErasingWork, erasure: Erasure, cursor: str) -> Done:
    """Have no message say their name: neither what rooms said of them, nor who mentioned them."""
    trace = _trace(erasure)
    seen = work.personal_rows.reword_messages(
        erasure.user_id, lambda message: anonymous(message, trace), cursor, SCANNED
    )
    return Done(count=seen.changed, cursor=seen.end, more=bool(seen.end))


def reword_events(work: ErasingWork, erasure: Erasure, cursor: str) -> Done:
    """Have no event tell others who they were."""
    trace = _trace(erasure)
    seen = work.personal_rows.reword_events(
        erasure.user_id, lambda event: anonymous(event, trace), cursor, SCANNED
    )
    return Done(count=seen.changed, cursor=seen.end, more=bool(seen.end))


def _trace(erasure: Erasure) -> Trace:
    names = tuple(name for name in erasure.names if "@" not in name)
    return Trace(user_id=erasure.user_id, names=names)


def _account_in(event: object) -> User | None:
    if isinstance(event, UserRegistered):
        return event.account.user
    return event.user if isinstance(event, UserChanged) else None
