"""Finding what else a file is besides an image, by its bytes."""

import re
import zipfile
from pathlib import Path
from typing import Final

from phantom_core.media.images import NotAnImage

__all__ = ["refuse_other_kinds"]

_MARKUP: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|\?php)[\s>]|<svg[^<>]{0,400}xmlns",
    re.IGNORECASE,
)
_PDF: Final = b"%PDF-"
_PDF_HEAD: Final = 1024


def refuse_other_kinds(path: Path) -> None:
    """Refuse a file that a browser, a reader or an unpacker takes for something of its own.

    Pages and scripts are looked for everywhere, for they work behind and inside of images; a PDF
    begins in the first kilobyte (ISO 32000, annex H), and an archive is known from its end.

    Raises: NotAnImage.
    """
    data = path.read_bytes()
    if _MARKUP.search(data):
        raise NotAnImage("There is a page or a script in it, and only images are accepted.")
    if _PDF in data[:_PDF_HEAD]:
        raise NotAnImage("It is a PDF as well, and only images are accepted.")
    if _is_archive(path):
        raise NotAnImage("It is an archive as well, and only images are accepted.")


def _is_archive(path: Path) -> bool:
    """Whether it has a directory of files at its end; the four bytes alone may come by chance."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False
