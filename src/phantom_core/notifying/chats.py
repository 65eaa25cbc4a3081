"""What is said in chats: whom it names, answers or is for is told, until they have seen it."""

from typing import Final

from phantom_core.chat import (
    ChatKind,
    MessageDeleted,
    MessageEdited,
    MessagePlace,
    MessageReaction,
    MessageSent,
    ReceiptMoved,
)
from phantom_core.kernel import Id, UserId
from phantom_core.kernel.commands import Command
from phantom_core.kernel.performing import Reactions
from phantom_core.notifications import (
    NotificationKind,
    Notify,
    NotifyAll,
    Payload,
    ReadSaid,
    Subject,
    SubjectKind,
    WithdrawMessage,
    WithdrawPart,
)

__all__ = ["CHATS"]


def _message(event: MessageSent) -> NotifyAll | None:
    """Tell everybody once: the other one in a direct chat, else who is mentioned or answered."""
    place, message = event.place, event.message.message
    if place is None or place.author_id is None:
        return None
    said = (event.chat_room_id, message.id, message.seq)
    if place.peer_id is not None:
        return NotifyAll(notices=(_direct(place.peer_id, place, *said),))
    kinds = dict.fromkeys(message.mentions, NotificationKind.MENTION)
    if place.answered_id is not None:
        kinds.setdefault(place.answered_id, NotificationKind.REPLY)
    return _told_of(kinds, place, *said)


def _mentioned(event: MessageEdited) -> NotifyAll | None:
    if event.place is None or event.place.kind is ChatKind.DIRECT:
        return None
    kinds = dict.fromkeys((each.id for each in event.mentions), NotificationKind.MENTION)
    return _told_of(kinds, event.place, event.chat_room_id, event.message_id, event.seq)


def _told_of(
    kinds: dict[UserId, NotificationKind],
    place: MessagePlace,
    chat_room_id: Id,
    message_id: Id,
    seq: int,
) -> NotifyAll | None:
    payload = _said(place, chat_room_id, message_id, seq)
    notices = (
        Notify(
            user_id=user_id,
            kind=kind,
            key=f"{kind}:{message_id}",
            part=message_id,
            actor_id=place.author_id,
            payload=payload,
            once=True,
        )
        for user_id, kind in kinds.items()
    )
    return NotifyAll(notices=tuple(notices)) if kinds else None


def _direct(
    peer_id: UserId, place: MessagePlace, chat_room_id: Id, message_id: Id, seq: int
) -> Notify:
    """The chat itself counts messages: what is not read yet is told of once."""
    return Notify(
        user_id=peer_id,
        kind=NotificationKind.MESSAGE,
        key=f"direct:{chat_room_id}",
        part=chat_room_id,
        actor_id=place.author_id,
        payload=_said(place, chat_room_id, message_id, seq),
    )


def _said(place: MessagePlace, chat_room_id: Id, message_id: Id, seq: int) -> Payload:
    subject = Subject(kind=SubjectKind.MESSAGE, id=message_id, name=place.title)
    return Payload(subject=subject, chat_room_id=chat_room_id, seq=seq)


def _reaction(event: MessageReaction) -> Command[None] | None:
    """Of one's reactions under a message the first counts; when one goes, so does that."""
    place = event.place
    if place is None or place.author_id is None:
        return None
    author_id, key = place.author_id, f"reaction:{event.message_id}"
    if not event.given:
        return WithdrawPart(user_id=author_id, key=key, part=event.person.id)
    return Notify(
        user_id=author_id,
        kind=NotificationKind.REACTION,
        key=key,
        part=event.person.id,
        actor_id=event.person.id,
        payload=_said(place, event.chat_room_id, event.message_id, event.seq),
    )


def _no_message(event: MessageDeleted) -> WithdrawMessage:
    return WithdrawMessage(chat_room_id=event.chat_room_id, seq=event.seq)


def _seen(event: ReceiptMoved) -> ReadSaid | None:
    if not event.seen_seq:
        return None
    return ReadSaid(user_id=event.person.id, chat_room_id=event.chat_room_id, up_to=event.seen_seq)


def _caught_up(event: MessageSent) -> ReadSaid | None:
    place, message = event.place, event.message.message
    if place is None or not place.caught_up or place.author_id is None:
        return None
    return ReadSaid(user_id=place.author_id, chat_room_id=event.chat_room_id, up_to=message.seq - 1)


CHATS: Final[Reactions] = {
    MessageSent: (_message, _caught_up),
    MessageEdited: (_mentioned,),
    MessageReaction: (_reaction,),
    MessageDeleted: (_no_message,),
    ReceiptMoved: (_seen,),
}
"""Event -> who is notified."""
