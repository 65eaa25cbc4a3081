"""Whom one does not want to hear."""

import attrs

from phantom_core.calls.call import CallMute
from phantom_core.calls.events import CallMuteSet
from phantom_core.calls.ports import CallsWork
from phantom_core.calls.use_cases._finding import standing_in
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command
from phantom_core.kernel.errors import Fault, Invalid, NotFound
from phantom_core.kernel.ids import Id

__all__ = ["MutePerson"]


@attrs.frozen(kw_only=True)
class MutePerson(Command[None]):
    """Hear somebody no longer in the calls of a room, or again; nobody else is told.

    It is kept until it is taken back, over leaving and coming again.

    Raises: NotFound, also for a user whom there is not; OutsideRoom; Invalid, for oneself.
    """

    access = Access.PERSON
    room_id: Id
    user_id: UserId
    muted: bool

    def run(self, work: CallsWork) -> None:
        """Note it."""
        standing_in(work, self.room_id)
        me = work.actor.person
        if self.user_id == me:
            raise Invalid(Fault("user_id", "must be somebody else's; leave it out for yourself"))
        mute = CallMute(room_id=self.room_id, user_id=me, muted_user_id=self.user_id)
        if self.muted and self.user_id not in work.people.of([self.user_id]):
            raise NotFound("user", self.user_id)
        changed = work.call_mutes.add(mute) if self.muted else work.call_mutes.remove(mute)
        if changed:
            work.record(
                CallMuteSet(
                    user_id=me,
                    room_id=self.room_id,
                    muted_user_id=self.user_id,
                    muted=self.muted,
                )
            )
