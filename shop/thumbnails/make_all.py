"""Makes what is missing of many pictures' thumbnails, on all processors."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

from django.core.files.storage import default_storage

from shop.thumbnails.address import thumbnail_name
from shop.thumbnails.make import NoThumbnail, encode, open_source, scale, store
from shop.thumbnails.roles import FORMATS

Picture = tuple[str, tuple[str, ...]]
AT_ONCE = 200  # pictures handed out before the first is awaited: bounds memory however many there are


def make_all(pictures: Iterable[Picture], processes: int | None = None) -> Iterator[tuple[str, int, str]]:
    """For each (source, aliases), as they are done: (source, how many were made, why none could be)."""
    with ProcessPoolExecutor(processes or os.cpu_count(), initializer=os.nice, initargs=(10,)) as pool:
        waiting = []
        for picture in pictures:
            waiting.append(pool.submit(attempt, *picture))
            if len(waiting) >= AT_ONCE:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def attempt(source: str, aliases: tuple[str, ...]) -> tuple[str, int, str]:
    try:
        return source, make_missing(source, aliases), ""
    except (NoThumbnail, OSError) as reason:
        return source, 0, str(reason)


def make_missing(source: str, aliases: Iterable[str]) -> int:
    """How many were made. Decodes the source once, and not at all when nothing is missing.

    Raises NoThumbnail, and OSError where they can't be stored.
    """
    missing = [
        (alias, extension)
        for alias in aliases
        for extension in FORMATS
        if not default_storage.exists(thumbnail_name(source, alias, extension))
    ]
    if missing:
        image = open_source(source)
        for alias in dict.fromkeys(alias for alias, _ in missing):
            scaled = scale(image, alias)
            for extension in (extension for one, extension in missing if one == alias):
                store(thumbnail_name(source, alias, extension), encode(scaled, extension))
    return len(missing)
