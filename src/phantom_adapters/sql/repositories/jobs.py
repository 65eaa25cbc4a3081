"""Jobs over SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, Final, cast

import attrs
from sqlalchemy import bindparam, delete, func, literal, select, union_all

from phantom_adapters import codec
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.kernel import jobs
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.tallies import tallied
from phantom_core.kernel import (
    Conflict,
    Deferred,
    Id,
    Job,
    Jobs,
    JobState,
    JobTally,
    Unreadable,
)
from phantom_core.registry import Registry

__all__ = ["SqlJobs"]


def _form(name: str, version: int) -> str:
    return f"{name}/{version}"


_JOBS: Final = Rows(
    jobs,
    Job,
    noun="job",
    computed={
        "form": lambda job: _form(job.name, job.version),
        "due_at": attrgetter("due_at"),
    },
    taken={"pk_jobs": lambda job: Conflict(f"There is a job {job.id} already.")},
)
# One form at a time: over several of them a database would sort all that is due. `run_at` is
# never after `due_at`, and bounds the walk through those that are not due yet.
_DUE: Final = Statement(
    _JOBS.select.where(
        jobs.c.form == bindparam("form"),
        jobs.c.due_at <= bindparam("now"),
        jobs.c.run_at <= bindparam("now"),
    )
    .order_by(jobs.c.run_at, jobs.c.id)
    .limit(bindparam("limit")),
    locks=True,
    skips_locked=True,
)
_TALLY: Final = Statement(
    select(jobs.c.form, jobs.c.state, func.count(), func.min(jobs.c.run_at))
    .where(jobs.c.state.in_([JobState.WAITING, JobState.RUNNING, JobState.DEAD]))
    .group_by(jobs.c.form, jobs.c.state)
)
_AGE: Final = attrgetter("run_at", "id")
_FORGET: Final = Statement(
    delete(jobs).where(
        jobs.c.id.in_(
            select(jobs.c.id)
            .where(jobs.c.state == bindparam("state"), jobs.c.run_at < bindparam("before"))
            .limit(bindparam("limit"))
        )
    )
)


@cache
def _first(forms: Sequence[str]) -> Statement:
    """The forms with when the first job of each is due; there are few sets of them: the lanes'."""
    each = [
        select(literal(form), func.min(jobs.c.due_at)).where(jobs.c.form == form) for form in forms
    ]
    return Statement(union_all(*each))


class SqlJobs(Jobs):
    """Jobs in a table. What is deferred is stored by the name that the registry gives it."""

    def __init__(self, tx: Transaction, registry: Registry) -> None:
        self._tx = tx
        self._registry = registry

    def add(self, job: Job) -> None:
        """Store a new job."""
        _JOBS.add(self._tx, job, deferred=self._written(job.deferred))

    def get(self, job_id: Id) -> Job:
        """Find a job, and hold it."""
        return self._read(_JOBS.get(self._tx, job_id))

    def due(self, now: datetime, limit: int, names: Collection[str] | None = None) -> Sequence[Job]:
        """Jobs to be begun, oldest first; those that others hold are passed over."""
        found = [
            job
            for form, first in self._firsts(names).items()
            if first <= now
            for job in _JOBS.all(self._tx, _DUE, form=form, now=now, limit=limit)
        ]
        return [self._read(job) for job in sorted(found, key=_AGE)[:limit]]

    def put(self, job: Job) -> None:
        """Store a job's new state."""
        _JOBS.put(self._tx, job, deferred=self._written(job.deferred))

    def forget(self, state: JobState, before: datetime, limit: int) -> int:
        """Drop jobs that were due long ago."""
        return self._tx.run(_FORGET, state=state, before=before, limit=limit)

    def next_at(self, names: Collection[str] | None = None) -> datetime | None:
        """When the next job will be due."""
        return min(self._firsts(names).values(), default=None)

    def tally(self) -> Sequence[JobTally]:
        """How many jobs there are; those of several versions are counted together."""
        return tallied(
            JobTally(name=form.rpartition("/")[0], state=state, count=count, oldest=oldest)
            for form, state, count, oldest in self._tx.rows(_TALLY)
        )

    def _firsts(self, names: Collection[str] | None) -> Mapping[str, datetime]:
        known = self._known(names)
        found = self._tx.rows(_first(known)) if known else []
        return {form: first for form, first in found if first is not None}

    def _known(self, names: Collection[str] | None) -> tuple[str, ...]:
        newest = self._registry.job_versions
        wanted = newest.keys() if names is None else newest.keys() & names
        return tuple(_form(name, 1 + old) for name in sorted(wanted) for old in range(newest[name]))

    def _written(self, deferred: Deferred | Unreadable) -> Mapping[str, Any]:
        return codec.named(deferred, self._registry)

    def _read(self, row: Job) -> Job:
        fields = cast("Mapping[str, Any]", row.deferred)
        return attrs.evolve(row, deferred=codec.load_deferred(fields, self._registry))
