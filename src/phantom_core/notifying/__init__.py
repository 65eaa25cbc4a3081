"""Who is notified of what: the whole table, beside that of reactions.

What is told of one event is one row of its context's module. What is no longer so is taken back,
and what somebody has answered or seen elsewhere is read.
"""

from typing import Final

from phantom_core.kernel.performing import Reactions
from phantom_core.notifying.bookings import BOOKINGS
from phantom_core.notifying.chats import CHATS
from phantom_core.notifying.exports import EXPORTS
from phantom_core.notifying.invites import INVITES
from phantom_core.notifying.people import PEOPLE
from phantom_core.notifying.projects import PROJECTS
from phantom_core.notifying.recordings import RECORDINGS

__all__ = ["NOTIFYING"]

NOTIFYING: Final[Reactions] = {
    **PEOPLE,
    **BOOKINGS,
    **RECORDINGS,
    **CHATS,
    **INVITES,
    **EXPORTS,
    **PROJECTS,
}
"""Event -> who is notified; each event stands in one module."""
