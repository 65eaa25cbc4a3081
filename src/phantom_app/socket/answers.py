"""What the server sends: answers to frames, and what happens in topics."""

from collections.abc import Collection
from itertools import chain, islice
from typing import Annotated, Any, Final

import msgspec

from phantom_app.http.payloads import IdText, InstantText, Payload
from phantom_app.http.problems import Problem, problem_of
from phantom_core.kernel import PhantomError, RateLimited, Topic, Unavailable, UserId
from phantom_core.live import Joined, Roster

__all__ = [
    "MOST_PEOPLE",
    "Answer",
    "AuthRequired",
    "AuthRequiredData",
    "JoinAnswer",
    "Person",
    "PingAnswer",
    "PresenceList",
    "Refusal",
    "SocketProblem",
    "WelcomeAnswer",
    "answer",
    "encode",
    "join_answer",
    "refusal",
]

MOST_PEOPLE: Final = 100
"""How many of the people in a topic an answer names at the most."""

_ENCODER: Final = msgspec.json.Encoder()


class SocketProblem(Problem, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A refusal of a frame; where there are no headers, it says itself when to try again."""

    retry_after: Annotated[
        float | None, msgspec.Meta(description="Seconds until it is worth trying again.")
    ] = None


class Answer(Payload):
    """A frame has done what it was to do."""

    reply: str | None
    ok: bool
    data: Any


class Refusal(Payload):
    """A frame has done nothing, and why."""

    reply: str | None
    ok: bool
    problem: SocketProblem


class WelcomeAnswer(Payload):
    """Who one is."""

    user_id: IdText


class PingAnswer(Payload):
    """Milliseconds: as the client sent it, as the frame came in, as the answer goes out.

    `t1` and `t2` are on the server's clock, since 1970. By an answer that comes in at `t3`, that
    clock is ahead of the client's by `((t1 - t0) + (t2 - t3)) / 2`.
    """

    t0: float
    t1: float
    t2: float


class Person(Payload):
    """Somebody who is seen in a topic."""

    user_id: IdText
    status: str
    activity: str
    cursor_ms: int | None = None


class PresenceList(Payload):
    """Who is seen in a topic: how many, and the first hundred of those who are in it.

    Whom one has blocked is counted where people talk, and not named.

    In one's own topic all of one's mutual followers are named who are connected, up to a thousand.
    """

    count: int
    people: list[Person]


class JoinAnswer(Payload):
    """Where a topic stands.

    `topic` says which, if it was joined because the path of the connection leads there; then the
    answer is to no frame. What follows are the events after `start`: what the frame said with
    `since`, or where the topic stands, if what was missed is not told.
    """

    seq: int
    start: int
    epoch: IdText
    presence: PresenceList
    state: Any = None
    topic: str | None = None


class AuthRequiredData(Payload):
    """How many seconds are left to send a fresh token."""

    within: float


class AuthRequired(Payload, tag_field="type", tag="auth.required"):
    """The token has run out; send another."""

    at: InstantText
    data: AuthRequiredData


def encode(value: Any) -> bytes:
    """Write a struct as JSON."""
    return _ENCODER.encode(value)


def answer(reply: str | None, data: Any) -> bytes:
    """Write the answer to a frame."""
    return encode(Answer(reply=reply, ok=True, data=data))


def refusal(reply: str | None, error: PhantomError) -> bytes:
    """Write why a frame was refused."""
    told = msgspec.structs.asdict(problem_of(error, whole="The frame"))
    if isinstance(error, RateLimited | Unavailable):
        told["retry_after"] = error.retry_after
    return encode(Refusal(reply=reply, ok=False, problem=SocketProblem(**told)))


def join_answer(
    reply: str | None, joined: Joined, roster: Roster, state: Any, topic: Topic | None
) -> bytes:
    """Write where a topic stands, who is seen there, and its state, if there is one to tell."""
    told = JoinAnswer(
        seq=joined.head.seq,
        start=joined.start,
        epoch=joined.epoch,
        presence=_presence(roster, joined.hidden),
        state=state,
        topic=topic,
    )
    return answer(reply, told)


def _presence(roster: Roster, hidden: Collection[UserId]) -> PresenceList:
    here = (user_id for user_id in roster.people if user_id not in hidden)
    people = [
        Person(
            user_id=user_id,
            status=seen.status.value,
            activity=seen.activity,
            cursor_ms=seen.cursor_ms,
        )
        for user_id in chain(islice(here, MOST_PEOPLE), roster.near)
        if (seen := roster.of(user_id)) is not None
    ]
    return PresenceList(count=len(roster), people=people)
