"""An image is taken in whole or not at all, whatever breaks, and once for each key."""

from collections.abc import AsyncIterable
from pathlib import Path
from typing import Any

import anyio.lowlevel
import attrs
import pytest

from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_adapters.memory.scanner import EICAR, MemoryScanner
from phantom_core.blobs import BlobInfo, BlobKey, Condemned
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.kernel import (
    Actor,
    ByteCount,
    Invalid,
    KeyReused,
    Unavailable,
)
from phantom_core.media.images import (
    BeginImage,
    DeleteImage,
    FinishImage,
    ImageDetails,
    LinkedType,
    ListImages,
    NewImage,
    PutVariant,
    ReceivedImage,
    RenderedImage,
    RenderedVariant,
    VariantName,
    variant_key,
)
from phantom_core.media.images.flows import ImageEdge, IncomingImage, add_image
from phantom_core.media.images.upload import IMAGE_GRACE
from phantom_core.uploads import GetStorageAccount, StorageQuotaExceeded, UploadLimits
from tests.use_cases.audio.studio import Studio

RECEIVED = ReceivedImage(sha256="0" * 64, details=ImageDetails(title="Dawn"))


class Painter:
    """A renderer that sees the same in every file."""

    async def render(self, _: Path) -> RenderedImage:
        await anyio.lowlevel.checkpoint()
        return RenderedImage(
            width=6,
            height=4,
            colour="#000000",
            variants=tuple(
                RenderedVariant(name=name, data=name.encode(), width=6, height=4)
                for name in VariantName
            ),
        )


class FullStore(MemoryBlobStore):
    """A store that has room for small sizes only."""

    async def put(
        self, key: BlobKey, chunks: AsyncIterable[bytes], *, limit: ByteCount
    ) -> BlobInfo:
        if "full" in key:
            raise Unavailable("There is no room.")
        return await super().put(key, chunks, limit=limit)


@pytest.fixture
def studio() -> Studio:
    """A new, empty world."""
    return Studio.open()


def edge_of(studio: Studio, store: MemoryBlobStore | None = None) -> ImageEdge:
    return ImageEdge(
        phantom=studio.phantom,
        store=store or studio.store,
        renderer=Painter(),
        largest=ByteCount(1000),
    )


async def add(studio: Studio, actor: Actor, *, key: str | None = None, **fields: Any) -> Any:
    received = attrs.evolve(RECEIVED, **fields)
    incoming = IncomingImage(path=Path("unread"), received=received, key=key)
    return await add_image(edge_of(studio), incoming, actor=actor)


async def test_all_sizes_of_an_image_are_kept(studio: Studio) -> None:
    ada = await studio.somebody()

    image = await add(studio, ada)

    assert await studio.lines() == dict.fromkeys(sorted(image.blobs), "kept")
    assert sorted(await studio.keys()) == sorted(image.blobs)


async def test_a_store_that_breaks_in_the_middle_leaves_nothing(studio: Studio) -> None:
    ada = await studio.somebody()
    store = FullStore(clock=studio.clock)
    incoming = IncomingImage(path=Path("unread"), received=RECEIVED)

    with pytest.raises(Unavailable):
        await add_image(edge_of(studio, store), incoming, actor=ada)

    assert {*(await studio.lines()).values()} == {"doomed"}
    page = await studio.phantom.ask(ListImages(mine=True), actor=ada)
    assert [*page.items] == []


async def test_what_the_scanner_condemns_is_not_even_rendered(
    studio: Studio, tmp_path: Path
) -> None:
    ada, file = await studio.somebody(), tmp_path / "sent.bin"
    file.write_bytes(b"x" * 2_000_000 + EICAR)
    edge = attrs.evolve(edge_of(studio), scanner=MemoryScanner())

    with pytest.raises(Condemned):
        await add_image(edge, IncomingImage(path=file, received=RECEIVED), actor=ada)
    file.write_bytes(b"harmless")
    await add_image(edge, IncomingImage(path=file, received=RECEIVED), actor=ada)

    assert len(await studio.lines()) == 3


async def test_what_a_server_that_died_had_put_is_swept_away(studio: Studio) -> None:
    ada = await studio.somebody()
    begun = (await studio.phantom.do(BeginImage(details=RECEIVED.details), actor=ada)).value
    store = edge_of(studio).store

    async def small() -> Any:
        yield b"small"

    await store.put(variant_key(begun, VariantName.THUMBNAIL), small(), limit=ByteCount(9))
    await sweep(studio.phantom, store)
    waiting = await studio.keys()
    studio.clock.advance(seconds=IMAGE_GRACE.total_seconds())
    await sweep(studio.phantom, store)

    assert waiting == [variant_key(begun, VariantName.THUMBNAIL)]
    assert await studio.is_empty()


async def test_the_same_under_one_key_is_one_image(studio: Studio) -> None:
    ada = await studio.somebody()

    first, again = [await add(studio, ada, key="k") for _ in range(2)]
    with pytest.raises(KeyReused):
        await add(studio, ada, key="k", sha256="1" * 64)

    assert first == again
    assert len(await studio.keys()) == 3


async def test_of_two_that_race_under_one_key_the_first_is_the_image(studio: Studio) -> None:
    ada = await studio.somebody()
    begun = (await studio.phantom.do(BeginImage(details=RECEIVED.details), actor=ada)).value
    first = await add(studio, ada, key="k")
    late = NewImage(
        id=begun,
        received=RECEIVED,
        key="k",
        width=6,
        height=4,
        colour="#000000",
        variants=tuple(
            PutVariant(name=name, width=6, height=4, size_bytes=ByteCount(1))
            for name in VariantName
        ),
    )

    told = (await studio.phantom.do(FinishImage(new=late), actor=ada)).value

    assert told == first
    lines = await studio.lines()
    assert {lines[variant_key(begun, name)] for name in VariantName} == {"doomed"}


async def test_an_image_is_linked_to_ones_own_only(studio: Studio) -> None:
    ada, bob = await studio.somebody(), await studio.somebody()
    link = ImageDetails(linked_entity_type=LinkedType.PROFILE, linked_entity_id=bob.person)

    with pytest.raises(Invalid, match="linked_entity_id"):
        await add(studio, ada, details=link)

    assert await studio.is_empty()


async def stored(studio: Studio, actor: Actor) -> int:
    return (await studio.phantom.ask(GetStorageAccount(), actor=actor)).stored


async def test_what_is_kept_of_images_is_charged_and_given_back_exactly(studio: Studio) -> None:
    ada, size = await studio.somebody(), sum(map(len, VariantName))
    narrow = attrs.evolve(edge_of(studio), limits=UploadLimits(stored=ByteCount(2 * size)))
    incoming = IncomingImage(path=Path("unread"), received=RECEIVED)

    images = [await add_image(narrow, incoming, actor=ada) for _ in range(2)]
    with pytest.raises(StorageQuotaExceeded):
        await add_image(narrow, incoming, actor=ada)
    full = await stored(studio, ada)
    await studio.phantom.do(DeleteImage(image_id=images[0].id), actor=ada)
    half = await stored(studio, ada)
    images.append(await add_image(narrow, incoming, actor=ada))

    assert (full, half, await stored(studio, ada)) == (2 * size, size, 2 * size)
    kept = [key for key, state in (await studio.lines()).items() if state == "kept"]
    assert sorted(kept) == sorted([*images[1].blobs, *images[2].blobs])


async def test_an_image_that_does_not_come_costs_nothing(studio: Studio) -> None:
    ada = await studio.somebody()
    broken = edge_of(studio, FullStore(clock=studio.clock))

    with pytest.raises(Unavailable):
        await add_image(broken, IncomingImage(path=Path("unread"), received=RECEIVED), actor=ada)
    await add(studio, ada, key="k")
    once = await stored(studio, ada)
    await add(studio, ada, key="k")

    assert await stored(studio, ada) == once == sum(map(len, VariantName))
