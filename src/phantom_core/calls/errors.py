"""What calls refuse."""

from phantom_core.kernel.errors import Conflict, Forbidden, Gone

__all__ = [
    "CallFull",
    "CallOver",
    "Glare",
    "NoCallHere",
    "NoOffer",
    "NotInCall",
    "OutsideRoom",
    "TakenOver",
]


class OutsideRoom(Forbidden):
    """Only those may do this who are in the room."""

    rule = "not-present"


class NoCallHere(Forbidden):
    """A room does not have calls of that kind."""

    rule = "no-call-here"


class NotInCall(Forbidden):
    """Only those may do this who are in the call."""

    rule = "not-in-call"


class CallOver(Gone):
    """A call has ended, or none has begun."""

    rule = "call-over"

    def __init__(self) -> None:
        super().__init__("There is no such call now; start one.")


class CallFull(Conflict):
    """No more people fit into a call."""

    rule = "call-full"


class Glare(Conflict):
    """Both have offered at once, and the other's offer stands: answer that."""

    rule = "glare"

    def __init__(self) -> None:
        super().__init__("The other's offer is under way and stands; answer it instead.")


class NoOffer(Conflict):
    """There is no offer to be answered, or it has aged."""

    rule = "no-offer"

    def __init__(self) -> None:
        super().__init__("There is no offer under way that this could answer.")


class TakenOver(Conflict):
    """Another device of the same person is in the call now."""

    rule = "call-taken-over"

    def __init__(self) -> None:
        super().__init__("Another device of yours is in this call now.")
