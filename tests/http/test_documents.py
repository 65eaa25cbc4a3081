"""The OpenAPI document, the pages, and what operators look at."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from phantom_app import VERSION
from tests.http.world import World

Document = dict[str, Any]


@pytest.fixture
async def document(world: World) -> Document:
    """The served document."""
    answer = await world.http.get("/schema/openapi.json")
    assert answer.headers["content-type"].startswith("application/json")
    told: Document = answer.json()
    return told


def _operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield inner
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


async def test_the_document_is_of_this_version(document: Document) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"] == VERSION


async def test_every_reference_leads_to_a_schema_and_every_schema_is_referred_to(
    document: Document,
) -> None:
    named = {reference.rpartition("/")[2] for reference in _references(document)}

    assert named == set(document["components"]["schemas"])
    assert not [name for name in named if "." in name], "two payloads share a name"


async def test_every_refusal_is_documented_as_a_problem(document: Document) -> None:
    for path, method, operation in _operations(document):
        refusals = {s: r for s, r in operation["responses"].items() if s >= "400"}

        assert {"400", "503"} <= refusals.keys(), (path, method)
        assert ("429" in refusals) == (not path.startswith("/health/")), (path, method)
        for response in refusals.values():
            assert list(response["content"]) == ["application/problem+json"]


async def test_what_changes_something_documents_conditions_and_limits_of_bodies(
    document: Document,
) -> None:
    for _, method, operation in _operations(document):
        assert ({"408", "412", "413"} <= operation["responses"].keys()) == (method != "get")


async def test_headers_are_documented_with_the_answers_that_carry_them(document: Document) -> None:
    for path, _, operation in _operations(document):
        for status, response in operation["responses"].items():
            named = response["headers"].keys()

            assert ("Retry-After" in named) == (status in {"429", "503"})
            assert ("WWW-Authenticate" in named) == (status == "401")
            assert ({"RateLimit", "RateLimit-Policy"} <= named) == (not path.startswith("/health/"))


async def test_what_is_read_with_a_tag_documents_the_tag_and_the_condition_on_it(
    document: Document,
) -> None:
    conditional = set()
    for path, method, operation in _operations(document):
        tagged = "ETag" in operation["responses"].get("200", {}).get("headers", ())
        parameters = {parameter["name"] for parameter in operation["parameters"]}
        if method == "get" and tagged:
            conditional.add(path)

        assert ("304" in operation["responses"]) == (method == "get" and tagged)
        assert ("If-None-Match" in parameters) == (method == "get" and tagged)

    assert conditional == {
        "/api/auth/me",
        "/api/users/me",
        "/api/users/me/profile",
        "/api/audio/{audioId}",
        "/api/audio/{audioId}/waveform.dat",
        "/api/audio/{audioId}/waveform.png",
        "/api/artists/{artistId}",
        "/api/bookings/{bookingId}",
        "/api/media/images/{imageId}",
        "/api/media/sets/{musicSetId}",
        "/api/songs/{songId}",
        "/api/rooms/{roomId}",
        "/api/projects/{projectId}",
        "/api/playlists/{playlistId}",
        "/api/stems/{stemId}",
        "/api/segments/{segmentId}",
    }


async def test_what_may_be_there_already_is_documented_as_new_and_as_not(
    document: Document,
) -> None:
    for path in ("rooms/{roomId}/voice-call/start", "rooms/{roomId}/video-call/start"):
        answers = document["paths"][f"/api/{path}"]["post"]["responses"]

        assert answers["200"]["content"] == answers["201"]["content"]


async def test_a_redirection_is_documented_as_what_it_is(document: Document) -> None:
    for path in ("audio/{audioId}/stream", "audio/{audioId}/download", "songs/{songId}/stream"):
        sent_on = document["paths"][f"/api/{path}"]["get"]["responses"]["307"]

        assert sent_on["content"] == {
            "application/json": {"schema": {"$ref": "#/components/schemas/LinkPayload"}}
        }
        assert "Location" in sent_on["headers"]


async def test_pages_that_are_missing_are_problems_like_any_other(world: World) -> None:
    answer = await world.http.get("/schema/nope")

    assert answer.status_code == 404
    assert answer.json()["instance"] == "/schema/nope"


async def test_routes_with_a_body_document_that_it_may_be_too_large_or_of_another_type(
    document: Document,
) -> None:
    for _, _, operation in _operations(document):
        has_body = "requestBody" in operation

        assert ({"413", "415"} <= operation["responses"].keys()) == has_body


async def test_only_coming_in_and_health_go_without_a_token(document: Document) -> None:
    is_open = {path for path, _, operation in _operations(document) if not operation["security"]}

    assert is_open == {
        "/api/auth/register",
        "/api/auth/login",
        "/api/auth/refresh",
        "/api/auth/verify",
        "/api/auth/forgot",
        "/api/auth/reset",
        "/api/erasures/{erasureId}",
        "/api/media/images/{imageId}/avatar",
        "/health/live",
        "/health/ready",
    }


async def test_every_route_says_what_it_does_and_has_a_name_of_its_own(document: Document) -> None:
    names = [operation["operationId"] for _, _, operation in _operations(document)]

    assert len(names) == len(set(names))
    assert all(operation["description"] for _, _, operation in _operations(document))
    assert all(operation["tags"] for _, _, operation in _operations(document))


async def test_every_post_but_those_of_auth_takes_an_idempotency_key(document: Document) -> None:
    for path, method, operation in _operations(document):
        headers = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "header"}
        keyed = method == "post" and not path.startswith("/api/auth/")

        assert ("Idempotency-Key" in headers) == keyed, (path, method)


async def test_every_list_comes_in_pages(document: Document) -> None:
    lists = 0
    for path, method, operation in _operations(document):
        answer = operation["responses"].get("200", {}).get("content", {})
        shape = answer.get("application/json", {}).get("schema", {}).get("$ref", "")
        named = document["components"]["schemas"].get(shape.rpartition("/")[2], {})
        if set(named.get("properties", ())) == {"items", "next"}:
            asked = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
            lists += 1
            assert {"limit", "cursor"} <= asked, (path, method)

    assert lists >= 10


async def test_payloads_are_described_as_they_are_enforced(document: Document) -> None:
    new_user = document["components"]["schemas"]["NewUser"]

    assert new_user["additionalProperties"] is False
    assert set(new_user["required"]) == {"email", "username", "password"}
    assert new_user["properties"]["displayName"]["anyOf"][0]["maxLength"] == 64


async def test_the_documentation_fetches_nothing_from_elsewhere(world: World) -> None:
    page = await world.http.get("/schema")
    links = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assets = [await world.http.get(link) for link in links]

    assert page.headers["content-type"].startswith("text/html")
    assert len(links) == 3
    assert all(link.startswith("/schema/assets/") for link in links)
    assert [asset.status_code for asset in assets] == [200] * 3


async def test_there_are_no_other_assets(world: World) -> None:
    for name in ("secret.key", "..%2F__init__.py", "index.css"):
        assert (await world.http.get(f"/schema/assets/{name}")).status_code == 404


@pytest.mark.one_server("it tells of itself")
async def test_the_landing_page_names_the_documentation_and_the_state(world: World) -> None:
    world.clock.advance(hours=3, minutes=2, seconds=1)
    page = await world.http.get("/")

    assert page.headers["content-type"].startswith("text/html")
    for fact in ('href="schema"', VERSION, "SQLite", "3:02:01", "none late"):
        assert fact in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text


@pytest.mark.one_server("it tells of itself")
async def test_health_says_that_all_is_well(world: World) -> None:
    live = await world.http.get("/health/live")
    ready = await world.http.get("/health/ready")

    assert live.json() == {"status": "ok"}
    checks = ready.json()["checks"]
    assert checks.pop("schema") in {"ok", "none"}
    assert checks == {"database": "ok", "files": "ok", "broker": "none"}


@pytest.mark.one_server("it tells of itself")
async def test_health_names_what_does_not_answer(world: World) -> None:
    await world.services.phantom._storage.close()
    live = await world.http.get("/health/live")
    ready = await world.http.get("/health/ready")

    assert live.status_code == 200
    assert ready.status_code == 503
    assert int(ready.headers["retry-after"]) >= 1
    assert "database" in ready.json()["detail"]


@pytest.mark.one_server("what is measured is of each process")
async def test_measurements_name_routes_by_template_and_commands_by_name(world: World) -> None:
    ada = await world.someone("ada")
    await ada.send("GET", f"/api/users/{ada.id}")
    await ada.send("GET", "/api/users/01ARZ3NDEKTSV4RRFFQ69G5FAV")
    answer = await world.http.get("/metrics")
    text = answer.text

    assert answer.headers["content-type"].count("charset") == 1
    assert 'route="/api/users/{user_id}",status="200"' in text
    assert 'operation="RegisterUser",outcome="done"' in text
    assert 'operation="GetPublicProfile",outcome="not-found"' in text
    assert ada.id not in text


class TestMeasurementsThatAreOff:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_METRICS": "off"}

    async def test_nobody_reads_them(self, world: World) -> None:
        assert (await world.http.get("/metrics")).status_code == 404
