"""What Pillow sees in a file, in every size. It runs in a confined process only."""

import io
import warnings
from pathlib import Path
from typing import Any, Final

from PIL import Image as Pictures
from PIL import ImageCms, UnidentifiedImageError
from PIL.Image import Image as Picture

from phantom_adapters.images.limits import ImageLimits
from phantom_adapters.images.suspects import refuse_other_kinds
from phantom_core.media.images import (
    ImageNotDecodable,
    NotAnImage,
    RenderedImage,
    RenderedVariant,
    TooManyPixels,
    VariantName,
)

__all__ = ["render"]

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_LONGEST: Final = VariantName.FULL.longest_side
_QUALITY: Final = 82
_EFFORT: Final = 4
_WIDE: Final = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})
_EIGHT_BITS: Final = 1 / 257
_TURNED: Final = frozenset({5, 6, 7, 8})
_ORIENTATION: Final = 0x0112


def render(path: Path, limits: ImageLimits) -> RenderedImage:
    """Make an image of a file.

    Raises: NotAnImage, ImageNotDecodable, TooManyPixels; MemoryError.
    """
    Pictures.MAX_IMAGE_PIXELS = limits.pixels
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Pictures.DecompressionBombWarning)
        try:
            return _rendered(path, limits)
        except (Pictures.DecompressionBombWarning, Pictures.DecompressionBombError) as error:
            raise TooManyPixels(limits.pixels) from error
        except UnidentifiedImageError as error:
            raise NotAnImage from error
        # Damage shows itself in any of these, according to the format.
        except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
            raise ImageNotDecodable(str(error) or "it is damaged") from error


def _rendered(path: Path, limits: ImageLimits) -> RenderedImage:
    with Pictures.open(path, formats=_FORMATS) as opened:
        width, height = opened.size
        if width * height > limits.pixels:
            raise TooManyPixels(limits.pixels)
        refuse_other_kinds(path)
        picture = _plain(opened)
    if opened.getexif().get(_ORIENTATION) in _TURNED:
        width, height = height, width
    variants = [_variant(picture, name) for name in reversed(VariantName)]
    return RenderedImage(
        width=width, height=height, colour=_colour(picture), variants=tuple(reversed(variants))
    )


def _plain(opened: Picture) -> Picture:
    """The first picture of a file, no larger than the largest size, turned, in sRGB.

    It is made smaller first: then all else costs little, whatever came.
    """
    opened.draft("RGB", (_LONGEST, _LONGEST))
    opened.load()
    profile, orientation = opened.info.get("icc_profile"), opened.getexif()
    small = _fitted(_scalable(opened), _LONGEST)
    small.info.clear()
    return _turned(_in_srgb(small, profile), orientation)


def _scalable(picture: Picture) -> Picture:
    """A picture in a mode in which pixels may be mixed."""
    if picture.mode in _WIDE:
        return picture.convert("I").point(lambda value: value * _EIGHT_BITS).convert("L")
    if picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    return picture if picture.mode in {"L", "RGB", "CMYK"} else picture.convert("RGB")


def _fitted(picture: Picture, longest: int) -> Picture:
    scale = longest / max(picture.size)
    if scale >= 1:
        return picture.copy()
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height), Pictures.Resampling.LANCZOS, reducing_gap=2.0)


def _in_srgb(picture: Picture, profile: bytes | None) -> Picture:
    """Its colours as its profile means them; a profile that fits nothing means nothing."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile and picture.mode != "L":
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(picture, source, target, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture.convert(mode)
        return changed or picture.convert(mode)
    return picture.convert(mode)


def _turned(picture: Picture, exif: Pictures.Exif) -> Picture:
    turn = _TURNS.get(exif.get(_ORIENTATION, 1))
    return picture if turn is None else picture.transpose(turn)


_TURNS: Final[dict[Any, Pictures.Transpose]] = {
    2: Pictures.Transpose.FLIP_LEFT_RIGHT,
    3: Pictures.Transpose.ROTATE_180,
    4: Pictures.Transpose.FLIP_TOP_BOTTOM,
    5: Pictures.Transpose.TRANSPOSE,
    6: Pictures.Transpose.ROTATE_270,
    7: Pictures.Transpose.TRANSVERSE,
    8: Pictures.Transpose.ROTATE_90,
}


def _variant(picture: Picture, name: VariantName) -> RenderedVariant:
    fitted = _fitted(picture, name.longest_side)
    fitted.info.clear()
    encoded = io.BytesIO()
    fitted.save(encoded, "WEBP", quality=_QUALITY, method=_EFFORT)
    width, height = fitted.size
    return RenderedVariant(name=name, data=encoded.getvalue(), width=width, height=height)


def _colour(picture: Picture) -> str:
    """The mean colour of what is opaque, the more of it the more it is so."""
    one = picture.resize((1, 1), Pictures.Resampling.BOX).convert("RGB")
    red, green, blue = one.tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"
