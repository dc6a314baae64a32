"""What a cart comes to. Pure: no database, no request, no clock. Money is Decimal, rounded a line, by one function.

Cart, checkout and order ask this same function. The steps, with examples: docs/promotions.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cart.pricing.best import best_reduction, free_shipping
from cart.pricing.line import Line, line_amount
from cart.pricing.promotion import Kind, Promotion
from cart.pricing.tax import NO_TAX, Tax

__all__ = ["Applied", "Kind", "Line", "LineTotal", "Promotion", "Tax", "Totals", "line_amount", "order_totals"]

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class LineTotal:
    """`amount` before, `total` after `discount`; `tax` is part of `total`, whether it was included or came on top."""

    line: Line
    amount: Decimal
    discount: Decimal
    tax_rate: Decimal
    tax: Decimal
    total: Decimal


@dataclass(frozen=True)
class Applied:
    """A promotion that was used and what it saves: of the goods, or (free delivery) of the shipping."""

    promotion: int
    name: str
    amount: Decimal
    code: str = ""


@dataclass(frozen=True)
class Totals:
    """`total` is what the buyer pays: goods - discount + shipping, and tax where that is not included.

    `shipping` is what is left to pay for delivery; `tax` has `shipping_tax` in it. Lines are in the order given.
    """

    lines: tuple[LineTotal, ...]
    quantity: int
    goods: Decimal
    discount: Decimal
    shipping: Decimal
    shipping_tax: Decimal
    tax: Decimal
    total: Decimal
    currency: str
    tax_included: bool
    applied: tuple[Applied, ...]


def order_totals(
    lines: Iterable[Line],
    currency: str,
    promotions: Iterable[Promotion] = (),
    shipping: Decimal | None = None,
    tax: Tax | None = None,
) -> Totals:
    """All amounts are in `currency`. `shipping` None: not known yet, counts nothing.

    ValueError for what can't be priced: no pieces, a negative price or shipping.
    """
    given, promotions, tax = list(lines), list(promotions), tax or NO_TAX
    if shipping is not None and (not shipping.is_finite() or shipping < 0):
        raise ValueError(f"Shipping of {shipping} can't be charged.")
    order = sorted(range(len(given)), key=lambda place: given[place].rank)
    ranked = [given[place] for place in order]
    reduction = best_reduction(ranked, promotions)
    priced = dict(zip(order, (with_tax(*each, tax) for each in zip(ranked, reduction.lines, strict=True)), strict=True))
    applied = [Applied(used.promotion, used.name, amount, used.code) for used, amount in reduction.promotions]
    to_pay, saved = reduced_shipping(ranked, promotions, shipping)
    return add_up([priced[place] for place in range(len(given))], currency, to_pay, tax, (*applied, *saved))


def with_tax(line: Line, discount: Decimal, tax: Tax) -> LineTotal:
    rate, reduced = tax.rate(line.tax_class), line.amount - discount
    own = tax.of(reduced, rate)
    return LineTotal(line, line.amount, discount, rate, own, reduced if tax.included else reduced + own)


def reduced_shipping(
    lines: Sequence[Line], promotions: Iterable[Promotion], shipping: Decimal | None
) -> tuple[Decimal, list[Applied]]:
    """What delivery costs, and the promotion that made it free. Where it costs nothing anyway, none is used up."""
    full = line_amount(shipping or NOTHING)
    free = None if shipping == 0 else free_shipping(lines, promotions)
    return (NOTHING, [Applied(free.promotion, free.name, full, free.code)]) if free else (full, [])


def add_up(
    lines: Sequence[LineTotal], currency: str, shipping: Decimal, tax: Tax, applied: tuple[Applied, ...]
) -> Totals:
    shipping_tax = tax.of(shipping, tax.shipping)
    return Totals(
        lines=tuple(lines),
        quantity=sum(priced.line.quantity for priced in lines),
        goods=sum((priced.amount for priced in lines), NOTHING),
        discount=sum((priced.discount for priced in lines), NOTHING),
        shipping=shipping,
        shipping_tax=shipping_tax,
        tax=sum((priced.tax for priced in lines), shipping_tax),
        total=sum((priced.total for priced in lines), shipping + (NOTHING if tax.included else shipping_tax)),
        currency=currency,
        tax_included=tax.included,
        applied=applied,
    )
