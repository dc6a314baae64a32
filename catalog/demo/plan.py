"""What a line of the assortment becomes in the shop: variants, prices, stock, attributes, pictures, dates.

Everything that is not written down is drawn from a generator seeded by the product's number: the same in every shop.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import product as combinations
from random import Random

from catalog.demo.assortment import Line, lines, words
from catalog.demo.describe import description

OPENED = datetime(2024, 3, 1, 9, tzinfo=UTC)
DAYS_OPEN = 980
RATES = {"USD": Decimal(1), "EUR": Decimal("0.93"), "GBP": Decimal("0.80")}
SALES = (  # from, until: most are on, one is over and one is still to come
    (None, None),
    (datetime(2026, 3, 1, tzinfo=UTC), datetime(2033, 3, 1, tzinfo=UTC)),
    (datetime(2026, 9, 1, tzinfo=UTC), None),
    (datetime(2025, 11, 1, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC)),
    (datetime(2032, 11, 1, tzinfo=UTC), datetime(2033, 1, 6, tzinfo=UTC)),
)
PICTURE_FOLDER, CATEGORY_FOLDER = "demo/products", "demo/categories"
PICTURE_SIDE = 1200  # px, width and height
MOST_PICTURES = 3


@dataclass(frozen=True)
class PlannedPrice:
    currency: str
    amount: Decimal
    sale_amount: Decimal | None = None
    sale_from: datetime | None = None
    sale_until: datetime | None = None


@dataclass(frozen=True)
class PlannedVariant:
    sku: str
    barcode: str
    options: dict
    prices: tuple
    on_hand: int


@dataclass(frozen=True)
class PlannedPicture:
    """`view` is what is drawn: the whole, or a detail of it seen from nearer."""

    file: str
    alt: str
    colour: str
    view: str = "whole"


@dataclass(frozen=True)
class PlannedProduct:
    line: Line
    part_number: str
    description: str
    attributes: dict
    status: str
    popularity: int
    created_at: datetime
    variants: tuple
    pictures: tuple


def planned(number):
    """The plan of one hand-written product."""
    line = lines()[number - 1]
    chance = Random(f"product {number}")
    code = f"{line.brand.code}-{number:04d}"
    return PlannedProduct(
        line=line,
        part_number=code,
        description=description(line),
        attributes=_attributes(line, chance),
        status="draft" if number % 149 == 0 else "published",
        popularity=int(9000 / Random(f"rank {number}").uniform(1, 30)),
        created_at=OPENED + timedelta(days=chance.randrange(DAYS_OPEN), minutes=number),
        variants=tuple(_variants(line, code, chance)),
        pictures=tuple(_pictures(line)) if number % 37 else (),
    )


def category_picture(url_path):
    """`kitchen/mugs` → demo/categories/kitchen-mugs.jpg."""
    return f"{CATEGORY_FOLDER}/{url_path.replace('/', '-')}.jpg"


def _attributes(line, chance):
    facets = words("facets")
    values = {"material": line.material, "made_in": line.brand.country}
    if len(line.colours) == 1:
        values["color"] = line.colours[0]
    for code, (least, most) in line.leaf.measures.items():
        values[code] = _measure(least, most, chance)
    for code, usual in line.leaf.flags.items():
        unusual = facets[code][3] and chance.random() < 0.25  # what nobody filters by stays as it should be
        values[code] = usual != unusual
    return values


def _measure(least, most, chance):
    value = chance.uniform(least, most)
    if isinstance(least, float) or isinstance(most, float):
        return round(value, 1)
    return round(value / 10) * 10 if most >= 300 and value >= 100 else round(value)


def _variants(line, code, chance):
    colours = line.colours if len(line.colours) > 1 else (None,)
    sizes = tuple(zip(line.leaf.sizes, line.leaf.size_factors, strict=True)) or ((None, 1),)
    sale = SALES[line.number % len(SALES)] if line.number % 8 == 3 else None
    for position, (colour, (size, factor)) in enumerate(combinations(colours, sizes)):
        options = {name: value for name, value in (("color", colour), ("size", size)) if value}
        yield PlannedVariant(
            sku="-".join([code, *(_short(value) for value in options.values())]),
            barcode=_ean13(line.number * 100 + position),
            options=options,
            prices=tuple(_prices(Decimal(line.dollars) * Decimal(str(factor)), sale)) if line.number % 53 else (),
            on_hand=_on_hand(line.number, chance),
        )


def _short(value):
    """`Terracotta` → TERRA, `40 × 40 cm` → 40X40."""
    return "".join(c for c in value.upper().replace("×", "X").removesuffix("CM") if c.isalnum())[:7]


def _ean13(number):
    """A valid code from the range that GS1 leaves to shops for their own use."""
    digits = f"20{number:010d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def _prices(dollars, sale):
    for currency, rate in RATES.items():
        amount = (dollars * rate).quantize(Decimal(1), ROUND_HALF_UP).quantize(Decimal("0.01"))
        if sale is None:
            yield PlannedPrice(currency, amount)
        else:
            reduced = (amount * Decimal("0.8")).quantize(Decimal(1), ROUND_HALF_UP).quantize(Decimal("0.01"))
            yield PlannedPrice(currency, amount, reduced, *sale)


def _on_hand(number, chance):
    """One product in 23 is sold out; of the others, a variant now and then is, or has few left."""
    drawn = chance.random()
    if number % 23 == 0 or drawn < 0.03:
        return 0
    return chance.randint(1, 4) if drawn < 0.1 else chance.randint(6, 120)


def _pictures(line):
    """The whole in each of its colours; for one that has a single colour, a detail as well."""
    slug = line.drawing.replace("/", "-")
    name = f"{PICTURE_FOLDER}/{line.number:03d}-{slug}"
    for place, colour in enumerate(line.colours[:MOST_PICTURES], start=1):
        yield PlannedPicture(f"{name}-{place}.jpg", f"{line.title}, {colour.lower()}", colour)
    if len(line.colours) < MOST_PICTURES:
        yield PlannedPicture(f"{name}-detail.jpg", f"{line.title}, a closer look", line.colours[0], "detail")
