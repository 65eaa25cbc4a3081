"""One's notifications, what one wants of them, and the devices that are told."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.notifications.payloads import (
    ChoicesPayload,
    NotificationPayload,
    PushDevicePayload,
    choices_of,
    notification_of,
    push_device_of,
)
from phantom_app.http.paging import CursorText, Limit, page_at
from phantom_app.http.payloads import IdInPath, IdText, InstantText, Payload, instant
from phantom_app.http.problems import Malformed
from phantom_core.kernel import UNCHANGED, Command, Conflict, Fault, Id, NotFound, to_millisecond
from phantom_core.notifications import (
    ChoiceChange,
    DeviceId,
    DevicePlatform,
    GetNotification,
    GetNotificationChoices,
    ListDevices,
    ListNotifications,
    NotificationId,
    NotificationKind,
    ReadAllNotifications,
    ReadNotifications,
    RegisterDevice,
    RemoveDevice,
    SetNotificationChoices,
)

__all__ = [
    "ROUTES",
    "ChoicesChange",
    "DevicesPayload",
    "InboxPayload",
    "NewDevice",
    "Reading",
    "UnreadPayload",
    "WantedChange",
    "choices",
    "devices",
    "listed",
    "one",
    "read",
    "register_device",
    "remove_device",
    "set_choices",
]

_UNREAD = "How many are not read of all; beyond a thousand they are not counted."


class InboxPayload(Payload):
    """Some of one's notifications, and how many of all are not read."""

    items: list[NotificationPayload]
    next: Annotated[
        str | None, msgspec.Meta(description="The `cursor` of the next page; null on the last.")
    ]
    unread: Annotated[int, msgspec.Meta(ge=0, description=_UNREAD)]
    now: Annotated[
        InstantText,
        msgspec.Meta(description="Up to when this is all; `before`, where all is read of it."),
    ]


class Reading(Payload):
    """What was read: those named, or all, if only up to a time."""

    ids: (
        Annotated[tuple[IdText, ...], msgspec.Meta(description="Up to two hundred of one's own.")]
        | None
    ) = None
    all: bool = False
    before: Annotated[
        datetime | None,
        msgspec.Meta(description="With `all`: what came later than this is not read."),
    ] = None


class UnreadPayload(Payload):
    """What is left."""

    unread: Annotated[int, msgspec.Meta(ge=0, description=_UNREAD)]


class WantedChange(Payload):
    """What shall be otherwise for one kind; what is left out stays."""

    in_app: bool | UnsetType = UNSET
    push: bool | UnsetType = UNSET


class ChoicesChange(Payload):
    """What shall be otherwise, by kind; what is left out stays."""

    follower: WantedChange = WantedChange()
    match: WantedChange = WantedChange()
    booking: WantedChange = WantedChange()
    invite: WantedChange = WantedChange()
    collaboration: WantedChange = WantedChange()
    conflict: WantedChange = WantedChange()
    message: WantedChange = WantedChange()
    mention: WantedChange = WantedChange()
    reply: WantedChange = WantedChange()
    reaction: WantedChange = WantedChange()
    analysis: WantedChange = WantedChange()
    export: WantedChange = WantedChange()
    report: WantedChange = WantedChange()
    moderation: WantedChange = WantedChange()


class NewDevice(Payload):
    """A device that shall be told, as its push service knows it."""

    platform: DevicePlatform
    token: Annotated[
        str,
        msgspec.Meta(
            description="What its push service calls it by.",
            extra_json_schema={"minLength": 1, "maxLength": 4096, "pattern": "^[!-~]+$"},
        ),
    ]


class DevicesPayload(Payload):
    """One's devices that are told, the one registered last first."""

    items: Sequence[PushDevicePayload]


@get("/")
async def listed(
    request: PhantomRequest,
    *,
    unread: Annotated[
        bool, QueryParameter(description="Whether only those are meant that are not read.")
    ] = False,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> InboxPayload:
    """One's notifications, the latest first.

    What is about somebody whom one has blocked, or who has blocked one, is not there.
    """
    asked = ListNotifications(unread=unread, page=page_at(limit, cursor))
    inbox = await request.caller.ask(asked)
    return InboxPayload(
        items=[notification_of(view) for view in inbox.page.items],
        next=inbox.page.next,
        unread=inbox.unread,
        now=instant(inbox.now),
    )


@get("/{notification_id:str}", refuses=[NotFound])
async def one(request: PhantomRequest, notification_id: IdInPath) -> NotificationPayload:
    """One notification, such as one that a device was told of."""
    asked = GetNotification(notification_id=NotificationId(Id(notification_id)))
    return notification_of(await request.caller.ask(asked))


@post("/read", status_code=200)
async def read(request: PhantomRequest, data: JSONBody[Reading]) -> UnreadPayload:
    """Have read some notifications, or all; one's other devices are told."""
    return UnreadPayload(unread=await request.caller.do(_reading(data)))


def _reading(data: Reading) -> Command[int]:
    if (data.ids is None) != data.all:
        raise Malformed(Fault("ids", "must be given, or else all; not both"))
    if data.ids is not None:
        if data.before is not None:
            raise Malformed(Fault("before", "goes with all only"))
        return ReadNotifications(ids=tuple(NotificationId(Id(text)) for text in data.ids))
    return ReadAllNotifications(before=_moment(data.before))


def _moment(given: datetime | None) -> datetime | None:
    if given is None:
        return None
    if given.tzinfo is None:
        raise Malformed(Fault("before", "must say its zone, as in 2026-01-31T12:00:00Z"))
    try:
        return to_millisecond(given.astimezone(UTC))
    except OverflowError:
        raise Malformed(Fault("before", "must be a time that can be told in UTC")) from None


@get("/preferences")
async def choices(request: PhantomRequest) -> ChoicesPayload:
    """What one is notified of, and where.

    `preferences.collaborationNotifications` of one's account switches off `collaboration` and
    `conflict` as a whole.
    """
    return choices_of(await request.caller.ask(GetNotificationChoices()))


@put("/preferences")
async def set_choices(request: PhantomRequest, data: JSONBody[ChoicesChange]) -> ChoicesPayload:
    """Be notified of other things, or elsewhere, from now on; what has come stays."""
    changes = (_change(kind, getattr(data, kind.value)) for kind in NotificationKind)
    command = SetNotificationChoices(changes=tuple(changes))
    return choices_of(await request.caller.do(command))


def _change(kind: NotificationKind, wanted: WantedChange) -> ChoiceChange:
    return ChoiceChange(
        kind=kind,
        in_app=UNCHANGED if isinstance(wanted.in_app, UnsetType) else wanted.in_app,
        push=UNCHANGED if isinstance(wanted.push, UnsetType) else wanted.push,
    )


@get("/devices")
async def devices(request: PhantomRequest) -> DevicesPayload:
    """The devices that are told of one's notifications."""
    found = await request.caller.ask(ListDevices())
    return DevicesPayload(items=[push_device_of(device) for device in found])


@put("/devices/{device_id:str}", status_code=200, refuses=[Conflict])
async def register_device(
    request: PhantomRequest, device_id: IdInPath, data: JSONBody[NewDevice]
) -> PushDevicePayload:
    """Have a device told of one's notifications, until the log-in session ends.

    The app chooses the id once, and registers the device again whenever its token is another.
    """
    session_id = request.caller.session_id
    if session_id is None:
        raise AssertionError("who is signed in is so in a session")
    command = RegisterDevice(
        device_id=DeviceId(Id(device_id)),
        session_id=session_id,
        platform=data.platform,
        token=data.token,
    )
    return push_device_of(await request.caller.do(command))


@delete("/devices/{device_id:str}")
async def remove_device(request: PhantomRequest, device_id: IdInPath) -> None:
    """Have a device told no more."""
    await request.caller.do(RemoveDevice(device_id=DeviceId(Id(device_id))))


ROUTES = (
    Router(
        "/api/notifications",
        tags=["Notifications"],
        route_handlers=[
            listed,
            read,
            choices,
            set_choices,
            devices,
            register_device,
            remove_device,
            one,
        ],
    ),
)
"""What is served here."""
