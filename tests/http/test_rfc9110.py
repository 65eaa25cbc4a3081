"""Each rule of RFC 9110 about ranges and conditions, on a plain line to a real server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import anyio
import attrs
import pytest

from phantom_adapters.blobs import DirectoryBlobStore
from phantom_core.blobs import BlobGrant, BlobStat, Presentation, blob_key, sign
from tests.http.delivery_server import EXPIRES, RING, delivery_app, put, serving
from tests.http.rfc9110_rules import DATA, RULES, Rule, ask, expect

KEY: Final = blob_key("audio/01J/original.flac")
SHOWN: Final = Presentation(content_type="audio/flac")
TARGET: Final = f"/blobs/{KEY}?" + urlencode(
    sign(BlobGrant(key=KEY, expires_at=EXPIRES, presentation=SHOWN), RING)
)


@attrs.frozen
class Site:
    port: int
    stat: BlobStat


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    store = DirectoryBlobStore(Path(tmp_path_factory.mktemp("blobs")))
    anyio.run(put, store, KEY, DATA)
    with serving(delivery_app(store)) as client:
        yield Site(client.port, anyio.run(store.stat, KEY))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_kept(site: Site, rule: Rule) -> None:
    answered, facts = ask(site.port, TARGET, rule, site.stat)

    expect(rule, answered, facts)
    assert "date" in answered.headers
