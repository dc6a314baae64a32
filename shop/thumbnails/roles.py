"""Which declared sizes (settings.THUMBNAIL_ALIASES) a picture offers for each place it stands in."""

from dataclasses import dataclass

FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}  # best first; every browser reads the last


@dataclass(frozen=True)
class Role:
    """`aliases` small to large; `sizes` tells the browser how wide the place is before any style has loaded."""

    aliases: tuple[str, ...]
    sizes: str


GALLERY = ("gallery-800", "gallery-1600")
ROLES = {
    "thumb": Role(("thumb-96", "thumb-192"), "4.75rem"),
    "card": Role(("card-320", "card-640"), "(min-width: 75rem) 17rem, (min-width: 48rem) 30vw, 46vw"),
    "gallery": Role(("card-640", *GALLERY), "(min-width: 60rem) 42rem, 94vw"),
    "hero": Role(("card-320", "card-640", "gallery-800"), "(min-width: 60rem) 17rem, 34vw"),
    "tile": Role(("tile-400", "tile-800"), "(min-width: 75rem) 20rem, (min-width: 48rem) 30vw, 46vw"),
    "banner": Role(("banner-800", "banner-1600"), "(min-width: 84rem) 84rem, 94vw"),
}
PRODUCT_ALIASES = ("card-320", "card-640", "thumb-96", "thumb-192", *GALLERY)
CATEGORY_ALIASES = (*ROLES["tile"].aliases, *ROLES["banner"].aliases)
