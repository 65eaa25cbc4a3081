"""What the machinery keeps: the log, jobs, answers, servers."""

from typing import Final

from phantom_core.privacy.holding import Fate, Holding

__all__ = ["MACHINERY"]

MACHINERY: Final = (
    Holding(
        table="meta",
        what="a fact about the database",
        plain=("name", "value"),
        fate=Fate.KEPT,
    ),
    Holding(
        table="topics",
        what="how many events a topic has",
        plain=("topic",),
        fate=Fate.KEPT,
        why="Somebody's own topic stays by its name, and is empty.",
    ),
    Holding(
        table="events",
        what="something that happened",
        people=("caused_by",),
        words=("data",),
        plain=("topic", "name"),
        withheld="It tells, once more, what is exported as it stands, and what others did.",
        fate=Fate.REWORDED,
        why="What was told to somebody goes; what was told of them to others says `erased`.",
        rule="events",
    ),
    Holding(
        table="jobs",
        what="something to be done, or done",
        words=("deferred", "error"),
        plain=("id", "form", "state", "owner", "slot"),
        withheld="It is work on what is exported, and names it by id.",
        fate=Fate.GONE,
        why="What is done goes, and so do mails to somebody who has none any more.",
        rule="jobs_done",
    ),
    Holding(
        table="answers",
        what="what a request with an idempotency key was answered",
        people=("user_id",),
        words=("key", "value"),
        plain=("fingerprint",),
        withheld="It repeats for a day what is exported as it stands.",
        fate=Fate.GONE,
        dropped_by=("user_id",),
        why="Answers to others say `erased`.",
        rule="answers",
    ),
    Holding(
        table="servers",
        what="a run of a server",
        plain=("id",),
        fate=Fate.KEPT,
        rule="servers",
    ),
    Holding(
        table="sweep_runs",
        what="a comparison of the store with the database",
        people=("asked_by",),
        words=("outcome", "refusal"),
        plain=("id",),
        withheld="It tells of the store, and who asked is in the audit trail of nobody else.",
        fate=Fate.KEPT,
        why="It is an act of somebody in office, by id only.",
        rule="sweep_runs",
    ),
    Holding(
        table="erasures",
        what="somebody is being forgotten, or has been",
        people=("user_id", "asked_by"),
        words=("names",),
        plain=("id",),
        fate=Fate.KEPT,
        why="That it was done is accounted for, by id only; their names go when it is done.",
        withheld="Who is erased can export nothing any more.",
    ),
    Holding(
        table="erasure_receipts",
        what="what an erasure did about one kind of data",
        plain=("erasure_id", "kind"),
        fate=Fate.KEPT,
    ),
)
"""What the machinery keeps."""
