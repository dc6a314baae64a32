"""What has happened to an order, in the buyer's words. What staff note for each other is not theirs to read."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkout.models import Order, OrderEvent, Refund
from checkout.states import State
from shop.money import money

WORDS = {
    State.PENDING: gettext_lazy("You placed your order."),
    State.PAID: gettext_lazy("Your payment has arrived."),
    State.SHIPPED: gettext_lazy("Your parcel is on its way."),
    State.DELIVERED: gettext_lazy("Your parcel has arrived."),
    State.RETURNED: gettext_lazy("Everything has come back to us."),
    State.CANCELLED: gettext_lazy("Your order was cancelled."),
    State.EXPIRED: gettext_lazy("It was not paid in time: the goods are for sale again."),
}


@dataclass(frozen=True)
class Moment:
    at: datetime
    text: str


def timeline(order: Order) -> list[Moment]:
    """Oldest first. Two queries; the first reads no month before the order's own."""
    shown = order.events.filter(kind__in=[OrderEvent.Kind.STATE, OrderEvent.Kind.RETURN], at__gte=order.placed_at)
    moments = [Moment(event.at, words(event)) for event in shown]
    moments += [Moment(refund.asked_at, of_refund(order, refund)) for refund in order.refunds.all()]
    return sorted(moments, key=lambda moment: moment.at)


def words(event: OrderEvent) -> str:
    if event.kind == OrderEvent.Kind.RETURN:
        return _("We have got back: %(pieces)s.") % {"pieces": event.note}
    return str(WORDS[State(event.after)])


def of_refund(order: Order, refund: Refund) -> str:
    amount = {"amount": money(refund.amount, order.currency)}
    if refund.state == Refund.State.DONE:
        return _("%(amount)s went back to you.") % amount
    return _("%(amount)s is on its way back to you.") % amount
