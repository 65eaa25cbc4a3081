"""Behind the nginx of the documentation all rules are kept, and nginx sends the bytes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import anyio
import attrs
import pytest

from phantom_adapters.blobs import DirectoryBlobStore
from phantom_app.http.delivery import WebServerInFront
from phantom_core.blobs import BlobGrant, BlobStat, Presentation, blob_key, sign
from tests.http.delivery_server import EXPIRES, RING, delivery_app, put, serving
from tests.http.rfc9110_rules import DATA, RULES, Rule, ask, expect
from tests.nginx_server import documented_site, nginx
from tests.players.conftest import program

KEY: Final = blob_key("audio/01J/original.flac")
SHOWN: Final = Presentation(content_type="audio/flac", file_name="Żółć.flac", inline=True)
TARGET: Final = f"/blobs/{KEY}?" + urlencode(
    sign(BlobGrant(key=KEY, expires_at=EXPIRES, presentation=SHOWN), RING)
)
WHOLE: Final = Rule(section="9.3.1", says="all of it")


@attrs.frozen
class Sites:
    """Phantom, and the nginx in front of it; nginx's own log tells what it has sent."""

    behind: int
    front: int
    stat: BlobStat


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    program("nginx")
    blobs, folder = tmp_path_factory.mktemp("blobs"), tmp_path_factory.mktemp("nginx")
    store = DirectoryBlobStore(Path(blobs))
    anyio.run(put, store, KEY, DATA)
    app = delivery_app(store, front=WebServerInFront(prefix="/_blobs", place=store.place))
    with serving(app) as client:
        site = documented_site(f"http://127.0.0.1:{client.port}", blobs)
        with nginx(folder, site) as front:
            yield Sites(client.port, front.port, anyio.run(store.stat, KEY))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_kept(sites: Sites, rule: Rule) -> None:
    answered, facts = ask(sites.front, TARGET, rule, sites.stat)

    expect(rule, answered, facts)


def test_nginx_sends_the_bytes_and_all_headers_stay(sites: Sites) -> None:
    left, _ = ask(sites.behind, TARGET, WHOLE, sites.stat)
    sent, _ = ask(sites.front, TARGET, WHOLE, sites.stat)
    told = {
        *("etag", "cache-control", "x-content-type-options", "content-security-policy"),
        *("referrer-policy", "cross-origin-resource-policy", "content-disposition"),
        "content-type",
    }

    assert left.body == b""
    assert sent.body == DATA
    assert {name: sent.headers[name] for name in told} == {
        name: left.headers[name] for name in told
    }
    assert "x-accel-redirect" not in sent.headers


@pytest.mark.parametrize("path", ["/_blobs/", f"/_blobs/{KEY}", "/_blobs/../_blobs/audio"])
def test_nobody_asks_nginx_for_a_file(sites: Sites, path: str) -> None:
    answered, _ = ask(sites.front, path, WHOLE, sites.stat)

    assert answered.status == 404
    assert DATA not in answered.body


def test_a_url_that_was_tampered_with_is_refused(sites: Sites) -> None:
    answered, _ = ask(sites.front, TARGET.replace("flac", "html"), WHOLE, sites.stat)

    assert answered.status == 403
