"""A message: numbered in its chat room, and kept for ever, if only as the place where one was."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

import attrs

from phantom_core.chat.emoji import emoji_line
from phantom_core.chat.errors import TooManyReactions
from phantom_core.chat.notice import Notice
from phantom_core.chat.room import ChatRoomId
from phantom_core.chat.wording import search_words
from phantom_core.kernel import (
    Checked,
    Fault,
    Id,
    Invalid,
    Rule,
    UserId,
    is_id,
    line,
    prose,
    ruled,
)

__all__ = [
    "CLIENT_ID",
    "LONGEST",
    "MOST_KINDS",
    "MOST_REACTIONS",
    "ChatMessage",
    "MessageId",
    "MessageType",
    "Reaction",
    "check_content",
]

MessageId = NewType("MessageId", Id)
"""The id of a message."""

LONGEST: Final = 4000
"""The most characters of a text."""

MOST_KINDS: Final = 20
"""So many different emoji may stand under a message."""

MOST_REACTIONS: Final = 200
"""So many reactions may stand under a message, all emoji together."""

CLIENT_ID: Final[Rule] = line(1, 64)
"""What a client may name a message by."""

_PROSE: Final = prose(LONGEST)


class MessageType(StrEnum):
    """What the content of a message is.

    It is words in `text` and `system`, a few emoji in `emoji`, else the id of the media.
    """

    TEXT = "text"
    SYSTEM = "system"
    IMAGE = "image"
    AUDIO = "audio"
    EMOJI = "emoji"
    FILE = "file"


def _text(value: str) -> Iterator[tuple[str, str]]:
    yield from _PROSE(value)
    if not value.strip():
        yield "", "must not be blank"


def _id_of(thing: str) -> Rule:
    def rule(value: str) -> Iterator[tuple[str, str]]:
        if not is_id(value):
            yield "", f"must be the id of {thing}"

    return rule


_RULES: Final = {
    MessageType.TEXT: _text,
    MessageType.EMOJI: emoji_line,
    MessageType.AUDIO: _id_of("a recording"),
    MessageType.IMAGE: _id_of("an image"),
    MessageType.FILE: _id_of("a file"),
}


def check_content(kind: MessageType, content: str) -> None:
    """Refuse what nobody can send. Raises: Invalid."""
    rule = _RULES.get(kind)
    if rule is None:
        raise Invalid(Fault("type", f"must be one of {', '.join(_RULES)}"))
    faults = [Fault(f"content{inside}", message) for inside, message in rule(content)]
    if faults:
        raise Invalid(*faults)


@attrs.frozen(kw_only=True)
class Reaction:
    """An emoji under a message, and whose it is, the first first."""

    emoji: str
    user_ids: tuple[UserId, ...]


@attrs.frozen(kw_only=True)
class ChatMessage(Checked):
    """A message.

    Attributes:
        seq: its number in its chat room, from 1, without gaps.
        sender_id: who sent it; of a system message, who caused it; `None` for Phantom itself.
        content: words, emoji, or the id of the media; empty once it is deleted.
        reply_to_id: the message in the same room that it answers.
        reactions: by emoji, the first first.
        mentions: the members whom the text names, as they come.
        client_id: what the sender's client named it by.
        notice: what a system message says, for programs.
    """

    id: MessageId
    chat_room_id: ChatRoomId
    seq: int
    sender_id: UserId | None
    type: MessageType
    content: str
    reply_to_id: MessageId | None = None
    sent_at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    reactions: tuple[Reaction, ...] = ()
    mentions: tuple[UserId, ...] = ()
    client_id: str | None = ruled(CLIENT_ID, default=None)
    notice: Notice | None = None

    @property
    def deleted(self) -> bool:
        """Whether only its place is left."""
        return self.deleted_at is not None

    @property
    def words(self) -> str:
        """What it is found by: the words of a text."""
        return search_words(self.content) if self.type is MessageType.TEXT else ""

    @property
    def speakers(self) -> Sequence[UserId]:
        """Whose it is: who sent it, and whom it is about if it is a notice."""
        about = self.notice.user_id if self.notice else None
        return [user_id for user_id in (self.sender_id, about) if user_id is not None]

    def concerns(self, people: Collection[UserId]) -> bool:
        """Whether it is one of theirs; whoever has blocked them does not see it then."""
        return any(user_id in people for user_id in self.speakers)

    @property
    def people(self) -> Sequence[UserId]:
        """Everybody whom it names, each once."""
        named = [
            *self.speakers,
            *self.mentions,
            *(user_id for reaction in self.reactions for user_id in reaction.user_ids),
        ]
        return [*dict.fromkeys(named)]

    def edited(self, content: str, mentions: tuple[UserId, ...], now: datetime) -> "ChatMessage":
        """With other words. Raises: Invalid."""
        check_content(self.type, content)
        return attrs.evolve(self, content=content, mentions=mentions, edited_at=now)

    def tombstone(self, now: datetime) -> "ChatMessage":
        """Its place, and nothing of what it said."""
        return attrs.evolve(self, content="", mentions=(), reactions=(), deleted_at=now)

    def reacted(self, emoji: str, user_id: UserId) -> "ChatMessage":
        """With somebody's emoji under it, once. Raises: TooManyReactions."""
        standing = {reaction.emoji: reaction.user_ids for reaction in self.reactions}
        others = standing.get(emoji, ())
        if user_id in others:
            return self
        if emoji not in standing and len(standing) == MOST_KINDS:
            raise TooManyReactions(f"There are {MOST_KINDS} different emoji here already.")
        if sum(map(len, standing.values())) == MOST_REACTIONS:
            raise TooManyReactions(f"There are {MOST_REACTIONS} reactions here already.")
        return self._with({**standing, emoji: (*others, user_id)})

    def unreacted(self, emoji: str, user_id: UserId) -> "ChatMessage":
        """Without somebody's emoji."""
        standing = {reaction.emoji: reaction.user_ids for reaction in self.reactions}
        rest = tuple(each for each in standing.get(emoji, ()) if each != user_id)
        return self._with({**standing, emoji: rest})

    def _with(self, reactions: dict[str, tuple[UserId, ...]]) -> "ChatMessage":
        kept = [Reaction(emoji=emoji, user_ids=ids) for emoji, ids in reactions.items() if ids]
        return attrs.evolve(self, reactions=tuple(kept))
