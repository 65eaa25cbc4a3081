"""Whoever renders images keeps the promises, whatever is sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from phantom_adapters.contracts.image_files import encoded, marked
from phantom_adapters.contracts.image_renderer import ImageRendererContract
from phantom_adapters.images import ImageLimits, PillowRenderer
from phantom_core.media.images import ImageNotDecodable


@pytest.fixture(scope="module")
def pillow_renderer() -> Iterator[PillowRenderer]:
    """One renderer for all tests of a module."""
    with PillowRenderer(hands=1) as renderer:
        yield renderer


class TestPillowRenderer(ImageRendererContract):
    adapters = (PillowRenderer,)

    @pytest.fixture
    def renderer(self, pillow_renderer: PillowRenderer) -> PillowRenderer:
        return pillow_renderer


async def test_an_image_that_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.png"
    file.write_bytes(encoded(marked(4000, 3000), compress_level=1))
    limits = ImageLimits(memory_bytes=48 * 1024 * 1024)

    with (
        PillowRenderer(limits=limits, hands=1) as renderer,
        pytest.raises(ImageNotDecodable, match="needs too much memory"),
    ):
        await renderer.render(file)
