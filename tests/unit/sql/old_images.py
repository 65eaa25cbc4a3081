"""An old image, and how it is read by the version of now."""

from typing import Any, Final

from phantom_core.kernel import SYSTEM, Id, Invocation, Storage
from phantom_core.media.images import ImageId, UsageType, VariantName
from tests.unit.sql.old_rows import ADA, JOB, THEN, Rows

__all__ = ["OLD_IMAGES", "read_the_images"]

_VARIANTS: Final = ", ".join(
    f'{{"name": "{name}", "blob": "images/{JOB}/{name}.webp", "width": 9, "height": 6, '
    '"size_bytes": 70}'
    for name in ("thumbnail", "medium", "full")
)

OLD_IMAGES: Final[Rows] = {
    "images": [
        {
            "id": JOB,
            "uploader_id": ADA,
            "usage_type": "avatar",
            "visibility": "public",
            "width": 9,
            "height": 6,
            "colour": "#102030",
            "variants": f"[{_VARIANTS}]",
            "created_at": THEN,
            "updated_at": THEN,
            "version": 3,
        }
    ]
}
"""Of one person."""


async def read_the_images(storage: Storage) -> None:
    """Look at it."""

    def body(work: Any) -> Any:
        found = work.images.get(ImageId(Id(JOB)))
        return found, work.blob_uses.of(found.blobs)

    found, uses = await storage.read(Invocation(SYSTEM, 0), body)
    assert {use.key for use in uses} == {*found.blobs}
    assert (found.usage_type, found.is_public, found.version) == (UsageType.AVATAR, True, 3)
    assert [variant.name for variant in found.variants] == [*VariantName]
