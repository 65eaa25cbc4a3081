"""What devices are told, and when they are not."""

from collections.abc import Sequence
from typing import Any

import pytest

from phantom_adapters.memory.push import MemoryPushGateway
from phantom_core.chat import MarkSeen
from phantom_core.identity import (
    BlockUser,
    ChangeUser,
    EndSession,
    SetUserStatus,
    UserStatus,
)
from phantom_core.kernel import SYSTEM, Actor, Conflict, Id, Unavailable, UserId, person, uuid7
from phantom_core.notifications import (
    MOST_DEVICES,
    ChoiceChange,
    DeviceId,
    DevicePlatform,
    ListDevices,
    NotificationKind,
    Notify,
    Payload,
    PushNotification,
    RegisterDevice,
    SetNotificationChoices,
)
from phantom_core.notifications.flows import push
from tests.use_cases.notifications.street import Street


def device_id(number: int) -> DeviceId:
    return DeviceId(uuid7(Street.EPOCH, number))


async def registered(street: Street, actor: Actor, number: int, **fields: Any) -> Any:
    command = RegisterDevice(
        device_id=device_id(number),
        session_id=fields.pop("session_id", Id(uuid7(Street.EPOCH, 99))),
        platform=DevicePlatform.ANDROID,
        token=fields.pop("token", f"token-{number}"),
    )
    return await street.do(actor, command)


async def devices_of(street: Street, actor: Actor) -> Sequence[str]:
    """The tokens of somebody's devices, the one registered last first."""
    found = await street.town.phantom.ask(ListDevices(), actor=actor)
    return [device.token for device in found]


async def rung(street: Street, gateway: MemoryPushGateway) -> Sequence[str]:
    """Do what is due, and say what was heard where."""
    gateway.sent.clear()
    for job in await street.town.jobs():
        if isinstance(job.deferred, PushNotification):
            await push(street.town.phantom, gateway, job.deferred)
    return [f"{device.token}: {told.text} ({told.unread})" for device, told in gateway.sent]


@pytest.fixture
def gateway() -> MemoryPushGateway:
    return MemoryPushGateway()


async def test_all_devices_are_told_when_a_notification_begins(
    street: Street, gateway: MemoryPushGateway
) -> None:
    ada, bob, cyd = await street.people("ada", "bob", "cyd")
    await registered(street, ada, 1)
    street.town.clock.advance(seconds=1)
    await registered(street, ada, 2)
    await street.follow(ada, bob, cyd)

    assert await rung(street, gateway) == [
        "token-2: cyd and bob follow you. (1)",
        "token-1: cyd and bob follow you. (1)",
    ]


@pytest.mark.parametrize("meanwhile", ["block", "suspended", "seen", "unwanted", "quiet"])
async def test_what_is_no_longer_to_be_told_is_not(
    street: Street, gateway: MemoryPushGateway, meanwhile: str
) -> None:
    ada, bob, cyd = await street.people("ada", "bob", "cyd")
    await registered(street, ada, 1)
    room = await street.group(bob, ada, cyd)
    said = await street.say(bob, room, "@ada!")
    kind = NotificationKind.MENTION
    commands = {
        "block": (bob, BlockUser(user_id=ada.person)),
        "suspended": (
            SYSTEM,
            SetUserStatus(user_id=UserId(bob.person), status=UserStatus.SUSPENDED),
        ),
        "seen": (ada, MarkSeen(chat_room_id=room, seq=said.seq)),
        "unwanted": (
            ada,
            SetNotificationChoices(changes=(ChoiceChange(kind=kind, in_app=False),)),
        ),
        "quiet": (ada, SetNotificationChoices(changes=(ChoiceChange(kind=kind, push=False),))),
    }
    await street.do(*commands[meanwhile])

    assert await rung(street, gateway) == []


async def test_a_device_that_is_gone_is_forgotten_and_others_are_told(
    street: Street, gateway: MemoryPushGateway
) -> None:
    ada, bob = await street.people("ada", "bob")
    for number in (1, 2):
        await registered(street, ada, number)
    gateway.gone.add("token-2")
    await street.follow(ada, bob)

    assert await rung(street, gateway) == ["token-1: bob follows you. (1)"]
    assert await devices_of(street, ada) == ["token-1"]
    gateway.away = True
    with pytest.raises(Unavailable):
        await rung(street, gateway)


async def test_a_phone_is_its_last_owners_until_they_sign_out(street: Street) -> None:
    ada, bob = await street.people("ada", "bob")
    phone = await street.town.log_in("bob", device="phone")
    await registered(street, ada, 1, token="same")
    with pytest.raises(Conflict):
        await registered(street, bob, 1)
    session_id = (await street.town.identify(phone)).session_id
    await registered(street, bob, 1, token="same", session_id=session_id)
    assert await devices_of(street, ada) == []
    assert await devices_of(street, bob) == ["same"]
    await street.do(bob, EndSession(session_id=session_id))

    assert await devices_of(street, bob) == []


async def test_of_too_many_devices_the_oldest_gives_way(street: Street) -> None:
    (ada,) = await street.people("ada")
    for number in range(MOST_DEVICES + 1):
        street.town.clock.advance(seconds=1)
        await registered(street, ada, number)

    assert await devices_of(street, ada) == [
        f"token-{number}" for number in range(MOST_DEVICES, 0, -1)
    ]


async def test_collaboration_is_switched_off_as_a_whole(street: Street) -> None:
    (ada,) = await street.people("ada")
    notice = Notify(
        user_id=ada.person,
        kind=NotificationKind.CONFLICT,
        key="conflict",
        part=device_id(1),
        payload=Payload(),
    )
    await street.do(person(ada.person), ChangeUser(collaboration_notifications=False))
    await street.do(SYSTEM, notice)
    assert await street.views(ada) == []
    await street.do(ada, ChangeUser(collaboration_notifications=True))
    await street.do(SYSTEM, notice)

    assert len(await street.views(ada)) == 1


async def test_who_wants_none_of_a_kind_has_none_of_it(street: Street) -> None:
    ada, bob = await street.people("ada", "bob")
    off = ChoiceChange(kind=NotificationKind.FOLLOWER, in_app=False)
    await street.do(ada, SetNotificationChoices(changes=(off,)))
    await street.follow(ada, bob)

    assert await street.views(ada) == []
