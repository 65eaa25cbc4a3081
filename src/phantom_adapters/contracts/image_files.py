"""Files for whoever renders images: good ones of every kind, and such as must be refused."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from PIL import Image as Pictures
from PIL.Image import Image as Picture

__all__ = [
    "BLUE",
    "GOOD",
    "GREEN",
    "RED",
    "REFUSED",
    "WHITE",
    "encoded",
    "lying_png",
    "marked",
    "oriented",
    "see_through",
    "with_place",
    "zip_bytes",
]

RED: Final = (220, 20, 30)
"""The marked picture's top left."""

GREEN: Final = (20, 200, 40)
"""Its top right."""

BLUE: Final = (20, 40, 210)
"""Its bottom right."""

WHITE: Final = (250, 250, 250)
"""Its bottom left."""

_ORIENTATION: Final = 0x0112
_GPS: Final = 0x8825


def encoded(picture: Picture, kind: str = "PNG", **options: Any) -> bytes:
    """A picture as a file of a kind that Pillow writes."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def marked(width: int = 60, height: int = 40) -> Picture:
    """A picture whose corners are red, green, blue and white, from the top left clockwise."""
    picture = Pictures.new("RGB", (width, height))
    half_width, half_height = width // 2, height // 2
    for colour, place in (
        (RED, (0, 0)),
        (GREEN, (half_width, 0)),
        (BLUE, (half_width, half_height)),
        (WHITE, (0, half_height)),
    ):
        picture.paste(colour, (*place, place[0] + half_width, place[1] + half_height))
    return picture


def oriented(orientation: int) -> bytes:
    """The marked picture, stored in one of the eight ways that its file says how to undo."""
    undo = {
        1: (),
        2: (Pictures.Transpose.FLIP_LEFT_RIGHT,),
        3: (Pictures.Transpose.ROTATE_180,),
        4: (Pictures.Transpose.FLIP_TOP_BOTTOM,),
        5: (Pictures.Transpose.TRANSPOSE,),
        6: (Pictures.Transpose.ROTATE_90,),
        7: (Pictures.Transpose.TRANSVERSE,),
        8: (Pictures.Transpose.ROTATE_270,),
    }
    picture = marked()
    for turn in undo[orientation]:
        picture = picture.transpose(turn)
    exif = Pictures.Exif()
    exif[_ORIENTATION] = orientation
    return encoded(picture, "JPEG", quality=95, subsampling=0, exif=exif)


def with_place() -> bytes:
    """A photograph that tells where it was made, by whom, and in its own words."""
    exif = Pictures.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x013B] = "SecretName"
    exif.get_ifd(_GPS).update({1: "N", 2: (48.0, 12.0, 30.0), 3: "E", 4: (16.0, 22.0, 0.0)})
    return encoded(marked(), "JPEG", exif=exif, comment=b"SecretComment")


def see_through() -> Picture:
    """A picture whose left half is transparent."""
    picture = Pictures.new("RGBA", (60, 40), (*GREEN, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 30, 40))
    return picture


def lying_png(width: int, height: int) -> bytes:
    """A small file that says it has so many pixels, and has none."""
    return _png(struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), zlib.compress(b""))


def zip_bytes() -> bytes:
    """An archive with a page in it, under a name that is not looked for."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("notes.txt", "words")
    return file.getvalue()


def _png(header: bytes, data: bytes) -> bytes:
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def _moving(kind: str) -> bytes:
    frames = [Pictures.new("RGB", (60, 40), colour) for colour in (RED, GREEN)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)


def _sixteen_bits() -> bytes:
    return encoded(Pictures.new("I;16", (60, 40), 52_000))


GOOD: Final[Mapping[str, Callable[[], bytes]]] = {
    "jpeg": lambda: encoded(marked(), "JPEG"),
    "progressive jpeg": lambda: encoded(marked(), "JPEG", progressive=True),
    "cmyk jpeg": lambda: encoded(marked().convert("CMYK"), "JPEG"),
    "grey jpeg": lambda: encoded(marked().convert("L"), "JPEG"),
    "png": lambda: encoded(marked()),
    "transparent png": lambda: encoded(see_through()),
    "palette png": lambda: encoded(marked().convert("P"), transparency=3),
    "black and white png": lambda: encoded(marked().convert("1")),
    "grey png with alpha": lambda: encoded(see_through().convert("LA")),
    "sixteen bit png": _sixteen_bits,
    "webp": lambda: encoded(marked(), "WEBP"),
    "moving webp": lambda: _moving("WEBP"),
    "gif": lambda: encoded(marked(), "GIF"),
    "moving gif": lambda: _moving("GIF"),
    "avif": lambda: encoded(marked(), "AVIF"),
}
"""Files that are images, each 60 pixels wide and 40 high."""

_PNG: Final = encoded(marked())
_PAGE: Final = b"<html><body><script>alert(1)</script></body></html>"

REFUSED: Final[Mapping[str, bytes]] = {
    "nothing": b"",
    "words": b"just words",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg after a declaration": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "page": b"<!DOCTYPE html>" + _PAGE,
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "archive": zip_bytes(),
    "bitmap": encoded(marked(), "BMP"),
    "tiff": encoded(marked(), "TIFF"),
    "icon": encoded(marked(), "ICO"),
    "postscript": encoded(marked(), "EPS"),
    "png and page": _PNG + _PAGE,
    "png and archive": _PNG + zip_bytes(),
    "gif and page": encoded(marked(), "GIF") + _PAGE,
    "jpeg with a page in its comment": encoded(marked(), "JPEG", comment=_PAGE),
    "jpeg and script": encoded(marked(), "JPEG") + b"<?php system($_GET[0]); ?>",
    "jpeg with a pdf in its comment": encoded(marked(), "JPEG", comment=b"%PDF-1.7 "),
}
"""Files that are no images, or are something else besides."""
