"""The <picture> element of a stored image: AVIF, WebP or JPEG, as large as its place needs and no larger."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from shop.thumbnails.address import candidates, thumbnail_url
from shop.thumbnails.roles import FORMATS, ROLES

LOADING = {
    "lazy": SafeString(' loading="lazy" decoding="async"'),
    "eager": SafeString(""),  # above the fold
    "main": SafeString(' fetchpriority="high"'),  # the page's largest: fetched first
}


@dataclass(frozen=True)
class Stored:
    """A picture in the media storage; sizes in pixels, None where unknown."""

    path: str
    width: int | None = None
    height: int | None = None


def picture_html(stored: Stored, role: str, alt: str = "", when: str = "lazy") -> SafeString:
    """Sizes are always given, so that nothing moves. `when`: see LOADING."""
    offered = candidates(role, stored.width, stored.height)
    srcset = {
        extension: ", ".join(
            f"{thumbnail_url(stored.path, alias, extension)} {wide}w" for alias, wide, _high in offered
        )
        for extension in FORMATS
    }
    alias, wide, high = offered[-1]
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}></picture>',
        format_html_join(
            "",
            '<source type="{}" srcset="{}" sizes="{}">',
            [(FORMATS[extension], srcset[extension], ROLES[role].sizes) for extension in ("avif", "webp")],
        ),
        thumbnail_url(stored.path, alias, "jpg"),
        srcset["jpg"],
        ROLES[role].sizes,
        wide,
        high,
        alt,
        LOADING[when],
    )
