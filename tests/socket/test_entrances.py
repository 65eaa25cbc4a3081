"""A path that leads to topics: the same socket, which has joined them at once."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import attrs
import pytest
from litestar import Litestar

from phantom_app.socket import CloseCode, create_entrance
from phantom_core.kernel import (
    ALLOWED,
    Access,
    Hidden,
    Id,
    NotFound,
    Query,
    Topic,
    Unavailable,
    Work,
    topic,
    uuid7,
)
from phantom_core.live import TOPICS, TopicKind
from tests.socket.stage import ADA, BOB, NOW, Client, Stage, stage, visit

HOUSE = BOB.person
BURNING = uuid7(NOW, 7)
KINDS = {
    "user": TOPICS["user"],
    "room": TopicKind(may_join=lambda _work, _id: ALLOWED),
    "chat": TopicKind(
        may_join=lambda work, _: ALLOWED if work.actor == ADA else Hidden("topic", "chat")
    ),
}


@attrs.frozen(kw_only=True)
class WhereItLeads(Query[Sequence[Topic]]):
    """Ask for the topics of a house."""

    access = Access.PERSON
    house_id: Id

    def run(self, _: Work) -> Sequence[Topic]:
        """Answer them."""
        if self.house_id == BURNING:
            raise Unavailable("Not now.")
        if self.house_id != HOUSE:
            raise NotFound("house", self.house_id)
        return [topic("room", HOUSE), topic("chat", HOUSE)]


def _of_house(house_id: Id) -> WhereItLeads:
    return WhereItLeads(house_id=house_id)


@attrs.frozen
class House:
    """A house that has a path of its own."""

    world: Stage
    app: Any

    def come(self, token: str | None = None, house: str = HOUSE) -> Client:
        """Somebody comes by the path."""
        protocols = [f"phantom.bearer.{token}"] if token else []
        path = f"/ws/houses/{house}/chat"
        return visit(self.app, self.world.tasks, protocols=protocols, path=path)

    def come_by_a_page(self, origin: str, house: str) -> Client:
        """A page has somebody come by the path."""
        path = f"/ws/houses/{house}/chat"
        return visit(self.app, self.world.tasks, headers={"origin": origin}, path=path)


@asynccontextmanager
async def house() -> AsyncIterator[House]:
    """Open the house."""
    async with stage(topics=KINDS) as world:
        route = create_entrance(
            "/ws/houses/{identifier:str}/chat", _of_house, lambda _: world.sockets
        )
        yield House(world, Litestar([route], openapi_config=None, logging_config=None))


async def test_who_comes_by_it_has_joined_its_topics_once_they_are_let_in() -> None:
    async with house() as opened:
        client = opened.come()
        welcome = await client.ask({"id": "a", "type": "auth", "token": "ada"})
        answers = [await client.next() for _ in range(2)]
        left = await client.ask({"type": "session.leave", "topic": topic("chat", HOUSE)})

    assert welcome == {"reply": "a", "ok": True, "data": {"userId": ADA.user_id}}
    assert [answer["data"]["topic"] for answer in answers] == [f"room:{HOUSE}", f"chat:{HOUSE}"]
    assert [(answer["reply"], answer["ok"]) for answer in answers] == [(None, True)] * 2
    assert answers[0]["data"]["presence"]["count"] == 1
    assert left["ok"]


@pytest.mark.parametrize(
    ("token", "where"),
    [("bob", HOUSE), ("ada", ADA.person), ("ada", "nowhere")],
    ids=["may not listen", "no such house", "no id"],
)
async def test_who_may_not_listen_there_is_told_why_and_shown_out(token: str, where: str) -> None:
    async with house() as opened:
        client = opened.come(token, where)
        told = [await client.next()]
        while "problem" not in told[-1]:
            told.append(await client.next())

        assert (told[-1]["reply"], told[-1]["problem"]["status"]) == (None, 404)
        assert await client.closed() == CloseCode.NOT_WELCOME


async def test_while_it_cannot_be_known_where_it_leads_one_is_asked_to_come_again() -> None:
    async with house() as opened:
        client = opened.come("ada", BURNING)
        await client.next()

        assert (await client.next())["problem"]["status"] == 503
        assert await client.closed() == CloseCode.TRY_LATER


async def test_who_shows_no_token_comes_in_nowhere() -> None:
    async with house() as opened:
        client = opened.come("nobody")

        assert (await client.next())["problem"]["status"] == 401
        assert await client.closed() == CloseCode.NOT_AUTHENTICATED


async def test_a_page_that_may_not_connect_writes_no_line_of_its_own(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "phantom.security")
    async with house() as built:
        await built.come_by_a_page("https://evil.example", "x\nA line of ours").closed()

    (line,) = [record.message for record in caplog.records if record.name == "phantom.security"]
    assert line.startswith("GET /ws/houses/{identifier}/chat: 403, from 192.0.2.1, by a page of ")
