"""Draws the pictures that the shop has not got yet, on all processors."""

import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from catalog.demo.pictures.sketch import draw, sketches


def draw_missing(products, progress):
    """Draws what is missing for the first so many products and for all categories. Out: how many pictures."""
    missing = [sketch for sketch in sketches(products) if not _is_there(sketch.file)]
    if missing:
        for file, jpeg in progress.over("Pictures", _drawn(missing), len(missing)):
            default_storage.save(file, ContentFile(jpeg))
    return len(missing)


def _is_there(file):
    """An empty file is what kill -9 leaves between making it and filling it."""
    if not default_storage.exists(file):
        return False
    if default_storage.size(file):
        return True
    default_storage.delete(file)
    return False


def _drawn(missing):
    """Pairs of (file, JPEG) and 1, as they are finished. Processes are spawned: none inherits a database connection."""
    if len(missing) < 8 or os.cpu_count() == 1:
        yield from (((sketch.file, draw(sketch)), 1) for sketch in missing)
        return
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(draw, sketch): sketch.file for sketch in missing}
        for future in as_completed(futures):
            yield (futures[future], future.result()), 1
