"""What chat needs of storage, and of its neighbours.

Where a row is *held*, no other transaction changes it until this one ends; a query holds nothing.
A chat room is held before anything in it, and what it is linked to before it; whoever moves marks
only holds their own place alone.
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol

from phantom_core.chat.chat_file import ChatFile, ChatFileId
from phantom_core.chat.listing import Span
from phantom_core.chat.member import ChatMember
from phantom_core.chat.message import ChatMessage, MessageId
from phantom_core.chat.room import ChatKind, ChatRoom, ChatRoomId
from phantom_core.kernel import Actor, Id, Page, PageRequest, Person, UserId
from phantom_core.uploads import UploadsWork

__all__ = [
    "AudioOwners",
    "Blocks",
    "ChatAudit",
    "ChatFiles",
    "ChatMembers",
    "ChatMessages",
    "ChatRooms",
    "ChatWork",
    "ImageOwners",
    "LinkedRooms",
    "People",
    "ReceiptPreferences",
    "Standings",
    "Usernames",
]


class ChatRooms(Protocol):
    """Chat rooms."""

    def add(self, room: ChatRoom) -> bool:
        """Store a new chat room, and say whether there was none.

        There is at most one for each pair of people, and one for each thing that it is linked to;
        where another transaction makes it at the same time, this one waits to know. Raises:
        Conflict, if its id is in use.
        """

    def get(self, chat_room_id: ChatRoomId) -> ChatRoom:
        """Find a chat room, and hold it. Raises: NotFound."""

    def find(self, chat_room_id: ChatRoomId) -> ChatRoom | None:
        """Find a chat room as it stands; nothing is held."""

    def between(self, one: UserId, other: UserId) -> ChatRoom | None:
        """The direct chat of two people, whichever is named first; it is held."""

    def linked(self, kind: ChatKind, linked_id: Id) -> ChatRoom | None:
        """The chat of a listening room or project; it is held."""

    def put(self, room: ChatRoom) -> None:
        """Store a chat room's new state. Raises: NotFound."""

    def of_member(self, user_id: UserId, page: PageRequest) -> Page[tuple[ChatRoom, ChatMember]]:
        """The chat rooms that somebody is in, with their place there.

        Those with the latest message come first, then by descending id. Raises: Invalid, for a
        cursor of another list.
        """


class ChatMembers(Protocol):
    """Places in chat rooms, of those who are in, and of those who have been."""

    def add(self, member: ChatMember) -> None:
        """Store a new place. Raises: Conflict, if they have one there."""

    def find(self, chat_room_id: ChatRoomId, user_id: UserId) -> ChatMember | None:
        """Somebody's place in a chat room, present or not; it is held."""

    def put(self, member: ChatMember) -> None:
        """Store a place's new state. Raises: NotFound."""

    def page(self, chat_room_id: ChatRoomId, page: PageRequest) -> Page[ChatMember]:
        """Who is in a chat room: the longest there first, then by id.

        Raises: Invalid, for a cursor of another list.
        """

    def among(self, chat_room_id: ChatRoomId, user_ids: Collection[UserId]) -> AbstractSet[UserId]:
        """Those of the users named who are in a chat room; nothing is held."""

    def foremost(self, chat_room_id: ChatRoomId, *, but: UserId) -> ChatMember | None:
        """Who but one comes first in a chat room: by role, then the longest there, then by id."""

    def having_seen(self, chat_room_id: ChatRoomId, seq: int) -> Sequence[ChatMember]:
        """Who is in a chat room, and known to have seen a message of that number or a later one.

        They come by id.
        """

    def banned_until(
        self, kind: ChatKind, linked_id: Id, user_id: UserId, now: datetime
    ) -> datetime | None:
        """Until when somebody is banned, at that time, in the chat of a listening room or project.

        `None` if they are not, or there is no such chat. Nothing is held.
        """


class ChatMessages(Protocol):
    """Messages. They change only while their chat room is held, and are not held themselves."""

    def add(self, message: ChatMessage) -> None:
        """Store a new message.

        Raises: Conflict, if its id, its number in its room, or its client's id for it is in use.
        """

    def find(self, message_id: MessageId) -> ChatMessage | None:
        """Find a message."""

    def put(self, message: ChatMessage) -> None:
        """Store a message's new state. Raises: NotFound."""

    def named(
        self, chat_room_id: ChatRoomId, sender_id: UserId, client_id: str
    ) -> ChatMessage | None:
        """The message that somebody's client has named so in a chat room."""

    def history(self, chat_room_id: ChatRoomId, span: Span, page: PageRequest) -> Page[ChatMessage]:
        """The messages of a chat room in a span, in its order.

        Raises: Invalid, for a cursor of another list.
        """

    def search(
        self, chat_room_id: ChatRoomId, terms: Sequence[str], page: PageRequest
    ) -> Page[ChatMessage]:
        """Messages of a chat room in which every term begins a word, the newest first.

        Terms are as `wording.query_terms` makes them; without any, nothing is found. Raises:
        Invalid, for a cursor of another list.
        """


class ChatFiles(Protocol):
    """Files in chats; nothing of one changes but that it is sent."""

    def add(self, file: ChatFile) -> None:
        """Store a new file. Raises: Conflict, if its id is in use."""

    def find(self, file_id: ChatFileId) -> ChatFile | None:
        """Find a file; nothing is held."""

    def hold(self, file_id: ChatFileId) -> ChatFile | None:
        """Find a file, and hold it until the transaction ends."""

    def put(self, file: ChatFile) -> None:
        """Store a file's new state. Raises: NotFound."""

    def take(self, file_id: ChatFileId) -> ChatFile | None:
        """Take a file away, and answer it, if it was there; of several who take one, one does."""

    def of_owner(self, owner_id: UserId, limit: int) -> Sequence[ChatFile]:
        """Up to `limit` files of somebody, by id; nothing is held."""

    def expired(self, before: datetime, limit: int) -> Sequence[ChatFile]:
        """Up to `limit` files that expired by a time, the longest expired first, then by id.

        They are held until the transaction ends.
        """


class People(Protocol):
    """Who people are."""

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Person]:
        """Those of the users named that there are, whatever their status, in no order."""

    def active(self, user_id: UserId) -> bool:
        """Whether there is such a user, and their account is active. Nothing is held."""

    def erased(self, user_id: UserId) -> bool:
        """Whether there was such a user, who has been erased. Nothing is held."""


class Usernames(Protocol):
    """What people are called."""

    def of(self, names: Collection[str]) -> Mapping[str, UserId]:
        """Whose the user names are, of those that are somebody's, in whatever case."""


class Standings(Protocol):
    """As whom people may act."""

    def of(self, user_id: UserId) -> Actor | None:
        """Somebody as they stand now, held; `None` if they are suspended, or not there at all."""


class Blocks(Protocol):
    """Who does not see whom."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""

    def all_by(self, blocker_id: UserId) -> Collection[UserId]:
        """All whom a user has blocked, in no order."""


class ReceiptPreferences(Protocol):
    """Who keeps to themself what they have received and seen."""

    def are_private(self, user_id: UserId) -> bool:
        """Whether somebody does; so it stays until the transaction ends."""


class AudioOwners(Protocol):
    """Whose a recording is."""

    def owner_of(self, audio_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who owns a recording, which is held; `None` if there is none that `seen_by` may know."""


class ImageOwners(Protocol):
    """Whose an image is."""

    def owner_of(self, image_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who uploaded an image, which is held; `None` if there is none that `seen_by` may know."""


class LinkedRooms(Protocol):
    """The listening rooms and projects whose chats there are."""

    def hold(self, kind: ChatKind, linked_id: Id) -> None:
        """Hold one, if there is such a one: what is done in its chat will reach it."""


class ChatAudit(Protocol):
    """What moderators do."""

    def note(
        self, record_id: Id, *, at: datetime, by: UserId, action: str, room: ChatRoom, detail: str
    ) -> None:
        """Write an act down. Raises: Conflict, if one with its id is there."""


class ChatWork(UploadsWork, Protocol):
    """The unit of work of the chat context."""

    chat_rooms: ChatRooms
    chat_members: ChatMembers
    chat_messages: ChatMessages
    chat_files: ChatFiles
    chat_audit: ChatAudit
    linked_rooms: LinkedRooms
    usernames: Usernames
    receipt_preferences: ReceiptPreferences

    @property
    def people(self) -> People:
        """Who people are; identity's own."""

    @property
    def standings(self) -> Standings:
        """As whom people may act; as recordings ask too."""

    @property
    def blocks(self) -> Blocks:
        """Who does not see whom; identity's own."""

    @property
    def audio_owners(self) -> AudioOwners:
        """Whose a recording is, as identity asks too."""

    @property
    def image_owners(self) -> ImageOwners:
        """Whose an image is, as identity asks too."""
