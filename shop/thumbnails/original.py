"""What is kept of a picture that somebody brings: drawn anew from its pixels, so that nothing else of it comes along.

No code that a second program would find in the file, no place where it was taken, no archive behind its end.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, UnidentifiedImageError

from shop.thumbnails.as_shown import as_shown

MAX_SOURCE_BYTES = 25 * 1024 * 1024
MAX_SOURCE_PIXELS = 40_000_000  # 160 MB once decoded, 420 MB at the worst (docs/pictures.md)
MAX_SIDE = 4000  # pixels kept: more than twice the largest declared size
READ = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")  # no format that can hold code or fetch anything
SEVERAL_VIEWS = "MPO"  # a telephone's JPEG with a second view or a depth map behind it; the first is the picture
LOSSLESS = {"PNG", "GIF"}
# Whatever a broken file makes Pillow stumble over; not a worker's time limit.
BROKEN: tuple[type[Exception], ...] = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError)
BROKEN += (AttributeError, EOFError, RuntimeError, MemoryError, struct.error, zlib.error)
SAVE: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 92},
    "png": {"format": "PNG", "compress_level": 4},  # a third of the default's time, a few per cent more bytes
    "webp": {"format": "WEBP", "quality": 92},
}
EXTENSIONS = tuple(SAVE)


class NotAPicture(Exception):
    """Says to whoever brought it what is wrong with it and what to do."""


@dataclass(frozen=True)
class Original:
    """Ready to be stored; sizes in pixels."""

    content: bytes
    extension: str
    width: int
    height: int


def read_original(file: IO[bytes], *, still: bool = False) -> Original:
    """Raises NotAPicture; with `still`, also for an animation, of which otherwise the first frame is taken."""
    with opened(file) as image:
        if still and image.format != SEVERAL_VIEWS and getattr(image, "is_animated", False):
            raise NotAPicture(_("The picture moves; the shop shows still ones. Save the frame that you want alone."))
        known_as = image.format
        shown = as_shown(image, MAX_SIDE)
    extension = extension_for(known_as, shown.mode)
    content = BytesIO()
    shown.save(content, **SAVE[extension])
    return Original(content.getvalue(), extension, *shown.size)


def extension_for(known_as: str | None, mode: str) -> str:
    """Lossless stays lossless; of the others what JPEG cannot hold is WebP."""
    if known_as in LOSSLESS:
        return "png"
    return "webp" if mode == "RGBA" else "jpg"


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Image.Image]:
    """Pillow's image by its content, whatever it is called, and within our limits before it is decoded."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for its whole process as soon as it is imported
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_SOURCE_BYTES:
        text = _("The file has %(size).1f MB; at most %(most)s MB are taken.")
        raise NotAPicture(text % {"size": size / 1024 / 1024, "most": MAX_SOURCE_BYTES // 1024 // 1024})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is stricter
            with Image.open(file, formats=READ) as image:
                refuse_too_many_pixels(image)
                yield image
    except UnidentifiedImageError as error:
        text = _("This is no picture that can be shown. Use one of: %(formats)s.")
        raise NotAPicture(text % {"formats": "JPEG, PNG, WebP, GIF, AVIF"}) from error
    except Image.DecompressionBombError as error:
        raise NotAPicture(too_many()) from error
    except BROKEN as error:
        raise NotAPicture(_("The file is damaged: it cannot be read to its end.")) from error


def refuse_too_many_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_SOURCE_PIXELS:
        raise NotAPicture(f"{image.width} × {image.height}: {too_many()}")


def too_many() -> str:
    values = {"most": MAX_SOURCE_PIXELS // 1_000_000}
    return _("That is more than %(most)s million pixels. Upload a smaller picture.") % values
