"""Who is in a chat, and who may do what to whom: roles, mutes, bans, coming and going."""

from datetime import timedelta

import pytest

from phantom_core.chat import (
    Banned,
    ChatEntered,
    ChatMemberBanned,
    ChatMemberJoined,
    ChatMemberLeft,
    ChatMemberModerated,
    ChatParted,
    FollowsItsRoom,
    LastAdmin,
    MarkSeen,
    Muted,
    NoticeKind,
    React,
    Role,
    chat_topic,
)
from phantom_core.identity import ListAudit
from phantom_core.kernel import Conflict, Forbidden, Invalid, NotFound
from tests.use_cases.chat.parlour import Parlour


async def test_moderators_bring_people_into_a_group(parlour: Parlour) -> None:
    ada, bob, cyd, eve = await parlour.people("ada", "bob", "cyd", "eve")
    room = await parlour.group(ada, bob)
    with pytest.raises(Forbidden, match="moderators"):
        await parlour.set(room, bob, cyd)
    await parlour.promote(room, ada, bob, Role.MOD)
    events = await parlour.set(room, bob, cyd)
    await parlour.set(room, ada, eve, role=Role.MOD)

    joined = next(event for event in events if isinstance(event, ChatMemberJoined))
    assert (joined.member.person.username, joined.member_count) == ("cyd", 3)
    assert any(isinstance(event, ChatEntered) for event in await parlour.heard_by(cyd))
    assert await parlour.role(room, eve) is Role.MOD
    assert (await parlour.texts(room, cyd))[:2] == ["Eve joined.", "Cyd joined."]


async def test_only_admins_bring_in_moderators(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob)
    await parlour.promote(room, ada, bob, Role.MOD)
    with pytest.raises(Forbidden, match="admins"):
        await parlour.set(room, bob, cyd, role=Role.MOD)


async def test_who_comes_in_finds_nothing_unread_and_all_there_is_to_read(
    parlour: Parlour,
) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada)
    await parlour.say(room, ada, "Before.")
    await parlour.set(room, ada, bob)
    place = (await parlour.place(room, bob, bob)).member

    assert await parlour.texts(room, bob) == ["Bob joined.", "Before.", "Room created. Say hi!"]
    assert place.last_seen_seq == 3


async def test_bringing_in_again_changes_nothing(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)

    assert await parlour.set(room, ada, bob) == []


async def test_nobody_is_brought_in_who_has_blocked_or_is_blocked(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada)
    await parlour.block(bob, ada)
    await parlour.block(ada, cyd)
    for whom in (bob, cyd):
        with pytest.raises(NotFound, match="no user"):
            await parlour.set(room, ada, whom)


async def test_admins_give_roles(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob, cyd)
    events = await parlour.set(room, ada, bob, role=Role.MOD)
    with pytest.raises(Forbidden):
        await parlour.promote(room, bob, cyd, Role.MOD)
    await parlour.promote(room, ada, bob, Role.ADMIN)
    with pytest.raises(Forbidden, match="lower roles"):
        await parlour.promote(room, ada, bob, Role.GUEST)

    moderated = next(event for event in events if isinstance(event, ChatMemberModerated))
    assert (moderated.act, moderated.member.member.role) == (NoticeKind.ROLE, Role.MOD)
    assert (await parlour.texts(room, cyd))[:2] == ["Bob is admin now.", "Bob is mod now."]


async def test_the_last_admin_stays_one(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    with pytest.raises(LastAdmin):
        await parlour.promote(room, ada, ada, Role.GUEST)
    await parlour.promote(room, ada, bob, Role.ADMIN)
    await parlour.promote(room, ada, ada, Role.GUEST)

    assert [await parlour.role(room, who) for who in (ada, bob)] == [Role.GUEST, Role.ADMIN]


async def test_when_the_last_admin_leaves_who_comes_first_is_admin(parlour: Parlour) -> None:
    ada, bob, cyd, eve = await parlour.people("ada", "bob", "cyd", "eve")
    room = await parlour.group(ada)
    for whom in (bob, cyd, eve):
        parlour.clock.advance(seconds=1)
        await parlour.set(room, ada, whom)
    await parlour.promote(room, ada, eve, Role.MOD)
    await parlour.leave(room, ada)

    assert await parlour.role(room, eve) is Role.ADMIN
    await parlour.leave(room, eve)
    assert await parlour.role(room, bob) is Role.ADMIN
    assert (await parlour.texts(room, cyd))[:2] == ["Bob is in charge now.", "Eve left."]


async def test_the_last_one_may_leave_as_well(parlour: Parlour) -> None:
    (ada,) = await parlour.people("ada")
    room = await parlour.group(ada)
    await parlour.leave(room, ada)
    with pytest.raises(NotFound):
        await parlour.texts(room, ada)


async def test_who_leaves_hears_no_more_of_it(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    await parlour.leave(room, bob)
    left = (await parlour.heard(chat_topic(room)))[-2]

    assert isinstance(left, ChatMemberLeft)
    assert (left.user_id, left.member_count) == (bob.person, 1)
    assert isinstance((await parlour.heard_by(bob))[-1], ChatParted)
    assert await parlour.names(room, ada) == ["ada"]
    with pytest.raises(NotFound):
        await parlour.texts(room, bob)


async def test_moderators_put_lower_roles_out(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob, cyd)
    with pytest.raises(Forbidden):
        await parlour.remove(room, bob, cyd)
    await parlour.promote(room, ada, bob, Role.MOD)
    with pytest.raises(Forbidden):
        await parlour.remove(room, bob, ada)
    await parlour.remove(room, bob, cyd)
    before = await parlour.heard_in(room)
    await parlour.remove(room, bob, cyd)

    assert await parlour.heard_in(room) == before
    assert (await parlour.texts(room, ada))[0] == "Cyd was removed."
    assert sorted(await parlour.names(room, ada)) == ["ada", "bob"]


async def test_who_is_muted_reads_and_does_not_write(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    message = await parlour.say(room, ada, "Hello!")
    await parlour.mute(room, ada, bob)
    with pytest.raises(Muted, match="until 2"):
        await parlour.say(room, bob, "Hi!")
    with pytest.raises(Muted):
        await parlour.do(React(message_id=message.id, emoji="👍"), bob)
    await parlour.do(MarkSeen(chat_room_id=room, seq=99), bob)

    assert (await parlour.texts(room, bob))[0].startswith("Bob was muted until 2")
    parlour.clock.advance(hours=1)
    assert (await parlour.say(room, bob, "Hi!")).content == "Hi!"


async def test_a_mute_can_be_lifted(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    await parlour.mute(room, ada, bob)
    await parlour.set(room, ada, bob, muted_until=None)
    again = await parlour.set(room, ada, bob, muted_until=None)

    assert (await parlour.say(room, bob, "Hi!")).content == "Hi!"
    assert again == []


async def test_a_mute_outlasts_leaving(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    await parlour.mute(room, ada, bob)
    await parlour.leave(room, bob)
    await parlour.set(room, ada, bob)
    with pytest.raises(Muted):
        await parlour.say(room, bob, "Hi!")


async def test_who_is_banned_is_put_out_and_told_for_how_long(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    events = await parlour.ban(room, ada, bob)

    assert [event.name for event in events if event.topic == chat_topic(room)] == [
        "chat.moderated",
        "chat.message",
        "chat.member.left",
        "chat.banned",
    ]
    assert await parlour.names(room, ada) == ["ada"]
    with pytest.raises(Banned, match="banned here until 2"):
        await parlour.texts(room, bob)
    with pytest.raises(Banned):
        await parlour.leave(room, bob)
    parlour.clock.advance(hours=1)
    with pytest.raises(NotFound):
        await parlour.texts(room, bob)


async def test_a_ban_says_what_the_chat_belongs_to(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    *_, banned = await parlour.ban(room, ada, bob)

    assert isinstance(banned, ChatMemberBanned)
    assert (banned.linked_id, banned.user_id) == (None, bob.person)
    assert banned.until == parlour.clock.now + timedelta(hours=1)


async def test_who_has_left_can_be_banned_and_who_is_banned_not_brought_in(
    parlour: Parlour,
) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    await parlour.leave(room, bob)
    await parlour.ban(room, ada, bob)
    with pytest.raises(Conflict, match="lift the ban"):
        await parlour.set(room, ada, bob)
    await parlour.set(room, ada, bob, banned_until=None)
    await parlour.set(room, ada, bob)

    assert sorted(await parlour.names(room, bob)) == ["ada", "bob"]


async def test_who_never_was_there_is_neither_muted_nor_banned(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada)
    with pytest.raises(NotFound, match="no member"):
        await parlour.ban(room, ada, bob)
    with pytest.raises(NotFound, match="no member"):
        await parlour.mute(room, ada, bob)


@pytest.mark.parametrize("act", ["ban", "mute"])
async def test_one_acts_on_lower_roles_only(parlour: Parlour, act: str) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob, cyd)
    await parlour.promote(room, ada, bob, Role.MOD)
    tries = [(cyd, bob), (cyd, ada), (bob, ada), (bob, bob), (cyd, cyd), (ada, ada)]
    for by, whom in tries:
        with pytest.raises(Forbidden):
            await getattr(parlour, act)(room, by, whom)
    await getattr(parlour, act)(room, bob, cyd)
    await getattr(parlour, act)(room, ada, bob)


async def test_a_time_that_is_past_is_refused(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    with pytest.raises(Invalid, match=r"muted_until.*banned_until"):
        await parlour.set(
            room, ada, bob, muted_until=parlour.clock.now, banned_until=parlour.later(-1)
        )


async def test_several_changes_are_made_at_once_or_none(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    until = parlour.later(1)
    with pytest.raises(Forbidden, match="lower roles"):
        await parlour.set(room, ada, bob, role=Role.ADMIN, muted_until=until)
    await parlour.set(room, ada, bob, role=Role.MOD, muted_until=until)
    member = (await parlour.place(room, ada, bob)).member

    assert (member.role, member.muted_until) == (Role.MOD, until)


async def test_every_act_is_written_down(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    await parlour.promote(room, ada, bob, Role.MOD)
    await parlour.mute(room, ada, bob)
    await parlour.set(room, ada, bob, muted_until=None)
    await parlour.ban(room, ada, bob)
    await parlour.set(room, ada, bob, banned_until=None)
    await parlour.set(room, ada, bob)
    await parlour.remove(room, ada, bob)
    records = (await parlour.ask(ListAudit())).items

    acts = ("role", "muted", "unmuted", "banned", "unbanned", "removed")
    assert {record.action for record in records} == {f"chat.member-{act}" for act in acts}
    assert len(records) == len(acts)
    assert {record.actor_id for record in records} == {ada.person}
    assert all(record.detail.startswith(f"user {bob.person}") for record in records)


async def test_between_two_nobody_comes_goes_or_moderates(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.direct(ada, bob)
    for call in (
        parlour.set(room, ada, cyd),
        parlour.leave(room, ada),
        parlour.remove(room, ada, bob),
        parlour.promote(room, ada, bob, Role.MOD),
    ):
        with pytest.raises(FollowsItsRoom):
            await call
    with pytest.raises(Forbidden):
        await parlour.mute(room, ada, bob)


async def test_moderators_look_at_who_has_left(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob, cyd)
    await parlour.leave(room, bob)
    with pytest.raises(NotFound, match="no member"):
        await parlour.place(room, cyd, bob)

    assert (await parlour.place(room, ada, bob)).member.left_at == parlour.clock.now
