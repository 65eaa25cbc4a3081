"""What a client knows of a project, and of its invites, is what there is, whatever happens.

As in `tests.socket.test_pictures`, for the topics of projects and for what one's own tells of them.
"""

import json
import random
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
import msgspec
import pytest

from phantom_app.socket import encode_message
from phantom_app.socket.states import STATES, TOPICS_SERVED
from phantom_app.tending import attendance
from phantom_core.kernel import (
    SYSTEM,
    Id,
    Milliseconds,
    PhantomError,
    Topic,
    UserId,
    person,
    split_topic,
    topic,
)
from phantom_core.live import JoinTopic, ReadAfter
from phantom_core.studio import ProjectId, SyncAction, SyncProjectPlayback
from tests.http.world import Someone, World
from tests.socket.projects_reducers import (
    PROJECT_INVITE_REDUCERS,
    PROJECT_REDUCERS,
    reduced_project,
    unticking,
)
from tests.socket.reducers import reduced
from tests.use_cases.studio.workshop import Reproject

PLACES = ["memory", "sqlite"]
"""Events are kept as values, or as text."""


@attrs.define
class Known:
    """What a client knows of a topic, and up to which event."""

    picture: dict[str, Any]
    seq: int


@attrs.define
class ProjectLife:
    """What befalls three people and their projects, and what Ada's client knows of it."""

    world: World
    chance: random.Random
    people: list[Someone]
    known: dict[Topic, Known] = attrs.field(factory=dict)
    told: set[str] = attrs.field(factory=set)
    projects: list[str] = attrs.field(factory=list)

    @property
    def ada(self) -> Someone:
        """Whose client it is."""
        return self.people[0]

    def anybody(self) -> Someone:
        """One of the three."""
        return self.chance.choice(self.people)

    def path(self, *more: str) -> str:
        """The path of one of the latest projects."""
        return "/".join(["/api/projects", self.chance.choice(self.projects[-3:]), *more])

    async def send(self, method: str, path: str, body: Any = None, who: Any = None) -> Any:
        """Have somebody ask for something, which may be refused."""
        answer = await (who or self.anybody()).send(method, path, body)
        assert answer.status_code < 500, answer.text
        return answer.json() if answer.content else None

    async def fresh(self, where: Topic) -> Known:
        """How a topic stands, and after which event. Raises: PhantomError, if Ada may not know."""
        kind = TOPICS_SERVED[split_topic(where)[0]]  # type: ignore[index]
        me = person(UserId(Id(self.ada.id)))
        joined = await self.world.services.phantom.ask(JoinTopic(topic=where, kind=kind), actor=me)
        told = STATES[type(joined.state)](joined.state)
        return Known(json.loads(msgspec.json.encode(told)), joined.head.seq)

    async def check(self) -> None:
        """What is known is what there is."""
        latest = [topic("project", Id(project)) for project in self.projects[-3:]]
        for where in (topic("user", Id(self.ada.id)), *latest):
            await self._check(where)

    async def _check(self, where: Topic) -> None:
        try:
            state = await self.fresh(where)
        except PhantomError:
            self.known.pop(where, None)
            return
        known = self.known.setdefault(where, state)
        await self._catch_up(where, known)
        still = unticking if where.startswith("project:") else dict

        assert still(known.picture) == still(state.picture)
        assert known.seq == state.seq

    async def _catch_up(self, where: Topic, known: Known) -> None:
        reduce = reduced_project if where.startswith("project:") else _reduced_oneself
        while events := await self.world.services.phantom.ask(
            ReadAfter(topic=where, seq=known.seq), actor=SYSTEM
        ):
            for stored in events:
                event = json.loads(encode_message(stored))
                known.seq = event["seq"]
                self.told.add(event["type"])
                known.picture = reduce(known.picture, event)


def _reduced_oneself(picture: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    if event["type"] in PROJECT_INVITE_REDUCERS:
        return PROJECT_INVITE_REDUCERS[event["type"]](picture, event["data"])
    return reduced(picture, event)


async def make(life: ProjectLife) -> None:
    body = {"name": "Nights", "isPublic": life.chance.random() < 0.5}
    life.projects.append((await life.send("POST", "/api/projects", body))["id"])


async def invite(life: ProjectLife) -> None:
    body = {
        "userId": life.anybody().id,
        "role": life.chance.choice(["viewer", "contributor", "admin"]),
        "permissions": {"canInviteOthers": life.chance.random() < 0.5},
    }
    await life.send("POST", life.path("collaborators"), body)


async def answer(life: ProjectLife) -> None:
    who = life.anybody()
    for each in (await life.send("GET", "/api/projects/invites", who=who))["items"]:
        act = life.chance.choice(["accept", "accept", "decline", "wait"])
        if act != "wait":
            path = f"/api/projects/{each['projectId']}/collaborators/{act}"
            await life.send("POST", path, who=who)


async def set_place(life: ProjectLife) -> None:
    body = {
        "role": life.chance.choice(["viewer", "contributor", "admin", "owner"]),
        "permissions": {"canEdit": life.chance.random() < 0.5},
    }
    await life.send("PUT", life.path("collaborators", life.anybody().id), body)


async def put_out(life: ProjectLife) -> None:
    await life.send("DELETE", life.path("collaborators", life.anybody().id))


async def leave(life: ProjectLife) -> None:
    await life.send("POST", life.path("collaborators", "leave"))


async def play(life: ProjectLife) -> None:
    command = SyncProjectPlayback(
        project_id=_some(life),
        action=life.chance.choice([*SyncAction]),
        position_ms=life.chance.choice([None, Milliseconds(0), Milliseconds(5000)]),
    )
    actor = person(UserId(Id(life.anybody().id)))
    try:
        await life.world.services.phantom.do(command, actor=actor)
    except PhantomError:
        return


async def come_and_go(life: ProjectLife) -> None:
    rule = attendance(life.world.services.server_id)["project"]
    act = life.chance.choice([rule.attach, rule.detach])
    await life.world.do(act(_some(life), UserId(Id(life.anybody().id))))


async def reproject(life: ProjectLife) -> None:
    name, is_public = f"{life.chance.random()}", life.chance.random() < 0.5
    await life.world.do(Reproject(project_id=_some(life), name=name, is_public=is_public))


async def delete(life: ProjectLife) -> None:
    if life.chance.random() < 0.3:
        await life.send("DELETE", life.path())


async def let_time_pass(life: ProjectLife) -> None:
    life.world.clock.advance(seconds=life.chance.choice([1, 5, 200]))


async def be_invited(life: ProjectLife) -> None:
    """Ada is invited by Bob, and says yes, says no, or is asked no longer."""
    bob, ada = life.people[1], life.ada
    for act in ("accept", "decline", "revoke"):
        project = await life.send("POST", "/api/projects", {"name": "Bob's"}, bob)
        life.projects.append(project["id"])
        path = f"/api/projects/{project['id']}/collaborators"
        await life.send("POST", path, {"userId": ada.id}, bob)
        await life.check()
        if act == "revoke":
            await life.send("DELETE", f"{path}/{ada.id}", who=bob)
        else:
            await life.send("POST", f"{path}/{act}", who=ada)
        await life.check()


def _some(life: ProjectLife) -> ProjectId:
    return ProjectId(Id(life.chance.choice(life.projects[-3:])))


Deed = Callable[[ProjectLife], Awaitable[None]]

DEEDS: list[Deed] = [
    *(make, invite, invite, invite, answer, answer, set_place, set_place, set_place, put_out),
    *(leave, play, play, come_and_go, come_and_go, reproject, reproject, delete, let_time_pass),
]


@pytest.fixture
def environment() -> dict[str, str]:
    """Tokens that outlive all that may happen."""
    return {"PHANTOM_ACCESS_TTL": "1000000"}


@pytest.mark.parametrize("seed", range(3))
async def test_a_project_and_the_events_after_it_equal_a_fresh_project(
    world: World, seed: int
) -> None:
    people = [await world.someone(name) for name in ("ada", "bob", "eve")]
    life = ProjectLife(world, random.Random(seed), people)
    await make(life)
    for deed in [*life.chance.choices(DEEDS, k=200), be_invited]:
        await deed(life)
        await life.check()

    assert life.told >= {*PROJECT_REDUCERS, *PROJECT_INVITE_REDUCERS}
