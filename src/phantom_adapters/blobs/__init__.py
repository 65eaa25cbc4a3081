"""Blob stores on real technology, and the URLs that the application signs itself."""

from phantom_adapters.blobs.directory import DirectoryBlobStore
from phantom_adapters.blobs.signed_links import SignedBlobLinks

__all__ = ["DirectoryBlobStore", "SignedBlobLinks"]
