"""Reading chats: history from any message on, search, and what a block leaves out."""

import pytest

from phantom_core.chat import (
    ChatRoomId,
    DeleteMessage,
    EditMessage,
    GetChat,
    GetChatState,
    ListMessages,
    LocateMessage,
    MarkSeen,
    MessageType,
    React,
    Role,
    SearchMessages,
    Span,
)
from phantom_core.chat.listing import HISTORY, seq_cursor
from phantom_core.identity import ActOnReport, FileReport, ReportAction, ReportKind
from phantom_core.kernel import Actor, Cursor, Id, Invalid, NotFound, PageRequest
from tests.use_cases.chat.parlour import Parlour


async def talk(parlour: Parlour, count: int) -> tuple[ChatRoomId, Actor, Actor]:
    """Two who have said some numbers; the first message is the room's own."""
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    for number in range(2, count + 2):
        await parlour.say(room, ada, f"Message {number}")
    return room, ada, bob


async def pages(parlour: Parlour, room: ChatRoomId, actor: Actor, span: Span) -> list[int]:
    """The numbers on all pages of two."""
    found: list[int] = []
    cursor: Cursor | None = None
    while True:
        page = PageRequest(limit=2, cursor=cursor)
        read = await parlour.ask(ListMessages(chat_room_id=room, span=span, page=page), actor)
        found += [each.message.seq for each in read.items]
        cursor = read.next
        if cursor is None:
            return found


@pytest.mark.parametrize(
    ("span", "numbers"),
    [
        (Span(), [6, 5, 4, 3, 2, 1]),
        (Span(before=4), [3, 2, 1]),
        (Span(after=3), [4, 5, 6]),
        (Span(after=2, before=6), [5, 4, 3]),
        (Span(after=0), [1, 2, 3, 4, 5, 6]),
        (Span(after=6), []),
        (Span(before=1), []),
    ],
)
async def test_history_is_read_before_or_after_any_message(
    parlour: Parlour, span: Span, numbers: list[int]
) -> None:
    room, _, bob = await talk(parlour, 5)

    assert await pages(parlour, room, bob, span) == numbers


@pytest.mark.parametrize("number", [-1, 2**63])
def test_a_span_is_between_numbers_of_messages(number: int) -> None:
    with pytest.raises(Invalid, match="after"):
        Span(after=number)


async def test_a_cursor_of_another_list_is_refused(parlour: Parlour) -> None:
    room, _, bob = await talk(parlour, 1)
    page = PageRequest(cursor=seq_cursor(HISTORY, 1))
    with pytest.raises(Invalid, match="cursor"):
        await parlour.ask(SearchMessages(chat_room_id=room, query="x", page=page), bob)


async def found(parlour: Parlour, room: ChatRoomId, actor: Actor, query: str) -> list[str]:
    """What somebody finds."""
    page = await parlour.ask(SearchMessages(chat_room_id=room, query=query), actor)
    return [each.message.content for each in page.items]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("beyonce", ["Beyoncé at dawn"]),
        ("DA", ["A day's drum", "Beyoncé at dawn"]),
        ("dawn bey", ["Beyoncé at dawn"]),
        ("rum", []),
        ("day drum", ["A day's drum"]),
        ("day night", []),
        ("100%", ["100% done"]),
        ("_", []),
        ("", []),
        ("created", []),
    ],
)
async def test_messages_are_found_by_the_beginnings_of_all_words(
    parlour: Parlour, query: str, texts: list[str]
) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    for text in ("Beyoncé at dawn", "A day's drum", "100% done"):
        await parlour.say(room, ada, text)

    assert await found(parlour, room, bob, query) == texts


async def test_what_is_deleted_or_was_said_otherwise_is_not_found(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    gone = await parlour.say(room, ada, "dawn one")
    changed = await parlour.say(room, ada, "dawn two")
    await parlour.say(room, ada, "🎸", type=MessageType.EMOJI)
    await parlour.do(DeleteMessage(message_id=gone.id), ada)
    await parlour.do(EditMessage(message_id=changed.id, content="dusk two"), ada)

    assert await found(parlour, room, bob, "dawn") == []
    assert await found(parlour, room, bob, "dusk") == ["dusk two"]


async def test_nobody_searches_elsewhere(parlour: Parlour) -> None:
    room, _, _ = await talk(parlour, 1)
    eve = await parlour.somebody("eve")
    with pytest.raises(NotFound):
        await found(parlour, room, eve, "message")


async def test_in_a_group_a_block_leaves_the_blocked_out_of_the_blockers_view_only(
    parlour: Parlour,
) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob, cyd)
    mine = await parlour.say(room, ada, "dawn ada")
    theirs = await parlour.say(room, bob, "dawn bob")
    await parlour.do(React(message_id=mine.id, emoji="👍"), bob)
    await parlour.do(React(message_id=mine.id, emoji="👍"), cyd)
    for who in (bob, cyd):
        await parlour.do(MarkSeen(chat_room_id=room, seq=9), who)
    await parlour.block(ada, bob)
    shown = await parlour.shown(room, ada, mine.id)
    view = await parlour.ask(GetChat(chat_room_id=room), ada)

    assert await parlour.texts(room, ada) == ["dawn ada", "Room created. Say hi!"]
    assert await found(parlour, room, ada, "dawn") == ["dawn ada"]
    assert {each.person.username for each in view.members} == {"ada", "cyd"}
    assert (view.entry.room.member_count, view.entry.unread) == (3, 1)
    assert shown.message.reactions[0].user_ids == (cyd.person,)
    assert [each.username for each in shown.seen_by] == ["cyd"]
    with pytest.raises(NotFound):
        await parlour.place(room, ada, bob)
    with pytest.raises(NotFound, match="no message"):
        await parlour.do(React(message_id=theirs.id, emoji="👍"), ada)
    for other in (bob, cyd):
        assert await found(parlour, room, other, "dawn") == ["dawn bob", "dawn ada"]
        assert sorted(await parlour.names(room, other)) == ["ada", "bob", "cyd"]


async def test_what_the_room_says_of_whom_one_has_blocked_is_left_out(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(cyd, ada, bob)
    await parlour.promote(room, cyd, bob, Role.ADMIN)
    before = await parlour.texts(room, ada)
    notice = (await parlour.messages(room, ada))[0].message
    await parlour.block(ada, bob)

    assert before[0] == "Bob is admin now."
    assert await parlour.texts(room, ada) == before[1:]
    assert await parlour.texts(room, cyd) == before
    with pytest.raises(Invalid, match="reply_to_id"):
        await parlour.say(room, ada, "Is he?", reply_to_id=notice.id)


async def test_the_state_of_a_chat_is_the_room_and_its_newest_messages(parlour: Parlour) -> None:
    room, ada, bob = await talk(parlour, 60)
    state = await parlour.ask(GetChatState(chat_room_id=room), bob)

    assert state.view.entry.room.last_seq == 61
    assert {each.person.username for each in state.view.members} == {"ada", "bob"}
    assert [each.message.seq for each in state.messages.items] == [*range(61, 11, -1)]
    assert state.messages.next is not None
    assert state.view.entry.me.user_id != ada.person


async def test_a_message_tells_where_it_is_to_who_may_read_it(parlour: Parlour) -> None:
    room, ada, bob = await talk(parlour, 1)
    message = (await parlour.messages(room, ada))[0].message
    eve = await parlour.somebody("eve")

    assert await parlour.ask(LocateMessage(message_id=message.id), bob) == room
    with pytest.raises(NotFound):
        await parlour.ask(LocateMessage(message_id=message.id), eve)


async def report(parlour: Parlour, reporter: Actor, message_id: Id) -> Id:
    """Somebody finds that a message should not be here."""
    command = FileReport(kind=ReportKind.MESSAGE, target_id=message_id, reason="Rude.")
    return (await parlour.do(command, reporter)).id


async def test_a_message_is_reported_by_who_may_read_it(parlour: Parlour) -> None:
    room, ada, bob = await talk(parlour, 1)
    message, created = [each.message for each in await parlour.messages(room, ada)]
    eve = await parlour.somebody("eve")
    await report(parlour, bob, message.id)
    for reporter, message_id in ((eve, message.id), (bob, created.id), (bob, room)):
        with pytest.raises(NotFound, match="no message"):
            await report(parlour, reporter, message_id)


async def test_a_message_that_is_condemned_is_deleted(parlour: Parlour) -> None:
    room, ada, bob = await talk(parlour, 1)
    message = (await parlour.messages(room, ada))[0].message
    filed = [await report(parlour, bob, message.id) for _ in range(2)]
    await parlour.do(ActOnReport(report_id=filed[0], action=ReportAction.DELETE))  # type: ignore[arg-type]

    assert (await parlour.shown(room, bob, message.id)).message.deleted
    with pytest.raises(NotFound, match="no message"):
        await report(parlour, bob, message.id)
