"""Many who tell somebody something at once, on every storage: groups and counts stay exact."""

from functools import partial
from typing import Any

import pytest

from phantom_core.identity import FollowUser, UnfollowUser
from phantom_core.kernel import Storage
from phantom_core.notifications import (
    NotificationRaised,
    NotificationsRead,
    NotificationsWithdrawn,
    ReadAllNotifications,
)
from tests.contracts.test_identity_races import at_once
from tests.use_cases.identity.town import Town
from tests.use_cases.notifications.street import Street


@pytest.fixture
def street(storage: Storage) -> Street:
    return Street(Town.open(storage))


def unread_after(event: Any, unread: set[str]) -> set[str]:
    """Which notifications are unread after an event, by what it says of them."""
    if isinstance(event, NotificationRaised):
        return unread | {event.view.notification.id}
    if isinstance(event, NotificationsRead):
        return set() if event.before else unread - {*event.ids}
    return unread - {*event.ids} if isinstance(event, NotificationsWithdrawn) else unread


async def test_what_comes_and_goes_at_once_is_gathered_and_counted_exactly(street: Street) -> None:
    ada, *fans = await street.people("ada", *(f"fan{number}" for number in range(8)))
    rooms = [await street.group(fan, ada, fans[0]) for fan in fans[1:4]]
    await at_once(*[partial(street.do, fan, FollowUser(user_id=ada.person)) for fan in fans])
    (group,) = await street.views(ada)
    mentions = [
        partial(street.say, fan, room, f"@ada, @fan0: {number}")
        for fan, room in zip(fans[1:4], rooms, strict=True)
        for number in range(2)
    ]
    leaving = [partial(street.do, fan, UnfollowUser(user_id=ada.person)) for fan in fans[4:]]
    await at_once(*mentions, partial(street.do, ada, ReadAllNotifications()), *leaving)
    unread: set[str] = set()
    for event in await street.heard(ada):
        unread = unread_after(event, unread)
        assert len(unread) == event.unread

    assert group.count == 8
    assert (await street.inbox(ada)).unread == len(unread)
    assert (await street.inbox(fans[0])).unread == 6


async def test_two_who_are_first_at_once_begin_one_group(street: Street) -> None:
    for number in range(4):
        ada, *fans = await street.people(*(f"{name}{number}" for name in ("ada", "bob", "cyd")))
        await at_once(*[partial(street.do, fan, FollowUser(user_id=ada.person)) for fan in fans])

        assert [view.count for view in await street.views(ada)] == [2]
