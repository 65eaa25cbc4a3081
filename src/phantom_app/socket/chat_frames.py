"""What clients send in chat rooms; each frame does what its REST route does."""

from datetime import datetime
from typing import Annotated, Final

import msgspec

from phantom_app.http.chat.messages import NewMessage
from phantom_app.http.chat.payloads import (
    MessagePayload,
    MyPlacePayload,
    message_of,
    my_place_of,
)
from phantom_app.http.payloads import Payload
from phantom_app.limiting import chatter
from phantom_app.socket.frame_parts import DoingFrame, Nothing, TellingFrame
from phantom_core.chat import (
    ChatMember,
    ChatRoomId,
    MarkDelivered,
    MarkSeen,
    MessageId,
    SendMessage,
    ShownMessage,
)
from phantom_core.kernel import Command, Id, Outcome, Topic, UserId
from phantom_core.live import Signal

__all__ = ["FRAMES", "MarkData", "SayDelivered", "SaySeen", "SayTyping", "SendChat"]

_LARGEST: Final = 2**53 - 1


class MarkData(Payload):
    """Up to which message."""

    seq: Annotated[int, msgspec.Meta(ge=0, le=_LARGEST, description="The `seq` of a message.")]


class SendChat(DoingFrame, tag="chat.message"):
    """Say something in a chat room; what comes again under the same `clientId` is said once."""

    answer = MessagePayload
    data: NewMessage

    def spends(self, by: UserId) -> tuple[str, str]:
        """What the person may write in that room."""
        return chatter(by, self.subject("chat"))

    def command(self) -> Command[ShownMessage]:
        """The message to be sent. Raises: NotFound, Invalid."""
        reply_to = self.data.reply_to_id
        return SendMessage(
            chat_room_id=ChatRoomId(self.subject("chat")),
            type=self.data.type,
            content=self.data.content,
            reply_to_id=None if reply_to is None else MessageId(Id(reply_to)),
            client_id=self.data.client_id,
        )

    def told(self, outcome: Outcome[ShownMessage]) -> MessagePayload:
        """The message, as it is stored."""
        return message_of(outcome.value)


class SayDelivered(DoingFrame, tag="chat.delivered"):
    """Say that all messages up to one have come in."""

    answer = MyPlacePayload
    data: MarkData

    def command(self) -> Command[ChatMember]:
        """The mark to be moved. Raises: NotFound, Invalid."""
        return MarkDelivered(chat_room_id=ChatRoomId(self.subject("chat")), seq=self.data.seq)

    def told(self, outcome: Outcome[ChatMember]) -> MyPlacePayload:
        """One's own place, with its marks."""
        return my_place_of(outcome.value)


class SaySeen(DoingFrame, tag="chat.seen"):
    """Say that one has seen all messages up to one."""

    answer = MyPlacePayload
    data: MarkData

    def command(self) -> Command[ChatMember]:
        """The mark to be moved. Raises: NotFound, Invalid."""
        return MarkSeen(chat_room_id=ChatRoomId(self.subject("chat")), seq=self.data.seq)

    def told(self, outcome: Outcome[ChatMember]) -> MyPlacePayload:
        """One's own place, with its marks."""
        return my_place_of(outcome.value)


class SayTyping(TellingFrame, tag="chat.typing"):
    """Show the others in a chat room that one is writing; say it again every few seconds."""

    data: Nothing = Nothing()

    def signal(self, by: UserId, at: datetime) -> Signal:
        """What they are told; of several in quick succession the last. Raises: NotFound."""
        self.subject("chat")
        return Signal(
            topic=Topic(self.topic), name="chat.typing", at=at, by=by, data={}, key=f"typing {by}"
        )


FRAMES: Final = (SendChat, SayDelivered, SaySeen, SayTyping)
"""All of them."""
