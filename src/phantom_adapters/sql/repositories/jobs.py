"""Jobs over SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, Final, cast

import attrs
from sqlalchemy import bindparam, case, delete, func, literal, select, text, tuple_, union_all
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters import codec
from phantom_adapters.sql.errors import Taken
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
    JobFilter,
    Jobs,
    JobState,
    JobTally,
    NotFound,
    Page,
    PageRequest,
    Unreadable,
)
from phantom_core.kernel.paging import after_moment, moment_cursor
from phantom_core.registry import Registry

__all__ = ["SqlJobs"]


def _form(name: str, version: int) -> str:
    return f"{name}/{version}"


def _there(job: Job) -> Conflict:
    return Conflict(f"There is a job {job.id} already.")


_JOBS: Final = Rows(
    jobs,
    Job,
    noun="job",
    computed={
        "form": lambda job: _form(job.name, job.version),
        "due_at": attrgetter("due_at"),
    },
    taken={"pk_jobs": _there},
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
_ORDER: Final = attrgetter("begin_by", "id")
_LISTED: Final = attrgetter("run_at", "id")
_FORGET: Final = Statement(
    delete(jobs).where(
        jobs.c.id.in_(
            select(jobs.c.id)
            .where(jobs.c.state == bindparam("state"), jobs.c.run_at < bindparam("before"))
            .limit(bindparam("limit"))
        )
    )
)


def _join() -> Any:
    """Insert a job, or ask the one in its slot again: the row is held either way."""
    new = insert(jobs).values({column.name: bindparam(column.name) for column in jobs.c})
    earlier = case((jobs.c.run_at <= new.excluded.run_at, jobs.c.run_at), else_=new.excluded.run_at)
    return new.on_conflict_do_update(
        index_elements=[jobs.c.slot],
        index_where=text("state = 'waiting'"),
        set_={"run_at": earlier, "due_at": earlier, "attempts": 0, "forgiven": jobs.c.begun},
    ).returning(jobs.c.id)


_JOIN: Final = Statement(_join())


@cache
def _listed(*, named: bool, further: bool) -> Statement:
    """Jobs in one state, by its index; `further` begins behind a place."""
    found = _JOBS.select.where(jobs.c.state == bindparam("state"))
    if named:
        found = found.where(jobs.c.form >= bindparam("first"), jobs.c.form < bindparam("end"))
    if further:
        place = tuple_(
            bindparam("at", type_=jobs.c.run_at.type), bindparam("id", type_=jobs.c.id.type)
        )
        found = found.where(tuple_(jobs.c.run_at, jobs.c.id) < place)
    last_first = found.order_by(jobs.c.run_at.desc(), jobs.c.id.desc())
    return Statement(last_first.limit(bindparam("limit")))


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

    def add(self, job: Job) -> Id:
        """Store a new job, or ask the one again that waits in its slot."""
        if job.slot is None or job.state is not JobState.WAITING:
            _JOBS.add(self._tx, job, deferred=self._written(job.deferred))
            return job.id
        values = {field.name: getattr(job, field.name) for field in attrs.fields(Job)}
        values["deferred"] = self._written(job.deferred)
        values |= {"form": _form(job.name, job.version), "due_at": job.due_at}
        try:
            row = self._tx.row(_JOIN, **values)
        except Taken as error:
            raise _there(job) from error
        return job.id if row is None else cast("Id", row[0])

    def get(self, job_id: Id) -> Job:
        """Find a job, and hold it."""
        return self._read(_JOBS.get(self._tx, job_id))

    def due(self, now: datetime, limit: int, names: Collection[str] | None = None) -> Sequence[Job]:
        """Jobs to be begun, in their order; those that others hold are passed over."""
        found = [
            self._read(job)
            for form, first in self._firsts(names).items()
            if first <= now
            for job in _JOBS.all(self._tx, _DUE, form=form, now=now, limit=limit)
        ]
        return sorted(found, key=_ORDER)[:limit]

    def put(self, job: Job) -> Id:
        """Store a job's new state; in a slot where another waits by now, it is gone."""
        if job.slot is None or job.state is not JobState.WAITING:
            _JOBS.put(self._tx, job, deferred=self._written(job.deferred))
            return job.id
        if not self.remove(job.id):
            raise NotFound("job", job.id)
        return self.add(job)

    def remove(self, job_id: Id) -> bool:
        """Drop a job."""
        return _JOBS.remove(self._tx, job_id)

    def page(self, page: PageRequest, wanted: JobFilter) -> Page[Job]:
        """Jobs, the one that is due last first."""
        after = after_moment(page, "jobs")
        given: dict[str, Any] = {"limit": page.limit + 1}
        if after is not None:
            given |= {"at": after[0], "id": after[1]}
        if wanted.name is not None:
            # "0" follows "/": between them are the forms of one name, whatever their version.
            given |= {"first": f"{wanted.name}/", "end": f"{wanted.name}0"}
        statement = _listed(named=wanted.name is not None, further=after is not None)
        states = JobState if wanted.state is None else [wanted.state]
        found: list[Job] = []
        for state in states:
            found += _JOBS.all(self._tx, statement, state=state, **given)
        rows = sorted(found, key=_LISTED, reverse=True)[: page.limit + 1]
        some = Page.of(rows, page.limit, lambda job: moment_cursor("jobs", job.run_at, job.id))
        return some.map(self._read)

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
