"""What every store of messages promises."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.chat_examples import (
    chat_message,
    chat_room,
    chat_room_id,
    chatter,
    later,
    message_id,
)
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.chat import (
    MessageType,
    Notice,
    NoticeKind,
    Reaction,
    Role,
    Span,
)
from phantom_core.kernel import Conflict, Invalid, NotFound, PageRequest, Storage, cursor_after

__all__ = ["ChatMessagesContract"]

_ROOM = chat_room_id(1)


class ChatMessagesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def messages(self, storage: Storage) -> Any:
        """What is under test; there are two rooms to talk in."""
        rooms: Any = Repository(storage, "chat_rooms")
        await rooms.add(chat_room(1))
        await rooms.add(chat_room(2))
        return Repository(storage, "chat_messages")

    async def test_a_message_is_read_back_as_it_was_stored(self, messages: Any) -> None:
        said = chat_message(
            1,
            "Hello @bob! 🎸",
            reply_to_id=message_id(9),
            edited_at=later(2),
            deleted_at=later(3),
            reactions=(
                Reaction(emoji="🎸", user_ids=(chatter(3), chatter(1))),
                Reaction(emoji="👍", user_ids=(chatter(2),)),
            ),
            mentions=(chatter(3), chatter(2)),
            client_id="c1",
        )
        notice = Notice(kind=NoticeKind.MUTED, user_id=chatter(2), role=Role.MOD, until=later(60))
        system = chat_message(
            2, "Bob was muted.", sender_id=None, type=MessageType.SYSTEM, notice=notice
        )
        for message in (said, system):
            await messages.add(message)

            assert await messages.find(message.id) == message
        assert await messages.find(message_id(3)) is None

    async def test_a_number_an_id_and_a_clients_name_are_used_once(self, messages: Any) -> None:
        await messages.add(chat_message(1, client_id="c1"))
        for again in (
            chat_message(1, id=message_id(2)),
            chat_message(1, seq=2),
            chat_message(2, client_id="c1"),
        ):
            with pytest.raises(Conflict):
                await messages.add(again)
        await messages.add(chat_message(2, sender_id=chatter(2), client_id="c1"))
        await messages.add(chat_message(3, chat_room_id=chat_room_id(2), client_id="c1"))
        for number in (4, 5):
            await messages.add(chat_message(number))

    async def test_a_message_is_known_by_what_its_client_named_it(self, messages: Any) -> None:
        message = chat_message(1, client_id="c1")
        await messages.add(message)

        assert await messages.named(_ROOM, chatter(1), "c1") == message
        assert await messages.named(_ROOM, chatter(1), "c2") is None
        assert await messages.named(_ROOM, chatter(2), "c1") is None
        assert await messages.named(chat_room_id(2), chatter(1), "c1") is None

    async def test_a_new_state_takes_the_place_of_the_old(self, messages: Any) -> None:
        await messages.add(chat_message(1, "dawn"))
        edited = attrs.evolve(chat_message(1), content="dusk", edited_at=later(5))
        await messages.put(edited)
        with pytest.raises(NotFound, match="There is no message"):
            await messages.put(chat_message(2))

        assert await messages.find(message_id(1)) == edited
        assert await _searched(messages, ["dawn"]) == []
        assert await _searched(messages, ["dusk"]) == [1]

    @pytest.mark.parametrize(
        ("span", "numbers"),
        [
            (Span(), [5, 4, 3, 2, 1]),
            (Span(before=3), [2, 1]),
            (Span(after=2), [3, 4, 5]),
            (Span(after=1, before=4), [3, 2]),
        ],
    )
    async def test_history_is_read_a_page_at_a_time(
        self, messages: Any, span: Span, numbers: list[int]
    ) -> None:
        for number in range(1, 6):
            await messages.add(chat_message(number))
        await messages.add(chat_message(6, chat_room_id=chat_room_id(2)))
        for limit in (1, 2, 50):
            assert await _read(messages, span, limit) == numbers

    async def test_those_are_found_in_which_every_term_begins_a_word(self, messages: Any) -> None:
        for number, content in enumerate(("Beyoncé at dawn", "Down at DAY", "dawn_day"), 1):
            await messages.add(chat_message(number, content))
        await messages.add(chat_message(4, "dawn", type=MessageType.EMOJI))
        await messages.add(chat_message(5, "dawn", chat_room_id=chat_room_id(2)))

        assert await _searched(messages, ["da"]) == [3, 2, 1]
        assert await _searched(messages, ["dawn"]) == [3, 1]
        assert await _searched(messages, ["dawn", "bey"]) == [1]
        assert await _searched(messages, ["awn"]) == []
        assert await _searched(messages, []) == []
        assert await _searched(messages, ["a"] * 8) == [2, 1]

    async def test_what_is_found_comes_a_page_at_a_time(self, messages: Any) -> None:
        for number in range(1, 6):
            await messages.add(chat_message(number, "dawn" if number % 2 else "dusk"))
        first = await messages.search(_ROOM, ["dawn"], PageRequest(limit=2))
        rest = await messages.search(_ROOM, ["dawn"], PageRequest(limit=2, cursor=first.next))

        assert [each.seq for each in (*first.items, *rest.items)] == [5, 3, 1]
        assert rest.next is None

    async def test_a_cursor_of_another_list_is_refused(self, messages: Any) -> None:
        page = PageRequest(cursor=cursor_after("followers", 1))
        with pytest.raises(Invalid, match="cursor"):
            await messages.history(_ROOM, Span(), page)
        with pytest.raises(Invalid, match="cursor"):
            await messages.search(_ROOM, ["x"], page)


async def _read(messages: Any, span: Span, limit: int) -> list[int]:
    """The numbers of the first room's messages in a span, in order."""
    found: list[int] = []
    page: PageRequest | None = PageRequest(limit=limit)
    while page is not None:
        part = await messages.history(_ROOM, span, page)
        found += [message.seq for message in part.items]
        page = attrs.evolve(page, cursor=part.next) if part.next else None
    return found


async def _searched(messages: Any, terms: list[str]) -> list[int]:
    """The numbers of the messages of the first room that are found."""
    return [each.seq for each in (await messages.search(_ROOM, terms, PageRequest())).items]
