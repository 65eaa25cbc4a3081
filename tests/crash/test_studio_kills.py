"""A server that is killed in the middle of bursts of edits keeps each acknowledged change, once.

`PHANTOM_TEST_STUDIO_KILLS` says how often it is killed.
"""

import os
from pathlib import Path
from typing import Any

import anyio
import attrs
import httpx

from tests.crash.server import Server

KILLS = int(os.environ.get("PHANTOM_TEST_STUDIO_KILLS", "5"))

_CUT_OFF = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.TimeoutException)
_BURST = 5
_BATCHES = 4
_STEM = "01J9AD7000STEM000000000001"


@attrs.define
class Editor:
    """Somebody who edits one stem, and sends a batch that was not answered again as it was.

    Attributes:
        project: the project's path.
        counter: how many changes were made.
        acknowledged: the changes of which an answer has come.
        unanswered: the batch that awaits one.
    """

    headers: dict[str, str]
    project: str
    replica: str
    counter: int = 0
    acknowledged: set[str] = attrs.field(factory=set)
    unanswered: list[dict[str, Any]] = attrs.field(factory=list)

    async def live(self, client: httpx.AsyncClient) -> None:
        """Send one batch after the other, until the server is gone."""
        while True:
            if not self.unanswered:
                self.unanswered = [self._change() for _ in range(_BURST)]
            body = {"replicaId": self.replica, "changes": self.unanswered}
            try:
                answer = await client.post(f"{self.project}/sync", json=body, headers=self.headers)
            except _CUT_OFF:
                return
            if answer.status_code == 200:
                assert len(answer.json()["accepted"]) == _BURST, answer.text
                self.acknowledged |= {*answer.json()["accepted"]}
                self.unanswered = []

    def _change(self) -> dict[str, Any]:
        self.counter += 1
        fields = {"volume": self.counter % 100 / 100}
        if self.counter == 1:
            fields["name"] = "Bass"  # type: ignore[assignment]
        return {
            "changeId": f"{self.replica}:{self.counter}",
            "counter": self.counter,
            "hlc": [1_700_000_000_000 + self.counter, 0, self.replica],
            "entity": "stem",
            "entityId": _STEM[:-1] + self.replica,
            "op": "create" if self.counter == 1 else "set",
            "fields": fields,
        }


async def _begin(client: httpx.AsyncClient) -> list[Editor]:
    body = {"email": "a@example.org", "username": "ada", "password": "never the same river"}
    token = (await client.post("/api/auth/register", json=body)).json()["accessToken"]
    headers = {"Authorization": f"Bearer {token}"}
    made = await client.post("/api/projects", json={"name": "Nights"}, headers=headers)
    path = f"/api/projects/{made.json()['id']}"
    return [Editor(headers, path, replica) for replica in "123"]


async def _history(client: httpx.AsyncClient, editor: Editor) -> list[str]:
    """All changes that the log has of an editor's replica, in its order."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        path = f"{editor.project}/changes"
        parameters = {"limit": "200", **cursor}
        page = (await client.get(path, params=parameters, headers=editor.headers)).json()
        found += [c["changeId"] for c in page["items"] if c["replicaId"] == editor.replica]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


async def _goes_on(editors: list[Editor]) -> None:
    """Wait until everybody has been acknowledged a few batches more, and is amid the next."""
    goals = {each.replica: len(each.acknowledged) + _BATCHES * _BURST for each in editors}
    while any(len(each.acknowledged) < goals[each.replica] for each in editors):  # noqa: ASYNC110
        await anyio.sleep(0.01)


async def test_each_acknowledged_change_stands_once_after_kills(tmp_path: Path) -> None:
    server = Server(tmp_path / "data", PHANTOM_ACCESS_TTL="86400")
    editors: list[Editor] = []
    try:
        for _ in range(KILLS):
            server.start()
            await server.ready()
            async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
                editors = editors or await _begin(client)
                async with anyio.create_task_group() as group:
                    for editor in editors:
                        group.start_soon(editor.live, client)
                    await _goes_on(editors)
                    server.kill()
        server.start()
        await server.ready()
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
            for editor in editors:
                kept = await _history(client, editor)
                assert len(kept) == len(set(kept))
                assert editor.acknowledged <= set(kept)
                path = f"/api/stems/{_STEM[:-1]}{editor.replica}"
                stem = (await client.get(path, headers=editor.headers)).json()
                assert stem["volume"] == len(kept) % 100 / 100
    finally:
        server.kill()
