"""Who may do what in a group: the whole table, and each cell of it tried.

In a row, what an act is done about is the speaker's own where it says `own`, else a guest's.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest

from phantom_core.chat import (
    Banned,
    ChatRoomId,
    DeleteMessage,
    EditMessage,
    GetChat,
    GetChatMember,
    GetChatState,
    ListMessages,
    LocateMessage,
    MarkDelivered,
    MarkSeen,
    MessageId,
    Muted,
    React,
    RemoveChatMember,
    Role,
    SearchMessages,
    SendMessage,
    SetChatMember,
    Unreact,
)
from phantom_core.identity import FileReport, ReportKind
from phantom_core.kernel import Actor, Command, Forbidden, Gone, NotFound, Query, UserId
from tests.use_cases.chat.parlour import Parlour

COLUMNS: Final = ("admin", "mod", "guest", "muted", "banned", "gone", "stranger", "blocker")
"""Who acts: in the group, no longer in it, never in it; a guest who has blocked the other guest."""

# act                    admin mod   guest muted banned gone stranger blocker
TABLE: Final = """
GetChat                  ok    ok    ok    ok    banned 404  404      ok
GetChatState             ok    ok    ok    ok    banned 404  404      ok
ListMessages             ok    ok    ok    ok    banned 404  404      ok
SearchMessages           ok    ok    ok    ok    banned 404  404      ok
GetChatMember            ok    ok    ok    ok    banned 404  404      404
MarkSeen                 ok    ok    ok    ok    banned 404  404      ok
MarkDelivered            ok    ok    ok    ok    banned 404  404      ok
SendMessage              ok    ok    ok    muted banned 404  404      ok
SendMessage/reply        ok    ok    ok    muted banned 404  404      ok
LocateMessage            ok    ok    ok    ok    banned 404  404      404
EditMessage              403   403   403   muted banned 404  404      404
EditMessage/own          ok    ok    ok    muted banned 404  404      ok
EditMessage/deleted      gone  gone  gone  muted banned 404  404      404
DeleteMessage            ok    ok    403   403   banned 404  404      404
DeleteMessage/own        ok    ok    ok    ok    banned 404  404      ok
DeleteMessage/admins     own   403   403   403   banned 404  404      403
React                    ok    ok    ok    muted banned 404  404      404
React/deleted            gone  gone  gone  muted banned 404  404      404
Unreact                  ok    ok    ok    muted banned 404  404      404
SetChatMember/bring      ok    ok    403   403   banned 404  404      403
SetChatMember/role       ok    403   403   403   banned 404  404      403
SetChatMember/mute       ok    ok    403   403   banned 404  404      403
SetChatMember/ban        ok    ok    403   403   banned 404  404      403
SetChatMember/ban-mod    ok    403   403   403   banned 404  404      403
SetChatMember/ban-admin  403   403   403   403   banned 404  404      403
RemoveChatMember         ok    ok    403   403   banned 404  404      403
RemoveChatMember/own     ok    ok    ok    ok    banned 404  404      ok
FileReport               ok    ok    ok    ok    404    404  404      ok
"""
OUTCOMES: Final[dict[str, type[Exception] | None]] = {
    "ok": None,
    "own": None,
    "403": Forbidden,
    "404": NotFound,
    "muted": Muted,
    "banned": Banned,
    "gone": Gone,
}
CELLS: Final = [
    (act, column, outcome)
    for line in filter(None, TABLE.splitlines())
    for act, *outcomes in [line.split()]
    for column, outcome in zip(COLUMNS, outcomes, strict=True)
]


class Scene:
    """A group in which everybody has said something, and those who have left or must not enter."""

    def __init__(self, parlour: Parlour, people: dict[str, Actor]) -> None:
        self.parlour = parlour
        self.people = people
        self.room: ChatRoomId
        self.said: dict[str, MessageId] = {}

    @classmethod
    async def set(cls, parlour: Parlour) -> "Scene":
        """Have everybody come."""
        names = (*COLUMNS, "other", "newcomer")
        scene = cls(parlour, {name: await parlour.somebody(name) for name in names})
        people = scene.people
        inside = [people[name] for name in names if name not in {"admin", "stranger", "newcomer"}]
        scene.room = await parlour.group(people["admin"], *inside)
        for name, actor in people.items():
            if actor in (*inside, people["admin"]):
                scene.said[name] = (await parlour.say(scene.room, actor, f"I am {name}.")).id
        scene.said["stranger"] = scene.said["other"]
        await scene._arrange()
        return scene

    async def _arrange(self) -> None:
        parlour, room, people = self.parlour, self.room, self.people
        deleted = await parlour.say(room, people["other"], "Gone.")
        await parlour.do(DeleteMessage(message_id=deleted.id), people["other"])
        self.said["deleted"] = deleted.id
        await parlour.promote(room, people["admin"], people["mod"], Role.MOD)
        await parlour.mute(room, people["admin"], people["muted"])
        await parlour.ban(room, people["admin"], people["banned"])
        await parlour.leave(room, people["gone"])
        await parlour.block(people["blocker"], people["other"])

    def id(self, name: str) -> UserId:
        """Somebody's id."""
        return self.people[name].person

    def act(self, name: str, column: str) -> Command[Any] | Query[Any]:
        """What is done, by whom the column names."""
        room, said = self.room, self.said[column if name.endswith("/own") else "other"]
        member: Any = {"chat_room_id": room, "user_id": self.id("other")}
        until = self.parlour.later(1)
        mine: Any = {"chat_room_id": room, "user_id": self.id(column)}
        acts: dict[str, Callable[[], Command[Any] | Query[Any]]] = {
            "GetChat": lambda: GetChat(chat_room_id=room),
            "GetChatState": lambda: GetChatState(chat_room_id=room),
            "ListMessages": lambda: ListMessages(chat_room_id=room),
            "SearchMessages": lambda: SearchMessages(chat_room_id=room, query="am"),
            "GetChatMember": lambda: GetChatMember(**member),
            "MarkSeen": lambda: MarkSeen(chat_room_id=room, seq=3),
            "MarkDelivered": lambda: MarkDelivered(chat_room_id=room, seq=3),
            "SendMessage": lambda: SendMessage(chat_room_id=room, content="Hello!"),
            "SendMessage/reply": lambda: SendMessage(
                chat_room_id=room, content="Hello!", reply_to_id=self.said["admin"]
            ),
            "LocateMessage": lambda: LocateMessage(message_id=said),
            "EditMessage": lambda: EditMessage(message_id=said, content="Hm."),
            "EditMessage/own": lambda: EditMessage(message_id=said, content="Hm."),
            "EditMessage/deleted": lambda: EditMessage(
                message_id=self.said["deleted"], content="Hm."
            ),
            "DeleteMessage": lambda: DeleteMessage(message_id=said),
            "DeleteMessage/own": lambda: DeleteMessage(message_id=said),
            "DeleteMessage/admins": lambda: DeleteMessage(message_id=self.said["admin"]),
            "React": lambda: React(message_id=said, emoji="👍"),
            "React/deleted": lambda: React(message_id=self.said["deleted"], emoji="👍"),
            "Unreact": lambda: Unreact(message_id=said, emoji="👍"),
            "SetChatMember/bring": lambda: SetChatMember(
                chat_room_id=room, user_id=self.id("newcomer")
            ),
            "SetChatMember/role": lambda: SetChatMember(**member, role=Role.MOD),
            "SetChatMember/mute": lambda: SetChatMember(**member, muted_until=until),
            "SetChatMember/ban": lambda: SetChatMember(**member, banned_until=until),
            "SetChatMember/ban-mod": lambda: SetChatMember(
                chat_room_id=room, user_id=self.id("mod"), banned_until=until
            ),
            "SetChatMember/ban-admin": lambda: SetChatMember(
                chat_room_id=room, user_id=self.id("admin"), banned_until=until
            ),
            "RemoveChatMember": lambda: RemoveChatMember(**member),
            "RemoveChatMember/own": lambda: RemoveChatMember(**mine),
            "FileReport": lambda: FileReport(
                kind=ReportKind.MESSAGE, target_id=said, reason="Rude."
            ),
        }
        return acts[name]()


@pytest.mark.parametrize(("act", "column", "outcome"), CELLS)
async def test_everybody_may_do_what_the_table_says(
    parlour: Parlour, act: str, column: str, outcome: str
) -> None:
    scene = await Scene.set(parlour)
    operation, actor, refusal = scene.act(act, column), scene.people[column], OUTCOMES[outcome]

    async def attempt() -> None:
        if isinstance(operation, Command):
            await parlour.do(operation, actor)
        else:
            await parlour.ask(operation, actor)

    if refusal is None:
        await attempt()
    else:
        with pytest.raises(refusal) as refused:
            await attempt()
        assert type(refused.value) is refusal
