"""Choosing what to be notified of."""

from collections.abc import Sequence

import attrs

from phantom_core.kernel import UNCHANGED, Access, Command, Query, Unchanged, given
from phantom_core.notifications.events import NotificationChoicesSet
from phantom_core.notifications.kinds import NotificationKind
from phantom_core.notifications.ports import NotificationsWork
from phantom_core.notifications.preferences import Choice, Inbox

__all__ = ["ChoiceChange", "GetNotificationChoices", "SetNotificationChoices"]


@attrs.frozen(kw_only=True)
class ChoiceChange:
    """Another choice for one kind; what is not said stays as it is."""

    kind: NotificationKind
    in_app: bool | Unchanged = UNCHANGED
    push: bool | Unchanged = UNCHANGED

    def applied(self, choice: Choice) -> Choice:
        """The choice after it."""
        return attrs.evolve(choice, **given(in_app=self.in_app, push=self.push))


@attrs.frozen(kw_only=True)
class GetNotificationChoices(Query[Sequence[Choice]]):
    """Look at what one is notified of."""

    access = Access.PERSON

    def run(self, work: NotificationsWork) -> Sequence[Choice]:
        """Answer a choice for every kind."""
        me = work.actor.person
        inbox = work.notification_inboxes.find(me) or Inbox(user_id=me)
        return inbox.all_choices


@attrs.frozen(kw_only=True)
class SetNotificationChoices(Command[Sequence[Choice]]):
    """Be notified of other things, or elsewhere, from now on. What has come stays."""

    access = Access.PERSON
    changes: tuple[ChoiceChange, ...]

    def run(self, work: NotificationsWork) -> Sequence[Choice]:
        """Answer a choice for every kind, as it is now."""
        me = work.actor.person
        inbox = work.notification_inboxes.hold(me)
        changed = inbox
        for change in self.changes:
            changed = changed.choosing(change.applied(changed.choice(change.kind)))
        if changed != inbox:
            work.notification_inboxes.put(changed)
            work.record(NotificationChoicesSet(user_id=me, choices=changed.all_choices))
        return changed.all_choices
