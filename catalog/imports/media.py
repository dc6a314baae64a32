"""Pictures from a local folder into the media storage, under names made of their content."""

import hashlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import PIL.Image
from django.core.files import File
from django.core.files.storage import default_storage

from catalog.imports.records import Refused, Unreadable

MAX_PIXELS = 50_000_000
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}


class Media:
    """`find` fills an image's file, width and height. A picture that isn't in the folder is nothing unusual."""

    def __init__(self, folder, dry_run=False):
        self.folder, self.dry_run = Path(folder).resolve(), dry_run
        if not self.folder.is_dir():
            raise Unreadable(f"{folder} isn't a folder; --media names the one that the pictures lie in.")

    def find(self, image):
        path = self._path(image.source)
        if path is None:
            return
        kind, image.width, image.height = _measured(path)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        image.file = f"products/{digest[:2]}/{digest[2:34]}.{FORMATS[kind]}"
        if not self.dry_run:
            _store(image.file, path)

    def _path(self, source):
        """By the path that the file gives, else by the last part of it; never outside the folder."""
        address = unquote(urlsplit(source).path) if "://" in source else source
        for name in (address.lstrip("/\\"), address.replace("\\", "/").rpartition("/")[2]):
            try:
                path = (self.folder / name).resolve()
                if name and path.is_relative_to(self.folder) and path.is_file():
                    return path
            except (OSError, ValueError):
                continue
        return None


def _measured(path):
    """(format, width, height) of a picture that can be decoded whole."""
    try:
        with PIL.Image.open(path, formats=list(FORMATS)) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise Refused(f"has {width * height:,} pixels; {MAX_PIXELS:,} are the most", "image", path.name)
            kind = picture.format
            picture.load()
            return kind, width, height
    except (OSError, SyntaxError, ValueError, PIL.Image.DecompressionBombError) as error:
        raise Refused(f"isn't a picture that can be read: {error}", "image", path.name) from None


def _store(name, path):
    """Once. A copy that a killed run left half-made is known by its size, and made again."""
    if default_storage.exists(name):
        if default_storage.size(name) == path.stat().st_size:
            return
        default_storage.delete(name)
    with path.open("rb") as file:
        default_storage.save(name, File(file))
