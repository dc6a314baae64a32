"""How a product's variants are offered: rows of radio buttons, or one select where there would be too many."""

from dataclasses import dataclass, field
from typing import Any

from catalog.models import Price, Product, Variant
from catalog.queries.products import ProductPage

MOST_BUTTONS = 40


@dataclass(frozen=True)
class Button:
    """One variant. `label` names the options that its row doesn't; `offer` is None when it is not for sale now."""

    variant: Variant
    label: str
    offer: Price | None

    @property
    def is_buyable(self) -> bool:
        return self.offer is not None and self.variant.stock_band > Product.Band.SOLD_OUT


@dataclass(frozen=True)
class Row:
    """The variants that share the first option's value; `label` is empty when there is only one option."""

    label: str
    buttons: list[Button] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """`heading` names the options: "Colour, Size". `selected` is the first button that can be bought, or None."""

    kind: str  # "none", "single", "buttons", "select"
    heading: str
    rows: list[Row]
    selected: Button | None

    @property
    def sold_out(self) -> list[Variant]:
        """Those that somebody may ask to be told of."""
        buttons = [button for row in self.rows for button in row.buttons]
        return [button.variant for button in buttons if button.offer is not None and not button.is_buyable]


def variant_choice(page: ProductPage) -> Choice:
    # The option with the fewest values makes the rows: three colours of five sizes are three rows, not five.
    codes = sorted(page.options, key=lambda code: len(page.options[code]))
    heading = ", ".join(page.option_names[code] for code in codes)
    rows = rows_of(page.variants, codes)
    selected = next((button for row in rows for button in row.buttons if button.is_buyable), None)
    return Choice(kind_of(len(page.variants)), heading, rows, selected)


def kind_of(variants: int) -> str:
    if variants <= 1:
        return "single" if variants else "none"
    return "buttons" if variants <= MOST_BUTTONS else "select"


def rows_of(variants: list[Any], codes: list[str]) -> list[Row]:
    rows: dict[str, Row] = {}
    for variant in variants:
        values = [str(variant.options.get(code, "–")) for code in codes]
        row, own = (values[0], values[1:]) if len(codes) > 1 else ("", values)
        button = Button(variant, ", ".join(own) or variant.sku, variant.offer)
        rows.setdefault(row, Row(row)).buttons.append(button)
    return list(rows.values())
