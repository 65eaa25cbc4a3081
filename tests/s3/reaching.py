"""How the bucket of a test run is reached."""

from datetime import timedelta

from phantom_adapters.blobs.s3 import S3Bucket
from tests.s3.ceph import ACCESS_KEY, SECRET_KEY, Ceph

__all__ = ["bucket_of", "settings_for"]


def bucket_of(server: Ceph, prefix: str = "") -> S3Bucket:
    """The one bucket of a server, or the part of it below a prefix."""
    return S3Bucket(
        name="phantom",
        prefix=prefix,
        endpoint=server.url,
        access_key=ACCESS_KEY,
        secret_key=SECRET_KEY,
        patience=timedelta(seconds=10),
    )


def settings_for(bucket: S3Bucket) -> dict[str, str]:
    """What tells a program to keep its files there."""
    return {
        "PHANTOM_BLOB_URL": f"s3://{bucket.name}/{bucket.prefix}",
        "PHANTOM_S3_ENDPOINT": f"{bucket.endpoint}",
        "PHANTOM_S3_ACCESS_KEY": f"{bucket.access_key}",
        "PHANTOM_S3_SECRET_KEY": f"{bucket.secret_key}",
    }
