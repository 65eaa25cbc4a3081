"""Blobs in a bucket of S3, or of a server that speaks its protocol; needs the extra `[s3]`."""

from phantom_adapters.blobs.s3.bucket import S3Bucket, S3Misconfigured
from phantom_adapters.blobs.s3.connection import S3Connection
from phantom_adapters.blobs.s3.links import S3BlobLinks
from phantom_adapters.blobs.s3.multipart import S3MultipartUploads
from phantom_adapters.blobs.s3.store import S3BlobStore

__all__ = [
    "S3BlobLinks",
    "S3BlobStore",
    "S3Bucket",
    "S3Connection",
    "S3Misconfigured",
    "S3MultipartUploads",
]
