"""What the frames that clients send are made of, and the two kinds that most of them are."""

from collections.abc import Sequence
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, ClassVar, Final

import msgspec

from phantom_app.http.payloads import Payload
from phantom_core.kernel import Command, Id, NotFound, Outcome, Query, UserId, split_topic
from phantom_core.live import Signal

__all__ = ["ClientFrame", "DoingFrame", "FrameId", "Nothing", "TellingFrame", "TopicName"]

_LONGEST_ID: Final = 64

FrameId = Annotated[
    str, msgspec.Meta(max_length=_LONGEST_ID, description="Comes back as `reply` in the answer.")
]
"""What a client names a frame by."""

TopicName = Annotated[
    str, msgspec.Meta(max_length=100, description="A kind, a colon, an id: `user:01H...`.")
]
"""The name of a topic."""


class ClientFrame(Payload, tag_field="type"):
    """The base of all frames that clients send."""

    id: FrameId | None = None


class Nothing(Payload):
    """No data."""


class _AboutTopic(ClientFrame):
    topic: TopicName

    def subject(self, kind: str) -> Id:
        """The id in the topic's name. Raises: NotFound, if the topic is none of that kind."""
        parts = split_topic(self.topic)
        if parts is None or parts[0] != kind:
            raise NotFound(f"{kind} topic", self.topic)
        return parts[1]


class DoingFrame(_AboutTopic):
    """A frame that has a command done, or a query answered, as its REST route does.

    Attributes:
        answer: what the answer to it carries; a union, where that depends on the topic.
    """

    answer: ClassVar[type[Payload] | UnionType] = Nothing

    def command(self) -> Command[Any] | Query[Any]:
        """What it asks for. Raises: NotFound, Invalid."""
        raise NotImplementedError

    def spends(self, by: UserId) -> tuple[str, str] | None:  # noqa: ARG002 - for subclasses
        """Against which allowance it counts, and whose, beside that of all frames."""
        return None

    def told(self, outcome: Outcome[Any]) -> Payload:  # noqa: ARG002 - for subclasses
        """What is answered, once that is done."""
        return Nothing()

    def signals(self, value: Any, by: UserId, at: datetime) -> Sequence[Signal]:  # noqa: ARG002
        """What others are told of it without its being stored, once it is done."""
        return ()


class TellingFrame(_AboutTopic):
    """A frame that is told to the others in a topic, by somebody who is in it, and not stored."""

    def signal(self, by: UserId, at: datetime) -> Signal:
        """What they are told. Raises: NotFound, Invalid."""
        raise NotImplementedError
