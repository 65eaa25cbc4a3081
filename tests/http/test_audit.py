"""The audit: complete, chosen from, paged, and never changed.

`UNAUDITED` names the acts of those in office that are not written down, each with its reason.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Final

import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.identity import AuditTrail
from tests.http.authorization_scenes import stage
from tests.http.test_authorization import ROWS
from tests.http.world import Someone, World, build

_SAME: Final = "the table's request changes nothing; tests of sets and images show that changes are"

_MANY: Final = "an import goes in batches, and has no id; the security log tells who began it"

UNAUDITED: Final = {"POST /api/catalog/import": _MANY} | dict.fromkeys(
    (
        "PATCH /api/media/images/{image_id}",
        "PATCH /api/media/sets/{music_set_id}",
        "PUT /api/media/sets/{music_set_id}/order",
        "PATCH /api/media/tracks/{music_track_id}",
        "POST /api/media/tracks/{music_track_id}/complete",
    ),
    _SAME,
)

_OK: Final = 300
_OF_THE_OFFICE: Final = sorted(
    route
    for route, cells in ROWS.items()
    if not route.startswith(("GET", "HEAD"))
    and cells["admin"] < _OK
    and (cells["own"] == 403 or cells.get("open") == 403)
)


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One server for all acts; what is written down is the same on every storage."""
    clock = ManualClock()
    built, client = build(MemoryStorage(clock=clock), clock, tmp_path_factory.mktemp("office"))
    async with client:
        yield built


async def _acts_of(reader: Someone, actor: Someone) -> list[dict[str, Any]]:
    answer = await reader.send("GET", f"/api/admin/audit?actorId={actor.id}&limit=100")
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_every_exception_is_an_act_of_the_office() -> None:
    assert [route for route in UNAUDITED if route not in _OF_THE_OFFICE] == []


@pytest.mark.parametrize("route", _OF_THE_OFFICE)
async def test_what_only_those_in_office_may_do_is_written_down(office: World, route: str) -> None:
    scene = await stage(office, "admin", route)
    assert scene.caller is not None
    before = await _acts_of(scene.caller, scene.caller)
    status = await scene.send(route)
    after = await _acts_of(scene.caller, scene.caller)

    assert status < _OK
    assert (len(after) > len(before)) != (route in UNAUDITED)


async def test_acts_are_chosen_by_when_they_were_done_and_come_in_pages(world: World) -> None:
    bob, root = await world.someone("bob"), await world.admin()
    path, begin = f"/api/admin/users/{bob.id}/status", world.clock()
    for status in ("suspended", "active", "suspended"):
        world.clock.advance(seconds=60)
        await root.send("PUT", path, {"status": status})

    async def found(**options: str) -> list[str]:
        query = {"actorId": root.id, **options}
        answer = await root.send("GET", "/api/admin/audit", params=query)
        return [each["action"] for each in answer.json()["items"]]

    second = (begin + timedelta(seconds=120)).isoformat()
    third = (begin + timedelta(seconds=180)).isoformat()
    params = {"actorId": root.id, "limit": "2"}
    first = (await root.send("GET", "/api/admin/audit", params=params)).json()
    rest = await root.send("GET", "/api/admin/audit", params={**params, "cursor": first["next"]})

    assert await found() == ["user.suspended", "user.active", "user.suspended"]
    assert await found(since=second) == ["user.suspended", "user.active"]
    assert await found(since=second, until=third) == ["user.active"]
    assert await found(until=begin.isoformat()) == []
    assert (len(first["items"]), len(rest.json()["items"])) == (2, 1)


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("since=yesterday", "since"),
        ("until=2026-01-31T12:00:00", "until"),
        ("since=0001-01-01T00:00:00%2B14:00", "since"),
        ("until=2026-01-31T12:00:00Z&until=2026-01-31T12:00:00Z", "until"),
    ],
)
async def test_what_is_no_time_is_refused_by_its_name(world: World, query: str, path: str) -> None:
    root = await world.admin()
    answer = await root.send("GET", f"/api/admin/audit?{query}")

    assert answer.status_code == 400
    assert [each["path"] for each in answer.json()["errors"]] == [path]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nobody_changes_what_is_written_down(world: World, method: str) -> None:
    root = await world.admin()
    (act,) = (await root.send("GET", "/api/admin/audit?action=admin.granted")).json()["items"]
    all_of_it = await root.send(method, "/api/admin/audit", {})
    one = await root.send(method, f"/api/admin/audit/{act['id']}", {})

    assert (all_of_it.status_code, one.status_code) == (405, 404)


def test_the_trail_can_be_added_to_and_read() -> None:
    assert {name for name in vars(AuditTrail) if not name.startswith("_")} == {"add", "page"}
