"""Only the very URL that was signed opens anything, however it is written."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

import anyio
import pytest

from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_core.blobs import (
    BlobGrant,
    BlobKey,
    GrantedAccess,
    KeyRing,
    Presentation,
    SigningKey,
    blob_key,
    sign,
)
from tests.http.delivery_server import EXPIRES, NOW, RING, Client, delivery_app, put, serving

KEY: Final = blob_key("audio/01J/original.flac")
OTHER: Final = blob_key("audio/01J/secret.flac")
SHOWN: Final = Presentation(content_type="audio/flac", file_name="a song.flac", inline=True)
GRANT: Final = BlobGrant(key=KEY, expires_at=EXPIRES, presentation=SHOWN)
QUERY: Final = urlencode(sign(GRANT, RING))
OLD: Final = SigningKey(kid="old", secret=b"o" * 32)


@pytest.fixture(scope="module")
def store() -> MemoryBlobStore:
    async def filled() -> MemoryBlobStore:
        store = MemoryBlobStore()
        await put(store, KEY, b"mine")
        await put(store, OTHER, b"not mine")
        return store

    return anyio.run(filled)


@pytest.fixture(scope="module")
def client(store: MemoryBlobStore) -> Iterator[Client]:
    with serving(delivery_app(store)) as client:
        yield client


def query_of(
    ring: KeyRing = RING, *, key: BlobKey = KEY, access: GrantedAccess = GrantedAccess.READ
) -> str:
    return urlencode(sign(BlobGrant(access=access, key=key, expires_at=EXPIRES), ring))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_signed_url_serves_get_and_head(client: Client, method: str) -> None:
    reply = client.ask(f"/blobs/{KEY}?{QUERY}", method=method)

    assert reply.status == 200
    assert reply.body == (b"mine" if method == "GET" else b"")
    assert reply.headers["Content-Type"] == "audio/flac"
    assert reply.headers["Content-Disposition"] == 'inline; filename="a song.flac"'


SAME_KEY: Final = {
    "an escaped letter": f"/blobs/%61udio/01J/original.flac?{QUERY}",
    "an escaped slash": f"/blobs/audio%2F01J%2foriginal.flac?{QUERY}",
    "a slash twice": f"/blobs/audio//01J/original.flac?{QUERY}",
}


@pytest.mark.parametrize("target", SAME_KEY.values(), ids=SAME_KEY)
def test_another_way_to_write_the_signed_key_serves_that_key(client: Client, target: str) -> None:
    reply = client.get(target)

    assert (reply.status, reply.body) == (200, b"mine")


NAMED: Final = f"/blobs/{KEY}?" + urlencode(
    sign(BlobGrant(key=KEY, expires_at=EXPIRES, presentation=Presentation(file_name="Café")), RING)
)

FORGED: Final = {
    "no query": f"/blobs/{KEY}",
    "an empty query": f"/blobs/{KEY}?",
    "nonsense": f"/blobs/{KEY}?nonsense",
    "another blob": f"/blobs/{OTHER}?{QUERY}",
    "up and down again": f"/blobs/audio/01J/original.flac/../secret.flac?{QUERY}",
    "up, escaped": f"/blobs/audio/01J/original.flac%2f%2e%2e%2fsecret.flac?{QUERY}",
    "up, escaped twice": f"/blobs/audio/01J/%252e%252e%252fsecret.flac?{QUERY}",
    "up, in UTF-8 of too many bytes": f"/blobs/audio/01J/%c0%ae%c0%ae/secret.flac?{QUERY}",
    "up, with a backslash": f"/blobs/audio/01J/..%5csecret.flac?{QUERY}",
    "an absolute path": f"/blobs/%2fetc/passwd?{QUERY}",
    "a NUL behind": f"/blobs/{KEY}%00?{QUERY}",
    "a NUL and more behind": f"/blobs/{KEY}%00.html?{QUERY}",
    "a line break behind": f"/blobs/{KEY}%0d%0aX-Injected:%20y?{QUERY}",
    "no UTF-8": f"/blobs/audio/%ff?{QUERY}",
    "full-width dots": f"/blobs/audio/%ef%bc%8e%ef%bc%8e/secret.flac?{QUERY}",
    "a question mark in the key": f"/blobs/{KEY}%3f{QUERY}",
    "a semicolon behind": f"/blobs/{KEY};a=b?{QUERY}",
    "another case": f"/blobs/{KEY.upper()}?{QUERY}",
    "only a part of the key": f"/blobs/audio/01J?{QUERY}",
    "a later expiry": f"/blobs/{KEY}?{QUERY.replace('exp=17', 'exp=18')}",
    "another type": f"/blobs/{KEY}?{QUERY.replace('audio%2Fflac', 'text%2Fhtml')}",
    "another name": f"/blobs/{KEY}?{QUERY.replace('song', 'virus')}",
    "the name in another normal form": NAMED.replace("%C3%A9", "e%CC%81"),
    "the expiry twice": f"/blobs/{KEY}?{QUERY}&exp=1999999999",
    "the type twice, the signed one last": f"/blobs/{KEY}?type=text%2Fhtml&{QUERY}",
    "the signature twice": f"/blobs/{KEY}?{QUERY}&sig=x",
    "a parameter of S3": f"/blobs/{KEY}?{QUERY}&response-content-type=text%2Fhtml",
    "an empty parameter": f"/blobs/{KEY}?{QUERY}&",
    "a nameless parameter": f"/blobs/{KEY}?{QUERY}&=1",
    "a thousand parameters": f"/blobs/{KEY}?{QUERY}{'&a=b' * 1000}",
    "a parameter that is no UTF-8": f"/blobs/{KEY}?{QUERY}%ff",
    "a key nobody has": f"/blobs/{KEY}?{QUERY.replace('kid=new', 'kid=none')}",
    "signed by a stranger": f"/blobs/{KEY}?{query_of(KeyRing((OLD,)))}",
    "signed for writing": f"/blobs/{KEY}?{query_of(access=GrantedAccess.WRITE)}",
}


@pytest.mark.parametrize("target", FORGED.values(), ids=FORGED)
def test_a_forged_url_is_refused(client: Client, target: str) -> None:
    reply = client.get(target)

    assert reply.status == 403
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert b"mine" not in reply.body
    assert b"urn:phantom:signature-invalid" in reply.body
    assert "X-Injected" not in reply.headers


@pytest.mark.parametrize("target", FORGED.values(), ids=FORGED)
def test_what_is_refused_to_get_is_refused_to_head(client: Client, target: str) -> None:
    assert client.head(target).status == 403


def test_a_name_in_its_own_normal_form_is_served(client: Client) -> None:
    assert "%C3%A9" in NAMED
    assert client.get(NAMED).status == 200


def test_without_a_key_there_is_no_blob_to_ask_for(client: Client) -> None:
    assert client.get(f"/blobs/?{QUERY}").status == 404


@pytest.mark.parametrize("late", [timedelta(), timedelta(days=365)])
def test_an_expired_url_is_refused_as_such(client: Client, late: timedelta) -> None:
    grant = BlobGrant(key=KEY, expires_at=NOW - late)
    reply = client.get(f"/blobs/{KEY}?{urlencode(sign(grant, RING))}")

    assert reply.status == 403
    assert b"urn:phantom:signature-expired" in reply.body


def test_a_cache_keeps_a_blob_no_longer_than_the_url_lives(client: Client) -> None:
    grant = BlobGrant(key=KEY, expires_at=NOW + timedelta(seconds=7))
    reply = client.get(f"/blobs/{KEY}?{urlencode(sign(grant, RING))}")

    assert reply.headers["Cache-Control"] == "private, max-age=7"


def test_a_blob_that_is_not_there_is_told_to_who_may_know(client: Client) -> None:
    missing = blob_key("audio/01J/missing.flac")
    reply = client.get(f"/blobs/{missing}?{query_of(key=missing)}")

    assert reply.status == 404


def test_after_a_change_of_keys_old_urls_are_good(store: MemoryBlobStore) -> None:
    ring = KeyRing((RING.newest(), OLD))
    with serving(delivery_app(store, ring)) as client:
        reply = client.get(f"/blobs/{KEY}?{query_of(KeyRing((OLD,)))}")

    assert reply.status == 200


def test_a_server_without_a_key_serves_nothing(store: MemoryBlobStore) -> None:
    with serving(delivery_app(store, KeyRing())) as client:
        reply = client.get(f"/blobs/{KEY}?{QUERY}")

    assert reply.status == 403


def test_a_url_that_was_used_expires_all_the_same(store: MemoryBlobStore) -> None:
    moments = iter([NOW, EXPIRES])
    with serving(delivery_app(store, clock=lambda: next(moments))) as client:
        replies = [client.get(f"/blobs/{KEY}?{QUERY}") for _ in range(2)]

    assert [reply.status for reply in replies] == [200, 403]


def test_a_url_that_was_used_ends_with_the_key_that_signed_it(store: MemoryBlobStore) -> None:
    query = query_of(KeyRing((OLD,)))
    statuses = []
    for ring in (KeyRing((*RING.keys, OLD)), RING):
        with serving(delivery_app(store, ring)) as client:
            statuses.append(client.get(f"/blobs/{KEY}?{query}").status)

    assert statuses == [200, 403]
