"""How a product's variants are offered: rows of radio buttons, or one select where there would be too many."""

from dataclasses import dataclass, field

from catalog.models import Product, Variant
from catalog.queries.products import ProductPage

MOST_BUTTONS = 40


@dataclass(frozen=True)
class Row:
    """The variants that share the first option's value; `label` is empty when there is only one option."""

    label: str
    variants: list[Variant] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """`heading` names the options: "Colour, Size". `selected` is the first variant that can be bought, or None."""

    kind: str  # "none", "single", "buttons", "select"
    heading: str
    rows: list[Row]
    selected: Variant | None


def variant_choice(page: ProductPage) -> Choice:
    for variant in page.variants:
        variant.is_buyable = variant.offer is not None and variant.stock_band > Product.Band.SOLD_OUT
    selected = next((variant for variant in page.variants if variant.is_buyable), None)
    # The option with the fewest values makes the rows: three colours of five sizes are three rows, not five.
    codes = sorted(page.options, key=lambda code: len(page.options[code]))
    heading = ", ".join(page.option_names[code] for code in codes)
    return Choice(kind_of(page), heading, rows_of(page, codes), selected)


def kind_of(page: ProductPage) -> str:
    if not page.variants:
        return "none"
    if len(page.variants) == 1:
        return "single"
    return "buttons" if len(page.variants) <= MOST_BUTTONS else "select"


def rows_of(page: ProductPage, codes: list[str]) -> list[Row]:
    rows: dict[str, Row] = {}
    for variant in page.variants:
        values = [str(variant.options.get(code, "–")) for code in codes]
        label = values[0] if len(codes) > 1 else ""
        variant.button = ", ".join(values[1:] if len(codes) > 1 else values) or variant.sku
        rows.setdefault(label, Row(label)).variants.append(variant)
    return list(rows.values())
