"""What somebody wants to be notified of, and where."""

import attrs

from phantom_core.kernel import UserId
from phantom_core.notifications.kinds import QUIET, NotificationKind

__all__ = ["Choice", "Inbox"]


@attrs.frozen(kw_only=True)
class Choice:
    """What is done with notifications of one kind.

    Attributes:
        in_app: whether there are any.
        push: whether they go to the user's devices too, as far as there are any.
    """

    kind: NotificationKind
    in_app: bool = True
    push: bool = True

    @property
    def pushes(self) -> bool:
        """Whether devices are told."""
        return self.in_app and self.push

    @classmethod
    def usual(cls, kind: NotificationKind) -> "Choice":
        """What is done for those who have not chosen."""
        return cls(kind=kind, push=kind not in QUIET)


@attrs.frozen(kw_only=True)
class Inbox:
    """Where somebody's notifications come in.

    Whatever adds to it, takes from it or counts it holds it, so that no two do so at once.

    Attributes:
        choices: what was chosen, by kind, in the order of kinds; others are as usual.
    """

    user_id: UserId
    choices: tuple[Choice, ...] = ()

    def choice(self, kind: NotificationKind) -> Choice:
        """What is done with one kind."""
        chosen = (choice for choice in self.choices if choice.kind is kind)
        return next(chosen, Choice.usual(kind))

    @property
    def all_choices(self) -> tuple[Choice, ...]:
        """What is done with every kind."""
        return tuple(self.choice(kind) for kind in NotificationKind)

    def choosing(self, *choices: Choice) -> "Inbox":
        """With other choices for some kinds."""
        chosen = {choice.kind: choice for choice in (*self.choices, *choices)}
        kept = (chosen[kind] for kind in NotificationKind if kind in chosen)
        return attrs.evolve(self, choices=tuple(c for c in kept if c != Choice.usual(c.kind)))
