"""A real S3 server behind TLS, believed by an authority of ours."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import attrs
import pytest

from phantom_adapters.blobs.s3 import S3BlobStore, S3Bucket, S3Connection
from phantom_core.blobs import blob_key
from phantom_core.kernel import ByteCount
from tests.tls.gate import HERE, gate_before


@pytest.mark.usefixtures("first_connection")
async def test_files_come_and_go_by_tls(
    bucket: S3Bucket,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"probe"

    monkeypatch.setenv("AWS_CA_BUNDLE", str(HERE))
    place = urlsplit(f"{bucket.endpoint}")
    with gate_before((f"{place.hostname}", place.port or 0)) as port:
        connection = S3Connection(attrs.evolve(bucket, endpoint=f"https://localhost:{port}"))
        store, key = S3BlobStore(connection, scratch=tmp_path), blob_key("tls/probe")
        try:
            await connection.check()
            await store.put(key, chunks(), limit=ByteCount(5))
            read = b"".join([piece async for piece in store.read(key)])
            await store.delete(key)
        finally:
            await connection.close()

    assert read == b"probe"
