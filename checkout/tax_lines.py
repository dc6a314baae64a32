"""An order's taxes by rate, as an invoice must show them. Pure: it adds up what the order says, and computes no tax."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cart.totals import Tax, line_amount
from checkout.models import Order, OrderLine


@dataclass(frozen=True)
class TaxLine:
    """Amounts in the order's currency. `rate` is None for delivery whose rate is none of the goods'."""

    rate: Decimal | None
    gross: Decimal
    tax: Decimal

    @property
    def net(self) -> Decimal:
        return self.gross - self.tax


def tax_lines(order: Order, lines: Iterable[OrderLine]) -> list[TaxLine]:
    """The highest rate first. Together they are the order's total and its tax."""
    gross: dict[Decimal | None, Decimal] = defaultdict(Decimal)
    tax: dict[Decimal | None, Decimal] = defaultdict(Decimal)
    for line in lines:
        gross[line.tax_rate] += line.total
        tax[line.tax_rate] += line.tax
    if order.shipping:
        rate = shipping_rate(order, list(gross))
        gross[rate] += order.shipping + (Decimal(0) if order.tax_included else order.shipping_tax)
        tax[rate] += order.shipping_tax
    return [
        TaxLine(rate, gross[rate], tax[rate]) for rate in sorted(gross, key=lambda rate: 1 if rate is None else -rate)
    ]


def shipping_rate(order: Order, rates: list[Decimal | None]) -> Decimal | None:
    """That of the goods which makes the tax that was charged on delivery; none has to."""
    of = Tax({}, included=order.tax_included).of
    fitting = [rate for rate in rates if rate is not None and of(order.shipping, rate) == order.shipping_tax]
    return max(fitting) if fitting else None if order.shipping_tax else Decimal(0)


def share(lines: list[TaxLine], amount: Decimal) -> list[TaxLine]:
    """What of them an amount paid back is: each rate's in proportion, together `amount` to the cent."""
    total = sum((line.gross for line in lines), Decimal(0))
    if amount == total or not total:
        return lines
    shares, left_amount, left_total = [], amount, total
    for line in lines:
        part = line_amount(left_amount * line.gross / left_total) if left_total else Decimal(0)
        tax = line_amount(line.tax * part / line.gross) if line.gross else Decimal(0)
        shares.append(TaxLine(line.rate, part, tax))
        left_amount, left_total = left_amount - part, left_total - line.gross
    return shares
