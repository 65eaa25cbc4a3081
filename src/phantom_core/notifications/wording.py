"""What notifications say, in plain English, for apps that have no words of their own.

Each sentence names the people who did something, one or two, or one and how many others.
"""

from collections.abc import Callable, Mapping
from typing import Final

from phantom_core.notifications.kinds import NotificationKind
from phantom_core.notifications.notification import NotificationView

__all__ = ["text_of", "title_of"]

_TITLES: Final[Mapping[NotificationKind, str]] = {
    NotificationKind.FOLLOWER: "New follower",
    NotificationKind.MATCH: "It's a match",
    NotificationKind.BOOKING: "Booking",
    NotificationKind.INVITE: "Invite",
    NotificationKind.COLLABORATION: "Project",
    NotificationKind.CONFLICT: "Changes clash",
    NotificationKind.MESSAGE: "New message",
    NotificationKind.MENTION: "You were mentioned",
    NotificationKind.REPLY: "New reply",
    NotificationKind.REACTION: "New reaction",
    NotificationKind.ANALYSIS: "Analysis",
    NotificationKind.EXPORT: "Your data",
    NotificationKind.REPORT: "Your report",
    NotificationKind.MODERATION: "Moderation",
}
_PLURAL_TITLES: Final[Mapping[NotificationKind, str]] = {
    NotificationKind.FOLLOWER: "New followers",
    NotificationKind.REACTION: "New reactions",
}


def title_of(view: NotificationView) -> str:
    """What it is about, in a word or two."""
    kind = view.notification.kind
    return _PLURAL_TITLES.get(kind, _TITLES[kind]) if view.count > 1 else _TITLES[kind]


def text_of(view: NotificationView) -> str:
    """What has happened, as a sentence."""
    return _SENTENCES[view.notification.kind](view)


def _who(view: NotificationView) -> str:
    """Those who did it; there may be more than are named."""
    first, *rest = [person.display_name for person in view.people] or ["Somebody"]
    others = max(view.count - 1, len(rest))
    if not others:
        return first
    if others == 1 and rest:
        return f"{first} and {rest[0]}"
    return f"{first} and {others} {'other' if others == 1 else 'others'}"


def _name(view: NotificationView, otherwise: str) -> str:
    subject = view.notification.payload.subject
    return otherwise if subject is None or subject.name is None else f"“{subject.name}”"


def _move(view: NotificationView) -> str:
    return view.notification.payload.move or ""


def _follower(view: NotificationView) -> str:
    return f"{_who(view)} {'follows' if view.count == 1 else 'follow'} you."


def _match(view: NotificationView) -> str:
    return f"You and {_who(view)} like each other."


_BOOKINGS: Final = {
    "requested": "{who} wants to book you for {what}.",
    "confirmed": "{who} confirmed a booking for {what}.",
    "cancelled": "{who} cancelled a booking for {what}.",
    "completed": "{who} marked a booking for {what} as completed.",
}


def _booking(view: NotificationView) -> str:
    move = _move(view)
    if not view.people:
        return f"A booking for {_name(view, 'a project')} was {move}."
    said = _BOOKINGS.get(move, "{who} changed a booking for {what}.")
    return said.format(who=_who(view), what=_name(view, "a project"))


_INVITES: Final = {
    "received": "{who} invites you to {what}.",
    "accepted": "{who} accepted your invite to {what}.",
    "declined": "{who} declined your invite to {what}.",
}


def _invite(view: NotificationView) -> str:
    subject = view.notification.payload.subject
    kind = "room" if subject is None else subject.kind.value
    said = _INVITES.get(_move(view), "{who} has to do with an invite to {what}.")
    return said.format(who=_who(view), what=_name(view, f"a {kind}"))


_PROJECTS: Final = {
    "removed": "You are no longer in {what}.",
    "owner": "{what} is yours now.",
}


def _collaboration(view: NotificationView) -> str:
    said = _PROJECTS.get(_move(view), "Something has changed in {what}.")
    return said.format(what=_name(view, "A project" if said.startswith("{") else "a project"))


def _conflict(view: NotificationView) -> str:
    if view.count == 1:
        return f"Changes clash in {_name(view, 'a project')}, yours among them."
    return f"{view.count} changes of yours clash with others in {_name(view, 'a project')}."


def _place(view: NotificationView) -> str:
    subject = view.notification.payload.subject
    return "" if subject is None or subject.name is None else f" in “{subject.name}”"


def _message(view: NotificationView) -> str:
    return f"{_who(view)} wrote to you."


def _mention(view: NotificationView) -> str:
    return f"{_who(view)} mentioned you{_place(view)}."


def _reply(view: NotificationView) -> str:
    return f"{_who(view)} replied to you{_place(view)}."


def _reaction(view: NotificationView) -> str:
    return f"{_who(view)} reacted to your message{_place(view)}."


def _analysis(view: NotificationView) -> str:
    failed = _move(view) == "failed"
    if view.count == 1:
        return f"A recording of yours {'could not be' if failed else 'has been'} analysed."
    return f"{view.count} recordings {'could not be' if failed else 'have been'} analysed."


def _export(view: NotificationView) -> str:
    if _move(view) == "failed":
        return "The export of your data could not be made."
    return "The export of your data is ready."


_REPORTS: Final = {
    "dismissed": "Your report was looked into; nothing was done.",
    "deleted": "Your report was looked into, and what you reported was deleted.",
    "suspended": "Your report was looked into, and an account was suspended.",
}


def _report(view: NotificationView) -> str:
    return _REPORTS.get(_move(view), "Your report was looked into.")


_THINGS: Final = {
    "image": "An image",
    "audio": "A recording",
    "message": "A message",
    "room": "A room",
}


def _moderation(view: NotificationView) -> str:
    move, where = _move(view), _name(view, "a chat")
    if move == "muted":
        return f"You may not write in {where} for now."
    if move == "banned":
        return f"You may not enter {where} for now."
    if move == "kicked":
        return f"You were shown out of {_name(view, 'a room')}."
    return f"{_THINGS.get(move, 'Something')} of yours was deleted by the people in charge."


_SENTENCES: Final[Mapping[NotificationKind, Callable[[NotificationView], str]]] = {
    NotificationKind.FOLLOWER: _follower,
    NotificationKind.MATCH: _match,
    NotificationKind.BOOKING: _booking,
    NotificationKind.INVITE: _invite,
    NotificationKind.COLLABORATION: _collaboration,
    NotificationKind.CONFLICT: _conflict,
    NotificationKind.MESSAGE: _message,
    NotificationKind.MENTION: _mention,
    NotificationKind.REPLY: _reply,
    NotificationKind.REACTION: _reaction,
    NotificationKind.ANALYSIS: _analysis,
    NotificationKind.EXPORT: _export,
    NotificationKind.REPORT: _report,
    NotificationKind.MODERATION: _moderation,
}
