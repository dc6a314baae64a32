"""Invoice by invoice, in the order of the file: placed, paid, and what was cancelled taken back."""

import json
from collections import Counter, defaultdict
from decimal import Decimal
from typing import IO
from uuid import NAMESPACE_URL, uuid5

from cart.refused import Refused
from cart.totals import Line, order_totals
from checkout.models import Order, Payment
from checkout.pay import count_payment
from checkout.place_order import Described, Purchase, place_order
from checkout.replay.come_back import Sold
from checkout.replay.invoices import Invoice
from checkout.replay.sale import Impossible, Sale, sale_of
from checkout.replay.shelf import CURRENCY, Shelf
from checkout.states import State

DOMAIN = "replay.invalid"  # RFC 2606: no mail ever arrives there


class Replay:
    """`report`: a JSON object a refusal goes there. `counted` and `amounts` say what became of all."""

    def __init__(self, shelf: Shelf, report: IO[str] | None = None):
        self.shelf, self.report, self.sold = shelf, report, Sold()
        self.counted: Counter = Counter()
        self.refused: Counter = Counter()
        self.amounts: dict[str, Decimal] = defaultdict(Decimal)
        self.differing: list[str] = []  # invoices whose order comes to something else

    def take(self, invoice: Invoice) -> None:
        self.counted["invoices"] += 1
        self.amounts["invoices"] += invoice.amount
        if invoice.number.startswith("C"):
            return self.take_cancellation(invoice)
        try:
            sale = sale_of(invoice)
            order = self.paid(invoice, sale)
        except Impossible as impossible:
            self.refuse("invoices", invoice, impossible.reason, impossible.value, invoice.amount)
        except Refused as refused:
            self.refuse("invoices", invoice, "sold out", refused.message, invoice.amount)
        else:
            self.taken(invoice, sale, order)

    def paid(self, invoice: Invoice, sale: Sale) -> Order:
        """The same invoice is the same order, however often the file is replayed."""
        order = place_order(self.purchase(invoice, sale), uuid5(NAMESPACE_URL, f"invoice {invoice.number}"))
        if order.state != State.PENDING:
            return order
        payment = Payment.objects.create(
            order=order, variant="dummy", status="confirmed", currency=CURRENCY,
            total=order.total, captured_amount=order.total,
        )  # fmt: skip
        return count_payment(payment.pk)

    def purchase(self, invoice: Invoice, sale: Sale) -> Purchase:
        variants = self.shelf.variants(sale.goods)
        lines = [
            Line(variant.pk, variant.product_id, frozenset(), row.price, row.quantity)
            for variant, row in zip(variants, sale.goods, strict=True)
        ]
        address = {"name": f"Customer {invoice.customer or 'unknown'}", "country_area": invoice.country}
        return Purchase(
            email=f"{'customer-' + invoice.customer if invoice.customer else 'guest-' + invoice.number}@{DOMAIN}",
            delivery_address=address,
            billing_address=address,
            shipping_code="postage",
            shipping_name="Postage",
            totals=order_totals(lines, CURRENCY, shipping=sale.shipping),
            described={variant.pk: Described(variant.sku, variant.product.title) for variant in variants},
        )

    def taken(self, invoice: Invoice, sale: Sale, order: Order) -> None:
        for row in sale.free:
            self.refuse("rows of taken invoices", invoice, "it is free", row.code, Decimal(0))
        self.counted["orders"] += 1
        self.amounts["orders"] += order.total
        self.counted["lines"] += len(sale.goods)
        if order.total != invoice.amount:
            self.differing.append(invoice.number)
        self.sold.remember(invoice, order)

    def take_cancellation(self, invoice: Invoice) -> None:
        self.counted["cancellations"] += 1
        for place, row in enumerate(invoice.rows):
            try:
                amount = self.sold.give_back(invoice, row, f"{invoice.number} {place}")
            except Impossible as impossible:
                self.refuse("rows of cancellations", invoice, impossible.reason, impossible.value, row.amount)
                continue
            self.counted["rows given back"] += 1
            self.amounts["given back"] += amount
            if amount != -row.amount:
                self.differing.append(invoice.number)

    def refuse(self, what: str, invoice: Invoice, reason: str, value: str, amount: Decimal) -> None:
        self.refused[what, reason] += 1
        self.amounts[f"refused {what}"] += amount
        if self.report:
            told = {"invoice": invoice.number, "what": what, "reason": reason, "value": value, "amount": str(amount)}
            self.report.write(json.dumps(told, ensure_ascii=False) + "\n")
