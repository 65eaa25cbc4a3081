"""The one client that all adapters of a bucket share."""

import ssl
from contextlib import AsyncExitStack
from time import monotonic
from typing import Any, Final

import anyio
import attrs
from anyio import to_thread

from phantom_adapters.blobs.s3.bucket import S3Bucket, S3Misconfigured
from phantom_adapters.blobs.s3.guarding import guard
from phantom_adapters.blobs.s3.refusals import code_of, translated
from phantom_adapters.blobs.s3.signing import Credentials
from phantom_adapters.web.circuit import Circuit
from phantom_core.blobs import SigningUnconfigured

__all__ = ["S3Connection"]

_ATTEMPTS: Final = 3
_CONNECTIONS: Final = 64
_CONNECT_SECONDS: Final = 5
_PAUSE: Final = 5.0
_DENIED: Final = {
    "403": "the keys do not open it",
    "AccessDenied": "the keys do not open it",
    "InvalidAccessKeyId": "the server does not know the access key",
    "SignatureDoesNotMatch": "the secret key is another one",
    "404": "there is no such bucket",
    "NoSuchBucket": "there is no such bucket",
    "301": "it is in another region",
    "PermanentRedirect": "it is in another region",
}

_UNREAD: Final = (FileNotFoundError, PermissionError, ssl.SSLError)
"""What comes of a file of authorities that is none."""


@attrs.define
class _Opened:
    client: Any
    session: Any
    exits: AsyncExitStack


class S3Connection:
    """A client of the server of one bucket, opened at its first use.

    Attributes:
        bucket: the bucket.
        circuit: leaves a server alone that fails again and again.
    """

    def __init__(self, bucket: S3Bucket) -> None:
        self.bucket = bucket
        self.circuit = Circuit("The blob store", monotonic, pause=_PAUSE)
        self._opened: _Opened | None = None
        self._turn = anyio.Lock()

    async def client(self) -> Any:
        """The client; the first call takes about a second, for what it must import."""
        if self._opened is None:
            async with self._turn:
                if self._opened is None:
                    opened = await _open(self.bucket)
                    guard(opened.client, self.circuit)
                    self._opened = opened
        return self._opened.client

    async def check(self) -> None:
        """Ask whether the bucket is there and open to us.

        Raises: S3Misconfigured, Unavailable.
        """
        from aiohttp import ClientConnectorCertificateError
        from botocore.exceptions import ClientError, HTTPClientError, NoCredentialsError, SSLError

        client = await self.client()
        with translated():
            try:
                await client.head_bucket(Bucket=self.bucket.name)
            except NoCredentialsError as error:
                raise S3Misconfigured("no access key is given, and none is found") from error
            except (SSLError, HTTPClientError) as error:
                # Whatever else TLS ends with may be well in a moment.
                doubt = ClientConnectorCertificateError if isinstance(error, SSLError) else _UNREAD
                if not isinstance(error.__context__, doubt):
                    raise
                problem = f"{self.bucket.name}: {error}; AWS_CA_BUNDLE names an authority of yours"
                raise S3Misconfigured(problem) from error
            except ClientError as error:
                if (reason := _DENIED.get(code_of(error))) is not None:
                    raise S3Misconfigured(f"{self.bucket.name}: {reason}") from error
                raise

    async def base_url(self) -> str:
        """What the URL of an object is before its name, for those who read it from outside."""
        bucket = self.bucket
        if bucket.public_endpoint or bucket.endpoint:
            return f"{bucket.public_endpoint or bucket.endpoint}/{bucket.name}"
        endpoint: str = (await self.client()).meta.endpoint_url
        if "." in bucket.name:
            # The certificate of the server covers one more label, not two.
            return f"{endpoint}/{bucket.name}"
        return endpoint.replace("://", f"://{bucket.name}.", 1)

    async def region(self) -> str:
        """The region that is signed for."""
        name: str = (await self.client()).meta.region_name
        return name

    async def credentials(self) -> Credentials:
        """What to sign with now; those of a machine's role change every few hours.

        Raises: SigningUnconfigured.
        """
        await self.client()
        assert self._opened is not None  # noqa: S101 - the line above opened it
        found = await self._opened.session.get_credentials()
        if found is None:
            raise SigningUnconfigured
        with translated():
            frozen = await found.get_frozen_credentials()
        return Credentials(
            access_key=frozen.access_key, secret_key=frozen.secret_key, token=frozen.token
        )

    async def close(self) -> None:
        """Close what is open; a later call opens it again."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.exits.aclose()


async def _open(bucket: S3Bucket) -> _Opened:
    session = await to_thread.run_sync(_session, bucket)
    exits = AsyncExitStack()
    client = await exits.enter_async_context(
        session.client(
            "s3",
            endpoint_url=bucket.endpoint,
            region_name=session.region_name or "us-east-1",
            config=_configured(bucket),
        )
    )
    return _Opened(client, session, exits)


def _session(bucket: S3Bucket) -> Any:
    import aioboto3

    from phantom_adapters.blobs.s3.staying import staying

    return aioboto3.Session(
        aws_access_key_id=bucket.access_key,
        aws_secret_access_key=bucket.secret_key,
        region_name=bucket.region,
        botocore_session=staying(),
    )


def _configured(bucket: S3Bucket) -> Any:
    from aiobotocore.config import AioConfig

    return AioConfig(
        signature_version="s3v4",
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=bucket.patience.total_seconds(),
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        max_pool_connections=_CONNECTIONS,
        request_checksum_calculation=bucket.checksums,
        response_checksum_validation=bucket.checksums,
        s3={
            "addressing_style": "path" if bucket.endpoint else "auto",
            # MD5 travels with the bytes, made on a thread; a signature would hash them here.
            "payload_signing_enabled": False,
        },
    )
