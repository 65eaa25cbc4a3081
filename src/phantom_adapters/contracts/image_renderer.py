"""What everybody promises who renders images."""

import io
from pathlib import Path

import pytest
from PIL import Image as Pictures
from PIL.Image import Image as Picture

from phantom_adapters.contracts.image_files import (
    BLUE,
    GOOD,
    GREEN,
    RED,
    REFUSED,
    WHITE,
    encoded,
    lying_png,
    marked,
    oriented,
    see_through,
    with_place,
)
from phantom_core.kernel import PhantomError, TooLarge, UnsupportedMedia
from phantom_core.media.images import (
    MOST_PIXELS,
    ImageNotDecodable,
    ImageRenderer,
    NotAnImage,
    RenderedImage,
    TooManyPixels,
    VariantName,
)

__all__ = ["ImageRendererContract"]

_NEAR = 40


def _seen(image: RenderedImage, name: VariantName = VariantName.FULL) -> Picture:
    (variant,) = [each for each in image.variants if each.name is name]
    picture = Pictures.open(io.BytesIO(variant.data))
    picture.load()
    assert picture.format == "WEBP"
    assert picture.size == (variant.width, variant.height)
    return picture


def _near(picture: Picture, place: tuple[int, int], colour: tuple[int, ...]) -> bool:
    found = picture.convert("RGB").getpixel(place)
    assert isinstance(found, tuple)
    return all(abs(one - other) < _NEAR for one, other in zip(found, colour, strict=True))


class ImageRendererContract:
    """Bind it with a fixture `renderer`."""

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        """Where the bytes to be rendered are put."""
        return tmp_path / "sent.bin"

    @pytest.mark.parametrize("kind", GOOD)
    async def test_every_kind_of_image_comes_out_in_every_size_and_none_is_enlarged(
        self, renderer: ImageRenderer, file: Path, kind: str
    ) -> None:
        file.write_bytes(GOOD[kind]())

        image = await renderer.render(file)

        assert (image.width, image.height) == (60, 40)
        assert [variant.name for variant in image.variants] == [*VariantName]
        assert {_seen(image, name).size for name in VariantName} == {(60, 40)}

    async def test_a_large_image_is_made_smaller_in_its_proportions(
        self, renderer: ImageRenderer, file: Path
    ) -> None:
        file.write_bytes(encoded(marked(3000, 1500)))

        image = await renderer.render(file)

        assert (image.width, image.height) == (3000, 1500)
        sizes = [(variant.width, variant.height) for variant in image.variants]
        assert sizes == [(200, 100), (800, 400), (2560, 1280)]

    @pytest.mark.parametrize("orientation", range(1, 9))
    async def test_an_image_is_turned_as_it_is_to_be_seen(
        self, renderer: ImageRenderer, file: Path, orientation: int
    ) -> None:
        file.write_bytes(oriented(orientation))

        image = await renderer.render(file)
        picture = _seen(image)

        assert (image.width, image.height) == (60, 40)
        assert _near(picture, (5, 5), RED)
        assert _near(picture, (55, 5), GREEN)
        assert _near(picture, (55, 35), BLUE)
        assert _near(picture, (5, 35), WHITE)

    async def test_nothing_is_left_of_what_a_photograph_tells_of_itself(
        self, renderer: ImageRenderer, file: Path
    ) -> None:
        file.write_bytes(with_place())

        image = await renderer.render(file)

        for name in VariantName:
            assert not _seen(image, name).getexif()
        for variant in image.variants:
            assert b"Secret" not in variant.data
            assert not {b"EXIF", b"XMP ", b"ICCP"} & {
                variant.data[at : at + 4] for at in range(len(variant.data))
            }

    async def test_what_was_transparent_stays_so(self, renderer: ImageRenderer, file: Path) -> None:
        file.write_bytes(encoded(see_through()))

        picture = _seen(await renderer.render(file))

        assert picture.mode == "RGBA"
        assert picture.getchannel("A").getpixel((5, 5)) == 0
        assert picture.getchannel("A").getpixel((55, 5)) == 255
        assert _near(picture, (55, 5), GREEN)

    async def test_of_what_moves_the_first_picture_counts(
        self, renderer: ImageRenderer, file: Path
    ) -> None:
        file.write_bytes(GOOD["moving gif"]())

        image = await renderer.render(file)

        assert _near(_seen(image), (30, 20), RED)
        assert getattr(_seen(image), "n_frames", 1) == 1

    async def test_sixteen_bits_are_as_bright_as_eight(
        self, renderer: ImageRenderer, file: Path
    ) -> None:
        file.write_bytes(GOOD["sixteen bit png"]())

        assert _near(_seen(await renderer.render(file)), (30, 20), (202, 202, 202))

    async def test_an_image_has_a_mean_colour(self, renderer: ImageRenderer, file: Path) -> None:
        file.write_bytes(encoded(Pictures.new("RGB", (60, 40), (255, 0, 0))))

        assert (await renderer.render(file)).colour == "#ff0000"

    @pytest.mark.parametrize("kind", REFUSED)
    async def test_what_is_no_image_or_something_else_besides_is_refused(
        self, renderer: ImageRenderer, file: Path, kind: str
    ) -> None:
        file.write_bytes(REFUSED[kind])

        with pytest.raises(NotAnImage):
            await renderer.render(file)

    @pytest.mark.parametrize(
        "size", [(13_000, 13_000), (MOST_PIXELS + 1, 1), (2**31 - 1, 2**31 - 1)]
    )
    async def test_a_bomb_is_refused_before_it_is_unpacked(
        self, renderer: ImageRenderer, file: Path, size: tuple[int, int]
    ) -> None:
        file.write_bytes(lying_png(*size))

        with pytest.raises((TooManyPixels, ImageNotDecodable)) as refusal:
            await renderer.render(file)

        assert isinstance(refusal.value, TooLarge | UnsupportedMedia)

    @pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif"])
    async def test_a_truncated_image_is_refused_and_the_next_one_rendered(
        self, renderer: ImageRenderer, file: Path, kind: str
    ) -> None:
        whole = GOOD[kind]()
        file.write_bytes(whole[: len(whole) * 3 // 4])
        with pytest.raises(PhantomError) as refusal:
            await renderer.render(file)
        file.write_bytes(whole)

        assert isinstance(refusal.value, ImageNotDecodable | NotAnImage)
        assert (await renderer.render(file)).width == 60
