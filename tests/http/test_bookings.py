"""Bookings over HTTP: asked for, said otherwise, agreed on, called off, completed."""

from typing import Any

import pytest

from tests.http.world import Someone, World

BOOKINGS = "/api/bookings"
TIMES = {
    "startTime": "2030-07-01T12:00:00",
    "endTime": "2030-07-01T14:00:00",
    "timeZone": "Europe/Berlin",
}


async def wanted(by: Someone, whom: Someone, **said: Any) -> dict[str, Any]:
    project = (await by.send("POST", "/api/projects", {"name": "Nights"})).json()["id"]
    body = {"projectId": project, "userId": whom.id, **said}
    answer = await by.send("POST", BOOKINGS, body)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{BOOKINGS}/{answer.json()['id']}"
    assert answer.headers["etag"] == '"1"'
    return dict(answer.json())


@pytest.mark.flow
async def test_somebody_is_booked_and_plays(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    made = await wanted(ada, bob, role="drummer", note="Two takes.", **TIMES)
    path = f"{BOOKINGS}/{made['id']}"
    person = {"id": bob.id, "username": "bob", "displayName": "bob"}

    assert made["status"] == "requested"
    assert (made["projectName"], made["role"], made["note"]) == ("Nights", "drummer", "Two takes.")
    assert (made["userId"], made["user"], made["requestedBy"]) == (bob.id, person, ada.id)
    assert (made["startTime"], made["endTime"]) == (
        "2030-07-01T10:00:00.000Z",
        "2030-07-01T12:00:00.000Z",
    )
    assert made["timeZone"] == "Europe/Berlin"
    shown = await bob.send("GET", path)
    assert shown.json() == made
    confirmed = await bob.send("POST", f"{path}/confirm", headers={"If-Match": '"1"'})
    assert (confirmed.status_code, confirmed.headers["etag"]) == (200, '"2"')
    assert confirmed.json()["status"] == "confirmed"
    early = await ada.send("POST", f"{path}/complete")
    assert (early.status_code, early.json()["type"]) == (409, "urn:phantom:booking-not-over")
    cancelled = await ada.send("POST", f"{path}/cancel", {"reason": "It rains."})
    assert (cancelled.json()["status"], cancelled.json()["reason"]) == ("cancelled", "It rains.")
    assert cancelled.json()["cancelledBy"] == ada.id
    again = await bob.send("POST", f"{path}/cancel")
    assert (again.status_code, again.json()["type"]) == (409, "urn:phantom:wrong-booking-status")


async def test_a_time_is_proposed_and_agreed_on(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    path = f"{BOOKINGS}/{(await wanted(ada, bob, **TIMES))['id']}"
    later = {"startTime": "2030-07-02T12:00:00", "endTime": "2030-07-02T14:00:00"}

    proposed = await bob.send("PATCH", path, {**later, "version": 1})
    stale = await ada.send("POST", f"{path}/confirm", {"version": 1})
    failed = await ada.send("POST", f"{path}/confirm", headers={"If-Match": '"1"'})
    agreed = await ada.send("POST", f"{path}/confirm", {"version": 2})

    assert proposed.json()["startTime"] == "2030-07-01T10:00:00.000Z"
    assert proposed.json()["proposal"] == {
        "startTime": "2030-07-02T10:00:00.000Z",
        "endTime": "2030-07-02T12:00:00.000Z",
        "timeZone": "Europe/Berlin",
        "proposedBy": bob.id,
    }
    assert (stale.status_code, stale.json()["current"]) == (409, 2)
    assert failed.status_code == 412
    assert agreed.json()["startTime"] == "2030-07-02T10:00:00.000Z"
    assert agreed.json()["status"] == "confirmed"
    assert "proposal" not in agreed.json()


async def test_nobody_is_booked_twice_for_one_time(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    one, other = await wanted(ada, bob, **TIMES), await wanted(ada, bob, **TIMES)
    await bob.send("POST", f"{BOOKINGS}/{one['id']}/confirm")

    clash = await bob.send("POST", f"{BOOKINGS}/{other['id']}/confirm")

    assert (clash.status_code, clash.json()["type"]) == (409, "urn:phantom:clash-of-bookings")
    assert one["id"] not in clash.text
    for query, found in (
        ("?status=confirmed", [one["id"]]),
        ("?status=requested&as=booked", [other["id"]]),
        ("?as=requester", []),
        ("?from=2030-07-01T12:00:00Z", []),
        ("?from=2030-07-01T10:00:00Z&to=2030-07-01T10:00:01Z&status=confirmed", [one["id"]]),
        (f"?projectId={other['projectId']}", [other["id"]]),
    ):
        listed = await bob.send("GET", BOOKINGS + query)
        assert [each["id"] for each in listed.json()["items"]] == found, query


@pytest.mark.parametrize(
    ("said", "path", "message"),
    [
        ({"startTime": "2030-07-01T12:00:00Z"}, "endTime", "is required"),
        (
            {**TIMES, "timeZone": None},
            "startTime",
            "must say its offset",
        ),
        ({**TIMES, "timeZone": "Berlin"}, "timeZone", "must be the IANA name"),
        ({**TIMES, "endTime": "2030-07-01T12:00:00"}, "endTime", "must be later than"),
        ({**TIMES, "startTime": "2030-03-31T02:30:00"}, "startTime", "is never shown"),
        ({**TIMES, "startTime": "2030-10-27T02:30:00"}, "startTime", "is shown twice"),
        ({"startTime": "tomorrow"}, "startTime", "must be a time like"),
        ({"role": "x" * 65}, "role", "must have 1 to 64 characters"),
        ({"userId": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}, "userId", "must be an active user"),
    ],
)
async def test_what_is_wrong_is_named(
    world: World, said: dict[str, Any], path: str, message: str
) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    project = (await ada.send("POST", "/api/projects", {"name": "Nights"})).json()["id"]
    answer = await ada.send("POST", BOOKINGS, {"projectId": project, "userId": bob.id, **said})

    assert answer.status_code == 400
    assert any(
        fault["path"] == path and fault["message"].startswith(message)
        for fault in answer.json()["errors"]
    ), answer.text


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("?from=2030-07-01T12:00:00", "from"),
        ("?from=tomorrow", "from"),
        ("?from=2030-07-01T12:00:00Z&to=2030-07-01T12:00:00Z", "to"),
        ("?from=0001-01-01T00:00:00%2B14:00", "from"),
        ("?status=open", "status"),
        ("?as=me", "as"),
        ("?cursor=bm8", "cursor"),
    ],
)
async def test_a_list_cannot_be_asked_for_wrongly(world: World, query: str, path: str) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("GET", BOOKINGS + query)

    assert answer.status_code == 400
    assert {fault["path"] for fault in answer.json()["errors"]} == {path}
