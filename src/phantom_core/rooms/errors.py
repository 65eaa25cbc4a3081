"""What rooms refuse."""

from phantom_core.kernel.errors import Conflict, Fault, Forbidden, Gone, Invalid, Unavailable
from phantom_core.kernel.ids import Id

__all__ = [
    "AlreadyAdvanced",
    "AlreadyPresent",
    "Banned",
    "CatchingUp",
    "EntryRule",
    "HostsOnly",
    "InviteAnswered",
    "InvitesFull",
    "NotACandidate",
    "NotPresent",
    "NothingToPlay",
    "PublicRoomControl",
    "QueueFull",
    "RoomOver",
    "VoteClosed",
]


class EntryRule(Forbidden):
    """Somebody has not yet said what music they like."""

    rule = "entry-rule"


class PublicRoomControl(Forbidden):
    """Nobody controls the music of a public room, its host included."""

    rule = "public-room-control"


class HostsOnly(Forbidden):
    """Only the host may do this."""

    rule = "hosts-only"


class NotPresent(Forbidden):
    """Only those may do this who are in the room."""

    rule = "not-present"


class Banned(Forbidden):
    """Somebody may not come in, for a while."""

    rule = "banned"


class VoteClosed(Conflict):
    """There is no vote open."""

    rule = "vote-closed"

    def __init__(self) -> None:
        super().__init__("No vote is open in this room now.")


class NotACandidate(Invalid):
    """A song does not stand in the vote."""

    rule = "not-a-candidate"

    def __init__(self) -> None:
        super().__init__(Fault("song_id", "must be a candidate of the open vote"))


class AlreadyAdvanced(Conflict):
    """The playing that was meant is over; another song plays already.

    Attributes:
        entry_id: what plays now.
    """

    rule = "already-advanced"

    def __init__(self, entry_id: Id | None) -> None:
        super().__init__("Another song plays already.")
        self.entry_id = entry_id


class NothingToPlay(Conflict):
    """The room has no song."""

    rule = "nothing-to-play"

    def __init__(self) -> None:
        super().__init__("There is nothing to play in this room.")


class QueueFull(Conflict):
    """No more songs may wait."""

    rule = "queue-full"

    def __init__(self) -> None:
        super().__init__("Too many songs wait already.")


class AlreadyPresent(Conflict):
    """Somebody is in the room already, and cannot be invited."""

    rule = "already-present"

    def __init__(self) -> None:
        super().__init__("They are in this room already.")


class InvitesFull(Conflict):
    """No more people may be invited before some have answered."""

    rule = "invites-full"

    def __init__(self) -> None:
        super().__init__("Too many people have not answered yet.")


class InviteAnswered(Conflict):
    """An invite has been answered, or taken back."""

    rule = "invite-answered"

    def __init__(self) -> None:
        super().__init__("This invite has been answered, or taken back.")


class RoomOver(Gone):
    """A room has ended."""

    rule = "room-over"

    def __init__(self) -> None:
        super().__init__("This room is over.")


class CatchingUp(Unavailable):
    """A room has more behind it than is done at once; whoever asks again finds it farther on."""

    rule = "catching-up"

    def __init__(self) -> None:
        super().__init__("This room is catching up.")
