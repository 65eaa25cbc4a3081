"""Notifications as the wire has them."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_core.notifications import (
    Choice,
    Device,
    DevicePlatform,
    NotificationKind,
    NotificationView,
    Subject,
    SubjectKind,
    text_of,
    title_of,
)
from phantom_core.notifications import Payload as Happened

__all__ = [
    "ChoicePayload",
    "ChoicesPayload",
    "NotificationPayload",
    "NotificationSubjectPayload",
    "NotifiedPayload",
    "PushDevicePayload",
    "choices_of",
    "notification_of",
    "push_device_of",
]


class NotificationSubjectPayload(Payload):
    """The thing that a notification leads to, and what it was called then."""

    kind: SubjectKind
    id: IdText
    name: str | None = None


class NotifiedPayload(Payload):
    """What has happened, for apps that say it in words of their own.

    `move` is which turn it took, such as `confirmed` of a booking. Where something was said in a
    chat room, seeing that much of it (`seq`) reads the notification.
    """

    move: str | None = None
    subject: NotificationSubjectPayload | None = None
    chat_room_id: IdText | None = None
    seq: int | None = None


class NotificationPayload(Payload):
    """Something that one is told. What is alike gathers in one notification until it is read."""

    id: IdText
    kind: NotificationKind
    title: Annotated[str, msgspec.Meta(description="What it is about, in plain English.")]
    text: Annotated[str, msgspec.Meta(description="What has happened, in plain English.")]
    count: Annotated[int, msgspec.Meta(ge=1, description="How many things are gathered in it.")]
    people: Annotated[
        list[PersonPayload],
        msgspec.Meta(description="Who did them last, up to three, the latest first."),
    ]
    payload: NotifiedPayload
    created_at: InstantText
    updated_at: Annotated[
        InstantText, msgspec.Meta(description="When the latest of these things came.")
    ]
    read_at: InstantText | None = None


class ChoicePayload(Payload):
    """Whether one is notified, and whether one's devices are told too where one is."""

    in_app: bool
    push: bool


class ChoicesPayload(Payload):
    """What one is notified of, by kind."""

    follower: ChoicePayload
    match: ChoicePayload
    booking: ChoicePayload
    invite: ChoicePayload
    collaboration: ChoicePayload
    conflict: ChoicePayload
    message: ChoicePayload
    mention: ChoicePayload
    reply: ChoicePayload
    reaction: ChoicePayload
    analysis: ChoicePayload
    export: ChoicePayload
    report: ChoicePayload
    moderation: ChoicePayload


class PushDevicePayload(Payload):
    """A device that is told of one's notifications until the log-in session ends."""

    id: IdText
    platform: DevicePlatform
    registered_at: InstantText


def notification_of(view: NotificationView) -> NotificationPayload:
    """A notification, as its user sees it."""
    told = view.notification
    return NotificationPayload(
        id=told.id,
        kind=told.kind,
        title=title_of(view),
        text=text_of(view),
        count=view.count,
        people=[person_of(person) for person in view.people],
        payload=_happened(told.payload),
        created_at=instant(told.created_at),
        updated_at=instant(told.updated_at),
        read_at=None if told.read_at is None else instant(told.read_at),
    )


def choices_of(choices: Sequence[Choice]) -> ChoicesPayload:
    """A choice for every kind: the usual one for kinds that nothing was said about."""
    chosen = {choice.kind: choice for choice in choices}
    told = (chosen.get(kind, Choice.usual(kind)) for kind in NotificationKind)
    return ChoicesPayload(
        **{each.kind.value: ChoicePayload(in_app=each.in_app, push=each.push) for each in told}
    )


def push_device_of(device: Device) -> PushDevicePayload:
    """A device; its token is its own affair."""
    return PushDevicePayload(
        id=device.id, platform=device.platform, registered_at=instant(device.registered_at)
    )


def _happened(payload: Happened) -> NotifiedPayload:
    return NotifiedPayload(
        move=payload.move,
        subject=None if payload.subject is None else _subject(payload.subject),
        chat_room_id=payload.chat_room_id,
        seq=payload.seq,
    )


def _subject(subject: Subject) -> NotificationSubjectPayload:
    return NotificationSubjectPayload(kind=subject.kind, id=subject.id, name=subject.name)
