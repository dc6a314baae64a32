"""Which declared sizes (settings.THUMBNAIL_ALIASES) a picture offers for each place it stands in."""

from dataclasses import dataclass

FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}  # best first; every browser reads the last


@dataclass(frozen=True)
class Role:
    """`aliases` small to large; `sizes` tells the browser how wide the place is before any style has loaded."""

    aliases: tuple[str, ...]
    sizes: str


GALLERY = ("gallery-1080", "gallery-1600")
ROLES = {
    "thumb": Role(("thumb-96", "thumb-192"), "4.75rem"),
    "card": Role(("card-360", "card-720"), "(min-width: 75rem) 21rem, (min-width: 48rem) 30vw, 46vw"),
    "gallery": Role(("card-720", *GALLERY), "(min-width: 84rem) 44rem, (min-width: 60rem) 52vw, 94vw"),
    # Cut to an arch of 4 to 5: the whole picture is a quarter wider than its place.
    "hero": Role(("card-360", "card-720", "gallery-1080"), "(min-width: 60rem) 23rem, 52vw"),
    "tile": Role(("tile-400", "tile-800"), "(min-width: 84rem) 27rem, (min-width: 48rem) 30vw, 46vw"),
    "banner": Role(("banner-800", "banner-1600"), "(min-width: 60rem) 44rem, 94vw"),
}
PRODUCT_ALIASES = ("card-360", "card-720", "thumb-96", "thumb-192", *GALLERY)
CATEGORY_ALIASES = (*ROLES["tile"].aliases, *ROLES["banner"].aliases)
