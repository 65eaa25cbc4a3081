"""Thousands of images that were tampered with: each is rendered or refused, in its bounds."""

import random
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import anyio
import pytest
from PIL import Image as Pictures

from phantom_adapters.contracts.image_files import GOOD, encoded, with_place
from phantom_adapters.images import PillowRenderer
from phantom_core.media.images import ImageNotDecodable, NotAnImage, TooManyPixels

_PER_KIND: Final = 200
_MOST_BYTES: Final = 1024**3
_PATIENCE: Final = 60.0
_KINDS: Final[dict[str, Callable[[], bytes]]] = {
    **{kind: GOOD[kind] for kind in GOOD if "black" not in kind},
    "photograph": with_place,
}


@pytest.fixture(scope="module")
def renderer() -> Iterator[PillowRenderer]:
    """The renderer under test, as the server makes it."""
    with PillowRenderer(hands=1) as renderer:
        yield renderer


@pytest.mark.parametrize("kind", _KINDS)
async def test_what_was_tampered_with_is_rendered_or_refused_within_bounds(
    renderer: PillowRenderer, tried: Counter[str], tmp_path: Path, kind: str
) -> None:
    data, chance, file = _KINDS[kind](), random.Random(kind), tmp_path / "sent.bin"
    said = set()
    for _ in range(_PER_KIND):
        file.write_bytes(_tampered(data, chance))
        said.add(await _verdict(renderer, file))
        tried["tampered files"] += 1
    renderer.close()

    assert said <= {"rendered", "not-an-image", "image-not-decodable", "too-many-pixels"}
    assert len(said) > 1
    assert 0 < _peak_of_children() < _MOST_BYTES


async def test_an_image_of_the_most_pixels_is_rendered_within_bounds(
    renderer: PillowRenderer, tmp_path: Path
) -> None:
    file = tmp_path / "sent.bin"
    file.write_bytes(encoded(Pictures.new("RGBA", (8000, 6250), (200, 30, 40, 128))))

    image = await renderer.render(file)
    renderer.close()

    assert (image.width, image.height) == (8000, 6250)
    assert 0 < _peak_of_children() < _MOST_BYTES


def _tampered(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, mostly in the beginning; some taken out, doubled or cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        reach = chance.choice([64, 64, 512, len(changed)])
        changed[chance.randrange(min(reach, len(changed)))] = chance.choice(
            [0, 0xFF, 0x7F, 0x80, chance.randrange(256)]
        )
    first, second = sorted(chance.randrange(len(changed)) for _ in range(2))
    match chance.randrange(5):
        case 0:
            del changed[first:second]
        case 1:
            changed[first:first] = changed[first : min(second, first + 5000)]
        case 2:
            del changed[first:]
    return bytes(changed)


async def _verdict(renderer: PillowRenderer, file: Path) -> str:
    try:
        with anyio.fail_after(_PATIENCE):
            await renderer.render(file)
    except (NotAnImage, ImageNotDecodable, TooManyPixels) as refusal:
        return refusal.rule
    return "rendered"


def _peak_of_children() -> int:
    """The most bytes that any process which this one has started, and seen end, ever held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
