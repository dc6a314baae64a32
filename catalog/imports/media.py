"""Pictures from a local folder into the media storage, drawn anew, under names made of their content."""

import hashlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.files.storage import default_storage

from catalog.imports.records import Refused, Unreadable
from shop.thumbnails.make import store
from shop.thumbnails.original import EXTENSIONS, NotAPicture, opened, read_original


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
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            stem = f"products/{digest[:2]}/{digest[2:34]}"
            try:
                image.file, image.width, image.height = self._stored(stem) or self._store(stem, file)
            except NotAPicture as reason:
                raise Refused(str(reason), "image", path.name) from None

    def _stored(self, stem):
        """(name, width, height) of what an earlier run took; None where it is not whole."""
        for name in (f"{stem}.{extension}" for extension in EXTENSIONS):
            if default_storage.exists(name):
                with suppress(NotAPicture), default_storage.open(name) as file, opened(file) as picture:
                    picture.load()
                    return name, picture.width, picture.height
        return None

    def _store(self, stem, file):
        original = read_original(file)
        name = f"{stem}.{original.extension}"
        if not self.dry_run:
            store(name, original.content)
        return name, original.width, original.height

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
