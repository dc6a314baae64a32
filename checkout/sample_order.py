"""An order to look at, for previews of mails and invoices: made in memory, in no database."""

from datetime import UTC, datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from checkout.models import Invoice, Order, OrderLine, Refund
from checkout.states import State

DAY = datetime(2026, 3, 14, 10, 30, tzinfo=UTC)
ADDRESS = {
    "name": "Ann Lee",
    "company_name": "",
    "street_address": "1 High Street",
    "city": "London",
    "city_area": "",
    "country_area": "",
    "postal_code": "SW1A 1AA",
    "country_code": "GB",
    "phone": "",
}


def sample_order() -> Order:
    return Order(
        pk=42,
        number="7KQ2-M9PD-X4RT",
        customer_id=7,
        email="ann.lee@example.com",
        language="en",
        state=State.PENDING,
        placed_at=DAY,
        paid_at=DAY,
        reserved_until=DAY.replace(minute=45),
        delivery_address=ADDRESS,
        billing_address=ADDRESS,
        shipping_code="standard",
        shipping_name=_("Standard"),
        carrier="Parcel Post",
        tracking_number="PP 0042 1337 99",
        currency=settings.DEFAULT_CURRENCY,
        goods=Decimal("79.90"),
        discount=Decimal("7.99"),
        shipping=Decimal("5.95"),
        shipping_tax=Decimal("0.99"),
        tax=Decimal("12.98"),
        tax_included=True,
        total=Decimal("77.86"),
        refunded=Decimal("0.00"),
        discounts=[{"name": _("Spring"), "code": "SPRING", "amount": "7.99"}],
    )


def sample_lines() -> list[OrderLine]:
    return [
        sample_line(1, "LAMP-OAK", _("Oak lamp"), _("white"), 1, "49.90", "4.99", "7.49"),
        sample_line(2, "MUG-BLUE", _("Blue mug"), "", 2, "15.00", "3.00", "4.50"),
    ]


def sample_line(position, sku, title, options, quantity, price, discount, tax) -> OrderLine:  # noqa: PLR0913, PLR0917
    amount = Decimal(price) * quantity
    return OrderLine(
        position=position,
        sku=sku,
        title=title,
        options=options,
        quantity=quantity,
        unit_price=Decimal(price),
        amount=amount,
        discount=Decimal(discount),
        tax_rate=Decimal("0.20000"),
        tax=Decimal(tax),
        total=amount - Decimal(discount),
    )


def sample_refund() -> Refund:
    return Refund(pk=5, amount=Decimal("13.50"), reason="returned")


def sample_invoice(kind: Invoice.Kind = Invoice.Kind.INVOICE) -> Invoice:
    order = sample_order()
    total = order.total if kind == Invoice.Kind.INVOICE else sample_refund().amount
    return Invoice(
        kind=kind, order=order, year=2026, serial=42, total=total, seller=settings.SELLER, issued_at=DAY, pdf=None
    )
