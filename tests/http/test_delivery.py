"""Delivery keeps to RFC 9110: ranges, conditions, HEAD, and what goes with them.

Every check is made on a real server, over the memory store and over the directory.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from email.parser import BytesParser
from email.policy import HTTP
from typing import Final
from urllib.parse import urlencode

import anyio
import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phantom_adapters.blobs import DirectoryBlobStore
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_core.blobs import (
    BlobGrant,
    BlobInfo,
    BlobKey,
    BlobStore,
    Presentation,
    blob_key,
    http_date,
    sign,
)
from tests.http.delivery_server import EXPIRES, RING, Client, Reply, delivery_app, put, serving

DATA: Final = bytes(number * 7 % 251 for number in range(1000))
LARGE: Final = b"".join(number.to_bytes(3, "big") for number in range(1_000_000))
KEY: Final = blob_key("audio/01J/original.flac")
LARGE_KEY: Final = blob_key("audio/01J/large.flac")
EMPTY_KEY: Final = blob_key("audio/01J/empty.flac")


def signed(key: BlobKey, *, name: str | None = None, kind: str = "audio/flac") -> str:
    shown = Presentation(content_type=kind, file_name=name, inline=True)
    grant = BlobGrant(key=key, expires_at=EXPIRES, presentation=shown)
    return f"/blobs/{key}?{urlencode(sign(grant, RING))}"


@attrs.frozen
class Site:
    client: Client
    info: BlobInfo

    def fill(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Put the blob's own validators where the table names them."""
        moment = self.info.modified_at
        facts = {
            "etag": self.info.etag,
            "modified": http_date(moment),
            "earlier": http_date(moment - timedelta(days=1)),
            "later": http_date(moment + timedelta(days=1)),
            "rfc850": moment.strftime("%A, %d-%b-%y %H:%M:%S GMT"),
            "asctime": moment.strftime("%a %b %e %H:%M:%S %Y"),
        }
        return {name: value.format_map(facts) for name, value in headers.items()}

    def get(self, headers: Mapping[str, str] | None = None) -> Reply:
        return self.client.get(signed(KEY), self.fill(headers or {}))

    def head(self, headers: Mapping[str, str] | None = None) -> Reply:
        return self.client.head(signed(KEY), self.fill(headers or {}))


async def _fill(store: BlobStore) -> BlobInfo:
    await put(store, EMPTY_KEY, b"")
    await put(store, LARGE_KEY, LARGE)
    return await put(store, KEY, DATA)


@pytest.fixture(scope="module", params=["memory", "directory"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("blobs")
    store = MemoryBlobStore() if request.param == "memory" else DirectoryBlobStore(folder)
    info = anyio.run(_fill, store)
    with serving(delivery_app(store)) as client:
        yield Site(client, info)


def parts_of(reply: Reply) -> list[tuple[str, str, object]]:
    """Read a multipart body with a parser that is not ours."""
    head = f"Content-Type: {reply.headers['Content-Type']}\r\n\r\n".encode()
    parts = BytesParser(policy=HTTP).parsebytes(head + reply.body).iter_parts()
    return [(p["Content-Type"], p["Content-Range"], p.get_payload(decode=True)) for p in parts]


ONE_RANGE = {
    "the first byte": ("bytes=0-0", 0, 1),
    "the first two, as Safari asks": ("bytes=0-1", 0, 2),
    "some in the middle": ("bytes=100-199", 100, 200),
    "the last byte by position": ("bytes=999-999", 999, 1000),
    "from a position on": ("bytes=500-", 500, 1000),
    "all, from the start on": ("bytes=0-", 0, 1000),
    "all, by both positions": ("bytes=0-999", 0, 1000),
    "past the end": ("bytes=900-2000", 900, 1000),
    "past 2^64": ("bytes=900-18446744073709551617", 900, 1000),
    "past any number": (f"bytes=900-{'9' * 3000}", 900, 1000),
    "with leading zeros": (f"bytes={'0' * 3000}5-0009", 5, 10),
    "the last hundred": ("bytes=-100", 900, 1000),
    "the last byte by count": ("bytes=-1", 999, 1000),
    "more from the end than there is": ("bytes=-5000", 0, 1000),
    "the unit in capitals": ("BYTES=1-2", 1, 3),
    "empty members and space": ("bytes= ,, 1-2 ,", 1, 3),
    "one of two is satisfiable": ("bytes=5000-6000,1-2", 1, 3),
    "two that overlap": ("bytes=0-99,50-149", 0, 150),
    "two that touch": ("bytes=100-199,0-99", 0, 200),
    "one inside the other": ("bytes=0-999,5-6,7-8", 0, 1000),
}


@pytest.mark.parametrize(("asked", "start", "stop"), ONE_RANGE.values(), ids=ONE_RANGE)
def test_one_range_is_served_as_partial_content(
    site: Site, asked: str, start: int, stop: int
) -> None:
    reply = site.get({"Range": asked})

    assert reply.status == 206
    assert reply.body == DATA[start:stop]
    assert reply.headers["Content-Range"] == f"bytes {start}-{stop - 1}/1000"
    assert reply.headers["Content-Length"] == str(stop - start)
    assert reply.headers["Content-Type"] == "audio/flac"
    assert reply.headers["ETag"] == site.info.etag


IGNORED = {
    "no range": {},
    "another unit": {"Range": "seconds=0-9"},
    "no unit": {"Range": "0-9"},
    "nothing asked": {"Range": "bytes="},
    "only commas": {"Range": "bytes=,,"},
    "letters": {"Range": "bytes=abc"},
    "only a dash": {"Range": "bytes=-"},
    "last before first": {"Range": "bytes=9-0"},
    "a good one beside a bad one": {"Range": "bytes=0-1,x"},
    "a sign": {"Range": "bytes=+1-2"},
    "two signs": {"Range": "bytes=--1"},
    "space inside": {"Range": "bytes=1 -2"},
    "space before the equals sign": {"Range": "bytes =1-2"},
    "hexadecimal": {"Range": "bytes=0x0-0x9"},
    "digits of another script": {"Range": "bytes=\xb2-\xb3"},
    "more ranges than are sensible": {"Range": "bytes=" + ",".join(f"{n}-{n}" for n in range(33))},
    "very many ranges": {"Range": "bytes=" + "0-,0-" * 4000},
    "a stale entity tag in If-Range": {"Range": "bytes=0-9", "If-Range": '"other"'},
    "a weak entity tag in If-Range": {"Range": "bytes=0-9", "If-Range": "W/{etag}"},
    "an earlier date in If-Range": {"Range": "bytes=0-9", "If-Range": "{earlier}"},
    "a later date in If-Range": {"Range": "bytes=0-9", "If-Range": "{later}"},
    "nonsense in If-Range": {"Range": "bytes=0-9", "If-Range": "yesterday"},
    "an If-Range without a range": {"If-Range": '"other"'},
}


@pytest.mark.parametrize("headers", IGNORED.values(), ids=IGNORED)
def test_the_whole_is_served_when_a_range_does_not_count(
    site: Site, headers: dict[str, str]
) -> None:
    reply = site.get(headers)

    assert reply.status == 200
    assert reply.body == DATA
    assert reply.headers["Content-Length"] == "1000"
    assert "Content-Range" not in reply.headers


UNSATISFIABLE = ["bytes=1000-", "bytes=5000-6000", "bytes=-0", f"bytes={2**64}-", "bytes=1000-,-0"]


@pytest.mark.parametrize("asked", UNSATISFIABLE)
def test_a_range_outside_the_blob_is_told_its_size(site: Site, asked: str) -> None:
    reply = site.get({"Range": asked})

    assert reply.status == 416
    assert reply.headers["Content-Range"] == "bytes */1000"
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert json.loads(reply.body)["instance"] == f"/blobs/{site.info.key}"
    assert reply.headers["Cache-Control"] == "no-store"


SEVERAL = {
    "two apart": ("bytes=0-9,100-109", [(0, 10), (100, 110)]),
    "in the order asked": ("bytes=500-509,-5,0-0", [(500, 510), (995, 1000), (0, 1)]),
    "what overlaps is one": ("bytes=50-59,0-9,55-69", [(50, 70), (0, 10)]),
    "what is outside is left out": ("bytes=0-0,5000-,2-2", [(0, 1), (2, 3)]),
    "as many as are sensible": (
        "bytes=" + ",".join(f"{n * 2}-{n * 2}" for n in range(32)),
        [(n * 2, n * 2 + 1) for n in range(32)],
    ),
}


@pytest.mark.parametrize(("asked", "ranges"), SEVERAL.values(), ids=SEVERAL)
def test_several_ranges_are_served_in_parts(
    site: Site, asked: str, ranges: list[tuple[int, int]]
) -> None:
    reply = site.get({"Range": asked})

    assert reply.status == 206
    assert reply.headers["Content-Type"].startswith("multipart/byteranges; boundary=")
    assert "Content-Range" not in reply.headers
    assert reply.headers["Content-Length"] == str(len(reply.body))
    assert parts_of(reply) == [
        ("audio/flac", f"bytes {start}-{stop - 1}/1000", DATA[start:stop]) for start, stop in ranges
    ]


CONDITIONS = {
    "If-Match with the tag": ({"If-Match": "{etag}"}, 200),
    "If-Match with the tag among others": ({"If-Match": '"a,b", {etag} , "c"'}, 200),
    "If-Match with a star": ({"If-Match": "*"}, 200),
    "If-Match with another tag": ({"If-Match": '"other"'}, 412),
    "If-Match with the weak tag": ({"If-Match": "W/{etag}"}, 412),
    "If-Match with nonsense": ({"If-Match": "other"}, 412),
    "If-Match beside a range": ({"If-Match": '"other"', "Range": "bytes=0-1"}, 412),
    "If-Match beside a bad range": ({"If-Match": '"other"', "Range": "bytes=5000-"}, 412),
    "If-None-Match with the tag": ({"If-None-Match": "{etag}"}, 304),
    "If-None-Match with the weak tag": ({"If-None-Match": "W/{etag}"}, 304),
    "If-None-Match with the tag among others": ({"If-None-Match": '"a", {etag}'}, 304),
    "If-None-Match with a star": ({"If-None-Match": "*"}, 304),
    "If-None-Match with another tag": ({"If-None-Match": '"other"'}, 200),
    "If-None-Match with nonsense": ({"If-None-Match": "other"}, 200),
    "If-None-Match beside a range": ({"If-None-Match": "{etag}", "Range": "bytes=0-1"}, 304),
    "If-None-Match beside a bad range": ({"If-None-Match": "{etag}", "Range": "bytes=5000-"}, 304),
    "If-Modified-Since then": ({"If-Modified-Since": "{modified}"}, 304),
    "If-Modified-Since later": ({"If-Modified-Since": "{later}"}, 304),
    "If-Modified-Since before": ({"If-Modified-Since": "{earlier}"}, 200),
    "If-Modified-Since in the form of RFC 850": ({"If-Modified-Since": "{rfc850}"}, 304),
    "If-Modified-Since in the form of asctime": ({"If-Modified-Since": "{asctime}"}, 304),
    "If-Modified-Since with nonsense": ({"If-Modified-Since": "yesterday"}, 200),
    "If-Unmodified-Since then": ({"If-Unmodified-Since": "{modified}"}, 200),
    "If-Unmodified-Since before": ({"If-Unmodified-Since": "{earlier}"}, 412),
    "If-Unmodified-Since with nonsense": ({"If-Unmodified-Since": "yesterday"}, 200),
    "the tag outweighs the date, new": (
        {"If-None-Match": '"other"', "If-Modified-Since": "{later}"},
        200,
    ),
    "the tag outweighs the date, old": (
        {"If-None-Match": "{etag}", "If-Modified-Since": "{earlier}"},
        304,
    ),
    "the matching tag outweighs the date": (
        {"If-Match": "{etag}", "If-Unmodified-Since": "{earlier}"},
        200,
    ),
    "failing comes before not modified": (
        {"If-Match": '"other"', "If-None-Match": "{etag}"},
        412,
    ),
    "If-Range with the tag": ({"Range": "bytes=0-9", "If-Range": "{etag}"}, 206),
    "If-Range with the date": ({"Range": "bytes=0-9", "If-Range": "{modified}"}, 206),
}


@pytest.mark.parametrize(("headers", "status"), CONDITIONS.values(), ids=CONDITIONS)
def test_conditions_are_weighed_in_order(site: Site, headers: dict[str, str], status: int) -> None:
    reply = site.get(headers)

    assert reply.status == status
    assert reply.headers["ETag"] == site.info.etag
    assert (reply.body == b"") == (status == 304)


def test_what_is_not_modified_says_only_what_a_cache_needs(site: Site) -> None:
    reply = site.get({"If-None-Match": "{etag}"})

    assert reply.headers["Cache-Control"] == "private, max-age=300"
    assert "Content-Type" not in reply.headers
    assert "Last-Modified" not in reply.headers
    assert reply.headers.get("Content-Length") is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Range": "bytes=0-9"}, 200),
        ({"Range": "bytes=5000-"}, 200),
        ({"If-None-Match": "{etag}"}, 304),
        ({"If-Match": '"other"'}, 412),
    ],
)
def test_head_tells_what_get_without_a_range_would(
    site: Site, headers: dict[str, str], status: int
) -> None:
    head = site.head(headers)
    get = site.get({name: value for name, value in headers.items() if name != "Range"})

    assert (head.status, head.body) == (status, b"")
    assert _but_date(head) == _but_date(get)


def _but_date(reply: Reply) -> list[tuple[str, str]]:
    return [(name, value) for name, value in reply.headers.items() if name != "date"]


def test_a_whole_answer_says_all_that_a_client_should_know(site: Site) -> None:
    headers = site.get().headers

    assert headers["Accept-Ranges"] == "bytes"
    assert headers["ETag"] == f'"{site.info.sha256}"'
    assert headers["Last-Modified"] == http_date(site.info.modified_at)
    assert headers["Cache-Control"] == "private, max-age=300"
    assert headers["Content-Disposition"] == "inline"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
    assert headers["Content-Security-Policy"] == policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 200), ({"Range": "bytes=0-"}, 416), ({"Range": "bytes=-5"}, 200)],
)
def test_an_empty_blob_has_nothing_to_part(
    site: Site, headers: dict[str, str], status: int
) -> None:
    reply = site.client.get(signed(EMPTY_KEY), headers)

    assert reply.status == status
    assert status != 200 or reply.body == b""
    assert status != 200 or reply.headers["Content-Length"] == "0"


def test_a_large_blob_is_served_whole(site: Site) -> None:
    assert site.client.get(signed(LARGE_KEY)).body == LARGE


def test_parts_of_a_large_blob_span_what_is_read_at_once(site: Site) -> None:
    asked = "bytes=100-1500000,2000000-2999998"
    parts = parts_of(site.client.get(signed(LARGE_KEY), {"Range": asked}))

    assert [body for _, _, body in parts] == [LARGE[100:1500001], LARGE[2000000:2999999]]


@given(
    start=st.integers(min_value=0, max_value=len(LARGE) + 10),
    last=st.integers(min_value=0, max_value=2**70),
)
@settings(max_examples=20)
def test_what_is_served_equals_slicing(site: Site, start: int, last: int) -> None:
    reply = site.client.get(signed(LARGE_KEY), {"Range": f"bytes={start}-{last}"})
    wanted = LARGE[start : last + 1]

    if start > last:
        assert (reply.status, reply.body) == (200, LARGE)
    elif not wanted:
        assert reply.status == 416
    else:
        assert (reply.status, reply.body) == (206, wanted)


@pytest.mark.parametrize(
    ("method", "status"), [("POST", 405), ("DELETE", 405), ("PATCH", 405), ("PUT", 403)]
)
def test_a_url_for_reading_does_nothing_else(site: Site, method: str, status: int) -> None:
    assert site.client.ask(signed(KEY), method=method).status == status


def test_a_file_name_is_told_in_both_ways(site: Site) -> None:
    reply = site.client.get(signed(KEY, name='../Żółć "live"\r\nX: y.flac'))

    assert reply.headers["Content-Disposition"] == (
        'inline; filename="____ _live_ X_ y.flac"; '
        "filename*=UTF-8''%C5%BB%C3%B3%C5%82%C4%87%20_live_%20X_%20y.flac"
    )
    assert "X" not in reply.headers


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/pdf", "audio/x-evil"])
def test_what_might_carry_a_script_is_never_shown_in_place(site: Site, kind: str) -> None:
    reply = site.client.get(signed(KEY, kind=kind))

    assert reply.headers["Content-Disposition"] == "attachment"
    assert reply.headers["Content-Type"] == kind
