"""A buyer begins to pay an order, or goes on with it."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from payments import PaymentStatus

from cart.refused import Refused
from checkout.models import Order, Payment
from checkout.pay import count_payment
from checkout.payments.form import Form
from checkout.payments.gateway import Declined, Gateway, Seen, Standing, UnknownVariant, Unsure, gateway_of
from checkout.payments.settle import settle
from checkout.states import State

MOST_TURNS = 4  # that others' payments of the same order may be in the way
NOTHING = "nothing"  # the variant of a payment of 0.00


def start(order: Order, variant: str, request: HttpRequest) -> Form | HttpResponse:
    """Where the buyer pays: a form for the page at hand (checkout/payments/form.py), or a page to go to.

    A GET begins nothing, here or at the provider: its form does, when it is posted to the same address. However often
    it is asked, an order has one payment open, and that one session at the provider. Call it outside of transactions.
    Raises Refused: 400 for an unknown way to pay, 409 for an order that can't be paid any more, 503 when the provider
    doesn't answer.
    """
    try:
        gateway = gateway_of(variant)
        if request.method != "POST":
            return gateway.form(variant)
        return in_turn(order, variant, gateway, request)
    except UnknownVariant as error:
        raise Refused(_("Choose one of the ways to pay."), 400) from error
    except Unsure as error:
        raise Refused(_("The payment provider does not answer. Please try again in a moment."), 503) from error
    except Declined as error:
        raise Refused(_("The payment provider refused this. Please choose another way to pay."), 409) from error


def in_turn(order: Order, variant: str, gateway: Gateway, request: HttpRequest) -> Form | HttpResponse:
    for _turn in range(MOST_TURNS):
        payment = open_payment(order.pk, variant)
        if payment.variant == NOTHING:
            return redirect(payment.get_success_url())
        if payment.variant == variant and not payment.transaction_id:
            return gateway.begin(payment, request)
        if onward := go_on(payment, variant):
            return onward
    raise Refused(_("This order is being paid in another window. Please try again."), 503)


def go_on(payment: Payment, variant: str) -> HttpResponse | None:
    """Where to with a payment that was begun before; None when it is over, and another one can begin."""
    gateway = gateway_of(payment.variant)
    seen: Seen = gateway.look(payment) if payment.variant == variant else gateway.close(payment)
    if seen.standing is Standing.OPEN:
        return redirect(seen.url)
    order = settle(payment.pk, seen)
    if order.state == State.PENDING and seen.standing is Standing.CLOSED:
        return None
    return redirect(payment.get_success_url())


@transaction.atomic
def open_payment(order_id: int, variant: str) -> Payment:
    """The one that is open, whatever its variant, else a new one. Raises Refused when the order takes no money."""
    order = Order.locked(order_id)
    if order.state == State.PAID and order.total == 0:
        return order.payments.get(counted_at__isnull=False)
    if order.state != State.PENDING or order.reserved_until <= timezone.now():
        raise Refused(cannot_be_paid(order))
    if payment := order.payments.filter(status__in=Payment.OPEN).first():
        return payment
    payment = Payment(order=order, variant=variant, currency=order.currency, total=order.total)
    payment.billing_email = order.email
    if order.total == 0:
        payment.variant, payment.status = NOTHING, PaymentStatus.CONFIRMED
    payment.save()
    if payment.has_money:
        count_payment(payment.pk)
    return payment


def cannot_be_paid(order: Order) -> str:
    if order.state in (State.PENDING, State.EXPIRED):
        return _("The time for paying is over, and the reservation has ended. Please order again.")
    if order.state == State.CANCELLED:
        return _("This order was cancelled.")
    return _("This order is paid already.")
