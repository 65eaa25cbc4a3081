"""The kernel's repositories in memory: the log, jobs, and the answers of keyed commands."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from phantom_adapters.memory.table import Duplicate, Journal, Table
from phantom_adapters.tallies import tallied
from phantom_core.kernel import (
    Answer,
    Answers,
    Conflict,
    Event,
    EventLog,
    Head,
    Id,
    Job,
    JobFilter,
    Jobs,
    JobState,
    JobTally,
    NotFound,
    Page,
    PageRequest,
    StoredEvent,
    Topic,
    Unreadable,
    UserId,
)
from phantom_core.kernel.paging import after_moment, moment_cursor
from phantom_core.registry import Registry

__all__ = ["MemoryAnswers", "MemoryEventLog", "MemoryJobs"]


class MemoryEventLog(EventLog):
    """The log as a list for each topic, and where each topic stands."""

    def __init__(self, journal: Journal, registry: Registry, epoch: Id) -> None:
        self._journal = journal
        self._registry = registry
        self._epoch = epoch
        self._topics: dict[Topic, list[StoredEvent]] = defaultdict(list)
        self._heads: dict[Topic, Head] = {}

    def append(
        self, events: Sequence[Event], *, at: datetime, by: UserId | None
    ) -> Sequence[StoredEvent]:
        """Store events, each with its topic's next number."""
        return [self._append(self._registry.known_event(event), at, by) for event in events]

    def _append(self, event: Event, at: datetime, by: UserId | None) -> StoredEvent:
        topic = event.topic
        told, before = self._topics[topic], self.head(topic)
        at = at if before.at is None else max(at, before.at)
        stored = StoredEvent(topic=topic, seq=before.seq + 1, at=at, by=by, event=event)
        told.append(stored)
        self._heads[topic] = Head(topic=topic, seq=stored.seq, at=at)
        self._journal.note(lambda: self._take_back(before))
        return stored

    def _take_back(self, before: Head) -> None:
        self._topics[before.topic].pop()
        self._heads[before.topic] = before

    def head(self, topic: Topic) -> Head:
        """Where a topic stands."""
        return self._heads.get(topic) or Head(topic=topic)

    def after(self, topic: Topic, seq: int, limit: int) -> Sequence[StoredEvent]:
        """Events after a number, in order."""
        told = self._topics.get(topic, [])
        start = bisect_right(told, seq, key=attrgetter("seq"))
        return told[start : start + limit]

    def heads_since(self, at: datetime) -> Sequence[Head]:
        """The heads of topics told something at or after a time."""
        heads = [self._heads[topic] for topic in sorted(self._heads)]
        return [head for head in heads if head.at is not None and head.at >= at]

    def epoch(self) -> Id:
        """The id of this log."""
        return self._epoch

    def everything(self) -> Sequence[StoredEvent]:
        """All events, by topic and number."""
        return [each for topic in sorted(self._topics) for each in self._topics[topic]]

    def items(self) -> list[tuple[tuple[Topic, int], StoredEvent]]:
        """All events, by topic and number, with both."""
        return [((each.topic, each.seq), each) for each in self.everything()]

    def remove(self, key: tuple[Topic, int]) -> bool:
        """Delete an event, and say whether there was one."""
        topic, seq = key
        return bool(self.drop([each for each in self.after(topic, seq - 1, 1) if each.seq == seq]))

    def retell(self, stored: StoredEvent, event: Event) -> None:
        """Have a stored event tell something else."""
        told = self._topics[stored.topic]
        place = bisect_left(told, stored.seq, key=attrgetter("seq"))
        told[place] = attrs.evolve(stored, event=event)
        self._journal.note(lambda: told.__setitem__(place, stored))

    def drop(self, dropped: Collection[StoredEvent]) -> int:
        """Delete events, and say how many; the numbers of their topics go on."""
        for stored in dropped:
            self._topics[stored.topic].remove(stored)
            self._journal.note(partial(self._restore, stored))
        return len(dropped)

    def _restore(self, stored: StoredEvent) -> None:
        insort(self._topics[stored.topic], stored, key=attrgetter("seq"))


def _slot(job: Job) -> str | None:
    return job.slot if job.state is JobState.WAITING else None


class MemoryJobs(Jobs):
    """Jobs in a table."""

    def __init__(self, journal: Journal, registry: Registry) -> None:
        self._registry = registry
        self._table: Table[Id, Job] = Table(journal, name="jobs", unique={"slot": _slot})

    def add(self, job: Job) -> Id:
        """Store a new job, or ask the one again that waits in its slot."""
        if not isinstance(job.deferred, Unreadable):
            self._registry.known_deferred(job.deferred)
        joined = self._joined(job)
        if joined is not None:
            return joined
        try:
            self._table.insert(job.id, job)
        except Duplicate as error:
            message = f"There is a job {job.id} already."
            raise Conflict(message) from error
        return job.id

    def get(self, job_id: Id) -> Job:
        """Find a job."""
        job = self._table.get(job_id)
        if job is None:
            raise NotFound("job", job_id)
        return job

    def due(self, now: datetime, limit: int, names: Collection[str] | None = None) -> Sequence[Job]:
        """Jobs to be begun, in their order."""
        due = [job for job, at in self._awaited(names) if at <= now]
        return sorted(due, key=attrgetter("begin_by", "id"))[:limit]

    def put(self, job: Job) -> Id:
        """Store a job's new state; in a slot where another waits by now, it is gone."""
        if self._table.get(job.id) is None:
            raise NotFound("job", job.id)
        joined = self._joined(job)
        if joined is not None:
            self._table.remove(job.id)
            return joined
        self._table.put(job.id, job)
        return job.id

    def remove(self, job_id: Id) -> bool:
        """Drop a job."""
        return self._table.remove(job_id)

    def page(self, page: PageRequest, wanted: JobFilter) -> Page[Job]:
        """Jobs, the one that is due last first."""
        after = after_moment(page, "jobs")
        place = attrgetter("run_at", "id")
        found = sorted(filter(wanted.wants, self._table), key=place, reverse=True)
        rows = [job for job in found if after is None or place(job) < after]
        return Page.of(rows, page.limit, lambda job: moment_cursor("jobs", job.run_at, job.id))

    def forget(self, state: JobState, before: datetime, limit: int) -> int:
        """Drop jobs that were due long ago."""
        old = [job for job in self._table if job.state is state and job.run_at < before]
        return sum(self._table.remove(job.id) for job in old[:limit])

    def next_at(self, names: Collection[str] | None = None) -> datetime | None:
        """When the next job will be due."""
        return min((at for _, at in self._awaited(names)), default=None)

    def tally(self) -> Sequence[JobTally]:
        """How many jobs there are."""
        return tallied(
            JobTally(name=job.name, state=job.state, count=1, oldest=job.run_at)
            for job in self._table
            if job.state is not JobState.DONE
        )

    def _joined(self, job: Job) -> Id | None:
        """The one that waits in a job's slot, asked again, if another one does."""
        waiting = self._table.find("slot", _slot(job))
        if waiting is None or waiting.id == job.id:
            return None
        self._table.put(waiting.id, waiting.asked_again(job.run_at))
        return waiting.id

    def _awaited(self, names: Collection[str] | None) -> list[tuple[Job, datetime]]:
        newest = self._registry.job_versions
        wanted = newest.keys() if names is None else newest.keys() & names
        return [
            (job, at)
            for job in self._table
            if job.name in wanted
            and job.version <= newest[job.name]
            and (at := job.due_at) is not None
        ]


class MemoryAnswers(Answers):
    """Answers by user and key."""

    def __init__(self, journal: Journal) -> None:
        self._table: Table[tuple[UserId, str], Answer] = Table(journal, name="answers")

    def recall(
        self,
        user_id: UserId,
        key: str,
        fingerprint: str,
        answer_type: Any,  # noqa: ARG002 - values need no reading back here
    ) -> Answer | None:
        """What was answered under a key."""
        known = self._table.get((user_id, key))
        if known is None or known.fingerprint == fingerprint:
            return known
        return attrs.evolve(known, value=None)

    def keep(self, user_id: UserId, key: str, answer: Answer) -> None:
        """Keep an answer."""
        place = (user_id, key)
        known = self._table.get(place)
        if known is not None and not known.running and known.expires_at == answer.expires_at:
            raise Conflict("Another call with this idempotency key was faster.")
        if not self._table.put(place, answer):
            self._table.insert(place, answer)

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop old answers."""
        old = [place for place, answer in self._table.items() if not answer.stands(now)]
        return sum(map(self._table.remove, old[:limit]))
