"""What chat refuses, besides what every context does."""

from phantom_core.kernel.errors import Conflict, Forbidden, UnsupportedMedia

__all__ = [
    "Banned",
    "ChatClosed",
    "FileRefused",
    "FollowsItsRoom",
    "LastAdmin",
    "Muted",
    "TooManyReactions",
]


class Banned(Forbidden):
    """Somebody may not enter for a while."""

    rule = "banned"


class Muted(Forbidden):
    """Somebody may read, and not write, for a while."""

    rule = "muted"


class ChatClosed(Forbidden):
    """What the chat belonged to is over, or the other one was erased; it is read, and no more."""

    rule = "chat-closed"


class FileRefused(UnsupportedMedia):
    """A file is a program, a script or a page: nobody is sent such a thing."""

    rule = "file-refused"

    def __init__(self) -> None:
        super().__init__("Programs, scripts and pages cannot be sent.")


class FollowsItsRoom(Forbidden):
    """Who is in this chat is not decided here: it belongs to something else, or to two people."""

    rule = "follows-its-room"


class LastAdmin(Conflict):
    """Somebody must be left to look after a chat."""

    rule = "last-admin"

    def __init__(self) -> None:
        super().__init__("You are the only admin here; make somebody else one first.")


class TooManyReactions(Conflict):
    """A message has as many reactions as it can bear."""

    rule = "too-many-reactions"
