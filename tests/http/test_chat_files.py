"""Files in chats: handed in, sent, loaded by who may read, and gone with message or sender."""

from typing import Any

import httpx
import pytest

from tests.http.places import OWN_URLS
from tests.http.world import Someone, World

PDF = b"%PDF-1.7\nverse, chorus\n"


async def sent_in(
    who: Someone, chat: str, data: bytes = PDF, key: str | None = None
) -> httpx.Response:
    """Somebody hands a file in."""
    named: Any = {} if key is None else {"Idempotency-Key": key}
    path = f"/api/messages/rooms/{chat}/files"
    return await who.send("POST", path, files={"file": ("Lyrics.pdf", data)}, headers=named)


async def talking(world: World) -> tuple[Someone, Someone, str]:
    """Two, and their chat."""
    ada, bob = await world.someone("ada"), await world.someone("bob")
    body = {"kind": "direct", "memberIds": [bob.id]}
    return ada, bob, (await ada.send("POST", "/api/messages/rooms", body)).json()["id"]


async def said(who: Someone, chat: str, file_id: str) -> httpx.Response:
    """Somebody sends a file that was handed in."""
    message = {"type": "file", "content": file_id}
    return await who.send("POST", f"/api/messages/rooms/{chat}/messages", message)


@OWN_URLS
async def test_a_file_is_loaded_by_who_may_read_the_chat_under_its_name(world: World) -> None:
    ada, bob, chat = await talking(world)
    cy = await world.someone("cyd")
    added = await sent_in(ada, chat)
    file = added.json()
    path = added.headers["location"]
    assert (added.status_code, path) == (201, f"/api/messages/files/{file['id']}")
    assert (file["name"], file["sizeBytes"]) == ("Lyrics.pdf", len(PDF))
    assert (await said(ada, chat, file["id"])).status_code == 201

    seen = (await bob.send("GET", path)).json()
    loaded = await world.http.get(seen["url"])
    assert loaded.content == PDF
    assert loaded.headers["content-type"] == "application/octet-stream"
    assert loaded.headers["content-disposition"].startswith('attachment; filename="Lyrics.pdf"')
    assert (await cy.send("GET", path)).status_code == 404
    assert (await sent_in(cy, chat)).status_code == 404
    assert (await said(bob, chat, file["id"])).json()["errors"][0]["path"] == "content"


@OWN_URLS
async def test_a_url_is_good_for_nothing_once_its_reader_may_not_read_the_chat(
    world: World,
) -> None:
    ada, bob, chat = await talking(world)
    file = (await sent_in(ada, chat)).json()
    url = (await bob.send("GET", f"/api/messages/files/{file['id']}")).json()["url"]
    await ada.send("PUT", f"/api/users/{bob.id}/block")

    assert (await world.http.get(url)).status_code == 404


async def test_the_same_again_is_the_same_file_and_counts_once(world: World) -> None:
    ada, _, chat = await talking(world)
    first = (await sent_in(ada, chat, key="1")).json()
    again = (await sent_in(ada, chat, key="1")).json()
    other = await sent_in(ada, chat, PDF + b"more", key="1")

    assert again["id"] == first["id"]
    assert other.status_code == 409


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00",
        b"\x7fELF\x02",
        b"#!/bin/sh\n",
        b"  <html>",
        b"\xef\xbb\xbf\n<svg/>",
        b"<?php echo 1;",
        b"<!-- A song --><!DOCTYPE  HTML>",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "<script>sing()</script>".encode("utf-16"),
    ],
)
async def test_programs_scripts_and_pages_are_refused(world: World, data: bytes) -> None:
    ada, _, chat = await talking(world)
    refused = await sent_in(ada, chat, data)

    assert (refused.status_code, refused.json()["type"]) == (415, "urn:phantom:file-refused")


@pytest.mark.parametrize(
    "data",
    [
        b"<3 this song\n",
        b'<?xml version="1.0"?><!DOCTYPE score-partwise SYSTEM "partwise.dtd"><score-partwise/>',
        "<score-timewise/>".encode("utf-16"),
    ],
)
async def test_scores_and_words_are_no_pages(world: World, data: bytes) -> None:
    ada, _, chat = await talking(world)

    assert (await sent_in(ada, chat, data)).status_code == 201


async def test_what_is_deleted_takes_its_file_along(world: World) -> None:
    ada, bob, chat = await talking(world)
    one, other = [(await sent_in(ada, chat)).json()["id"] for _ in range(2)]
    message = (await said(ada, chat, one)).json()["id"]
    assert (await bob.send("DELETE", f"/api/messages/files/{other}")).status_code == 404
    assert (await ada.send("DELETE", f"/api/messages/{message}")).status_code == 204
    assert (await ada.send("DELETE", f"/api/messages/files/{other}")).status_code == 204

    for gone in (one, other):
        assert (await ada.send("GET", f"/api/messages/files/{gone}")).status_code == 404


class TestSmallFilesAlone:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_CHAT_FILE_LIMIT": "20"}

    async def test_a_larger_one_is_refused(self, world: World) -> None:
        ada, _, chat = await talking(world)

        assert (await sent_in(ada, chat)).status_code == 413
        assert (await sent_in(ada, chat, PDF[:20])).status_code == 201
