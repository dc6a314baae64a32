"""What every format is turned into. A reader yields these records in the order of its file; the loader takes them."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


class Refused(Exception):
    """One row, or one part of it, can't be taken; the rest of the file goes on."""

    def __init__(self, reason, field="", value=""):
        super().__init__(reason)
        self.reason, self.field, self.value = reason, field, value


class Unreadable(Exception):
    """The file, or what is left of it, can't be read at all. The message is one sentence for the person who runs it."""


@dataclass(slots=True)
class Remark:
    """What the report tells of a line: a refusal, or a note about a row that was taken all the same."""

    line: int
    field: str
    value: str
    reason: str
    refused: bool = True


@dataclass(slots=True)
class AttributeType:
    code: str
    name: str
    kind: str = "text"  # text, number, boolean
    unit: str = ""
    is_facet: bool = False
    position: int = 100


@dataclass(slots=True)
class Price:
    currency: str
    amount: Decimal
    sale_amount: Decimal | None = None
    sale_from: datetime | None = None
    sale_until: datetime | None = None


@dataclass(slots=True)
class Variant:
    sku: str
    options: dict = field(default_factory=dict)  # {"size": "M"}: by attribute code
    barcodes: list = field(default_factory=list)
    weight_grams: int | None = None
    prices: list = field(default_factory=list)
    on_hand: int | None = None  # None: the source knows no stock
    stock_is_invented: bool = False  # then it is written once, and never over what was sold since


@dataclass(slots=True)
class Image:
    source: str  # URL, or path below the media folder
    alt: str = ""
    sku: str = ""  # of the variant it shows
    file: str = ""  # in the media storage, once it was found and copied
    width: int | None = None
    height: int | None = None


@dataclass(slots=True)
class Product:
    line: int
    source_id: str
    title: str
    brand: str = ""
    part_number: str = ""
    short_description: str = ""
    description: str = ""
    attributes: dict = field(default_factory=dict)
    categories: list = field(default_factory=list)  # of tuples of names from the root
    variants: list = field(default_factory=list)
    images: list | None = None  # None: the file doesn't speak of images
    status: str | None = None  # None: the file doesn't say
    created_at: datetime | None = None
    publish_at: datetime | None = None
    unpublish_at: datetime | None = None
    popularity: int | None = None
    tax_class: str = ""


@dataclass(slots=True)
class CategoryRow:
    line: int
    names: tuple
    is_active: bool = True
    description: str = ""


@dataclass(slots=True)
class ImagesOf:
    line: int
    source_id: str
    images: list


@dataclass(slots=True)
class Links:
    """From each of some products to each of some others, by SKU or source id; all that leave a product in this way."""

    line: int
    kind: str  # RelatedProduct.Kind
    skus: list
    to: list


@dataclass(slots=True)
class Review:
    line: int
    sku: str
    source_id: str
    author: str
    rating: int
    title: str
    text: str
