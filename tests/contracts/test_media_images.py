"""Stores of images keep their promises: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.audits import TrailedImageAudit
from phantom_adapters.contracts.image_neighbours import (
    ImageAuditContract,
    ImageLinksContract,
    ImageOwnersContract,
)
from phantom_adapters.contracts.media_images import ImagesContract
from phantom_adapters.media_neighbours import (
    KeptImageLinks,
    KeptImageOwners,
)
from phantom_adapters.memory.repositories.media_images import MemoryImages
from phantom_adapters.sql.repositories.media_images import SqlImages


class TestImages(ImagesContract):
    adapters = (MemoryImages, SqlImages)


class TestImageAudit(ImageAuditContract):
    adapters = (TrailedImageAudit,)


class TestImageLinks(ImageLinksContract):
    adapters = (KeptImageLinks,)


class TestImageOwners(ImageOwnersContract):
    adapters = (KeptImageOwners,)
