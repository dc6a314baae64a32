"""Where a thumbnail lies: `t/<alias>/<source path>.<format>` below MEDIA_URL and MEDIA_ROOT."""

from urllib.parse import quote

from django.conf import settings
from easy_thumbnails.alias import aliases as declared

from shop.thumbnails.roles import ROLES

FOLDER = "t"


def thumbnail_name(source: str, alias: str, extension: str) -> str:
    """Its name in the media storage."""
    return f"{FOLDER}/{alias}/{source}.{extension}"


def thumbnail_url(source: str, alias: str, extension: str) -> str:
    return f"{settings.MEDIA_URL}{quote(thumbnail_name(source, alias, extension))}"


def thumbnail_size(alias: str, width: int | None, height: int | None) -> tuple[int, int]:
    """Pixels of the thumbnail of a source this large; of the whole box where the source's size is unknown or cropped.

    A source is never enlarged. Rounds as easy-thumbnails does.
    """
    options = declared.get(alias)
    box_width, box_height = options["size"]
    if options.get("crop") or not width or not height:
        return box_width, box_height
    scale = min(box_width / width, box_height / height, 1)
    return max(1, round(width * scale)), max(1, round(height * scale))


def candidates(role: str, width: int | None, height: int | None) -> list[tuple[str, int, int]]:
    """(alias, width, height) for each size worth offering, small to large: what would be no larger is left out."""
    offered: list[tuple[str, int, int]] = []
    for alias in ROLES[role].aliases:
        size = thumbnail_size(alias, width, height)
        if not offered or size[0] > offered[-1][1]:
            offered.append((alias, *size))
    return offered
