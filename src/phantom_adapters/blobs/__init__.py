"""Blob stores on real technology, and the URLs that the application signs itself."""

from phantom_adapters.blobs.directory import DirectoryBlobStore
from phantom_adapters.blobs.directory_multipart import DirectoryMultipartUploads
from phantom_adapters.blobs.signed_links import SignedBlobLinks
from phantom_adapters.blobs.signed_parts import SignedPartUrls

__all__ = [
    "DirectoryBlobStore",
    "DirectoryMultipartUploads",
    "SignedBlobLinks",
    "SignedPartUrls",
]
