"""What the shop asks of a payment provider, whichever it is: django-payments' classes, with what they lack.

Theirs write whole rows without a lock and call the provider inside a transaction. Ours only ask and answer; what an
answer means for the order is written by settle.py, under the order's lock. A call to a provider holds no transaction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from payments import PaymentError
from payments.core import BasicProvider, provider_factory

from checkout.models import Payment, Refund
from checkout.payments.form import Form


class Unsure(PaymentError):
    """No answer, or none that says anything: it may have been done. The same question may be asked again."""


class Declined(PaymentError):
    """The provider says no, and would say so again."""


class BadEvent(PaymentError):
    """What came to a webhook is not from the provider, or is no event."""


class UnknownVariant(PaymentError):
    """settings.PAYMENT_VARIANTS has no such provider (any more)."""


class Standing(Enum):
    OPEN = "open"  # the buyer may pay
    UNDER_WAY = "under way"  # the buyer has done all; the bank takes its time
    AUTHORISED = "authorised"  # held for us, not ours yet
    PAID = "paid"
    CLOSED = "closed"  # takes no money any more


@dataclass(frozen=True)
class Seen:
    """What a provider knows of one payment. Amounts in `currency`."""

    token: str  # ours
    standing: Standing
    amount: Decimal = Decimal(0)  # captured
    currency: str = ""
    session: str = ""  # the provider's names for the attempt, and for the charge that refunds refer to
    charge: str = ""
    refunded: Decimal = Decimal(0)
    url: str = ""  # where the buyer pays
    began_at: datetime | None = None
    is_ours: bool = True  # False: another shop's, on the same account


@dataclass(frozen=True)
class Event:
    """What a provider tells by itself."""

    id: str
    kind: str
    seen: Seen | None = None  # of a payment
    refund_key: str = ""  # of a refund that failed after all
    charge: str = ""  # that a buyer's bank wants back
    note: str = ""


class Gateway(BasicProvider):
    """A provider. Every method that asks it raises Unsure or Declined."""

    label: Any = ""  # what the buyer chooses

    def form(self, variant: str) -> Form:
        """What the buyer sees first: nothing has begun, and the provider is not asked."""
        return Form(variant, self.label)

    def begin(self, payment: Payment, request: HttpRequest) -> "Form | HttpResponse":
        """A page of the provider's to go to, or a form of ours. The same payment begins once, however often asked."""
        raise NotImplementedError

    def look(self, payment: Payment) -> Seen:
        raise NotImplementedError

    def close(self, payment: Payment) -> Seen:
        """From now on it takes no money; or it has some already, which the answer says."""
        raise NotImplementedError

    def take_hold(self, payment: Payment) -> Seen:
        """What was authorised becomes ours."""
        raise NotImplementedError

    def let_go(self, payment: Payment) -> Seen:
        """What was authorised stays the buyer's."""
        raise NotImplementedError

    def send_back(self, refund: Refund) -> str:
        """The provider's name for the refund of this key: a new one, or the one that it already is."""
        raise NotImplementedError

    def read_event(self, request: HttpRequest) -> Event:
        """Raises BadEvent."""
        raise BadEvent("This provider sends no events.")

    def seen_since(self, moment: datetime) -> Iterator[Seen]:
        """All payments that began at the provider since then."""
        raise NotImplementedError


def gateway_of(variant: str) -> Gateway:
    """Raises UnknownVariant."""
    if variant not in settings.PAYMENT_VARIANTS:
        raise UnknownVariant(f"No payment provider is called {variant!r}: see PAYMENT_VARIANTS.")
    return provider_factory(variant)


def outside_of_transactions() -> None:
    """Raises RuntimeError inside one: locks would be held for as long as a provider likes to think."""
    with transaction.atomic(durable=True):
        pass
