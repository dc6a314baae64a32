"""Makes one thumbnail. Safe to run twice at once: each writer has its own temporary file, the last rename wins."""

import logging
import os
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from easy_thumbnails.alias import aliases as declared
from easy_thumbnails.engine import process_image, save_pil_image
from PIL import Image

from shop.thumbnails.address import FOLDER, thumbnail_name
from shop.thumbnails.as_shown import as_shown
from shop.thumbnails.original import NotAPicture, opened

logger = logging.getLogger(__name__)
MAKING = f"{FOLDER}/.making"
ABANDONED_SECONDS = 3600  # no writer takes a thousandth of it
# At these settings the three look alike on product pictures (docs/pictures.md has the measures).
SAVE: dict[str, dict[str, Any]] = {
    "jpg": {"quality": 80},
    "webp": {"quality": 76, "method": 4},
    # Without 4:2:0 Pillow's AVIF fails on some sources.
    "avif": {"quality": 55, "speed": 7, "subsampling": "4:2:0", "max_threads": 1},
}


class NoThumbnail(Exception):
    """The source is missing, too large, or no picture."""


def make_thumbnail(source: str, alias: str, extension: str) -> bytes:
    """The thumbnail's bytes, also stored under its name. Raises NoThumbnail."""
    content = encode(scale(open_source(source), alias), extension)
    try:
        store(thumbnail_name(source, alias, extension), content)
    except OSError:
        logger.exception("thumbnail of %s not stored; it is made again for each visitor", source)
    return content


def scale(image: Image.Image, alias: str) -> Image.Image:
    """Within the alias's box or cropped to it, by easy-thumbnails' processors. Raises NoThumbnail for a mere line."""
    try:
        return process_image(image, declared.get(alias))
    except ValueError as error:  # 60,000×1 pixels: nothing of its height is left
        raise NoThumbnail(f"{image.width}×{image.height} pixels do not fit {alias}: {error}") from error


def open_source(source: str) -> Image.Image:
    """The first frame, upright, decoded; refuses by its header what would be too costly to decode."""
    try:
        if source.startswith(f"{FOLDER}/") or not default_storage.exists(source):
            raise NoThumbnail(f"{source}: no such picture.")
        with default_storage.open(source) as file, opened(file) as image:
            return as_shown(image)
    except (NotAPicture, OSError, ValueError) as reason:
        raise NoThumbnail(f"{source}: {reason}") from reason


def encode(image: Image.Image, extension: str) -> bytes:
    content = BytesIO()
    if extension == "avif":
        # easy-thumbnails drops `quality` for every format but JPEG and WebP.
        image.save(content, format="AVIF", **SAVE[extension])
    else:
        save_pil_image(image, content, filename=f"thumbnail.{extension}", **SAVE[extension])
    return content.getvalue()


def store(name: str, content: bytes) -> None:
    """Whole or not at all."""
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:  # no folder but an object store, whose uploads are whole
        if default_storage.exists(name):
            default_storage.delete(name)
        default_storage.save(name, ContentFile(content))
        return
    making = Path(default_storage.path(MAKING))  # apart: nobody asks for what a killed writer leaves there
    for folder in (target.parent, making):
        folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=making)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def sweep() -> int:
    """Removes what killed writers left half-made. Returns how many files."""
    try:
        making = Path(default_storage.path(MAKING))
    except NotImplementedError:
        return 0
    abandoned = [file for file in making.glob("*") if time.time() - file.stat().st_mtime > ABANDONED_SECONDS]
    for file in abandoned:
        file.unlink(missing_ok=True)
    return len(abandoned)
