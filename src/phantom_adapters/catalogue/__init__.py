"""Catalogues of others: files, and folders of recordings.

A music service is asked by `phantom_adapters.catalogue.spotify_compatible`, which loads much more.
"""

from phantom_adapters.catalogue.reading import (
    FileFormat,
    Source,
    in_a_thread,
    read_file,
    read_path,
)

__all__ = ["FileFormat", "Source", "in_a_thread", "read_file", "read_path"]
